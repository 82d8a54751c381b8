from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .complaint import SALES
from .forged import without_defaults

# what a line is about, beside its goods
DOCUMENTS = ("order_line_id", "picking_id")
# worked out: record rules, radar and caps go by it
WORKED_OUT = frozenset({"company_id", "partner_id", "received_at", "value"})


class GendanComplaintLine(models.Model):
    """Goods complained about: how many were checked, bad and blocked at the customer's, of which lot, with what defect.

    Seen by whoever sees the complaint; values are for sales only. Clerks keep them while the complaint is open.
    """

    _name = "gendan.complaint.line"
    _description = "Goods Complained about"
    _inherit = ["gendan.parent.access.mixin", "gendan.uploads.mixin"]
    _order = "complaint_id, sequence, id"
    _check_company_auto = True

    _gendan_parent = "complaint_id"
    # sudo writes files of the portal and of mails, which are nobody's of the house
    _gendan_upload_asks_user = False

    _not_negative = models.Constraint(
        "CHECK (checked >= 0 AND bad >= 0 AND blocked >= 0)", "Quantities of a complaint cannot be negative."
    )
    _radar_idx = models.Index("(partner_id, product_id, received_at)")

    complaint_id = fields.Many2one("gendan.complaint", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, precompute=True)
    partner_id = fields.Many2one(related="complaint_id.partner_id", store=True, string="Customer")
    received_at = fields.Datetime(related="complaint_id.received_at", store=True)
    product_id = fields.Many2one("product.product", string="Product", required=True, ondelete="restrict", index=True)
    order_line_id = fields.Many2one(
        "sale.order.line",
        string="Order Line",
        compute="_compute_order_line_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        compute="_compute_picking_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('id', 'in', lot_ids)]",
    )
    lot_ids = fields.Many2many("stock.lot", string="Lots Delivered", compute="_compute_delivered", compute_sudo=True)
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
    )
    delivered = fields.Float(
        digits="Product Unit",
        compute="_compute_delivered",
        compute_sudo=True,
        help="What left for the customer: of the lot, with the transfer, else for the order.",
    )
    is_delivered_known = fields.Boolean(compute="_compute_delivered", compute_sudo=True)
    checked = fields.Float(
        "Quantity Checked", digits="Product Unit", help="How many he looked at; empty: he did not say."
    )
    bad = fields.Float("Not Good", digits="Product Unit")
    blocked = fields.Float("Blocked at His Place", digits="Product Unit", help="How many he does not use until then.")
    bad_percent = fields.Float("Share of Bad Ones (%)", compute="_compute_bad_percent", digits=(16, 2))
    defect_id = fields.Many2one("gendan.defect", string="Defect", ondelete="restrict", index="btree_not_null")
    description = fields.Char("In Detail")
    photo_ids = fields.Many2many(
        "ir.attachment", "gendan_complaint_line_photo_rel", string="Photos", copy=False, bypass_search_access=True
    )
    currency_id = fields.Many2one(related="complaint_id.currency_id")
    value = fields.Monetary("Worth", compute="_compute_value", store=True, compute_sudo=True, groups=SALES)

    # ------------------------------------------------------------ compute

    @api.depends("complaint_id.picking_id")
    def _compute_picking_id(self):
        for line in self:
            line.picking_id = line.complaint_id.picking_id or line.picking_id

    @api.depends("product_id", "complaint_id.order_id", "complaint_id.invoice_id", "picking_id")
    def _compute_order_line_id(self):
        for line in self:
            found = line._gendan_sold_by()
            if line.order_line_id._origin.sudo() not in found:
                # of several orders one has to be chosen
                line.order_line_id = found[:1].id if len(found.order_id) == 1 else False

    def _gendan_sold_by(self):
        """The order lines that may have sold these goods by the documents, sudo: of the complaint's order if it did."""
        self.ensure_one()
        line = self.sudo()  # sudo: the links only
        complaint, product = line.complaint_id, line.product_id._origin

        def same(lines):
            return lines.filtered(lambda sold: sold.product_id == product)

        moved = line.picking_id._origin.move_ids.sale_line_id
        order = complaint.order_id._origin
        found = same(moved or order.order_line)
        if not moved:
            found = found or same(complaint.invoice_id._origin.line_ids.sale_line_ids)
        return found.filtered(lambda sold: sold.order_id == order) or found

    @api.depends("product_id", "order_line_id")
    def _compute_uom_id(self):
        for line in self:
            wanted = line.order_line_id.sudo().product_uom_id or line.product_id.uom_id  # sudo: a unit
            kept = line.uom_id
            fits = kept and line.product_id and kept._has_common_reference(line.product_id.uom_id)
            line.uom_id = kept if fits else wanted

    @api.depends("product_id", "picking_id", "order_line_id", "complaint_id.order_id", "lot_id", "uom_id")
    def _compute_delivered(self):
        quantities, lots = self._gendan_delivered(), self._gendan_lots()
        for line in self:
            quantity = quantities[line]
            line.delivered = quantity or 0.0
            line.is_delivered_known = quantity is not None
            line.lot_ids = lots[line]

    @api.depends("checked", "bad", "delivered")
    def _compute_bad_percent(self):
        for line in self:
            whole = line.checked or line.delivered
            line.bad_percent = 100 * line.bad / whole if whole else 0.0

    @api.depends("bad", "uom_id", "order_line_id.price_total", "order_line_id.product_uom_qty")
    def _compute_value(self):
        for line in self:
            line.value = line.bad * line._gendan_price()

    def _gendan_price(self):
        """What one unit of these goods was sold for, with tax, in the order's currency; 0 where nobody knows."""
        line = self.sudo()  # sudo: callers show it to sales only
        sold = line.order_line_id
        # a part of a kit has no price of its own
        if not sold.product_uom_qty or not line.uom_id or sold.product_id != line.product_id:
            return 0.0
        one = line.uom_id._compute_quantity(1, sold.product_uom_id, round=False, raise_if_failure=False)
        return one * sold.price_total / sold.product_uom_qty

    @api.depends("product_id", "defect_id")
    def _compute_display_name(self):
        # EXTENDS base
        for line in self:
            line.display_name = " · ".join(filter(None, (line.product_id.display_name, line.defect_id.display_name)))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        self._gendan_check_documents(*vals_list, {name: self.env.context.get(f"default_{name}") for name in DOCUMENTS})
        plain = without_defaults(self, WORKED_OUT)
        lines = super(GendanComplaintLine, plain).create(
            [{name: value for name, value in vals.items() if name not in WORKED_OUT} for vals in vals_list]
        )
        lines.complaint_id._gendan_check_line_writes()
        lines._gendan_check()
        lines.complaint_id._gendan_take_order()
        return lines

    def write(self, vals):
        # EXTENDS base
        self.complaint_id._gendan_check_line_writes()
        if names := WORKED_OUT.intersection(vals):
            raise UserError(
                self.env._(
                    "“%(field)s” of %(record)s is worked out and not typed.",
                    field=self._fields[min(names)]._description_string(self.env),
                    record=self[:1].display_name,
                )
            )
        self._gendan_check_documents(vals)
        result = super().write(vals)
        if "complaint_id" in vals:
            # record rules are asked before only: it would become one of anybody's
            self.complaint_id.check_access("write")
            self.complaint_id._gendan_check_line_writes()
        self._gendan_check()
        return result

    def unlink(self):
        # EXTENDS base
        self.complaint_id._gendan_check_line_writes()
        return super().unlink()

    @api.model
    def _gendan_check_documents(self, *vals_list):
        """As of complaints: what was sold and delivered is shown with prices to who may read it.

        :raise AccessError: Odoo's own
        """
        for name in DOCUMENTS:
            ids = {vals[name] for vals in vals_list if vals.get(name)}
            self.env[self._fields[name].comodel_name].browse(ids).check_access("read")

    def _gendan_upload_owner(self):
        # EXTENDS gendan_followup (gendan.uploads.mixin)
        return self.complaint_id

    # ------------------------------------------------------------ quantities

    def _gendan_moves(self):
        """The moves that took each line's goods to the customer, sudo. Batch.

        :return: {line: stock.move, or None where the documents do not say}
        """
        lines = self.sudo()  # sudo: quantities that left, whoever writes the complaint down
        result = {}
        for line, asked in zip(lines, self, strict=True):
            if line.picking_id:
                moves = line._gendan_moves_of_order(line.picking_id._origin.move_ids)
            elif line.order_line_id:
                moves = line.order_line_id._origin.move_ids
            elif line.complaint_id.order_id:
                moves = line.complaint_id.order_id._origin.order_line.move_ids
            else:
                result[asked] = None
                continue
            moves = moves.filtered(lambda move: move._gendan_crossing() == "done")
            own = moves.filtered(lambda move, line=line: move.product_id == line.product_id._origin)
            sold = moves.filtered(lambda move, line=line: move.sale_line_id.product_id == line.product_id._origin)
            # a kit left as its parts: how many kits that makes is the order line's business
            result[asked] = None if sold and not own else own
        return result

    def _gendan_moves_of_order(self, moves):
        """Of a transfer's moves (sudo) those for this line's order: one truck may bring the same for several."""
        product, sold = self.product_id._origin, self.order_line_id._origin
        sold_by = moves.filtered(lambda move: move.product_id == product).sale_line_id if sold else sold
        if len(sold_by) < 2:
            return moves
        own = moves.filtered(lambda move: move.sale_line_id.order_id == sold.order_id)
        return own | moves.filtered(lambda move: not move.sale_line_id) if own else moves

    def _gendan_delivered(self):
        """How much of each line's goods left for the customer, of its lot where one is named. Batch.

        :return: {line: quantity in the line's unit, or None where it is not known}
        """
        result = {}
        for line, moves in self._gendan_moves().items():
            unit = line.uom_id or line.product_id.uom_id
            if moves is None or not unit:
                result[line] = None
                continue
            lot = line.lot_id._origin
            rows = moves.move_line_ids.filtered(lambda row, lot=lot: row.lot_id == lot) if lot else moves
            result[line] = sum(
                (row.product_uom_id if lot else row.product_uom)._compute_quantity(
                    row.quantity, unit, round=False, raise_if_failure=False
                )
                for row in rows
            )
        return result

    def _gendan_lots(self):
        """The lots of each line's goods that left for the customer, sudo. Batch.

        :return: {line: stock.lot}
        """
        no_lot = self.env["stock.lot"].sudo()  # sudo: as the moves
        return {
            line: moves.move_line_ids.lot_id if moves else no_lot for line, moves in self._gendan_moves().items()
        }

    def _gendan_check(self):
        """:raise UserError: quantities, unit, lot or transfer of a line do not fit"""
        delivered, moves = self._gendan_delivered(), self._gendan_moves()
        for line in self:
            if sentence := line._gendan_error(delivered[line], moves[line]):
                raise UserError(sentence)

    def _gendan_error(self, delivered, moves):
        """The sentence why this line cannot be so, or False.

        :param delivered: what left for the customer in the line's unit; None where it is not known
        :param moves: those that took it there (sudo), or None
        """
        self.ensure_one()
        line = self.sudo()  # sudo: whether documents fit together does not depend on who looks
        words = {"product": line.product_id.display_name, "unit": line.uom_id.name}
        if not line.uom_id._has_common_reference(line.product_id.uom_id):
            return self.env._("%(product)s is not counted in %(unit)s.", **words)
        if line.picking_id and line.picking_id.state != "done":
            return self.env._(
                "%(transfer)s has not left yet: nobody can complain about it.", transfer=line.picking_id.name
            )
        if line.picking_id and moves is not None and not moves:
            return self.env._("%(transfer)s took no %(product)s.", transfer=line.picking_id.name, **words)
        parties, customer = line.complaint_id._gendan_parties(line.picking_id), line.complaint_id.partner_id
        if parties and customer and customer not in parties:
            return self.env._(
                "%(transfer)s went to %(other)s, not to %(customer)s.",
                transfer=line.picking_id.name,
                other=format_list(self.env, parties.mapped("name")),
                customer=customer.name,
            )
        sold = line.order_line_id
        party = sold.order_id.partner_id.commercial_partner_id
        if party and customer and party != customer:
            return self.env._(
                "%(order)s belongs to %(other)s, not to %(customer)s.",
                order=sold.order_id.name,
                other=party.name,
                customer=customer.name,
            )
        several = line._gendan_sold_by().order_id if not sold else sold.order_id
        if len(several) > 1:
            return self.env._(
                "%(product)s went with %(document)s for %(orders)s: choose the order.",
                document=line.picking_id.name or line.complaint_id.invoice_id.name,
                orders=format_list(self.env, several.mapped("name")),
                **words,
            )
        # of a kit its parts are complained about, too
        if sold and line.product_id not in sold.product_id | sold.move_ids.product_id:
            return self.env._("%(order)s: its line is none of %(product)s.", order=sold.order_id.name, **words)
        if line.lot_id and line.lot_id.product_id != line.product_id:
            return self.env._("Lot %(lot)s is none of %(product)s.", lot=line.lot_id.name, **words)
        if line.lot_id and moves is not None and line.lot_id not in moves.move_line_ids.lot_id:
            return self.env._(
                "Lot %(lot)s did not go to the customer with %(document)s.",
                lot=line.lot_id.name,
                document=line.picking_id.name or line.complaint_id.order_id.name,
            )
        return line._gendan_quantity_error(delivered, words)

    def _gendan_quantity_error(self, delivered, words):
        """The sentence why the quantities cannot be so, or False: bad <= checked <= delivered, blocked <= delivered."""
        unit, number = self.uom_id, self._gendan_number
        quantities = {"checked": number(self.checked), "bad": number(self.bad), "blocked": number(self.blocked)}
        if not unit.is_zero(self.checked) and unit.compare(self.bad, self.checked) > 0:
            return self.env._(
                "%(product)s: %(bad)s %(unit)s cannot be bad when %(checked)s were checked.", **words, **quantities
            )
        if delivered is None:
            return False
        words = {**words, **quantities, "delivered": number(delivered)}
        if unit.compare(self.checked, delivered) > 0:
            return self.env._(
                "%(product)s: %(checked)s %(unit)s cannot have been checked, %(delivered)s were delivered.", **words
            )
        if unit.compare(self.bad, delivered) > 0:
            return self.env._("%(product)s: %(bad)s %(unit)s cannot be bad, %(delivered)s were delivered.", **words)
        if unit.compare(self.blocked, delivered) > 0:
            return self.env._(
                "%(product)s: %(blocked)s %(unit)s cannot be blocked, %(delivered)s were delivered.", **words
            )
        return False

    @api.model
    def _gendan_number(self, quantity):
        """A quantity as people write it: no zeros behind the point."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return f"{quantity:,.{digits}f}".rstrip("0").rstrip(".")
