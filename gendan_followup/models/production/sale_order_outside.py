from odoo import fields, models


class SaleOrder(models.Model):
    """What of an order is done outside."""

    _inherit = "sale.order"

    # sudo: a number
    gendan_outside_count = fields.Integer(
        "Outside", compute="_compute_gendan_outside_count", compute_sudo=True, groups="sales_team.group_sale_salesman"
    )

    def _compute_gendan_outside_count(self):
        groups = self.env["gendan.outside"]._read_group(
            [("order_id", "in", self.ids), ("state", "!=", "cancelled")], ["order_id"], ["__count"]
        )
        counts = {order.id: count for order, count in groups}
        for order in self:
            order.gendan_outside_count = counts.get(order._origin.id, 0)

    def action_gendan_outside(self):
        """Smart button: what of this order is done outside.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_outside"),
            "domain": [("order_id", "=", self.id)],
            "context": {},
        }
