"""Quality holds: which deliveries they meet, who sets and releases them, and that what is released leaves."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gendan_followup.models.delivery import quality_hold, stock_picking_held

from ..common import MONDAY
from .common import ShipCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestQualityHold(ShipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_ship_hold = True
        cls.order, cls.picking = cls.deliver()

    def hold(self, user=None, **values):
        hold = self.env["gendan.quality.hold"].with_user(user or self.quality_user)
        hold = hold.create({"product_id": self.carton.id, "reason": "Edge crush below 5 kN/m", **values})
        self.commit()
        return hold

    def release(self, hold, note="Retested, 5.4 kN/m"):
        hold.release_note = note
        hold.action_release()
        self.commit()

    def test_held_goods_do_not_leave_until_quality_releases_them(self):
        hold = self.hold()
        self.assertIn("ship_hold", self.todos(self.picking))
        with self.assertRaisesRegex(UserError, f"{self.picking.name}: quality holds .*Edge crush"):
            self.picking.with_user(self.warehouse_user).button_validate()
        self.release(hold)
        self.assertFalse(self.todos(self.picking))
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")
        self.assertEqual((hold.state, hold.released_by_id), ("released", self.quality_user))

    def test_the_supervisor_lets_it_go_at_own_risk_and_only_past_this_hold(self):
        self.hold()
        (problem,) = self.picking._gendan_gate("ship")[self.picking]
        self.waive(self.picking, problem.code)
        second = self.hold(reason="Smell")
        with self.assertRaisesRegex(UserError, "Smell"):
            self.picking.button_validate()
        self.release(second)
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")

    def test_a_hold_for_one_order_lets_the_others_go(self):
        other, picking = self.deliver()
        self.hold(self.supervisor, order_id=other.id)
        self.picking.button_validate()
        with self.assertRaises(UserError):
            picking.button_validate()

    def test_a_hold_on_one_lot_meets_that_lot_only(self):
        product = self.env["product.product"].create(
            {"name": "Film (test)", "is_storable": True, "tracking": "lot", "list_price": 1}
        )
        bad, good = self.env["stock.lot"].create(
            [{"name": name, "product_id": product.id, "company_id": self.company.id} for name in ("BAD", "GOOD")]
        )
        for lot in (bad, good):
            self.env["stock.quant"]._update_available_quantity(
                product, self.picking.location_id, 10, lot_id=lot
            )
        self.hold(product_id=product.id, lot_id=bad.id)
        _order, picking = self.deliver([(product, 10)])
        self.assertEqual(picking.move_ids.move_line_ids.lot_id, bad)
        with self.assertRaisesRegex(UserError, "BAD"):
            picking.button_validate()
        picking.move_ids.move_line_ids.lot_id = good
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_other_goods_and_receipts_are_not_held(self):
        self.hold(product_id=self.env["product.product"].create({"name": "Other (test)", "type": "consu"}).id)
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")

    def test_a_release_says_why(self):
        hold = self.hold()
        with self.assertRaisesRegex(UserError, "Say in “Released Because” why"):
            hold.action_release()

    def test_nobody_forges_a_release(self):
        hold = self.hold(released_at="2026-11-01 00:00:00", released_by_id=self.supervisor.id)
        self.assertEqual(hold.state, "open", "made as released by RPC")
        for context in ({}, {"gendan_releasing": True}, {"gendan_releasing": "RELEASING"}):
            with self.assertRaisesRegex(UserError, "released with its button"):
                hold.with_context(**context).write({"released_at": "2026-11-01 00:00:00"})

    def test_who_is_not_quality_neither_holds_nor_releases(self):
        hold = self.hold()
        hold.release_note = "says who"
        for user in (self.clerk, self.rep, self.warehouse_user):
            with self.assertRaises(AccessError, msg=user.login):
                hold.with_user(user).action_release()
            with self.assertRaises(AccessError, msg=user.login):
                self.hold(user)

    def test_held_again_holds_again(self):
        hold = self.hold()
        self.release(hold)
        hold.action_hold_again()
        self.commit()
        self.assertIn("ship_hold", self.todos(self.picking))

    def test_of_very_many_deliveries_the_next_to_leave_are_asked_at_once_and_the_rest_at_night(self):
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: float("inf"))
        later = [self.deliver()[1] for _number in range(2)]
        for days, picking in enumerate(later, start=3):
            picking.scheduled_date = fields.Datetime.now() + timedelta(days=days)
        with patch.object(stock_picking_held, "MANY", 1), patch.object(quality_hold, "MANY", 1):
            hold = self.hold()
            self.assertEqual([len(self.todos(picking)) for picking in (self.picking, *later)], [1, 0, 0])
            self.env["stock.picking"]._cron_gendan_held()
            self.assertEqual([len(self.todos(picking)) for picking in (self.picking, *later)], [1, 1, 1])
            hold.product_id = self.film
            self.commit()
            self.assertEqual([len(self.todos(picking)) for picking in (self.picking, *later)], [0, 1, 1])
            self.env["stock.picking"]._cron_gendan_held()
            self.assertFalse([self.todos(picking) for picking in later if self.todos(picking)])

    def test_another_company_is_not_concerned(self):
        other = self.make_company("Other (test)")
        self.carton.company_id = False
        self.env.user.company_ids = [Command.link(other.id)]
        self.hold(self.env.user, company_id=other.id)
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")

    def test_many_holds_cost_no_more_queries(self):
        counts = []
        for number in (1, 5):
            for _count in range(number):
                self.hold()
            counts.append(self.queries(self.picking._gendan_gate, "ship"))
        self.assertLessEqual(counts[1], counts[0] + 1)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWhoReleases(ShipCase):
    """Held by one department, by two, or by somebody of none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_ship_hold = True
        cls.order, cls.picking = cls.deliver()
        cls.planner, cls.nobody = cls.make_users(
            planner="gendan_followup.group_gendan_department", nobody="gendan_followup.group_gendan_department"
        )
        cls.planning = cls.env["gendan.department"].create(
            {"name": "Planning (test)", "company_id": cls.company.id, "member_ids": [Command.link(cls.planner.id)]}
        )

    def hold(self, user=None, **values):
        holds = self.env["gendan.quality.hold"].with_user(user or self.quality_user)
        hold = holds.create({"product_id": self.carton.id, "reason": "Edge crush below 5 kN/m", **values})
        self.commit()
        return hold

    def test_the_warehouse_reads_who_releases_it(self):
        self.hold(self.planner)
        with self.assertRaisesRegex(UserError, r"released by Planning \(test\), or by a supervisor"):
            self.picking.with_user(self.warehouse_user).button_validate()

    def test_an_order_whose_goods_are_held_is_not_deleted(self):
        self.hold(order_id=self.order.id)
        other, _picking = self.deliver()
        (self.order | other)._action_cancel()
        with self.assertRaisesRegex(UserError, f"{self.order.name} is kept.*quality hold"):
            (self.order | other).unlink()
        self.assertTrue(self.order.exists())
        other.unlink()

    def may(self, hold, user):
        """Whether a user releases it, and the sentence why not; what the button shows and the server says agree."""
        self.env.invalidate_all()
        mine = hold.with_user(user)
        shown = mine.can_release
        try:
            with self.env.cr.savepoint():
                mine.write({"release_note": "Retested"})
                mine.action_release()
                mine.action_hold_again()
        except UserError as error:
            self.assertFalse(shown, user.login)
            return str(error)
        self.assertTrue(shown, user.login)
        return True

    def test_the_department_that_held_it_releases_it_or_a_supervisor(self):
        hold = self.hold()
        for user in (self.planner, self.nobody):
            self.assertIn("said by Quality (test), or by a supervisor", self.may(hold, user))
        self.assertEqual([self.may(hold, user) for user in (self.quality_user, self.supervisor)], [True, True])
        # a colleague, and whoever stands in for the head
        self.quality.member_ids = self.nobody
        self.assertEqual(self.may(hold, self.nobody), True)

    def test_the_department_stays_when_who_held_it_goes(self):
        hold = self.hold()
        self.quality.head_id = self.nobody
        self.assertEqual(self.may(hold, self.nobody), True)
        self.assertNotEqual(self.may(hold, self.planner), True)

    def test_the_companys_department_for_goods_on_hold_releases_it_too(self):
        hold, supervisors = self.hold(), self.hold(self.supervisor)
        self.company.gendan_hold_department_id = self.planning
        self.assertEqual(self.may(hold, self.planner), True)
        self.assertEqual(self.may(hold, self.quality_user), True)
        self.assertEqual(self.may(supervisors, self.planner), True)
        self.assertIn("said by Planning (test), or", self.may(supervisors, self.quality_user))

    def test_held_by_who_belongs_to_no_department_any_department_releases_it(self):
        for hold in (self.hold(self.supervisor), self.hold(self.nobody)):
            self.assertEqual([self.may(hold, user) for user in (self.planner, self.quality_user)], [True, True])
            self.assertIsNot(self.may(hold, self.clerk), True)

    def test_what_another_department_holds_is_not_changed_away(self):
        hold = self.hold()
        other_order, _picking = self.deliver()
        tries = (
            {"product_id": self.film.id},
            {"order_id": other_order.id},
            {"company_id": self.make_company("Other (test)").id},
            {"department_ids": [Command.set(self.planning.ids)]},
            {"state": "released"},
            {"released_at": "2026-11-01 00:00:00"},
            {"release_note": "Good"},
        )
        for vals in tries:
            with self.subTest(vals), self.assertRaises(UserError), self.env.cr.savepoint():
                hold.with_user(self.planner).write(vals)
        # made another department's, or released, nobody writes
        for vals in tries[2:6]:
            with self.subTest(vals), self.assertRaises(UserError), self.env.cr.savepoint():
                hold.with_user(self.supervisor).write(vals)
        hold.with_user(self.planner).action_hold_again()
        self.assertIn("said by Quality", self.may(hold, self.planner), "held again while it is held")
        hold.with_user(self.planner).reason = "Edge crush below 5 kN/m, and smell"
        hold.order_id = other_order
        self.assertEqual(hold.order_id, other_order, "who releases it may narrow it")
        self.assertLessEqual({"product_id", "lot_id", "order_id"}, hold._track_get_fields(), "told in the chatter")

    def test_an_open_hold_is_released_not_deleted_and_a_released_one_stays_as_it_was(self):
        hold = self.hold()
        with self.assertRaisesRegex(UserError, "release it"):
            hold.with_user(self.supervisor).unlink()
        hold.release_note = "Retested"
        hold.action_release()
        for vals in ({"product_id": self.film.id}, {"reason": "x"}, {"release_note": "x"}):
            for user in (self.quality_user, self.supervisor):
                with self.subTest(vals), self.assertRaisesRegex(UserError, "Hold it again"):
                    hold.with_user(user).write(vals)
        hold.with_user(self.supervisor).unlink()
        self.assertFalse(hold.exists())

    def test_who_holds_again_may_release_it_too(self):
        hold = self.hold()
        hold.release_note = "Retested"
        hold.action_release()
        hold.with_user(self.planner).action_hold_again()
        self.assertEqual([self.may(hold, user) for user in (self.planner, self.quality_user)], [True, True])

    def test_nobody_makes_a_hold_of_another_department(self):
        hold = self.hold(self.planner, department_ids=[Command.set(self.quality.ids)], state="released")
        self.assertEqual((hold.department_ids, hold.state), (self.planning, "open"))
