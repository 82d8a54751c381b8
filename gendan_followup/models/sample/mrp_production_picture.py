from odoo import models


class MrpProduction(models.Model):
    """The floor sees the customer's artwork before the picture of the catalogue."""

    _inherit = "mrp.production"

    def _gendan_floor_picture(self):
        # EXTENDS gendan_followup (production): the artwork that came in last, where it is a picture
        # sudo: the floor sees what it prints, whoever's customer it is
        production = self.sudo()
        customers = production._gendan_served_orders().partner_id.commercial_partner_id
        artworks = production.env["gendan.sample.artwork"].search(
            [
                ("product_id", "=", production.product_id.id),
                ("company_id", "=", production.company_id.id),
                ("partner_id.commercial_partner_id", "in", customers.ids),
            ],
            limit=1,
        )
        pictures = artworks.attachment_ids.filtered(lambda file: (file.mimetype or "") in ("image/png", "image/jpeg"))
        return pictures[:1].datas or super()._gendan_floor_picture()
