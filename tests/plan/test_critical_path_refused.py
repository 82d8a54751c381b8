"""Plans that are none: what is wrong is named, and nothing is computed."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.critical_path import (
    Link,
    PlanError,
    Problem,
    Step,
    backward,
    check,
    forward,
    late_dates,
    plan,
)

from .critical_path_plans import REPEAT, SIX, march, slow


def test_check_names_what_is_wrong():
    steps = [
        Step("a", 1, (Link("a"),)),
        Step("b", -1, (Link("gone"),)),
        Step("c", 1, (Link("b", lag=-2), Link("e"))),
        Step("d", 1, (Link("c", "ss", 0, tail=-1),)),
        Step("e", 1, (Link("d"),)),
        Step("b", 1),
    ]
    assert set(check(steps)) == {
        Problem("duplicate", ("b",)),
        Problem("self_link", ("a",)),
        Problem("negative_duration", ("b",)),
        Problem("unknown_predecessor", ("b", "gone")),
        Problem("negative_lag", ("c", "b")),
        Problem("negative_lag", ("d", "c")),
        Problem("cycle", ("c", "d", "e")),
    }
    assert check(REPEAT) == []


def test_each_problem_is_refused():
    for steps in (
        [Step("a", 1, (Link("a"),))],
        [Step("a", 1, (Link("gone"),))],
        [Step("a", -1)],
        [Step("a", 1), Step("b", 1, (Link("a", lag=-1),))],
        [Step("a", 1), Step("b", 1, (Link("a", "ss", tail=-1),))],
        [Step("a", 1), Step("a", 1)],
        [Step("a", 1, (Link("b"),)), Step("b", 1, (Link("a"),), applicable=False)],
    ):
        problems = check(steps)
        assert len(problems) == 1
        for run in (
            lambda steps: forward(steps, march(2), SIX, march(2)),
            lambda steps: backward(steps, None, march(2), SIX),
            lambda steps: late_dates(steps, None, march(2), SIX),
            lambda steps: plan(steps, march(2), SIX, march(2)),
        ):
            with pytest.raises(PlanError) as caught:
                run(steps)
            assert list(caught.value.problems) == problems
            assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_unknown_target_is_refused():
    with pytest.raises(PlanError, match="unknown_target: gone"):
        backward(REPEAT, ["gone"], march(20), SIX)


@slow
@given(st.data(), st.integers(1, 7))
def test_cycles_are_found_when_there_are_any(data, count):
    nodes = st.integers(0, count - 1)
    edges = data.draw(st.sets(st.tuples(nodes, nodes), max_size=12))
    links = {i: tuple(Link(a) for a, b in sorted(edges) if b == i) for i in range(count)}
    steps = [Step(i, 1, links[i]) for i in range(count)]
    problems = check(steps)

    # Who reaches itself over others, by squaring the relation until nothing is added.
    reach = {(a, b) for a, b in edges if a != b}
    while True:
        more = reach | {(a, d) for a, b in reach for c, d in reach if b == c}
        if more == reach:
            break
        reach = more
    in_cycle = {a for a, b in reach if a == b}

    cycles = [problem.keys for problem in problems if problem.code == "cycle"]
    assert bool(cycles) == bool(in_cycle)
    for cycle in cycles:
        assert cycle[0] == min(cycle)
        assert len(set(cycle)) == len(cycle) >= 2
        for a, b in zip(cycle, cycle[1:] + cycle[:1], strict=True):
            assert (a, b) in edges
    # No cycle is left that has no member in those that were named.
    named = {key for cycle in cycles for key in cycle}
    left = {(a, b) for a, b in edges if a != b and not {a, b} & named}
    for _i in range(count):
        left = {(a, b) for a, b in left if any(d == a for _c, d in left)}
    assert not left
    loops = {problem.keys[0] for problem in problems if problem.code == "self_link"}
    assert loops == {a for a, b in edges if a == b}
