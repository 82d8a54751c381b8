from odoo import api, fields, models


class GendanCustomerPart(models.Model):
    """What a customer calls a product of ours: printed on delivery notes, and by which its receipts are told apart.

    Clerks keep those of their customers, supervisors all; reps and the warehouse read.
    """

    _name = "gendan.customer.part"
    _description = "Customer's Part Number"
    _order = "partner_id, code"
    _rec_name = "code"
    _rec_names_search = ["code", "name"]

    _one_each = models.Constraint(
        "UNIQUE (partner_id, product_id)", "This customer has a part number for this product already."
    )
    _code_idx = models.Index("(partner_id, code)")

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        domain="[('parent_id', '=', False)]",
    )
    # Stored: record rules go by it.
    clerk_id = fields.Many2one(related="partner_id.gendan_clerk_id", store=True, index="btree_not_null")
    product_id = fields.Many2one("product.product", string="Product", required=True, ondelete="cascade", index=True)
    code = fields.Char(string="Part Number", required=True)
    name = fields.Char(string="Customer's Name for It")

    @api.model
    def _gendan_of(self, customer, products):
        """What the customer calls these products.

        :return: {product.product: gendan.customer.part, sudo}
        """
        # sudo: printed on papers, whoever makes them
        parts = self.sudo().search([("partner_id", "=", customer.id), ("product_id", "in", products.ids)])
        return {part.product_id: part for part in parts}
