"""The last batch of each line: same customer, same product."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, formatLang

from .sale_order_intake import INSIDE


class SaleOrderLine(models.Model):
    """A line as a batch of goods: where it was made before, and what is different now."""

    _inherit = "sale.order.line"

    gendan_repeat_of_id = fields.Many2one(
        "sale.order.line",
        string="Repeat of",
        index="btree_not_null",
        ondelete="set null",
        help="The line of the batch this one repeats.",
        **INSIDE,
    )
    gendan_ordered_on = fields.Datetime(
        related="order_id.date_order", string="Ordered on", groups="sales_team.group_sale_salesman"
    )

    # ------------------------------------------------------------ actions

    def action_gendan_repeat(self):
        """Button: a new quotation with these batches as they were: price, packing, specification.

        :return: action that opens it
        :raise UserError: nothing to repeat, or batches of several customers
        """
        return self._gendan_repeat()._get_records_action()

    # ------------------------------------------------------------ business

    def _gendan_is_batch(self):
        """Whether the line is goods, or the work of a processing order: what a repeat repeats.

        Fees, freight and deposits belong to the order they were agreed for.
        """
        self.ensure_one()
        if self.display_type or self.is_downpayment or not self.product_id:
            return False
        return self.product_id.type != "service" or self.order_id.gendan_order_kind == "processing"

    def _gendan_repeat(self):
        """Make the quotation that repeats these lines, on the terms of the newest of their orders.

        :return: ``sale.order``
        :raise UserError: see `action_gendan_repeat`
        """
        if sentence := self._gendan_repeat_error():
            raise UserError(sentence)
        newest = self.order_id.sorted("date_order")[-1:]
        values = newest.copy_data(newest._gendan_prepare_repeat_vals())[0]
        lines = self._gendan_with_headings()
        values["order_line"] = [
            Command.create({**vals, "gendan_repeat_of_id": line._gendan_is_batch() and line.id})
            for line, vals in zip(lines, lines.copy_data(), strict=True)
        ]
        return self.env["sale.order"].create(values)

    def _gendan_repeat_error(self):
        """The sentence why these lines cannot be repeated in one quotation, or False."""
        self.check_access("read")
        if not any(line._gendan_is_batch() for line in self):
            return self.env._("There are no goods to repeat: fees and freight are agreed anew with each order.")
        orders = self.order_id
        if len(orders.partner_id.commercial_partner_id) > 1 or len(orders.company_id) > 1:
            return self.env._("Choose the batches of one customer: a quotation goes to one customer only.")
        return False

    def _gendan_with_headings(self):
        """The batches of these lines with the sections and remarks that stand over them."""
        kept, headings = self.browse(), self.browse()
        for line in self.sorted(lambda line: (line.order_id.id, line.sequence, line.id)):
            if line.display_type == "line_section":
                headings = line
            elif line.display_type:
                headings += line
            elif line._gendan_is_batch():
                kept += headings + line
                headings = self.browse()
        return kept

    def _gendan_last_batches(self):
        """The last confirmed batch of the same product for the same customer, of those the user may see. Batch.

        One query, whatever the number of lines; lines that are not saved yet, too.

        :return: {line: sale.order.line, may be empty}
        """
        none = self.browse()
        lines = self.filtered(lambda line: line._gendan_is_batch())
        keys = {line: line._gendan_batch_key() for line in lines}
        last = {}
        if lines:
            customers, companies, products = (set(column) for column in zip(*keys.values(), strict=True))
            domain = [
                ("state", "=", "sale"),
                ("display_type", "=", False),
                ("is_downpayment", "=", False),
                ("company_id", "in", list(companies)),
                ("product_id", "in", list(products)),
                ("order_partner_id.commercial_partner_id", "in", list(customers)),
                ("order_id", "not in", lines.order_id._origin.ids),
            ]
            last = self._gendan_newest(domain)
        return {line: last.get(keys.get(line), none) for line in self}

    def _gendan_batch_key(self):
        """(id of the customer, of the company, of the product): lines with the same key are batches of one thing."""
        self.ensure_one()
        order = self.order_id
        return (
            order.partner_id.commercial_partner_id._origin.id,
            (order.company_id or self.env.company).id,
            self.product_id._origin.id,
        )

    @api.model
    def _gendan_newest(self, domain):
        """The newest of the lines of a domain for each customer, company and product, with the user's rights.

        :return: {key as in `_gendan_batch_key`: sale.order.line}
        """
        self.env["sale.order"].flush_model(["date_order", "partner_id", "company_id"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.flush_model(["order_id", "product_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (partner.commercial_partner_id, ordered.company_id, line.product_id)
                       partner.commercial_partner_id, ordered.company_id, line.product_id, line.id
                  FROM sale_order_line line
                  JOIN sale_order ordered ON ordered.id = line.order_id
                  JOIN res_partner partner ON partner.id = ordered.partner_id
                 WHERE line.id IN %s
                 ORDER BY partner.commercial_partner_id, ordered.company_id, line.product_id,
                          ordered.date_order DESC, line.id DESC
                """,
                self._search(domain).subselect(),
            )
        )
        # prefetched together
        lines = self.browse([row[-1] for row in rows])
        return {tuple(row[:-1]): line for row, line in zip(rows, lines, strict=True)}

    def _gendan_batch_day(self):
        """The company's day on which the line was ordered."""
        self.ensure_one()
        return self.company_id._gendan_to_day(self.order_id.date_order)

    def _gendan_batch_text(self):
        """The batch in short: date, quantity, price."""
        self.ensure_one()
        return self.env._(
            "%(date)s: %(quantity)s at %(price)s",
            date=self._gendan_show_day(self._gendan_batch_day()),
            quantity=self._gendan_show_quantity(),
            price=self._gendan_show_price(),
        )

    @api.model
    def _gendan_show_day(self, day):
        return format_date(self.env, day) if day else "–"

    def _gendan_show_quantity(self):
        whole = float(self.product_uom_qty).is_integer()
        quantity = formatLang(self.env, self.product_uom_qty, digits=0 if whole else 3)
        return f"{quantity} {self.product_uom_id.name or ''}".strip()

    def _gendan_show_price(self):
        """The unit price with the decimals it has: 0.0865 must not read 0.09."""
        decimals = len(f"{self.price_unit:.6f}".rstrip("0").partition(".")[2])
        price = formatLang(self.env, self.price_unit, digits=max(decimals, 2))
        return f"{price} {self.currency_id.name or ''}".strip()

    # ------------------------------------------------------------ what is different

    def _gendan_batch_rows(self, last):
        """This line beside its last batch, field by field. Hook: other parts add their own rows to `super()`.

        :param last: ``sale.order.line``
        :return: list of (label, text then, text now); what is always shown comes first
        """
        self.ensure_one()
        rows = [
            (self.env._("Quantity"), last._gendan_show_quantity(), self._gendan_show_quantity()),
            (self.env._("Unit price"), last._gendan_show_price(), self._gendan_show_price()),
        ]
        labels = {
            "name": self.env._("Description"),
            "discount": self.env._("Discount (%)"),
            "tax_ids": self.env._("Taxes"),
        }
        then, now = last._gendan_batch_texts(), self._gendan_batch_texts()
        return rows + [(label, then[key], now[key]) for key, label in labels.items() if then[key] != now[key]]

    def _gendan_compared_rows(self, last, spec):
        """All rows of the comparison, the specification's included.

        :param last: ``sale.order.line``
        :param spec: answer of ``_gendan_spec_rows`` for both lines
        :return: list of (label, text then, text now, whether they differ)
        """
        then, now = dict(spec.get(last, ())), dict(spec.get(self, ()))
        names = list(dict.fromkeys([*now, *then]))
        rows = self._gendan_batch_rows(last)
        rows += [(name, then.get(name, "–"), now.get(name, "–")) for name in names if then.get(name) != now.get(name)]
        return [(*row, row[1] != row[2]) for row in rows]

    def _gendan_batch_texts(self):
        """What of a line is shown only where it differs."""
        return {
            "name": (self.name or "").strip(),
            "discount": f"{self.discount:g}",
            "tax_ids": ", ".join(self.tax_ids.sorted("id").mapped("name")),
        }

    def _gendan_product_news(self, last):
        """What has happened to the product itself since its last batch. Hook, as `_gendan_batch_rows`.

        :return: list of sentences
        """
        self.ensure_one()
        news = []
        product = self.product_id
        if not product.active:
            news.append(self.env._("The product is archived."))
        elif not product.sale_ok:
            news.append(self.env._("The product is not sold any more."))
        # sudo: that there is a newer bill of materials is told to clerks who may not read it
        boms = product.sudo().product_tmpl_id.bom_ids
        changed = max(boms.mapped("write_date") + boms.bom_line_ids.mapped("write_date"), default=None)
        if changed and changed > last.order_id.date_order:
            news.append(
                self.env._(
                    "The bill of materials was changed on %(date)s.",
                    date=self._gendan_show_day(self.company_id._gendan_to_day(changed)),
                )
            )
        return news
