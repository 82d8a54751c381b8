"""Goods on hold when somebody else has been at them."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .test_hold import HoldCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestHoldMurphy(HoldCase):
    def test_the_same_lot_of_two_places_is_not_released_twice(self):
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        self.put(self.bag, 500, self.b1, location=shelf)
        hold = self.hold(self.trace(relation="same", place="stock"))
        self.assertEqual(len(hold.line_ids), 2)
        place = self.company.gendan_hold_location_id
        self.put(self.bag, -500, self.b1, location=place)
        hold.release_note = "Good"
        with self.assertRaisesRegex(UserError, "only .* are free"):
            hold.with_user(self.quality_user).action_release()
        quants = self.env["stock.quant"].search([("location_id", "=", place.id), ("lot_id", "=", self.b1.id)])
        self.assertEqual(sum(quants.mapped("quantity")), 1000)

    def test_goods_put_away_inside_the_hold_location_are_on_hold(self):
        self.hold(self.trace(relation="same", place="stock"))
        place = self.company.gendan_hold_location_id
        cage = self.env["stock.location"].create({"name": "Cage", "location_id": place.id})
        self.put(self.bag, -1000, self.b1, location=place)
        self.put(self.bag, 1000, self.b1, location=cage)
        traces = self.trace(relation="same")
        self.assertFalse(traces.filtered(lambda trace: trace.place == "stock" and trace.state != "gone"))
        self.assertEqual(traces.filtered(lambda trace: trace.location_id == cage).mapped("state"), ["held"])

    def test_held_stays_held_when_the_company_takes_another_hold_location(self):
        self.hold(self.trace(relation="same", place="stock"))
        self.company.gendan_hold_location_id = self.company.gendan_hold_location_id.copy({"name": "New cage"})
        traces = self.trace(relation="same")
        self.assertFalse(traces.filtered(lambda trace: trace.place == "stock" and trace.state != "gone"))

    def test_goods_outside_every_warehouse_are_shown_and_not_offered_to_hold(self):
        outside = self.env["stock.location"].create({"name": "At the subcontractor", "usage": "internal"})
        self.assertFalse(outside.warehouse_id)
        self.put(self.bag, 30, self.b1, location=outside)
        trace = self.trace(location_id=outside.id)
        self.assertEqual((trace.quantity, trace.to_hold), (30, 0))
        self.assertFalse(trace.with_user(self.quality_user).is_holdable)

    def test_no_more_is_scrapped_than_is_on_hold_and_only_from_there(self):
        hold = self.hold(self.trace(relation="same", place="stock"))
        line = hold.line_ids
        self.put(self.bag, 5000, self.b1, location=line.hold_location_id)
        hold.write({"scrap_note": "Torn", "line_ids": [Command.update(line.id, {"to_scrap": 1000})]})
        scraps = self.env["stock.scrap"].with_user(self.warehouse_user)
        context = line.with_user(self.warehouse_user).action_scrap()["context"]
        with self.assertRaisesRegex(UserError, "1,?000"):
            scraps.with_context(**context).create({"scrap_qty": 1001}).action_validate()
        self.put(self.bag, 50, self.b1)
        elsewhere = scraps.with_context(**context).create({"scrap_qty": 50, "location_id": self.stock.id})
        with self.assertRaisesRegex(UserError, "on hold"):
            elsewhere.action_validate()
        self.assertEqual((line.left, hold.state), (1000, "held"))

    def test_held_is_held_by_the_button_not_by_a_word(self):
        trace = self.trace(relation="same", place="stock").with_user(self.quality_user)
        for state in ("held", "gone"):
            with self.subTest(state=state), self.assertRaises(UserError):
                trace.state = state
        trace.state = "checked"
        trace.state = "open"

    def test_who_only_reads_the_complaint_says_nothing_about_places(self):
        trace = self.trace(relation="same", place="stock")
        # a clerk who is the rep of another's customer reads the complaint, and writes nothing of it
        self.other_clerk.group_ids = [Command.link(self.env.ref("sales_team.group_sale_salesman").id)]
        self.customer.user_id = self.other_clerk
        own = trace.with_user(self.other_clerk)
        self.assertTrue(own.complaint_id.has_access("read"))
        self.assertFalse(own.complaint_id.has_access("write"))
        with self.assertRaises(AccessError):
            own.state = "checked"
