"""The payment request: figures, paper, mail."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from ..common import MONDAY
from .common import PrepaidCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPaymentRequest(PrepaidCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.lang = "en_US"
        cls.company.partner_id.bank_ids = [Command.clear(), Command.create({"acc_number": "6222 0001 9"})]

    def paper(self):
        self.picking.with_user(self.clerk).action_gendan_print_request()
        return self.env["gendan.document"].search([("kind", "=", "payment_request"), ("voided_at", "=", False)])

    def test_it_says_what_is_packed_what_has_arrived_and_where_to_pay(self):
        self.pay(120, self.order.name)
        self.picking.move_ids.write({"quantity": 80, "picked": True})
        paper = self.paper()
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "gendan_followup.action_report_payment_request", paper.ids
        )
        html = content.decode()
        for text in (paper.name, paper.qr_reference, "PO-778", self.order.name, "80.00", "400.00", "120.00", "280.00"):
            self.assertIn(text, html)
        self.assertIn(self.company.partner_id.bank_ids.acc_number, html)
        self.assertEqual((paper.partner_id, paper.res_id), (self.customer, self.picking.id))

    def test_it_is_one_paper_until_its_figures_change(self):
        first = self.paper()
        self.assertEqual(self.paper(), first)
        self.pay(100, self.order.name)
        second = self.paper()
        self.assertEqual((second.version, second.payment_figures["to_pay"]), (2, 400))
        self.assertTrue(first.voided_at)
        self.pay(400, self.order.name)
        with self.assertRaisesRegex(UserError, "nothing is to be paid"):
            self.paper()

    def test_sending_it_is_logged_on_the_paper(self):
        action = self.picking.with_user(self.clerk).action_gendan_send_request()
        composer = self.env["mail.compose.message"].with_user(self.clerk).with_context(**action["context"]).create({})
        with self.mock_mail_gateway():
            composer._action_send_mail()
        paper = self.env["gendan.document"].browse(action["context"]["default_res_ids"])
        self.assertEqual(paper.issue_ids.mapped("how"), ["email"])
        self.assertEqual(paper.issue_ids.to, self.customer.email)
        self.assertEqual(paper.state, "issued")
        message = paper.message_ids.filtered("partner_ids")
        self.assertEqual(len(message.attachment_ids), 1)
