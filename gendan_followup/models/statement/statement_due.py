"""Answered by the day that was agreed: who is reminded, and what becomes of those nobody answers."""

from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..common.nightly import in_batches

WAITING = ("sent", "seen")


class GendanStatement(models.Model):
    """What waits on a statement after it went out. The ladder of ``statement_answer`` counts from the day it is to be
    answered by, which the settlement profile has moved off holidays: two working days before (the 3rd, where it is the
    5th) clerk and, by setting, customer are reminded; on the day itself the clerk once more. Then it is overdue and the
    supervisor's, until an answer ends all of it.
    """

    _inherit = "gendan.statement"

    _waiting_idx = models.Index("(company_id, reconcile_by) WHERE state IN ('sent', 'seen')")

    # ------------------------------------------------------------ scheduled

    @api.model
    def _cron_gendan_statement_due(self):
        """Scheduled action: those whose day is over where the company is. Silence is a yes where it went out as one."""
        late = self.browse()
        for (company,) in self._read_group([("state", "in", WAITING)], ["company_id"]):
            late |= self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "in", WAITING),
                    ("reconcile_by", "<", company._gendan_today()),
                ]
            )
        in_batches(late, lambda group: group._gendan_not_answered())

    def _gendan_not_answered(self):
        """The day is over and nobody answered. Batch, superuser; may be repeated."""
        # a mail that is not away yet is not late
        late = self.filtered(lambda one: one.state in WAITING and one.send_state != "sending")
        silent = late._gendan_silent()
        silent._gendan_move_to("agreed")
        for statement in silent:
            statement._message_log(
                body=self.env._("Not answered by the day it was asked for: agreed, as the contract says.")
            )
        (late - silent)._gendan_move_to("overdue")

    def _gendan_silent(self):
        """Those of these whose silence is a yes: it went out as one, it did reach the customer, and he has said
        nothing at all: no answer, not one he took back, no list with differences, no message. Batch, superuser.
        """
        silent = self.filtered(
            lambda one: one.silence_agrees
            and one.send_state != "failed"
            and not one.answer_ids
            and not one.difference_count
            and not one.gendan_match_open
        )
        # his own words; and mail from outside by whomever he had write it
        his = Domain("author_id.commercial_partner_id", "in", silent.partner_id.ids)
        outside = Domain("author_id", "=", False) | Domain("author_id.partner_share", "=", True)
        wrote = self.env["mail.message"]._read_group(
            Domain("model", "=", self._name)
            & Domain("res_id", "in", silent.ids)
            & (
                (Domain("message_type", "in", ("email", "comment")) & his)
                | (Domain("message_type", "=", "email") & outside)
            ),
            ["res_id"],
        )
        return silent - self.browse(res_id for (res_id,) in wrote)

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for statement in self:
            todos = values.setdefault(statement, [])
            words = {
                "statement": statement.name,
                "customer": statement.partner_id.name,
                "reason": statement.send_error or "",
            }
            if statement.send_state == "failed":
                name = self.env._("%(statement)s did not reach %(customer)s: %(reason)s", **words)
                todos.append({"kind": "statement_unsent", "name": name, "urgency": "1"})
            if statement.state in (*WAITING, "overdue") and statement.send_state != "sending":
                name = self.env._("%(customer)s is to answer %(statement)s.", **words)
                todos.append({"kind": "statement_answer", "name": name, "due": statement.reconcile_by})
            if statement.state == "overdue":
                todos.append(
                    {
                        "kind": "statement_overdue",
                        "name": self.env._(
                            "%(statement)s of %(customer)s was not answered by its day: decide what is done.", **words
                        ),
                        "due": statement.reconcile_by + timedelta(days=1) if statement.reconcile_by else False,
                        "role": "supervisor",
                        "urgency": "1",
                    }
                )
        return values

    def _gendan_ladder_tell_customer(self, todo, step):
        # EXTENDS gendan_followup: the reminder, to customers who get their statements by mail, where the company wants
        self.ensure_one()
        one = self.with_company(self.company_id)
        contact = one.partner_id._gendan_statement_contact()
        template = self.env.ref("gendan_followup.mail_template_statement_reminder", raise_if_not_found=False)
        if (
            todo.kind != "statement_answer"
            or not one.company_id.gendan_statement_reminders
            or one.send_way != "email"
            or one.state not in (*WAITING, "overdue")
            or not contact.email
            or not template
        ):
            return super()._gendan_ladder_tell_customer(todo, step)
        clerk = one.partner_id._gendan_acting_user()[one.partner_id][0]
        author = clerk.partner_id if clerk.email else one.company_id.partner_id
        subject = template._render_field("subject", one.ids, set_lang=one.lang)[one.id]
        body = template._render_field("body_html", one.ids, set_lang=one.lang, options={"post_process": True})[one.id]
        # the ladder's own mails wait for the commit, too
        one.with_context(mail_notify_force_send=False, mail_post_autofollow_author_skip=True).message_post(
            subject=subject,
            body=body,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=contact.ids,
            author_id=author.id,
            email_from=author.email_formatted,
            email_layout_xmlid="mail.mail_notification_light",
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return True
