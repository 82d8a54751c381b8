"""Runs of statements that are killed, and carried on by two workers at once: real processes, real commits."""

from collections import Counter

import pytest

from ..processes import run_script, scratch_database
from .run_workers import CUSTOMERS, NO_RATE

# all but the one without movement and the one that fails
MADE = CUSTOMERS - 2


@pytest.fixture(scope="module")
def told():
    """What happened, once for all tests: Odoo is loaded for it."""
    with scratch_database("workers") as name:
        yield run_script("tests.statement.run_workers", name, timeout=240)


def test_killed_at_any_point_a_run_ends_with_one_statement_each(told):
    found = told["killed"]
    # while planning; half a batch; one batch committed before; half a batch
    assert found["made"] == sorted(found["made"])
    assert found["made"][0] == found["made"][1] == 0
    assert 0 < found["made"][2] < MADE
    assert found["well"] == [True, True]
    assert found["states"] == ["done"]
    assert (found["statements"], found["customers"], found["numbers"]) == (MADE, MADE, MADE)
    assert found["lines"] == [1] * MADE


def test_the_record_of_a_killed_run_is_complete(told):
    found = told["killed"]
    assert Counter(state for state, _reason in found["items"]) == {"made": MADE, "skipped": 1, "failed": 1}
    assert ["failed", NO_RATE] in found["items"]
    assert ["skipped", "Nothing moved in the period."] in found["items"]
    assert found["noted"], "each statement made stands on its row"
    assert found["todos"] == 1


def test_two_runs_of_one_day_make_one_statement_each(told):
    found = told["runs"]
    assert found["well"] == [True, True]
    assert found["states"] == ["done", "done"]
    assert (found["statements"], found["customers"], found["numbers"]) == (MADE, MADE, MADE)
    states = Counter(state for state, _reason in found["items"])
    # each of the two is complete by itself
    assert states == {"made": MADE, "skipped": MADE + 2, "failed": 2}
    assert any(reason == "Made at the same moment by another run." for _state, reason in found["items"])
    assert found["noted"]
