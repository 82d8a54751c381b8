"""What comes from outside the form: forged defaults, documents of others, moments moved afterwards."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY
from .clock_common import ClockCase, at
from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestForged(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign_order = cls.delivered_order(
            quantity=7, partner_id=cls.foreign_customer.id, user_id=cls.other_rep.id
        )

    def test_defaults_sent_along_write_nothing_that_only_steps_write(self):
        now = fields.Datetime.now()
        complaints = self.env["gendan.complaint"].with_user(self.clerk).with_context(
            default_state="closed", default_closed_at=now, default_answered_at=now, default_is_told=True,
            default_findings_at=now, default_name="CT/1", default_verdict="settled", default_d3_done_at=now,
        )  # fmt: skip
        complaint = complaints.create({"partner_id": self.customer.id, "subject": "x", "kind_id": self.kind.id})
        self.assertEqual((complaint.state, complaint.is_told, complaint.verdict), ("new", False, False))
        self.assertFalse(complaint.closed_at or complaint.answered_at or complaint.findings_at or complaint.d3_done_at)
        self.assertNotEqual(complaint.name, "CT/1")

    def test_nor_do_they_say_that_a_settlement_was_carried_out(self):
        complaint = self.complain()
        settlement = self.env["gendan.complaint.settlement"].with_user(self.clerk).with_context(
            default_done_at=fields.Datetime.now(), default_result_model="account.move", default_result_id=1,
        ).create({"complaint_id": complaint.id, "choice": "accept"})  # fmt: skip
        self.assertFalse(settlement.done_at or settlement.result_id or settlement.result_model)

    def test_the_customers_people_do_not_hear_of_papers_of_the_house(self):
        portal = self.make_users(visitor="base.group_portal")
        portal.partner_id.parent_id = self.customer
        values = {"partner_id": self.customer.id, "company_id": self.company.id, "order_id": self.order.id}
        papers = self.env["gendan.document"].create(
            [{**values, "kind": kind} for kind in ("complaint_letter", "process_card", "slip", "outside", "letter")]
        )
        self.assertEqual(papers.with_user(portal)._filtered_access("read").mapped("kind"), ["letter"])

    def test_nor_do_they_name_documents_one_may_not_read(self):
        complaints = self.env["gendan.complaint"].with_user(self.clerk)
        for name, record in (("order_id", self.foreign_order), ("picking_id", self.foreign_order.picking_ids)):
            with self.subTest(name=name), self.assertRaises(AccessError):
                complaints.with_context(**{f"default_{name}": record.id}).create(
                    {"subject": "x", "kind_id": self.kind.id}
                )

    def test_lines_are_about_documents_one_may_read_of_this_customer(self):
        complaint = self.complain()
        sold = self.foreign_order.order_line
        # by a clerk: she would read its price; by a supervisor: its quantities would be those to be credited
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            complaint.line_ids.order_line_id = sold.id
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            complaint.line_ids.with_context(default_order_line_id=sold.id).create(
                {"complaint_id": complaint.id, "product_id": self.carton.id, "bad": 1}
            )
        unknown = self.env["gendan.complaint"].with_user(self.clerk).create({"subject": "x", "kind_id": self.kind.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            unknown.line_ids = [Command.create({"product_id": self.carton.id, "order_line_id": sold.id})]
        with self.assertRaisesRegex(UserError, "not to Ting Shing|not of|went to|belongs to"):
            complaint.line_ids.with_user(self.supervisor).write({"picking_id": False, "order_line_id": sold.id})

    def test_a_part_of_a_kit_is_complained_about_with_the_kits_order_line(self):
        kit = self.make_kit("Gift set", {self.carton: 2}, is_storable=False)
        self.put_in_stock(self.carton, 20)
        order = self.confirm_order([(kit, 10)])
        order.picking_ids.action_assign()
        self.ship(order)
        complaint = self.complain(
            picking_id=order.picking_ids.id, line={"order_line_id": order.order_line.id, "bad": 3}
        )
        self.assertEqual((complaint.line_ids.order_line_id, complaint.line_ids.bad), (order.order_line, 3))
        with self.assertRaisesRegex(UserError, "took no"):
            complaint.line_ids.write({"product_id": self.bag.id, "order_line_id": order.order_line.id})

    def test_another_transfer_is_looked_at_with_the_goods_of_the_complaint(self):
        small = self.delivered_order(quantity=10)
        complaint = self.complain()
        with self.assertRaisesRegex(UserError, "10 were delivered"):
            complaint.write({"picking_id": small.picking_ids.id, "order_id": small.id})

    def test_the_customer_is_not_taken_away_from_one_in_work(self):
        complaint = self.env["gendan.complaint"].with_user(self.clerk).create(
            {"partner_id": self.customer.id, "subject": "x", "kind_id": self.kind.id}
        )
        complaint.action_take()
        with self.assertRaisesRegex(UserError, "whose complaint"):
            complaint.partner_id = False

    def test_the_receipt_is_not_moved_behind_what_was_said(self):
        complaint = self.complain(received_at=fields.Datetime.now() - timedelta(hours=30))
        complaint.received_at += timedelta(hours=1)  # told otherwise: before anybody answered
        complaint._gendan_note_answer("phone", "We look into it", True, at=complaint.received_at + timedelta(hours=1))
        with self.assertRaisesRegex(UserError, "was told"):
            complaint.received_at = fields.Datetime.now()
        self.bring_to(complaint, "findings")
        with self.assertRaisesRegex(UserError, "supervisor"):
            complaint.received_at -= timedelta(minutes=1)
        complaint.with_user(self.supervisor).received_at -= timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestLightAgain(ComplaintCase):
    def light(self, **values):
        complaint = self.complain(kind_id=self.light_kind.id)
        complaint.write(
            {
                "findings": "The packer miscounted",
                "cause_id": self.cause.id,
                "light_answer": "40 pieces are taken off the next bill",
                "settlement_ids": [Command.create({"choice": "discount", "amount": 192})],
                **values,
            }
        )
        return complaint

    def test_opened_again_the_old_answer_is_not_given_twice(self):
        complaint = self.light()
        complaint.action_light_close()
        complaint._gendan_step("reopen", reason="It was 80 pieces")
        with self.assertRaisesRegex(UserError, "what the customer is told"):
            complaint.action_light_close()
        complaint.light_answer = "80 pieces are taken off"
        complaint.action_still_true()
        complaint.action_light_close()
        # what he sees on his page is what he was told last
        self.assertEqual(complaint.proposal, "80 pieces are taken off")

    def test_what_is_given_counts_against_the_limit_whatever_the_goods_are_worth(self):
        complaint = self.light(value=0, settlement_ids=[Command.create({"choice": "discount", "amount": 4800})])
        with self.assertRaisesRegex(UserError, "full track"):
            complaint.action_light_close()
        complaint.with_user(self.supervisor).action_light_close()
        self.assertEqual(complaint.state, "closed")

    def test_nobody_says_it_is_nothing_of_ours_behind_the_customers_back(self):
        light = self.light(light_answer=False)
        with self.assertRaisesRegex(UserError, "what the customer is told"):
            light.action_unfounded()
        light.light_answer = "Counted again: all 1,000 were in the boxes"
        light.action_unfounded()
        self.assertEqual((light.state, light.answer_ids.text), ("unfounded", light.light_answer))
        complaint = self.complain(findings="Within the tolerance agreed")
        complaint.action_find()
        with self.assertRaisesRegex(UserError, "has not been told"):
            complaint.action_unfounded()
        complaint._gendan_note_answer("phone", "It is within the tolerance of the drawing", False)
        complaint.action_unfounded()
        self.assertEqual((complaint.state, complaint.first_kept), ("unfounded", "kept"))


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestClosedWhilePaused(ClockCase):
    def test_what_ends_while_its_clock_stands_is_not_late(self):
        self.policy.resolution_days = 1
        complaint = self.complain()
        complaint.with_user(self.clerk)._gendan_pause("word")
        with freeze_time(at(5, 10)):
            complaint.with_user(self.clerk)._gendan_step("cancel", reason="He takes it back")
        self.assertEqual(complaint.resolution_kept, "kept")
        self.assertFalse(complaint.open_pause_id)

    def test_what_was_never_answered_is_not_still_to_be_answered(self):
        complaint = self.complain()
        with freeze_time(at(5, 10)):
            complaint.with_user(self.clerk)._gendan_step("cancel", reason="Written down twice")
        self.assertEqual((complaint.first_kept, complaint.same_day), (False, False))

    def test_a_stage_is_worded_for_who_reads_it(self):
        complaint = self.complain()
        self.env["res.lang"]._activate_lang("zh_CN")
        todo = self.todos(complaint)["complaint_stage"]
        self.assertIn("D3", todo.display_name)
        labels = complaint._gendan_todo_labels()
        self.assertIn((complaint.id, "complaint_stage"), labels)
