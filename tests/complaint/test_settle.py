"""How complaints are settled: what each way makes, never more than there is, each once."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import MONDAY
from .common import ComplaintCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class SettleCase(ComplaintCase):
    @classmethod
    def agreed(cls, rows=(), complaint=None):
        """A complaint about 40 cartons whose settlement was agreed, with these rows, as its clerk."""
        complaint = complaint or cls.complain()
        cls.bring_to(complaint, "settling")
        complaint.sudo().settlement_ids.unlink()
        return cls.add_rows(complaint, rows)

    @classmethod
    def add_rows(cls, complaint, rows):
        complaint.sudo().settlement_ids = [Command.create(dict(row)) for row in rows]
        return complaint.with_user(cls.clerk).settlement_ids

    @classmethod
    def made(cls, row):
        return row.sudo()._gendan_result()

    @classmethod
    def book_return(cls, transfer):
        transfer.move_ids.picked = True
        transfer.with_context(skip_backorder=True)._action_done()
        assert transfer.state == "done"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSettle(SettleCase):
    def test_the_ways_stand_in_the_order_in_which_they_are_offered(self):
        choices = self.complain()._gendan_settle_choices()
        self.assertEqual(
            choices[:9],
            ["accept", "sorting", "rework", "remake", "replace", "discount", "return", "refund", "deduction"],
        )

    def test_mixed_by_quantity_each_makes_its_own_document_once(self):
        complaint = self.complain(line={"bad": 250})
        rows = self.agreed(
            [
                {"choice": "rework", "quantity": 200, "hours": 4},
                {"choice": "refund", "quantity": 50, "note": "scrapped at his place"},
                {"choice": "discount", "quantity": 750, "percent": 3, "more_than_bad": True},
            ],
            complaint,
        )
        self.assertEqual(rows.mapped("amount"), [0.0, 240.0, 108.0])
        rows._gendan_do()
        repair, refund, discount = (self.made(row) for row in rows)
        self.assertEqual((repair._name, repair.product_qty, repair.under_warranty), ("repair.order", 200, True))
        self.assertEqual([move.move_type for move in (refund, discount)], ["out_refund", "out_refund"])
        self.assertEqual([move.amount_total for move in (refund, discount)], [240.0, 108.0])
        self.assertEqual({move.state for move in (refund, discount)}, {"draft"})
        rows._gendan_do()
        self.assertEqual([self.made(row) for row in rows], [repair, refund, discount])
        self.assertFalse(complaint._gendan_step_error("settle") and complaint.state != "settling")

    def test_more_than_is_bad_is_settled_only_when_said(self):
        rows = self.agreed([{"choice": "rework", "quantity": 30}, {"choice": "refund", "quantity": 11}])
        for row in rows:
            with self.subTest(row=row.choice), self.assertRaisesRegex(UserError, "41 .* are settled"):
                row._gendan_do()
        rows[1].more_than_bad = True
        rows._gendan_do()
        self.assertTrue(all(rows.mapped("done_at")))

    def test_quantities_are_compared_in_the_units_precision(self):
        self.carton.uom_id.rounding = 1.0
        rows = self.agreed([{"choice": "rework", "quantity": 40.000001}])
        self.assertFalse(rows._gendan_error())

    def test_what_is_made_again_and_sent_counts_once(self):
        rows = self.agreed([{"choice": "remake", "quantity": 40}, {"choice": "replace", "quantity": 40}])
        self.assertFalse(rows[1]._gendan_error())

    def test_a_return_is_odoos_own_and_never_of_more_than_is_left(self):
        rows = self.agreed([{"choice": "return", "quantity": 40}])
        rows._gendan_do()
        transfer = self.made(rows)
        self.assertEqual((transfer.return_id, transfer.move_ids.product_uom_qty), (self.picking, 40))
        self.assertTrue(transfer.location_id._gendan_is_customer())
        self.assertTrue(transfer.move_ids.to_refund)
        more = self.add_rows(rows.complaint_id, [{"choice": "return", "quantity": 961, "more_than_bad": True}])[-1]
        self.assertIn("960 are left", more._gendan_error())
        more.quantity = 960
        self.assertFalse(more._gendan_error())
        transfer.action_cancel()
        more.quantity = 1000
        self.assertFalse(more._gendan_error(), "what was called off does not count")

    def test_a_receipt_in_two_steps_counts_once(self):
        self.warehouse.reception_steps = "two_steps"
        rows = self.agreed([{"choice": "return", "quantity": 40}])
        rows._gendan_do()
        self.book_return(self.made(rows))
        self.assertEqual(rows.complaint_id.line_ids._gendan_left()[rows.complaint_id.line_ids][0], 960)

    def test_what_came_back_for_credit_is_not_refunded_again(self):
        rows = self.agreed([{"choice": "return", "quantity": 40}])
        rows._gendan_do()
        refund = self.add_rows(rows.complaint_id, [{"choice": "refund", "quantity": 961, "more_than_bad": True}])[-1]
        self.assertIn("960 are left", refund._gendan_error())
        other = self.agreed([{"choice": "refund", "quantity": 40}])
        other._gendan_do()
        third = self.agreed([{"choice": "refund", "quantity": 921, "more_than_bad": True}])
        self.assertIn("920", third._gendan_error())

    def test_returned_to_be_reworked_it_is_not_credited(self):
        rows = self.agreed([{"choice": "return", "quantity": 40}, {"choice": "rework", "quantity": 40}])
        self.assertFalse(rows[0].for_credit)
        rows._gendan_do()
        transfer, repair = (self.made(row) for row in rows)
        self.assertFalse(transfer.move_ids.to_refund)
        self.assertEqual(repair.picking_id, transfer)
        rows = self.agreed([{"choice": "return", "quantity": 40}, {"choice": "refund", "quantity": 40}])
        rows[0].for_credit = True
        self.assertIn("credited twice", rows[0]._gendan_error())

    def test_the_replacement_is_free_and_not_held_for_what_he_owes(self):
        rows = self.agreed([{"choice": "replace", "quantity": 40}])
        rows.complaint_id.sudo().replacement_by = date(2026, 11, 12)
        rows._gendan_do()
        order = self.made(rows)
        self.assertEqual((order.state, order.amount_total, order.order_line.product_uom_qty), ("draft", 0, 40))
        self.assertEqual(order.partner_shipping_id, self.order.partner_shipping_id)
        self.assertEqual(order._gendan_replacements(), order)
        self.assertFalse(order.gendan_is_counted)
        self.assertTrue(self.order.gendan_is_counted)
        self.put_in_stock(self.carton, 40)
        order.action_confirm()
        self.assertEqual(order.picking_ids.move_ids._gendan_replacing(), order.picking_ids.move_ids)
        order.order_line.price_unit = 4.8
        self.assertFalse(order._gendan_replacements(), "whoever types a price owes it")
        forged = self.make_order([(self.carton, 40, {"price_unit": 0})], gendan_settles_id=rows.id)
        self.assertFalse(forged._gendan_replacements(), "no settlement made it")

    def test_made_again_is_a_draft_production_where_it_is_made(self):
        row = self.agreed([{"choice": "remake", "quantity": 40}])
        self.assertIn("no bill of materials", row._gendan_error())
        order = self.delivered_order(quantity=5000, product=self.bag)
        complaint = self.complain(picking_id=order.picking_ids[-1].id, line={"product_id": self.bag.id})
        row = self.agreed([{"choice": "remake", "quantity": 40}], complaint)
        row._gendan_do()
        production = self.made(row)
        self.assertEqual((production.state, production.product_qty, production.bom_id), ("draft", 40, self.bom))

    def test_sorting_makes_an_order_whose_hours_are_its_cost(self):
        self.company.gendan_sorting_rate = 30
        row = self.agreed([{"choice": "sorting", "quantity": 900, "hours": 5}])
        self.assertEqual(row.cost, 150)
        row._gendan_do()
        sorting = self.made(row).with_user(self.clerk)
        self.assertEqual((sorting.state, sorting.quantity, sorting.hours_planned), ("planned", 900, 5))
        with self.assertRaisesRegex(UserError, "how many were sorted"):
            sorting.action_done()
        sorting.with_user(self.quality_user).write({"sorted_count": 900, "bad_count": 31, "hours": 7})
        sorting.with_user(self.quality_user).action_done()
        self.assertEqual(row.complaint_id.sudo().cost_ids.amount, 210)
        with self.assertRaisesRegex(UserError, "only what comes out"):
            sorting.hours = 1

    def test_a_deduction_in_part_is_a_credit_note(self):
        row = self.agreed([{"choice": "deduction"}])
        self.assertIn("of what amount", row._gendan_error())
        row.amount = 100
        row._gendan_do()
        self.assertEqual((self.made(row).move_type, self.made(row).amount_total), ("out_refund", 100))

    def test_the_supplier_at_fault_is_debited(self):
        row = self.agreed([{"choice": "refund", "quantity": 40}, {"choice": "debit", "amount": 70}])[-1]
        self.assertIn("which supplier", row._gendan_error())
        row.supplier_id = self.supplier
        row._gendan_do()
        move = self.made(row)
        self.assertEqual((move.move_type, move.partner_id, move.amount_total, move.state),
                         ("in_refund", self.supplier, 70, "draft"))  # fmt: skip
        self.assertEqual(row.complaint_id.sudo().cost_ids.amount, -70)

    def test_of_which_goods_and_how_many_is_asked(self):
        complaint = self.complain()
        complaint.line_ids = [Command.create({"product_id": self.carton.id, "bad": 2})]
        row = self.agreed([{"choice": "rework", "quantity": 2}], complaint)
        self.assertIn("of which goods", row._gendan_error())
        row.line_id = complaint.line_ids[0]
        row.quantity = 0
        self.assertIn("for how many", row._gendan_error())


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSettleCost(SettleCase):
    def test_the_ways_are_compared_with_what_each_costs(self):
        order = self.delivered_order(quantity=5000, product=self.bag)
        complaint = self.complain(picking_id=order.picking_ids[-1].id, line={"product_id": self.bag.id, "bad": 1000})
        self.company.gendan_sorting_rate = 30
        action = complaint.with_user(self.clerk).action_compare()
        compare = self.env["gendan.complaint.compare"].with_user(self.clerk).browse(action["res_id"])
        with Form(compare) as form:
            form.freight = 10
            form.sorted_per_hour = 500
            form.percent = 10
        cost = {line.choice: line.cost for line in compare.line_ids}
        self.assertEqual(list(cost), complaint._gendan_settle_choices()[:9])
        # 5000 are looked through; 3 kg of film at 9 for 1000, and the freight there
        self.assertEqual((cost["accept"], cost["sorting"], cost["remake"]), (0, 300, 37))
        worth = compare.currency_id.round(1000 * complaint.line_ids._gendan_price())
        self.assertEqual((cost["refund"], cost["discount"]), (worth, compare.currency_id.round(worth / 10)))
        line = compare.line_ids.filtered(lambda row: row.choice == "remake")
        line.unit_cost = 0.05
        self.assertEqual(line.cost, 60)
        line.action_choose()
        row = complaint.settlement_ids
        self.assertEqual((row.choice, row.quantity, row.unit_cost, row.cost), ("remake", 1000, 0.05, 60))

    def test_what_needs_approval_is_not_offered_before(self):
        complaint = self.bring_to(self.complain(), "findings").with_user(self.clerk)
        complaint.settlement_ids = [Command.create({"choice": "discount", "amount": 150})]
        self.company.gendan_settlement_limit = 100
        with self.assertRaisesRegex(UserError, "A supervisor approves it first"):
            complaint.action_propose()
        complaint.with_user(self.supervisor).action_approve_settlement()
        complaint.action_propose()
        self.assertEqual(complaint.state, "proposed")

    def test_beyond_the_limit_a_supervisor_approves_first(self):
        self.company.gendan_settlement_limit = 100
        row = self.agreed([{"choice": "refund", "quantity": 40}])
        complaint = row.complaint_id
        with self.assertRaisesRegex(UserError, "A supervisor approves it first"):
            row._gendan_do()
        todo = self.env["gendan.todo"].search([("res_model", "=", complaint._name), ("res_id", "=", complaint.id),
                                               ("kind", "=", "complaint_approval")])  # fmt: skip
        self.assertTrue(todo)
        with self.assertRaisesRegex(UserError, "A supervisor approves"):
            complaint.action_approve_settlement()
        with self.assertRaises(UserError):
            complaint.write({"approved_cost": 1000})
        complaint.with_user(self.supervisor).action_approve_settlement()
        self.assertEqual(complaint.sudo().approved_by_id, self.supervisor)
        row.amount = 191
        self.assertFalse(row._gendan_error(), "less than was approved")
        more = self.add_rows(complaint, [{"choice": "deduction", "amount": 50}])[-1]
        self.assertIn("A supervisor approves it first", more._gendan_error())

    def test_what_it_cost_is_charged_to_the_department_at_fault(self):
        row = self.agreed([{"choice": "refund", "quantity": 40}])
        row._gendan_do()
        cost = row.complaint_id.sudo().cost_ids
        self.assertEqual((cost.amount, cost.date, cost.cause_id), (192, date(2026, 11, 2), self.cause))
        self.assertEqual(cost.department_id, row.complaint_id.fault_department_id)
        row.complaint_id.sudo().fault_department_id = self.quality
        self.assertEqual(cost.department_id, self.quality, "charged anew when the department was wrong")
        seen = {
            user: bool(self.env["gendan.complaint.cost"].with_user(user).search([("id", "=", cost.id)]))
            for user in (self.clerk, self.other_clerk, self.supervisor, self.quality_user)
        }
        self.assertEqual(list(seen.values()), [True, False, True, True])
        row._gendan_do()
        self.assertEqual(len(row.complaint_id.sudo().cost_ids), 1)
