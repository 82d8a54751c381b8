"""A run is planned, worked off in batches, and carried on where it was stopped."""

import logging
from collections import defaultdict

from psycopg2 import IntegrityError, errors

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.gendan_followup.tools.settlement import closing_before, period_of

from .statement import OPEN_STATES

_logger = logging.getLogger(__name__)

# customers worked out together, and committed
BATCH = 500
# closing days that are still made up for when the scheduled action stood still
MISSED_DAYS = 7


class GendanStatementRun(models.Model):
    """Working off. Every step may be repeated: what is made is found, what is not is made."""

    _inherit = "gendan.statement.run"

    # ------------------------------------------------------------ actions

    def action_start(self):
        """Button: find the customers, then make the first statements; the rest is made in the background.

        :raise UserError: it has begun, or is somebody else's or a closing day's and the user does not see all customers
        """
        self.check_access("write")
        self._gendan_check_own()
        for run in self:
            if run.state != "new":
                raise UserError(self.env._("The run %(run)s has begun.", run=run.display_name))
        runs = self.sudo()  # sudo: asked above; a clerk's run is about her own customers: see `_gendan_partner_ids`
        for run in runs:
            run._gendan_plan(self._gendan_partner_ids(run))
        return self.action_carry_on()

    def action_carry_on(self):
        """Button: make the next statements now, and the rest in the background."""
        self.check_access("write")
        runs = self.sudo().filtered(lambda run: run.state == "running")  # sudo: as above
        for run in runs:
            run._gendan_work_batch()
        if runs.filtered(lambda run: run.state == "running"):
            # sudo: only woken
            self.env.ref("gendan_followup.ir_cron_statements").sudo()._trigger()
        return True

    def action_try_again(self):
        """Button: those that failed once more."""
        self.check_access("write")
        failed = self.sudo().item_ids.filtered(lambda item: item.state == "failed")  # sudo: asked above
        if failed:
            failed.write({"state": "todo", "reason": False})
            failed._gendan_sync_todos()
            self.sudo()._gendan_as_code().state = "running"  # sudo: as above
        return self.action_carry_on()

    def action_statements(self):
        """Button: the statements made."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_statement")
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    def _gendan_partner_ids(self, run):
        """The customers a person's run is about: those chosen, of a clerk with her own rights her own.

        :return: ids of commercial partners, or None for all
        """
        chosen = run.partner_ids.commercial_partner_id
        if self._gendan_sees_all():
            return chosen.ids or None
        user = self.env.user
        own = self.env["res.partner"].sudo().search(  # sudo: only which customers are hers
            [*user._gendan_own_customers("gendan_clerk_id", "commercial_partner_id"), ("parent_id", "=", False)]
        )
        return (chosen & own if chosen else own).ids

    # ------------------------------------------------------------ scheduled

    @api.model
    def _cron_gendan_statements(self):
        """Scheduled action: the runs of closing days that are over, and whatever is not finished.

        A closing day is over at midnight where the company is: month-end customers are made on its 1st.
        """
        for company in self.env["res.company"].search([("gendan_statements", "=", True)]):
            self._gendan_schedule(company)
        runs = self.search([("state", "!=", "done"), "|", ("is_scheduled", "=", True), ("state", "=", "running")])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=max(sum(runs.mapped("todo_count")), len(runs)))
        has_failed = False
        for run in runs:
            # browse: no prefetch across commits
            run = self.browse(run.id)
            try:
                if not run._gendan_plan_and_work():
                    return
            except Exception:
                # the other runs go on; this one is tried again the next time
                self.env.cr.rollback()
                self.env.invalidate_all()
                _logger.exception("Run of statements %s failed", run.id)
                has_failed = True
        if has_failed:
            # not again at once
            cron._commit_progress(remaining=0)

    def _gendan_plan_and_work(self):
        """Carry one run on, from wherever it is; for the scheduled action.

        :return: whether there is time left
        """
        self.ensure_one()
        if self.state == "new":
            self._gendan_plan(None)
            self.env["ir.cron"]._commit_progress(remaining=self.todo_count)
            if self.state == "new":
                # another worker is planning it
                return True
        return self._gendan_work()

    @api.model
    def _gendan_schedule(self, company):
        """The runs of the closing days that have passed in a company: one each, however often asked."""
        today = company._gendan_today()
        profiles = self.env["gendan.settlement.profile"].search(
            [("company_id", "in", (company.id, False)), ("statement_when", "=", "closing")]
        )
        for day in sorted({0, *profiles.mapped("closing_day")}):
            last = closing_before(today, day)
            if (today - last).days > MISSED_DAYS:
                continue
            key = [
                ("company_id", "=", company.id),
                ("closing_day", "=", day),
                ("date_to", "=", last),
                ("is_scheduled", "=", True),
            ]
            if self.search_count(key, limit=1):
                continue
            first = period_of(last, day)[0]
            values = {name: value for name, _operator, value in key}
            error = self.env["gendan.bulk"]._gendan_attempt(
                lambda values=values, first=first: self._gendan_as_code().create({**values, "date_from": first})
            )
            if error and not isinstance(error, IntegrityError):
                raise error

    # ------------------------------------------------------------ plan

    def _gendan_plan(self, partner_ids):
        """Note every customer and currency with business or a balance; those that get none, with the reason.

        :param partner_ids: commercial partners, None for all
        """
        self.ensure_one()
        run = self.try_lock_for_update()
        if not run or run.state != "new":
            return
        company = self.company_id
        books, goods = self.env["gendan.statement.books"], self.env["gendan.statement.goods"]
        books._gendan_flush()
        goods._gendan_flush()
        sent = self.env["gendan.statement"]._gendan_last_sent(company, self.date_to, partner_ids)
        begins = self.env["gendan.statement"]._gendan_begins(company, self.date_to, partner_ids)
        keys = sorted(
            books._gendan_keys(company, self.date_from, self.date_to, partner_ids)
            | goods._gendan_keys(company, self.date_from, self.date_to, partner_ids)
            # what her last statement said is gone from the books: the next one says so
            | {key for key, (_last, has_balance) in sent.items() if has_balance}
            # what moved between her last period and this one, and left nothing open
            | books._gendan_keys_since(company, begins, self.date_from)
        )
        partners = self.env["res.partner"].browse(sorted({partner for partner, _currency in keys}))
        # sudo: which partners are companies of ours, whoever makes the run
        ours = set(partners.sudo().filtered("ref_company_ids").ids)
        reasons = {partner.id: self._gendan_left_out(partner, company) for partner in partners}
        self.env["gendan.statement.run.item"].create(
            [
                {
                    "run_id": self.id,
                    "partner_id": partner,
                    "currency_id": currency,
                    "state": "skipped" if reasons[partner] else "todo",
                    "reason": reasons[partner] or False,
                }
                for partner, currency in keys
                if partner not in ours and reasons[partner] is not None
            ]
        )
        self.env["gendan.statement"]._gendan_number_range(company, self.date_to)
        self._gendan_as_code().state = "running"

    def _gendan_left_out(self, partner, company):
        """Why a customer gets none in this run: a sentence, "" when she does, None when she is none of its."""
        settled = partner._gendan_settlement(company)
        if self.is_scheduled and settled.closing_day != self.closing_day:
            return None
        if settled.when == "request" and partner not in self.partner_ids and not self.with_idle:
            return self.env._("Statements on request only, by her settlement profile.")
        return ""

    # ------------------------------------------------------------ work

    def _gendan_work(self):
        """Work off what is left, batch by batch with a commit after each.

        :return: whether there is time left
        """
        cron = self.env["ir.cron"]
        while True:
            try:
                done = self._gendan_work_batch()
                has_time = cron._commit_progress(done, remaining=self.todo_count)
            except (errors.SerializationFailure, errors.LockNotAvailable, errors.DeadlockDetected):
                # another worker has just finished with some of them: look again
                self.env.cr.rollback()
                self.env.invalidate_all()
                continue
            self.env.invalidate_all()
            if not has_time:
                return False
            if not done:
                return True

    def _gendan_work_batch(self, limit=None):
        """The next customers nobody else is working on.

        :param int limit: how many at most, ``BATCH`` if left out
        :return: of how many it was seen to
        """
        self.ensure_one()
        items = self._gendan_take(limit or BATCH)
        if not items:
            self._gendan_finish()
            return 0
        bulk = self.env["gendan.bulk"]
        error = bulk._gendan_attempt(lambda: self._gendan_make_items(items))
        if error is not None:
            for item in items:
                if error := bulk._gendan_attempt(lambda item=item: self._gendan_make_items(item)):
                    self._gendan_failed(item, error)
        items._gendan_sync_todos()
        self._gendan_finish()
        return len(items)

    def _gendan_take(self, limit):
        """Lock up to so many rows that are still to do and that no other worker has."""
        self.env["gendan.statement.run.item"].flush_model(["run_id", "state"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM gendan_statement_run_item
                    WHERE run_id = %s AND state = 'todo' ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
                self.id,
                limit,
            )
        )
        return self.env["gendan.statement.run.item"].browse(row[0] for row in rows)

    def _gendan_make_items(self, items):
        """Make the statements of some rows."""
        Statement = self.env["gendan.statement"]
        there = self._gendan_there(items)
        wanted = items.filtered(lambda item: item not in there)
        begins = Statement._gendan_begins(self.company_id, self.date_to, wanted.partner_id.ids)
        keys = defaultdict(list)
        for item in wanted:
            key = item.partner_id.id, item.currency_id.id
            keys[begins.get(key, self.date_from)].append(key)
        made = {}
        for begin, group in sorted(keys.items()):
            made |= Statement._gendan_make(
                self.company_id, begin, self.date_to, group, run=self, with_idle=self.with_idle, usual=self.date_from
            )
        idle = items.browse()
        for item in items:
            statement = made.get((item.partner_id.id, item.currency_id.id))
            if statement:
                item.write({"state": "made", "statement_id": statement.id, "reason": False})
            elif item in wanted:
                idle |= item
            else:
                old = there[item]
                sentence = (
                    self.env._("There is one already: %(statement)s.", statement=old.name)
                    if old.date_to == self.date_to
                    else self.env._("These days were sent with %(statement)s.", statement=old.name)
                )
                item.write({"state": "skipped", "statement_id": old.id, "reason": sentence})
        idle.write({"state": "skipped", "reason": self.env._("Nothing moved in the period.")})

    def _gendan_there(self, items):
        """The statement that some rows have already: of this day, or sent for a period with this day in it.

        :return: {row: statement}
        """
        found = self.env["gendan.statement"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "in", items.partner_id.ids),
                ("state", "!=", "replaced"),
                ("date_from", "<=", self.date_to),
                ("date_to", ">=", self.date_to),
                "|", ("date_to", "=", self.date_to), ("state", "not in", OPEN_STATES),
            ],
            order="date_to desc, id",
        )  # fmt: skip
        # of this day before one of a longer period
        by_key = {(one.partner_id, one.currency_id): one for one in found}
        return {item: one for item in items if (one := by_key.get((item.partner_id, item.currency_id)))}

    def _gendan_failed(self, item, error):
        """A customer whose statement could not be made: the others go on, somebody looks after this one."""
        if isinstance(error, IntegrityError) and "gendan_statement_one_each" in str(error):
            item.write({"state": "skipped", "reason": self.env._("Made at the same moment by another run.")})
            return
        _logger.error("Statement of %s failed", item.partner_id.id, exc_info=error)
        sentence = (
            str(error)
            if isinstance(error, UserError)
            else self.env._("It could not be made; the server's log says why.")
        )
        item.write({"state": "failed", "reason": sentence})

    def _gendan_finish(self):
        """Note that everything is made, left out or failed; not while another worker has some of it."""
        left = self.env["gendan.statement.run.item"].search_count(
            [("run_id", "=", self.id), ("state", "=", "todo")], limit=1
        )
        # one that is not planned yet has nothing to do and is not done
        if not left and self.state == "running":
            self._gendan_as_code().state = "done"
