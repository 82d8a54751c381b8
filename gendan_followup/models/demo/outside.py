"""The example's outside processing: in time, late, back with loss, refused and done again."""

from odoo import Command, api, models

# key: order, process, processor, operation or None, quantity, day due, sent [(day, quantity, driver)],
# back [(day, good, spoilt, nothing more comes)], verdict (who, day, verdict, words) or None, what is to be done
OUTSIDE = {
    "laminated": dict(
        order="r4", process="laminating", processor="laminate", quantity=20000, due=-4,
        sent=[(-6, 20000, "自备货车 何建军")], back=[(-4, 19880, 120, False)],
        verdict=("quality", -4, "accepted", False), instruction="单面哑膜，不起泡、不卷边",
    ),
    "lost": dict(
        order="r4", process="hot_stamp", processor="stamp", quantity=5000, due=-2,
        sent=[(-4, 5000, "粤S·83K12")], back=[(-2, 4780, 60, True)], instruction="烫哑金 311#，只烫商标",
    ),
    "partly": dict(
        order="r4", process="hot_stamp", processor="stamp", quantity=8000, due=2, buy=True,
        sent=[(-1, 8000, "粤S·83K12")], back=[(0, 3000, 15, False)], instruction="烫哑金 311#，只烫商标",
    ),
    "late": dict(
        order="gb", process="washing", processor="wash", quantity=200, due=-1, operation="洗水",
        sent=[(-5, 200, "顺途物流")], back=[], instruction="软洗，缩水率 3% 以内，分缸标色",
    ),
    "refused": dict(
        order="gb", process="embroidery", processor="wash", quantity=100, due=-3,
        sent=[(-8, 100, "顺途物流")], back=[(-3, 100, 0, False)],
        verdict=("quality", -3, "refused", "左胸绣花线色偏红，位置低 1.5 cm"),
        instruction="左胸 logo，线色按样卡 Y-204", again=1,
    ),
}  # fmt: skip
SERVICES = {"hot_stamp": ("W-STAMP", "烫金外发加工", "stamp", 0.035)}


class GendanDemoScenario(models.AbstractModel):
    """What others do for the factory."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_outside(self, company):
        """Each with its trips on their days, as warehouse and quality noted them."""
        for code, (number, name, supplier, price) in SERVICES.items():
            service = self._example_make(
                f"service_{code}",
                "product.product",
                name=name,
                default_code=number,
                type="service",
                sale_ok=False,
                taxes_id=[Command.clear()],
                supplier_taxes_id=[Command.clear()],
                seller_ids=[Command.create({"partner_id": self._example(f"supplier_{supplier}").id, "price": price})],
            )
            self.env.ref(f"gendan_followup.outside_process_{code}").product_id = service
        for key, data in OUTSIDE.items():
            outside = self._example_make_one_outside(key, data, company)
            if data.get("verdict"):
                self._example_judge_outside(key, outside, *data["verdict"])
            if data.get("again") is not None:
                again = outside.browse(outside.action_again()["res_id"])
                again.due_back = self._example_day(data["again"])
                self._example_keep(f"outside_{key}_again", again)
            if data.get("buy"):
                outside.with_env(self.env).action_purchase()
        # what was settled long ago never waited in this database
        todos = self.env["gendan.todo"].search(
            [("res_model", "=", "gendan.outside"), ("company_id", "=", company.id), ("open", "=", False)]
        )
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()
        self._example_settle({data["order"]: self._example(f"order_{data['order']}") for data in OUTSIDE.values()})

    @api.model
    def _example_make_one_outside(self, key, data, company):
        """One, with what was sent and what came back."""
        production = self._example_productions(self._example(f"order_{data['order']}"))[:1]
        step = production.gendan_step_ids.filtered(lambda step: step.name == data.get("operation"))[:1]
        warehouse = self._example("user_warehouse")
        Outside = self.env["gendan.outside"].with_user(warehouse).with_context(lang="zh_CN")
        # sudo: the example is written whatever rights its people have
        outside = Outside.sudo().create(
            {
                "company_id": company.id,
                "production_id": production.id,
                "step_id": step.id,
                "processor_id": self._example(f"supplier_{data['processor']}").id,
                "process_id": self.env.ref(f"gendan_followup.outside_process_{data['process']}").id,
                "quantity": data["quantity"],
                "due_back": self._example_day(data["due"]),
                "instruction": data["instruction"],
            }
        )
        Trip = outside.env["gendan.outside.trip"]
        for day, quantity, driver in data["sent"]:
            Trip.create(
                {
                    "outside_id": outside.id,
                    "direction": "out",
                    "day": self._example_day(day),
                    "quantity": quantity,
                    "carried_by": driver,
                }
            )
        for day, good, bad, is_last in data["back"]:
            Trip.create(
                {
                    "outside_id": outside.id,
                    "direction": "back",
                    "day": self._example_day(day),
                    "good": good,
                    "bad": bad,
                    "is_last": is_last,
                }
            )
        return self._example_keep(f"outside_{key}", outside)

    @api.model
    def _example_judge_outside(self, key, outside, who, day, verdict, words):
        """Its verdict, of that day."""
        # sudo: as above
        judged = outside.with_user(self._example(f"user_{who}")).sudo()
        judged.write({"verdict": verdict, "verdict_text": words})
        self._example_date_back(outside, verdict_at=self._example_moment(day, 16))

    @api.model
    def _example_make_exceptions(self, company):
        # EXTENDS gendan_followup: the system looks at what is outside, too
        result = super()._example_make_exceptions(company)
        outsides = self.env["gendan.outside"].search([("company_id", "=", company.id)])
        self.env["gendan.exception"]._gendan_detect("outside", outsides.ids)
        return result
