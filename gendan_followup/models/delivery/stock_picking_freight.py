from odoo import api, fields, models


class StockPicking(models.Model):
    """What sending this transfer really cost."""

    _inherit = "stock.picking"

    _gendan_freight_positive = models.Constraint(
        "CHECK (gendan_freight_real >= 0)", "What the freight cost cannot be negative."
    )

    gendan_company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    gendan_freight_real = fields.Monetary(
        "Freight Real",
        currency_field="gendan_company_currency_id",
        copy=False,
        help="As on the carrier's bill, without taxes.",
        groups="sales_team.group_sale_salesman,account.group_account_invoice,stock.group_stock_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS stock
        pickings = super().create(vals_list)
        if any(vals.get("gendan_freight_real") for vals in vals_list):
            pickings._gendan_sum_freight()
        return pickings

    def write(self, vals):
        # EXTENDS stock
        result = super().write(vals)
        if "gendan_freight_real" in vals:
            self._gendan_sum_freight()
        return result

    def _gendan_sum_freight(self):
        """Their orders know what their transfers cost together."""
        # sudo: a sum, whoever of the warehouse notes it
        orders = self.sudo().sale_id
        cost = dict(
            self.env["stock.picking"]
            .sudo()  # sudo: as above
            ._read_group([("sale_id", "in", orders.ids)], ["sale_id"], ["gendan_freight_real:sum"])
        )
        for order in orders:
            order.gendan_freight_real = cost.get(order, 0.0)
