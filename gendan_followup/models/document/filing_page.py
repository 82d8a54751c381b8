"""One page of a pile."""

import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.page_codes import WHOLE, Binder, Pile, PileError
from ..common.document import REFERENCE

_logger = logging.getLogger(__name__)

PROBLEMS = [
    # of a page
    ("none", "No readable code"),
    ("foreign", "Code of another database"),
    ("forged", "Forged code"),
    ("gone", "Paper no longer kept"),
    ("not_yours", "Another clerk's customer"),
    ("stranger", "Sender not known"),
    ("void", "Void paper"),
    ("printed", "Not a scan"),
    ("mailed", "By mail only"),
    ("rule", "Refused by a rule"),
    ("damaged", "Damaged page"),
    ("stuck", "Cannot be read"),
    ("back", "Taken back"),
    # of a file
    ("broken", "Damaged file"),
    ("password", "Password"),
    ("heic", "HEIC picture"),
    ("kind", "Neither PDF nor picture"),
    ("big", "Picture too large"),
    ("empty", "Empty file"),
    ("long", "Too many pages"),
    ("twice", "Filed before"),
]
# So often a page is begun; one that is never finished has stopped the process each time.
TRIES = 2
# Pages read between two commits.
PAGES = 10


class GendanFilingPage(models.Model):
    """One page, or the half of one on which two papers were scanned together; or a file that could not be read.

    Seen with its pile, and by the clerk of the paper it is said to be of. Changed by reading it and in the tray only.
    """

    _name = "gendan.filing.page"
    _description = "Scanned Page"
    _order = "filing_id desc, id"

    _open_idx = models.Index("(state, id) WHERE state IN ('waiting', 'read', 'tray')")

    filing_id = fields.Many2one("gendan.filing", string="Pile", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="filing_id.company_id", store=True, index=True)
    attachment_id = fields.Many2one(
        "ir.attachment", string="File", required=True, ondelete="cascade", index=True, readonly=True
    )
    # of the file, indexed here: Odoo's own is not
    checksum = fields.Char(related="attachment_id.checksum", store=True, index="btree_not_null")
    number = fields.Integer(string="Page", aggregator=None, help="In its file, from 1. 0: the file, not counted yet.")
    tries = fields.Integer(aggregator=None, help="How often it was begun to be read.")
    box = fields.Char(help="What of the page it is: left, top, right, bottom, as shares of the page. Empty: all of it.")
    turn = fields.Integer(aggregator=None, help="By how many degrees it is turned, clockwise.")
    reference = fields.Char(string="Code", help="What the code on the page says.")
    state = fields.Selection(
        [
            ("waiting", "To be read"),
            ("read", "Read"),
            ("filed", "Filed"),
            ("tray", "In the tray"),
            ("aside", "Set aside"),
            ("refused", "Not read"),
        ],
        required=True,
        default="waiting",
    )
    problem = fields.Selection(PROBLEMS)
    refusal = fields.Char(help="The sentence of the rule that refused it.")
    earlier_id = fields.Many2one("gendan.filing", string="Filed before in", ondelete="set null", index="btree_not_null")
    answer = fields.Char(string="Why", compute="_compute_answer")
    document_id = fields.Many2one(
        "gendan.document",
        string="Paper",
        ondelete="set null",
        index="btree_not_null",
        help="Filed to it; in the tray: the paper it is said to be of.",
    )
    scan_id = fields.Many2one("ir.attachment", string="Filed as", ondelete="set null", index="btree_not_null")
    brought_back = fields.Boolean(help="With this page the paper came back for the first time.")
    filed_by_id = fields.Many2one("res.users", string="Filed by", ondelete="restrict")
    filed_at = fields.Datetime(string="Filed on")
    picture = fields.Binary(compute="_compute_picture")

    # ------------------------------------------------------------ compute

    @api.depends("attachment_id.name", "number", "state")
    def _compute_display_name(self):
        for page in self:
            # sudo: the name of the file, for whoever may see the page
            name = page.sudo().attachment_id.name or ""
            if page.state == "refused" or not page.number:
                page.display_name = name
            else:
                page.display_name = self.env._("%(file)s, page %(number)s", file=name, number=page.number)

    @api.depends("problem", "refusal", "reference", "document_id", "attachment_id.name", "number", "earlier_id")
    @api.depends_context("lang")
    def _compute_answer(self):
        for page in self:
            # sudo: names of the file, the paper and its clerk, for whoever has the sheet in hand
            page.answer = page.refusal if page.problem == "rule" else page.sudo()._gendan_answer()

    def _gendan_answer(self):
        """The sentence that says why this page, or this file, was not filed."""
        self.ensure_one()
        file, paper = self.attachment_id.name, self.document_id.display_name
        match self.problem:
            case "none":
                return self.env._("No code can be read on this page: type the number that is printed beside it.")
            case "foreign":
                return self.env._(
                    "%(code)s is the code of another database: not one of our papers.", code=self.reference
                )
            case "forged":
                return self.env._(
                    "%(code)s names one of our papers but was not made here: another database's, or forged.",
                    code=self.reference,
                )
            case "gone":
                return self.env._("%(code)s is our code, but its paper is no longer kept.", code=self.reference)
            case "not_yours":
                return self.env._(
                    "%(paper)s is a paper of %(clerk)s's customers: it waits in that tray.",
                    paper=paper,
                    clerk=self.document_id.clerk_id.name or self.document_id.company_id.name,
                )
            case "stranger":
                return self.env._(
                    "%(paper)s came from %(sender)s, who is not known as that customer.",
                    paper=paper,
                    sender=self.filing_id.sender_id.display_name or self.env._("somebody unknown"),
                )
            case "void":
                return self.env._(
                    "%(paper)s is void (%(reason)s): a copy of an old version has been signed.",
                    paper=paper,
                    reason=self.document_id.void_reason or "",
                )
            case "mailed":
                return self.env._(
                    "%(paper)s came by mail from %(sender)s, whose address anybody can write: is it signed?",
                    paper=paper,
                    sender=self.filing_id.user_id.name
                    or self.filing_id.sender_id.display_name
                    or self.env._("somebody unknown"),
                )
            case "stuck" if not self.number:
                return self.env._(
                    "%(file)s stops the program each time it is opened: print it to a new PDF and drop that one, or"
                    " type the number of its paper to keep the file there as it is.",
                    file=file,
                )
            case "stuck":
                return self.env._(
                    "Page %(number)s of %(file)s could not be read, however often it was begun: open the file and type"
                    " the number.",
                    number=self.number,
                    file=file,
                )
            case "printed":
                return self.env._("%(paper)s is here as we printed it, not as a scan: is it signed?", paper=paper)
            case "damaged":
                return self.env._("Page %(number)s of %(file)s is damaged.", number=self.number, file=file)
            case "back":
                return self.env._("Taken back from where it was filed.")
        return self._gendan_file_answer()

    def _gendan_file_answer(self):
        """The sentence that says why this file was not read."""
        self.ensure_one()
        file = self.attachment_id.name
        match self.problem:
            case "broken":
                return self.env._("%(file)s is damaged and cannot be opened: scan or export it again.", file=file)
            case "password":
                return self.env._(
                    "%(file)s is protected by a password: save it without one and drop it again.", file=file
                )
            case "heic":
                return self.env._(
                    "%(file)s is a HEIC picture, which is not read here: send it as JPEG, or set the phone's camera to"
                    " “Most Compatible”.",
                    file=file,
                )
            case "big":
                return self.env._("%(file)s is too large a picture: scan it with 300 dots per inch.", file=file)
            case "kind":
                return self.env._("%(file)s is neither a PDF nor a picture (JPEG, PNG, TIFF).", file=file)
            case "empty":
                return self.env._("%(file)s is empty.", file=file)
            case "long":
                return self.env._(
                    "%(file)s has %(count)s pages; at most %(limit)s are read at a time.",
                    file=file,
                    count=self.number,
                    limit=self.company_id.gendan_filing_pages,
                )
            case "twice":
                earlier = self.earlier_id or self.filing_id
                return self.env._(
                    "%(file)s was dropped before: on %(day)s by %(user)s.",
                    file=file,
                    day=format_date(self.env, self.company_id._gendan_to_day(earlier.create_date)),
                    user=earlier.user_id.name or earlier.sender_id.name or self.env._("a scanner"),
                )
        return False

    @api.depends("attachment_id", "number", "turn", "box")
    def _compute_picture(self):
        for page in self:
            page.picture = False
            # one that stops the process is not drawn for whoever looks, either
            if page.state == "refused" or not page.number or page.problem == "stuck":
                continue
            try:
                # sudo: the file is seen a page at a time by whoever may see the page
                with Pile(page.sudo().attachment_id.raw or b"") as pile:
                    picture = pile.thumbnail(page.number - 1, turn=page.turn, box=page._gendan_box())
                    page.picture = base64.b64encode(picture)
            except PileError:
                _logger.info("Scanned page %s cannot be shown", page.id)

    # ------------------------------------------------------------ business

    def _gendan_box(self):
        """What of the page it is, for ``page_codes``."""
        self.ensure_one()
        return tuple(float(share) for share in self.box.split()) if self.box else WHOLE

    @api.model
    def _gendan_next_waiting(self):
        """The next pages to be read together, locked; one that was begun before is read alone."""
        waiting = [("state", "=", "waiting")]
        # from a large set: another worker holds the first ones
        pages = self.search(waiting, order="tries, id", limit=PAGES * 10).try_lock_for_update(limit=PAGES)
        pages = pages.filtered_domain(waiting)
        begun = pages.filtered("tries")
        return pages - begun or begun[:1]

    def _gendan_try(self):
        """Note that these waiting pages are begun; the caller commits that before it reads them. Batch.

        :return: those to be read; what was begun too often goes to the tray, unread
        """
        stuck = self.filtered(lambda page: page.tries >= TRIES)
        stuck.write({"state": "tray", "problem": "stuck"})
        fresh = self - stuck
        for tries, pages in fresh.grouped("tries").items():
            pages.tries = tries + 1
        return fresh

    def _gendan_count(self):
        """Take these files apart: a row for each page to be read instead of the file's own. Batch.

        What cannot be opened, and what was dropped before, says so; of what came with a message nothing is said:
        nobody has sent it in to be read.
        """
        for file in self.sorted("id"):
            filing = file.filing_id
            earlier = file._gendan_dropped_before()
            count, problem = (0, "twice") if earlier else file._gendan_open()
            if not problem and count > filing.company_id.gendan_filing_pages:
                problem = "long"
            row = {"filing_id": filing.id, "attachment_id": file.attachment_id.id, "number": count}
            if not problem:
                self.create([{**row, "number": number} for number in range(1, count + 1)])
            elif filing.source != "chatter":
                self.create({**row, "state": "refused", "problem": problem, "earlier_id": earlier.id})
            file.unlink()

    def _gendan_open(self):
        """Count the pages of this file.

        :return: (number of pages, what is wrong with it or None)
        """
        self.ensure_one()
        try:
            with Pile(self.attachment_id.raw or b"") as pile:
                return len(pile), None
        except PileError as error:
            return 0, error.code
        except Exception:  # one file that breaks a library must not stop all others
            _logger.warning("The pages of %s cannot be counted", self.attachment_id.id, exc_info=True)
            return 0, "broken"

    def _gendan_dropped_before(self):
        """The pile in which this file was dropped before and something of it was filed, or is still to be read."""
        self.ensure_one()
        return self.search(
            [
                ("checksum", "=", self.checksum),
                ("attachment_id", "!=", self.attachment_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("waiting", "read", "filed")),
                # of two that wait to be counted the first comes first
                "|",
                ("number", ">", 0),
                ("id", "<", self.id),
            ],
            order="id",
            limit=1,
        ).filing_id

    def _gendan_read(self):
        """Read these waiting pages: those whose paper is known and beyond doubt are then to be filed. Batch."""
        for filing, pages in self.grouped("filing_id").items():
            found = []  # (page, part, printed)
            unread = {"none": self.browse(), "damaged": self.browse()}
            for page, sheet in pages._gendan_sheets():
                if not sheet:
                    unread["damaged"] |= page
                elif not sheet.parts:
                    unread["none"] |= page
                else:
                    found += [(page, part, sheet.printed) for part in sheet.parts]
            verdicts = filing._gendan_judge([(part.text, printed) for _page, part, printed in found])
            for (page, part, _printed), (paper, problem) in zip(found, verdicts, strict=True):
                if page.state != "waiting":
                    # the other half of a page that two papers share
                    page = page.copy({"state": "waiting"})
                page.write(
                    {
                        "reference": part.text,
                        "box": " ".join(f"{share:.4f}" for share in part.box) if part.box != WHOLE else False,
                        "turn": part.turn,
                        "document_id": paper.id,
                        "problem": problem,
                        "state": "tray" if problem else "read",
                    }
                )
            for problem, unclear in unread.items():
                # what came with a message was not sent in to be filed: no code, no word
                state = "aside" if filing.source == "chatter" else "tray"
                unclear.write({"state": state, "problem": problem})

    def _gendan_sheets(self):
        """Each of these pages with what was read on it, or None when it cannot be drawn."""
        for attachment, pages in self.grouped("attachment_id").items():
            try:
                with Pile(attachment.raw or b"") as pile:
                    for page in pages:
                        yield page, page._gendan_sheet(pile)
            except PileError:
                # it could be opened when it came: the file is gone from the disk
                for page in pages:
                    yield page, None

    def _gendan_sheet(self, pile):
        """What is on this page, or None when it cannot be drawn."""
        self.ensure_one()
        try:
            return pile.read(self.number - 1, REFERENCE)
        except PileError:
            return None
        except Exception:  # one page that breaks a library must not stop all others
            _logger.warning("Scanned page %s cannot be read", self.id, exc_info=True)
            return None

    def _gendan_file_to(self, paper):
        """File these pages of one pile to a paper, as one upright PDF, with the rights of the paper's environment.

        :param paper: gendan.document
        :raise AccessError: the user may not change the paper
        :raise UserError: a rule of the paper's refuses them, or a page cannot be drawn
        """
        scan = paper.env["ir.attachment"].create(
            {"name": f"{paper.name}.pdf".replace("/", "-"), "mimetype": "application/pdf", **self._gendan_scan_vals()}
        )
        brought_back = not paper.returned_at
        # sudo: how the pile came, whose page the user may see without seeing all of it
        paper._gendan_file_scans(scan, self.sudo().filing_id.how)
        # sudo: the rows are kept by the program; who may file was asked of the paper
        self.sudo().write(
            {
                "state": "filed",
                "document_id": paper.id,
                "scan_id": scan.id,
                "brought_back": brought_back,
                "filed_by_id": paper.env.uid,
                "filed_at": fields.Datetime.now(),
            }
        )

    def _gendan_scan_vals(self):
        """What the file made of these pages is to hold; a file nobody could count is kept as it is, unopened.

        :raise UserError: a page cannot be drawn
        """
        if whole := self.filtered(lambda page: not page.number)[:1]:
            original = whole.attachment_id.sudo()  # sudo: as below
            return {"name": original.name, "raw": original.raw, "mimetype": original.mimetype}
        binder = Binder()
        for attachment, pages in self.grouped("attachment_id").items():
            # sudo, twice: of the pile only these pages are taken, which the caller may file
            try:
                with Pile(attachment.sudo().raw or b"") as pile:
                    for page in pages:
                        pile.add_to(binder, page.number - 1, turn=page.turn, box=page._gendan_box())
            except PileError as error:
                raise UserError(
                    self.env._("%(file)s can no longer be read: scan it again.", file=attachment.sudo().name)
                ) from error
        return {"raw": binder.content()}
