from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# what is old and new of a line
PAIRS = (
    ("old_quantity", "quantity"),
    ("old_uom_id", "uom_id"),
    ("old_price", "price"),
    ("old_discount", "discount"),
    ("old_tax_ids", "tax_ids"),
    ("old_date", "date"),
    ("old_text", "text"),
)
# changes that Odoo's order line takes; a day is promised
WRITTEN = frozenset({"quantity", "uom", "price", "discount", "tax", "text"})


class GendanOrderChangeLine(models.Model):
    """One line of the order in a change request, as it was and as it is to be; or a line to be added.

    A line whose new values are the old ones is not changed. Rights are the request's.
    """

    _name = "gendan.order.change.line"
    _description = "Line of an Order Change"
    _order = "change_id, sequence, id"
    _rec_name = "product_id"

    _line_uniq = models.UniqueIndex("(change_id, line_id)", "This line of the order is in the request already.")

    change_id = fields.Many2one("gendan.order.change", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    order_id = fields.Many2one(related="change_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="change_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="change_id.currency_id")
    state = fields.Selection(related="change_id.state")
    line_id = fields.Many2one(
        "sale.order.line", string="Order Line", ondelete="restrict", index="btree_not_null", readonly=True
    )
    is_added = fields.Boolean(string="Added", default=True, readonly=True)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        ondelete="restrict",
        domain="[('sale_ok', '=', True)]",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    old_uom_id = fields.Many2one("uom.uom", string="Unit so far", readonly=True, ondelete="restrict")
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        ondelete="restrict",
        domain="[('id', 'in', allowed_uom_ids)]",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    allowed_uom_ids = fields.Many2many("uom.uom", compute="_compute_allowed_uom_ids")
    old_quantity = fields.Float(string="Quantity so far", digits="Product Unit", readonly=True)
    quantity = fields.Float(string="New quantity", digits="Product Unit")
    old_price = fields.Float(string="Price so far", min_display_digits="Product Price", readonly=True)
    price = fields.Float(string="New price", min_display_digits="Product Price")
    old_discount = fields.Float(string="Discount so far (%)", digits="Discount", readonly=True)
    discount = fields.Float(string="New discount (%)", digits="Discount")
    old_tax_ids = fields.Many2many(
        "account.tax", "gendan_order_change_line_old_tax_rel", string="Taxes so far", readonly=True
    )
    tax_ids = fields.Many2many(
        "account.tax",
        "gendan_order_change_line_tax_rel",
        string="New taxes",
        domain="[('type_tax_use', '=', 'sale'), ('company_id', 'parent_of', company_id)]",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
    )
    old_date = fields.Date(string="Day so far", readonly=True)
    date = fields.Date(string="New day", help="Day of arrival at the customer.")
    old_text = fields.Text(string="Text so far", readonly=True)
    text = fields.Text(string="New text", help="Product and specification as they are on the papers.")
    is_cancelled = fields.Boolean(string="Cancel", help="The customer no longer wants this line.")
    is_changed = fields.Boolean(string="Changed", compute="_compute_is_changed")

    # ------------------------------------------------------------ compute

    @api.depends("line_id")
    def _compute_product_id(self):
        for line in self:
            line.product_id = line.line_id.product_id or line.product_id

    @api.depends("line_id", "product_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.line_id.product_uom_id or line.product_id.uom_id

    @api.depends("product_id")
    def _compute_allowed_uom_ids(self):
        for line in self:
            line.allowed_uom_ids = line.product_id.uom_id | line.product_id.uom_ids | line.line_id.product_uom_id

    @api.depends("product_id")
    def _compute_tax_ids(self):
        """A new line has the taxes that Odoo would give it."""
        for line in self:
            order = line.change_id.order_id
            taxes = line.product_id.taxes_id._filter_taxes_by_company(order.company_id)
            line.tax_ids = line.line_id.tax_ids if line.line_id else order.fiscal_position_id.map_tax(taxes)

    @api.depends(*(name for pair in PAIRS for name in pair), "is_cancelled", "is_added")
    def _compute_is_changed(self):
        for line in self:
            line.is_changed = bool(line._gendan_changed())

    @api.onchange("product_id")
    def _onchange_product_id(self):
        """A new line begins with the product's price and text."""
        if not self.is_added or not self.product_id:
            return
        product = self.product_id.with_context(lang=self.change_id.order_id.partner_id.lang)
        self.text = product.get_product_multiline_description_sale()
        self.quantity = self.quantity or 1
        prices = self.change_id._gendan_list_prices(self.product_id, self.quantity, self.product_id.uom_id)
        self.price = prices[self.product_id.id]

    @api.onchange("is_cancelled")
    def _onchange_is_cancelled(self):
        if not self.is_added:
            self.quantity = 0 if self.is_cancelled else self.old_quantity

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            change = self.env["gendan.order.change"].browse(vals.get("change_id"))
            if not change._gendan_is_moved():
                change._gendan_check_typed()
            vals["is_added"] = not vals.get("line_id")
            if line := self.env["sale.order.line"].browse(vals.get("line_id")):
                # what was is the order's word, whatever the caller sends
                own = line._gendan_change_vals()
                vals.update({**own, **{name: vals[name] for name in vals if name not in own or name in NEW}})
        lines = super().create(vals_list)
        for line in lines:
            if line.line_id and line.line_id.order_id != line.order_id:
                raise UserError(
                    self.env._(
                        "%(product)s is not a line of order %(order)s.",
                        product=line.product_id.display_name,
                        order=line.order_id.name,
                    )
                )
        return lines

    def write(self, vals):
        if vals.keys() - {"order_id", "company_id"} and not self.change_id._gendan_is_moved():
            self.change_id._gendan_check_typed()
            vals = {name: value for name, value in vals.items() if name not in OLD | {"line_id", "is_added"}}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proposed(self):
        if not self.change_id._gendan_is_moved():
            self.change_id._gendan_check_typed()

    # ------------------------------------------------------------ business

    def _gendan_changed(self):
        """Which of quantity, uom, price, discount, tax, date, text (and "spec") this changes: a set.

        A cancelled line has nothing but its quantity; a new one has no old values.
        """
        self.ensure_one()
        if self.is_added:
            maybe = {"date": self.date, "discount": self.discount}
            return {"quantity", "price", "text"} | {name for name, value in maybe.items() if value}
        if self.is_cancelled:
            return {"quantity"}
        changed = set()
        # the unit may be wiped out while it is typed
        uom = self.uom_id or self.old_uom_id or self.line_id.product_uom_id
        if uom.compare(self.quantity, self.old_quantity):
            changed.add("quantity")
        # prices have up to six decimals
        if round(self.price - self.old_price, 6):
            changed.add("price")
        if round(self.discount - self.old_discount, 6):
            changed.add("discount")
        # requests of before units and taxes could be changed have no old unit
        if self.old_uom_id:
            # by their ids: in a form they are copies
            if set(self.tax_ids._origin.ids) != set(self.old_tax_ids._origin.ids):
                changed.add("tax")
            if self.uom_id != self.old_uom_id:
                changed.add("uom")
        if self.date and self.date != self.old_date:
            changed.add("date")
        if (self.text or "").strip() != (self.old_text or "").strip():
            changed.add("text")
        return changed

    def _gendan_take_old(self):
        """What was, is what the order says now; what nobody typed over follows it."""
        for line in self.filtered(lambda line: not line.is_added):
            changed = line._gendan_changed()
            fresh = line.line_id._gendan_change_vals()
            vals = {old: fresh[old] for old, _new in PAIRS}
            if not line.is_cancelled:
                vals.update({new: fresh[new] for _old, new in PAIRS if CHANGE_OF.get(new, new) not in changed})
            line.with_context(**line.change_id._gendan_moved().env.context).write(vals)

    def _gendan_error(self):
        """The sentence why the line cannot be changed so, or False. What Odoo itself refuses is said here in time."""
        self.ensure_one()
        changed = self._gendan_changed()
        name = self.product_id.display_name
        if sentence := self._gendan_uom_error(changed) or self._gendan_money_error(changed):
            return sentence
        if self.is_added and self.uom_id.compare(self.quantity, 0) <= 0:
            return self.env._("%(product)s: a new line needs a quantity.", product=name)
        if self.uom_id.compare(self.quantity, 0) < 0:
            return self.env._("%(product)s: the quantity cannot be negative.", product=name)
        delivered = self.line_id.qty_delivered
        if "quantity" in changed and not self.is_added and self.uom_id.compare(self._gendan_quantity(), delivered) < 0:
            return self.env._(
                "%(product)s: %(delivered)s %(unit)s have been delivered already; the quantity cannot be less.",
                product=name,
                delivered=self.env["gendan.order.version"]._gendan_number(delivered),
                unit=self.uom_id.name,
            )
        if "date" in changed and self.date < self.company_id._gendan_today():
            return self.env._(
                "%(product)s cannot be promised for %(day)s, which is past.",
                product=name,
                day=format_date(self.env, self.date),
            )
        if "date" in changed and self.line_id.gendan_delivery_health == "delivered":
            return self.env._("%(product)s has been delivered; there is nothing left to promise.", product=name)
        return False

    def _gendan_money_error(self, changed):
        """The sentence why discount or taxes cannot be so, or False."""
        self.ensure_one()
        if self.discount > 100:
            return self.env._(
                "%(product)s: a discount cannot be more than the whole price.", product=self._gendan_product_name()
            )
        line = self.line_id.sudo()  # sudo: what was invoiced is counted, not shown
        if (
            "tax" in changed
            and line.qty_invoiced
            and line.product_uom_id.compare(line.qty_invoiced, self._gendan_quantity()) >= 0
        ):
            return self.env._(
                "%(product)s has been invoiced in full: its taxes are corrected by a credit note, not on the order.",
                product=self._gendan_product_name(),
            )
        return False

    def _gendan_uom_error(self, changed):
        """The sentence why the unit cannot be another one, or False."""
        self.ensure_one()
        name, uom = self._gendan_product_name(), self.uom_id
        if not uom:
            return self.env._("%(product)s: say in which unit it is counted.", product=name)
        if self.product_id and not uom._has_common_reference(self.product_id.uom_id):
            return self.env._(
                "%(product)s cannot be counted in %(unit)s: it has nothing in common with %(own)s.",
                product=name,
                unit=uom.name,
                own=self.product_id.uom_id.name,
            )
        line = self.line_id.sudo()  # sudo: what left and was invoiced is counted, not shown
        if "uom" in changed and (line.qty_delivered or line.qty_invoiced):
            return self.env._(
                "%(product)s has been delivered or invoiced in %(old)s: its unit can no longer be changed. Cancel what"
                " is left of it and add a line in %(unit)s.",
                product=name,
                old=self.old_uom_id.name,
                unit=uom.name,
            )
        return False

    def _gendan_quantity(self):
        """The quantity it will have."""
        return 0.0 if self.is_cancelled else self.quantity

    def _gendan_way(self):
        """Whether more or less goods are wanted, whatever unit they are counted in: "up", "down" or None."""
        self.ensure_one()
        if self.is_cancelled:
            return "down"
        wanted = self.quantity
        if self.old_uom_id and self.uom_id != self.old_uom_id:
            wanted = self.uom_id._compute_quantity(wanted, self.old_uom_id, rounding_method="HALF-UP")
        way = (self.old_uom_id or self.uom_id).compare(wanted, self.old_quantity)
        return {1: "up", -1: "down"}.get(way)

    def _gendan_product_name(self):
        return self.product_id.display_name or (self.text or "").split("\n")[0]

    def _gendan_differences(self, customer=False):
        """What changes on this line, in the language of the context: [(field, old, new)].

        :param bool customer: without what is only ours
        """
        self.ensure_one()
        number = self.env["gendan.order.version"]._gendan_number
        changed = self._gendan_changed()
        unit, before = self.uom_id.name or "", (self.old_uom_id or self.uom_id).name or ""
        if self.is_cancelled and not self.is_added:
            return [
                (self.env._("Quantity"), f"{number(self.old_quantity)} {before}", self.env._("cancelled")),
            ]
        rows = []
        if changed & {"quantity", "uom"}:
            old = f"{number(self.old_quantity)} {before}" if not self.is_added else ""
            rows.append((self.env._("Quantity"), old, f"{number(self.quantity)} {unit}"))
        if "price" in changed:
            change = self.change_id
            old = f"{number(self.old_price)} {change.old_currency or ''}" if not self.is_added else ""
            rows.append((self.env._("Price"), old, f"{number(self.price)} {change.new_currency_id.name or ''}"))
        if "discount" in changed:
            old = f"{number(self.old_discount)} %" if not self.is_added else ""
            rows.append((self.env._("Discount"), old, f"{number(self.discount)} %"))
        if "tax" in changed:
            # sudo: names of taxes only
            taxes, old_taxes = self.sudo().tax_ids, self.sudo().old_tax_ids  # sudo: as above
            rows.append(
                (self.env._("Taxes"), ", ".join(old_taxes.mapped("name")), ", ".join(taxes.mapped("name")))
            )
        if "date" in changed:
            old = format_date(self.env, self.old_date) if self.old_date else ""
            rows.append((self.env._("Arrives on"), old, format_date(self.env, self.date)))
        if "text" in changed:
            rows.append((self.env._("Product and specification"), self.old_text or "", self.text or ""))
        return rows

    def _prepare_order_line_vals(self):
        """Values for the order line; empty when Odoo has nothing to write.

        Price and discount go with each change of quantity or unit, or Odoo would take them from the price list.
        """
        self.ensure_one()
        vals = {"product_uom_qty": self._gendan_quantity(), "price_unit": self.price, "discount": self.discount}
        if self.is_added:
            return {
                **vals,
                "product_id": self.product_id.id,
                "name": self.text,
                "gendan_own_date": self.date,
                "product_uom_id": self.uom_id.id,
                "tax_ids": [Command.set(self.tax_ids.ids)],
            }
        changed = self._gendan_changed()
        if "discount" not in changed:
            vals["discount"] = self.line_id.discount
        if self.is_cancelled:
            vals["price_unit"] = self.old_price
        if "text" in changed:
            vals["name"] = self.text
        if "uom" in changed:
            vals["product_uom_id"] = self.uom_id.id
        if "tax" in changed:
            vals["tax_ids"] = [Command.set(self.tax_ids.ids)]
        return vals if changed & WRITTEN else {}


OLD = frozenset(old for old, _new in PAIRS)
NEW = frozenset(new for _old, new in PAIRS)
# where the change is not called as the field
CHANGE_OF = {"uom_id": "uom", "tax_ids": "tax"}
