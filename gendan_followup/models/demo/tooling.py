"""The example's plates and moulds with their fees."""

from odoo import Command, api, models

from .tooling_data import FEES, TOOLING


class GendanDemoScenario(models.AbstractModel):
    """Sets in house and on order, worn more or less, and what was agreed about their fees."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_tooling(self, company):
        """Sets and fees; what has become refundable by the deliveries is counted."""
        for name, data in TOOLING.items():
            self._example_make(f"tooling_{name}", "gendan.tooling", **self._example_tooling_vals(name, data, company))
        self._example_link_purchases()
        fees = self.env["gendan.tooling.fee"]
        for number, data in enumerate(FEES, start=1):
            fees |= self._example_make(
                f"fee_{number}", "gendan.tooling.fee", **self._example_fee_vals(data, company)
            )
        fees._gendan_check_due()
        # prepared by purchasing: cannot be ordered before the customer has approved the proof
        plates = self._example_buy_cylinders(self._example("order_n1"), 9, None)
        self._example_keep("purchase_plates_n1", plates)

    @api.model
    def _example_link_purchases(self):
        """The purchases of the plates on order are known by their sets, which take over maker, day and cost."""
        for name, data in TOOLING.items():
            if "order" not in data:
                continue
            lines = self.env["purchase.order.line"].search(
                [
                    ("order_id.origin", "=", self._example(f"order_{data['order']}").name),
                    ("gendan_tool_product_id", "=", self._example(f"product_{data['product']}").id),
                    ("product_id.gendan_is_tooling", "=", True),
                ]
            )
            lines.gendan_tooling_id = self._example(f"tooling_{name}")

    @api.model
    def _example_tooling_vals(self, name, data, company):
        limit, unit, factor, used = data["life"]
        values = {
            "name": name,
            "company_id": company.id,
            "kind": data["kind"],
            "partner_id": self._example(f"partner_{data['customer']}").id,
            "product_ids": [Command.set(self._example(f"product_{data['product']}").ids)],
            "pieces": data["pieces"],
            "colours": data.get("colours"),
            "owner": data["owner"],
            "place": data.get("place"),
            "life_limit": limit,
            "life_unit": unit,
            "factor": factor,
            "used_before": used,
            "ordered_on": self._example_day(data["ordered"]),
        }
        if data["kind"] == "cylinder":
            values["maker_id"] = self._example("supplier_cylinder").id
        if "expected" in data:
            values["expected_on"] = self._example_day(data["expected"])
        if "keep" in data:
            values["keep_until"] = self._example_day(data["keep"])
        if "arrived" in data:
            values["arrived_on"] = values["inspected_on"] = self._example_day(data["arrived"])
        if "replaces" in data:
            values |= {"replaces_id": self._example(f"tooling_{data['replaces']}").id, "new_colours": data["new"]}
        if "artwork" in data:
            values["artwork_id"] = self._example(f"artwork_{data['artwork']}").id
        if "order" in data:
            values["order_id"] = self._example(f"order_{data['order']}").id
        return values

    @api.model
    def _example_fee_vals(self, data, company):
        tooling = self._example(f"tooling_{data['tooling']}")
        values = {
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "kind": "mould" if tooling.kind in ("mould", "die") else "plate",
            "tooling_id": tooling.id,
            "partner_id": tooling.partner_id.id,
            "amount": data["amount"],
            "agreed_on": self._example_day(data["agreed"]),
            "evidence": data["evidence"],
            "service_id": self._example("product_plate").id,
        }
        if "order" in data:
            order = self._example(f"order_{data['order']}")
            line = order.order_line.filtered(lambda line: line.product_id == self._example("product_plate"))
            values |= {"order_id": order.id, "line_id": line.id}
        if data["refund"]:
            basis, threshold, months = data["refund"]
            values |= {"refund_basis": basis, "refund_threshold": threshold, "refund_months": months}
        return values
