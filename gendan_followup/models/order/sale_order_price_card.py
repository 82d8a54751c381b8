"""What the supervisor wants to see before she approves prices: one card."""

from odoo import api, fields, models
from odoo.tools import float_repr, format_amount, format_date

GROUP = "gendan_followup.group_gendan_cost"
# share of a price by which a subtotal rounded to cents may differ from it without any tax
ROUNDED = 0.005


class SaleOrder(models.Model):
    """Margin, last prices, overdue and complaints of a quotation. Costs and margins only for ``group_gendan_cost``."""

    _inherit = "sale.order"

    gendan_price_card = fields.Html(
        string="Prices at a Glance", compute="_compute_gendan_price_card", sanitize=False, groups=GROUP
    )

    # no depends: what it shows lies anywhere; the form asks anew with each load
    @api.depends_context("uid", "lang")
    def _compute_gendan_price_card(self):
        for order in self:
            saved = order._origin.filtered(lambda order: order.state in ("draft", "sent"))
            order.gendan_price_card = saved._gendan_price_card() if saved._gendan_priced_lines() else False

    # ------------------------------------------------------------ business

    def _gendan_price_card(self):
        """The card of one quotation, in the reader's language and with his rights."""
        self.ensure_one()
        # the field's group guards the field; this one whoever calls the method
        self.env["gendan.cost.sheet"].check_access("read")
        figures = self._gendan_price_figures()
        last = self._gendan_priced_lines()._gendan_last_lines()
        company, partner = self.company_id, self.partner_id.commercial_partner_id
        overdue = partner._gendan_overdue(company)[partner]
        exposure = partner._gendan_exposure(company)[partner]
        # whoever approves the quotation approves the other quantities that are printed on it
        sheets = self.env["gendan.cost.sheet"].search([("order_id", "=", self.id), ("print_steps", "=", True)])
        by_line = sheets.grouped("line_id")
        rows = [
            {
                **self._gendan_price_row(line, figures["lines"][line], last.get(line)),
                "steps": [
                    self._gendan_step_row(step)
                    for step in by_line.get(line, sheets.browse()).step_ids.sorted("quantity")
                    if line.product_uom_id.compare(step.quantity, line.product_uom_qty)
                ],
            }
            for line in self._gendan_priced_lines()
        ]
        return self.env["ir.qweb"]._render(
            "gendan_followup.price_card",
            {
                "order": self,
                "rows": rows,
                "margin": self._gendan_percent(figures["margin_percent"]),
                "is_loss": (figures["margin_percent"] or 0) < 0,
                "is_partial": figures["is_partial"],
                "amount": format_amount(self.env, self.amount_untaxed, self.currency_id),
                "overdue": format_amount(self.env, overdue, company.currency_id) if overdue > 0 else False,
                "exposure": format_amount(self.env, exposure.total, company.currency_id),
                "complaints": [
                    (label, text, self._gendan_fact_address(record))
                    for label, text, record in self._gendan_complaint_history().get(self, ())
                ],
            },
            minimal_qcontext=True,
        )

    def _gendan_step_row(self, step):
        """One further quantity that is offered beside the one ordered, as a line of the card."""
        number = step.sheet_id._gendan_number
        return {
            "quantity": f"{number(step.quantity, 2)} {step.sheet_id.line_id.product_uom_id.name or ''}",
            "price": number(step.price),
            "cost": number(step.cost),
            "margin": self._gendan_percent(step.margin_percent),
            "is_loss": step.margin_percent < 0,
        }

    def _gendan_price_row(self, line, figure, last):
        """One line of the card.

        :param figure: (cost of one unit or None, margin percent or None)
        :param last: the customer's last confirmed line of the product (sudo), or None
        """
        cost, margin = figure
        number = self.env["gendan.cost.sheet"]._gendan_number
        # costs are before tax: a price that comprises it is told without it, too
        price, quantity = line._gendan_net_price(), line.product_uom_qty
        untaxed = line.price_subtotal / quantity if quantity else price
        row = {
            "name": line.product_id.display_name or line.name,
            "quantity": f"{number(line.product_uom_qty, 2)} {line.product_uom_id.name or ''}",
            "price": number(price),
            "untaxed": number(untaxed) if abs(untaxed - price) > price * ROUNDED else "",
            "cost": number(cost) if cost is not None else "",
            "margin": self._gendan_percent(margin),
            "is_loss": margin is not None and margin < 0,
            "last": "",
            "is_below": False,
        }
        if last:
            price = last._gendan_net_price_like(line)
            day = format_date(self.env, self.company_id._gendan_to_day(last.order_id.date_order))
            row["last"] = f"{number(price)} · {day} · {last.order_id.name}"
            # what both read as: a difference past the sixth decimal is none
            row["is_below"] = float(float_repr(line._gendan_net_price(), 6)) < float(float_repr(price, 6))
        return row

    def _gendan_percent(self, value):
        """A percentage for people; empty for what is not known."""
        return "" if value is None else f"{self.env['gendan.cost.sheet']._gendan_number(value, 1)} %"

    def _gendan_price_figures(self):
        """Costs and margins of one quotation. Callers show them to ``group_gendan_cost`` only.

        A line's cost is its cost sheet's at the quantity ordered, else the product's; the margin is in percent of the
        price before tax. Lines whose cost nobody knows are left out of the margin.

        :return: dict(lines={line: (cost of one unit in the order's currency or None, margin or None)},
            margin_percent=of all lines or None, is_partial=whether lines are left out)
        """
        self.ensure_one()
        sheets = self.env["gendan.cost.sheet"].search([("order_id", "=", self.id)]).grouped("line_id")
        lines, sold, costs = {}, 0.0, 0.0
        for line in self._gendan_priced_lines():
            quantity = line.product_uom_qty
            cost = self._gendan_line_cost(line, sheets.get(line))
            if cost is None or not quantity:
                lines[line] = (cost, None)
                continue
            net = line.price_subtotal
            lines[line] = (cost, 100 * (net - cost * quantity) / net if net else None)
            sold += net
            costs += cost * quantity
        return {
            "lines": lines,
            "margin_percent": 100 * (sold - costs) / sold if sold else None,
            "is_partial": any(cost is None for cost, _margin in lines.values()),
        }

    def _gendan_line_cost(self, line, sheet):
        """What one unit of an order line costs in the order's currency, or None.

        :param sheet: the line's ``gendan.cost.sheet``, or None
        """
        quote = sheet._gendan_quote(line.product_uom_qty) if sheet and line.product_uom_qty > 0 else None
        if quote and quote.parts:
            return sheet.currency_id._convert(
                float(quote.cost), self.currency_id, self.company_id, self.company_id._gendan_today(), round=False
            )
        product = line.product_id
        if not product or not product.with_company(self.company_id).standard_price:
            return None
        cost = product._gendan_cost_rate(self.company_id, self.currency_id)
        return product.uom_id._compute_price(cost, line.product_uom_id)
