"""What a change request changes: old beside new."""

from markupsafe import Markup

from odoo import api, models
from odoo.tools import html2plaintext

from .order_change import HEADER_FIELDS, OLD_FIELDS


class GendanOrderChange(models.Model):
    """What was and what is to be, of the head and of the lines."""

    _inherit = "gendan.order.change"

    @api.model
    def _prepare_old_vals(self, order):
        """The order's head as it is: what was, and what is proposed until it is typed over."""
        return {
            "old_header": {name: order._gendan_header_value(name) for name in OLD_FIELDS},
            **{
                own: order[name].id if isinstance(order[name], models.BaseModel) else order[name]
                for name, own in HEADER_FIELDS.items()
            },
        }

    def _gendan_take_old(self):
        """Look at the order again: what was, is what it is now; what nobody typed over follows it."""
        for change in self.filtered(lambda change: change.kind == "change"):
            fresh = change._prepare_old_vals(change.order_id)
            vals = {"old_header": fresh["old_header"]}
            for name, own in HEADER_FIELDS.items():
                if not change._gendan_is_new(name):
                    vals[own] = fresh[own]
            change._gendan_moved().write(vals)
            change.line_ids._gendan_take_old()

    def _gendan_is_new(self, name):
        """Whether the request changes this field of the order's head."""
        self.ensure_one()
        value = self[HEADER_FIELDS[name]]
        old = (self.old_header or {}).get(name, {})
        if name == "note":
            # by its words: the editor writes the same text with other marks
            return html2plaintext(value or "").strip() != (old.get("text") or "")
        value = value.id if isinstance(value, models.BaseModel) else value
        return (value or False) != (old.get("value") or False)

    def _gendan_header_changes(self):
        """Names of the order's fields this changes."""
        self.ensure_one()
        return [name for name in HEADER_FIELDS if self._gendan_is_new(name)]

    def _gendan_new_text(self, name):
        value = self[HEADER_FIELDS[name]]
        if name == "note":
            return html2plaintext(value or "").strip()
        if not isinstance(value, models.BaseModel):
            return value or ""
        return value._gendan_address_line() if value._name == "res.partner" else value.display_name or ""

    def _gendan_differences(self, customer=False):
        """What this changes, in the language of the context: [(product or None, field, old, new)].

        :param bool customer: without what is only ours
        """
        self.ensure_one()
        labels = self.env["sale.order"]._gendan_header_labels()
        rows = [
            (None, labels[name], (self.old_header or {}).get(name, {}).get("text") or "", self._gendan_new_text(name))
            for name in self._gendan_header_changes()
            # which list it is, is ours; its currency is hers, too
            if not (customer and name == "pricelist_id")
        ]
        if self.is_currency_changed:
            rows.append((None, self.env._("Currency"), self.old_currency, self.new_currency_id.name))
        for line in self.line_ids:
            rows += [(line._gendan_product_name(), *row) for row in line._gendan_differences(customer)]
        return rows

    def _gendan_differences_html(self):
        """The differences as a list; False where there are none."""
        rows = self._gendan_differences() if self.kind == "change" else []
        if not rows:
            return False
        items = Markup("").join(
            Markup("<li>%s<b>%s</b> <span class='text-muted'>%s</span> → %s</li>")
            % (f"{product} · " if product else "", label, old or "–", new or "–")
            for product, label, old, new in rows
        )
        return Markup("<ul class='mb-0'>%s</ul>") % items

    def _gendan_differences_text(self, customer=False):
        """The differences as lines of plain text.

        :param bool customer: as in ``_gendan_differences``
        """
        return "\n".join(
            f"{product + ', ' if product else ''}{label}: {old or '–'} → {new or '–'}"
            for product, label, old, new in self._gendan_differences(customer)
        )
