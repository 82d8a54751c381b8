from collections import defaultdict

from odoo import models


class SaleOrderLine(models.Model):
    """What tooling says about order lines."""

    _inherit = "sale.order.line"

    def _gendan_actual_plates_in(self, kind):
        """The day the last set made for the line's order was in and inspected.

        Where other lines of the order have a set and this one has none, it needs none. No set at all: ticked by hand.
        """
        result = {}
        for line, sets in self._gendan_ordered_sets().items():
            days = [tooling.arrived_on and (tooling.inspected_on or tooling.arrived_on) for tooling in sets or ()]
            result[line] = None if sets is None else max(days) if days and all(days) else False
        return result

    def _gendan_expected_plates_in(self, kind, overrides=None):
        """The day the maker promised the last set for: {line: (day, number of the set)}."""
        result = {}
        for line, sets in self._gendan_ordered_sets().items():
            awaited = (sets or self.env["gendan.tooling"]).filtered(
                lambda tooling: not tooling.arrived_on and tooling.expected_on
            )
            if last := awaited.sorted("expected_on")[-1:]:
                result[line] = (last.expected_on, last.name)
        return result

    def _gendan_ordered_sets(self):
        """The sets made for the lines' orders, in one search: {line: gendan.tooling (sudo), None: needs none}."""
        # sudo: the plan does not hang on who works the order out
        Tooling = self.env["gendan.tooling"].sudo()
        found = Tooling.search([("order_id", "in", self.order_id.ids), ("state", "!=", "scrapped")])
        of_order = defaultdict(Tooling.browse)
        for tooling in found:
            of_order[tooling.order_id.id] |= tooling
        result = {}
        for line in self:
            sets = of_order[line.order_id.id] if line.order_id.id else Tooling
            own = sets.filtered(
                lambda tooling, line=line: not tooling.product_ids or line.product_id in tooling.product_ids
            )
            result[line] = None if line.display_type or line.state == "cancel" or (sets and not own) else own
        return result

    def _gendan_tooling_sets(self):
        """The sets each line's product is made with for its customer, scrapped ones left out. Batch.

        For any room, e.g. to name a repeat's set with its remaining life.

        :return: {line: gendan.tooling (sudo)}
        """
        # sudo: see _gendan_ordered_sets
        found = self.env["gendan.tooling"].sudo().search(
            [
                ("product_ids", "in", self.product_id.ids),
                ("state", "!=", "scrapped"),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        # by what they are looked for: many lines and many sets are not compared one with another
        of_key = defaultdict(list)
        for place, tooling in enumerate(found):
            customer = tooling.partner_id.commercial_partner_id.id
            for product_id in tooling.product_ids._ids:
                of_key[tooling.company_id.id, customer, product_id].append((place, tooling.id))
        result = {}
        for line in self:
            company, product = line.company_id._origin.id, line.product_id._origin.id
            # sets of no customer serve all
            customers = {line.order_id.partner_id.commercial_partner_id._origin.id, False}
            fitting = sorted(entry for customer in customers for entry in of_key[company, customer, product])
            result[line] = found.browse([tooling_id for _place, tooling_id in fitting])
        return result
