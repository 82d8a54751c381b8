"""What holds deliveries, who can open it, and who hears of it."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .common import ALL_OFF, ShipCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestShipGate(ShipCase):
    def held(self, picking):
        picking.invalidate_recordset(["gendan_ship_held"])
        return picking.gendan_ship_held

    def test_nothing_is_asked_while_all_is_off(self):
        self.customer.gendan_settlement_profile_id = self.cash
        self.owe(5000)
        _order, picking = self.deliver()
        self.assertEqual(self.env["stock.picking"]._gendan_checks("ship"), [])
        self.assertFalse(picking.gendan_ship_lights)
        self.assertFalse(self.todos(picking))
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_over_the_limit_waits_for_the_supervisor_who_releases_it(self):
        self.limit(499)
        _order, picking = self.deliver()
        todo = self.todos(picking)["ship_credit"]
        self.assertEqual((todo.user_id, todo.partner_id), (self.supervisor, self.customer))
        self.assertIn("500.00", todo.name)
        with self.assertRaisesRegex(UserError, f"{picking.name}: Maili Foods owes .*500.00.*499.00"):
            picking.button_validate()
        with self.assertRaisesRegex(UserError, "is over the credit limit. The supervisor") as caught:
            picking.with_user(self.warehouse_user).button_validate()
        self.assertNoFigure("500", str(caught.exception), "the warehouse reads no sums")
        self.waive(picking, "ship_credit")
        self.commit()
        note = picking.with_user(self.warehouse_user).message_ids[:1].body
        self.assertIn("waived a rule", note)
        self.assertIn("is over the credit limit", note)
        self.assertNoFigure("500", note, "nor in the note about the waiver")
        self.assertFalse(self.todos(picking), "released: nothing to do")
        self.assertFalse(self.held(picking))
        picking.with_user(self.warehouse_user).button_validate()
        self.assertEqual(picking.state, "done")

    def test_only_the_supervisor_releases(self):
        self.limit(499)
        _order, picking = self.deliver()
        with self.assertRaisesRegex(AccessError, "Only members of"):
            self.waive(picking, "ship_credit", user=self.clerk)
        self.assertFalse(picking.with_user(self.clerk).gendan_ship_can_waive)
        self.assertTrue(picking.with_user(self.supervisor).gendan_ship_can_waive)

    def test_who_sells_opens_a_plain_form_the_warehouse_odoos(self):
        _order, picking = self.deliver()
        for user in (self.clerk, self.supervisor, self.rep):
            action = picking.with_user(user).action_gendan_open()
            view = self.env["ir.ui.view"].browse(action["views"][0][0])
            self.assertEqual(view, self.env.ref("gendan_followup.gendan_delivery_view_form"))
            fields = self.env["stock.picking"].with_user(user).get_view(view.id, "form")["models"]["stock.picking"]
            # what the client asks for when it opens
            spec = {name: {} for name in fields}
            self.assertTrue(picking.with_user(user).web_read(spec))
        self.assertEqual(picking.with_user(self.warehouse_user).action_gendan_open()["views"][0][0], False)

    def test_within_the_limit_leaves(self):
        self.limit(500)
        _order, picking = self.deliver()
        self.assertFalse(self.held(picking))
        self.assertIn("Nothing holds it", picking.gendan_ship_lights)
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_overdue_opens_when_the_invoice_is_paid_and_closes_when_it_is_unmatched(self):
        self.company.gendan_ship_overdue = True
        invoice = self.owe(80)
        _order, picking = self.deliver()
        self.assertIn("80.00", self.todos(picking)["ship_credit"].name)
        self.company.gendan_ship_overdue_days = 40
        self.assertFalse(self.held(picking), "within the days of grace")
        self.company.gendan_ship_overdue_days = 0
        self.pay_invoice(invoice, 80)
        self.commit()
        self.assertFalse(self.todos(picking))
        self.assertFalse(self.held(picking))
        invoice.line_ids.matched_credit_ids.unlink()
        self.assertFalse(self.held(picking), "what was paid and is not matched counts against what is owed")
        self.owe(90)
        self.commit()
        self.assertIn("ship_credit", self.todos(picking))

    def test_prepaid_orders_leave_although_the_customer_is_over_the_limit(self):
        self.limit(10)
        order, picking = self.deliver()
        self.owe(300)
        self.assertTrue(self.held(picking))
        self.pay(500, f"Payment {order.name}")
        self.commit()
        self.assertFalse(self.held(picking))
        self.assertFalse(self.todos(picking))

    def test_orders_the_carrier_collects_for_leave(self):
        self.limit(10)
        self.customer.gendan_settlement_profile_id = self.profile("cod")
        _order, picking = self.deliver()
        self.assertFalse(self.held(picking))

    def test_a_contract_that_must_come_back_holds_and_opens_when_it_is_back(self):
        self.company.gendan_ship_papers = True
        order, picking = self.deliver()
        self.assertFalse(self.held(picking))
        paper = self.env["gendan.document"].create(
            {"kind": "contract", "order_id": order.id, "partner_id": self.customer.id, "must_return": True}
        )
        note = paper.copy({"kind": "delivery_note"})
        self.commit()
        todo = self.todos(picking)["ship_papers"]
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn(paper.name, todo.name)
        self.assertNotIn(note.name, todo.name, "what comes back after the delivery holds nothing")
        with self.assertRaisesRegex(UserError, "has not come back signed"):
            picking.button_validate()
        paper.write({"returned_at": MONDAY, "returned_how": "original"})
        self.commit()
        self.assertFalse(self.todos(picking))
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_a_contract_that_is_judged_opens_when_it_is_found_valid(self):
        self.company.write({"gendan_ship_papers": True, "gendan_judge_papers": True, "gendan_judge_since": False})
        order, picking = self.deliver()
        paper = self.env["gendan.document"].create(
            {"kind": "contract", "order_id": order.id, "partner_id": self.customer.id, "must_return": True}
        )
        paper._gendan_issue("courier", to="Ah Chang")
        paper.write({"returned_at": MONDAY, "returned_how": "original"})
        self.commit()
        self.assertIn("ship_papers", self.todos(picking), "back, and nobody has looked at it")
        paper._gendan_decide("valid")
        self.commit()
        self.assertFalse(self.todos(picking))
        paper._gendan_decide("rejected")
        self.commit()
        self.assertIn("ship_papers", self.todos(picking))

    def test_a_sample_before_shipping_holds_until_it_is_approved(self):
        self.company.gendan_ship_hold = True
        kind = self.env["gendan.sample.kind"].create({"name": "Shipment", "code": "t_ship", "gate": "delivery"})
        order, picking = self.deliver()
        sample = self.env["gendan.sample"].create(
            {
                "kind_id": kind.id,
                "partner_id": self.customer.id,
                "product_id": self.carton.id,
                "order_id": order.id,
                "line_id": order.order_line.id,
            }
        )
        self.assertEqual(self.held(picking), "Sample or quality")
        with self.assertRaisesRegex(UserError, sample.name):
            picking.button_validate()
        entry = self.env["gendan.sample.round"].create({"sample_id": sample.id, "sent_on": date(2026, 11, 2)})
        self.env["gendan.sample.verdict"].create(
            {"round_id": entry.id, "result": "approved", "given_by": "Ms Lin", "evidence": "WeChat"}
        )
        self.assertEqual(sample.state, "approved")
        self.assertFalse(self.held(picking))

    def test_a_sample_released_at_own_risk_no_longer_holds(self):
        self.company.gendan_ship_hold = True
        kind = self.env["gendan.sample.kind"].create({"name": "Shipment", "code": "t_ship", "gate": "delivery"})
        order, picking = self.deliver()
        sample = self.env["gendan.sample"].create(
            {"kind_id": kind.id, "partner_id": self.customer.id, "order_id": order.id, "line_id": order.order_line.id,
             "product_id": self.carton.id}
        )
        self.assertTrue(self.held(picking))
        self.waive(sample, "sample_delivery")
        self.assertFalse(self.held(picking))

    def test_debts_fall_due_over_night(self):
        self.company.gendan_ship_overdue = True
        self.owe(80, due=date(2026, 11, 4))
        _order, picking = self.deliver()
        self.assertFalse(self.todos(picking))
        with freeze_time("2026-11-05 01:00:00"), self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_ship_held").method_direct_trigger()
        self.assertIn("ship_credit", self.todos(picking))

    def test_asking_costs_a_bounded_number_of_queries(self):
        self.company.write(dict.fromkeys(("gendan_ship_credit", "gendan_ship_cash", "gendan_ship_papers"), True))
        pickings = self.env["stock.picking"]
        for _count in range(4):
            pickings |= self.deliver()[1]
        self.limit(100000)
        counts = []
        for group in (pickings[:1], pickings):
            group._gendan_gate("ship")
            counts.append(self.queries(group._gendan_gate, "ship"))
        self.assertLessEqual(counts[1], counts[0] + 2, f"by one, by four: {counts}")

    def test_validating_many_asks_once_for_all(self):
        self.company.write(dict.fromkeys(("gendan_ship_credit", "gendan_ship_cash", "gendan_ship_papers"), True))
        self.company.write({"gendan_ship_overdue": True, "gendan_tolerance": True})
        self.limit(1000000)
        self.customer.gendan_settlement_profile_id = self.cash
        pickings = self.env["stock.picking"]
        for _count in range(10):
            order, picking = self.deliver()
            self.pay(500, order.name)
            pickings |= picking
        self.validated(pickings[:1])  # what is kept per process is there
        on = self.validated(pickings[1:2]), self.validated(pickings[2:5])
        self.company.write(ALL_OFF)
        self.validated(pickings[5:6])  # as above: a setting was changed
        off = self.validated(pickings[6:7]), self.validated(pickings[7:10])
        more = on[0] - off[0], on[1] - off[1]
        self.assertLessEqual(more[1], more[0] + 4, f"by one, by three: {on} with rules, {off} without")

    def test_no_rule_costs_no_query(self):
        pickings = self.env["stock.picking"]
        for _count in range(2):
            pickings |= self.deliver()[1]
        pickings.move_ids.picked = True
        self.env["res.company"]._gendan_ship_rules()
        pickings._gendan_leaving_transfers()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            self.assertFalse(pickings._gendan_leaving_transfers())
            self.assertFalse(self.env["stock.picking"]._gendan_checks("ship"))
            self.env["stock.picking"]._gendan_note_held(pickings)

    def validated(self, pickings):
        """Queries of validating these transfers, with what the commit does."""
        self.commit()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        pickings.button_validate()
        self.commit()
        self.assertEqual(set(pickings.mapped("state")), {"done"})
        return self.env.cr.sql_log_count - before
