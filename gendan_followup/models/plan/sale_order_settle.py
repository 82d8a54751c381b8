import logging
from collections import defaultdict
from datetime import date

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

MARKS = "gendan_followup.marks"
ALL = "*"
DELIVERY_ORDER = ("late", "at_risk", "waiting", "on_track", "delivered", "cancelled")
MONEY_ORDER = ("late", "at_risk", "on_track", "done", "none", "cancelled")


class SaleOrder(models.Model):
    """Events and expectations: mark, settle, replay (design, mechanism 1).

    Whatever happens in Odoo only *marks* an order; before the transaction commits, each marked
    event's provider (``sale.order.line._gendan_actual_<event>``) derives the dates from the ERP's
    records. A mark carries no date, so living through a history and replaying it cannot differ.
    """

    _inherit = "sale.order"

    def _gendan_mark(self, *events):
        """Say that something about these orders may have changed. Cheap; may be called by anybody.

        :param events: keys of ``gendan.milestone.kind.event``; none: forecasts are moved only
        """
        if not self.ids:
            return
        precommit = self.env.cr.precommit
        marks = precommit.data.setdefault(MARKS, defaultdict(set))
        if not marks:
            # again after each settling: another pre-commit hook may mark what ours has settled
            env = self.env(context={}, su=True)
            precommit.add(lambda: env["sale.order"]._gendan_settle())
        for order_id in self.ids:
            marks[order_id].update(events)

    def _gendan_mark_all(self):
        """Mark every event of these orders."""
        self._gendan_mark(ALL)

    def _gendan_settle(self):
        """Work the marked orders out now, instead of before the commit.

        :return: True, or False when an unexpected error was put off to the nightly action

        An empty recordset settles all marked orders. An error never stops the caller: it is
        logged, the orders stay marked for the nightly replay and the administrator gets a to-do.
        """
        marks = self.env.cr.precommit.data.get(MARKS) or {}
        ids = [order_id for order_id in (self.ids or list(marks)) if order_id in marks]
        if not ids:
            return True
        taken = {order_id: marks.pop(order_id) for order_id in ids}
        # sudo: plans follow facts, whoever caused them; the user's rights were checked at the fact
        orders = self.env(context={}, su=True)["sale.order"].browse(ids).exists()
        if len(orders) > 1 and orders._gendan_guarded(lambda: orders._gendan_derive(taken), put_off=False):
            return True
        # one by one: a bad order must not keep the others from their plan
        done = [order._gendan_guarded(lambda order=order: order._gendan_derive(taken)) for order in orders]
        return all(done)

    def _gendan_guarded(self, work, put_off=True):
        """Run ``work`` in a savepoint of its own; what fails is put off, never raised.

        :param bool put_off: leave these orders to the nightly action when it fails
        :return: whether it succeeded
        """
        error = self.env["gendan.bulk"]._gendan_attempt(work)
        if error is None:
            return True
        names = ", ".join(self.mapped("name"))
        _logger.error("Follow-up of orders %s could not be worked out", names, exc_info=error)
        if put_off:
            self._gendan_put_off()
        return False

    def _gendan_put_off(self):
        """Leave these orders to the nightly replay and tell the administrator."""
        for company, orders in self.grouped("company_id").items():
            orders.write(
                {
                    "gendan_replay_needed": True,
                    "gendan_next_check": company._gendan_today(),
                }
            )
        self._gendan_open_todo(
            "replay",
            {
                # settling knows no user's language: that of the company's other to-dos
                order: order.with_context(lang=order.company_id.partner_id.lang or self.env.user.lang).env._(
                    "The follow-up of %s could not be worked out; the server's log says why.", order.name
                )
                for order in self
            },
            role="supervisor",
        )
        self.env.flush_all()

    def _gendan_replay(self):
        """Derive everything about these orders anew from the ERP's records.

        :return: as :meth:`_gendan_settle`
        """
        self._gendan_mark_all()
        return self._gendan_settle()

    # === the work itself; self is in sudo ===

    def _gendan_derive(self, marks):
        """Plans, dates, forecasts and lights of these orders.

        :param marks: dict order id -> set of events (``ALL`` for every one)
        """
        fresh = self._gendan_ensure_plans()
        # before anything is derived: what is expected depends on the deadlines of our own moves
        fresh._gendan_apply_promises()
        fresh._gendan_forget_own()
        leaving = {plan: plan.latest_ship_date for plan in fresh.gendan_plan_ids}
        followed = self.filtered("gendan_plan_ids")
        if not followed:
            return
        # Two transactions that each see half of what happened must not both commit their half: the
        # second finds this row changed, and Odoo runs it again. Plain SQL: no edit of the order.
        self.env.execute_query(
            SQL(
                "UPDATE sale_order SET gendan_revision = COALESCE(gendan_revision, 0) + 1 WHERE id IN %s RETURNING id",
                tuple(followed.ids),
            )
        )
        reopened = followed.filtered(
            # only a change of state marks everything; a new promise on its way here does not
            lambda order: order.state == "sale" and order not in fresh and ALL in (marks.get(order.id) or ())
        )
        running_again = self.browse()
        for plan in followed.gendan_plan_ids:
            running = plan.order_id.state == "sale"
            day = plan.company_id._gendan_to_day(plan.order_id.date_order)
            if plan.is_running != running:
                plan.is_running = running
                running_again |= plan.order_id if running else self.browse()
            if running and plan.confirmed_date != day:
                plan.confirmed_date = day
        reopened._gendan_promise_again()
        running_again.gendan_part_ids._gendan_split_again()
        followed.gendan_milestone_ids._gendan_apply_scope()
        orders_by_event = defaultdict(lambda: self.browse())
        every = [event for event, _label in self._gendan_events()]
        for order in followed:
            events = marks.get(order.id) or set()
            for event in every if ALL in events or order in fresh else events:
                orders_by_event[event] |= order
        ticked = self.env["gendan.milestone"]
        for event, orders in orders_by_event.items():
            ticked |= orders.gendan_milestone_ids._gendan_apply_event(event)
        ticked |= followed.gendan_milestone_ids._gendan_apply_hands()
        followed.gendan_plan_ids._gendan_refresh()
        followed._gendan_write_lights()
        fresh.filtered(
            lambda order: any(leaving.get(plan) != plan.latest_ship_date for plan in order.gendan_plan_ids)
        )._gendan_apply_promises()
        followed.gendan_milestone_ids._gendan_sync_todos()
        followed.gendan_milestone_ids._gendan_log_messages(ticked)
        if healed := followed.filtered("gendan_replay_needed"):
            healed.write({"gendan_replay_needed": False})
            healed._gendan_close_todos(["replay"])

    @api.model
    def _gendan_events(self):
        """All events as (key, label), rooms' additions included."""
        return self.env["gendan.milestone.kind"]._fields["event"]._description_selection(self.env)

    def _gendan_write_lights(self):
        """Copy the plans' dates and lights to orders and lines, the worst plan first."""
        Plan = self.env["gendan.plan"]
        of_orders, of_lines = {}, {}
        # no tracking: none of these is tracked, and looking through all that is takes longer than the writing
        for order in self.with_context(tracking_disable=True):
            of_orders[order] = self._gendan_summary(order, order.gendan_plan_ids)
            plan_ids = defaultdict(set)
            for part in order.gendan_part_ids:
                plan_ids[part.line_id].add(part.plan_id.id)
            # most orders have one plan: it is summed up once for all of its lines
            lines_of = defaultdict(set)
            for line, ids in plan_ids.items():
                lines_of[tuple(sorted(ids))].add(line.id)
            for ids, line_ids in lines_of.items():
                lines = order.order_line.browse(line_ids).with_prefetch(order.order_line._prefetch_ids)
                of_lines.update(dict.fromkeys(lines, self._gendan_summary(lines, Plan.browse(ids))))
        self.env["gendan.bulk"]._gendan_write_changes(of_orders)
        self.env["gendan.bulk"]._gendan_write_changes(of_lines)
        self._gendan_set_look_due()

    @api.model
    def _gendan_summary(self, records, plans):
        """The summary of ``plans`` for their order or lines: values to write."""
        opened = plans.filtered(lambda p: p.delivery_health not in ("delivered", "cancelled"))
        # dates and buffer of one and the same plan: of those to come the one with the least buffer
        worst = (opened or plans).sorted(
            lambda p: (not p.promise_date, p.buffer_days if opened else 0, -(p.forecast_date or date.min).toordinal())
        )[:1]
        values = {
            "gendan_promise_date": worst.promise_date,
            "gendan_forecast_date": worst.forecast_date,
            "gendan_buffer_days": worst.buffer_days,
            "gendan_delivery_health": min(plans.mapped("delivery_health"), key=DELIVERY_ORDER.index, default=False),
            "gendan_money_health": min(plans.mapped("money_health"), key=MONEY_ORDER.index, default=False),
        }
        if records._name == "sale.order":
            values["gendan_held_days"] = max(plans.mapped("held_days"), default=0)
            values["gendan_next_check"] = min(filter(None, plans.mapped("next_check")), default=False)
            values["gendan_is_done"] = values["gendan_delivery_health"] == "delivered" and values[
                "gendan_money_health"
            ] in ("done", "none")
        return values

    # === nightly ===

    @api.model
    def _cron_gendan_nightly(self, batch_size=200):
        """Replay the orders whose state can change by the passing of a day, or that were put off.

        Runs every hour; the changes that were left to it (``gendan.touch``) go first. Linear in what
        is due; writes nothing where nothing is due. Two workers share the work by row locks; an
        order that fails is put off to tomorrow and does not stop the others.

        :param int batch_size: orders worked out between two commits
        """
        if not self._gendan_may_be_due():
            return
        cron = self.env["ir.cron"]
        if not self.env["gendan.touch"]._gendan_pass_on():
            return
        domain = self._gendan_due_domain()
        cron._commit_progress(remaining=self.search_count(domain))
        while orders := self.search(domain, limit=batch_size, order="gendan_next_check, id"):
            locked = orders.try_lock_for_update()
            if not locked:
                break
            locked._gendan_replay()
            self._gendan_leave_domain(locked)
            if not cron._commit_progress(len(locked)):
                break

    @api.model
    def _gendan_may_be_due(self):
        """Whether there is anything to do, in one statement and two looks into an index.

        The first day to look at an order is held against today of every company; whose order it is,
        ``_gendan_due_domain`` says.
        """
        self.env.flush_all()
        now = fields.Datetime.now()
        # the minimum comes first in its index: nobody reads all orders to find that none is due
        ((is_touched, first, zones),) = self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (SELECT FROM gendan_touch WHERE next_try_at IS NULL OR next_try_at <= %s),
                       (SELECT min(gendan_next_check) FROM sale_order WHERE gendan_next_check IS NOT NULL),
                       (SELECT array_agg(DISTINCT COALESCE(calendar.tz, 'UTC'))
                          FROM res_company company
                     LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id)
                """,
                now,
            )
        )
        moment = pytz.utc.localize(now)
        return is_touched or bool(
            first and any(first <= moment.astimezone(pytz.timezone(zone)).date() for zone in zones)
        )

    @api.model
    def _gendan_due_domain(self):
        """Orders to be worked out today, each by its own company's day."""
        domains = [
            fields.Domain("company_id", "=", company.id)
            & fields.Domain("gendan_next_check", "<=", company._gendan_today())
            for company in self.env["res.company"].sudo().search([])  # sudo: the action serves every company
        ]
        return fields.Domain.OR(domains)

    @api.model
    def _gendan_leave_domain(self, orders):
        """Make sure that no order just worked out, or put off again, is picked again today."""
        for order in orders:
            today = order.company_id._gendan_today()
            if order.gendan_next_check and order.gendan_next_check <= today:
                order.gendan_next_check = fields.Date.add(today, days=1)
