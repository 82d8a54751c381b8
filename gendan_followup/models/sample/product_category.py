from odoo import fields, models


class ProductCategory(models.Model):
    """Which samples a new product needs."""

    _inherit = "product.category"

    gendan_sample_kind_ids = fields.Many2many(
        "gendan.sample.kind",
        string="Samples of a New Product",
        domain=[("gate", "!=", False)],
        help="Must be asked for before plates are ordered or production starts, with new products and with changes. "
        "Empty: as in the category above.",
    )

    def _gendan_sample_kinds(self, gate):
        """The kinds of samples products of this category need before that gate.

        :param str gate: key of ``gendan.sample.kind.gate``
        """
        # sudo: whoever starts a production need not read the lists of the follow-up
        category = self.sudo()
        while category and not category.gendan_sample_kind_ids:
            category = category.parent_id
        return category.gendan_sample_kind_ids.filtered(lambda kind: kind.gate == gate)
