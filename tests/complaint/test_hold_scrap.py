"""Goods on hold that are scrapped: the department that decides says so, the warehouse does it."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .test_hold import HoldCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestHoldScrap(HoldCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint.with_user(cls.clerk).action_gendan_trace()
        places = cls.complaint.trace_ids.filtered_domain([("relation", "=", "same"), ("place", "=", "stock")])
        # sudo: what became of it is looked at by the test
        cls.held = cls.complaint._gendan_hold_traces(places).sudo()
        cls.line = cls.held.line_ids
        cls.keeper = new_test_user(
            cls.env, "t_keeper", groups="stock.group_stock_user,gendan_followup.group_gendan_department"
        )
        cls.store = cls.env["gendan.department"].create(
            {"name": "Warehouse (test)", "head_id": cls.keeper.id, "company_id": cls.company.id}
        )

    def approve(self, quantity, user=None, **values):
        """As the form saves it."""
        hold = self.held.with_user(user or self.quality_user)
        lines = [Command.update(self.line.id, {"to_scrap": quantity, **values})]
        hold.write({"scrap_note": "Seal tears at 8 N", "line_ids": lines})

    def scrap(self, quantity, user=None, **values):
        line = self.line.with_user(user or self.warehouse_user)
        scraps = self.env["stock.scrap"].with_user(line.env.user).with_context(**line.action_scrap()["context"])
        scrap = scraps.create({"scrap_qty": quantity, **values})
        scrap.action_validate()
        return scrap

    def bare(self, quantity, **values):
        """Odoo's own form, with the line of the hold."""
        return self.env["stock.scrap"].with_user(self.warehouse_user).create(
            {
                "gendan_hold_line_id": self.line.id,
                "product_id": self.bag.id,
                "lot_id": self.b1.id,
                "location_id": self.line.hold_location_id.id,
                "scrap_qty": quantity,
                **values,
            }
        )

    def test_the_warehouse_scraps_no_more_than_was_approved(self):
        with self.assertRaisesRegex(UserError, rf"{self.held.name}.*said by Quality \(test\), or by a supervisor"):
            self.bare(1).action_validate()
        with self.assertRaisesRegex(UserError, "said by Quality"):
            self.line.with_user(self.warehouse_user).action_scrap()
        self.approve(100)
        with self.assertRaisesRegex(UserError, "only 100 Units"):
            self.scrap(101)
        self.assertEqual(self.line.with_user(self.warehouse_user).action_scrap()["context"]["default_scrap_qty"], 100)
        self.scrap(60)
        self.assertEqual((self.line.scrapped, self.line.to_scrap, self.line.left, self.line.back), (60, 40, 940, 900))
        with self.assertRaisesRegex(UserError, "only 40 Units"):
            self.scrap(41)
        # in another unit
        with self.assertRaisesRegex(UserError, "only 40 Units"):
            self.scrap(4, product_uom_id=self.env.ref("uom.product_uom_dozen").id)
        self.scrap(40)
        with self.assertRaisesRegex(UserError, "said by Quality"):
            self.bare(1).action_validate()

    def test_two_scraps_at_once_are_no_more_than_was_approved(self):
        self.approve(100)
        with self.assertRaisesRegex(UserError, "only 30 Units"), self.env.cr.savepoint():
            (self.bare(70) | self.bare(70)).do_scrap()
        scrap = self.bare(50)
        scrap.action_validate()
        with self.assertRaisesRegex(UserError, "done already"):
            scrap.action_validate()
        self.assertEqual(self.line.scrapped, 50)

    def test_who_releases_says_what_is_scrapped(self):
        for user in (self.warehouse_user, self.keeper):
            with self.subTest(user.login), self.assertRaisesRegex(UserError, "said by Quality"):
                self.line.with_user(user).to_scrap = 10
            with self.subTest(user.login), self.assertRaisesRegex(UserError, "said by Quality"):
                self.held.with_user(user).scrap_note = "Torn"
            with self.subTest(user.login), self.assertRaisesRegex(UserError, "said by Quality"):
                self.held.with_user(user).release_note = "Good"
        with self.assertRaises(UserError):
            self.line.with_user(self.clerk).to_scrap = 10
        self.held.with_user(self.warehouse_user).note = "On rack 3"
        self.approve(10)
        self.approve(20, self.supervisor)
        self.assertEqual(self.line.to_scrap, 20)
        # a supervisor who works in the warehouse does both
        both = new_test_user(
            self.env, "t_both", groups="stock.group_stock_user,gendan_followup.group_gendan_manager"
        )
        self.approve(30, both)
        self.scrap(30, both)
        self.assertEqual((self.line.scrapped, self.line.to_scrap), (30, 0))

    def test_why_is_said_and_stands_with_the_hold(self):
        with self.assertRaisesRegex(UserError, "Say in “To Be Scrapped Because”"), self.env.cr.savepoint():
            self.line.with_user(self.quality_user).to_scrap = 100
        self.approve(100)
        self.assertIn("To be scrapped: [BAG] Bag (test) · B1, 100 Units. Seal tears at 8 N", self.told())
        self.approve(0)
        self.assertIn("Not to be scrapped any more: [BAG] Bag (test) · B1", self.told())
        self.approve(100)
        scrap = self.scrap(40)
        self.assertIn(f"Scrapped ({scrap.name}): [BAG] Bag (test) · B1, 40 Units", self.told())

    def told(self):
        text = self.log(self.held)
        name = self.bag.display_name
        return text.replace(name, "[BAG] Bag (test)")

    def test_not_more_than_is_left_is_released_and_scrapped(self):
        with self.assertRaisesRegex(UserError, "only 1,000 Units are still on hold"), self.env.cr.savepoint():
            self.approve(1001)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.approve(-1)
            self.env.flush_all()
        # what stands in “To Release” makes room
        self.approve(300)
        self.assertEqual(self.line.back, 700)
        with self.assertRaisesRegex(UserError, "together"), self.env.cr.savepoint():
            self.approve(300, back=701)
        self.approve(300, back=200)
        self.held.with_user(self.quality_user).release_note = "Sorted"
        self.held.with_user(self.quality_user).action_release()
        self.assertEqual((self.line.left, self.line.back, self.line.to_scrap), (800, 500, 300))
        self.held.with_user(self.quality_user).action_release()
        self.assertEqual((self.line.left, self.line.back, self.held.state), (300, 0, "part"))
        self.scrap(300)
        self.assertEqual((self.line.left, self.held.state), (0, "done"))

    def test_the_form_of_who_decides(self):
        with Form(self.held.with_user(self.quality_user)) as form:
            form.scrap_note = "Seal tears"
            with form.line_ids.edit(0) as line:
                line.to_scrap = 250
                self.assertEqual(line.back, 750)
        self.assertEqual((self.line.to_scrap, self.line.back), (250, 750))

    def test_the_warehouse_has_it_to_do_until_it_is_done(self):
        warehouse = self.env.ref("gendan_followup.department_warehouse")
        warehouse.write({"head_id": self.keeper.id, "member_ids": [Command.clear()]})
        self.assertFalse(self.todos(self.held))
        self.approve(100)
        todo = self.todos(self.held)["hold_scrap"]
        self.assertEqual((todo.user_id, todo.department_id, todo.partner_id.id), (self.keeper, warehouse, False))
        self.assertIn("100 Units", todo.name)
        self.assertIn("Seal tears at 8 N", todo.name)
        self.assertEqual(todo.due, MONDAY.date())
        with freeze_time("2026-11-25 02:00:00"):
            self.held._gendan_sync_todos()
            self.scrap(30)
            self.assertEqual(todo.due, MONDAY.date())
        self.assertIn("70 Units", todo.with_user(self.keeper).label)
        action = todo.with_user(self.keeper).action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), ("gendan.hold", self.held.id))
        self.scrap(70)
        self.assertFalse(self.todos(self.held))
        self.approve(100)
        self.approve(0)
        self.assertFalse(self.todos(self.held))

    def test_where_nobody_is_the_warehouse_the_supervisor_hears_of_it(self):
        self.env.ref("gendan_followup.department_warehouse").unlink()
        self.company.gendan_supervisor_id = self.supervisor
        self.approve(100)
        self.assertEqual(self.todos(self.held)["hold_scrap"].user_id, self.supervisor)

    def test_goods_to_be_scrapped_wait_for_the_warehouse_not_for_who_decides(self):
        self.complaint.reason = "Taken back"
        self.complaint.action_cancel()
        self.assertIn("complaint_hold", self.todos(self.complaint))
        self.approve(1000)
        self.assertNotIn("complaint_hold", self.todos(self.complaint))
        self.approve(900)
        self.assertIn("complaint_hold", self.todos(self.complaint))

    def test_what_was_scrapped_is_written_by_its_button_only(self):
        self.approve(100)
        scrap = self.scrap(100)
        other = self.env["stock.scrap"].with_user(self.warehouse_user).create(
            {"product_id": self.bag.id, "lot_id": self.b1.id, "location_id": self.line.hold_location_id.id}
        )
        self.put(self.bag, 1, self.b1, location=self.line.hold_location_id)
        other.action_validate()
        for record, vals in (
            (scrap, {"state": "draft"}),
            (scrap, {"scrap_qty": 1}),
            (scrap, {"gendan_hold_line_id": False}),
            (other, {"gendan_hold_line_id": self.line.id}),
            (self.bare(5), {"state": "done"}),
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "goods on hold"), self.env.cr.savepoint():
                record.with_user(self.warehouse_user).write(vals)
        with self.assertRaisesRegex(UserError, "goods on hold"), self.env.cr.savepoint():
            self.bare(900, state="done")
        self.assertEqual((self.line.scrapped, self.line.left), (100, 900))

    def test_a_transfer_that_says_it_is_scrap_takes_nothing_off_hold(self):
        scrap = self.bare(100)
        places = {"location_id": self.line.hold_location_id.id, "location_dest_id": self.stock.id}
        picking = self.env["stock.picking"].with_user(self.warehouse_user).create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "move_ids": [Command.create({"product_id": self.bag.id, "product_uom_qty": 100, **places})],
                **places,
            }
        )
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.write({"scrap_id": scrap.id, "picked": True})
        with self.assertRaisesRegex(UserError, "on hold"):
            picking.button_validate()

    def test_a_scrap_that_names_no_hold_takes_nothing_off_hold(self):
        self.approve(300)
        with self.assertRaisesRegex(UserError, f"{self.held.name}.*on hold"), self.env.cr.savepoint():
            self.bare(1, gendan_hold_line_id=False).action_validate()
        # what lies there by mistake is nobody's word
        self.put(self.bag, 40, self.b1, location=self.line.hold_location_id)
        self.bare(40, gendan_hold_line_id=False).action_validate()
        with self.assertRaisesRegex(UserError, f"{self.held.name}.*on hold"), self.env.cr.savepoint():
            self.bare(1, gendan_hold_line_id=False).action_validate()
        self.scrap(300)
        self.assertEqual(self.line.left, 700)

    def test_a_release_says_which_goods_and_how_many(self):
        self.put(self.bag, 500, self.lot(self.bag, "B9"))
        hold = self.held.with_user(self.quality_user)
        hold.write({"release_note": "Sorted", "line_ids": [Command.update(self.line.id, {"back": 300})]})
        hold.action_release()
        self.assertIn("Released: [BAG] Bag (test) · B1, 300 Units. Sorted", self.told())
