from odoo import fields, models


class GendanPartnerAccount(models.Model):
    """A likely number that somebody confirmed, with the sheet that proves it."""

    _inherit = "gendan.partner.account"

    seen_on_id = fields.Many2one(
        "gendan.document",
        string="Seen on",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
        help="The paper on which this number was printed when a clerk confirmed that it is the customer's.",
    )
