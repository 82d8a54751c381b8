"""The pure parts of make bench: medians, ratios, growth, the table."""

from __future__ import annotations

import math

import pytest

from bench.figures import (
    Row,
    Spent,
    cells,
    exponent,
    growth,
    middle,
    processor_row,
    ratio_row,
    seconds,
    spread,
    table,
    within,
)


def runs(*walls, cpu=1.0):
    return [Spent(wall, cpu) for wall in walls]


def test_ratio_is_that_of_the_medians_so_one_slow_run_does_not_count():
    row = ratio_row("confirming", runs(1.0, 1.0, 9.0, 1.1, 0.9), runs(1.2, 1.1, 1.2, 8.0, 1.3), aim=1.25)
    assert row.ratio == 1.2
    assert row.met is True


def test_an_aim_is_judged_as_it_is_printed():
    # what reads 1.25 <= 1.25 must not say MISSED
    assert Row("x", ratio=1.2549, aim=1.25).met is True
    assert Row("x", ratio=1.256, aim=1.25).met is False


def test_aims_without_a_number_are_judged_by_what_held():
    assert Row("rows written", held=False).met is False
    assert Row("rows written", held=True).met is True
    assert Row("orders/s", told="50").met is None


def test_noise_is_told_beside_the_ratio():
    row = ratio_row("noisy", runs(1.0, 1.6, 0.7, 1.9, 1.2), runs(1.0, 1.0, 1.0, 1.0, 1.0, cpu=1.1))
    assert "noisy: " in row.told
    assert "processor time 1.10" in row.told
    assert ratio_row("calm", runs(1.0, 1.0, 1.0, 1.0), runs(1.1, 1.1, 1.1, 1.1)).told == ""


def test_processor_time_is_told_of_a_calm_machine_where_it_is_asked_for():
    calm, dear = runs(1.0, 1.0, 1.0, 1.0), runs(1.1, 1.1, 1.1, 1.1, cpu=1.25)
    assert ratio_row("calm", calm, dear, told="100 rows", processor=True).told == "100 rows, (processor time 1.25)"
    # a machine that does not tell it is believed on the clock alone
    assert ratio_row("calm", runs(1.0, cpu=0.0), runs(1.1, cpu=0.0), processor=True).told == ""


def test_the_middle_run_is_told():
    assert middle(runs(3.0, 1.0, 2.0)) == 2.0


def test_spread_needs_runs_to_speak_of():
    assert spread([1.0, 9.0]) == 0.0
    assert spread([1.0, 1.0, 1.0, 1.0, 1.0]) == 0.0


def test_growth_is_one_where_each_piece_takes_as_long_in_the_large_as_in_the_small():
    assert growth([100, 1000], [2.0, 20.0]) == 1.0
    assert growth([1000, 100], [40.0, 2.0]) == 2.0


def test_growth_is_looked_at_among_few_orders_too():
    assert within([100, 400, 1600], 5000) == [100, 400, 1600]
    assert within([100, 400, 1600], 1000) == [100, 400, 1000]
    for there in range(2, 101):
        sizes = within([100, 400, 1600], there)
        assert len(sizes) > 1, "one point says nothing of how something grows"
        assert sizes[-1] == there
    with pytest.raises(ValueError, match="too few"):
        within([100, 400, 1600], 1)


def test_exponent_tells_linear_from_square():
    sizes = [10, 100, 1000]
    assert math.isclose(exponent(sizes, [size * 0.3 for size in sizes]), 1.0)
    assert math.isclose(exponent(sizes, [size**2 * 0.3 for size in sizes]), 2.0)


def test_durations_are_told_in_readable_units():
    assert seconds(0.00234) == "2.34 ms"
    assert seconds(0.234) == "234 ms"
    assert seconds(12.345) == "12.35 s"


def test_the_quietest_run_counts_where_processor_time_does():
    base, ours = [Spent(9.0, 1.0), Spent(2.0, 3.0)], [Spent(4.0, 1.6), Spent(4.0, 1.2)]
    row = processor_row("figures", base, ours, 1.2, "2 runs")
    assert (row.ratio, row.without, row.ours, row.met) == (1.2, "1.00 s", "1.20 s", True)
    assert row.told == "2 runs, (processor time; on the clock 0.73)"


def test_table_aligns_its_columns_and_names_misses():
    text = table([Row("confirming", "1 s", "2 s", 2.0, 1.25), Row("nightly", "", "3 s", told="50 orders/s")])
    header, rule, first, second = text.splitlines()
    assert set(rule) == {"-"}
    assert first.index("1 s") == header.index("without")
    assert first.endswith("MISSED")
    assert second.endswith("50 orders/s")


def test_a_row_shows_verdict_and_note_in_one_cell():
    assert cells(Row("x", ratio=1.0, aim=1.2, told="80 rows"))[-1] == "ok 80 rows"
