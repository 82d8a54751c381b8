"""Forecast against promise: slack, critical chain and buffer of one order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from ..workdays import WorkDays
from .baseline import Limits
from .forecast import forecast_net
from .network import Net
from .steps import Calendars, Forecast, Key, Latest, Plan, Step


def slack(
    steps: Sequence[Step],
    forecasts: Mapping[Key, Forecast],
    latest: Mapping[Key, Latest],
    calendars: Calendars,
) -> dict[Key, int]:
    """Days by which each step of `latest` may slip before the promise breaks; negative: it does.

    Working days of the step's calendar, or calendar days if it has none. Negative exactly when the
    forecast lies after the latest dates, be it by rest days only.
    """
    return _slack(Net(steps, calendars), forecasts, latest)


def _slack(
    net: Net, forecasts: Mapping[Key, Forecast], latest: Mapping[Key, Latest]
) -> dict[Key, int]:
    result: dict[Key, int] = {}
    for key, limit in latest.items():
        scale, forecast = net.scales[net.index[key]], forecasts[key]
        if scale is None:
            continue
        days = scale.margin(forecast.finish, limit.finish)
        if limit.start is not None:
            days = min(days, scale.margin(forecast.start, limit.start))
        result[key] = days
    return result


def critical_chain(forecasts: Mapping[Key, Forecast], targets: Collection[Key]) -> tuple[Key, ...]:
    """The open steps that drive the last of the `targets`, in order of work.

    The chain begins with the step whose date rests on a fact before it (a step that is done, or the
    start of one that has begun) or comes from outside: an expectation, the clerk's date, today.
    Empty when the last target is done.
    """
    known = [key for key in targets if key in forecasts]
    return _chain(forecasts, max(known, key=lambda key: forecasts[key].finish)) if known else ()


def _chain(forecasts: Mapping[Key, Forecast], last: Key) -> tuple[Key, ...]:
    forecast = forecasts[last]
    if forecast.driver == "actual":
        return ()
    chain = [last]
    while forecast.driver == "link" and not forecast.settled:
        chain.append(forecast.predecessor)
        forecast = forecasts[forecast.predecessor]
    return tuple(reversed(chain))


def buffer_days(finish: date, promise: date, calendar: WorkDays | None) -> int:
    """Days from `finish` to `promise`, negative if and only if past it.

    Working days of `calendar`, or calendar days without one.
    """
    return (promise - finish).days if calendar is None else calendar.margin(finish, promise)


def plan(
    steps: Sequence[Step],
    today: date,
    calendars: Calendars,
    start: date,
    targets: Collection[Key] | None = None,
    promise: date | None = None,
) -> Plan:
    """Forecast, slack, critical chain and buffer of one order in one go, O(steps + links).

    `targets` (None: all last steps) are what the promise is about, usually arrival. `promise` is
    None as long as there is none (conditional promises before T0). The buffer is counted in
    `calendars[None]`, the company's days, so that it compares across orders; without that calendar
    in the days of the last target.
    """
    net = Net(steps, calendars)
    forecasts, reached = forecast_net(net, today, start)
    positions = net.find_targets(targets)
    finish: date | None = None
    last: Key = None
    for i in positions:
        dates = reached[i]
        if dates is not None and (finish is None or dates.finish > finish):
            finish, last = dates.finish, dates.finish_of
    critical = () if finish is None else _chain(forecasts, last)
    if promise is None:
        return Plan(forecasts, {}, {}, critical, finish, None)
    latest = Limits(net, positions, promise, as_of_now=True).to_latest()
    buffer: int | None = None
    if finish is not None:
        company = calendars.get(None)
        scale = net.scales[net.index[last]]
        buffer = (
            company.margin(finish, promise)
            if company or scale is None
            else scale.margin(finish, promise)
        )
    return Plan(forecasts, latest, _slack(net, forecasts, latest), critical, finish, buffer)
