"""An order's whole life, read as a manual.

A clerk enters an order for a made product and confirms it; the workshop, the buyer, the warehouse
and accounting do their work in Odoo, and the plan follows by itself.
"""

from datetime import date, datetime

from freezegun import freeze_time

from odoo import Command
from odoo.tests import new_test_user, tagged

from .common import GendanCase


@tagged("post_install", "-at_install")
class TestOrderLife(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company, install_demo=False)
        cls.buyer = new_test_user(cls.env, "t_buyer", groups="purchase.group_purchase_user,stock.group_stock_user")
        cls.foreman = new_test_user(cls.env, "t_foreman", groups="mrp.group_mrp_user,stock.group_stock_user")
        cls.accountant = new_test_user(
            cls.env, "t_accountant", groups="account.group_account_invoice,sales_team.group_sale_salesman_all_leads"
        )
        note = cls.make_kind("note_back", light="money")
        invoiced = cls.make_kind("invoiced", light="money", event="invoiced")
        paid = cls.make_kind("paid", light="money", event="paid")
        cls.kinds.update(note=note, invoiced=invoiced, paid=paid)
        cls.customer.gendan_settlement_profile_id = cls.env["gendan.settlement.profile"].create(
            {
                "name": "Monthly, closes month end (test)",
                "code": "T-MONTH",
                "way": "monthly",
                "closing_day": 0,
                "line_ids": [
                    Command.create({"kind_id": note.id, "anchor": "arrived", "days": 3}),
                    Command.create({"kind_id": invoiced.id, "anchor": "closing", "days": 5}),
                    Command.create({"kind_id": paid.id, "anchor": "closing", "days": 30}),
                ],
            }
        )
        cls.customer.gendan_message_policy = "on"
        cls.bag.invoice_policy = "delivery"

    def at(self, day, hour=9):
        """From here on it is that day in November 2026, that hour in Dongguan."""
        frozen = freeze_time(datetime(2026, 11, day, hour - 8, 0))
        frozen.start()
        self.addCleanup(frozen.stop)

    def plan_of(self, order):
        self.settle()
        order.invalidate_recordset()
        return {m.kind_id.code.removeprefix("t_"): m for m in order.gendan_milestone_ids}

    def test_an_order_from_the_first_word_to_the_last_payment(self):
        # --- Monday 2 November. The clerk enters the order: 50,000 bags, to arrive on Friday the 20th.
        self.at(2)
        order = (
            self.env["sale.order"]
            .with_user(self.clerk)
            .create(
                {
                    "partner_id": self.customer.id,
                    "client_order_ref": "ML-2611-07",
                    "gendan_order_kind": "repeat",
                    "commitment_date": self.company._gendan_end_of_day(date(2026, 11, 20)),
                    "order_line": [Command.create({"product_id": self.bag.id, "product_uom_qty": 50000})],
                }
            )
        )
        self.assertEqual(order.gendan_clerk_id, self.clerk, "the clerk comes from the customer")

        # --- She confirms it and sees the plan: everything has its day, seven working days are to spare.
        order.action_confirm()
        plan = self.plan_of(order)
        self.assertEqual(plan["confirmed"].actual_date, date(2026, 11, 2))
        self.assertEqual(plan["arrived"].baseline_date, date(2026, 11, 20))
        self.assertEqual((order.gendan_delivery_health, order.gendan_buffer_days), ("on_track", 7))
        self.assertEqual(order.gendan_part_ids.promise_ids.mapped("date"), [date(2026, 11, 20)])

        # --- Odoo has made the production order and a purchase of film. The buyer orders it.
        production = self.env["mrp.production"].search([("product_id", "=", self.bag.id)], order="id desc", limit=1)
        self.assertEqual(production.sale_line_id.order_id, order)
        purchase = self.env["purchase.order"].search([("partner_id", "=", self.supplier.id)], order="id desc", limit=1)
        purchase = purchase.with_user(self.buyer)
        purchase.order_line.date_planned = datetime(2026, 11, 5, 9, 30)
        purchase.button_confirm()
        self.assertEqual(self.plan_of(order)["material"].forecast_date, date(2026, 11, 5))

        # --- The film maker is late. The buyer types the new date; forecast, buffer and light move.
        before = order.gendan_buffer_days
        purchase.order_line.date_planned = datetime(2026, 11, 10, 9, 30)
        plan = self.plan_of(order)
        self.assertEqual(plan["material"].forecast_date, date(2026, 11, 10))
        self.assertIn(purchase.name, plan["material"].expected_source)
        self.assertEqual(order.gendan_buffer_days, before - 4, "four working days of six-day weeks")
        purchase.order_line.date_planned = datetime(2026, 11, 19, 9, 30)
        self.plan_of(order)
        self.assertEqual(order.gendan_delivery_health, "at_risk")
        purchase.order_line.date_planned = datetime(2026, 11, 6, 9, 30)
        self.plan_of(order)
        self.assertEqual(order.gendan_delivery_health, "on_track")

        # --- Wednesday. The contract comes back signed; the clerk ticks it.
        self.at(4)
        plan["contract"].with_user(self.clerk).action_tick()
        self.assertEqual(plan["contract"].actual_date, date(2026, 11, 4))

        # --- Friday. The film arrives, and material is available without anybody ticking it.
        self.at(6)
        receipt = purchase.picking_ids
        receipt.move_ids.write({"quantity": receipt.move_ids.product_uom_qty, "picked": True})
        receipt.button_validate()
        production.with_user(self.foreman).action_assign()
        self.assertEqual(self.plan_of(order)["material"].actual_date, date(2026, 11, 6))

        # --- Tuesday. The bags are made. The customer's message waits in the queue.
        self.at(10)
        made = production.with_user(self.foreman)
        made.qty_producing = 50000
        made._set_qty_producing()
        made.move_raw_ids.picked = True
        made.button_mark_done()
        plan = self.plan_of(order)
        self.assertEqual(plan["made"].actual_date, date(2026, 11, 10))
        messages = self.env["gendan.message"].search([("order_id", "=", order.id), ("state", "=", "pending")])
        self.assertIn(plan["made"], messages.milestone_id)

        # --- Wednesday. The warehouse ships, the next day the goods arrive.
        self.at(11)
        self.ship(order.sudo())
        self.assertEqual(self.plan_of(order)["shipped"].actual_date, date(2026, 11, 11))
        self.at(12)
        plan["arrived"].with_user(self.clerk).action_tick()
        self.assertEqual(order.gendan_delivery_health, "delivered")
        self.assertEqual(order.gendan_money_health, "on_track")
        self.assertFalse(order.gendan_is_done)

        # --- The rest is papers and money: the note comes back, the invoice goes out and is paid.
        self.at(13)
        plan["note_back"].with_user(self.clerk).action_tick()
        self.at(30)
        invoice = order.with_user(self.accountant)._create_invoices()
        invoice.invoice_date = date(2026, 11, 30)
        invoice.action_post()
        self.assertEqual(self.plan_of(order)["invoiced"].actual_date, date(2026, 11, 30))
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {"payment_date": date(2026, 11, 30)}
        )._create_payments()
        payment_move = invoice.line_ids.matched_credit_ids.credit_move_id.move_id
        self.plan_of(order)
        self.assertTrue(payment_move)
        self.assertEqual(plan["paid"].actual_date, date(2026, 11, 30))
        self.assertEqual(order.gendan_money_health, "done")
        self.assertTrue(order.gendan_is_done, "delivered, and papers and money are done")

        # --- Nothing was ever promised but the 20th, and that is on record for good.
        self.assertEqual(order.gendan_promise_ids.mapped("version"), [1])
