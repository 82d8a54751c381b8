from odoo import api, fields, models
from odoo.exceptions import UserError

MEDIA = [
    ("email", "E-mail"),
    ("chat", "Chat"),
    ("cloud", "Link to a file store"),
    ("disc", "Disc, USB stick"),
    ("paper", "Paper, printed sample"),
]


class GendanSampleArtwork(models.Model):
    """The customer's artwork as received: which file, which version, on what, on which day.

    Clerks keep those of their customers, supervisors all, reps and departments read. One that a sample was made from
    stays.
    """

    _name = "gendan.sample.artwork"
    _description = "Artwork"
    _order = "received_on desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "version", "product_id.name", "partner_id.name"]

    name = fields.Char(string="File or Title", required=True)
    version = fields.Char(required=True, default="1")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="restrict")
    product_id = fields.Many2one("product.product", index="btree_not_null", check_company=True, ondelete="restrict")
    clerk_id = fields.Many2one(
        related="partner_id.commercial_partner_id.gendan_clerk_id", store=True, index="btree_not_null", string="Clerk"
    )
    medium = fields.Selection(MEDIA, required=True, default="email", string="Received by")
    received_on = fields.Date(required=True, default=lambda self: self.env.company._gendan_today())
    attachment_ids = fields.Many2many("ir.attachment", string="Files", copy=False)
    checked_on = fields.Date(help="Pre-press has looked at it: fonts, resolution, colours, trapping, bar code.")
    note = fields.Text(string="Remarks", help="What pre-press found, what differs from the version before.")
    sample_ids = fields.One2many("gendan.sample", "artwork_id", string="Samples")

    @api.depends("name", "version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for artwork in self:
            artwork.display_name = self.env._(
                "%(artwork)s (version %(version)s)", artwork=artwork.name or "", version=artwork.version or ""
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for artwork in self:
            if artwork.sample_ids:
                raise UserError(
                    self.env._(
                        "%(artwork)s belongs to sample %(sample)s and cannot be deleted.",
                        artwork=artwork.display_name,
                        sample=artwork.sample_ids[0].name,
                    )
                )
