from collections import defaultdict

from odoo import models


class SaleOrder(models.Model):
    """Making the plans of confirmed orders."""

    _inherit = "sale.order"

    def _gendan_is_followed(self):
        """Whether a plan is made for this order when it is confirmed."""
        self.ensure_one()
        return bool(self.gendan_template_id or self.company_id.gendan_follow_new_orders)

    def _gendan_lines_to_follow(self):
        """Order lines a plan is made for: goods; services only where the clerk chose a template."""
        result = self.env["sale.order.line"]
        for order in self.filtered(lambda o: o._gendan_is_followed()):
            lines = order.order_line.filtered(
                lambda line: line.product_id
                and not (line.display_type or line.is_downpayment or line.is_delivery)
                and line.product_uom_qty > 0
            )
            goods = lines.filtered(lambda line: line.product_id.type != "service")
            result |= goods or (lines if order.gendan_template_id else goods)
        return result

    def _gendan_templates(self, lines):
        """The template of each line: the order's own choice, else the first rule that fits.

        Where somebody chose another template for the plan that rule had made, that one.
        """
        chosen = {line: line.order_id.gendan_template_id for line in lines}
        open_lines = lines.filtered(lambda line: not chosen[line])
        if open_lines:
            chosen.update(self.env["gendan.plan.rule"]._gendan_match(open_lines))
            # sudo: a customer who signs on the portal may not read how the order is followed
            for plan in open_lines.order_id.sudo().gendan_plan_ids:
                if plan.rule_template_id and plan.rule_template_id != plan.template_id:
                    for line in open_lines:
                        if line.order_id.id == plan.order_id.id and chosen[line] == plan.rule_template_id:
                            chosen[line] = plan.template_id
        return chosen

    def _gendan_ensure_plans(self):
        """Give each followed line of these running orders its part, promise and plan.

        :return: the orders that got a plan
        """
        running = self.filtered(lambda order: order.state == "sale")
        lines = running._gendan_lines_to_follow().filtered(lambda line: not line.gendan_part_ids)
        templates = self._gendan_templates(lines)
        lines = lines.filtered(lambda line: templates[line])
        if not lines:
            return self.browse()
        groups = defaultdict(lambda: self.env["sale.order.line"])
        for line in lines:
            groups[line.order_id, templates[line], line._gendan_wished_day()] |= line
        plans = self._gendan_create_plans(groups)
        parts = self.env["gendan.part"].create(
            [
                {
                    "order_id": line.order_id.id,
                    "line_id": line.id,
                    "quantity": line.product_uom_qty,
                    "plan_id": plans[key].id,
                }
                for key, group in groups.items()
                for line in group
            ]
        )
        fresh = self.env["gendan.plan"].browse([plan.id for key, plan in plans.items() if not plan.milestone_ids])
        self.env["gendan.milestone"].create(fresh._prepare_milestones_vals())
        transit = fresh.order_id._gendan_transit_days()
        calendars = fresh._gendan_calendars()
        for plan in fresh.filtered(lambda p: not p.promise_date and not p.is_conditional):
            plan.promise_date = plan._gendan_feasible_day(calendars[plan], transit.get(plan.order_id))
        self.env["gendan.promise"].create([part._prepare_first_promise_vals() for part in parts])
        for plan in fresh:
            plan.promise_version = 1 if plan.promise_date else 0
        fresh._gendan_set_baseline()
        return lines.order_id

    def _gendan_create_plans(self, groups):
        """A plan for each (order, template, day), or the order's running one that fits."""
        plans, vals_list, keys = {}, [], []
        for order, template, day in groups:
            existing = order.gendan_plan_ids.filtered(
                lambda p, template=template, day=day: (
                    p.template_id == template
                    and (not day or p.promise_date == day)
                    and p.delivery_health != "delivered"
                )
            )[:1]
            if existing:
                plans[order, template, day] = existing
                continue
            keys.append((order, template, day))
            vals_list.append(order._prepare_plan_vals(template, day))
        plans.update(zip(keys, self.env["gendan.plan"].create(vals_list), strict=True))
        return plans

    def _prepare_plan_vals(self, template, day):
        """Values of a new plan of this order."""
        self.ensure_one()
        conditional = self.gendan_condition_days > 0
        return {
            "order_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.commercial_partner_id.id,
            "template_id": template.id,
            "rule_template_id": template.id,
            "is_running": True,
            "confirmed_date": self.company_id._gendan_to_day(self.date_order),
            "promise_date": False if conditional else day,
            "is_conditional": conditional,
            "condition_days": self.gendan_condition_days,
        }
