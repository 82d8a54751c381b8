"""What suppliers were asked, and what they said."""

from odoo import api, fields, models
from odoo.exceptions import UserError

HOW = [
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("chat", "Chat"),
    ("fax", "Fax"),
    ("visit", "Visit"),
    ("portal", "Portal"),
]


class GendanSupplierWord(models.Model):
    """One thing asked of a supplier about a purchase line, or one answer: who, when, how, and the day named.

    Append-only, for everybody: what he said before stays beside what he says now. Made by
    ``purchase.order.line._gendan_take_word`` only. No prices. Goes with its line, which Odoo lets nobody delete once it
    is ordered.
    """

    _name = "gendan.supplier.word"
    _description = "Supplier's Word"
    _order = "said_at desc, id desc"
    _rec_name = "purchase_line_id"

    purchase_line_id = fields.Many2one(
        "purchase.order.line", string="Purchase Line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    purchase_id = fields.Many2one(related="purchase_line_id.order_id", string="Purchase Order", store=True, index=True)
    supplier_id = fields.Many2one(
        related="purchase_id.partner_id", string="Supplier", store=True, index=True
    )
    product_id = fields.Many2one(related="purchase_line_id.product_id", string="Material", store=True)
    company_id = fields.Many2one(related="purchase_line_id.company_id", store=True, index=True)
    kind = fields.Selection([("asked", "We Asked"), ("answered", "Answered")], required=True, readonly=True)
    said_at = fields.Datetime(string="When", required=True, readonly=True, default=fields.Datetime.now)
    how = fields.Selection(HOW, required=True, readonly=True)
    said_by = fields.Char(string="Said by", readonly=True, help="Who at the supplier's.")
    user_id = fields.Many2one("res.users", string="Noted by", readonly=True, default=lambda self: self.env.user)
    need_day = fields.Date(string="Needed by", readonly=True, help="The day we asked for.")
    day_before = fields.Date(string="Day until then", readonly=True, help="What the purchase said before.")
    confirmed_day = fields.Date(string="Confirmed Day", readonly=True)
    note = fields.Char(readonly=True)
    ask_id = fields.Many2one("gendan.supplier.ask", string="Request Mail", readonly=True, ondelete="set null")

    def write(self, vals):
        """Refuse: what was said was said.

        :raise UserError: always
        """
        raise UserError(
            self.env._("What a supplier said is never changed. Note his new answer, it stands beside the old one.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What a supplier said is never deleted; it goes with its purchase line."))
