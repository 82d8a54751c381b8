"""The page on which a repeat is compared with its last batch."""

from odoo import api, fields, models

from .sale_order_repeat import REPEATS


class SaleOrder(models.Model):
    """What a clerk wants to see before she confirms a repeat: the last batch beside this one, and what is known."""

    _inherit = "sale.order"

    gendan_differences = fields.Html(
        string="Compared with the Last Batch",
        compute="_compute_gendan_differences",
        sanitize=False,
        groups="sales_team.group_sale_salesman",
    )

    # No depends: it looks at other orders and other rooms. The form asks anew with each load.
    @api.depends_context("uid", "lang")
    def _compute_gendan_differences(self):
        repeats = self._origin.filtered(
            lambda order: order.gendan_repeat_of_id or order.gendan_order_kind in REPEATS
        )
        pages = repeats._gendan_render_differences()
        for order in self:
            order.gendan_differences = pages.get(order._origin, False)

    def _gendan_render_differences(self):
        """{order: html}. Sentences and names are escaped by the template."""
        if not self:
            return {}
        batches = self._gendan_compared()
        facts = self._gendan_repeat_facts()
        voids = self._gendan_is_changed_repeat()._gendan_change_voids()
        return {
            order: self.env["ir.qweb"]._render(
                "gendan_followup.order_differences",
                {
                    "batches": batches[order],
                    "terms": order._gendan_changed_terms(),
                    "facts": [
                        (label, text, order._gendan_fact_address(record)) for label, text, record in facts[order]
                    ],
                    "voids": voids.get(order, []) if order.state in ("draft", "sent") else [],
                },
            )
            for order in self
        }

    def _gendan_compared(self):
        """Each line of these orders beside its last batch.

        :return: {order: [dict(product, last, day, rows, news, is_new)]}; `last` is False for what is new, and lines of
            the earlier order that are left out come last
        """
        drafts = self.filtered(lambda order: order.state in ("draft", "sent"))
        last = drafts.order_line._gendan_last_batches()
        last_ones = self.env["sale.order.line"].union(*last.values())
        result = {}
        known = self.order_line | self.order_line.gendan_repeat_of_id | last_ones
        spec = known._gendan_spec_rows()
        for order in self:
            entries, seen = [], self.env["sale.order.line"]
            # of what the user may not see, only that it is a repeat is told
            for line in order.order_line.filtered(lambda line: line._gendan_is_batch()):
                batch = (line.gendan_repeat_of_id or last.get(line, seen.browse()))._filtered_access("read")
                seen |= batch
                entries.append(
                    {
                        "product": line.product_id.display_name,
                        "order": batch.order_id.name,
                        "address": order._gendan_fact_address(batch.order_id),
                        "day": line._gendan_show_day(batch and batch._gendan_batch_day()),
                        "rows": line._gendan_compared_rows(batch, spec) if batch else [],
                        "news": line._gendan_product_news(batch) if batch else [],
                        "left_out": False,
                    }
                )
            left_out = order.gendan_repeat_of_id._filtered_access("read").order_line.filtered(
                lambda line, seen=seen: line._gendan_is_batch() and line not in seen
            )
            entries += [
                {"product": line.product_id.display_name, "rows": [], "news": [], "left_out": True}
                for line in left_out
            ]
            result[order] = entries
        return result

    def _gendan_changed_terms(self):
        """Terms of the order that are not those of the earlier order.

        :return: list of (label, text then, text now)
        """
        self.ensure_one()
        earlier = self.gendan_repeat_of_id._filtered_access("read")
        if not earlier:
            return []
        terms = []
        for name in ("partner_shipping_id", "payment_term_id", "incoterm", "carrier_id", "pricelist_id", "currency_id"):
            if self[name] != earlier[name]:
                label = self._fields[name]._description_string(self.env)
                terms.append((label, earlier[name].display_name or "–", self[name].display_name or "–"))
        return terms

    def _gendan_repeat_facts(self):
        # EXTENDS gendan_followup
        facts = super()._gendan_repeat_facts()
        for order in self:
            earlier = order.gendan_repeat_of_id._filtered_access("read")
            if not earlier:
                continue
            text = self.env._(
                "ordered on %(date)s",
                date=order.order_line._gendan_show_day(earlier.company_id._gendan_to_day(earlier.date_order)),
            )
            if earlier.gendan_promise_date:
                text = self.env._(
                    "%(ordered)s, promised for %(promise)s",
                    ordered=text,
                    promise=order.order_line._gendan_show_day(earlier.gendan_promise_date),
                )
            facts[order] = [(self.env._("Earlier order %s", earlier.name), text, earlier), *facts[order]]
        return facts

    @api.model
    def _gendan_fact_address(self, record):
        """Address of the record's form, or False where there is none or the user may not read it."""
        if not record:
            return False
        own = record.with_env(self.env)
        return f"/odoo/{own._name}/{own.id}" if own.has_access("read") else False
