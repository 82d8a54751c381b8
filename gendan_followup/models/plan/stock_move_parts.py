from datetime import datetime

from odoo import api, models


class StockMove(models.Model):
    """A quantity cut from an order line that is delivered in parts.

    Odoo merges what is taken back into moves of the very same deadline only, and makes a receipt for the rest: as if
    the customer had sent back what was never delivered. Each part has a deadline of its own (``gendan.part``).
    """

    _inherit = "stock.move"

    @api.model
    def _prepare_merge_negative_moves_excluded_distinct_fields(self):
        # EXTENDS mrp, purchase_stock
        excluded = super()._prepare_merge_negative_moves_excluded_distinct_fields()
        return [*excluded, "date_deadline"] if self.env.context.get("gendan_cuts_parts") else excluded

    def _update_candidate_moves_list(self, candidate_moves_set):
        # EXTENDS mrp: the last part gives first, as it takes what the earlier ones leave
        result = super()._update_candidate_moves_list(candidate_moves_set)
        if self.env.context.get("gendan_cuts_parts"):
            latest_first = [
                moves.sorted(lambda move: move.date_deadline or datetime.min, reverse=True)
                for moves in candidate_moves_set
            ]
            candidate_moves_set.clear()
            candidate_moves_set.update(latest_first)
        return result
