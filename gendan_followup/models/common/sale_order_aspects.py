"""What an order says, aspect by aspect: whoever judged or accepted it, judged or accepted just that."""

import hashlib

from odoo import models
from odoo.tools.mail import html_to_inner_content, is_html_empty

ASPECTS = ("product", "quantity", "price", "date", "terms", "delivery")


class SaleOrder(models.Model):
    """Digests of an order's content. Kept with an answer, a waiver or a signature, they tell later what has changed."""

    _inherit = "sale.order"

    def _gendan_aspects(self):
        """{order: {aspect: digest}} of the content now, for every key of `ASPECTS`. Batch; call with sudo."""
        return {
            order: {
                aspect: hashlib.sha256(repr(content).encode()).hexdigest()[:16]
                for aspect, content in order._gendan_aspect_contents().items()
            }
            for order in self
        }

    def _gendan_aspect_contents(self):
        """{aspect: what it consists of}, of plain values with one spelling. Hook: rooms add their own."""
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: line.product_id and not line.display_type and not line.is_downpayment and not line.is_delivery
        )
        # fees come and go without touching what is made; an order of services only is about them
        goods = lines.filtered(lambda line: line.product_id.type != "service") or lines
        return {
            "product": sorted((line.product_id.id, line.name or "") for line in goods),
            "quantity": sorted(
                (line.product_id.id, _number(line.product_uom_qty), line.product_uom_id.id) for line in goods
            ),
            "price": [
                self.currency_id.id,
                sorted(
                    (
                        line.product_id.id,
                        _number(line.price_unit),
                        _number(line.discount),
                        sorted(line.tax_ids.ids),
                        _number(line.product_uom_qty) if line not in goods else "",
                    )
                    for line in lines
                ),
            ],
            "date": [str(self.company_id._gendan_to_day(self.commitment_date))],
            "terms": [
                self.payment_term_id.id,
                self.require_payment,
                _number(self.prepayment_percent) if self.require_payment else "",
                *self._gendan_conditions(),
            ],
            "delivery": [self.partner_shipping_id.id, self.incoterm.id, self.incoterm_location, self.carrier_id.id],
        }


    def _gendan_conditions(self):
        """The conditions of sale in words (``note``), [] where there are none: how they are laid out says nothing."""
        self.ensure_one()
        return [html_to_inner_content(self.note)] if not is_html_empty(self.note) else []


def _number(value):
    """A number in one spelling, however it was rounded on its way through the database."""
    return f"{value:.9g}"
