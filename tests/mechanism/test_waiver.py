"""Waivers: who may, what they let through, and that they stay as they are."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree
from psycopg2.errors import CheckViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .common import GateRuleMixin, MechanismCase


@tagged("post_install", "-at_install")
class TestWaiver(GateRuleMixin, MechanismCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order(client_order_ref="HOLD")

    def waive(self, order=None, user=None, **values):
        order = order or self.order
        return (
            self.env["gendan.waiver"]
            .with_user(user or self.supervisor)
            .sudo()
            .create(
                {
                    "res_model": "sale.order",
                    "res_id": order.id,
                    "code": "t_hold",
                    "action": "confirm",
                    "reason": "The customer pays tomorrow",
                    **values,
                }
            )
        )

    def test_on_a_phone_each_rule_is_a_card_with_its_switch(self):
        arch = etree.fromstring(self.env["gendan.waiver.wizard"].get_view(view_type="form")["arch"])
        (cards,) = arch.xpath("//field[@name='line_ids'][@mode='list,kanban']/kanban")
        # what the dialog writes has to be in them
        written = {"can_waive", "waive", "action", "code", "sentence", "who"}
        self.assertLessEqual(written, set(cards.xpath(".//field/@name")))

    def test_the_dialog_waives_and_the_button_works(self):
        self.register_rule()
        order = self.order.with_user(self.supervisor)
        self.assertTrue(order.gendan_can_waive)
        action = order.action_gendan_waive()
        form = Form(self.env["gendan.waiver.wizard"].with_user(self.supervisor).with_context(action["context"]))
        self.assertTrue(form.line_ids.edit(0).waive)
        form.reason = "The customer pays tomorrow"
        form.save().action_waive()
        waiver = self.env["gendan.waiver"].search([("res_id", "=", order.id)])
        self.assertRecordValues(
            waiver,
            [
                {
                    "code": "t_hold",
                    "action": "confirm",
                    "user_id": self.supervisor.id,
                    "reason": "The customer pays tomorrow",
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "clerk_id": self.clerk.id,
                    "document_name": order.display_name,
                }
            ],
        )
        order.invalidate_recordset()
        self.assertFalse(order.gendan_gate_html)
        self.order.with_user(self.clerk).action_confirm()
        self.assertEqual(order.state, "sale")

    def test_the_dialog_shows_a_clerk_who_may(self):
        self.register_rule()
        order = self.order.with_user(self.clerk)
        self.assertFalse(order.gendan_can_waive)
        wizard = (
            self.env["gendan.waiver.wizard"]
            .with_user(self.clerk)
            .create({"res_model": "sale.order", "res_id": order.id})
        )
        self.assertFalse(wizard.has_waivable)
        self.assertEqual(wizard.line_ids.who, "Supervisor")
        wizard.line_ids.write({"waive": True, "can_waive": True})
        wizard.reason = "I want to"
        with self.assertRaises(AccessError):
            wizard.action_waive()

    def test_only_the_group_of_the_rule(self):
        self.register_rule()
        for user in (self.clerk, self.rep):
            with self.assertRaises(AccessError):
                self.waive(user=user)
        self.assertTrue(self.waive(user=self.supervisor))

    def test_nobody_may_create_without_the_dialog(self):
        self.register_rule()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.env["gendan.waiver"].with_user(self.supervisor).create({"res_model": "sale.order"})

    def test_only_what_holds_can_be_waived(self):
        self.register_rule()
        with self.assertRaisesRegex(UserError, "nothing to waive"):
            self.waive(order=self.make_order())
        with self.assertRaisesRegex(UserError, "nothing to waive"):
            self.waive(code="other")
        with self.assertRaisesRegex(UserError, "no such document"):
            self.waive(res_model="res.partner", res_id=self.customer.id)

    def test_a_rule_without_a_group_is_never_waived(self):
        self.register_rule(waiver_group=None)
        with self.assertRaisesRegex(UserError, "cannot be waived"):
            self.waive(user=self.env.ref("base.user_root"))

    def test_a_reason_is_needed(self):
        self.register_rule()
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.waive(reason="   ")

    def test_who_and_when_are_not_for_the_caller_to_say(self):
        self.register_rule()
        waiver = self.waive(user_id=self.clerk.id, date="2020-01-01 00:00:00", document_name="Something else")
        self.assertEqual(waiver.user_id, self.supervisor)
        self.assertGreater(waiver.date, fields.Datetime.now() - timedelta(hours=1))
        self.assertEqual(waiver.document_name, self.order.display_name)

    def test_it_holds_until_its_day(self):
        self.register_rule()
        with freeze_time(MONDAY):
            self.waive(valid_until="2026-11-03")
            self.assertFalse(self.order._gendan_gate_error("confirm"))
        with freeze_time(MONDAY + timedelta(days=1)):
            self.assertFalse(self.order._gendan_gate_error("confirm"))
        with freeze_time(MONDAY + timedelta(days=2)):
            self.assertTrue(self.order._gendan_gate_error("confirm"))

    def test_it_holds_for_its_document_only(self):
        self.register_rule()
        self.waive()
        other = self.order.copy({"client_order_ref": "HOLD"})
        self.assertFalse(self.order._gendan_gate_error("confirm"))
        self.assertTrue(other._gendan_gate_error("confirm"))

    def test_it_is_never_changed_by_anybody(self):
        self.register_rule()
        waiver = self.waive()
        for env in (self.env, self.env(user=self.env.ref("base.user_root")), self.env(user=self.supervisor, su=True)):
            for attack in (
                lambda record: record.write({"reason": "other"}),
                lambda record: record.web_save({"reason": "other"}, {"reason": {}}),
                lambda record: record.unlink(),
                lambda record: record.copy(),
                lambda record: record.write({}),
            ):
                with self.assertRaises(UserError):
                    attack(waiver.with_env(env))
            result = env["gendan.waiver"].load([".id", "reason"], [[str(waiver.id), "other"]])
            self.assertFalse(result["ids"])
        waiver.invalidate_recordset()
        self.assertEqual(waiver.reason, "The customer pays tomorrow")

    def test_it_survives_its_document(self):
        self.register_rule()
        waiver = self.waive()
        self.order.action_cancel()
        self.order.unlink()
        self.assertTrue(waiver.exists())
        self.assertTrue(waiver.document_name)

    def test_the_document_is_told_once(self):
        self.register_rule()
        self.register_rule(code="t_other")
        before = self.order.message_ids
        wizard = (
            self.env["gendan.waiver.wizard"]
            .with_user(self.supervisor)
            .create(
                {
                    "res_model": "sale.order",
                    "res_id": self.order.id,
                    "reason": "Agreed <b>by telephone</b>",
                    "valid_until": "2030-03-15",
                }
            )
        )
        wizard.line_ids.waive = True
        wizard.action_waive()
        note = self.order.message_ids - before
        self.assertEqual(len(note), 1, "two rules, one note")
        self.assertEqual(note.author_id, self.supervisor.partner_id)
        self.assertTrue(note.is_internal)
        self.assertEqual(note.body.count(f"{self.supervisor.name} waived a rule: The order {self.order.name} is on"), 2)
        self.assertIn("Reason: Agreed &lt;b&gt;by telephone&lt;/b&gt;", note.body)
        self.assertIn("Holds until 03/15/2030.", note.body)

    def test_notes_on_many_documents_are_written_together(self):
        self.register_rule()
        orders = [self.make_order(client_order_ref="HOLD") for _n in range(3)]
        values = [
            {"res_model": "sale.order", "res_id": order.id, "code": "t_hold", "action": "confirm", "reason": "Paid"}
            for order in orders
        ]
        log = type(self.order)._message_log_batch
        with patch.object(type(self.order), "_message_log_batch", autospec=True, side_effect=log) as logged:
            self.env["gendan.waiver"].with_user(self.supervisor).sudo().create(values)
        self.assertEqual(logged.call_count, 1)
        for order in orders:
            self.assertIn("Holds as long as the document lives.", order.message_ids[0].body)

    def test_who_reads(self):
        self.register_rule()
        waiver = self.waive()
        for user in (self.clerk, self.rep, self.supervisor):
            self.assertEqual(self.env["gendan.waiver"].with_user(user).search([("id", "=", waiver.id)]), waiver)
        for user in (self.other_clerk, self.other_rep):
            self.assertFalse(self.env["gendan.waiver"].with_user(user).search([("id", "=", waiver.id)]))
        company, clerk_hk = self.make_other_company()
        self.assertFalse(self.env["gendan.waiver"].with_user(clerk_hk).search([("id", "=", waiver.id)]))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.env["gendan.waiver"].with_user(self.portal_user).search([])

    def test_waiving_several_lines_at_once(self):
        self.register_rule()
        self.register_rule(code="t_other")
        wizard = (
            self.env["gendan.waiver.wizard"]
            .with_user(self.supervisor)
            .create({"res_model": "sale.order", "res_id": self.order.id, "reason": "Agreed by telephone"})
        )
        self.assertEqual(wizard.line_ids.mapped("waive"), [False, False], "which is meant the supervisor says")
        with self.assertRaisesRegex(UserError, "Tick the rule"):
            wizard.action_waive()
        wizard.line_ids = [Command.update(wizard.line_ids[0].id, {"waive": True})]
        wizard.action_waive()
        self.assertEqual(len(self.order._gendan_gate("confirm")[self.order]), 1)
