"""Which of the jobs that wait for one machine comes first, and why.

A job has points for what makes it urgent (`urgency`); `ranked` puts jobs in one order that does not depend on how
they were handed over; `lay_out` runs that order on the machine, one job after the other; `moved` says what follows
when a person puts one job elsewhere, and `contradicts` whether that is what the order says. Hours are working hours of
the machine from now on, so that nights and Sundays are nobody's business here. Nothing here knows Odoo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop, heappush

# days of buffer at which nothing presses any more, and at which nothing presses harder
RELAXED, PRESSED = 20, -10
# a machine is told minutes: what is nearer than this is the same moment
SAME = 1 / 60


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each criterion counts, in points; 0 leaves it out.

    `value_half`: an order of this value gets half the points for its value, `penalty_half`: a penalty of this much a
    day half of those for penalties. So two jobs compare alike whatever else waits.
    """

    grade: float = 20
    buffer: float = 40
    penalty: float = 20
    value: float = 10
    rush: float = 10
    value_half: float = 50_000
    penalty_half: float = 500


@dataclass(frozen=True, slots=True)
class Job:
    """One operation that waits for the machine, or runs on it."""

    key: int
    hours: float  # still to be worked here
    start: float = 0.0  # where it stands in the plan
    earliest: float = 0.0  # not before: the operation before it ends then
    ready: float = 0.0  # its material is expected then; a person may decide not to wait for it
    is_begun: bool = False  # it is on the machine and stays there
    is_uncovered: bool = False  # nobody knows when its material comes: no place is kept for it
    grade: float | None = None  # 1 the best grade there is, 0 the last; None: no grade
    buffer: int | None = None  # working days, negative when late; None: nothing is promised
    penalty: float = 0.0  # money for each day late
    value: float = 0.0  # money
    is_rush: bool = False
    due: date | None = None  # decides between equals

    @property
    def end(self) -> float:
        """Where it ends in the plan."""
        return self.start + self.hours


@dataclass(frozen=True, slots=True)
class Point:
    """Points for one criterion: its code is the name of the weight."""

    code: str
    points: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job comes to stand: its rank, counted from 1, and its hours."""

    key: int
    rank: int
    begin: float
    end: float


def urgency(job: Job, weights: Weights) -> list[Point]:
    """What makes a job urgent, the weightiest first; what gives no points is left out."""
    shares = {
        "rush": 1.0 if job.is_rush else 0.0,
        "grade": job.grade or 0.0,
        "buffer": _pressure(job.buffer),
        "penalty": _saturated(job.penalty, weights.penalty_half),
        "value": _saturated(job.value, weights.value_half),
    }
    found = [Point(code, share * getattr(weights, code)) for code, share in shares.items()]
    return sorted((point for point in found if point.points > 0), key=lambda point: (-point.points, point.code))


def ranked(jobs: Iterable[Job], weights: Weights) -> list[Job]:
    """The jobs in order: what is begun as it stands, then by points, by the day due, and by key.

    Behind all others what has no material that anybody knows of.
    """

    def place(job: Job) -> tuple[bool, float, bool, float, date, int]:
        points = sum(point.points for point in urgency(job, weights))
        return (
            not job.is_begun,
            job.start if job.is_begun else 0.0,
            _is_last(job),
            # the last digits are noise of the sum
            0.0 if job.is_begun else -round(points, 6),
            job.due or date.max,
            job.key,
        )

    return sorted(jobs, key=place)


def lay_out(jobs: Sequence[Job], now: float = 0.0) -> list[Place]:
    """Run jobs in this order: whenever the machine is free, the first of those that may begin.

    So what waits for its material lets others pass, and none of them waits for it. What is begun runs first, and last
    what has no material that anybody knows of: it fills no gap, for it cannot.
    """
    begun = [job for job in jobs if job.is_begun]
    rank_of = {job.key: rank for rank, job in enumerate(jobs)}
    result: list[Place] = []
    free = now

    def run(job: Job) -> None:
        nonlocal free
        result.append(Place(job.key, len(result) + 1, free, free + job.hours))
        free += job.hours

    for job in begun:
        run(job)
    for is_last in (False, True):
        some = (job for job in jobs if not job.is_begun and _is_last(job) is is_last)
        waiting = [(max(job.earliest, job.ready, now), rank_of[job.key], job) for job in some]
        heapify(waiting)
        ready: list[tuple[int, Job]] = []
        while waiting or ready:
            while waiting and waiting[0][0] <= free + 1e-9:
                _earliest, rank, job = heappop(waiting)
                heappush(ready, (rank, job))
            if ready:
                run(heappop(ready)[1])
            else:
                free = waiting[0][0]
    return result


def standing(jobs: Iterable[Job]) -> list[Job]:
    """The jobs as they stand in the plan now."""
    return sorted(jobs, key=lambda job: (not job.is_begun, job.start, job.key))


def moved(jobs: Sequence[Job], key: int, before: int | None, not_before: float) -> dict[int, float]:
    """What follows when one job is put elsewhere.

    It begins at `not_before`, or behind what stands before it and reaches so far. The jobs behind it make room one
    after the other until a gap takes it up; who comes before it and who is out of reach stays. The gap it leaves is
    nobody's: others are pulled forward by a decision of their own, not by the way.

    :param jobs: as they stand (`standing`)
    :param key: the one that is moved
    :param before: the one it is put in front of, None: behind all
    :param not_before: hours, where the chosen day begins
    :return: {key: hours} of the moved one and of those whose begin changes
    """
    one = next(job for job in jobs if job.key == key)
    others = [job for job in jobs if job.key != key]
    index = next((i for i, job in enumerate(others) if job.key == before), len(others))
    # nobody is put in front of what is on the machine
    index = max(index, sum(job.is_begun for job in others))
    free = 0.0
    for job in others[:index]:
        if job.is_begun or job.end > not_before + SAME:
            free = max(free, job.start) + job.hours
    begin = max(free, not_before, one.earliest)
    is_held = one.earliest > max(free, not_before) + SAME
    result = {key: begin}
    free = begin + one.hours
    for job in others[index:]:
        if is_held and job.end <= begin + SAME:
            continue  # the machine need not stand still until the operation before it has ended
        if job.start >= free - SAME:
            break
        result[job.key] = max(free, job.earliest)
        free = result[job.key] + job.hours
    return result


def new_order(jobs: Sequence[Job], starts: Mapping[int, float]) -> list[int]:
    """Keys in the order in which the jobs stand once some begin at other hours."""
    rank_of = {job.key: rank for rank, job in enumerate(jobs)}
    begun = {job.key for job in jobs if job.is_begun}
    at = {job.key: starts.get(job.key, job.start) for job in jobs}
    # of those that begin together the one that was put there comes first
    return sorted(at, key=lambda key: (key not in begun, round(at[key], 3), key not in starts, rank_of[key]))


def contradicts(before: Sequence[int], after: Sequence[int], proposal: Sequence[int], key: int) -> list[int]:
    """Whom a job passes, or lets pass, against the proposal; empty when the proposal says the same.

    :param before: keys as they stood
    :param after: keys as they stand then
    :param proposal: keys as proposed
    :param key: the job that is moved
    """
    was, now, wanted = ({other: rank for rank, other in enumerate(order)} for order in (before, after, proposal))
    return [
        other
        for other in before
        if other != key
        and (was[other] < was[key]) != (now[other] < now[key])
        and (now[other] < now[key]) != (wanted[other] < wanted[key])
    ]


def loads(places: Iterable[tuple[float, float]], edges: Sequence[tuple[float, float]]) -> list[float]:
    """Hours of work that fall into each day.

    :param places: (begin, end) of the jobs in hours; what lies before now counts from now on
    :param edges: (begin, end) of the days
    """
    result = [0.0] * len(edges)
    for begin, end in places:
        start = max(begin, 0.0)
        for index, (first, last) in enumerate(edges):
            result[index] += max(min(start + end - begin, last) - max(start, first), 0.0)
    return result


def _is_last(job: Job) -> bool:
    """Whether a job comes behind all that can be made; what is on the machine has its material."""
    return job.is_uncovered and not job.is_begun


def _pressure(buffer: int | None) -> float:
    """0 at a comfortable buffer, 1 when it cannot get worse."""
    if buffer is None:
        return 0.0
    return min(max((RELAXED - buffer) / (RELAXED - PRESSED), 0.0), 1.0)


def _saturated(amount: float, half: float) -> float:
    """0 for nothing, 0.5 at `half`, never quite 1."""
    if amount <= 0:
        return 0.0
    return amount / (amount + half) if half > 0 else 1.0
