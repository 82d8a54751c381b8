"""The example's statements: last month's, in the states in which a clerk finds them in the following month."""

from datetime import timedelta

from odoo import api, fields, models

# customer -> how far last month's statement is
STATES = {
    "mailitian": "sent",
    "hengyue": "sent",
    "bujie": "sent",
    "xunhe": "checked",
}
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
        last = fields.Date.start_of(company._gendan_today(), "month") - timedelta(days=1)
        first = fields.Date.start_of(last, "month")
        as_code = self.with_context(**self.env["gendan.statement.run"]._gendan_as_code().env.context)
        run = as_code._example_make(
            "statement_run",
            "gendan.statement.run",
            company_id=company.id,
            date_from=first,
            date_to=last,
            closing_day=0,
            is_scheduled=True,
        ).with_env(self.env)
        run._gendan_plan(None)
        while run._gendan_work_batch():
            pass
        made = company._gendan_start_of_day(last + timedelta(days=1))
        self._example_date_back(run, create_date=made)
        by_customer = run.statement_ids.grouped("partner_id")
        for key, state in STATES.items():
            statement = by_customer.get(self._example(f"partner_{key}"), self.env["gendan.statement"])[:1]
            if statement:
                self._example_keep(f"statement_{key}", statement)
                self._example_date_back(statement, create_date=made)
                self._example_statement_goes(statement, state, made)

    @api.model
    def _example_statement_goes(self, statement, state, made):
        """One statement on its way, on days behind us."""
        clerk = statement.clerk_id or self._example("user_supervisor")
        statement.with_user(clerk).action_check()
        self._example_date_back(statement, checked_on=made + timedelta(hours=10))
        if state == "checked":
            return
        statement.with_user(clerk).action_sent()
        self._example_date_back(statement, sent_on=made + timedelta(hours=11))
        papers = statement._gendan_papers()
        papers._gendan_issue("email", statement.partner_id.email or statement.partner_id.name)
        # the log is append-only for people, not for who dates the example back
        self._example_date_back(papers.issue_ids, issued_at=min(made + timedelta(hours=11), fields.Datetime.now()))
        if state != "sent":
            statement._gendan_move_to(state)
