from odoo import fields, models


class PurchaseOrderLine(models.Model):
    """Which product plates and tooling are bought for."""

    _inherit = "purchase.order.line"

    gendan_tool_product_id = fields.Many2one(
        "product.product",
        string="Plates for Product",
        index="btree_not_null",
        ondelete="set null",
        help="The product that is made with these plates, dies or moulds: its proof has to be approved first.",
    )
