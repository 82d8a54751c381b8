from odoo import api, fields, models


class MrpProduction(models.Model):
    """The floor works by a numbered version of the order."""

    _inherit = "mrp.production"

    # sudo: the floor has no access to orders; a name and a number carry no money
    gendan_order_versions = fields.Char(
        string="Order and version", compute="_compute_gendan_order_versions", compute_sudo=True
    )

    # no depends: which orders a production serves lies in the stock moves
    @api.depends_context("lang")
    def _compute_gendan_order_versions(self):
        for production in self:
            orders = production._gendan_served_orders() | production.sale_line_id.order_id
            production.gendan_order_versions = orders._gendan_versions_text()
