from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.models.statement.payment_paper import ACCOUNTING, REASONS

STEPS = [
    ("deposited", "Taken to the bank"),
    ("cleared", "Cleared: the money is here"),
    ("bounced", "Bounced"),
    ("endorsed", "Endorsed to a supplier"),
    ("discounted", "Discounted at the bank"),
    ("received", "Back in our hands"),
    ("returned", "Given back to the customer"),
]


class GendanPaymentPaperStep(models.TransientModel):
    """Asks what a step needs, moves the papers on and books what is to be booked. Holds no rule of its own."""

    _name = "gendan.payment.paper.step"
    _description = "Step of Cheques and Acceptances"

    paper_ids = fields.Many2many("gendan.payment.paper", string="Cheques and Acceptances", required=True)
    step = fields.Selection(STEPS, required=True, default="deposited", string="What")
    day = fields.Date(required=True, default=fields.Date.context_today)
    reason = fields.Selection(REASONS)
    fee = fields.Monetary(string="Fee of the Bank", help="Noted with the paper; accounting books it.")
    currency_id = fields.Many2one(related="paper_ids.currency_id")
    company_id = fields.Many2one(related="paper_ids.company_id")
    is_booked = fields.Boolean(compute="_compute_is_booked")
    can_enter = fields.Boolean(compute="_compute_is_booked")
    journal_id = fields.Many2one(
        "account.journal",
        string="Enter the Money in",
        domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]",
        groups=ACCOUNTING,
        help="Empty: nothing is entered; accounting matches the bank line, which says the same.",
    )
    passed_to_id = fields.Many2one("res.partner", string="Passed to")
    with_recourse = fields.Boolean(
        default=True, help="Whoever has it comes back to us when it is not paid: it stays in what the customer owes."
    )
    proceeds = fields.Monetary(help="What the bank paid for it before its day.")
    interest_account_id = fields.Many2one(
        "account.account", domain="[('account_type', 'in', ('expense', 'expense_other'))]", groups=ACCOUNTING
    )
    remark = fields.Char()

    @api.depends("paper_ids")
    def _compute_is_booked(self):
        for wizard in self:
            wizard.is_booked = any(wizard.paper_ids.mapped("is_booked"))
            wizard.can_enter = self.env.user.has_group(ACCOUNTING)

    def action_apply(self):
        """Button: the papers move on; what is booked follows.

        :raise UserError: something is missing, or a paper cannot go there
        """
        self.ensure_one()
        papers = self.paper_ids
        papers._gendan_check_may()
        if self.step == "bounced" and not self.reason:
            raise UserError(self.env._("Say why it bounced."))
        if self.step in ("endorsed", "discounted") and not self.passed_to_id:
            raise UserError(self.env._("Say to whom it was given."))
        if self.step == "returned" and not self.remark:
            raise UserError(self.env._("Say why it is given back."))
        papers._gendan_take_step(
            self.step,
            self.day,
            remark=self.remark,
            reason=self.reason,
            fee=self.fee,
            # sudo: the field is accounting's; who has not its group sees and sends none
            journal=self.sudo().journal_id if self.can_enter else None,
            to=self.passed_to_id,
            with_recourse=self.with_recourse,
            proceeds=self.proceeds,
            interest=self.sudo().interest_account_id if self.can_enter else None,  # sudo: as above
        )
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _gendan_prepare(self, papers, step, **values):
        """The dialog's values for code that has no screen."""
        return {"paper_ids": [Command.set(papers.ids)], "step": step, **values}
