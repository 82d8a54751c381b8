"""What the customer sent about a complaint: the chat as it was pasted, its screenshots. Kept as it came."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

from ..common.partner_account import CHAT_APPS
from .complaint import CHANNELS, ENDED, SLACK


class GendanComplaintPaper(models.Model):
    """One piece of evidence: how it came, from whom, when, its words and its files. Append-only, the files are sealed.

    Seen by whoever inside sees the complaint; filed by who may write it while it is open. Nobody changes or deletes
    one.
    """

    _name = "gendan.complaint.paper"
    _description = "What a Customer Sent about a Complaint"
    _inherit = ["gendan.proof.mixin", "gendan.parent.access.mixin"]
    _order = "received_at, id"

    _gendan_parent = "complaint_id"

    complaint_id = fields.Many2one("gendan.complaint", required=True, ondelete="restrict", index=True)
    channel = fields.Selection(CHANNELS, string="How", required=True, default="chat")
    chat_app = fields.Selection(CHAT_APPS, string="Chat App")
    account = fields.Char(help="Chat account it came from.")
    sent_by = fields.Char("From Whom", help="The person: with a chat, the name behind the account.")
    received_at = fields.Datetime("Received", required=True)
    text = fields.Text("As It Came")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "gendan_complaint_paper_attachment_rel",
        string="Screenshots and Papers",
        bypass_search_access=True,
    )
    user_id = fields.Many2one("res.users", string="Filed by", required=True, readonly=True, ondelete="restrict")

    # ------------------------------------------------------------ compute

    @api.depends("channel", "chat_app", "sent_by", "received_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        # EXTENDS base
        channels = dict(self._fields["channel"]._description_selection(self.env))
        chats = dict(self._fields["chat_app"]._description_selection(self.env))
        for paper in self:
            moment = fields.Datetime.context_timestamp(paper, paper.received_at) if paper.received_at else None
            parts = [
                chats.get(paper.chat_app) or channels.get(paper.channel),
                paper.sent_by,
                moment and f"{moment:%Y-%m-%d %H:%M}",
            ]
            paper.display_name = ", ".join(part for part in parts if part)

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """File what came; its files become its own and are sealed with it (``ir.attachment``).

        :raise UserError: the sentence why it cannot be filed so
        :raise AccessError: the user may not write the complaint, or not read one of the files
        """
        files = []
        for vals in vals_list:
            vals["user_id"] = self.env.uid
            files.append(self._gendan_pop_papers(vals))
        papers = super().create(vals_list)
        papers.complaint_id._gendan_check_line_writes()
        return papers._gendan_seal(files)

    def write(self, vals):
        """Nothing of it is ever edited.

        :raise UserError: always
        """
        raise UserError(
            self.env._(
                "What the customer sent about %(complaint)s is never changed. File what is right, too.",
                complaint=self[:1].complaint_id.name,
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        for paper in self:
            raise UserError(
                self.env._(
                    "What the customer sent about %(complaint)s is never deleted. File what is right, too.",
                    complaint=paper.complaint_id.name,
                )
            )

    def copy(self, default=None):
        # EXTENDS base
        raise UserError(self.env._("What the customer sent about a complaint is not copied."))

    # ------------------------------------------------------------ business

    def _gendan_sealed_error(self, paper):
        # EXTENDS gendan.proof.mixin
        self.ensure_one()
        return self.env._(
            "%(paper)s is what the customer sent about complaint %(complaint)s and can be neither changed nor deleted.",
            paper=paper.name,
            complaint=self.complaint_id.name,
        )

    def _gendan_error(self, attachments):
        # EXTENDS gendan_followup (gendan.proof.mixin)
        self.ensure_one()
        words = {"complaint": self.complaint_id.display_name}
        if self.received_at > fields.Datetime.now() + SLACK:
            return self.env._("%(complaint)s: what was sent cannot be dated later than now.", **words)
        if not attachments and not (self.text or "").strip():
            return self.env._("%(complaint)s: paste what the customer wrote, or attach the screenshot.", **words)
        return False


class GendanComplaint(models.Model):
    """The evidence of a complaint."""

    _inherit = "gendan.complaint"

    paper_ids = fields.One2many("gendan.complaint.paper", "complaint_id", string="As Received", copy=False)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_customers_papers(self):
        # sudo: what was sent keeps the complaint whether or not the user may see it
        if paper := self.env["gendan.complaint.paper"].sudo().search([("complaint_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "%(complaint)s carries what the customer sent (%(paper)s) and is kept. Cancel it with the reason"
                    " instead.",
                    complaint=paper.complaint_id.display_name,
                    paper=paper.display_name,
                )
            )

    def action_chat(self):
        """Button: a further chat of the customer's about it.

        :return: action of the dialog
        :raise UserError: it has ended
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_paper_error():
            raise UserError(sentence)
        known = {
            "complaint_id": self.id,
            "partner_id": self.partner_id.id,
            "contact_id": self.contact_id.id,
            "company_id": self.company_id.id,
            # as he wrote the last time
            "chat_app": self.paper_ids.filtered("chat_app").sorted("id")[-1:].chat_app,
        }
        action = self.env["gendan.complaint.chat"]._gendan_open(
            **{name: value for name, value in known.items() if value}
        )
        return {**action, "name": self.env._("Add a Chat")}

    def _gendan_take_in(self, is_message=False, **values):
        """File what the customer sent about this complaint; its pictures stand among the complaint's.

        :param bool is_message: he wrote it after he had complained: it stands in the log as his, the clock runs on,
            and an answer is waited for
        :param values: of the ``gendan.complaint.paper``; ``attachment_ids`` as commands
        :return: the ``gendan.complaint.paper``
        :raise UserError: the complaint has ended, or it cannot be filed so
        """
        self.ensure_one()
        paper = self.env["gendan.complaint.paper"].create({**values, "complaint_id": self.id})
        if paper.attachment_ids:
            self.write({"photo_ids": [Command.link(file.id) for file in paper.attachment_ids]})
        if is_message:
            self._gendan_post_paper(paper)
        return paper

    def _gendan_post_paper(self, paper):
        """What the customer sent stands in the log as his message, and is an inquiry as a mail of his would be.

        He gets no copy of his own words: it is a note.
        """
        self.ensure_one()
        files = len(paper.attachment_ids)
        words = [paper.text or "", self.env._("Screenshots: %(count)s", count=files) if files else ""]
        message = self.message_post(
            body=plaintext2html("\n".join(filter(None, words))),
            author_id=self._gendan_answer_to().id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        if self.partner_id:
            self.env["gendan.inquiry"]._gendan_note_question(
                self, message, channel="chat" if paper.channel == "chat" else "mail", chat_app=paper.chat_app
            )

    def _gendan_paper_error(self):
        """The sentence why nothing can be filed with this complaint, or False."""
        self.ensure_one()
        if self.state in ENDED:
            return self.env._("%(complaint)s has ended. Open it again first.", complaint=self.display_name)
        return False
