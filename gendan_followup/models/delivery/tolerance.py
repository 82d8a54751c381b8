from odoo import api, fields, models


class GendanTolerance(models.Model):
    """How much more or less than ordered may be delivered, each side its own.

    The nearest rule counts: customer and product, customer, product, company; what stands on the order line comes
    before all of them. Supervisors keep the list, everybody inside reads it.
    """

    _name = "gendan.tolerance"
    _description = "Tolerance for Over and Under Delivery"
    _order = "partner_id, product_tmpl_id, id"
    _check_company_auto = True

    _percent_range = models.Constraint(
        "CHECK (over_percent BETWEEN 0 AND 100 AND under_percent BETWEEN 0 AND 100)",
        "A tolerance is between 0 and 100 %.",
    )
    _key_uniq = models.UniqueIndex(
        "(company_id, partner_id, product_tmpl_id) NULLS NOT DISTINCT WHERE active",
        "There is a tolerance for this customer and product already.",
    )

    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", string="Customer", index="btree_not_null", ondelete="cascade")
    product_tmpl_id = fields.Many2one(
        "product.template", string="Product", index="btree_not_null", ondelete="cascade", check_company=True
    )
    over_percent = fields.Float("Over (%)", digits=(5, 2))
    under_percent = fields.Float("Under (%)", digits=(5, 2))
    policy = fields.Selection(
        [("reason", "Needs a reason"), ("refuse", "Not allowed")],
        string="Outside It",
        required=True,
        default="reason",
    )

    @api.depends("partner_id", "product_tmpl_id", "over_percent", "under_percent")
    def _compute_display_name(self):
        for rule in self:
            whose = " · ".join(filter(None, (rule.partner_id.name, rule.product_tmpl_id.name, rule.company_id.name)))
            rule.display_name = f"{whose} +{rule.over_percent:g} % / -{rule.under_percent:g} %"
