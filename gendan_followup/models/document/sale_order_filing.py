from odoo import models


class SaleOrder(models.Model):
    """Signed copies that come with its messages are filed; its page leads to papers to be signed."""

    _name = "sale.order"
    _inherit = ["gendan.filing.thread.mixin", "sale.order"]

    def _gendan_papers_to_sign(self):
        """Papers of this order that wait for the customer's signature, sudo: for its page, which was checked."""
        self.ensure_one()
        # sudo: reached through the order, whose page the customer may see
        papers = self.env["gendan.document"].sudo().search(
            [("order_id", "=", self.id), ("signing_ids.state", "=", "open")]
        )
        customer = self.sudo().partner_id.commercial_partner_id  # sudo: as above
        own = papers.filtered(lambda paper: paper.partner_id.commercial_partner_id == customer)
        return own._gendan_to_sign()
