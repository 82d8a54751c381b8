"""Baselines of the critical path against the simulation."""

from dataclasses import replace

from hypothesis import assume, given

from odoo.addons.gendan_followup.tools.critical_path import backward, forward, late_dates, plan

from .critical_path_plans import (
    bare,
    data,
    feeding,
    many_calendars,
    plans,
    promises,
    slow,
    targets_of,
)
from .critical_path_reference import DAY, LONG_AGO, Reference, next_workday, rests, work


@slow
@given(data, plans(), many_calendars, promises)
def test_baseline_is_as_late_as_can_be(data, steps, calendars, promise):
    targets = data.draw(targets_of(steps))
    baseline = backward(steps, targets, promise, calendars)
    plain = bare(steps)
    feeds = feeding(steps, targets)
    assert set(baseline) == {step.key for step in steps if step.applicable}

    def keeps(i, finish):
        tried = [*plain]
        tried[i] = replace(plain[i], expected=finish)
        return Reference(tried, LONG_AGO, calendars, LONG_AGO).finish(targets) <= promise

    for i, step in enumerate(plain):
        if step.applicable and step.key in feeds:
            dates, rest = baseline[step.key], rests(step, calendars)
            assert not rest(dates.finish)
            assert dates.finish == work(step, dates.start, step.duration, rest)
            assert keeps(i, dates.finish)
            assert not keeps(i, next_workday(dates.finish + DAY, rest))


@slow
@given(data, plans(), many_calendars, promises)
def test_baseline_keeps_every_link(data, steps, calendars, promise):
    """Each link holds in the baseline; what feeds no target is on the first day possible."""
    targets = data.draw(targets_of(steps))
    baseline = backward(steps, targets, promise, calendars)
    feeds = feeding(steps, targets)
    reference = Reference(bare(steps), LONG_AGO, calendars, LONG_AGO)
    reference.known = {key: (dates.start, dates.finish) for key, dates in baseline.items()}
    for step in reference.steps:
        if not step.applicable:
            continue
        dates, own = baseline[step.key], reference.compute(step)
        if step.key in feeds:
            assert dates.finish >= own[1]
            assert dates.start >= own[0]
        elif any(reference.sources(link.predecessor, "finish") for link in step.links):
            assert (dates.start, dates.finish) == own
        else:
            known = [baseline[key].start for key in feeds if key in baseline]
            first = min(known, default=promise)
            assert dates.finish == work(step, first, step.duration, rests(step, calendars))


@slow
@given(data, plans(), many_calendars, promises)
def test_baseline_simulated_forward_keeps_the_promise(data, steps, calendars, promise):
    targets = data.draw(targets_of(steps))
    baseline = backward(steps, targets, promise, calendars)
    assume(baseline)
    start = min(dates.start for dates in baseline.values())
    forecasts = forward(bare(steps), start, calendars, start)
    for key in feeding(steps, targets) & baseline.keys():
        assert forecasts[key].finish <= baseline[key].finish
    result = plan(bare(steps), start, calendars, start, targets, promise)
    assert result.finish is None or result.finish <= promise


@slow
@given(data, plans(facts=False), many_calendars, promises)
def test_baseline_is_within_the_latest_dates(data, steps, calendars, promise):
    """Before anything has happened, the latest dates are the baseline, give or take rest days."""
    targets = data.draw(targets_of(steps))
    baseline = backward(steps, targets, promise, calendars)
    latest = late_dates(steps, targets, promise, calendars)
    assert set(latest) == feeding(steps, targets) & baseline.keys()
    for key, limit in latest.items():
        step = next(step for step in steps if step.key == key)
        rest = rests(step, calendars)
        assert baseline[key].finish <= limit.finish
        assert next_workday(baseline[key].finish + DAY, rest) > limit.finish
