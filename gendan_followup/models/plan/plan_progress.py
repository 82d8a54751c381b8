from odoo import models


class GendanPlan(models.Model):
    """What the customer may see of a plan. Never internal dates, buffers, held days, reasons or remarks."""

    _inherit = "gendan.plan"

    def _gendan_told_day(self, milestone):
        """The day a customer is told for a milestone that is still open: no earlier than planned.

        The forecast may run ahead of the plan by the whole buffer; who tells it gives the buffer away.

        :return: date, or False where the company keeps expected days to itself
        """
        if not milestone.forecast_date or not milestone.company_id.gendan_show_forecast:
            return False
        if milestone.is_target and milestone.plan_id._gendan_has_left():
            return milestone.forecast_date
        planned = milestone.plan_id.promise_date if milestone.is_target else milestone.baseline_date
        return max(filter(None, (milestone.forecast_date, planned)))

    def _gendan_arrival(self):
        """The day these plans' goods arrived or are expected, as told to the customer.

        :return: (date or False, whether it is a fact)
        """
        targets = self.milestone_ids.filtered(lambda m: m.is_target and m.state in ("open", "done"))
        opened = targets.filtered(lambda m: m.state == "open")
        if targets and not opened:
            return max(targets.mapped("actual_date")), True
        days = [self._gendan_told_day(milestone) for milestone in opened]
        return max(filter(None, days), default=False), False

    def _gendan_arrival_text(self):
        """A sentence on the arrival, in the language of the context; empty where there is nothing to tell."""
        day, is_fact = self._gendan_arrival()
        if not day:
            return ""
        shown = self.env["gendan.message"]._gendan_format_day(day)
        if is_fact:
            return self.env._("Arrived: %(day)s", day=shown)
        return self.env._("Expected arrival: %(day)s", day=shown)

    def _gendan_arrival_day_text(self):
        """The day goods that left are to reach the customer, in the language of the context; empty where unknown.

        A company that keeps expected days to itself names its promise, while that can still hold.
        """
        day, is_fact = self._gendan_arrival()
        day = day or max(self.filtered("promise_date").mapped("promise_date"), default=False)
        if not day or (not is_fact and day < self.company_id[:1]._gendan_today()):
            return ""
        return self.env["gendan.message"]._gendan_format_day(day)

    def _gendan_promise_text(self):
        """The promise as told to the customer, in the language of the context."""
        if not self:
            return ""
        self.ensure_one()
        if self.promise_date:
            return self.env["gendan.message"]._gendan_format_day(self.promise_date)
        if self.is_conditional:
            return self.env._(
                "%(days)s working days after everything we need to start has come", days=self.condition_days
            )
        return ""

    def _gendan_products(self):
        """Products of the plan in the language of the context; with quantities where a line is delivered in parts."""
        self.ensure_one()
        names = []
        for part in self.part_ids:
            name = part.product_id.display_name or part.line_id.name
            if len(part.line_id.gendan_part_ids) > 1:
                name = self.env._(
                    "%(product)s, %(quantity)s %(unit)s",
                    product=name,
                    quantity=part.uom_id._gendan_number(part.quantity),
                    unit=part.uom_id.name,
                )
            names.append(name)
        names = list(dict.fromkeys(names))
        if len(names) > 3:
            names[3:] = [self.env._("%s more", len(names) - 3)]
        return ", ".join(names)

    def _gendan_progress(self):
        """The plan as the customer sees it, in the language of the context.

        :return: dict of strings and booleans, for the page behind a link and for the portal
        """
        self.ensure_one()
        show = self.env["gendan.message"]._gendan_format_day
        visible = self.milestone_ids.filtered(lambda m: m.customer_visible and m.state in ("open", "done"))
        steps, found_next = [], False
        for milestone in visible.sorted(lambda m: (m.sequence, m.key)):
            is_done = milestone.state == "done"
            is_next = not is_done and not found_next
            found_next = found_next or is_next
            steps.append(
                {
                    "name": milestone.name,
                    "state": "done" if is_done else "next" if is_next else "open",
                    "day": show(milestone.actual_date if is_done else self._gendan_told_day(milestone)),
                }
            )
        arrival, is_arrived = self._gendan_arrival()
        return {
            "products": self._gendan_products(),
            "promise": self._gendan_promise_text(),
            "arrival": show(arrival),
            "is_arrived": is_arrived,
            "steps": steps,
        }
