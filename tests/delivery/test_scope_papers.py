"""Papers and arrivals behind the end of an order's follow-up: not asked for, not waited for."""

from ast import literal_eval

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MONDAY
from .export_common import ExportCase
from .note_common import NoteCase
from .track_common import TrackCase


class ScopeCase:
    def follow(self, scope):
        self.order.action_gendan_scope(scope, "agreed")
        self.env.flush_all()

    def todos(self, record):
        return set(
            self.env["gendan.todo"]
            .search([("res_model", "=", record._name), ("res_id", "in", record.ids), ("open", "=", True)])
            .mapped("kind")
        )


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestScopeExport(ScopeCase, ExportCase):
    def codes(self):
        return set(self.shipment.paper_ids.mapped("kind_id.code"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code, stage in (("customs", "clearance"), ("bl", "payment"), ("co", "payment")):
            cls.env["gendan.export.paper.kind"].search([("code", "=", code)]).stage = stage
        cls.shipment.mode = "sea"

    def test_the_list_ends_with_the_followup(self):
        self.assertEqual(self.codes(), {"ci", "pl", "customs", "bl", "co"})
        self.follow("clearance")
        self.assertEqual(self.codes(), {"ci", "pl", "customs"})
        self.follow("warehouse")
        self.assertEqual(self.codes(), {"ci", "pl"})
        self.assertEqual(self.shipment.progress, "0 / 2")
        self.follow("payment")
        self.assertEqual(self.codes(), {"ci", "pl", "customs", "bl", "co"})

    def test_a_new_shipment_lists_what_its_order_follows(self):
        self.foreign_customer.gendan_scope = "warehouse"
        shipment = self.make_export().picking_ids.gendan_export_ids
        shipment.mode = "sea"
        self.assertEqual(set(shipment.paper_ids.mapped("kind_id.code")), {"ci", "pl"})

    def test_what_was_begun_stays_and_nobody_waits_for_it(self):
        lading = self.shipment.paper_ids.filtered(lambda paper: paper.kind_id.code == "bl")
        lading.number = "COSU6123"
        self.assertEqual(self.todos(lading), {"export_paper"})
        self.follow("warehouse")
        self.assertIn(lading, self.shipment.paper_ids)
        self.assertFalse(self.todos(lading))
        self.assertEqual(self.shipment.progress, "0 / 2")
        self.follow("payment")
        self.assertEqual(self.todos(lading), {"export_paper"})


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestScopeNote(ScopeCase, NoteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"gendan_judge_papers": True, "gendan_judge_since": False})
        cls.note = cls.note_of(cls.picking)

    def missing(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_document_missing")
        return self.note.document_ids.filtered_domain(literal_eval(action["domain"]))

    def test_nobody_asks_for_the_arrival(self):
        self.done(self.picking)
        self.assertEqual(self.todos(self.note), {"arrival_ask"})
        self.follow("warehouse")
        self.assertEqual(self.todos(self.note), set())
        self.follow("payment")
        self.assertEqual(self.todos(self.note), {"arrival_ask"})

    def test_nobody_waits_for_the_signed_copy(self):
        self.done(self.picking)
        self.env["gendan.arrival"].create({"picking_id": self.picking.id, "arrived_on": "2026-11-02"})
        copy = self.note._gendan_return_copy()
        self.assertEqual((self.missing(), self.todos(copy)), (copy, {"paper_missing"}))
        self.follow("warehouse")
        self.assertEqual((self.missing(), self.todos(copy)), (copy.browse(), set()))
        self.follow("payment")
        self.assertEqual((self.missing(), self.todos(copy)), (copy, {"paper_missing"}))

    def test_what_comes_back_all_the_same_is_judged(self):
        self.done(self.picking)
        self.follow("warehouse")
        copy = self.note._gendan_return_copy()
        copy.write({"returned_at": "2026-11-02 01:00:00", "returned_how": "courier"})
        self.assertEqual(self.todos(copy), {"paper_judge"})

    def test_a_difference_behind_the_end_waits_for_nobody(self):
        self.done(self.picking)
        arrival = self.env["gendan.arrival"].create(
            {"picking_id": self.picking.id, "arrived_on": "2026-11-02", "is_day_sure": False}
        )
        self.assertTrue(self.todos(arrival))
        self.follow("warehouse")
        self.assertFalse(self.todos(arrival))

    def test_a_carriers_day_is_late_for_who_follows_it(self):
        self.picking.gendan_eta = "2026-10-30"
        self.assertTrue(self.picking.gendan_is_eta_late)
        self.follow("warehouse")
        self.picking.invalidate_recordset(["gendan_is_eta_late"])
        self.assertFalse(self.picking.gendan_is_eta_late)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestScopeMessages(ScopeCase, TrackCase):
    def test_the_number_is_told_without_a_day_of_arrival(self):
        self.milestone(self.order, "arrived").stage = "payment"
        self.follow("warehouse")
        self.leave()
        self.type("SF100", gendan_eta="2026-11-05")
        (mail,) = self.run_and_catch()
        self.assertIn("SF100", mail["body"])
        self.assertNotIn("Nov 5, 2026", mail["body"])

    def test_a_day_that_moves_behind_the_end_is_not_told(self):
        self.leave()
        self.type("SF100", gendan_eta="2026-11-05")
        self.run_and_catch()
        self.picking.gendan_eta = "2026-11-12"
        self.settle()
        moved = self.order.gendan_message_ids.filtered(lambda row: row.occasion == "moved")
        self.assertEqual(moved.mapped("state"), ["pending"])
        self.follow("warehouse")
        self.assertEqual(moved.mapped("state"), ["cancelled"])
