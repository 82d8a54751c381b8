import logging

import psycopg2

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

RETRY_HOURS_MAX = 24
MAX_TRIES = 5
WOKEN = "gendan_followup.hourly_woken"


class GendanTouch(models.Model):
    """Queue of changes whose orders are still to be looked up.

    A component that thousands of orders wait for, or documents whose orders could not be found,
    leave a row here: an insert, no order is locked by who posts the receipt. The hourly action, woken
    at once, finds the orders and has them worked out. Written and deleted by the machine only; supervisors
    read it.
    """

    _name = "gendan.touch"
    _description = "Change waiting to reach its orders"
    _order = "id"
    _rec_name = "res_model"

    company_id = fields.Many2one("res.company", readonly=True, index="btree_not_null")
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_ids = fields.Json(string="Records", required=True, readonly=True)
    reason = fields.Selection(
        [("many", "Too many orders to look at at once"), ("failed", "Its orders could not be found")],
        required=True,
        readonly=True,
    )
    attempts = fields.Integer(readonly=True, aggregator=None)
    next_try_at = fields.Datetime(readonly=True, help="Empty: with the next run.")

    @api.model
    def _gendan_leave(self, records, reason, company=None):
        """Leave records for the hourly action. One insert.

        :param records: of a model that has ``_gendan_orders``
        :param str reason: key of ``reason``
        :param company: ``res.company`` in whose name the orders are looked up, or None
        """
        # sudo: whoever changes a document leaves the rows and wakes the action; nobody has rights on them
        data = self.env.cr.precommit.data
        if reason == "many" and not data.get(WOKEN):
            data[WOKEN] = True
            self.env.ref("gendan_followup.ir_cron_nightly").sudo()._trigger()  # sudo: as above
        # sudo: as above
        return self.sudo().create(
            {
                "res_model": records._name,
                "res_ids": records.ids,
                "reason": reason,
                "company_id": company.id if company else False,
            }
        )

    @api.model
    def _gendan_pass_on(self, batch_size=100):
        """Make the orders behind all waiting rows due today; called by the hourly action.

        Rows are deleted once their orders are due, so that doing it twice does nothing new. Two
        workers share the rows by row locks; a row that fails is put off by 1, 2, 4 ... hours.

        :param int batch_size: rows looked up between two commits
        :return: whether there is time left
        """
        cron = self.env["ir.cron"]
        now = fields.Datetime.now()
        domain = fields.Domain("next_try_at", "=", False) | fields.Domain("next_try_at", "<=", now)
        tries = MAX_TRIES
        while rows := self.search(domain, limit=batch_size).try_lock_for_update():
            try:
                rows._gendan_pass_on_batch(now)
            except psycopg2.errors.SerializationFailure:
                # an order changed between our reading and our locking: read again
                self.env.cr.rollback()
                self.env.transaction.clear()
                if not (tries := tries - 1):
                    raise
                continue
            if not cron._commit_progress(len(rows)):
                return False
        return True

    def _gendan_pass_on_batch(self, now):
        """Look up these rows, put those off that fail and delete the others."""
        failed = self.browse()
        for group in self.grouped(lambda row: (row.res_model, row.company_id)).values():
            failed |= group._gendan_pass_on_group()
        for row in failed:
            hours = min(2**row.attempts, RETRY_HOURS_MAX)
            row.write({"attempts": row.attempts + 1, "next_try_at": fields.Datetime.add(now, hours=hours)})
        (self - failed).unlink()

    def _gendan_pass_on_group(self):
        """Make the orders behind these rows of one model and company due.

        :return: the rows that failed
        """
        model, company = self[0].res_model, self[0].company_id
        if model not in self.env:
            return self.browse()
        records = self.env[model].browse(sorted({record_id for row in self for record_id in row.res_ids}))
        orders = self._gendan_orders_behind(records.with_company(company) if company else records)
        if orders is None:
            # one by one: a bad row must not keep the others from their orders
            return self.filtered(lambda row: row._gendan_pass_on_group()) if len(self) > 1 else self
        # what another transaction holds is looked at once more
        return self.browse() if orders._gendan_due_today() else self

    @api.model
    def _gendan_orders_behind(self, records):
        """The followed orders behind documents.

        :return: ``sale.order``, or None after an unexpected error, which is logged and never raised
        """
        self.env.flush_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            orders = records.exists()._gendan_orders()
        except (psycopg2.errors.SerializationFailure, psycopg2.errors.DeadlockDetected):
            raise  # Odoo retries the whole transaction
        except Exception:
            self.env.transaction.clear()
            savepoint.close(rollback=True)
            _logger.exception("The orders that %s %s serve could not be found", records._name, records.ids)
            return None
        savepoint.close(rollback=False)
        return orders
