"""Working days and hours: one list per calendar and span of years, counted in by bisection."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from odoo.addons.gendan_followup.tools.service_clock import ROUND_THE_CLOCK
from odoo.addons.gendan_followup.tools.workdays import HorizonError, WorkDays
from odoo.addons.gendan_followup.tools.workhours import WorkHours

# what an extra day is worked like where the calendar knows no usual day
USUAL_DAY = ((time(8), time(12)), (time(13, 30), time(17, 30)))


class CalendarHours:
    """The working hours of one calendar, for `tools.service_clock`; too short a span of years is widened."""

    def __init__(self, calendar):
        self._calendar = calendar

    def add(self, moment, hours):
        """The moment at which so many hours have been worked."""
        return self._calendar._gendan_add_hours(moment, hours)

    def between(self, start, end):
        """Hours worked from one moment to another."""
        return self._calendar._gendan_hours_between(start, end)


class ResourceCalendar(models.Model):
    """Working time as Odoo has it, plus one-off working days (swapped Saturdays, 调休)."""

    _inherit = "resource.calendar"

    gendan_extra_day_ids = fields.One2many(
        "gendan.extra.workday", "calendar_id", string="Extra Working Days", copy=True
    )

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        # EXTENDS resource
        result = super().write(vals)
        if not self._gendan_workday_fields().isdisjoint(vals):
            self._gendan_forget_workdays()
        return result

    # ------------------------------------------------------------ business

    def _gendan_working_days(self, start, end):
        """Working days of this calendar from `start` to `end`, both included.

        Anybody may call it: closures of the company and extra working days hold for all users alike.

        :param date start: first day, in the calendar's own time zone
        :param date end: last day
        :return: working days in order
        :rtype: list[date]
        """
        return [day for day in self._gendan_workdays(start, end).days if start <= day <= end]

    def _gendan_workdays(self, start, end):
        """The days to count in, over at least `start` to `end` (whole years, so that callers share one list).

        The list is kept per process and forgotten when the calendar, its attendances, the company's closures or the
        extra days change. A calendar in which nobody ever works would leave nothing to count: there every day counts.

        :rtype: odoo.addons.gendan_followup.tools.workdays.WorkDays
        """
        self.ensure_one()
        return self._gendan_workdays_of_years(start.year, end.year)

    # "stable": who works when changes once or twice a year, what empties the other caches with every login or setting
    @ormcache("self.id", "first_year", "last_year", cache="stable")
    def _gendan_workdays_of_years(self, first_year, last_year):
        years = range(first_year, last_year + 1)
        first, last = date(first_year, 1, 1), date(last_year, 12, 31)
        known = frozenset().union(*(self._gendan_workdays_of_year(year) for year in years))
        if not known:
            known = {first + timedelta(days=n) for n in range((last - first).days + 1)}
        return WorkDays(known, first, last)

    @ormcache("self.id", "year", cache="stable")
    def _gendan_workdays_of_year(self, year):
        """Days of one year on which somebody works by this calendar; spans of years are put together from them.

        :rtype: frozenset[date]
        """
        first, last = date(year, 1, 1), date(year, 12, 31)
        intervals = self._gendan_intervals_of_year(year)
        minute = timedelta(minutes=1)  # a closure till 23:59:59 leaves a second of "work" behind
        days = {begin.date() for begin, finish, _attendance in intervals if finish - begin >= minute}
        # sudo: the working days of a company are no secret
        days.update(self._gendan_extra_days(first, last))
        return frozenset(day for day in days if first <= day <= last)

    def _gendan_intervals_of_year(self, year):
        """Odoo's stretches of work of one year, closures left out, in the calendar's time zone."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        # sudo: what is a working day must not depend on which leaves the user of the moment may see
        calendar = self.sudo().with_context(employee_timezone=False, active_test=True)
        zone = pytz.timezone(calendar.tz or "UTC")
        # a week's flexible hours are dealt out from the first day asked for: begin on a Monday
        opening = first - timedelta(days=first.weekday()) if calendar.flexible_hours else first
        return calendar._work_intervals_batch(
            zone.localize(datetime.combine(opening, time.min)),
            zone.localize(datetime.combine(last + timedelta(days=1), time.min)),
            domain=calendar._gendan_leave_domain(),
        )[False]

    def _gendan_extra_days(self, first, last):
        """Swapped working days from one day to another."""
        # sudo: the working days of a company are no secret
        return (
            self.env["gendan.extra.workday"]
            .sudo()
            .search_fetch([("calendar_id", "=", self.id), ("date", ">=", first), ("date", "<=", last)], ["date"])
            .mapped("date")
        )

    # ------------------------------------------------------------ hours

    def _gendan_add_hours(self, moment, hours):
        """The moment at which so many hours have been worked by this calendar after ``moment``.

        Anybody may call it. Without a calendar (empty recordset) the clock's hours count.

        :param datetime moment: naive UTC
        :param float hours: not negative; 0: the first moment that is worked
        :return: naive UTC
        """
        if not self:
            return moment + timedelta(hours=hours)
        for more in (1, 6):
            try:
                return self._gendan_workhours_of_years(moment.year - 1, moment.year + more).add(moment, hours)
            except HorizonError:
                continue
        # a calendar that hardly works: rather due too early than never
        return moment + timedelta(hours=hours)

    def _gendan_hours_between(self, start, end):
        """Hours worked by this calendar from one moment (naive UTC) to another. Anybody may call it.

        :rtype: float
        """
        if not self:
            return (end - start).total_seconds() / 3600
        years = (min(start.year, end.year) - 1, max(start.year, end.year) + 1)
        return self._gendan_workhours_of_years(*years).between(start, end)

    def _gendan_hours(self):
        """This calendar's hours to run a clock by; all hours where there is no calendar. Anybody may call it.

        :rtype: odoo.addons.gendan_followup.tools.service_clock.Hours
        """
        return CalendarHours(self.sudo()) if self else ROUND_THE_CLOCK  # sudo: as the working days

    # "stable": as the working days
    @ormcache("self.id", "first_year", "last_year", cache="stable")
    def _gendan_workhours_of_years(self, first_year, last_year):
        """The stretches to count in, in UTC, from one year to another; a calendar without any is always at work.

        :rtype: odoo.addons.gendan_followup.tools.workhours.WorkHours
        """
        self.ensure_one()
        # the calendar's year begins and ends up to a day beside that of UTC
        first = datetime(first_year, 1, 1) - timedelta(days=1)
        last = datetime(last_year + 1, 1, 1) + timedelta(days=1)
        years = range(first_year, last_year + 1)
        known = [stretch for year in years for stretch in self._gendan_workhours_of_year(year)]
        return WorkHours(known or [(first, last)], first, last)

    @ormcache("self.id", "year", cache="stable")
    def _gendan_workhours_of_year(self, year):
        """Stretches of work of one year as pairs of naive UTC; a swapped day is worked like a usual one."""
        zone = pytz.timezone(self.sudo().tz or "UTC")  # sudo: as above
        by_day = {}
        for begin, finish, _attendance in self._gendan_intervals_of_year(year):
            if begin.year == year and finish - begin >= timedelta(minutes=1):
                end = finish.time() if finish.date() == begin.date() else time.max
                by_day.setdefault(begin.date(), []).append((begin.time(), end))
        usual = Counter(tuple(parts) for parts in by_day.values()).most_common(1)
        pattern = usual[0][0] if usual else USUAL_DAY
        for day in self._gendan_extra_days(date(year, 1, 1), date(year, 12, 31)):
            by_day.setdefault(day, pattern)

        def utc(day, clock):
            return zone.localize(datetime.combine(day, clock)).astimezone(pytz.utc).replace(tzinfo=None)

        return tuple((utc(day, begin), utc(day, end)) for day, parts in sorted(by_day.items()) for begin, end in parts)

    def _gendan_leave_domain(self):
        """Closures that hold for this calendar: its own and those of its company, never one person's leave.

        A calendar without a company (a customer's own) knows only its own closures.
        """
        self.ensure_one()
        own = Domain("calendar_id", "=", self.id)
        if self.company_id:
            own |= Domain("calendar_id", "=", False) & Domain("company_id", "in", [False, self.company_id.id])
        return list(Domain("time_type", "=", "leave") & Domain("resource_id", "=", False) & own)

    @api.model
    def _gendan_workday_fields(self):
        """Fields of the calendar itself that change which days are working days."""
        return {
            "tz",
            "company_id",
            "two_weeks_calendar",
            "schedule_type",
            "flexible_hours",
            "full_time_required_hours",
            "hours_per_day",
            "attendance_ids",
            "attendance_ids_1st_week",
            "attendance_ids_2nd_week",
            "leave_ids",
            "global_leave_ids",
        }

    @api.model
    def _gendan_forget_workdays(self):
        """Drop the lists kept by every worker. Such changes are rare: once or twice a year."""
        self.env.registry.clear_cache("stable")
