from odoo import models

WATCHED = frozenset({"state"})


class AccountMove(models.Model):
    """Money on invoices, and entries that may open or close deliveries."""

    _inherit = "account.move"

    def write(self, vals):
        # EXTENDS account: posting, resetting and cancelling all end in the state being written
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.env["stock.picking"]._gendan_note_held(self)
        return result

    def _gendan_held_partners(self):
        """Whose deliveries the entries may concern."""
        lines = self.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        return lines.partner_id.commercial_partner_id

    def _gendan_money_in(self):
        """What was paid on this customer invoice in its currency; below zero what was paid back on a credit note.

        Reconciled with an invoice or a credit note is no money, nor is what has not cleared. Payments without an entry
        of their own count as far as the invoice is open.
        """
        self.ensure_one()
        receivable = self.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        if self.move_type == "out_refund":
            return -sum(
                partial.credit_amount_currency
                for partial in receivable.matched_debit_ids
                if partial.debit_move_id.move_id.move_type not in ("out_invoice", "out_receipt")
            )
        if self.move_type not in ("out_invoice", "out_receipt"):
            return 0.0
        paid = sum(
            partial.debit_amount_currency
            for partial in receivable.matched_credit_ids
            if partial.credit_move_id.move_id.move_type != "out_refund"
            and partial.credit_move_id.move_id.origin_payment_id._gendan_is_here()
        )
        bare = self.matched_payment_ids.filtered(
            lambda payment: (
                not payment.move_id
                and payment.state in ("in_process", "paid")
                and payment.payment_type == "inbound"
                and payment._gendan_is_here()
            )
        )
        waiting = sum(self._gendan_share_of(payment) for payment in bare)
        return paid + min(waiting, max(self.amount_residual, 0.0))

    def _gendan_share_of(self, payment):
        """What of a payment of several invoices is left for this one, those due first being served first."""
        self.ensure_one()
        day = payment.date or self.invoice_date or self.date
        left = payment.currency_id._convert(payment.amount, self.currency_id, self.company_id, day)
        posted = payment.invoice_ids.filtered(lambda invoice: invoice.state == "posted")
        for invoice in posted.sorted(lambda invoice: (invoice.invoice_date_due or invoice.date, invoice.id)):
            if invoice == self:
                break
            left -= invoice.currency_id._convert(invoice.amount_residual, self.currency_id, self.company_id, day)
        return max(left, 0.0)
