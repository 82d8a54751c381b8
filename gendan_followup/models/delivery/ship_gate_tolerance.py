from odoo import api, models
from odoo.tools import float_repr

from odoo.addons.gendan_followup.tools.gate import GateProblem


class GendanShipGate(models.AbstractModel):
    """More than was ordered."""

    _inherit = "gendan.ship.gate"

    @api.model
    def _gendan_find_tolerance(self, shipments):
        """{key: problems} of shipments by which more than the tolerance allows has left for an order line.

        Where the rule asks for a reason anybody inside gives it; a release is for this quantity only. What would be
        short holds nothing, a back-order may follow: it is told, so that the reason for closing it can be given.
        """
        lines = self.env["sale.order.line"].sudo().union(*(shipment.moves.sale_line_id for shipment in shipments))
        tolerances = lines._gendan_tolerances()
        # sudo: as in _gendan_tolerances
        leaving = self.env["stock.move"].sudo().union(*(shipment.moves for shipment in shipments))
        short, quantities = leaving._gendan_closed_short(tolerances), leaving._gendan_leaves()
        found = {}
        for shipment in shipments:
            problems = list(short.get(shipment.key, ()))
            for line, moves in shipment.moves.filtered("sale_line_id").grouped("sale_line_id").items():
                tolerance, unit = tolerances.get(line), line.product_uom_id
                if not tolerance:
                    continue
                total = unit.round(line.qty_delivered + line._gendan_leaving(moves, quantities))
                most = line.product_uom_qty * (1 + tolerance.over)
                if unit.compare(total, most) <= 0:
                    continue
                problems.append(
                    GateProblem(
                        f"ship_over_{line.id}_{float_repr(total, 6)}",
                        self._gendan_over_sentence(shipment, line, total, tolerance),
                        "block",
                        "base.group_user" if tolerance.policy == "reason" else None,
                    )
                )
            if problems:
                found[shipment.key] = problems
        return found

    @api.model
    def _gendan_over_sentence(self, shipment, line, total, tolerance):
        words = {
            "transfer": shipment.name,
            "product": line.product_id.display_name,
            "total": f"{total:g}",
            "ordered": f"{line.product_uom_qty:g} {line.product_uom_id.name}",
            "percent": f"{tolerance.over * 100:g}",
        }
        if tolerance.policy == "reason":
            return self.env._(
                "%(transfer)s: %(total)s of %(product)s would be delivered, %(ordered)s are ordered and %(percent)s %%"
                " more are allowed. Deliver less, or say why.",
                **words,
            )
        return self.env._(
            "%(transfer)s: %(total)s of %(product)s would be delivered, %(ordered)s are ordered and %(percent)s %%"
            " more are allowed. Deliver less.",
            **words,
        )
