from odoo import api, models

from odoo.addons.gendan_followup.tools.gate import GateProblem


class GendanShipGate(models.AbstractModel):
    """Samples that must be approved before the goods are delivered."""

    _inherit = "gendan.ship.gate"

    @api.model
    def _gendan_find_hold(self, shipments):
        # EXTENDS gendan_followup: the orders' own samples, such as the shipment sample
        found = super()._gendan_find_hold(shipments)
        # sudo: the warehouse ships what the clerk's samples allow
        samples = self.env["gendan.sample"].sudo().search(
            [
                ("order_id", "in", self.env["sale.order"].union(*(shipment.orders for shipment in shipments)).ids),
                ("state", "!=", "cancelled"),
                ("kind_id.gate", "=", "delivery"),
            ]
        )
        if not samples:
            return found
        gate = samples._gendan_gate("ship")
        for shipment in shipments:
            products = shipment.fresh.product_id | shipment.fresh.sale_line_id.product_id
            # the release is given on the sample, by those who may: not from here
            problems = [
                GateProblem(problem.code, problem.sentence, problem.severity)
                for sample in samples
                if sample.order_id in shipment.orders
                and (not shipment.moves or not sample.product_id or sample.product_id in products)
                for problem in gate[sample]
            ]
            if problems:
                found[shipment.key] = [*found.get(shipment.key, []), *problems]
        return found
