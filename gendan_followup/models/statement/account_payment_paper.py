"""Payments and payment methods of cheques and acceptances."""

from odoo import fields, models

from .payment_paper import KINDS


class AccountPaymentMethodLine(models.Model):
    """The accountant says in the journal how cheques and acceptances are booked."""

    _inherit = "account.payment.method.line"

    gendan_paper_kind = fields.Selection(
        KINDS,
        string="Cheque or Acceptance",
        help="Papers of this kind are booked by this method when they come in, on its outstanding account.",
    )


class AccountPayment(models.Model):
    """The cheque or acceptance by which was paid."""

    _inherit = "account.payment"

    gendan_paper_id = fields.Many2one(
        "gendan.payment.paper",
        string="Cheque or Acceptance",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', 'parent_of', partner_id), ('company_id', '=', company_id)]",
    )

    def write(self, vals):
        # EXTENDS account: a paper is in the books as its payments are
        before = self.gendan_paper_id if "gendan_paper_id" in vals else self.env["gendan.payment.paper"]
        result = super().write(vals)
        if "gendan_paper_id" in vals or "state" in vals:
            (before | self.gendan_paper_id)._gendan_sync_todos()
        return result

    def _gendan_is_here(self):
        # EXTENDS gendan_followup: a paper is money on the day it clears
        # sudo: whether it has cleared, for whoever ships
        paper = self.sudo().gendan_paper_id
        return super()._gendan_is_here() and not (paper and paper._gendan_is_uncleared())
