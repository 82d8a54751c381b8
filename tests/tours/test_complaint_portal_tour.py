from lxml import html

from odoo import Command
from odoo.tests import tagged

from tests.complaint.common import ComplaintCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestComplaintPortalTour(ComplaintCase, TourCase):
    """A complaint from the customer's form to her last word: opened again once, then settled and rated."""

    def last_word(self, complaint, **data):
        """Go through the page behind the link as its form is: it has no script a tour could run in.

        :return: the text of the page that thanks
        """
        url = "/" + complaint.with_user(self.clerk)._gendan_verdict_url().split("/", 3)[3]
        form = html.fromstring(self.url_open(url).text).xpath("//form")[0]
        self.assertLessEqual(set(data), set(form.fields))
        return self.url_open(form.action, data=data).text

    def test_filed_answered_opened_again_rated(self):
        self.portal_user.password = self.portal_user.login
        self.env.flush_all()
        self.start_tour("/my/complaints", "gendan_followup_complaint_filed", login=self.portal_user.login)
        complaint = self.env["gendan.complaint"].search([("channel", "=", "portal")])
        self.assertEqual((complaint.order_id, complaint.picking_id), (self.order, self.picking))
        self.assertRecordValues(
            complaint.line_ids, [{"product_id": self.carton.id, "bad": 40, "defect_id": self.defect.id}]
        )
        self.assertEqual(complaint.line_ids.photo_ids.mapped("name"), ["seal.png"])

        self.start_tour(
            f"/odoo/gendan-complaints/{complaint.id}", "gendan_followup_complaint_answered", login=self.clerk.login
        )
        self.assertEqual(complaint.answer_ids.mapped("channel"), ["portal"])
        self.start_tour(
            f"/my/complaints/{complaint.id}", "gendan_followup_complaint_agreed", login=self.portal_user.login
        )
        self.assertEqual((complaint.state, complaint.agreed_by), ("agreed", self.portal_user.name))

        self.carry_out(complaint)
        self.assertIn("take it up again", self.last_word(complaint, verdict="again", name="Lin", message="12 leak"))
        self.assertEqual((complaint.state, complaint.reopened_count), ("work", 1))
        self.bring_to(complaint, "agreed")
        self.carry_out(complaint)
        self.assertIn("glad", self.last_word(complaint, verdict="settled", name="Lin", rate="5"))
        self.assertRecordValues(
            complaint, [{"state": "closed", "verdict": "settled", "rating_last_value": 5, "reopened_count": 1}]
        )

    def carry_out(self, complaint):
        """The rest of the way, as the clerk's buttons take it."""
        if not complaint.settlement_ids:
            complaint.settlement_ids = [Command.create({"choice": "accept"})]
        complaint._gendan_step("settle")
        complaint.settlement_ids._gendan_do()
        complaint._gendan_note_answer("phone", "It is taken off", False)
        complaint._gendan_step("close")
        self.env.flush_all()
