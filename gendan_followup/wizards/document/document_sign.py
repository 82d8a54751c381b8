"""The dialog in which a paper that no room prints is uploaded to be signed on the portal."""

import base64

from odoo import fields, models


class GendanDocumentSign(models.TransientModel):
    """Takes the PDF; the paper puts it up."""

    _name = "gendan.document.sign"
    _description = "Put up a Paper for Signing"

    document_id = fields.Many2one("gendan.document", string="Paper", required=True, readonly=True, ondelete="cascade")
    file = fields.Binary(string="PDF", required=True, attachment=False)
    filename = fields.Char()

    def action_put_up(self):
        """Button: put it up and write to the customer.

        :return: action of the composer
        :raise UserError: it is no PDF, or the paper is not to be signed on the portal
        """
        self.ensure_one()
        self.document_id.check_access("write")
        self.document_id._gendan_put_up(base64.b64decode(self.file))
        return self.document_id._gendan_compose_sign_mail()
