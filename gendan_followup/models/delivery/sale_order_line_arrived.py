from collections import defaultdict

from odoo import models


class SaleOrderLine(models.Model):
    """The event of the plan: goods have arrived."""

    _inherit = "sale.order.line"

    def _gendan_actual_arrived(self, kind):
        """What reached the customer, by day, in the line's unit: each crossing whose arrival is noted.

        Rejected goods have arrived, too. What comes back before all was there is taken off again; what comes back later
        is a return, and the arrival stands. When nothing is to follow any more and no difference waits for a decision,
        the rest counts as arrived on the last day.
        """
        result = {}
        for line in self:
            if line.display_type or line.is_downpayment or line.product_id.type != "consu":
                result[line] = None
            else:
                result[line] = False
        goods = self.filtered(lambda line: result[line] is False and line.state == "sale")
        # sudo: plans follow facts, whoever noted them
        moves = self.env["stock.move"].sudo().search_fetch(
            [("sale_line_id", "in", goods.ids), ("picking_id.gendan_arrival_ids", "!=", False)], ["sale_line_id"]
        )
        lines = moves.sale_line_id.with_env(self.env)
        for line, crossings in lines._gendan_customer_moves().items():
            result[line] = line._gendan_arrivals(crossings) or False
        return result

    def _gendan_arrivals(self, crossings):
        """The movements of one line.

        :param crossings: CustomerMoves
        :return: list of (day, quantity)
        """
        self.ensure_one()
        movements = defaultdict(float)
        if kit := self._gendan_kit_needs(crossings):
            self._gendan_kit_movements(crossings, kit, movements, came=self._gendan_came)
        else:
            for move in crossings.done:
                for day, quantity in self._gendan_came(move):
                    movements[day] += move.product_id.uom_id._compute_quantity(
                        quantity, self.product_uom_id, round=False
                    )
            for move in crossings.returned:
                for day, quantity in self._gendan_came(move):
                    movements[day] += move.product_id.uom_id._compute_quantity(
                        quantity, self.product_uom_id, round=False
                    )
        kept, total = defaultdict(float), 0.0
        for day in sorted(movements):
            if movements[day] > 0 or self.product_uom_id.compare(total, self.product_uom_qty) < 0:
                kept[day] = movements[day]
                total += movements[day]
        arrivals = crossings.done.picking_id.gendan_arrival_ids
        if (
            kept
            and not crossings.open
            and not crossings.pending
            and len(arrivals) == len(crossings.done.picking_id)
            and not any(arrival.has_difference and not arrival.decision for arrival in arrivals)
        ):
            self._gendan_close_movements(kept, max(kept), sum(value for value in kept.values() if value > 0))
        return self._gendan_movements(kept)

    def _gendan_came(self, move):
        """When what of a move reached the customer, or came back from there.

        :param move: stock.move, sudo
        :return: list of (day, quantity in the product's unit), returns negative
        """
        unit = move.product_id.uom_id
        if move.location_id._gendan_is_customer():
            day = self.company_id._gendan_to_day(move.date)
            back = move._gendan_quantity_in(unit)
            origin = move.origin_returned_move_id
            arrival = origin.picking_id.gendan_arrival_ids
            if move.picking_id in arrival.return_ids:
                # what never got there does not come back from there
                lines = arrival.line_ids.filtered(lambda line: line.move_id == origin)
                rejected = origin.product_uom._compute_quantity(sum(lines.mapped("rejected")), unit, round=False)
                back = min(back, rejected)
            return [(day, -back)]
        return [
            (day, move.product_uom._compute_quantity(quantity, unit, round=False))
            for arrival in move.picking_id.gendan_arrival_ids
            for day, quantity in arrival._gendan_days(move)
        ]
