from odoo import api, fields, models


class ProductTemplate(models.Model):
    """How the product is packed: its carton, which load plans and packing lists count by."""

    _inherit = "product.template"

    gendan_carton_quantity = fields.Float(
        string="Per Carton", digits="Product Unit", help="In the product's unit; 0: not packed in cartons of a size."
    )
    gendan_carton_length = fields.Float(string="Carton Length (cm)", digits=(16, 1))
    gendan_carton_width = fields.Float(string="Carton Width (cm)", digits=(16, 1))
    gendan_carton_height = fields.Float(string="Carton Height (cm)", digits=(16, 1))
    gendan_carton_gross = fields.Float(string="Gross per Carton (kg)", digits=(16, 2))
    gendan_carton_net = fields.Float(string="Net per Carton (kg)", digits=(16, 2))
    gendan_carton_volume = fields.Float(
        string="Carton (m³)", digits=(16, 4), compute="_compute_gendan_carton_volume", help="Outside."
    )

    _gendan_carton_positive = models.Constraint(
        "CHECK (gendan_carton_quantity >= 0 AND gendan_carton_length >= 0 AND gendan_carton_width >= 0"
        " AND gendan_carton_height >= 0 AND gendan_carton_gross >= 0 AND gendan_carton_net >= 0)",
        "The measures of a carton cannot be negative.",
    )

    @api.depends("gendan_carton_length", "gendan_carton_width", "gendan_carton_height")
    def _compute_gendan_carton_volume(self):
        for product in self:
            product.gendan_carton_volume = (
                product.gendan_carton_length * product.gendan_carton_width * product.gendan_carton_height / 1e6
            )
