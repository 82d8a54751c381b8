"""What the customer writes about a complaint, and the photos that are his: on its page of the portal."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import email_normalize, html2plaintext, plaintext2html

from odoo.addons.gendan_followup.tools.mail_text import fresh_text

from ..common.mail_words import mail_words

MESSAGE = 5000
# within that time the same words are the same click
SAME = timedelta(minutes=10)
# of what a to-do says in one line
LINE = 80
# of what the form says above
SHOWN = 300
# what every browser shows as a picture, and nothing it would run
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")


class GendanComplaint(models.Model):
    """His messages stand in the log of the complaint, as from a mail; he sees those, our answers, and no other.

    Called with sudo by his pages, which have checked whose it is.
    """

    _inherit = "gendan.complaint"

    customer_said_at = fields.Datetime(
        "Customer Wrote on",
        readonly=True,
        copy=False,
        help="His last message after he had complained: on the portal, by e-mail or in a chat.",
    )
    customer_said = fields.Text(
        "What He Wrote Last",
        compute="_compute_customer_said",
        compute_sudo=True,
        help="Until he has been answered.",
    )

    @api.depends("customer_said_at", "answer_ids.answered_at", "message_ids")
    def _compute_customer_said(self):
        for complaint in self:
            # one look into the log for those who wait only
            waits = complaint._gendan_waits_for_answer()
            last = complaint._gendan_customer_messages()[:1] if waits else complaint.message_ids[:0]
            words = complaint._gendan_words_of(last)
            if waits and not words:
                words = self.env._("Photos or papers: %(count)s", count=len(last.attachment_ids))
            complaint.customer_said = words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"

    def _gendan_waits_for_answer(self):
        """Whether the customer has written after the last time he was told something."""
        self.ensure_one()
        told = max(filter(None, self.answer_ids.mapped("answered_at")), default=None)
        return bool(self.customer_said_at and (not told or told < self.customer_said_at))

    @api.model
    def _gendan_words_of(self, message):
        """What stands in a message of the customer's, without what it answers."""
        if message.message_type == "email":
            # as it is read when it comes in
            return fresh_text(mail_words(message.body)).strip()
        return html2plaintext(message.body or "", include_references=False).strip()

    @api.model
    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {"customer_said_at"}

    # ------------------------------------------------------------ what he sees

    def _gendan_customer_messages(self):
        """What he wrote himself: in a mail or on his pages. Not what stands in the log otherwise."""
        self.ensure_one()
        messages, customer = self.env["mail.message"], self.partner_id.commercial_partner_id
        if not customer:
            return messages
        said = messages.search(
            [("model", "=", self._name), ("res_id", "=", self.id), ("message_type", "in", ("comment", "email"))]
        )
        return said.filtered(
            lambda message: message.author_id.partner_share
            and message.author_id.commercial_partner_id == customer
            # a mail of somebody who had no contact yet
            or message.message_type == "email"
            and not message.author_id
            and self.mail_from
            and email_normalize(message.email_from or "") == self.mail_from
        )

    def _gendan_customer_files(self):
        """The photos and papers he sent, and those that went to him with an answer: ir.attachment.

        Never another paper of the complaint: letters, 8D reports and evidence are ours until they are sent.
        """
        self.ensure_one()
        return self._gendan_customer_messages().attachment_ids | self.answer_ids.message_id.attachment_ids

    def _gendan_customer_talk(self):
        """What was said between him and us, the oldest first, and the files the complaint came with.

        :return: (list of dict with `at` (text), `is_ours`, `text`, `files` (ir.attachment); ir.attachment)
        """
        self.ensure_one()
        rows = [
            (answer.answered_at, True, answer.text or "", answer.message_id.attachment_ids)
            for answer in self.answer_ids
        ]
        first = self.env["ir.attachment"]
        for message in self._gendan_customer_messages():
            text = self._gendan_words_of(message)
            if text in ((self.description or "").strip(), self.subject.strip()):
                # the words it began with stand above
                first |= message.attachment_ids
            elif text or message.attachment_ids:
                rows.append((message.date, False, text, message.attachment_ids))
        talk = [
            {"at": self._gendan_moment(at), "is_ours": is_ours, "text": text, "files": files}
            for at, is_ours, text, files in sorted(rows, key=lambda row: row[:2])
        ]
        return talk, first

    # ------------------------------------------------------------ what he writes

    def _gendan_customer_writes(self, text, photos=()):
        """He adds a message or photos; nothing changes its state. The clerk has a to-do.

        :param str text: as typed
        :param photos: list of (name, bytes), from ``gendan.answer._gendan_photos``
        :raise UserError: nothing was said
        """
        self.ensure_one()
        text = (text or "").strip()[:MESSAGE]
        if not text and not photos:
            raise UserError(self.env._("Please write a message or add a photo."))
        now = fields.Datetime.now()
        # written first: of two clicks at once one waits here, is tried again and finds the other's words
        self._gendan_keep({"customer_said_at": now})
        self.flush_recordset(["customer_said_at"])
        checksum = self.env["ir.attachment"]._compute_checksum
        new = {checksum(content) for _name, content in photos}
        for message in self._gendan_customer_messages().filtered(lambda message: message.date >= now - SAME):
            same = html2plaintext(message.body or "").strip() == html2plaintext(plaintext2html(text)).strip()
            if same and message.author_id == self.env.user.partner_id and new <= set(
                message.attachment_ids.mapped("checksum")
            ):
                return
        papers = self.env["ir.attachment"].create(
            [
                {"name": name, "raw": content, "res_model": self._name, "res_id": self.id}
                for name, content in photos
            ]
        )
        if papers:
            self._gendan_keep({"photo_ids": [Command.link(paper.id) for paper in papers]})
        self._gendan_post_customer(text, papers)
        self._gendan_tell_customer_wrote(text)

    def _gendan_post_customer(self, text, papers):
        """His words and papers in the log. A note: nobody is mailed, and it is no question of its own."""
        self.ensure_one()
        message = self.message_post(
            body=plaintext2html(text) if text else "",
            author_id=self.env.user.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        # Odoo takes no paper of a complaint from a portal user; these are the ones he has just sent
        message.attachment_ids = papers

    def _gendan_tell_customer_wrote(self, text):
        """A to-do: the customer has written; it closes when he is answered, or by hand."""
        company = self.company_id
        complaint = self.with_context(lang=company.partner_id.lang or self.env.lang)
        words = " ".join((text or complaint.env._("photos")).split())
        handler = self.user_id.filtered("active")
        complaint._gendan_open_todo(
            "customer_message",
            complaint.env._(
                "The customer wrote about %(complaint)s: %(text)s",
                complaint=self.display_name,
                text=words if len(words) <= LINE else words[: LINE - 1] + "…",
            ),
            role="clerk",
            user_id=handler.id if handler != self.clerk_id else False,
            due=company._gendan_today(),
            urgency="1",
        )

    def _gendan_answered(self, is_holding):
        # EXTENDS gendan_followup: that was the answer to what he wrote, too
        result = super()._gendan_answered(is_holding)
        self._gendan_close_todos(["customer_message"])
        return result
