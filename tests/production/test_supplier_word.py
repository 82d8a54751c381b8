"""Asking suppliers, and what they answer."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from tests.common import MONDAY

from .material_common import MaterialCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSupplierWord(MaterialCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.purchase = cls.order_with_purchase()
        cls.line = cls.purchase.order_line
        cls.row = cls.rows(cls.order)

    def send(self, action, user):
        """Press Send in the composer."""
        with Form.from_action(self.env["mail.compose.message"].with_user(user).env, action) as form:
            composer = form.save()
        composer.action_send_mail()
        return self.env["gendan.supplier.ask"].browse(action["context"]["default_res_ids"])

    def ask(self, user=None):
        user = user or self.clerk
        return self.send(self.row.with_user(user).action_chase(), user)

    def answer(self, source, day=None, user=None, **values):
        """Fill in the dialog."""
        user = user or self.clerk
        action = source.with_user(user).action_answer()
        wizard = self.env["gendan.supplier.answer"].with_user(user).with_context(**action["context"]).create(values)
        wizard.line_ids.confirmed_day = day
        wizard.action_take()
        return wizard

    # === asking ===

    def test_the_mail_has_the_open_lines_and_notes_that_he_was_asked(self):
        action = self.row.with_user(self.clerk).action_chase()
        self.assertFalse(self.line.gendan_asked_count)
        ask = self.env["gendan.supplier.ask"].browse(action["context"]["default_res_ids"])
        # put aside and taken up again
        self.assertEqual(
            self.row.with_user(self.clerk).action_chase()["context"]["default_res_ids"], ask.ids
        )
        self.send(action, self.clerk)
        mail = ask.message_ids.filtered(lambda message: message.message_type == "comment")
        self.assertEqual(mail.partner_ids, self.supplier)
        for text in (self.purchase.name, "BOPP film", "15 Units", "11/04/2026", "not confirmed"):
            self.assertIn(text, mail.body)
        self.assertNoFigure("135", mail.body, "no prices")
        self.assertEqual((self.line.gendan_word_state, self.line.gendan_asked_count), ("asked", 1))
        self.assertEqual((ask.state, ask.word_ids.purchase_line_id), ("sent", self.line))
        self.assertEqual(ask.word_ids.user_id, self.clerk)
        # again: it says so
        second = self.ask()
        self.assertIn("asked for some of it before", second.message_ids.filtered("partner_ids").body)
        self.assertEqual(self.line.gendan_asked_count, 2)

    def test_in_the_suppliers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.supplier.lang = "zh_CN"
        template = self.env.ref("gendan_followup.mail_template_supplier_ask")
        template.with_context(lang="zh_CN").subject = "请回复交期"
        ask = self.ask()
        self.assertIn("请回复交期", ask.message_ids.filtered("partner_ids").subject)

    def test_bundled_by_supplier(self):
        other = self.env["res.partner"].create({"name": "Zip Works", "email": "zip@example.com"})
        zip_, ribbon, cord = (self.make_part(name) for name in ("Zip", "Ribbon", "Cord"))
        thing = self.make_part("Pouch", [(zip_, 1), (ribbon, 1), (cord, 1)], is_made=True)
        self.buy(zip_, 10, date(2026, 11, 5), other)
        self.buy(ribbon, 10, date(2026, 11, 6), other)
        self.buy(cord, 10, date(2026, 11, 6))
        rows = self.rows(self.order_of(thing, 10)) | self.row
        action = rows.with_user(self.clerk).action_chase()
        asks = self.env["gendan.supplier.ask"].with_user(self.clerk).search(action["domain"])
        self.assertEqual(asks.partner_id, self.supplier | other)
        self.assertEqual(sorted(len(ask.sudo().purchase_line_ids) for ask in asks), [2, 2])
        asks.action_send()
        self.assertEqual(set(rows.mapped("word_state")), {"asked"})
        self.assertEqual(set(asks.mapped("state")), {"sent"})

    def test_nothing_to_ask_says_so(self):
        part = self.make_part("Zip")
        rows = self.rows(self.order_of(self.make_part("Pouch", [(part, 1)], is_made=True)))
        with self.assertRaisesRegex(UserError, "on no purchase order"):
            rows.action_chase()
        self.supplier.email = False
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self.row.action_chase()

    def test_asked_by_phone(self):
        action = self.row.with_user(self.clerk).action_ask_by_phone()
        wizard = self.env["gendan.supplier.answer"].with_user(self.clerk).with_context(**action["context"]).create({})
        wizard.action_take()
        self.assertEqual((self.line.gendan_word_ids.how, self.line.gendan_asked_count), ("phone", 1))

    # === answers ===

    def test_an_answer_moves_purchase_receipt_and_forecast(self):
        self.ask()
        before = self.order.gendan_forecast_date
        receipt = self.purchase.picking_ids
        self.answer(self.row, date(2026, 11, 17), how="phone", said_by="Mr Wu", note="machine broken")
        self.look()
        self.assertEqual(self.line.date_planned, datetime(2026, 11, 17, 4))
        self.assertEqual(receipt.move_ids.date, datetime(2026, 11, 17, 4))
        self.assertEqual((self.row.day, self.row.confirmed_day), (date(2026, 11, 17), date(2026, 11, 17)))
        self.assertEqual((self.row.light, self.row.word_state, self.row.silent_days), ("late", "confirmed", 0))
        self.assertGreater(self.order.gendan_forecast_date, before)
        material = self.milestone(self.order, "material")
        self.assertEqual(material.expected_date, date(2026, 11, 17))
        self.assertIn(self.purchase.name, material.expected_source)
        # earlier than he said: the forecast comes back
        self.answer(self.row, date(2026, 11, 3), how="chat")
        self.look()
        self.assertEqual(self.row.day, date(2026, 11, 3))
        self.assertEqual(self.order.gendan_forecast_date, before)
        words = self.line.gendan_word_ids.sorted("id")
        self.assertEqual(words.mapped("kind"), ["asked", "answered", "answered"])
        self.assertEqual(words.mapped("confirmed_day"), [False, date(2026, 11, 17), date(2026, 11, 3)])
        self.assertEqual(words[1].day_before, date(2026, 11, 4))
        self.assertEqual((words[1].said_by, words[1].user_id), ("Mr Wu", self.clerk))

    def test_an_answer_without_a_day_ends_the_silence(self):
        self.ask()
        with self.assertRaisesRegex(UserError, "which day"):
            self.answer(self.row)
        self.answer(self.row, note="says tomorrow")
        self.assertEqual(self.line.gendan_word_state, "none")
        self.assertEqual(self.line.date_planned, datetime(2026, 11, 4, 4))

    def test_words_are_for_ever(self):
        self.ask()
        word = self.line.gendan_word_ids
        for records, error in ((word, UserError), (word.with_user(self.supervisor), AccessError)):
            with self.assertRaises(UserError):
                records.write({"note": "other"})
            with self.assertRaises(error):
                records.unlink()
        with self.assertRaises(AccessError):
            word.with_user(self.supervisor).create(
                {"purchase_line_id": self.line.id, "kind": "answered", "how": "phone"}
            )

    def test_what_he_types_on_the_portal_is_his_word(self):
        portal = self.env["res.users"].search([("login", "=", "t_portal")])
        self.purchase.with_user(portal).sudo()._update_date_planned_for_lines(
            [(self.line.with_user(portal).sudo(), datetime(2026, 11, 12, 4))]
        )
        self.assertEqual(self.line.gendan_confirmed_day, date(2026, 11, 12))
        self.assertEqual(self.line.gendan_word_ids.how, "portal")
        self.look()
        self.assertEqual(self.row.day, date(2026, 11, 12))

    # === silence ===

    def test_silence_is_counted_from_the_first_asking(self):
        self.ask()
        with freeze_time(MONDAY + timedelta(days=3)):
            self.ask()
            self.env.invalidate_all()
            self.assertEqual((self.row.silent_days, self.row.asked_count), (3, 2))

    def test_silence_is_a_to_do_where_the_company_says_so(self):
        todos = self.env["gendan.todo"]
        self.ask()
        self.assertFalse(todos.search([("kind", "=", "supplier_silent")]))
        self.company.gendan_chase_days = 2
        ask = self.ask()
        todo = todos.search([("kind", "=", "supplier_silent"), ("open", "=", True)])
        self.assertEqual((todo.res_id, todo.user_id, todo.due), (ask.id, self.clerk, date(2026, 11, 4)))
        self.assertTrue(todo.ladder_id)
        self.assertIn(self.purchase.name, todo.name)
        actions = ask.with_user(self.clerk)._gendan_todo_actions()
        self.assertEqual([found["code"] for found in actions[ask]], ["supplier_answer", "supplier_again"])
        self.answer(self.row, date(2026, 11, 4))
        self.assertFalse(todo.open)
        self.assertEqual(ask.state, "answered")

    def test_what_comes_ends_it(self):
        self.company.gendan_chase_days = 2
        ask = self.ask()
        receipt = self.purchase.picking_ids
        receipt.move_ids.write({"quantity": 15, "picked": True})
        receipt.button_validate()
        self.look()
        self.assertEqual(ask.state, "answered")
        self.assertFalse(self.env["gendan.todo"].search([("kind", "=", "supplier_silent"), ("open", "=", True)]))

    def open_silence(self):
        return self.env["gendan.todo"].search([("kind", "=", "supplier_silent"), ("open", "=", True)])

    def test_what_nobody_orders_any_more_ends_it(self):
        self.company.gendan_chase_days = 2
        ask = self.ask()
        self.assertTrue(self.open_silence())
        self.purchase.button_cancel()
        self.assertEqual((ask.state, bool(self.open_silence())), ("answered", False))

    def test_less_than_was_ordered_ends_it_too(self):
        self.company.gendan_chase_days = 2
        ask = self.ask()
        receipt = self.purchase.picking_ids
        receipt.move_ids.write({"quantity": 10, "picked": True})
        receipt.with_context(skip_backorder=True).button_validate()
        self.assertTrue(self.open_silence())
        self.line.product_qty = 10
        self.assertEqual((ask.state, bool(self.open_silence())), ("answered", False))

    def test_without_the_department_goods_are_asked_for_and_received(self):
        self.company.gendan_chase_days = 2
        department = self.env.ref("gendan_followup.department_purchasing")
        self.env["gendan.review.point"].search([("department_id", "=", department.id)]).unlink()
        department.unlink()
        self.ask()
        self.assertEqual(self.open_silence().user_id, self.clerk)
        receipt = self.purchase.picking_ids
        receipt.move_ids.write({"quantity": 15, "picked": True})
        receipt.button_validate()
        self.assertFalse(self.open_silence())

    # === who may ===

    def test_who_may(self):
        self.line._gendan_chase_or_raise()
        for user in (self.clerk, self.supervisor, self.planner, self.buyer):
            self.assertFalse(self.line.with_user(user)._gendan_chase_error(), user.name)
        for user in (self.other_clerk, self.quality_user, self.rep, self.floor, self.portal_user, self.employee):
            self.assertTrue(self.line.with_user(user)._gendan_chase_error(), user.name)
        company, clerk = self.make_other_company()
        self.assertTrue(self.line.with_user(clerk).with_company(company)._gendan_chase_error())
        for user in (self.planner, self.buyer):
            self.ask(user)
        self.answer(self.row, date(2026, 11, 6), user=self.planner)
        self.assertEqual(self.line.gendan_confirmed_day, date(2026, 11, 6))

    def test_who_may_not_cannot_by_the_dialog_either(self):
        for user in (self.other_clerk, self.quality_user):
            wizard = self.env["gendan.supplier.answer"].with_user(user)
            with self.assertRaises(UserError):
                wizard.with_context(gendan_purchase_lines=self.line.ids).create({})
            with self.assertRaises(UserError):
                wizard.create({"line_ids": [Command.create({"purchase_line_id": self.line.id})]})
            made = wizard.create({})
            with self.assertRaises(UserError):
                made.write({"line_ids": [Command.create({"purchase_line_id": self.line.id})]})
        self.assertFalse(self.line.gendan_word_ids)

    def test_the_dialog_tells_nothing_of_the_lines_of_others(self):
        facts = ("order_name", "product_id", "open_quantity", "uom_id", "need_day", "day_before", "asked_count")
        spec = {"purchase_line_id": {}, **{name: {} for name in facts}}
        Wizard = self.env["gendan.supplier.answer"]

        def told(user):
            self.env.invalidate_all()
            own = Wizard.with_user(user).line_ids.onchange(
                {"purchase_line_id": self.line.id}, ["purchase_line_id"], spec
            )["value"]
            whole = Wizard.with_user(user).onchange(
                {"line_ids": [[0, "virtual_1", {"purchase_line_id": self.line.id}]]},
                ["line_ids"],
                {"line_ids": {"fields": spec}},
            )["value"]
            values = [own, *(command[2] for command in whole.get("line_ids", ()) if command[0] in (0, 1))]
            return {name for found in values for name in facts if found.get(name)}

        self.assertFalse(told(self.other_clerk))
        self.assertIn("order_name", told(self.clerk))
        foreign = self.buy(self.make_part("Zip"), 3, date(2026, 11, 5)).order_line
        action = self.row.with_user(self.clerk).action_answer()
        made = Wizard.with_user(self.clerk).with_context(**action["context"]).create({})
        self.assertEqual((made.line_ids.order_name, made.line_ids.open_quantity), (self.purchase.name, 15))
        with self.assertRaises(UserError):
            made.line_ids.write({"purchase_line_id": foreign.id})

    def test_the_buyer_asks_from_the_purchase_order(self):
        self.send(self.purchase.with_user(self.buyer).action_gendan_chase(), self.buyer)
        self.assertEqual(self.purchase.gendan_open_word_count, 1)
        action = self.purchase.with_user(self.buyer).action_gendan_words()
        self.assertEqual(self.env["gendan.supplier.word"].with_user(self.buyer).search(action["domain"]).how, "email")

    def test_another_clerk_reads_no_prices_in_the_mails(self):
        ask = self.ask()
        self.assertIn("BOPP film", ask.with_user(self.planner).summary)
        with self.assertRaises(AccessError):
            ask.with_user(self.planner).purchase_line_ids  # noqa: B018
