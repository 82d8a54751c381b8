"""Which invoice took what of which delivery: the link between statements and invoices."""

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("goods", "Goods and Fees"),
    ("back", "Returned after Invoicing"),
    ("deposit", "Deposit Set off"),
    ("deduction", "Deduction Accepted"),
    ("difference", "Difference Left for Later"),
    ("more", "More than We Stated"),
]
# lines that are amounts only
AMOUNTS = ("deduction", "difference", "more")
# the sentinel by which code, and nobody else, writes shares
SHARES = object()


class GendanInvoiceShare(models.Model):
    """What one invoice takes of one line of a statement, or of one order line.

    Written with the draft invoice by ``gendan.invoicing``, gone with it; of a cancelled invoice it does not count.
    Seen by whoever sees the customer's statements.
    """

    _name = "gendan.invoice.share"
    _description = "Share of an Invoice"
    _order = "move_id, id"
    _check_company_auto = True

    move_id = fields.Many2one(
        "account.move", string="Invoice", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="move_id.company_id", store=True, precompute=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="restrict", index=True
    )
    # Stored: record rules go by it.
    clerk_id = fields.Many2one(
        related="partner_id.gendan_clerk_id", string="Clerk", store=True, precompute=True, index="btree_not_null"
    )
    statement_id = fields.Many2one("gendan.statement", readonly=True, ondelete="restrict", index="btree_not_null")
    statement_line_id = fields.Many2one(
        "gendan.statement.line", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    sale_line_id = fields.Many2one("sale.order.line", readonly=True, ondelete="set null", index="btree_not_null")
    picking_id = fields.Many2one("stock.picking", string="Transfer", readonly=True, ondelete="set null")
    kind = fields.Selection(KINDS, required=True, readonly=True, default="goods")
    name = fields.Char(string="Text", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True, aggregator=None)
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount = fields.Monetary(readonly=True, help="Tax included, as agreed.")
    move_state = fields.Selection(related="move_id.state", string="State of the Invoice")

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

    def _gendan_as_code(self):
        """These shares, as the program writes them."""
        return self.with_context(gendan_invoice_shares=SHARES)

    def _gendan_check_code(self):
        """:raise UserError: somebody else than the program writes shares"""
        if self.env.context.get("gendan_invoice_shares") is not SHARES:
            raise UserError(
                self.env._("What an invoice takes of a statement is noted when it is made: delete the draft.")
            )

    def _gendan_stands(self):
        """Those of these, lines that are amounts only, that the invoice still says: drafts are changed by hand."""
        standing = self.browse()
        for move, shares in self.grouped("move_id").items():
            sign = -1 if move.move_type == "out_refund" else 1
            amounts = [
                sign * line.price_total
                for line in move.invoice_line_ids
                if line.display_type == "product" and not line.sale_line_ids
            ]
            money = move.currency_id
            for share in shares:
                # to the cent is the rounding line
                found = next((one for one in amounts if abs(one - share.amount) < 2.5 * money.rounding), None)
                if found is not None:
                    amounts.remove(found)
                    standing |= share
        return standing

    def action_open_invoice(self):
        """Button: the invoice, with the user's own rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.sudo().move_id.id,  # sudo: which one; opening it asks the user's rights
            "views": [(False, "form")],
        }
