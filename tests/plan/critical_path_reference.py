"""The critical path by a simulation that walks day by day, to test the real one against.

It shares nothing with the code under test: no bisection, no topological order, no inverse
functions. Latest dates are found by trying.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
TODAY = date(2026, 6, 10)
LONG_AGO = TODAY - DAY * 600


def rests(step, calendars):
    """The days on which nothing of that step can end, as a test on a date."""
    if step.unit == "calendar" and step.calendar is None:
        return lambda day: False
    works = cached_set(calendars[step.calendar])
    return lambda day: day not in works


@lru_cache(maxsize=8)
def cached_set(calendar):
    return frozenset(calendar.days)


def next_workday(day, rest):
    while rest(day):
        day += DAY
    return day


def work(step, day, n, rest):
    """`n` days of the step from the end of `day` on, the last of them no rest day."""
    if step.unit == "calendar":
        return next_workday(day + DAY * n, rest)
    if not n:
        return next_workday(day, rest)
    while n:
        day += DAY
        n -= not rest(day)
    return day


def wait(step, day, n, rest):
    if not n or step.unit == "calendar":
        return day + DAY * n
    return work(step, day, n, rest)


def first_start(step, finish, rest):
    """The first day from which the step's work ends by `finish`, but no working day sooner."""
    while rest(finish):
        finish -= DAY
    starts = [finish - DAY * i for i in range(150)]
    return min(day for day in starts if work(step, day, step.duration, rest) == finish)


@dataclass
class Reference:
    """Forward pass by recursion; steps that are not applicable are replaced by their own links."""

    steps: list
    today: date
    calendars: dict
    start: date

    def __post_init__(self):
        self.by_key = {step.key: step for step in self.steps}
        self.known = {}

    def sources(self, key, which):
        """The real steps, with `start` or `finish`, that stand behind one end of a link."""
        step = self.by_key[key]
        if step.applicable:
            return {(key, which)}
        found = set()
        for link in step.links:
            inner = "start" if which == "start" and link.kind == "ss" else "finish"
            found |= self.sources(link.predecessor, inner)
        return found

    def day(self, source):
        key, which = source
        return self.dates(key)[which == "finish"]

    def dates(self, key):
        if key not in self.known:
            self.known[key] = self.compute(self.by_key[key])
        return self.known[key]

    def compute(self, step):
        rest = rests(step, self.calendars)
        if step.actual:
            if not step.duration:
                return step.actual, step.actual
            started = step.started or first_start(step, step.actual, rest)
            return min(started, step.actual), step.actual
        begins, ends = [], []
        for link in step.links:
            which = "start" if link.kind == "ss" else "finish"
            for source in self.sources(link.predecessor, which):
                begins.append(wait(step, self.day(source), link.lag, rest))
            if link.kind == "ss" and link.tail is not None:
                for source in self.sources(link.predecessor, "finish"):
                    ends.append(work(step, self.day(source), link.tail, rest))
        begin = max(begins, default=self.start)
        if step.manual or step.started:
            ends.append(step.manual or work(step, step.started, step.duration, rest))
            if begins:
                ends.append(next_workday(begin, rest))
        else:
            ends.append(work(step, begin, step.duration, rest))
        ends.append(next_workday(self.today, rest))
        if step.expected:
            ends.append(step.expected)
        finish = max(ends)
        if not step.duration:
            return finish, finish
        if step.started:
            return min(step.started, finish), finish
        if finish == work(step, begin, step.duration, rest) and not step.manual:
            return begin, finish
        return min(max(begin, first_start(step, finish, rest)), finish), finish

    def finish(self, targets):
        """The last finish of the targets that are still open."""
        ends = set()
        for key in targets:
            ends |= self.sources(key, "finish")
        open_ends = [self.day(end) for end in ends if not self.by_key[end[0]].actual]
        return max(open_ends, default=None)
