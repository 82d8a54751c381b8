"""Piles of scans: filed by their codes, the rest in a tray; whose papers, whose rights."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.gendan_followup.tools.page_codes import Pile

from tests.mechanism.common import MechanismCase

from .piles import A5_WIDE, askew, faxed, photo, pictures, printed, scanned, signed, two_up

FOREIGN = "GD999999-ABCDEF"


class FilingCase(MechanismCase):
    """Papers of the clerk's and of another clerk's customer, and stacks of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.papers = cls.make_papers(3)
        cls.foreign_paper = cls.make_papers(1, partner_id=cls.foreign_customer.id)

    @classmethod
    def make_papers(cls, count, **values):
        papers = cls.env["gendan.document"].create(
            [
                {
                    "kind": "delivery_note",
                    "partner_id": cls.customer.id,
                    "copy_name": "Return copy",
                    "must_return": True,
                    **values,
                }
                for _number in range(count)
            ]
        )
        papers._gendan_issue("hand")
        return papers

    @staticmethod
    def scan(papers, **options):
        """A picture of each of these papers, signed."""
        return [signed(page) for page in pictures(printed(papers.mapped("qr_reference"), **options))]

    def upload(self, *contents, user=None, name="pile.pdf"):
        """Files as the browser uploads them."""
        return (
            self.env["ir.attachment"]
            .with_user(user or self.clerk)
            .create([{"name": name, "raw": content, "res_model": "gendan.filing"} for content in contents])
        )

    def drop(self, *contents, user=None, how=None, **options):
        user = user or self.clerk
        uploads = self.upload(*contents, user=user, **options)
        result = self.env["gendan.filing"].with_user(user).gendan_drop(uploads.ids, how)
        return self.env["gendan.filing"].browse(result["id"])

    def read_on(self):
        """What the scheduled action does."""
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_filing").method_direct_trigger()
        self.env.invalidate_all()

    def mail(self, email_from, content, author=None, user=None):
        filings = self.env["gendan.filing"].with_user(user or self.env.ref("base.user_root")).sudo()
        author_id = author.id if author else False
        filing = filings.message_new({"subject": "scan", "email_from": email_from, "author_id": author_id})
        filing.with_user(self.env.ref("base.user_root")).message_post(
            body="", message_type="email", author_id=author_id, email_from=email_from, attachments=[("a.pdf", content)]
        )
        return filing

    def outcome(self, filing):
        return [(page.number, page.state, page.problem) for page in filing.page_ids.sorted("id")]


@tagged("post_install", "-at_install")
class TestFiling(FilingCase):
    # ------------------------------------------------------------ by their codes

    def test_each_page_goes_to_its_paper(self):
        first, second, third = self.papers
        pages = self.scan(self.papers)
        filing = self.drop(scanned([askew(pages[0], 180), faxed(pages[1]), askew(pages[2], 90)]), how="driver")
        self.assertEqual(filing.state, "done")
        self.assertEqual(filing.page_ids.sorted("id").document_id, self.papers)
        for paper in self.papers:
            self.assertEqual((paper.state, paper.returned_how), ("returned", "driver"))
            self.assertEqual(len(paper.scan_ids), 1)
            self.assertEqual(paper.scan_ids.mimetype, "application/pdf")
            # seen with the paper, not with the pile
            self.assertEqual((paper.scan_ids.res_model, paper.scan_ids.res_id), (paper._name, paper.id))
        self.assertEqual(filing.page_ids.filed_by_id, self.clerk)
        self.assertEqual(filing._gendan_result(), "3 of 3 pages filed, 0 in the tray.")

    def test_all_pages_of_a_paper_become_one_file(self):
        paper = self.papers[0]
        front, other = self.scan(self.papers[:2])
        back = askew(front, 180)
        self.drop(scanned([front, other, back]))
        self.assertEqual(len(paper.scan_ids), 1)
        with Pile(paper.scan_ids.raw) as filed:
            self.assertEqual(len(filed), 2)

    def test_photos_of_one_drop_are_one_pile(self):
        filing = self.drop(*(photo(page) for page in self.scan(self.papers)), name="IMG.jpg")
        self.assertEqual(filing.filed_count, 3)
        self.assertEqual(set(self.papers.mapped("state")), {"returned"})

    def test_two_notes_on_one_sheet(self):
        sheet = two_up(*self.scan(self.papers[:2], size=A5_WIDE, lines=8))
        filing = self.drop(scanned([sheet]))
        self.assertEqual(filing.page_ids.document_id, self.papers[:2])
        self.assertEqual(filing.filed_count, 2)
        self.assertEqual(filing.page_ids.mapped("number"), [1, 1])

    # ------------------------------------------------------------ not without a look

    def test_what_cannot_be_read_waits_in_the_tray(self):
        page = self.scan(self.papers[0])[0]
        blank = pictures(printed([None]))[0]
        filing = self.drop(scanned([page, blank]))
        self.assertEqual(self.outcome(filing), [(1, "filed", False), (2, "tray", "none")])
        self.assertEqual(filing.state, "tray")

    def test_codes_that_are_not_ours_are_told_apart(self):
        paper = self.papers[0]
        right = paper.qr_reference[-6:]
        forged = f"GD{paper.id}-{'ZZZZZZ' if right != 'ZZZZZZ' else 'YYYYYY'}"
        filing = self.drop(scanned(pictures(printed([FOREIGN, forged]))))
        self.assertEqual(self.outcome(filing), [(1, "tray", "foreign"), (2, "tray", "forged")])
        foreign, forged_page = filing.page_ids.sorted("id")
        self.assertIn("another database: not one of our papers", foreign.answer)
        self.assertIn("was not made here", forged_page.answer)
        self.assertFalse(forged_page.document_id)
        self.assertEqual(paper.state, "awaited")

    def test_a_paper_no_longer_kept(self):
        paper = self.env["gendan.document"].create({"partner_id": self.customer.id})
        page = self.scan(paper)
        paper.unlink()
        self.assertEqual(self.outcome(self.drop(scanned(page))), [(1, "tray", "gone")])

    def test_our_own_print_is_no_signed_copy(self):
        filing = self.drop(printed(self.papers[:1].mapped("qr_reference")))
        self.assertEqual(self.outcome(filing), [(1, "tray", "printed")])
        self.assertEqual(filing.page_ids.document_id, self.papers[0])
        self.assertEqual(self.papers[0].state, "awaited")

    def test_a_signed_copy_of_a_void_version_wants_a_look(self):
        self.papers[0]._gendan_void("version 2")
        filing = self.drop(scanned(self.scan(self.papers[:1])))
        self.assertEqual(self.outcome(filing), [(1, "tray", "void")])
        self.assertIn("version 2", filing.page_ids.answer)

    def test_a_rule_that_refuses_says_so_and_the_others_are_filed(self):
        refused = self.papers[1]
        original = type(refused)._gendan_file_scans

        def file_scans(paper, attachments, how):
            if paper.id == refused.id:
                raise UserError("This one is sealed.")
            return original(paper, attachments, how)

        self.patch(type(refused), "_gendan_file_scans", file_scans)
        filing = self.drop(scanned(self.scan(self.papers)))
        self.assertEqual([state for _n, state, _p in self.outcome(filing)], ["filed", "tray", "filed"])
        self.assertEqual(filing.page_ids.sorted("id")[1].answer, "This one is sealed.")

    # ------------------------------------------------------------ files

    def test_each_file_that_cannot_be_read_says_why(self):
        good = scanned(self.scan(self.papers[:1]))
        expected = {
            "password": (printed([None], password="x"), "protected by a password"),
            "broken": (good[: len(good) // 2], "damaged"),
            "kind": (b"PK\x03\x04 a spreadsheet", "neither a PDF nor a picture"),
        }
        for problem, (content, words) in expected.items():
            with self.subTest(problem=problem):
                uploads = self.upload(content)
                result = self.env["gendan.filing"].with_user(self.clerk).gendan_drop(uploads.ids)
                self.assertIn(words, result["message"])
                filing = self.env["gendan.filing"].browse(result["id"])
                self.assertEqual(filing.page_ids.mapped("problem"), [problem])
                self.assertEqual((filing.state, filing.page_count), ("done", 0))
        # one bad file does not keep the good one back
        filing = self.drop(b"rubbish", good)
        self.assertEqual((filing.filed_count, filing.refused_count), (1, 1))

    def test_the_same_file_twice(self):
        content = scanned(self.scan(self.papers[:1]))
        self.drop(content)
        again = self.drop(content)
        self.assertEqual(again.page_ids.mapped("problem"), ["twice"])
        self.assertIn("t_clerk", again.page_ids.answer)
        self.assertEqual(len(self.papers[0].scan_ids), 1)

    def test_more_pages_than_the_company_reads(self):
        self.company.gendan_filing_pages = 3
        filing = self.drop(printed([None] * 4))
        self.assertEqual(filing.page_ids.mapped("problem"), ["long"])
        self.assertIn("4 pages; at most 3", filing.page_ids.answer)

    def test_a_large_pile_is_read_by_the_scheduled_action(self):
        pages = self.scan(self.papers)
        blank = pictures(printed([None], lines=0), dpi=40)[0]
        filing = self.drop(scanned(pages + [blank] * 12))
        self.assertEqual((filing.state, filing.progress), ("working", 0))
        self.assertEqual(filing._gendan_result(), "Pages being read: 15.")
        self.read_on()
        self.assertEqual((filing.state, filing.filed_count, filing.tray_count), ("tray", 3, 12))
        self.assertEqual(filing.progress, 100)
        # with the rights of the clerk who dropped it
        self.assertEqual(filing.page_ids.filed_by_id, self.clerk)

    # ------------------------------------------------------------ rights

    def test_another_clerks_paper_waits_in_that_clerks_tray(self):
        pages = self.scan(self.papers[:1] | self.foreign_paper)
        filing = self.drop(scanned(pages))
        self.assertEqual(self.outcome(filing), [(1, "filed", False), (2, "tray", "not_yours")])
        self.assertEqual(self.foreign_paper.state, "awaited")
        page = filing.page_ids.sorted("id")[1]
        self.assertIn("t_other", page.answer)
        with self.assertRaises(AccessError):
            page.with_user(self.clerk).action_file(self.foreign_paper.id)
        self.assertEqual(page.with_user(self.clerk).gendan_tray(), {"count": 0, "pages": []})
        tray = self.env["gendan.filing.page"].with_user(self.other_clerk)
        self.assertEqual([row["id"] for row in tray.gendan_tray()["pages"]], page.ids)
        theirs = page.with_user(self.other_clerk)
        self.assertEqual([paper["id"] for paper in theirs.gendan_candidates()], self.foreign_paper.ids)
        theirs.action_file(self.foreign_paper.id)
        self.assertEqual(self.foreign_paper.state, "returned")
        self.assertEqual(page.filed_by_id, self.other_clerk)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_piles_are_their_clerks_and_the_supervisors(self):
        filing = self.drop(scanned(self.scan(self.papers[:1])))
        for user, seen in ((self.clerk, True), (self.supervisor, True), (self.other_clerk, False), (self.rep, False)):
            self.assertEqual(filing.with_user(user).has_access("read"), seen, user.login)
            self.assertEqual(filing.page_ids.with_user(user).has_access("read"), seen, user.login)
            self.assertFalse(filing.with_user(user).has_access("write"))
        for user in (self.rep, self.employee):
            with self.assertRaises(AccessError):
                self.drop(b"x", user=user)

    def test_only_fresh_uploads_of_ones_own(self):
        uploads = self.upload(b"x", user=self.other_clerk)
        with self.assertRaises(AccessError):
            self.env["gendan.filing"].with_user(self.clerk).gendan_drop(uploads.ids)
        taken = self.upload(b"x")
        taken.sudo().write({"res_model": "res.partner", "res_id": self.customer.id})
        with self.assertRaises(UserError):
            self.env["gendan.filing"].with_user(self.clerk).gendan_drop(taken.ids)

    def test_the_database_of_another_company(self):
        company, clerk = self.make_other_company()
        filing = self.drop(scanned(self.scan(self.papers[:1])), user=clerk)
        self.assertEqual(filing.company_id, company)
        self.assertEqual(self.outcome(filing), [(1, "tray", "not_yours")])

    def test_filing_many_papers_asks_the_same_number_of_questions_for_each(self):
        def queries(papers):
            content = scanned(self.scan(papers))
            before = self.env.cr.sql_log_count
            self.drop(content)
            return self.env.cr.sql_log_count - before

        queries(self.make_papers(1))
        few = queries(self.make_papers(2))
        many = queries(self.make_papers(8))
        self.assertLess((many - few) / 6, 45)


@tagged("post_install", "-at_install")
class TestTray(FilingCase):
    """What is done by hand."""

    def page(self, content=None, user=None):
        return self.drop(content or scanned(pictures(printed([None]))), user=user).page_ids.with_user(
            user or self.clerk
        )

    def found(self, page, typed=""):
        return [(row["number"], row["clear"]) for row in page.gendan_candidates(typed)]

    def test_two_digits_and_enter(self):
        paper = self.papers[1]
        page = self.page()
        rows = page.gendan_candidates(paper.name[-2:])
        row = next(row for row in rows if row["id"] == paper.id)
        self.assertIn(self.customer.name, row["text"])
        said = page.action_file(paper.id)
        self.assertIn(paper.name, said)
        self.assertEqual((page.state, page.document_id, paper.state), ("filed", paper, "returned"))
        with self.assertRaises(UserError):
            page.action_file(paper.id)

    def test_a_number_that_fits_one_paper_is_clear_one_that_fits_two_is_not(self):
        page = self.page()
        self.papers[0].name, self.papers[1].name, self.papers[2].name = "DN-8801", "DN-8802", "DN-7702"
        self.assertEqual(self.found(page, "8802"), [("DN-8802", True)])
        self.assertEqual(self.found(page, "dn-8801"), [("DN-8801", True)])
        self.assertEqual({clear for _name, clear in self.found(page, "02")}, {False})
        # the other one is back already: only one is awaited
        self.papers[2].write({"returned_at": "2026-11-02 08:00:00", "returned_how": "scan"})
        self.assertEqual(self.found(page, "02")[:2], [("DN-8802", True), ("DN-7702", False)])
        self.assertEqual(self.found(page, "%"), [])

    def test_the_reference_below_the_code_can_be_typed(self):
        paper = self.papers[0]
        self.assertEqual(self.found(self.page(), paper.qr_reference.lower().replace("-", " ")), [(paper.name, True)])

    def test_the_papers_beside_it_in_the_pile_come_first(self):
        pages = self.scan(self.papers[:1])
        filing = self.drop(scanned([*pages, pictures(printed([None]))[0]]))
        page = filing.page_ids.filtered(lambda page: page.state == "tray").with_user(self.clerk)
        self.assertEqual(self.found(page), [(self.papers[0].name, False)])
        page.action_file(self.papers[0].id)
        self.assertEqual(len(self.papers[0].scan_ids), 2)

    def test_only_papers_of_ones_own_customers_are_proposed(self):
        page = self.page()
        self.assertEqual(self.found(page, self.foreign_paper.name), [])
        self.assertEqual(self.found(page, self.foreign_paper.qr_reference), [])

    def test_turned_and_set_aside(self):
        page = self.page()
        upright = page.picture
        self.assertEqual(base64.b64decode(upright)[:2], b"\xff\xd8")
        self.assertEqual(page.action_turn()["turn"], 90)
        self.assertNotEqual(page.picture, upright)
        page.action_set_aside()
        self.assertEqual((page.state, page.filing_id.sudo().state), ("aside", "done"))
        page.action_take_back()
        self.assertEqual(page.state, "tray")

    def test_a_page_filed_to_the_wrong_paper_is_taken_back(self):
        wrong, right = self.papers[:2]
        page = self.page()
        page.action_file(wrong.id)
        scan = wrong.scan_ids
        page.action_take_back()
        self.assertEqual((wrong.state, wrong.returned_how), ("awaited", False))
        self.assertFalse(scan.exists())
        self.assertEqual((page.state, page.problem), ("tray", "back"))
        page.action_file(right.id)
        self.assertEqual(right.state, "returned")
        # one that was back before stays so
        other = self.page(scanned([signed(pictures(printed([None]))[0])]))
        other.action_file(right.id)
        other.action_take_back()
        self.assertEqual((right.state, len(right.scan_ids)), ("returned", 1))


@tagged("post_install", "-at_install")
class TestFilingMessages(FilingCase):
    """Scans that come with messages, where what comes back is judged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"gendan_judge_papers": True, "gendan_judge_since": False})

    def post(self, record, content, user=None, name="scan.pdf", **values):
        attachment = self.env["ir.attachment"].create({"name": name, "raw": content})
        return (
            record.with_user(user or self.env.user)
            .sudo()
            .message_post(body="see there", attachment_ids=attachment.ids, **values)
        )

    def filings(self):
        return self.env["gendan.filing"].search([("source", "=", "chatter")])

    def test_a_customers_answer_to_the_order_files_his_signed_copy(self):
        order = self.make_order()
        self.post(
            order,
            scanned(self.scan(self.papers[:1])),
            message_type="email",
            author_id=self.portal_user.partner_id.id,
        )
        self.read_on()
        self.assertEqual((self.papers[0].state, self.papers[0].returned_how), ("returned", "email"))

    def test_a_strangers_mail_waits_for_a_look(self):
        stranger = self.env["res.partner"].create({"name": "Somebody", "email": "some@body.example"})
        self.post(self.make_order(), scanned(self.scan(self.papers[:1])), message_type="email", author_id=stranger.id)
        self.read_on()
        self.assertEqual(self.papers[0].state, "awaited")
        self.assertEqual(self.filings().page_ids.mapped("problem"), ["stranger"])

    def test_what_we_send_out_is_not_taken_for_an_answer(self):
        order = self.make_order()
        content = scanned(self.scan(self.papers[:1]))
        self.post(order, content, user=self.clerk, message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertFalse(self.filings())
        # an internal note of the clerk's is
        self.post(order, content, user=self.clerk, message_type="comment", subtype_xmlid="mail.mt_note")
        self.read_on()
        self.assertEqual(self.papers[0].state, "returned")

    def test_a_message_without_our_codes_leaves_nothing_behind(self):
        paper = self.papers[0]
        self.post(
            paper,
            scanned(pictures(printed([None]))),
            user=self.clerk,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        self.post(
            paper, b"logo", name="logo.png", user=self.clerk, message_type="comment", subtype_xmlid="mail.mt_note"
        )
        self.assertEqual(len(self.filings()), 1)
        self.read_on()
        self.assertFalse(self.filings())
        self.assertEqual(paper.state, "awaited")

    def test_a_file_put_below_the_paper(self):
        paper = self.papers[0]
        upload = (
            self.env["ir.attachment"]
            .with_user(self.clerk)
            .create(
                {
                    "name": "note.jpg",
                    "raw": photo(self.scan(paper)[0]),
                    "res_model": paper._name,
                    "res_id": paper.id,
                }
            )
        )
        upload._post_add_create()
        self.read_on()
        self.assertEqual((paper.state, paper.returned_how), ("returned", "scan"))
        # the file stays where it was put
        self.assertEqual(upload.res_id, paper.id)

    # ------------------------------------------------------------ mail alias

    def test_the_offices_scanner_mails_a_pile(self):
        self.company.gendan_filing_senders = "Copier <scan@factory.example>, second@factory.example"
        self.company.gendan_filing_how = "driver"
        filing = self.mail("Copier 2F <Scan@factory.example>", scanned(self.scan(self.papers | self.foreign_paper)))
        self.read_on()
        self.assertEqual((filing.filed_count, filing.state), (4, "done"))
        self.assertEqual(set((self.papers | self.foreign_paper).mapped("returned_how")), {"driver"})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_of_a_machines_pile_each_clerk_sees_her_part(self):
        self.company.gendan_filing_senders = "scan@factory.example"
        blank = pictures(printed([None]))[0]
        sheets = [*self.scan(self.papers[:1] | self.foreign_paper), blank]
        filing = self.mail("scan@factory.example", scanned(sheets))
        self.read_on()
        ours, theirs, unread = filing.page_ids.sorted("number")
        pages = self.env["gendan.filing.page"]
        for user, seen in (
            (self.clerk, ours | unread),
            (self.other_clerk, theirs | unread),
            (self.supervisor, ours | theirs | unread),
        ):
            found = pages.with_user(user).search([("filing_id", "=", filing.id)])
            self.assertEqual(set(found.ids), set(seen.ids), user.login)
        self.assertFalse(filing.with_user(self.clerk).has_access("read"))
        # what nobody can read whoever has it in hand files, to her own customers' papers
        unread.with_user(self.clerk).action_file(self.papers[1].id)
        self.assertEqual(self.papers[1].state, "returned")

    def test_our_own_answer_by_mail_is_not_looked_through(self):
        content = scanned(self.scan(self.papers[:1]))
        self.post(self.make_order(), content, message_type="email", author_id=self.clerk.partner_id.id)
        self.assertFalse(self.filings())

    def test_the_customer_mails_his_own_copy_and_somebody_elses(self):
        filing = self.mail(
            "lin@maili.example",
            scanned(self.scan(self.papers[:1] | self.foreign_paper)),
            author=self.portal_user.partner_id,
        )
        self.read_on()
        self.assertEqual(self.outcome(filing), [(1, "filed", False), (2, "tray", "stranger")])
        self.assertEqual(self.papers[0].returned_how, "email")

    def test_a_clerk_mails_from_her_phone_with_her_own_rights(self):
        filing = self.mail(self.clerk.email, scanned(self.scan(self.papers[:1] | self.foreign_paper)), user=self.clerk)
        self.assertEqual(filing.user_id, self.clerk)
        self.read_on()
        self.assertEqual(self.outcome(filing), [(1, "filed", False), (2, "tray", "not_yours")])

    def test_the_alias_leads_here(self):
        alias = self.env.ref("gendan_followup.mail_alias_filing")
        self.assertEqual((alias.alias_name, alias.alias_model_id.model), ("scans", "gendan.filing"))
