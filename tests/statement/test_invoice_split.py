"""Splitting invoices: nothing is lost, nothing is over the limit, each way of splitting keeps what belongs together."""

import unittest

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.invoice_split import Piece, split


def pieces(*amounts, **values):
    """Pieces named by their place."""
    return [Piece(number, amount, amount, **values) for number, amount in enumerate(amounts)]


def keys(parts):
    """The names of the pieces of parts."""
    return [[piece.key for piece in part] for part in parts]


@st.composite
def histories(draw):
    """Pieces of a few orders, some of them deductions."""
    count = draw(st.integers(1, 25))
    return [
        Piece(
            number,
            amount := draw(st.one_of(st.integers(0, 500_00), st.integers(-100_00, 500_00))),
            amount,
            group=draw(st.sampled_from(["a", "b"])),
            order=draw(st.integers(1, 4)),
            line=draw(st.integers(1, 8)),
        )
        for number in range(count)
    ]


class TestInvoiceSplit(unittest.TestCase):
    def test_ways(self):
        for name, given_, limit, expected in (
            ("one", pieces(10, 20, 30), 0, [[0, 1, 2]]),
            ("limit in order", pieces(40, 40, 40), 100, [[0, 1], [2]]),
            ("exactly the limit", pieces(50, 50, 1), 100, [[0, 1], [2]]),
            ("one piece over the limit stands alone", pieces(10, 150, 10), 100, [[0], [1], [2]]),
            ("a deduction stands with what bears it", pieces(60, 50, -20), 70, [[0, 2], [1]]),
            ("a deposit takes several", pieces(60, 50, -100), 70, [[1, 0, 2]]),
            ("below zero as a whole: one credit note", pieces(10, -60), 5, [[0, 1]]),
            ("nothing", [], 100, []),
        ):
            with self.subTest(name):
                self.assertEqual(keys(split(given_, limit)), expected)

    def test_a_deduction_goes_with_its_own_line(self):
        own = [
            Piece("a", 50, 50, order=1, line=1), Piece("b", 50, 50, order=2, line=2),
            Piece("off", -10, -10, order=2, line=2),
        ]  # fmt: skip
        self.assertEqual(keys(split(own, 60)), [["a"], ["b", "off"]])

    def test_an_order_below_zero_goes_with_one_that_bears_it(self):
        given_ = [Piece("a", 50, 50, group=("x", 1)), Piece("b", -20, -20, group=("x", 2))]
        self.assertEqual(keys(split(given_)), [["a", "b"]])
        apart = [Piece("a", 50, 50, group=("x", 1)), Piece("b", -20, -20, group=("y", 2))]
        self.assertEqual(keys(split(apart)), [["a"], ["b"]], "another customer's address")

    @settings(max_examples=300, deadline=None)
    @given(histories(), st.integers(1, 600_00))
    def test_nothing_is_lost_and_the_limit_holds(self, given_, limit):
        parts = split(given_, limit)
        self.assertEqual(sorted(piece.key for part in parts for piece in part), [piece.key for piece in given_])
        whole = sum(piece.amount for piece in given_)
        self.assertEqual(sum(piece.amount for part in parts for piece in part), whole)
        for part in parts:
            total = sum(piece.measure for piece in part)
            if total > limit:
                self.assertTrue(any(piece.measure > limit for piece in part), "over the limit without need")
                self.assertLessEqual(total, max(piece.measure for piece in part))
        short = [part for part in parts if sum(piece.amount for piece in part) < 0]
        self.assertLessEqual(len(short), 2)
        self.assertEqual(keys(split(given_, limit)), keys(parts), "the same every time")
