"""The sales rep's weekly list of what is overdue."""

import logging
from collections import defaultdict
from datetime import time, timedelta

from odoo import api, fields, models
from odoo.tools import formatLang

from ..common.todo import WhoRequest

_logger = logging.getLogger(__name__)
SPEAKING_TIME = time(8, 0)
# one that did not go out is tried again so often
RETRY = timedelta(hours=1)


class GendanReceivableDigest(models.Model):
    """One mail a week to one sales rep, in her language: what her customers owe beyond its day, and why.

    For customers without a rep their clerk gets it, without a clerk the supervisor. The row says that it was written,
    so that it goes once however often the action runs, and that it went when the mail left. One that did not is tried
    again until the week is over, and is the supervisor's to-do. Read by whom it is for, by supervisors and accounting.
    """

    _name = "gendan.receivable.digest"
    _description = "Weekly List of Overdue Instalments"
    _inherit = ["gendan.mail.watch.mixin", "gendan.todo.mixin"]
    _order = "week desc, user_id, id desc"
    _rec_name = "week"

    _once = models.UniqueIndex("(company_id, user_id, week)", "This list went out already.")

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one(
        "res.users", string="List for", required=True, readonly=True, ondelete="cascade", index=True
    )
    sent_to_id = fields.Many2one("res.users", string="Sent to", readonly=True, help="Who stands in for her.")
    week = fields.Date(string="Week of", required=True, readonly=True, help="Its Monday.")
    state = fields.Selection(
        [
            ("waiting", "Being Sent"),
            ("sent", "Sent"),
            ("failed", "Did Not Go out"),
            ("dropped", "Not Needed any More"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    sent_at = fields.Datetime(readonly=True, help="When the e-mail left.")
    tried_at = fields.Datetime(string="Tried on", readonly=True)
    error = fields.Char(string="Why It Did Not Go out", readonly=True)
    mail_id = fields.Many2one("mail.mail", string="E-mail", readonly=True, ondelete="set null", index="btree_not_null")
    customer_count = fields.Integer(string="Customers", readonly=True)
    case_count = fields.Integer(string="Instalments", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="Overdue Amount", readonly=True, help="In company currency.")

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_send_all(self, company):
        """Send the week's lists of a company that have not gone yet. Superuser, from the scheduled action.

        On the day set, from eight o'clock; where the action did not run, on the days left of that week. One that did
        not go out is tried again each hour.
        """
        week = self._gendan_week(company)
        if not week:
            return
        Case = self.env["gendan.receivable.case"]
        mine = [("company_id", "=", company.id)]
        self.search([*mine, ("state", "=", "failed"), ("week", "<", week)])._gendan_drop()
        written = self.search([*mine, ("week", "=", week)])
        again = written._gendan_to_try_again()
        sent = set((written - again).user_id.ids)
        # who has to be told, before anything else is read
        keys = Case._read_group([*mine, *Case._gendan_overdue_domain()], ["rep_id", "clerk_id"])
        people = {(rep, clerk): self._gendan_reader(company, rep, clerk) for rep, clerk in keys}
        waiting = {user for user in people.values() if user and user.id not in sent}
        again.filtered(lambda one: one.user_id not in waiting)._gendan_drop()
        if not waiting:
            return
        cases = Case.search([*mine, *Case._gendan_overdue_domain()])
        by_user = defaultdict(Case.browse)
        for case in cases:
            by_user[people.get((case.rep_id, case.clerk_id))] |= case
        stand_ins = self._gendan_stand_ins(company, waiting)
        for user in sorted(waiting, key=lambda one: one.id):
            group = by_user[user]
            error = self.env["gendan.bulk"]._gendan_attempt(
                lambda user=user, group=group: self._gendan_send(company, user, stand_ins[user], week, group)
            )
            if error is not None:
                _logger.error("The list of overdue instalments of %s could not be sent", user.login, exc_info=error)
            if not self.env["ir.cron"]._commit_progress():
                return

    @api.model
    def _gendan_week(self, company):
        """The Monday of the week whose lists are due now, or False."""
        if not company.gendan_collect_weekday:
            return False
        today = company._gendan_today()
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=int(company.gendan_collect_weekday))
        return monday if fields.Datetime.now() >= company._gendan_at(day, SPEAKING_TIME) else False

    @api.model
    def _gendan_reader(self, company, rep, clerk):
        """Who answers for a customer's debts: of his people, who shares companies, the first that may see this one."""
        here = (rep | clerk).filtered(lambda user: user.active and company in user.company_ids)
        return here[:1] or company.gendan_supervisor_id

    @api.model
    def _gendan_stand_ins(self, company, users):
        """{person: who gets her mail today}."""
        Todo = self.env["gendan.todo"]
        nobody = self.env["res.partner"]
        asked = {
            user: (WhoRequest("rep", company, nobody, self.env["sale.order"], None, user), user) for user in users
        }
        found = Todo._gendan_stand_ins(asked)
        return {user: found.get(user, (user, None))[0] or user for user in users}

    @api.model
    def _gendan_send(self, company, user, receiver, week, cases):
        """Write down and mail one list; one that did not go out is written anew."""
        customers = self._gendan_customers(cases, receiver)
        values = {
            "sent_to_id": receiver.id,
            "state": "waiting",
            "tried_at": fields.Datetime.now(),
            "customer_count": len(customers),
            "case_count": len(cases),
            "amount": sum(cases.mapped("residual_company")),
        }
        key = {"company_id": company.id, "user_id": user.id, "week": week}
        row = self.search([(name, "=", value) for name, value in key.items()])
        if row:
            row.mail_id.unlink()
            row.write(values)
        else:
            row = self.create({**key, **values})
        lang = receiver.lang or self.env.lang or "en_US"
        env = self.with_context(lang=lang, tz=receiver.tz).env
        values = {
            "user": receiver.with_env(env),
            "hello": env._("Dear %(name)s,", name=receiver.name),
            "absent": user.with_env(env) if receiver != user else None,
            "company": company.with_env(env),
            "customers": customers,
            "base_url": company.get_base_url(),
        }
        body = env["ir.qweb"]._render(
            "gendan_followup.mail_collect_digest", values, lang=lang, minimal_qcontext=True
        )
        # sudo: the machine writes, about customers of whom it writes to
        row.mail_id = env["mail.mail"].sudo().create(
            {
                "subject": env._(
                    "Overdue: %(amount)s (customers: %(customers)s)",
                    customers=len(customers),
                    amount=formatLang(
                        env, sum(cases.mapped("residual_company")), currency_obj=company.currency_id
                    ),
                ),
                "body_html": body,
                "recipient_ids": [fields.Command.link(receiver.partner_id.id)],
                "email_from": company.email_formatted or self.env.user.email_formatted,
                "auto_delete": True,
                "gendan_watch": self._name,
            }
        )
        # sudo: only wakes Odoo's own mail queue
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    @api.model
    def _gendan_customers(self, cases, reader):
        """What the list shows, by customer, those with most overdue first; in the reader's language.

        :return: list of dict ``partner``, ``sums`` (texts by currency), ``broken``, ``not_set_off`` (texts), ``rows``
            (list of dict ``case``, ``residual``, ``company_amount``, ``reasons``, ``contact``)
        """
        company = cases.company_id
        cases = cases.with_context(lang=reader.lang or self.env.lang or "en_US", tz=reader.tz).with_company(company)
        reasons = cases._gendan_explained()
        set_off = cases._gendan_not_set_off(company, cases.partner_id.ids)
        result = []
        for partner, group in cases.grouped("partner_id").items():
            ordered = group.sorted(lambda case: (case.due, case.id))
            sums = defaultdict(float)
            for case in ordered:
                sums[case.currency_id] += case.residual
            beside = [
                cases._gendan_not_set_off_text(set_off.get((partner.id, currency.id), {}), currency)
                for currency in sums
            ]
            result.append(
                {
                    "partner": partner,
                    "weight": sum(ordered.mapped("residual_company")),
                    "sums": [cases._gendan_money_text(amount, one) for one, amount in sums.items()],
                    "broken": sum(ordered.mapped("broken_count")),
                    "not_set_off": ", ".join(text for text in beside if text),
                    "rows": [
                        {
                            "case": case,
                            "residual": case._gendan_amount_text(case.residual),
                            "company_amount": formatLang(
                                cases.env, case.residual_company, currency_obj=company.currency_id
                            )
                            if case.currency_id != company.currency_id
                            else "",
                            "reasons": [reason.text for reason in reasons[case]],
                            "contact": case._gendan_day_text(case.last_contact) if case.last_contact else "",
                        }
                        for case in ordered
                    ],
                }
            )
        return sorted(result, key=lambda one: -one["weight"])

    # ------------------------------------------------------------ whether it went

    def _gendan_to_try_again(self):
        """Those of these that did not go out and were not tried just now: refused, or taken out of the queue."""
        before = fields.Datetime.now() - RETRY
        return self.filtered(
            lambda one: (one.state == "failed" or (one.state == "waiting" and not one.mail_id))
            and (not one.tried_at or one.tried_at <= before)
        )

    def _gendan_drop(self):
        """Nobody needs these any more: the week is over, or nothing is overdue."""
        self.write({"state": "dropped"})
        self._gendan_sync_todos()

    def _gendan_mail_gone(self, mail, reason):
        # EXTENDS gendan_followup
        result = super()._gendan_mail_gone(mail, reason)
        found = self.search([("mail_id", "=", mail.id)])
        if reason:
            found.write({"state": "failed", "error": " ".join(reason.split())[:200]})
        else:
            found.write({"state": "sent", "sent_at": fields.Datetime.now(), "error": False})
        found._gendan_sync_todos()
        return result

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup: of several customers
        return {
            "order": self.env["sale.order"],
            "partner": self.env["res.partner"],
            "company": self.company_id,
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup: who does not get it cannot see to it
        values = super()._gendan_todo_values()
        for one in self.filtered(lambda row: row.state == "failed"):
            todo = {"kind": "collect_list_unsent", "name": one._gendan_unsent_text(), "role": "supervisor"}
            values.setdefault(one, []).append(todo | {"urgency": "1"})
        return values

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        for one in self.sudo():  # sudo: the sentences are shown to whoever may read the to-dos
            labels[one.id, "collect_list_unsent"] = one._gendan_unsent_text()
        return labels

    def _gendan_unsent_text(self):
        """What has to be done, in the language of the environment."""
        return self.env._(
            "%(person)s did not get the list of overdue instalments: %(reason)s",
            person=self.sent_to_id.name or self.user_id.name,
            reason=self.error or "",
        )
