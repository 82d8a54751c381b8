"""Contracts of quotations: signed before the order is confirmed, and still those of the order afterwards."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .test_contract import ContractCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestContractOfAQuotation(ContractCase):
    def setUp(self):
        super().setUp()
        self.quotation = self.make_order(
            [(self.bag, 50000, {"price_unit": 0.0865})], promised=date(2026, 11, 20), gendan_channel="phone"
        ).with_user(self.clerk)

    def sent(self, **values):
        """Finished and sent to the customer."""
        contract = self.finished(order=self.quotation, **values)
        contract.document_ids._gendan_issue("courier")
        return contract

    def come_back(self, contract):
        contract.document_ids.filtered("must_return").write({"returned_at": MONDAY, "returned_how": "scan"})

    def test_signed_and_back_it_is_the_written_confirmation_and_the_orders_own_contract(self):
        self.company.gendan_review = True
        points = self.env["gendan.review.point"].search([("code", "!=", "written_missing")])
        points.active = False
        self.quotation.gendan_order_kind = "stock"
        with self.assertRaisesRegex(UserError, "word of mouth"):
            self.quotation.action_confirm()
        contract = self.sent()
        self.assertEqual(self.quotation.state, "sent", "the quotation went out with its paper")
        self.come_back(contract)
        self.assertEqual(self.quotation.gendan_contract_back_on, date(2026, 11, 2))
        self.assertFalse(self.quotation.gendan_written_missing)
        self.assertEqual(self.todo(contract), ("contract_back", self.clerk))
        self.quotation.action_confirm()
        self.assertEqual((self.quotation.state, self.quotation.gendan_version), ("sale", 1))
        self.assertEqual((contract.state, contract.version, contract.paper_state), ("approved", 1, "returned"))
        self.assertFalse(contract.is_outdated)
        self.assertFalse(self.todo(contract)[0])

    def test_what_the_customer_has_must_be_what_is_confirmed(self):
        contract = self.sent()
        self.come_back(contract)
        self.quotation.order_line.price_unit = 0.09
        with self.assertRaisesRegex(UserError, f"{contract.name}.*says something else"):
            self.quotation.action_confirm()
        contract.action_void()
        self.assertTrue(self.quotation.gendan_written_missing, "what was signed is not what is ordered")
        self.quotation.action_confirm()
        self.assertEqual(self.quotation.state, "sale")

    def test_goods_terms_and_places_are_what_the_paper_says_too(self):
        contract = self.sent()
        self.come_back(contract)
        elsewhere = self.customer.copy({"name": "Maili, second plant", "parent_id": self.customer.id})
        for field, value in {
            "payment_term_id": self.env.ref("account.account_payment_term_45days").id,
            "incoterm": self.env.ref("account.incoterm_FOB").id,
            "partner_shipping_id": elsewhere.id,
            "name": "Bags of another film",
        }.items():
            record = self.quotation.order_line if field == "name" else self.quotation
            before = record[field]
            record[field] = value
            with self.subTest(field=field):
                with self.assertRaisesRegex(UserError, "says something else"), self.env.cr.savepoint():
                    self.quotation.action_confirm()
                with self.assertRaisesRegex(UserError, "says something else"):
                    contract.action_send()
            record[field] = before
        self.quotation.action_confirm()
        self.assertEqual((self.quotation.state, contract.state), ("sale", "approved"))

    def test_a_quotation_again_it_is_not_confirmed_in_writing(self):
        contract = self.sent()
        self.come_back(contract)
        order = self.quotation.with_user(self.supervisor)
        order.action_confirm()
        order.action_cancel()
        self.assertEqual(order.gendan_contract_back_on, date(2026, 11, 2), "it was, until it was cancelled")
        order.action_draft()
        self.assertFalse(order.gendan_contract_back_on)

    def test_a_cancelled_order_without_versions_voids_its_papers(self):
        self.company.gendan_lock_orders = False
        order = self.confirm_order().with_user(self.clerk)
        contract = self.finished(order=order)
        order.action_cancel()
        self.assertEqual(contract.state, "void")
        self.assertIn("was cancelled", contract.document_ids[0].void_reason)
        contract._gendan_moved().state = "approved"
        self.assertIn("is cancelled", contract._gendan_issue_error())

    def test_what_the_customer_accepts_herself_voids_an_older_paper(self):
        contract = self.sent()
        self.quotation.order_line.price_unit = 0.09
        order = self.quotation.sudo()
        order.write({"signed_by": "Lin", "signed_on": MONDAY})
        order._validate_order()
        self.assertEqual((order.state, contract.state), ("sale", "void"))
        self.assertTrue(all(contract.document_ids.mapped("voided_at")))
        self.assertFalse(order.gendan_written_missing)

    def test_a_paper_of_a_quotation_that_changed_does_not_go_out(self):
        contract = self.finished(order=self.quotation)
        self.quotation.order_line.product_uom_qty = 60000
        with self.assertRaisesRegex(UserError, "says something else by now"):
            contract.action_send()
        with self.assertRaisesRegex(UserError, "says something else by now"), self.env.cr.savepoint():
            contract.document_ids[0]._gendan_issue("hand")
        newer = self.quotation.action_gendan_contract()["res_id"]
        self.assertNotEqual(newer, contract.id)

    def test_who_approves_sees_what_was_asked(self):
        self.need()
        contract = self.finished(order=self.quotation)
        self.assertEqual((contract.paper_state, contract.version), ("asked", 1))
        self.quotation.order_line.product_uom_qty = 60000
        with self.assertRaisesRegex(UserError, "has changed since"):
            contract.with_user(self.supervisor).action_approve()
        contract.action_send_back()
        contract.action_ask()
        self.quotation.action_confirm()
        contract.with_user(self.supervisor).action_approve()
        self.assertEqual((contract.state, contract.version), ("approved", 1))

    def test_prices_that_wait_for_approval_go_out_by_no_contract(self):
        self.company.gendan_price_approval = True
        with self.assertRaisesRegex(UserError, "submit its prices"):
            self.contract(self.quotation)
        self.company.gendan_price_approval = False
        contract = self.finished(order=self.quotation)
        self.company.gendan_price_approval = True
        with self.assertRaisesRegex(UserError, "submit its prices"):
            contract.action_send()

    def test_a_cancelled_quotation_voids_its_papers(self):
        contract, draft = self.sent(), self.contract(self.quotation)
        self.quotation.action_cancel()
        self.assertEqual((contract.state, draft.state), ("void", "void"))
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.make_and_draft().unlink()

    def make_and_draft(self):
        quotation = self.make_order()
        self.contract(quotation)
        return quotation

    def test_a_quotation_made_again_prints_the_version_it_will_have(self):
        order = self.order.with_user(self.supervisor)
        order.action_cancel()
        order.action_draft()
        self.assertEqual(order._gendan_paper_version(), 1, "nothing has changed: the version it had")
        order.order_line.product_uom_qty = 60000
        self.assertEqual(order._gendan_paper_version(), 2)
        contract = self.finished(order=self.order)
        self.assertIn(["Version", "2"], contract.content["blocks"]["en_US"]["head"])
        order.action_confirm()
        self.assertEqual((order.gendan_version, contract.version, contract.state), (2, 2, "approved"))

    def test_a_change_of_the_order_leaves_it_confirmed_in_writing(self):
        contract = self.sent()
        self.come_back(contract)
        self.quotation.action_confirm()
        contract.action_void()
        self.assertFalse(self.quotation.gendan_written_missing, "what was signed was what was confirmed")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestContractChecked(ContractCase):
    def test_a_colleague_checks_before_it_is_approved(self):
        self.need().needs_check = True
        contract = self.finished()
        self.assertEqual(self.todo(contract), ("contract_check", self.supervisor))
        head = contract.with_user(self.supervisor)
        self.assertFalse(head.may_approve)
        with self.assertRaisesRegex(UserError, "checked by a colleague first"):
            head.action_approve()
        with self.assertRaisesRegex(UserError, "prepared by yourself"):
            contract.action_check()
        head.action_check()
        self.assertEqual(contract.checked_by_id, self.supervisor)
        self.assertEqual(self.todo(contract)[0], "contract_approve")
        head.action_approve()
        head = self.supervisor.name
        people = dict(contract.content["blocks"]["en_US"]["people"])
        self.assertEqual(people, {"Prepared by": self.clerk.name, "Checked by": head, "Approved by": head})

    def test_where_only_the_check_is_asked_it_is_finished_with_it(self):
        self.need(approved=False).needs_check = True
        contract = self.finished()
        self.assertEqual(contract.paper_state, "asked")
        contract.with_user(self.supervisor).action_check()
        self.assertEqual(contract.paper_state, "to_send")
        self.assertFalse(contract.approved_by_id)
        people = dict(contract.content["blocks"]["en_US"]["people"])
        self.assertIn("____", people["Approved by"], "signed by hand")

    def test_sent_back_it_is_checked_again(self):
        self.need().needs_check = True
        contract = self.finished()
        contract.with_user(self.supervisor).action_check()
        contract.action_send_back()
        self.assertFalse(contract.checked_by_id)
        contract.action_ask()
        self.assertFalse(contract.checked_by_id)

    def test_an_old_check_is_not_printed_on_what_needs_none_any_more(self):
        rule = self.need()
        rule.needs_check = True
        contract = self.finished()
        contract.with_user(self.supervisor).action_check()
        contract.action_send_back()
        rule.unlink()
        contract.action_ask()
        self.assertEqual(contract.state, "approved")
        self.assertIn("____", dict(contract.content["blocks"]["en_US"]["people"])["Checked by"])

    def test_what_waits_follows_the_rules(self):
        rule = self.need()
        contract = self.finished()
        self.assertEqual(self.todo(contract)[0], "contract_approve")
        rule.needs_check = True
        self.assertEqual(self.todo(contract)[0], "contract_check")
        self.assertTrue(contract.waits_for_check)
        rule.unlink()
        self.assertEqual(self.todo(contract)[0], "contract_approve")
        self.assertFalse(contract.waits_for_check)

    def test_any_colleague_reads_what_waits_for_a_check_and_says_yes_or_no(self):
        self.need().needs_check = True
        contract = self.contract()
        colleague = contract.with_user(self.other_clerk)
        self.assertFalse(colleague.has_access("read"), "a draft waits for nobody")
        contract.action_ask()
        self.assertTrue(colleague.may_check)
        self.assertTrue(colleague.read(["order_id", "amount_total", "paper_state", "clause_ids"]))
        self.assertFalse(colleague.has_access("write"))
        with self.assertRaises(AccessError):
            colleague.action_void()
        with self.assertRaisesRegex(UserError, "Say what has to be changed"):
            colleague.action_send_back()
        colleague.approver_remark = "30 % in advance"
        self.assertEqual(colleague.action_send_back()["res_model"], "gendan.contract", "on to the list")
        self.assertEqual(contract.state, "draft")
        self.assertFalse(colleague.has_access("read"))
        contract.action_ask()
        colleague.action_check()
        self.assertEqual((contract.checked_by_id, contract.state), (self.other_clerk, "asked"))
        self.assertTrue(colleague.has_access("read"), "who checked it still sees it")
        self.assertFalse(contract.with_user(self.backup.copy({"login": "t_third"})).has_access("read"))


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestContractFreight(ContractCase):
    def clauses(self, **values):
        return [clause["text"] for clause in self.contract(**values)._gendan_printed()["blocks"]["en_US"]["clauses"]]

    def test_who_bears_the_freight_is_said_unless_an_incoterm_does(self):
        self.Clause.create({"name": "Freight", "text": "Freight: {freight_by}."})
        self.assertEqual(self.clauses(), [])
        self.assertEqual(self.clauses(freight="buyer"), ["Freight: Buyer."])
        quotation = self.make_order(incoterm=self.env.ref("account.incoterm_FOB").id)
        self.assertEqual(self.clauses(order=quotation, freight="buyer"), [])

    def test_the_price_says_who_bears_it(self):
        quotation = self.make_order()
        self.assertFalse(self.contract(quotation).freight)
        sheet = self.env["gendan.cost.sheet"].create({"line_id": quotation.order_line.id})
        self.assertEqual(self.contract(quotation).freight, "seller")
        sheet.freight_included = False
        self.assertEqual(self.contract(quotation).freight, "buyer")
