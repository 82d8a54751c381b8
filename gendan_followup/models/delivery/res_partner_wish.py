from odoo import api, fields, models

HANDOVERS = [
    ("door", "To the door"),
    ("depot", "To the carrier's depot"),
    ("pickup", "Picked up here"),
]
PAYERS = [
    ("us", "We pay"),
    ("month", "We pay, monthly account"),
    ("rebill", "We pay and bill it"),
    ("collect", "Customer pays on arrival"),
]


class ResPartner(models.Model):
    """How this customer always wants her goods sent. The carrier she names is Odoo's own delivery method."""

    _inherit = "res.partner"

    gendan_handover = fields.Selection(HANDOVERS, string="Hand-Over", copy=False)
    gendan_packing_wish = fields.Text("Packing and Marks", copy=False)
    gendan_freight_payer = fields.Selection(PAYERS, string="Freight Paid by", copy=False)

    @api.model
    def _gendan_team_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_team_fields() | {"gendan_handover", "gendan_packing_wish", "gendan_freight_payer"}
