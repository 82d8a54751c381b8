from odoo import fields, models


class ResPartner(models.Model):
    """What an invoice to this customer has to say (抬头、税号、地址电话、开户行账号 / 統編)."""

    _inherit = "res.partner"

    gendan_invoice_title = fields.Char("Invoice Title", copy=False, help="Empty: the customer's name.")
    gendan_invoice_address = fields.Char("Address and Phone on Invoices", copy=False)
    gendan_invoice_bank = fields.Char("Bank and Account on Invoices", copy=False)

    def _gendan_invoice_data(self):
        """What is printed as the customer's data for invoices: list of texts, the title first.

        Also for those who may not read the customer: callers print it on a paper they may read.
        """
        self.ensure_one()
        # sudo: printed on papers, whoever prints
        partner = self.commercial_partner_id.sudo()
        return [
            partner.gendan_invoice_title or partner.name or "",
            *filter(None, (partner.vat, partner.gendan_invoice_address, partner.gendan_invoice_bank)),
        ]

    def _gendan_team_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_team_fields() | {
            "gendan_invoice_title",
            "gendan_invoice_address",
            "gendan_invoice_bank",
        }
