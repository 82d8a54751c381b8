"""Every way into `stock.move._action_done`: none leads around the gate, and nothing else is held."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import MONDAY
from .common import PrepaidCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestShipPaths(PrepaidCase):
    def assertHeld(self, do, picking=None):
        picking = picking or self.picking
        with self.assertRaisesRegex(UserError, picking.name), self.env.cr.savepoint():
            do()
        self.env.invalidate_all()
        self.assertNotEqual(picking.state, "done")

    def test_the_button(self):
        self.assertHeld(self.picking.button_validate)

    def test_the_method_of_the_transfer(self):
        self.picking.move_ids.picked = True
        self.assertHeld(self.picking._action_done)

    def test_the_method_of_the_moves(self):
        self.picking.move_ids.picked = True
        self.assertHeld(self.picking.move_ids._action_done)

    def test_a_pass_sent_by_rpc_counts_for_nothing(self):
        forged = {"action": "ship", "model": "stock.picking", "ids": self.picking.ids}
        self.assertHeld(self.picking.with_context(gendan_gate_pass=forged).button_validate)
        self.assertHeld(self.picking.with_context(gendan_gate_pass=True).move_ids._action_done)

    def test_the_back_order_dialog(self):
        # paid for half of it, validated by half: the dialog comes up
        self.pay(250, self.order.name)
        self.picking.move_ids.write({"quantity": 50, "picked": True})
        action = self.picking.button_validate()
        self.assertEqual(action["res_model"], "stock.backorder.confirmation")
        self.assertNotIn("gendan_gate_pass", action["context"])
        # meanwhile the quantity is put up: the dialog asks again
        self.picking.move_ids.quantity = 60
        wizard = Form.from_action(self.env, action).save()
        self.assertHeld(wizard.process)
        self.assertHeld(wizard.process_cancel_backorder)
        self.picking.move_ids.quantity = 50
        wizard.process()
        self.assertEqual(self.picking.state, "done")
        backorder = self.picking.backorder_ids
        backorder.action_assign()
        self.assertHeld(backorder.button_validate, backorder)

    def test_a_batch_names_the_held_transfer(self):
        _order, other = self.deliver(partner_id=self.foreign_customer.id)
        both = self.picking | other
        batch = self.env["stock.picking.batch"].create(
            {"picking_ids": [Command.set(both.ids)], "picking_type_id": other.picking_type_id.id}
        )
        batch.action_confirm()
        both.move_ids.picked = True
        self.assertHeld(batch.action_done)
        self.assertEqual(other.state, "assigned", "a batch leaves as one")
        self.pay(500, self.order.name)
        batch.action_done()
        self.assertEqual(both.mapped("state"), ["done", "done"])

    def test_money_counts_once_for_what_leaves_together(self):
        first = self.picking
        second = first.copy({"move_ids": [Command.clear()]})
        self.order.order_line.product_uom_qty = 200
        first.move_ids.product_uom_qty = 100
        first.move_ids.copy({"picking_id": second.id, "product_uom_qty": 100})
        second.action_confirm()
        both = first | second
        both.action_assign()
        self.pay(500, self.order.name)
        self.assertFalse(any(both._gendan_gate("ship").values()), "each alone may leave")
        self.assertHeld(both.button_validate, second)
        first.button_validate()
        self.assertHeld(second.button_validate, second)

    def test_lines_added_to_what_has_left(self):
        self.pay(500, self.order.name)
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")
        line = self.picking.move_line_ids
        for do in (
            lambda: line.write({"quantity": 110}),
            lambda: self.picking.move_ids.write({"quantity": 110}),
            lambda: self.env["stock.move.line"].create(
                {
                    "picking_id": self.picking.id,
                    "move_id": self.picking.move_ids.id,
                    "product_id": self.carton.id,
                    "quantity": 5,
                    "location_id": self.picking.location_id.id,
                    "location_dest_id": self.picking.location_dest_id.id,
                }
            ),
        ):
            with self.assertRaisesRegex(UserError, self.picking.name), self.env.cr.savepoint():
                do()
            self.env.invalidate_all()
            self.assertEqual(self.picking.move_ids.quantity, 100)
        line.quantity = 90
        line.quantity = 100
        self.assertEqual(self.picking.move_ids.quantity, 100)

    def test_a_move_without_a_transfer(self):
        move = self.env["stock.move"].create(
            {
                "product_id": self.carton.id,
                "product_uom_qty": 3,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "sale_line_id": self.order.order_line.id,
            }
        )
        move.write({"quantity": 3, "picked": True})
        with self.assertRaisesRegex(UserError, self.order.name):
            move._action_done()

    def test_a_transfer_made_by_hand_to_a_customer_who_pays_before(self):
        picking = self.env["stock.picking"].create(
            {
                "partner_id": self.customer.id,
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.picking.location_id.id,
                "location_dest_id": self.picking.location_dest_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.carton.id,
                            "product_uom_qty": 3,
                            "location_id": self.picking.location_id.id,
                            "location_dest_id": self.picking.location_dest_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        with self.assertRaisesRegex(UserError, "serves no order"):
            picking.button_validate()

    def test_picks_are_not_held_the_last_step_is(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self.make_order([(self.carton, 10)])
        order.action_confirm()
        pick = order.picking_ids
        pick.action_assign()
        self.assertFalse(pick.gendan_ship_lights)
        pick.button_validate()
        self.assertEqual(pick.state, "done")
        out = order.picking_ids - pick
        self.assertHeld(out.button_validate, out)

    def test_returns_are_not_held_and_replacements_leave(self):
        self.pay(500, self.order.name)
        self.picking.button_validate()
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_ids=self.picking.ids, active_id=self.picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = 10
        back = self.env["stock.picking"].browse(wizard.action_create_exchanges()["res_id"])
        back.button_validate()
        self.assertEqual(back.state, "done")
        again = self.order.picking_ids - self.picking - back
        again.action_assign()
        self.assertEqual(again.move_ids.product_uom_qty, 10)
        again.button_validate()
        self.assertEqual(again.state, "done", "a replacement is not paid again")

    def test_receipts_and_internal_transfers_are_not_held(self):
        for picking_type in self.warehouse.in_type_id | self.warehouse.int_type_id:
            source, dest = picking_type.default_location_src_id, self.warehouse.lot_stock_id
            if picking_type.code == "incoming":
                source = self.env.ref("stock.stock_location_suppliers")
            places = {"location_id": source.id, "location_dest_id": dest.id}
            picking = self.env["stock.picking"].create(
                {
                    "partner_id": self.customer.id,
                    "picking_type_id": picking_type.id,
                    "move_ids": [Command.create({"product_id": self.carton.id, "product_uom_qty": 2, **places})],
                    **places,
                }
            )
            picking.action_confirm()
            picking.move_ids.write({"quantity": 2, "picked": True})
            picking.button_validate()
            self.assertEqual(picking.state, "done")

    def test_what_left_is_invoiced_and_cancelling_is_never_held(self):
        self.waive(self.picking, "ship_cash")
        self.picking.button_validate()
        invoice = self.order._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 500)
        _order, other = self.deliver()
        self.assertIn("ship_cash", self.todos(other))
        other.action_cancel()
        self.assertEqual(other.state, "cancel")
        self.commit()
        self.assertFalse(self.todos(other))
