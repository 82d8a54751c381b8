"""Signing on the portal: what is shown is what is signed; whose paper, once, as it was."""

import base64
import hashlib
import io
from unittest.mock import patch

import pypdfium2
from freezegun import freeze_time
from PIL import Image, ImageDraw

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.gendan_followup.models.document.signing import GendanSigning

from .common import MONDAY, PaperCase
from .piles import printed


def drawn():
    """A signature as the page sends it."""
    picture = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(20, 80), (90, 20), (180, 70), (280, 30)], fill="black", width=4)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


class SignCase(PaperCase):
    """A paper of the customer's that the rule lets be signed on the portal; no PDF is rendered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env.ref("gendan_followup.validity_delivery_note_cn")
        cls.rule.allows_portal = True
        cls.shown_pdf = printed(["GD1-ABCDEF", None])
        cls.evidence = patch.object(GendanSigning, "_gendan_evidence_pdf", lambda self: printed([None]))
        cls.startClassPatcher(cls.evidence)

    def put_up(self, paper=None, content=None):
        paper = paper or self.make_paper()
        paper._gendan_put_up(content or self.shown_pdf)
        return paper

    def sign(self, paper, name="Lin Xiaotong", function="Receiving", shown=None, login=None):
        shown = paper.sudo().signing_ids[:1].checksum if shown is None else shown
        paper.sudo()._gendan_sign(
            name, function, drawn(), shown, "203.0.113.7", login or self.env["res.users"].browse()
        )
        return paper.signing_id


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSign(SignCase):
    def test_what_was_shown_is_sealed_and_filed_as_the_signed_copy(self):
        paper = self.put_up()
        self.assertEqual(paper.state, "awaited")
        self.assertIn("portal", paper.issue_ids.mapped("how"))
        signing = self.sign(paper)
        self.assertRecordValues(
            signing,
            [
                {
                    "state": "signed",
                    "signed_by": "Lin Xiaotong",
                    "signed_function": "Receiving",
                    "signed_at": MONDAY,
                    "address": "203.0.113.7",
                    "checksum": hashlib.sha256(self.shown_pdf).hexdigest(),
                    "version": 1,
                }
            ],
        )
        self.assertEqual((paper.state, paper.returned_how), ("returned", "portal"))
        sealed = paper.scan_ids.raw
        self.assertEqual(hashlib.sha256(sealed).hexdigest(), signing.sealed_checksum)
        document = pypdfium2.PdfDocument(sealed)
        self.assertEqual(len(document), 3, "as shown, and the page of evidence")
        self.assertEqual(bytes(document.get_attachment(0).get_data()), self.shown_pdf)
        document.close()
        self.assertEqual(signing.attachment_id.raw, self.shown_pdf)

    def test_it_is_judged_by_the_same_rule_and_nothing_is_supposed(self):
        paper = self.put_up()
        self.sign(paper, name="lin  xiaotong")
        self.assertFalse(paper._gendan_counts())
        self.assertIn("Lin Xiaotong · Receiving", paper.expected_text)
        paper.action_gendan_as_expected()
        self.assertEqual((paper.state, paper.signed_by), ("valid", "Lin Xiaotong"))
        self.assertFalse(paper.chop_kind_id)
        stranger = self.put_up()
        self.sign(stranger, name="Somebody", function="Trainee")
        with self.assertRaisesRegex(UserError, "Somebody is not on"):
            stranger.action_gendan_as_expected()
        # rejected it can be put up again
        stranger._gendan_reject("Signed by a trainee.")
        self.assertFalse(stranger.sudo()._gendan_open_signing())
        self.put_up(stranger)
        self.sign(stranger)
        stranger.action_gendan_as_expected()
        self.assertEqual(stranger.state, "valid")
        self.assertEqual(len(stranger.signing_ids), 2)

    def test_it_is_the_original_a_copy_had_waited_for(self):
        self.rule.original_days = 30
        paper = self.make_paper(back="scan")
        paper.action_gendan_as_expected()
        self.assertEqual(paper.state, "provisional")
        self.put_up(paper)
        self.sign(paper)
        paper.action_gendan_as_expected()
        self.assertEqual(paper.state, "valid")
        # what is uploaded there is a picture of a paper all the same
        paper._gendan_reject("Taken for another.")
        self.bring_back(paper, "portal")
        self.assertFalse(paper.signing_id)
        paper.action_gendan_as_expected()
        self.assertEqual(paper.state, "provisional")

    def test_only_where_the_rule_says_so(self):
        self.rule.allows_portal = False
        paper = self.make_paper()
        self.assertFalse(paper.may_put_up)
        with self.assertRaisesRegex(UserError, "not signed on the portal"):
            paper.action_gendan_put_up()
        self.rule.allows_portal = True
        self.put_up(paper)
        self.rule.allows_portal = False
        with self.assertRaisesRegex(UserError, "not signed on the portal"):
            self.sign(paper)
        self.rule.allows_portal = True
        self.company.gendan_judge_papers = False
        self.assertFalse(paper.may_put_up)

    def test_signed_once(self):
        paper = self.put_up()
        signing = self.sign(paper)
        with self.assertRaisesRegex(UserError, "come back signed"):
            self.sign(paper, name="Somebody else")
        paper.action_gendan_as_expected()
        with self.assertRaisesRegex(UserError, "come back signed"):
            self.sign(paper, name="Somebody else")
        self.assertEqual((signing.signed_by, len(paper.scan_ids)), ("Lin Xiaotong", 1))

    def test_an_old_version_is_not_signed(self):
        paper = self.put_up()
        old = paper.signing_ids
        self.put_up(paper, printed([None]))
        self.assertEqual(old.state, "withdrawn")
        with self.assertRaisesRegex(UserError, "replaced since you opened"):
            self.sign(paper, shown=old.checksum)
        self.assertEqual(paper.state, "awaited")
        self.assertFalse(paper.sudo()._gendan_shown(old.checksum))

    def test_what_was_signed_stays_as_what_it_said(self):
        paper = self.put_up()
        signing = self.sign(paper)
        self.assertNotIn("replaced", paper.sign_text)
        paper.sudo()._gendan_void("Order S00012 was changed")
        paper.invalidate_recordset(["sign_text"])
        self.assertIn("the signature holds for what this version said", paper.sign_text)
        self.assertEqual(paper.sudo()._gendan_shown(), signing)
        for attack in (
            lambda: signing.sudo().write({"signed_by": "Wang"}),
            lambda: signing.sudo().unlink(),
            lambda: signing.attachment_id.sudo().unlink(),
            lambda: signing.sealed_id.sudo().write({"raw": b"other"}),
            lambda: signing.with_user(self.supervisor).copy(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint(), mute_logger("odoo.addons.base.models.ir_model"):
                attack()
        with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_model"):
            signing.with_user(self.clerk).create({"document_id": paper.id, "checksum": "x"})
        with self.assertRaises(UserError):
            paper.with_user(self.clerk).write({"signing_id": False})

    def test_a_void_paper_is_not_signed(self):
        paper = self.put_up()
        paper.sudo()._gendan_void("Order S00012 was changed")
        self.assertEqual(paper.signing_ids.mapped("withdrawn_because"), ["Order S00012 was changed"])
        with self.assertRaisesRegex(UserError, "is void"):
            self.sign(paper)
        with self.assertRaisesRegex(UserError, "is void"):
            paper.action_gendan_put_up()

    def test_name_function_and_a_drawn_signature_are_needed(self):
        paper = self.put_up().sudo()
        shown = paper.signing_ids.checksum
        for name, function, signature, words in (
            ("  ", "Buyer", drawn(), "name and your function"),
            ("Lin", "", drawn(), "name and your function"),
            ("L" * 101, "Buyer", drawn(), "at most 100"),
            ("Lin", "Buyer", "", "draw your signature"),
            ("Lin", "Buyer", base64.b64encode(b"<svg onload='x'/>").decode(), "draw your signature"),
            ("Lin", "Buyer", "%%%", "draw your signature"),
        ):
            with self.subTest(name=name, function=function), self.assertRaisesRegex(UserError, words):
                with self.env.cr.savepoint():
                    paper._gendan_sign(name, function, signature, shown, "203.0.113.7", self.env["res.users"])
        self.assertEqual(paper.signing_ids.state, "open")

    def test_a_page_of_evidence_that_cannot_be_made_leaves_it_open(self):
        paper = self.put_up()

        def fails(reports, ref, ids, data=None):
            raise UserError("Unable to find Wkhtmltopdf on this system.")

        self.evidence.stop()
        self.addCleanup(self.evidence.start)
        with (
            patch.object(type(self.env["ir.actions.report"]), "_render_qweb_pdf", fails),
            mute_logger("odoo.addons.gendan_followup.models.document.signing"),
            self.assertRaisesRegex(UserError, "could not be taken just now"),
            self.env.cr.savepoint(),
        ):
            self.sign(paper)
        self.assertEqual((paper.state, paper.signing_ids.state), ("awaited", "open"))

    def test_a_paper_no_room_prints_is_uploaded(self):
        paper = self.make_paper()
        action = paper.action_gendan_put_up()
        self.assertEqual(action["res_model"], "gendan.document.sign")
        wizard = self.env["gendan.document.sign"].with_user(self.clerk)
        for content in (b"no pdf", printed([None], password="x")):
            dialog = wizard.create({"document_id": paper.id, "file": base64.b64encode(content)})
            with self.assertRaisesRegex(UserError, "no PDF that can be signed"), self.env.cr.savepoint():
                dialog.action_put_up()
        dialog = wizard.create({"document_id": paper.id, "file": base64.b64encode(self.shown_pdf)})
        self.assertEqual(dialog.action_put_up()["res_model"], "mail.compose.message")
        self.assertEqual(paper.signing_ids.attachment_id.raw, self.shown_pdf)

    def test_contracts_and_notes_are_put_up_as_they_print(self):
        rendered = []

        def render(reports, ref, ids, data=None):
            rendered.append((ref.rsplit(".", 1)[1], list(ids), data, reports.env.context.get("gendan_copy_id")))
            return self.shown_pdf, "pdf"

        self.env.ref("gendan_followup.validity_contract_cn").allows_portal = True
        contract = self.env["gendan.contract"].create({"order_id": self.order.id, "kind": "contract"})
        contract.action_ask()
        copy = contract.document_ids.filtered("must_return").with_user(self.clerk)
        with patch.object(type(self.env["ir.actions.report"]), "_render_qweb_pdf", render):
            copy.action_gendan_put_up()
        self.assertEqual(rendered, [("action_report_contract_mail", contract.ids, None, copy.id)])
        self.assertEqual(copy.signing_ids.state, "open")

    def test_a_contract_is_put_up_from_its_own_form(self):
        contract = self.env["gendan.contract"].create({"order_id": self.order.id, "kind": "contract"})
        mine = contract.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, contract.name):
            mine.action_have_signed()
        contract.action_ask()
        self.assertFalse(mine.may_be_signed_here)
        with self.assertRaisesRegex(UserError, "has no copy to be signed on the portal"):
            mine.action_have_signed()
        self.env.ref("gendan_followup.validity_contract_cn").allows_portal = True
        self.env.invalidate_all()
        self.assertTrue(mine.may_be_signed_here)
        render = patch.object(
            type(self.env["ir.actions.report"]), "_render_qweb_pdf", lambda *args, **kwargs: (self.shown_pdf, "pdf")
        )
        with render:
            self.assertEqual(mine.action_have_signed()["context"]["default_model"], "gendan.document")
        copy = contract.document_ids.filtered("must_return")
        self.assertEqual((copy.signing_ids.state, contract.paper_state), ("open", "awaited"))
        self.env.invalidate_all()
        self.assertIn("Up for signing", mine.portal_text)
        self.sign(copy)
        self.env.invalidate_all()
        self.assertEqual((mine.may_be_signed_here, copy.state), (False, "returned"))
        self.assertIn("Lin Xiaotong", mine.portal_text)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            contract.with_user(self.other_clerk).action_have_signed()

    def test_rights(self):
        paper = self.make_paper()
        for user in (self.other_clerk, self.rep, self.portal_user):
            muted = mute_logger("odoo.addons.base.models.ir_rule")
            with self.subTest(user.login), self.assertRaises(AccessError), muted:
                paper.with_user(user).action_gendan_put_up()
        self.put_up(paper)
        signing = paper.signing_ids
        for user, seen in ((self.clerk, True), (self.rep, True), (self.other_clerk, False), (self.portal_user, False)):
            self.assertEqual(signing.with_user(user).has_access("read"), seen, user.login)


@tagged("post_install", "-at_install")
class TestSignPage(SignCase, HttpCase):
    """The customer's page, from outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user.password = cls.portal_user.login
        cls.stranger = cls.portal_user.copy(
            {"login": "t_stranger", "password": "t_stranger", "partner_id": cls.foreign_customer.id}
        )

    def post(self, paper, token=None, shown=None, function="Buyer", name="Lin"):
        shown = paper.sudo().signing_ids[:1].checksum if shown is None else shown
        address = f"/my/papers/{paper.id}/sign?shown={shown}&function={function}"
        return self.make_jsonrpc_request(
            f"{address}&access_token={token}" if token else address, {"name": name, "signature": drawn()}
        )

    def test_by_the_link(self):
        paper = self.put_up()
        token, shown = paper.access_token, paper.signing_ids.checksum
        page = self.url_open(f"/my/papers/{paper.id}?access_token={token}")
        self.assertIn(shown, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        query = f"shown={shown}&access_token={token}"
        picture = self.url_open(f"/my/papers/{paper.id}/page/2?{query}")
        self.assertEqual(picture.headers["Content-Type"], "image/jpeg")
        self.assertEqual(self.url_open(f"/my/papers/{paper.id}/page/3?{query}").status_code, 404)
        pdf = self.url_open(f"/my/papers/{paper.id}/pdf?{query}").content
        self.assertEqual(hashlib.sha256(pdf).hexdigest(), shown, "what is shown is what is signed")
        self.assertEqual(self.url_open(f"/my/papers/{paper.id}/pdf?signed=1&{query}").status_code, 404)

        self.assertIn("name and your function", self.post(paper, token, function="")["error"])
        self.assertIn(f"/my/papers/{paper.id}", self.post(paper, token)["redirect_url"])
        signing = paper.signing_id
        self.assertEqual((signing.signed_by, signing.signed_function), ("Lin", "Buyer"))
        self.assertEqual(signing.address, "127.0.0.1")
        self.assertFalse(signing.login_id)
        self.assertIn("signed", self.post(paper, token)["error"])
        sealed = self.url_open(f"/my/papers/{paper.id}/pdf?signed=1&{query}").content
        self.assertEqual(hashlib.sha256(sealed).hexdigest(), signing.sealed_checksum)
        paper.sudo()._gendan_void("Order changed")
        page = self.url_open(f"/my/papers/{paper.id}?access_token={token}")
        self.assertIn("holds for what this version said", page.text)

    def test_a_forged_token_and_another_customers_login_open_nothing(self):
        paper = self.put_up()
        shown = paper.signing_ids.checksum
        for login, token in ((None, "forged"), (None, None), ("t_stranger", "forged"), ("t_stranger", None)):
            with self.subTest(login=login, token=token):
                self.authenticate(login, login)
                query = f"shown={shown}&access_token={token or ''}"
                page = self.url_open(f"/my/papers/{paper.id}?{query}")
                self.assertNotIn(paper.name, page.text)
                for path in ("pdf", "page/1"):
                    self.assertEqual(self.url_open(f"/my/papers/{paper.id}/{path}?{query}").status_code, 404)
                self.assertIn("not open to you", self.post(paper, token)["error"])
        # a token of one paper opens no other
        other = self.put_up()
        self.authenticate(None, None)
        self.assertIn("not open to you", self.post(paper, other.access_token)["error"])
        self.assertEqual(paper.state, "awaited")

    def test_logged_in(self):
        paper, unasked = self.put_up(), self.make_paper()
        self.authenticate(self.portal_user.login, self.portal_user.login)
        self.assertIn(paper.name, self.url_open("/my/papers").text)
        # a paper nobody put up is none of the portal's
        self.assertNotIn(unasked.name, self.url_open("/my/papers").text)
        self.assertNotIn(unasked.name, self.url_open(f"/my/papers/{unasked.id}").text)
        self.post(paper)
        self.assertEqual(paper.signing_id.login_id, self.portal_user)

    def test_we_do_not_sign_for_the_customer(self):
        paper = self.put_up()
        self.clerk.password = self.clerk.login
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertIn("Only the customer", self.url_open(f"/my/papers/{paper.id}").text)
        self.assertIn("Only the customer", self.post(paper)["error"])
        self.assertEqual(paper.state, "awaited")

    def test_the_orders_page_leads_to_it(self):
        paper = self.put_up()
        self.order.action_quotation_sent()
        page = self.url_open(self.order.get_portal_url())
        self.assertIn(f"/my/papers/{paper.id}?access_token={paper.access_token}", page.text)
