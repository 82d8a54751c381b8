"""The example's statements: last month's, in the states in which a clerk finds them in the following month."""

from datetime import timedelta

from odoo import api, fields, models

from ...tools.settlement import period_of

# customer -> how far last month's statement is
STATES = {
    "mailitian": "sent",
    "hengyue": "sent",
    "bujie": "sent",
    # in the first days of a month only: then nobody has asked for this month's yet
    "haifeng": "sent",
    "xunhe": "checked",
    "yufeng": "closed",
    "letong": "overdue",
    "jinfeng": "draft",
    "caiyang": "seen",
    "hemu": "draft",
}
# customer -> what else she owes of last month, in which currency
BILLS = {
    "yufeng": ("版费 2 色", 2360.0, "CNY"),
    "letong": ("加急費", 4800.0, "HKD"),
    "jinfeng": ("打樣費", 6200.0, "HKD"),
    "caiyang": ("外箱 補貨", 3150.0, "CNY"),
    "hemu": ("版費", 5400.0, "CNY"),
}
# customer -> how she wishes to get her statements; the others by e-mail
WAYS = {"caiyang": "fax", "letong": "courier", "hemu": "chat", "bujie": "chat"}
INVOICE_DATA = {
    "mailitian": ("深圳市宝安区福海街道 0755-2700 0000", "示例银行深圳福海支行 6222 0000 0000 0001"),
    "hengyue": ("广州市南沙区黄阁镇 020-8400 0000", "示例银行广州南沙支行 6222 0000 0000 0002"),
}


class GendanDemoScenario(models.AbstractModel):
    """Last month's statements, checked and sent; what the customers say to them: `statement_answers.py`."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_statements(self, company):
        """Made by a run on the 1st, looked over by the clerks, sent, answered."""
        company.gendan_statements = True
        for key, (address, bank) in INVOICE_DATA.items():
            self._example(f"partner_{key}").write(
                {"gendan_invoice_address": address, "gendan_invoice_bank": bank}
            )
        for key, way in WAYS.items():
            self._example(f"partner_{key}").gendan_statement_way = way
        last = fields.Date.start_of(company._gendan_today(), "month") - timedelta(days=1)
        self._example_bill_more(company, last.replace(day=12))
        runs = self._example_run_statements(company, last, 0)
        runs |= self._example_run_statements(company, last.replace(day=25), 25)
        by_customer = runs.statement_ids.grouped("partner_id")
        for key, state in STATES.items():
            statement = by_customer.get(self._example(f"partner_{key}"), self.env["gendan.statement"])[:1]
            if statement:
                self._example_keep(f"statement_{key}", statement)
                made = company._gendan_start_of_day(statement.date_to + timedelta(days=1))
                self._example_date_back(statement, create_date=made)
                self._example_statement_goes(statement, state, made)

    @api.model
    def _example_run_statements(self, company, last, closing_day):
        """The run of one closing day, in the night after it."""
        first = period_of(last, closing_day)[0]
        as_code = self.with_context(**self.env["gendan.statement.run"]._gendan_as_code().env.context)
        run = as_code._example_make(
            "statement_run" if not closing_day else f"statement_run_{closing_day}",
            "gendan.statement.run",
            company_id=company.id,
            date_from=first,
            date_to=last,
            closing_day=closing_day,
            is_scheduled=True,
        ).with_env(self.env)
        run._gendan_plan(None)
        while run._gendan_work_batch():
            pass
        self._example_date_back(run, create_date=company._gendan_start_of_day(last + timedelta(days=1)))
        return run

    @api.model
    def _example_bill_more(self, company, day):
        """What some customers were invoiced last month besides their orders; nothing without a chart of accounts."""
        if not company.chart_template:
            return
        accountant = self._example("user_accounting")
        # sudo: the example is written in the accountant's name, whatever rights he was given
        Move = self.env["account.move"].with_user(accountant).sudo()
        for key, (name, amount, currency) in BILLS.items():
            Move.create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self._example(f"partner_{key}").id,
                    "currency_id": self.env.ref(f"base.{currency}").id,
                    "invoice_date": day,
                    "date": day,
                    "invoice_line_ids": [
                        fields.Command.create(
                            {"name": name, "quantity": 1, "price_unit": amount, "tax_ids": [fields.Command.clear()]}
                        )
                    ],
                }
            ).action_post()

    @api.model
    def _example_statement_goes(self, statement, state, made):
        """One statement on its way, on days behind us."""
        if state == "draft":
            return
        now = fields.Datetime.now()
        clerk = statement.clerk_id or self._example("user_supervisor")
        statement.with_user(clerk).action_check()
        self._example_date_back(statement, checked_on=min(made + timedelta(hours=10), now))
        if state == "checked":
            return
        asked = {"reconcile_by": statement.reconcile_by, "signed_by_day": statement.signed_by_day}
        statement.with_user(clerk).action_sent()
        self._example_date_back(statement, sent_on=min(made + timedelta(hours=11), now))
        papers = statement._gendan_papers()
        # the log is append-only for people, not for who dates the example back
        self._example_date_back(papers.issue_ids, issued_at=min(made + timedelta(hours=11), now))
        if state not in ("sent", "seen"):
            # it went out on the 1st and not today: the days are those of that time
            statement._gendan_as_code().write(asked)
            papers.due_back = asked["signed_by_day"]
        if state != "sent":
            self._example_statement_answered(statement, state, papers, made)

    @api.model
    def _example_statement_answered(self, statement, state, papers, made):
        """What became of one that went out."""
        if state == "closed":
            statement._gendan_move_to("agreed")
            papers.write(
                {
                    "returned_at": min(made + timedelta(days=4), fields.Datetime.now()),
                    "returned_how": "courier",
                }
            )
        statement._gendan_move_to(state)
