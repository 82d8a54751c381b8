from collections import defaultdict

from odoo import api, models

# papers of an order that must be here before its goods leave; notes and statements come back afterwards
AWAITED_KINDS = ("contract", "order_confirmation")


class GendanShipGate(models.AbstractModel):
    """The contract that has not come back."""

    _inherit = "gendan.ship.gate"

    @api.model
    def _gendan_find_papers(self, shipments):
        """{key: sentences} of shipments whose order has a paper that must come back and does not count yet."""
        orders = self.env["sale.order"].sudo().union(*(shipment.orders for shipment in shipments))  # sudo: see below
        if not orders:
            return {}
        # sudo: the warehouse reads no papers; their numbers only
        papers = self.env["gendan.document"].sudo().search(
            [
                ("order_id", "in", orders.ids),
                ("kind", "in", AWAITED_KINDS),
                ("must_return", "=", True),
                ("voided_at", "=", False),
            ],
            order="id",
        )
        if not papers:
            return {}
        missing = papers - papers._gendan_counts()
        found = defaultdict(list)
        for shipment in shipments:
            if shipment.only_replaces:
                continue
            for paper in missing.filtered(lambda paper, shipment=shipment: paper.order_id in shipment.orders):
                found[shipment.key].append(
                    self.env._(
                        "%(transfer)s: %(paper)s of %(order)s has not come back signed. Enter it when it is here, or"
                        " have the supervisor release the delivery.",
                        transfer=shipment.name,
                        paper=paper.display_name,
                        order=paper.order_id.name,
                    )
                )
        return found
