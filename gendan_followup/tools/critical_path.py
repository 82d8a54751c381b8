"""The critical path of one order: baseline, forecast, slack, critical chain.

A date is the END of that day, and a milestone's date is the day it is FINISHED. From that follows:

- `start` is the day at whose end the work is handed over, so it may begin; `finish` is `duration`
  days later. Handed over on Saturday, one working day (six-day week): finished on Monday. A
  duration of 0 finishes on the start day.
- Rest days do not count. Work handed over on Sunday is as far as work handed over on Saturday. What
  is computed lands on working days; a fact, an expectation of the ERP or a clerk's own date stays
  where it is, Sunday or not.
- Link `fs` (finish to start): start >= predecessor's finish + lag. Link `ss` (start to start):
  start >= predecessor's start + lag; with `tail` also finish >= predecessor's finish + tail.
- Durations, lags and tails are whole days in the unit and calendar of the step that has the link:
  working days of its calendar (`work`), or calendar days (`calendar`: sea transit), whose result
  then moves to the next working day if the step names a calendar.
- Work runs through: where a step must finish later than its own start allows (an expectation, a
  tail), its start moves along. Only `started` is a fact and stays.

Backward and forward are exact inverses: as far as one step is concerned, the promise holds if and
only if the step is within its latest dates. So baseline dates, simulated forward, never pass the
promise, and the target is forecast past the promise exactly when some open step has negative slack.

A step that is not applicable is passed through: its successors hang on its predecessors, with their
own lags; its own lags go with it. It appears in no result.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from .workdays import WorkDays

Key = Hashable
Calendars = Mapping[Hashable, WorkDays]
Driver = Literal["actual", "link", "start", "started", "expected", "manual", "today"]

_DAY = timedelta(days=1)


# What goes in ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """Holds a step until `predecessor` has finished (`fs`) or started (`ss`), plus `lag` days.

    `tail` (days, only with `ss`; None = none): the step also finishes no sooner than that after the
    predecessor's finish. Real overlaps want it (the last pieces must be knitted before linking can
    end), else a late end of the predecessor moves nothing; a milestone "started" must not have it.
    """

    predecessor: Key
    kind: Literal["fs", "ss"] = "fs"
    lag: int = 0
    tail: int | None = None


@dataclass(slots=True)
class Step:
    """One milestone of an order. Dates that are unknown are None (False will do).

    `duration` in `unit`; `calendar` is a key of the calendars given with the call. With unit
    `work`, None is a key like any other (the company's calendar); with unit `calendar`, None means
    plain calendar days.

    `actual`: finished on. `started`: begun on. `expected`: when the ERP expects it finished.
    `manual`: when the clerk says it will be finished.
    """

    key: Key
    duration: int
    links: tuple[Link, ...] = ()
    calendar: Hashable = None
    unit: Literal["work", "calendar"] = "work"
    actual: date | None = None
    expected: date | None = None
    started: date | None = None
    applicable: bool = True
    manual: date | None = None


# What comes out -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a plan cannot be computed, as data: the caller makes the sentence.

    | code                | keys                                                                  |
    |---------------------|-----------------------------------------------------------------------|
    | duplicate           | the key that two steps have                                           |
    | unknown_predecessor | step, missing predecessor                                             |
    | self_link           | step                                                                  |
    | negative_duration   | step                                                                  |
    | negative_lag        | step, predecessor (lag or tail)                                       |
    | cycle               | members in order of work, the last one leads back to the first        |
    | unknown_target      | missing target (only in `PlanError`)                                  |
    """

    code: str
    keys: tuple[Key, ...]


class PlanError(ValueError):
    """A plan that `check` refuses was to be computed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "; ".join(f"{p.code}: {', '.join(map(str, p.keys))}" for p in self.problems)
        )

    def __reduce__(self) -> tuple[type[PlanError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


@dataclass(slots=True)
class Dates:
    """Planned days of one step."""

    start: date
    finish: date


@dataclass(slots=True)
class Latest:
    """The last days on which one step may start and finish without breaking the promise.

    `start` is None unless successors wait for the start (`ss`) and it is still ahead.
    """

    start: date | None
    finish: date


@dataclass(slots=True)
class Forecast:
    """Forecast of one step (its actual once done), and what decided it.

    `driver`: `actual` (done), `link` (its `predecessor`), `start` (no predecessor: the plan's
    start), `started` (begun then, plus duration), `expected`, `manual`, `today` (overdue). Where
    two agree: links before expectation before today.

    `settled`: the predecessor's day is a fact (it is done; for its start, it has begun), so nothing
    before this step can move it any more.
    """

    start: date
    finish: date
    driver: Driver
    predecessor: Key = None
    settled: bool = False


@dataclass(slots=True)
class Plan:
    """One order as of today.

    `latest` and `slack` hold the open steps that can still delay a target, and are empty without a
    promise. `critical` are the open steps that drive the last target, first to last. `finish`:
    forecast or actual of the last target, None if no target applies. `buffer`: working days left
    between it and the promise, negative when past it.
    """

    forecasts: dict[Key, Forecast]
    latest: dict[Key, Latest]
    slack: dict[Key, int]
    critical: tuple[Key, ...]
    finish: date | None
    buffer: int | None


# Counting days in the unit of a step ----------------------------------------------------------


class _Scale(Protocol):
    """Unit and calendar of a step. All arguments `n` are days >= 0."""

    def begin(self, day: date, n: int) -> date:
        """The hand-over `n` days of waiting after `day`; without waiting `day` itself."""

    def finish(self, day: date, n: int) -> date:
        """The end of `n` days of work handed over on `day`."""

    def latest_begin(self, limit: date, n: int) -> date:
        """Inverse of `begin`: the last day for which it does not pass `limit`."""

    def latest(self, limit: date, n: int) -> date:
        """Inverse of `finish`: the last day for which it does not pass `limit`."""

    def start_of(self, finish: date, n: int) -> date:
        """The first hand-over that leads to `finish` (a rest day: to the working day before)."""

    def end_of(self, start: date, n: int) -> date:
        """The last day whose `start_of` does not pass `start`."""

    def margin(self, finish: date, limit: date) -> int:
        """Days left from `finish` to `limit`; negative if and only if past it."""


class _Work:
    """Working days."""

    __slots__ = ("_days", "finish", "latest", "margin")

    def __init__(self, days: WorkDays) -> None:
        self._days = days
        self.finish = days.add
        self.latest = days.latest
        self.margin = days.margin

    def begin(self, day: date, n: int) -> date:
        return self._days.add(day, n) if n else day

    def latest_begin(self, limit: date, n: int) -> date:
        return self._days.latest(limit, n) if n else limit

    def start_of(self, finish: date, n: int) -> date:
        return self._days.add(self._days.roll(finish, "prev"), -n)

    def end_of(self, start: date, n: int) -> date:
        return self._days.add(start, n + 1) - _DAY


class _Days:
    """Calendar days, nobody's rest days."""

    __slots__ = ()

    def begin(self, day: date, n: int) -> date:
        return day + timedelta(days=n)

    def latest_begin(self, limit: date, n: int) -> date:
        return limit - timedelta(days=n)

    finish = begin
    latest = latest_begin
    start_of = latest_begin
    end_of = begin

    def margin(self, finish: date, limit: date) -> int:
        return (limit - finish).days


class _DaysToWork(_Days):
    """Calendar days that end on a working day; what is left is told in working days."""

    __slots__ = ("_days", "margin")

    def __init__(self, days: WorkDays) -> None:
        self._days = days
        self.margin = days.margin

    def finish(self, day: date, n: int) -> date:
        return self._days.shift_calendar(day, n, "next")

    def latest(self, limit: date, n: int) -> date:
        return self._days.roll(limit, "prev") - timedelta(days=n)

    def start_of(self, finish: date, n: int) -> date:
        rested = self._days.add(self._days.roll(finish, "prev"), -1)
        return rested + timedelta(days=1 - n)

    def end_of(self, start: date, n: int) -> date:
        return self._days.add(self.finish(start, n), 1) - _DAY


# The network ----------------------------------------------------------------------------------


class _Net:
    """Steps by position; `links[i]` = (predecessor, is ss, lag, tail), `order` is topological."""

    __slots__ = ("index", "links", "order", "scales", "steps")

    def __init__(self, steps: Sequence[Step], calendars: Calendars) -> None:
        self.steps = steps
        self.index = {step.key: i for i, step in enumerate(steps)}
        index, sound, in_order = self.index, len(self.index) == len(steps), True
        self.links: list[list[tuple[int, bool, int, int | None]]] = []
        for i, step in enumerate(steps):
            links = []
            for link in step.links:
                pred = index.get(link.predecessor)
                if pred is None or link.lag < 0 or (link.tail or 0) < 0:
                    sound = False
                    break
                in_order = in_order and pred < i
                links.append((pred, link.kind == "ss", link.lag, link.tail))
            sound = sound and step.duration >= 0
            self.links.append(links)
        self.order: Sequence[int] = range(len(steps))
        if sound and not in_order:
            self.order = _sorted([[pred for pred, *_rest in links] for links in self.links])
            sound = len(self.order) == len(steps)
        if not sound:
            raise PlanError(check(steps))
        self.scales = self._find_scales(calendars)

    def _find_scales(self, calendars: Calendars) -> list[_Scale | None]:
        known: dict[tuple[str, Hashable], _Scale] = {}
        scales: list[_Scale | None] = []
        for step in self.steps:
            if not step.applicable:
                scales.append(None)
                continue
            unit, calendar = step.unit, step.calendar
            scale = known.get((unit, calendar))
            if scale is None:
                if unit == "calendar" and calendar is None:
                    scale = _Days()
                elif calendar not in calendars:
                    raise KeyError(f"No calendar {calendar!r} given for step {step.key!r}")
                else:
                    scale = (_Work if unit == "work" else _DaysToWork)(calendars[calendar])
                known[unit, calendar] = scale
            scales.append(scale)
        return scales

    def find_targets(self, targets: Collection[Key] | None) -> list[int]:
        """Positions of the targets; None stands for all steps that nothing waits for."""
        if targets is None:
            waited_for = {link[0] for links in self.links for link in links}
            return [i for i in range(len(self.steps)) if i not in waited_for]
        missing = [Problem("unknown_target", (key,)) for key in targets if key not in self.index]
        if missing:
            raise PlanError(missing)
        return [self.index[key] for key in targets]


def _sorted(predecessors: list[list[int]]) -> list[int]:
    """Topological order of the positions that are neither in a cycle nor behind one."""
    waiting = [len(preds) for preds in predecessors]
    successors: list[list[int]] = [[] for _preds in predecessors]
    for i, preds in enumerate(predecessors):
        for pred in preds:
            successors[pred].append(i)
    order = [i for i, count in enumerate(waiting) if not count]
    for done in order:  # grows while we walk it
        for i in successors[done]:
            waiting[i] -= 1
            if not waiting[i]:
                order.append(i)
    return order


def check(steps: Sequence[Step]) -> list[Problem]:
    """Everything that keeps these steps from being a plan; empty when it is one."""
    problems: list[Problem] = []
    index: dict[Key, int] = {}
    for i, step in enumerate(steps):
        if index.setdefault(step.key, i) != i:
            problems.append(Problem("duplicate", (step.key,)))
    predecessors: list[list[int]] = []
    for i, step in enumerate(steps):
        if step.duration < 0:
            problems.append(Problem("negative_duration", (step.key,)))
        preds: list[int] = []
        for link in step.links:
            pred = index.get(link.predecessor)
            if link.predecessor == step.key:
                problems.append(Problem("self_link", (step.key,)))
            elif pred is None:
                problems.append(Problem("unknown_predecessor", (step.key, link.predecessor)))
            elif index[step.key] == i and pred not in preds:
                preds.append(pred)
            if link.lag < 0 or (link.tail or 0) < 0:
                problems.append(Problem("negative_lag", (step.key, link.predecessor)))
        predecessors.append(preds)
    problems.extend(
        Problem("cycle", tuple(steps[i].key for i in cycle)) for cycle in _find_cycles(predecessors)
    )
    return problems


def _find_cycles(predecessors: list[list[int]]) -> list[list[int]]:
    """Cycles without a common member, each in order of work from its first position on."""
    cycles: list[list[int]] = []
    left = predecessors
    while True:
        sortable = set(_sorted(left))
        if len(sortable) == len(left):
            return cycles
        # Whoever cannot be sorted has a predecessor that cannot: walking back must come round.
        i = min(set(range(len(left))) - sortable)
        seen: dict[int, int] = {}
        walk: list[int] = []
        while i not in seen:
            seen[i] = len(walk)
            walk.append(i)
            i = next(pred for pred in left[i] if pred not in sortable)
        cycle = walk[seen[i] :][::-1]
        first = cycle.index(min(cycle))
        cycles.append(cycle[first:] + cycle[:first])
        broken = set(cycle)
        left = [[] if i in broken else preds for i, preds in enumerate(left)]


# Dates on the way -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Reached:
    """How far a step has come. What is passed through hands on the dates of the steps before it.

    `start_of`, `finish_of`: whose dates these are; `start_known`, `finish_known`: they are facts.
    """

    start: date
    finish: date
    start_of: Key
    finish_of: Key
    start_known: bool = False
    finish_known: bool = False


class _Bound:
    """The latest of several days, whose it is, and whether that day rests on a fact."""

    __slots__ = ("by", "day", "known")

    def __init__(self) -> None:
        self.day: date | None = None
        self.by: Key = None
        self.known = False

    def push(self, day: date, by: Key, known: bool) -> None:
        """Take `day` if it is later; of two equal ones the one that may still move."""
        if self.day is None or day > self.day or (day == self.day and self.known and not known):
            self.day, self.by, self.known = day, by, known


def _pass_through(net: _Net, i: int, reached: Sequence[_Reached | None]) -> _Reached | None:
    """What a step that is not applicable hands on; None if there is nothing before it."""
    start, finish = _Bound(), _Bound()
    for pred, is_ss, _lag, _tail in net.links[i]:
        before = reached[pred]
        if before is None:
            continue
        if is_ss:
            start.push(before.start, before.start_of, before.start_known)
        else:
            start.push(before.finish, before.finish_of, before.finish_known)
        finish.push(before.finish, before.finish_of, before.finish_known)
    if start.day is None or finish.day is None:
        return None
    return _Reached(start.day, finish.day, start.by, finish.by, start.known, finish.known)


def _hand_over(
    net: _Net, i: int, scale: _Scale, reached: Sequence[_Reached | None]
) -> tuple[_Bound, _Bound]:
    """When the links let a step begin, and when their tails let it finish."""
    start, finish = _Bound(), _Bound()
    for pred, is_ss, lag, tail in net.links[i]:
        before = reached[pred]
        if before is None:
            continue
        if is_ss:
            day = scale.begin(before.start, lag)
            start.push(day, before.start_of, before.start_known)
            if tail is not None:
                day = scale.finish(before.finish, tail)
                finish.push(day, before.finish_of, before.finish_known)
        else:
            day = scale.begin(before.finish, lag)
            start.push(day, before.finish_of, before.finish_known)
    return start, finish


# Backward -------------------------------------------------------------------------------------


def _tighter(limit: date | None, other: date | None) -> date | None:
    if limit is None or other is None:
        return other if limit is None else limit
    return min(limit, other)


class _Limits:
    """Last start and last finish of each step by position; None where the targets set no limit.

    `as_of_now`: done steps hold nobody back, begun and re-timed steps have their duration behind
    them. Otherwise the limits are those of the bare plan.
    """

    __slots__ = ("finishes", "net", "starts")

    def __init__(self, net: _Net, targets: Iterable[int], promise: date, as_of_now: bool) -> None:
        self.net = net
        self.starts: list[date | None] = [None] * len(net.steps)
        self.finishes: list[date | None] = [None] * len(net.steps)
        for i in targets:
            self.finishes[i] = promise
        for i in reversed(net.order):
            if self.starts[i] is None and self.finishes[i] is None:
                continue
            scale = net.scales[i]
            if scale is None:
                self._limit_through(i)
            elif as_of_now and net.steps[i].actual:
                self.starts[i] = self.finishes[i] = None
            else:
                self._limit_before(i, scale, as_of_now)

    def _limit_through(self, i: int) -> None:
        """Hand the limits of a step that is not applicable to its predecessors."""
        start, finish = self.starts[i], self.finishes[i]
        for pred, is_ss, _lag, _tail in self.net.links[i]:
            if is_ss:
                self._limit(pred, start, finish)
            else:
                self._limit(pred, None, _tighter(start, finish))

    def _limit_before(self, i: int, scale: _Scale, as_of_now: bool) -> None:
        """Settle the limits of one step, and derive those of its predecessors."""
        step, start, finish = self.net.steps[i], self.starts[i], self.finishes[i]
        duration = step.duration
        if as_of_now and step.started and duration:
            start = None  # it has begun: nobody can wait for that any more
        if start is not None:
            finish = _tighter(finish, scale.end_of(start, duration) if duration else start)
            if not duration:
                start = None  # same day as the finish
        self.starts[i], self.finishes[i] = start, finish
        links = self.net.links[i]
        if finish is None or not links:
            return
        timed = as_of_now and (step.manual or step.started)
        handed_over = _tighter(start, scale.latest(finish, 0 if timed else duration))
        for pred, is_ss, lag, tail in links:
            limit = scale.latest_begin(handed_over, lag)
            if not is_ss:
                self._limit(pred, None, limit)
            elif tail is None:
                self._limit(pred, limit, None)
            else:
                self._limit(pred, limit, scale.latest(finish, tail))

    def _limit(self, i: int, start: date | None, finish: date | None) -> None:
        self.starts[i] = _tighter(self.starts[i], start)
        self.finishes[i] = _tighter(self.finishes[i], finish)

    def to_latest(self) -> dict[Key, Latest]:
        """The limits of the applicable steps that have any."""
        return {
            step.key: Latest(start, finish)
            for step, start, finish in zip(self.net.steps, self.starts, self.finishes, strict=True)
            if finish is not None and step.applicable
        }


def backward(
    steps: Sequence[Step], targets: Collection[Key] | None, target: date, calendars: Calendars
) -> dict[Key, Dates]:
    """The baseline: what must be done when, for `targets` (None: all last steps) to be by `target`.

    What feeds a target is placed as late as possible. What does not (the signed copy that holds
    nothing up, the papers after arrival) is placed as early as its predecessors' baseline allows;
    without predecessors, from the first day of the baseline on. When `target` is a rest day of the
    target's calendar, its baseline is the working day before. What has happened so far (actual,
    started) or is expected (expected, manual) plays no part.

    The plan is infeasible from the first day on when a start lies in the past.
    """
    net = _Net(steps, calendars)
    limits = _Limits(net, net.find_targets(targets), target, as_of_now=False)
    reached: list[_Reached | None] = [None] * len(steps)
    free: list[int] = []
    anchor: date | None = None
    # Predecessors of what feeds a target feed it, too: two walks in order see all they need.
    for i in net.order:
        if limits.starts[i] is None and limits.finishes[i] is None:
            free.append(i)
            continue
        scale = net.scales[i]
        if scale is None:
            reached[i] = _pass_through(net, i, reached)
            continue
        step = steps[i]
        start, finish = _place_late(step, scale, limits.starts[i], limits.finishes[i])
        handed_over = _hand_over(net, i, scale, reached)[0].day
        if step.duration and handed_over is not None and handed_over > start:
            start = handed_over  # on a rest day of ours: same working days left
        reached[i] = _Reached(start, finish, step.key, step.key)
        anchor = start if anchor is None else min(anchor, start)
    for i in free:
        scale = net.scales[i]
        if scale is None:
            reached[i] = _pass_through(net, i, reached)
            continue
        step = steps[i]
        handed_over, held = _hand_over(net, i, scale, reached)
        start = handed_over.day or anchor or target
        finish = scale.finish(start, step.duration)
        if held.day is not None and held.day > finish:
            finish = held.day
            start = max(start, scale.start_of(finish, step.duration))
        reached[i] = _Reached(start if step.duration else finish, finish, step.key, step.key)
    return {
        step.key: Dates(dates.start, dates.finish)
        for step, dates in zip(steps, reached, strict=True)
        if dates is not None and step.applicable
    }


def _place_late(
    step: Step, scale: _Scale, start: date | None, finish: date | None
) -> tuple[date, date]:
    """Start and finish of a step as late as its limits allow."""
    if not step.duration:
        finish = scale.latest(finish, 0)
        return finish, finish
    begin = _tighter(start, scale.latest(finish, step.duration))
    finish = scale.finish(begin, step.duration)
    return scale.start_of(finish, step.duration), finish


def late_dates(
    steps: Sequence[Step], targets: Collection[Key] | None, target: date, calendars: Calendars
) -> dict[Key, Latest]:
    """Last days of each open step for `targets` (None: all last steps) to be by `target`, by now.

    Done steps hold nobody back any more. Steps that are done, or that cannot delay a target, have
    no entry.
    """
    net = _Net(steps, calendars)
    return _Limits(net, net.find_targets(targets), target, as_of_now=True).to_latest()


# Forward --------------------------------------------------------------------------------------


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
    return _forecast(_Net(steps, calendars), today, start)[0]


def _forecast(
    net: _Net, today: date, plan_start: date
) -> tuple[dict[Key, Forecast], list[_Reached | None]]:
    forecasts: dict[Key, Forecast] = {}
    reached: list[_Reached | None] = [None] * len(net.steps)
    floors: dict[_Scale, date] = {}
    for i in net.order:
        scale = net.scales[i]
        if scale is None:
            reached[i] = _pass_through(net, i, reached)
            continue
        step = net.steps[i]
        if step.actual:
            forecast = _forecast_done(step, scale)
        else:
            floor = floors.get(scale)
            if floor is None:
                floor = floors[scale] = scale.finish(today, 0)
            handed_over, held = _hand_over(net, i, scale, reached)
            forecast = _forecast_open(step, scale, handed_over, held, plan_start, floor)
        key, done = step.key, bool(step.actual)
        begun = done or bool(step.started and step.duration)
        forecasts[key] = forecast
        reached[i] = _Reached(forecast.start, forecast.finish, key, key, begun, done)
    return forecasts, reached


def _forecast_done(step: Step, scale: _Scale) -> Forecast:
    finish = step.actual
    if not step.duration:
        return Forecast(finish, finish, "actual")
    if step.started:
        return Forecast(min(step.started, finish), finish, "actual")
    return Forecast(scale.start_of(finish, step.duration), finish, "actual")


def _forecast_open(
    step: Step, scale: _Scale, handed_over: _Bound, held: _Bound, plan_start: date, floor: date
) -> Forecast:
    """`handed_over`, `held`: see `_hand_over`; `floor`: the first day it may still finish on."""
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


# Forecast against promise ---------------------------------------------------------------------


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
    return _slack(_Net(steps, calendars), forecasts, latest)


def _slack(
    net: _Net, forecasts: Mapping[Key, Forecast], latest: Mapping[Key, Latest]
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
    net = _Net(steps, calendars)
    forecasts, reached = _forecast(net, today, start)
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
    latest = _Limits(net, positions, promise, as_of_now=True).to_latest()
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
