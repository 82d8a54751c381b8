"""The customer judges a round by a link or on the portal: once, with name and proof."""

from datetime import date
from io import BytesIO

from freezegun import freeze_time
from PIL import Image

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import SampleCase

SENT = date(2026, 11, 1)


def png(size=(40, 30)):
    buffer = BytesIO()
    Image.new("RGB", size, "#1d5fa8").save(buffer, "PNG")
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestSampleAnswer(HttpCase, SampleCase):
    def setUp(self):
        super().setUp()
        self.sample = self.make_sample(subject="Navy <b>", requirement="Pantone 282 C")
        self.entry = self.send(self.sample, self.company._gendan_today())
        self.answer_url = self.entry.sudo()._gendan_verdict_url().split("/", 3)[3]
        self.authenticate(None, None)

    def questions(self, entry):
        return self.env["gendan.answer"].search([("res_model", "=", entry._name), ("res_id", "=", entry.id)])

    def url(self):
        return f"/{self.answer_url}"

    def post(self, url=None, files=None, **data):
        return self.url_open(url or self.url(), data={"name": "Ms Lin", "function": "Buyer", **data}, files=files)

    def test_the_page_shows_the_round_and_its_photos_and_nothing_runs_on_it(self):
        photo = self.env["ir.attachment"].with_user(self.clerk).create({"name": "front.png", "raw": png()})
        self.entry.photo_ids = photo
        response = self.url_open(self.url())
        self.assertEqual(response.status_code, 200)
        for text in (self.sample.name, "Round A", "Navy &lt;b&gt;", "Pantone 282 C", "data:image/jpeg;base64,"):
            self.assertIn(text, response.text)
        self.assertNotIn("<script", response.text)
        file = self.url_open(f"{self.url()}/{photo.id}")
        self.assertEqual((file.status_code, file.content), (200, png()))
        self.assertIn("attachment", file.headers["Content-Disposition"])
        other = self.env["ir.attachment"].create({"name": "secret.png", "raw": png()})
        self.assertEqual(self.url_open(f"{self.url()}/{other.id}").status_code, 404)

    def test_the_verdict_is_noted_once_with_who_and_how(self):
        response = self.post(result="comments", reasons="Half a shade lighter")
        self.assertIn("has reached your contact", response.text)
        self.assertEqual((self.sample.state, self.sample.approved_on), ("approved", self.company._gendan_today()))
        verdict = self.entry.verdict_id
        self.assertEqual(
            (verdict.result, verdict.reasons, verdict.given_by, verdict.source),
            ("comments", "Half a shade lighter", "Ms Lin (Buyer)", "page"),
        )
        self.assertEqual((verdict.answer_id.state, bool(verdict.answer_id.ip)), ("used", True))
        self.assertEqual(self.todos(self.sample), ["sample_verdict"])
        again = self.post(result="rejected", reasons="No")
        self.assertIn("Already answered", again.text)
        self.assertEqual(self.entry.verdict_ids, verdict)

    def test_what_is_missing_is_asked_for_and_nothing_used_up(self):
        for data, text in (
            ({"result": "rejected"}, "Please write what is to be changed"),
            ({"result": "approved", "name": " "}, "Please write your name"),
            ({"result": "no_answer", "reasons": "x"}, "Please choose your verdict"),
        ):
            with self.subTest(text=text):
                self.assertIn(text, self.post(**data).text)
        self.assertFalse(self.entry.verdict_ids)
        self.post(result="approved")
        self.assertEqual(self.entry.result, "approved")

    def test_photos_become_the_verdicts_proof_and_only_photos(self):
        for file, text in (
            (("evil.png", b"<script>alert(1)</script>"), "is not a photo"),
            (("big.png", png() + b"0" * (10 * 1024 * 1024)), "too large"),
        ):
            response = self.post(result="rejected", reasons="Scratched", files={"photos": file})
            self.assertIn(text, response.text)
        self.assertFalse(self.entry.verdict_ids)
        self.post(result="rejected", reasons="Scratched", files=[("photos", (f"{n}.png", png())) for n in range(2)])
        papers = self.entry.verdict_id.attachment_ids
        self.assertEqual(papers.mapped("raw"), [png()] * 2)
        self.assertEqual(set(papers.mapped("res_model")), {"gendan.sample.verdict"})
        with self.assertRaisesRegex(UserError, "proves what the customer said"):
            papers[:1].sudo().unlink()

    def test_a_verdict_by_phone_ends_the_link(self):
        self.judge(self.entry)
        self.assertIn("can no longer be used", self.url_open(self.url()).text)
        self.assertIn("can no longer be used", self.post(result="rejected", reasons="No").text)
        self.assertEqual(self.entry.result, "approved")

    def test_the_text_to_copy_speaks_the_customers_language_and_keeps_its_link(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.customer.lang = "zh_TW"
        text = self.sample.action_gendan_ask()["params"]["text"]
        self.assertIn("/gendan/a/", text)
        self.assertEqual(text, self.sample.action_gendan_ask()["params"]["text"], "one link as long as it is fresh")
        self.assertEqual(len(self.questions(self.entry)), 1)
        self.entry.action_gendan_asked(text)
        self.assertIn("/gendan/a/", self.sample.message_ids[0].body)

    def test_only_a_round_that_waits_is_asked_about(self):
        catalogue = self.env.ref("gendan_followup.sample_kind_catalogue")
        other = self.make_sample(kind_id=catalogue.id, product_id=False)
        self.send(other, self.company._gendan_today())
        with self.assertRaisesRegex(UserError, "not sent for approval"):
            other.action_gendan_ask()
        self.judge(self.entry, "rejected")
        with self.assertRaisesRegex(UserError, "judged round"):
            self.sample.action_gendan_ask_mail()

    def test_nobody_writes_a_page_verdict_by_hand(self):
        answer = self.questions(self.entry)
        verdict = self.judge(self.entry, answer_id=answer.id)
        self.assertFalse(verdict.answer_id)

    # === portal ===

    def test_the_portal_lists_her_own_company_only_and_takes_one_verdict(self):
        foreign = self.env["gendan.sample"].create(
            {"kind_id": self.proof.id, "partner_id": self.foreign_customer.id}
        )
        foreign_round = self.env["gendan.sample.round"].create(
            {"sample_id": foreign.id, "sent_on": self.company._gendan_today()}
        )
        self.authenticate("t_portal", "t_portal")
        page = self.url_open("/my/samples").text
        self.assertIn(self.sample.name, page)
        self.assertNotIn(foreign.name, page)
        self.assertEqual(self.url_open(f"/my/samples/{foreign_round.id}").status_code, 404)
        self.assertIn("Pantone 282 C", self.url_open(f"/my/samples/{self.entry.id}").text)
        token = http.Request.csrf_token(self)
        url = f"/my/samples/{self.entry.id}"
        self.assertIn("Please write what is to be changed", self.post(url, result="rejected", csrf_token=token).text)
        photos = {"photos": ("a.png", png())}
        done = self.post(url, result="rejected", reasons="Too red", csrf_token=token, files=photos)
        self.assertIn("has reached your contact", done.text)
        verdict = self.entry.verdict_id
        self.assertEqual((verdict.source, verdict.user_id), ("portal", self.portal_user))
        self.assertEqual(len(verdict.attachment_ids), 1)
        self.assertEqual(self.sample.state, "rejected")
        self.assertIn("judged already", self.post(url, result="approved", csrf_token=token).text)
        stolen = self.post(f"/my/samples/{foreign_round.id}", result="approved", csrf_token=token)
        self.assertEqual(stolen.status_code, 404)
        self.assertFalse(foreign_round.verdict_ids)

    def test_the_portal_counts_and_a_stranger_sees_none(self):
        stranger = new_test_user(self.env, "t_stranger", groups="base.group_portal")
        self.assertEqual(
            [
                self.env["gendan.sample.round"].search_count(self.env["gendan.sample.round"]._gendan_portal_domain(user))
                for user in (self.portal_user, stranger)
            ],
            [1, 0],
        )
        self.sample.action_gendan_cancel()
        self.assertFalse(
            self.env["gendan.sample.round"].search(
                self.env["gendan.sample.round"]._gendan_portal_domain(self.portal_user)
            )
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-11-02 01:00:00")
class TestSampleLink(SampleCase):
    def test_a_link_that_ends_soon_is_replaced(self):
        entry = self.send(self.make_sample(), SENT)
        first = entry.sudo()._gendan_verdict_url()
        with freeze_time("2026-11-28 01:00:00"):
            self.assertNotEqual(entry.sudo()._gendan_verdict_url(), first)
            self.judge(entry, day=date(2026, 11, 28))
        questions = self.env["gendan.answer"].search([("res_model", "=", entry._name), ("res_id", "=", entry.id)])
        self.assertEqual(questions.mapped("state"), ["withdrawn", "withdrawn"])
