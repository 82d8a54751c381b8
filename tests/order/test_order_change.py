"""Change requests: typed, proposed, applied or refused; what they touch; what Odoo does and what people do."""

import re
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MONDAY
from .test_order_version import LockedCase


class ChangeCase(LockedCase):
    """A confirmed order of bags, and requests of the clerk's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Department = cls.env["gendan.department"]
        for code in ("PMC", "PUR", "WH", "ACC"):
            Department.create(
                {"name": f"{code} (test)", "code": code, "head_id": cls.quality_user.id, "company_id": cls.company.id}
            )
        cls.order = cls.confirm_order(promised=date(2026, 11, 20))
        cls.line = cls.order.order_line

    def paper(self, kind="process_card", to="Printing", **values):
        """A copy of the order's, given out to somebody on the floor, or to nobody yet."""
        return (
            self.env["gendan.document"]
            .with_user(self.clerk)
            .create(
                {
                    "kind": kind,
                    "order_id": self.order.id,
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "issue_ids": [Command.create({"how": "hand", "to": to})] if to else [],
                    **values,
                }
            )
        )

    def request(self, order=None, lines=None, added=(), **values):
        """A draft request.

        :param lines: {order line: new values}
        :param added: values of new lines
        """
        order = order or self.order
        commands = [
            Command.create({"line_id": line.id, **(lines or {}).get(line, {})})
            for line in order._gendan_changeable_lines()
        ]
        return (
            self.env["gendan.order.change"]
            .with_user(self.clerk)
            .create(
                {
                    "order_id": order.id,
                    "asked_person": "Ms Lin",
                    "channel": "chat",
                    "evidence": "WeChat Lin, 2 Nov 08:40",
                    "line_ids": [*commands, *(Command.create(vals) for vals in added)],
                    **values,
                }
            )
        )

    def applied(self, *args, **kwargs):
        change = self.request(*args, **kwargs)
        change.action_propose()
        change.action_apply()
        return change

    def todos(self, records, *kinds):
        return self.env["gendan.todo"].search(records._gendan_todo_domain(kinds or None))


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOrderChange(ChangeCase):
    # === typing ===

    def test_the_form_opens_with_the_order_as_it_is(self):
        action = self.order.with_user(self.clerk).action_gendan_change()
        with Form(self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"])) as form:
            self.assertEqual(form.new_client_order_ref, "PO-778")
            form.asked_person = "Ms Lin"
            with form.line_ids.edit(0) as line:
                self.assertEqual(line.quantity, 50000)
                line.quantity = 60000
        change = form.record
        self.assertEqual(change.line_ids.line_id, self.line)
        self.assertEqual((change.line_ids.old_quantity, change.line_ids.quantity), (50000, 60000))
        self.assertIn("50,000", change.difference_html)
        again = self.order.with_user(self.clerk).action_gendan_change()
        self.assertEqual(again["res_id"], change.id, "one that is not decided is opened, not a second one made")

    def test_what_was_is_the_orders_word(self):
        change = self.request(lines={self.line: {"quantity": 60000, "old_quantity": 7, "old_price": 9}})
        self.assertEqual((change.line_ids.old_quantity, change.line_ids.old_price), (50000, 0.165))
        change.line_ids.write({"old_quantity": 3})
        self.assertEqual(change.line_ids.old_quantity, 50000)

    def test_what_cannot_be_proposed_is_said(self):
        other = self.confirm_order()
        for sentence, values in (
            ("changes nothing", {}),
            ("who asked", {"asked_person": False, "lines": {self.line: {"quantity": 1}}}),
            ("which is past", {"lines": {self.line: {"date": "2026-10-30"}}}),
            ("cannot be negative", {"lines": {self.line: {"quantity": -1}}}),
        ):
            with self.subTest(sentence=sentence), self.assertRaisesRegex(UserError, sentence):
                self.request(**values).action_propose()
        with self.assertRaisesRegex(UserError, "is not a line of order"):
            self.request().line_ids = [Command.create({"line_id": other.order_line.id})]
        with self.assertRaisesRegex(UserError, "change it directly"):
            self.request(self.make_order())

    def test_what_the_customer_wrote_can_be_read_again(self):
        wanted = {self.line: {"quantity": 60000}}
        for sentence, values in (
            ("how the customer asked", {"channel": False}),
            ("where it can be read again", {"evidence": False}),
            ("where it can be read again", {"evidence": " ", "channel": "mail"}),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, sentence):
                self.request(lines=wanted, **values).action_propose()
        self.request(lines=wanted, asked_side="house", channel=False, evidence=False).action_propose()
        paper = self.env["ir.attachment"].with_user(self.clerk).create({"name": "chat.png", "raw": b"png"})
        shown = self.request(lines=wanted, evidence=False, attachment_ids=[Command.link(paper.id)])
        shown.action_propose()
        self.assertFalse(shown.is_unwritten)

    def test_what_was_said_is_confirmed_in_writing_later(self):
        change = self.request(lines={self.line: {"quantity": 60000}}, channel="phone", evidence=False)
        change.action_propose()
        change.action_apply()
        self.assertTrue(change.is_unwritten)
        with self.assertRaises(UserError):
            change.write({"evidence": "Mail of 3 Nov", "reason": "other"})
        paper = self.env["ir.attachment"].with_user(self.clerk).create({"name": "mail.pdf", "raw": b"pdf"})
        change.write({"evidence": "Mail of 3 Nov", "attachment_ids": [Command.link(paper.id)]})
        self.assertFalse(change.is_unwritten)
        with self.assertRaisesRegex(UserError, "no draft any more"):
            change.evidence = "Another mail"
        with self.assertRaisesRegex(UserError, "proves that"):
            change.attachment_ids.with_user(self.clerk).write({"raw": b"other"})

    def test_a_request_moves_by_its_buttons_only(self):
        change = self.request(lines={self.line: {"quantity": 60000}})
        for values in ({"state": "applied"}, {"cost_state": "settled"}, {"base_version": 9}):
            with self.assertRaises(UserError):
                change.write(values)
            with self.assertRaises(UserError):
                change.with_context(gendan_change_is_moved=True).write(values)
        change.action_propose()
        for work in (
            lambda: change.write({"reason": "other"}),
            lambda: change.line_ids.write({"quantity": 1}),
            lambda: change.write({"line_ids": [Command.clear()]}),
            lambda: change.unlink(),
            lambda: change.copy(),
            lambda: change.action_propose(),
        ):
            with self.assertRaises(UserError):
                work()
        change.action_draft()
        change.line_ids.quantity = 70000
        change.unlink()

    def test_who_may_ask_for_a_change(self):
        self.assertTrue(self.order.with_user(self.clerk).gendan_can_request_change)
        self.assertFalse(self.order.with_user(self.rep).gendan_can_request_change)
        with self.assertRaises(UserError):
            self.order.with_user(self.rep).action_gendan_change()
        change = self.request(lines={self.line: {"quantity": 60000}})
        with self.assertRaises(AccessError):
            change.with_user(self.rep).action_propose()
        with self.assertRaises(AccessError):
            change.with_user(self.other_clerk).read(["name"])
        self.assertEqual(change.with_user(self.rep).name, change.name)

    def test_screenshots_are_sealed_when_it_is_proposed(self):
        paper = self.env["ir.attachment"].with_user(self.clerk).create({"name": "chat.png", "raw": b"said"})
        change = self.request(lines={self.line: {"quantity": 60000}}, attachment_ids=[Command.set(paper.ids)])
        change.action_propose()
        with self.assertRaisesRegex(UserError, "was asked for"):
            change.attachment_ids.sudo().write({"raw": b"never said"})

    # === applying ===

    def test_more_is_wanted(self):
        change = self.applied(lines={self.line: {"quantity": 60000, "price": 0.1625}}, reason="Fair in December")
        self.assertEqual(change.state, "applied")
        self.assertEqual((self.line.product_uom_qty, self.line.price_unit), (60000, 0.1625))
        self.assertEqual(sum(self.order.picking_ids.move_ids.mapped("product_uom_qty")), 60000)
        self.assertEqual(sum(self.line._gendan_productions()[self.line].mapped("product_qty")), 60000)
        self.assertTrue(self.order.locked)
        self.assertEqual(self.order.gendan_version, 2)
        self.assertEqual(change.version_id, self.order.gendan_version_ids[0])
        self.assertIn(change.name, change.version_id.reason)
        note = self.order.message_ids.filtered(lambda message: change.name in (message.body or ""))
        self.assertIn("60,000", note[:1].body)
        self.assertEqual(note[:1].author_id, self.clerk.partner_id)

    def test_less_is_wanted(self):
        change = self.request(lines={self.line: {"quantity": 30000}})
        change.action_propose()
        self.assertEqual(change.touch_ids.filtered("is_needed").mapped("kind"), ["production", "purchase"])
        self.assertEqual(set(change.touch_ids.mapped("state")), {"ahead", "known"})
        self.assertFalse(self.todos(change.touch_ids))
        change.action_apply()
        delivered = sum(self.order.picking_ids.move_ids.mapped("product_uom_qty"))
        self.assertEqual(delivered, 30000, "Odoo lowers the delivery")
        production = self.line._gendan_productions()[self.line]
        self.assertEqual(production.product_qty, 50000, "and leaves the production as it is")
        touch = change.touch_ids.filtered(lambda touch: touch.kind == "production")
        self.assertEqual((touch.res_id, touch.state, touch.department_id.code), (production.id, "open", "PMC"))
        todo = self.todos(touch)
        self.assertEqual((todo.user_id, todo.role), (self.quality_user, "department"))
        self.assertIn(production.name, todo.name)

    def test_the_department_answers(self):
        change = self.applied(lines={self.line: {"quantity": 30000}})
        touch = change.touch_ids.filtered(lambda touch: touch.kind == "production")
        mine = touch.with_user(self.quality_user)
        self.assertIn("Less is wanted", mine.advice)
        for name, column in mine.read()[0].items():
            self.assertNotIn("0.165", str(column), f"{name} tells a price")
        with self.assertRaises(AccessError):
            touch.with_user(self.warehouse_user).action_done()
        self.assertEqual(mine._gendan_todo_actions()[mine][0]["code"], "touch_done")
        mine._gendan_todo_do("touch_done", remark="Lowered to 30,000")
        self.assertEqual((touch.state, touch.answer), ("done", "Lowered to 30,000"))
        self.assertEqual(touch.done_by_id, self.quality_user)
        self.assertFalse(self.todos(touch))
        with self.assertRaises(UserError):
            mine.action_done()
        mine.action_reopen()
        self.assertTrue(self.todos(touch))

    def test_another_day_is_a_promise_with_its_reason(self):
        self.applied(lines={self.line: {"date": "2026-11-27"}}, date_reason="customer_wish")
        promise = self.order.gendan_promise_ids.sorted("version")[-1]
        self.assertEqual((promise.date, promise.reason), (date(2026, 11, 27), "customer_wish"))
        self.assertEqual((promise.agreed_by, promise.agreed_how), ("Ms Lin", "chat"))
        self.assertEqual(self.company._gendan_to_day(self.order.commitment_date), date(2026, 11, 27))
        self.assertEqual(self.order.gendan_version, 2)

    def test_a_line_is_added_and_one_is_cancelled(self):
        order = self.confirm_order([(self.bag, 50000), (self.carton, 10)], promised=date(2026, 11, 20))
        bag, carton = order.order_line
        change = self.applied(
            order,
            lines={carton: {"is_cancelled": True}},
            added=[
                {"product_id": self.film.id, "quantity": 8, "price": 12.5, "text": "Film, 8 kg", "date": "2026-12-01"}
            ],
        )
        self.assertEqual((bag.product_uom_qty, carton.product_uom_qty), (50000, 0))
        film = order.order_line - bag - carton
        self.assertEqual((film.product_uom_qty, film.price_unit, film.name), (8, 12.5, "Film, 8 kg"))
        self.assertEqual(film.gendan_part_ids.promised_date, date(2026, 12, 1))
        self.assertTrue(film.move_ids, "Odoo procures it")
        self.assertEqual(change.line_ids.filtered("is_added").line_id, film)
        self.assertIn("cancelled", change.difference_html)

    def test_number_address_and_terms(self):
        address = self.env["res.partner"].create(
            {"name": "Store 2", "type": "delivery", "parent_id": self.customer.id, "street": "Road 9"}
        )
        term = self.env["account.payment.term"].create({"name": "Test 45 days"})
        change = self.applied(
            new_client_order_ref="PO-778-B", new_partner_shipping_id=address.id, new_payment_term_id=term.id
        )
        order = self.order
        self.assertEqual(
            (order.client_order_ref, order.partner_shipping_id, order.payment_term_id), ("PO-778-B", address, term)
        )
        self.assertEqual(order.picking_ids.partner_id, address, "the open transfer goes there, too")
        transfer = change.touch_ids.filtered(lambda touch: touch.kind == "transfer")
        self.assertEqual((transfer.department_id.code, transfer.state), ("WH", "open"))
        header = change.version_id.content["header"]
        self.assertIn("Road 9", header["partner_shipping_id"]["text"])
        self.assertEqual(change.old_client_order_ref, "PO-778")

    def test_invoiced_goods_are_put_to_accounting(self):
        order = self.confirm_order([(self.carton, 10)])
        self.put_in_stock(self.carton, 10)
        self.ship(order)
        order._create_invoices()
        change = self.request(order, lines={order.order_line: {"price": 4.5}})
        change.action_propose()
        invoice = change.touch_ids.filtered(lambda touch: touch.kind == "invoice")
        self.assertEqual((invoice.res_id, invoice.department_id.code), (order.invoice_ids.id, "ACC"))
        with self.assertRaisesRegex(UserError, "delivered already"):
            self.request(order, lines={order.order_line: {"quantity": 5}}).action_propose()

    def test_a_price_stays_when_the_quantity_changes(self):
        self.bag.list_price = 0.9
        self.applied(lines={self.line: {"quantity": 60000}})
        self.assertEqual(self.line.price_unit, 0.165)

    def test_two_requests_do_not_undo_each_other(self):
        first = self.request(lines={self.line: {"quantity": 60000}})
        second = self.request(lines={self.line: {"price": 0.17}})
        first.action_propose()
        second.action_propose()
        first.action_apply()
        with self.assertRaisesRegex(UserError, "by now"):
            second.action_apply()
        second.action_draft()
        self.assertEqual((second.line_ids.old_quantity, second.line_ids.quantity), (60000, 60000))
        second.action_propose()
        second.action_apply()
        self.assertEqual((self.line.product_uom_qty, self.line.price_unit), (60000, 0.17))
        self.assertEqual(self.order.gendan_version, 3)

    def test_refused_is_told_and_leaves_nothing(self):
        change = self.request(lines={self.line: {"quantity": 30000}})
        change.action_propose()
        self.assertTrue(self.todos(change, "order_change"))
        change.action_refuse("Printed already")
        self.assertEqual((change.state, change.refusal), ("refused", "Printed already"))
        self.assertFalse(change.touch_ids)
        self.assertFalse(self.todos(change))
        self.assertEqual(self.line.product_uom_qty, 50000)

    def test_an_order_confirmed_before_the_setting(self):
        self.company.gendan_lock_orders = False
        order = self.confirm_order()
        self.company.gendan_lock_orders = True
        self.applied(order, lines={order.order_line: {"quantity": 60000}})
        self.assertEqual(order.gendan_version_ids.mapped("number"), [2, 1])
        self.assertEqual(order.gendan_version_ids[1].content["lines"][0]["quantity"], 50000)
        self.assertTrue(order.locked)

    def test_the_customer_is_told_in_her_language_when_the_clerk_says_so(self):
        change = self.request(lines={self.line: {"quantity": 60000}})
        with self.assertRaises(UserError):
            change.action_copy_text()
        change.action_propose()
        before = self.order.message_ids
        change.action_apply()
        self.assertFalse((self.order.message_ids - before).notified_partner_ids)
        action = change.action_copy_text()
        self.assertIn("PO-778", action["params"]["text"])
        self.assertIn("50,000", action["params"]["text"])
        context = change.action_tell_by_mail()["context"]
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.clerk)
            .with_context(**context)
            .create({"model": "sale.order", "res_ids": repr(self.order.ids)})
        )
        self.assertIn("60,000", composer.body)

    def test_what_other_rooms_add(self):
        seen = []
        self.patch(
            self.env.registry["sale.order"], "_gendan_changed", lambda order, change: seen.append((order, change))
        )
        change = self.applied(lines={self.line: {"quantity": 60000}})
        self.assertEqual(seen, [(self.order, change)])


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOrderRecall(ChangeCase):
    def test_papers_of_the_old_version_are_void_and_the_floors_come_back(self):
        cards = self.paper(to="Printing") | self.paper(to="Slitting") | self.paper("production_order", to="Workshop")
        contract = self.paper("contract", to="Ms Lin", must_return=True)
        drawer = self.paper(to=None)
        note = self.paper("delivery_note", to="Driver")
        self.assertEqual(set((cards | contract).mapped("version")), {1})
        change = self.applied(lines={self.line: {"text": "BG-1402, new bar code"}})
        self.assertEqual(set((cards | contract | drawer).mapped("state")), {"void"})
        self.assertEqual(note.state, "issued")
        self.assertEqual(change.recall_ids.document_id, cards)
        self.assertEqual(change.recall_ids.mapped("holder"), ["Printing", "Slitting", "Workshop"])
        self.assertIn("3", self.todos(change, "recall").name)

    def test_all_back_with_exceptions(self):
        self.paper(to="Printing"), self.paper(to="Slitting"), self.paper(to="Bag making")
        change = self.applied(lines={self.line: {"text": "BG-1402, new bar code"}})
        action = change.with_user(self.clerk)._gendan_todo_do("papers_back")
        wizard = self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"]).create({})
        self.assertEqual(set(wizard.line_ids.mapped("outcome")), {"back"})
        with self.assertRaisesRegex(UserError, rf"who gave back {re.escape(change.recall_ids[0].name)}, "):
            wizard.action_back()
        wizard.given_by = "Foreman Luo"
        wizard.line_ids[1].outcome = "out"
        wizard.line_ids[2].outcome = "lost"
        with self.assertRaisesRegex(UserError, "what became of"):
            wizard.action_back()
        wizard.line_ids[2].note = "Soaked in solvent, torn up"
        wizard.action_back()
        first, second, third = change.recall_ids
        self.assertEqual((first.state, first.given_by, first.taken_by_id), ("back", "Foreman Luo", self.clerk))
        self.assertTrue(first.document_id.returned_at)
        self.assertEqual((second.state, third.state, third.note), ("open", "lost", "Soaked in solvent, torn up"))
        self.assertTrue(self.todos(change, "recall"))
        second.with_user(self.quality_user).action_note_back("Luo")
        self.assertFalse(self.todos(change, "recall"))
        with self.assertRaises(UserError):
            second.action_note_back("Luo")
        with self.assertRaises(UserError):
            second.sudo().unlink()

    def test_the_floor_gets_no_new_papers_before_the_old_ones_are_back(self):
        self.paper(to="Printing")
        change = self.applied(lines={self.line: {"text": "BG-1402, new bar code"}})
        new = self.paper(to=None)
        self.assertEqual(new.version, 2)
        with self.assertRaisesRegex(UserError, "before the old papers"):
            new._gendan_issue("hand", to="Printing")
        with self.assertRaisesRegex(UserError, "is void"):
            change.recall_ids.document_id._gendan_issue("hand", to="Slitting")
        self.paper("contract", to="Ms Lin")
        change.recall_ids.action_note_back("Luo")
        new._gendan_issue("hand", to="Printing")

    def hand_out(self, record, user, copies=None):
        """The dialog opened on a record: copies handed out as it proposes them, or as given."""
        wizard = (
            self.env["gendan.floor.paper.wizard"]
            .with_user(user)
            .with_context(active_model=record._name, active_id=record.id)
            .create({})
        )
        if copies:
            wizard.line_ids = [Command.clear(), *(Command.create(vals) for vals in copies)]
        return wizard, wizard.action_hand_out()

    def test_papers_handed_out_are_known_when_the_order_changes(self):
        copies = [
            {"kind": "production_order", "copy_name": "Workshop", "to": "Foreman Luo"},
            {"kind": "process_card", "copy_name": "1/2", "to": "Printing 3"},
        ]
        with self.assertRaisesRegex(UserError, "and to whom"):
            self.hand_out(self.order, self.clerk)
        self.hand_out(self.order, self.clerk, copies)
        papers = self.env["gendan.document"].search([("order_id", "=", self.order.id)], order="id")
        self.assertEqual(papers.mapped("version"), [1, 1])
        self.assertEqual(papers.mapped("state"), ["issued", "issued"])
        self.assertEqual(papers.issue_ids.user_id, self.clerk)
        change = self.applied(lines={self.line: {"text": "BG-1402, new bar code"}})
        self.assertEqual(change.recall_ids.mapped("holder"), ["Foreman Luo", "Printing 3"])
        with self.assertRaisesRegex(UserError, "before the old papers"), self.env.cr.savepoint():
            self.hand_out(self.order, self.clerk)
        change.recall_ids.action_note_back("Luo")
        wizard, _action = self.hand_out(self.order, self.clerk)
        self.assertEqual(wizard.line_ids.mapped("to"), ["Foreman Luo", "Printing 3"], "the same again")
        again = self.env["gendan.document"].search([("order_id", "=", self.order.id)], order="id") - papers
        self.assertEqual(again.mapped("version"), [2, 2])

    def test_the_floor_hands_out_the_papers_of_its_production(self):
        production = self.env["mrp.production"].create({"product_id": self.bag.id, "product_qty": 50000})
        copies = [{"kind": "process_card", "to": "Slitting"}]
        planner = self.quality_user
        planner.group_ids = [Command.link(self.env.ref("mrp.group_mrp_user").id)]
        with self.assertRaisesRegex(UserError, "belongs to no running order"):
            self.hand_out(production, planner, copies)
        production.sale_line_id = self.line
        wizard, action = self.hand_out(production, planner, copies)
        self.assertIn(f"{self.order.name}, version 1", wizard.source)
        self.assertEqual(action["report_name"], "gendan_followup.report_floor_cards")
        paper = self.env["gendan.document"].search([("order_id", "=", self.order.id)])
        self.assertEqual((paper.res_model, paper.res_id), ("mrp.production", production.id))
        self.assertEqual(paper.issue_ids.user_id, planner)
        with self.assertRaises(AccessError):
            self.hand_out(self.order, self.rep, copies)

    def test_cancelling_goes_through_and_leaves_its_to_dos(self):
        self.paper(to="Printing")
        production = self.line._gendan_productions()[self.line]
        self.order.with_user(self.clerk).action_cancel()
        self.assertEqual(self.order.state, "cancel")
        change = self.order.gendan_order_change_ids
        self.assertEqual((change.kind, change.state, change.decided_by_id), ("cancellation", "applied", self.clerk))
        touch = change.touch_ids.filtered(lambda touch: touch.kind == "production")
        self.assertEqual(touch.res_id, production.id)
        self.assertEqual(touch.state, "known" if production.state == "cancel" else "open")
        self.assertEqual(len(change.recall_ids), 1)
        self.assertTrue(self.todos(change, "recall"))
        self.assertTrue(self.todos(change, "change_cost"))
        mine = change.with_user(self.clerk)
        mine.write({"asked_person": "Ms Lin", "evidence": "Mail of 2 Nov", "reason": "The fair is called off"})
        with self.assertRaisesRegex(UserError, "how it was settled"):
            mine.action_settle_cost()
        mine.write({"cost_amount": 900, "cost_charged": 600, "cost_note": "Film printed, 600 by debit note"})
        mine.action_settle_cost()
        self.assertFalse(self.todos(change, "change_cost"))

    def test_nothing_holds_the_cancelling(self):
        def broken(_order, _change):
            raise ValueError("broken")

        self.patch(self.env.registry["sale.order"], "_gendan_change_touches", broken)
        with self.assertLogs("odoo.addons.gendan_followup.models.plan.sale_order_settle", "ERROR"):
            self.order.action_cancel()
        self.assertEqual(self.order.state, "cancel")

    def test_a_quotation_is_cancelled_as_ever(self):
        order = self.make_order()
        order.action_cancel()
        self.assertFalse(order.gendan_order_change_ids)
