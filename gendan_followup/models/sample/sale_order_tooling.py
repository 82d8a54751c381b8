from odoo import fields, models


class SaleOrder(models.Model):
    """From the order to the sets its products are made with."""

    _inherit = "sale.order"

    gendan_tooling_count = fields.Integer(
        string="Number of tooling sets",
        compute="_compute_gendan_tooling_count",
        groups="sales_team.group_sale_salesman",
    )

    def _compute_gendan_tooling_count(self):
        for order, sets in self._gendan_tooling().items():
            order.gendan_tooling_count = len(sets)

    def _gendan_tooling(self):
        """The sets each order's products are made with, and those made for the order. Batch, with the user's rights.

        :return: {order: gendan.tooling}
        """
        lines = self.order_line
        of_line = lines._gendan_tooling_sets() if lines else {}
        own = self.env["gendan.tooling"].search([("order_id", "in", self.ids), ("state", "!=", "scrapped")])
        # with the user's rights: the number must be that of the list behind it
        seen = own.union(*(sets.with_env(self.env) for sets in of_line.values()))._filtered_access("read")
        result = {}
        for order in self:
            sets = own.filtered(lambda tooling, order=order: tooling.order_id == order._origin)
            for line in order.order_line:
                sets |= of_line[line].with_env(self.env) & seen
            result[order] = sets
        return result

    def action_gendan_tooling(self):
        """Button: the sets of the order; new ones are made for it.

        :return: action
        """
        self.ensure_one()
        goods = self.order_line.product_id.filtered(lambda product: product.type == "consu")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_tooling"),
            "domain": [("id", "in", self._gendan_tooling()[self].ids)],
            "context": {
                "default_order_id": self.id,
                "default_partner_id": self.partner_id.commercial_partner_id.id,
                "default_product_ids": goods.ids if len(goods) == 1 else [],
            },
        }
