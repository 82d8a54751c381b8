"""Cases follow the books: the sweep."""

import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.nightly import in_batches

_logger = logging.getLogger(__name__)

BATCH = 300
# columns of a case that are the books' own
COPIED = (
    "move_id", "currency_id", "partner_id", "amount", "residual", "residual_company", "due_books", "invoice_date",
    "delivery_date", "profile_id",
)  # fmt: skip
DEBTS = ("out_invoice", "out_receipt")


class GendanReceivableCase(models.Model):
    """Kept by one scheduled action, woken when something is set off, posted or taken back, and by the hour.

    It reads what differs from the books in one query a company, and what is due by its own day; where nothing does,
    nothing is written. Killed at any point it goes on where it was: each batch is whole.
    """

    _inherit = "gendan.receivable.case"

    # ------------------------------------------------------------ cron

    @api.model
    def _cron_gendan_collect(self):
        """Bring cases in line with the books, let days pass, send what has to be sent."""
        Company = self.env["res.company"]
        companies = Company.browse(sorted(Company._gendan_switched_on("gendan_collect")))
        for company in companies:
            Case = self.with_company(company)
            if not Case._gendan_follow_books(company) or not Case._gendan_let_days_pass(company):
                return
            Case._gendan_remind_customers(company)
            self.env["gendan.receivable.digest"].with_company(company)._gendan_send_all(company)

    @api.model
    def _gendan_follow_books(self, company):
        """Make, change, close and open again what the books say differently.

        :return: False when there is no time left
        """
        cron, attempt = self.env["ir.cron"], self.env["gendan.bulk"]._gendan_attempt
        changed = self._gendan_changed(company)
        if not changed:
            return True
        cron._commit_progress(remaining=len(changed))
        for start in range(0, len(changed), BATCH):
            part = changed[start : start + BATCH]
            if attempt(lambda part=part: self._gendan_take(company, part)) is not None:
                for one in part:
                    if error := attempt(lambda one=one: self._gendan_take(company, [one])):
                        _logger.error("Collection stumbled on item and case %s", one, exc_info=error)
            if not cron._commit_progress(len(part)):
                return False
            self.env.invalidate_all()
        return True

    @api.model
    def _gendan_let_days_pass(self, company):
        """What changes because a day has come; once a day, why all that is overdue is.

        :return: False when there is no time left
        """
        today = company._gendan_today()
        mine = Domain("company_id", "=", company.id)
        due = self.search(mine & Domain("state", "=", "open") & Domain("next_check", "<=", today), order="id")
        if due:
            in_batches(due, lambda cases: cases._gendan_look(), BATCH)
        if company.gendan_collect_looked_on == today:
            return True
        overdue = self.search(mine & self._gendan_overdue_domain(), order="id") - due
        if overdue:
            in_batches(overdue, lambda cases: cases._gendan_look(), BATCH)
        # with no time left the look was not finished: it begins anew
        if not self.env["ir.cron"]._commit_progress():
            return False
        company.gendan_collect_looked_on = today
        return True

    # ------------------------------------------------------------ the books

    @api.model
    def _gendan_changed(self, company):
        """What the books say otherwise than the cases, in one query.

        :return: list of (id of the receivable item or None, id of its case or None)
        """
        self.env["gendan.statement.books"]._gendan_flush()
        self.env["res.partner"].flush_model(["commercial_partner_id", "gendan_settlement_profile_id"])
        self.flush_model()
        return self.env.execute_query(
            SQL(
                """WITH instalment AS MATERIALIZED (%(items)s)
                   SELECT item.id, known.id
                     FROM instalment item
                     LEFT JOIN gendan_receivable_case known ON known.move_line_id = item.id
                    WHERE known.id IS NULL OR known.state <> 'open' OR known.is_stale
                       OR (%(ours)s) IS DISTINCT FROM (%(theirs)s)
                    UNION ALL
                   SELECT NULL, known.id
                     FROM gendan_receivable_case known
                    WHERE known.company_id = %(company)s AND known.state = 'open'
                      AND NOT EXISTS (SELECT FROM instalment item WHERE item.id = known.move_line_id)
                    ORDER BY 1, 2""",
                items=self.env["gendan.statement.books"]._gendan_instalments(company),
                ours=SQL(", ").join(SQL.identifier("known", name) for name in COPIED),
                theirs=SQL(", ").join(SQL.identifier("item", name) for name in COPIED),
                company=company.id,
            )
        )

    @api.model
    def _gendan_take(self, company, changed):
        """Take over what the books say of some items, and look at their cases.

        :param changed: part of what `_gendan_changed` gave
        """
        item_ids = [item for item, _case in changed if item]
        rows = self._gendan_rows(company, item_ids)
        cases = self.browse(case for _item, case in changed if case).try_lock_for_update()
        known = {case.move_line_id.id: case for case in cases if case.move_line_id}
        values = self._gendan_case_values(company, rows)
        gone = cases.filtered(lambda case: case.move_line_id.id not in values and case.state == "open")
        locked = set(cases.ids)
        free = self._gendan_orphans(values, known)
        new = []
        changes = {case: {**case._gendan_prepare_closing(), "is_stale": False} for case in gone}
        for item, case_id in changed:
            if item not in values or (case_id and case_id not in locked):
                continue
            case = known.get(item) or free.get(item)
            if not case:
                new.append(values[item])
                continue
            changes[case] = values[item] | {"is_stale": False}
            if case.state != "open":
                changes[case] |= case._gendan_prepare_reopening()
        self.env["gendan.bulk"]._gendan_write_changes(changes)
        plain = self.with_context(**self.env["gendan.todo"]._gendan_prepare_create_context())
        made = plain.create(new).with_env(self.env)
        (made | self.union(*changes))._gendan_look()

    def _gendan_prepare_closing(self):
        """What a case says when nothing is open any more."""
        self.ensure_one()
        return {
            "state": "closed",
            "closed_on": self.company_id._gendan_today(),
            "residual": 0.0,
            "residual_company": 0.0,
            "bucket": "not_due",
            "tell_customer": False,
            "reminder_error": False,
        }

    def _gendan_prepare_reopening(self):
        """What a case says that was settled and is owed again: a cheque came back, a payment was taken off."""
        self.ensure_one()
        return {
            "state": "open",
            "closed_on": False,
            "reopened_count": self.reopened_count + 1,
            "reopened_at": fields.Datetime.now(),
        }

    @api.model
    def _gendan_rows(self, company, item_ids):
        """{item's id: dict} of what the books say of open items; those settled meanwhile are left out. One query."""
        if not item_ids:
            return {}
        query = SQL(
            "SELECT * FROM (%s) AS item WHERE item.id IN %s",
            self.env["gendan.statement.books"]._gendan_instalments(company),
            tuple(item_ids),
        )
        return {row["id"]: row for row in self.env.execute_query_dict(query)}

    @api.model
    def _gendan_case_values(self, company, rows):
        """Values of cases, worked out in batch.

        :param rows: from `_gendan_rows`
        :return: {item's id: values}
        """
        moves = self.env["account.move"].browse({row["move_id"] for row in rows.values()})
        by_id = {move.id: move for move in moves}  # read together
        places = self._gendan_places(moves)
        basis = company.gendan_collect_due
        result = {}
        for item, row in rows.items():
            place, count, is_last = places[item]
            move = by_id[row["move_id"]]
            agreed = move.gendan_due_agreed if is_last and row["move_type"] in DEBTS else False
            result[item] = {
                **{name: row[name] for name in COPIED},
                **{name: float(row[name]) for name in ("amount", "residual", "residual_company")},
                "delivery_date": row["delivery_date"] or False,
                "profile_id": row["profile_id"] or False,
                "name": row["name"],
                "instalment": f"{place}/{count}" if count > 1 else False,
                "company_id": company.id,
                "move_line_id": item,
                "due_agreed": agreed,
                "due": (agreed if basis == "agreed" else False) or row["due_books"],
            }
        return result

    @api.model
    def _gendan_places(self, moves):
        """{item's id: (which instalment, of how many, whether it is the last)} of entries, one query."""
        lines = self.env["account.move.line"].search_fetch(
            [("move_id", "in", moves.ids), ("account_type", "=", "asset_receivable"), ("amount_currency", ">", 0)],
            ["move_id", "date_maturity", "date"],
        )
        result = {}
        for group in lines.grouped("move_id").values():
            ordered = group.sorted(lambda line: (line.date_maturity or line.date, line.id))
            for place, line in enumerate(ordered, start=1):
                result[line.id] = place, len(ordered), place == len(ordered)
        return result

    @api.model
    def _gendan_orphans(self, values, known):
        """Cases whose item went away with a correction of its invoice, for the items that came instead.

        :return: {item's id: case}
        """
        fresh = defaultdict(list)
        for item, vals in values.items():
            if item not in known:
                fresh[vals["move_id"]].append(item)
        if not fresh:
            return {}
        left = self.search([("move_line_id", "=", False), ("move_id", "in", list(fresh))], order="due, id")
        result = {}
        for move, cases in left.grouped("move_id").items():
            items = sorted(fresh[move.id], key=lambda item: (values[item]["due"], item))
            result.update(zip(items, cases, strict=False))
        return result

    # ------------------------------------------------------------ days

    def _gendan_look(self):
        """Age, promises, situation, main reason and to-dos of these cases as of today. Batch; writes what differs."""
        cases = self.sudo()  # sudo: for the program, whoever set it off
        opened = cases.filtered(lambda case: case.state == "open")
        cases._gendan_judge_promises()
        changes = {}
        for company, group in opened.grouped("company_id").items():
            today = company._gendan_today()
            for case in group:
                bucket, older_on = case._gendan_age(case.due, today)
                changes[case] = {"bucket": bucket} | case._gendan_said()
                changes[case]["next_check"] = case._gendan_next_check(today, older_on, changes[case])
        for case in cases - opened:
            changes[case] = case._gendan_said() | {"next_check": False, "reason": False}
        self.env["gendan.bulk"]._gendan_write_changes(changes)
        # what explains it goes by what was just written
        reasons = opened._gendan_explained()
        self.env["gendan.bulk"]._gendan_write_changes(
            {case: {"reason": found[0].code if found else False} for case, found in reasons.items()}
        )
        cases._gendan_sync_todos()

    def _gendan_next_check(self, today, older_on, said):
        """The next day on which the case changes by itself.

        :param older_on: the day on which it becomes older
        :param said: from `_gendan_said`
        """
        self.ensure_one()
        days = [older_on, self._gendan_todo_from()]
        if said["situation"] == "promised" and said["promised_day"]:
            days.append(self.company_id._gendan_promise_until(said["promised_day"]) + timedelta(days=1))
        if said["situation"] == "paid":
            days.append(self._gendan_look_for_money_on())
        return min((day for day in days if day and day > today), default=False)
