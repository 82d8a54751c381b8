from odoo import api, models

from ...tools import critical_path


class GendanPlan(models.Model):
    """What a delivered plan teaches: how long each of its milestones really took (P8)."""

    _inherit = "gendan.plan"

    def _gendan_refresh(self):
        # EXTENDS gendan_followup: whatever is delivered, or no longer is
        result = super()._gendan_refresh()
        self._gendan_learn()
        return result

    def _gendan_learn(self):
        """Note on the milestones of delivered plans what they took; take it back where a plan is
        open again. Writes only what has changed."""
        delivered = self.filtered(lambda plan: plan.delivery_health == "delivered")
        calendars = delivered._gendan_calendars() if delivered else {}
        for plan in delivered:
            milestones = plan._gendan_delivery_milestones()
            steps = [milestone._gendan_step(milestone.owner) for milestone in milestones]
            found = critical_path.taken(steps, calendars[plan], plan.confirmed_date or plan.company_id._gendan_today())
            self.env["gendan.bulk"]._gendan_write_changes(
                {
                    milestone: {
                        "handed_over_date": found[milestone.key].handed_over if milestone.key in found else False,
                        "taken_days": found[milestone.key].days if milestone.key in found else 0,
                    }
                    for milestone in milestones
                }
            )
        (self - delivered).milestone_ids.filtered("handed_over_date").write(
            {"handed_over_date": False, "taken_days": 0}
        )

    @api.model
    def _gendan_learn_all(self):
        """Learn from the plans that were delivered before the add-on could; run at each update.

        Costs one query when there is nothing left to learn.
        """
        plans = self.search(
            [
                ("delivery_health", "=", "delivered"),
                ("milestone_ids", "any", [("state", "=", "done"), ("light", "=", "delivery")]),
                ("milestone_ids", "not any", [("handed_over_date", "!=", False)]),
            ]
        )
        plans._gendan_learn()

    def _gendan_timeline(self):
        # EXTENDS gendan_followup: what the milestone took on this customer's earlier orders
        result = super()._gendan_timeline()
        learned = {milestone.id: milestone.learned_text for milestone in self.milestone_ids}
        for entry in result["milestones"]:
            entry["learned"] = learned.get(entry["id"]) or False
        return result
