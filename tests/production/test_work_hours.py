"""Working hours: counted by the calendar, over nights, Sundays, closures and swapped days."""

import random
from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.gendan_followup.tools.workdays import HorizonError
from odoo.addons.gendan_followup.tools.workhours import WorkHours

from ..common import GendanCase


def at(day, hour, minute=0):
    """A moment of November 2026 in Dongguan, as UTC."""
    return datetime(2026, 11, day, hour, minute) - timedelta(hours=8)


@tagged("post_install", "-at_install")
class TestWorkHoursTool(BaseCase):
    def setUp(self):
        super().setUp()
        self.span = (datetime(2026, 11, 1), datetime(2026, 11, 30))
        # touching and overlapping stretches count once
        self.hours = WorkHours(
            [
                (datetime(2026, 11, 3, 8), datetime(2026, 11, 3, 12)),
                (datetime(2026, 11, 2, 8), datetime(2026, 11, 2, 12)),
                (datetime(2026, 11, 2, 11), datetime(2026, 11, 2, 13)),
            ],
            *self.span,
        )

    def test_what_ends_with_the_day_ends_then(self):
        self.assertEqual(self.hours.add(datetime(2026, 11, 2, 8), 5), datetime(2026, 11, 2, 13))
        self.assertEqual(self.hours.add(datetime(2026, 11, 2, 8), 5.5), datetime(2026, 11, 3, 8, 30))

    def test_it_ends_then_however_the_hours_are_cut(self):
        # 31 minutes in hours are a hair more than 31 minutes
        for minutes in (31, 33, 62, 124, 213):
            begin = datetime(2026, 11, 2, 8)
            end = begin + timedelta(minutes=minutes)
            hours = WorkHours([(begin, end), (begin + timedelta(1), end + timedelta(1))], *self.span)
            self.assertEqual(hours.add(begin, minutes / 60), end)
            self.assertEqual(hours.add(begin, 1 / 60 + (minutes - 1) / 60), end)

    def test_nothing_to_add_is_the_first_moment_of_work(self):
        self.assertEqual(self.hours.add(datetime(2026, 11, 2, 9), 0), datetime(2026, 11, 2, 9))
        self.assertEqual(self.hours.add(datetime(2026, 11, 2, 13), 0), datetime(2026, 11, 3, 8))

    def test_beyond_the_span_it_says_so(self):
        with self.assertRaises(HorizonError):
            self.hours.add(datetime(2026, 11, 2, 8), 10)
        with self.assertRaises(HorizonError):
            self.hours.between(datetime(2026, 10, 1), datetime(2026, 11, 2))

    def test_adding_and_counting_agree(self):
        dice = random.Random(7)
        first = datetime(2026, 11, 1)
        stretches = [
            (start, start + timedelta(minutes=dice.randint(1, 300)))
            for start in (first + timedelta(minutes=dice.randint(0, 30000)) for _n in range(60))
        ]
        hours = WorkHours(stretches, first, datetime(2026, 12, 31))
        for _n in range(300):
            start = first + timedelta(minutes=dice.randint(0, 20000))
            added = dice.randint(1, 30) / 4
            try:
                end = hours.add(start, added)
            except HorizonError:
                continue
            self.assertAlmostEqual(hours.between(start, end), added, places=6)
            self.assertAlmostEqual(hours.between(end, start), -added, places=6)


@tagged("post_install", "-at_install")
class TestCalendarHours(GendanCase):
    """Monday to Saturday, 8-12 and 13:30-17:30."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.company.resource_calendar_id

    def test_lunch_night_and_sunday_do_not_count(self):
        self.assertEqual(self.calendar._gendan_add_hours(at(2, 9), 8), at(3, 9))
        self.assertEqual(self.calendar._gendan_add_hours(at(7, 17), 1), at(9, 8, 30))
        self.assertEqual(self.calendar._gendan_hours_between(at(7, 17), at(9, 8, 30)), 1)

    def test_closures_do_not_count_swapped_days_do(self):
        self.calendar._gendan_add_hours(at(2, 9), 8)  # what is kept is forgotten
        self.close_factory(date(2026, 11, 3), date(2026, 11, 3))
        self.assertEqual(self.calendar._gendan_add_hours(at(2, 9), 8), at(4, 9))
        self.env["gendan.extra.workday"].create(
            {"calendar_id": self.calendar.id, "date": date(2026, 11, 8), "name": "Swapped"}
        )
        # Saturday 17:00, one hour: Sunday morning
        self.assertEqual(self.calendar._gendan_add_hours(at(7, 17), 1), at(8, 8, 30))
        self.assertEqual(self.calendar._gendan_hours_between(at(8, 0), at(9, 0)), 8)

    def test_over_the_turn_of_the_year(self):
        new_year = datetime(2026, 12, 31, 9, 0)
        self.assertEqual(self.calendar._gendan_add_hours(new_year, 1), datetime(2027, 1, 1, 0, 30))

    def test_kept_lists_cost_no_query(self):
        self.calendar._gendan_add_hours(at(2, 9), 8)
        with self.assertQueryCount(0):
            self.calendar._gendan_add_hours(at(5, 9), 20)
            self.calendar._gendan_hours_between(at(5, 9), at(12, 9))

    def test_without_a_calendar_the_clock_counts(self):
        none = self.calendar.browse()
        self.assertEqual(none._gendan_add_hours(at(7, 17), 8), at(8, 1))
        self.assertEqual(none._gendan_hours_between(at(7, 17), at(8, 1)), 8)
