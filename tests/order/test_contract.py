"""Contracts: what they say, frozen when approved; our approval and chop before a copy goes out."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.gendan_followup.tools.amount_words import chinese_amount, english_amount

from ..common import MONDAY, TODAY
from .test_order_version import LockedCase


class ContractCase(LockedCase):
    """An order of bags, agreed; no shipped clause, no rule, until a test says otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Clause = cls.env["gendan.contract.clause"]
        cls.Clause.search([]).active = False
        cls.env["gendan.paper.rule"].search([]).unlink()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["res.lang"]._activate_lang("zh_TW")
        cls.order = cls.confirm_order([(cls.bag, 50000, {"price_unit": 0.0865})], promised=date(2026, 11, 20))

    @classmethod
    def contract(cls, order=None, user=None, **values):
        """A clerk's draft."""
        order = order or cls.order
        return cls.env["gendan.contract"].with_user(user or cls.clerk).create({"order_id": order.id, **values})

    @classmethod
    def need(cls, kind="contract", amount=0, approved=True, approvers=(), keepers=()):
        """What a paper needs of us; with a chop where somebody keeps one."""
        chop = keepers and cls.env["gendan.chop"].create(
            {"name": "Contract chop", "keeper_ids": [Command.set([user.id for user in keepers])]}
        )
        return cls.env["gendan.paper.rule"].create(
            {
                "kind": kind,
                "amount_from": amount,
                "needs_approval": approved,
                "approver_ids": [Command.set([user.id for user in approvers])],
                "chop_id": chop.id if chop else False,
            }
        )

    def finished(self, **values):
        contract = self.contract(**values)
        contract.action_ask()
        return contract

    def todo(self, contract):
        """What waits, and for whom; (False, nobody) when nothing does."""
        todo = self.env["gendan.todo"].search(contract._gendan_todo_domain())
        return todo.kind, todo.user_id

    def html(self, contract):
        report = "gendan_followup.report_contract"
        return self.env["ir.actions.report"]._render_qweb_html(report, contract.ids)[0].decode()


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestContractWords(ContractCase):
    def test_sums_in_words(self):
        for amount, text in {
            0: "人民币零元整",
            0.05: "人民币伍分",
            17300: "人民币壹万柒仟叁佰元整",
            20010.07: "人民币贰万零壹拾元零柒分",
            10050000: "人民币壹仟零伍万元整",
            300200000.5: "人民币叁亿零贰拾万元伍角整",
        }.items():
            self.assertEqual(chinese_amount(amount, "CNY"), text)
        self.assertEqual(chinese_amount(13200, "TWD", traditional=True), "新臺幣壹萬參仟貳佰元整")
        with self.assertRaises(ValueError):
            chinese_amount(-1, "CNY")
        text = "USD: One Hundred And Two Dollars and Fifty Cents"
        self.assertEqual(english_amount(102.5, "USD", "Dollars", "Cents"), text)
        self.assertEqual(english_amount(20, "TWD", None, None), "TWD: Twenty")

    def test_a_clause_says_what_is_agreed_for_the_order(self):
        self.Clause.create({"name": "Quantity", "text": "Up to {tolerance} % more or less."})
        self.Clause.create({"name": "Delivery", "text": "Here on {delivery_day}."})
        block = self.contract(tolerance=5)._gendan_printed()["blocks"]["en_US"]
        texts = [clause["text"] for clause in block["clauses"]]
        self.assertEqual(texts, ["Up to 5 % more or less.", "Here on 11/20/2026."])

    def test_a_clause_about_what_the_order_does_not_have_is_left_out(self):
        self.Clause.create({"name": "Security", "text": "{penalty_deposit} % as security."})
        self.Clause.create({"name": "Advance", "text": "{advance} % in advance."})
        contract = self.contract(deposit_kind="penalty", deposit_percent=20)
        texts = [clause["text"] for clause in contract._gendan_printed()["blocks"]["en_US"]["clauses"]]
        self.assertEqual(texts, ["20 % as security."], "security and payment in advance are two things")

    def test_a_place_without_an_incoterm_says_nothing_about_freight(self):
        self.Clause.create({"name": "Freight", "text": "Freight, insurance and risk: {incoterm}."})
        fob = self.env.ref("account.incoterm_FOB")
        for values, expected in (
            ({}, []),
            ({"incoterm": fob.id}, [f"Freight, insurance and risk: {fob.display_name} Hamburg."]),
        ):
            order = self.make_order([(self.bag, 50000)], incoterm_location="Hamburg", **values)
            order.action_confirm()
            block = self.contract(order)._gendan_printed()["blocks"]["en_US"]
            self.assertEqual([clause["text"] for clause in block["clauses"]], expected)

    def test_clauses_are_for_papers_and_countries(self):
        germany = self.env.ref("base.de")
        both = self.Clause.create({"name": "Both", "text": "Both."})
        contracts = self.Clause.create({"name": "Contracts", "text": "Contracts.", "paper": "contract"})
        self.Clause.create({"name": "Germany", "text": "Germany.", "country_ids": [Command.set(germany.ids)]})
        contract = self.contract()
        self.assertEqual(contract.clause_ids, both | contracts)
        contract.kind = "order_confirmation"
        self.assertEqual(contract.clause_ids, both)

    def test_an_unknown_word_in_a_clause_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "tolerence"):
            self.Clause.create({"name": "Quantity", "text": "Up to {tolerence} %."})

    def test_a_surcharge_that_fell_away_is_not_printed(self):
        loss = self.env["product.product"].create({"name": "Loss of material", "type": "service"})
        self.env["gendan.moq"].create(
            {
                "product_tmpl_id": self.bag.product_tmpl_id.id,
                "quantity": 60000,
                "surcharge_amount": 800,
                "surcharge_product_id": loss.id,
            }
        )
        order = self.make_order([(self.bag, 50000, {"price_unit": 0.0865})])
        yes = {"answer": "surcharge", "given_by": "Ms Chen", "given_on": TODAY, "source": "chat", "evidence": "9:05"}
        order._gendan_moq_answered(order._gendan_moq_shortfalls()[order][0], **yes)
        order.action_confirm()
        self.assertIn("Loss of material", self.html(self.contract(order)))
        order.with_user(self.supervisor).action_unlock()
        order.order_line[0].product_uom_qty = 60000
        order.with_user(self.supervisor).action_lock()
        self.assertFalse(order.order_line.filtered("gendan_moq_consent_id").price_unit)
        self.assertNotIn("Loss of material", self.html(self.contract(order)))

    def test_every_shipped_clause_can_be_filled(self):
        clauses = self.Clause.with_context(active_test=False).search([])
        words = dict.fromkeys(clauses._gendan_words(), "x")
        for lang in ("en_US", "zh_CN", "zh_TW"):
            for clause in clauses.with_context(lang=lang):
                self.assertNotIn("{", clause._gendan_filled(words))

    def test_two_languages_fit_together(self):
        self.bag.with_context(lang="zh_CN").name = "自立袋"
        clause = self.Clause.create({"name": "Quality", "text": "Quality: {quality}."})
        clause.with_context(lang="zh_CN").write({"name": "质量", "text": "质量：{quality}。"})
        self.company.with_context(lang="en_US").gendan_contract_quality = "AQL 1.0"
        contract = self.contract(lang="en_US", lang2="zh_CN")
        printed = contract._gendan_printed()
        self.assertEqual(printed["langs"], ["en_US", "zh_CN"])
        one, two = (printed["blocks"][lang] for lang in printed["langs"])
        for part in ("head", "lines", "totals", "clauses", "people"):
            self.assertEqual(len(one[part]), len(two[part]), part)
        for party, other in zip(one["parties"], two["parties"], strict=True):
            self.assertEqual(len(party["rows"]), len(other["rows"]))
        self.assertIn("自立袋", two["lines"][0]["name"])
        self.assertIn("人民币" if self.order.currency_id.name == "CNY" else "元", two["words"])
        html = self.html(contract)
        for text in ("Quality: AQL 1.0.", "质量：AQL 1.0。", "自立袋", "0.0865"):
            self.assertIn(text, html)

    def test_english_is_there_where_nobody_uses_it(self):
        clause = self.Clause.create({"name": "Quality", "text": "Quality: {quality}."})
        clause.with_context(lang="zh_CN").write({"name": "质量", "text": "质量：{quality}。"})
        everybody = self.env["res.partner"].with_context(active_test=False)
        everybody.search([("lang", "=", "en_US")]).lang = "zh_CN"
        self.env["res.lang"].search([("code", "=", "en_US")]).active = False
        contract = self.contract(lang="zh_CN", lang2="en_US", quality="AQL 1.0")
        contract.with_context(lang="zh_CN").quality = "一般检验水平"
        contract.update_field_translations("quality", {"en_US": "Inspection level II"})
        html = self.html(contract)
        for text in ("质量：一般检验水平。", "Quality: Inspection level II.", "2026-11-02"):
            self.assertIn(text, html)
        self.assertRegex(contract._gendan_printed()["blocks"]["en_US"]["words"], r"^[\x00-\x7f]+$")

    def test_heads_of_our_papers_end_where_the_text_begins(self):
        # Odoo's style sheet gives a head no height: it begins the spacing above the text and goes down from there
        for name in ("contract", "note_a4", "note_form", "floor"):
            paper = self.env.ref(f"gendan_followup.paperformat_{name}")
            with self.subTest(paper=name):
                self.assertGreaterEqual(paper.header_spacing, 20 if name == "contract" else 9)
                self.assertGreaterEqual(paper.margin_top - paper.header_spacing, 4)

    def test_the_promise_may_count_from_conditions(self):
        self.Clause.create({"name": "Day", "text": "On {delivery_day}."})
        self.Clause.create({"name": "Days", "text": "{delivery_days} days after {conditions}."})
        kind = self.kinds["contract"]
        order = self.confirm_order(gendan_condition_days=18, gendan_condition_kind_ids=[Command.set(kind.ids)])
        block = self.contract(order)._gendan_printed()["blocks"]["en_US"]
        self.assertEqual([clause["text"] for clause in block["clauses"]], [f"18 days after {kind.name}."])
        self.assertFalse(block["lines"][0]["day"])

    def test_the_next_paper_begins_with_what_the_customer_agreed_last(self):
        self.company.gendan_contract_tolerance = 10
        self.assertEqual(self.contract().tolerance, 10)
        paper = self.contract(tolerance=3, deposit_kind="advance", deposit_percent=30, quality="AQL 1.0")
        paper.with_context(lang="zh_CN").quality = "AQL 1.0 抽检"
        paper.action_ask()
        contract = self.contract(self.confirm_order(promised=date(2026, 12, 4)))
        self.assertEqual(contract.quality, "AQL 1.0")
        self.assertEqual(contract.with_context(lang="zh_CN").quality, "AQL 1.0 抽检", "in each language as typed")
        self.assertEqual((contract.tolerance, contract.deposit_kind, contract.deposit_percent), (3, "advance", 30))

    def test_papers_are_bilingual_where_the_company_says_so(self):
        self.company.gendan_contract_bilingual = True
        self.assertFalse(self.contract().lang2)
        self.company.partner_id.lang = "zh_CN"
        self.assertEqual(self.contract().lang2, "zh_CN")
        self.customer.lang = "zh_TW"
        self.assertFalse(self.contract().lang2, "who reads one Chinese reads the other")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestContractApproval(ContractCase):
    def test_without_a_rule_the_clerk_finishes_it(self):
        contract = self.contract()
        self.assertIn("Draft, not valid", self.html(contract))
        contract.action_ask()
        self.assertEqual(contract.paper_state, "to_send")
        self.assertEqual(contract.document_ids.sorted("id").mapped("must_return"), [False, True])
        self.assertEqual(set(contract.document_ids.mapped("version")), {1})
        html = self.html(contract)
        self.assertNotIn("Draft, not valid", html)
        for copy in contract.document_ids:
            self.assertIn(copy.qr_reference, html)

    def test_what_is_approved_prints_the_same_for_ever(self):
        contract = self.finished(tolerance=5)
        before = self.html(contract)
        self.customer.name = "Maili Foods (renamed)"
        self.bag.name = "Another bag"
        self.company.gendan_paper_name = "Another company"
        self.assertEqual(self.html(contract), before)
        with self.assertRaisesRegex(UserError, "no draft"):
            contract.tolerance = 6
        for values in ({"state": "draft"}, {"content": {}}, {"approved_by_id": self.clerk.id}, {"version": 7}):
            with self.subTest(values=values), self.assertRaises(UserError):
                contract.sudo().write(values)
        with self.assertRaises(UserError):
            contract.unlink()
        with self.assertRaises(UserError):
            contract.copy()

    def test_nothing_is_smuggled_in_by_create(self):
        contract = self.contract(state="approved", approved_by_id=self.supervisor.id, name="X", content={"langs": []})
        self.assertEqual((contract.state, contract.name), ("draft", f"{self.order.name}-1"))
        self.assertFalse(contract.approved_by_id or contract.content)
        defaults = {"default_state": "approved", "default_approved_by_id": self.supervisor.id}
        contracts = self.env["gendan.contract"].with_user(self.clerk)
        contract = contracts.with_context(**defaults, default_content={"langs": []}).create({"order_id": self.order.id})
        self.assertEqual(contract.state, "draft")
        self.assertFalse(contract.approved_by_id or contract.content)

    def test_it_is_finished_once(self):
        self.need()
        contract = self.finished()
        self.env["gendan.paper.rule"].search([]).unlink()
        with self.assertRaisesRegex(UserError, "is no draft"):
            contract.action_ask()

    def test_a_copy_does_not_go_out_before_approval_and_chop(self):
        self.need(keepers=[self.quality_user])
        contract = self.finished()
        self.assertEqual(contract.paper_state, "asked")
        self.assertFalse(contract.document_ids)
        with self.assertRaisesRegex(UserError, "before it is approved"):
            contract.action_send()
        with self.assertRaises(AccessError):
            contract.action_approve()
        contract.with_user(self.supervisor).action_approve()
        self.assertEqual((contract.approved_by_id, contract.paper_state), (self.supervisor, "to_chop"))
        with self.assertRaisesRegex(UserError, "before it has its chop"), self.env.cr.savepoint():
            contract.document_ids[0]._gendan_issue("courier")
        with self.assertRaises(AccessError):
            contract.action_chop()
        contract.with_user(self.quality_user).action_chop()
        self.assertEqual(contract.chop_use_ids.user_id, self.quality_user)
        self.assertEqual(contract.chop_use_ids.copies, 2)
        self.assertEqual(contract.paper_state, "to_send")
        with self.assertRaisesRegex(UserError, "waits for no chop"):
            contract.with_user(self.quality_user).action_chop()
        contract.document_ids.filtered("must_return")._gendan_issue("courier")
        self.assertEqual(contract.paper_state, "awaited")

    def test_a_copy_made_by_hand_is_no_way_round(self):
        paper = self.env["gendan.document"].with_user(self.clerk).create(
            {"kind": "contract", "order_id": self.order.id, "partner_id": self.customer.id}
        )
        paper._gendan_issue("email")
        self.need()
        with self.assertRaisesRegex(UserError, "approved or chopped by us first"):
            paper._gendan_issue("email")

    def test_the_rule_is_that_of_the_amount_reached(self):
        self.need(approved=False)
        total = self.order.amount_total
        high = self.need(amount=total, approvers=[self.other_clerk])
        contract = self.contract()
        self.assertEqual(contract.rule_id, high)
        contract.action_ask()
        with self.assertRaises(AccessError):
            contract.with_user(self.supervisor).action_approve()
        contract.with_user(self.other_clerk).action_approve()
        self.assertEqual(contract.approved_by_id, self.other_clerk)
        high.amount_from = total + 0.01
        self.assertFalse(self.contract().needs_approval)

    def test_who_may_not_approve_it_any_more_sends_it_back(self):
        low = self.need(approvers=[self.other_clerk])
        contract = self.finished()
        low.amount_from = self.order.amount_total + 1
        low.flush_recordset()
        self.need(approvers=[self.supervisor])
        with self.assertRaisesRegex(UserError, "Send it back"):
            contract.with_user(self.other_clerk).action_approve()
        self.assertEqual(contract.state, "asked")

    def test_a_paper_opens_after_its_language_was_taken_out_of_use(self):
        contract = self.finished(lang2="zh_TW")
        self.env["res.users"].search([("lang", "=", "zh_TW")]).lang = "en_US"
        self.env["res.partner"].search([("lang", "=", "zh_TW")]).lang = "en_US"
        self.env["res.lang"].search([("code", "=", "zh_TW")]).active = False
        contract.invalidate_recordset()
        self.assertFalse(contract.is_outdated)

    def test_who_approves_or_chops_reads_that_paper_alone(self):
        self.need(approvers=[self.other_clerk], keepers=[self.warehouse_user])
        contract, other = self.finished(), self.contract()
        for user in (self.other_clerk, self.warehouse_user):
            with self.subTest(user=user.login):
                self.assertFalse(other.with_user(user).has_access("read"))
        self.assertTrue(contract.with_user(self.other_clerk).has_access("read"))
        contract.with_user(self.other_clerk).action_approve()
        self.assertTrue(contract.with_user(self.warehouse_user).has_access("read"))
        self.assertFalse(contract.with_user(self.quality_user).has_access("read"))

    def test_sent_back_with_what_has_to_be_changed(self):
        self.need()
        contract = self.finished()
        head = contract.with_user(self.supervisor)
        with self.assertRaisesRegex(UserError, "Say what has to be changed"):
            head.action_send_back()
        head.approver_remark = "30 % in advance"
        head.action_send_back()
        self.assertEqual((contract.state, contract.approver_remark), ("draft", "30 % in advance"))
        contract.deposit_percent = 30
        contract.action_ask()
        self.assertFalse(contract.approver_remark)

    def test_to_dos_follow_the_paper(self):
        self.need(keepers=[self.quality_user])
        contract = self.finished()
        self.assertEqual(self.todo(contract), ("contract_approve", self.supervisor))
        contract.with_user(self.supervisor).action_approve()
        self.assertEqual(self.todo(contract), ("contract_chop", self.quality_user))
        contract.with_user(self.quality_user).action_chop()
        self.assertEqual(self.todo(contract), ("contract_send", self.clerk))
        contract.document_ids[0]._gendan_issue("email")
        self.assertFalse(self.todo(contract)[0])

    def test_the_register_of_chops_is_never_changed(self):
        self.need(approved=False, keepers=[self.supervisor])
        contract = self.finished()
        contract.with_user(self.supervisor).action_chop()
        use = contract.chop_use_ids.sudo()
        for work in (lambda: use.write({"copies": 9}), use.unlink, use.copy):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                work()

    def test_the_mail_carries_the_copy_that_comes_back_and_is_logged(self):
        contract = self.finished()
        action = contract.action_send()
        composer = (
            self.env["mail.compose.message"].with_user(self.clerk).with_context(**action["context"]).create({})
        )
        self.assertIn(self.order.client_order_ref, composer.subject)
        self.assertEqual(composer.partner_ids, self.customer)
        composer.action_send_mail()
        issues = contract.document_ids.issue_ids
        self.assertEqual((issues.how, issues.to), ("email", self.customer.email))
        self.assertTrue(issues.document_id.must_return)
        self.assertEqual(contract.paper_state, "awaited")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestContractOfTheOrder(ContractCase):
    def test_the_button_makes_one_and_opens_it_again(self):
        order = self.order.with_user(self.clerk)
        self.assertEqual(order.gendan_contract_state, "None yet")
        made = order.action_gendan_contract()["res_id"]
        order.invalidate_recordset()
        self.assertEqual(order.gendan_contract_state, "Draft")
        self.assertEqual(order.action_gendan_contract()["res_id"], made)

    def test_a_cancelled_order_and_one_without_goods_have_none(self):
        quotation = self.make_order()
        quotation.order_line.unlink()
        with self.assertRaisesRegex(UserError, "nothing to agree on"):
            self.contract(quotation)
        quotation._action_cancel()
        with self.assertRaisesRegex(UserError, "is cancelled"):
            self.contract(quotation)

    def test_an_unlocked_order_has_none(self):
        self.order.with_user(self.supervisor).action_unlock()
        with self.assertRaisesRegex(UserError, "is unlocked"):
            self.contract()

    def test_the_next_one_voids_the_one_before(self):
        first, confirmation = self.finished(), self.finished(kind="order_confirmation")
        second = self.finished()
        self.assertEqual((first.state, second.state, confirmation.state), ("void", "approved", "approved"))
        self.assertIn(second.name, first.document_ids[0].void_reason)
        self.assertIn("Void", self.html(first))
        with self.assertRaisesRegex(UserError, "void"):
            first.document_ids[0]._gendan_issue("email")

    def test_a_changed_order_voids_its_contract(self):
        contract, waiting = self.finished(), self.contract()
        self.need()
        waiting.action_ask()
        change = (
            self.env["gendan.order.change"]
            .with_user(self.clerk)
            .create(
                {
                    "order_id": self.order.id,
                    "asked_person": "Ms Lin", "channel": "phone",
                    "line_ids": [Command.create({"line_id": self.order.order_line.id, "quantity": 60000})],
                }
            )
        )
        change.action_propose()
        change.action_apply()
        self.assertEqual((contract.state, waiting.state), ("void", "draft"))
        self.assertFalse(self.todo(contract)[0])
        waiting.action_ask()
        self.assertEqual(waiting.version, 2)

    def test_a_paper_tells_when_the_order_says_something_else(self):
        self.company.gendan_lock_orders = False
        order = self.confirm_order(promised=date(2026, 12, 4))
        contract = self.contract(order)
        contract.action_ask()
        self.bag.name = "Another bag"
        self.assertFalse(contract.is_outdated, "a name is none of the figures")
        order.order_line.product_uom_qty = 60000
        contract.invalidate_recordset()
        self.assertTrue(contract.is_outdated)
        opened = order.with_user(self.clerk).action_gendan_contract()
        self.assertNotEqual(opened["res_id"], contract.id, "a new one is made in its place")

    def test_a_cancelled_order_voids_all_of_them(self):
        contract, draft = self.finished(), self.contract()
        self.order.with_user(self.clerk).action_cancel()
        self.assertEqual((contract.state, draft.state), ("void", "void"))

    def test_a_draft_is_deleted_what_is_finished_is_voided(self):
        self.contract().unlink()
        contract = self.finished()
        contract.action_void()
        self.assertEqual(contract.paper_state, "void")
        self.assertTrue(all(contract.document_ids.mapped("voided_at")))
        with self.assertRaises(UserError):
            contract.action_void()
