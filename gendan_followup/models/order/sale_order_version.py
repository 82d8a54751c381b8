"""Confirmed orders are locked and numbered: what was agreed changes by a change request only."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from .order_version import HEADER

# Identity of this object lets an applied change, and what Odoo itself writes on confirmed orders, through the lock;
# a context flag could be sent by anybody over RPC.
LOCK_IS_HELD = object()
# The button confirms in several steps and locks at its end; other paths lock with the change of state.
IS_CONFIRMING = object()

# what was agreed in the order's head
AGREED = frozenset({*HEADER, "currency_id", "company_id"})


class SaleOrder(models.Model):
    """Followed orders of companies that say so use Odoo's own lock, and keep a version each time they are agreed.

    Odoo's lock alone guards the lines; here the head, added and removed lines, and the unlocking are guarded, too. What
    Odoo writes on confirmed orders (lines for extra goods, down payments, delivery costs) goes through.
    """

    _inherit = "sale.order"

    gendan_version = fields.Integer(
        string="Version", copy=False, readonly=True, aggregator=None, help="How often the order was agreed; 0: not yet."
    )
    gendan_version_ids = fields.One2many(
        "gendan.order.version",
        "order_id",
        string="Versions",
        copy=False,
        groups="sales_team.group_sale_salesman",
    )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale: an order may be born confirmed by RPC or import
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sale")._gendan_agreed()
        return orders

    def write(self, vals):
        # EXTENDS sale: every path to 'sale' and to the lock ends here
        if ("locked" in vals or not AGREED.isdisjoint(vals)) and (sentence := self._gendan_write_error(vals)):
            raise UserError(sentence)
        confirmed = self.filtered(lambda order: order.state != "sale") if vals.get("state") == "sale" else self.browse()
        locked = self.filtered(lambda order: not order.locked) if vals.get("locked") else self.browse()
        result = super().write(vals)
        confirmed._gendan_agreed()
        locked.filtered(lambda order: order.gendan_version and order.state == "sale")._gendan_locked_again()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        for order in self:
            if order.gendan_version:
                raise UserError(
                    self.env._(
                        "Order %(order)s was agreed with the customer and cannot be deleted. Leave it cancelled.",
                        order=order.name,
                    )
                )

    # ------------------------------------------------------------ Odoo's actions

    def action_confirm(self):
        # EXTENDS sale: a locked order launches no stock rules; Odoo locks when it has
        return super(SaleOrder, self.with_context(gendan_confirming=IS_CONFIRMING)).action_confirm()

    def _should_be_locked(self):
        # EXTENDS sale
        return super()._should_be_locked() or self._gendan_keeps_versions()

    def action_cancel(self):
        # EXTENDS sale: which refuses locked orders; ours are locked for another reason, and cancelling is never held
        self._gendan_unlock()
        return super().action_cancel()

    def action_gendan_versions(self):
        """Button: the order as it was agreed each time.

        :return: action
        """
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_order_version"),
            "domain": [("order_id", "=", self.id)],
            "context": {"gendan_one_order": True},
        }

    def _create_delivery_line(self, carrier, price_unit):
        # EXTENDS delivery: the cost of the way is Odoo's own line
        return super(SaleOrder, self._gendan_through_lock())._create_delivery_line(carrier, price_unit)

    # ------------------------------------------------------------ the lock

    def _gendan_keeps_versions(self):
        """Whether this order is locked and numbered when it is confirmed: followed, and the company says so."""
        self.ensure_one()
        # sudo: the portal confirms, too, and need not know how the order is followed
        order = self.sudo()
        return bool(order.company_id.gendan_lock_orders and order._gendan_is_followed())

    def _gendan_through_lock(self):
        """`self` in a context in which our lock does not hold: for applied changes and for what Odoo itself writes."""
        return self.with_context(gendan_lock_is_held=LOCK_IS_HELD)

    def _gendan_unlock(self):
        """Take our lock off before the order is cancelled."""
        held = self.filtered(lambda order: order.locked and order.gendan_version)
        if held:
            held._gendan_through_lock().locked = False

    def _gendan_put_on_pricelist(self, pricelist):
        """Another price list, and its currency, for a confirmed order. For applied changes; the order is unlocked.

        Odoo refuses it, for prices would not follow. Here whoever asks for the change says each of them; the cost of
        the way, which is in no request, is converted at today's rate.
        """
        self.ensure_one()
        before = self.currency_id
        with self.env.protecting([self._fields["pricelist_id"]], self):
            self.pricelist_id = pricelist
        self.modified(["pricelist_id"])
        if self.currency_id == before:
            return
        company = self.company_id
        for line in self.order_line.filtered("is_delivery"):
            line.price_unit = before._convert(line.price_unit, self.currency_id, company, company._gendan_today())
        # amounts are rounded by the currency, which Odoo's own computation does not wait for
        self.order_line.modified(["price_unit"])

    def _gendan_is_agreed(self):
        """Whether this order may be changed by a change request only."""
        self.ensure_one()
        return bool(
            self.locked
            and self.state == "sale"
            and self.gendan_version
            and self.env.context.get("gendan_lock_is_held") is not LOCK_IS_HELD
        )

    def _gendan_change_error(self):
        """The sentence that an order is agreed and changes by request only, or False. For whatever belongs to it."""
        for order in self:
            if order._gendan_is_agreed():
                return self.env._(
                    "Order %(order)s is agreed with the customer (version %(version)s) and locked. Make a change"
                    " request to change it.",
                    order=order.name,
                    version=order.gendan_version,
                )
        return False

    def _gendan_write_error(self, vals):
        """The sentence why these values cannot be written, or False."""
        agreed = self.filtered(lambda order: order._gendan_is_agreed())
        # a supervisor may unlock; what he changes then is a version of its own when he locks again
        if "locked" in vals and not vals["locked"] and not self._gendan_may_unlock():
            return agreed._gendan_change_error()
        for name in AGREED & vals.keys():
            changed = agreed.filtered(lambda order, name=name: order._gendan_differs(name, vals[name]))
            if changed:
                return changed._gendan_change_error()
        return False

    def _gendan_may_unlock(self):
        return self.env.su or self.env.user.has_group("gendan_followup.group_gendan_manager")

    def _gendan_differs(self, name, value):
        """Whether a value to be written differs from the order's own."""
        current = self[name]
        if isinstance(current, models.BaseModel):
            return (current.id or False) != (value or False)
        return (current or False) != (value or False)

    # ------------------------------------------------------------ versions

    def _gendan_agreed(self):
        """Orders became confirmed: version 1, or the next one where they had been taken back; and the lock."""
        kept = self.filtered(lambda order: order._gendan_keeps_versions())
        if not kept:
            return
        for company, orders in kept.grouped("company_id").items():
            # why is kept with the version, in the language of the house
            house = orders.with_context(lang=company.partner_id.lang or self.env.lang)
            house._gendan_freeze_version(house.env._("Order confirmed"))
        if self.env.context.get("gendan_confirming") is not IS_CONFIRMING:
            kept.locked = True

    def _gendan_locked_again(self):
        """A supervisor had unlocked these orders: what he changed is a version of its own. A new day alone is none."""
        Version = self.env["gendan.order.version"]
        now = self.sudo()._gendan_version_contents()  # sudo: as in _gendan_freeze_version
        last = self._gendan_last_versions()
        changed = self.filtered(
            lambda order: Version._gendan_terms(now[order.sudo()]) != Version._gendan_terms(last[order].content)
        )
        if changed:
            changed._gendan_freeze_version(
                self.env._("Changed by %(name)s while it was unlocked", name=self.env.user.name)
            )

    def _gendan_last_versions(self):
        """The last version of each of these orders that has any: {order: gendan.order.version (sudo)}."""
        # sudo: whoever confirms or changes an order, a version of it is compared, not shown
        versions = self.env["gendan.order.version"].sudo().search([("order_id", "in", self.ids)], order="number")
        found = {version.order_id.id: version for version in versions}
        return {order: found[order.id] for order in self if order.id in found}

    def _gendan_freeze_version(self, reason=None):
        """Keep these orders as they are agreed now. Batch; called when they are confirmed and by each change.

        Rooms and parts that keep more of an order extend `_gendan_version_contents`. Where nothing has changed, the
        last version holds.

        :param str reason: why there is a further version
        :return: {order: gendan.order.version (sudo)}
        """
        # sudo: nobody has rights to make versions; whoever confirms or changes the order causes one
        orders = self.sudo()
        contents = orders._gendan_version_contents()
        last = orders._gendan_last_versions()
        new = [order for order in orders if order not in last or last[order].content != contents[order]]
        made = orders.env["gendan.order.version"].create(
            [
                {
                    "order_id": order.id,
                    "number": last[order].number + 1 if order in last else 1,
                    "reason": reason,
                    "user_id": self.env.uid,
                    "content": contents[order],
                }
                for order in new
            ]
        )
        last.update(zip(new, made, strict=True))
        for number, group in orders.grouped(lambda order: last[order].number).items():
            stale = group.filtered(lambda order, number=number: order.gendan_version != number)
            if stale:
                stale.with_context(tracking_disable=True).gendan_version = number
        return {order: last[order.sudo()] for order in self}  # sudo: to find it among records in sudo

    def _gendan_version_contents(self):
        """What a version keeps of each order, ready for JSON. Hook, batch; called with sudo.

        :return: {order: {"header": {field: {"value", "text"}}, "lines": [dict]}}; parts of the room add to both
        """
        contents = {}
        for order in self:
            # in the customer's language, whoever asks: this is what she has in her hands
            own = order.with_context(lang=order._gendan_customer_lang())
            contents[order] = {
                "header": {name: own._gendan_header_value(name) for name in HEADER},
                "lines": [
                    line._gendan_version_vals()
                    for line in own.order_line
                    if not (line.display_type or line.is_downpayment or line.is_delivery)
                ],
            }
        return contents

    def _gendan_header_value(self, name):
        value = self[name]
        if name == "note":
            text = html2plaintext(value or "").strip()
            return {"value": text and value, "text": text}
        if not isinstance(value, models.BaseModel):
            return {"value": value or False, "text": value or ""}
        text = value.display_name or ""
        if name in ("partner_shipping_id", "partner_invoice_id") and value:
            # an address may be corrected later: the version says where it was
            text = value._gendan_address_line()
        return {"value": value.id, "text": text}

    def _gendan_versions_text(self):
        """These orders and the version each of them has, for papers; False where none has any."""
        return (
            " · ".join(
                self.env._("%(order)s, version %(number)s", order=order.name, number=order.gendan_version)
                for order in self
                if order.gendan_version
            )
            or False
        )

    @api.model
    def _gendan_header_labels(self):
        """What the fields of a version's head are called."""
        return {
            "partner_id": self.env._("Customer"),
            "client_order_ref": self.env._("Customer's order no."),
            "partner_shipping_id": self.env._("Delivery address"),
            "partner_invoice_id": self.env._("Invoice address"),
            "payment_term_id": self.env._("Payment terms"),
            "incoterm": self.env._("Incoterm"),
            "incoterm_location": self.env._("Incoterm place"),
            "pricelist_id": self.env._("Price list"),
            "note": self.env._("Conditions"),
        }
