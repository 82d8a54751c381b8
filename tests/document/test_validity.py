"""A paper counts when it is valid: states, one click, deviations, decisions, originals."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MONDAY, PaperCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestValidity(PaperCase):
    # ------------------------------------------------------------ on the way

    def test_who_has_it(self):
        paper = self.make_paper(how=None)
        self.assertEqual(paper.state, "new")
        paper._gendan_issue("driver", to="Ah Chang")
        self.assertEqual((paper.state, paper.carried_by), ("with_driver", "Ah Chang"))
        paper._gendan_issue("carrier", to="SF 1234")
        self.assertEqual((paper.state, paper.carried_by), ("with_carrier", "SF 1234"))
        self.assertEqual(paper.due_back, date(2026, 11, 16), "fourteen days by the shipped rule")
        todo = self.todos(paper)["paper_missing"]
        self.assertEqual((todo.due, todo.user_id), (date(2026, 11, 16), self.clerk))
        self.assertIn("SF 1234", todo.name)
        self.assertEqual(paper.out_since, MONDAY)
        with freeze_time("2026-11-12 01:00:00"):
            paper.invalidate_recordset(["days_out"])
            self.assertEqual(paper.days_out, 10)
        self.assertEqual(self.make_paper(how="driver", must_return=False).state, "issued")

    def test_back_is_not_yet_valid(self):
        paper = self.make_paper(back="driver")
        self.assertEqual((paper.state, paper.needs_judging), ("returned", True))
        self.assertFalse(paper._gendan_counts())
        todos = self.todos(paper)
        self.assertEqual(set(todos), {"paper_judge"})
        self.assertEqual(todos["paper_judge"].user_id, self.clerk)

    # ------------------------------------------------------------ one click

    def test_all_as_it_should_be_is_one_click(self):
        paper, other = self.make_paper(back="driver"), self.make_paper(back="courier")
        self.assertTrue(paper.expected_text.startswith("Lin Xiaotong · Receiving · Receiving chop (收货专用章) · "))
        (paper | other).action_gendan_as_expected()
        self.assertEqual((paper | other)._gendan_counts(), paper | other)
        self.assertRecordValues(
            paper,
            [
                {
                    "state": "valid",
                    "signed_by": "Lin Xiaotong",
                    "signed_function": "Receiving",
                    "signed_on": date(2026, 11, 2),
                    "chop_kind_id": self.receipt_chop.id,
                }
            ],
        )
        self.assertEqual(paper.decision_id.user_id, self.clerk)
        self.assertFalse(self.todos(paper))
        with self.assertRaisesRegex(UserError, "judged already"):
            paper.action_gendan_as_expected()

    def test_one_click_goes_by_what_the_customer_did_last(self):
        second = self.make_signatory("Zhou", function="Warehouse", signs_deliveries=True, sequence=20)
        company_chop = self.env.ref("gendan_followup.chop_kind_cn_company")
        first = self.make_paper(back="driver")
        self.dialog(first, signatory_id=second.id, chop_kind_id=company_chop.id).action_valid()
        self.assertEqual((first.signed_by, first.chop_kind_id), ("Zhou", company_chop))
        paper = self.make_paper(back="driver")
        paper.action_gendan_as_expected()
        self.assertEqual((paper.signed_by, paper.chop_kind_id), ("Zhou", company_chop))

    def test_without_anybody_on_the_list_one_click_says_so(self):
        paper = self.make_paper("statement", back="courier")
        with self.assertRaisesRegex(UserError, "authorised signatories"):
            paper.action_gendan_as_expected()
        self.assertEqual(paper.state, "returned")

    def test_the_number_on_a_fax_is_read_from_the_sheet_not_supposed(self):
        paper, other = self.make_paper(back="fax"), self.make_paper(back="driver")
        self.assertFalse(paper._gendan_expected().printed_number)
        action = paper.action_gendan_as_expected()
        self.assertEqual((action["res_model"], paper.state), ("gendan.document.judge", "returned"))
        with self.assertRaisesRegex(UserError, f"{paper.name}.*printed on"), self.env.cr.savepoint():
            (other | paper).action_gendan_as_expected()
        self.assertEqual(other.state, "returned")
        codes = [action["code"] for action in paper._gendan_todo_actions()[paper]]
        self.assertEqual(codes, ["paper_judge"])
        # all else is filled in: she types the number
        with Form(self.dialog(paper)) as form:
            form.printed_number = "0769 2222 1234"
            self.assertFalse(form.failures)
        form.record.action_valid()
        self.assertRecordValues(
            paper.decision_id,
            [{"printed_number": "0769 2222 1234", "number_level": "same", "returned_how": "fax", "kind": "valid"}],
        )

    def test_what_customers_upload_on_the_portal_is_a_copy(self):
        self.make_signatory("Wang", function="Legal representative", signs_contracts=True)
        paper = self.make_paper("contract", back="portal")
        paper.action_gendan_as_expected()
        self.assertEqual(paper.state, "provisional")
        # further pages of the copy do not make it the original
        self.bring_back(paper, "portal")
        self.assertEqual(paper.state, "provisional")

    # ------------------------------------------------------------ deviations

    def test_what_fails_says_why(self):
        paper = self.make_paper(back="driver")
        stranger = self.make_signatory("Wang", signs_contracts=True)
        failing = {
            "not on": {"signatory_id": stranger.id},
            "authorised signatories": {"signatory_id": False, "signed_by": False},
            "does not count here": {"chop_kind_id": self.contract_chop.id},
            "chop is missing": {"chop_kind_id": False},
            "to come": {"signed_on": date(2026, 11, 3)},
            "day of the signature": {"signed_on": False},
        }
        for words, values in failing.items():
            with self.subTest(words):
                wizard = self.dialog(paper, **values)
                self.assertIn(words, wizard.failures)
                with self.assertRaisesRegex(UserError, words):
                    wizard.action_valid()
        self.receiver.valid_until = date(2026, 10, 31)
        self.assertIn("not on", self.dialog(paper, signatory_id=self.receiver.id).failures)
        self.assertFalse(paper.decision_ids)

    def test_a_rejected_one_is_asked_for_again(self):
        paper = self.make_paper(back="driver")
        wizard = self.dialog(paper, chop_kind_id=False)
        wizard.action_reject()
        self.assertEqual(paper.state, "rejected")
        self.assertIn("chop is missing", paper.decision_reason)
        self.assertFalse(paper._gendan_counts())
        self.assertIn("chop is missing", self.todos(paper)["paper_missing"].name)
        # sent once more, awaited; back once more, judged anew
        paper._gendan_issue("driver", to="Ah Chang")
        self.assertEqual(paper.state, "with_driver")
        with freeze_time("2026-11-05 02:00:00"):
            self.bring_back(paper, "driver")
            self.assertEqual((paper.state, paper.returned_at), ("returned", datetime(2026, 11, 5, 2)))
            paper.action_gendan_as_expected()
        self.assertEqual(paper.decision_ids.mapped("kind"), ["valid", "again", "resent", "rejected"])
        with self.assertRaisesRegex(UserError, "say why"):
            paper._gendan_reject(" ")

    def test_the_list_of_signatories_is_not_asked_where_the_rule_does_not(self):
        paper = self.make_paper("date_change", back="chat")
        with self.assertRaisesRegex(UserError, "nobody of Maili Foods"):
            paper.action_gendan_as_expected()
        self.dialog(paper, signed_by="Miss Lin").action_valid()
        self.assertEqual((paper.state, paper.signed_by), ("valid", "Miss Lin"))

    def test_a_copy_without_its_sheet_does_not_count(self):
        paper = self.make_paper()
        paper.write({"returned_at": MONDAY, "returned_how": "scan"})
        with self.assertRaisesRegex(UserError, "sheet that came is missing"):
            paper.action_gendan_as_expected()

    # ------------------------------------------------------------ fax

    def test_the_number_on_a_fax(self):
        cases = {
            "": ("none", "If it shows none"),
            "0755 8888 9999": ("other", "none of Maili Foods's numbers"),
            "2222-1234": ("likely", "Confirm once"),
            "（0769）２２２２—１２３４": ("same", ""),
        }
        paper = self.make_paper(back="fax")
        for printed, (level, words) in cases.items():
            with self.subTest(printed):
                wizard = self.dialog(paper, printed_number=printed)
                self.assertEqual(wizard.number_level, level)
                self.assertIn(words, wizard.failures or "")
                self.assertEqual(bool(wizard.failures), level != "same")

    def test_a_likely_number_is_confirmed_once(self):
        paper = self.make_paper(back="fax")
        with Form(self.dialog(paper)) as form:
            form.printed_number = "2222-1234"
            form.is_confirmed = True
            self.assertFalse(form.failures)
        form.record.action_valid()
        self.assertEqual((paper.state, paper.number_level), ("valid", "likely"))
        number = self.customer.gendan_account_ids
        self.assertRecordValues(
            number, [{"app": "fax", "account": "2222-1234", "seen_on_id": paper.id, "person": "Lin Xiaotong"}]
        )
        self.assertIn(paper.name, number.note)
        later = self.make_paper(back="fax")
        self.dialog(later, printed_number="2222 1234").action_valid()
        self.assertEqual(later.number_level, "same")
        self.assertEqual(len(self.customer.gendan_account_ids), 1)

    def test_it_is_said_which_paper_names_the_number(self):
        paper = self.make_paper(back="fax")
        wizard = self.dialog(paper, printed_number="0769-2222 1234")
        self.assertIn("no signed paper names it", wizard.number_text)
        account = self.env["gendan.partner.account"].create(
            {"partner_id": self.customer.id, "app": "fax", "account": "0769-22221234", "person": "Purchasing"}
        )
        account._gendan_named_in(paper.sudo())
        wizard = self.dialog(paper, printed_number="0769-2222 1234")
        self.assertEqual(wizard.number_text, f"0769-22221234 (named in {paper.name})")

    # ------------------------------------------------------------ originals

    def test_a_faxed_contract_is_provisional_until_its_original_is_here(self):
        self.make_signatory("Wang", function="Legal representative", signs_contracts=True)
        paper = self.make_paper("contract", back="scan")
        paper.action_gendan_as_expected()
        self.assertEqual((paper.state, paper.original_due), ("provisional", date(2026, 12, 2)))
        self.assertTrue(paper._gendan_counts())
        self.assertEqual(self.todos(paper)["paper_original"].due, date(2026, 12, 2))
        # further pages of the copy change nothing
        self.bring_back(paper, "scan")
        self.assertEqual(paper.state, "provisional")
        with freeze_time("2026-12-02 01:00:00"):
            self.run_nightly()
            self.assertEqual(paper.state, "provisional")
        with freeze_time("2026-12-03 01:00:00"):
            self.run_nightly()
            self.assertEqual((paper.state, paper.original_due), ("awaited", False))
            self.assertFalse(paper._gendan_counts())
            self.assertEqual(self.todos(paper)["paper_original"].urgency, "1")
            decisions = len(paper.decision_ids)
            self.run_nightly()
            self.assertEqual(len(paper.decision_ids), decisions, "told once")
            self.bring_back(paper, "courier")
            paper.action_gendan_as_expected()
        self.assertEqual(paper.state, "valid")

    def run_nightly(self):
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_originals").method_direct_trigger()

    def test_the_original_is_asked_for_from_an_amount_on(self):
        rule = self.env.ref("gendan_followup.validity_contract_cn")
        self.make_signatory("Wang", signs_contracts=True)
        rule.original_from = 1_000_000
        paper = self.make_paper("contract", back="scan")
        paper.action_gendan_as_expected()
        self.assertEqual(paper.state, "valid")
        rule.write({"original_from": 1000, "provisional_counts": False})
        paper = self.make_paper("contract", back="scan")
        paper.action_gendan_as_expected()
        self.assertEqual((paper.state, bool(paper._gendan_counts())), ("provisional", False))
        paper.action_gendan_original_in()
        self.assertEqual((paper.state, paper.returned_how), ("returned", "original"))

    # ------------------------------------------------------------ lost, waived

    def test_lost_and_done_without(self):
        paper = self.make_paper()
        self.dialog(paper, "lose", reason="The carrier lost the bag.").action_lose()
        self.assertEqual(paper.state, "lost")
        self.assertIn("The carrier lost the bag.", self.todos(paper)["paper_missing"].name)
        with self.assertRaisesRegex(AccessError, "Only a supervisor"):
            self.dialog(paper, "waive", reason="Mail says so").action_waive()
        self.dialog(paper, "waive", self.supervisor, reason="Their mail of today says the same.").action_waive()
        self.assertEqual((paper.state, paper._gendan_counts()), ("waived", paper))
        self.assertFalse(self.todos(paper))

    # ------------------------------------------------------------ append-only

    def test_what_was_decided_is_never_changed(self):
        paper = self.make_paper(back="driver")
        paper.action_gendan_as_expected()
        decision = paper.decision_id
        for env in (self.env, self.env(user=self.supervisor), self.env(user=self.supervisor, su=True)):
            for attack in (
                lambda record: record.write({"kind": "rejected"}),
                lambda record: record.unlink(),
                lambda record: record.copy(),
            ):
                with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_model"):
                    attack(decision.with_env(env))
        with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_model"):
            decision.with_user(self.supervisor).create({"document_id": paper.id, "kind": "waived"})
        for values in (
            {"decision_id": False},
            {"returned_at": False, "returned_how": False},
            {"must_return": False},
            {"kind": "letter"},
            {"scan_ids": [(5, 0, 0)]},
        ):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                paper.write(values)
        with self.assertRaisesRegex(UserError, "sheet by which"):
            paper.scan_ids.write({"name": "other.pdf"})
        with self.assertRaisesRegex(UserError, "sheet by which"):
            paper.scan_ids.sudo().unlink()
        made = (
            self.env["gendan.document"]
            .with_user(self.clerk)
            .with_context(default_decision_id=decision.id)
            .create({"kind": "delivery_note", "partner_id": self.customer.id, "must_return": True})
        )
        self.assertEqual((made.state, made.decision_id), ("new", decision.browse()))

    def test_papers_and_lists_of_others_are_not_judged(self):
        paper = self.make_paper(back="driver")
        foreign = self.make_paper(back="driver", order_id=False, partner_id=self.foreign_customer.id)
        for user, other in ((self.clerk, foreign), (self.other_clerk, paper), (self.rep, paper)):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                other.with_user(user).action_gendan_as_expected()
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                other.with_user(user)._gendan_lose("It is gone.")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.receiver.with_user(self.other_clerk).name = "Anybody"
        self.receiver.with_user(self.clerk).function = "Warehouse"
        self.assertFalse(self.env["gendan.document.decision"].with_user(self.other_clerk).search([]))

    # ------------------------------------------------------------ rules

    def test_customers_do_not_read_what_we_go_by(self):
        paper = self.make_paper(back="driver").with_user(self.portal_user)
        self.assertEqual(paper.read(["state"])[0]["state"], "returned")
        (seen,) = paper.read(["expected_text", "holds_up"])
        self.assertEqual((seen["expected_text"], seen["holds_up"]), (False, False))

    def test_the_nearest_rule_holds(self):
        Rule = self.env["gendan.validity.rule"]
        paper = self.make_paper(back="driver")
        shipped = self.env.ref("gendan_followup.validity_delivery_note_cn")
        self.assertEqual(Rule._gendan_of(paper)[paper], shipped)
        group = self.env["res.partner.category"].create({"name": "Small shops"})
        self.customer.category_id = group
        of_group = Rule.create({"kind": "delivery_note", "category_id": group.id})
        self.assertEqual(Rule._gendan_of(paper)[paper], of_group)
        own = Rule.create({"kind": "delivery_note", "partner_id": self.customer.id, "needs_listed": True})
        self.assertEqual(Rule._gendan_of(paper)[paper], own)
        self.customer.country_id = self.env.ref("base.us")
        (of_group | own).active = False
        self.assertEqual(Rule._gendan_of(paper)[paper], self.env.ref("gendan_followup.validity_delivery_note"))
        letter = self.make_paper("letter", back="driver")
        self.assertEqual((letter.needs_judging, letter._gendan_counts()), (False, letter))

    def test_a_rule_that_goes_lets_what_is_back_count(self):
        paper = self.make_paper(back="driver")
        self.env["gendan.validity.rule"].search([("kind", "=", "delivery_note")]).active = False
        self.assertEqual(paper._gendan_counts(), paper)
        self.assertFalse(self.todos(paper))

    def test_nothing_changes_where_papers_are_not_judged(self):
        self.company.gendan_judge_papers = False
        paper = self.make_paper(back="driver")
        self.assertEqual((paper.state, paper.needs_judging, paper._gendan_counts()), ("returned", False, paper))
        self.assertFalse(paper.due_back)
        self.assertFalse(self.todos(paper))
        # what came back before a company began to judge stays as it is
        with freeze_time("2026-11-03 01:00:00"):
            self.company.gendan_judge_papers = True
            self.assertEqual(self.company.gendan_judge_since, date(2026, 11, 3))
            self.assertEqual(paper._gendan_counts(), paper)
            self.assertFalse(self.make_paper(back="driver")._gendan_counts())

    def test_which_papers_count_is_asked_in_one_query_for_all(self):
        papers = self.env["gendan.document"].browse(
            paper.id for paper in [self.make_paper(back="driver") for _number in range(5)]
        )
        papers._gendan_counts()
        self.env.flush_all()
        self.env.invalidate_all()
        # papers, rules with their chops, company, customer, country, tags
        with self.assertQueryCount(8):
            self.assertFalse(papers._gendan_counts())
        self.company.gendan_judge_papers = False
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            self.assertEqual(papers._gendan_counts(), papers)

    # ------------------------------------------------------------ others go by it

    def test_an_order_is_confirmed_in_writing_when_the_contract_counts(self):
        self.make_signatory("Wang", signs_contracts=True)
        contract = self.env["gendan.contract"].create({"order_id": self.order.id, "kind": "contract"})
        contract.action_ask()
        copy = contract.document_ids.filtered("must_return")
        copy._gendan_issue("email", to="lin@maili.example")
        self.bring_back(copy, "courier")
        self.assertEqual((contract.paper_state, self.order.gendan_contract_back_on), ("awaited", False))
        copy.action_gendan_as_expected()
        self.assertEqual((contract.paper_state, self.order.gendan_contract_back_on), ("returned", date(2026, 11, 2)))
        copy._gendan_reject("Signed by a trainee.")
        self.assertEqual((contract.paper_state, self.order.gendan_contract_back_on), ("awaited", False))

    def test_a_valid_paper_ticks_the_plan(self):
        self.kinds["contract"].event = "contract_valid"
        self.make_signatory("Wang", signs_contracts=True)
        order = self.confirm_order(promised=date(2026, 11, 20))
        step = self.milestone(order, "contract")
        paper = self.make_paper("contract", back="courier", order_id=order.id)
        self.settle()
        self.assertFalse(step.actual_date)
        paper.action_gendan_as_expected()
        self.settle()
        self.assertEqual(step.actual_date, date(2026, 11, 2))
        paper._gendan_reject("Signed by a trainee.")
        self.settle()
        self.assertFalse(step.actual_date)
