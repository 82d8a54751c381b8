from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import formatLang, ormcache

DEFAULT_DAYS = 7


class StockPicking(models.Model):
    """Deliveries whose money the carrier collects."""

    _inherit = "stock.picking"

    gendan_cod_text = fields.Char(
        string="Carrier Collects",
        compute="_compute_gendan_cod_text",
        # sudo: whoever ships the goods or prints the waybill tells the carrier how much to collect
        compute_sudo=True,
        groups="base.group_user",
    )

    # no depends: what was paid so far lies anywhere
    @api.depends_context("lang")
    def _compute_gendan_cod_text(self):
        self.gendan_cod_text = False
        if not self.env["gendan.settlement.profile"]._gendan_collecting_ids():
            return
        done = self.filtered(lambda picking: picking.state == "done")
        followed = self.env["gendan.cod"].search([("picking_id", "in", done.ids)]).grouped("picking_id")
        for picking in self:
            if picking in done:
                sums = [(row.amount, row.currency_id) for row in followed.get(picking, ())]
            else:
                # each as if it left alone
                amounts = picking._origin._gendan_to_collect().get(picking._origin, {})
                sums = [(amount, order.currency_id) for order, amount in amounts.items()]
            texts = [formatLang(self.env, amount, currency_obj=currency) for amount, currency in sums]
            picking.gendan_cod_text = " + ".join(texts) or False

    def _gendan_to_collect(self):
        """What the carrier is to collect when these goods leave in one go. Call with sudo. Batch.

        The goods with their share of charges, less what has arrived, what carriers collect for the order already, and
        what is collected with the transfers before it here.

        :return: {transfer: {order: amount in its currency}}, only orders with anything to collect
        """
        collecting = self.env["gendan.settlement.profile"]._gendan_collecting_ids()
        if not collecting:
            return {}
        moves = self.move_ids._gendan_bound_for_customer()
        orders = moves.sale_line_id.order_id.filtered(
            lambda order: order.partner_id.commercial_partner_id.gendan_settlement_profile_id.id in collecting
        )
        if not orders:
            return {}
        moves -= moves._gendan_replacing()
        received = orders._gendan_received()
        under_way = defaultdict(float)
        under_way.update(
            self.env["gendan.cod"]._read_group(
                [("order_id", "in", orders.ids), ("state", "=", "open")], ["order_id"], ["amount:sum"]
            )
        )
        leaving = defaultdict(moves.browse)
        result = defaultdict(dict)
        for picking in self:
            own = moves & picking.move_ids
            for order in own.sale_line_id.order_id & orders:
                leaving[order] |= own.filtered(lambda move, order=order: move.sale_line_id.order_id == order)
                worth = order._gendan_worth(leaving[order])
                amount = order.currency_id.round(worth - received[order] - under_way[order])
                if order.currency_id.compare_amounts(amount, 0.0) > 0:
                    result[picking][order] = amount
                    under_way[order] += amount
        return dict(result)

    def _action_done(self):
        # EXTENDS stock: before super, what leaves is still to be seen
        if not self.env["gendan.settlement.profile"]._gendan_collecting_ids():
            return super()._action_done()
        # sudo: the storekeeper ships, the machine follows the money
        to_collect = self.sudo()._gendan_to_collect()
        result = super()._action_done()
        values = [
            picking._gendan_prepare_cod_vals(order, amount)
            for picking, amounts in to_collect.items()
            if picking.state == "done"
            for order, amount in amounts.items()
        ]
        if values:
            # sudo: as above
            self.env["gendan.cod"].sudo().create(values)
        return result

    def _gendan_prepare_cod_vals(self, order, amount):
        """Values of the collection for one order of this delivery. Call with sudo."""
        self.ensure_one()
        carrier = self.carrier_id
        days = carrier.gendan_cod_days if carrier else DEFAULT_DAYS
        return {
            "company_id": self.company_id.id,
            "picking_id": self.id,
            "order_id": order.id,
            "partner_id": order.partner_id.commercial_partner_id.id,
            "carrier_id": carrier.id,
            "currency_id": order.currency_id.id,
            "amount": amount,
            "fee": order.currency_id.round(amount * carrier.gendan_cod_fee_percent / 100.0),
            "due": self.company_id._gendan_today() + timedelta(days=days),
        }


class GendanSettlementProfile(models.Model):
    """Which settlements are collected by the carrier."""

    _name = "gendan.settlement.profile"
    _inherit = ["gendan.settlement.profile", "gendan.cached.mixin"]
    _gendan_cached = frozenset({"way"})

    @api.model
    @ormcache()
    def _gendan_collecting_ids(self):
        """Ids of the profiles collected by the carrier, kept per process: each delivery asks."""
        # sudo: settings, asked by everybody who ships
        return frozenset(self.sudo().with_context(active_test=False).search([("way", "=", "cod")])._ids)
