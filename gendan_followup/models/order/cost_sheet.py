"""What a product costs, and at what price it is offered in which quantity."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_repr, format_amount, formatLang
from odoo.tools.misc import get_lang

from odoo.addons.gendan_followup.tools import costing


class GendanCostSheet(models.Model):
    """The calculation behind the price of one order line, or of what a customer asked about without an order.

    Costs and margins are for ``group_gendan_cost`` only: its members keep the sheets of their own customers and of
    those they back up, whoever follows all customers those of all. The quantities with their prices, and nothing else,
    print on the quotation. The formula's lines are copied in and may be changed here.
    """

    _name = "gendan.cost.sheet"
    _description = "Cost Sheet"
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["subject", "product_id.name", "order_id.name", "partner_id.name"]

    _price_digits_range = models.Constraint(
        "CHECK(price_digits BETWEEN 0 AND 6)", "Unit prices have 0 to 6 decimals."
    )
    _line_uniq = models.UniqueIndex("(line_id) WHERE line_id IS NOT NULL", "This order line has a cost sheet.")

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    line_id = fields.Many2one(
        "sale.order.line",
        string="Order Line",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('display_type', '=', False), ('company_id', '=', company_id)]",
    )
    order_id = fields.Many2one(related="line_id.order_id", string="Order", store=True, index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    subject = fields.Char(string="What", help="What the customer asked about, as long as there is no product for it.")
    # stored: record rules and lists go by it
    clerk_id = fields.Many2one(
        "res.users", string="Clerk", compute="_compute_clerk_id", store=True, index="btree_not_null"
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, readonly=False, precompute=True, required=True
    )
    uom_id = fields.Many2one("uom.uom", string="Unit", compute="_compute_uom_id")
    scheme_id = fields.Many2one(
        "gendan.cost.scheme",
        string="Formula",
        compute="_compute_scheme_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
    )
    width = fields.Float(string="Width (mm)", digits=(16, 2))
    length = fields.Float(string="Length (mm)", digits=(16, 2))
    area = fields.Float(
        string="Area (m²)",
        digits=(16, 6),
        compute="_compute_area",
        store=True,
        readonly=False,
        help="Of one unit: width x length, or typed.",
    )
    tax_included = fields.Boolean(
        string="Offered with Tax", compute="_compute_terms", store=True, readonly=False, precompute=True
    )
    tax_percent = fields.Float(
        string="Tax %", digits=(16, 2), compute="_compute_tax_percent", store=True, readonly=False, precompute=True
    )
    freight_included = fields.Boolean(compute="_compute_terms", store=True, readonly=False, precompute=True)
    price_digits = fields.Integer(
        string="Decimals of the Price", compute="_compute_terms", store=True, readonly=False, precompute=True
    )
    print_steps = fields.Boolean(
        string="Print the Quantities",
        default=True,
        help="As a table on the quotation: quantities and prices, no costs.",
    )
    note = fields.Text(string="Remarks")
    line_ids = fields.One2many(
        "gendan.cost.sheet.line",
        "sheet_id",
        string="Lines",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        copy=True,
    )
    step_ids = fields.One2many(
        "gendan.cost.step",
        "sheet_id",
        string="Quantities",
        compute="_compute_step_ids",
        store=True,
        readonly=False,
        copy=True,
    )
    breakdown_html = fields.Html(string="Price Structure", compute="_compute_breakdown_html", sanitize=False)
    applied_price = fields.Float(
        string="Price on the Order", compute="_compute_applied_price", digits=(16, 6)
    )
    is_applied = fields.Boolean(compute="_compute_applied_price")

    # ------------------------------------------------------------ compute

    @api.depends("line_id")
    def _compute_partner_id(self):
        for sheet in self:
            sheet.partner_id = sheet.line_id.order_id.partner_id or sheet.partner_id

    @api.depends("line_id")
    def _compute_product_id(self):
        for sheet in self:
            sheet.product_id = sheet.line_id.product_id or sheet.product_id

    @api.depends("line_id.order_id.gendan_clerk_id", "partner_id.commercial_partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for sheet in self:
            order = sheet.line_id.order_id
            sheet.clerk_id = order.gendan_clerk_id or sheet.partner_id.commercial_partner_id.gendan_clerk_id

    @api.depends("line_id", "company_id")
    def _compute_currency_id(self):
        for sheet in self:
            sheet.currency_id = sheet.line_id.order_id.currency_id or sheet.currency_id or sheet.company_id.currency_id

    @api.depends("line_id.product_uom_id", "product_id")
    def _compute_uom_id(self):
        for sheet in self:
            sheet.uom_id = sheet.line_id.product_uom_id or sheet.product_id.uom_id

    @api.depends("product_id", "company_id")
    def _compute_scheme_id(self):
        for sheet in self:
            found = self.env["gendan.cost.scheme"]._gendan_find(sheet.product_id.categ_id, sheet.company_id)
            sheet.scheme_id = found or sheet.scheme_id

    @api.depends("width", "length")
    def _compute_area(self):
        for sheet in self:
            if sheet.width and sheet.length:
                sheet.area = sheet.width * sheet.length / 1_000_000

    @api.depends("scheme_id")
    def _compute_terms(self):
        for sheet in self:
            sheet.tax_included = sheet.scheme_id.tax_included
            sheet.freight_included = sheet.scheme_id.freight_included if sheet.scheme_id else True
            sheet.price_digits = sheet.scheme_id.price_digits if sheet.scheme_id else costing.MOST_DIGITS

    @api.depends("line_id.tax_ids", "company_id")
    def _compute_tax_percent(self):
        for sheet in self:
            taxes = sheet.line_id.tax_ids if sheet.line_id else sheet.company_id.account_sale_tax_id
            percents = taxes.flatten_taxes_hierarchy().filtered(lambda tax: tax.amount_type == "percent")
            percent = sum(percents.mapped("amount"))
            # a line without tax is one; without a line what has been typed stays
            sheet.tax_percent = percent if sheet.line_id else percent or sheet.tax_percent

    @api.depends("scheme_id")
    def _compute_line_ids(self):
        """A formula that is chosen brings its lines in place of another formula's; what has been typed stays."""
        for sheet in self:
            typed = sheet.line_ids.filtered("is_typed")
            # asked with every other product, too: the formula may be the same as before
            if not sheet.scheme_id or sheet.scheme_id in ((sheet.line_ids - typed) or typed).scheme_id:
                continue
            sheet.line_ids = typed
            sheet.line_ids = sheet.scheme_id._gendan_line_commands(sheet.company_id, sheet.currency_id)

    @api.depends("scheme_id", "line_id")
    def _compute_step_ids(self):
        """The quantity asked for and the usual ones; what has been typed stays."""
        for sheet in self.filtered(lambda sheet: not sheet.step_ids):
            asked = sheet.line_id.product_uom_qty
            usual = [quantity for quantity in sheet.scheme_id._gendan_quantities() if quantity != asked]
            quantities = sorted([asked, *usual][: costing.MOST_STEPS]) if asked else usual
            sheet.step_ids = [Command.create({"quantity": quantity}) for quantity in quantities]

    @api.depends("product_id", "subject", "order_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for sheet in self:
            parts = [sheet.order_id.name, sheet.product_id.display_name or sheet.subject]
            sheet.display_name = " · ".join(part for part in parts if part) or self.env._("Cost sheet")

    @api.depends("line_id.price_unit", "line_id.product_uom_qty", "step_ids.price", "step_ids.net")
    def _compute_applied_price(self):
        for sheet in self:
            sheet.applied_price = sheet.line_id.price_unit
            step = sheet._gendan_step(sheet.line_id.product_uom_qty)
            sheet.is_applied = bool(
                sheet.line_id and step and not sheet._gendan_differs(sheet.line_id.price_unit, step)
            )

    # depends on all that counts: the table follows what is typed
    @api.depends(
        "line_ids.name", "line_ids.sequence", "line_ids.kind", "line_ids.basis", "line_ids.usage", "line_ids.waste",
        "line_ids.rate", "line_ids.apart", "step_ids.quantity", "area", "tax_included", "tax_percent",
        "freight_included", "currency_id",
    )
    @api.depends_context("lang")
    def _compute_breakdown_html(self):
        for sheet in self:
            sheet.breakdown_html = sheet._gendan_breakdown()

    # ------------------------------------------------------------ constrains

    @api.constrains("step_ids", "line_ids")
    def _check_priceable(self):
        for sheet in self:
            if len(sheet.step_ids) > costing.MOST_STEPS:
                raise ValidationError(
                    self.env._("%(sheet)s: at most five quantities side by side.", sheet=sheet.display_name)
                )
            if sum(line.rate for line in sheet.line_ids if line.basis == "price") >= 100:
                raise ValidationError(
                    self.env._(
                        "%(sheet)s: shares of the price of 100 %% and more leave nothing for the costs.",
                        sheet=sheet.display_name,
                    )
                )

    @api.constrains("line_id", "partner_id", "company_id")
    def _check_line(self):
        for sheet in self.filtered("line_id"):
            order = sheet.line_id.order_id
            if (
                order.company_id != sheet.company_id
                or order.partner_id.commercial_partner_id != sheet.partner_id.commercial_partner_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(sheet)s belongs to another customer or company than its order line.",
                        sheet=sheet.display_name,
                    )
                )

    # ------------------------------------------------------------ actions

    def action_gendan_apply(self):
        """Button: the price of the step that the ordered quantity reaches goes onto the order line.

        :raise UserError: no order line, no price, or the order is confirmed
        """
        for sheet in self:
            if sentence := sheet._gendan_apply_error():
                raise UserError(sentence)
            step = sheet._gendan_step(sheet.line_id.product_uom_qty)
            # no discount on top: what was worked out is what the customer pays
            sheet.line_id.write({"price_unit": sheet._gendan_line_price(step), "discount": 0.0})
        return True

    def action_gendan_formula(self):
        """Button: the formula's lines again, at today's cost of the materials; the sheet's own lines go."""
        for sheet in self:
            sheet.write(
                {
                    "line_ids": [
                        Command.clear(),
                        *sheet.scheme_id._gendan_line_commands(sheet.company_id, sheet.currency_id),
                    ]
                }
            )
        return True

    # ------------------------------------------------------------ business

    def _gendan_apply_error(self):
        """The sentence why there is no price to take over, or False."""
        self.ensure_one()
        if not self.line_id:
            return self.env._("%(sheet)s has no order line to take the price over to.", sheet=self.display_name)
        if self.order_id.state not in ("draft", "sent"):
            return self.env._(
                "%(order)s is no quotation any more: its price is changed by a change of the order.",
                order=self.order_id.name,
            )
        if self.currency_id != self.order_id.currency_id:
            return self.env._(
                "%(sheet)s is worked out in %(currency)s, its order is in %(order_currency)s. Make a new cost sheet.",
                sheet=self.display_name,
                currency=self.currency_id.name,
                order_currency=self.order_id.currency_id.name,
            )
        if not self._gendan_step(self.line_id.product_uom_qty).price:
            return self.env._("%(sheet)s gives no price yet: enter its lines and quantities.", sheet=self.display_name)
        return False

    def _gendan_step(self, quantity):
        """The step whose price holds for a quantity; empty when there are none."""
        self.ensure_one()
        by_quantity = {costing.to_decimal(step.quantity): step for step in self.step_ids}
        found = costing.step_for(by_quantity, costing.to_decimal(quantity))
        return by_quantity.get(found, self.step_ids.browse())

    def _gendan_line_price(self, step):
        """The step's price as Odoo wants it on the line: before tax where its taxes come on top, else as offered."""
        self.ensure_one()
        taxes = self.line_id.tax_ids
        on_top = taxes and not all(tax.price_include for tax in taxes)
        if on_top:
            return step.net
        if taxes and not self.tax_included:
            factor = 1 + self.tax_percent / 100
            return float(float_repr(step.net * factor, self._gendan_digits()))
        return step.price

    def _gendan_differs(self, price, step):
        """Whether a price on the line is another one than the step's."""
        digits = self._gendan_digits()
        return float_repr(price, digits) != float_repr(self._gendan_line_price(step), digits)

    def _gendan_digits(self):
        """Decimals this sheet's prices are rounded to. Odoo keeps whatever unit prices have, and so does the order."""
        self.ensure_one()
        return self.price_digits

    def _gendan_terms(self):
        """What the price comprises.

        :rtype: odoo.addons.gendan_followup.tools.costing.Terms
        """
        self.ensure_one()
        return costing.Terms(
            area=costing.to_decimal(self.area),
            tax_percent=costing.to_decimal(self.tax_percent),
            with_tax=self.tax_included,
            with_freight=self.freight_included,
            digits=self._gendan_digits(),
        )

    def _gendan_quote(self, quantity):
        """The price at a quantity.

        :return: ``costing.Quote``, or None where the figures give no price
        """
        self.ensure_one()
        lines = [
            costing.CostLine(
                line,
                line.kind,
                line.basis,
                costing.to_decimal(line.rate),
                costing.to_decimal(line.usage),
                costing.to_decimal(line.waste),
                line.apart,
            )
            # not the model's order: lines that are being typed have no place in it yet
            for line in self.line_ids.sorted("sequence")
            if line.basis and line.kind
        ]
        try:
            return costing.quote(lines, costing.to_decimal(quantity), self._gendan_terms())
        except costing.CostingError:
            return None

    def _gendan_price_facts(self):
        """What an approval of the prices was given on: offered quantities and prices with their costs."""
        self.ensure_one()
        return [
            self.tax_included,
            float_repr(self.tax_percent, 4),
            self.freight_included,
            self.print_steps,
            [
                [float_repr(step[name], 6) for name in ("quantity", "price", "cost", "apart")]
                for step in self.step_ids.sorted("quantity")
            ],
        ]

    def _gendan_breakdown(self):
        """What each line adds to a unit, by quantity side by side; False as long as there is nothing to show."""
        self.ensure_one()
        steps = self.step_ids.filtered(lambda step: step.quantity > 0).sorted("quantity")
        quotes = [found for step in steps if (found := self._gendan_quote(step.quantity))]
        if not quotes or not self.line_ids:
            return False
        return self.env["ir.qweb"]._render(
            "gendan_followup.cost_breakdown",
            {
                "sheet": self,
                "lines": self.line_ids.sorted("sequence"),
                "quotes": quotes,
                "kinds": self._gendan_kind_labels(),
                "amount": self._gendan_amount,
                "number": self._gendan_number,
            },
            minimal_qcontext=True,
        )

    @api.model
    def _gendan_kind_labels(self):
        """{kind: label} in the reader's language."""
        return dict(self.env["gendan.cost.sheet.line"]._fields["kind"]._description_selection(self.env))

    def _gendan_amount(self, value):
        """A sum of money, rounded to the currency, for people."""
        return format_amount(self.env, float(value), self.currency_id)

    def _gendan_unit_price(self, value):
        """A unit price with all its decimals and the currency's sign, for people."""
        parts = [self.currency_id.symbol, self._gendan_number(value)]
        return " ".join(parts if self.currency_id.position == "before" else reversed(parts))

    @api.model
    def _gendan_number(self, value, digits=None):
        """A number for people, without trailing noughts."""
        digits = costing.MOST_DIGITS if digits is None else digits
        text = formatLang(self.env, float(value), digits=digits)
        point = get_lang(self.env).decimal_point
        return text.rstrip("0").rstrip(point) if point in text else text

    def _gendan_offer(self):
        """The quantities as the customer may see them: no costs, no margins.

        :return: dict(product, unit, terms, rows=[dict(quantity, price, apart)]), all of it text
        """
        self.ensure_one()
        terms = [
            self.env._("Unit prices include %(percent)s %% tax.", percent=self._gendan_number(self.tax_percent, 2))
            if self.tax_included and self.tax_percent
            else self.env._("Unit prices are without tax."),
            self.env._("Freight is included.") if self.freight_included else self.env._("Freight is not included."),
        ]
        return {
            "product": self.product_id.with_context(display_default_code=False).display_name or self.subject or "",
            "unit": self.uom_id.name or "",
            "terms": " ".join(terms),
            "rows": [
                {
                    "quantity": self._gendan_number(step.quantity, 2),
                    "price": self._gendan_unit_price(step.price),
                    "apart": self._gendan_amount(step.apart) if step.apart else "",
                }
                for step in self.step_ids.sorted("quantity")
                if step.price
            ],
        }
