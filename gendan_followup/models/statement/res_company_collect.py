"""Settings of collection."""

from odoo import api, fields, models

SWITCH = "gendan_collect"
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class ResCompany(models.Model):
    """Whether instalments are collected here, by which day, and when sales reps get their list. Off at first."""

    _inherit = "res.company"

    _gendan_collect_positive = models.Constraint(
        "CHECK (gendan_collect_paid_days >= 0)", "The days until a payment is looked for cannot be negative."
    )

    gendan_collect = fields.Boolean(
        "Collect Instalments", help="A case for each open instalment, with ladder, answers and the reps' weekly list."
    )
    gendan_collect_due = fields.Selection(
        [("books", "the due date in the books"), ("agreed", "the day by agreement, where there is one")],
        string="Overdue Counts from",
        required=True,
        default="books",
    )
    gendan_collect_weekday = fields.Selection(
        WEEKDAYS, string="Reps Get Their List on", default="0", help="By e-mail, once a week. Empty: never."
    )
    gendan_collect_paid_days = fields.Integer(
        "Look for Payments after",
        default=2,
        help="Working days after which what the customer says he has paid, and is not in the books, is a to-do of"
        " accounting.",
    )
    gendan_collect_looked_on = fields.Date(readonly=True, help="The last day on which all that is overdue was seen.")

    @api.model
    def _gendan_switches(self):
        # EXTENDS gendan_followup
        return super()._gendan_switches() | {SWITCH}

    def write(self, vals):
        # EXTENDS gendan_followup
        before = self.filtered(SWITCH)
        result = super().write(vals)
        if not {SWITCH, "gendan_collect_due"}.isdisjoint(vals):
            Case = self.env["gendan.receivable.case"]
            for company in self.filtered(SWITCH):
                Case._gendan_mark(company)
                Case._gendan_wake()
            if switched_off := before - self.filtered(SWITCH):
                # sudo: who keeps the settings need not see the instalments; nobody is to be told any more
                cases = Case.sudo().search([("company_id", "in", switched_off.ids), ("state", "=", "open")])
                cases._gendan_close_todos()
        return result


    def _gendan_promise_until(self, day):
        """The day by which money promised for a day is here: on a holiday no bank works, it comes the day after.

        :param date day: promised
        :rtype: date
        """
        self.ensure_one()
        return self._gendan_workdays(day).roll(day, "next")


class ResConfigSettings(models.TransientModel):
    """Settings of collection."""

    _inherit = "res.config.settings"

    gendan_collect = fields.Boolean(related="company_id.gendan_collect", readonly=False)
    gendan_collect_due = fields.Selection(related="company_id.gendan_collect_due", readonly=False, required=True)
    gendan_collect_weekday = fields.Selection(related="company_id.gendan_collect_weekday", readonly=False)
    gendan_collect_paid_days = fields.Integer(related="company_id.gendan_collect_paid_days", readonly=False)


class GendanSettlementProfile(models.Model):
    """Which customers may be reminded."""

    _inherit = "gendan.settlement.profile"

    remind_customer = fields.Boolean(
        string="Remind the Customer by E-mail",
        help="Of what is due, when a step of the ladder of instalments says so. Off: our own people hear only.",
    )
