"""The example's quotation that is wanted sooner than the film can be there."""

from odoo import api, models

ASKED = dict(customer="mailitian", kind="repeat", ref="MLT-261127", confirmed=0,
             lines=[("zip_bag", 60000, 0.46), ("carton", 200, 4.8)])  # fmt: skip
# working days: so much sooner than it can be there
SOONER = 4


class GendanDemoScenario(models.AbstractModel):
    """One quotation whose earliest arrival the clerk has asked for: some days short, and why."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_feasible(self, company):
        """The quotation, as the clerk left it after looking when it can be there."""
        order = self._example_make("quotation_sooner", "sale.order", **self._example_order_vals(ASKED, company))
        self._example_sign(order)
        asking = order.with_user(order.gendan_clerk_id)
        asking.action_gendan_feasible()
        order.gendan_requested_date = max(
            self._example_day(-SOONER, order.gendan_feasible_date), self._example_day(1)
        )
        asking.action_gendan_feasible()
