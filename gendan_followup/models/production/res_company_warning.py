from odoo import api, fields, models

SWITCH = "gendan_early_warning"


class ResCompany(models.Model):
    """Early warnings: whether clerks, and whether customers, hear of promises in danger. All off at first."""

    _inherit = "res.company"

    _gendan_warning_positive = models.Constraint(
        "CHECK (gendan_warning_days >= 0 AND gendan_warning_slip_days >= 0)",
        "The days of early warnings cannot be negative.",
    )

    gendan_early_warning = fields.Boolean(
        "Early Warning",
        help="The clerk gets a to-do as soon as a promise is in danger, until the customer has heard a new day.",
    )
    gendan_warning_slip_days = fields.Integer(
        "Working Days a Forecast May Pass Its Promise", help="More than these open an early warning."
    )
    gendan_warning_days = fields.Integer(
        "New Date Told Within", default=2, help="Working days in which the customer is to hear the new day."
    )
    gendan_warn_domestic = fields.Boolean(
        "Warn Domestic Customers", help="Tell customers in our own country, unless the customer says otherwise."
    )
    gendan_warn_export = fields.Boolean(
        "Warn Customers Abroad", help="Tell customers abroad, unless the customer says otherwise."
    )

    @api.model
    def _gendan_switches(self):
        # EXTENDS gendan_followup
        return super()._gendan_switches() | {SWITCH}

    def write(self, vals):
        # EXTENDS gendan_followup: what is in danger already is the clerk's to-do, too; customers hear of what is new
        before = self.filtered(SWITCH)
        result = super().write(vals)
        if switched_on := self.filtered(SWITCH) - before:
            # sudo: who keeps the settings need not see the orders
            plans = self.env["gendan.plan"].sudo().search(
                [("company_id", "in", switched_on.ids), ("delivery_health", "in", ("at_risk", "late"))]
            )  # fmt: skip
            plans.part_ids._gendan_sync_warnings(tell=False)
        if switched_off := before - self.filtered(SWITCH):
            # sudo: as above
            opened = self.env["gendan.date.warning"].sudo().search(
                [("company_id", "in", switched_off.ids), ("state", "=", "open")]
            )  # fmt: skip
            opened.state = "ended"
            opened._gendan_sync_todos()
            opened._gendan_closed_messages(tell=False)
        return result


class ResPartner(models.Model):
    """Which customers are warned."""

    _inherit = "res.partner"

    gendan_warning_policy = fields.Selection(
        [
            ("default", "As the company's settings say"),
            ("on", "Warn this customer"),
            ("off", "Do not warn this customer"),
        ],
        string="Early Warnings",
        default="default",
        copy=False,
        help="Whether the customer is told that a promised day is in danger before there is a new one.",
    )

    @api.model
    def _gendan_team_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_team_fields() | {"gendan_warning_policy"}

    def _gendan_wants_warnings(self, company):
        """Whether this customer is told by itself that a promise is in danger. Call with sudo.

        The customer's own choice; by default the company's for customers abroad or at home.

        :param company: res.company that would write
        """
        self.ensure_one()
        customer = self.commercial_partner_id.with_company(company)
        if customer.gendan_warning_policy in ("on", "off"):
            return customer.gendan_warning_policy == "on"
        return company.gendan_warn_export if customer.gendan_is_export else company.gendan_warn_domestic
