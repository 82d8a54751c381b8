"""The example's minimum quantities: rules, an agreed surcharge, quotations still to be offered or refused."""

from odoo import api, models

# product or None, material or None, counted by, quantity, what happens below it, surcharge, its rate
RULES = [
    ("nut_bag", None, "design", 50000, "offer", "fixed", 800),
    ("zip_bag", None, "design", 30000, "offer", "fixed", 800),
    ("film_roll", None, "order", 500, "offer", "percent", 8),
    ("tea_box", None, "design", 5000, "offer", "fixed", 800),
    ("carton", None, "order", 500, "warn", "fixed", 0),
    ("sweater", None, "colour", 600, "refuse", "fixed", 0),
    ("cardigan", None, "colour", 300, "refuse", "fixed", 0),
    (None, "cotton", "lot", 500, "offer", "unit", 2.5),
]
# order -> (days from its confirmation, who said yes, evidence)
AGREED = {"mq": (0, "阿强", "微信 鸿记-阿强：按 3,000 做，损耗费 800 认")}
SMALL = dict(customer="hongji", kind="repeat", ref=None, confirmed=0, promise=14, lines=[("tea_box", 2000, 1.25)])

# below a minimum that is not given way on: held until the supervisor waives it
REFUSED = dict(
    customer="jinfeng", kind="repeat", ref="CF-AW26-144", confirmed=0, promise=45,
    lines=[("cardigan", 120, 108.6, "羊毛混紡開衫 7針 KN-CD07 駝色，S-XL 1:2:2:1")],
)  # fmt: skip


class GendanDemoScenario(models.AbstractModel):
    """Printing minimums of the trade, and who agreed to pay for less."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_minimums(self, company):
        """The factory's rules."""
        for product, material, scope, quantity, policy, kind, amount in RULES:
            goods = self._example(f"product_{product or material}")
            self._example_make(
                f"moq_{product or material}",
                "gendan.moq",
                company_id=company.id,
                product_tmpl_id=product and goods.product_tmpl_id.id,
                material_id=material and goods.id,
                scope=scope,
                quantity=quantity,
                uom_id=goods.uom_id.id,
                policy=policy,
                surcharge_kind=kind,
                surcharge_amount=amount,
                surcharge_product_id=policy == "offer" and self._example("product_loss").id,
            )

    @api.model
    def _example_answer_minimums(self, orders):
        """What customers answered before their orders were confirmed."""
        for key, (day, who, evidence) in AGREED.items():
            order = orders[key].with_user(orders[key].gendan_clerk_id)
            on = order.company_id._gendan_to_day(order.date_order)
            for short in order._gendan_moq_shortfalls()[order]:
                consent = order._gendan_moq_answered(
                    short,
                    answer="surcharge",
                    given_by=who,
                    given_on=self._example_day(day, start=on),
                    source="chat",
                    evidence=evidence,
                )
                self._example_date_back(consent, create_date=order.date_order)

    @api.model
    def _example_make_small(self, company):
        """Quotations below the minimum that came in today: one customer has to be asked, one is refused."""
        order = self._example_make("quotation_small", "sale.order", **self._example_order_vals(SMALL, company))
        self._example_sign(order)
        refused = self._example_make("quotation_refused", "sale.order", **self._example_order_vals(REFUSED, company))
        self._example_sign(refused)
