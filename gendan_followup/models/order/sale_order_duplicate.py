"""The same order of the customer's entered twice."""

from collections import defaultdict

from odoo import fields, models


class SaleOrder(models.Model):
    """Customer and number alone would cry all day: a framework order repeats its number for months.

    Two orders are the same when they name the same release; or, where not both name one, when they have a product in
    common and are not asked for on different days. Of a framework order or a call-off from one only releases count.
    """

    _inherit = "sale.order"

    gendan_is_framework = fields.Boolean(
        "Framework or Call-off",
        groups="base.group_user",
        help="The customer's number repeats: a framework order, or a call-off. Only its releases are compared.",
    )
    gendan_release = fields.Char(
        "Release",
        copy=False,
        groups="base.group_user",
        help="Number of the call-off, under the customer's order number.",
    )

    def _gendan_review_duplicate(self):
        """{order: sentence} of those that another order of the same customer looks like. Two queries."""
        keys = {order: order._gendan_duplicate_key() for order in self}
        numbers = {order.client_order_ref for order, key in keys.items() if key}
        if not numbers:
            return {}
        # sudo: the same order may have been entered by a colleague whose customers one does not see; only its number
        # is told
        others = self.sudo().search(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", self.partner_id.commercial_partner_id._gendan_entity_query()),
                ("client_order_ref", "!=", False),
                ("state", "!=", "cancel"),
            ]
        )
        by_key = defaultdict(others.browse)
        for other in others:
            if key := other._gendan_duplicate_key():
                by_key[key] |= other
        found = {}
        for order, key in keys.items():
            same = by_key[key] if key else others.browse()
            # sudo: as above
            twin = next((other for other in same - order if order.sudo()._gendan_is_same_order(other)), None)
            if twin:
                found[order] = self.env._(
                    "%(order)s: the customer's order %(number)s was entered already as %(other)s. Cancel one of them;"
                    " if it is a call-off, say so and enter its release.",
                    order=order.name,
                    number=order.client_order_ref,
                    other=twin.name,
                )
        return found

    def _gendan_duplicate_key(self):
        """(company, customer, the customer's number as compared), None without a number."""
        self.ensure_one()
        number = "".join((self.client_order_ref or "").split()).casefold()
        return number and (self.company_id.id, self.partner_id.commercial_partner_id.id, number) or None

    def _gendan_is_same_order(self, other):
        """Whether two orders with the same customer and number look like one. Call with sudo."""
        self.ensure_one()
        mine, theirs = ((order.gendan_release or "").strip().casefold() for order in (self, other))
        if mine and theirs:
            return mine == theirs
        if self.gendan_is_framework or other.gendan_is_framework:
            return False
        days = [order.gendan_requested_date or order._gendan_wished_days() for order in (self, other)]
        if all(days) and days[0] != days[1]:
            return False
        goods = [order._gendan_reviewed_lines().product_id for order in (self, other)]
        return bool(goods[0] & goods[1])

    def _gendan_wished_days(self):
        """The day the order is to be promised for, False for none."""
        self.ensure_one()
        return self.company_id._gendan_to_day(self.commitment_date)
