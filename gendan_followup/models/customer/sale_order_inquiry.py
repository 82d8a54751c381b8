from odoo import fields, models


class SaleOrder(models.Model):
    """Questions about the order."""

    _inherit = "sale.order"

    gendan_inquiry_count = fields.Integer(
        "Open Inquiries", compute="_compute_gendan_inquiry_count", groups="sales_team.group_sale_salesman"
    )

    def _compute_gendan_inquiry_count(self):
        groups = self.env["gendan.inquiry"]._read_group(
            [("order_id", "in", self.ids), ("state", "=", "open")], ["order_id"], ["__count"]
        )
        counts = {order.id: count for order, count in groups}
        for order in self:
            order.gendan_inquiry_count = counts.get(order._origin.id, 0)

    def action_gendan_inquiries(self):
        """Button: what was asked about this order; a new one begins with it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_inquiry")
        return {
            **action,
            "domain": [("order_id", "=", self.id)],
            "context": {"default_order_id": self.id, "default_company_id": self.company_id.id},
        }
