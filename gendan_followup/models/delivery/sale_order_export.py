from odoo import api, fields, models


class SaleOrder(models.Model):
    """Orders that go abroad, and their papers."""

    _inherit = "sale.order"

    gendan_export_ids = fields.One2many("gendan.export.shipment", "order_id", string="Export Shipments", readonly=True)
    gendan_export_count = fields.Integer("Number of Export Shipments", compute="_compute_gendan_export_count")

    @api.depends("gendan_export_ids")
    def _compute_gendan_export_count(self):
        for order in self:
            order.gendan_export_count = len(order.gendan_export_ids)

    def action_gendan_exports(self):
        """Button: the order's export shipments.

        :return: action
        """
        self.ensure_one()
        return self.gendan_export_ids._get_records_action(name=self.env._("Export Papers"))

    def _action_confirm(self):
        # EXTENDS sale: what goes abroad gets the list of its papers
        result = super()._action_confirm()
        self.filtered("company_id.gendan_export").picking_ids._gendan_open_exports()
        return result
