from odoo import api, models
from odoo.tools import format_list

from odoo.addons.gendan_followup.tools.gate import GateProblem

from .ship_gate import MANAGER


class GendanShipGate(models.AbstractModel):
    """Goods that quality holds."""

    _inherit = "gendan.ship.gate"

    @api.model
    def _gendan_find_hold(self, shipments):
        # EXTENDS gendan_followup
        found = super()._gendan_find_hold(shipments)
        moves = self.env["stock.move"].union(*(shipment.moves for shipment in shipments))
        companies = self.env["res.company"].union(*(shipment.company for shipment in shipments))
        # sudo: the warehouse ships what quality allows, whoever presses the button
        holds = self.env["gendan.quality.hold"].sudo()._gendan_open_holds(moves.product_id, companies)
        if not holds:
            return found
        for shipment in shipments:
            problems = [
                GateProblem(
                    f"quality_{hold.id}",
                    self.env._(
                        "%(transfer)s: quality holds %(goods)s (%(reason)s). It is released by %(who)s, or by a"
                        " supervisor.",
                        transfer=shipment.name,
                        goods=hold.display_name,
                        reason=hold.reason,
                        who=format_list(self.env, hold._gendan_deciding().mapped("name"), style="or")
                        or self.env._("any department"),
                    ),
                    waiver_group=MANAGER,
                )
                for hold in holds
                if hold.company_id == shipment.company and hold._gendan_meets(shipment.moves, shipment.orders)
            ]
            if problems:
                found[shipment.key] = [*found.get(shipment.key, []), *problems]
        return found
