"""Papers: numbers, references, the issue log that only grows, who sees them."""

import base64
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MechanismCase


@tagged("post_install", "-at_install")
class TestDocument(MechanismCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order()
        cls.document = cls.make_document()
        cls.other_document = cls.make_document(partner_id=cls.foreign_customer.id, order_id=False)

    @classmethod
    def make_document(cls, **values):
        return cls.env["gendan.document"].create(
            {
                "kind": "delivery_note",
                "order_id": cls.order.id,
                "partner_id": cls.customer.id,
                "copy_name": "Return copy",
                "must_return": True,
                **values,
            }
        )

    def test_number_and_state(self):
        document = self.document
        self.assertNotEqual(document.name, "/")
        self.assertNotEqual(document.name, self.other_document.name)
        self.assertEqual(document.clerk_id, self.clerk)
        self.assertEqual(document.state, "new")
        document._gendan_issue("courier", to="SF 1234567890")
        self.assertEqual(document.state, "awaited")
        with self.assertRaises(UserError):
            document.returned_at = "2026-11-05 08:00:00"
        document.write({"returned_at": "2026-11-05 08:00:00", "returned_how": "scan"})
        self.assertEqual(document.state, "returned")
        copied = document.copy()
        self.assertNotEqual(copied.name, document.name)
        self.assertEqual(copied.state, "new")

    # ------------------------------------------------------------ reference

    def test_reference_there_and_back(self):
        reference = self.document.qr_reference
        self.assertRegex(reference, rf"^GD{self.document.id}-[0-9A-Z]{{6}}$")
        find = self.env["gendan.document"]._gendan_from_reference
        for typed in (
            reference,
            reference.lower(),
            f" {reference} ",
            reference.replace("-", " "),
            reference.replace("-", ""),
            reference.replace("0", "O"),
            reference.replace("1", "l"),
            f"https://x/{reference}?y=1",
        ):
            self.assertEqual(find(typed), self.document, typed)

    def test_a_forged_reference_is_refused(self):
        find = self.env["gendan.document"]._gendan_from_reference
        number, signature = self.document.qr_reference.split("-")
        wrong = ("2" if signature[0] != "2" else "3") + signature[1:]
        foreign = f"GD{self.other_document.id}-{signature}"
        for typed in (f"{number}-{wrong}", foreign, number, "", None, False, "GD-ABCDEF", "rubbish"):
            self.assertFalse(find(typed), typed)

    def test_a_reference_opens_nothing_the_user_may_not_see(self):
        reference = self.other_document.qr_reference
        self.assertFalse(self.env["gendan.document"].with_user(self.clerk)._gendan_from_reference(reference))
        self.assertTrue(self.env["gendan.document"].with_user(self.supervisor)._gendan_from_reference(reference))

    def test_the_qr_code_is_an_image(self):
        image = Image.open(io.BytesIO(base64.b64decode(self.document.qr_image)))
        self.assertEqual(image.size, (240, 240))
        self.assertGreater(len(image.convert("L").getcolors()), 1)

    # ------------------------------------------------------------ log

    def test_the_log_is_stamped_and_only_grows(self):
        line = (
            self.env["gendan.document.issue"]
            .with_user(self.clerk)
            .create({"document_id": self.document.id, "how": "fax", "user_id": self.supervisor.id})
        )
        self.assertEqual(line.user_id, self.clerk)
        for env in (self.env, self.env(user=self.env.ref("base.user_root")), self.env(user=self.supervisor, su=True)):
            for attack in (
                lambda record: record.write({"how": "mail"}),
                lambda record: record.web_save({"how": "mail"}, {"how": {}}),
                lambda record: record.unlink(),
                lambda record: record.copy(),
            ):
                with self.assertRaises(UserError):
                    attack(line.with_env(env))
            self.assertFalse(env["gendan.document.issue"].load([".id", "how"], [[str(line.id), "mail"]])["ids"])
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.document.unlink()
        self.other_document.unlink()
        line.invalidate_recordset()
        self.assertEqual(line.how, "fax")

    def test_the_order_of_a_paper_cannot_be_deleted(self):
        with self.assertRaisesRegex(UserError, self.document.name):
            self.order.unlink()
        self.document.unlink()
        self.order.unlink()

    def test_a_line_is_added_on_the_form(self):
        with Form(self.document.with_user(self.clerk)) as form:
            with form.issue_ids.new() as line:
                line.how = "hand"
                line.to = "Miss Lin"
        self.assertRecordValues(self.document.issue_ids, [{"how": "hand", "to": "Miss Lin", "user_id": self.clerk.id}])
        with Form(self.document.with_user(self.clerk)) as form:
            form.copy_name = "Red copy"
        self.assertEqual(len(self.document.issue_ids), 1)

    def test_a_scan_put_to_an_awaited_copy_on_the_form_is_what_came_back(self):
        scan = self.env["ir.attachment"].create({"name": "1.pdf", "raw": b"%PDF-1.4", "mimetype": "application/pdf"})
        for issued, state in ((False, "new"), (True, "returned")):
            paper = self.make_document()
            if issued:
                paper._gendan_issue("courier")
            with Form(paper) as form:
                form.scan_ids.add(scan)
            self.assertEqual((paper.state, paper.returned_how), (state, "scan" if issued else False))

    # ------------------------------------------------------------ who sees

    def test_who_sees(self):
        documents = self.document | self.other_document

        def seen(user):
            return self.env["gendan.document"].with_user(user).search([("id", "in", documents.ids)])

        self.assertEqual(seen(self.clerk), self.document)
        self.assertEqual(seen(self.other_clerk), self.other_document)
        self.assertEqual(seen(self.supervisor), documents)
        self.assertEqual(seen(self.rep), self.document)
        self.assertFalse(seen(self.other_rep))
        self.assertEqual(seen(self.portal_user), self.document)
        _company, clerk_hk = self.make_other_company()
        self.assertFalse(seen(clerk_hk))
        for user in (self.employee, self.quality_user):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                seen(user)
        for user in (self.rep, self.portal_user):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                self.document.with_user(user).write({"must_return": False})

    def test_a_filed_scan_brings_the_copy_back_once(self):
        paper = self.make_document()
        paper._gendan_issue("courier")
        self.assertFalse(paper._gendan_counts())
        first, second = self.env["ir.attachment"].create(
            [{"name": name, "raw": b"%PDF-1.4", "mimetype": "application/pdf"} for name in ("1.pdf", "2.pdf")]
        )
        paper._gendan_file_scans(first, "scan")
        self.assertEqual((paper.state, paper.returned_how, paper._gendan_counts()), ("returned", "scan", paper))
        paper._gendan_file_scans(second, "courier")
        self.assertEqual((paper.returned_how, paper.scan_ids), ("scan", first | second))
        self.assertEqual(set((first | second).mapped("res_id")), {paper.id})
        paper._gendan_void("Replaced.")
        self.assertFalse(paper._gendan_counts())
