"""What a slip tells: its log, its people, the customer."""

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, format_list

from .slip import RUNNING


class GendanSlip(models.Model):
    """Notices in the readers' languages; the word to the customer."""

    _inherit = "gendan.slip"

    # ------------------------------------------------------------ the customer

    def _gendan_tell_customer(self, how, who, at=None, remark=None):
        """The customer has been told: by who may write the slip.

        :param str how: key of ``customer_told_how``
        :param str who: the person at the customer
        :param at: naive UTC, now when left out
        :param str remark: what was said, for the log
        :raise UserError: nobody named, a time to come, or the slip is not running
        """
        self.ensure_one()
        self.check_access("write")
        who, at = (who or "").strip(), at or fields.Datetime.now()
        if self.state not in RUNNING:
            raise UserError(self.env._("%(slip)s is not running.", slip=self.display_name))
        if not who or not how:
            raise UserError(self.env._("%(slip)s: say whom you told and how.", slip=self.display_name))
        if at > fields.Datetime.now():
            raise UserError(self.env._("%(slip)s: the customer cannot be told at a time to come.",
                                       slip=self.display_name))  # fmt: skip
        self._gendan_move(
            {
                "customer_told_at": at,
                "customer_told_how": how,
                "customer_told_who": who,
                "customer_told_by_id": self.env.uid,
            }
        )
        self._gendan_log("_gendan_words_customer", None, None, (remark or "").strip())
        self._gendan_sync_all()

    # ------------------------------------------------------------ whom

    def _gendan_askers(self):
        """Who hears what the departments say: who wrote it, the customer's clerk, those who have a copy."""
        self.ensure_one()
        slip = self.sudo()  # sudo: names of colleagues
        return (slip.sender_id | slip.clerk_id | slip.cc_ids).filtered("active")

    def _gendan_notify_copies(self):
        """At issue: those who have a copy, and the clerk when somebody else writes about her customer."""
        self.ensure_one()
        slip = self.sudo()  # sudo: names of colleagues
        told = slip.line_ids.department_id._gendan_people()
        self._gendan_notify((slip.cc_ids | slip.clerk_id) - told, "_gendan_words_copy")

    def _gendan_notify(self, users, words, lines=None):
        """One notice (inbox or e-mail, as each has set it) in each reader's language, not to who does it.

        :param users: res.users
        :param str words: name of the method that gives subject and sentence
        :param lines: gendan.slip.department it is about
        """
        self.ensure_one()
        users = users.filtered(lambda user: user.active and user != self.env.user)
        author = self.env.user.partner_id
        for lang, readers in users.grouped(lambda user: user.lang or self.env.lang or "en_US").items():
            # sudo: the notice is for those whom the slip itself names
            slip = self.sudo().with_context(lang=lang)
            about = lines.sudo().with_env(slip.env) if lines else slip.line_ids.browse()  # sudo: as above
            slip.message_notify(
                partner_ids=readers.partner_id.ids,
                author_id=author.id,
                subject=slip._gendan_subject(),
                body=slip._gendan_notice(getattr(slip, words)(about), about),
                email_layout_xmlid="mail.mail_notification_light",
            )

    def _gendan_subject(self):
        """Subject of a notice: what one sees in a list of mails."""
        self.ensure_one()
        urgency = dict(self._fields["urgency"]._description_selection(self.env))[self.urgency]
        parts = [self.name, urgency if self.urgency != "0" else None, self.about, self.subject]
        return " · ".join(filter(None, parts))

    def _gendan_notice(self, sentence, lines):
        """Body of a notice."""
        return self.env["ir.qweb"]._render(
            "gendan_followup.mail_slip",
            {
                "slip": self,
                "sentence": sentence,
                "lines": lines,
                "due": {line: self._gendan_time(line.due_at) for line in lines},
                "url": f"{self.get_base_url()}/odoo/gendan-slips/{self.id}",
            },
            lang=self.env.lang,
            minimal_qcontext=True,
        )

    def _gendan_time(self, moment):
        """A moment by the house's clock."""
        return format_datetime(self.env, moment, tz=self.company_id._gendan_tz().zone, dt_format="short")

    # ------------------------------------------------------------ the log

    def _gendan_log(self, words, line=None, photos=None, remark=None):
        """A line in the slip's log, in the company's language."""
        self.ensure_one()
        # sudo: whoever takes a step leaves its line
        slip = self.sudo().with_context(lang=self.sudo().company_id.partner_id.lang or self.env.lang)
        about = line.sudo().with_env(slip.env) if line else slip.line_ids.browse()  # sudo: as above
        body = Markup("<p>{}</p>").format(getattr(slip, words)(about))
        if remark:
            body += Markup("<p>{}</p>").format(remark)
        slip._message_log(
            body=body, author_id=self.env.user.partner_id.id, attachment_ids=photos.ids if photos else None
        )

    def _gendan_take_photos(self, photos):
        """The department's photos belong to the slip from now on.

        :raise AccessError: another user's upload
        """
        self.ensure_one()
        if photos:
            photos.check_access("read")
            # sudo: a department may not write the slip; its own uploads only, checked above
            fresh = photos.sudo().filtered(lambda photo: not photo.res_id and photo.create_uid == self.env.user)
            fresh.write({"res_model": self._name, "res_id": self.id})

    # ------------------------------------------------------------ sentences

    def _gendan_words_issued(self, _lines):
        return self.env._("Issued to %(departments)s.", departments=self.department_text)

    def _gendan_words_told(self, lines):
        return self.env._(
            "%(sender)s asks %(departments)s.",
            sender=self._gendan_from(),
            departments=format_list(self.env, lines.department_id.mapped("name")),
        )

    def _gendan_words_copy(self, _lines):
        return self.env._(
            "Copy for you: %(sender)s asks %(departments)s.",
            sender=self._gendan_from(),
            departments=self.department_text,
        )

    def _gendan_words_answered(self, line):
        words = {"department": line.department_id.name, "who": line.answered_by, "answer": line._gendan_answer_words()}
        if line.how != "self":
            how = dict(line._fields["how"]._description_selection(self.env))[line.how]
            return self.env._("%(department)s answers (%(who)s, %(how)s): %(answer)s", **words, how=how)
        return self.env._("%(department)s answers (%(who)s): %(answer)s", **words)

    def _gendan_words_finished(self, line):
        return self.env._(
            "%(department)s has finished (%(who)s).", department=line.department_id.name, who=line.finished_by
        )

    def _gendan_words_again(self, line):
        return self.env._(
            "%(department)s is asked again: %(reason)s", department=line.department_id.name, reason=line.again_reason
        )

    def _gendan_words_cancelled(self, _lines):
        return self.env._("Cancelled, no longer asked: %(reason)s", reason=self.cancel_reason)

    def _gendan_words_customer(self, _lines):
        how = dict(self._fields["customer_told_how"]._description_selection(self.env))[self.customer_told_how]
        return self.env._(
            "The customer has been told (%(who)s, %(how)s, %(when)s).",
            who=self.customer_told_who,
            how=how,
            when=self._gendan_time(self.customer_told_at),
        )

    def _gendan_from(self):
        """Who asks: the department and the person."""
        self.ensure_one()
        return " ".join(filter(None, (self.from_department_id.name, self.sender_id.name)))
