from odoo import fields, models


class ProductTemplate(models.Model):
    """From the product to its samples."""

    _inherit = "product.template"

    gendan_is_tooling = fields.Boolean(
        string="Plates, Dies, Moulds", help="Ordered only when the proof of the product they are for is approved."
    )
    gendan_sample_count = fields.Integer(
        string="Number of samples", compute="_compute_gendan_sample_count", groups="sales_team.group_sale_salesman"
    )

    def _compute_gendan_sample_count(self):
        counts = dict(
            self.env["gendan.sample"]._read_group(
                [("product_id.product_tmpl_id", "in", self.ids)], ["product_id.product_tmpl_id"], ["__count"]
            )
        )
        for template in self:
            template.gendan_sample_count = counts.get(template._origin, 0)

    def action_gendan_samples(self):
        """Button: the product's samples for all customers one may see.

        :return: action
        """
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_sample"),
            "domain": [("product_id", "in", self.product_variant_ids.ids)],
            "context": {"default_product_id": self.product_variant_id.id},
        }

    gendan_tooling_count = fields.Integer(
        string="Number of tooling sets",
        compute="_compute_gendan_tooling_count",
        groups="sales_team.group_sale_salesman,gendan_followup.group_gendan_department",
    )

    def _compute_gendan_tooling_count(self):
        counts = dict(
            self.env["gendan.tooling"]._read_group(
                [("product_ids.product_tmpl_id", "in", self.ids), ("state", "!=", "scrapped")],
                ["product_ids"],
                ["__count"],
            )
        )
        for template in self:
            template.gendan_tooling_count = sum(counts.get(product, 0) for product in template.product_variant_ids)

    def action_gendan_tooling(self):
        """Button: the sets the product is made with.

        :return: action
        """
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_tooling"),
            "domain": [("product_ids", "in", self.product_variant_ids.ids)],
            "context": {"default_product_ids": self.product_variant_ids.ids},
        }
