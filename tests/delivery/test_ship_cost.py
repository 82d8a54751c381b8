"""What the add-on adds to validating deliveries: statements and looks, not seconds (those: make bench ARGS=ship)."""

import re
from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import MONDAY
from .common import ShipCase

OURS = re.compile(r'(FROM|INTO|UPDATE|JOIN) "?gendan_')


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestShipCost(ShipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "gendan_follow_new_orders": True,
                "gendan_ship_credit": True,
                "gendan_ship_overdue": True,
                "gendan_ship_cash": True,
                "gendan_ship_papers": True,
                "gendan_ship_hold": True,
                "gendan_tolerance": True,
                "gendan_note": True,
            }
        )
        cls.limit(1e9)
        paid = cls.env["gendan.milestone.kind"].search([("event", "=", "paid"), ("light", "=", "money")], limit=1)
        cls.customer.gendan_settlement_profile_id = cls.profile(
            "deposit",
            deposit_percent=0,
            line_ids=[Command.create({"kind_id": paid.id, "anchor": "shipped", "days": 30})],
        )
        cls.env["gendan.tolerance"].create(
            {"company_id": cls.company.id, "over_percent": 10, "under_percent": 10, "policy": "refuse"}
        )

    def ready(self, number, lines=3):
        """So many followed deliveries with their notes, nothing of them read yet."""
        orders = self.env["sale.order"].union(
            *(self.make_order([(self.carton, 20)] * lines) for _number in range(number))
        )
        orders.action_confirm()
        pickings = orders.picking_ids
        pickings.action_assign()
        pickings._gendan_make_notes()
        self.settle()
        self.commit()
        self.env.invalidate_all()
        self.assertEqual(pickings.mapped("state"), ["assigned"] * number)
        return pickings

    def validate(self, pickings):
        """With all that goes before the commit."""
        result = pickings.button_validate()
        self.settle()
        self.commit()
        return result

    @contextmanager
    def statements(self):
        """Those on the add-on's own tables that are run meanwhile."""
        result = []
        cursor = type(self.env.cr)
        original = cursor.execute

        def execute(cr, query, *args, **kwargs):
            code = str(getattr(query, "code", query))
            if OURS.search(code):
                result.append(code)
            return original(cr, query, *args, **kwargs)

        with patch.object(cursor, "execute", execute):
            yield result

    def test_many_deliveries_cost_no_statement_of_ours_for_each(self):
        counts = {}
        self.validate(self.ready(1))
        for number in (2, 8):
            pickings = self.ready(number)
            with self.statements() as found:
                self.validate(pickings)
            self.assertEqual(set(pickings.mapped("state")), {"done"})
            self.assertEqual(set(pickings.gendan_note_id.mapped("state")), {"left"})
            shipped = pickings.sale_id.gendan_milestone_ids.filtered(lambda m: m.event == "shipped")
            self.assertEqual(shipped.mapped("state"), ["done"] * number)
            counts[number] = len(found)
        self.assertLessEqual(counts[8], counts[2] + 2, counts)

    def test_all_rules_look_at_the_same_shipments(self):
        pickings = self.ready(2)
        Picking, Move = type(pickings), type(pickings.move_ids)
        with (
            patch.object(Picking, "_gendan_shipments", autospec=True, side_effect=Picking._gendan_shipments) as seen,
            patch.object(Move, "_gendan_replacing", autospec=True, side_effect=Move._gendan_replacing) as replacing,
        ):
            self.assertTrue(pickings.button_validate())
        self.assertEqual(len(seen.mock_calls), 1)
        self.assertEqual(len(replacing.mock_calls), 2)

    def test_what_is_whole_is_done_without_further_contexts(self):
        """Each environment more is looked through each time Odoo asks for one: ten thousands of times."""
        pickings = self.ready(2)
        Move = type(pickings.move_ids)
        with patch.object(Move, "_create_backorder", autospec=True, side_effect=Move._create_backorder) as asked:
            pickings.button_validate()
        [call] = asked.mock_calls
        keys = {key for key in call.args[0].env.context if key.startswith("gendan_")}
        self.assertEqual(keys, {"gendan_gate_pass", "gendan_ship_together"})

    def test_the_question_about_a_back_order_carries_nothing_on(self):
        picking = self.ready(1)
        picking.move_ids[0].write({"quantity": 5, "picked": True})
        action = picking.button_validate()
        self.assertEqual(action["res_model"], "stock.backorder.confirmation")
        self.assertFalse([key for key in action["context"] if key.startswith("gendan_")])
        self.assertTrue(picking.state != "done")
