"""Goods on hold: moved out of the warehouse by real transfers, and back, scrapped, or sorted later."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# sentinel: only the steps below write what was held and where it is
HOLDING = object()
# what the form saves; the rows judge for themselves what is typed in them
FREE = {"note", "release_note", "scrap_note", "line_ids"}
# why goods go back or are scrapped is said by who decides it
DECIDED = {"release_note", "scrap_note"}


class GendanHold(models.Model):
    """Goods somebody has put on hold, for one reason: what, why, who, when, and what became of them.

    Departments, supervisors and the warehouse hold; what is on hold is released, and said to be scrapped, by the
    department that decides (`_gendan_deciding`) or a supervisor. The others inside read. Made by `_gendan_hold_quants`
    only and never deleted; what moved the goods are ordinary internal transfers.
    """

    _name = "gendan.hold"
    _description = "Goods on Hold"
    _inherit = ["mail.thread"]
    _order = "held_at desc, id desc"
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    complaint_id = fields.Many2one(
        "gendan.complaint", string="Complaint", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reason = fields.Char(required=True, readonly=True)
    note = fields.Text("Notes")
    user_id = fields.Many2one("res.users", string="Put on Hold by", required=True, readonly=True)
    held_at = fields.Datetime("Held on", required=True, readonly=True)
    state = fields.Selection(
        [("held", "On hold"), ("part", "Partly released"), ("done", "Dealt with")],
        compute="_compute_state",
        store=True,
        index=True,
    )
    release_note = fields.Char("Released Because", tracking=True)
    line_ids = fields.One2many("gendan.hold.line", "hold_id", string="Goods")
    product_ids = fields.Many2many("product.product", compute="_compute_goods", string="Products")
    # as text: clerks and departments have no rights on lots
    lot_names = fields.Char("Lots", compute="_compute_lot_names", compute_sudo=True)
    picking_ids = fields.Many2many(
        "stock.picking", "gendan_hold_picking_rel", string="Transfers", readonly=True, copy=False
    )
    affected_move_ids = fields.Many2many("stock.move", "gendan_hold_move_rel", readonly=True, copy=False)
    affected_text = fields.Char(
        "Reservations Released", readonly=True, help="The transfers and productions that had reserved them."
    )
    can_release = fields.Boolean(compute="_compute_can_release")
    deciding_id = fields.Many2one(
        "gendan.department",
        string="Who Decides",
        compute="_compute_deciding_id",
        help="The department that releases these goods or has them scrapped, beside supervisors.",
    )

    # ------------------------------------------------------------ compute

    @api.depends("line_ids.left", "line_ids.quantity")
    def _compute_state(self):
        for hold in self:
            lines = hold.line_ids
            if not any(line.uom_id.compare(line.left, 0) > 0 for line in lines):
                hold.state = "done"
            elif any(line.uom_id.compare(line.left, line.quantity) < 0 for line in lines):
                hold.state = "part"
            else:
                hold.state = "held"

    @api.depends("line_ids")
    def _compute_goods(self):
        for hold in self:
            hold.product_ids = hold.line_ids.product_id

    @api.depends("line_ids.lot_id")
    def _compute_lot_names(self):
        for hold in self:
            hold.lot_names = ", ".join(hold.line_ids.lot_id.mapped("name"))

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_release(self):
        errors = self._gendan_release_errors()
        for hold in self:
            hold.can_release = not errors[hold] and hold.state != "done"

    @api.depends("company_id", "complaint_id")
    def _compute_deciding_id(self):
        for hold in self:
            hold.deciding_id = hold._gendan_deciding()

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS mail
        self._gendan_check_holding()
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS mail
        if not FREE.issuperset(vals):
            self._gendan_check_holding()
        elif not DECIDED.isdisjoint(vals):
            self._gendan_raise_release()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """Who held what, and why, is asked about years later."""
        self._gendan_check_holding()

    def _gendan_check_holding(self):
        if self.env.context.get("gendan_holding") is not HOLDING:
            raise UserError(
                self.env._("Goods are put on hold and released with the buttons, so that what moved them is known.")
            )

    # ------------------------------------------------------------ actions

    def action_release(self):
        """Button: what stands in “To Release” goes back to where it came from. For who decides about it.

        :raise UserError: nobody has said why, it is not there, or not for this user
        """
        self._gendan_raise_release()
        for hold in self:
            if not (hold.release_note or "").strip():
                raise UserError(
                    self.env._("Say in “Released Because” why %(hold)s may go back, then release it.", hold=hold.name)
                )
            hold._gendan_release({line: line.back for line in hold.line_ids})
        return True

    def action_open_pickings(self):
        """Button: the transfers that moved the goods, for who may read them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfers"),
            "res_model": "stock.picking",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.picking_ids.ids)],
        }

    # ------------------------------------------------------------ who

    @api.model
    def _gendan_role_error(self):
        """Why this user may not put goods on hold, or False. Whoever finds them holds them."""
        groups = (
            "gendan_followup.group_gendan_department",
            "gendan_followup.group_gendan_manager",
            "stock.group_stock_user",
        )
        if self.env.su or any(self.env.user.has_group(group) for group in groups):
            return False
        return self.env._(
            "Goods are put on hold by the quality department, a supervisor or the warehouse. Ask them."
        )

    @api.model
    def _gendan_raise_role(self):
        if error := self._gendan_role_error():
            raise UserError(error)

    def _gendan_deciding(self):
        """The department that decides about the goods: the company's for that, else the one the complaint is put to.

        :rtype: gendan.department (sudo), empty where there is neither
        """
        self.ensure_one()
        hold = self.sudo()  # sudo: which one, whoever asks
        return hold.company_id.gendan_hold_department_id or hold.complaint_id.department_id

    def _gendan_release_errors(self):
        """Why this user may not take goods off hold, or say that they are scrapped: {hold: sentence, or False}. Batch.

        The warehouse holds and carries; that goods are good again, or good for nothing, is not its word.
        """
        is_free = self.env.su or self.env.user.has_group("gendan_followup.group_gendan_manager")
        mine = self.env["gendan.department"]._gendan_mine() if not is_free else None
        errors = dict.fromkeys(self, False)
        for hold in self if not is_free else ():
            department = hold._gendan_deciding()
            if not department:
                errors[hold] = self.env._(
                    "%(hold)s: a supervisor releases these goods, as no department is said to decide about them.",
                    hold=hold.name,
                )
            elif department not in mine:
                errors[hold] = self.env._(
                    "%(hold)s: whether these goods are good again is said by %(department)s, or by a supervisor. Ask"
                    " them to release the goods.",
                    hold=hold.name,
                    department=department.name,
                )
        return errors

    def _gendan_raise_release(self):
        """:raise UserError: one is not this user's to release"""
        if sentence := next(filter(None, self._gendan_release_errors().values()), False):
            raise UserError(sentence)

    # ------------------------------------------------------------ hold

    @api.model
    def _gendan_hold_quants(self, wanted, reason, complaint=None):
        """Put goods on hold: out of their warehouse by internal transfers, with lot, package and owner.

        Reservations on them are released first; the transfers and productions that lose goods look for others at once.
        Of what is no longer there the rest is held; of nothing nothing is made: pressed twice it is held once.

        :param dict wanted: {stock.quant: quantity in the product's unit}
        :param str reason: why
        :param complaint: the complaint it is for
        :return: the hold; empty where nothing was left to hold
        :raise UserError: no reason, not for this user, or somebody else moves the goods at this moment
        """
        self._gendan_raise_role()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the goods are put on hold."))
        # sudo: quality moves goods without rights in the warehouse; who may hold was asked above
        quants = self.env["stock.quant"].sudo().browse([quant.id for quant in wanted]).exists()
        quants._gendan_lock_to_hold()
        parts = {}
        for quant in quants:
            quantity = min(wanted[quant], quant.quantity)
            if quant._gendan_is_holdable() and quant.product_uom_id.compare(quantity, 0) > 0:
                parts[quant] = quantity
        hold = self.sudo().with_context(gendan_holding=HOLDING).browse()
        for company in quants.browse([quant.id for quant in parts]).company_id:
            own = {quant: quantity for quant, quantity in parts.items() if quant.company_id == company}
            hold |= hold._gendan_hold_in(company, own, reason, complaint)
        return hold.with_env(self.env)

    def _gendan_hold_in(self, company, parts, reason, complaint):
        """Hold goods of one company. As superuser, in the room's own context."""
        robbed = self.env["stock.move"]
        for quant, quantity in parts.items():
            robbed |= quant._gendan_free(quantity)
        whole = self.env["stock.quant"].browse([quant.id for quant in parts])._gendan_whole_packages(parts)
        names = robbed._gendan_robbed_names()
        place = company.sudo()._gendan_hold_location()
        hold = self.create(
            {
                "name": company._gendan_next_number("gendan.hold"),
                "company_id": company.id,
                "complaint_id": complaint.id if complaint else False,
                "reason": reason,
                "user_id": self.env.uid,
                "held_at": fields.Datetime.now(),
                "affected_move_ids": [fields.Command.set(robbed.ids)],
                "affected_text": ", ".join(names),
                "line_ids": [
                    fields.Command.create(quant._gendan_prepare_hold_line(quantity, place, whole))
                    for quant, quantity in parts.items()
                ],
            }
        )
        rows = [
            {
                "quantity": quantity,
                "quant": quant,
                "from": quant.location_id,
                "to": place,
                "package": quant.package_id & whole,
            }
            for quant, quantity in parts.items()
        ]
        hold.picking_ids = hold._gendan_transfer(rows)
        robbed._gendan_look_for_others()
        hold._gendan_tell_robbed(robbed)
        return hold

    def _gendan_transfer(self, rows):
        """Move goods at once by internal transfers, one for each warehouse. As superuser.

        :param rows: dicts of quant (or a hold line), quantity, from, to, package (the goods go in)
        :return: the transfers, done
        """
        self.ensure_one()
        pickings = self.env["stock.picking"]
        by_warehouse = {}
        for row in rows:
            warehouse = row["from"].warehouse_id or row["to"].warehouse_id
            by_warehouse.setdefault((warehouse, row["from"], row["to"]), []).append(row)
        for (warehouse, source, dest), parts in by_warehouse.items():
            picking = pickings.create(
                {
                    "picking_type_id": warehouse.int_type_id.id,
                    "location_id": source.id,
                    "location_dest_id": dest.id,
                    "company_id": self.company_id.id,
                    "origin": self.name,
                    "move_ids": [
                        fields.Command.create(self._gendan_prepare_move(row, warehouse.int_type_id)) for row in parts
                    ],
                }
            )
            # made with their move, they do not know the transfer yet: it would show no goods
            picking.move_ids.move_line_ids.picking_id = picking
            picking.move_ids._action_confirm(merge=False)
            picking.move_ids.picked = True
            picking._action_done()
            pickings |= picking
        return pickings

    def _gendan_prepare_move(self, row, picking_type):
        """Values of the move of one row of `_gendan_transfer`, with its one line."""
        goods, source, dest = row["quant"], row["from"], row["to"]
        same = {
            "product_id": goods.product_id.id,
            "location_id": source.id,
            "location_dest_id": dest.id,
            "company_id": self.company_id.id,
        }
        line = {
            **same,
            "product_uom_id": goods.product_id.uom_id.id,
            "quantity": row["quantity"],
            "lot_id": goods.lot_id.id,
            "package_id": goods.package_id.id,
            "result_package_id": row["package"].id,
            "owner_id": goods.owner_id.id,
            "picked": True,
        }
        return {
            **same,
            "product_uom": goods.product_id.uom_id.id,
            "product_uom_qty": row["quantity"],
            "picking_type_id": picking_type.id,
            "move_line_ids": [fields.Command.create(line)],
        }

    def _gendan_tell_robbed(self, robbed):
        """Say on the transfers and productions that lost goods why, for who works on them."""
        words = {"hold": self.name, "reason": self.reason}
        for picking in robbed.picking_id:
            picking._message_log(
                body=self.env._("Goods of this transfer were put on hold (%(hold)s): %(reason)s", **words)
            )
        for production in robbed.raw_material_production_id:
            production._message_log(
                body=self.env._("Components of this production were put on hold (%(hold)s): %(reason)s", **words)
            )

    # ------------------------------------------------------------ release

    def _gendan_release(self, wanted):
        """Take goods off hold: back to where they came from, with lot, package and owner.

        :param dict wanted: {gendan.hold.line: quantity}; what is more than is left, and not to be scrapped, goes down
            to that
        :raise UserError: not for this user, or the goods are not in the hold location any more
        """
        self.ensure_one()
        self._gendan_raise_release()
        # sudo: as for holding
        hold = self.sudo().with_context(gendan_holding=HOLDING)
        hold._gendan_lock()
        wanted = {hold.line_ids.browse(line.id): quantity for line, quantity in wanted.items()}
        wanted = {line: min(quantity, line.left - line.to_scrap) for line, quantity in wanted.items()}
        rows, lines, asked = [], [], {}
        for line, quantity in wanted.items():
            if line.uom_id.compare(quantity, 0) <= 0:
                continue
            # the same goods may have come from several places: they lie together now
            key = line._gendan_key()
            asked[key] = asked.get(key, 0.0) + quantity
            line._gendan_check_there(asked[key])
            target = line._gendan_back_to()
            rows.append(
                {
                    "quantity": quantity,
                    "quant": line,
                    "from": line.hold_location_id,
                    "to": target,
                    "package": line._gendan_package_back(quantity, wanted, target),
                }
            )
            lines.append((line, quantity))
        if not rows:
            return
        hold.picking_ids |= hold._gendan_transfer(rows)
        for line, quantity in lines:
            line.released += quantity
            line.back = line.left - line.to_scrap
        hold.affected_move_ids._gendan_look_for_others()
        hold.complaint_id._gendan_note_released(hold, [line for line, _quantity in lines])
        hold._message_log(
            body=self.env._(
                "Released: %(goods)s. %(reason)s",
                goods="; ".join(line._gendan_goods_text(quantity) for line, quantity in lines),
                reason=self.release_note or self.env._("no reason given"),
            )
        )

    def _gendan_lock(self):
        """Wait for nobody: whoever comes second hears so.

        :raise UserError: somebody else is at it
        """
        if not self.try_lock_for_update():
            raise UserError(self.env._("%(hold)s is being released by somebody else. Reload the page.", hold=self.name))
        self.line_ids.invalidate_recordset()

    @api.model
    def _gendan_open_domain(self):
        """Holds with goods still on hold."""
        return Domain("state", "in", ("held", "part"))
