"""Statements that came back valid: the balance is acknowledged until a day, and asked about before it."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY, PaperCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAcknowledged(PaperCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_signatory("Zheng", function="Accountant", signs_statements=True)
        cls.env.ref("gendan_followup.limitation_cn").years = 3

    def sign(self, day):
        with freeze_time(f"{day} 02:00:00"):
            paper = self.make_paper("statement", back="courier", order_id=False)
            paper.action_gendan_as_expected()
        return paper

    def run_nightly(self):
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_acknowledged").method_direct_trigger()

    def test_a_signed_statement_acknowledges_the_balance(self):
        paper = self.sign("2026-11-02")
        self.assertEqual(paper.limitation_on, date(2029, 11, 2))
        self.assertEqual(
            (self.customer.gendan_acknowledged_on, self.customer.gendan_limitation_on),
            (date(2026, 11, 2), date(2029, 11, 2)),
        )
        later = self.sign("2026-12-02")
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.gendan_limitation_on, date(2029, 12, 2))
        later._gendan_reject("The trainee signed it.")
        self.customer.invalidate_recordset()
        self.assertEqual((later.limitation_on, self.customer.gendan_acknowledged_on), (False, date(2026, 11, 2)))

    def test_the_years_are_the_countrys(self):
        self.customer.country_id = self.env.ref("base.tw")
        self.env.ref("gendan_followup.limitation_tw").years = 2
        self.env["gendan.signatory"].search([]).valid_from = False
        paper = self.make_paper("statement", back="courier", order_id=False)
        self.dialog(paper, chop_kind_id=self.env.ref("gendan_followup.chop_kind_tw_invoice").id).action_valid()
        self.assertEqual(paper.limitation_on, date(2028, 11, 2))

    def test_supervisors_and_accounting_keep_the_years(self):
        paper = self.sign("2026-11-02")
        period = self.env.ref("gendan_followup.limitation_cn")
        for user, years in ((self.supervisor, 4), (self.make_users(head="account.group_account_manager"), 5)):
            period.with_user(user).years = years
            self.assertEqual(paper.limitation_on, date(2026 + years, 11, 2))
        with self.assertRaises(AccessError):
            period.with_user(self.clerk).years = 1
        period.unlink()
        self.assertFalse(paper.limitation_on)

    def test_it_is_asked_about_before_the_period_ends(self):
        old, last = self.sign("2026-11-02"), self.sign("2026-11-20")
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-11-01",
                "invoice_line_ids": [Command.create({"name": "Bags", "price_unit": 500, "tax_ids": [Command.clear()]})],
            }
        )
        with freeze_time("2029-08-21 01:00:00"):
            self.run_nightly()
            self.assertFalse(self.todos(last))
        with freeze_time("2029-08-23 01:00:00"):
            self.run_nightly()
            self.assertFalse(self.todos(last), "nothing is owed")
            invoice.action_post()
            self.run_nightly()
            todo = self.todos(last)["paper_limitation"]
            self.assertEqual((todo.user_id, todo.due), (self.clerk, date(2029, 8, 22)))
            self.assertFalse(self.todos(old))
            newer = self.sign("2029-08-23")
            self.run_nightly()
            self.assertFalse(self.todos(last))
            self.assertFalse(self.todos(newer))

    def test_a_missing_contract_says_what_waits_for_it(self):
        self.kinds["contract"].event = "contract_valid"
        line = self.template.line_ids.filtered(lambda line: line.kind_id == self.kinds["material"])
        before = self.template.line_ids.filtered(lambda line: line.kind_id == self.kinds["contract"])
        line.link_ids = [Command.create({"predecessor_id": before.id})]
        order = self.confirm_order(promised=date(2026, 11, 20))
        paper = self.make_paper("contract", order_id=order.id)
        self.assertEqual(paper.holds_up, "Material")
        self.make_signatory("Wang", signs_contracts=True)
        self.bring_back(paper, "courier")
        paper.action_gendan_as_expected()
        self.assertFalse(paper.holds_up)
