import logging

import psycopg2.errors

from odoo import api, fields, models
from odoo.tools import SQL

from .exception_detect import SWITCH

_logger = logging.getLogger(__name__)

WOKEN = "gendan_followup.exceptions_woken"
SCOPES = [
    ("order", "Orders"),
    ("production", "Manufacturing orders"),
    ("workcenter", "Work centres"),
    ("outside", "Outside processing"),
    ("material", "Material of orders"),
]
# ids in one row; as many are looked at between two commits
CHUNK = 100
MAX_TRIES = 5


class GendanExceptionLook(models.Model):
    """Queue of records at which the checks for exceptions are to look.

    Whatever may have changed leaves a row: an insert, nothing is locked by who does the work. The scheduled action,
    woken at once, asks the checks. Where nothing waits it costs one look. Written and deleted by the machine only;
    supervisors read it.
    """

    _name = "gendan.exception.look"
    _description = "Record to be looked at for exceptions"
    _order = "due_at, id"
    _rec_name = "scope"

    scope = fields.Selection(SCOPES, required=True, readonly=True)
    res_ids = fields.Json(string="Records", required=True, readonly=True)
    due_at = fields.Datetime(required=True, readonly=True, index=True, default=fields.Datetime.now)

    @api.model
    def _gendan_look_at(self, scope, records, due_at=None):
        """Have the checks look at these records. One insert, where the company has them look.

        :param str scope: key of ``scope``
        :param records: of its model
        :param due_at: naive UTC moment; None: at once
        """
        finding = self.env["res.company"]._gendan_switched_on(self._gendan_scope_switch(scope))
        # sudo: whoever works leaves the row; nobody has rights on them
        ids = [record.id for record in records.sudo() if record.company_id.id in finding]
        if not ids:
            return
        # sudo: as above
        queue = self.sudo()
        queue.create(
            [
                {"scope": scope, "res_ids": ids[start : start + CHUNK], "due_at": due_at or fields.Datetime.now()}
                for start in range(0, len(ids), CHUNK)
            ]
        )
        data = self.env.cr.precommit.data
        if due_at or not data.get(WOKEN):
            data[WOKEN] = True
            self.env.ref("gendan_followup.ir_cron_exceptions").sudo()._trigger(at=due_at)  # sudo: as above

    @api.model
    def _gendan_waiting(self, scope, ids):
        """Which of these records wait in the queue: what is known of them may be of yesterday, or nothing. One query.

        :param str scope: key of ``scope``
        :param ids: of its records
        :return: set of ids
        """
        if not ids:
            return set()
        self.flush_model(["scope", "res_ids"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT found.id::int
                  FROM gendan_exception_look look, jsonb_array_elements_text(look.res_ids) found (id)
                 WHERE look.scope = %s AND found.id::int = ANY(%s)
                """,
                scope,
                list(ids),
            )
        )
        return {record_id for (record_id,) in rows}

    @api.model
    def _gendan_scope_switch(self, scope):
        """Name of the company's switch that has a scope looked at. Hook."""
        return SWITCH

    @api.model
    def _cron_gendan_detect(self):
        """Let the checks look at what waits. Linear in what waits; nothing is written where nothing does.

        Two workers share the rows by row locks; who meets another's exception starts that batch again and finds it.
        A batch that fails is taken one by one, and what fails alone is logged and left out.
        """
        if not self._gendan_is_any_due():
            return
        cron = self.env["ir.cron"]
        tries = MAX_TRIES
        while True:
            try:
                rows = self._gendan_take()
                if not rows:
                    return
                self._gendan_look(rows)
                rows.unlink()
                self.env.flush_all()
            except (psycopg2.errors.UniqueViolation, psycopg2.errors.SerializationFailure):
                # another worker was there between our reading and our writing: read again
                self.env.cr.rollback()
                self.env.transaction.clear()
                if not (tries := tries - 1):
                    raise
                continue
            if not cron._commit_progress(len(rows)):
                return
            self.env.invalidate_all()

    @api.model
    def _gendan_is_any_due(self):
        """Whether anything waits: one look into an index."""
        self.env.flush_all()
        ((found,),) = self.env.execute_query(
            SQL("SELECT EXISTS (SELECT FROM gendan_exception_look WHERE due_at <= %s)", fields.Datetime.now())
        )
        return found

    @api.model
    def _gendan_take(self):
        """Lock rows of one scope that nobody else has, up to a batch of records."""
        due = fields.Domain("due_at", "<=", fields.Datetime.now())
        first = self.search(due, limit=1)
        rows = self.search(due & fields.Domain("scope", "=", first.scope), limit=CHUNK) if first else first
        rows = rows.try_lock_for_update()
        taken, ids = self.browse(), set()
        for row in rows:
            if taken and len(ids.union(row.res_ids)) > CHUNK:
                break
            taken |= row
            ids.update(row.res_ids)
        return taken

    @api.model
    def _gendan_look(self, rows):
        """Ask the checks about the records of rows of one scope."""
        scope = rows[0].scope
        ids = sorted({record_id for row in rows for record_id in row.res_ids})
        error = self._gendan_ask(scope, ids)
        if error is None:
            return
        for record_id in ids:
            if len(ids) == 1 or (error := self._gendan_ask(scope, [record_id])):
                _logger.error("Looking for exceptions at %s %s failed", scope, record_id, exc_info=error)

    @api.model
    def _gendan_ask(self, scope, ids):
        """:return: None, or the unexpected error
        :raise psycopg2.errors.UniqueViolation: another worker opened the same exception
        """
        # sudo: what is found does not depend on who asks
        finder = self.env(context={}, su=True)["gendan.exception"]
        error = self.env["gendan.bulk"]._gendan_attempt(lambda: finder._gendan_detect(scope, ids))
        if isinstance(error, psycopg2.errors.UniqueViolation):
            raise error
        return error
