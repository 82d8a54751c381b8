"""The example's debts: overdue instalments in each situation, as a sales rep finds them on a Monday."""

from datetime import timedelta

from odoo import Command, api, models

# key: customer, amount, days until due, what was said (kind, how many days ago, values)
DEBTS = {
    "due": ("letong", 12400.0, 9, None),
    "promised": ("letong", 18000.0, -20, ("promised", 3, {"day": 5, "note": "陈小姐：下周五统一付款。"})),
    "broken": ("letong", 6500.0, -45, ("promised", 12, {"day": -6, "note": "电话答应月中付。"})),
    "paid": ("letong", 3200.0, -60, ("paid", 4, {"day": -5, "note": "说已转账，水单稍后发。"})),
    "disputed": ("caiyang", 2400.0, -33, ("disputed", 7, {"dispute": "quantity", "note": "少 2 箱，要扣款。"})),
    "escalated": ("caiyang", 1850.0, -100, ("escalated", 2, {"to": "user_supervisor", "note": "联系不上，请主管出面"})),
    "silent": ("haifeng", 5600.0, -12, None),
}


class GendanDemoScenario(models.AbstractModel):
    """Instalments that are open, partly paid, promised, broken, disputed and settled and open again."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_collection(self, company):
        """Late in the story: nothing that ships or is reconciled goes by these debts. None without accounts."""
        if not company.chart_template:
            return
        company.write({"gendan_collect": True, "gendan_collect_weekday": "0"})
        Case = self.env["gendan.receivable.case"].with_company(company)
        invoices = {
            key: self._example_debt(key, customer, amount, self._example_day(days))
            for key, (customer, amount, days, _said) in DEBTS.items()
        }
        parts = self._example_debt_in_parts()
        # settled, until the bank sent the money back
        money = self._example_money(invoices["silent"], DEBTS["silent"][1], self._example_day(-3))
        owed = invoices["silent"].line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        owed.remove_move_reconcile()
        self._example_follow_books(company)
        (owed | money.line_ids.filtered(lambda line: line.account_id == owed.account_id)).reconcile()
        self._example_follow_books(company)
        owed.remove_move_reconcile()
        money.button_draft()
        money.unlink()
        self._example_follow_books(company)
        for key, (_customer, _amount, _days, said) in DEBTS.items():
            case = Case.search([("move_id", "=", invoices[key].id)])
            self._example_keep(f"case_{key}", case)
            if said:
                self._example_said(case, *said)
        self._example_keep("case_part", Case.search([("move_id", "=", parts.id)], order="due", limit=1))
        Case.search([("company_id", "=", company.id), ("state", "=", "open")])._gendan_look()
        rep = self._example("user_rep")
        mine = [("company_id", "=", company.id), ("rep_id", "=", rep.id)]
        overdue = Case.search([*mine, *Case._gendan_overdue_domain()])
        today = company._gendan_today()
        monday = today - timedelta(days=today.weekday() + 7)
        self._example_make(
            "receivable_digest",
            "gendan.receivable.digest",
            company_id=company.id,
            user_id=rep.id,
            sent_to_id=rep.id,
            state="sent",
            week=monday,
            sent_at=company._gendan_start_of_day(monday) + timedelta(hours=8),
            customer_count=len(overdue.partner_id),
            case_count=len(overdue),
            amount=sum(overdue.mapped("residual_company")),
        )

    @api.model
    def _example_follow_books(self, company):
        """What the scheduled action does with the books, in this transaction."""
        Case = self.env["gendan.receivable.case"].with_company(company)
        self.env.flush_all()
        Case._gendan_take(company, Case._gendan_changed(company))

    @api.model
    def _example_debt(self, key, customer, amount, due, **values):
        """An invoice of earlier goods."""
        partner = self._example(f"partner_{customer}")
        currency = partner.property_product_pricelist.currency_id or self.env.company.currency_id
        day = min(due, self._example_day(0)) - timedelta(days=30)
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "currency_id": currency.id,
                "invoice_date": day,
                "date": day,
                "invoice_line_ids": [
                    Command.create({"name": "前期货款", "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
                **(values or {"invoice_date_due": due, "invoice_payment_term_id": False}),
            }
        )
        move.action_post()
        self._example_keep(f"debt_{key}", move)
        return move

    @api.model
    def _example_debt_in_parts(self):
        """Thirty per cent at once, the rest in thirty days; a part of the first has come."""
        term = self._example_make(
            "term_parts",
            "account.payment.term",
            name="订金 30%，余款 30 天",
            line_ids=[
                Command.create({"value": "percent", "value_amount": 30, "nb_days": 0}),
                Command.create({"value": "percent", "value_amount": 70, "nb_days": 30}),
            ],
        )
        invoice = self._example_debt(
            "part", "caiyang", 4000.0, self._example_day(22), invoice_payment_term_id=term.id
        )
        self._example_money(invoice, 600.0, self._example_day(-1))
        return invoice

    @api.model
    def _example_money(self, invoice, amount, day):
        """Money that came for an invoice, set off against what is due first.

        :return: its entry
        """
        company = invoice.company_id
        bank = self.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
        owed = invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable").sorted("date_maturity")
        worth = invoice.currency_id._convert(amount, company.currency_id, company, day)
        common = {"currency_id": invoice.currency_id.id, "partner_id": invoice.partner_id.id, "name": "货款"}
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": bank.id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {**common, "account_id": bank.default_account_id.id, "debit": worth, "amount_currency": amount}
                    ),
                    Command.create(
                        {**common, "account_id": owed.account_id.id, "credit": worth, "amount_currency": -amount}
                    ),
                ],
            }
        )
        entry.action_post()
        (owed[:1] | entry.line_ids.filtered(lambda line: line.account_id == owed.account_id)).reconcile()
        return entry

    @api.model
    def _example_said(self, case, kind, days_ago, values):
        """An answer of the sales rep, noted so many working days ago."""
        values = dict(values)
        offset = values.pop("day", None)
        to = values.pop("to", None)
        answer = case.with_user(self._example("user_rep"))._gendan_answer(
            kind,
            day=None if offset is None else case.company_id._gendan_today(),
            to_id=to and self._example(to).id,
            **values,
        )
        stamps = {"said_at": self._example_moment(-days_ago)}
        if offset is not None:
            stamps["day"] = self._example_day(offset)
        self._example_date_back(answer.sudo(), **stamps)  # sudo: as for all of the example
        self.env.invalidate_all()
