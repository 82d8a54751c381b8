"""Deposits and letters of credit: who waits, what has come, reasons, broken promises, production that waits."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .paper_common import DepositCase

TODAY = "2026-11-10 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestDeposit(DepositCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terms.deposit_word = "penalty"

    def credit(self, order, **values):
        return self.env["gendan.letter.of.credit"].create(
            {
                "name": "LC1",
                "partner_id": self.customer.id,
                "bank": "Bank",
                "amount": 565,
                "latest_shipment": date(2026, 12, 20),
                "expiry": date(2027, 1, 10),
                "order_ids": [Command.link(order.id)],
                **values,
            }
        )

    # ------------------------------------------------------------ who waits

    def test_confirmed_order_waits_for_what_the_profile_says(self):
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        self.assertEqual((deposit.kind, deposit.state, deposit.percent), ("deposit", "waiting", 30))
        self.assertAlmostEqual(deposit.amount, 169.5)
        self.assertEqual((deposit.due, deposit.wording), (date(2026, 11, 15), "penalty"))
        todo = self.todos(deposit)["deposit_due"]
        self.assertEqual((todo.due, todo.user_id), (date(2026, 11, 15), self.clerk))
        self.assertIn("169.5", todo.name)
        order.order_line.product_uom_qty = 200
        self.assertAlmostEqual(deposit.amount, 339)

    def test_nobody_waits_where_it_is_off_or_not_agreed(self):
        self.customer.gendan_settlement_profile_id = self.monthly
        self.assertFalse(self.order_of().gendan_deposit_ids)
        self.customer.gendan_settlement_profile_id = self.terms
        self.company.gendan_deposits = False
        self.assertFalse(self.order_of().gendan_deposit_ids)

    def test_odoos_prepayment_asks_too(self):
        self.customer.gendan_settlement_profile_id = self.monthly
        order = self.order_of(require_payment=True, prepayment_percent=0.4)
        self.assertEqual(order.gendan_deposit_ids.percent, 40)

    def test_signed_contract_goes_before_the_profile(self):
        order = self.order_of()
        contract = self.env["gendan.contract"].create(
            {"order_id": order.id, "deposit_kind": "advance", "deposit_percent": 50}
        )
        contract.action_ask()
        self.assertEqual(contract.state, "approved")
        self.env["gendan.deposit"]._cron_gendan_deposits()
        self.assertEqual((order.gendan_deposit_ids.percent, order.gendan_deposit_ids.wording), (50, "advance"))

    def test_a_contract_without_a_deposit_holds_too(self):
        order = self.order_of()
        self.assertEqual(order.gendan_deposit_ids.state, "waiting")
        contract = self.env["gendan.contract"].create({"order_id": order.id, "deposit_kind": "none"})
        contract.action_ask()
        self.env["gendan.deposit"]._cron_gendan_deposits()
        self.assertEqual(order.gendan_deposit_ids.state, "off", "signed without one")
        other = self.order_of()
        values = other._gendan_prepare_contract_vals("contract")
        self.assertEqual(values["deposit_kind"], "none", "as in the last one")

    def test_the_first_contract_proposes_the_usual_deposit(self):
        values = self.order_of()._gendan_prepare_contract_vals("contract")
        self.assertEqual((values["deposit_kind"], values["deposit_percent"]), ("penalty", 30))

    # ------------------------------------------------------------ what has come

    def test_money_named_for_the_order_closes_it_and_taken_back_opens_it(self):
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        self.pay(100, memo=order.name, gendan_order_id=order.id)
        self.money()
        self.assertEqual((deposit.state, deposit.received), ("waiting", 100))
        rest = self.pay(69.5, gendan_order_id=order.id)
        self.money()
        self.assertEqual((deposit.state, deposit.here_on), ("here", date(2026, 11, 10)))
        self.assertFalse(self.todos(deposit))
        rest.action_draft()
        self.money()
        self.assertEqual(deposit.state, "waiting")
        self.assertIn("deposit_due", self.todos(deposit))

    def test_invoice_in_advance_closes_it_when_paid(self):
        order = self.order_of()
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": [Command.set(order.ids)], "advance_payment_method": "percentage", "amount": 30}
        )
        invoice = wizard._create_invoices(order)
        invoice.action_post()
        self.money()
        self.assertEqual(order.gendan_deposit_ids.state, "waiting")
        self.pay_invoice(invoice, invoice.amount_total)
        self.money()
        self.assertEqual(order.gendan_deposit_ids.state, "here")

    def test_cheque_is_no_deposit_before_it_clears(self):
        order = self.order_of()
        paper = self.paper(169.5, order_id=order.id)
        paper.action_book()
        self.money()
        self.assertEqual(order.gendan_deposit_ids.state, "waiting")
        self.step(paper, "cleared", date(2026, 11, 10), journal_id=self.bank.id)
        self.money()
        self.assertEqual(order.gendan_deposit_ids.state, "here")
        self.step(paper, "bounced", date(2026, 11, 10), reason="funds")
        self.money()
        self.assertEqual(order.gendan_deposit_ids.state, "waiting")

    def test_cancelled_order_waits_for_nothing(self):
        order = self.order_of()
        order._action_cancel()
        deposit = order.gendan_deposit_ids
        self.assertEqual(deposit.state, "off")
        self.assertFalse(self.todos(deposit))

    def test_goods_that_left_without_it_are_a_debt_like_others(self):
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        self.take(order, date(2026, 11, 10), quantity=40)
        self.env["gendan.deposit"]._cron_gendan_deposits()
        self.assertEqual(deposit.state, "waiting")
        self.take(order, date(2026, 11, 10))
        self.assertEqual(order.delivery_status, "full")
        self.env["gendan.deposit"]._cron_gendan_deposits()
        self.assertEqual(deposit.state, "off")
        self.assertFalse(self.todos(deposit))

    # ------------------------------------------------------------ letters of credit

    def test_letter_of_credit_is_waited_for_until_it_is_checked(self):
        self.terms.method = "letter_of_credit"
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        self.assertEqual((deposit.kind, deposit.amount), ("lc", order.amount_total))
        credit = self.credit(order)
        credit.action_received()
        self.assertEqual(deposit.state, "waiting")
        self.assertIn("Check the letter of credit", self.todos(deposit)["deposit_due"].name)
        credit.action_checked()
        self.assertEqual((deposit.state, deposit.here_on), ("here", date(2026, 11, 10)))

    def test_order_that_gets_a_letter_of_credit_waits_for_it(self):
        self.customer.gendan_settlement_profile_id = self.monthly
        order = self.order_of()
        self.credit(order)
        self.assertEqual(order.gendan_deposit_ids.kind, "lc")

    # ------------------------------------------------------------ reasons

    def test_reasons_are_kept_and_broken_promises_counted(self):
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        with self.assertRaisesRegex(UserError, "say why"):
            deposit.with_user(self.clerk)._gendan_todo_do("deposit_reason", reason=" ")
        with self.assertRaisesRegex(UserError, "behind us"):
            deposit.with_user(self.clerk)._gendan_note_reason("tomorrow", date(2026, 11, 9))
        actions = deposit.with_user(self.clerk)._gendan_todo_actions()[deposit]
        self.assertEqual([action["code"] for action in actions], ["deposit_reason"])
        deposit.with_user(self.clerk)._gendan_todo_do("deposit_reason", reason="boss is abroad", day="2026-11-18")
        self.assertEqual((deposit.promised_on, deposit.last_reason), (date(2026, 11, 18), "boss is abroad"))
        self.assertEqual(self.todos(deposit)["deposit_due"].due, date(2026, 11, 18))
        with freeze_time("2026-11-19 04:00:00"):
            self.env["gendan.deposit"]._cron_gendan_deposits()
            self.assertEqual((deposit.broken_count, deposit.promised_on), (1, False))
            todo = self.todos(deposit)["deposit_due"]
            self.assertEqual((todo.due, todo.urgency), (date(2026, 11, 15), "1"))
            self.assertIn("Promises broken: 1", todo.name)
            self.env["gendan.deposit"]._cron_gendan_deposits()
            self.assertEqual(deposit.broken_count, 1)
            self.env["gendan.deposit.reason"].with_user(self.rep).create(
                {"deposit_id": deposit.id, "reason": "sent this morning"}
            ).action_note()
        self.assertEqual(deposit.note_ids.sorted("id").mapped("reason"), ["boss is abroad", "sent this morning"])
        self.assertEqual(deposit.note_ids.sorted("id").mapped("user_id"), self.clerk | self.rep)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            deposit.note_ids[0].reason = "other"
        with self.assertRaisesRegex(UserError, "nobody types"):
            deposit.with_user(self.clerk).state = "here"

    def test_who_sees_and_decides(self):
        deposit = self.order_of().gendan_deposit_ids
        for user in (self.other_clerk, self.other_rep):
            self.assertFalse(self.env["gendan.deposit"].with_user(user).search([("id", "=", deposit.id)]))
            with self.assertRaises(AccessError):
                deposit.with_user(user)._gendan_note_reason("no")
        with self.assertRaisesRegex(AccessError, f"{deposit.order_id.name}: only supervisors"):
            deposit.with_user(self.clerk).action_off()
        deposit.with_user(self.supervisor).action_off()
        self.assertEqual(deposit.state, "off")
        self.env["gendan.deposit"]._cron_gendan_deposits()
        self.assertEqual(deposit.state, "off")
        deposit.with_user(self.supervisor).action_on()
        self.assertEqual(deposit.state, "waiting")
        deposit.with_user(self.accountant)._gendan_note_reason("not on the account")

    # ------------------------------------------------------------ production

    def production_of(self, order):
        production = self.env["mrp.production"].create(
            {"product_id": self.carton.id, "product_qty": 10, "company_id": self.company.id}
        )
        production.sale_line_id = order.order_line[:1]
        production.action_confirm()
        return production

    def test_production_waits_by_policy_and_one_waiver_serves_the_order(self):
        order = self.order_of()
        deposit = order.gendan_deposit_ids
        first, second = self.production_of(order), self.production_of(order)
        first.action_start()
        self.company.gendan_deposit_start = "warn"
        self.assertEqual([one.severity for one in second._gendan_gate("produce")[second]], ["warn"])
        self.company.gendan_deposit_start = "hold"
        with self.assertRaisesRegex(UserError, "deposit for .* is not here"):
            second.action_start()
        self.assertNotIn("169.5", second._gendan_gate_error("produce"))
        waiver = self.env["gendan.waiver"].with_user(self.supervisor).sudo()  # as the dialog does
        values = {
            "res_model": "gendan.deposit",
            "res_id": deposit.id,
            "code": "deposit_start",
            "action": "produce",
            "reason": "known for twenty years",
        }
        with self.assertRaises(AccessError):
            waiver.with_user(self.clerk).sudo().create(values)
        waiver.create(values)
        second.action_start()
        self.assertEqual(second.state, "progress")

    def test_production_starts_when_it_is_here(self):
        self.company.gendan_deposit_start = "hold"
        order = self.order_of()
        production = self.production_of(order)
        with self.assertRaises(UserError):
            production.qty_producing = 5
        production.invalidate_recordset()
        self.pay(169.5, gendan_order_id=order.id)
        self.money()
        production.action_start()

    def test_switched_off_nothing_is_asked(self):
        self.company.write({"gendan_deposit_start": "hold"})
        production = self.production_of(self.order_of())
        self.company.gendan_deposits = False
        self.assertFalse(production._gendan_gate("produce")[production])

    # ------------------------------------------------------------ plans

    def test_milestone_is_ticked_by_the_deposit(self):
        kind = self.env.ref("gendan_followup.kind_deposit_paid")
        self.assertEqual(kind.event, "deposit_in")
        self.assertTrue(kind._gendan_is_hand_ticked())
        order = self.order_of()
        lines = order.order_line
        self.assertFalse(lines._gendan_actual_deposit_in(kind)[lines])
        self.assertFalse(lines._gendan_actual_lc_checked(kind)[lines])
        self.pay(169.5, gendan_order_id=order.id)
        self.money()
        self.assertEqual(lines._gendan_actual_deposit_in(kind)[lines], date(2026, 11, 10))
        self.assertEqual(lines._gendan_actual_lc_checked(kind)[lines], date(2026, 11, 10))

    def test_many_orders_cost_no_more_queries(self):
        orders = self.env["sale.order"].union(*(self.order_of() for _each in range(2)))
        more = orders.union(*(self.order_of() for _each in range(6)))

        def count(records):
            return self.queries(records._gendan_follow_deposits)

        count(orders)
        few = count(orders)
        self.assertLessEqual(count(more), few + 6)
