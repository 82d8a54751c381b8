"""Differences we accepted are settled by the invoice that says them, or the credit note that gives them back."""

from odoo import models


class AccountMove(models.Model):
    """Posted, an invoice settles the differences it carries; back to draft, it does not."""

    _inherit = "account.move"

    def _post(self, soft=True):
        # EXTENDS account
        posted = super()._post(soft=soft)
        posted._gendan_settle_deductions()
        return posted

    def button_draft(self):
        # EXTENDS account
        result = super().button_draft()
        self._gendan_unsettle_deductions()
        return result

    def _gendan_settle_deductions(self):
        """Settle the differences whose amount stands on these invoices. Batch."""
        # sudo: whoever posts the invoice need not see statements
        shares = self.env["gendan.invoice.share"].sudo().search(
            [("move_id", "in", self.ids), ("kind", "in", ("deduction", "more")), ("statement_id", "!=", False)]
        )._gendan_stands()
        self._gendan_settle_credited()
        if not shares:
            return
        left = shares.statement_id.difference_ids.filtered(lambda one: one.state == "accepted")
        for share in shares:
            money = share.currency_id
            found = left.filtered(
                lambda one, share=share, money=money: (
                    one.statement_id == share.statement_id
                    and one.line_id == share.statement_line_id
                    and money.is_zero(one.difference - share.amount)
                )
            )[:1]
            if found:
                found._gendan_move("settled", settled_how="invoice_line", settled_move_id=share.move_id.id)
                left -= found

    def _gendan_settle_credited(self):
        """Settle the differences these credit notes were made for. Batch."""
        notes = self.filtered(lambda move: move.move_type == "out_refund" and move.state == "posted")
        if notes:
            # sudo: as above
            self.env["gendan.statement.difference"].sudo().search(
                [
                    ("settled_move_id", "in", notes.ids),
                    ("settled_how", "=", "credit_note"),
                    ("state", "=", "accepted"),
                ]
            )._gendan_move("settled")

    def _gendan_unsettle_deductions(self):
        """What these had settled is accepted, and open, again; credit notes made for it stay noted. Batch."""
        # sudo: as above
        settled = self.env["gendan.statement.difference"].sudo().search(
            [("settled_move_id", "in", self.ids), ("state", "=", "settled")]
        )
        by_line = settled.filtered(lambda one: one.settled_how == "invoice_line")
        if by_line:
            by_line._gendan_move("accepted", settled_how=False, settled_move_id=False)
        if credited := settled.filtered(lambda one: one.settled_how == "credit_note"):
            credited._gendan_move("accepted")
