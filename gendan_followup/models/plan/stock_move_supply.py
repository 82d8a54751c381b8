from datetime import date
from typing import NamedTuple

from odoo import api, models

from .stock_move_cover import CoverShare


class ComponentSupply(NamedTuple):
    """What brings a component that is not there yet."""

    is_bought: bool  # for this move, not for whoever comes first
    served: dict  # {stock.move it waits for first (itself, or the one that fetches it): [CoverShare]}

    def shares(self):
        """All that brings it: [CoverShare], what stock has first, then the earliest."""
        every = [share for shares in self.served.values() for share in shares]
        return sorted(every, key=lambda share: share.day or date.min)


class StockMove(models.Model):
    """What brings the components that are not there: the one source for expectations, exceptions and readiness."""

    _inherit = "stock.move"

    @api.model
    def _gendan_component_shares(self, feeding_of, overrides):
        """What brings these components, as far as anybody knows. Batch.

        Bought to order: its purchase lines, those not confirmed included, each with the later of its own day and its
        receipt's. From stock: first in, first out (``_gendan_served``).

        :param dict feeding_of: {component move (sudo): moves that feed it}, of components that are not there yet
        :param dict overrides: see ``sale.order.line._gendan_expected_shipped``
        :return: {component move: ComponentSupply}
        """
        every = self.sudo().union(*feeding_of, *feeding_of.values())  # sudo: as the callers' records
        line_ids = every._gendan_purchase_line_ids()
        # sudo: as above
        bought = self.env["purchase.order.line"].sudo().browse({i for ids in line_ids.values() for i in ids})
        bought = bought.filtered(lambda line: line.state != "cancel")
        # read together, which the loop asks for one by one
        bought.mapped("move_ids.picking_id")
        result, heads_of = {}, {}
        for move, feeding in feeding_of.items():
            wanted = line_ids[move.id].union(*(line_ids[up] for up in feeding.ids))
            if lines := bought.filtered(lambda line, wanted=wanted: line.id in wanted):
                shares = move._gendan_bought_shares(lines.with_prefetch(bought.ids), overrides)
                result[move] = ComponentSupply(True, {move: shares})
            else:
                heads_of[move] = move._gendan_heads(feeding)
        served = self.sudo().union(*heads_of.values())._gendan_served(overrides)  # sudo: as above
        for move, heads in heads_of.items():
            result[move] = ComponentSupply(False, {head: served.get(head, []) for head in heads})
        return result

    def _gendan_bought_shares(self, lines, overrides):
        """What purchase lines made for this move bring of what it still needs.

        :param lines: ``purchase.order.line``, sudo
        :return: [CoverShare], the earliest first; a line with nothing left for it counts with nothing
        """
        self.ensure_one()
        days = {line: day for line in lines if (day := line._gendan_expected_day(overrides))}
        rest = self._gendan_missing()
        result = []
        for line, day in sorted(days.items(), key=lambda found: (found[1], found[0].id)):
            still_open = line.product_uom_id._compute_quantity(
                line.product_qty - line.qty_received, self.product_id.uom_id, round=False
            )
            quantity = max(min(rest, still_open), 0.0)
            rest -= quantity
            result.append(CoverShare(quantity, day, f"{line.order_id.name} · {day}", line.order_id, line))
        return result

    def _gendan_last_supply(self, supply, overrides):
        """When the last of what this component waits for comes, as far as that is news for a plan.

        An unconfirmed request for quotation counts only when it is later than needed; what no known supply brings
        wholly has no day.

        :param supply: ComponentSupply
        :param dict overrides: see ``sale.order.line._gendan_expected_shipped``
        :return: (day, label, record) or None
        """
        self.ensure_one()
        production = self.raw_material_production_id
        need = self.company_id._gendan_to_day(self.date)
        need = overrides.get((production._name, production.id, "start"), need)
        known = []
        for head, shares in supply.served.items():
            if supply.is_bought:
                known += [share for share in shares if share.purchase_line.state == "purchase" or share.day > need]
            elif shares and shares[-1].day and not head._gendan_unserved_part(shares):
                known.append(shares[-1])
        # by day and label: the records themselves have no order
        last = max(known, key=lambda share: (share.day, share.label), default=None)
        return last and (last.day, last.label, last.source)

    def _gendan_is_in_stock(self, supply):
        """Whether all of it lies in stock for this component, only not reserved yet.

        :param supply: ComponentSupply
        """
        return not supply.is_bought and all(
            not head._gendan_unserved_part(shares) and all(share.is_here for share in shares)
            for head, shares in supply.served.items()
        )
