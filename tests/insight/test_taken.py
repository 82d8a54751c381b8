"""What steps took is the inverse of planning them: work that ran by plan took its durations."""

import unittest
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.critical_path import Link, Step, forward, taken
from odoo.addons.gendan_followup.tools.workdays import WorkDays

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(900)]
OURS = WorkDays([day for day in DAYS if day.weekday() < 6], DAYS[0], DAYS[-1])
THEIRS = WorkDays([day for day in DAYS if day.weekday() < 5], DAYS[0], DAYS[-1])
CALENDARS = {None: OURS, "customer": THEIRS}
MONDAY = date(2026, 3, 2)


def step(key, duration, *links, **values):
    return Step(key=key, duration=duration, links=tuple(links), **values)


@st.composite
def networks(draw):
    """Steps that wait for earlier ones only, in either calendar."""
    steps = []
    for key in range(draw(st.integers(1, 8))):
        links = (
            [
                Link(pred, draw(st.sampled_from(["fs", "ss"])), draw(st.integers(0, 4)))
                for pred in draw(st.sets(st.integers(0, key - 1), max_size=3))
            ]
            if key
            else []
        )
        steps.append(
            step(
                key,
                draw(st.integers(0, 9)),
                *links,
                calendar=draw(st.sampled_from([None, "customer"])),
                applicable=draw(st.integers(0, 5)) > 0,
            )
        )
    return steps


class TestTaken(unittest.TestCase):
    @given(networks())
    @settings(max_examples=300, deadline=None)
    def test_work_that_ran_by_plan_took_its_durations(self, steps):
        forecasts = forward(steps, MONDAY, CALENDARS, MONDAY)
        for each in steps:
            if each.applicable:
                each.actual = forecasts[each.key].finish
        found = taken(steps, CALENDARS, MONDAY)
        self.assertEqual(set(found), {each.key for each in steps if each.applicable})
        for each in steps:
            if not each.applicable:
                continue
            if each.duration:
                self.assertEqual(found[each.key].days, each.duration, each)
            else:
                # handed over on the customer's rest day, it is his next working day
                self.assertLessEqual(found[each.key].days, 1, each)

    @given(networks(), st.integers(0, 30))
    @settings(max_examples=100, deadline=None)
    def test_never_negative_whatever_was_done_when(self, steps, days):
        for number, each in enumerate(steps):
            if number % 3:
                each.actual = MONDAY + timedelta(days=(days * (number + 7)) % 40)
        for key, found in taken(steps, CALENDARS, MONDAY).items():
            self.assertGreaterEqual(found.days, 0, key)

    def test_counted_from_the_last_thing_it_waited_for(self):
        steps = [
            step("film", 3, actual=date(2026, 3, 10)),
            step("plates", 3, actual=date(2026, 3, 5)),
            step("print", 2, Link("film"), Link("plates"), actual=date(2026, 3, 16)),
        ]
        found = taken(steps, CALENDARS, MONDAY)
        self.assertEqual((found["film"].handed_over, found["film"].days), (MONDAY, 7))
        self.assertEqual((found["print"].handed_over, found["print"].days), (date(2026, 3, 10), 5))

    def test_what_was_not_done_is_passed_through(self):
        steps = [
            step("film", 3, actual=date(2026, 3, 10)),
            step("check", 3, Link("film")),
            step("skipped", 3, Link("check"), applicable=False),
            step("print", 2, Link("skipped"), actual=date(2026, 3, 12)),
        ]
        found = taken(steps, CALENDARS, MONDAY)
        self.assertEqual(set(found), {"film", "print"})
        self.assertEqual((found["print"].handed_over, found["print"].days), (date(2026, 3, 10), 2))

    def test_done_before_its_turn_took_nothing(self):
        steps = [
            step("film", 3, actual=date(2026, 3, 10)),
            step("contract", 2, Link("film"), actual=date(2026, 3, 4)),
        ]
        self.assertEqual(taken(steps, CALENDARS, MONDAY)["contract"].days, 0)

    def test_calendar_days_count_every_day_and_lags_are_not_work(self):
        steps = [
            step("shipped", 1, actual=date(2026, 3, 6)),
            step("sea", 20, Link("shipped", lag=2), unit="calendar", actual=date(2026, 3, 30)),
        ]
        found = taken(steps, CALENDARS, MONDAY)
        self.assertEqual((found["sea"].handed_over, found["sea"].days), (date(2026, 3, 8), 22))
