"""Cases with carriers: deadline, steps, to-dos, photos, and who may."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .note_common import NoteCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTransportCase(NoteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "Shuntu",
                "product_id": cls.make_product("Freight", type="service", is_storable=False).id,
                "gendan_claim_days": 10,
            }
        )
        cls.picking.carrier_id = cls.carrier
        cls.picking.move_ids.write({"quantity": 1200, "picked": True})
        cls.picking.button_validate()
        cls.case = cls.env["gendan.transport.case"].with_user(cls.clerk).create({"picking_id": cls.picking.id})

    def todo(self):
        return self.env["gendan.todo"].search(
            [("res_model", "=", self.case._name), ("res_id", "=", self.case.id), ("open", "=", True)]
        )

    def test_the_deadline_follows_the_carriers_days(self):
        self.assertRecordValues(
            self.case,
            [{"carrier_id": self.carrier.id, "deadline": date(2026, 11, 12), "clerk_id": self.clerk.id,
              "order_id": self.order.id, "state": "open"}],
        )
        self.assertEqual((self.todo().kind, self.todo().user_id), ("transport_claim", self.clerk))
        self.assertEqual(self.todo().due, date(2026, 11, 10), "two working days before")
        self.case.found_on = date(2026, 11, 4)
        self.assertEqual((self.case.deadline, self.todo().due), (date(2026, 11, 14), date(2026, 11, 12)))
        self.carrier.gendan_claim_days = 0
        other = self.env["gendan.transport.case"].create({"picking_id": self.picking.id, "kind": "delay"})
        self.assertFalse(other.deadline)

    def test_a_claim_goes_its_steps(self):
        with self.assertRaisesRegex(UserError, "how much is claimed"):
            self.case.action_claim()
        self.case.amount = 500
        self.case.action_claim()
        self.assertEqual((self.case.state, self.case.claimed_on), ("claimed", date(2026, 11, 2)))
        self.assertEqual((self.todo().kind, self.todo().due), ("transport_answer", date(2026, 11, 16)))
        self.case.action_refuse()
        self.assertFalse(self.todo())
        self.case.action_claim()
        self.case.action_accept()
        self.case.action_paid()
        self.assertEqual((self.case.state, self.case.paid_amount), ("paid", 500))
        self.assertFalse(self.todo())
        with self.assertRaisesRegex(UserError, "is “Carrier has paid” and cannot become “To claim”"):
            self.case.write({"state": "open"})

    def test_a_step_is_judged_on_every_path(self):
        with self.assertRaisesRegex(UserError, "cannot become"):
            self.case.write({"state": "paid"})
        forged = self.env["gendan.transport.case"].create(
            {"picking_id": self.picking.id, "state": "paid", "claimed_on": "2026-01-01"}
        )
        self.assertEqual((forged.state, forged.claimed_on), ("open", False))
        with self.assertRaisesRegex(UserError, "noted by “Claimed”"):
            self.case.claimed_on = date(2026, 1, 1)
        with self.assertRaisesRegex(UserError, "why nothing is claimed"):
            self.case.action_drop()
        self.case.remark = "Customer lets it pass"
        self.case.action_drop()
        self.assertFalse(self.todo())
        self.case.action_reopen()
        self.assertTrue(self.todo())

    def test_a_case_is_about_goods_for_a_customer_and_stays_with_them(self):
        inside = self.picking.location_id
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.picking.picking_type_id.warehouse_id.int_type_id.id,
                "location_id": inside.id,
                "location_dest_id": inside.id,
            }
        )
        with self.assertRaisesRegex(UserError, "takes nothing to a customer"):
            self.env["gendan.transport.case"].create({"picking_id": receipt.id})
        _order, other = self.make_delivery(quantity=5)
        with self.assertRaisesRegex(UserError, "stays with its transfer"):
            self.case.picking_id = other

    def test_who_reads_the_case_sees_its_photos(self):
        photo = self.env["ir.attachment"].with_user(self.clerk).create({"name": "wet.jpg", "raw": b"x"})
        self.case.photo_ids = [Command.link(photo.id)]
        self.assertEqual(photo.with_user(self.rep).raw, b"x")
        with self.assertRaises(AccessError):
            photo.with_user(self.other_rep).read(["raw"])

    def test_nobody_elses_upload_is_taken(self):
        photo = self.env["ir.attachment"].with_user(self.other_clerk).create({"name": "payroll.pdf", "raw": b"x"})
        with self.assertRaises(AccessError):
            self.case.photo_ids = [Command.link(photo.id)]

    def test_only_the_customers_clerk_keeps_its_cases(self):
        with self.assertRaises(AccessError):
            self.env["gendan.transport.case"].with_user(self.other_clerk).create({"picking_id": self.picking.id})
        with self.assertRaises(AccessError):
            self.case.with_user(self.other_clerk).read(["amount"])
        for user in (self.rep, self.warehouse_user):
            self.assertTrue(self.case.with_user(user).read(["state"]))
            with self.assertRaises(AccessError):
                self.case.with_user(user).write({"amount": 1})

    def test_who_may_make_no_case_gets_the_list(self):
        self.case.sudo().unlink()
        for user, view in ((self.clerk, "form"), (self.rep, "list")):
            action = self.picking.with_user(user).action_gendan_cases()
            self.assertEqual(action["views"][0][1], view)

    def test_a_difference_on_arrival_begins_a_case(self):
        arrival = self.env["gendan.arrival"].with_user(self.clerk).create(
            {"picking_id": self.picking.id, "condition": "damaged", "remark": "Wet",
             "arrived_on": date(2026, 11, 2)}
        )
        self.assertEqual(arrival.gendan_case_count, 1)
        self.case.sudo().unlink()
        context = arrival.action_cases()["context"]
        self.assertEqual(
            (context["default_picking_id"], context["default_kind"], context["default_description"]),
            (self.picking.id, "damage", "Wet"),
        )
