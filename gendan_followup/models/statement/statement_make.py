"""Statements are made, worked out anew and numbered, many at once."""

import json

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
    def _gendan_make(self, company, first, last, keys, run=None, with_idle=False):
        """Make the statements of a period. Superuser; the caller has seen to it that none is there yet.

        :param keys: (commercial partner's id, currency's id)
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
                    **worked[key].values,
                    "name": number,
                    "company_id": company.id,
                    "partner_id": key[0],
                    "currency_id": key[1],
                    "date_from": first,
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
        for (company, first, last), group in self.grouped(
            lambda one: (one.company_id, one.date_from, one.date_to)
        ).items():
            by_key = {(one.partner_id.id, one.currency_id.id): one for one in group}
            langs = {one.partner_id.id: one.lang for one in group}
            worked = self._gendan_work_out(company, first, last, list(by_key), langs)
            group._gendan_as_code().line_ids.unlink()
            for key, statement in by_key.items():
                statement._gendan_as_code().write(worked[key].values)
            self._gendan_insert_lines({one: worked[key].lines for key, one in by_key.items()})
        self._gendan_add_extras()

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
        prefixed = sequence.with_context(ir_sequence_date_range=months.date_from, ir_sequence_date=day)
        return [prefixed.get_next_char(number) for (number,) in rows]

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
