"""The critical path on plans whose dates are known by heart."""

from dataclasses import replace
from datetime import date

import pytest

from odoo.addons.gendan_followup.tools.critical_path import (
    Dates,
    Forecast,
    Latest,
    Link,
    Step,
    backward,
    buffer_days,
    critical_chain,
    forward,
    late_dates,
    plan,
)
from odoo.addons.gendan_followup.tools.workdays import HorizonError, WorkDays

from .critical_path_plans import (
    FIRST,
    FIVE_DAYS,
    LAST,
    REPEAT,
    SIX,
    SIX_DAYS,
    chain,
    march,
)
from .critical_path_reference import DAY


def test_repeat_order_backward():
    """Promise on Friday 20 March, six-day week: thirteen working days need Thursday the 5th."""
    baseline = backward(REPEAT, ["arrived"], march(20), SIX)
    assert {key: dates.finish.day for key, dates in baseline.items()} == {
        "confirmed": 5,
        "material": 10,
        "cylinders": 9,
        "notice": 10,
        "printing": 12,
        "lamination": 14,
        "bags": 17,
        "packed": 18,
        "shipped": 19,
        "arrived": 20,
        "contract": 7,  # holds nothing up: as soon as may be
        "note back": 24,  # after the target
    }
    assert baseline["bags"] == Dates(march(14), march(17))


def test_repeat_order_with_film_four_days_late():
    steps = [replace(step) for step in REPEAT]
    by_key = {step.key: step for step in steps}
    by_key["confirmed"].actual = march(5)
    by_key["cylinders"].actual = march(6)
    by_key["material"].expected = march(14)
    result = plan(steps, march(7), SIX, march(5), ["arrived"], march(20))
    assert result.forecasts["material"] == Forecast(march(10), march(14), "expected")
    assert result.forecasts["printing"] == Forecast(march(14), march(17), "link", "material")
    assert result.critical == (
        "material",
        "printing",
        "lamination",
        "bags",
        "packed",
        "shipped",
        "arrived",
    )
    assert result.finish == march(25)
    assert result.buffer == -4
    assert result.slack["material"] == -4
    assert result.slack["notice"] == 2
    assert "contract" not in result.slack
    assert "note back" not in result.slack
    assert result.latest["printing"] == Latest(None, march(12))


def test_spring_festival_pushes_the_baseline():
    festival = {date(2026, 2, 15) + DAY * i for i in range(9)}
    calendar = WorkDays(set(SIX_DAYS.days) - festival, FIRST, LAST)
    steps = chain(("printed", 0), ("packed", 3))
    baseline = backward(steps, None, date(2026, 2, 25), {None: calendar})
    assert baseline["printed"].finish == date(2026, 2, 13)


def test_swapped_saturday_is_used():
    saturday, monday = march(14), march(16)
    swapped = WorkDays(set(FIVE_DAYS.days) | {saturday}, FIRST, LAST)
    steps = chain(("cut", 0), ("sewn", 1))
    start = march(13)
    assert forward(steps, start, {None: swapped}, start)["sewn"].finish == saturday
    assert forward(steps, start, {None: FIVE_DAYS}, start)["sewn"].finish == monday


def test_sea_transit_in_calendar_days():
    sail = Step("arrived", 35, (Link("on board"),), unit="calendar")
    steps = [Step("on board", 2), sail]
    assert forward(steps, march(2), SIX, march(2))["arrived"].finish == date(2026, 4, 8)
    assert backward(steps, None, date(2026, 4, 8), SIX)["on board"].finish == march(4)
    # On Sunday nobody takes it in: Monday, if the receiver's calendar is known.
    steps = [Step("on board", 2), replace(sail, duration=39, calendar="receiver")]
    calendars = {None: SIX_DAYS, "receiver": FIVE_DAYS}
    assert forward(steps, march(2), calendars, march(2))["arrived"].finish == date(2026, 4, 13)
    # Promised for that Sunday it has to be there on Friday.
    assert backward(steps, None, date(2026, 4, 12), calendars)["arrived"].finish == date(
        2026, 4, 10
    )


def test_a_step_rests_on_its_own_calendar():
    steps = [Step("proof", 1), Step("approved", 1, (Link("proof"),), calendar="customer")]
    calendars = {None: SIX_DAYS, "customer": FIVE_DAYS}
    forecasts = forward(steps, march(6), calendars, march(6))
    assert forecasts["proof"].finish == march(7)  # Saturday
    assert forecasts["approved"].finish == march(9)


OVERLAP = [
    Step("knitting", 10),
    Step("linking", 10, (Link("knitting", "ss", 3),)),
    Step("washing", 2, (Link("linking"),)),
]


def test_overlap():
    """Linking starts three days after knitting: fifteen days in all, not twenty-two."""
    forecasts = forward(OVERLAP, march(2), SIX, march(2))
    assert forecasts["linking"].start == march(5)
    assert forecasts["washing"].finish == SIX_DAYS.add(march(2), 15)
    baseline = backward(OVERLAP, None, SIX_DAYS.add(march(2), 15), SIX)
    assert baseline["knitting"] == Dates(march(2), SIX_DAYS.add(march(2), 10))


def test_late_end_of_an_overlapped_step_moves_its_successor_by_the_tail_only():
    begun = replace(OVERLAP[0], started=march(2), expected=march(31))
    steps = [begun, *OVERLAP[1:]]
    assert forward(steps, march(7), SIX, march(2))["linking"].finish == march(17)
    tailed = replace(OVERLAP[1], links=(Link("knitting", "ss", 3, tail=1),))
    steps = [begun, tailed, OVERLAP[2]]
    forecasts = forward(steps, march(7), SIX, march(2))
    assert forecasts["linking"].finish == date(2026, 4, 1)
    assert forecasts["linking"].predecessor == "knitting"
    assert late_dates(steps, None, date(2026, 4, 1), SIX)["knitting"].finish == march(29)


def test_late_start_of_an_overlapped_step_moves_its_successor():
    steps = [replace(OVERLAP[0], expected=march(31)), *OVERLAP[1:]]
    forecasts = forward(steps, march(2), SIX, march(2))
    assert forecasts["knitting"].start == SIX_DAYS.add(march(31), -10)
    assert forecasts["linking"].start == SIX_DAYS.add(march(31), -7)


def test_latest_finish_reaches_over_rest_days():
    """Landing on Sunday means no later start than landing on Friday."""
    steps = [
        Step("sailing", 4, calendar="receiver", unit="calendar"),
        Step("papers", 5, (Link("sailing", "ss"),)),
    ]
    calendars = {None: SIX_DAYS, "receiver": FIVE_DAYS}
    latest = late_dates(steps, None, march(14), calendars)
    assert latest["sailing"] == Latest(march(9), march(15))
    steps[0].expected = march(15)
    assert forward(steps, march(2), calendars, march(2))["papers"].finish == march(14)
    steps[0].expected = march(16)
    assert forward(steps, march(2), calendars, march(2))["papers"].finish == march(16)


def test_a_step_that_has_begun_no_longer_drives_what_waits_for_its_start():
    steps = [replace(OVERLAP[0], started=march(2)), *OVERLAP[1:]]
    result = plan(steps, march(7), SIX, march(2), None, march(31))
    assert result.forecasts["linking"] == Forecast(march(5), march(17), "link", "knitting", True)
    assert result.critical == ("linking", "washing")
    assert set(result.slack) == {"linking", "washing"}


def test_of_two_equal_predecessors_the_open_one_drives():
    links = (Link("material"), Link("notice"))
    steps = [
        Step("material", 1, actual=march(6)),
        Step("notice", 0, expected=march(6)),
        Step("printing", 2, links),
    ]
    for steps[2].links in (links, links[::-1]):
        result = plan(steps, march(6), SIX, march(2))
        assert result.critical == ("notice", "printing")


def test_started_milestone_hangs_on_the_start():
    steps = [Step("printing", 5), Step("started", 0, (Link("printing", "ss"),))]
    forecasts = forward(steps, march(2), SIX, march(2))
    assert forecasts["started"].finish == march(2)
    steps[0].started = march(4)
    assert forward(steps, march(4), SIX, march(2))["started"].finish == march(4)


def test_done_out_of_order():
    """The successor was ticked first: it has its day, and the step before it waits for nobody."""
    steps = chain(("notice", 1), ("printing", 2), ("packed", 1))
    steps[1].actual = march(4)
    result = plan(steps, march(6), SIX, march(2), ["packed"], march(9))
    assert result.forecasts["notice"] == Forecast(march(5), march(6), "today")
    assert result.forecasts["printing"].finish == march(4)
    assert result.forecasts["packed"].finish == march(6)
    assert result.critical == ("packed",)
    assert set(result.slack) == {"packed"}


def test_clerk_sets_a_date_of_her_own():
    steps = chain(("material", 4), ("printing", 2), ("packed", 1))
    steps[1].manual = march(20)
    forecasts = forward(steps, march(2), SIX, march(2))
    assert forecasts["printing"] == Forecast(march(18), march(20), "manual")
    assert forecasts["packed"].finish == march(21)
    assert plan(steps, march(2), SIX, march(2)).critical == ("printing", "packed")
    # Sooner than computed is allowed, sooner than the material is not.
    steps[1].manual = march(6)
    assert forward(steps, march(2), SIX, march(2))["printing"].finish == march(6)
    steps[0].expected = march(11)
    late = forward(steps, march(2), SIX, march(2))["printing"]
    assert (late.finish, late.driver, late.predecessor) == (march(11), "link", "material")
    # Her date has passed: today.
    assert forward(steps, march(16), SIX, march(2))["printing"].finish == march(16)


def test_overdue_step_is_forecast_for_the_next_working_day():
    steps = chain(("notice", 1), ("printing", 2))
    forecasts = forward(steps, march(8), SIX, march(2))  # a Sunday
    assert forecasts["notice"] == Forecast(march(7), march(9), "today")
    assert forecasts["printing"].finish == march(11)


def test_not_applicable_passes_through():
    steps = chain(("contract", 2), ("deposit", 3), ("cylinders", 5))
    steps[1].applicable = False
    steps[1].links = (Link("contract", lag=4),)
    result = plan(steps, march(2), SIX, march(2), None, march(20))
    assert "deposit" not in result.forecasts
    assert result.forecasts["cylinders"] == Forecast(march(4), march(10), "link", "contract")
    assert result.critical == ("contract", "cylinders")
    assert set(backward(steps, None, march(20), SIX)) == {"contract", "cylinders"}


def test_target_that_is_not_applicable_stands_for_what_is_before_it():
    steps = chain(("packed", 1), ("shipped", 1), ("arrived", 1))
    steps[2].applicable = False
    result = plan(steps, march(2), SIX, march(2), ["arrived"], march(5))
    assert (result.finish, result.buffer) == (march(4), 1)
    assert backward(steps, ["arrived"], march(5), SIX)["shipped"].finish == march(5)


def test_nothing_applicable():
    steps = [Step("packed", 1, applicable=False), Step("arrived", 1, (Link("packed"),))]
    assert forward(steps, march(2), SIX, march(2))["arrived"].finish == march(3)
    steps[1].applicable = False
    result = plan(steps, march(2), SIX, march(2), None, march(5))
    assert (result.forecasts, result.finish, result.buffer, result.critical) == ({}, None, None, ())
    assert backward(steps, None, march(5), SIX) == {}
    assert plan([], march(2), SIX, march(2), None, march(5)).finish is None


def test_conditional_promise_has_no_buffer_yet():
    result = plan(REPEAT, march(5), SIX, march(5), ["arrived"])
    assert result.finish == march(20)
    assert (result.latest, result.slack, result.buffer) == ({}, {}, None)
    assert result.critical[0] == "confirmed"


def test_delivered_order():
    steps = [replace(step, actual=march(18)) for step in REPEAT]
    result = plan(steps, march(25), SIX, march(5), ["arrived"], march(20))
    assert (result.finish, result.buffer) == (march(18), 2)
    assert (result.latest, result.slack, result.critical) == ({}, {}, ())
    assert critical_chain(result.forecasts, ["arrived"]) == ()


def test_side_step_without_predecessor_starts_with_the_baseline():
    steps = [Step("visit", 1), *chain(("packed", 3), ("arrived", 1))]
    baseline = backward(steps, ["arrived"], march(6), SIX)
    assert baseline["packed"].start == march(2)
    assert baseline["visit"].finish == march(3)


def test_buffer_without_company_calendar_is_in_the_targets_days():
    arrived = Step("arrived", 3, unit="calendar")
    result = plan([arrived], march(2), {}, march(2), None, march(8))
    assert result.buffer == 3
    assert buffer_days(march(5), march(9), None) == 4
    assert buffer_days(march(5), march(9), SIX_DAYS) == 3
    assert buffer_days(march(8), march(7), SIX_DAYS) == -1


def test_unset_dates_of_odoo_are_no_dates():
    unset = {"actual": False, "expected": False, "started": False, "manual": False}
    steps = [replace(step, **unset) for step in REPEAT]
    assert plan(steps, march(5), SIX, march(5), None, march(20)) == plan(
        REPEAT, march(5), SIX, march(5), None, march(20)
    )


def test_horizon_is_the_callers_business():
    short = {None: WorkDays([march(2), march(3)])}
    with pytest.raises(HorizonError) as caught:
        forward(chain(("printing", 5)), march(2), short, march(2))
    assert caught.value.direction == 1
    with pytest.raises(HorizonError) as caught:
        backward(chain(("printing", 5)), None, march(3), short)
    assert caught.value.direction == -1


def test_missing_calendar_is_named():
    with pytest.raises(KeyError, match=r"carrier.*arrived"):
        forward([Step("arrived", 1, calendar="carrier")], march(2), SIX, march(2))
