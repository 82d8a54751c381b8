"""Answers to the customer: those that only hold him, and those that say something."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..common.composing import open_composer
from .complaint import CHANNELS, SLACK

# sentinel: a message that is noted as an answer by whoever posts it
NOTING = object()


class GendanComplaintAnswer(models.Model):
    """What the customer was told, when and how. Nobody changes or deletes one.

    Seen by whoever inside sees the complaint; made by `gendan.complaint._gendan_note_answer` only.
    """

    _name = "gendan.complaint.answer"
    _description = "Answer to a Complaint"
    _inherit = "gendan.parent.access.mixin"
    _order = "answered_at, id"

    _gendan_parent = "complaint_id"

    complaint_id = fields.Many2one("gendan.complaint", required=True, readonly=True, ondelete="cascade", index=True)
    is_holding = fields.Boolean(
        "Holding Answer", readonly=True, help="Says only that we look into it; the clock for the findings goes on."
    )
    channel = fields.Selection(CHANNELS, string="How", required=True, readonly=True)
    text = fields.Text(readonly=True)
    answered_at = fields.Datetime("Told on", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Told by", required=True, readonly=True, ondelete="restrict")
    message_id = fields.Many2one(
        "mail.message", string="Message", readonly=True, ondelete="set null", index="btree_not_null"
    )

    def write(self, vals):
        # EXTENDS base
        raise UserError(
            self.env._(
                "What the customer was told about %(complaint)s stays as it was. Tell him what is right now.",
                complaint=self[:1].complaint_id.name,
            )
        )


class GendanComplaint(models.Model):
    """Telling the customer."""

    _inherit = "gendan.complaint"

    answer_ids = fields.One2many(
        "gendan.complaint.answer", "complaint_id", string="Answers", readonly=True
    )
    holding_at = fields.Datetime("Holding Answer on", readonly=True, copy=False)
    answered_at = fields.Datetime(
        "Answered on",
        readonly=True,
        copy=False,
        help="The first answer that says something; a holding answer is none.",
    )

    is_told = fields.Boolean(
        "Told what Was Found", readonly=True, copy=False, help="Since it was last looked into, not at a time before."
    )

    # ------------------------------------------------------------ actions

    def action_hold(self):
        """Button: a holding answer. Always allowed.

        :return: action of the dialog
        """
        return self._gendan_open_say(True)

    def action_answer(self):
        """Button: an answer that says what was found or is offered.

        :return: action of the dialog
        :raise UserError: nothing was found yet
        """
        if sentence := self._gendan_answer_error(False):
            raise UserError(sentence)
        return self._gendan_open_say(False)

    def _gendan_open_say(self, is_holding):
        """The dialog that takes down what the customer is told, or opens the mail."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Holding Answer") if is_holding else self.env._("Answer to the Customer"),
            "res_model": "gendan.complaint.say",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_complaint_id": self.id, "default_is_holding": is_holding},
        }

    def _gendan_open_mail(self, is_holding, text=""):
        """The mail composer to who complained; what it sends counts as an answer.

        :param bool is_holding: as a holding answer
        :param str text: what the mail begins with
        :return: action
        """
        self.ensure_one()
        contact = self._gendan_answer_to()
        return open_composer(
            self,
            self.env._("Holding Answer") if is_holding else self.env._("Answer to the Customer"),
            partner_ids=contact.ids,
            subject=self._gendan_answer_subject(),
            body=plaintext2html(text) if text else "",
            gendan_complaint_answer="holding" if is_holding else "answer",
        )

    def _gendan_answer_to(self):
        """Who hears the answer by mail: who complained, else the customer."""
        self.ensure_one()
        return self.contact_id or self.partner_id

    def _gendan_answer_subject(self):
        """The subject of a mail about it: his number first, then ours."""
        self.ensure_one()
        numbers = " / ".join(filter(None, (self.customer_ref, self.name)))
        return f"{numbers} {self.subject}"

    # ------------------------------------------------------------ business

    def _gendan_answer_error(self, is_holding):
        """The sentence why the customer cannot be told anything now, or False. Hook.

        No promise before the findings; a holding answer is always allowed.

        :param bool is_holding: it only says that we look into it
        """
        self.ensure_one()
        if not self.partner_id:
            return self._gendan_take_error()
        if is_holding or self.findings_at:
            return False
        return self.env._(
            "%(complaint)s: record first what was found. Until then a holding answer tells the customer that you look"
            " into it.",
            complaint=self.display_name,
        )

    def _gendan_note_answer(self, channel, text, is_holding, message=None, at=None):
        """The customer has been told. A new complaint is in work from then on.

        :param str channel: key of ``CHANNELS``
        :param str text: what he was told
        :param bool is_holding: it only said that we look into it
        :param message: the ``mail.message`` that carried it
        :param at: naive UTC; now when left out
        :return: the ``gendan.complaint.answer``
        :raise UserError: he may not be told so now, nothing is said, or at a time to come
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_answer_error(is_holding):
            raise UserError(sentence)
        now = fields.Datetime.now()
        if not (text or "").strip():
            raise UserError(
                self.env._("%(complaint)s: write down what the customer was told.", complaint=self.display_name)
            )
        if at and not self.received_at <= at <= now + SLACK:
            raise UserError(
                self.env._(
                    "%(complaint)s: the customer was told between the day it was received and now.",
                    complaint=self.display_name,
                )
            )
        # sudo: answers are made here only; who may was asked above
        answer = self.env["gendan.complaint.answer"].sudo().create(
            {
                "complaint_id": self.id,
                "is_holding": is_holding,
                "channel": channel,
                "text": text,
                "answered_at": at or now,
                "user_id": self.env.uid,
                "message_id": message.id if message else False,
            }
        )
        vals = {} if is_holding else {"is_told": True}
        first = "holding_at" if is_holding else "answered_at"
        if not self[first]:
            vals[first] = at or now
        if vals:
            self._gendan_keep(vals)
        if self.state == "new":
            self._gendan_step("take")
        self._gendan_answered(is_holding)
        self._gendan_sync_todos()
        return answer

    def _gendan_answered(self, is_holding):
        """The customer has been told something. Hook.

        :param bool is_holding: it only said that we look into it
        """
        self.ensure_one()
