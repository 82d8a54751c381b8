import logging
from collections import defaultdict

from psycopg2 import IntegrityError
from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError

_logger = logging.getLogger(__name__)


class GendanBulk(models.AbstractModel):
    """Work on many records of which one that fails must not stop the others."""

    _name = "gendan.bulk"
    _description = "Bulk work"

    @api.model
    def _gendan_try(self, groups, work, passing=()):
        """Do ``work`` for all groups at once in a savepoint; when that fails, group by group.

        :param groups: list of recordsets; each is done whole or not at all
        :param work: called with the union of some of the groups
        :param passing: types of exceptions to hand on, after the rollback
        :return: dict index of group -> the sentence why nothing of it was done
        """
        if not groups:
            return {}
        sentence = self._gendan_try_once(lambda: work(groups[0].union(*groups[1:])), passing)
        if sentence is None:
            return {}
        if len(groups) == 1:
            return {0: sentence}
        failed = {}
        for index, group in enumerate(groups):
            sentence = self._gendan_try_once(lambda group=group: work(group), ())
            if sentence is not None:
                failed[index] = sentence
        return failed

    @api.model
    def _gendan_try_once(self, work, passing):
        """:return: None when it went well, else the sentence why nothing of it was written"""
        error = self._gendan_attempt(work)
        if error is None:
            return None
        if isinstance(error, passing):
            raise error
        if isinstance(error, (UserError, IntegrityError)):
            return str(error)
        _logger.error("Bulk work failed", exc_info=error)
        return self.env._("This could not be written; the server's log says why.")

    @api.model
    def _gendan_write_changes(self, changes):
        """Write each record's new values where they differ; what changes alike is written at once.

        :param dict changes: {record of one model: {field: value that can be a key, of a many2one its id}}
        """
        alike = defaultdict(list)
        for record, values in changes.items():
            new = []
            for name, value in values.items():
                old = record[name]
                if (old.id if isinstance(old, models.BaseModel) else old) != value:
                    new.append((name, value))
            if new:
                alike[tuple(new)].append(record)
        for new, records in alike.items():
            records[0].union(*records[1:]).write(dict(new))

    @api.model
    def _gendan_attempt(self, work):
        """Do ``work`` in a savepoint of its own: all of it is written, or nothing.

        :return: None, or the exception that stopped it
        :raise: what Odoo retries the whole request for
        """
        self.env.flush_all()
        # flush=False: a flushing savepoint would run the other pre-commit hooks inside ours, and
        # forget them on rollback
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            work()
            self.env.flush_all()
        except (ConcurrencyError, SerializationFailure, DeadlockDetected, LockNotAvailable):
            raise
        except Exception as error:
            # clear() first: what the failed work left in the cache must never be flushed
            self.env.transaction.clear()
            savepoint.close(rollback=True)
            return error
        savepoint.close(rollback=False)
        return None
