"""Forward from today: when each step will be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .network import Net
from .scales import Scale
from .steps import Calendars, Driver, Forecast, Key, Step
from .walk import Bound, Reached, hand_over, pass_through


def forward(
    steps: Sequence[Step], today: date, calendars: Calendars, start: date
) -> dict[Key, Forecast]:
    """Forecast of every step as known `today`; steps without predecessors begin at `start`.

    A done step has its actual, whatever its predecessors say, and does not pull open ones along.
    An open step's forecast is the latest of:

    - its own computation: the clerk's `manual` date; else `started` plus duration; else hand-over
      by its links plus duration;
    - if re-timed or begun: the hand-over by its links without duration (a step cannot finish before
      the steps it needs);
    - the tails of its links;
    - what the ERP expects;
    - today, or the next working day of the step's calendar.
    """
    return forecast_net(Net(steps, calendars), today, start)[0]


def forecast_net(
    net: Net, today: date, plan_start: date
) -> tuple[dict[Key, Forecast], list[Reached | None]]:
    forecasts: dict[Key, Forecast] = {}
    reached: list[Reached | None] = [None] * len(net.steps)
    floors: dict[Scale, date] = {}
    for i in net.order:
        scale = net.scales[i]
        if scale is None:
            reached[i] = pass_through(net, i, reached)
            continue
        step = net.steps[i]
        if step.actual:
            forecast = _forecast_done(step, scale)
        else:
            floor = floors.get(scale)
            if floor is None:
                floor = floors[scale] = scale.finish(today, 0)
            handed_over, held = hand_over(net, i, scale, reached)
            forecast = _forecast_open(step, scale, handed_over, held, plan_start, floor)
        key, done = step.key, bool(step.actual)
        begun = done or bool(step.started and step.duration)
        forecasts[key] = forecast
        reached[i] = Reached(forecast.start, forecast.finish, key, key, begun, done)
    return forecasts, reached


def _forecast_done(step: Step, scale: Scale) -> Forecast:
    finish = step.actual
    if not step.duration:
        return Forecast(finish, finish, "actual")
    if step.started:
        return Forecast(min(step.started, finish), finish, "actual")
    return Forecast(scale.start_of(finish, step.duration), finish, "actual")


def _forecast_open(
    step: Step, scale: Scale, handed_over: Bound, held: Bound, plan_start: date, floor: date
) -> Forecast:
    """`handed_over`, `held`: see `hand_over`; `floor`: the first day it may still finish on."""
    duration, started = step.duration, step.started
    start = plan_start if handed_over.day is None else handed_over.day
    driver: Driver = "start" if handed_over.day is None else "link"
    by = handed_over
    moved = True  # the finish does not follow from the start, which must move along
    if step.manual or started:
        finish = step.manual or scale.finish(started, duration)
        earliest = finish if handed_over.day is None else scale.finish(start, 0)
        if earliest > finish:
            finish = earliest
        else:
            driver = "manual" if step.manual else "started"
    else:
        finish = scale.finish(start, duration)
        moved = False
    if held.day is not None and held.day > finish:
        finish, driver, by, moved = held.day, "link", held, True
    if step.expected and step.expected > finish:
        finish, driver, moved = step.expected, "expected", True
    if floor > finish:
        finish, driver, moved = floor, "today", True
    if not duration:
        start = finish
    elif started:
        start = min(started, finish)
    elif moved:
        start = min(max(start, scale.start_of(finish, duration)), finish)
    if driver == "link":
        return Forecast(start, finish, driver, by.by, by.known)
    return Forecast(start, finish, driver)
