"""The example's matches: what two customers have on their lists of last month."""

import io

import openpyxl

from odoo import api, models

from ...tools.ledger_list import COLUMNS, NEEDED
from ...tools.table import read, rows_of_file
from ..statement.statement_line import GOODS_KINDS

HEADINGS = ["收货单号", "送货单号", "采购订单号", "物料编码", "日期", "数量", "金额"]
# statements, those with most lines first: each shows other differences
STORIES = ("all", "join", "price")


class GendanDemoScenario(models.AbstractModel):
    """Lists as customers send them."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_matches(self, company):
        """Match statements that went out with lists of theirs: one with every difference, one joined by hand."""
        self._example_statement_so_far(company)
        statements = self.env["gendan.statement"].search(
            [("company_id", "=", company.id), ("state", "in", ("sent", "seen", "disputed", "overdue", "agreed"))]
        )
        goods = {
            one: len(one.line_ids.filtered(lambda line: line.kind in GOODS_KINDS)) for one in statements if one.clerk_id
        }
        chosen = sorted((one for one in goods if goods[one]), key=lambda one: (-goods[one], -one.id))
        for number, (statement, story) in enumerate(zip(chosen, STORIES, strict=False)):
            clerk = statement.clerk_id
            match = self.env["gendan.match"].with_user(clerk).sudo().create(  # sudo: as for all of the example
                {"statement_id": statement.id}
            )
            self._example_keep(f"match_{number}", match.with_env(self.env))
            data = self._example_customers_list(match, story)
            table = read(rows_of_file(data), COLUMNS, NEEDED)
            name = f"{statement.date_to:%m}月对账明细.xlsx"
            entries, _errors, _notices, _ledger = match._gendan_read_ledger(table, table.columns, name)
            match._gendan_take_list(entries, data, name)
            self.env["gendan.table.profile"].with_user(clerk)._gendan_remember(
                match._gendan_purpose(),
                table.signature,
                {key: table.headings[column] for key, column in table.columns.items()},
            )
            if story == "join":
                self._example_join(match)
            else:
                self._example_clear_up(match)

    @api.model
    def _example_statement_so_far(self, company):
        """A customer asked in the middle of the month how he stands."""
        partner, yesterday = self._example("partner_hengyue"), self._example_day(-1)
        Statement = self.env["gendan.statement"]
        key = (partner.id, company.currency_id.id)
        known = Statement._gendan_of_key(company, partner, company.currency_id)
        if any(one.date_to >= yesterday for one in known):
            return
        first = yesterday.replace(day=1)
        for statement in Statement._gendan_make(company, first, yesterday, [key]).values():
            self._example_statement_goes(statement, "sent", company._gendan_start_of_day(yesterday))

    @api.model
    def _example_customers_list(self, match, story):
        """The statement as its customer has it in his books, notes written his way.

        :param str story: ``all``: one line is missing, one stands twice, two are not ours; ``join``: one has neither
            its number nor its amount; ``price``: one amount is less
        :return: bytes of the xlsx file
        """
        rows = []
        lines = match._gendan_our_lines()
        for number, line in enumerate(lines):
            if number == 0 and story == "all" and len(lines) > 1:
                continue  # not yet booked there
            bare = story == "join" and number == 0
            amount = round(line.amount * 0.98, 2) if number == 0 and story != "all" else line.amount
            rows.append(
                [
                    None if bare else line.receipt_number or None,
                    None if bare else (line.note_number or "").replace("/", "").replace("-", "") or None,
                    None if bare else line.order_number or None,
                    None if bare else line.customer_part or None,
                    line.date.strftime("%Y/%m/%d") if line.date else None,
                    line.quantity or None,
                    f"{amount:,.2f}" if amount >= 0 else f"({-amount:,.2f})",
                ]
            )
        if story == "all":
            rows.append(rows[-1])
            day = match.date_to.strftime("%Y/%m/%d")
            rows.append(["RK-90871", None, "GR-2209", "ZZ-11", day, 300, "1,260.00"])
            rows.append(["RK-90872", None, None, None, day, None, "(85.00)"])
        book = openpyxl.Workbook()
        for row in ([f"{match.partner_id.name} 供应商对账明细"], HEADINGS, *rows, ["合计"]):
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    @api.model
    def _example_clear_up(self, match):
        """What differs has an owner and a cause; what stands twice is cleared up."""
        cause = self.env["gendan.cause"].search([("code", "=", "people_entry")], limit=1)
        owner = {"cause_id": cause.id, "owner_id": match.clerk_id.id}
        differs = match.line_ids.filtered(lambda line: line.state == "differs")[:1]
        differs.write({**owner, "due": self._example_day(2), "note": "单价按新合同，请改正"})
        duplicate = match.line_ids.filtered(lambda line: line.state == "duplicate")[:1]
        if duplicate:
            duplicate.write({**owner, "note": "同一送货单入账两次"})
            duplicate.action_settle()

    @api.model
    def _example_join(self, match):
        """What only one's eye sees to be the same."""
        alone = {
            state: match.line_ids.filtered(lambda line, state=state: line.state == state)[:1]
            for state in ("only_ours", "only_theirs")
        }
        if all(alone.values()):
            alone["only_ours"].union(alone["only_theirs"]).action_join()
