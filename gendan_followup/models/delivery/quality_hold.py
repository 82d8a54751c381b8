from odoo import api, fields, models
from odoo.exceptions import UserError

from .stock_picking_held import MANY

# sentinel: only `action_release` and `action_hold_again` write who released
RELEASING = object()
KEPT = {"released_at", "released_by_id"}


class GendanQualityHold(models.Model):
    """Goods that quality will not let out: a product, narrowed to a lot or to one order.

    While a hold is open the deliveries it meets do not leave, where the company holds deliveries for samples and
    quality. Departments and supervisors set holds and release them; the others inside read.
    """

    _name = "gendan.quality.hold"
    _description = "Quality Hold"
    _inherit = ["mail.thread"]
    _order = "released_at desc nulls first, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    product_id = fields.Many2one(
        "product.product", required=True, index=True, check_company=True, domain="[('type', '=', 'consu')]"
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot",
        index="btree_not_null",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
        help="Empty: all lots.",
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        index="btree_not_null",
        check_company=True,
        domain="[('order_line.product_id', '=', product_id), ('state', '=', 'sale')]",
        help="Empty: whichever order the goods are for.",
    )
    reason = fields.Char(required=True, tracking=True, help="What was found, and on what it waits.")
    state = fields.Selection([("open", "Held"), ("released", "Released")], compute="_compute_state", store=True)
    released_by_id = fields.Many2one("res.users", string="Released by", readonly=True, copy=False)
    released_at = fields.Datetime("Released at", readonly=True, copy=False, index=True)
    release_note = fields.Char("Released Because", tracking=True, copy=False)

    @api.depends("released_at")
    def _compute_state(self):
        for hold in self:
            hold.state = "released" if hold.released_at else "open"

    @api.depends("product_id", "lot_id", "order_id")
    def _compute_display_name(self):
        # EXTENDS base
        for hold in self:
            parts = (hold.product_id.display_name, hold.lot_id.name, hold.order_id.sudo().name)  # sudo: a number
            hold.display_name = " · ".join(part for part in parts if part)

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        holds = super().create([{k: v for k, v in vals.items() if k not in KEPT} for vals in vals_list])
        self.env["stock.picking"]._gendan_note_held(holds)
        return holds

    def write(self, vals):
        # EXTENDS base
        if KEPT.intersection(vals) and self.env.context.get("gendan_releasing") is not RELEASING:
            raise UserError(
                self.env._("A hold is released with its button, so that who and when are known: %(hold)s.",
                           hold=self[:1].display_name)
            )  # fmt: skip
        before = self._gendan_held_orders() if {"product_id", "order_id"}.intersection(vals) else None
        result = super().write(vals)
        self.env["stock.picking"]._gendan_note_held(self)
        if before:
            self._gendan_note_left(before)
        return result

    def unlink(self):
        # EXTENDS base
        orders = self._gendan_held_orders()
        result = super().unlink()
        self._gendan_note_left(orders)
        return result

    # ------------------------------------------------------------ actions

    def action_release(self):
        """Button: the goods may leave. For departments and supervisors.

        :raise UserError: nobody has said why
        """
        self.check_access("write")
        for hold in self.filtered(lambda hold: hold.state == "open"):
            if not hold.release_note:
                raise UserError(
                    self.env._("Say in “Released Because” why %(hold)s may leave, then release it.",
                               hold=hold.display_name)
                )  # fmt: skip
            hold.with_context(gendan_releasing=RELEASING).write(
                {"released_at": fields.Datetime.now(), "released_by_id": self.env.uid}
            )
            hold.message_post(body=self.env._("Released: %(reason)s", reason=hold.release_note))

    def action_hold_again(self):
        """Button: released by mistake, or found again."""
        self.check_access("write")
        self.with_context(gendan_releasing=RELEASING).write(
            {"released_at": False, "released_by_id": False, "release_note": False}
        )

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_note_left(self, orders):
        """Ask again what goes out for orders these holds no longer meet: their next transfers, as for any change."""
        pickings = self.env["stock.picking"].sudo()  # sudo: deliveries of others
        found = pickings.search(
            [*pickings._gendan_ready_domain(), ("sale_id", "in", orders.ids)], limit=MANY, order="scheduled_date, id"
        )
        pickings._gendan_note_held(found)

    def _gendan_held_orders(self):
        """Whose deliveries these holds may concern: orders with the goods in a transfer that is ready.

        All of them: which transfers are asked at once, and that the nightly action asks the rest, is decided where
        notes become transfers (``MANY`` in ``stock_picking_held``), by the day on which they are to leave.
        """
        # sudo: whoever holds the goods asks deliveries of others again
        moves = self.env["stock.move"].sudo().search(
            [
                ("company_id", "in", self.company_id.ids),
                ("product_id", "in", self.product_id.ids),
                ("state", "in", ("assigned", "partially_available")),
                ("sale_line_id", "!=", False),
            ]
        )
        return moves.sale_line_id.order_id

    @api.model
    def _gendan_open_holds(self, products, companies):
        """Open holds on these products. With sudo.

        :rtype: gendan.quality.hold
        """
        return self.search(
            [("product_id", "in", products.ids), ("company_id", "in", companies.ids), ("released_at", "=", False)]
        )

    def _gendan_meets(self, moves, orders):
        """Whether this hold meets goods that leave together. With sudo.

        :param stock.move moves: what leaves
        :param sale.order orders: whose it is
        """
        self.ensure_one()
        if self.order_id and self.order_id not in orders:
            return False
        of_product = moves.filtered(lambda move: move.product_id == self.product_id)
        if not self.lot_id:
            return bool(of_product)
        # not reserved yet: nobody knows which lot it will be
        return self.lot_id in of_product.move_line_ids.lot_id
