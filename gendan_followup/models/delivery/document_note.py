from odoo import fields, models


class GendanDocument(models.Model):
    """A copy of a delivery note knows which of the set it is."""

    _inherit = "gendan.document"

    note_holder = fields.Char(string="Kept by", readonly=True)
    note_travels = fields.Boolean(string="Leaves with the Goods", readonly=True)
    note_returns = fields.Boolean(string="Comes Back Signed", readonly=True)
    note_prices = fields.Boolean(string="With Prices", readonly=True)

    def _gendan_print_pdf(self):
        # EXTENDS gendan_followup: this copy only, on A4
        if self.res_model != "gendan.delivery.note":
            return super()._gendan_print_pdf()
        return self.env["ir.actions.report"]._render_qweb_pdf(
            "gendan_followup.action_report_delivery_note_a4", [self.res_id], data={"gendan_copy": self.id}
        )[0]

