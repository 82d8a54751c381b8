"""A quotation goes out when its prices are approved, by every door, and only while they are the approved ones."""

import json
from datetime import date
from functools import partial
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ..common import MONDAY, TODAY
from .price_common import PriceCase

CLOSED = "We are preparing this quotation"
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPriceApproval(CronMixinCase, PriceCase):
    def test_submitted_approved_sent(self):
        order = self.make_quotation()
        self.assertEqual(self.state(order), "draft")
        order.with_user(self.clerk).action_gendan_price_submit()
        self.assertEqual(self.state(order), "submitted")
        todo = self.todos(order, "price_approve")
        self.assertEqual(todo.user_id, self.supervisor)
        own = todo.with_user(self.supervisor)
        self.assertEqual(own.action_gendan_do("price_decide")["res_model"], "gendan.price.approval")
        offered = todo.with_user(self.clerk)._gendan_offered()[todo]
        self.assertNotIn("price_decide", [action["code"] for action in offered])
        self.assertTrue(order.with_user(self.supervisor).gendan_price_waiting)
        domain = [("gendan_price_waiting", "=", True), ("partner_id", "=", self.customer.id)]
        waiting = self.env["sale.order"].with_user(self.supervisor).search(domain)
        self.assertEqual(waiting, order)
        approval = self.say(order, "approved", reason="Fine")
        self.assertEqual(approval.user_id, self.supervisor)
        self.assertEqual(approval.display_name, f"{order.name} · Approved")
        self.assertIn("50000", approval.prices)
        self.assertFalse(self.todos(order, "price_approve"))
        self.assertEqual(self.state(order), "approved")
        order.with_user(self.clerk).action_quotation_send()

    def test_refused_with_a_reason_back_to_the_clerk(self):
        order = self.make_quotation()
        self.say(order, "submitted", self.clerk)
        with self.assertRaisesRegex(UserError, "Say why"):
            self.say(order, "refused")
        self.say(order, "refused", reason="Too cheap")
        self.assertEqual(self.state(order), "refused")
        self.assertEqual(self.todos(order, "price_refused").user_id, self.clerk)
        with self.assertRaisesRegex(UserError, "Too cheap"):
            order.with_user(self.clerk).action_quotation_send()
        order.order_line.price_unit = 0.17
        self.say(order, "submitted", self.clerk)
        self.assertFalse(self.todos(order, "price_refused"))

    def test_only_supervisors_decide(self):
        order = self.make_quotation()
        for user in (self.clerk, self.rep):
            with self.assertRaises(AccessError):
                self.say(order, "approved", user)
        with self.assertRaises(AccessError):
            self.say(order, "submitted", self.other_rep)
        with self.assertRaises(AccessError):
            self.env["gendan.price.approval"].with_user(self.clerk).sudo().create(
                {"order_id": order.id, "result": "approved"}
            )

    def test_price_quantity_and_cost_reopen_it_and_the_rest_does_not(self):
        order = self.make_quotation()
        sheet = self.make_sheet(order)
        line = order.order_line
        self.approve(order)
        order.write({"client_order_ref": "PO-9", "gendan_advice": "Take more.", "note": "Terms"})
        self.assertEqual(self.state(order), "approved")
        for name, change, back in (
            ("price", partial(line.write, {"price_unit": 0.164}), partial(line.write, {"price_unit": 0.165})),
            ("quantity", partial(line.write, {"product_uom_qty": 6}), partial(line.write, {"product_uom_qty": 50000})),
            ("discount", partial(line.write, {"discount": 2}), partial(line.write, {"discount": 0})),
            ("cost", partial(sheet.line_ids[0].write, {"rate": 9.5}), partial(sheet.line_ids[0].write, {"rate": 9})),
            (
                "another line",
                partial(order.write, {"order_line": [Command.create({"product_id": self.carton.id})]}),
                lambda: (order.order_line - line).unlink(),
            ),
        ):
            with self.subTest(change=name):
                change()
                self.assertEqual(self.state(order), "changed")
                with self.assertRaisesRegex(UserError, "were changed since"):
                    order.action_quotation_send()
                back()
                self.assertEqual(self.state(order), "approved", "as it was approved")

    def test_a_surcharge_the_customer_agreed_to_leaves_the_prices_approved(self):
        loss = self.env["product.product"].create({"name": "Loss of material", "type": "service"})
        self.env["gendan.moq"].create(
            {
                "product_tmpl_id": self.bag.product_tmpl_id.id,
                "quantity": 60000,
                "surcharge_amount": 800,
                "surcharge_product_id": loss.id,
            }
        )
        order = self.make_quotation()
        self.approve(order)
        yes = {"answer": "surcharge", "given_by": "Ms Chen", "given_on": TODAY, "source": "chat", "evidence": "9:05"}
        order._gendan_moq_answered(order._gendan_moq_shortfalls()[order][0], **yes)
        self.assertTrue(order.order_line.gendan_moq_consent_id)
        self.assertEqual(self.state(order), "approved")

    def test_what_was_looked_at_is_what_is_approved(self):
        order = self.make_quotation()
        self.say(order, "submitted", self.clerk)
        dialog = self.env["gendan.price.approval"].with_user(self.supervisor).with_context(default_order_id=order.id)
        seen = dialog.default_get(["order_id", "fingerprint"])
        self.assertTrue(seen["fingerprint"])
        order.order_line.price_unit = 0.1
        with self.assertRaisesRegex(UserError, "changed while you looked"):
            self.say(order, "approved", fingerprint=seen["fingerprint"])
        self.assertEqual(self.state(order), "submitted")

    def test_the_record_is_never_changed_or_deleted(self):
        order = self.make_quotation()
        approval = self.approve(order)
        past = approval.sudo()
        for change in (partial(past.write, {"result": "refused"}), past.unlink, past.copy):
            with self.assertRaisesRegex(UserError, "approval is n"):
                change()
        with self.assertRaises(AccessError):
            approval.with_user(self.supervisor).unlink()
        with self.assertRaisesRegex(UserError, "Cancel it instead"):
            order.unlink()
        self.assertEqual(self.say(order, "refused", reason="After all").user_id, self.supervisor)

    def test_nothing_to_approve(self):
        order = self.make_quotation()
        self.company.gendan_price_approval = False
        self.assertFalse(self.state(order))
        with self.assertRaisesRegex(UserError, "needs no approval"):
            self.say(order, "submitted", self.clerk)
        order.action_quotation_send()
        order.action_quotation_sent()
        self.assertFalse(order._gendan_is_closed_to_customer())
        self.assertFalse(order.gendan_price_state)
        order.action_confirm()
        self.company.gendan_price_approval = True
        self.assertFalse(self.state(order), "an order is no quotation")

    def test_switched_off_it_costs_no_query(self):
        self.company.gendan_price_approval = False
        orders = self.make_quotation() | self.make_quotation()
        orders.mapped("order_line.price_unit")
        with self.assertQueryCount(0):
            orders._gendan_price_states()

    def test_many_quotations_cost_a_bounded_number_of_queries(self):
        orders = self.env["sale.order"].union(*(self.make_quotation() for _count in range(6)))
        for order in orders:
            self.approve(order)
        self.env.flush_all()
        self.env.invalidate_all()
        orders[:1]._gendan_price_states()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        orders[:1]._gendan_price_states()
        one = self.env.cr.sql_log_count - before
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        orders._gendan_price_states()
        self.assertLessEqual(self.env.cr.sql_log_count - before, one + 2)

    # === confirming ===

    def waive(self, order, user=None):
        # sudo: as the dialog does; create() checks the user's group itself
        return (
            self.env["gendan.waiver"]
            .with_user(user or self.supervisor)
            .sudo()
            .create(
                {
                    "res_model": "sale.order",
                    "res_id": order.id,
                    "code": "price_unapproved",
                    "action": "confirm",
                    "reason": "The owner agreed on the phone",
                }
            )
        )

    def test_the_mail_of_a_payment_is_noted_and_never_raises(self):
        # what is noted is in the house's language
        self.company.partner_id.lang = "en_US"
        order = self.make_quotation(state="sent")
        mails = self.env["mail.mail"].search_count([])
        order.sudo()._send_payment_succeeded_for_order_mail()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertIn("was not sent to the customer", order.message_ids[:1].body)
        self.approve(order)
        order.sudo()._send_payment_succeeded_for_order_mail()
        self.assertNotIn("was not sent", order.message_ids[:1].body)

    def test_prices_nobody_approved_are_not_confirmed(self):
        order = self.make_quotation()
        confirm = order.with_user(self.clerk).action_confirm
        with self.assertRaisesRegex(UserError, "submit its prices to the supervisor first"):
            confirm()
        with self.assertRaisesRegex(UserError, "submit its prices"):
            order.state = "sale"
        with self.assertRaisesRegex(UserError, "submit its prices"):
            self.make_quotation(state="sale")  # as an import makes it
        self.say(order, "submitted", self.clerk)
        with self.assertRaisesRegex(UserError, "with the supervisor since"):
            confirm()
        self.say(order, "refused", reason="Too cheap")
        with self.assertRaisesRegex(UserError, "Too cheap"):
            confirm()
        self.approve(order)
        order.order_line.price_unit = 0.1
        with self.assertRaisesRegex(UserError, "cannot be confirmed: prices, quantities or costs were changed"):
            confirm()
        order.order_line.price_unit = 0.165
        confirm()
        self.assertEqual(order.state, "sale")

    def test_the_supervisor_lets_unapproved_prices_through_but_only_these(self):
        order = self.make_quotation()
        with self.assertRaises(AccessError):
            self.waive(order, self.clerk)
        self.waive(order)
        order.order_line.price_unit = 0.1
        with self.assertRaisesRegex(UserError, "submit its prices"):
            order.action_confirm()
        order.order_line.price_unit = 0.165
        with self.assertRaisesRegex(UserError, "does not go to the customer"):
            order.action_quotation_send()  # waived was the confirmation
        order.with_user(self.clerk).action_confirm()
        self.assertEqual(order.state, "sale")

    def test_one_banner_tells_of_the_prices(self):
        order = self.make_quotation().with_user(self.supervisor)
        self.assertIn("cannot be confirmed before", order.gendan_price_sentence)
        self.assertFalse(order.gendan_gate_html)
        self.assertTrue(order.gendan_can_waive)
        self.waive(order)
        self.env.invalidate_all()
        self.assertIn("does not go to the customer", order.gendan_price_sentence)
        self.assertNotIn("confirmed", order.gendan_price_sentence)

    def test_a_paid_quotation_waits_for_its_prices_and_goes_on_by_itself(self):
        order = self.make_quotation(require_signature=False, require_payment=False)
        order._validate_order()
        self.assertEqual(order.state, "draft")
        self.assertIn("submit its prices", order._gendan_gate_error("confirm"))
        self.assertTrue(self.todos(order, "gate_confirm"))
        with self.capture_triggers("gendan_followup.ir_cron_held") as captured:
            self.approve(order)
        self.assertTrue(captured.records, "the approval wakes what goes on")
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_held").method_direct_trigger()
        order.invalidate_recordset()
        self.assertEqual(order.state, "sale")

    # === doors ===

    def test_doors_of_the_back_office(self):
        order = self.make_quotation().with_user(self.clerk)
        template = self.env.ref("sale.email_template_edi_sale")
        for door in (
            order.action_quotation_send,
            order.action_quotation_sent,
            order.action_preview_sale_order,
            order.with_context(proforma=True).action_quotation_send,
            lambda: order.with_context(mark_so_as_sent=True).message_post(body="Here"),
            lambda: template.with_user(self.clerk).send_mail(order.id),
            lambda: order.message_post_with_source(template),
            lambda: self.env["portal.share"]
            .with_user(self.clerk)
            .with_context(active_model="sale.order", active_id=order.id)
            .default_get(["res_model", "res_id", "share_link"]),
        ):
            with self.assertRaisesRegex(UserError, "submit its prices"):
                door()
        self.assertEqual(order.state, "draft")
        order.message_post(body="Which size do you need?")

    def test_the_composer_sends_other_mail(self):
        order = self.make_quotation().with_user(self.clerk)
        composer = self.env["mail.compose.message"].with_user(self.clerk)
        values = {"model": "sale.order", "res_ids": str(order.ids), "composition_mode": "comment", "body": "Size?"}
        composer.create(values)._action_send_mail()
        wizard = composer.create({**values, "template_id": self.env.ref("sale.email_template_edi_sale").id})
        with self.assertRaisesRegex(UserError, "submit its prices"):
            wizard._action_send_mail()

    def test_a_print_for_the_approver_says_what_it_is(self):
        order = self.make_quotation()
        render = self.env["ir.actions.report"]._render_qweb_html
        self.assertIn(b"Prices not approved", render("sale.report_saleorder", order.ids)[0])

    # === card ===

    def test_the_card_shows_margin_last_price_overdue_and_complaints(self):
        old = self.make_quotation(client_order_ref="OLD")
        old.order_line.price_unit = 0.18
        self.approve(old)
        old.action_confirm()
        order = self.make_quotation()
        self.make_sheet(order)
        order.order_line.price_unit = 0.05
        card = str(order.with_user(self.supervisor)._gendan_price_card())
        self.assertIn(old.name, card)
        self.assertIn("0.18", card)
        self.assertIn("-", card)
        figures = order._gendan_price_figures()
        cost = figures["lines"][order.order_line][0]
        self.assertAlmostEqual(figures["margin_percent"], 100 * (0.05 - cost) / 0.05, 1)
        self.assertNotIn("before tax 0", card)
        self.assertIn("Customer's overdue", card)
        owed = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": date(2026, 8, 1),
                "invoice_date_due": date(2026, 9, 1),
                "invoice_line_ids": [Command.create({"name": "Bags", "price_unit": 4321, "tax_ids": False})],
            }
        )
        owed.action_post()
        self.env.invalidate_all()
        self.assertIn("4,321", str(order.with_user(self.supervisor)._gendan_price_card()))

    def test_the_card_shows_the_other_quantities_that_are_offered(self):
        order = self.make_quotation()
        sheet = self.make_sheet(order, print_steps=True)
        ordered = order.order_line.product_uom_qty
        sheet.step_ids = [Command.clear(), *(Command.create({"quantity": ordered * n}) for n in (1, 7))]
        further = sheet.step_ids.sorted("quantity")[1]
        card = str(order.with_user(self.supervisor)._gendan_price_card())
        self.assertEqual(card.count("also offered"), 1, "the quantity ordered stands there once")
        for text in (f"{ordered * 7:,.0f}", sheet._gendan_number(further.price), sheet._gendan_number(further.cost)):
            self.assertIn(text, card)
        sheet.print_steps = False
        self.assertNotIn("also offered", str(order.with_user(self.supervisor)._gendan_price_card()))

    def test_complaints_of_the_one_hook_stand_on_the_card_and_beside_the_repeat(self):
        old = self.make_quotation(client_order_ref="OLD")
        self.approve(old)
        old.action_confirm()
        order = self.make_quotation(gendan_order_kind="repeat")
        self.assertNotIn("Complaints", str(order.with_user(self.supervisor)._gendan_price_card()))

        def complaints(orders):
            return {order: [("CP-7", "Bags stick <together>", old)] for order in orders}

        # another room gives what it knows
        with patch.object(self.env.registry["sale.order"], "_gendan_complaint_history", complaints):
            card = str(order.with_user(self.supervisor)._gendan_price_card())
            beside = str(order.with_user(self.clerk).gendan_differences)
            for page in (card, beside):
                self.assertIn("CP-7", page)
                self.assertIn("Bags stick &lt;together&gt;", page)
                self.assertIn(f"/odoo/sale.order/{old.id}", page)
            self.assertIn("Complaints", card)

    def test_a_price_with_tax_is_told_without_it_too(self):
        order = self.make_quotation()
        order.order_line.tax_ids = self.env["account.tax"].create(
            {"name": "13 % included", "amount": 13, "price_include_override": "tax_included"}
        )
        order.order_line.price_unit = 1.13
        card = str(order.with_user(self.supervisor)._gendan_price_card())
        self.assertIn("1.13", card)
        self.assertRegex(card, r"before tax\s+1\b(?!\.)")

    def test_a_line_nobody_knows_the_cost_of_is_left_out_of_the_margin(self):
        order = self.make_quotation()
        self.assertFalse(self.bag.standard_price)
        figures = order._gendan_price_figures()
        self.assertIsNone(figures["margin_percent"])
        self.assertTrue(figures["is_partial"])
        self.bag.standard_price = 0.1
        self.assertAlmostEqual(order._gendan_price_figures()["margin_percent"], 100 * 0.065 / 0.165, 4)

    # === validity ===

    def test_the_end_of_a_quotation_is_asked_about_before_it_comes(self):
        order = self.make_quotation(validity_date=date(2026, 11, 16))
        self.assertFalse(self.todos(order, "quotation_validity"), "it has not gone out")
        self.approve(order)
        order.with_user(self.clerk).action_quotation_sent()
        todo = self.todos(order, "quotation_validity")
        self.assertEqual(todo.user_id, self.clerk)
        self.assertEqual(todo.due, date(2026, 11, 12), "three working days of six a week before")
        self.assertEqual(todo.ladder_id.code, "quotation_validity")
        order.validity_date = date(2026, 11, 30)
        self.assertEqual(self.todos(order, "quotation_validity").due, date(2026, 11, 26))
        order.gendan_held_at = "2026-11-02 08:00:00"
        self.assertFalse(self.todos(order, "quotation_validity"), "she has accepted: there is nothing left to ask")
        order.gendan_held_at = False
        self.assertTrue(self.todos(order, "quotation_validity"))
        order.action_confirm()
        self.assertFalse(self.todos(order, "quotation_validity"))
        self.company.gendan_validity_days = 0
        other = self.make_quotation(validity_date=date(2026, 11, 16), state="sent")
        self.assertFalse(self.todos(other, "quotation_validity"))


@tagged("post_install", "-at_install")
class TestClosedPage(PriceCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_quotation(require_signature=True, require_payment=False)
        cls.order.state = "sent"
        cls.order._portal_ensure_token()

    def page(self, order, **params):
        return self.url_open(order.get_portal_url(**params)).text

    def jsonrpc(self, path, **params):
        return self.url_open(
            path, data=json.dumps({"params": params}), headers={"Content-Type": "application/json"}
        ).json()

    def accept(self):
        result = self.jsonrpc(
            f"/my/orders/{self.order.id}/accept",
            access_token=self.order.access_token,
            name="Lin",
            signature=SIGNATURE,
        )["result"]
        self.order.invalidate_recordset()
        return result

    def test_page_and_paper_are_closed_with_a_neutral_sentence(self):
        self.authenticate(None, None)
        for params in ({}, {"report_type": "html"}, {"report_type": "pdf", "download": True}):
            with self.subTest(params=params):
                page = self.page(self.order, **params)
                self.assertIn(CLOSED, page)
                self.assertNotIn(self.bag.name, page)
                self.assertNotIn("supervisor", page, "our reasons are not the customer's")
        self.approve(self.order)
        self.assertIn(self.bag.name, self.page(self.order))

    def test_the_page_rounds_no_unit_price(self):
        self.order.order_line.price_unit = 0.086512
        self.approve(self.order)
        self.authenticate(None, None)
        self.assertIn("0.086512", self.page(self.order))

    def test_nobody_signs_refuses_or_pays_closed_prices(self):
        self.approve(self.order)
        self.order.order_line.price_unit = 0.2
        self.authenticate(None, None)
        self.assertIn("error", self.accept())
        self.assertFalse(self.order.signature)
        self.assertEqual(self.order.state, "sent")
        self.url_open(
            f"/my/orders/{self.order.id}/decline",
            data={
                "access_token": self.order.access_token,
                "decline_message": "Too dear",
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        with mute_logger("odoo.http"):
            answer = self.jsonrpc(f"/my/orders/{self.order.id}/transaction", access_token=self.order.access_token)
        self.assertIn("error", answer)
        self.order.invalidate_recordset()
        self.assertEqual(self.order.state, "sent")
        self.assertFalse(self.order.transaction_ids)
        self.say(self.order, "approved")
        self.env.flush_all()
        self.assertNotIn("error", self.accept())
        self.assertEqual(self.order.state, "sale")

    def choose(self, line, quantity):
        """The customer sets the quantity of an optional line on the page."""
        self.jsonrpc(
            f"/my/orders/{self.order.id}/update_line_dict",
            access_token=self.order.access_token,
            line_id=line.id,
            input_quantity=quantity,
        )
        self.env.invalidate_all()

    def add_option(self, **values):
        """Cartons at 3 instead of 4.8, as somebody typed it, to be chosen on the page.

        :return: the line
        """
        self.order.order_line = [
            Command.create({"display_type": "line_section", "name": "Also", "is_optional": True, "sequence": 50}),
            Command.create(
                {
                    "product_id": self.carton.id,
                    "product_uom_qty": 0,
                    "price_unit": 3,
                    "technical_price_unit": 4.8,
                    "sequence": 51,
                    **values,
                }
            ),
        ]
        return self.order.order_line[-1]

    def test_the_customer_chooses_among_optional_lines_of_the_approved_offer(self):
        option = self.add_option()
        self.approve(self.order)
        self.env.flush_all()
        self.authenticate(None, None)
        for quantity in (200, 300):
            self.choose(option, quantity)
            self.assertEqual((option.product_uom_qty, option.price_unit), (quantity, 3))
            self.assertEqual(self.state(self.order), "approved", "her own choice of what was offered")
        self.choose(self.order.order_line[0], 1)
        self.assertEqual(self.order.order_line[0].product_uom_qty, 50000, "not hers to choose")
        option.product_uom_qty = 400
        self.assertEqual(self.state(self.order), "changed", "somebody inside chose")
        option.product_uom_qty = 300
        self.assertEqual(self.state(self.order), "approved")
        option.price_unit = 2
        self.assertEqual(self.state(self.order), "changed")
        self.env.flush_all()
        self.choose(option, 500)
        self.assertEqual((option.product_uom_qty, self.state(self.order)), (300, "changed"), "the page is closed")
        option.price_unit = 3
        self.env.flush_all()
        self.assertNotIn("error", self.accept())
        self.assertEqual(self.order.state, "sale")

    def test_a_quantity_that_brings_another_price_has_it_approved(self):
        option = self.add_option(technical_price_unit=3)  # as if the price list had said so
        self.approve(self.order)
        self.env.flush_all()
        self.authenticate(None, None)
        self.choose(option, 200)
        self.assertEqual((option.product_uom_qty, option.price_unit), (200, 4.8))
        self.assertEqual(self.state(self.order), "changed")

    def test_somebody_inside_who_uses_the_page_is_no_customer(self):
        option = self.add_option()
        self.approve(self.order)
        self.env.flush_all()
        self.authenticate(self.clerk.login, self.clerk.login)
        self.choose(option, 200)
        self.assertEqual((option.product_uom_qty, self.state(self.order)), (200, "changed"))

    def test_the_customers_list_leaves_closed_quotations_out(self):
        self.authenticate("t_portal", "t_portal")
        self.assertNotIn(self.order.name, self.url_open("/my/quotes").text)
        self.approve(self.order)
        self.assertIn(self.order.name, self.url_open("/my/quotes").text)

    def test_the_page_tells_quantities_and_advice_and_no_costs(self):
        sheet = self.make_sheet(self.order)
        self.order.gendan_advice = "From 100,000 on it is cheaper."
        self.approve(self.order)
        self.authenticate(None, None)
        page = self.page(self.order)
        for word in ("300,000", "From 100,000 on it is cheaper.", sheet._gendan_number(sheet.step_ids[2].price)):
            self.assertIn(word, page)
        for word in (sheet._gendan_number(sheet.step_ids[0].cost), "Margin", "Film"):
            self.assertNotIn(word, page)

    def test_switched_off_the_page_is_open(self):
        self.company.gendan_price_approval = False
        self.authenticate(None, None)
        self.assertIn(self.bag.name, self.page(self.order))
