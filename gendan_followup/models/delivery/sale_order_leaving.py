from collections import defaultdict

from odoo import models


class SaleOrder(models.Model):
    """What goods on their way out are worth, and what must have been paid for them."""

    _inherit = "sale.order"

    def _gendan_due_before(self, moves):
        """What must have arrived before these moves leave, by the customer's settlement profile. Call with sudo.

        :param moves: ``stock.move`` of this order that leave now
        :return: amount in the order's currency
        """
        self.ensure_one()
        profile = self.partner_id.commercial_partner_id.gendan_settlement_profile_id
        # what the goods are worth takes a look at every line
        worth = self._gendan_worth(moves) if profile._gendan_goes_by_goods() else 0.0
        return self.currency_id.round(profile._gendan_due_before(worth, self.amount_total))

    def _gendan_worth(self, moves):
        """What has left and what leaves now is worth, taxes included; charges and services by the goods' share.

        :param moves: ``stock.move`` of this order, sudo
        """
        self.ensure_one()
        goods = self.order_line.filtered(
            lambda line: line.product_id.type == "consu" and not line.display_type and not line.is_downpayment
        )
        leaving, quantities = moves.grouped("sale_line_id"), moves._gendan_leaves()
        total = sum(goods.mapped("price_total"))
        worth = sum(line._gendan_worth(leaving.get(line, moves.browse()), quantities) for line in goods)
        if self.currency_id.is_zero(total):
            return worth
        others = self.amount_total - total
        return worth + others * min(worth / total, 1.0)


class SaleOrderLine(models.Model):
    """A line's goods that have left or are to leave."""

    _inherit = "sale.order.line"

    def _gendan_worth(self, moves, quantities=None):
        """What the line's delivered goods and those of these moves are worth, taxes included.

        :param dict quantities: as in ``_gendan_leaving``
        """
        self.ensure_one()
        quantity = self.qty_delivered + self._gendan_leaving(moves, quantities)
        if self.product_uom_id.is_zero(self.product_uom_qty):
            return self.price_unit * (1 - self.discount / 100.0) * quantity
        return self.price_total * quantity / self.product_uom_qty

    def _gendan_leaving(self, moves, quantities=None):
        """How much of the line leaves with these moves, in its unit; of a kit the share of its parts.

        :param dict quantities: ``stock.move._gendan_leaves`` of these and other moves, by who asks for many lines
        """
        self.ensure_one()
        if not moves:
            return 0.0
        if quantities is None:
            quantities = moves._gendan_leaves()
        if moves.product_id == self.product_id:
            return sum(
                move.product_uom._compute_quantity(quantities[move], self.product_uom_id, round=False)
                for move in moves
            )
        leaving, wanted = defaultdict(float), defaultdict(float)
        for move in moves:
            leaving[move.product_id] += move.product_uom._compute_quantity(
                quantities[move], move.product_id.uom_id, round=False
            )
        for move in self.move_ids:
            if move.state != "cancel" and move._gendan_crossing() in ("open", "done"):
                wanted[move.product_id] += move.product_qty
        shares = [leaving[product] / wanted[product] for product in leaving if wanted[product]]
        return self.product_uom_qty * sum(shares) / max(len(wanted), 1)
