from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestInquiryTour(TourCase):
    """A day's inquiries: a rep's, one on the phone, one a customer wrote on the order."""

    def test_a_days_inquiries(self):
        order = self.confirm_order(promised=fields.Date.today() + timedelta(days=40))
        buyer = self.portal_user.partner_id
        asked = self.env["gendan.inquiry"].with_user(self.rep).create(
            {"name": "When does it arrive?", "order_id": order.id}
        )
        order.message_post(
            body="Can we see the first sheet?",
            author_id=buyer.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.start_tour("/odoo/gendan-inquiries", "gendan_followup_inquiries", login=self.clerk.login)
        asked = asked.with_env(self.env)
        written = self.env["gendan.inquiry"].search([("source_id", "=", order.id)])
        told = self.env["gendan.inquiry"].search([("name", "=", "Which film is it?")])
        self.assertRecordValues(
            asked | told | written,
            [
                {"state": "answered", "answer": "On the promised day.", "told_how": "colleague"},
                {"state": "answered", "answer": "Matt, as last time.", "told_how": "phone"},
                {"state": "answered", "answer": "Of course: come on Thursday at ten.", "told_how": "mail"},
            ],
        )
        self.assertEqual((asked | told | written).answered_by_id, self.clerk)
        last = order.message_ids[:1]
        self.assertEqual((last.author_id, last.partner_ids), (self.clerk.partner_id, buyer))
