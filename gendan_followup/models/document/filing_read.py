"""Reading piles: which page is of which paper, and whether it may be filed without a look."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .filing import SMALLEST_PICTURE

# Papers filed between two commits.
PAPERS = 20


class GendanFiling(models.Model):
    """Reading and filing, by the upload itself or by the scheduled action."""

    _inherit = "gendan.filing"

    @api.model
    def _cron_gendan_filing(self):
        """Read what waits, some pages at a time, and file each pile when all its pages are known.

        Workers share the pages by row locks. Progress is committed: after a crash the rest is read.
        """
        cron = self.env["ir.cron"]
        Page = self.env["gendan.filing.page"]
        open_pages = [("state", "in", ("waiting", "read"))]
        cron._commit_progress(remaining=Page.search_count(open_pages))
        while True:
            done = 0
            pages = Page._gendan_next_waiting()
            if pages:
                done = len(pages)
                pages = pages._gendan_try()
                # committed before they are read: one that kills the process is not begun for ever
                cron._commit_progress()
                pages = pages.try_lock_for_update().filtered_domain([("state", "=", "waiting")])
                filings = pages.filing_id
                files = pages.filtered(lambda page: not page.number)
                pages -= files
                files._gendan_count()
                pages._gendan_read()
                # those whose paper is known are counted when they are filed
                count = done - len(pages.filtered(lambda page: page.state == "read"))
                filings._gendan_forget()
                # a file that was counted is as many pages to be read
                remaining = Page.search_count(open_pages) if files else None
                if not cron._commit_progress(count, remaining=remaining):
                    return
            for filing in self._gendan_known():
                count = filing._gendan_file_read(PAPERS)
                done += count
                if not cron._commit_progress(count):
                    return
            if not done:
                return

    @api.model
    def _gendan_known(self):
        """Piles of which every page has been read and some are to be filed, locked."""
        filings = self.search([("page_ids.state", "=", "read"), ("state", "=", "working")], order="id")
        unread = self.env["gendan.filing.page"].search([("filing_id", "in", filings.ids), ("state", "=", "waiting")])
        return (filings - unread.filing_id).try_lock_for_update()

    def _gendan_file_read(self, limit=None):
        """File the pages of this pile whose papers are known, all pages of a paper as one file.

        What a rule of the paper refuses goes to the tray with the rule's sentence.

        :param int limit: at most so many papers
        :return: number of pages dealt with
        """
        self.ensure_one()
        known = self.page_ids.filtered(lambda page: page.state == "read").sorted("id")
        papers = known.document_id[:limit] if limit else known.document_id
        for paper in papers:
            pages = known.filtered(lambda page, paper=paper: page.document_id == paper)
            try:
                with self.env.cr.savepoint():
                    pages._gendan_file_to(paper.with_env(self._gendan_filer_env()))
            except (UserError, AccessError) as error:
                pages.write({"state": "tray", "problem": "rule", "refusal": str(error)})
        return len(known.filtered(lambda page: page.document_id in papers)) if papers else 0

    def _gendan_forget(self):
        """Of a message without a code of ours nobody needs to know that it was read. Batch."""
        self.filtered(
            lambda filing: filing.source == "chatter" and filing.state == "done" and not filing.filed_count
        ).unlink()

    def _gendan_filer_env(self):
        """Whose rights count: the user's who dropped the pile; a machine's pile is filed by the system."""
        self.ensure_one()
        user = self.user_id
        # sudo: what a trusted scanner, or the customer of the paper itself, has sent: see _gendan_judge
        model = self.with_user(user).sudo(False) if user else self.sudo()
        return model.with_company(self.company_id).env

    def _gendan_judge(self, sheets):
        """Which paper each code names, and why it should not be filed without a look.

        :param sheets: list of (code, whether the page is as we printed it)
        :return: list of (paper, sudo, or none; problem or False), in the same order
        """
        self.ensure_one()
        # sudo: whether a signature is good does not hang on who asks; what she may do with the paper is asked below
        Paper = self.env["gendan.document"].sudo()
        claims = [Paper._gendan_claim(code) for code, _printed in sheets]
        known = Paper.browse({document_id for document_id, _signed in claims if document_id}).exists()
        papers = {paper.id: paper for paper in known}
        allowed = set(known.with_env(self._gendan_filer_env())._filtered_access("write").ids)
        # whoever writes a mail writes its sender, too: by that alone no paper counts, somebody has to look at it
        mailed = self.is_mailed and not self.is_trusted
        rules = self.env["gendan.validity.rule"]._gendan_of(known) if mailed else {}
        result = []
        for (_code, printed), (document_id, signed) in zip(sheets, claims, strict=True):
            paper = papers.get(document_id, Paper)
            if not signed:
                result.append((Paper, "forged" if paper else "foreign"))
            elif not paper:
                result.append((Paper, "gone"))
            elif paper.company_id != self.company_id or paper.id not in allowed:
                result.append((paper, "not_yours"))
            elif self._gendan_is_stranger(paper):
                result.append((paper, "stranger"))
            elif paper.voided_at:
                result.append((paper, "void"))
            elif printed:
                result.append((paper, "printed"))
            else:
                result.append((paper, "mailed" if mailed and not rules[paper] else False))
        return result

    def _gendan_is_stranger(self, paper):
        """Whether this pile was sent by somebody who has nothing to do with the paper."""
        if self.user_id or self.is_trusted:
            return False
        return not self.sender_id or self.sender_id.commercial_partner_id != paper.partner_id.commercial_partner_id

    @api.model
    def _gendan_collect(self, attachments, user, sender, how, is_mailed=False):
        """Papers that came with a message: looked through by the scheduled action, without a word when it is none.

        :param attachments: those of the message, which stay with it
        :param user: whose rights count; none: those of the customer's paper
        :param sender: res.partner
        :param str how: one of RETURN_WAYS
        :param bool is_mailed: it came by mail: the sender is who the mail says
        :return: the pile, or none
        """
        wanted = attachments.filtered(
            lambda attachment: (
                attachment.mimetype == "application/pdf"
                or (attachment.mimetype or "").startswith("image/")
                and attachment.file_size >= SMALLEST_PICTURE
            )
        )
        if not wanted:
            return self.browse()
        filing = self.create(
            {
                "name": ", ".join(wanted.mapped("name")),
                "user_id": user.id,
                "sender_id": sender.id,
                "how": how,
                "source": "chatter",
                "is_mailed": is_mailed,
                "attachment_ids": [fields.Command.set(wanted.ids)],
            }
        )
        filing._gendan_take(wanted)
        filing._gendan_start()
        return filing
