from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from odoo.addons.gendan_followup.tools.gate import GateProblem

# identity of this object tells that goods are being done, not split by hand; a context flag could come from anywhere
DOING = object()


class StockMove(models.Model):
    """What is short within the tolerance makes the line complete: no back-order, nothing stays open.

    Judged on the order line over all its part deliveries, at each step of the route alike; of kits by their parts.
    """

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        # EXTENDS stock
        if not self._gendan_weighed():
            return super()._action_done(cancel_backorder=cancel_backorder)
        if cancel_backorder:
            self._gendan_check_closed_short()
        # a context more makes everything below dearer: only where there is something to split
        elif self._gendan_may_split():
            self = self.with_context(gendan_doing=DOING)
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _create_backorder(self):
        # EXTENDS stock: done with less than wanted, as Odoo does it where no back-order is wanted
        if self.env.context.get("gendan_doing") is not DOING:
            return super()._create_backorder()
        # a line is judged by all of its moves
        lines = self.filtered(lambda move: move.quantity < move.product_uom_qty).sale_line_id
        short = self.filtered(lambda move: move.sale_line_id in lines)._gendan_short_within()
        return super(StockMove, self - short)._create_backorder()

    def _gendan_may_split(self):
        """Whether Odoo may leave some of these for a back-order when they are done: sets are taken apart by then."""
        return any(move.state == "draft" or move._get_picked_quantity() < move.product_uom_qty for move in self)

    def _gendan_weighed(self):
        """Those of these moves that bring a sold line nearer to the customer, in companies that use tolerances."""
        rules = self.env["res.company"]._gendan_ship_rules()
        return self.filtered(
            lambda move: (
                "tolerance" in rules.get(move.company_id.id, ())
                and move.sale_line_id
                and move.state not in ("done", "cancel")
                and not move.location_id._gendan_is_customer()
            )
        )

    def _gendan_short_within(self):
        """Those of these moves that fall short by so little that their line is complete all the same."""
        weighed = self._gendan_weighed().filtered("picked")
        # sudo: the warehouse weighs what the clerk has agreed
        sudo = weighed.sudo()
        tolerances = sudo.sale_line_id._gendan_tolerances()
        within = sudo.browse()
        for (line, picking_type), moves in sudo.grouped(lambda move: (move.sale_line_id, move.picking_type_id)).items():
            tolerance = tolerances.get(line)
            if not tolerance or not tolerance.under:
                continue
            missing, ordered = moves._gendan_missing_share(line, picking_type), line.product_uom_qty
            if missing is not None and line.product_uom_id.compare(missing * ordered, tolerance.under * ordered) <= 0:
                within |= moves
        return weighed.browse(within.ids)

    def _gendan_missing_share(self, line, picking_type):
        """The share of a line that is missing after these moves at one step of its route; of a kit its scarcest part's.

        :return: below 0 where nothing is missing; None where other moves of the step are still to come
        """
        step = line.move_ids.filtered(
            lambda move: (
                move.state != "cancel"
                and move.picking_type_id == picking_type
                and not move.scrap_id
                and not move.location_id._gendan_is_customer()
            )
        )
        if step.filtered(lambda move: move.state != "done") - self:
            return None
        is_kit = self.product_id != line.product_id
        shares = []
        for product in step.product_id:
            own = step.filtered(lambda move, product=product: move.product_id == product)
            unit = product.uom_id if is_kit else line.product_uom_id
            if is_kit:
                wanted = sum(move.product_qty for move in own)
            else:
                wanted = line.product_uom_qty
            there = sum(
                move.product_uom._compute_quantity(
                    move.quantity if move.state == "done" else move._get_picked_quantity(), unit, round=False
                )
                for move in own
            )
            back = line.move_ids.filtered(
                lambda move, product=product: (
                    move.product_id == product
                    and move.state == "done"
                    and move.to_refund
                    and move.location_id._gendan_is_customer()
                )
            )
            if own.location_dest_id._gendan_is_customer_any():
                there -= sum(move.product_uom._compute_quantity(move.quantity, unit, round=False) for move in back)
            shares.append(1 - there / wanted if wanted else 0.0)
        return max(shares, default=None)

    def _gendan_check_closed_short(self):
        """Closing a line short of its tolerance without a back-order.

        :raise UserError: the rule refuses it, or nobody has said why
        """
        bound = self._gendan_weighed()._gendan_bound_for_customer()
        short = bound._gendan_closed_short()
        if not short:
            return
        waived = bound.picking_id._gendan_waived("ship")
        for picking, problems in short.items():
            for problem in problems:
                if (picking.id, problem.code) not in waived:
                    raise UserError(problem.sentence)

    def _gendan_closed_short(self, tolerances=None):
        """The lines that would be closed too short if what these moves leave out never came. Sets are not asked.

        :param dict tolerances: of these moves' lines, by who has them already
        :return: {transfer, empty for moves without one: [GateProblem]}; where the rule wants a reason anybody inside
            gives it, for this quantity only
        """
        sudo = self.sudo()  # sudo: as in _gendan_short_within
        if tolerances is None:
            tolerances = sudo.sale_line_id._gendan_tolerances()
        quantities = sudo._gendan_leaves()
        found = {}
        for (picking, line), moves in sudo.grouped(lambda move: (move.picking_id, move.sale_line_id)).items():
            tolerance, unit = tolerances.get(line), line.product_uom_id
            if not tolerance or moves.product_id != line.product_id:
                continue
            least = line.product_uom_qty * (1 - tolerance.under)
            total = unit.round(line.qty_delivered + line._gendan_leaving(moves, quantities))
            if unit.compare(total, least) >= 0:
                continue
            others = line.move_ids._gendan_bound_for_customer() - moves
            to_come = sum(
                move.product_uom._compute_quantity(
                    quantities.get(move, move.product_uom_qty), unit, round=False
                )
                for move in others
            )
            if unit.compare(total + to_come, least) >= 0:
                continue
            found.setdefault(self.picking_id.browse(picking.id), []).append(
                GateProblem(
                    f"ship_short_{line.id}_{float_repr(total, 6)}",
                    self._gendan_short_sentence(moves, line, total + to_come, tolerance),
                    "warn",
                    "base.group_user" if tolerance.policy == "reason" else None,
                )
            )
        return found

    @api.model
    def _gendan_short_sentence(self, moves, line, total, tolerance):
        words = {
            "transfer": moves.picking_id[:1].name or moves[:1].reference,
            "total": f"{total:g}",
            "product": line.product_id.display_name,
            "ordered": f"{line.product_uom_qty:g} {line.product_uom_id.name}",
            "percent": f"{tolerance.under * 100:g}",
        }
        if tolerance.policy == "reason":
            return self.env._(
                "%(transfer)s: %(total)s of %(product)s would close an order of %(ordered)s, %(percent)s %% less are"
                " allowed. Leave a back-order, or say why.",
                **words,
            )
        return self.env._(
            "%(transfer)s: %(total)s of %(product)s would close an order of %(ordered)s, %(percent)s %% less are"
            " allowed. Leave a back-order.",
            **words,
        )


class StockLocation(models.Model):
    """Several places at once."""

    _inherit = "stock.location"

    def _gendan_is_customer_any(self):
        """Whether one of these places is behind the customer's door."""
        return any(location._gendan_is_customer() for location in self)


class StockPicking(models.Model):
    """Nobody is asked about a back-order for what is short within the tolerance."""

    _inherit = "stock.picking"

    def _check_backorder(self):
        # EXTENDS stock
        pickings = super()._check_backorder()
        if not pickings or not self.env["res.company"]._gendan_ship_rules():
            return pickings
        return pickings.filtered(lambda picking: picking._gendan_short_moves() - picking._gendan_complete_moves())

    def _gendan_short_moves(self):
        """The moves for which Odoo would ask about a back-order."""
        return self.move_ids.filtered(
            lambda move: (
                move.state != "cancel"
                and (
                    (move.product_uom_qty and not move.picked)
                    or move.product_uom.compare(move._get_picked_quantity(), move.product_uom_qty) < 0
                )
            )
        )

    def _gendan_closing_short(self):
        """What would be closed too short without back-orders and is not explained yet. {transfer: [GateProblem]}"""
        if not self.env["res.company"]._gendan_ship_rules():
            return {}
        problems = self.move_ids._gendan_weighed()._gendan_bound_for_customer()._gendan_closed_short()
        waived = self._gendan_waived("ship") if problems else set()
        return {
            picking: open_ones
            for picking, found in problems.items()
            if (open_ones := [problem for problem in found if (picking.id, problem.code) not in waived])
        }

    def _gendan_complete_moves(self):
        """Those of them that are short within their tolerance."""
        return self.move_ids._gendan_short_within()
