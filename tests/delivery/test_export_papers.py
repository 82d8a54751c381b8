"""The list of papers a shipment abroad needs: by rules, got, compared, ready."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .export_common import ExportCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestExportPapers(ExportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls.env.ref("gendan_followup.department_shipping")
        cls.department.member_ids = [Command.link(cls.quality_user.id)]

    def paper(self, code, shipment=None):
        papers = (shipment or self.shipment).paper_ids
        return papers.filtered(lambda paper: paper.kind_id.code == code)

    def codes(self, shipment=None):
        return set((shipment or self.shipment).paper_ids.mapped("kind_id.code"))

    def todo(self, paper):
        return self.env["gendan.todo"].search(
            [("res_model", "=", "gendan.export.paper"), ("res_id", "=", paper.id), ("open", "=", True)]
        )

    def lading(self, **said):
        """The bill of lading of a shipment by sea, with what it says."""
        self.shipment.mode = "sea"
        paper = self.clerk_of(self.paper("bl"))
        paper.write({"number": "COSU6123", **said})
        return paper

    # === rules ===

    def test_the_rules_decide(self):
        self.assertEqual(self.codes(), {"ci", "pl", "customs", "co"})
        self.order.incoterm = self.env.ref("account.incoterm_CIF")
        self.shipment.write({"mode": "sea", "payment": "lc", "wooden": True})
        self.assertEqual(
            self.codes(),
            {"ci", "pl", "customs", "co", "lc", "inspection", "fumigation", "insurance", "bl"},
        )
        self.shipment.mode = "air"
        self.assertIn("awb", self.codes())
        self.assertNotIn("bl", self.codes(), "nobody had touched it")

    def test_what_was_received_stays_on_the_list(self):
        self.lading().action_received()
        self.shipment.mode = "air"
        self.assertLessEqual({"bl", "awb"}, self.codes())

    def test_a_rule_may_be_for_one_country_or_manner(self):
        kind = self.env["gendan.export.paper.kind"].create({"name": "Form E", "code": "form_e"})
        rule = self.env["gendan.export.paper.rule"].create(
            {"kind_id": kind.id, "country_id": self.env.ref("base.vn").id}
        )
        self.shipment.action_refresh()
        self.assertNotIn("form_e", self.codes())
        rule.write({"country_id": self.env.ref("base.de").id, "manner": "bonded"})
        self.shipment.manner = "bonded"
        self.assertIn("form_e", self.codes())
        self.assertNotIn("co", self.codes())

    def test_due_counts_from_leaving_or_arrival(self):
        self.assertEqual(self.paper("ci").due, date(2026, 10, 30))
        self.paper("ci").write({"anchor": "arrives", "days": 2})
        self.order.commitment_date = "2026-12-10 04:00:00"
        self.assertEqual(self.paper("ci").due, date(2026, 12, 12))

    # === to-dos ===

    def test_the_department_hears_of_its_papers(self):
        todo = self.todo(self.paper("customs"))
        self.assertEqual((todo.kind, todo.department_id), ("export_paper", self.department))
        # to-dos are named in the language of the company
        kind = self.paper("customs").kind_id.with_context(lang=self.company.partner_id.lang)
        self.assertIn(kind.name, todo.name)
        self.assertEqual(todo.due, self.paper("customs").due)

    def test_a_new_day_of_leaving_moves_what_is_due(self):
        self.picking.scheduled_date = "2026-11-20 04:00:00"
        self.assertEqual(self.todo(self.paper("customs")).due, date(2026, 11, 19))

    def test_ours_are_ready_when_they_are_made(self):
        self.assertTrue(self.todo(self.paper("ci")))
        self.clerk_of(self.shipment).action_print_packing()
        self.assertEqual(self.paper("ci").state, "ready")
        self.assertEqual(self.paper("ci").number, f"{self.shipment.name}-CI")
        self.assertFalse(self.todo(self.paper("ci")))
        self.assertEqual(self.shipment.progress, "2 / 4")
        self.picking.action_cancel()
        self.assertEqual(self.paper("ci").state, "to_get")
        self.assertFalse(self.todo(self.paper("customs")), "nothing leaves")

    def test_progress_is_on_transfer_and_order(self):
        paper = self.clerk_of(self.paper("customs"))
        paper.number = "5300 2026"
        paper.action_ready()
        self.assertEqual(self.picking.gendan_export_progress, "1 / 4")
        self.assertEqual(self.order.gendan_export_progress, "1 / 4")

    # === states ===

    def test_received_needs_a_number_or_a_file(self):
        paper = self.clerk_of(self.paper("customs"))
        with self.assertRaisesRegex(UserError, "type its number"):
            paper.action_received()
        paper.number = "5300 2026"
        paper.action_received()
        self.assertEqual((paper.state, paper.received_on), ("received", date(2026, 11, 2)))

    def test_not_needed_needs_a_reason(self):
        paper = self.clerk_of(self.paper("co"))
        with self.assertRaisesRegex(UserError, "say why"):
            paper.action_not_needed()
        paper.reason = "Germany asks for none"
        paper.action_not_needed()
        self.assertFalse(self.todo(paper))
        self.assertEqual(self.shipment.progress, "0 / 3")

    def test_the_state_is_not_typed(self):
        with self.assertRaisesRegex(UserError, "Use the buttons"):
            self.clerk_of(self.paper("co")).state = "ready"
        made = (
            self.env["gendan.export.paper"]
            .with_user(self.other_clerk)
            .create(
                {
                    "shipment_id": self.shipment.id,
                    "kind_id": self.env.ref("gendan_followup.export_kind_insurance").id,
                    "state": "ready",
                }
            )
        )
        self.assertEqual(made.state, "to_get")

    # === comparing ===

    def test_a_paper_that_must_be_compared_is_not_ready_before(self):
        paper = self.lading()
        with self.assertRaisesRegex(UserError, "compare them"):
            paper.action_ready()
        with self.assertRaisesRegex(UserError, "type what it says"):
            paper.action_compare()

    def test_what_agrees_is_ready(self):
        self.clerk_of(self.shipment).vessel = "COSCO Virgo 017E"
        paper = self.lading(
            said_consignee="NORDLICHT NATURKOST GMBH",
            said_quantity=1200,
            said_cartons=3,
            said_gross=28.8,
            said_vessel="Cosco Virgo, 017E",
            said_port="HAMBURG",
            said_amount=150,
        )
        paper.action_compare()
        self.assertFalse(paper.difference_ids)
        paper.action_ready()
        self.assertEqual(paper.state, "ready")

    def test_differences_are_named_and_accepted_one_by_one(self):
        paper = self.lading(said_cartons=4, said_gross=30, said_port="Rotterdam", said_quantity=1200)
        paper.action_compare()
        self.assertEqual(
            {row.figure: (row.ours, row.theirs) for row in paper.difference_ids},
            {"cartons": ("3", "4"), "gross": ("28.80", "30.00"), "port": ("Hamburg", "Rotterdam")},
        )
        with self.assertRaisesRegex(UserError, "Cartons, Gross weight, Port of discharge"):
            paper.action_ready()
        for row in paper.difference_ids:
            row.reason = "Forwarder corrects it"
        self.assertEqual(paper.difference_ids.accepted_by_id, self.other_clerk)
        paper.action_ready()
        self.assertEqual(paper.state, "ready")

    def test_what_is_typed_anew_is_compared_anew(self):
        paper = self.lading(said_cartons=4, said_gross=30)
        paper.action_compare()
        paper.difference_ids.filtered(lambda row: row.figure == "gross").reason = "Pallet"
        paper.said_cartons = 3
        self.assertEqual(paper.state, "received")
        paper.action_compare()
        self.assertEqual(paper.difference_ids.mapped(lambda row: (row.figure, row.reason)), [("gross", "Pallet")])

    def test_figures_unknown_here_are_named(self):
        self.carton.write({"gendan_carton_gross": 0, "weight": 0})
        paper = self.lading(said_gross=30)
        paper.action_compare()
        self.assertEqual(paper.difference_ids.ours, "not known")

    def test_nobody_is_on_board_before_the_goods_have_left(self):
        self.picking.move_ids.picked = True
        self.picking.button_validate()
        paper = self.lading(said_on_board=date(2026, 11, 1))
        paper.action_compare()
        self.assertEqual(paper.difference_ids.figure, "on_board")
        paper.said_on_board = date(2026, 11, 4)
        paper.action_compare()
        self.assertFalse(paper.difference_ids)

    def test_a_difference_is_not_rewritten(self):
        paper = self.lading(said_cartons=4)
        paper.action_compare()
        with self.assertRaisesRegex(UserError, "put right on the paper"):
            paper.difference_ids.ours = "4"
        with self.assertRaises(AccessError):
            paper.difference_ids.unlink()

    # === who ===

    def test_a_department_keeps_its_own_papers(self):
        paper = self.paper("customs").with_user(self.quality_user)
        paper.number = "5300 2026"
        paper.action_ready()
        self.shipment.payment = "lc"
        other = self.paper("lc").with_user(self.quality_user)
        self.assertTrue(other.kind_id, "it reads the others")
        with self.assertRaises(AccessError):
            other.number = "LC 1"

    def test_departments_see_no_amounts(self):
        paper = self.lading(said_amount=999, said_cartons=4)
        paper.action_compare()
        self.env.flush_all()
        seen = self.env["gendan.export.difference"].with_user(self.quality_user).search([("paper_id", "=", paper.id)])
        self.assertEqual(seen.mapped("figure"), ["cartons"])
        with self.assertRaises(AccessError):
            paper.with_user(self.quality_user).read(["said_amount"])

    def test_another_clerk_neither_reads_nor_adds(self):
        with self.assertRaises(AccessError):
            self.paper("co").with_user(self.clerk).read(["number"])
        with self.assertRaises(AccessError):
            self.env["gendan.export.paper"].with_user(self.clerk).create(
                {
                    "shipment_id": self.shipment.id,
                    "kind_id": self.env.ref("gendan_followup.export_kind_insurance").id,
                }
            )

    def test_a_rep_changes_no_paper(self):
        with self.assertRaises(AccessError):
            self.paper("co").with_user(self.rep).number = "X"
