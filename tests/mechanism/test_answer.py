"""The page of one question: shown, answered once, and neutral to everybody else."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import hash_sign, mute_logger

from .common import MechanismCase


@tagged("post_install", "-at_install")
class TestAnswer(HttpCase, MechanismCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order()
        cls.view = cls.env["ir.ui.view"].create(
            {
                "name": "Test question",
                "type": "qweb",
                "key": "gendan_followup.t_question",
                "arch": """<t t-name="gendan_followup.t_question">
                    <h1>Is the date good for you?</h1>
                    <p>Order <t t-out="document.name"/></p>
                    <textarea name="message"><t t-out="data.get('message')"/></textarea>
                </t>""",
            }
        )
        cls.env["ir.model.data"].create(
            {
                "module": "gendan_followup",
                "name": "t_question",
                "model": "ir.ui.view",
                "res_id": cls.view.id,
            }
        )

    def setUp(self):
        super().setUp()
        self.taken = []
        sale_order = self.env.registry["sale.order"]

        def render(order, answer):
            return "gendan_followup.t_question", {"submit": "Send"}

        def apply(order, answer, data):
            if not data.get("message"):
                raise UserError("Please write something.")
            self.taken.append((order.id, answer.id, data))
            order.client_order_ref = data["message"]
            return "We will come back to you."

        # methods of a kind that only the tests have
        sale_order._gendan_answer_render_t_test = render
        sale_order._gendan_answer_apply_t_test = apply
        self.addCleanup(delattr, sale_order, "_gendan_answer_render_t_test")
        self.addCleanup(delattr, sale_order, "_gendan_answer_apply_t_test")
        self.answer = self.env["gendan.answer"]._gendan_ask(self.order, "t_test")[self.order]
        self.authenticate(None, None)

    def url(self, answer=None):
        return f"/gendan/a/{(answer or self.answer)._gendan_token()}"

    def test_shown_as_often_as_one_likes(self):
        for _n in range(2):
            response = self.url_open(self.url())
            self.assertEqual(response.status_code, 200)
            self.assertIn("Is the date good for you?", response.text)
            self.assertIn(self.order.name, response.text)
            self.assertIn('<form', response.text)
        self.answer.invalidate_recordset()
        self.assertEqual(self.answer.state, "open", "looking (or a chat's preview) uses nothing up")

    def test_the_page_needs_no_other_host_and_no_script(self):
        response = self.url_open(self.url())
        self.assertNotIn("<script", response.text)
        self.assertNotIn("http://", response.text.replace("http://www.w3.org", ""))
        self.assertNotIn("https://", response.text)
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("width=device-width", response.text)

    def test_answered_once_without_session_or_csrf(self):
        self.opener.cookies.clear()
        response = self.url_open(
            self.url(), data={"message": "The 12th is fine"}, headers={"User-Agent": "MicroMessenger"}
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn("We will come back to you.", response.text)
        self.answer.invalidate_recordset()
        self.order.invalidate_recordset()
        self.assertEqual(self.order.client_order_ref, "The 12th is fine")
        self.assertEqual(self.answer.state, "used")
        self.assertEqual(self.answer.answer, {"message": "The 12th is fine"})
        self.assertEqual(self.answer.user_agent, "MicroMessenger")
        self.assertTrue(self.answer.ip)

        again = self.url_open(self.url(), data={"message": "No, the 13th"})
        self.assertEqual(again.status_code, 410)
        self.assertIn("Already answered", again.text)
        self.assertEqual(len(self.taken), 1)
        self.assertEqual(self.url_open(self.url()).status_code, 410)

    def test_a_bad_answer_uses_nothing_up(self):
        response = self.url_open(self.url(), data={"message": ""})
        self.assertEqual(response.status_code, 200)
        self.assertIn("Please write something.", response.text)
        self.answer.invalidate_recordset()
        self.assertEqual(self.answer.state, "open")
        self.assertEqual(self.url_open(self.url(), data={"message": "x"}).status_code, 200)

    def test_expired(self):
        token = self.url()
        with freeze_time(fields.Datetime.now() + timedelta(days=15)):
            self.assertEqual(self.answer.state, "expired")
            self.assertFalse(self.env["gendan.answer"]._gendan_from_token(token.rsplit("/", 1)[1]))
        # made shorter after the link went out
        self.answer.expires_at = fields.Datetime.now() - timedelta(minutes=1)
        for data in (None, {"message": "late"}):
            response = self.url_open(token, data=data)
            self.assertEqual(response.status_code, 410)
            self.assertNotIn(self.order.name, response.text)
        self.assertFalse(self.taken)

    def test_withdrawn(self):
        self.answer._gendan_withdraw()
        response = self.url_open(self.url(), data={"message": "x"})
        self.assertEqual(response.status_code, 410)
        self.assertFalse(self.taken)

    def test_forged(self):
        token = self.answer._gendan_token()
        other = hash_sign(self.env, "another.scope", [self.answer.id])
        gone = hash_sign(self.env, "gendan.answer", [2**30])
        changed = token[:20] + ("A" if token[20] != "A" else "B") + token[21:]
        forged = [token[:-2], changed, other, gone, "x", "AQ", "%00", "é" * 20, "." * 300]
        for bad in forged:
            for data in (None, {"message": "x"}):
                response = self.url_open(f"/gendan/a/{bad}", data=data)
                self.assertEqual(response.status_code, 404, bad)
                self.assertIn("This link can no longer be used", response.text)
                self.assertNotIn(self.order.name, response.text)
        self.assertFalse(self.taken)

    def test_the_document_is_gone(self):
        url = self.url()
        self.order.unlink()
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self.url_open(url, data={"message": "x"}).status_code, 410)

    def test_two_at_once_are_one_answer(self):
        """The second one finds the row locked or used; either way it is told so."""
        taken, _sentence = self.answer._gendan_take({"message": "first"})
        self.assertTrue(taken)
        taken, _sentence = self.answer._gendan_take({"message": "second"})
        self.assertFalse(taken)
        self.assertEqual(len(self.taken), 1)

    def test_posted_fields_are_bounded(self):
        data = self.env["gendan.answer"]._gendan_clean(
            {"message": "x" * 100000, "file": b"bytes", **{f"k{n}": "v" for n in range(2000)}}
        )
        self.assertEqual(len(data["message"]), 5000)
        self.assertNotIn("file", data)
        self.assertLessEqual(len(data), 500)

    def test_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.answer.partner_id.lang = "zh_TW"
        self.assertIn('lang="zh-TW"', self.url_open(self.url()).text)

    def test_who_reads_the_table(self):
        seen = self.env["gendan.answer"].search
        self.assertTrue(seen([("state", "=", "open"), ("id", "=", self.answer.id)]))
        for user, found in ((self.clerk, 1), (self.other_clerk, 0), (self.supervisor, 1)):
            self.assertEqual(
                self.env["gendan.answer"].with_user(user).search_count([("id", "=", self.answer.id)]), found
            )
        for user in (self.employee, self.portal_user, self.quality_user):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                self.env["gendan.answer"].with_user(user).search([])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.answer.with_user(self.supervisor).write({"answer": {"message": "x"}})
