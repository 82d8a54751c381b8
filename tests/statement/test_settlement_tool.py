"""Closing periods, due days, what is open of a line: pure."""

import doctest
import unittest
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools import settlement
from odoo.addons.gendan_followup.tools.settlement import (
    LineState,
    closing_before,
    due_by_agreement,
    open_amount,
    period_of,
)

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
OF_MONTH = st.integers(0, 31)
SLOW = settings(max_examples=200, deadline=None)


class TestSettlementTool(unittest.TestCase):
    def test_its_examples(self):
        self.assertEqual(doctest.testmod(settlement).failed, 0)

    @SLOW
    @given(DAYS, OF_MONTH)
    def test_periods_follow_each_other_without_gap(self, day, closing_day):
        last = closing_before(day, closing_day)
        first, end = period_of(last, closing_day)
        self.assertEqual(end, last)
        self.assertLess(last, day)
        self.assertLessEqual((day - last).days, 31)
        self.assertEqual(closing_before(last, closing_day) + timedelta(days=1), first)
        self.assertTrue(28 <= (last - first).days + 1 <= 31)

    @SLOW
    @given(DAYS, st.integers(0, 180), st.none() | OF_MONTH, OF_MONTH, st.integers(0, 180))
    def test_nobody_pays_before_the_term(self, base, days, closing_day, pay_day, paper):
        due, cleared = due_by_agreement(base, days, closing_day, pay_day, paper)
        self.assertGreaterEqual(due, base + timedelta(days=days))
        self.assertLessEqual(due, base + timedelta(days=days + 62))
        self.assertEqual(cleared - due, timedelta(days=paper))
        if pay_day:
            last = (due + timedelta(days=1)).day == 1
            self.assertTrue(due.day == pay_day or (last and due.day < pay_day))

    @SLOW
    @given(DAYS, DAYS, OF_MONTH, OF_MONTH)
    def test_a_later_delivery_is_never_due_earlier(self, one, other, closing_day, pay_day):
        early, late = sorted((one, other))
        self.assertLessEqual(
            due_by_agreement(early, 60, closing_day, pay_day), due_by_agreement(late, 60, closing_day, pay_day)
        )

    def test_taiwan_sixty_days_from_the_closing_of_the_month_and_the_cheques_days(self):
        self.assertEqual(
            due_by_agreement(date(2026, 10, 26), 60, 25, 0, 30), (date(2027, 1, 24), date(2027, 2, 23))
        )

    @SLOW
    @given(st.lists(st.tuples(st.sampled_from(("out", "back", "bill", "credit")), st.integers(1, 50)), max_size=12))
    def test_what_is_open_of_a_line(self, events):
        state = LineState()
        there, billed, back = 0, 0, 0
        for kind, quantity in events:
            if kind == "out":
                state, there = state.delivered_more(quantity), there + quantity
            elif kind == "back" and quantity <= there:
                state, there, back = state.delivered_more(-quantity), there - quantity, back + quantity
            elif kind == "bill":
                state, billed = state.invoiced_more(quantity), billed + quantity
            elif kind == "credit" and quantity <= billed:
                state, billed = state.invoiced_more(-quantity), billed - quantity
        amount, ahead = open_amount(state, lambda quantity: 3.0 * quantity)
        self.assertEqual(amount - ahead, 3.0 * (there - billed))
        self.assertGreaterEqual(ahead, 0)
        self.assertGreaterEqual(amount, -3.0 * back)
        if there >= billed:
            self.assertEqual(ahead, 0)
