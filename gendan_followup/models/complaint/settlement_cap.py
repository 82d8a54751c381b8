"""Money given back: never more than the goods, or the order, were sold for, whatever complaint gives it.

What a customer takes off beyond that, e.g. a penalty, is accepted by a supervisor.
"""

from odoo import models
from odoo.tools import format_amount

# a customer's deduction may be a penalty, and is no price
GIVEN = ("refund", "discount")


class GendanComplaintSettlement(models.Model):
    """Rows of one complaint and of others are counted together."""

    _inherit = "gendan.complaint.settlement"

    def _gendan_money_error(self):
        # EXTENDS gendan_followup
        return super()._gendan_money_error() or (self.choice in GIVEN and self._gendan_cap_error()) or False

    def _gendan_cap_error(self):
        """The sentence that more is given back than was paid for, or False."""
        self.ensure_one()
        money, own = self.complaint_id.currency_id, self._gendan_goods().sudo().order_line_id  # sudo: a price
        orders, rows = self._gendan_capped_orders(), self._gendan_given_rows()
        limits = [
            (self._gendan_worth_of_goods(), rows.filtered(lambda row: row._gendan_goods().order_line_id == own)),
            # what was given for several orders is no single one's
            (self._gendan_worth_of(orders), rows.filtered(lambda row: row._gendan_capped_orders() <= orders)),
        ]
        together = orders.union(*(row._gendan_capped_orders() for row in rows))
        if together != orders:
            limits.append((self._gendan_worth_of(together), self._gendan_given_rows(orders=together)))
        for worth, given in limits:
            if worth is None:
                continue
            left = worth - sum((given - self.sudo()).mapped("amount"))  # sudo: compared with rows of others
            if money.compare_amounts(self.amount, left) > 0:
                return self.env._(
                    "%(complaint)s: “%(settlement)s” gives back %(amount)s; %(left)s are left of what was sold, after"
                    " what was given back for it.",
                    complaint=self.complaint_id.display_name,
                    settlement=self.display_name,
                    amount=format_amount(self.env, self.amount, money),
                    left=format_amount(self.env, max(left, 0), money),
                )
        return False

    def _gendan_contested(self):
        # EXTENDS gendan_followup: the whole order, of which no more is given back than it was sold for
        complaints = self.complaint_id.sudo()  # sudo: locked, not read
        orders = complaints.order_id | complaints.line_ids.order_line_id.order_id
        return [*super()._gendan_contested(), orders, complaints.line_ids.picking_id, complaints.invoice_id]

    def _gendan_beyond(self):
        # EXTENDS gendan_followup: a penalty has no price; what is more than the goods is a supervisor's to accept
        if sentence := super()._gendan_beyond():
            return sentence
        if self.choice != "deduction":
            return False
        money, worth = self.complaint_id.currency_id, self._gendan_worth_of_deduction()
        if worth is None:
            return self.env._(
                "%(complaint)s: nobody knows what the customer takes “%(settlement)s” off. A supervisor approves it"
                " first.",
                complaint=self.complaint_id.display_name,
                settlement=self.display_name,
            )
        if money.compare_amounts(self.amount, left := worth - self._gendan_taken_off()) <= 0:
            return False
        return self.env._(
            "%(complaint)s: “%(settlement)s” takes off %(amount)s; %(left)s are left of what was sold, after what was"
            " given back for it. A supervisor approves it first.",
            complaint=self.complaint_id.display_name,
            settlement=self.display_name,
            amount=format_amount(self.env, self.amount, money),
            left=format_amount(self.env, max(left, 0), money),
        )

    def _gendan_worth_of_deduction(self):
        """What it is taken off: the line of the statement, else the order or invoice; None: not known."""
        line = self._gendan_deduction().line_id
        return abs(line.amount_total) if line else self._gendan_worth_of(self._gendan_capped_orders())

    def _gendan_taken_off(self):
        """What was given back already of what this deduction is taken off."""
        rows = self._gendan_given_rows((*GIVEN, "deduction")) - self.sudo()  # sudo: compared with rows of others
        line = self._gendan_deduction().line_id
        # a line of a statement is one delivery: what others gave back may be for another
        return sum(row.amount for row in rows if not line or row.difference_id.line_id == line)

    def _gendan_given_rows(self, choices=GIVEN, orders=None):
        """What gives money back for the same orders, sudo: carried out by any complaint, or waiting in this one.

        :param choices: of settlements
        :param orders: sale.order, sudo; left out: those whose money this row gives back
        """
        complaint = self.complaint_id.sudo()  # sudo: sums over complaints of whichever clerk
        orders = self._gendan_capped_orders() if orders is None else orders
        rows = complaint.settlement_ids
        if orders or complaint.invoice_id:
            same = [("complaint_id.invoice_id", "=", complaint.invoice_id.id), ("complaint_id.order_id", "=", False)]
            if orders:
                same = [
                    "|",
                    ("complaint_id.order_id", "in", orders.ids),
                    ("complaint_id.line_ids.order_line_id.order_id", "in", orders.ids),
                ]
            rows |= rows.search([("choice", "in", choices), ("done_at", "!=", False), *same])
        return rows.filtered(
            lambda row: row.choice in choices
            and (not orders or row._gendan_capped_orders() & orders)
            and row.currency_id == complaint.currency_id
            and not (row.done_at and row._gendan_is_void())
        )

    def _gendan_capped_orders(self):
        """The orders whose money it gives back, sudo: of its goods, else of the complaint, else of all its goods."""
        complaint = self.complaint_id.sudo()  # sudo: the links only
        own = self._gendan_goods().sudo().order_line_id.order_id  # sudo: as above
        return own or complaint._gendan_complained_orders()

    def _gendan_worth_of_goods(self):
        """What its goods were sold for as far as delivered, less what accounting credited; None: not known."""
        line = self._gendan_goods()
        price, sold = line._gendan_price(), line.sudo().order_line_id  # sudo: quantities and sums
        if not price or not sold.product_uom_qty:
            return None
        back = sold.move_ids.filtered(lambda move: move.to_refund and move._gendan_crossing() == "returned")
        came_back = sum(
            move.product_uom._compute_quantity(move.quantity, sold.product_uom_id, round=False, raise_if_failure=False)
            for move in back
        )
        one = sold.price_total / sold.product_uom_qty
        notes = sold.invoice_lines.filtered(
            lambda row: row.move_id.move_type == "out_refund" and row.move_id.state != "cancel"
        )
        # one paper: the credit note of what came back
        credited = max(sum(notes.mapped("price_total")), came_back * one)
        return one * (sold.qty_delivered + came_back) - credited

    def _gendan_worth_of(self, orders):
        """What was sold by these orders, or by the invoice where there is none; None: not known."""
        worth = 0.0
        for order in orders:
            sent = sum(
                row.price_total / row.product_uom_qty * row.qty_delivered
                for row in order.order_line
                if row.product_uom_qty
            )
            worth += max(order.amount_total, sent)
        return worth or self.complaint_id.sudo().invoice_id.amount_total or None  # sudo: a sum
