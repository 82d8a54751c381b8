"""Goods on hold that could be promised, forgotten or sent to where nothing is any more; what a watch counts."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import MONDAY
from .test_hold import HoldCase
from .test_watch_8d import CLOSED, FullCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestHoldHostile(HoldCase):
    def test_the_hold_location_lies_outside_every_warehouse(self):
        inside = self.env["stock.location"].create({"name": "Cage", "location_id": self.stock.id})
        with self.assertRaisesRegex(ValidationError, "outside"):
            self.company.gendan_hold_location_id = inside
        with self.assertRaisesRegex(ValidationError, "outside"):
            self.company.gendan_hold_location_id = self.env.ref("stock.stock_location_customers")
        place = self.company._gendan_hold_location()
        with self.assertRaisesRegex(ValidationError, "outside"):
            place.location_id = self.stock

    def test_goods_of_a_warehouse_that_went_away_go_to_another(self):
        second = self.env["stock.warehouse"].create({"name": "Old hall", "code": "OLD", "company_id": self.company.id})
        self.put(self.bag, -1000, self.b1)
        self.put(self.bag, 70, self.b1, location=second.lot_stock_id)
        hold = self.hold(self.trace(relation="same", place="stock"))
        second.active = False
        hold.release_note = "Good"
        hold.with_user(self.quality_user).action_release()
        self.assertEqual(self.on_hand(self.b1), 70)
        self.assertEqual(hold.state, "done")

    def test_goods_on_hold_of_an_ended_complaint_are_somebodys_to_do(self):
        hold = self.hold(self.trace(relation="same", place="stock"))

        def waiting():
            return self.env["gendan.todo"].search(
                [("res_model", "=", "gendan.complaint"), ("res_id", "=", self.complaint.id), ("open", "=", True)]
            ).mapped("kind")  # fmt: skip

        self.assertNotIn("complaint_hold", waiting())
        self.complaint.reason = "Taken back"
        self.complaint.action_cancel()
        self.assertEqual(waiting(), ["complaint_hold"])
        hold.release_note = "Good"
        hold.with_user(self.quality_user).action_release()
        self.assertEqual(waiting(), [])

    def test_productions_that_lost_goods_are_told(self):
        running = self.make(self.lot(self.bag, "B3"), 50, self.f1, done=False)
        self.hold(self.trace(relation="component", place="stock"))
        self.assertIn("put on hold", self.log(running))

    def test_goods_sold_to_a_sister_company_are_found(self):
        between = self.env["stock.location"].create({"name": "Between", "usage": "transit", "company_id": False})
        places = {"location_id": self.stock.id, "location_dest_id": between.id}
        picking = self.env["stock.picking"].create(
            {
                "partner_id": self.foreign_customer.id,
                "picking_type_id": self.warehouse.out_type_id.id,
                "move_ids": [Command.create({"product_id": self.bag.id, "product_uom_qty": 50, **places})],
                **places,
            }
        )
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()
        self.assertEqual(picking.state, "done")
        found = self.trace(place="delivered").filtered(lambda trace: trace.sudo().picking_id == picking)
        self.assertEqual(found.quantity, 50)

    def test_who_only_reads_a_complaint_holds_nothing_for_it(self):
        traces = self.trace(relation="same", place="stock")
        other = self.make_users(other_quality="gendan_followup.group_gendan_department")
        with self.assertRaises(AccessError):
            self.hold(traces, other)


@tagged("post_install", "-at_install")
class TestWatchHostile(FullCase):
    def look(self):
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 99):
            self.env["gendan.complaint.watch"]._cron_gendan_complaint_watch()

    def test_goods_that_left_before_are_no_repeat_also_when_nobody_names_the_transfer(self):
        with freeze_time(CLOSED):
            complaint = self.closed()
        with freeze_time("2026-11-24 02:00:00"):
            old = self.complain(picking_id=False, order_id=self.order.id)
            self.assertFalse(old.line_ids.picking_id)
            self.look()
            self.assertEqual(complaint.watch_ids.state, "watching")
            order = self.delivered_order(100)
            again = self.complain(picking_id=False, order_id=order.id)
            self.look()
            self.assertEqual(complaint.watch_ids.repeat_id.id, again.id)

    def test_samples_and_what_came_back_whole_are_no_shipments(self):
        with freeze_time(CLOSED):
            watch = self.closed().watch_ids
        with freeze_time("2026-11-24 02:00:00"):
            order = self.delivered_order(100)
            self.look()
            self.assertEqual(watch.seen, 1)
            wizard = self.env["stock.return.picking"].create({"picking_id": order.picking_ids.id})
            wizard.product_return_moves.quantity = 100
            back = wizard._create_return()
            back.move_ids.picked = True
            back._action_done()
            watch.next_look_at = CLOSED
            self.look()
            self.assertEqual(watch.seen, 0, "nobody looked at what was sent back at once")
            self.delivered_order(100, gendan_order_kind="sample")
            self.look()
            self.assertEqual(watch.seen, 0)
