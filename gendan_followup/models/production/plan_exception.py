from odoo import models


class GendanPlan(models.Model):
    """What makes a plan late."""

    _inherit = "gendan.plan"

    def _gendan_late_milestones(self):
        """Open milestones of the delivery by which the promise breaks, the first to come first."""
        self.ensure_one()
        return self.milestone_ids.filtered(
            lambda m: m.light == "delivery" and m.state == "open" and m.slack_days < 0
        ).sorted(lambda m: (m.forecast_date or self.forecast_date, m.sequence))

    def _gendan_component_needed(self, move):
        """The day by which a component has to be there.

        Odoo lets a production begin as late as the promise allows by its own lead times; what the plan says counts,
        unless somebody planned the production for an earlier day.

        :param move: ``stock.move`` of the component
        :rtype: date
        """
        self.ensure_one()
        start = self.company_id._gendan_to_day(move.date)
        days = self.milestone_ids.filtered(
            lambda m: m.event == "components_available" and m.state == "open" and m.baseline_date
        ).mapped("baseline_date")
        if not days:
            return start
        return min(*days, start) if move.raw_material_production_id.is_planned else min(days)

    def _gendan_behind(self):
        """The milestone the delivery waits for: the first one late, else the next step."""
        self.ensure_one()
        return self._gendan_late_milestones()[:1] or self.next_milestone_id

    def _gendan_names(self):
        """Names of the documents that the milestones it is late by wait for, as expectations name them.

        :rtype: set[str]
        """
        self.ensure_one()
        names = set()
        for label in self._gendan_late_milestones().mapped("expected_source"):
            if label:
                names.update(name.strip() for name in label.split(" · ")[0].split(" → "))
        return names

    def _gendan_may_hide_exception(self):
        """Whether checks may find something about this plan: late, or a document's day puts a step back."""
        self.ensure_one()
        if not self._gendan_is_to_deliver():
            return False
        if self.delivery_health in ("at_risk", "late"):
            return True
        return any(
            m.expected_date and m.baseline_date and m.expected_date > m.baseline_date
            for m in self.milestone_ids
            if m.light == "delivery" and m.state == "open"
        )
