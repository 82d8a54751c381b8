from odoo import fields, models

from ..common.document import RETURN_WAYS


class ResCompany(models.Model):
    """How scans are filed."""

    _inherit = "res.company"

    _gendan_filing_pages_positive = models.Constraint(
        "CHECK (gendan_filing_pages > 0)", "At least one page is read at a time."
    )

    gendan_filing_pages = fields.Integer(
        string="Pages at Most", default=300, required=True, help="Of one file. Longer ones are refused with a word."
    )
    gendan_filing_how = fields.Selection(
        RETURN_WAYS,
        string="Dropped Scans Came Back by",
        default="scan",
        required=True,
        help="What is meant when files are dropped without a word. Choose the driver where he brings the originals and"
        " the office scans them.",
    )
    gendan_filing_senders = fields.Char(
        string="Own Scanners",
        help="Mail addresses of the office's scanners, with commas between: their pages are filed at once. Anybody can"
        " write such an address: name only those your mail server lets nobody else use.",
    )
