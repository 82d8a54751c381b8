"""The customer answers new dates on a page without a login: once, for these deliveries only, without a script."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, tagged

from .proposal_common import ProposalCase


@tagged("post_install", "-at_install")
class TestProposalPage(HttpCase, ProposalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the server's clock is today's: promised for the days to come
        cls.today = cls.company._gendan_today()
        cls.new = cls.today + timedelta(days=30)
        for part in cls.parts:
            part._gendan_promise(cls.today + timedelta(days=20), "other")

    def setUp(self):
        super().setUp()
        self.proposal = self.sent(new_date=self.new, recovery="Two shifts <b>")
        self.first, self.second = self.proposal.line_ids
        self.authenticate(None, None)

    def url(self, proposal=None):
        return "/" + self.question(proposal or self.proposal)._gendan_url().split("/", 3)[3]

    def post(self, url=None, **data):
        return self.url_open(url or self.url(), data={"name": "Ms Lin", "function": "Buyer", **data}).text

    def say(self, line, answer=None, day=None):
        return {f"answer_{line.id}": answer or "", f"date_{line.id}": fields.Date.to_string(day) if day else ""}

    def versions(self):
        self.parts.invalidate_recordset()
        return self.parts.mapped("version")

    def test_the_page_shows_its_lines_and_nothing_runs_on_it(self):
        other = self.confirm_order([(self.carton, 77)], promised=self.new, client_order_ref="PO-SECRET")
        page = self.url_open(self.url())
        self.assertEqual(page.status_code, 200)
        for text in (self.proposal.name, "The film came four days late.", "Two shifts &lt;b&gt;", "PO-778", "PO-779"):
            self.assertIn(text, page.text)
        for text in ("<script", "<b>", other.name, "PO-SECRET", "http://", "https://"):
            self.assertNotIn(text, page.text)
        self.proposal.invalidate_recordset()
        self.assertTrue(self.proposal.opened_at)
        self.assertEqual((self.proposal.state, self.versions()), ("sent", [2, 2]), "looking moves nothing")

    def test_all_accepted_is_one_answer_however_often_it_is_sent(self):
        url = self.url()
        self.assertIn("has reached your contact", self.post(url, whole="all", message="Please do keep it"))
        self.assertIn("Already answered", self.post(url, whole="none"))
        self.assertIn("Already answered", self.url_open(url).text)
        self.proposal.invalidate_recordset()
        self.assertEqual((self.proposal.result, self.versions()), ("accepted", [3, 3]))
        reply = self.proposal.reply_ids
        self.assertRecordValues(
            reply,
            [{"given_by": "Ms Lin (Buyer)", "how": "page", "message": "Please do keep it", "user_id": False}],
        )
        self.assertEqual((reply.answer_id.state, bool(reply.answer_id.ip)), ("used", True))
        promise = self.part.promise_ids.sorted("version")[-1]
        self.assertEqual((promise.agreed_how, promise.user_id, promise.date), ("page", self.clerk, self.new))
        self.assertEqual(self.todos(self.proposal).mapped("kind"), ["date_answer"])

    def test_line_by_line_some_accepted_some_not(self):
        wished = self.new - timedelta(days=3)
        self.post(whole="lines", **self.say(self.first, "accepted"), **self.say(self.second, day=wished))
        self.proposal.invalidate_recordset()
        self.assertEqual(self.proposal.result, "partly")
        self.assertRecordValues(
            self.first | self.second,
            [
                {"answer": "accepted", "wished_date": False, "outcome": "promised"},
                {"answer": "other", "wished_date": wished, "outcome": "up"},
            ],
        )
        self.assertEqual(self.versions(), [3, 2])
        self.assertEqual(set(self.todos(self.proposal).mapped("kind")), {"date_answer", "date_refused"})

    def test_what_is_unclear_is_asked_for_and_uses_nothing_up(self):
        url = self.url()
        past = self.today - timedelta(days=1)
        one, two = self.say(self.first, "accepted"), self.say(self.second, "accepted")
        for data, text in (
            ({}, "Please say first whether"),
            ({"whole": "lines", **one}, "Please answer for"),
            ({"whole": "lines", **one, **self.say(self.second, "other")}, "which date you wish"),
            ({"whole": "lines", **one, **self.say(self.second, "other", past)}, "is past"),
            ({"whole": "lines", **one, **self.say(self.second, "accepted", self.new)}, "You wrote a date for"),
            ({"whole": "all", **self.say(self.second, "refused")}, "another one for"),
            ({"whole": "none", **self.say(self.second, "accepted")}, "another one for"),
            ({"whole": "lines", **one, f"date_{self.second.id}": "next week"}, "like 2026-12-31"),
            ({"whole": "lines", **one, f"date_{self.second.id}": "2026-02-31"}, "like 2026-12-31"),
            ({"whole": "lines", **one, **self.say(self.second, "promised")}, "Please choose an answer"),
            ({"whole": "all", "name": " "}, "Please write your name"),
        ):
            with self.subTest(text=text):
                page = self.post(url, **data)
                self.assertIn(text, page)
                self.assertIn("<form", page)
        self.proposal.invalidate_recordset()
        self.assertEqual((self.proposal.state, self.versions()), ("sent", [2, 2]))
        self.assertFalse(self.proposal.reply_ids)
        # what was typed is still there
        self.assertIn('value="Ms Lin"', self.post(url))
        self.assertIn("has reached your contact", self.post(url, whole="lines", **one, **two))

    def test_days_as_browsers_without_a_date_field_send_them(self):
        read = self.proposal._gendan_read_day
        for text in ("2026-12-09", "2026/12/9", " 2026.12.09 ", "2026年12月9日"):
            self.assertEqual(read(self.first, text), date(2026, 12, 9))

    def test_one_that_changed_meanwhile_asks_nothing_and_the_rest_is_answered(self):
        self.part._gendan_promise(self.new + timedelta(days=5), "other")
        page = self.url_open(self.url()).text
        self.assertIn("there is nothing to answer", page)
        self.assertNotIn(f"answer_{self.first.id}", page)
        # only one is left: no overall question
        self.assertNotIn('name="whole"', page)
        self.post(**self.say(self.second, "accepted"))
        self.assertRecordValues(
            self.first | self.second,
            [{"answer": False, "outcome": "stale"}, {"answer": "accepted", "outcome": "promised"}],
        )
        self.assertEqual(self.proposal.result, "accepted")

    def test_links_of_others_end(self):
        url = self.url()
        self.reply(self.proposal, "all")
        self.assertIn("can no longer be used", self.url_open(url).text)
        self.assertIn("can no longer be used", self.post(url, whole="none"))
        self.assertEqual(self.versions(), [3, 3])
        other = self.sent(new_date=self.new + timedelta(days=2))
        url = self.url(other)
        other.action_withdraw()
        self.assertIn("can no longer be used", self.post(url, whole="all"))
        late = self.sent(new_date=self.new + timedelta(days=3))
        url = self.url(late)
        with freeze_time(fields.Datetime.now() + timedelta(days=15)):
            answer = self.env["gendan.answer"]._gendan_from_token(url.rsplit("/", 1)[-1])
            self.assertFalse(answer)
        self.assertEqual(self.versions(), [3, 3])

    def test_a_text_pasted_without_the_button_counts_as_sent(self):
        self.proposal.action_withdraw()
        draft = self.draft(self.part, new_date=self.new)
        url = "/" + draft.action_copy()["params"]["text"].rsplit(" ", 1)[-1].split("/", 3)[3]
        self.post(url, **self.say(draft.line_ids, "accepted"))
        draft.invalidate_recordset()
        self.assertEqual((draft.state, draft.result, self.part.version), ("answered", "accepted", 3))

    def test_the_portal_shows_the_question_to_its_customer(self):
        order = self.orders[0]
        self.authenticate("t_portal", "t_portal")
        page = self.url_open(f"/my/orders/{order.id}").text
        self.assertIn("New dates for your approval", page)
        self.assertIn(self.url(), page)
        # by the order's link alone: not the question that is about other orders, too
        self.authenticate(None, None)
        page = self.url_open(f"/my/orders/{order.id}?access_token={order._portal_ensure_token()}").text
        self.assertIn("PO-778", page)
        self.assertNotIn("New dates for your approval", page)
        self.proposal.action_withdraw()
        own = self.sent(self.part, new_date=self.new)
        page = self.url_open(f"/my/orders/{order.id}?access_token={order.access_token}").text
        self.assertIn(self.url(own), page)
