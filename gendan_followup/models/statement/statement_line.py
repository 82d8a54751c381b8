"""The lines of a statement: what was delivered, charged, invoiced and paid."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# what the customer can find on his own list
GOODS_KINDS = ("delivery", "return", "fee", "deduction")
KINDS = [
    ("delivery", "Delivery"),
    ("return", "Goods Returned"),
    ("fee", "Fee"),
    ("deduction", "Price Deduction"),
    ("ahead", "Invoiced Ahead of Delivery"),
    ("invoice", "Tax Invoice or Invoice"),
    ("credit_note", "Credit Note"),
    ("payment", "Payment Received"),
    ("write_off", "Written Off"),
    ("other_currency", "Settled in Another Currency"),
    ("elsewhere", "Settled by Another Account"),
    ("exchange", "Exchange Difference"),
    ("entry", "Other Entry"),
    ("rounding", "Rounding"),
    ("correction", "Correction of a Closed Period"),
]
# the sentinel by which code, and nobody else, writes lines
LINES = object()


class GendanStatementLine(models.Model):
    """One line of a statement, as it was found in the books: kept, never computed anew.

    What a line adds to what the customer confirms is ``amount_total``: what it adds to the ledger (``amount_a``) and to
    what was delivered and is not invoiced (``amount_b``) together. An invoice of delivered goods moves its amount from
    one to the other and adds nothing.

    Written by ``gendan.statement`` only; seen by whoever sees the statement.
    """

    _name = "gendan.statement.line"
    _description = "Statement Line"
    _inherit = ["gendan.parent.access.mixin"]
    _gendan_parent = "statement_id"
    _order = "statement_id, sequence, id"
    _rec_name = "note_number"

    statement_id = fields.Many2one("gendan.statement", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(aggregator=None)
    kind = fields.Selection(KINDS, required=True)
    date = fields.Date()
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")

    note_number = fields.Char(string="Delivery Note No.", help="Without a delivery note: the transfer, or the entry.")
    order_number = fields.Char(string="Customer's Order No.")
    our_order = fields.Char(string="Our Order No.")
    receipt_number = fields.Char(string="Receipt No.", help="The customer's own, as noted with the arrival.")
    customer_part = fields.Char(string="Customer's Part No.")
    name = fields.Char(string="Goods or Text")
    quantity = fields.Float(digits="Product Unit", aggregator=None)
    uom_id = fields.Many2one("uom.uom", string="Unit", ondelete="restrict")
    price = fields.Float(
        digits=0, aggregator=None, help="As the customer buys: tax included or not, by the settlement profile."
    )
    amount = fields.Monetary(help="Of goods and fees as the customer buys: tax included or not; else what it adds.")
    amount_tax = fields.Monetary(string="Tax on top", help="Where the customer buys without tax.")
    amount_total = fields.Monetary(string="Adds to the Balance")
    amount_a = fields.Monetary(string="Of It in the Books")
    amount_b = fields.Monetary(string="Of It Not Invoiced")
    amount_paper = fields.Monetary(string="Amount of the Entry", help="What the invoice or payment itself says.")
    amount_company = fields.Float(
        string="In Company Currency", digits=0, aggregator=None, help="What it added to the books."
    )
    date_due = fields.Date(string="Due")
    invoice_number = fields.Char(string="Invoice No.")
    signed_back = fields.Boolean(help="The signed delivery note is here.")
    remark = fields.Char()

    # where it comes from; what was deleted since leaves the line as it is
    note_id = fields.Many2one("gendan.delivery.note", ondelete="set null", index="btree_not_null")
    order_id = fields.Many2one("sale.order", string="Order", ondelete="set null", index="btree_not_null")
    sale_line_id = fields.Many2one("sale.order.line", ondelete="set null", index="btree_not_null")
    product_id = fields.Many2one("product.product", string="Product", ondelete="restrict")
    move_id = fields.Many2one("account.move", string="Entry", ondelete="set null", index="btree_not_null")
    # no foreign keys: what they name may be deleted, and is then missed
    stock_ref = fields.Integer(string="Transfer ID", aggregator=None)
    ledger_ref = fields.Integer(string="Entry ID", aggregator=None)
    partial_ref = fields.Integer(string="Reconciliation ID", aggregator=None)

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: by code only
        self._gendan_check_code()
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base: as above
        self._gendan_check_code()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_by_code(self):
        self._gendan_check_code()

    def copy(self, default=None):
        raise UserError(self.env._("Lines of a statement come from the books: they are not copied."))

    # ------------------------------------------------------------ business

    def _gendan_check_code(self):
        """:raise UserError: somebody else than the statement itself writes lines"""
        if self.env.context.get("gendan_statement_lines") is not LINES:
            raise UserError(
                self.env._("Lines of a statement come from the books: correct the order, delivery or entry instead.")
            )

    def action_open_source(self):
        """Button: what the line comes from, with the user's own rights."""
        self.ensure_one()
        line = self.sudo()  # sudo: which record it is; opening it asks the user's rights
        record = line.move_id or line.note_id or line.order_id
        if not record:
            raise UserError(
                self.env._("%(line)s: what it comes from is no longer there.", line=self.display_name)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
