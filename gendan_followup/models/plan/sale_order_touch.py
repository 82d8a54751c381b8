import logging

import psycopg2

from odoo import api, models
from odoo.tools import SQL

from .sale_order_line_links import LinksMemo

_logger = logging.getLogger(__name__)

TOUCHED = "gendan_followup.touched"
PRODUCTION_EVENTS = ("mo_confirmed", "components_available", "mo_started", "workorder_done", "mo_done")
SUPPLY_EVENTS = (*PRODUCTION_EVENTS, "shipped")
INVOICE_EVENTS = ("invoiced", "paid")


class SaleOrder(models.Model):
    """From a document somebody touched to the orders it serves.

    Moves, productions, purchases and invoices are written thousands of times a day, mostly for
    orders nobody follows. Their hooks only note the ids (no query); before the commit, or when a
    result is asked for, the followed orders behind all of them are found at once and marked.
    """

    _inherit = "sale.order"

    @api.model
    def _gendan_touch(self, records, *events):
        """Note that something about these documents changed. Never fails, costs no query.

        :param records: of a model that has ``_gendan_orders``
        :param events: what may follow from it, as in ``_gendan_mark``
        """
        if not (ids := records.ids):
            return
        precommit = self.env.cr.precommit
        touched = precommit.data.setdefault(TOUCHED, {})
        if not touched:  # also when settling itself touches something
            env = self.env(context={}, su=True)
            precommit.add(lambda: env["sale.order"]._gendan_settle())
        touched.setdefault((records._name, events), set()).update(ids)

    @api.model
    def _gendan_touch_now(self, records, *events):
        """As ``_gendan_touch``, for documents about to lose the links that lead to the orders."""
        orders = self.env(context={}, su=True)["sale.order"]  # sudo: as _gendan_settle
        if records.ids and orders._gendan_is_any_followed():
            orders._gendan_touched_orders(records.with_env(orders.env))._gendan_mark(*events)

    @api.model
    def _gendan_mark_touched(self):
        """Mark the followed orders behind everything touched so far."""
        touched = self.env.cr.precommit.data.get(TOUCHED)
        if not touched:
            return
        work = dict(touched)
        touched.clear()
        orders = self.env(context={}, su=True)["sale.order"]  # sudo: as _gendan_settle
        if orders._gendan_is_any_followed():
            for (model, events), ids in work.items():
                for order in orders._gendan_touched_orders(orders.env[model].browse(ids)):
                    order._gendan_mark(*events)

    @api.model
    def _gendan_touched_orders(self, records):
        """The followed orders behind documents; an unexpected error is logged, never raised."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            orders = records.exists()._gendan_orders()
        except (psycopg2.errors.SerializationFailure, psycopg2.errors.DeadlockDetected):
            raise  # Odoo retries the whole transaction
        except Exception:
            self.env.transaction.clear()
            savepoint.close(rollback=True)
            _logger.exception(
                "The orders that %s %s serve could not be found: their follow-up misses this change until replayed",
                records._name,
                records.ids,
            )
            return self.browse()
        savepoint.close(rollback=False)
        return orders

    @api.model
    def _gendan_is_any_followed(self):
        """Whether any order is followed at all; else nothing here costs more than this."""
        return bool(self.env.execute_query(SQL("SELECT 1 FROM gendan_plan LIMIT 1")))

    @api.model
    def _gendan_followed(self, order_ids):
        """The followed ones among these ids, as sudo'ed orders.

        :param order_ids: iterable of ids of ``sale.order``
        """
        plans = self.env["gendan.plan"].sudo().search_fetch([("order_id", "in", list(order_ids))], ["order_id"])
        return plans.order_id

    def _gendan_look_tonight(self):
        """Leave these orders to the next nightly action."""
        for company, orders in self.grouped("company_id").items():
            today = company._gendan_today()
            orders.filtered(
                lambda order, today=today: not order.gendan_next_check or order.gendan_next_check > today
            ).gendan_next_check = today

    def _gendan_settle(self):
        # EXTENDS gendan_followup: what was touched is marked first
        self._gendan_mark_touched()
        return super()._gendan_settle()

    def _gendan_derive(self, marks):
        # EXTENDS gendan_followup: the chains are walked once for all events
        return super(SaleOrder, self.with_context(gendan_links=LinksMemo()))._gendan_derive(marks)
