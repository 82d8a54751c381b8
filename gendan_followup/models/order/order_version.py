from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

# what a version keeps of the order's head, in the order in which it is shown
HEADER = (
    "partner_id",
    "client_order_ref",
    "partner_shipping_id",
    "partner_invoice_id",
    "payment_term_id",
    "incoterm",
    "incoterm_location",
    "pricelist_id",
    "note",
)


class GendanOrderVersion(models.Model):
    """What was agreed with the customer, as it stood: head and lines of the order. Append-only.

    Only `sale.order._gendan_freeze_version` makes versions; nobody changes or deletes one, by no path. Read by whoever
    sees the order; not by departments, for it carries prices.
    """

    _name = "gendan.order.version"
    _description = "Version of an Order"
    _order = "order_id desc, number desc"
    _rec_name = "number"

    _order_number_uniq = models.UniqueIndex("(order_id, number)", "This order has this version already.")

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    number = fields.Integer(string="Version", required=True, readonly=True, aggregator=None)
    reason = fields.Char(string="Why", readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True, ondelete="restrict")
    content = fields.Json(required=True, readonly=True)
    html = fields.Html(string="Agreed", compute="_compute_html", sanitize=False)

    # ------------------------------------------------------------ compute

    @api.depends("order_id.name", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(order)s, version %(number)s", order=version.order_id.name, number=version.number
            )

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_html(self):
        for version in self:
            header = Markup("").join(
                Markup(
                    '<tr><td class="text-muted pe-3 align-top text-nowrap">%s</td>'
                    '<td style="white-space: pre-line;">%s</td></tr>'
                )
                % (label, text)
                for label, text in version._gendan_header_rows()
            )
            lines = Markup("").join(version._gendan_line_html(line) for line in version.content["lines"])
            version.html = Markup('<table class="mb-3">%s</table>%s') % (header, lines)

    def _gendan_header_rows(self):
        """The head of the order as (label in the reader's language, text); what is empty is left out."""
        self.ensure_one()
        labels = self.env["sale.order"]._gendan_header_labels()
        header = self.content["header"]
        return [(labels[name], header[name]["text"]) for name in HEADER if header.get(name, {}).get("text")]

    def _gendan_line_html(self, line):
        currency = self.env["res.currency"].browse(line["currency_id"])
        facts = [
            f"{self._gendan_number(line['quantity'])} {line['uom']}",
            # the price as it was agreed, however many decimals it had
            f"{self._gendan_number(line['price'])} {currency.name}",
        ]
        if line["discount"]:
            facts.append(f"-{self._gendan_number(line['discount'])} %")
        facts.append(format_amount(self.env, line["subtotal"], currency))
        if line["day"]:
            facts.append(format_date(self.env, line["day"]))
        rows = Markup("").join(
            Markup('<tr><td class="text-muted pe-3 align-top">%s</td><td>%s</td></tr>')
            % (self._gendan_in_language(label), self._gendan_in_language(text))
            for label, text in line.get("spec", ())
        )
        name = Markup("<br/>").join(line["name"].splitlines())
        return Markup('<div class="mb-3"><strong>%s</strong><div>%s</div><table class="mt-1">%s</table></div>') % (
            name,
            " · ".join(facts),
            rows,
        )

    @api.model
    def _gendan_number(self, value):
        """A quantity or price with as many decimals as it has, up to six."""
        text = f"{value:,.6f}"
        return text.rstrip("0").rstrip(".")

    @api.model
    def _gendan_in_language(self, texts):
        """One of the languages a text was kept in: the reader's, else English, else any."""
        return texts.get(self.env.lang) or texts.get("en_US") or next(iter(texts.values()), "")

    @api.model
    def _gendan_terms(self, content):
        """A version's content without the days, which promises may move without a change of what was agreed."""
        return {**content, "lines": [{**line, "day": False} for line in content["lines"]]}

    # ------------------------------------------------------------ append-only

    def write(self, vals):
        """Versions are never edited.

        :raise UserError: always, unless only Odoo's own recomputation of the copied columns asks
        """
        if vals.keys() - {"company_id", "clerk_id"}:
            raise UserError(self.env._("A version of an order is never changed: it is what was agreed then."))
        return super().write(vals)

    def copy(self, default=None):
        raise UserError(self.env._("A version of an order is not copied: it belongs to its order."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A version of an order is never deleted: it is what was agreed then."))
