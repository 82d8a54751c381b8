"""Sales and receivables by month: against the books and statements, papers, ages, groups, roles."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common import NOVEMBER, OCTOBER
from .paper_common import PaperCase

OCT, NOV, DEC = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
TODAY = "2026-12-10 04:00:00"


@tagged("post_install", "-at_install")
class TestReceivableMonth(PaperCase):
    def months(self, user=None, **domain):
        self.env.flush_all()
        rows = self.env["gendan.receivable.month"].with_user(user or self.env.user)
        found = rows.search([("partner_id", "=", self.customer.id)], order="month")
        return {row.month: row for row in found}

    def assertMonth(self, row, **values):
        for name, value in values.items():
            self.assertAlmostEqual(row[name], value, 2, f"{row.month} {name}")

    @freeze_time(TODAY)
    def test_deliveries_invoices_and_money_stand_in_their_months(self):
        order = self.sell(date(2026, 10, 5))
        picking = self.take(order, date(2026, 10, 8), quantity=60)
        self.take(order, date(2026, 11, 2))
        self.bring_back(picking, date(2026, 11, 5), 10)
        invoice = self.bill(order, date(2026, 11, 6))
        self.collect(invoice, date(2026, 12, 3), amount=200)
        rows = self.months()
        self.assertEqual(list(rows), [OCT, NOV, DEC])
        total = 90 * 5 * 1.13
        self.assertMonth(rows[OCT], delivered=60 * 5 * 1.13, invoiced=0, balance=0)
        self.assertMonth(rows[NOV], delivered=30 * 5 * 1.13, invoiced=total, received=0, balance=total)
        self.assertMonth(rows[DEC], delivered=0, received=200, balance=total - 200, change=-200)
        # the same as the statements say
        for row, period in ((rows[OCT], OCTOBER), (rows[NOV], NOVEMBER)):
            values, _lines = self.work_out(period)
            self.assertMonth(row, balance=values["amount_a"])

    @freeze_time(TODAY)
    def test_overdue_is_of_the_months_end(self):
        first = self.owe(100, due=date(2026, 10, 31))
        self.owe(50, due=date(2026, 11, 10))
        self.collect(first, date(2026, 11, 20), amount=30)
        rows = self.months()
        self.assertMonth(rows[date(2026, 9, 1)], overdue=0, balance=150)
        # due on the last day is not overdue on it
        self.assertMonth(rows[OCT], overdue=0)
        self.assertMonth(rows[NOV], overdue=120, balance=120)
        self.assertMonth(rows[DEC], overdue=120)
        values, _lines = self.work_out(NOVEMBER)
        ages = sum(values[f"age_{name}"] for name in ("30", "60", "90", "older"))
        self.assertMonth(rows[NOV], overdue=ages)

    def test_paper_is_received_in_the_month_it_clears(self):
        with freeze_time("2026-11-10 04:00:00"):
            paper = self.paper(100, self.owe(100))
            paper.action_book()
        with freeze_time("2026-11-28 04:00:00"):
            self.assertMonth(self.months()[NOV], received=0, balance=0)
        with freeze_time(TODAY):
            self.step(paper, "cleared", date(2026, 12, 2), journal_id=self.bank.id)
            rows = self.months()
            self.assertMonth(rows[NOV], received=0, change=-100)
            self.assertMonth(rows[DEC], received=100)
            self.step(paper, "bounced", date(2026, 12, 4), reason="funds")
            self.assertMonth(self.months()[DEC], received=0, balance=100)

    @freeze_time(TODAY)
    def test_groups_average_balances_and_work_out_the_collection_period(self):
        self.monthly.write({"term_days": 60, "paper_days": 30})
        invoice = self.owe(300)
        self.collect(invoice, date(2026, 11, 20), amount=150)
        rows = self.months()
        self.assertEqual([round(row.balance) for row in rows.values()], [300, 300, 150, 150])
        self.assertEqual(rows[OCT].agreed_days, 90)
        self.assertAlmostEqual(rows[OCT].dso, 300 * 30.4375 * 3 / 300, 1)
        self.env.flush_all()
        [(balance, change, dso)] = self.env["gendan.receivable.month"]._read_group(
            [("partner_id", "=", self.customer.id)],
            [],
            ["balance_company:sum", "change_company:sum", "dso:avg"],
        )
        self.assertAlmostEqual(balance, 225)
        self.assertAlmostEqual(change, 150)
        self.assertAlmostEqual(dso, 900 * 30.4375 / 300)
        by_month = self.env["gendan.receivable.month"]._read_group(
            [("partner_id", "=", self.customer.id)], ["month:month"], ["balance_company:sum"]
        )
        self.assertEqual([round(amount) for _month, amount in by_month], [300, 300, 150, 150])

    @freeze_time(TODAY)
    def test_currencies_stand_apart_and_together_in_the_companys(self):
        usd = self.env.ref("base.USD") if self.currency.name != "USD" else self.env.ref("base.EUR")
        usd.active = True
        usd.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": usd.id, "company_id": self.company.id, "name": date(2020, 1, 1), "rate": 0.5}
        )
        pricelist = self.env["product.pricelist"].create({"name": "USD", "currency_id": usd.id})
        order = self.sell(date(2026, 11, 3), pricelist_id=pricelist.id)
        self.take(order, date(2026, 11, 4))
        self.owe(100)
        self.env.flush_all()
        rows = self.env["gendan.receivable.month"].search(
            [("partner_id", "=", self.customer.id), ("month", "=", NOV)]
        )
        foreign = rows.filtered(lambda row: row.currency_id == usd)
        self.assertMonth(foreign, delivered=565, delivered_company=1130, balance=0)
        self.assertMonth(rows - foreign, balance=100, balance_company=100)
        self.assertEqual(len(set(rows.ids)), 2)

    @freeze_time(TODAY)
    def test_kits_go_with_their_components(self):
        parts = self.make_product("Lid", is_storable=True) | self.make_product("Base", is_storable=True)
        numbers = {part: number for number, part in enumerate(parts, start=2)}
        kit = self.make_kit("Box", numbers, taxes_id=[Command.set(self.tax.ids)], invoice_policy="delivery")
        for part in parts:
            self.put_in_stock(part, 1000)
        order = self.sell(date(2026, 11, 3), lines=[(kit, 10, {"price_unit": 7.0})])
        self.take(order, date(2026, 11, 4))
        self.assertMonth(self.months()[NOV], delivered=10 * 7 * 1.13)

    @freeze_time(TODAY)
    def test_who_sees_what(self):
        self.owe(100)
        for user in (self.clerk, self.rep, self.supervisor, self.accountant):
            self.assertTrue(self.months(user), user.login)
        for user in (self.other_clerk, self.other_rep):
            self.assertFalse(self.months(user), user.login)
        row = self.months(self.accountant)[date(2026, 9, 1)]
        self.assertEqual(row.action_open()["res_model"], "gendan.statement")
        company, _clerk = self.make_other_company()
        env = self.env(context={**self.env.context, "allowed_company_ids": company.ids})
        self.assertFalse(env["gendan.receivable.month"].search([("partner_id", "=", self.customer.id)]))
