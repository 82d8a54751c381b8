"""Incoterm, price list with its currency, and conditions in a change request; what may no longer be changed."""

from odoo import api, fields, models
from odoo.tools import format_list

# money of these states was promised or given in the currency agreed before
PAID_STATES = ("pending", "authorized", "done")


class GendanOrderChange(models.Model):
    """The commercial terms in the order's head, as they are agreed and as they are to be."""

    _inherit = "gendan.order.change"

    old_incoterm = fields.Char(string="Incoterm so far", compute="_compute_old_header")
    old_incoterm_location = fields.Char(string="Incoterm place so far", compute="_compute_old_header")
    old_pricelist = fields.Char(string="Price list so far", compute="_compute_old_header")
    old_currency = fields.Char(string="Currency so far", compute="_compute_old_header")
    old_note = fields.Text(string="Conditions so far", compute="_compute_old_header")
    new_incoterm_id = fields.Many2one("account.incoterms", string="Incoterm")
    new_incoterm_location = fields.Char(string="Incoterm place")
    new_pricelist_id = fields.Many2one("product.pricelist", string="Price list", check_company=True)
    new_note = fields.Html(string="Conditions")
    new_currency_id = fields.Many2one("res.currency", string="New currency", compute="_compute_new_currency_id")
    is_currency_changed = fields.Boolean(string="Currency changes", compute="_compute_new_currency_id")
    prices_checked = fields.Boolean(
        string="All prices are in the new currency",
        help="Nothing is converted: tick it when the prices that keep their number are right in the new currency.",
    )

    @api.depends("new_pricelist_id", "old_header", "order_id")
    def _compute_new_currency_id(self):
        for change in self:
            kept = (change.old_header or {}).get("currency_id", {}).get("value")
            old = self.env["res.currency"].browse(kept) or change.order_id.currency_id
            changed = change.order_id and change._gendan_is_new("pricelist_id")
            change.new_currency_id = (
                change.new_pricelist_id.currency_id or change.order_id.company_id.currency_id if changed else old
            )
            change.is_currency_changed = bool(old and change.new_currency_id != old)

    # ------------------------------------------------------------ actions

    def action_take_list_prices(self):
        """Button: the goods at the prices of the request's price list, without a discount of their own.

        Lines for which the list has no price keep theirs.

        :raise UserError: the request is no draft
        """
        self._gendan_check_typed()
        for change in self:
            goods = change.line_ids.filtered(
                lambda line: not line.is_cancelled and line.product_id and line.product_id.type != "service"
            )
            for (quantity, uom), lines in goods.grouped(lambda line: (line.quantity or 1.0, line.uom_id)).items():
                prices = change._gendan_list_prices(lines.product_id, quantity, uom)
                for line in lines:
                    if price := prices.get(line.product_id.id):
                        line.write({"price": price, "discount": 0.0})
        return True

    def _gendan_list_prices(self, products, quantity, uom):
        """Net prices of the request's price list, in the currency the order will have.

        :return: {product's id: price}
        """
        self.ensure_one()
        return self.new_pricelist_id._get_products_price(
            products, quantity, currency=self.new_currency_id, uom=uom, date=fields.Datetime.now()
        )

    # ------------------------------------------------------------ what may be changed

    def _gendan_propose_error(self):
        # EXTENDS gendan_followup
        return super()._gendan_propose_error() or self._gendan_currency_error() or self._gendan_incoterm_error()

    def _gendan_currency_error(self):
        """The sentence why the order cannot have another currency, or not with these prices; or False."""
        self.ensure_one()
        if not self.is_currency_changed:
            return False
        # sudo: the order's invoices and payments are counted, not shown
        order = self.order_id.sudo()
        invoices = order.invoice_ids.filtered(lambda invoice: invoice.state != "cancel")
        if invoices:
            return self.env._(
                "Order %(order)s has been invoiced in %(old)s (%(invoices)s): it cannot be changed to %(new)s any more."
                " Cancel what is left of it and make a new order.",
                order=order.name,
                old=self.old_currency,
                new=self.new_currency_id.name,
                invoices=format_list(self.env, invoices.mapped("display_name")),
            )
        if any(transaction.state in PAID_STATES for transaction in order.transaction_ids):
            return self.env._(
                "Order %(order)s has been paid for in %(old)s: it cannot be changed to %(new)s any more. Pay it back"
                " first, or make a new order.",
                order=order.name,
                old=self.old_currency,
                new=self.new_currency_id.name,
            )
        agreed = self.line_ids.filtered(lambda line: line.price and not line.is_added and not line.is_cancelled)
        kept = agreed.filtered(lambda line: "price" not in line._gendan_changed())
        if kept and not self.prices_checked:
            return self.env._(
                "%(change)s: prices are in %(new)s from now on, but %(product)s keeps the number it had in %(old)s."
                " Type the new prices, or tick that they are right.",
                change=self.display_name,
                product=kept[0]._gendan_product_name(),
                old=self.old_currency,
                new=self.new_currency_id.name,
            )
        return False

    def _gendan_incoterm_error(self):
        """The sentence why the incoterm stays as it is, or False."""
        self.ensure_one()
        # sudo: whether everything has left, not what
        if self.order_id.sudo().delivery_status == "full" and (
            self._gendan_is_new("incoterm") or self._gendan_is_new("incoterm_location")
        ):
            return self.env._(
                "Order %(order)s has been delivered in full: its incoterm can no longer be changed.",
                order=self.order_id.name,
            )
        return False
