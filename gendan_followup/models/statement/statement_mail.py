"""Statements by e-mail: a queue that freezes, attaches and sends each by itself, and takes back what did not leave."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .statement_send import TEMPLATE

_logger = logging.getLogger(__name__)

# the mail server is down: tried again so often, so long
RETRY = timedelta(minutes=30)
GIVE_UP = timedelta(days=1)
# nobody has said yet that he has it
REACHING = ("sent", "overdue")


class GendanStatement(models.Model):
    """The queue. A statement is frozen and its mail written in one transaction, which is committed before the mail
    leaves: a worker that dies then leaves a mail in Odoo's queue, never a second one. A mail that is refused makes the
    statement a checked one again, with a to-do for its clerk; the others go on.
    """

    _inherit = "gendan.statement"

    _send_idx = models.Index("(send_state) WHERE send_state IN ('queued', 'sending')")

    send_state = fields.Selection(
        [("queued", "Waits to Be Sent"), ("sending", "Being Sent"), ("failed", "Did Not Go out")],
        string="E-mail on Its Way",
        readonly=True,
        copy=False,
    )
    send_error = fields.Char(string="Why It Did Not Go out", readonly=True, copy=False)
    queued_by_id = fields.Many2one(
        "res.users", string="Sent from the Queue for", readonly=True, copy=False, ondelete="set null"
    )
    mail_message_id = fields.Many2one(
        "mail.message",
        string="E-mail to the Customer",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    # ------------------------------------------------------------ actions

    def action_dequeue(self):
        """Button: those that wait to be sent are not sent after all. Batch."""
        self.check_access("write")
        waiting = self.filtered(lambda one: one.send_state in ("queued", "failed"))
        # sudo: asked above
        waiting.sudo()._gendan_as_code().write({"send_state": False, "send_error": False, "queued_by_id": False})
        waiting._gendan_sync_todos()
        return True

    # ------------------------------------------------------------ guards

    def _gendan_reissue_error(self):
        # EXTENDS gendan_followup: else the customer gets two, the old one last
        if self.send_state == "sending":
            return self.env._(
                "%(statement)s is being sent just now: issue it anew when its e-mail is away.",
                statement=self.display_name,
            )
        return super()._gendan_reissue_error()

    # ------------------------------------------------------------ queue

    def _gendan_queue(self):
        """Have them sent by e-mail in the background. Batch; who calls has asked for the right to send each."""
        # sudo: as said
        self.sudo()._gendan_as_code().write(
            {"send_state": "queued", "send_error": False, "queued_by_id": self.env.uid}
        )
        self._gendan_sync_todos()
        self._gendan_wake_sending()

    @api.model
    def _gendan_wake_sending(self, at=None):
        # sudo: only woken
        self.env.ref("gendan_followup.ir_cron_statement_send").sudo()._trigger(at=at)

    @api.model
    def _cron_gendan_statement_send(self):
        """Scheduled action: what is being sent is settled, what waits is sent, each by itself with a commit."""
        cron = self.env["ir.cron"]
        found = self.search([("send_state", "in", ("sending", "queued"))], order="send_state desc, queued_by_id, id")
        cron._commit_progress(remaining=len(found))
        for statement_id in found.ids:
            # browse: no prefetch across commits
            self.env.invalidate_all()
            one = self.browse(statement_id).try_lock_for_update()
            if one.send_state == "queued":
                if error := self.env["gendan.bulk"]._gendan_attempt(one._gendan_send_queued):
                    one._gendan_not_sent(error)
                # what goes out is committed before the mail leaves
                cron._commit_progress()
                one = one.try_lock_for_update()
            if one.send_state == "sending" and not one._gendan_settle_mail():
                # the mail server is down: the others would fail as well
                cron._commit_progress(remaining=0)
                self._gendan_wake_sending(fields.Datetime.now() + RETRY)
                return
            if not cron._commit_progress(1):
                return

    def _gendan_send_queued(self):
        """One that waits: frozen, its mail written. In the name of who sent it.

        :raise UserError: it cannot go out; :raise AccessError: whoever queued it may not send it any more
        """
        self.ensure_one()
        user = self.queued_by_id or self.env.user
        one = self.with_user(user).with_context(
            allowed_company_ids=self.company_id.ids, lang=user.lang or self.env.lang, tz=user.tz
        )
        one._gendan_go_or_raise("email")
        one._gendan_freeze_if_new()
        contact = one.partner_id._gendan_statement_contact()
        if not contact.email:
            contact = one.sudo().partner_id  # sudo: an address only
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            raise UserError(
                self.env._("The e-mail template of statements was deleted: restore it, or send one by one.")
            )
        subject = template._render_field("subject", self.ids, set_lang=self.lang)[self.id]
        body = template._render_field("body_html", self.ids, set_lang=self.lang, options={"post_process": True})
        # sudo: as who sends it, who may read the statement and has no say over mails
        poster = one.sudo().with_context(mail_notify_force_send=False, mail_post_autofollow_author_skip=True)
        message = poster.message_post(
            subject=subject,
            body=body[self.id],
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=contact.ids,
            attachments=one._gendan_mail_files(),
            author_id=user.partner_id.id,
            email_from=user.partner_id.email_formatted or self.company_id.email_formatted,
            email_layout_xmlid="mail.mail_notification_light",
        )
        one._gendan_mail_goes(message)

    def _gendan_mail_files(self):
        """What is attached: [(name, bytes)] of the PDF and the workbook, as they stand when it goes."""
        self.ensure_one()
        base = self.name.replace("/", "-") + (f"-v{self.version}" if self.version > 1 else "")
        # sudo: the reports ask for the right to read the statement themselves
        reports = self.env["ir.actions.report"].sudo()
        pdf, kind = reports._render_qweb_pdf("gendan_followup.action_report_statement", self.ids)
        return [(f"{base}.{kind}", pdf), (f"{base}.xlsx", self._gendan_workbook())]

    def _gendan_mail_goes(self, message):
        """Its mail is written and about to leave; `_gendan_settle_mail` says what became of it."""
        self.ensure_one()
        to = ", ".join(partner.email or partner.name for partner in message.sudo().partner_ids)  # sudo: addresses
        # sudo: written by the program
        self.sudo()._gendan_as_code().write(
            {
                "send_state": "sending",
                "send_error": False,
                "sent_how": "email",
                "sent_to": to,
                "mail_message_id": message.id,
            }
        )
        self._gendan_sync_todos()
        self._gendan_wake_sending()

    # ------------------------------------------------------------ what became of it

    def _gendan_settle_mail(self):
        """Send the mail if it is still here, and note whether it left. Superuser; may be repeated.

        :return: whether the mail server answered
        """
        self.ensure_one()
        message = self.mail_message_id
        mails = self.env["mail.mail"].search([("mail_message_id", "in", message.ids), ("state", "=", "outgoing")])
        mails.send()
        asked = message.partner_ids
        told = message.notification_ids.filtered(
            lambda note: note.notification_type == "email" and (note.res_partner_id in asked or note.mail_email_address)
        )
        told.invalidate_recordset()
        if "sent" in told.mapped("notification_status"):
            refused = told.filtered(lambda note: note.notification_status in ("exception", "bounce"))
            if refused:
                self._message_log(body=self._gendan_refused_text(refused))
            sender = message.create_uid or self.sent_by_id
            # sudo: the log names who sent it
            self.with_user(sender).sudo()._gendan_gone("email", to=self.sent_to)
            return True
        waits = mails.exists().filtered(lambda mail: mail.state == "outgoing")
        if waits and "ready" in told.mapped("notification_status"):
            # mails only wait (a limit of the mail server): looked at again
            return True
        reason = self._gendan_refused_text(told)
        is_down = told and set(told.mapped("failure_type")) == {"mail_smtp"}
        if is_down and message.date > fields.Datetime.now() - GIVE_UP:
            mails.exists().write({"state": "outgoing"})
            told.write({"notification_status": "ready"})
            self._gendan_as_code().send_error = reason
            return False
        self._gendan_unsend(reason)
        return True

    def _gendan_bounced(self, message, address, reason):
        """A mail that had left came back: its clerk sees to it; what went out stays frozen. Superuser.

        :param message: the mail, ``mail.message``
        :param str address: whom it did not reach
        :param str reason: what the other mail server says
        """
        self.ensure_one()
        if message.id < self.mail_message_id.id or self.state not in REACHING or self.send_state:
            # it went out once more meanwhile, or is settled by itself
            return
        sentence = self.env._(
            "The e-mail to %(to)s came back: %(reason)s",
            to=address or self.sent_to or "",
            reason=" ".join((reason or "").split())[:200] or self.env._("no reason given"),
        )
        self._gendan_as_code().write({"send_state": "failed", "send_error": sentence[:500]})
        self._message_log(body=sentence)
        self._gendan_sync_todos()

    def _gendan_moved(self, state):
        # EXTENDS gendan_followup: who opens or answers it has it, whatever mail servers say; replaced, nobody needs it
        result = super()._gendan_moved(state)
        if state not in ("draft", "checked", "sent", "overdue"):
            # sudo: written by the program; who moved it has been asked
            back = self.sudo().filtered(lambda one: one.send_state == "failed")
            if back:
                back._gendan_as_code().write({"send_state": False, "send_error": False})
                back._gendan_sync_todos()
        return result

    def _gendan_refused_text(self, refused):
        """Why these notifications did not reach anybody, in a sentence; of the company's language where it is kept."""
        ways = dict(self.env["mail.notification"]._fields["failure_type"]._description_selection(self.env))
        reasons = {note.failure_reason or ways.get(note.failure_type) or "" for note in refused}
        addresses = [note.res_partner_id.email or note.mail_email_address or "" for note in refused]
        return self.env._(
            "The e-mail to %(to)s was refused: %(reason)s",
            to=", ".join(addresses) or self.sent_to or "",
            reason=" ".join(sorted(filter(None, reasons))) or self.env._("nobody it is addressed to"),
        )

    def _gendan_unsend(self, reason):
        """The mail did not leave: what it froze is open again, as if it had not been pressed. Superuser."""
        self.ensure_one()
        papers = self._gendan_papers()
        message = self.mail_message_id
        is_first = self.state == "sent" and not papers.issue_ids
        self.env["mail.mail"].search([("mail_message_id", "in", message.ids)]).unlink()
        if is_first:
            papers.unlink()
            self._gendan_move_to(
                "checked",
                checksum=False,
                sent_by_id=False,
                sent_on=False,
                silence_agrees=False,
                unconfirmed_before=False,
                sent_how=False,
                sent_to=False,
            )
        attachments = message.attachment_ids
        message.unlink()
        attachments.unlink()
        self._gendan_not_sent(reason)

    def _gendan_not_sent(self, error):
        """It did not go out: its clerk sees to it, the others go on. Superuser.

        :param error: exception or sentence
        """
        if isinstance(error, str | UserError):
            sentence = str(error)
        else:
            _logger.error("Statement %s could not be sent", self.id, exc_info=error)
            sentence = self.env._("It could not be sent; the server's log says why.")
        self._gendan_as_code().write(
            {"send_state": "failed", "send_error": sentence[:500], "mail_message_id": False}
        )
        self._message_log(body=sentence)
        self._gendan_sync_todos()
