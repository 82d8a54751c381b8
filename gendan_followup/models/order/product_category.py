from odoo import api, fields, models


class ProductCategory(models.Model):
    """Which sets of attributes specify the category's products."""

    _inherit = "product.category"

    gendan_spec_set_ids = fields.Many2many(
        "gendan.spec.set",
        "gendan_spec_set_category_rel",
        "categ_id",
        "set_id",
        string="Specified By",
        help="In addition to those of the categories above.",
    )

    # what a category has is kept per process (gendan.spec.attribute)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS product
        categories = super().create(vals_list)
        if any("gendan_spec_set_ids" in vals for vals in vals_list):
            self.env.registry.clear_cache()
        return categories

    def write(self, vals):
        # EXTENDS product
        result = super().write(vals)
        if "gendan_spec_set_ids" in vals:
            self.env.registry.clear_cache()
        return result
