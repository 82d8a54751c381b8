"""Chat accounts and fax numbers on file: proposed at intake, named in contracts, sealed when those come back."""

from datetime import date

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .test_contract import ContractCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAccounts(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # who may write the customer's page at all
        cls.clerk.group_ids = [Command.link(cls.env.ref("base.group_partner_manager").id)]

    def account(self, party=None, user=None, **values):
        party = party or self.customer
        return (
            self.env["gendan.partner.account"]
            .with_user(user or self.clerk)
            .create({"partner_id": party.id, "app": "wechat", "account": "maili-lin", "person": "Lin", **values})
        )

    def proposed(self, channel, app=None, partner=None):
        """App, account and name that the form of a new order fills in."""
        form = Form(self.env["sale.order"].with_user(self.clerk))
        form.partner_id = partner or self.customer
        form.gendan_channel = channel
        if app:
            form.gendan_chat_app = app
        return form.gendan_chat_app, form.gendan_account, form.gendan_sent_by

    # === intake ===

    def test_the_account_on_file_is_proposed(self):
        self.account(account=" maili-lin ")
        self.account(app="qq", account="8001", person="Wang")
        self.assertEqual(self.proposed("chat"), ("wechat", "maili-lin", "Lin"))
        self.assertEqual(self.proposed("chat", "qq"), ("qq", "8001", "Wang"))

    def test_of_several_the_one_she_wrote_from_last_is_proposed(self):
        self.account()
        second = self.account(account="maili-wang", person="Wang")
        self.make_order(
            gendan_channel="chat", gendan_chat_app="wechat", gendan_account="maili-wang", gendan_sent_by="Wang"
        )
        self.assertEqual(self.proposed("chat")[1], "maili-wang")
        second.active = False
        self.assertEqual(self.proposed("chat")[1], "maili-lin", "no longer used")

    def test_another_customers_account_goes_with_her(self):
        self.account()
        other = self.customer.copy({"name": "Other Foods"})
        form = Form(self.env["sale.order"].with_user(self.clerk))
        form.partner_id = self.customer
        form.gendan_channel = "chat"
        self.assertEqual((form.gendan_account, form.gendan_sent_by), ("maili-lin", "Lin"))
        form.partner_id = other
        self.assertFalse(form.gendan_account or form.gendan_sent_by)
        form.gendan_account, form.gendan_sent_by = "new-one", "He"
        form.partner_id = self.customer
        self.assertEqual(form.gendan_account, "new-one", "on nobody's file: typed before the customer was chosen")

    def test_another_customers_account_goes_with_her_by_import_too(self):
        self.account()
        order = self.make_order(
            gendan_channel="chat", gendan_chat_app="wechat", gendan_account="maili-lin", gendan_sent_by="Lin"
        )
        other = self.customer.copy({"name": "Other Foods"})
        colleague = self.customer.create({"name": "Buyer", "parent_id": self.customer.id})
        order.with_user(self.clerk).write({"partner_id": colleague.id})
        self.assertEqual(order.gendan_account, "maili-lin", "another person of the same customer")
        order.write({"partner_id": other.id})
        self.assertFalse(order.gendan_account or order.gendan_sent_by)
        order.write({"partner_id": self.customer.id, "gendan_account": "maili-lin"})
        self.assertEqual(order.gendan_account, "maili-lin", "said together with the customer")

    def test_another_customers_fax_number_and_address_go_with_her(self):
        other = self.customer.copy({"name": "Other Foods", "email": "Buyer@other.example", "gendan_fax": "+86 1"})
        self.customer.gendan_fax = "+86 755 8000 0000"
        form = Form(self.env["sale.order"].with_user(self.clerk))
        form.partner_id = self.customer
        for channel, mine, hers in (
            ("fax", "+86 755 8000 0000", "+86 1"),
            ("email", "buyer@maili.example", "Buyer@other.example"),
        ):
            form.gendan_channel = channel
            self.assertEqual(form.gendan_account, mine, "not what stood there of another channel")
            form.partner_id = other
            self.assertEqual(form.gendan_account, hers)
            form.gendan_account = "typed by hand"
            form.partner_id = self.customer
            self.assertEqual(form.gendan_account, "typed by hand", "on nobody's file")
            form.gendan_account = mine
        self.account(app="fax", account="+86 9")
        form.gendan_channel, form.gendan_account = "fax", "+86 9"
        form.partner_id = other
        self.assertEqual(form.gendan_account, "+86 1", "a further number on her file")

    def test_an_account_known_from_orders_only_goes_with_its_customer(self):
        self.make_order(
            gendan_channel="chat", gendan_chat_app="qq", gendan_account="8001", gendan_sent_by="Wang"
        )
        form = Form(self.env["sale.order"].with_user(self.clerk))
        form.partner_id = self.customer
        form.gendan_channel = "chat"
        self.assertEqual(form.gendan_account, "8001")
        form.partner_id = self.customer.copy({"name": "Other Foods"})
        self.assertFalse(form.gendan_account or form.gendan_sent_by)

    def test_an_account_changes_hands(self):
        before = self.account()
        self.make_order(
            gendan_channel="chat", gendan_chat_app="wechat", gendan_account="maili-lin", gendan_sent_by="Lin"
        )
        before.active = False
        self.account(person="Wang")
        self.assertEqual(self.proposed("chat"), ("wechat", "maili-lin", "Wang"))
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            before.active = True

    def test_fax_number_and_address_are_proposed(self):
        self.customer.gendan_fax = "+86 755 8000 0000"
        self.assertEqual(self.proposed("fax")[1], "+86 755 8000 0000")
        self.assertEqual(self.proposed("email")[1], "buyer@maili.example")
        self.assertFalse(self.proposed("phone")[1])

    def test_an_account_that_is_new_is_put_on_file(self):
        contact = self.portal_user.partner_id
        order = self.make_order(
            gendan_channel="chat", gendan_chat_app="line", gendan_account="lin-tw", partner_id=contact.id
        ).with_user(self.clerk)
        self.assertTrue(order.gendan_account_is_new)
        with self.assertRaisesRegex(UserError, "who is behind"):
            order.action_gendan_keep_account()
        order.gendan_sent_by = "Lin"
        order.action_gendan_keep_account()
        kept = self.customer.gendan_account_ids
        self.assertEqual((kept.app, kept.account, kept.person), ("line", "lin-tw", "Lin"))
        self.assertEqual(kept.known_on, date(2026, 11, 2))
        self.assertIn(order.name, kept.note)
        self.assertFalse(order.gendan_account_is_new)
        with self.assertRaisesRegex(UserError, "no chat account that is new"):
            order.action_gendan_keep_account()

    # === who ===

    def test_a_clerk_keeps_those_of_her_own_customers(self):
        self.account()
        for user in (self.other_clerk, self.backup, self.rep):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.account(user=user, account="not hers")
        self.account(self.company.partner_id, account="house", person="Follow-up")
        self.assertTrue(self.customer.with_user(self.rep).gendan_account_ids)
        with self.assertRaises(AccessError):
            self.customer.with_user(self.employee).gendan_account_ids.read(["account"])
        self.env["gendan.absence"].create(
            {"user_id": self.clerk.id, "backup_id": self.backup.id, "date_from": "2026-11-01", "date_to": "2026-11-05"}
        )
        self.account(user=self.backup, account="while-away")

    def test_the_page_of_the_customer_keeps_them(self):
        with Form(self.customer.with_user(self.clerk)) as form, form.gendan_account_ids.new() as line:
            line.app, line.account, line.person = "wecom", "maili-he", "He"
        self.assertEqual(self.customer.gendan_account_ids.account, "maili-he")

    # === papers ===

    def test_contracts_name_fax_and_accounts_of_both_parties(self):
        self.Clause.create({"name": "Accounts", "text": "From: {accounts}."})
        self.assertEqual(self.contract()._gendan_printed()["blocks"]["en_US"]["clauses"], [])
        self.customer.gendan_fax = "+86 755 8000 0000"
        self.company.partner_id.write({"gendan_fax": "+86 769 8000 0000", "phone": "+86 769 8000 0001"})
        self.account()
        self.account(app="qq", account="8001").active = False
        self.account(self.clerk.partner_id, account="clerk-chen", person="Chen", app="wecom")
        contract = self.contract(lang2="zh_CN")
        block = contract._gendan_printed()["blocks"]["en_US"]
        seller, buyer = (dict(party["rows"]) for party in block["parties"])
        self.assertEqual((seller["Fax"], buyer["Fax"]), ("+86 769 8000 0000", "+86 755 8000 0000"))
        self.assertEqual(seller["Chat account"], "WeCom clerk-chen (Chen)")
        self.assertEqual(buyer["Chat account"], "WeChat maili-lin (Lin)")
        named = "From: WeCom clerk-chen (Chen), WeChat maili-lin (Lin)."
        self.assertEqual([clause["text"] for clause in block["clauses"]], [named])
        self.assertIn("8000 0001", block["letterhead"])
        html = self.html(contract)
        for text in ("maili-lin", "+86 755 8000 0000", "8000 0001"):
            self.assertIn(text, html)

    def test_a_signed_paper_seals_the_accounts_it_names(self):
        named, later = self.account(), self.account(account="later")
        later.active = False
        contract = self.finished()
        later.active = True
        paper = contract.document_ids.filtered("must_return")
        with self.assertRaisesRegex(UserError, "when that paper comes back"):
            named.document_id = paper
        paper.write({"returned_at": MONDAY, "returned_how": "scan"})
        self.assertEqual((named.document_id, later.document_id), (paper, self.env["gendan.document"]))
        for work in (lambda: named.write({"account": "other"}), lambda: named.write({"person": "Wang"}), named.unlink):
            with self.assertRaisesRegex(UserError, paper.name), self.env.cr.savepoint():
                work()
        named.write({"account": "maili-lin", "active": False, "note": "Left in March"})
        later.account = "later-2"
        later.unlink()

    def test_what_was_changed_after_the_paper_was_made_is_not_sealed_by_it(self):
        same, other = self.account(), self.account(account="before")
        contract = self.finished()
        other.person = "Wang"
        paper = contract.document_ids.filtered("must_return")
        paper.write({"returned_at": MONDAY, "returned_how": "scan"})
        self.assertEqual((same.document_id, other.document_id), (paper, self.env["gendan.document"]))
        # it was another paper
        same.active = False
        paper.write({"returned_at": False, "returned_how": False})
        self.assertFalse(same.document_id)

    def test_nothing_is_smuggled_in(self):
        paper = self.finished().document_ids[0]
        account = self.account(document_id=paper.id)
        self.assertFalse(account.document_id)
        self.customer.with_user(self.clerk).gendan_account_ids = [
            Command.create({"app": "qq", "account": "1", "person": "W", "document_id": paper.id})
        ]
        self.assertFalse(self.customer.gendan_account_ids.document_id)
