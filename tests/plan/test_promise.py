"""Promises: versions, parts, conditional dates, and that nobody changes one."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPromise(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.confirm_order(promised=date(2026, 11, 20))

    def test_the_dialog_makes_a_new_version_and_moves_the_commitment_date(self):
        order = self.order
        order.gendan_part_ids._gendan_promise(
            date(2026, 11, 25), "material", note="film late", agreed_by="Ms Lin", agreed_how="chat"
        )
        part = order.gendan_part_ids
        self.assertEqual(part.promise_ids.sorted("version").mapped("date"), [date(2026, 11, 20), date(2026, 11, 25)])
        self.assertEqual(part.first_promised_date, date(2026, 11, 20))
        self.assertEqual(self.company._gendan_to_day(order.commitment_date), date(2026, 11, 25))
        self.assertEqual(order.gendan_promise_date, date(2026, 11, 25))

    def test_the_baseline_stays_when_the_promise_moves(self):
        order = self.order
        before = order.gendan_milestone_ids.mapped("baseline_date")
        order.gendan_part_ids._gendan_promise(date(2026, 11, 27), "capacity")
        self.assertEqual(order.gendan_milestone_ids.mapped("baseline_date"), before)

    def test_writing_the_commitment_date_makes_a_version_that_says_so(self):
        order = self.order
        order.with_user(self.clerk).write({"commitment_date": "2026-11-27 09:30:00"})
        last = order.gendan_promise_ids.sorted("version")[-1]
        self.assertEqual((last.version, last.date, last.reason), (2, date(2026, 11, 27), "outside"))
        self.assertIn(self.clerk.name, last.note)

    def test_a_promise_cannot_be_taken_back(self):
        order = self.order
        order.with_user(self.clerk).write({"commitment_date": False})
        self.assertEqual(self.company._gendan_to_day(order.commitment_date), date(2026, 11, 20))
        self.assertEqual(len(order.gendan_promise_ids), 1)

    @mute_logger("odoo.sql_db")
    def test_nobody_edits_or_deletes_a_promise_by_any_path(self):
        order = self.order
        promise = order.gendan_promise_ids
        root = promise.with_user(self.env.ref("base.user_root")).sudo()
        for path in (
            lambda: root.write({"date": "2026-12-31"}),
            lambda: root.unlink(),
            lambda: root.copy({"version": 7}),
            lambda: root.web_save({"date": "2026-12-31"}, {}),
            lambda: root.part_id.unlink(),
            lambda: order.gendan_plan_ids.unlink(),
        ):
            with self.assertRaises(UserError):
                path()
        result = root.env["gendan.promise"].load([".id", "note"], [[str(promise.id), "better"]])
        self.assertTrue(result["messages"])
        order._action_cancel()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            order.unlink()
        self.assertEqual(promise.date, date(2026, 11, 20))

    def test_a_part_gets_a_plan_and_a_move_of_its_own(self):
        order = self.order
        part = order.gendan_part_ids
        new = part.with_user(self.clerk).action_split(20000, date(2026, 11, 13), agreed_by="Ms Lin")
        self.assertEqual(len(order.gendan_plan_ids), 2)
        self.assertEqual(new.plan_id.promise_date, date(2026, 11, 13))
        self.assertEqual(new.first_promised_date, date(2026, 11, 20))
        moves = order.order_line.move_ids.filtered(lambda m: m.location_dest_id.usage == "customer")
        self.assertEqual(sorted(moves.mapped("product_uom_qty")), [20000, 30000])
        self.assertEqual(len(set(moves.mapped("date_deadline"))), 2)
        self.assertEqual(order.order_line.product_uom_qty, 50000, "the sale line is never split")
        self.assertEqual(self.company._gendan_to_day(order.commitment_date), date(2026, 11, 20))

    def test_parts_are_delivered_in_the_order_of_their_promises(self):
        order = self.confirm_order([(self.carton, 100)], promised=date(2026, 11, 20))
        new = order.gendan_part_ids.action_split(40, date(2026, 11, 13))
        self.put_in_stock(self.carton, 100)
        small = order.picking_ids.move_ids.filtered(lambda m: m.product_uom_qty == 40)
        small.write({"quantity": 40, "picked": True})
        small._action_done()
        self.settle()
        shipped = {p: p.plan_id.milestone_ids.filtered(lambda m: m.event == "shipped") for p in order.gendan_part_ids}
        self.assertTrue(shipped[new].actual_date)
        self.assertFalse(shipped[order.gendan_part_ids - new].actual_date)

    def test_splitting_more_than_there_is_is_refused(self):
        order = self.order
        for quantity in (0, 50000, 60000):
            with self.assertRaisesRegex(UserError, "has 50,000 Units to deliver. Choose a part"):
                order.gendan_part_ids.with_user(self.clerk).action_split(quantity, date(2026, 11, 13))

    def test_a_conditional_promise_waits_for_its_conditions(self):
        order = self.confirm_order(gendan_condition_days=12)
        plan = order.gendan_plan_ids
        self.assertEqual(order.gendan_delivery_health, "waiting")
        self.assertFalse(order.gendan_promise_date)
        self.assertEqual(order.gendan_promise_ids.mapped("version"), [0])
        self.assertIn("Contract", plan.condition_summary)
        with freeze_time("2026-11-09 02:00:00"):
            self.milestone(order, "contract").with_user(self.clerk).action_tick()
            self.assertEqual(plan.condition_met_on, date(2026, 11, 9))
            self.assertEqual(order.gendan_promise_date, date(2026, 11, 23), "12 working days of a six-day week")
            self.assertEqual(order.gendan_part_ids.version, 1)
            self.assertNotEqual(order.gendan_delivery_health, "waiting")

    def test_lines_with_their_own_dates_have_plans_of_their_own(self):
        order = self.confirm_order(
            [(self.bag, 50000), (self.carton, 100, {"gendan_own_date": date(2026, 11, 27)})],
            promised=date(2026, 11, 20),
        )
        self.assertEqual(len(order.gendan_plan_ids), 2)
        self.assertEqual(order.order_line.mapped("gendan_promise_date"), [date(2026, 11, 20), date(2026, 11, 27)])

    def test_moves_are_due_to_leave_so_that_they_arrive_in_time(self):
        order = self.order
        out = order.order_line.move_ids.filtered(lambda m: m.location_dest_id.usage == "customer")
        self.assertEqual(self.company._gendan_to_day(out.date_deadline), date(2026, 11, 19))
        self.assertEqual(order.gendan_plan_ids.inhouse_date, date(2026, 11, 18), "one safety day")

    def test_the_production_is_due_when_the_promise_asks_for_its_goods(self):
        """Odoo takes the deadline once, from the day the goods were asked for when the production was made."""
        order = self.order
        production = order.mrp_production_ids
        due = production.date_deadline
        order.gendan_part_ids._gendan_promise(date(2026, 12, 11), "customer_wish")
        self.settle()
        self.assertEqual(production.move_finished_ids.date_deadline - due, timedelta(days=21))
        self.assertEqual(production.date_deadline, production.move_finished_ids.date_deadline)
        with freeze_time("2026-11-03 01:00"):
            production.button_mark_done()
        self.assertEqual(production.move_finished_ids.date_deadline - due, timedelta(days=21))

    def test_splitting_a_reserved_move_ships_no_more_than_was_ordered(self):
        self.put_in_stock(self.carton, 100)
        order = self.confirm_order([(self.carton, 100)], promised=date(2026, 11, 20))
        order.gendan_part_ids.action_split(40, date(2026, 11, 13))
        moves = order.order_line._gendan_open_moves()
        self.assertEqual(sorted(moves.mapped("product_uom_qty")), [40, 60])
        self.assertEqual(sum(moves.mapped("quantity")), 100)
        for move in moves:
            self.assertEqual(move.quantity, move.product_uom_qty)

    def test_nobody_slips_a_promise_onto_another_part(self):
        order = self.order
        other = self.confirm_order(promised=date(2026, 11, 20))
        with self.assertRaises(AccessError):
            order.gendan_part_ids.with_user(self.rep).action_split(100, date(2026, 11, 25))
        order.gendan_part_ids.with_user(self.clerk).action_split(
            100, date(2026, 11, 25), part_id=other.gendan_part_ids.id, version=9, user_id=self.supervisor.id
        )
        self.assertEqual(len(other.gendan_promise_ids), 1)
        made = order.gendan_promise_ids.filtered(lambda promise: promise.version > 1)
        self.assertEqual((made.version, made.user_id), (2, self.clerk))

    def test_a_day_agreed_before_the_conditions_are_met_holds(self):
        order = self.confirm_order(gendan_condition_days=12)
        order.gendan_part_ids._gendan_promise(date(2026, 11, 30), "customer_wish")
        self.milestone(order, "contract").with_user(self.clerk).action_tick()
        self.assertEqual(order.gendan_promise_date, date(2026, 11, 30))
        self.assertTrue(order.gendan_plan_ids.condition_met_on)

    def test_an_order_confirmed_again_for_another_day_makes_a_version(self):
        order = self.order
        order._action_cancel()
        order.action_draft()
        order.commitment_date = self.company._gendan_end_of_day(date(2026, 12, 19))
        order.action_confirm()
        self.settle()
        self.assertEqual(order.gendan_promise_date, date(2026, 12, 19))
        self.assertEqual(order.gendan_promise_ids.sorted("version")[-1].version, 2)
        self.assertEqual(order.gendan_delivery_health, "on_track")

    def test_a_promised_line_is_set_to_nothing_instead_of_deleted(self):
        order = self.order
        order._action_cancel()
        order.action_draft()
        with self.assertRaisesRegex(UserError, "quantity to 0"):
            order.order_line.unlink()

    def test_parts_complete_with_what_a_cut_quantity_leaves(self):
        order = self.confirm_order([(self.carton, 100)], promised=date(2026, 11, 20))
        order.gendan_part_ids.action_split(40, date(2026, 11, 13))
        order.order_line.product_uom_qty = 50
        self.assertLessEqual(max(order.gendan_part_ids._gendan_threshold().values()), 50)
