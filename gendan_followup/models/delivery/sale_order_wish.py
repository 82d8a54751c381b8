from odoo import api, fields, models

from .res_partner_wish import HANDOVERS, PAYERS


class SaleOrder(models.Model):
    """How the goods of this order are to be sent; new orders begin with what the customer always wants."""

    _inherit = "sale.order"

    gendan_handover = fields.Selection(
        HANDOVERS, string="Hand-Over", compute="_compute_gendan_wishes", store=True, readonly=False, precompute=True
    )
    gendan_packing_wish = fields.Text(
        "Packing and Marks",
        compute="_compute_gendan_wishes",
        store=True,
        readonly=False,
        precompute=True,
        help="What the customer wants on and around the goods; printed on the picking list.",
    )
    gendan_freight_payer = fields.Selection(
        PAYERS, string="Freight Paid by", compute="_compute_gendan_wishes", store=True, readonly=False, precompute=True
    )

    @api.depends("partner_id")
    def _compute_gendan_wishes(self):
        for order in self:
            # the address first: a branch may want it its own way
            for name in ("gendan_handover", "gendan_packing_wish", "gendan_freight_payer"):
                order[name] = order.partner_id[name] or order.partner_id.commercial_partner_id[name] or order[name]
