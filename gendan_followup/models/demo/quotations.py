"""The example's quotations: held by a rule, waived, let through, held again."""

import base64
import io

from PIL import Image, ImageDraw

from odoo import api, models

from .story_data import QUOTATIONS


class GendanDemoScenario(models.AbstractModel):
    """Quotations that customers have signed on the portal, and what the credit limit made of them."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_quotations(self, company):
        """Each by the way it would go: signed, held with a to-do, waived by the supervisor, confirmed by the clerk."""
        company.account_use_credit_limit = True
        company.gendan_review = True
        supervisor = self._example("user_supervisor")
        confirmed = {}
        for key, data in QUOTATIONS.items():
            order = self._example_make_quotation(key, data, company)
            customer = order.partner_id.with_company(company)
            customer.credit_limit = data["limit"]
            if waived := data.get("waived"):
                self._example_waive(order, *waived)
            if signed := data.get("signed"):
                number, who = signed
                moment = self._example_moment(number, 11, 5)
                order.write({"signed_by": who, "signed_on": moment, "signature": self._example_signature()})
                self._example_write_notes([(order, customer, f"{who} 已在客户门户签字确认报价。", moment)])
                self._example_sent_through(order, moment)
            if raised := data.get("raised"):
                number, limit, text = raised
                customer.credit_limit = limit
                self._example_write_notes([(order, supervisor, text, self._example_moment(number, 14))])
            if "confirmed" in data:
                order.with_user(order.gendan_clerk_id).action_confirm()
                order.date_order = self._example_confirmed_at(data)
                confirmed[key] = order
        self._example_settle(confirmed)
        self._example_date_promises(confirmed)
        self._example_replay(confirmed)

    @api.model
    def _example_make_quotation(self, key, data, company):
        """What the clerk sent the customer."""
        values = self._example_order_vals({**data, "kind": "stock", "confirmed": data["sent"]}, company)
        order = self._example_make(f"quotation_{key}", "sale.order", **{**values, "state": "sent"})
        self._example_sign(order)
        return order

    @api.model
    def _example_sent_through(self, order, moment):
        """The customer has signed: Odoo would confirm, a rule holds it; note and to-do as of that moment."""
        before = order.message_ids
        order._validate_order()
        self._example_date_back(order.message_ids - before, date=moment, create_date=moment)
        day = order.company_id._gendan_to_day(moment)
        todo = self.env["gendan.todo"].search(order._gendan_todo_domain(["gate_confirm"]))
        self._example_date_back(todo, opened_on=day, due=day)

    @api.model
    def _example_waive(self, order, number, reason, until=None):
        """The supervisor sets the rule aside in the dialog.

        :param int number: day on which she does
        :param until: last day on which it holds, or None
        """
        before = order.message_ids
        dialog = self.env["gendan.waiver.wizard"].with_user(self._example("user_supervisor")).with_context(lang="zh_CN")
        dialog.create(
            {
                "res_model": order._name,
                "res_id": order.id,
                "reason": reason,
                "valid_until": until is not None and self._example_day(until),
            }
        ).action_waive()
        waivers = self.env["gendan.waiver"].search([("res_model", "=", order._name), ("res_id", "=", order.id)])
        moment = self._example_moment(number, 15, 20)
        self._example_date_back(waivers, date=moment, create_date=moment)
        self._example_date_back(order.message_ids - before, date=moment, create_date=moment)

    @api.model
    def _example_signature(self):
        """A scribble, as a customer signs with his finger."""
        image = Image.new("RGB", (300, 100), "white")
        points = [(20, 70), (60, 20), (75, 80), (110, 30), (130, 75), (170, 25), (185, 70), (230, 40), (280, 60)]
        ImageDraw.Draw(image).line(points, fill=(20, 40, 120), width=3, joint="curve")
        file = io.BytesIO()
        image.save(file, "PNG")
        return base64.b64encode(file.getvalue())
