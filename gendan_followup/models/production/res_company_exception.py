from odoo import api, fields, models

from .exception_detect import SWITCH


class ResCompany(models.Model):
    """Whether, and from which limits on, the system looks for exceptions. Off: nothing is looked at."""

    _inherit = "res.company"

    _gendan_exception_positive = models.Constraint(
        "CHECK (gendan_exception_slip_days >= 0 AND gendan_exception_block_hours >= 0 AND gendan_exception_scrap >= 0)",
        "The limits of exceptions cannot be negative.",
    )

    gendan_find_exceptions = fields.Boolean(
        "Find Exceptions",
        help="The system opens an exception when a forecast passes its promise, a component or a transfer is late, a"
        " work centre stands still or too much is scrapped, and closes it when that is over.",
    )
    gendan_exception_slip_days = fields.Integer(
        "Days a Component or Transfer May Be Late", default=0, help="Calendar days that open no exception yet."
    )
    gendan_exception_block_hours = fields.Float(
        "Hours a Work Centre May Stand Still", default=1.0, help="Until then it opens no exception."
    )
    gendan_exception_scrap = fields.Float(
        "Scrap Allowed (%)", default=3.0, digits=(5, 2), help="Of what was planned of one product in a production."
    )

    @api.model
    def _gendan_switches(self):
        # EXTENDS gendan_followup
        return super()._gendan_switches() | {SWITCH}

    def write(self, vals):
        # EXTENDS gendan_followup: what is so already is found, too
        before = self.filtered(SWITCH)
        result = super().write(vals)
        if switched_on := self.filtered(SWITCH) - before:
            switched_on._gendan_look_at_all()
        return result

    def _gendan_look_at_all(self):
        """Have the checks look at every open order and every blocked work centre of these companies, once."""
        Look = self.env["gendan.exception.look"]
        # sudo: who keeps the settings need not see the orders that are looked at
        plans = self.env["gendan.plan"].sudo().search(
            [("company_id", "in", self.ids), ("delivery_health", "in", ("on_track", "at_risk", "late", "waiting"))]
        )  # fmt: skip
        Look._gendan_look_at("order", plans.order_id)
        # sudo: as above
        blocked = self.env["mrp.workcenter"].sudo().search(
            [("company_id", "in", self.ids), ("working_state", "=", "blocked")]
        )  # fmt: skip
        Look._gendan_look_at("workcenter", blocked)
