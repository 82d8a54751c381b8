from odoo import api, fields, models
from odoo.tools import SQL

from .sale_order_line_links import LinksMemo
from .sale_order_settle import MARKS

TOUCHED = "gendan_followup.touched"
PRODUCTION_EVENTS = ("mo_confirmed", "components_available", "mo_started", "workorder_done", "mo_done")
SUPPLY_EVENTS = (*PRODUCTION_EVENTS, "shipped")
INVOICE_EVENTS = ("invoiced", "paid")
# more orders than this behind what one transaction did are left to the hourly action
MANY_ORDERS = 200
# orders made due in one statement
CHUNK = 1000


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
            env = self.env(context={}, su=True)  # sudo: as _gendan_settle
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
            marked = self.env.cr.precommit.data.get(MARKS) or ()
            for (model, events), ids in work.items():
                found = orders._gendan_touched_orders(orders.env[model].browse(ids))
                if len(found) > MANY_ORDERS:
                    # a receipt that serves half of the factory: not all of it in the storekeeper's transaction
                    others = found.filtered(lambda order: order.id not in marked)
                    if len(others) > MANY_ORDERS:
                        orders.env["gendan.touch"]._gendan_leave(others, "many")
                        found -= others
                found._gendan_mark(*events)

    def _gendan_forget_own(self):
        """Drop what giving these orders their deadlines has touched: they are worked out just now.

        Documents that serve other orders, too, mark those.
        """
        touched = self.env.cr.precommit.data.get(TOUCHED)
        if not touched:
            return
        work = dict(touched)
        touched.clear()
        for (model, events), ids in work.items():
            records = self.env[model].browse(ids)
            if model in ("stock.move", "mrp.production"):
                records = records.filtered(lambda record: record.sale_line_id.order_id not in self)
            if records:
                (self._gendan_touched_orders(records) - self)._gendan_mark(*events)

    @api.model
    def _gendan_touched_orders(self, records):
        """The followed orders behind documents; where they cannot be found, the hourly action tries again."""
        orders = self.env["gendan.touch"]._gendan_orders_behind(records)
        if orders is None:
            self.env["gendan.touch"]._gendan_leave(records, "failed")
            return self.browse()
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
        # sudo: whose documents changed matters, not who may see the plan; callers only mark the orders
        plans = self.env["gendan.plan"].sudo().search_fetch([("order_id", "in", list(order_ids))], ["order_id"])
        return plans.order_id

    def _gendan_orders(self):
        """The followed ones of these orders themselves (see ``gendan.touch``): sudo."""
        return self._gendan_followed(self.ids)

    def _gendan_due_today(self):
        """Have the hourly action work these orders out; what another transaction holds is left out.

        :return: whether all of them are due now
        """
        self.flush_model(["gendan_next_check"])
        done = True
        for company, orders in self.grouped("company_id").items():
            today = company._gendan_today()
            for start in range(0, len(orders), CHUNK):
                ids = tuple(orders.ids[start : start + CHUNK])
                # plain SQL: a date of ours on thousands of orders is no edit of them
                self.env.execute_query(
                    SQL(
                        """
                        UPDATE sale_order SET gendan_next_check = %(today)s
                         WHERE id IN (
                               SELECT id FROM sale_order
                                WHERE id IN %(ids)s AND COALESCE(gendan_next_check, 'infinity') > %(today)s
                                  FOR NO KEY UPDATE SKIP LOCKED)
                     RETURNING id
                        """,
                        today=today,
                        ids=ids,
                    )
                )
                done &= not self.search_count(
                    fields.Domain("id", "in", ids)
                    & (fields.Domain("gendan_next_check", "=", False) | fields.Domain("gendan_next_check", ">", today)),
                    limit=1,
                )
        self.invalidate_model(["gendan_next_check"])
        return done

    def _gendan_settle(self):
        # EXTENDS gendan_followup: what was touched is marked first
        self._gendan_mark_touched()
        return super()._gendan_settle()

    def _gendan_derive(self, marks):
        # EXTENDS gendan_followup: the chains are walked once for all events
        return super(SaleOrder, self.with_context(gendan_links=LinksMemo()))._gendan_derive(marks)
