"""The example's answers to last month's statements: agreed, at the customer's figure with a deduction, disputed."""

from datetime import timedelta

from odoo import api, fields, models

from ..statement.statement_line import GOODS_KINDS


class GendanDemoScenario(models.AbstractModel):
    """What three customers said, by three ways."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_answers(self, company):
        """One agrees in writing, one takes something off, one disputes a line on the portal."""
        last = fields.Date.start_of(company._gendan_today(), "month") - timedelta(days=1)
        said_on = company._gendan_start_of_day(last + timedelta(days=4)) + timedelta(hours=10)
        said_on = min(said_on, fields.Datetime.now())
        for key in ("mailitian", "hengyue", "bujie"):
            statement = self._example(f"statement_{key}")
            if not statement:
                continue
            goods = statement.line_ids.filtered(lambda line: line.kind in GOODS_KINDS and line.amount_total > 0)
            answer, lines = getattr(self, f"_example_answer_{key}")(statement, goods)
            kept = statement._gendan_take_answer({**answer, "said_on": said_on}, lines)
            self._example_keep(f"statement_answer_{key}", kept)
            if statement.agreed_on:
                self._example_date_back(statement, agreed_on=company._gendan_to_day(said_on))
        self._example_settle_differences(company)

    @api.model
    def _example_answer_mailitian(self, statement, goods):
        """By mail, as it stands."""
        clerk = statement.clerk_id
        words = f"{statement.date_to.month}月对账单核对无误，确认。"
        return {"result": "agreed", "how": "mail", "said_by": "林晓彤", "function": "采购", "note": words,
                "user_id": clerk.id}, []  # fmt: skip

    @api.model
    def _example_answer_hengyue(self, statement, goods):
        """The chopped paper with a figure corrected by hand: a deduction for bad pieces, and a price."""
        clerk = statement.clerk_id
        line = goods[:1]
        lines = [
            {
                "line_id": line.id,
                "their_amount": statement.currency_id.round(line.amount_total * 0.97),
                "reason": "price",
                "note": "按新合同单价",
                "owner_id": clerk.id,
            },
            {
                "name": "来料不良挑选费（120个）",
                "their_amount": -180.0,
                "reason": "quality",
                "note": "见扣款单 KK-1018",
                "is_accepted": True,
                "word": "同意扣款，下月冲红",
            },
        ]
        return {"result": "agreed_other", "how": "paper", "said_by": "许国良", "function": "财务",
                "note": "按我司金额盖章回传", "user_id": clerk.id}, lines  # fmt: skip

    @api.model
    def _example_answer_bujie(self, statement, goods):
        """On his page: a delivery he has not booked."""
        line = goods[-1:]
        words = "仓库未见此单，请传签收单"
        lines = [{"line_id": line.id, "their_amount": 0.0, "reason": "not_received", "note": words}]
        return {"result": "disputed", "how": "portal", "said_by": "何丽娟", "function": "仓库",
                "address": "203.0.113.25"}, lines  # fmt: skip

    @api.model
    def _example_settle_differences(self, company):
        """Who clears them up, and by when."""
        differences = self.env["gendan.statement.difference"].search([("company_id", "=", company.id)])
        cause = self.env["gendan.cause"].search([("code", "=", "people_entry")], limit=1)
        for difference in differences.filtered(lambda one: one.reason == "price"):
            difference.write({"cause_id": cause.id, "due": self._example_day(3)})
