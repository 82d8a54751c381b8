"""The customer's page of a statement: whose, once, to the cent, nothing that is ours."""

import io
from unittest.mock import patch

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.gendan_followup.models.document.signing import GendanSigning
from odoo.addons.gendan_followup.models.statement.statement_portal import MOST_FILES

from ..document.piles import printed
from ..document.test_sign import drawn
from .test_statement_answer import AnswerCase

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"


@tagged("post_install", "-at_install")
class TestStatementPortal(HttpCase, AnswerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statement._gendan_as_code().checksum = cls.statement._gendan_checksum()
        cls.statement.difference_ids.flush_model()
        cls.portal_user.password = cls.portal_user.login
        cls.stranger = cls.portal_user.copy(
            {"login": "t_stranger2", "password": "t_stranger2", "partner_id": cls.foreign_customer.id}
        )
        cls.token = cls.statement._portal_ensure_token()

    def url(self, statement=None, token=None, tail=""):
        statement = statement or self.statement
        return f"/my/statements/{statement.id}{tail}?access_token={token or statement._portal_ensure_token()}"

    def post(self, url=None, verdict="dispute", files=None, **data):
        data = {"name": "Ms Lin", "function": "Buyer", "shown": self.statement.checksum, "verdict": verdict, **data}
        return self.url_open(url or self.url(), data=data, files=files)

    def test_any_line_of_a_long_statement_can_be_disputed(self):
        lines = self.statement.line_ids
        goods, entries = self.statement._gendan_portal_lines()
        every = goods | entries
        self.assertGreater(len(every), 2)
        module = "odoo.addons.gendan_followup.models.statement.statement_portal"
        with patch(f"{module}.DRAWN", 1):
            page = html.fromstring(self.url_open(self.url()).text)
            self.assertEqual(self.fields_of(page), [f"amount_{every[0].id}"])
            last = every[-1]
            page = html.fromstring(
                self.post(verdict="", turn=str(len(every)), **{f"amount_{every[0].id}": "1.00"}).text
            )
            self.assertEqual(set(self.fields_of(page)), {f"amount_{every[0].id}", f"amount_{last.id}"})
            [typed] = page.xpath(f"//input[@name='amount_{every[0].id}']")
            self.assertEqual(typed.get("value"), "1.00", "what is typed stays")
            self.statement.invalidate_recordset()
            self.assertFalse(self.statement.answer_id, "turning answers nothing")
            number = goods[1].note_number
            page = html.fromstring(self.post(verdict="", turn="1", look_for=f" {number.lower()} ").text)
            self.assertEqual(self.fields_of(page), [f"amount_{goods[1].id}"])
            self.assertFalse(self.fields_of(html.fromstring(self.post(verdict="", turn="1", look_for="no such").text)))
            self.post(**{f"amount_{last.id}": "1.00", f"note_{lines[0].id + 10**6}": "of another statement"})
        self.statement.invalidate_recordset()
        self.assertEqual((self.statement.state, self.statement.answer_id.line_ids.line_id), ("disputed", last))

    def fields_of(self, page):
        """The names of the fields for amounts on a page."""
        return page.xpath("//input[starts-with(@name, 'amount_')]/@name")

    def test_by_the_link_read_and_agreed_once(self):
        page = self.url_open(self.url())
        self.assertIn("DN/1003", page.text)
        self.assertIn("GR-501", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.statement.invalidate_recordset()
        self.assertEqual(self.statement.state, "seen")
        self.assertIn("Thank you", self.post(verdict="agree").text)
        self.statement.invalidate_recordset()
        answer = self.statement.answer_id
        self.assertRecordValues(
            answer,
            [{"result": "agreed", "how": "portal", "said_by": "Ms Lin", "function": "Buyer", "address": "127.0.0.1",
              "user_id": False, "login_id": False, "amount": self.total, "checksum": self.statement.checksum}],
        )  # fmt: skip
        self.assertEqual((self.statement.state, self.statement.amount_confirmed), ("agreed", self.total))
        # the second is told
        told = self.post(verdict="agree", name="Mr Chen").text
        self.assertIn("has been answered already", told)
        self.assertIn("Ms Lin", told)
        self.assertEqual(len(self.statement.answer_ids), 1)

    def test_lines_words_and_files(self):
        self.statement._gendan_as_code().remark = "Thank you"
        first, second = self.lines[:2]
        files = [("files", ("photo.pdf", io.BytesIO(PDF), "application/pdf"))]
        page = self.post(
            files=files,
            **{
                f"amount_{first.id}": "１,000.００", f"reason_{first.id}": "price", f"note_{first.id}": "By contract",
                f"amount_{second.id}": "(5.5)", f"reason_{second.id}": "quality",
                "amount_999999": "1", "free_name_1": "GR-900", "free_amount_1": "77.01", "note": "See the photo",
            },
        )  # fmt: skip
        self.assertIn("Thank you: your answer", page.text)
        self.statement.invalidate_recordset()
        self.assertEqual(self.statement.state, "disputed")
        answer = self.statement.answer_id
        self.assertEqual([(line.line_id, line.their_amount, line.reason) for line in answer.line_ids], [
            (first, 1000.0, "price"), (second, -5.5, "quality"), (self.lines.browse(), 77.01, "missing"),
        ])  # fmt: skip
        expected = self.total + (1000 - first.amount_total) + (-5.5 - second.amount_total) + 77.01
        self.assertAlmostEqual(answer.amount, expected)
        self.assertEqual(answer.attachment_ids.mapped("name"), ["photo.pdf"])
        self.assertEqual(answer.attachment_ids.res_model, "gendan.statement.answer")
        self.assertEqual(self.statement.difference_ids.mapped("is_deduction"), [False, True, False])
        # internal words never reach the page
        self.statement.difference_ids[0].write({"note": "Secret: he is right", "word": "Told later"})
        self.assertNotIn("Secret", self.url_open(self.url()).text)

    def test_what_is_no_good_is_said_and_nothing_kept(self):
        line = self.lines[0]
        for data, sentence in (
            ({f"amount_{line.id}": "abc"}, "is no amount"),
            ({f"amount_{line.id}": "nan"}, "is no amount"),
            ({f"amount_{line.id}": "1e30"}, "is no amount"),
            ({}, "Please say what you have otherwise"),
            ({"name": " ", "note": "x"}, "Please fill in your name"),
            ({"function": "", "note": "x"}, "Please fill in your name"),
            ({"verdict": "maybe", "note": "x"}, "Please say whether you agree"),
            ({"shown": "1:old", "note": "x"}, "has been replaced since you opened"),
            ({"free_name_1": "GR-1"}, "needs its number or text, and an amount"),
        ):
            with self.subTest(data=data):
                self.assertIn(sentence, self.post(**data).text)
        kept = self.post(verdict="dispute", note="My words", name="")
        self.assertIn("My words", kept.text, "what was typed comes back")
        self.statement.invalidate_recordset()
        self.assertFalse(self.statement.answer_ids)
        self.assertEqual(self.statement.state, "sent")

    def test_agreed_throws_away_nothing_that_was_typed(self):
        line = self.lines[0]
        for data in ({f"amount_{line.id}": "1"}, {f"reason_{line.id}": "price"}, {f"note_{line.id}": "no"},
                     {"free_name_1": "GR-9", "free_amount_1": "5"}, {"figure": "3"}):  # fmt: skip
            with self.subTest(data=data):
                page = self.post(verdict="agree", **data).text
                self.assertIn("You have typed something else", page)
                self.assertIn(next(iter(data.values())), page, "it comes back")
        self.statement.invalidate_recordset()
        self.assertFalse(self.statement.answer_ids)
        # Enter in a field presses the first button of a form: it must not be the one that agrees
        form = html.fromstring(self.url_open(self.url()).text).xpath("//form[.//input[@name='shown']]")[0]
        self.assertEqual(form.xpath("(.//button[@type='submit'])[1]/@disabled"), ["disabled"])
        # what is the same as ours is nothing else
        same = {f"amount_{line.id}": str(line.amount_total), "figure": str(self.total), "note": "Fine"}
        self.assertIn("Thank you", self.post(verdict="agree", **same).text)

    def test_files_are_bounded(self):
        bad = [("files", ("run.exe", io.BytesIO(b"MZ\x90\x00" * 20), "application/pdf"))]
        self.assertIn("is not taken", self.post(files=bad, note="x").text)
        many = [("files", (f"{number}.pdf", io.BytesIO(PDF), "application/pdf")) for number in range(MOST_FILES + 1)]
        self.assertIn(f"at most {MOST_FILES} files", self.post(files=many, note="x").text)
        target = "odoo.addons.gendan_followup.models.statement.statement_portal.MOST_BYTES"
        with patch(target, 10):
            large = [("files", ("large.pdf", io.BytesIO(PDF), "application/pdf"))]
            self.assertIn("is too large", self.post(files=large, note="x").text)
        self.assertFalse(self.statement.answer_ids)

    @mute_logger("odoo.http")
    def test_whose_it_is(self):
        other = self.make_statement([(1, "DN/OTHER", "", "PO", "A", 1, 10)])
        draft = self.make_statement([(1, "DN/DRAFT", "", "PO", "A", 1, 10)], state="draft")
        foreign = self.make_statement([(1, "DN/FOREIGN", "", "PO", "A", 1, 10)], partner=self.foreign_customer)
        own = self.portal_user.login
        for login, statement, token, opens in (
            (None, self.statement, None, False),
            (None, self.statement, "forged", False),
            (None, self.statement, "偽造", False),
            (None, self.statement, other._portal_ensure_token(), False),
            (None, draft, draft._portal_ensure_token(), False),
            ("t_stranger2", self.statement, None, False),
            ("t_stranger2", foreign, None, True),
            (own, self.statement, None, True),
            (own, self.statement, "forged", False),
            (own, foreign, None, False),
            (own, draft, None, False),
        ):
            with self.subTest(login=login, statement=statement.line_ids[:1].note_number, token=token):
                self.authenticate(login, login)
                query = f"?access_token={token}" if token else ""
                page = self.url_open(f"/my/statements/{statement.id}{query}")
                self.assertEqual(statement.line_ids[0].note_number in page.text, opens)
                tail = self.url_open(f"/my/statements/{statement.id}/xlsx{query}")
                self.assertEqual(tail.status_code, 200 if opens else 404)
                if not opens:
                    posted = self.post(f"/my/statements/{statement.id}{query}", verdict="agree")
                    self.assertIn(posted.status_code, (400, 404))
        self.authenticate(own, own)
        listed = self.url_open("/my/statements").text
        self.assertIn(self.statement.name, listed)
        for hidden in (draft, foreign):
            self.assertNotIn(hidden.name, listed)
        # a login's form is from our page only
        self.assertEqual(self.post(f"/my/statements/{self.statement.id}", verdict="agree").status_code, 400)
        (self.statement | foreign).invalidate_recordset()
        self.assertFalse((self.statement | foreign).answer_ids)

    def test_the_house_looks_without_having_seen(self):
        self.clerk.password = self.clerk.login
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertIn("Only the customer answers", self.url_open(self.url()).text)
        self.assertIn("Only the customer answers", self.post().text)
        self.statement.invalidate_recordset()
        self.assertEqual(self.statement.state, "sent")

    def test_what_was_replaced_leads_to_the_new_one(self):
        new = self.make_statement([(1, "DN/NEW", "", "PO", "A", 1, 10)], state="draft")
        self.statement._gendan_as_code().write({"state": "replaced", "replaced_by_id": new.id})
        page = self.url_open(self.url())
        self.assertIn("is being revised", page.text)
        self.assertNotIn("DN/NEW", page.text, "drafts are ours")
        self.assertIn("is being revised", self.post(verdict="agree").text, "the old page was still open")
        new._gendan_as_code().state = "sent"
        self.assertIn("DN/NEW", self.url_open(self.url()).text)
        page = self.post(verdict="agree").text
        self.assertIn("DN/NEW", page)
        self.assertIn("has been replaced since you opened", page)
        self.assertFalse((self.statement | new).answer_ids)

    def test_signed_by_hand_is_agreed(self):
        self.company.write({"gendan_judge_papers": True, "gendan_judge_since": False})
        self.statement._gendan_make_papers()
        self.assertNotIn("/sign", self.url_open(self.url()).text, "where the rule allows it only")
        self.env["gendan.validity.rule"].search([("kind", "=", "statement")]).allows_portal = True
        self.assertIn("/sign", self.url_open(self.url()).text)
        with (
            patch.object(self.env.registry["gendan.document"], "_gendan_print_pdf", lambda self: printed([None])),
            patch.object(GendanSigning, "_gendan_evidence_pdf", lambda self: printed([None])),
        ):
            page = self.url_open(self.url(tail="/sign"), data={"x": "1"})
            paper = self.statement._gendan_papers()
            paper.invalidate_recordset()
            shown = paper.signing_ids.checksum
            self.assertIn(shown, page.text)
            self.make_jsonrpc_request(
                f"/my/papers/{paper.id}/sign?shown={shown}&function=Buyer&access_token={paper.access_token}",
                {"name": "Ms Lin", "signature": drawn()},
            )
        self.statement.invalidate_recordset()
        self.assertEqual(self.statement.state, "agreed")
        answer = self.statement.answer_id
        self.assertEqual((answer.said_by, answer.function, answer.address), ("Ms Lin", "Buyer", "127.0.0.1"))
        self.assertEqual(paper.signing_ids.state, "signed")

    def test_amounts_as_people_type_them(self):
        read = self.statement._gendan_page_amount
        for text, amount in (("1,234.50", 1234.5), ("（12）", -12), ("￥ ３００", 300), ("-0.01", -0.01)):
            self.assertEqual(read(text), amount)
        for text, amount in (("1.234,56", 1234.56), ("12,50", 12.5), ("1,234,567", 1234567), ("1.234.567", 1234567),
                             ("1 234,5", 1234.5), ("1,234", 1234), ("-1.234.567,89", -1234567.89)):  # fmt: skip
            self.assertAlmostEqual(read(text), amount, msg=text)
        self.env["res.lang"]._activate_lang("de_DE")
        german = self.statement.with_context(lang="de_DE")._gendan_page_amount
        self.assertEqual((read("1.234"), german("1.234"), german("1.23"), german("1,234")), (1.234, 1234, 1.23, 1.234))
        for text in ("", "1.2.3", "inf", "--1", "12abc", "1,23,4", "1.234,567.8", "1,234.567,8", "1e5", "1_0"):
            with self.assertRaises(UserError):
                read(text)
