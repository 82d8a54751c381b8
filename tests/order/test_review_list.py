"""The review list: who is asked, who answers how, what a changed order asks again, what a waiver covers."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .common import ReviewCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestReviewList(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.capacity = cls.make_point("Capacity", on_date=True, answer_days=2)
        cls.payment = cls.make_point("Payment agreed", judge="clause", on_quantity=False, on_price=True)

    def start(self, order=None):
        (order or self.order).with_user(self.clerk).action_gendan_start_review()

    def answer(self, point, said="yes", remark=None, order=None):
        item = self.item(point, order).with_user(self.clerk)
        return item._gendan_answer(said, remark, "Deng Lihua", "phone")

    # ------------------------------------------------------------ starting

    def test_until_it_is_started_nobody_is_asked_and_the_order_waits(self):
        self.assertTrue(self.order.gendan_review_startable)
        self.assertFalse(self.order.gendan_review_item_ids)
        self.assertEqual(len(self.sentences()), 2)
        with self.assertRaisesRegex(UserError, "was not asked"):
            self.order.action_confirm()

    def test_the_department_gets_a_todo_when_the_review_starts(self):
        self.start()
        self.assertFalse(self.order.gendan_review_startable)
        todo = self.todo(self.item(self.capacity), "review_department")
        self.assertEqual(todo.user_id, self.quality_user)
        self.assertEqual(todo.department_id, self.quality)
        self.assertEqual(str(todo.due), "2026-11-04", "two working days")
        self.assertIn(self.order.name, todo.name)
        self.assertFalse(self.todo(self.item(self.payment), "review_department"), "the clerk asks the customer")
        self.start()
        self.assertEqual(len(self.order.gendan_review_item_ids), 2, "pressed twice")

    def test_the_clerk_has_one_todo_for_all_that_is_to_be_agreed_with_the_customer(self):
        quality = self.make_point("Quality agreed", judge="clause", on_product=True)
        self.assertFalse(self.todo(self.order, "review_clause"), "nobody is asked before the review starts")
        self.start()
        todo = self.todo(self.order, "review_clause")
        self.assertEqual((todo.user_id, str(todo.due)), (self.clerk, "2026-11-03"))
        for text in (self.order.name, "Payment agreed", "Quality agreed"):
            self.assertIn(text, todo.name)
        own = todo.with_user(self.clerk)
        listed = own.action_gendan_do("review_clauses")
        items = self.env["gendan.review.item"].search(listed["domain"])
        self.assertEqual(items.point_id, self.payment | quality, "not what departments are asked")
        self.answer(quality)
        self.assertNotIn("Quality agreed", todo.name)
        self.answer(self.payment, "no", "60 days")
        self.assertIn("not agreed: 60 days", todo.name)
        self.answer(self.payment)
        self.assertFalse(self.todo(self.order, "review_clause"))
        self.order.order_line.price_unit += 1
        self.settle_review()
        self.assertIn("since then changed: Price", self.todo(self.order, "review_clause").name)
        self.waive(self.payment)
        self.settle_review()
        self.assertFalse(self.todo(self.order, "review_clause"), "what is waived is not asked")

    def test_a_single_clause_opens_its_dialog_and_rests_with_the_order(self):
        self.start()
        action = self.order.with_user(self.clerk).action_gendan_clauses()
        self.assertEqual(action["context"]["default_item_id"], self.item(self.payment).id)
        self.assertTrue(self.todo(self.order, "review_clause"))
        self.order.action_cancel()
        self.settle_review()
        self.assertFalse(self.todo(self.order, "review_clause"))

    def test_it_starts_by_itself_when_the_quotation_is_sent(self):
        self.order.action_quotation_sent()
        self.assertEqual(len(self.order.gendan_review_item_ids), 2)
        born = self.make_order(gendan_order_kind="new", state="sent")
        self.assertEqual(len(born.gendan_review_item_ids), 2)

    def test_a_plain_repeat_asks_nobody(self):
        new = self.env.ref("gendan_followup.order_kind_new")
        (self.capacity | self.payment).order_kind_ids = [Command.set(new.ids)]
        repeat = self.make_order(gendan_order_kind="repeat", client_order_ref="PO-9")
        self.assertFalse(repeat.gendan_review_startable)
        repeat.action_confirm()
        self.assertEqual(repeat.state, "sale")

    def test_the_shipped_list_asks_nobody_about_a_repeat_and_at_most_six_about_a_new_product(self):
        points = self.Point.with_context(active_test=False).search([("judge", "=", "department")])
        shipped = points.filtered(lambda point: not point.code.startswith("own_"))
        repeat = self.make_order(gendan_order_kind="repeat")
        self.assertFalse(shipped.filtered(lambda point: point._gendan_fits(repeat)))
        asked = shipped.filtered(lambda point: point._gendan_fits(self.order))
        self.assertTrue(1 <= len(asked) <= 6)

    # ------------------------------------------------------------ answering

    def test_the_department_answers_with_one_click(self):
        self.start()
        item = self.item(self.capacity).with_user(self.quality_user)
        item.action_gendan_yes()
        self.assertEqual(item.state, "yes")
        answer = self.item(self.capacity).answer_id
        self.assertRecordValues(
            answer,
            [{"said": "yes", "how": "self", "given_by": self.quality_user.name, "user_id": self.quality_user.id}],
        )
        self.assertFalse(self.todo(item.sudo(), "review_department"))
        self.assertEqual(len(self.sentences()), 1)

    def test_the_department_answers_from_its_desk(self):
        self.start()
        todo = self.todo(self.item(self.capacity), "review_department").with_user(self.quality_user)
        codes = [action["code"] for action in todo._gendan_offered()[todo]]
        self.assertLessEqual({"review_yes", "review_yes_but", "review_no"}, set(codes))
        todo.action_gendan_do("review_no", {"remark": "Press 8 is booked until the 20th"})
        item = self.item(self.capacity)
        self.assertEqual(item.state, "no")
        self.assertIn("Press 8", " ".join(self.sentences()))
        told = self.todo(item, "review_no")
        self.assertEqual(told.user_id, self.clerk, "the clerk hears of the no")
        self.assertIn("Press 8", told.name)

    def test_a_no_needs_its_reason(self):
        self.start()
        item = self.item(self.capacity).with_user(self.quality_user)
        with self.assertRaisesRegex(UserError, "why not"):
            item._gendan_answer("no", " ", None, "self")

    def test_answered_by_phone_by(self):
        self.start()
        item = self.item(self.capacity).with_user(self.clerk)
        action = item.action_gendan_dialog()
        form = Form(self.env["gendan.review.wizard"].with_user(self.clerk).with_context(**action["context"]))
        self.assertEqual(form.how, "phone")
        form.given_by = "Deng Lihua"
        form.given_at = fields.Datetime.now() - timedelta(minutes=20)
        form.remark = "with overtime"
        form.save().action_answer()
        answer = self.item(self.capacity).answer_id
        self.assertEqual((answer.given_by, answer.how, answer.user_id), ("Deng Lihua", "phone", self.clerk))
        self.assertEqual(answer.given_at, fields.Datetime.now() - timedelta(minutes=20))
        self.assertIn("Deng Lihua", self.order.message_ids.sorted("id")[-1].body)

    def test_who_said_it_is_needed_and_only_the_department_speaks_for_itself(self):
        self.start()
        item = self.item(self.capacity).with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "who gave"):
            item._gendan_answer("yes", None, " ", "phone")
        with self.assertRaisesRegex(UserError, "only the department"):
            item._gendan_answer("yes", None, "Deng", "self")
        with self.assertRaisesRegex(UserError, "time to come"):
            item._gendan_answer("yes", None, "Deng", "phone", fields.Datetime.now() + timedelta(hours=1))

    def test_the_review_meeting_answers_several_orders_in_one_list(self):
        other = self.make_order(gendan_order_kind="new", client_order_ref="PO-2")
        (self.order | other).with_user(self.supervisor).action_gendan_start_review()
        items = (self.item(self.capacity) | self.item(self.capacity, other)).with_user(self.supervisor)
        action = (self.order | other).action_gendan_review_meeting()
        self.assertLessEqual(items, self.env["gendan.review.item"].search(action["domain"]))
        for item in items:
            item.web_save({"said": "yes", "said_by": "Deng Lihua", "said_remark": "night shift"}, {"state": {}})
        self.assertEqual(items.mapped("state"), ["yes", "yes"])
        self.assertEqual(items.answer_id.mapped("how"), ["meeting", "meeting"])
        self.assertEqual(items.answer_id.mapped("remark"), ["night shift", "night shift"])
        quick = self.item(self.capacity).with_user(self.supervisor)
        quick.said = "yes"
        quick.web_save({"said": "no", "said_by": False, "said_remark": "no press"}, {"state": {}})
        self.assertEqual(quick.answer_id.given_by, self.quality_user.name, "who speaks for the department")
        with self.assertRaisesRegex(UserError, "say yes or no"):
            self.item(self.payment).with_user(self.supervisor).said_remark = "perhaps"

    def test_all_answered_the_order_is_confirmed_and_the_list_rests(self):
        self.start()
        self.answer(self.capacity)
        self.answer(self.payment)
        self.order.with_user(self.clerk).action_confirm()
        self.assertEqual(self.order.state, "sale")
        with self.assertRaisesRegex(UserError, "no longer under review"):
            self.answer(self.capacity)

    def test_cancelling_closes_the_todos(self):
        self.start()
        self.order.action_cancel()
        self.settle_review()
        self.assertFalse(self.todo(self.item(self.capacity), "review_department"))

    # ------------------------------------------------------------ append-only

    def test_answers_are_never_changed_by_anybody(self):
        self.start()
        answer = self.answer(self.capacity)
        for env in (self.env, self.env(user=self.env.ref("base.user_root")), self.env(user=self.supervisor, su=True)):
            for attack in (
                lambda record: record.write({"said": "no"}),
                lambda record: record.web_save({"said": "no"}, {"said": {}}),
                lambda record: record.unlink(),
                lambda record: record.copy(),
            ):
                with self.assertRaises(UserError):
                    attack(answer.with_env(env))
            self.assertFalse(env["gendan.review.answer"].load([".id", "said"], [[str(answer.id), "no"]])["ids"])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.env["gendan.review.answer"].with_user(self.supervisor).create({"item_id": answer.item_id.id})
        self.answer(self.capacity, "no", "Press broke down")
        self.assertEqual(self.item(self.capacity).answer_ids.mapped("said"), ["no", "yes"], "both stay")

    def test_only_the_answer_can_be_typed(self):
        self.start()
        item = self.item(self.capacity)
        for user in (self.clerk, self.supervisor, self.quality_user):
            with self.assertRaises(UserError):
                item.with_user(user).write({"state": "yes"})

    # ------------------------------------------------------------ a changed order

    def test_a_change_asks_again_only_what_it_touches(self):
        self.start()
        self.answer(self.capacity)
        self.answer(self.payment)
        self.assertFalse(self.sentences())
        self.order.order_line.price_unit = 0.2
        self.settle_review()
        self.assertEqual((self.item(self.capacity).state, self.item(self.payment).state), ("yes", "again"))
        [sentence] = self.sentences()
        self.assertIn("Payment agreed", sentence)
        self.assertIn("Price", sentence)
        self.answer(self.payment)
        self.order.order_line.product_uom_qty = 60000
        self.settle_review()
        self.assertEqual((self.item(self.capacity).state, self.item(self.payment).state), ("again", "yes"))
        todo = self.todo(self.item(self.capacity), "review_department")
        self.assertIn("has changed (Quantity)", todo.name)
        self.order.order_line.product_uom_qty = 50000
        self.settle_review()
        self.assertEqual(self.item(self.capacity).state, "yes", "changed back: the answer holds again")
        self.assertFalse(self.todo(self.item(self.capacity), "review_department"))

    def test_the_gate_sees_a_change_before_the_list_does(self):
        self.start()
        self.answer(self.capacity)
        self.answer(self.payment)
        self.order.order_line.product_uom_qty = 60000
        self.assertIn("again", self.sentences()[0])

    def test_a_fee_line_and_a_note_touch_nothing_but_the_price(self):
        self.start()
        self.answer(self.capacity)
        self.answer(self.payment)
        plates = self.make_product("Plates", type="service", is_storable=False, list_price=470)
        self.order.order_line = [
            Command.create({"product_id": plates.id}),
            Command.create({"display_type": "line_note", "name": "as talked about"}),
        ]
        [sentence] = self.sentences()
        self.assertIn("Payment agreed", sentence)

    def test_changed_conditions_of_sale_ask_again_what_looks_at_payment(self):
        self.start()
        self.answer(self.capacity)
        self.payment.on_terms = True
        self.answer(self.payment)
        self.order.note = "<p>Ownership passes  with full payment.</p>"
        self.settle_review()
        self.assertEqual((self.item(self.capacity).state, self.item(self.payment).state), ("yes", "again"))
        [sentence] = self.sentences()
        self.assertIn("Payment, Conditions", sentence)
        self.answer(self.payment)
        self.order.note = "<div><b>Ownership</b> passes with full payment.<br></div>"
        self.settle_review()
        self.assertEqual(self.item(self.payment).state, "yes", "laid out otherwise it says the same")

    def test_a_point_that_applies_anew_is_asked_and_one_that_does_not_rests(self):
        new = self.env.ref("gendan_followup.order_kind_new")
        make = self.make_point("We can make it", order_kind_ids=[Command.set(new.ids)])
        self.start()
        self.assertTrue(self.item(make))
        self.order.gendan_order_kind = "repeat"
        self.settle_review()
        self.assertEqual(self.item(make).state, "off")
        self.assertFalse(self.todo(self.item(make), "review_department"))
        self.order.gendan_order_kind = "new"
        self.settle_review()
        self.assertEqual(self.item(make).state, "open")

    def test_a_changed_specification_asks_again_what_looks_at_the_product(self):
        make = self.make_point("We can make it", on_quantity=False, on_product=True)
        self.start()
        for point in (make, self.capacity, self.payment):
            self.answer(point)
        attribute = self.env["gendan.spec.attribute"].search([("kind", "=", "char")], limit=1)
        self.env["gendan.spec.value"].create(
            {"line_id": self.order.order_line.id, "attribute_id": attribute.id, "value": "laser notch"}
        )
        self.settle_review()
        self.assertEqual((self.item(make).state, self.item(self.capacity).state), ("again", "yes"))

    def test_a_point_the_supervisor_adds_is_asked_by_the_button(self):
        self.start()
        self.assertFalse(self.order.gendan_review_startable)
        late = self.make_point("Tooling")
        self.order.invalidate_recordset()
        self.assertTrue(self.order.gendan_review_startable)
        self.start()
        self.assertTrue(self.todo(self.item(late), "review_department"))
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            late.unlink()
        late.active = False
        self.settle_review()
        self.assertNotIn("Tooling", " ".join(self.sentences()))

    # ------------------------------------------------------------ waivers

    def test_a_waiver_covers_its_own_point_only(self):
        self.start()
        self.waive(self.capacity)
        [sentence] = self.sentences()
        self.assertIn("Payment agreed", sentence)
        with self.assertRaisesRegex(UserError, "Payment agreed"):
            self.order.action_confirm()
        self.settle_review()
        self.assertFalse(self.todo(self.item(self.capacity), "review_department"), "what is waived is not asked")
        self.assertIn("Agreed with the head", self.item(self.capacity).with_user(self.clerk).waived_text)
        self.waive(self.payment)
        self.order.with_user(self.clerk).action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_a_waiver_covers_what_the_order_said_then(self):
        self.start()
        self.waive(self.capacity)
        self.order.order_line.price_unit = 0.2
        self.assertEqual(len(self.sentences()), 1, "a price is none of the capacity's")
        self.order.order_line.product_uom_qty = 100000
        self.assertEqual(len(self.sentences()), 2)

    def test_what_the_waiver_covers_is_not_for_the_caller_to_say(self):
        self.start()
        waiver = self.env["gendan.waiver"].with_user(self.supervisor).sudo().create(
            {
                "res_model": "sale.order",
                "res_id": self.order.id,
                "code": self.capacity._gendan_rule(),
                "action": "confirm",
                "reason": "because",
                "gendan_aspects": {},
            }
        )
        self.assertEqual(set(waiver.gendan_aspects), {"quantity", "date"})

    # ------------------------------------------------------------ what departments see

    def test_a_department_answers_its_own_points_and_sees_no_order(self):
        other = self.env["gendan.department"].create({"name": "Planning (test)", "company_id": self.company.id})
        planning = self.make_point("Planning", department_id=other.id)
        self.start()
        mine = self.item(self.capacity).with_user(self.quality_user)
        theirs = self.item(planning).with_user(self.quality_user)
        clause = self.item(self.payment).with_user(self.quality_user)
        self.assertIn("nut bag", mine.product_text)
        self.assertIn("50,000", mine.product_text)
        self.assertEqual(mine.order_name, self.order.name)
        self.assertTrue(mine.can_answer)
        self.assertFalse(theirs.can_answer)
        with self.assertRaises(AccessError):
            theirs._gendan_answer("yes", None, None, "self")
        self.assertFalse(clause.has_access("read"), "what is agreed with the customer is not theirs")
        for point in (self.capacity, self.payment):
            self.answer(point)
            said = self.item(point).answer_id.with_user(self.quality_user)
            self.assertEqual(said.has_access("read"), point == self.capacity, "answers are seen with their point")
            self.assertEqual(said.search([("id", "=", said.id)]), said if point == self.capacity else said.browse())
        money = {"monetary", "float"}
        self.assertFalse([name for name, field in mine._fields.items() if field.type in money])
        with self.assertRaises(AccessError):
            self.order.with_user(self.quality_user).read(["name"])

    def test_who_stands_in_for_the_head_answers(self):
        stand_in = self.employee
        stand_in.group_ids = [Command.link(self.env.ref("gendan_followup.group_gendan_department").id)]
        self.start()
        item = self.item(self.capacity).with_user(stand_in)
        self.assertFalse(item.has_access("write"))
        self.env["gendan.absence"].create(
            {
                "user_id": self.quality_user.id,
                "backup_id": stand_in.id,
                "date_from": "2026-11-01 00:00:00",
                "date_to": "2026-11-05 00:00:00",
            }
        )
        item.invalidate_recordset()
        item.action_gendan_yes()
        self.assertEqual(self.item(self.capacity).answer_id.user_id, stand_in)

    def test_the_form_and_lists_open_for_their_roles(self):
        self.start()
        for user in (self.clerk, self.supervisor, self.quality_user):
            with self.subTest(user=user.login):
                items = self.env["gendan.review.item"].with_user(user).search([("order_id", "=", self.order.id)])
                self.assertTrue(items)
                for view in ("list", "form", "kanban", "search"):
                    arch = items.get_view(view_type=view)["arch"]
                    self.assertIn("question" if view != "search" else "department_id", arch)
        html = self.order.with_user(self.clerk).gendan_review_html
        self.assertFalse(html, "no point of the system is on")
