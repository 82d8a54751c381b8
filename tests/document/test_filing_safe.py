"""Piles that do harm: forged senders, bombs, pages that kill the worker, the same pile again."""

import io
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.gendan_followup.tools.page_codes import Pile, PileError

from .piles import pictures, printed, scanned
from .test_filing import FilingCase

HEIC = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic"


class Killed(BaseException):
    """As if the process had died."""


@tagged("post_install", "-at_install")
class TestHarmfulPiles(FilingCase):
    def waiting_pile(self, sheets=None):
        """A pile too large to be read at once."""
        blank = pictures(printed([None], lines=0), dpi=40)[0]
        return self.drop(scanned([*(sheets or self.scan(self.papers[:1])), *[blank] * 13]))

    def test_a_page_that_kills_the_worker_is_given_up(self):
        filing = self.waiting_pile()
        page = filing.page_ids.sorted("id")[0]
        # as if the process had died while reading it
        for _time in range(2):
            self.assertTrue(page._gendan_try())
        self.assertFalse(page._gendan_try())
        self.assertEqual((page.state, page.problem), ("tray", "stuck"))
        self.assertIn("could not be read", page.answer)
        # nor is it drawn for whoever opens the tray
        with patch.object(Pile, "thumbnail", side_effect=AssertionError("drawn")):
            self.assertFalse(page.picture)
        self.read_on()
        self.assertEqual((page.state, filing.tray_count), ("tray", 14))
        page.with_user(self.clerk).action_set_aside()

    def test_tries_are_kept_before_reading(self):
        filing = self.waiting_pile()
        tries = []

        def read(pages):
            tries.append(set(pages.mapped("tries")))
            raise KeyboardInterrupt

        Page = type(filing.page_ids)
        with patch.object(Page, "_gendan_read", read), self.assertRaises(KeyboardInterrupt):
            self.read_on()
        self.assertEqual(tries, [{1}])

    def test_a_file_that_kills_the_worker_while_it_is_counted_is_given_up(self):
        self.company.gendan_filing_senders = "scan@factory.example"
        dies = patch.object(Pile, "__init__", side_effect=Killed)
        # the mail is in before anybody looks into its file: fetched again, it would kill the next worker, too
        with dies:
            filing = self.mail("scan@factory.example", scanned(self.scan(self.papers[:1])))
        file = filing.page_ids
        self.assertEqual((file.state, file.number), ("waiting", 0))
        for tries in (1, 2):
            with dies, self.assertRaises(Killed):
                self.read_on()
            # as the commit before it has kept them; the test's own rolls back
            file.tries = tries
        with dies:
            self.read_on()
        self.assertEqual((file.state, file.problem, filing.state), ("tray", "stuck", "tray"))
        self.assertIn("print it to a new PDF", file.answer)
        with dies:
            self.assertFalse(file.picture)
            # filed as it is, by hand, unopened
            file.with_user(self.clerk).action_file(self.papers[0].id)
        self.assertEqual((file.state, self.papers[0].state), ("filed", "returned"))
        self.assertEqual(self.papers[0].scan_ids.raw, filing.attachment_ids.raw)

    def test_tries_of_counting_are_kept_before_it_is_opened(self):
        self.mail("scan@factory.example", scanned(self.scan(self.papers[:1])))
        tries = []

        def count(pages):
            tries.append(pages.mapped("tries"))
            raise Killed

        Page = type(self.env["gendan.filing.page"])
        with patch.object(Page, "_gendan_count", count), self.assertRaises(Killed):
            self.read_on()
        self.assertEqual(tries, [[1]])

    def test_two_mails_with_one_pile_are_filed_once(self):
        self.company.gendan_filing_senders = "scan@factory.example"
        content = scanned(self.scan(self.papers[:1]))
        first, second = (self.mail("scan@factory.example", content) for _time in range(2))
        self.read_on()
        self.assertEqual((first.filed_count, second.page_ids.mapped("problem")), (1, ["twice"]))
        self.assertEqual(len(self.papers[0].scan_ids), 1)

    def test_a_pile_somebody_else_has_just_dropped_is_dropped_anew(self):
        # their transaction was committed while ours waited: it does not see it, the next try does
        uploads = self.upload(scanned(self.scan(self.papers[:1])))
        Filing = self.env["gendan.filing"].with_user(self.clerk)
        just_now = patch.object(type(Filing), "_gendan_dropped_meanwhile", return_value=set(uploads.mapped("checksum")))
        with just_now, self.assertRaises(ConcurrencyError):
            Filing.gendan_drop(uploads.ids)
        self.assertEqual(self.env["gendan.filing"].browse(Filing.gendan_drop(uploads.ids)["id"]).filed_count, 1)

    def test_a_pile_still_being_read_is_not_read_twice(self):
        filing = self.waiting_pile()
        again = self.drop(filing.attachment_ids.raw)
        self.assertEqual(again.page_ids.mapped("problem"), ["twice"])
        content = scanned(self.scan(self.papers[1:2]))
        once = self.drop(content, content)
        self.assertEqual((once.filed_count, once.page_ids.mapped("problem")), (1, [False, "twice"]))
        self.assertEqual(len(self.papers[1].scan_ids), 1)

    def test_pictures_of_iphones_say_what_to_do(self):
        filing = self.drop(HEIC, name="IMG_0012.HEIC")
        self.assertEqual(filing.page_ids.mapped("problem"), ["heic"])
        self.assertIn("Most Compatible", filing.page_ids.answer)

    def test_a_picture_of_too_many_dots_is_not_opened(self):
        stream = io.BytesIO()
        Image.new("1", (12_000, 12_000)).save(stream, "PNG")
        with self.assertRaises(PileError) as raised:
            Pile(stream.getvalue())
        self.assertEqual(raised.exception.code, "big")
        # where Odoo does not make pictures smaller when they are uploaded
        self.env["ir.config_parameter"].set_param("base.image_autoresize_max_px", "False")
        filing = self.drop(stream.getvalue(), name="bomb.png")
        self.assertEqual(filing.page_ids.mapped("problem"), ["big"])
        self.assertIn("bomb.png", filing.page_ids.answer)


@tagged("post_install", "-at_install")
class TestForgedSenders(FilingCase):
    """Whoever writes a mail writes its sender, too."""

    def test_by_a_mail_alone_no_paper_counts(self):
        self.company.gendan_judge_papers = False
        filing = self.mail(
            "lin@maili.example", scanned(self.scan(self.papers[:1])), author=self.portal_user.partner_id
        )
        self.read_on()
        self.assertEqual(self.outcome(filing), [(1, "tray", "mailed")])
        self.assertFalse(self.papers[0].returned_at)
        # one key for the clerk
        page = filing.page_ids
        (proposed,) = page.with_user(self.clerk).gendan_candidates()
        self.assertTrue(proposed["clear"])
        page.with_user(self.clerk).action_file(proposed["id"])
        self.assertEqual(self.papers[0].returned_how, "email")

    def test_a_clerk_by_mail_is_no_clerk_logged_in(self):
        self.company.gendan_judge_papers = False
        filing = self.mail(self.clerk.email, scanned(self.scan(self.papers[:1])), user=self.clerk)
        self.read_on()
        self.assertEqual(self.outcome(filing), [(1, "tray", "mailed")])

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_a_scanner_our_own_server_doubts_is_a_stranger(self):
        self.company.gendan_filing_senders = "scan@factory.example"
        for header, trusted in (
            ("mx.factory.example; spf=pass; dkim=none; dmarc=fail (p=none)", False),
            ("mx.factory.example; spf=pass", True),
        ):
            with self.subTest(header):
                source = (
                    "From: scan@factory.example\nTo: scans@factory.example\nSubject: scan\n"
                    f"Authentication-Results: {header}\nMessage-Id: <{trusted}@x>\n\nscan"
                )
                before = self.env["gendan.filing"].search([])
                self.env["mail.thread"].message_process("gendan.filing", source)
                filing = self.env["gendan.filing"].search([]) - before
                self.assertEqual(filing.is_trusted, trusted)
