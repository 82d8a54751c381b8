from odoo import api, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Orders whose goods quality holds, or has held."""

    _inherit = "sale.order"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        """A hold about one order would lose what it is about, or be about all orders."""
        # sudo: whether there is one, whoever deletes
        hold = self.env["gendan.quality.hold"].sudo().search([("order_id", "in", self.ids)], limit=1)
        if hold:
            raise UserError(
                self.env._(
                    "%(order)s is kept: there is a quality hold on its goods (%(hold)s). Cancel the order instead.",
                    order=hold.order_id.name,
                    hold=hold.display_name,
                )
            )
