from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

SCOPES = [
    ("order", "Order"),
    ("design", "Design (set of plates)"),
    ("colour", "Colour"),
    ("lot", "Lot of material"),
]
POLICIES = [("offer", "Offer the surcharge first"), ("refuse", "Refuse"), ("warn", "Only warn")]
# what an answer of a customer goes by
COUNTED = frozenset({"scope", "attribute_id", "material_id"})
SURCHARGES = [
    ("fixed", "Fixed amount"),
    ("unit", "Amount for each missing unit"),
    ("percent", "Percent of the goods' price"),
]


class Shortfall(NamedTuple):
    """Less than the minimum on one order.

    ``key`` tells apart what one rule is counted by (designs, colours) and stays the same while quantities change;
    ``label`` names it. Quantities are in the rule's unit.
    """

    rule: models.BaseModel  # gendan.moq
    key: str
    label: str
    lines: models.BaseModel  # sale.order.line
    quantity: float
    missing: float


class Known(NamedTuple):
    """What minimums need to know of order lines besides what stands on them.

    ``designs``: {line: (key, label)}, where a rule counts by design. ``bills``: {line: ``FeasibleSource``}, where one
    counts lots of material.
    """

    designs: dict
    bills: dict


class GendanMoq(models.Model):
    """A minimum order quantity: for which goods and customers, counted by what, and what happens below it.

    What a rule leaves empty fits everything. Of the rules that count by the same thing the closest fits a line:
    customer before product before category (the inner one first), then the order of the list. Supervisors keep the
    rules, everybody inside reads them.
    """

    _name = "gendan.moq"
    _description = "Minimum Order Quantity"
    _inherit = ["gendan.cached.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "A minimum quantity must be more than nothing.")
    _surcharge_positive = models.Constraint("CHECK (surcharge_amount >= 0)", "A surcharge cannot be negative.")

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_tmpl_id = fields.Many2one(
        "product.template", string="Product", index="btree_not_null", ondelete="restrict", check_company=True
    )
    categ_id = fields.Many2one("product.category", string="Product Category", ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('parent_id', '=', False)]",
    )
    scope = fields.Selection(SCOPES, string="Counted by", required=True, default="order")
    attribute_id = fields.Many2one(
        "product.attribute",
        string="Colour Attribute",
        ondelete="restrict",
        help="The attribute that is the colour. Empty: each variant is a colour of its own.",
    )
    material_id = fields.Many2one(
        "product.product",
        string="Material",
        ondelete="restrict",
        check_company=True,
        help="The material of which the order must use up the minimum, as its bills of materials say.",
    )
    quantity = fields.Float(string="Minimum", digits="Product Unit", required=True)
    uom_id = fields.Many2one(
        "uom.uom", string="Unit", required=True, default=lambda self: self.env.ref("uom.product_uom_unit").id
    )
    policy = fields.Selection(POLICIES, string="Below It", required=True, default="offer")
    surcharge_kind = fields.Selection(SURCHARGES, string="Surcharge", required=True, default="fixed")
    surcharge_amount = fields.Float(
        string="Amount",
        min_display_digits="Product Price",
        help="In the company's currency, without taxes; or percent.",
    )
    surcharge_product_id = fields.Many2one(
        "product.product",
        string="Surcharge Product",
        ondelete="restrict",
        check_company=True,
        domain="[('type', '=', 'service'), ('invoice_policy', '=', 'order')]",
        help="The service the customer reads on the order: loss of material, small order, small dye lot ...",
    )

    # ------------------------------------------------------------ compute

    @api.depends("product_tmpl_id", "categ_id", "partner_id", "scope", "quantity", "uom_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        scopes = dict(self._fields["scope"]._description_selection(self.env))
        for rule in self:
            goods = rule.product_tmpl_id.display_name or rule.categ_id.display_name or self.env._("All products")
            rule.display_name = " · ".join(
                filter(None, [rule.partner_id.name, goods, scopes.get(rule.scope), rule._gendan_text(rule.quantity)])
            )

    # ------------------------------------------------------------ constrains

    @api.constrains("policy", "surcharge_product_id", "surcharge_amount", "scope", "material_id", "uom_id")
    def _check_complete(self):
        for rule in self:
            if rule.policy == "offer" and not rule.surcharge_product_id:
                raise ValidationError(
                    self.env._("Choose the service that %(rule)s is charged with.", rule=rule.display_name)
                )
            if rule.policy == "offer" and not rule.surcharge_amount:
                raise ValidationError(self.env._("Say how much %(rule)s costs.", rule=rule.display_name))
            product = rule.surcharge_product_id
            if product and (product.type != "service" or product.invoice_policy != "order"):
                raise ValidationError(
                    self.env._(
                        "%(product)s cannot be a surcharge: it must be a service invoiced by what is ordered, so that"
                        " it is billed once and never counted as delivered.",
                        product=product.display_name,
                    )
                )
            if rule.scope == "lot" and not rule.material_id:
                raise ValidationError(
                    self.env._("Choose the material whose lots %(rule)s counts.", rule=rule.display_name)
                )
            if rule.material_id and not rule.material_id.uom_id._has_common_reference(rule.uom_id):
                raise ValidationError(
                    self.env._(
                        "%(material)s is not measured in %(unit)s.",
                        material=rule.material_id.display_name,
                        unit=rule.uom_id.name,
                    )
                )

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        """Change rules; what customers have agreed upon keeps its amounts.

        :raise UserError: a rule with answers is to be counted by something else
        """
        if not COUNTED.isdisjoint(vals):
            changed = self.filtered(
                lambda rule: any(rule._gendan_differs(name, vals) for name in COUNTED & vals.keys())
            )
            # sudo: that there are answers counts, not whose
            consent = self.env["gendan.moq.consent"].sudo().search([("moq_id", "in", changed.ids)], limit=1)
            if consent:
                raise UserError(
                    self.env._(
                        "Customers have answered about %(rule)s: archive it, and make another one that counts"
                        " differently.",
                        rule=consent.moq_id.display_name,
                    )
                )
        return super().write(vals)

    def _gendan_differs(self, name, vals):
        value = self[name]
        return (value.id if isinstance(value, models.BaseModel) else value) != vals[name]

    # ------------------------------------------------------------ business

    @api.model
    @ormcache()
    def _gendan_rule_ids(self):
        """{id of a company: ids of its rules in their order}; empty, without a query, where nobody uses minimums."""
        # sudo: kept for all users alike; everybody inside may read the rules
        rules = self.sudo().search([("active", "=", True)])
        return {company.id: tuple(of_company.ids) for company, of_company in rules.grouped("company_id").items()}

    @api.model
    @ormcache()
    def _gendan_refusing_ids(self):
        """Ids of the companies that refuse less than some minimum, kept per process: every confirmation asks."""
        # sudo: as above
        return frozenset(self.sudo().search([("active", "=", True), ("policy", "=", "refuse")]).company_id._ids)

    @api.model
    @ormcache()
    def _gendan_is_used(self):
        """Whether there was ever a minimum: without one nothing is asked of the database."""
        # sudo: as above; what was agreed on by a rule outlives it
        return bool(self.sudo().with_context(active_test=False).search_count([], limit=1))

    def _gendan_rank(self, line):
        """How closely the rule fits an order line: None when it does not, else a tuple, the greater the closer."""
        self.ensure_one()
        categ = line.product_id.categ_id
        if (
            (self.partner_id and self.partner_id != line.order_id.partner_id.commercial_partner_id)
            or (self.product_tmpl_id and self.product_tmpl_id != line.product_id.product_tmpl_id)
            or (self.categ_id and not (categ.parent_path or "").startswith(self.categ_id.parent_path or "-"))
            or not (self.material_id or self.uom_id._has_common_reference(line.product_uom_id))
        ):
            return None
        depth = (self.categ_id.parent_path or "").count("/")
        return bool(self.partner_id), bool(self.product_tmpl_id), depth, -self.sequence, -self.id

    def _gendan_text(self, quantity):
        """A quantity in the rule's unit, as it is read."""
        self.ensure_one()
        return f"{self.uom_id._gendan_number(quantity)} {self.uom_id.name or ''}"

    def _gendan_surcharge(self, terms, lines, missing):
        """What being below the minimum costs, without taxes, in the currency of the order.

        :param terms: who has ``surcharge_kind`` and ``surcharge_amount``: the rule itself, or a customer's answer
        :param lines: ``sale.order.line`` of one order, counted together
        :param missing: in the rule's unit
        """
        self.ensure_one()
        order = lines.order_id
        if terms.surcharge_kind == "percent":
            return order.currency_id.round(sum(lines.mapped("price_subtotal")) * terms.surcharge_amount / 100)
        amount = terms.surcharge_amount * (missing if terms.surcharge_kind == "unit" else 1)
        day = order.date_order or fields.Datetime.now()
        return self.currency_id._convert(amount, order.currency_id, self.company_id, day)
