"""The customer has the last word: settled, rated or opened again, once, by a link of his own."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import ComplaintCase


class VerdictCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "lin@maili.example.com"
        cls.complaint = cls.complain()
        cls.bring_to(cls.complaint, "closed")
        cls.complaint = cls.complaint.sudo()

    def question(self):
        self.complaint.with_user(self.clerk)._gendan_verdict_url()
        return self.env["gendan.answer"].search(self.complaint._gendan_question_domain("complaint_verdict"))

    def answer(self, question, **data):
        public = self.env.ref("base.public_user")
        return question.with_user(public).sudo()._gendan_take({"name": "Lin", **data})


@tagged("post_install", "-at_install")
class TestVerdict(VerdictCase, MailCase):
    def test_settled_and_rated(self):
        taken, _sentence = self.answer(self.question(), verdict="settled", rate="5", message="Quick, thank you")
        self.assertTrue(taken)
        self.assertEqual(
            (self.complaint.verdict, self.complaint.verdict_by, self.complaint.state), ("settled", "Lin", "closed")
        )
        self.assertEqual((self.complaint.rating_last_value, self.complaint.rating_count), (5, 1))
        self.assertIn("Quick, thank you", self.complaint.rating_last_feedback)

    def test_opened_again_with_what_is_missing(self):
        question = self.question()
        taken, _sentence = self.answer(question, verdict="again", message="12 of the new ones leak, too")
        self.assertTrue(taken)
        self.assertEqual(
            (self.complaint.state, self.complaint.reopened_count, self.complaint.verdict), ("work", 1, "again")
        )
        self.assertEqual(self.complaint.reason, "12 of the new ones leak, too")
        self.assertEqual(question.state, "used")
        todos = self.env["gendan.todo"].search(self.complaint._gendan_todo_domain())
        self.assertIn(self.clerk, todos.user_id, "the clerk has it back")

    def test_what_is_missing_is_said_and_the_link_stays_good(self):
        question = self.question()
        for data, words in (
            ({}, "settled for you"),
            ({"verdict": "maybe"}, "settled for you"),
            ({"verdict": "settled", "name": " "}, "your name"),
            ({"verdict": "again"}, "not settled yet"),
        ):
            with self.subTest(data=data), self.assertRaisesRegex(UserError, words):
                self.answer(question, **data)
        self.assertEqual((question.state, self.complaint.state), ("open", "closed"))
        self.assertFalse(self.complaint.rating_ids.filtered("consumed"))

    def test_his_word_is_the_last_whoever_of_his_people_spoke(self):
        first = self.question()
        other = self.env["res.partner"].create({"name": "Wang", "parent_id": self.customer.id})
        second = self.env["gendan.answer"]._gendan_ask(self.complaint, "complaint_verdict", other, 30)[self.complaint]
        self.answer(first, verdict="settled")
        _template, values = self.complaint._gendan_answer_render(second)
        self.assertIsNone(values["submit"])
        self.assertIn("Lin told us", values["spoken"])
        with self.assertRaisesRegex(UserError, "Lin told us on .* that it is settled"):
            self.answer(second, verdict="again", message="x", name="Wang")
        self.assertEqual((self.complaint.state, self.complaint.verdict_by), ("closed", "Lin"))
        self.assertFalse(self.complaint.with_user(self.clerk)._gendan_verdict_url(), "nobody is asked twice")
        with self.assertRaisesRegex(UserError, "Lin told us"):
            self.complaint.with_user(self.clerk).action_ask_verdict()
        # taken up again and ended again he is asked again
        self.complaint.with_user(self.supervisor).action_reopen()
        self.bring_to(self.complaint, "closed")
        self.assertTrue(self.complaint.with_user(self.clerk)._gendan_verdict_url())

    def test_one_word_only(self):
        question = self.question()
        self.answer(question, verdict="settled")
        self.assertEqual(self.answer(question, verdict="again", message="x"), (False, None))
        self.assertEqual(self.complaint.state, "closed")

    def test_a_complaint_opened_again_by_the_clerk_withdraws_the_link(self):
        question = self.question()
        self.complaint.with_user(self.supervisor).action_reopen()
        self.assertEqual(question.state, "withdrawn")
        with self.assertRaisesRegex(UserError, "not closed"):
            self.complaint.with_user(self.clerk).action_ask_verdict()
        self.assertFalse(self.complaint.with_user(self.clerk)._gendan_verdict_url())

    def test_the_same_link_is_handed_out_again(self):
        complaint = self.complaint.with_user(self.clerk)
        self.assertEqual(complaint._gendan_verdict_url(), complaint._gendan_verdict_url())

    def test_who_may_not_read_the_complaint_gets_no_link(self):
        with self.assertRaises(AccessError):
            self.complaint.with_user(self.other_clerk)._gendan_verdict_url()
        with self.assertRaises(AccessError):
            self.complaint.with_user(self.employee).action_ask_verdict()

    def test_asked_is_who_got_the_link(self):
        complaint = self.complaint.with_user(self.clerk)
        complaint._gendan_note_answer("phone", "All done", False)
        self.assertFalse(complaint.asked_at, "nobody asked him")
        complaint._gendan_note_answer("chat", f"All done: {complaint._gendan_verdict_url()}", False)
        self.assertTrue(complaint.asked_at)

    def test_a_word_is_typed_by_nobody(self):
        with self.assertRaises(UserError):
            self.complaint.with_user(self.clerk).write({"verdict": "settled"})

    def test_page_shows_nothing_internal(self):
        self.complaint._gendan_keep({"findings": "Operator slept", "internal_note": "Do not tell"})
        question = self.question()
        template, values = self.complaint._gendan_answer_render(question)
        page = self.env["ir.qweb"]._render(template, {**values, "is_open": True, "data": {}})
        self.assertIn("Seal tears", page)
        self.assertNotIn("slept", page)
        self.assertNotIn("Do not tell", page)

    def test_closed_complaints_ask_by_themselves_where_the_company_wants_it(self):
        other = self.complain()
        with self.mock_mail_gateway():
            self.bring_to(other, "closed")
        self.assertFalse(other.sudo().asked_at, "off by default")
        self.company.gendan_complaint_ask = True
        third = self.complain()
        with self.mock_mail_gateway():
            self.bring_to(third, "closed")
        mail = third.sudo().message_ids.filtered(lambda message: "/gendan/a/" in (message.body or ""))
        self.assertEqual(mail.partner_ids, self.customer)
        self.assertTrue(third.sudo().asked_at)

    def test_a_mail_that_cannot_be_written_does_not_hold_the_end(self):
        self.company.gendan_complaint_ask = True
        other = self.complain()
        self.customer.email = False
        self.bring_to(other, "closed")
        self.assertEqual((other.sudo().state, other.sudo().asked_at), ("closed", False))


@tagged("post_install", "-at_install")
class TestVerdictPage(VerdictCase, HttpCase):
    def test_link_leads_to_the_page_and_takes_the_word(self):
        url = "/" + self.question()._gendan_url().split("/", 3)[3]
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Seal tears", page.text)
        self.assertNotIn("<script", page.text)
        self.assertEqual(self.complaint.verdict, False, "looking is no answer")
        answered = self.url_open(url, data={"verdict": "settled", "name": "Lin", "rate": "1"})
        self.assertEqual(answered.status_code, 200)
        self.complaint.invalidate_recordset()
        self.assertEqual((self.complaint.verdict, self.complaint.rating_last_value), ("settled", 1))
        self.assertIn("Already answered", self.url_open(url).text)


@tagged("post_install", "-at_install")
class TestVerdictUnfounded(VerdictCase):
    def test_what_we_call_unfounded_he_may_take_up_again(self):
        self.complaint = self.bring_to(self.complain(proposal="A discount"), "unfounded")
        question = self.question()
        _template, values = self.complaint._gendan_answer_render(question)
        self.assertTrue(values["submit"])
        self.assertFalse(values["facts"]["proposal"], "it was never agreed")
        self.assertEqual(values["facts"]["told"], "It is within the tolerance")
        taken, _sentence = self.answer(question, verdict="again", message="Look at the photos")
        self.assertTrue(taken)
        self.assertEqual((self.complaint.state, self.complaint.reopened_count), ("work", 1))
        with self.assertRaisesRegex(UserError, "not closed"):
            self.complaint.with_user(self.clerk).action_ask_verdict()


@tagged("post_install", "-at_install")
class TestRatingRead(VerdictCase):
    def test_how_content_he_was_is_seen_with_the_complaint(self):
        self.answer(self.question(), verdict="settled", rate="1", message="Slow")
        rating = self.complaint.rating_ids
        self.assertEqual(rating.with_user(self.clerk).feedback, "Lin: Slow")
        for user in (self.other_clerk, self.employee):
            with self.subTest(user=user.login):
                self.assertFalse(
                    self.env["rating.rating"].with_user(user).search([("res_model", "=", "gendan.complaint")])
                )
                with self.assertRaises(AccessError):
                    rating.with_user(user).write({"rating": 5})
        mine = self.complaint.with_user(self.clerk)
        with self.assertRaises(AccessError):
            rating.with_user(self.clerk).write({"rating": 5})
        with self.assertRaises(AccessError):
            mine.rating_apply(5, rating=rating.with_user(self.clerk))
        with self.assertRaises(AccessError):
            # what Odoo's own page of ratings does
            self.complaint.rating_apply(5, rating=rating)
        with self.assertRaises(AccessError):
            rating.with_user(self.clerk).create(
                {"res_model_id": rating.res_model_id.id, "res_id": mine.id, "rating": 5, "consumed": True}
            )
        mine.message_post(body="Well done", rating_value=5)
        self.assertEqual((self.complaint.rating_count, self.complaint.rating_last_value), (1, 1))
        self.assertTrue(self.env["rating.rating"].with_user(self.clerk).search([("id", "=", rating.id)]))
