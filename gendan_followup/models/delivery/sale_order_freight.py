from odoo import api, fields, models
from odoo.exceptions import UserError

FREIGHT_READERS = "sales_team.group_sale_salesman,account.group_account_invoice"


class SaleOrder(models.Model):
    """What sending costs: planned, real, and what of it the customer is billed. In the company's currency."""

    _inherit = "sale.order"

    gendan_company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    gendan_freight_planned = fields.Monetary(
        "Freight Planned", currency_field="gendan_company_currency_id", copy=False, groups=FREIGHT_READERS
    )
    # kept by the transfers, not computed: each change of a transfer's state would work it out again
    gendan_freight_real = fields.Monetary(
        "Freight Real",
        readonly=True,
        copy=False,
        currency_field="gendan_company_currency_id",
        help="What was noted on the transfers.",
        groups=FREIGHT_READERS,
    )
    gendan_freight_billed = fields.Monetary(
        "Freight Billed",
        compute="_compute_gendan_freight_billed",
        currency_field="gendan_company_currency_id",
        help="Delivery lines of this order, without taxes.",
        groups=FREIGHT_READERS,
    )
    gendan_freight_open = fields.Monetary(
        "Freight to Bill",
        compute="_compute_gendan_freight_billed",
        currency_field="gendan_company_currency_id",
        groups=FREIGHT_READERS,
    )

    @api.depends("order_line.is_delivery", "order_line.price_subtotal", "gendan_freight_real", "gendan_freight_payer")
    def _compute_gendan_freight_billed(self):
        for order in self:
            company = order.company_id
            lines = order.order_line.filtered("is_delivery")
            order.gendan_freight_billed = order.currency_id._convert(
                sum(lines.mapped("price_subtotal")),
                company.currency_id,
                company,
                order.date_order or fields.Date.today(),
            )
            rest = order.gendan_freight_real - order.gendan_freight_billed
            to_bill = order.gendan_freight_payer == "rebill" and company.currency_id.compare_amounts(rest, 0) > 0
            order.gendan_freight_open = rest if to_bill else 0.0

    def action_gendan_bill_freight(self):
        """Button: what was really paid and is not on the order yet becomes a delivery line of its own.

        Once: a second press finds nothing left. For whoever may write the order.

        :raise UserError: nothing to bill, or no carrier to bill it as
        """
        self.ensure_one()
        self.check_access("write")
        sentence = self._gendan_bill_freight_error()
        if sentence:
            raise UserError(sentence)
        company = self.company_id
        price = company.currency_id._convert(
            self.gendan_freight_open, self.currency_id, company, self.date_order or fields.Date.today()
        )
        line = self._create_delivery_line(self.carrier_id, price)
        # Odoo leaves the price of carriers billed "at real cost" open: this is the real cost
        line.write({"price_unit": price, "name": self.env._("%(carrier)s, as paid", carrier=self.carrier_id.name)})

    def _gendan_bill_freight_error(self):
        """The sentence why there is no freight to bill, or False."""
        self.ensure_one()
        if self.state != "sale":
            return self.env._("%(order)s is not confirmed: there is no freight to bill.", order=self.name)
        if not self.gendan_freight_open:
            return self.env._(
                "There is no freight to bill on %(order)s: either we bear it, or what was noted on its transfers is"
                " billed already.",
                order=self.name,
            )
        if not self.carrier_id:
            return self.env._("Choose the delivery method of %(order)s first.", order=self.name)
        return False
