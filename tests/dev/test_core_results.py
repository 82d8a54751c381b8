"""What make test-core makes of two runs."""

from __future__ import annotations

import json

import pytest

from dev.core_results import Comparison, Outcome, Side, first_line, plain, suite_of, tag_of

CEILING = "Query count more than expected for user admin: 36 > 34 in test_x at sale_stock/tests/test_create_perf.py:56"


def side(complete=True, counts=None, **outcomes):
    """A side from keyword arguments: suite__Class__method = (result, messages ...)."""
    result = Side(complete=complete, counts=counts or {})
    for name, outcome in outcomes.items():
        suite, case, method = name.split("__")
        result.tests[f"{suite}:{case}.{method}"] = Outcome(outcome[0], tuple(outcome[1:]), 100)
    return result


def test_lines_are_read_and_a_cut_off_last_one_is_left_out():
    lines = [
        json.dumps({"total": 2}),
        json.dumps({"test": "sale:A.test_a", "outcome": "ok", "messages": [], "seconds": 1, "queries": 7}),
        json.dumps({"count": "x.py:1 f (admin)", "expected": 34, "queries": 36}),
        '{"test": "sale:A.tes',
    ]
    read = Side.read(lines)
    assert read.tests == {"sale:A.test_a": Outcome("ok", (), 7)}
    assert read.counts == {"x.py:1 f (admin)": (34, 36)}
    assert (read.total, read.complete) == (2, False)
    assert Side.read([*lines[:3], '{"end": true}']).complete


def test_a_failure_is_not_overwritten_by_a_later_success_of_the_same_name():
    rows = [
        {"test": "setUpClass", "outcome": "error", "messages": ["x"], "queries": 0},
        {"test": "setUpClass", "outcome": "ok", "messages": [], "queries": 0},
    ]
    assert Side.read(map(json.dumps, rows)).tests["setUpClass"].bad


def test_same_results_pass():
    comparison = Comparison(side(sale__A__a=("ok",)), side(sale__A__a=("ok",)))
    assert comparison.passed
    assert comparison.different == []


def test_a_test_that_fails_with_the_addon_only_is_new():
    comparison = Comparison(side(sale__A__a=("ok",)), side(sale__A__a=("failed", "1 != 2")))
    assert comparison.new == ["sale:A.a"]
    assert not comparison.passed
    assert "1 != 2" in comparison.render()


def test_a_test_that_does_not_run_with_the_addon_is_new():
    comparison = Comparison(side(sale__A__a=("ok",), sale__A__b=("ok",)), side(sale__A__a=("ok",)))
    assert comparison.new == ["sale:A.b"]
    assert "was not run" in comparison.render()


def test_what_core_fails_by_itself_is_listed_apart_and_does_not_count():
    both = {"mrp__A__a": ("error", "ValueError: 5")}
    comparison = Comparison(side(**both), side(**both))
    assert (comparison.own, comparison.new, comparison.worse) == (["mrp:A.a"], [], [])
    assert comparison.passed
    assert "Core's own failures" in comparison.render()


def test_a_failure_of_core_that_says_something_else_with_the_addon_is_pointed_out():
    comparison = Comparison(side(mrp__A__a=("error", "no plan")), side(mrp__A__a=("error", "no rule")))
    assert comparison.worse == ["mrp:A.a"]


def test_ids_in_messages_make_no_difference():
    assert plain(["sale.order(12,) 0xff12"]) == plain(["sale.order(345,) 0xab"])


def test_query_ceilings_are_listed_with_their_delta_and_are_no_new_failure():
    place = "sale_stock/tests/test_create_perf.py:56 test_x (admin)"
    comparison = Comparison(
        side(sale_stock__A__a=("ok",), counts={place: (34, 33)}),
        side(sale_stock__A__a=("failed", CEILING), counts={place: (34, 36)}),
    )
    assert comparison.new == []
    assert comparison.ceilings == [(place, 34, 33, 36)]
    assert f"+3  34 / 33 / 36  {place}" in comparison.render()


def test_a_ceiling_beside_another_failure_is_a_new_failure():
    comparison = Comparison(side(sale__A__a=("ok",)), side(sale__A__a=("failed", CEILING, "1 != 2")))
    assert comparison.new == ["sale:A.a"]


def test_a_ceiling_met_exactly_on_one_side_counts_as_its_own_number():
    comparison = Comparison(side(sale__A__a=("ok",)), side(sale__A__a=("failed", CEILING), counts={"p": (34, 36)}))
    assert comparison.ceilings == [("p", 34, 34, 36)]


def test_a_run_that_broke_off_never_passes():
    comparison = Comparison(side(sale__A__a=("ok",)), side(complete=False, sale__A__a=("ok",)))
    assert not comparison.passed
    assert "ended before its last test" in comparison.render()


def test_a_second_run_counts():
    ours = side(sale__A__a=("failed", "timeout"))
    comparison = Comparison(side(sale__A__a=("ok",)), ours)
    assert comparison.different == ["sale:A.a"]
    ours.update(side(sale__A__a=("ok",)))
    assert comparison.passed


def test_each_suite_has_a_row():
    comparison = Comparison(
        side(sale__A__a=("ok",), mrp__B__b=("skipped", "no browser")),
        side(sale__A__a=("ok",), mrp__B__b=("skipped", "no browser")),
    )
    rows = [line.split()[:5] for line in comparison.render().splitlines()]
    assert ["mrp", "1", "0", "0", "1"] in rows
    assert ["sale", "1", "1", "1", "0"] in rows
    assert ["all", "2", "1", "1", "1"] in rows


@pytest.mark.parametrize(
    ("test", "suite", "tag"),
    [
        ("sale:TestA.test_b", "sale", "/sale:TestA.test_b"),
        ("setUpClass (odoo.addons.sale_stock.tests.test_x.TestX)", "sale_stock", "/sale_stock:TestX"),
    ],
)
def test_names_lead_back_to_suite_and_tag(test, suite, tag):
    assert suite_of(test) == suite
    assert tag_of(test) == tag


def test_the_first_line_of_a_message_is_enough_for_the_list():
    assert first_line(["\n  AssertionError: 1 != 2\n  more"]) == "AssertionError: 1 != 2"
    assert first_line([]) == ""
