from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .stock_picking_held import MANY

# sentinel: only `action_release` and `action_hold_again` write who released, and who may
RELEASING = object()
KEPT = {"released_at", "released_by_id", "state"}
WHOSE = {"company_id", "department_ids"}
# changed, the goods it was about may leave: said by who releases them
GOODS = {"product_id", "lot_id", "order_id"}


class GendanQualityHold(models.Model):
    """Goods that quality will not let out: a product, narrowed to a lot or to one order.

    While a hold is open the deliveries it meets do not leave, where the company holds deliveries for samples and
    quality. Departments and supervisors set holds. Released, or made one about other goods, they are by the department
    that set them, by the one the company names for goods on hold (`_gendan_deciding`), or a supervisor; the others
    inside read.
    """

    _name = "gendan.quality.hold"
    _description = "Quality Hold"
    _inherit = ["mail.thread"]
    _order = "released_at desc nulls first, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        domain="[('type', '=', 'consu')]",
        tracking=True,
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot",
        index="btree_not_null",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
        tracking=True,
        help="Empty: all lots.",
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        index="btree_not_null",
        check_company=True,
        # emptied, it would hold the goods of all orders
        ondelete="restrict",
        domain="[('order_line.product_id', '=', product_id), ('state', '=', 'sale')]",
        tracking=True,
        help="Empty: whichever order the goods are for.",
    )
    reason = fields.Char(required=True, tracking=True, help="What was found, and on what it waits.")
    state = fields.Selection([("open", "Held"), ("released", "Released")], compute="_compute_state", store=True)
    released_by_id = fields.Many2one("res.users", string="Released by", readonly=True, copy=False)
    released_at = fields.Datetime("Released at", readonly=True, copy=False, index=True)
    release_note = fields.Char("Released Because", tracking=True, copy=False)
    # kept: who held it may go to another department, or leave
    department_ids = fields.Many2many(
        "gendan.department",
        "gendan_quality_hold_department_rel",
        string="Held by Department",
        compute="_compute_department_ids",
        store=True,
        copy=False,
        help="The departments of who put it on hold.",
    )
    deciding_ids = fields.Many2many(
        "gendan.department",
        string="Who Decides",
        compute="_compute_deciding_ids",
        help="The departments that release these goods, beside supervisors. Empty: any department.",
    )
    can_release = fields.Boolean(compute="_compute_can_release")

    @api.depends("released_at")
    def _compute_state(self):
        for hold in self:
            hold.state = "released" if hold.released_at else "open"

    @api.depends("create_uid")
    def _compute_department_ids(self):
        # sudo: who belongs to which department is no secret inside
        departments = self.env["gendan.department"].sudo().search(
            ["|", ("member_ids", "in", self.create_uid.ids), ("head_id", "in", self.create_uid.ids)]
        )
        for hold in self:
            user, company = hold.create_uid, hold.company_id
            hold.department_ids = departments.filtered(
                lambda department, user=user, company=company: (
                    user in department.head_id | department.member_ids
                    and (not department.company_id or department.company_id == company)
                )
            )

    @api.depends("department_ids", "company_id")
    def _compute_deciding_ids(self):
        for hold in self:
            hold.deciding_ids = hold._gendan_deciding()

    @api.depends("state", "department_ids", "company_id")
    @api.depends_context("uid")
    def _compute_can_release(self):
        errors = self._gendan_release_errors()
        for hold in self:
            hold.can_release = not errors[hold] and hold.state == "open"

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
        hidden = KEPT | {"department_ids"}
        holds = super().create([{k: v for k, v in vals.items() if k not in hidden} for vals in vals_list])
        self.env["stock.picking"]._gendan_note_held(holds)
        return holds

    def write(self, vals):
        # EXTENDS base
        if self.env.context.get("gendan_releasing") is not RELEASING:
            self._gendan_check_written(vals)
        before = self._gendan_held_orders() if {"product_id", "order_id"}.intersection(vals) else None
        result = super().write(vals)
        self.env["stock.picking"]._gendan_note_held(self)
        if before:
            self._gendan_note_left(before)
        return result

    def _gendan_check_written(self, vals):
        """:raise UserError: what is written would let goods go past the release, or change what was released"""
        self.check_access("write")
        if not KEPT.isdisjoint(vals):
            raise UserError(
                self.env._("A hold is released with its button, so that who and when are known: %(hold)s.",
                           hold=self[:1].display_name)
            )  # fmt: skip
        if not WHOSE.isdisjoint(vals):
            raise UserError(
                self.env._("%(hold)s stays with the company and the department that held it. Hold the goods anew for"
                           " another one.", hold=self[:1].display_name)
            )  # fmt: skip
        if GOODS.isdisjoint(vals) and not {"reason", "release_note"}.intersection(vals):
            return
        if released := self.filtered("released_at")[:1]:
            raise UserError(
                self.env._("%(hold)s is released and stays as it was. Hold it again to change it.",
                           hold=released.display_name)
            )  # fmt: skip
        if not GOODS.isdisjoint(vals) or "release_note" in vals:
            self._gendan_raise_release()

    @api.ondelete(at_uninstall=False)
    def _unlink_released_only(self):
        """What is held is let go with a reason."""
        if held := self.filtered(lambda hold: not hold.released_at)[:1]:
            raise UserError(
                self.env._("%(hold)s is on hold: say why it may leave and release it.", hold=held.display_name)
            )

    def unlink(self):
        # EXTENDS base
        orders = self._gendan_held_orders()
        result = super().unlink()
        self._gendan_note_left(orders)
        return result

    # ------------------------------------------------------------ actions

    def action_release(self):
        """Button: the goods may leave. For the department that decides about them, or a supervisor.

        :raise UserError: nobody has said why, or it is not this user's to say
        """
        self.check_access("write")
        self._gendan_raise_release()
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
        """Button: released by mistake, or found again. For any department, which may then release it, too."""
        self.check_access("write")
        released = self.filtered("released_at").with_context(gendan_releasing=RELEASING)
        released.write({"released_at": False, "released_by_id": False, "release_note": False})
        if not released.env.su:
            mine = self.env["gendan.department"]._gendan_mine()
            for hold in released.filtered("department_ids"):
                hold.department_ids |= mine.filtered(
                    lambda department, company=hold.company_id: department.company_id in (company.browse(), company)
                )

    # ------------------------------------------------------------ who

    def _gendan_deciding(self):
        """The departments that decide about the goods: whose it was to hold them, and the company's for goods on hold.

        :rtype: gendan.department (sudo), empty where any department may
        """
        self.ensure_one()
        hold = self.sudo()  # sudo: which ones, whoever asks
        return (hold.department_ids | hold.company_id.gendan_hold_department_id).filtered("active")

    def _gendan_release_errors(self):
        """Why this user may not let the goods go: {hold: sentence, or False}. Batch."""
        user = self.env.user
        is_free = self.env.su or user.has_group("gendan_followup.group_gendan_manager")
        errors = dict.fromkeys(self, False)
        if is_free:
            return errors
        mine = self.env["gendan.department"]._gendan_mine()
        is_department = user.has_group("gendan_followup.group_gendan_department")
        for hold in self:
            deciding = hold._gendan_deciding()
            if deciding and not deciding & mine:
                errors[hold] = self.env._(
                    "%(hold)s: whether these goods may leave is said by %(departments)s, or by a supervisor. Ask them"
                    " to release it.",
                    hold=hold.display_name,
                    departments=format_list(self.env, deciding.mapped("name")),
                )
            elif not is_department:
                errors[hold] = self.env._(
                    "%(hold)s: whether these goods may leave is said by a department, or by a supervisor. Ask them to"
                    " release it.",
                    hold=hold.display_name,
                )
        return errors

    def _gendan_raise_release(self):
        """:raise UserError: one is not this user's to release"""
        if sentence := next(filter(None, self._gendan_release_errors().values()), False):
            raise UserError(sentence)

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
