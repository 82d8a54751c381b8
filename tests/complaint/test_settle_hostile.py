"""How somebody could be paid twice, or more than was agreed to, by settling a complaint."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .test_settle import SettleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPaidTwice(SettleCase):
    def test_what_was_refunded_stays_refunded_when_goods_are_added(self):
        rows = self.agreed([{"choice": "refund", "quantity": 40}])
        rows._gendan_do()
        complaint = rows.complaint_id
        complaint.with_user(self.clerk).line_ids = [Command.create({"product_id": self.carton.id, "bad": 1})]
        self.assertEqual(rows.line_id, complaint.line_ids[0], "the goods it was for stay its goods")
        left = complaint.line_ids[0]._gendan_left()[complaint.line_ids[0]]
        self.assertEqual(left[1], 960)

    def test_goods_that_were_settled_are_no_other_goods_afterwards(self):
        line = {"checked": 100}
        rows = self.agreed([{"choice": "refund", "quantity": 40}], self.complain(line=line))
        rows._gendan_do()
        goods = rows.complaint_id.line_ids.with_user(self.clerk)
        other = self.delivered_order(quantity=100)
        dozen = self.env.ref("uom.product_uom_dozen")
        for vals in (
            {"picking_id": other.picking_ids.id, "order_line_id": other.order_line.id},
            {"uom_id": dozen.id, "bad": 1, "checked": 2},
            {"product_id": self.bag.id, "picking_id": False, "order_line_id": False},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "carried out"), self.env.cr.savepoint():
                goods.write(vals)
        goods.write({"checked": 90, "description": "at the left edge"})

    def test_credited_when_back_it_is_not_paid_in_another_way(self):
        for other in (
            {"choice": "discount", "quantity": 40, "percent": 100},
            {"choice": "replace", "quantity": 40},
            {"choice": "remake", "quantity": 40},
        ):
            with self.subTest(other=other["choice"]):
                rows = self.agreed([{"choice": "return", "quantity": 40, "for_credit": True}])
                rows._gendan_do()
                more = self.add_rows(rows.complaint_id, [other])[-1]
                self.assertIn("twice", more._gendan_error() or "")
                rows.complaint_id.line_ids.sudo().bad = 80
                self.made(rows).sudo().action_cancel()
                if other["choice"] != "remake":
                    self.assertFalse(more._gendan_error())

    def test_goods_are_not_discounted_below_nothing(self):
        first = self.agreed([{"choice": "discount", "quantity": 1000, "percent": 60, "more_than_bad": True}])
        first._gendan_do()
        second = self.agreed([{"choice": "discount", "quantity": 1000, "percent": 60, "more_than_bad": True}])
        self.assertIn("1,920", second._gendan_error() or "")
        second.percent = 40
        self.assertFalse(second._gendan_error())
        self.made(first).sudo().button_cancel()
        second.percent = 60
        self.assertFalse(second._gendan_error(), "cancelled, it gives nothing")

    def test_an_amount_without_goods_is_no_more_than_the_order(self):
        complaint = self.complain()
        complaint.line_ids = [Command.create({"product_id": self.carton.id, "bad": 2})]
        row = self.agreed([{"choice": "discount", "amount": 4801}], complaint)
        self.assertIn("4,800", row._gendan_error() or "")
        row.amount = 4800
        self.assertFalse(row._gendan_error())
        row._gendan_do()
        again = self.add_rows(complaint, [{"choice": "refund", "line_id": complaint.line_ids[1].id, "quantity": 2}])[-1]
        self.assertTrue(again._gendan_error())

    def test_one_part_of_a_kit_is_not_worth_the_kit(self):
        kit = self.make_kit("Gift set", {self.carton: 1, self.film: 2}, list_price=100)
        self.film.route_ids = [Command.clear()]
        self.put_in_stock(self.film, 20)
        self.put_in_stock(self.carton, 10)
        order = self.confirm_order([(kit, 10)])
        order.picking_ids.action_assign()
        self.ship(order)
        self.assertEqual(order.order_line.qty_delivered, 10)
        picking = order.picking_ids
        part = self.complain(
            picking_id=picking.id,
            line={"product_id": self.film.id, "order_line_id": order.order_line.id, "bad": 5},
        )
        self.assertEqual(part.line_ids._gendan_price(), 0)
        whole = self.complain(picking_id=picking.id, line={"product_id": kit.id, "bad": 11})
        row = self.agreed([{"choice": "refund", "quantity": 11}], whole)
        self.assertIn("10", row._gendan_error() or "")
        whole.sudo().line_ids.bad = 10
        row.quantity = 10
        self.assertFalse(row._gendan_error())
        row._gendan_do()
        again = self.agreed([{"choice": "refund", "quantity": 1}], self.complain(
            picking_id=picking.id, line={"product_id": kit.id, "bad": 1}))  # fmt: skip
        self.assertTrue(again._gendan_error())

    def test_the_credit_note_is_of_the_amount_to_the_cent(self):
        tax = self.env["account.tax"].create({"name": "13", "amount": 13, "amount_type": "percent"})
        self.order.order_line.tax_ids = tax
        for amount in (100, 33.33, 0.05, 192.47, 1234.56):
            row = self.agreed([{"choice": "discount", "amount": amount}])
            row._gendan_do()
            self.assertEqual(self.made(row).amount_total, amount)

    def test_the_replacement_is_free_as_it_was_made_and_no_further(self):
        rows = self.agreed([{"choice": "replace", "quantity": 40}])
        rows._gendan_do()
        order = self.made(rows)
        order.order_line.product_uom_qty = 30
        self.assertEqual((order.order_line.price_unit, order._gendan_replacements()), (0, order))
        order.order_line.product_uom_qty = 400
        self.assertFalse(order._gendan_replacements(), "more than was agreed")
        order.order_line.product_uom_qty = 40
        self.assertTrue(order._gendan_replacements())
        order.order_line = [Command.create({"product_id": self.bag.id, "product_uom_qty": 5, "price_unit": 0})]
        self.assertFalse(order._gendan_replacements(), "something else")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestCostAndApproval(SettleCase):
    def test_goods_that_come_back_for_credit_cost_what_is_credited(self):
        self.company.gendan_settlement_limit = 100
        row = self.agreed([{"choice": "return", "quantity": 40, "freight": 8}])
        self.assertEqual((row.for_credit, row.amount, row.cost), (True, 192, 200))
        self.assertIn("A supervisor approves it first", row._gendan_error() or "")
        row.for_credit = False
        self.assertEqual((row.amount, row.cost), (0, 8))
        complaint = row.complaint_id
        compare = self.env["gendan.complaint.compare"].with_user(self.clerk).browse(
            complaint.with_user(self.clerk).action_compare()["res_id"]
        )
        cost = {line.choice: line.cost for line in compare.line_ids}
        self.assertEqual((cost["return"], cost["refund"]), (192, 192))

    def test_what_is_made_again_and_sent_costs_once(self):
        self.carton.standard_price = 2
        rows = self.agreed(
            [{"choice": "remake", "quantity": 30}, {"choice": "replace", "quantity": 40, "freight": 5}]
        )
        self.assertEqual(rows.mapped("cost"), [60, 25])
        self.assertEqual(rows.complaint_id.sudo().settlement_cost, 85)

    def test_what_making_again_costs_is_not_talked_down_before_approval(self):
        self.carton.standard_price = 5
        self.company.gendan_settlement_limit = 100
        row = self.agreed([{"choice": "replace", "quantity": 40}])
        row.unit_cost = 0
        self.assertEqual(row.cost, 0)
        self.assertIn("A supervisor approves it first", row._gendan_error() or "")
        complaint = row.complaint_id
        complaint.with_user(self.supervisor).action_approve_settlement()
        self.assertFalse(row._gendan_error())
        row.quantity = 39
        self.assertFalse(row._gendan_error())
        complaint.sudo().line_ids.bad = 41
        row.quantity = 41
        self.assertIn("A supervisor approves it first", row._gendan_error() or "")

    def test_nobody_types_what_it_costs_or_whose_it_is(self):
        self.company.gendan_settlement_limit = 100
        company, _clerk = self.make_other_company()
        row = self.agreed([{"choice": "refund", "quantity": 40}])
        complaint = row.complaint_id.with_user(self.clerk)
        for vals in ({"cost": 1}, {"company_id": company.id}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                row.write(vals)
        with self.assertRaises(UserError):
            complaint.write({"settlement_cost": 1})
        rows = self.env["gendan.complaint.settlement"].with_user(self.clerk)
        forged = {"complaint_id": complaint.id, "choice": "deduction", "amount": 500}
        for made in (
            rows.create({**forged, "cost": 1, "company_id": company.id}),
            rows.with_context(default_cost=1, default_company_id=company.id).create(forged),
        ):
            self.assertEqual((made.cost, made.company_id), (500, self.company))

    def test_the_price_of_others_goods_is_not_read_by_comparing(self):
        complaint = self.complain()
        compare = self.env["gendan.complaint.compare"].with_user(self.other_clerk)
        with self.assertRaises(AccessError):
            compare.create({"complaint_id": complaint.id, "goods_id": complaint.line_ids.id})
        foreign = self.delivered_order(partner_id=self.foreign_customer.id)
        own = self.complain(user=self.other_clerk, picking_id=foreign.picking_ids.id)
        with self.assertRaises(AccessError):
            compare.create({"complaint_id": own.id, "goods_id": complaint.line_ids.id})
        mine = compare.create({"complaint_id": own.id, "goods_id": own.line_ids.id})
        with self.assertRaises(AccessError):
            mine.goods_id = complaint.line_ids.id

    def test_no_more_is_sorted_than_there_is(self):
        row = self.agreed([{"choice": "sorting", "quantity": 900, "hours": 5}])
        row._gendan_do()
        sorting = self.made(row).with_user(self.quality_user)
        sorting.write({"sorted_count": 901, "bad_count": 3, "hours": 4})
        with self.assertRaisesRegex(UserError, "900"):
            sorting.action_done()


    def test_who_only_reads_the_complaint_says_nothing_of_sorting(self):
        row = self.agreed([{"choice": "sorting", "quantity": 900, "hours": 5}])
        row._gendan_do()
        # a clerk who is the rep of another's customer reads the complaint, and writes nothing of it
        self.other_clerk.group_ids = [Command.link(self.env.ref("sales_team.group_sale_salesman").id)]
        self.customer.user_id = self.other_clerk
        sorting = self.made(row).with_user(self.other_clerk)
        self.assertTrue(sorting.complaint_id.has_access("read"))
        with self.assertRaises(AccessError):
            sorting.hours = 100
        with self.assertRaises(AccessError):
            sorting.action_call_off()
        sorting.with_user(self.quality_user).write({"sorted_count": 900, "hours": 6})
        sorting.with_user(self.quality_user).action_done()


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestUndone(SettleCase):
    def test_what_was_cancelled_costs_nothing_and_can_be_settled_anew(self):
        self.company.gendan_settlement_limit = 1000
        rows = self.agreed([{"choice": "refund", "quantity": 40}])
        complaint = rows.complaint_id.with_user(self.clerk)
        rows._gendan_do()
        complaint._gendan_note_answer("phone", "We take off 192", False)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            rows.action_redo()
        note = self.made(rows)
        self.assertFalse(rows.is_void)
        note.button_cancel()
        rows.invalidate_recordset(["is_void"])
        self.assertTrue(rows.is_void)
        with self.assertRaisesRegex(UserError, "cancelled"):
            complaint.action_close()
        rows.action_redo()
        self.assertEqual((rows.done_at, rows.result_id, complaint.sudo().cost_ids.ids), (False, 0, []))
        self.assertIn("carried out anew", " ".join(complaint.message_ids.mapped("body")))
        rows._gendan_do()
        self.assertNotEqual(self.made(rows), note)
        self.assertEqual(complaint.sudo().cost_ids.mapped("amount"), [192])
        complaint.action_close()

    def test_or_taken_off(self):
        rows = self.agreed([{"choice": "refund", "quantity": 40}, {"choice": "accept"}])
        complaint = rows.complaint_id.with_user(self.clerk)
        rows._gendan_do()
        self.made(rows[0]).unlink()
        rows[0].action_redo()
        rows[0].unlink()
        self.assertFalse(complaint.sudo().cost_ids)
        complaint._gendan_note_answer("phone", "We take off nothing", False)
        complaint.action_close()

    def test_others_neither_read_nor_undo_it(self):
        rows = self.agreed([{"choice": "refund", "quantity": 40}])
        rows._gendan_do()
        self.made(rows).button_cancel()
        for user in (self.other_clerk, self.rep):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                rows.with_user(user).action_redo()

    def test_sorting_called_off_can_be_settled_anew(self):
        row = self.agreed([{"choice": "sorting", "quantity": 900, "hours": 5, "hour_rate": 30}])
        row._gendan_do()
        self.made(row).with_user(self.clerk).action_call_off()
        self.assertTrue(row.is_void)
        self.assertFalse(row.complaint_id.sudo().cost_ids.filtered("amount"))

    def test_a_credit_note_reversed_gives_nothing(self):
        row = self.agreed([{"choice": "refund", "quantity": 40}])
        row._gendan_do()
        note = self.made(row)
        note.action_post()
        note._reverse_moves([{"date": note.date, "invoice_date": note.date}], cancel=True)
        self.assertTrue(row.is_void)

    def test_undone_after_the_end_it_is_somebodys_to_do(self):
        rows = self.agreed([{"choice": "refund", "quantity": 40}, {"choice": "replace", "quantity": 10,
                                                                  "more_than_bad": True}])  # fmt: skip
        rows._gendan_do()
        complaint = rows.complaint_id
        complaint._gendan_note_answer("phone", "We take off 192", False)
        complaint._gendan_step("close")
        self.made(rows[0]).button_cancel()
        self.made(rows[1]).action_cancel()
        todos = self.env["gendan.todo"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id), ("open", "=", True)]
        )
        self.assertEqual(todos.mapped("kind"), ["complaint_undone"])
        complaint.sudo()._gendan_step("reopen")
        self.assertNotIn("complaint_undone", todos.filtered("open").mapped("kind"))


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAgreedAndCharged(SettleCase):
    def test_a_credited_delivery_is_no_hindrance_to_refund_the_other(self):
        self.put_in_stock(self.carton, 1000)
        order = self.confirm_order([(self.carton, 1000)])
        order.picking_ids.action_assign()
        first = order.picking_ids
        first.move_ids.write({"quantity": 500, "picked": True})
        first._action_done()
        second = order.picking_ids - first
        second.action_assign()
        second.move_ids.picked = True
        second._action_done()
        self.assertEqual(order.order_line.qty_delivered, 1000)
        invoice = order._create_invoices()
        invoice.action_post()
        note = invoice._reverse_moves([{"date": invoice.date, "invoice_date": invoice.date}])
        note.invoice_line_ids.quantity = 500
        note.action_post()
        row = self.agreed(
            [{"choice": "refund", "quantity": 40}], self.complain(picking_id=second.id, order_id=order.id)
        )
        self.assertFalse(row._gendan_error())
        row.complaint_id.line_ids.sudo().bad = 500
        row.quantity = 500
        self.assertFalse(row._gendan_error())
        row._gendan_do()
        more = self.agreed([{"choice": "refund", "quantity": 1}], self.complain(picking_id=first.id, order_id=order.id))
        self.assertTrue(more._gendan_error(), "all is credited")

    def test_what_the_customer_agreed_to_is_not_written_otherwise(self):
        complaint = self.bring_to(self.complain(), "agreed").with_user(self.clerk)
        for user in (self.clerk, self.supervisor):
            for vals in ({"proposal": "We take off nothing"}, {"agreed_by": "Mr Wang"}):
                with self.subTest(user=user.login, vals=vals), self.assertRaisesRegex(UserError, "agreed"):
                    complaint.with_user(user).write(vals)
        complaint.write({"proposal": complaint.proposal, "internal_note": "x"})
        complaint.action_again()
        complaint.proposal = "We take off all"

    def test_a_department_does_not_charge_another_when_it_is_over(self):
        complaint = self.bring_to(self.complain(), "closed")
        other = self.env["gendan.department"].create(
            {"name": "Print (test)", "code": "T-PR", "company_id": self.company.id}
        )
        mine = complaint.with_user(self.quality_user)
        for vals in ({"fault_department_id": other.id}, {"cause_id": self.env.ref(
            "gendan_followup.cause_material_batch").id}):  # fmt: skip
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                mine.write(vals)
        complaint.with_user(self.clerk).fault_department_id = other

    def test_corrective_actions_of_a_closed_complaint_stay_done(self):
        complaint = self.complain()
        action = self.env["gendan.complaint.action"].with_user(self.clerk).create(
            {"complaint_id": complaint.id, "name": "New bar", "owner_id": self.clerk.id, "due": MONDAY.date()}
        )
        action._gendan_do("Changed")
        self.bring_to(complaint, "closed")
        with self.assertRaisesRegex(UserError, "has ended"):
            action.action_undone()


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDeduction(SettleCase):
    """What he took off on his statement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement = cls.env["gendan.statement"]._gendan_as_code().create(
            {
                "name": "ST/1", "company_id": cls.company.id, "partner_id": cls.customer.id,
                "currency_id": cls.company.currency_id.id, "date_from": "2026-10-01", "date_to": "2026-10-31",
            }
        )  # fmt: skip

    def difference(self, amount=100, **values):
        return self.env["gendan.statement.difference"]._gendan_as_found().create(
            {
                "statement_id": self.statement.id, "name": "Quality", "currency_id": self.company.currency_id.id,
                "our_amount": 0, "their_amount": -amount, "difference": -amount, "is_deduction": True, **values,
            }
        )  # fmt: skip

    def test_one_deduction_settles_one_row(self):
        difference = self.difference()
        values = {"choice": "deduction", "amount": 100, "difference_id": difference.id}
        first = self.agreed([values])
        first._gendan_do()
        note = self.made(first)
        self.assertEqual((note.amount_total, difference.state, difference.settled_move_id), (100, "accepted", note))
        again = self.add_rows(first.complaint_id, [values])[-1]
        other = self.agreed([values])
        for row in (again, other):
            self.assertIn("settled", row._gendan_error() or "")
            with self.assertRaises(UserError):
                row._gendan_do()
        note.button_cancel()
        self.assertFalse(other._gendan_error(), "its paper is void")

    def test_in_part_it_is_one_row_too(self):
        difference = self.difference()
        first = self.agreed([{"choice": "deduction", "amount": 60, "difference_id": difference.id}])
        first._gendan_do()
        self.assertEqual((self.made(first)._name, difference.state), ("account.move", "charged_back"))
        other = self.agreed([{"choice": "deduction", "amount": 60, "difference_id": difference.id}])
        self.assertIn("settled", other._gendan_error() or "")

    def test_what_is_no_deduction_or_of_another_company_is_not_accepted_here(self):
        plain = self.difference(is_deduction=False)
        row = self.agreed([{"choice": "deduction", "amount": 100, "difference_id": plain.id}])
        self.assertIn("no deduction", row._gendan_error() or "")
        company, _clerk = self.make_other_company()
        self.env.cr.execute("UPDATE gendan_statement_difference SET is_deduction = TRUE, company_id = %s WHERE id = %s",
                            (company.id, plain.id))  # fmt: skip
        plain.invalidate_recordset()
        self.assertTrue(row._gendan_error())
