from odoo import api, fields, models


class StockPicking(models.Model):
    """Goods are picked and delivered by a numbered version of the order."""

    _inherit = "stock.picking"

    # sudo: the warehouse has no access to orders; a name and a number carry no money
    gendan_order_versions = fields.Char(
        string="Order and version", compute="_compute_gendan_order_versions", compute_sudo=True
    )

    # no depends: which orders a transfer serves lies in the stock moves
    @api.depends_context("lang")
    def _compute_gendan_order_versions(self):
        for picking in self:
            picking.gendan_order_versions = picking._gendan_served_orders()._gendan_versions_text()
