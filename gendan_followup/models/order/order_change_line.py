from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# what is old and new of a line: (old, new, name of the order line's field)
PAIRS = (
    ("old_quantity", "quantity", "product_uom_qty"),
    ("old_price", "price", "price_unit"),
    ("old_date", "date", None),
    ("old_text", "text", "name"),
)


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
    uom_id = fields.Many2one("uom.uom", string="Unit", compute="_compute_uom_id")
    old_quantity = fields.Float(string="Quantity so far", digits="Product Unit", readonly=True)
    quantity = fields.Float(string="New quantity", digits="Product Unit")
    old_price = fields.Float(string="Price so far", min_display_digits="Product Price", readonly=True)
    price = fields.Float(string="New price", min_display_digits="Product Price")
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

    @api.depends(*(name for old, new, _field in PAIRS for name in (old, new)), "is_cancelled", "is_added")
    def _compute_is_changed(self):
        for line in self:
            line.is_changed = bool(line._gendan_changed())

    @api.onchange("product_id")
    def _onchange_product_id(self):
        """A new line begins with the product's price and text."""
        if not self.is_added or not self.product_id:
            return
        order = self.change_id.order_id
        product = self.product_id.with_context(lang=order.partner_id.lang)
        self.text = product.get_product_multiline_description_sale()
        self.quantity = self.quantity or 1
        self.price = order.pricelist_id._get_product_price(
            self.product_id, self.quantity, currency=order.currency_id, date=fields.Datetime.now()
        )

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
        """Which of quantity, price, date, text (and "spec") this changes: set of the names of the new fields.

        A cancelled line has nothing but its quantity; a new one has no old values.
        """
        self.ensure_one()
        if self.is_added:
            return {"quantity", "price", "text"} | ({"date"} if self.date else set())
        if self.is_cancelled:
            return {"quantity"}
        changed = set()
        if self.uom_id.compare(self.quantity, self.old_quantity):
            changed.add("quantity")
        # prices have up to six decimals
        if round(self.price - self.old_price, 6):
            changed.add("price")
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
            vals = {old: fresh[old] for old, _new, _field in PAIRS}
            if not line.is_cancelled:
                vals.update({new: fresh[new] for _old, new, _field in PAIRS if new not in changed})
            line.with_context(**line.change_id._gendan_moved().env.context).write(vals)

    def _gendan_error(self):
        """The sentence why the line cannot be changed so, or False. What Odoo itself refuses is said here in time."""
        self.ensure_one()
        changed = self._gendan_changed()
        name = self.product_id.display_name
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

    def _gendan_quantity(self):
        """The quantity it will have."""
        return 0.0 if self.is_cancelled else self.quantity

    def _gendan_product_name(self):
        return self.product_id.display_name or (self.text or "").split("\n")[0]

    def _gendan_differences(self, customer=False):
        """What changes on this line, in the language of the context: [(field, old, new)].

        :param bool customer: without what is only ours
        """
        self.ensure_one()
        number = self.env["gendan.order.version"]._gendan_number
        changed = self._gendan_changed()
        unit, currency = self.uom_id.name or "", self.currency_id.name or ""
        if self.is_cancelled and not self.is_added:
            return [
                (self.env._("Quantity"), f"{number(self.old_quantity)} {unit}", self.env._("cancelled")),
            ]
        rows = []
        if "quantity" in changed:
            old = f"{number(self.old_quantity)} {unit}" if not self.is_added else ""
            rows.append((self.env._("Quantity"), old, f"{number(self.quantity)} {unit}"))
        if "price" in changed:
            old = f"{number(self.old_price)} {currency}" if not self.is_added else ""
            rows.append((self.env._("Price"), old, f"{number(self.price)} {currency}"))
        if "date" in changed:
            old = format_date(self.env, self.old_date) if self.old_date else ""
            rows.append((self.env._("Arrives on"), old, format_date(self.env, self.date)))
        if "text" in changed:
            rows.append((self.env._("Product and specification"), self.old_text or "", self.text or ""))
        return rows

    def _prepare_order_line_vals(self):
        """Values for the order line; the price always with the quantity, or Odoo would take it from the price list."""
        self.ensure_one()
        vals = {"product_uom_qty": self._gendan_quantity(), "price_unit": self.price}
        if self.is_added:
            return {**vals, "product_id": self.product_id.id, "name": self.text, "gendan_own_date": self.date}
        vals["discount"] = self.line_id.discount
        changed = self._gendan_changed()
        if self.is_cancelled:
            vals["price_unit"] = self.old_price
        if "text" in changed:
            vals["name"] = self.text
        return vals if changed & {"quantity", "price", "text"} else {}


OLD = frozenset(old for old, _new, _field in PAIRS)
NEW = frozenset(new for _old, new, _field in PAIRS)
