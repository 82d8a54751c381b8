from collections import defaultdict

from odoo import models

BOOKED = ("in_process", "paid")
CREDIT_NOTES = ("out_refund",)
INVOICES = ("out_invoice", "out_receipt")


class SaleOrder(models.Model):
    """What customers have paid for their orders."""

    _inherit = "sale.order"

    def _gendan_received(self):
        """How much money has arrived for each order. Anybody may ask; only sums leave this method. Batch.

        Payments on the order's invoices (down payments, too) count with what is reconciled; payments and bank lines
        that name the order with what is still open on them; payments online that are not booked yet; and, until they
        are booked, remittances accounting has found on the account. Money paid back is taken off, credit notes are no
        money.

        :return: {order: amount in the order's currency}
        """
        # sudo: who lets goods leave has no right on the ledger
        orders = self.sudo()
        booked = {order: 0.0 for order in orders}
        for source in (
            orders._gendan_received_on_invoices(),
            orders._gendan_received_in_advance(),
            orders._gendan_received_on_bank_lines(),
            orders._gendan_received_online(),
        ):
            for order, amount in source.items():
                booked[order] += amount
        told = orders._gendan_received_by_word()
        return {
            order: order.currency_id.round(max(booked[order.sudo()], told.get(order.sudo(), 0.0)))  # sudo: as above
            for order in self
        }

    def _gendan_to_own_currency(self, amount, currency, company, day):
        """An amount in this order's currency, at the rate of its day."""
        self.ensure_one()
        if currency == self.currency_id:
            return amount
        return currency._convert(amount, self.currency_id, company, day, round=False)

    def _gendan_received_on_invoices(self):
        """Money reconciled with posted invoices, shared among the orders on them. {order: amount}, call with sudo."""
        result = defaultdict(float)
        invoices = self.order_line.invoice_lines.move_id.filtered(lambda move: move.state == "posted")
        for invoice in invoices:
            paid = invoice._gendan_money_in()
            if invoice.currency_id.is_zero(paid):
                continue
            per_order = defaultdict(float)
            for line in invoice.invoice_line_ids:
                for order in line.sale_line_ids.order_id:
                    per_order[order] += line.price_total / len(line.sale_line_ids.order_id)
            worth = sum(per_order.values()) or 1.0
            day = invoice.invoice_date or invoice.date
            for order in self & self.browse().union(*per_order):
                share = order._gendan_to_own_currency(
                    paid * per_order[order] / worth, invoice.currency_id, invoice.company_id, day
                )
                result[order] += share
        return result

    def _gendan_received_in_advance(self):
        """Payments that name an order, with what is not on an invoice yet. {order: amount}, call with sudo."""
        result = defaultdict(float)
        payments = self.env["account.payment"].search(
            [("gendan_order_id", "in", self.ids), ("state", "in", BOOKED), ("partner_type", "=", "customer")]
        )
        for payment in payments:
            if payment.move_id:
                lines = payment.move_id.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
                amount = -sum(lines.mapped("amount_residual_currency"))
            elif payment.invoice_ids:
                continue  # counted with the invoice
            else:
                amount = payment.amount if payment.payment_type == "inbound" else -payment.amount
            order = payment.gendan_order_id
            result[order] += order._gendan_to_own_currency(
                amount, payment.currency_id, payment.company_id, payment.date
            )
        return result

    def _gendan_received_on_bank_lines(self):
        """Bank lines booked on the customer's account that name the order. {order: amount}, call with sudo."""
        result = defaultdict(float)
        payers = self.partner_invoice_id.commercial_partner_id | self.partner_id.commercial_partner_id
        lines = self.env["account.move.line"].search(
            [
                ("statement_line_id", "!=", False),
                ("parent_state", "=", "posted"),
                ("account_id.account_type", "=", "asset_receivable"),
                ("reconciled", "=", False),
                ("amount_residual", "<", 0.0),
                ("partner_id", "in", payers._gendan_entity_query()),
            ]
        )
        for line in lines:
            statement = line.statement_line_id
            text = " ".join(filter(None, (line.name, statement.payment_ref, line.ref)))
            order = self._gendan_named_in(text)
            if order:
                result[order] += order._gendan_to_own_currency(
                    -line.amount_residual_currency, line.currency_id, line.company_id, line.date
                )
        return result

    def _gendan_received_online(self):
        """Payments online that are done and not booked yet. {order: amount}, call with sudo."""
        result = {}
        for order in self:
            transactions = order.transaction_ids.filtered(
                lambda transaction: transaction.state == "done" and not transaction.payment_id
            )
            result[order] = sum(
                order._gendan_to_own_currency(
                    transaction.amount, transaction.currency_id, order.company_id, transaction.last_state_change.date()
                )
                for transaction in transactions
            )
        return result

    def _gendan_received_by_word(self):
        """What has arrived as far as accounting said so on remittances, booked or not. {order: amount}, with sudo."""
        found = self.env["gendan.remittance"].search([("order_id", "in", self.ids), ("state", "=", "found")])
        result = defaultdict(float)
        for remittance in found:
            result[remittance.order_id] = max(result[remittance.order_id], remittance.counts_up_to)
        return result

    def _gendan_named_in(self, text):
        """The one of these orders whose number, or the customer's own, stands in a text; empty if none or several."""
        words = text or ""
        found = self.filtered(
            lambda order: any(
                name and len(name) > 3 and _stands_in(name, words) for name in (order.name, order.client_order_ref)
            )
        )
        return found if len(found) == 1 else self.browse()


def _stands_in(name, text):
    """Whether a number stands in a text as a word of its own: S0001 does not stand in S00012."""
    text, name = text.lower(), name.lower()
    start = text.find(name)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(name) : start + len(name) + 1]
        if not _continues(before) and not _continues(after):
            return True
        start = text.find(name, start + 1)
    return False


def _continues(sign):
    # Chinese characters around a number are no part of it
    return bool(sign) and sign.isascii() and sign.isalnum()
