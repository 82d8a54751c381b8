from dataclasses import dataclass
from datetime import date, timedelta

from odoo import api, models

from ...tools import critical_path, money_tail
from .res_company import FARTHEST

# what is stored of a milestone behind the end of the follow-up
NOT_FOLLOWED = {
    "forecast_start": False,
    "forecast_date": False,
    "slack_days": 0,
    "is_critical": False,
    "is_ready": False,
    "held_days": 0,
}

@dataclass(slots=True)
class Outlook:
    """Where the delivery of one plan is heading, as computed; nothing of it is written."""

    result: critical_path.Plan
    milestones: models.BaseModel  # gendan.milestone of the delivery
    targets: models.BaseModel  # gendan.milestone: those the plan ends with, usually what the promise is about
    dates: dict  # {milestone: (start, finish)}, False where it does not count
    forecast: date | bool
    buffer: int
    delivered: bool
    health: str
    due: date | bool  # last day for the end of a follow-up that stops short of the promise, else False


class GendanPlan(models.Model):
    """The plan's arithmetic: baseline, forecast, lights. The only place that writes them."""

    _inherit = "gendan.plan"

    # === calendars ===

    def _gendan_calendars(self, *further):
        """Working days of every calendar these plans use.

        :param further: ``datetime.date`` values the horizon must cover besides the plans' own
        :return: dict plan -> dict owner key (None, 'us', 'customer', 'supplier', 'carrier') -> WorkDays
        """
        records = {}
        for plan in self:
            company = plan.company_id
            ours = company.resource_calendar_id
            records[plan] = {
                None: ours,
                "us": ours,
                "customer": plan.partner_id.gendan_calendar_id or ours,
                "supplier": company.gendan_supplier_calendar_id or ours,
                "carrier": company.gendan_carrier_calendar_id or ours,
            }
        days = [day for plan in self for day in (plan.confirmed_date, plan.promise_date, plan.forecast_date) if day]
        days += further
        # twice as many days of the calendar as are worked; mostly less than the year there is to spare
        longest = max((sum(plan.milestone_ids.mapped("duration")) for plan in self), default=0)
        reach = timedelta(days=min(2 * longest, FARTHEST))
        if days and reach.days > 366:
            days += (min(days) - reach, max(days) + reach)
        for milestone in self.milestone_ids:
            days += filter(None, (milestone.actual_date, milestone.expected_date, milestone.retimed_date))
        workdays = {}
        for plan, calendars in records.items():
            for calendar in calendars.values():
                if calendar not in workdays:
                    workdays[calendar] = plan.company_id._gendan_workdays(*days, calendar=calendar)
        return {
            plan: {owner: workdays[calendar] for owner, calendar in calendars.items()}
            for plan, calendars in records.items()
        }

    # === baseline ===

    def _gendan_set_baseline(self):
        """Freeze the baseline: backward from the promise, or forward where there is none yet."""
        transit = self.order_id._gendan_transit_days()
        calendars = self._gendan_calendars()
        for plan in self:
            days, unit = transit.get(plan.order_id, (None, None))
            if days is not None:
                # the table knows the way to this customer better than the template does
                plan.milestone_ids.filtered("is_target").write({"duration": days, "duration_unit": unit})
            plan._gendan_baseline(calendars[plan])

    def _gendan_baseline(self, calendars):
        """Write this plan's baseline dates.

        :param calendars: dict owner -> WorkDays
        """
        self.ensure_one()
        milestones = self._gendan_delivery_milestones()
        steps = [milestone._gendan_step(milestone.owner) for milestone in milestones]
        for step in steps:
            step.actual = step.expected = step.manual = None
        if not steps:
            return
        targets = self._gendan_targets(milestones)
        start = self.confirmed_date or self.company_id._gendan_today()
        late = {}
        if self.promise_date:
            target_day = self.partner_id._gendan_previous_receiving_day(self.promise_date)
            dates = critical_path.backward(steps, targets, target_day, calendars)
            first = min((found.start for found in dates.values()), default=start)
            # what does not feed the delivery is due as soon as it can be, not as late as it may
            early = critical_path.forward(steps, start, calendars, start)
            feeding = critical_path.late_dates(steps, targets, target_day, calendars)
            dates.update({key: found for key, found in early.items() if key not in feeding})
            late = feeding
        else:
            # conditional: the steps up to T0 run from the confirmation, the rest is re-planned on T0
            dates = critical_path.forward(steps, start, calendars, start)
            first = start
        by_key = {milestone.key: milestone for milestone in milestones}
        for key, found in dates.items():
            if by_key[key].is_added:
                continue  # planned by the clerk, for the day she said
            by_key[key].write({"baseline_start": found.start, "baseline_date": found.finish})
        shipped = milestones.filtered(lambda m: m.event == "shipped" and m.state != "na")[:1]
        latest = late.get(shipped.key)
        latest_ship = (latest and latest.finish) or shipped.baseline_date
        ours = calendars[None]
        self.write(
            {
                "latest_ship_date": latest_ship and self.order_id._gendan_last_departure(latest_ship),
                "infeasible": first < start,
                "infeasible_days": ours.between(first, start) if first < start else 0,
            }
        )
        self._gendan_money_dates(dict.fromkeys(("baseline_date", "baseline_start")))

    def _gendan_money_dates(self, names):
        """Freeze the baseline of papers and payments behind the delivery's baseline."""
        self.ensure_one()
        due = self._gendan_tail("baseline_date")
        for milestone in self._gendan_money_milestones():
            milestone.write(dict.fromkeys(names, due[milestone.key] or False))

    def _gendan_tail(self, date_field):
        """Due days of papers and payments.

        :param str date_field: which date of the shipping and arrival milestones counts
        :return: dict key -> date or None
        """
        self.ensure_one()
        shipped = self.milestone_ids.filtered(lambda m: m.event == "shipped" and m.state != "na")[:1]
        target = self.milestone_ids.filtered("is_target")[:1]
        profile = self.partner_id.gendan_settlement_profile_id
        return money_tail.due_days(
            [
                money_tail.TailStep(
                    m.key,
                    m.anchor,
                    m.duration,
                    m.actual_date if date_field != "baseline_date" else None,
                    m.event == "paid",
                )
                for m in self._gendan_money_milestones()
            ],
            shipped=shipped[date_field] or target[date_field] or None,
            arrived=target[date_field] or None,
            closing_day=profile.closing_day,
            pay_day=profile.pay_day,
        )

    def _gendan_delivery_milestones(self):
        return self.milestone_ids.filtered(lambda m: m.light == "delivery")

    def _gendan_money_milestones(self):
        return self.milestone_ids.filtered(lambda m: m.light == "money").sorted(lambda m: (m.sequence, m.key))

    @api.model
    def _gendan_targets(self, milestones):
        """Keys of the milestones the promise is about; the last ones where none is marked."""
        applicable = milestones.filtered(lambda m: m._gendan_is_passed())
        marked = applicable.filtered("is_target")
        if marked:
            return marked.mapped("key")
        waited_for = {link[0] for m in applicable for link in m.links or ()}
        return [m.key for m in applicable if m.key not in waited_for]

    def _gendan_feasible_day(self, calendars, transit=None):
        """The earliest arrival by the template's durations, counted from the confirmation.

        :param calendars: dict owner -> WorkDays
        :param transit: (days, unit) of the transit table, or None
        :return: ``datetime.date``
        """
        self.ensure_one()
        milestones = self._gendan_delivery_milestones()
        steps = [milestone._gendan_step(milestone.owner) for milestone in milestones]
        targets = self._gendan_targets(milestones)
        if transit and transit[0] is not None:
            for step in steps:
                if step.key in milestones.filtered("is_target").mapped("key"):
                    step.duration, step.unit = transit
        start = self.confirmed_date
        forecasts = critical_path.forward(steps, start, calendars, start)
        day = max((forecasts[key].finish for key in targets), default=start)
        return self.partner_id._gendan_next_receiving_day(day)

    # === forecast and lights ===

    def _gendan_refresh(self):
        """Move forecasts, slack, the critical chain and the lights; write only what has changed.

        Called by ``sale.order._gendan_settle`` and the nightly action, in batch and with sudo.
        """
        if not self:
            return
        calendars = self._gendan_calendars()
        for plan in self:
            plan._gendan_meet_conditions(calendars[plan])
        # step by step for all plans: what many of them change alike is written at once
        outlooks = {
            plan: plan._gendan_outlook(calendars[plan], plan.company_id._gendan_today()) for plan in self
        }
        self.env["gendan.bulk"]._gendan_write_changes(
            {
                milestone: values
                for plan, outlook in outlooks.items()
                for milestone, values in plan._gendan_steps_vals(outlook, calendars[plan]).items()
            }
        )
        self.env["gendan.bulk"]._gendan_write_changes(
            {milestone: values for plan in self for milestone, values in plan._gendan_money_vals().items()}
        )
        self.env["gendan.bulk"]._gendan_write_changes(
            {plan: plan._gendan_lights_vals(calendars[plan], outlook) for plan, outlook in outlooks.items()}
        )

    def _gendan_meet_conditions(self, calendars):
        """Turn a conditional promise into version 1 once the last start condition is met."""
        self.ensure_one()
        if not self.is_conditional or self.condition_met_on or not self.is_running:
            return
        conditions = self.milestone_ids.filtered(lambda m: m.is_condition and m.state != "na")
        if any(m.state == "open" for m in conditions):
            return
        # what was skipped held the order back until it was
        days = [m.skipped_on if m.state == "skipped" else m.actual_date for m in conditions]
        t0 = max(filter(None, days), default=self.confirmed_date)
        promised = calendars[None].add(t0, self.condition_days)
        self.condition_met_on = t0
        if self.promise_date:
            return  # a day was agreed in the meantime; that holds
        self.promise_date = promised
        self.part_ids._gendan_promise(promised, "conditions_met")
        self._gendan_baseline_after(conditions, calendars)

    def _gendan_baseline_after(self, conditions, calendars):
        """Baseline of what was still to come when T0 was reached; what is done keeps its own."""
        done = {m: (m.baseline_start, m.baseline_date) for m in self.milestone_ids if m.actual_date}
        self._gendan_baseline(calendars)
        for milestone, (start, finish) in done.items():
            milestone.write({"baseline_start": start, "baseline_date": finish})

    def _gendan_outlook(self, calendars, today, expected=None):
        """Forecast and light of this plan. Writes nothing: refreshing and what-if both ask here.

        :param calendars: dict owner -> WorkDays
        :param today: ``datetime.date`` of the company
        :param dict expected: {milestone: day or False} in place of what its documents expect
        :return: :class:`Outlook`
        """
        self.ensure_one()
        milestones = self._gendan_delivery_milestones()
        steps = [milestone._gendan_step(milestone.owner) for milestone in milestones]
        for milestone, step in zip(milestones, steps, strict=True):
            if expected and milestone in expected and not milestone.is_beyond:
                step.expected = expected[milestone] or None
        keys = self._gendan_targets(milestones)
        start = self.confirmed_date or today
        # what arrives on a day on which the customer takes nothing in has arrived on the next
        limit = self.promise_date and self.partner_id._gendan_previous_receiving_day(self.promise_date)
        result = critical_path.plan(steps, today, calendars, start, targets=keys, promise=limit or None)
        dates = {}
        for milestone in milestones:
            found = result.forecasts.get(milestone.key)
            finish = found.finish if found else False
            if milestone.is_target and finish and milestone.state == "open":
                finish = self.partner_id._gendan_next_receiving_day(finish)
            dates[milestone] = (found.start if found else False, finish)
        targets = self._gendan_ends(milestones)
        forecast = max((dates[m][1] for m in targets if dates[m][1]), default=False)
        promise = self.promise_date
        delivered = bool(targets) and not any(m.state == "open" for m in targets)
        limits = self._gendan_end_limits(targets, steps, keys, limit, calendars)
        due = max(limits.values(), default=False)
        pairs = [(dates[m][1], day) for m, day in limits.items() if dates[m][1]]
        if forecast and promise and not pairs:
            pairs = [(forecast, promise)]
        return Outlook(
            result=result,
            milestones=milestones,
            targets=targets,
            dates=dates,
            forecast=forecast,
            buffer=min((critical_path.buffer_days(*pair, calendars[None]) for pair in pairs), default=0),
            delivered=delivered,
            health=self._gendan_delivery_light(today, delivered, forecast, limits, dates),
            due=due,
        )

    def _gendan_delivery_light(self, today, delivered, forecast, limits, dates):
        """State of the delivery.

        :param bool delivered: everything promised has arrived, or the follow-up has ended before
        :param forecast: the day it is to be expected, or False
        :param dict limits: {milestone: last day} where the follow-up ends before the arrival
        :param dict dates: {milestone: (start, finish)}
        """
        self.ensure_one()
        promise = self.promise_date
        if not self.is_running:
            return "cancelled"
        if delivered:
            return "delivered"
        if self.is_conditional and not promise:
            return "waiting"
        if limits:
            opened = [milestone for milestone in limits if milestone.state == "open"]
            if any(today > limits[milestone] for milestone in opened):
                return "late"
            return "at_risk" if any(dates[m][1] and dates[m][1] > limits[m] for m in opened) else "on_track"
        if promise and today > promise:
            return "late"
        if promise and forecast and forecast > promise:
            return "at_risk"
        return "on_track"

    def _gendan_steps_vals(self, outlook, calendars):
        """{milestone of the delivery: values} of where it is heading."""
        self.ensure_one()
        today = self.company_id._gendan_today()
        changes = {}
        done_keys = {m.key for m in outlook.milestones if m.state != "open"}
        for milestone, (start, finish) in outlook.dates.items():
            if milestone.is_beyond:
                changes[milestone] = dict(NOT_FOLLOWED)
                continue
            ready = milestone.state == "open" and all(
                # overlapping work is ready when its turn to begin has come
                link[0] in done_keys or (link[1] == "ss" and start and start <= today)
                for link in milestone.links or ()
            )
            changes[milestone] = {
                "forecast_start": start,
                "forecast_date": finish,
                "slack_days": outlook.result.slack.get(milestone.key, 0),
                "is_critical": milestone.key in outlook.result.critical,
                "is_ready": ready,
                "held_days": milestone._gendan_held(today, calendars),
            }
        return changes

    def _gendan_money_vals(self):
        """{milestone of papers and money: values} of where it is heading, once the delivery's are written."""
        self.ensure_one()
        today = self.company_id._gendan_today()
        due = self._gendan_tail("forecast_date")
        previous_done = True
        changes = {}
        delivered = all(m.state != "open" for m in self.milestone_ids if m.is_target)
        for milestone in self._gendan_money_milestones():
            if milestone.is_beyond:
                changes[milestone] = dict(NOT_FOLLOWED)
                continue
            day = due[milestone.key]
            forecast = milestone.actual_date or (max(day, today) if day else False)
            if milestone.retimed_date and not milestone.actual_date:
                forecast = max(milestone.retimed_date, today)
            changes[milestone] = {
                "forecast_start": forecast,
                "forecast_date": forecast,
                "slack_days": (day - forecast).days if day and forecast else 0,
                "is_ready": delivered and previous_done,
            }
            previous_done = milestone.state != "open"
        return changes

    def _gendan_lights_vals(self, calendars, outlook):
        """The plan's dates and lights, once its milestones are written."""
        self.ensure_one()
        today = self.company_id._gendan_today()
        health, delivered = outlook.health, outlook.delivered
        ours = calendars[None]
        opened = self.milestone_ids.filtered(lambda m: m.state == "open")
        shipped = self.milestone_ids.filtered(lambda m: m.event == "shipped" and m.state != "na")[:1]
        latest = outlook.result.latest.get(shipped.key)
        latest_ship = latest and latest.finish and self.order_id._gendan_last_departure(latest.finish)
        latest_ship = latest_ship or self.latest_ship_date or shipped.baseline_date
        values = {
            "forecast_date": outlook.forecast,
            "actual_date": outlook.forecast if delivered else False,
            "buffer_days": outlook.buffer,
            "scope_due": outlook.due,
            "delivery_health": health,
            "money_health": self._gendan_money_light(),
            "held_days": self._gendan_held_total(self._gendan_held_spans(today, calendars).values(), calendars),
            "latest_ship_date": latest_ship,
            "inhouse_date": latest_ship
            and ours.add(latest_ship, -(self.company_id.gendan_safety_days or 0), roll="prev"),
            "next_milestone_id": opened.filtered(lambda m: m.light == "delivery" or delivered)
            .sorted(lambda m: (m.forecast_date or date.max, m.sequence))[:1]
            .id,
            "next_check": self._gendan_next_check(today, health, opened, outlook.due, calendars),
        }
        if not shipped:
            values["latest_ship_date"] = values["inhouse_date"] = False
        return values

    def _gendan_money_light(self):
        """State of papers and money: late when something is due and past, at risk when later than planned."""
        self.ensure_one()
        if not self.is_running:
            return "cancelled"
        milestones = self._gendan_money_milestones().filtered(lambda m: m.state not in ("skipped", "na"))
        opened = milestones.filtered(lambda m: m.state == "open")
        if not opened:
            return "done" if milestones else "none"
        if any(m.slack_days < 0 and m.forecast_date for m in opened):
            return "late"
        if any(m.forecast_date and m.baseline_date and m.forecast_date > m.baseline_date for m in opened):
            return "at_risk"
        return "on_track"

    def _gendan_next_check(self, today, health, opened, due, calendars):
        """The day on which dates or lights change without an event: the first open forecast passes, the turn of
        overlapping work comes, or the customer holds us one day more.

        :param due: last day for the end of a follow-up that stops short of the promise, or False
        :param calendars: dict owner -> WorkDays

        False for a plan that only an event can move: cancelled, or done in both lights.
        """
        self.ensure_one()
        if not self.is_running or not opened:
            return False
        days = [max(m.forecast_date, today) + timedelta(days=1) for m in opened if m.forecast_date]
        for milestone in opened.filtered(lambda m: m.light == "delivery" and not m.is_beyond):
            start = milestone.forecast_start
            overlaps = any(link[1] == "ss" for link in milestone.links or ())
            if overlaps and start and start > today and not milestone.is_ready:
                days.append(start)
            if held_from := milestone._gendan_held_from(calendars):
                days.append(max(held_from, today) + timedelta(days=1))
        last = due or self.promise_date
        if health in ("on_track", "at_risk") and last and last >= today:
            days.append(last + timedelta(days=1))
        return min(days, default=False)
