"""Reminders to customers: one mail about all that is due, as true as it is when it leaves."""

import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

# what explains that it is open: the customer is not reminded of it
EXPLAINED = ("promised", "paid", "disputed", "escalated")


class GendanReceivableCase(models.Model):
    """A ladder says that the customer is to hear; between that and the mail's leaving he may have promised, disputed
    or paid. So it is looked at twice: when the mail is written, and when it leaves Odoo's queue. One that says too much
    then is thrown away, and what is still due is written anew. Reminded is who was sent a mail, not who it was written
    to.
    """

    _name = "gendan.receivable.case"
    _inherit = ["gendan.receivable.case", "gendan.mail.watch.mixin"]

    reminder_mail_id = fields.Many2one(
        "mail.mail", string="Reminder under Way", readonly=True, ondelete="set null", index="btree_not_null"
    )
    reminder_error = fields.Char(string="Why the Reminder Did Not Go out", readonly=True)

    # ------------------------------------------------------------ ladder, answers

    def _gendan_may_be_reminded(self):
        """Whether the customer may hear of it now: it is owed, and nothing was said that explains it."""
        self.ensure_one()
        return self.state == "open" and self.situation not in EXPLAINED

    def _gendan_answer(self, kind, *args, **kwargs):
        # EXTENDS gendan_followup: what was to be said to the customer before is not said any more
        answers = super()._gendan_answer(kind, *args, **kwargs)
        if kind in EXPLAINED:
            # sudo: as the answers; whoever sees the instalment may note them
            answered = answers.sudo().case_id
            answered.filtered("tell_customer").tell_customer = False
            if failed := answered.filtered("reminder_error"):
                failed.reminder_error = False
                failed._gendan_sync_todos()
        return answers

    # ------------------------------------------------------------ writing

    @api.model
    def _gendan_remind_customers(self, company):
        """One mail a customer about all instalments whose ladder says so; where one fails the others go on."""
        waiting = self.search([("company_id", "=", company.id), ("state", "=", "open"), ("tell_customer", "=", True)])
        for partner, cases in waiting.grouped("partner_id").items():
            work = cases.browse(cases.ids).try_lock_for_update()
            error = self.env["gendan.bulk"]._gendan_attempt(lambda work=work: work._gendan_remind())
            if error is not None:
                _logger.error("Reminder of %s could not be written", partner, exc_info=error)
                continue
            if not self.env["ir.cron"]._commit_progress():
                return

    def _gendan_remind(self):
        """One mail to the customer of these cases, in his language."""
        asked = self.filtered("tell_customer")
        asked.write({"tell_customer": False})
        cases = asked.filtered(lambda case: case._gendan_may_be_reminded())
        if not cases:
            return
        partner, company = cases.partner_id, cases.company_id
        if not partner.email:
            cases._gendan_not_reminded(self.env._("no e-mail address"))
            return
        lang, sender = partner._gendan_statement_lang(), partner.user_id or partner.gendan_clerk_id
        env = cases.with_context(lang=lang).env
        cases, company = cases.with_env(env).sorted(lambda case: (case.due, case.id)), company.with_env(env)
        body = env["ir.qweb"]._render(
            "gendan_followup.mail_collect_customer",
            {
                "cases": cases,
                "hello": env._("Dear %(name)s,", name=partner.name),
                "sender": sender.name,
                "company": company,
            },
            lang=lang,
            minimal_qcontext=True,
        )
        # sudo: the machine writes; the profile and the ladder say to whom
        mail = env["mail.mail"].sudo().create(
            {
                "subject": env._("%(company)s: payments due", company=company._gendan_called()),
                "body_html": body,
                "recipient_ids": [fields.Command.link(partner.id)],
                "email_from": sender.email_formatted or company.email_formatted,
                "auto_delete": True,
                "gendan_watch": self._name,
            }
        )
        cases.write({"reminder_mail_id": mail.id})
        # sudo: only wakes Odoo's own mail queue
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    # ------------------------------------------------------------ leaving

    def _gendan_mail_untrue(self, mails):
        # EXTENDS gendan_followup: promised, disputed or paid meanwhile; the others of that mail are written to anew
        untrue = super()._gendan_mail_untrue(mails)
        for mail, cases in self.search([("reminder_mail_id", "in", mails.ids)]).grouped("reminder_mail_id").items():
            if all(case._gendan_may_be_reminded() and case._gendan_is_as_written() for case in cases):
                continue
            untrue |= mail
            cases.write({"reminder_mail_id": False})
            if again := cases.filtered(lambda case: case._gendan_may_be_reminded()):
                again.write({"tell_customer": True})
                self._gendan_wake()
        return untrue

    def _gendan_is_as_written(self):
        """Whether the books still say of it what the case says."""
        self.ensure_one()
        item = self.move_line_id
        return item and self.currency_id.compare_amounts(item.amount_residual_currency, self.residual) == 0

    def _gendan_mail_gone(self, mail, reason):
        # EXTENDS gendan_followup
        result = super()._gendan_mail_gone(mail, reason)
        cases = self.search([("reminder_mail_id", "=", mail.id)])
        if reason:
            cases._gendan_not_reminded(reason)
            return result
        for case in cases:
            case.write(
                {
                    "customer_told_on": case.company_id._gendan_today(),
                    "customer_told_count": case.customer_told_count + 1,
                    "reminder_mail_id": False,
                    "reminder_error": False,
                }
            )
            case._message_log(body=case.env._("The customer was reminded by e-mail."))
        cases._gendan_sync_todos()
        return result

    def _gendan_not_reminded(self, reason):
        """The reminder did not go out: the clerk's to-do. Superuser.

        :param str reason: why
        """
        self.write({"reminder_mail_id": False, "reminder_error": " ".join(reason.split())[:200]})
        self._gendan_sync_todos()

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for case in self.filtered(lambda one: one.reminder_error and one.state == "open"):
            todo = {"kind": "collect_unsent", "name": case._gendan_unsent_text(), "urgency": "1"}
            values.setdefault(case, []).append(todo)
        return values

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        for case in self.filtered("reminder_error"):
            labels[case.id, "collect_unsent"] = case._gendan_unsent_text()
        return labels

    def _gendan_unsent_text(self):
        """What has to be done, in the language of the environment."""
        return self.env._(
            "%(customer)s got no reminder of %(invoice)s: %(reason)s",
            customer=self.partner_id.gendan_abbreviation or self.partner_id.name,
            invoice=" ".join(part for part in (self.name, self.instalment) if part),
            reason=self.reminder_error,
        )
