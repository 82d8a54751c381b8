"""The tray: pages that want a look, filed by the number that is printed on them."""

import re

from odoo import api, fields, models
from odoo.exceptions import UserError

CANDIDATES = 6
SHOWN = 200
# still to come back, or its original
AWAITED = ("awaited", "with_driver", "with_carrier", "provisional", "rejected", "lost")
# a number as it is typed: its last digits, all of it, or what stands below the code
_DIGITS = re.compile(r"\d+")


class GendanFilingPage(models.Model):
    """What the tray asks and does, as the user."""

    _inherit = "gendan.filing.page"

    @api.model
    def gendan_tray(self, filing_ids=None):
        """Pages in the tray that wait for this user, the oldest pile first.

        What another clerk's paper is waits for that clerk; the pile says so.

        :param list filing_ids: of these piles only
        :return: dict: how many there are, and the first of them as dicts
        """
        domain = fields.Domain("state", "=", "tray")
        if filing_ids:
            domain &= fields.Domain("filing_id", "in", filing_ids)
        pages = self.search(domain, order="id", limit=SHOWN)
        count = len(pages) if len(pages) < SHOWN else self.search_count(domain)
        # sudo: only to find whose they are, which is then asked as the user
        theirs = pages.sudo().filtered(
            lambda page: page.problem == "not_yours" and page.document_id.company_id == page.company_id
        )
        own = theirs.document_id.with_env(self.env)._filtered_access("write")
        others = theirs.filtered(lambda page: page.document_id not in own)
        pages = pages.filtered(lambda page: page not in others)
        return {"count": count - len(others), "pages": [page._gendan_row() for page in pages]}

    def _gendan_row(self):
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.display_name,
            "problem": self.problem,
            "answer": self.answer,
            "turn": self.turn,
            "version": fields.Datetime.to_string(self.write_date),
        }

    def gendan_candidates(self, typed=""):
        """Papers of the user's this page may be of.

        Nothing typed: the one its code names, then those of its neighbours in the pile. Otherwise those whose number
        ends with what was typed, those awaited back first, near ones to the neighbours first.

        :param str typed: last digits of a number, a number, or a reference
        :return: list of dicts (id, number, text, state, clear: whether it is the only one that fits)
        """
        self.ensure_one()
        self.check_access("read")
        Paper = self.env["gendan.document"]
        typed = (typed or "").strip()
        if not typed:
            papers = self._gendan_proposals()
            # neighbours are offered, never marked: a second Enter by mistake must not file the next page to them
            clear = self.document_id.filtered(lambda paper: paper in papers)
        elif (papers := Paper._gendan_from_reference(typed)) and papers._filtered_access("write"):
            clear = papers
        else:
            papers = self._gendan_ending_with(typed)
            awaited = papers.filtered(lambda paper: paper.state in AWAITED)
            clear = papers if len(papers) == 1 else awaited if len(awaited) == 1 else Paper
        states = dict(Paper._fields["state"]._description_selection(self.env))
        return [
            {
                "id": paper.id,
                "number": paper.name,
                "text": " · ".join(
                    filter(None, [paper.display_name, paper.partner_id.display_name, paper.order_id.name])
                ),
                "state": states[paper.state],
                "clear": paper == clear[:1],
            }
            for paper in papers[:CANDIDATES]
        ]

    def _gendan_proposals(self):
        """What the code says, then the papers of the pages before and after it in the same file."""
        # sudo: neighbours in the pile, of which only the user's own papers are shown
        neighbours = self.sudo().search(
            [
                ("attachment_id", "=", self.attachment_id.id),
                ("number", "in", (self.number - 1, self.number, self.number + 1)),
                ("state", "=", "filed"),
            ],
            order="number, id",
        )
        papers = self.sudo().document_id | neighbours.document_id
        return papers.with_env(self.env)._filtered_access("write")

    def _gendan_ending_with(self, typed):
        """Papers whose number, or whose order's, ends with it; awaited ones and those near the neighbours first."""
        Paper = self.env["gendan.document"]
        # signs of patterns are signs of numbers here
        ending = typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        domain = fields.Domain("name", "=ilike", f"%{ending}") | fields.Domain("order_id.name", "=ilike", f"%{ending}")
        open_first = Paper.search(domain & fields.Domain("state", "in", AWAITED), limit=50)
        if len(open_first) < CANDIDATES:
            open_first |= Paper.search(domain, limit=50)
        near = [int(number) for paper in self._gendan_proposals() for number in _DIGITS.findall(paper.name)[-1:]]

        def distance(paper):
            own = _DIGITS.findall(paper.name)
            gap = min((abs(int(own[-1]) - number) for number in near), default=0) if own else 0
            return paper.state not in AWAITED, gap, -paper.id

        return open_first._filtered_access("write").sorted(distance)

    def action_file(self, document_id):
        """File this page of the tray to a paper of the user's.

        :param int document_id: gendan.document
        :return: the sentence that says so
        :raise UserError: it is not in the tray
        :raise AccessError: the user may not see the page, or not change the paper
        """
        self.ensure_one()
        self._gendan_check_tray()
        paper = self.env["gendan.document"].browse(document_id).exists()
        paper.check_access("write")
        if not paper:
            raise UserError(self.env._("That paper is no longer kept."))
        self._gendan_file_to(paper)
        return self.env._("%(page)s is filed to %(paper)s.", page=self.display_name, paper=paper.display_name)

    def action_set_aside(self):
        """These pages of the tray are none of our papers: blank backs, covers. They stay with their pile.

        :raise UserError: one is not in the tray
        """
        for page in self:
            page._gendan_check_tray()
        # sudo: kept by the program; that the user sees them was checked
        self.sudo().write({"state": "aside"})

    def action_turn(self, degrees=90):
        """Turn this page of the tray, clockwise.

        :return: its row
        :raise UserError: it is not in the tray
        """
        self.ensure_one()
        self._gendan_check_tray()
        # sudo: as above
        self.sudo().turn = (self.turn + degrees) % 360
        return self._gendan_row()

    def action_take_back(self):
        """Button: this page was filed to the wrong paper; with all filed together with it, it goes to the tray.

        The paper is awaited again when it has no other scan and came back with this one.

        :raise UserError: it is not filed
        :raise AccessError: the user may not change the paper
        """
        for page in self:
            page.check_access("read")
            # sudo: pages filed as one file go back together
            together = page.sudo().search([("scan_id", "=", page.scan_id.id)]) if page.scan_id else page.sudo()
            if page.state == "tray" and page.problem == "back":
                continue  # went back with another of these
            if page.state == "aside":
                page.sudo().write({"state": "tray"})  # sudo: as in action_set_aside
                continue
            if page.state != "filed" or not page.scan_id:
                raise UserError(self.env._("%(page)s is not filed.", page=page.display_name))
            paper = page.document_id.with_env(self.env)
            paper.check_access("write")
            paper._gendan_unfile_scan(page.scan_id, back_again=any(together.mapped("brought_back")))
            together.write(
                {
                    "state": "tray",
                    "problem": "back",
                    "document_id": False,
                    "brought_back": False,
                    "filed_by_id": False,
                    "filed_at": False,
                }
            )

    def _gendan_check_tray(self):
        self.check_access("read")
        if self.state != "tray":
            raise UserError(
                self.env._("%(page)s is not in the tray: somebody has dealt with it.", page=self.display_name)
            )
