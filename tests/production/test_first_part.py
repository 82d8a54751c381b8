"""The first delivery keeps the customer running until the rest comes: against a day-by-day count."""

from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.first_part import first_part
from odoo.addons.gendan_followup.tools.workdays import WorkDays

START = date(2026, 11, 2)
SPAN = [START + timedelta(days=n) for n in range(-30, 120)]


def stands_still(stock, use, told_on, arrival, rest_on, days):
    """The working days up to the rest's arrival on which there is not enough, counted one by one.

    :param arrival: (day, quantity) of the first delivery
    """
    still = []
    day = min(told_on, arrival[0])
    while day <= rest_on:
        if day >= told_on and days.is_workday(day):
            if stock >= use:
                stock -= use
            else:
                still.append(day)
        # what arrives on a day is used from the next working day on
        stock += arrival[1] if arrival[0] == day else 0
        day += timedelta(days=1)
    return still


class TestFirstPart(TestCase):
    @settings(max_examples=400, deadline=None)
    @given(
        stock=st.integers(0, 400),
        use=st.integers(1, 60),
        told=st.integers(0, 10),
        earliest=st.integers(-3, 20),
        rest=st.integers(0, 40),
        closed=st.sets(st.integers(0, 6), max_size=3),
    )
    def test_it_bridges_the_time_and_no_less_would(self, stock, use, told, earliest, rest, closed):
        days = WorkDays([day for day in SPAN if day.weekday() not in closed], SPAN[0], SPAN[-1])
        told_on, earliest, rest_on = (START + timedelta(days=n) for n in (told, earliest, rest))
        found = first_part(stock, use, told_on, earliest, rest_on, 10**6, days)

        def still(on, quantity):
            return stands_still(stock, use, told_on, (on, quantity), rest_on, days)

        without = still(told_on, 0)
        if found is None:
            self.assertFalse(without)
            return
        self.assertEqual(without[0], found.runs_out)
        if found.on is None:
            self.assertFalse([day for day in without if day > earliest], "it would have helped")
            return
        self.assertGreaterEqual(found.on, earliest)
        self.assertEqual(still(found.on, found.quantity), [day for day in without if day <= found.on])
        self.assertEqual(found.in_time, not still(found.on, found.quantity))
        if found.in_time:
            self.assertTrue(still(found.on, found.quantity - 1), "less would not do")
            later = days.add(found.on, 1)
            self.assertTrue(still(later, found.quantity), "later would not do")

    def test_known(self):
        days = WorkDays([day for day in SPAN if day.weekday() < 5], SPAN[0], SPAN[-1])
        # Monday 2 November: 900 there, 200 a day; the rest comes on Friday the 13th: ten days, 2000 used
        found = first_part(900, 200, START, START, date(2026, 11, 13), 5000, days)
        self.assertEqual(
            (found.runs_out, found.on, found.quantity, found.in_time),
            (date(2026, 11, 6), date(2026, 11, 5), 1100, True),
        )
        self.assertIsNone(first_part(2000, 200, START, START, date(2026, 11, 13), 5000, days))
        # nothing can come before Tuesday the 10th: he stands still, and needs three days' worth then
        late = first_part(900, 200, START, date(2026, 11, 10), date(2026, 11, 13), 5000, days)
        self.assertEqual((late.on, late.quantity, late.in_time), (date(2026, 11, 10), 600, False))
        # no more than there is
        self.assertEqual(first_part(0, 900, START, date(2026, 10, 30), date(2026, 11, 13), 5000, days).quantity, 5000)
        with self.assertRaises(ValueError):
            first_part(1, 0, START, START, START, 1, days)
