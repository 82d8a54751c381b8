from odoo import api, models
from odoo.exceptions import UserError

from ..plan.sale_order_line_links import LinksMemo


class GendanPlan(models.Model):
    """What if a document came on another day (P7).

    No second engine: the events' own expectation providers answer with ``overrides``, and
    ``_gendan_outlook`` plans with the answers. So what it says is what the plan will say once the
    day is really entered on the purchase line or the production.
    """

    _inherit = "gendan.plan"

    @api.model
    def _gendan_what_if(self, overrides):
        """How the running plans would move. Writes nothing.

        :param dict overrides: {(model, id): date}, of ``purchase.order.line`` (its planned arrival)
            and ``mrp.production`` (its planned end)
        :return: {plan: (:class:`Outlook` as things stand, :class:`Outlook` with the other days)} of
            all running plans the documents can reach, sudo; a caller shows those its user may read
        """
        # sudo: what a document moves does not depend on who asks; the memo: chains are walked once
        env = self.env(context={"lang": self.env.lang, "gendan_links": LinksMemo()}, su=True)
        orders = env["sale.order"]._gendan_what_if_orders(overrides)
        plans = orders.gendan_plan_ids.filtered(
            lambda plan: plan.is_running and plan.delivery_health not in ("delivered", "cancelled")
        )
        if not plans:
            return {}
        now, then = plans._gendan_expectations({}), plans._gendan_expectations(overrides)
        days = [day for answers in (now, then) for day in answers.values() if day]
        calendars = plans._gendan_calendars(*days)
        today = {company: company._gendan_today() for company in plans.company_id}
        return {
            plan: tuple(
                plan._gendan_outlook(calendars[plan], today[plan.company_id], expected) for expected in (now, then)
            )
            for plan in plans
        }

    def _gendan_expectations(self, overrides):
        """What documents expect of these plans' milestones: {milestone: day or False}.

        :param dict overrides: see :meth:`_gendan_what_if`
        """
        result = {}
        waiting = self.milestone_ids.filtered(lambda m: m.event and m.light == "delivery" and not m.event_date)
        for kind, milestones in waiting.grouped("kind_id").items():
            lines = milestones.plan_id.part_ids.line_id
            if provider := getattr(lines, f"_gendan_expected_{kind.event}", None):
                expected = provider(kind, overrides)
                result.update((milestone, milestone._gendan_news(expected)[0]) for milestone in milestones)
        return result

    def action_gendan_what_if(self):
        """Button: what if something this plan waits for came on another day.

        :return: action that opens the dialog with the documents behind these plans
        :raise UserError: nothing bought or made is open behind them
        """
        self.check_access("read")
        purchase_lines, productions = self._gendan_open_documents()
        if not purchase_lines and not productions:
            raise UserError(
                self.env._(
                    "No purchase and no manufacturing order is open behind %(plan)s.",
                    plan=", ".join(self.mapped("display_name")),
                )
            )
        return self.env["gendan.what.if"]._gendan_open(purchase_lines, productions, plans=self)

    def _gendan_open_documents(self):
        """What these plans still wait for: bought to order or coming to stock, and made.

        :return: (``purchase.order.line``, ``mrp.production``), sudo
        """
        lines = self.sudo().part_ids.line_id  # sudo: names and days only; the plans themselves were checked
        links = lines._gendan_links()
        purchase_lines = lines.env["purchase.order.line"].union(
            *(link.bought | link.bought_components for link in links.values())
        )
        missing = lines.env["stock.move"].union(*(link.missing_components() for link in links.values()))
        productions = lines.env["mrp.production"].union(*(link.all_productions for link in links.values()))
        purchase_lines |= purchase_lines.search(
            [
                ("product_id", "in", missing.product_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "purchase"),
                ("move_ids", "any", [("state", "not in", ("done", "cancel"))]),
            ]
        )
        return tuple(
            documents._gendan_what_if_open().sorted(lambda document: (document._gendan_what_if_day(), document.id))
            for documents in (purchase_lines, productions)
        )
