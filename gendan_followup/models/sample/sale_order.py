from odoo import fields, models


class SaleOrder(models.Model):
    """From the order to its samples."""

    _inherit = "sale.order"

    gendan_sample_ids = fields.One2many(
        "gendan.sample", "order_id", string="Samples", groups="sales_team.group_sale_salesman"
    )
    gendan_sample_count = fields.Integer(
        string="Number of samples", compute="_compute_gendan_sample_count", groups="sales_team.group_sale_salesman"
    )

    def _compute_gendan_sample_count(self):
        counts = dict(
            self.env["gendan.sample"]._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        )
        for order in self:
            order.gendan_sample_count = counts.get(order._origin, 0)

    def action_gendan_samples(self):
        """Button: the order's samples; new ones are made for it.

        :return: action
        """
        self.ensure_one()
        goods = self.order_line.filtered(lambda line: line.product_id.type == "consu")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_sample"),
            "domain": [("order_id", "=", self.id)],
            "context": {
                "default_order_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_line_id": goods.id if len(goods) == 1 else False,
            },
        }
