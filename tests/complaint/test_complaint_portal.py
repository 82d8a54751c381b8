"""The customer's pages: his own complaints, nothing internal, and his word on what is proposed."""

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestComplaintPortal(ComplaintCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.complain()
        cls.bring_to(cls.complaint, "proposed")
        cls.complaint.internal_note = "OUR FAULT"
        cls.complaint = cls.complaint.sudo()
        cls.page = f"/my/complaints/{cls.complaint.id}"

    def post(self, url, **data):
        return self.url_open(url, data={"csrf_token": http.Request.csrf_token(self), **data})

    def test_his_own_without_what_is_internal(self):
        login = self.portal_user.login
        self.authenticate(login, login)
        self.assertIn(self.complaint.name, self.url_open("/my/complaints").text)
        page = self.url_open(self.page).text
        self.assertIn("We take off the 40 pieces", page)
        for internal in ("OUR FAULT", "Sealing bar too cold", "Written down twice"):
            self.assertNotIn(internal, page)
        answered = self.post(self.page, verdict="agree", name="Lin")
        self.assertIn("has reached us", answered.text)
        self.assertEqual((self.complaint.state, self.complaint.agreed_by), ("agreed", "Lin"))
        # pressed twice: said, not done again
        self.assertIn("cannot become", self.post(self.page, verdict="agree", name="Wang").text)
        self.assertEqual((self.complaint.state, self.complaint.agreed_by), ("agreed", "Lin"))

    def test_a_stranger_and_our_own_people_find_nothing(self):
        stranger = new_test_user(
            self.env, "t_stranger", groups="base.group_portal", partner_id=self.foreign_customer.id
        )
        for user in (stranger, self.clerk):
            self.authenticate(user.login, user.login)
            with self.subTest(user=user.login):
                self.assertNotIn(self.complaint.name, self.url_open("/my/complaints").text)
                self.assertEqual(self.url_open(self.page).status_code, 404)
                self.assertEqual(self.post(self.page, verdict="agree", name="X").status_code, 404)
                self.assertEqual(self.post(f"{self.page}/verdict").status_code, 404)
        self.assertEqual(self.complaint.state, "proposed")

    def test_refused_with_what_he_wants_instead(self):
        mine = self.complaint.with_user(self.portal_user).sudo()
        for data, words in (
            ({}, "whether you agree"),
            ({"verdict": "close", "name": "Lin"}, "whether you agree"),
            ({"verdict": "agree"}, "your name"),
            ({"verdict": "refuse", "name": "Lin"}, "instead"),
        ):
            with self.subTest(data=data), self.assertRaisesRegex(UserError, words):
                mine._gendan_customer_says(data)
        mine._gendan_customer_says({"verdict": "refuse", "name": "Lin", "message": "New ones please"})
        self.assertEqual((self.complaint.state, self.complaint.refused_count), ("findings", 1))
        self.assertIn("New ones please", self.complaint.message_ids[:1].body)

    def test_a_closed_one_leads_to_the_page_of_the_last_word(self):
        complaint = self.complain()
        self.bring_to(complaint, "closed")
        login = self.portal_user.login
        self.authenticate(login, login)
        answer = self.url_open(
            f"/my/complaints/{complaint.id}/verdict",
            data={"csrf_token": http.Request.csrf_token(self)},
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/gendan/a/", answer.headers["Location"])

    def test_who_has_had_his_last_word_is_not_asked_for_it(self):
        complaint = self.complain()
        self.bring_to(complaint, "closed")
        self.authenticate(self.portal_user.login, self.portal_user.login)
        page = f"/my/complaints/{complaint.id}"
        self.assertIn(f"{page}/verdict", self.url_open(page).text)
        complaint.sudo()._gendan_keep({"verdict": "settled", "verdict_at": "2026-11-02 08:00:00", "verdict_by": "Lin"})
        shown = self.url_open(page).text
        self.assertNotIn(f"{page}/verdict", shown)
        self.assertIn("Lin told us on", shown)
        # a page left open
        refused = self.post(f"{page}/verdict")
        self.assertIn("Lin told us on", refused.text)
        self.assertFalse(self.env["gendan.answer"].search(complaint.sudo()._gendan_question_domain("complaint_verdict")))
