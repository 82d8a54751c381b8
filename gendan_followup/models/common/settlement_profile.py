from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.money_tail import next_day_of_month


class GendanSettlementProfile(models.Model):
    """How a customer settles: the papers and payments that follow a delivery, and when each is due.

    It gives an order's plan its money tail. Everybody inside reads the profiles, supervisors keep them.
    """

    _name = "gendan.settlement.profile"
    _description = "Settlement Profile"
    _order = "sequence, id"
    _check_company_auto = True

    _closing_day_of_month = models.Constraint(
        "CHECK (closing_day BETWEEN 0 AND 31)", "The closing day is a day of the month, 0 for its last day."
    )
    _pay_day_of_month = models.Constraint(
        "CHECK (pay_day BETWEEN 0 AND 31)", "The pay day is a day of the month, 0 for none."
    )
    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) NULLS NOT DISTINCT WHERE code <> ''", "Another settlement profile has this code."
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    way = fields.Selection(
        [
            ("prepaid", "Paid before delivery"),
            ("deposit", "Deposit and balance"),
            ("cod", "Collected by the carrier"),
            ("monthly", "Monthly statement"),
        ],
        required=True,
        default="monthly",
    )
    closing_day = fields.Integer(
        help="Day of the month on which the customer's month ends. 0: the last day of the month."
    )
    pay_day = fields.Integer(help="Day of the month on which the customer pays. 0: any day.")
    closing_text = fields.Char("Closing Day (text)", compute="_compute_closing_text")
    is_export = fields.Boolean("Export")
    line_ids = fields.One2many("gendan.settlement.line", "profile_id", string="Papers and Payments", copy=True)

    @api.depends("way", "closing_day")
    @api.depends_context("lang")
    def _compute_closing_text(self):
        for profile in self:
            if profile.way != "monthly":
                profile.closing_text = False
            else:
                profile.closing_text = str(profile.closing_day or "") or self.env._("Month end")

    def _gendan_closing_on(self, day):
        """The closing day of the period in which `day` falls: that day, or the next on which the month is closed.

        :param date day: as a rule the day of arrival
        :rtype: date
        """
        self.ensure_one()
        return next_day_of_month(day, self.closing_day)

    def _gendan_pay_on(self, day):
        """The customer's first pay day on or after `day`; `day` itself when she pays on any day."""
        self.ensure_one()
        return next_day_of_month(day, self.pay_day) if self.pay_day else day
