"""Two lists of the same deliveries: what is matched, what is not, and what may never happen."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.ledger_match import Line, match
from odoo.addons.gendan_followup.tools.ledger_number import bare, digits, folded, runs, tail
from odoo.addons.gendan_followup.tools.ledger_sums import FEW, Budget, find_sum

DAY = date(2026, 11, 3)


def one(ours, theirs, **options):
    """The only group of two lists."""
    groups = match(ours, theirs, **options).groups
    assert len(groups) == 1, groups
    return groups[0]


def told(group):
    return (group.ours, group.theirs, group.state, group.code)


@pytest.mark.parametrize(
    ("ours", "theirs", "code"),
    [
        (dict(receipt="GR-1001"), dict(receipt="GR-1001"), "receipt"),
        (dict(note="DN/1001"), dict(note="ＤＮ／1001"), "note"),
        (dict(note="DN/2026/0012"), dict(note="DN20260012"), "number"),
        (dict(note="DN/2026/0012"), dict(note="2026-12"), "number"),
        (dict(note="DN0120"), dict(note="120"), "number"),
        (dict(note="DN1001"), dict(receipt="1001"), "number"),
        (dict(note="DN1001"), dict(order="DN1001"), "number"),
        (dict(order="PO-77"), dict(order="po-77"), "order"),
        (dict(order="PO 77"), dict(order="PO-077"), "order"),
        (dict(note="WH/OUT/2026/00123"), dict(note="123"), "number"),
        (dict(day=DAY, note="A1"), dict(day=DAY + timedelta(7), note="B2"), "amount_day"),
        (dict(), dict(day=DAY), "amount"),
    ],
)
def test_one_line_with_one(ours, theirs, code):
    assert told(one([Line(1, 500, **ours)], [Line(1, 500, **theirs)])) == ((1,), (1,), "matched", code)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (dict(day=DAY), dict(day=DAY + timedelta(8))),
        (dict(note="DN1001", day=DAY), dict(note="DN1002", day=DAY + timedelta(30))),
        (dict(currency="CNY", day=DAY), dict(currency="USD", day=DAY)),
    ],
)
def test_what_is_not_the_same_stands_alone(ours, theirs):
    groups = match([Line(1, 500, **ours)], [Line(1, 500, **theirs)]).groups
    assert [group.state for group in groups] == ["only_ours", "only_theirs"]


def test_the_number_counts_before_the_amount():
    ours = [Line(1, 500, note="DN1001", day=DAY), Line(2, 600, note="DN1002", day=DAY)]
    theirs = [Line(1, 600, note="DN1001", day=DAY), Line(2, 500, note="DN1002", day=DAY)]
    assert [(*told(group), group.difference) for group in match(ours, theirs).groups] == [
        ((1,), (1,), "differs", "note", 100),
        ((2,), (2,), "differs", "note", -100),
    ]


def test_one_receipt_for_several_notes():
    ours = [Line(key, amount, receipt="G9", note=f"DN{key}00") for key, amount in enumerate((100, 250, 70), start=1)]
    group = one(ours, [Line(1, 420, receipt="G9")])
    assert told(group) == ((1, 2, 3), (1,), "matched", "receipt")


def test_several_of_theirs_for_one_note_beside_others_of_it():
    ours = [Line(1, 300, note="DN100"), Line(2, 90, note="DN100")]
    theirs = [Line(1, 100, note="DN100"), Line(2, 200, note="DN100"), Line(3, 80, note="DN100")]
    assert sorted(told(group) for group in match(ours, theirs).groups) == [
        ((1,), (1, 2), "matched", "note"),
        ((2,), (3,), "differs", "note"),
    ]


def test_a_line_of_theirs_that_names_several_notes():
    ours = [Line(1, 100, note="DN101"), Line(2, 90, note="DN102"), Line(3, 7, note="DN102"), Line(4, 5, note="DN103")]
    assert [told(group) for group in match(ours, [Line(1, 197, note="DN101、dn102")]).groups] == [
        ((1, 2, 3), (1,), "matched", "note"),
        ((4,), (), "only_ours", "none"),
    ]
    differs = match(ours, [Line(1, 190, note="DN101、DN102")]).groups[0]
    assert (told(differs), differs.difference) == (((1, 2, 3), (1,), "differs", "note"), -7)


def test_a_line_of_ours_with_several_receipts():
    theirs = [Line(1, 60, receipt="G101"), Line(2, 40, receipt="G102")]
    assert told(one([Line(1, 100, receipt="G101, G102")], theirs)) == ((1,), (1, 2), "matched", "receipt")


def test_lines_of_a_note_find_each_other_by_part():
    ours = [Line(1, 100, note="N10", part="A", quantity=1), Line(2, 100, note="N10", part="B", quantity=1)]
    theirs = [Line(1, 110, note="N10", part="b", quantity=1), Line(2, 100, note="N10", part="A", quantity=1)]
    assert sorted(told(group) for group in match(ours, theirs).groups) == [
        ((1,), (2,), "matched", "note"),
        ((2,), (1,), "differs", "note"),
    ]


def test_a_line_of_theirs_that_stands_there_twice():
    theirs = [Line(5, 100, note="N10", day=DAY), Line(6, 100, note="N10", day=DAY + timedelta(2))]
    groups = match([Line(1, 100, note="N10", day=DAY)], theirs).groups
    assert [(group.state, group.theirs, group.of) for group in groups] == [
        ("matched", (5,), None),
        ("duplicate", (6,), 5),
    ]


def test_what_stands_there_twice_is_not_taken_for_another_part_of_the_note():
    ours = [Line(1, 100, note="N10", part="A"), Line(2, 50, note="N10", part="B")]
    twice = [Line(5, 100, note="N10", part="A"), Line(6, 100, note="N10", part="A")]
    assert [group.state for group in match(ours, twice).groups] == ["matched", "duplicate", "only_ours"]
    twice[1] = replace(twice[1], part="", quantity=None)
    assert [group.state for group in match(ours, twice).groups] == ["matched", "differs"]


def test_two_lines_of_ours_make_no_duplicate():
    twice = [Line(1, 100, note="N10"), Line(2, 100, note="N10")]
    assert Counter(group.state for group in match(twice, twice).groups) == {"matched": 2}


def test_a_total_of_the_day_without_numbers():
    ours = [Line(key, amount, note=f"DN{key}00", day=DAY) for key, amount in enumerate((100, 250, 70), start=1)]
    group = one(ours, [Line(1, 420, day=DAY + timedelta(1))])
    assert (told(group), group.days) == (((1, 2, 3), (1,), "matched", "amount_day"), 1)


def test_another_price_of_the_same_goods():
    group = one(
        [Line(1, 500, part="P-1", quantity=100, day=DAY, note="DN77777")],
        [Line(1, 480, part="P1", quantity=100, day=DAY + timedelta(3))],
    )
    assert (group.state, group.code, group.difference) == ("differs", "part", -20)


def test_the_same_note_in_another_currency_is_told_together():
    group = one([Line(1, 500, "CNY", note="DN100")], [Line(1, 70, "USD", note="DN100")])
    assert (group.state, group.code) == ("differs", "currency")


def test_several_numbers_in_another_currency_make_one_pair():
    ours, theirs = Line(1, 500, "CNY", note="DN100, DN101"), Line(1, 70, "USD", note="DN100, DN101")
    assert told(one([ours], [theirs])) == ((1,), (1,), "differs", "currency")


def test_cents_of_rounding_are_matched_and_told():
    group = one([Line(1, 500, note="DN100")], [Line(1, 501, note="DN100")], tolerance=1)
    assert (group.state, group.difference) == ("matched", 1)
    assert one([Line(1, 500, note="DN100")], [Line(1, 502, note="DN100")], tolerance=1).state == "differs"


def test_weekly_deliveries_of_the_same_amount():
    ours = [Line(week, 500, day=DAY + timedelta(7 * week)) for week in range(4)]
    theirs = [Line(week, 500, day=DAY + timedelta(7 * week + 1)) for week in (1, 2, 3)]
    result = match(ours, theirs).groups
    assert Counter(group.state for group in result) == {"matched": 3, "only_ours": 1}


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        (folded, " ＤＮ-００12 ", "dn-0012"),
        (bare, "DN-2026/0012", "dn20260012"),
        (bare, "No. 000123", "no123"),
        (digits, "送货单DN-2026-0012", "20260012"),
        (digits, "A-07", ""),
        (runs, "WH/2026/00012", "2026.12"),
        (tail, "WH/OUT/2026/00123", "123"),
        (tail, "—", ""),
    ],
)
def test_numbers_as_two_houses_write_them(form, text, found):
    assert form(text) == found


@given(st.text(max_size=30))
def test_a_number_in_its_form_stays_in_it(text):
    for form in (folded, bare, digits):
        assert form(form(text)) == form(text)


# ------------------------------------------------------------ what may never happen


numbers = st.sampled_from(
    ["", "", "DN100", "dn-100", "0100", "DN/2026/0101", "2026-101", "GR7", "PO1", "PO2", "DN100, GR7"]
)
lines = st.builds(
    dict,
    amount=st.sampled_from([-200, -100, 0, 100, 200, 300, 301, 500, 700]),
    currency=st.sampled_from(["CNY", "CNY", "CNY", "USD"]),
    receipt=numbers,
    note=numbers,
    order=numbers,
    part=st.sampled_from(["", "A", "B-1", "b1"]),
    day=st.one_of(st.none(), st.dates(DAY, DAY + timedelta(12))),
    quantity=st.sampled_from([None, 1.0, 2.0]),
)
sides = st.lists(lines, max_size=14).map(lambda rows: [Line(key, **row) for key, row in enumerate(rows)])


@given(sides, sides, st.integers(0, 9), st.integers(0, 2))
def test_every_line_stands_in_one_group_and_sums_are_kept(ours, theirs, days, tolerance):
    groups = match(ours, theirs, days=days, tolerance=tolerance).groups
    assert Counter(key for group in groups for key in group.ours) == Counter(line.key for line in ours)
    assert Counter(key for group in groups for key in group.theirs) == Counter(line.key for line in theirs)
    assert sum(group.difference for group in groups) == sum(line.amount for line in theirs) - sum(
        line.amount for line in ours
    )
    our, their = ({line.key: line for line in side} for side in (ours, theirs))
    for group in groups:
        left, right = [our[key] for key in group.ours], [their[key] for key in group.theirs]
        assert group.difference == sum(line.amount for line in right) - sum(line.amount for line in left)
        assert bool(left and right) == (group.state in ("matched", "differs"))
        if group.state == "matched":
            assert abs(group.difference) <= tolerance * max(len(left), len(right))
            assert len({line.currency for line in left + right}) == 1
            if group.code == "amount_day":
                assert group.days <= days
        if group.state == "duplicate":
            assert right[0].amount == their[group.of].amount and group.of != right[0].key


@given(sides, sides, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(ours, theirs, chance):
    first = match(ours, theirs)
    mixed = [chance.sample(side, len(side)) for side in (ours, theirs)]
    assert set(match(*mixed).groups) == set(first.groups)


def content(lines):
    return sorted(
        (line.amount, line.note, line.receipt, line.order, line.part, str(line.day), str(line.quantity))
        for line in lines
    )


@given(sides, sides)
def test_both_sides_count_alike(ours, theirs):
    """The same seen from the other chair, duplicates apart: only their list is looked through for them."""
    there, back = match(ours, theirs).groups, match(theirs, ours).groups
    if any(group.state == "duplicate" for group in (*there, *back)):
        return
    our, their = ({line.key: line for line in side} for side in (ours, theirs))

    def seen(groups, left, right):
        return sorted(
            (
                content([left[key] for key in group.ours]),
                content([right[key] for key in group.theirs]),
                group.state,
                group.code,
            )
            for group in groups
        )

    mirrored = {"only_ours": "only_theirs", "only_theirs": "only_ours"}
    turned = sorted(
        (mine, yours, mirrored.get(state, state), code) for yours, mine, state, code in seen(back, their, our)
    )
    assert seen(there, our, their) == turned


@given(sides)
def test_a_list_matches_itself(ours):
    ours = [replace(line, day=line.day or DAY) for line in ours]
    assert {group.state for group in match(ours, ours).groups} <= {"matched"}


@given(st.lists(st.integers(-50, 50), max_size=FEW), st.integers(-100, 100))
def test_of_few_amounts_every_sum_is_found(amounts, target):
    from itertools import combinations

    sizes = [
        size for size in range(2, len(amounts) + 1) if any(sum(some) == target for some in combinations(amounts, size))
    ]
    found = find_sum(target, amounts, Budget(10**6))
    assert (len(found) if found else None) == (sizes[0] if sizes else None)
    if found:
        assert len(set(found)) == len(found) and sum(amounts[place] for place in found) == target


@given(st.lists(st.integers(-500, 500), min_size=FEW + 1, max_size=70), st.integers(-900, 900))
def test_of_many_amounts_what_is_found_is_a_sum(amounts, target):
    found = find_sum(target, amounts, Budget(10**6))
    if found:
        assert len(set(found)) == len(found) > 1 and sum(amounts[place] for place in found) == target


def worlds(count):
    """The worst there is, by name."""
    chance = random.Random(7)
    days = [DAY + timedelta(number % 28) for number in range(count)]
    return {
        "equal amounts, no numbers": [[Line(key, 500, day=days[key]) for key in range(count)] for _side in "ab"],
        "equal amounts that differ by a cent": [
            [Line(key, 500 + side, "", order="PO1", part="A", day=days[key]) for key in range(count)] for side in (0, 1)
        ],
        "one order, all amounts different": [
            [Line(key, chance.randrange(10**7), order="PO1", day=days[key]) for key in range(count)] for _side in "ab"
        ],
        "one note": [[Line(key, chance.randrange(10**7), note="DN100") for key in range(count)] for _side in "ab"],
        "all of them name the same notes": [
            [Line(key, 2 * chance.randrange(10**4) + side, note="DN101、DN102") for key in range(count)]
            for side in (0, 1)
        ],
        "notes whose sums are never right": [
            [Line(key, 2 * chance.randrange(10**4) + side, note=f"DN{key // FEW + 100}") for key in range(count)]
            for side in (0, 1)
        ],
    }


@pytest.mark.parametrize("name", list(worlds(0)))
def test_the_worst_lists_take_steps_as_they_have_lines(name):
    few, many = (match(*worlds(count)[name]).steps for count in (150, 600))
    assert many <= 2000 * 1200
    assert many <= 4 * 1.6 * few, "four times the lines, about four times the steps"
