"""Statements are made, worked out anew and numbered, many at once."""

import json
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# column of the lines -> its type in the database; the order is that of the insert
COLUMNS = {
    "statement_id": "int",
    "sequence": "int",
    "kind": "varchar",
    "date": "date",
    "currency_id": "int",
    "note_number": "varchar",
    "order_number": "varchar",
    "our_order": "varchar",
    "receipt_number": "varchar",
    "customer_part": "varchar",
    "name": "varchar",
    "quantity": "numeric",
    "uom_id": "int",
    "price": "numeric",
    "amount": "numeric",
    "amount_tax": "numeric",
    "amount_total": "numeric",
    "amount_a": "numeric",
    "amount_b": "numeric",
    "amount_paper": "numeric",
    "amount_company": "numeric",
    "date_due": "date",
    "invoice_number": "varchar",
    "signed_back": "bool",
    "remark": "varchar",
    "note_id": "int",
    "order_id": "int",
    "sale_line_id": "int",
    "product_id": "int",
    "move_id": "int",
    "stock_ref": "int",
    "ledger_ref": "int",
    "partial_ref": "int",
}

QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}


class GendanStatement(models.Model):
    """Making and refreshing. Lines are inserted as rows of a table: a month may have a hundred thousand."""

    _inherit = "gendan.statement"

    @api.model
    def _gendan_make(self, company, first, last, keys, run=None, with_idle=False, usual=None):
        """Make the statements of a period. Superuser; the caller has seen to it that none is there yet.

        :param keys: (commercial partner's id, currency's id)
        :param date usual: the first day where nothing moved before it, see `_gendan_first_day`; ``first`` if left out
        :param run: gendan.statement.run
        :param bool with_idle: also those without movement
        :return: {key: statement}; those without movement are left out
        """
        langs = {
            partner.id: partner._gendan_statement_lang()
            for partner in self.env["res.partner"].browse(sorted({partner for partner, _currency in keys}))
        }
        worked = self._gendan_work_out(company, first, last, keys, langs)
        said = [key for key in keys if self._gendan_is_worth_it(worked[key], with_idle)]
        numbers = self._gendan_numbers(company, last, len(said))
        profiles = {worked[key].values["profile_id"] for key in said}
        answers = {
            profile.id: (profile._gendan_reconcile_by(last, company), profile._gendan_signed_by(last, company))
            for profile in (self.env["gendan.settlement.profile"].browse(one or []) for one in profiles)
        }
        # nobody follows, and nobody is told, a draft that a machine made
        statements = self._gendan_as_code().with_context(**QUIET).create(
            [
                {
                    **self._gendan_split_figures(worked[key].values)[0],
                    "name": number,
                    "company_id": company.id,
                    "partner_id": key[0],
                    "currency_id": key[1],
                    "date_from": self._gendan_first_day(worked[key], first, usual or first),
                    "date_to": last,
                    "run_id": run.id if run else False,
                    "lang": langs[key[0]],
                    "reconcile_by": answers[worked[key].values["profile_id"]][0],
                    "signed_by_day": answers[worked[key].values["profile_id"]][1],
                }
                for key, number in zip(said, numbers, strict=True)
            ]
        )
        # who gets them must not write their figures by accident
        statements = statements.with_env(self.env)
        made = dict(zip(said, statements, strict=True))
        statements._gendan_write_figures({made[key]: worked[key].values for key in said})
        self._gendan_insert_lines({statement: worked[key].lines for key, statement in made.items()})
        statements._gendan_add_extras()
        return made

    @api.model
    def _gendan_is_worth_it(self, worked, with_idle):
        """Whether there is anything to say: something moved, or a balance where that is asked for."""
        values = worked.values
        return bool(worked.lines) or (
            with_idle and bool(values["opening"] or values["amount_total"] or values["amount_a"])
        )

    @api.model
    def _gendan_split_figures(self, values):
        """Values of a statement apart: (those that are no amounts, amounts)."""
        amounts = {name: value for name, value in values.items() if self._fields[name].type == "monetary"}
        return {name: value for name, value in values.items() if name not in amounts}, amounts

    def _gendan_write_figures(self, values):
        """Write the amounts of these statements, rounded already, in one statement: some two dozen of each.

        :param values: {statement: dict of its values}
        """
        rows = [{**self._gendan_split_figures(values[one])[1], "id": one.id} for one in self]
        if not rows:
            return
        names = [name for name in rows[0] if name != "id"]
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE gendan_statement SET %s FROM jsonb_to_recordset(%s) AS row (id int, %s)"
                " WHERE gendan_statement.id = row.id",
                SQL(", ").join(SQL("%s = row.%s", SQL.identifier(name), SQL.identifier(name)) for name in names),
                json.dumps(rows),
                SQL(", ").join(SQL("%s numeric", SQL.identifier(name)) for name in names),
            )
        )
        self.invalidate_recordset(names, flush=False)
        self.modified(names)

    @api.model
    def _gendan_insert_lines(self, lines):
        """Insert the lines of new statements.

        :param lines: {statement: [dict]}
        """
        self.flush_model()
        rows = []
        for statement, dicts in lines.items():
            rows.extend(
                {**line, "statement_id": statement.id, "currency_id": statement.currency_id.id} for line in dicts
            )
        if not rows:
            return
        names = [SQL.identifier(name) for name in COLUMNS]
        self.env.cr.execute(
            SQL(
                """INSERT INTO gendan_statement_line (%(names)s, create_uid, create_date, write_uid, write_date)
                   SELECT %(names)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                     FROM jsonb_to_recordset(%(rows)s) AS row(%(columns)s)""",
                names=SQL(", ").join(names),
                columns=SQL(", ").join(
                    SQL("%s %s", SQL.identifier(name), SQL(kind)) for name, kind in COLUMNS.items()
                ),
                rows=json.dumps(rows, default=fields.Date.to_string),
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.env["gendan.statement.line"].invalidate_model()
        self.invalidate_model(["line_ids"])

    def _gendan_add_extras(self):
        """What rooms have to say about these statements, kept with them. Batch."""
        for statement, blocks in self._gendan_statement_extras().items():
            if blocks or statement.extras:
                statement._gendan_as_code().extras = blocks

    def _gendan_refresh(self):
        """Work out these drafts anew. Batch, superuser.

        :raise UserError: one has been sent
        """
        for statement in self:
            if statement._gendan_is_frozen():
                raise UserError(statement._gendan_frozen_text())
        anew = self._gendan_anew()
        self._gendan_as_code().line_ids.unlink()
        for statement, (worked, first) in anew.items():
            others, _amounts = self._gendan_split_figures(worked.values)
            statement._gendan_as_code().write({**others, "date_from": first})
        self._gendan_write_figures({statement: worked.values for statement, (worked, _first) in anew.items()})
        self._gendan_insert_lines({statement: worked.lines for statement, (worked, _first) in anew.items()})
        self._gendan_add_extras()

    def _gendan_anew(self):
        """What these would say now, and from which day on. Batch, superuser.

        :return: {statement: (Worked, first day)}
        """
        groups = defaultdict(self.browse)
        for (company, last), group in self.grouped(lambda one: (one.company_id, one.date_to)).items():
            keys = {one: (one.partner_id.id, one.currency_id.id) for one in group}
            begins = self._gendan_begins(company, last, group.partner_id.ids)
            for one, key in keys.items():
                usual = one.run_id.date_from or one.date_from
                groups[company, begins.get(key, usual), usual, last, one.lang] |= one
        result = {}
        for (company, begin, usual, last, lang), group in groups.items():
            keys = {one: (one.partner_id.id, one.currency_id.id) for one in group}
            langs = dict.fromkeys(group.partner_id.ids, lang)
            worked = self._gendan_work_out(company, begin, last, list(keys.values()), langs)
            for one, key in keys.items():
                result[one] = worked[key], self._gendan_first_day(worked[key], begin, usual)
        return result

    # ------------------------------------------------------------ periods

    @api.model
    def _gendan_begins(self, company, last, partner_ids=None):
        """The day after the last statement of each customer that ends before a day, drafts among them. One query.

        Periods join: a day stands on one statement, whatever the customer's closing day was before, and none between
        two statements is left out.

        :param date last: last day of the period that is to begin
        :param partner_ids: of these commercial partners only
        :return: {key: day}; who has none yet is not in it
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT partner_id, currency_id, MAX(date_to)
                     FROM gendan_statement
                    WHERE company_id = %s AND date_to < %s AND state <> 'replaced' AND %s
                    GROUP BY partner_id, currency_id""",
                company.id,
                last,
                self.env["gendan.statement.books"]._gendan_who(SQL("partner_id"), partner_ids),
            )
        )
        return {(partner, currency): day + timedelta(days=1) for partner, currency, day in rows}

    @api.model
    def _gendan_first_day(self, worked, begin, usual):
        """The first day of a statement that was worked out from ``begin`` on.

        :param date begin: the day after the statement before
        :param date usual: the first day of the month or closing period: where nothing moved before it, months of
            silence are not added to the period
        """
        if begin >= usual:
            return begin
        moved = any(line["kind"] != "correction" and line["date"] < usual for line in worked.lines)
        return begin if moved else usual

    # ------------------------------------------------------------ numbers

    @api.model
    def _gendan_numbers(self, company, day, count):
        """The next numbers of the month of a day: ST/2026/11/0001. Two queries, however many."""
        months = self._gendan_number_range(company, day)
        sequence = months.sequence_id
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03}_{months.id:03}",
                count,
            )
        )
        # once, not for each number: what stands around it is looked up in the calendar
        before, after = sequence._get_prefix_suffix(date=day, date_range=months.date_from)
        return [f"{before}{number:0{sequence.padding}}{after}" for (number,) in rows]

    @api.model
    def _gendan_number_range(self, company, day):
        """The range of numbers of a day's month, made when it is the first.

        Each company counts by itself: the shared sequence is copied for it.
        """
        Sequence = self.env["ir.sequence"].sudo()  # sudo: whoever makes statements takes the next numbers
        found = Sequence.search([("code", "=", "gendan.statement"), ("company_id", "in", (company.id, False))])
        own = found.filtered("company_id")[:1]
        if not own:
            own = found[:1].copy({"company_id": company.id, "name": f"{found[:1].name} ({company.name})"})
        first = fields.Date.start_of(day, "month")
        months = self.env["ir.sequence.date_range"].sudo()  # sudo: as above
        month = months.search([("sequence_id", "=", own.id), ("date_from", "=", first)], limit=1)
        return month or months.create(
            {"sequence_id": own.id, "date_from": first, "date_to": fields.Date.end_of(day, "month")}
        )
