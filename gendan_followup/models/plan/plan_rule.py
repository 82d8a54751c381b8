from odoo import api, fields, models
from odoo.tools import ormcache

ORDER_KINDS = [
    ("new", "New product"),
    ("repeat", "Repeat"),
    ("repeat_change", "Repeat with a change"),
    ("addition", "Addition to a running order"),
    ("makeup", "Make-up for a shortage"),
    ("sample", "Sample"),
    ("processing", "Processing of the customer's material"),
    ("own", "Own make"),
    ("stock", "Made ahead for stock"),
]


class GendanPlanRule(models.Model):
    """Which template an order line gets: the first rule in order that fits wins.

    Every filled-in field must fit; an empty one fits everything. A rule whose template is archived fits
    nothing. Supervisors keep the rules.
    """

    _name = "gendan.plan.rule"
    _description = "Plan template rule"
    _inherit = ["gendan.cached.mixin"]
    _order = "sequence, id"
    _rec_name = "template_id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    template_id = fields.Many2one("gendan.plan.template", required=True, ondelete="cascade", index=True)
    order_kind = fields.Selection(ORDER_KINDS)
    categ_id = fields.Many2one("product.category", string="Product category", ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="cascade", domain="[('parent_id', '=', False)]"
    )
    country_group_id = fields.Many2one("res.country.group", string="Delivered to (countries)")
    incoterm_id = fields.Many2one("account.incoterms", string="Incoterm")

    def _gendan_match(self, lines):
        """Choose a template for each order line.

        :param lines: sale.order.line recordset, of one company or several
        :return: dict line -> gendan.plan.template (empty recordset where no rule fits)
        """
        rules = self.sudo().browse(self._gendan_rule_ids())  # sudo: rules carry no customer data
        none = self.env["gendan.plan.template"]
        return {line: next((rule.template_id for rule in rules if rule._gendan_fits(line)), none) for line in lines}

    @api.model
    @ormcache()
    def _gendan_rule_ids(self):
        """Ids of the active rules in their order, kept per process: procurement asks line by line."""
        return tuple(self.sudo().search([("active", "=", True)])._ids)  # sudo: the same for all users

    def _gendan_fits(self, line):
        """Whether this rule's filled-in fields all fit the order line."""
        self.ensure_one()
        order = line.order_id
        if not self.template_id.active:
            return False
        if self.company_id and self.company_id != line.company_id:
            return False
        if self.template_id.company_id and self.template_id.company_id != line.company_id:
            return False
        if self.order_kind and self.order_kind != order.gendan_order_kind:
            return False
        if self.partner_id and self.partner_id != order.partner_id.commercial_partner_id:
            return False
        if self.incoterm_id and self.incoterm_id != order.incoterm:
            return False
        if self.country_group_id and order.partner_shipping_id.country_id not in self.country_group_id.country_ids:
            return False
        # parent_path ends in '/', so a prefix match is the category itself or one below it
        return not self.categ_id or (line.product_id.categ_id.parent_path or "").startswith(self.categ_id.parent_path)
