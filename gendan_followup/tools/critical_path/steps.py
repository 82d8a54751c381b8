"""What goes into the critical path of an order and what comes out of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..workdays import WorkDays

Key = Hashable
Calendars = Mapping[Hashable, WorkDays]
Driver = Literal["actual", "link", "start", "started", "expected", "manual", "today"]


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
