from odoo import models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.tools.shipment import Shipment

from .res_company_gate import RULES


class StockMove(models.Model):
    """The last net before goods cross the customer's door."""

    _inherit = "stock.move"

    # === hooks ===

    def write(self, vals):
        # EXTENDS stock: reserving, unreserving and doing all end in the state being written
        result = super().write(vals)
        if "state" in vals and self.env["res.company"]._gendan_ship_rules():
            bound = self.filtered(lambda move: move.location_dest_id._gendan_is_customer())
            self.env["stock.picking"]._gendan_note_held(bound.picking_id)
        return result

    def _action_done(self, cancel_backorder=False):
        # EXTENDS stock: before super, which calls the carrier
        if self.env["res.company"]._gendan_ship_rules():
            self._gendan_check_leaving()
        return super()._action_done(cancel_backorder=cancel_backorder)

    # === gate ===

    def _gendan_check_leaving(self):
        """Ask the gate for what is about to leave and has not passed.

        :raise UserError: something holds it
        """
        moves = self._gendan_bound_for_customer()
        if pickings := moves.picking_id._gendan_not_passed("ship"):
            pickings.with_context(gendan_ship_together=True)._gendan_gate_or_raise("ship")
        moves._gendan_check_lone()

    def _gendan_check_lone(self):
        """Ask about those of these moves that are in no transfer.

        :raise UserError: something holds one; nobody can release it
        """
        alone = self.filtered(lambda move: not move.picking_id)
        if not alone:
            return
        shipments = alone._gendan_lone_shipments()
        gate = self.env["gendan.ship.gate"].with_context(gendan_ship_together=True)
        sentences = [
            str(getattr(finding, "sentence", finding))
            for rule in RULES
            for findings in gate._gendan_find(rule, shipments).values()
            for finding in (findings if isinstance(findings, list) else [findings])
            if getattr(finding, "blocks", True)
        ]
        if sentences:
            raise UserError("\n".join(dict.fromkeys(sentences)))

    def _gendan_bound_for_customer(self):
        """Those of these moves that have not left yet and take goods to a customer."""
        return self.filtered(
            lambda move: (
                move.state not in ("done", "cancel") and not move.is_inventory and move._gendan_crossing() == "open"
            )
        )

    def _gendan_lone_shipments(self):
        """Moves without a transfer as shipments, one each."""
        shipments = []
        for move in self:
            sudo = move.sudo()  # sudo: see tools.shipment
            shipments.append(
                Shipment(
                    move,
                    sudo.reference or sudo.product_id.display_name,
                    sudo.company_id,
                    sudo.partner_id,
                    sudo.sale_line_id.order_id,
                    sudo.filtered(lambda move: move.state not in ("done", "cancel")),
                )
            )
        return shipments

    # === what leaves ===

    def _gendan_leaves(self):
        """How much leaves with each of these moves: what is picked, else what is reserved, else what is wanted. Batch.

        :return: {move: quantity in its unit}
        """
        picked = {picking for picking in self.picking_id if any(move.picked for move in picking.move_ids)}
        return {
            move: (move.quantity if move.picked else 0.0)
            if move.picking_id in picked
            else move.quantity or move.product_uom_qty
            for move in self
        }

    def _gendan_replacing(self):
        """Those that only bring again what came back: exchanged or repaired goods. Hook for complaints.

        A return that is sent back out; or a line of which everything ordered has left once, and some came back or is
        on its way back. Call with sudo.
        """
        again = self.filtered("origin_returned_move_id")
        rest = (self - again).filtered("sale_line_id")
        if not rest:
            return again
        for line, moves in rest.grouped("sale_line_id").items():
            is_back = any(
                move.location_id._gendan_is_customer() and move.state != "cancel" and not move.scrap_id
                for move in line.move_ids
            )
            # of a kit's parts only a return sent out again tells
            if not is_back or moves.product_id != line.product_id:
                continue
            live = line.move_ids.filtered(lambda move: move.state != "cancel" and not move.scrap_id)
            left = sum(
                move._gendan_quantity_in(line.product_uom_id) for move in live if move._gendan_crossing() == "done"
            )
            if line.product_uom_id.compare(left, line.product_uom_qty) >= 0:
                again |= moves
        return again
