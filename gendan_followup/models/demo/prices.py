"""The example's formulas, cost sheets and quotations on their way to the customer."""

from odoo import Command, api, models

from .prices_data import PRICES, SCHEMES


class GendanDemoScenario(models.AbstractModel):
    """Prices worked out, submitted, approved, refused, changed."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_prices(self, company):
        """Formulas first; the approval is switched on before the first quotation is submitted."""
        for category, data in SCHEMES.items():
            self._example_make(f"scheme_{category}", "gendan.cost.scheme", **self._example_scheme_vals(category, data))
        before = self.env["sale.order"].search([("company_id", "=", company.id), ("state", "=", "sent")])
        company.write({"gendan_price_approval": True, "gendan_validity_days": 3})
        stamps = {}
        for order in before:
            # what went out before was approved, too
            stamps |= self._example_say_price(order, order.date_order, "approved", None)
        for key, data in PRICES.items():
            stamps |= self._example_make_price(key, data, company)
        self._example_stamp(stamps)
        # due as of those days
        self.env["sale.order"].union(*(approval.order_id for approval in stamps))._gendan_sync_todos()
        # what was settled never waited in this database
        todos = self.env["gendan.todo"].search(
            [("company_id", "=", company.id), ("kind", "=like", "price%"), ("open", "=", False)]
        )
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_scheme_vals(self, category, data):
        name, steps, tax_included, lines = data
        return {
            "name": name,
            "company_id": self._example("company").id,
            "categ_ids": [Command.set(self._example(f"category_{category}").ids)],
            "steps": steps,
            "tax_included": tax_included,
            "line_ids": [
                Command.create(
                    {
                        "sequence": sequence,
                        "name": line_name,
                        "kind": kind,
                        "basis": basis,
                        "product_id": material and self._example(f"product_{material}").id,
                        "usage": usage,
                        "waste": waste,
                        "rate": rate,
                        "apart": apart,
                    }
                )
                for sequence, (line_name, kind, basis, material, usage, waste, rate, apart) in enumerate(lines, start=1)
            ],
        }

    @api.model
    def _example_make_price(self, key, data, company):
        """One quotation as far as it has come.

        :return: {approval: its own past}
        """
        values = self._example_order_vals({**data, "confirmed": data["made"], "promise": 20}, company)
        order = self._example_make(
            f"price_{key}",
            "sale.order",
            **{**values, "validity_date": self._example_day(data["valid"]), "gendan_advice": data.get("advice")},
        )
        self._example_sign(order)
        if data.get("sheet"):
            sheet = self.env["gendan.cost.sheet"].create({"line_id": order.order_line[0].id, "company_id": company.id})
            self._example_keep(f"sheet_{key}", sheet)
            self.env.flush_all()
            sheet.action_gendan_apply()
        stamps = {}
        for day, hour, result, remark in data["said"]:
            stamps |= self._example_say_price(order, self._example_moment(day, hour), result, remark)
        if "sent" in data:
            order.action_quotation_sent()
        if "afterwards" in data:
            order.order_line[0].price_unit = data["afterwards"]
        return stamps

    @api.model
    def _example_say_price(self, order, moment, result, remark):
        """The clerk submits, the supervisor decides.

        :return: {approval: its own past}
        """
        clerk = order.gendan_clerk_id or self._example("user_supervisor")
        user = clerk if result == "submitted" else self._example("user_supervisor")
        # sudo: the example is written whatever rights its people have
        approval = self.env["gendan.price.approval"].with_user(user).sudo().create(
            {"order_id": order.id, "result": result, "reason": remark}
        )
        return {approval.with_env(self.env): {"date": moment, "create_date": moment, "create_uid": user.id}}
