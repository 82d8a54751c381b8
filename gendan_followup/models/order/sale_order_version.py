"""What was agreed is kept: numbered versions of confirmed orders."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .order_version import HEADER


class SaleOrder(models.Model):
    """Each time an order is agreed, a version of it is kept."""

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

    def _gendan_change_error(self):
        """The sentence that an order changes by request only, or False. Hook, asked by whatever belongs to it."""
        return False

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
        # names of lists and texts in the customer's language: this is what she has in her hands
        return {
            order: {
                "header": {
                    name: order.with_context(lang=order._gendan_customer_lang())._gendan_header_value(name)
                    for name in HEADER
                },
                "lines": [
                    line._gendan_version_vals()
                    for line in order.order_line
                    if not (line.display_type or line.is_downpayment or line.is_delivery)
                ],
            }
            for order in self
        }

    def _gendan_header_value(self, name):
        value = self[name]
        if not isinstance(value, models.BaseModel):
            return {"value": value or False, "text": value or ""}
        text = value.display_name or ""
        if name in ("partner_shipping_id", "partner_invoice_id") and value:
            # an address may be corrected later: the version says where it was
            text = ", ".join(filter(None, [text, value.contact_address_inline]))
        return {"value": value.id, "text": text}

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
        }
