"""Prices far from what was agreed before and from what the price list says."""

from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

# what a price is compared with is not taken from goods that were given away or sold as samples
NOT_COMPARED = ("makeup", "sample")


class SaleOrder(models.Model):
    """A price must lie in the band around the customer's last price for the product, or around the price list's."""

    _inherit = "sale.order"

    def _gendan_review_price_band(self):
        """{order: sentences}, one for each line out of both bands. Bounded number of queries."""
        point = self.env["gendan.review.point"]._gendan_point("price_band", self.company_id[:1])
        band = point.band / 100.0
        lines = self._gendan_reviewed_lines().filtered(lambda line: line.product_id.type != "service")
        last = lines._gendan_last_lines()
        prices = {line: line._gendan_net_price() for line in lines}
        agreed = {line: earlier._gendan_net_price_like(line) for line, earlier in last.items()}
        off = lines.filtered(lambda line: not _is_near(prices[line], agreed.get(line), band))
        listed = off._gendan_list_prices()
        found = defaultdict(list)
        for line in off:
            bases = [price for price in (agreed.get(line), listed.get(line)) if price]
            # without anything to compare with, nothing can be said
            if bases and not any(_is_near(prices[line], base, band) for base in bases):
                found[line.order_id].append(line._gendan_price_sentence(prices[line], last.get(line), listed.get(line)))
        return found


def _is_near(price, base, band):
    """Whether a price lies in the band around another one."""
    return bool(base) and abs(price - base) <= base * band + 1e-9


class SaleOrderLine(models.Model):
    """What a line's price is compared with."""

    _inherit = "sale.order.line"

    def _gendan_net_price(self):
        """Unit price less the discount, in the order's currency and the line's unit."""
        self.ensure_one()
        return self.price_unit * (1 - self.discount / 100.0)

    def _gendan_net_price_like(self, line):
        """This line's net price in another line's unit and currency; 0.0 where the units cannot be compared."""
        self.ensure_one()
        price = self._gendan_net_price()
        if self.product_uom_id != line.product_uom_id:
            if not self.product_uom_id._has_common_reference(line.product_uom_id):
                return 0.0
            price = self.product_uom_id._compute_price(price, line.product_uom_id)
        if self.currency_id != line.currency_id:
            price = self.currency_id._convert(
                price, line.currency_id, line.company_id, fields.Date.context_today(self), round=False
            )
        return price

    def _gendan_last_lines(self):
        """For each line the customer's last confirmed line of the same product, in any other order. One query.

        :return: {line: earlier line (sudo)}, only lines that have one
        """
        if not self.ids:
            return {}
        self.env["sale.order"].flush_model(["state", "date_order", "partner_id", "company_id", "gendan_order_kind"])
        self.flush_model(["product_id", "order_id", "price_unit", "is_downpayment"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (own.id) own.id, line.id
                  FROM sale_order_line own
                  JOIN sale_order own_order ON own_order.id = own.order_id
                  JOIN res_partner own_partner ON own_partner.id = own_order.partner_id
                  JOIN res_partner partner ON partner.commercial_partner_id = own_partner.commercial_partner_id
                  JOIN sale_order earlier ON earlier.partner_id = partner.id
                   AND earlier.company_id = own_order.company_id
                   AND earlier.state = 'sale' AND earlier.id != own_order.id
                   AND (earlier.gendan_order_kind IS NULL OR earlier.gendan_order_kind NOT IN %(not_compared)s)
                  JOIN sale_order_line line ON line.order_id = earlier.id
                   AND line.product_id = own.product_id
                   AND line.price_unit > 0 AND line.is_downpayment IS NOT TRUE
                 WHERE own.id IN %(ids)s
                 ORDER BY own.id, earlier.date_order DESC, line.id DESC
                """,
                not_compared=NOT_COMPARED,
                ids=tuple(self.ids),
            )
        )
        # sudo: the customer's last price counts whoever sold it to her
        lines = self.sudo().browse([line_id for _own, line_id in rows])
        return dict(zip(self.browse([own for own, _line_id in rows]), lines, strict=True))

    def _gendan_list_prices(self):
        """{line: today's price on its price list}, in the order's currency and the line's unit.

        As many look-ups as there are price lists, units and, where a list has steps, quantities.
        """
        groups = defaultdict(self.browse)
        for line in self:
            pricelist = line.order_id.pricelist_id
            quantity = line.product_uom_qty if pricelist._gendan_has_steps() else 1.0
            groups[pricelist, line.currency_id, line.product_uom_id, quantity, line.company_id] |= line
        prices = {}
        for (pricelist, currency, unit, quantity, company), lines in groups.items():
            # sudo: the price list is asked, not shown
            found = pricelist.sudo().with_company(company)._compute_price_rule(
                lines.product_id, quantity, currency=currency, uom=unit
            )
            for line in lines:
                product = line.product_id.with_company(company)
                prices[line] = product._get_tax_included_unit_price_from_price(
                    found[product.id][0],
                    # sudo: taxes are only read
                    product_taxes=product.sudo().taxes_id._filter_taxes_by_company(company),
                    fiscal_position=line.order_id.fiscal_position_id,
                )
        return prices

    def _gendan_price_sentence(self, price, last, listed):
        """The sentence about a price out of the band.

        :param float price: the line's net price
        :param last: the customer's earlier line, or None
        :param listed: the price list's price, or None
        """
        self.ensure_one()
        words = {
            "order": self.order_id.name,
            "product": self.product_id.display_name,
            "price": self._gendan_format_price(price),
        }
        if last:
            base = last._gendan_net_price_like(self)
            words |= {
                "last": self._gendan_format_price(base),
                "other": last.order_id.name,
                "percent": f"{(price / base - 1) * 100:+.1f}" if base else "",
            }
            if base:
                return self.env._(
                    "%(order)s, %(product)s: the price %(price)s is %(percent)s %% off the last one, %(last)s in"
                    " %(other)s. Correct it, or have it waived.",
                    **words,
                )
        return self.env._(
            "%(order)s, %(product)s: the price %(price)s is %(percent)s %% off the price list's %(listed)s. Correct it,"
            " or have it waived.",
            **words | {"listed": self._gendan_format_price(listed), "percent": f"{(price / listed - 1) * 100:+.1f}"},
        )

    def _gendan_format_price(self, price):
        """A unit price with as many decimals as it has, at least two."""
        text = f"{price:.6f}".rstrip("0")
        whole, _point, decimals = text.partition(".")
        return f"{whole}.{decimals.ljust(2, '0')} {self.currency_id.name}"


class ProductPricelist(models.Model):
    """Whether a price list's prices hang on the quantity."""

    _inherit = "product.pricelist"

    def _gendan_has_steps(self):
        """Whether this list, or one it is based on, has prices by quantity."""
        # sudo: as above, asked and not shown
        rules = self.sudo().item_ids
        return any(rule.min_quantity > 1 or rule.base == "pricelist" for rule in rules)
