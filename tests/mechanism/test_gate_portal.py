"""The gate on the machine paths: portal signature, portal payment, cash on delivery. Nothing that arrived is lost."""

import json

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.account_payment.tests.common import AccountPaymentCommon
from odoo.addons.sale.tests.common import SaleCommon

from .common import GateRuleMixin, MechanismCase

SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestGatePortal(GateRuleMixin, HttpCase, MechanismCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order(client_order_ref="HOLD", require_signature=True, require_payment=False)
        cls.order.action_quotation_sent()

    def accept(self, order):
        response = self.url_open(
            f"/my/orders/{order.id}/accept",
            data=json.dumps(
                {
                    "params": {
                        "access_token": order._portal_ensure_token(),
                        "name": "Lin",
                        "signature": SIGNATURE,
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        order.invalidate_recordset()
        return response.json()["result"]

    def test_a_signature_is_kept_and_the_customer_reads_a_neutral_sentence(self):
        self.register_rule()
        self.authenticate(None, None)
        result = self.accept(self.order)
        self.assertTrue(result.get("force_refresh"), result)
        self.assertEqual(self.order.state, "sent")
        self.assertEqual(self.order.signed_by, "Lin")
        self.assertTrue(self.order.signature)
        todo = self.hold_todo(self.order)
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("was signed", todo.name)
        page = self.url_open(result["redirect_url"]).text
        self.assertIn("We have received your order and will confirm it shortly", page)
        self.assertNotIn("is on hold", page, "our reasons are not the customer's")
        self.assertNotIn("Your order has been confirmed", page)

    def test_the_todo_is_in_the_companys_language_with_the_rules_sentence(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.register_rule(check=lambda orders: {order: f"rule in {orders.env.lang}" for order in orders})
        held = self.order.with_context(lang="zh_CN")._gendan_hold("confirm", lambda order: order.env.lang)
        self.assertEqual(held, self.order)
        self.assertEqual(self.hold_todo(self.order).name, "en_US rule in en_US")
        self.assertEqual(held.env.lang, "zh_CN", "the caller goes on in his own")

    def test_without_a_rule_a_signature_confirms(self):
        self.authenticate(None, None)
        result = self.accept(self.order)
        self.assertEqual(self.order.state, "sale")
        page = self.url_open(result["redirect_url"]).text
        self.assertNotIn("will confirm it shortly", page)

    def test_declining_is_never_stopped(self):
        self.register_rule()
        self.authenticate(None, None)
        with mute_logger("odoo.http"):
            self.order.signature = False
            self.url_open(
                f"/my/orders/{self.order.id}/decline",
                data={
                    "access_token": self.order._portal_ensure_token(),
                    "decline_message": "Too dear",
                    "csrf_token": self.csrf_token(),
                },
            )
        self.order.invalidate_recordset()
        self.assertEqual(self.order.state, "cancel")

    def csrf_token(self):
        from odoo import http

        return http.Request.csrf_token(self)

    def test_the_rpc_button(self):
        """A call as the web client makes it, with a forged pass."""
        self.register_rule()
        self.authenticate("t_clerk", "t_clerk")
        for method, args in (("action_confirm", []), ("write", [{"state": "sale"}])):
            response = self.url_open(
                f"/web/dataset/call_kw/sale.order/{method}",
                data=json.dumps(
                    {
                        "params": {
                            "model": "sale.order",
                            "method": method,
                            "args": [self.order.ids, *args],
                            "kwargs": {"context": {"gendan_gate_pass": True}},
                        }
                    }
                ),
                headers={"Content-Type": "application/json"},
            ).json()
            self.assertIn("is on hold", response["error"]["data"]["message"])
        self.order.invalidate_recordset()
        self.assertEqual(self.order.state, "sent")


@tagged("post_install", "-at_install")
class TestGatePayment(GateRuleMixin, AccountPaymentCommon, SaleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls.sale_order.currency_id
        cls.partner = cls.sale_order.partner_invoice_id
        cls.provider.journal_id.inbound_payment_method_line_ids.filtered(
            lambda line: line.payment_provider_id == cls.provider
        ).payment_account_id = cls.inbound_payment_method_line.payment_account_id
        cls.sale_order.write({"require_payment": True, "require_signature": False, "client_order_ref": "HOLD"})
        cls.enable_post_process_patcher = False
        # sentences are compared in English, whatever languages the database has
        cls.env.company.partner_id.lang = "en_US"

    def pay(self, state="done", **values):
        transaction = self._create_transaction(
            flow="redirect",
            amount=self.sale_order.amount_total,
            sale_order_ids=[Command.set(self.sale_order.ids)],
            state=state,
            **values,
        )
        with mute_logger("odoo.addons.sale.models.payment_transaction"):
            transaction._post_process()
        return transaction

    def test_a_payment_is_booked_and_the_order_waits(self):
        self.register_rule()
        transaction = self.pay()
        self.assertEqual(self.sale_order.state, "draft")
        self.assertTrue(transaction.payment_id, "the money is in the books")
        self.assertTrue(transaction.is_post_processed)
        self.assertIn("was paid", self.hold_todo(self.sale_order).name)

    def test_without_a_rule_a_payment_confirms(self):
        transaction = self.pay()
        self.assertEqual(self.sale_order.state, "sale")
        self.assertTrue(transaction.payment_id)

    def test_an_authorised_payment_waits_too(self):
        self.register_rule()
        self.provider.support_manual_capture = "full_only"
        transaction = self.pay("authorized")
        self.assertEqual(self.sale_order.state, "draft")
        self.assertTrue(transaction.is_post_processed)
        self.assertTrue(self.hold_todo(self.sale_order))

    def cash_on_delivery(self):
        provider = self.env["payment.provider"].search([("custom_mode", "=", "cash_on_delivery")], limit=1)
        provider.state = "test"
        return self.pay(
            "pending",
            provider_id=provider.id,
            payment_method_id=self.env.ref("delivery.payment_method_cash_on_delivery").id,
        )

    def test_cash_on_delivery_waits(self):
        self.register_rule()
        transaction = self.cash_on_delivery()
        self.assertEqual(self.sale_order.state, "sent", "as after any other pending payment")
        self.assertTrue(transaction.is_post_processed)
        self.assertIn("paid on delivery", self.hold_todo(self.sale_order).name)

    def test_without_a_rule_cash_on_delivery_confirms(self):
        self.cash_on_delivery()
        self.assertEqual(self.sale_order.state, "sale")
