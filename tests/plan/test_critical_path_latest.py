"""Latest dates, slack and critical chain against the simulation."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.gendan_followup.tools.critical_path import (
    backward,
    buffer_days,
    critical_chain,
    forward,
    late_dates,
    plan,
    slack,
)

from .critical_path_plans import (
    before_today,
    data,
    many_calendars,
    one_calendar,
    plans,
    promises,
    slow,
    targets_of,
)
from .critical_path_reference import DAY, LONG_AGO, TODAY, Reference


def all_else_long_ago(steps):
    """The same plan, in the same state, but nothing except the links can hold it up."""
    return [
        replace(
            step,
            actual=step.actual and LONG_AGO,
            started=step.started and LONG_AGO,
            manual=step.manual and LONG_AGO,
            expected=None,
        )
        for step in steps
    ]


@slow
@given(data, plans(), many_calendars, promises)
def test_latest_dates_are_exact(data, steps, calendars, promise):
    """Each step alone may be as late as its latest date, and not a day later."""
    check_latest_dates(steps, data.draw(targets_of(steps)), promise, calendars)


@slow
@given(plans(kinds=("ss",), skipping=False, count=3), many_calendars, promises)
def test_latest_dates_are_exact_where_work_overlaps(steps, calendars, promise):
    check_latest_dates(steps, None, promise, calendars)


def check_latest_dates(steps, targets, promise, calendars):
    latest = late_dates(steps, targets, promise, calendars)
    if targets is None:
        targets = {step.key for step in steps}
        targets -= {link.predecessor for step in steps for link in step.links}
    early = all_else_long_ago(steps)

    def keeps(i, finish):
        tried = [*early]
        tried[i] = replace(early[i], expected=finish)
        last = Reference(tried, LONG_AGO, calendars, LONG_AGO).finish(targets)
        return last is None or last <= promise

    for i, step in enumerate(steps):
        if step.actual or not step.applicable:
            assert step.key not in latest
        elif step.key in latest:
            finish = latest[step.key].finish
            assert keeps(i, finish)
            assert not keeps(i, finish + DAY)
        else:
            assert keeps(i, promise + DAY * 100)


@slow
@given(data, plans(), many_calendars, before_today, promises)
def test_slack_is_negative_when_and_only_when_the_promise_breaks(
    data, steps, calendars, start, promise
):
    targets = data.draw(targets_of(steps))
    result = plan(steps, TODAY, calendars, start, targets, promise)
    last = Reference(steps, TODAY, calendars, start).finish(targets)
    assert (min(result.slack.values(), default=0) < 0) == (last is not None and last > promise)
    for key, days in result.slack.items():
        limit, forecast = result.latest[key], result.forecasts[key]
        late_start = limit.start is not None and forecast.start > limit.start
        assert (days < 0) == (forecast.finish > limit.finish or late_start)


@slow
@given(data, plans(), many_calendars, before_today, st.integers(1, 20))
def test_all_of_a_late_critical_chain_is_late(data, steps, calendars, start, late):
    targets = data.draw(targets_of(steps))
    finish = plan(steps, TODAY, calendars, start, targets).finish or TODAY
    result = plan(steps, TODAY, calendars, start, targets, finish - DAY * late)
    assert all(result.slack[key] < 0 for key in result.critical)


@slow
@given(data, plans(one_scale=True), one_calendar, before_today, promises)
def test_critical_chain_has_the_least_slack(data, steps, calendars, start, promise):
    """On one calendar all of the chain has the same slack, and no open step has less.

    With facts on working days: an expectation for Sunday counts like Saturday, but a step without
    duration behind it waits until Monday.
    """
    for step in steps:
        for name in ("actual", "started", "expected", "manual"):
            if getattr(step, name):
                setattr(step, name, calendars[None].roll(getattr(step, name), "prev"))
    target = data.draw(st.sampled_from(steps))
    target.applicable, target.actual = True, None
    result = plan(steps, TODAY, calendars, start, [target.key], promise)
    assert result.critical[-1] == target.key
    assert {result.slack[key] for key in result.critical} == {min(result.slack.values())}
    assert result.buffer == result.slack[target.key]


@slow
@given(data, plans(), many_calendars, before_today)
def test_critical_chain_follows_the_links(data, steps, calendars, start):
    targets = data.draw(targets_of(steps))
    result = plan(steps, TODAY, calendars, start, targets)
    for before, after in zip(result.critical, result.critical[1:], strict=False):
        assert result.forecasts[after].driver == "link"
        assert result.forecasts[after].predecessor == before
    if result.critical:
        first = result.forecasts[result.critical[0]]
        if first.driver == "link":
            before = next(step for step in steps if step.key == first.predecessor)
            assert first.settled
            assert before.actual or before.started


@slow
@given(data, plans(), many_calendars, before_today, promises)
def test_plan_is_its_parts(data, steps, calendars, start, promise):
    targets = data.draw(st.none() | targets_of(steps))
    result = plan(steps, TODAY, calendars, start, targets, promise)
    forecasts = forward(steps, TODAY, calendars, start)
    latest = late_dates(steps, targets, promise, calendars)
    assert result.forecasts == forecasts
    assert result.latest == latest
    assert result.slack == slack(steps, forecasts, latest, calendars)
    if targets and all(key in forecasts for key in targets):
        assert result.finish == max(forecasts[key].finish for key in targets)
        assert result.buffer == buffer_days(result.finish, promise, calendars[None])
        by_order = [step.key for step in steps if step.key in targets]
        if len({forecasts[key].finish for key in by_order}) == len(by_order):
            assert result.critical == critical_chain(forecasts, targets)


@slow
@given(plans(), many_calendars, before_today, promises)
def test_order_of_the_steps_does_not_matter(steps, calendars, start, promise):
    one = plan(steps, TODAY, calendars, start, None, promise)
    other = plan(steps[::-1], TODAY, calendars, start, None, promise)
    assert one.forecasts == other.forecasts
    assert one.latest == other.latest
    assert (one.finish, one.buffer) == (other.finish, other.buffer)
    assert backward(steps, None, promise, calendars) == backward(
        steps[::-1], None, promise, calendars
    )
