import logging
from datetime import time, timedelta

import psycopg2
from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
# Company's clock: when what had to wait for another day goes out
MORNING = time(9, 0)
TRIGGERED = "gendan_followup.messages_triggered"


class GendanMessage(models.Model):
    """Sending: one e-mail for each customer, company and day."""

    _inherit = "gendan.message"

    def _gendan_trigger(self):
        """Have the pending rows sent soon after this transaction; asked for once in a transaction."""
        data = self.env.cr.precommit.data
        if not data.get(TRIGGERED):
            data[TRIGGERED] = True
            self._gendan_cron()._trigger()

    @api.model
    def _gendan_cron(self):
        # sudo: whoever causes an event, the action must be woken
        return self.env.ref("gendan_followup.ir_cron_messages").sudo()

    @api.model
    def _gendan_bundle_key(self, company, partner):
        return f"{company.id}/{partner.id}/{company._gendan_today()}"

    @api.model
    def _gendan_due_domain(self):
        """Rows to be sent now."""
        now = fields.Datetime.now()
        retry = fields.Domain("state", "=", "failed") & fields.Domain("next_try_at", "<=", now)
        return fields.Domain("state", "=", "pending") | retry

    @api.model
    def _gendan_open_domain(self):
        """What goes into a bundle that leaves now: failed rows that would be tried again later, too."""
        return fields.Domain("state", "=", "pending") | (
            fields.Domain("state", "=", "failed") & fields.Domain("next_try_at", "!=", False)
        )

    @api.model
    def _cron_gendan_send_messages(self):
        """Send what is due, one bundle for each customer and company, and none where today's has gone out.

        Two workers share the customers by row locks; a customer that fails is tried again later and stops nobody.
        """
        cron = self.env["ir.cron"]
        groups = self._gendan_due_groups()
        cron._commit_progress(remaining=len(groups))
        for company, partner in groups:
            domain = self._gendan_open_domain()
            domain &= fields.Domain("company_id", "=", company.id) & fields.Domain("partner_id", "=", partner.id)
            rows = self.search(domain, order="id").try_lock_for_update().filtered_domain(domain)
            if rows:
                rows.with_company(company)._gendan_send()
            if not cron._commit_progress(1):
                break

    @api.model
    def _gendan_due_groups(self):
        """(company, customer) with something to send who have not been told anything today.

        For the others the action is woken tomorrow morning.
        """
        groups = self._read_group(self._gendan_due_domain(), ["company_id", "partner_id"])
        keys = {group: self._gendan_bundle_key(*group) for group in groups}
        told = set(
            self.search([("bundle", "in", list(keys.values())), ("state", "in", ("sent", "copied"))]).mapped("bundle")
        )
        waiting = {company for (company, _partner), key in keys.items() if key in told}
        if waiting:
            self._gendan_cron()._trigger(
                at=[company._gendan_at(company._gendan_today() + timedelta(days=1), MORNING) for company in waiting]
            )
        return [group for group, key in keys.items() if key not in told]

    def _gendan_send(self):
        """Send these locked rows of one customer and company as one e-mail. Called by the action; commits.

        What is told is committed before the mail leaves: should the worker die in between, the mail is in Odoo's
        queue and goes out from there, once.
        """
        rows = self._gendan_apply_policy()
        if not rows:
            return
        rows = rows.with_context(lang=rows.order_id._gendan_customer_lang())
        # clear at once what another customer's rows left in the cache: nothing is flushed by our savepoint but ours
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                mail = rows._gendan_make_mail()
        except psycopg2.errors.UniqueViolation:
            return  # another worker has just told this customer
        except psycopg2.OperationalError:
            self.env.cr.rollback()  # a row changed under our hands: the next run sees it
            return
        except Exception as error:
            _logger.info("Message to customer %s could not be made", rows.partner_id.id, exc_info=True)
            rows._gendan_failed(error, final=isinstance(error, UserError))
            return
        self.env["ir.cron"]._commit_progress()
        failure = None
        try:
            mail.send(raise_exception=False)
        except Exception as error:
            _logger.exception("Message to customer %s could not be sent", rows.partner_id.id)
            self.env.cr.rollback()
            failure = error
        mail = mail.exists()
        if failure is None and mail.state == "exception":
            failure = mail.failure_reason
        if failure is not None:
            rows._gendan_unsend(mail, failure)
        else:
            rows._gendan_close_failed_todos()

    def _gendan_apply_policy(self):
        """Hold the rows of a customer who has been switched off since.

        :return: the other rows
        """
        off = self.filtered(lambda m: not m.is_forced and not m.partner_id._gendan_wants_messages(m.company_id))
        off.write({"state": "held", "hold_reason": "policy", "next_try_at": False})
        return self - off

    def _gendan_make_mail(self):
        """Mark these rows as sent, note it on the orders and make the e-mail.

        :return: mail.mail, still to be sent
        :raise UserError: nobody has an e-mail address
        """
        company, partner = self.company_id, self.partner_id
        contacts = self._gendan_recipients()
        ours = self._gendan_in_our_language().env
        if not contacts:
            raise UserError(
                ours._(
                    "%(customer)s has no e-mail address. Enter one, or copy the message as text into a chat.",
                    customer=partner.display_name,
                )
            )
        clerk = partner._gendan_acting_user()[partner][0]
        sender = clerk.partner_id if clerk.email else company.partner_id
        key = self._gendan_bundle_key(company, partner)
        lead = self[0]
        lead.write({"bundle_lead": key})
        # at once: rendering would wrap what the database says about a second bundle
        lead.flush_recordset(["bundle_lead"])
        self.write(
            {
                "state": "sent",
                "channel": "mail",
                "hold_reason": False,
                "bundle": key,
                "lang": self.env.context.get("lang"),
                "sent_at": fields.Datetime.now(),
                "sent_by": clerk.id,
                "sent_to": ", ".join(contacts.mapped("email")),
                "error": False,
                "next_try_at": False,
            }
        )
        self._gendan_snapshot()
        self._gendan_note(
            ours._("Told %(customer)s by e-mail (%(address)s):", customer=partner.name, address=lead.sent_to),
            author=sender,
        )
        template = self.env.ref("gendan_followup.mail_template_progress")
        options = {"set_lang": self.env.context.get("lang")}
        subject = template._render_field("subject", lead.ids, **options)[lead.id]
        body = template._render_field("body_html", lead.ids, options={"post_process": True}, **options)[lead.id]
        order = lead.order_id
        email_from = sender.email_formatted
        reply_to = order._notify_get_reply_to(default=email_from, author_id=sender.id)[order.id]
        mail = (
            self.env["mail.mail"]
            .sudo()  # the clerk's message, sent by the action
            .create(
                {
                    # an answer finds the order by the note's message id
                    "mail_message_id": lead.mail_message_id.id,
                    "is_notification": True,
                    "subject": subject,
                    "body_html": body,
                    "email_from": email_from,
                    "author_id": sender.id,
                    "reply_to": reply_to,
                    "recipient_ids": [Command.set(contacts.ids)],
                    "auto_delete": True,
                }
            )
        )
        self.env.flush_all()
        return mail

    def _gendan_in_our_language(self):
        """These rows of one company with its language in the context, for what our own people read.

        The rows being sent carry the customer's.
        """
        return self.with_context(lang=self.company_id.partner_id.lang or self.env.user.lang)

    def _gendan_recipients(self):
        """Contacts of these rows' orders who have an address, else the customer itself."""
        return self.order_id.partner_id.filtered("email") or self.partner_id.filtered("email")

    def _gendan_snapshot(self):
        """Keep the sentences as the customer gets them."""
        for message in self:
            message.text = message._gendan_text()

    def _gendan_note(self, head, author=None, text=None):
        """Note on each order what its customer was told.

        :param str head: who was told how
        :param author: res.partner the note is by; the user by default
        :param str text: the text as sent; the rows' sentences by default
        """
        for order, messages in self.grouped("order_id").items():
            lines = text.splitlines() if text else dict.fromkeys(messages.mapped("text"))
            body = Markup("<p>%s</p><p>%s</p>") % (head, Markup("<br/>").join(lines))
            messages.mail_message_id = order.sudo()._message_log(  # sudo: the right was checked by the caller
                body=body, author_id=(author or self.env.user.partner_id).id
            )

    def _gendan_unsend(self, mail, error):
        """The mail server refused: take back what was noted and count the failure."""
        notes = self.mail_message_id
        mail.unlink()
        notes.sudo().exists().unlink()  # sudo: the action takes back what it wrote itself a moment ago
        self.write(
            {
                "channel": False,
                "bundle": False,
                "bundle_lead": False,
                "sent_at": False,
                "sent_by": False,
                "sent_to": False,
                "text": False,
            }
        )
        self._gendan_failed(error)

    def _gendan_failed(self, error, final=False):
        """Count a failure; after the last one the clerk has to see to it.

        :param error: exception or sentence
        :param bool final: trying again would not help
        """
        now = fields.Datetime.now()
        sentence = str(error or self._gendan_in_our_language().env._("Unknown error"))[:500]
        retry_at = []
        for message in self:
            attempts = message.attempts + 1
            again = False if final or attempts >= MAX_ATTEMPTS else now + timedelta(minutes=30 * attempts)
            message.write({"state": "failed", "attempts": attempts, "next_try_at": again, "error": sentence})
            if again:
                retry_at.append(again)
        if retry_at:
            self._gendan_cron()._trigger(at=sorted(set(retry_at)))
        given_up = self.filtered(lambda m: not m.next_try_at)
        for company, rows in given_up.grouped("company_id").items():
            orders = rows._gendan_in_our_language().order_id
            orders._gendan_open_todo(
                "message_failed",
                {
                    order: orders.env._(
                        "The customer of %(order)s could not be told by e-mail: %(error)s",
                        order=order.name,
                        error=sentence,
                    )
                    for order in orders
                },
                role="clerk",
                due=company._gendan_today(),
            )
