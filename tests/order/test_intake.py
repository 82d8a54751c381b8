"""How orders come in: channel, papers, and what was only said."""

import base64
from datetime import datetime

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import format_date

from ..common import MONDAY, GendanCase


class IntakeCase(GendanCase):
    """Papers of the customer's, filed by the clerk unless said otherwise."""

    @classmethod
    def make_file(cls, user=None, **values):
        """A fresh upload, as the browser sends it."""
        return (
            cls.env["ir.attachment"]
            .with_user(user or cls.clerk)
            .create({"name": "screen.png", "datas": base64.b64encode(b"picture"), **values})
        )

    @classmethod
    def file_paper(cls, order, user=None, files=None, **values):
        files = cls.make_file(user) if files is None else files
        return (
            cls.env["gendan.intake.paper"]
            .with_user(user or cls.clerk)
            .create({"order_id": order.id, "channel": "fax", "attachment_ids": [Command.set(files.ids)], **values})
        )

    def todos(self, order):
        """Open to-dos of an order: list of kinds."""
        return (
            self.env["gendan.todo"]
            .search([("res_model", "=", "sale.order"), ("res_id", "=", order.id), ("open", "=", True)])
            .mapped("kind")
        )


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestIntake(IntakeCase):
    def found(self):
        orders = self.env["sale.order"].with_user(self.clerk)
        return orders.search([("gendan_written_missing", "=", True)]).sudo()

    def test_a_day_that_is_over_is_said_while_it_is_typed(self):
        order = self.make_order(state="draft")
        order.gendan_requested_date = "2026-11-01"
        warning = order._onchange_gendan_requested_date()["warning"]
        self.assertIn(order.name, warning["message"])
        self.assertIn(format_date(self.env, "2026-11-01"), warning["message"])
        order.gendan_requested_date = "2026-11-30"
        self.assertIsNone(order._onchange_gendan_requested_date())

    # === by word of mouth ===

    def test_an_order_from_a_phone_call_is_red_until_a_paper_is_there(self):
        order = self.make_order(gendan_channel="phone", gendan_sent_by="Ms Lin").with_user(self.clerk)
        self.assertTrue(order.gendan_written_missing)
        self.assertEqual(order.gendan_written_state, "missing")
        self.assertIn(order.sudo(), self.found())
        self.assertEqual(self.todos(order), ["written_missing"])
        self.assertIn(order.name, order._gendan_review_written_missing()[order])
        self.file_paper(order)
        self.assertFalse(order.gendan_written_missing)
        self.assertEqual(order.gendan_written_state, "there")
        self.assertNotIn(order.sudo(), self.found())
        self.assertEqual(self.todos(order), [])
        self.assertFalse(order._gendan_review_written_missing())

    def test_the_to_do_is_due_the_next_working_day_and_the_clerk_s(self):
        # Saturday is a working day, Sunday is none
        with freeze_time("2026-11-07 02:00:00"):
            order = self.make_order(gendan_channel="visit")
            todo = self.env["gendan.todo"].search([("res_id", "=", order.id), ("kind", "=", "written_missing")])
            self.assertEqual(str(todo.due), "2026-11-09")
            self.assertEqual(todo.user_id, self.clerk)

    def test_orders_in_writing_are_never_red(self):
        for channel in ("chat", "email", "fax", "mail", "buyer_portal", "portal", "edi", "spreadsheet"):
            order = self.make_order(gendan_channel=channel)
            self.assertFalse(order.gendan_written_missing, channel)
            self.assertEqual(self.todos(order), [], channel)
            filed = channel in ("chat", "email", "fax", "mail")
            self.assertEqual(order.gendan_written_state, "proof" if filed else "there", channel)
        unknown = self.make_order()
        self.assertFalse(unknown.gendan_written_missing)
        self.assertFalse(unknown.gendan_written_state)

    def test_what_came_in_writing_says_which_proof_is_missing_until_it_is_filed(self):
        missing = [("gendan_proof_missing", "=", True)]
        for channel, proof in {"chat": "screenshot", "fax": "the fax", "email": "e-mail", "mail": "letter"}.items():
            order = self.make_order(gendan_channel=channel).with_user(self.clerk)
            with self.subTest(channel=channel):
                self.assertIn(proof, order.gendan_proof_text)
                self.assertIn(order, order.search(missing))
                self.assertIn(order.gendan_proof_text, order._gendan_review_proof_missing()[order])
                chat = {"channel": "chat", "chat_app": "wechat", "account": "maili-lin", "sent_by": "Lin"}
                paper = self.file_paper(order, **(chat if channel == "chat" else {"channel": channel}))
                self.assertFalse(order.gendan_proof_text)
                self.assertEqual(order.gendan_written_state, "there")
                self.assertNotIn(order, order.search(missing))
                self.assertFalse(order._gendan_review_proof_missing())
                none = self.env["ir.attachment"]
                self.file_paper(order, files=none, withdraws_id=paper.id, note="another order's")
                self.assertIn(order, order.search(missing))

    def test_a_proof_that_is_missing_holds_nobody_unless_a_supervisor_says_so(self):
        self.company.gendan_review = True
        points = self.env["gendan.review.point"].search([])
        point = points.filtered(lambda point: point.code == "proof_missing")
        (points - point).active = False
        order = self.make_order(gendan_channel="fax", gendan_order_kind="stock").with_user(self.clerk)
        problems = order._gendan_gate("confirm")[order]
        self.assertEqual([(problem.blocks, "the fax" in problem.sentence) for problem in problems], [(False, True)])
        point.severity = "block"
        with self.assertRaisesRegex(UserError, "the fax"):
            order.action_confirm()

    def test_our_contract_back_signed_confirms(self):
        order = self.make_order(gendan_channel="phone").with_user(self.clerk)
        paper = self.env["gendan.document"].with_user(self.clerk).create(
            {"kind": "contract", "order_id": order.id, "partner_id": self.customer.id, "must_return": True}
        )
        self.assertTrue(order.gendan_written_missing)
        paper.write({"returned_at": MONDAY, "returned_how": "fax"})
        self.assertFalse(order.gendan_written_missing)
        self.assertEqual(order.gendan_written_state, "there")
        self.assertNotIn(order.sudo(), self.found())
        self.assertEqual(self.todos(order), [])
        paper.write({"returned_at": False, "returned_how": False})
        self.assertTrue(order.gendan_written_missing, "noted on the wrong paper")
        self.assertEqual(self.todos(order), ["written_missing"])

    def test_a_drawing_is_no_confirmation(self):
        order = self.make_order(gendan_channel="phone")
        self.file_paper(order, is_confirmation=False)
        self.assertTrue(order.gendan_written_missing)
        self.assertIn(order, self.found())

    def test_a_withdrawn_paper_confirms_nothing_and_stays_to_be_read(self):
        order = self.make_order(gendan_channel="phone")
        paper = self.file_paper(order)
        with self.assertRaisesRegex(UserError, "say why"):
            self.file_paper(order, files=self.env["ir.attachment"], withdraws_id=paper.id)
        self.file_paper(order, files=self.env["ir.attachment"], withdraws_id=paper.id, note="another order's")
        self.assertTrue(paper.is_withdrawn)
        self.assertTrue(order.gendan_written_missing)
        self.assertIn(order, self.found())
        self.assertEqual(self.todos(order), ["written_missing"])
        self.assertTrue(paper.attachment_ids.exists())

    def test_the_customer_s_signature_on_the_portal_confirms(self):
        order = self.make_order(gendan_channel="phone")
        order.with_user(self.portal_user).sudo().write({"signed_by": "Lin", "signed_on": datetime.now()})
        self.assertFalse(order.gendan_written_missing)
        self.assertNotIn(order, self.found())
        self.assertEqual(self.todos(order), [])
        self.assertEqual(order.gendan_channel, "phone", "how it came in stays as the clerk noted it")

    def test_a_cancelled_order_needs_no_confirmation(self):
        order = self.make_order(gendan_channel="phone")
        order._action_cancel()
        self.assertFalse(order.gendan_written_missing)
        self.assertNotIn(order, self.found())
        self.assertEqual(self.todos(order), [])

    def test_it_stays_red_after_it_was_confirmed_without(self):
        order = self.confirm_order(gendan_channel="phone")
        self.assertTrue(order.gendan_written_missing)
        self.assertIn("written_missing", self.todos(order))

    def test_another_channel_takes_the_to_do_away(self):
        order = self.make_order(gendan_channel="phone")
        order.with_user(self.clerk).gendan_channel = "email"
        self.assertEqual(self.todos(order), [])
        order.with_user(self.clerk).gendan_channel = "visit"
        self.assertEqual(self.todos(order), ["written_missing"])

    def test_where_orders_are_reviewed_it_is_not_confirmed_before(self):
        self.company.gendan_review = True
        points = self.env["gendan.review.point"].search([("code", "not in", ("written_missing", "rush_not_allowed"))])
        points.active = False
        order = self.make_order(gendan_channel="phone", gendan_order_kind="stock").with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "word of mouth"):
            order.action_confirm()
        self.file_paper(order)
        order.gendan_is_rush = True
        with self.assertRaisesRegex(UserError, "who allowed"):
            order.action_confirm()
        order.gendan_rush_by_id = self.supervisor
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    # === channel ===

    def test_what_the_customer_signs_without_more_came_by_the_portal(self):
        order = self.make_order()
        moment = datetime(2026, 11, 2, 0, 30)
        order.write({"signed_by": "Lin", "signed_on": moment})
        self.assertEqual((order.gendan_channel, order.gendan_received_at), ("portal", moment))

    def test_what_the_customer_orders_herself_came_by_the_portal(self):
        order = self.env["sale.order"].with_user(self.portal_user).sudo().create({"partner_id": self.customer.id})
        self.assertEqual(order.gendan_channel, "portal")
        self.assertFalse(self.make_order().gendan_channel)

    def test_received_is_now_when_the_channel_is_noted(self):
        order = self.make_order(gendan_channel="email")
        self.assertEqual(order.gendan_received_at, MONDAY)
        earlier = datetime(2026, 11, 1, 3, 0)
        self.assertEqual(
            self.make_order(gendan_channel="email", gendan_received_at=earlier).gendan_received_at, earlier
        )
        self.assertFalse(self.make_order().gendan_received_at)

    def test_the_account_the_customer_wrote_from_last_time_is_proposed(self):
        self.make_order(
            gendan_channel="chat", gendan_chat_app="wechat", gendan_account="maili-lin", gendan_sent_by="Lin Xiaotong"
        )
        form = Form(self.env["sale.order"].with_user(self.clerk))
        form.partner_id = self.customer
        form.gendan_channel = "chat"
        self.assertEqual(form.gendan_chat_app, "wechat")
        self.assertEqual(form.gendan_account, "maili-lin")
        self.assertEqual(form.gendan_sent_by, "Lin Xiaotong")

    # === papers ===

    def test_papers_are_sealed(self):
        order = self.make_order()
        own = self.make_file()
        paper = self.file_paper(order, files=own)
        self.assertEqual((own.res_model, own.res_id), ("gendan.intake.paper", paper.id))
        for change in (
            lambda: paper.sudo().write({"note": "other"}),
            lambda: paper.sudo().unlink(),
            lambda: paper.copy(),
            lambda: own.sudo().write({"datas": base64.b64encode(b"other")}),
            lambda: own.sudo().unlink(),
            lambda: order.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        self.assertEqual(paper.user_id, self.clerk)

    def test_a_paper_says_enough_to_be_one(self):
        order = self.make_order()
        nothing = self.env["ir.attachment"]
        for sentence, values in {
            "no paper": {"channel": "phone"},
            "name behind it": {"channel": "chat", "chat_app": "line", "account": "lin"},
            "attach the paper": {"files": nothing},
            "later than now": {"received_at": datetime(2026, 11, 3)},
        }.items():
            with self.assertRaisesRegex(UserError, sentence):
                self.file_paper(order, **values)
        # what stands on the buyer's own portal can be read there again
        self.assertTrue(self.file_paper(order, files=nothing, channel="buyer_portal", note="PO 4500071 on the portal"))

    def test_papers_come_with_the_order_in_one_go(self):
        order = self.make_order(
            gendan_channel="phone",
            gendan_paper_ids=[
                Command.create({"channel": "email", "attachment_ids": [Command.set(self.make_file().ids)]})
            ],
        )
        self.assertFalse(order.gendan_written_missing)
        self.assertEqual(self.todos(order), [])

    # === who ===

    def test_the_sales_rep_files_papers_of_own_orders_only(self):
        order = self.make_order(gendan_channel="phone")
        self.file_paper(order, self.rep)
        self.assertFalse(order.gendan_written_missing)
        other = self.make_order(partner_id=self.foreign_customer.id, user_id=self.other_rep.id)
        with self.assertRaises(AccessError):
            self.file_paper(other, self.rep)
        with self.assertRaises(AccessError):
            self.file_paper(other, self.clerk)
        paper = self.file_paper(other, self.supervisor)
        with self.assertRaises(AccessError):
            paper.with_user(self.rep).read(["note"])

    def test_a_file_the_clerk_may_not_read_cannot_be_filed(self):
        # a fresh upload is its owner's
        secret = self.make_file(self.supervisor)
        with self.assertRaises(AccessError):
            self.file_paper(self.make_order(), files=secret)

    def test_customers_never_see_how_their_order_came_in(self):
        order = self.make_order(gendan_channel="chat", gendan_account="lin", gendan_is_rush=True)
        order.message_subscribe(self.portal_user.partner_id.ids)
        order.order_line.gendan_repeat_of_id = self.confirm_order().order_line
        for record in (order, order.order_line):
            own = [name for name in record._fields if name.startswith("gendan_")]
            seen = record.with_user(self.portal_user).fields_get(own)
            ours = {
                name
                for name in seen
                if name.startswith(
                    (
                        "gendan_channel", "gendan_received", "gendan_chat", "gendan_account", "gendan_sent",
                        "gendan_confirmed_there", "gendan_paper", "gendan_written", "gendan_rush", "gendan_is_rush",
                        "gendan_displaced", "gendan_repeat", "gendan_change", "gendan_diff", "gendan_ordered",
                    )
                )
            }
            self.assertEqual(ours, set())
        with self.assertRaises(AccessError):
            order.with_user(self.portal_user).read(["gendan_account"])

    # === cost ===

    def test_a_list_of_quotations_costs_the_same_however_long(self):
        orders = self.env["sale.order"].union(*(self.make_order(gendan_channel="phone") for _number in range(2)))
        more = self.env["sale.order"].union(*(self.make_order(gendan_channel="phone") for _number in range(6)))
        counts = []
        # the first one fills the caches of rules and groups
        for group in (orders, orders, more):
            counts.append(self.queries(group.with_user(self.clerk).mapped, "gendan_written_missing"))
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRush(IntakeCase):
    def test_the_fee_is_a_line_of_its_own(self):
        fee = self.env["product.product"].create(
            {"name": "Rush fee", "type": "service", "list_price": 300, "taxes_id": [Command.clear()]}
        )
        order = self.make_order([(self.carton, 1000, {"price_unit": 4.8})], gendan_is_rush=True).with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "settings"):
            order.action_gendan_rush_fee()
        self.company.gendan_rush_product_id = fee
        order.action_gendan_rush_fee()
        line = order.gendan_rush_line_id
        self.assertEqual((line.order_id, line.product_id, line.price_unit), (order, fee, 300))
        with self.assertRaisesRegex(UserError, "already"):
            order.action_gendan_rush_fee()
        line.unlink()
        self.company.gendan_rush_percent = 10
        order.action_gendan_rush_fee()
        self.assertEqual(order.gendan_rush_line_id.price_unit, 480)

    def test_the_fee_is_a_line_of_this_order(self):
        other = self.make_order()
        with self.assertRaisesRegex(UserError, "line of this order"):
            self.make_order(gendan_is_rush=True).gendan_rush_line_id = other.order_line

    def test_somebody_must_have_allowed_it(self):
        order = self.make_order(gendan_is_rush=True).with_user(self.clerk)
        self.assertIn("who allowed", order._gendan_review_rush_not_allowed()[order])
        order.gendan_rush_by_id = self.supervisor
        self.assertFalse(order._gendan_review_rush_not_allowed())
        self.assertFalse(self.make_order()._gendan_review_rush_not_allowed())

    def test_the_displaced_orders_are_told(self):
        waiting = self.confirm_order()
        rush = self.make_order(gendan_is_rush=True, gendan_displaced_ids=[Command.set(waiting.ids)])
        self.assertFalse(waiting.gendan_displaced_by_ids.filtered(lambda order: order.state == "sale"))
        rush.with_user(self.clerk).action_confirm()
        self.assertEqual(waiting.gendan_displaced_by_ids, rush)
        self.assertIn(rush.name, waiting.message_ids[0].body)
