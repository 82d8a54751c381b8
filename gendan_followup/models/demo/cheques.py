"""The example's cheques and acceptances, one in each state."""

from datetime import timedelta

from odoo import Command, api, models

# key: customer, kind, number, bank, amount, days until due, booked when it came, steps [(step, days ago, words)]
PAPERS = [
    ("held", "hengyue", "bank_acceptance", "5313584000012026", "示例银行广州南沙支行", 4800.0, 150, True, []),
    ("soon", "jinfeng", "cheque", "003817", "示例銀行觀塘分行", 18400.0, 1, False, []),
    ("bank", "hongji", "cheque", "40208831", "示例银行小榄支行", 5200.0, -7, False, [("deposited", -8, {})]),
    ("endorsed", "hengyue", "bank_acceptance", "5313584000011877", "示例银行广州南沙支行", 2600.0, 75, True,
     [("endorsed", -3, {"remark": "背书给制版厂"})]),
    ("discounted", "hengyue", "bank_acceptance", "5313584000011902", "示例银行广州南沙支行", 2000.0, 90, True,
     [("discounted", -2, {"proceeds": 1971.0})]),
    ("bounced", "bujie", "commercial_acceptance", "2305581000045120", "步捷鞋业（承兑人）", 12600.0, -3, True,
     [("deposited", -5, {}), ("bounced", -1, {"reason": "funds", "fee": 50.0, "remark": "承兑人账户余额不足"})]),
    ("cleared", "xunhe", "cheque", "77120345", "示例银行惠州仲恺支行", 9800.0, -12, False,
     [("deposited", -12, {}), ("cleared", -10, {})]),
    ("returned", "jinfeng", "cheque", "003790", "示例銀行觀塘分行", 18400.0, 20, False,
     [("returned", -2, {"remark": "大寫金額與數字不符，客戶換票 003817"})]),
]  # fmt: skip


class GendanDemoScenario(models.AbstractModel):
    """Papers customers pay with; acceptances are booked on notes receivable, cheques when they clear."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_cheques(self, company):
        """None where the company has no chart of accounts."""
        if not company.chart_template:
            return
        bank = self.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
        notes = self._example_make(
            "account_notes",
            "account.account",
            name="应收票据",
            code="112100",
            account_type="asset_current",
            reconcile=True,
            company_ids=[Command.set(company.ids)],
        )
        for kind, name in (("bank_acceptance", "银行承兑汇票"), ("commercial_acceptance", "商业承兑汇票")):
            self._example_make(
                f"method_{kind}",
                "account.payment.method.line",
                name=name,
                payment_method_id=self.env.ref("account.account_payment_method_manual_in").id,
                journal_id=bank.id,
                payment_account_id=notes.id,
                gendan_paper_kind=kind,
            )
        for row in PAPERS:
            self._example_make_cheque(company, bank, row)

    @api.model
    def _example_make_cheque(self, company, bank, row):
        """One paper and what became of it, on days behind us."""
        key, customer, kind, number, acceptor, amount, due, is_booked, steps = row
        first = min([-12, *(day for _step, day, _words in steps)]) - 1
        paper = self._example_make(
            f"paper_{key}",
            "gendan.payment.paper",
            name=number,
            kind=kind,
            company_id=company.id,
            partner_id=self._example(f"partner_{customer}").id,
            currency_id=company.currency_id.id,
            amount=amount,
            bank=acceptor,
            received_on=self._example_day(first),
            due_on=company._gendan_today() + timedelta(days=due),
        )
        if is_booked:
            paper.action_book()
        for step, day, words in steps:
            given = {}
            if step in ("endorsed", "discounted"):
                to = self._example("supplier_cylinder") if step == "endorsed" else company.partner_id
                given = {"to": to, "journal": bank, "interest": self._example_interest(company)}
            paper._gendan_take_step(step, self._example_day(day), **given, **words)

    @api.model
    def _example_interest(self, company):
        """The account that takes the interest of discounted acceptances."""
        return self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", company.ids)], limit=1
        )
