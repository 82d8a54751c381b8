from collections import defaultdict

from odoo import api, models

from odoo.addons.gendan_followup.tools.mail_text import stands_in

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
        are booked, remittances accounting has found on the account and what carriers have handed over. Money paid
        back is taken off, credit notes are no money.

        :return: {order: amount in the order's currency}
        """
        # sudo: who lets goods leave has no right on the ledger
        orders = self.sudo()
        booked = orders._gendan_booked()
        words = orders._gendan_words()
        result = {}
        for order in self:
            arrived = 0.0
            # each word adds its money to what had arrived by then, in the books or by an earlier word
            for booked_before, amount in words.get(order.id, ()):
                arrived = max(arrived, booked_before) + amount
            result[order] = order.currency_id.round(max(booked[order.sudo()], arrived))  # sudo: as above
        return result

    def _gendan_booked(self):
        """What has arrived in the books and online. {order: amount in its currency}, call with sudo. Batch."""
        booked = {order: 0.0 for order in self}
        for source in (
            self._gendan_received_on_invoices(),
            self._gendan_received_in_advance(),
            self._gendan_received_on_bank_lines(),
            self._gendan_received_online(),
        ):
            for order, amount in source.items():
                booked[order] += amount
        return booked

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
            if not payment._gendan_is_here():
                continue  # a cheque on its way
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
                ("company_id", "in", self.company_id.ids),
            ]
        )
        if not lines:
            return result
        named = self._gendan_of_payers(lines.partner_id, lines.company_id)
        for line in lines:
            statement = line.statement_line_id
            text = " ".join(filter(None, (line.name, statement.payment_ref, line.ref)))
            order = named[line.company_id, line.partner_id.commercial_partner_id]._gendan_named_in(text)
            if order in self:
                result[order] += order._gendan_to_own_currency(
                    -line.amount_residual_currency, line.currency_id, line.company_id, line.date
                )
        return result

    @api.model
    def _gendan_of_payers(self, partners, companies):
        """The orders money of these customers may be meant for: all of them, so that a text naming two names neither.

        :return: {(company, commercial entity): orders}, sudo
        """
        # sudo: accounting need not see the salesmen's orders to book money for them
        orders = self.sudo().search(
            [
                ("partner_invoice_id", "in", partners.commercial_partner_id._gendan_entity_query()),
                ("state", "!=", "cancel"),
                ("company_id", "in", companies.ids),
            ]
        )
        result = defaultdict(orders.browse)
        result.update(orders.grouped(lambda order: (order.company_id, order.partner_invoice_id.commercial_partner_id)))
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

    def _gendan_words(self):
        """Money that has come as people said, booked or not. Call with sudo. Batch.

        :return: {id of an order: [(booked before, amount)]} in its currency, least booked first
        """
        said = defaultdict(list)
        for slip in self.env["gendan.remittance"].search([("order_id", "in", self.ids), ("state", "=", "found")]):
            order = slip.order_id
            amount = order._gendan_to_own_currency(slip.amount, slip.currency_id, slip.company_id, slip.paid_on)
            said[order.id].append((slip.booked_before, amount))
        if self.env["gendan.settlement.profile"]._gendan_collecting_ids():
            for row in self.env["gendan.cod"].search([("order_id", "in", self.ids), ("state", "=", "done")]):
                # the fee has come from the customer, too
                amount = row.handed_amount + row.fee if row.handed_amount else 0.0
                said[row.order_id.id].append((row.booked_before, amount))
        return {order_id: sorted(words) for order_id, words in said.items()}

    def _gendan_named_in(self, text):
        """The one of these orders whose number, or the customer's own, stands in a text; empty if none or several."""
        words = text or ""
        found = self.filtered(
            lambda order: any(
                name and len(name) > 3 and stands_in(name, words) for name in (order.name, order.client_order_ref)
            )
        )
        return found if len(found) == 1 else self.browse()
