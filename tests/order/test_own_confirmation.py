"""Where order confirmations are approved by us, Odoo's own does not go round it."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.gendan_followup.controllers.quotation import GendanQuotationPortal

from ..common import MONDAY
from .test_contract import ContractCase

MARK = "For information only"
UNDER_WAY = "We are preparing the confirmation of this order"


class ConfirmationCase(ContractCase):
    """Confirmations of orders are approved by a supervisor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.need(kind="order_confirmation")

    def ready(self):
        """Our own, approved."""
        paper = self.finished(kind="order_confirmation")
        paper.with_user(self.supervisor).action_approve()
        return paper

    def mails(self, order):
        """What the customer could read: no notes."""
        return order.message_ids.filtered(lambda message: message.subtype_id == self.env.ref("mail.mt_comment"))

    def print_out(self, order, user=None, report="sale.report_saleorder"):
        reports = self.env["ir.actions.report"].with_user(user) if user else self.env["ir.actions.report"]
        return reports._render_qweb_html(report, order.ids)[0].decode()


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOwnConfirmation(ConfirmationCase):
    def own_todo(self, order):
        return self.env["gendan.todo"].search(order._gendan_todo_domain(["confirmation_paper"]))

    def test_the_mail_after_a_signature_or_payment_is_held_and_ours_is_to_be_made(self):
        order = self.make_order()
        order._validate_order()
        self.assertEqual(order.state, "sale")
        self.assertFalse(self.mails(order))
        self.assertFalse(order.gendan_confirmation_mailed_at)
        self.assertIn("was not sent", order.message_ids[0].body)
        todo = self.own_todo(order)
        self.assertEqual(todo.user_id, self.clerk)
        own = todo.with_user(self.clerk)
        self.assertIn("own_contract", [action["code"] for action in own._gendan_offered()[own]])
        self.finished(order=order)
        self.assertTrue(self.own_todo(order), "a contract nobody approved is no confirmation")
        paper = self.env["gendan.contract"].with_user(self.clerk).browse(own.action_gendan_do("own_contract")["res_id"])
        self.assertTrue(self.own_todo(order), "a draft is not finished")
        self.assertEqual(paper.kind, "order_confirmation")
        paper.action_ask()
        self.assertFalse(self.own_todo(order))
        paper.action_void()
        self.assertTrue(self.own_todo(order))
        self.rule.needs_approval = False
        self.assertFalse(self.own_todo(order), "no rule asks for it any more")

    def test_a_contract_we_approve_is_a_confirmation_too(self):
        self.need()
        order = self.make_order()
        order._validate_order()
        self.assertEqual(order._gendan_todo_do("own_contract")["context"]["default_order_id"], order.id)
        contract = order.gendan_contract_ids
        self.assertEqual(contract.kind, "contract")
        contract.action_ask()
        self.assertFalse(self.own_todo(order))
        self.assertFalse(order._gendan_ready_contract())
        contract.with_user(self.supervisor).action_approve()
        self.assertEqual(order._gendan_ready_contract(), contract)

    def test_what_a_machine_sends_is_held_without_an_error(self):
        small = self.confirm_order([(self.bag, 1000, {"price_unit": 0.0865})])
        self.rule.amount_from = small.amount_total + 1
        template = self.order._get_confirmation_template()
        both = self.order | small
        self.assertFalse(template.sudo().send_mail(self.order.id))
        self.assertEqual(template.sudo().send_mail_batch(both.ids).mapped("res_id"), small.ids)
        sent = self.mails(small)
        self.order.sudo().message_post_with_source(template, subtype_xmlid="mail.mt_comment")
        values = {"model": "sale.order", "res_ids": str(both.ids), "composition_mode": "comment"}
        values.update(template_id=template.id, subtype_id=self.env.ref("mail.mt_comment").id)
        self.env["mail.compose.message"].sudo().create(values)._action_send_mail()
        self.assertFalse(self.mails(self.order))
        self.assertFalse(self.order.gendan_confirmation_mailed_at)
        self.assertTrue(self.mails(small) - sent)
        self.assertTrue(self.own_todo(self.order))

    def test_the_mail_a_quotation_template_names_is_a_confirmation_too(self):
        own = self.order._get_confirmation_template().copy()
        self.order.sale_order_template_id = self.env["sale.order.template"].create(
            {"name": "Bags", "mail_template_id": own.id}
        )
        with self.assertRaisesRegex(UserError, "button “Contract”"):
            own.with_user(self.clerk).send_mail(self.order.id)

    def test_mails_about_other_things_ask_for_no_rights_to_orders(self):
        template = self.env["mail.template"].create(
            {
                "name": "Welcome",
                "model_id": self.env.ref("base.model_res_partner").id,
                "subject": "Welcome",
                "body_html": "Welcome",
                "email_to": "a@example.com",
            }
        )
        self.assertTrue(template.with_user(self.employee).send_mail(self.employee.partner_id.id))

    def test_without_a_rule_that_is_reached_nothing_changes(self):
        self.rule.amount_from = self.order.amount_total + 1
        order = self.make_order(client_order_ref="small")
        order.order_line.price_unit = 0.01
        order._validate_order()
        self.assertTrue(self.mails(order))
        self.assertFalse(self.own_todo(order))
        self.assertTrue(order.with_user(self.clerk).action_quotation_send()["context"]["default_template_id"])
        self.assertNotIn(MARK, self.print_out(order))

    def test_nobody_sends_odoos_own(self):
        order = self.order.with_user(self.clerk)
        template = order._get_confirmation_template()
        composer = self.env["mail.compose.message"].with_user(self.clerk)
        values = {"model": "sale.order", "res_ids": str(order.ids), "composition_mode": "comment"}
        for door in (
            order.action_quotation_send,
            lambda: template.with_user(self.clerk).send_mail(order.id),
            lambda: composer.create({**values, "template_id": template.id})._action_send_mail(),
        ):
            with self.assertRaisesRegex(UserError, "button “Contract”"), self.env.cr.savepoint():
                door()
        composer.create({**values, "body": "When may we deliver?"})._action_send_mail()
        order.with_context(hide_default_template=True).action_quotation_send()

    def test_a_payment_is_still_told(self):
        self.order._send_payment_succeeded_for_order_mail()
        # with Odoo's own print, as the customer's page shows the order: it says that it is not the confirmation
        [paper] = self.mails(self.order).attachment_ids
        self.assertIn(MARK, paper.raw.decode())

    def test_the_print_says_what_it_is(self):
        self.assertIn(MARK, self.print_out(self.order))
        self.assertNotIn(MARK, self.print_out(self.make_order()))
        self.assertNotIn(MARK, self.print_out(self.order, report="sale.report_saleorder_pro_forma"))
        self.rule.unlink()
        self.assertNotIn(MARK, self.print_out(self.order))

    def test_a_login_gets_no_paper_by_the_address_of_the_report(self):
        self.order.message_subscribe(self.portal_user.partner_id.ids)
        quotation = self.make_order()
        quotation.action_quotation_sent()
        self.assertIn(self.bag.name, self.print_out(quotation, self.portal_user))
        with self.assertRaisesRegex(AccessError, UNDER_WAY):
            self.print_out(self.order, self.portal_user)
        self.company.gendan_price_approval = True
        with self.assertRaisesRegex(AccessError, "preparing this quotation"):
            self.print_out(quotation, self.portal_user)
        self.assertIn(self.bag.name, self.print_out(quotation, self.clerk))


@tagged("post_install", "-at_install")
class TestOwnConfirmationPage(HttpCase, ConfirmationCase):
    def page(self, **params):
        query = "&".join(f"{name}={value}" for name, value in params.items())
        token = self.order._portal_ensure_token()
        return self.url_open(f"/my/orders/{self.order.id}?access_token={token}&{query}").text

    def test_the_customers_page_gives_our_paper_and_before_it_a_sentence(self):
        self.env.flush_all()
        self.authenticate(None, None)
        self.assertIn(self.bag.name, self.page())
        for kind in ("html", "pdf"):
            page = self.page(report_type=kind)
            self.assertIn(UNDER_WAY, page)
            self.assertNotIn(self.bag.name, page)
        with (
            patch.object(GendanQuotationPortal, "_gendan_own_paper", side_effect=MissingError("gone")),
            mute_logger("odoo.http"),
        ):
            self.assertNotIn(self.bag.name, self.page(report_type="html"), "no way on to Odoo's print")
        paper = self.ready()
        self.env.flush_all()
        self.assertEqual(paper.paper_state, "to_send")
        for _time in range(2):
            page = self.page(report_type="html")
            self.assertIn(paper.name, page)
            self.assertIn(self.bag.name, page)
        self.assertEqual(paper.document_ids.issue_ids.mapped("how"), ["portal"], "it went out once")

    def test_changed_prices_are_read_by_no_address(self):
        self.company.gendan_price_approval = True
        quotation = self.make_order(state="sent")
        self.env.flush_all()
        self.authenticate("t_portal", "t_portal")
        for report in ("html/sale.report_saleorder", "pdf/sale.report_saleorder", "html/sale.report_saleorder_raw"):
            with mute_logger("odoo.http"):
                answer = self.url_open(f"/report/{report}/{quotation.id}")
            self.assertIn("We are preparing this quotation", answer.text)
            self.assertNotIn(self.bag.name, answer.text)
