from odoo import models

from .sale_order_touch import INVOICE_EVENTS

WATCHED = frozenset({"state", "invoice_date", "date"})


class AccountMove(models.Model):
    """When customer invoices were settled."""

    _inherit = "account.move"

    # === hooks: a mark only, everything else happens before the commit ===

    def write(self, vals):
        # EXTENDS account: posting, resetting and cancelling all end in the state being written
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.env["sale.order"]._gendan_touch(self, *INVOICE_EVENTS)
        return result

    def _invoice_paid_hook(self):
        # EXTENDS sale: also called for what needs no payment
        result = super()._invoice_paid_hook()
        self.env["sale.order"]._gendan_touch(self, *INVOICE_EVENTS)
        return result

    def _gendan_orders(self):
        """Followed orders on these customer invoices: ``sale.order``, sudo."""
        # sudo: whoever posts an invoice need not see the orders it moves; they are only marked
        Order = self.env["sale.order"].sudo()
        invoices = self.filtered(lambda move: move.is_sale_document(include_receipts=True))
        if not invoices or not Order._gendan_is_any_followed():
            return Order.browse()
        # sudo: as above, the way to them
        return Order._gendan_followed(invoices.sudo().line_ids.sale_line_ids.order_id.ids)

    def _gendan_settled_on(self):
        """The day each posted invoice or credit note was settled in full.

        The last of its reconciliations; a payment without journal entry counts from its own date
        when such payments cover what is open. An invoice over nothing is settled when it is posted.

        :return: {move: date or False}
        """
        receivable = self.env["account.move.line"].search_fetch(
            [("move_id", "in", self.ids), ("account_type", "=", "asset_receivable")],
            ["move_id", "amount_residual_currency", "matched_debit_ids", "matched_credit_ids"],
        )
        lines_of = receivable.grouped("move_id")
        result = {}
        for move in self:
            lines = lines_of.get(move, receivable.browse())
            days = [partial.max_date for partial in lines.matched_debit_ids | lines.matched_credit_ids]
            residual = sum(lines.mapped("amount_residual_currency"))
            if move.currency_id.is_zero(residual) and all(line.reconciled for line in lines if line.balance):
                result[move] = max(days, default=move.invoice_date or move.date)
                continue
            direct = move.matched_payment_ids.filtered(
                lambda payment, currency=move.currency_id: (
                    not payment.move_id and payment.state in ("in_process", "paid") and payment.currency_id == currency
                )
            )
            amount = sum(direct.mapped("amount"))
            covered = direct and move.currency_id.compare_amounts(amount, abs(residual)) >= 0
            result[move] = max(days + direct.mapped("date")) if covered else False
        return result
