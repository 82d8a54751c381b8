from odoo import api, fields, models

from .res_company_note import PAPERS


class ResPartner(models.Model):
    """How this customer wants the delivery notes."""

    _inherit = "res.partner"

    gendan_note_paper = fields.Selection(PAPERS, string="Paper of Delivery Notes", copy=False)
    gendan_note_no_prices = fields.Boolean("No Prices with the Goods", copy=False)
    gendan_note_copy_ids = fields.One2many("gendan.note.copy", "partner_id", string="Copies of Delivery Notes")
    gendan_customer_part_ids = fields.One2many("gendan.customer.part", "partner_id", string="Customer's Part Numbers")

    @api.model
    def _gendan_team_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_team_fields() | {"gendan_note_paper", "gendan_note_no_prices"}
