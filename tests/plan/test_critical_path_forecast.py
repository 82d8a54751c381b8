"""Forecasts of the critical path against the simulation."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.critical_path import forward

from .critical_path_plans import (
    before_today,
    data,
    many_calendars,
    one_calendar,
    plans,
    slow,
)
from .critical_path_reference import DAY, TODAY, Reference, next_workday, rests, work


def as_dates(forecasts):
    return {key: (forecast.start, forecast.finish) for key, forecast in forecasts.items()}


@slow
@given(plans(), many_calendars, before_today)
def test_forward_is_the_simulation(steps, calendars, start):
    reference = Reference(steps, TODAY, calendars, start)
    expected = {step.key: reference.dates(step.key) for step in steps if step.applicable}
    assert as_dates(forward(steps, TODAY, calendars, start)) == expected


@slow
@given(plans(facts=False, one_scale=True, kinds=("fs",), skipping=False), one_calendar)
def test_forward_is_the_longest_path(steps, calendars):
    """Without facts, on one calendar: the longest of all paths, added up."""
    by_key = {step.key: step for step in steps}

    def lengths(key):
        own = by_key[key].duration
        if not by_key[key].links:
            yield own
        for link in by_key[key].links:
            for length in lengths(link.predecessor):
                yield length + link.lag + own

    calendar = calendars[None]
    start = calendar.roll(TODAY)
    for key, forecast in forward(steps, TODAY - DAY * 30, calendars, start).items():
        assert forecast.finish == calendar.add(start, max(lengths(key)))


@slow
@given(data, plans(), many_calendars, before_today)
def test_delay_never_makes_anything_earlier(data, steps, calendars, start):
    before = forward(steps, TODAY, calendars, start)
    i = data.draw(st.integers(0, len(steps) - 1))
    step, late = steps[i], data.draw(st.integers(1, 15))
    what = data.draw(st.sampled_from(["expected", "actual", "manual", "started", "lag", "today"]))
    today = TODAY
    if what == "today":
        today += DAY * late
    elif what == "lag":
        step = replace(step, links=tuple(replace(k, lag=k.lag + late) for k in step.links))
    elif what == "expected":
        step = replace(step, expected=(step.expected or TODAY) + DAY * late)
    else:
        assume(getattr(step, what))
        step = replace(step, **{what: getattr(step, what) + DAY * late})
    steps = [*steps[:i], step, *steps[i + 1 :]]
    after = forward(steps, today, calendars, start)
    for key, forecast in before.items():
        assert after[key].finish >= forecast.finish
        assert after[key].start >= forecast.start


@slow
@given(data, plans(kinds=("fs",)), many_calendars, before_today)
def test_longer_work_never_makes_anything_earlier(data, steps, calendars, start):
    before = forward(steps, TODAY, calendars, start)
    i = data.draw(st.integers(0, len(steps) - 1))
    steps[i] = replace(steps[i], duration=steps[i].duration + data.draw(st.integers(1, 9)))
    after = forward(steps, TODAY, calendars, start)
    assert all(after[key].finish >= forecast.finish for key, forecast in before.items())


@slow
@given(plans(), many_calendars, before_today)
def test_driver_tells_the_truth(steps, calendars, start):
    forecasts = forward(steps, TODAY, calendars, start)
    for step in steps:
        if not step.applicable:
            assert step.key not in forecasts
            continue
        forecast = forecasts[step.key]
        rest = rests(step, calendars)
        assert forecast.start <= forecast.finish
        assert (forecast.driver == "link") == (forecast.predecessor is not None)
        match forecast.driver:
            case "actual" | "manual" | "expected" as fact:
                assert forecast.finish == getattr(step, fact)
            case "started":
                assert forecast.finish == work(step, step.started, step.duration, rest)
            case "today":
                assert forecast.finish == next_workday(TODAY, rest)
            case "start":
                assert forecast.finish == work(step, start, step.duration, rest)
            case "link":
                # Had this predecessor finished long ago, the step would be sooner or held
                # by another one; whatever happens, it is not later.
                assert forecasts[forecast.predecessor].start <= forecast.finish
        if not step.actual:
            assert forecast.finish >= TODAY
