"""Arrivals: day, state and receipts, what they make of note and plan, and what becomes of differences."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MONDAY
from .note_common import NoteCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestArrival(NoteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds["arrived"].event = "arrived"
        cls.note = cls.note_of(cls.picking)
        cls.picking.move_ids.write({"quantity": 1200, "picked": True})
        cls.picking.button_validate()
        cls.settle()

    def arrive(self, *lines, **values):
        """The arrival of the class's transfer; lines are (accepted, rejected[, receipt number])."""
        return self.env["gendan.arrival"].with_user(self.clerk).create(
            {
                "picking_id": self.picking.id,
                "line_ids": [
                    Command.create(
                        {
                            "move_id": self.picking.move_ids.id,
                            "accepted": line[0],
                            "rejected": line[1],
                            "receipt_number": line[2] if len(line) > 2 else False,
                        }
                    )
                    for line in lines
                ],
                **values,
            }
        )

    def todos(self, record):
        found = self.env["gendan.todo"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id), ("open", "=", True)]
        )
        return set(found.mapped("kind"))

    def arrived_milestone(self, order=None):
        self.settle()
        return self.milestone(order or self.order, "arrived")

    # === the note ===

    def test_what_has_left_is_to_be_asked_about_when_it_should_be_there(self):
        todo = self.env["gendan.todo"].search([("res_model", "=", self.note._name), ("res_id", "=", self.note.id)])
        self.assertEqual((todo.kind, todo.user_id, todo.due), ("arrival_ask", self.clerk, date(2026, 11, 3)))

    def test_the_signed_copy_is_due_once_it_has_arrived(self):
        copy = self.note._gendan_return_copy()
        self.assertFalse(copy.must_return)
        self.arrive()
        self.assertTrue(copy.must_return)
        self.assertEqual((self.note.state, self.note.arrived_on), ("arrived", date(2026, 11, 2)))
        self.assertFalse(self.todos(self.note))

    def test_undone_the_goods_are_on_their_way_again(self):
        arrival = self.arrive()
        self.assertTrue(self.arrived_milestone().actual_date)
        arrival.unlink()
        self.assertEqual(self.note.state, "left")
        self.assertFalse(self.note._gendan_return_copy().must_return)
        self.assertEqual(self.todos(self.note), {"arrival_ask"})
        self.assertFalse(self.arrived_milestone().actual_date)

    def test_a_signed_note_says_it_arrived_and_asks_for_the_day(self):
        copy = self.note._gendan_return_copy()
        copy.with_user(self.clerk).write({"returned_at": MONDAY, "returned_how": "driver"})
        arrival = self.picking.gendan_arrival_ids
        self.assertEqual((arrival.source, arrival.is_day_sure), ("note", False))
        self.assertEqual(self.todos(arrival), {"arrival_day"})
        arrival.with_user(self.clerk).action_day_is_right()
        self.assertFalse(self.todos(arrival))
        self.assertEqual(self.note.state, "arrived")

    def test_a_copy_that_comes_back_later_changes_no_arrival(self):
        arrival = self.arrive(told_by="Ms Lin")
        self.note._gendan_return_copy().write({"returned_at": MONDAY, "returned_how": "scan"})
        self.assertEqual(self.picking.gendan_arrival_ids, arrival)
        self.assertTrue(arrival.is_day_sure)

    # === what cannot be ===

    def test_nothing_arrives_before_it_left_or_tomorrow(self):
        _order, picking = self.make_delivery(quantity=10)
        with self.assertRaisesRegex(UserError, "has not left"):
            self.env["gendan.arrival"].create({"picking_id": picking.id})
        with self.assertRaisesRegex(UserError, "day to come"):
            self.arrive(arrived_on=date(2026, 11, 3))

    def test_what_is_typed_later_is_judged_too(self):
        arrival = self.arrive()
        with self.assertRaisesRegex(UserError, "day to come"):
            arrival.arrived_on = date(2026, 11, 3)
        _order, picking = self.make_delivery(quantity=10)
        with self.assertRaisesRegex(UserError, "stays that of"):
            arrival.picking_id = picking

    def test_a_line_of_another_transfer_is_refused(self):
        _order, picking = self.make_delivery(quantity=10)
        with self.assertRaisesRegex(UserError, "another transfer"):
            self.arrive().write({"line_ids": [Command.create({"move_id": picking.move_ids.id, "accepted": 1})]})

    # === differences ===

    def test_as_it_left_there_is_no_difference(self):
        arrival = self.arrive((1200, 0, "GRN-1"))
        self.assertFalse(arrival.has_difference)
        self.assertFalse(self.todos(arrival))

    def test_two_receipts_for_one_line_are_added_up(self):
        self.assertFalse(self.arrive((700, 0, "GRN-1"), (500, 0, "GRN-2")).has_difference)

    def test_a_difference_waits_for_a_decision(self):
        for lines, values in (([(1190, 0)], {}), ([(1190, 10)], {}), ([(1210, 0)], {}), ([], {"condition": "damaged"})):
            with self.subTest(lines=lines, values=values):
                arrival = self.arrive(*lines, **values)
                self.assertTrue(arrival.has_difference)
                self.assertEqual(self.todos(arrival), {"arrival_difference"})
                with self.assertRaisesRegex(UserError, "Write first"):
                    arrival.action_settle()
                arrival.decision_note = "Sent by courier, agreed with Ms Lin"
                arrival.action_settle()
                self.assertFalse(self.todos(arrival))
                arrival.unlink()

    def test_what_is_missing_comes_back_into_the_books_by_a_return(self):
        arrival = self.arrive((1180, 5, "GRN-1"))
        self.assertIs(arrival.action_return(), True, "Odoo's form of it reads more than a clerk may")
        back = arrival.return_ids
        self.assertEqual(back.move_ids.mapped("product_uom_qty"), [20])
        self.assertEqual(arrival.decision, "returned")
        self.assertEqual(self.order.order_line.qty_delivered, 1200, "until the warehouse validates it")
        back.move_ids.write({"quantity": 20, "picked": True})
        back.button_validate()
        self.assertEqual(self.order.order_line.qty_delivered, 1180)

    def test_more_than_left_is_no_return(self):
        arrival = self.arrive((1210, 0))
        with self.assertRaisesRegex(UserError, "nothing is missing"):
            arrival.action_return()

    def test_complaints_are_offered_by_the_room_that_makes_them(self):
        arrival = self.arrive((1190, 10))
        with patch.object(self.env.registry["gendan.arrival"], "_gendan_takes_complaints", lambda arrival: False):
            self.assertFalse(arrival.can_complain)
        arrival.invalidate_recordset(["can_complain"])
        self.assertTrue(arrival.can_complain)
        complaint = self.env["gendan.complaint"].browse(arrival.action_complain()["res_id"])
        self.assertEqual((complaint.picking_id, complaint.line_ids.bad), (self.picking, 10))
        self.assertEqual(arrival.decision, "complaint")

    # === the plan ===

    def test_the_plan_hears_of_the_arrival_on_its_day(self):
        self.assertFalse(self.arrived_milestone().actual_date)
        with freeze_time("2026-11-05 02:00:00"):
            self.arrive(arrived_on=date(2026, 11, 4))
            self.assertEqual(self.arrived_milestone().actual_date, date(2026, 11, 4))

    def test_a_part_that_is_still_to_come_keeps_it_open(self):
        order, first = self.make_delivery(quantity=1000)
        first.move_ids.write({"quantity": 600, "picked": True})
        first.with_context(skip_backorder=True).button_validate()
        second = order.picking_ids - first
        self.env["gendan.arrival"].create({"picking_id": first.id})
        self.assertFalse(self.arrived_milestone(order).actual_date)
        second.move_ids.write({"quantity": 400, "picked": True})
        second.button_validate()
        self.env["gendan.arrival"].create({"picking_id": second.id})
        self.assertEqual(self.arrived_milestone(order).actual_date, date(2026, 11, 2))

    def test_a_shortage_keeps_it_open_until_it_is_decided(self):
        arrival = self.arrive((1150, 0))
        self.assertFalse(self.arrived_milestone().actual_date)
        arrival.write({"decision_note": "Customer keeps to 1150"})
        arrival.action_settle()
        self.assertEqual(self.arrived_milestone().actual_date, date(2026, 11, 2))

    def test_what_comes_back_later_does_not_undo_the_arrival(self):
        self.arrive((1200, 0))
        self.assertTrue(self.arrived_milestone().actual_date)
        with freeze_time("2026-11-09 02:00:00"):
            wizard = self.env["stock.return.picking"].create({"picking_id": self.picking.id})
            wizard.product_return_moves.quantity = 300
            back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
            back.move_ids.write({"quantity": 300, "picked": True})
            back.button_validate()
            self.assertTrue(self.arrived_milestone().actual_date)
            self.order._gendan_replay()
            self.assertTrue(self.arrived_milestone().actual_date)

    def test_replayed_from_the_records_it_is_the_same(self):
        self.arrive((1150, 0), (50, 0))
        before = self.arrived_milestone().actual_date
        self.order.gendan_milestone_ids.write({"event_date": False})
        self.order._gendan_replay()
        self.assertEqual(self.arrived_milestone().actual_date, before)

    def test_a_kit_has_arrived_when_all_of_it_has(self):
        box = self.make_product("Box")
        kit = self.make_kit("Gift set", {self.carton: 1, box: 1}, is_storable=False)
        self.put_in_stock(box, 10)
        order = self.confirm_order([(kit, 10)])
        picking = order.picking_ids
        picking.action_assign()
        for move in picking.move_ids:
            move.write({"quantity": 10, "picked": True})
        picking.button_validate()
        short = picking.move_ids.filtered(lambda move: move.product_id == box)
        arrival = self.env["gendan.arrival"].create(
            {"picking_id": picking.id, "line_ids": [Command.create({"move_id": short.id, "accepted": 8})]}
        )
        self.assertFalse(self.arrived_milestone(order).actual_date)
        arrival.line_ids.accepted = 10
        self.assertEqual(self.arrived_milestone(order).actual_date, date(2026, 11, 2))

    def test_a_difference_is_decided_once(self):
        arrival = self.arrive((1190, 10))
        arrival.action_return()
        for button in ("action_return", "action_settle", "action_complain"):
            with self.subTest(button=button), self.assertRaisesRegex(UserError, "is decided: Put right by a return"):
                getattr(arrival, button)()
        self.assertEqual(len(arrival.return_ids), 1)

    def test_the_warehouse_corrects_the_transfer_and_no_difference_is_left(self):
        arrival = self.arrive((1210, 0))
        self.assertEqual(self.todos(arrival), {"arrival_difference"})
        self.picking.move_line_ids.with_user(self.warehouse_user).quantity = 1210
        self.assertFalse(arrival.has_difference)
        self.assertFalse(self.todos(arrival))

    def test_a_transfer_corrected_on_its_way_asks_for_a_new_note(self):
        self.assertNotIn("note_outdated", self.todos(self.note))
        self.picking.move_line_ids.with_user(self.warehouse_user).quantity = 1180
        self.assertIn("note_outdated", self.todos(self.note))

    # === typing, importing ===

    def test_the_dialog_begins_with_what_left(self):
        action = self.note.with_user(self.clerk).action_arrived()
        form = Form(self.env["gendan.arrival"].with_user(self.clerk).with_context(**action["context"]))
        form.receipt_number = "GRN-7"
        arrival = form.save()
        self.assertRecordValues(
            arrival.line_ids, [{"accepted": 1200, "rejected": 0, "receipt_number": "GRN-7", "left": 1200}]
        )
        self.assertEqual(self.note.action_arrived()["res_id"], arrival.id)

    def load(self, *rows):
        names = ["note_id", "part_number", "receipt_number", "received_on", "accepted", "rejected"]
        return self.env["gendan.arrival.line"].with_user(self.clerk).load(names, [list(row) for row in rows])

    def test_a_customers_list_is_imported_by_note_and_part_number(self):
        self.env["gendan.customer.part"].create(
            {"partner_id": self.customer.id, "product_id": self.carton.id, "code": "ML-0815"}
        )
        row = (self.note.name, "ML-0815", "GRN-9", "2026-11-02", "1190", "10")
        result = self.load(row)
        self.assertFalse(result["messages"])
        arrival = self.picking.gendan_arrival_ids
        self.assertEqual((arrival.source, arrival.arrived_on), ("list", date(2026, 11, 2)))
        self.assertTrue(arrival.has_difference)
        self.assertEqual(self.todos(arrival), {"arrival_difference"})
        again = self.load(row)
        self.assertIn("on file", str(again["messages"]))
        unknown = self.load((self.note.name, "ML-9999", "GRN-10", "2026-11-02", "1", "0"))
        self.assertIn("ML-9999", str(unknown["messages"]))

    def test_a_list_takes_the_place_of_what_was_noted_without_a_number(self):
        arrival = self.arrive((1200, 0))
        row = (self.note.name, "", "GRN-9", "", "1200", "0")
        self.assertFalse(self.load(row)["messages"])
        self.assertRecordValues(arrival.line_ids, [{"receipt_number": "GRN-9", "accepted": 1200}])
        self.assertFalse(arrival.has_difference)

    def test_a_row_without_a_receipt_number_is_refused(self):
        result = self.load((self.note.name, "", "", "", "1200", "0"))
        self.assertIn("no receipt number", str(result["messages"]))
        self.assertFalse(self.picking.gendan_arrival_ids)

    # === the customer's page ===

    def page(self):
        answer = self.env["gendan.answer"]._gendan_ask(self.note, "arrival", self.customer)[self.note]
        return answer

    def test_the_customer_says_on_a_page_what_arrived(self):
        text = self.note.with_user(self.clerk).action_ask_arrival()["params"]["text"]
        self.assertIn(self.note.name, text)
        move = self.picking.move_ids
        data = {"day": "2026-11-02", "condition": "good", "name": "Ms Lin", "receipt": "GRN-5",
                f"accepted_{move.id}": "1,198", f"rejected_{move.id}": "2"}
        template, values = self.note._gendan_answer_render(self.page())
        page = self.env["ir.qweb"]._render(template, {**values, "data": {}})
        self.assertIn("1,200", page)
        self.assertNoFigure("4.8", page, "no prices")
        wrongs = ("name", ""), ("day", "2026-12-01"), ("day", "x"), ("condition", "x"), (f"accepted_{move.id}", "-1")
        for wrong in wrongs:
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                self.note._gendan_answer_apply(self.page(), {**data, wrong[0]: wrong[1]})
        self.note._gendan_answer_apply(self.page(), data)
        arrival = self.picking.gendan_arrival_ids
        self.assertRecordValues(arrival, [{"source": "page", "told_by": "Ms Lin", "has_difference": True}])
        self.assertRecordValues(arrival.line_ids, [{"accepted": 1198, "rejected": 2, "receipt_number": "GRN-5"}])
        with self.assertRaisesRegex(UserError, "noted already"):
            self.note._gendan_answer_apply(self.page(), data)

    # === who may ===

    def test_only_the_customers_clerk_notes_its_arrival(self):
        with self.assertRaises(AccessError):
            self.env["gendan.arrival"].with_user(self.other_clerk).create({"picking_id": self.picking.id})
        arrival = self.arrive((1200, 0, "GRN-1"))
        with self.assertRaises(AccessError):
            arrival.line_ids.with_user(self.other_clerk).read(["accepted"])
        with self.assertRaises(AccessError):
            arrival.with_user(self.warehouse_user).write({"remark": "x"})
        self.assertTrue(arrival.line_ids.with_user(self.warehouse_user).read(["accepted"]))

    def test_where_no_arrival_is_noted_the_event_costs_two_queries(self):
        lines = self.order.order_line
        lines.fetch(["display_type", "is_downpayment", "product_id", "state"])
        lines.product_id.fetch(["type"])
        self.env.flush_all()
        with self.assertQueryCount(2):
            self.assertEqual(lines._gendan_actual_arrived(self.kinds["arrived"]), {lines: False})
