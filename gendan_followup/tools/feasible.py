"""The earliest day on which a quantity can be ready, and what that depends on.

Three things decide it: what may still be promised of the stock and of the supplies on the way
(`Shelf`), how long what is missing takes to be bought or made (`Item`), and when the work centres
are free (`Bench`). `Planner` puts them together, level after level of the recipes, and books what
it uses, so that two lines of one order are not promised the same goods and the same hours.

Quantities are in the unit of the thing itself. Days are ends of days: what comes on a day can be
worked with from the next morning, or leave on that day. Nothing here knows Odoo.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil, inf

from .supply import Supply

TOLERANCE = 1e-6
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody who was promised `quantity` for `day`; `key` says who."""

    key: Hashable
    quantity: float
    day: date


class Shelf:
    """What may still be promised of one thing in one place.

    What is there today or comes later is free as far as nobody who was promised some goes short by
    it on any later day: goods for a claim in spring may leave now if others come before spring.
    Supplies and claims of the past count for today.
    """

    __slots__ = ("_claims", "_curve", "_on_hand", "_supplies", "today")

    def __init__(
        self, today: date, on_hand: float = 0.0, supplies: Iterable[Supply] = (), claims: Iterable[Claim] = ()
    ) -> None:
        self.today = today
        self._on_hand = max(on_hand, 0.0)
        self._supplies = [self._supply(supply) for supply in supplies]
        self._claims = list(claims)
        self._curve: list[tuple[date, float]] | None = None

    def by(self, day: date) -> float:
        """The quantity that may be promised for `day`."""
        curve = self._free()
        return curve[max(bisect_right(curve, day, key=lambda point: point[0]) - 1, 0)][1]

    def day_for(self, quantity: float) -> date | None:
        """The first day on which `quantity` may be promised, None for never."""
        return next((day for day, free in self._free() if free >= quantity - TOLERANCE), None)

    def steps(self, quantity: float, until: date | None) -> list[tuple[date, float]]:
        """(day, quantity) of each later day up to `until` on which more than before may be promised of `quantity`."""
        free = self.by(self.today)
        steps: list[tuple[date, float]] = []
        for day, more in self._free():
            more = min(more, quantity)
            if day > self.today and (until is None or day <= until) and more > free + TOLERANCE:
                steps.append((day, more))
                free = more
        return steps

    def sources(self, quantity: float) -> list[Supply]:
        """Where `quantity` would come from, earliest first; stock is a supply of today without a key.

        Less than `quantity` in all when there is no more.
        """
        result: list[Supply] = []
        before, rest = 0.0, quantity
        for day, free in self._free():
            more, before = min(free - before, rest), free
            rest -= max(more, 0.0)
            at_hand = [Supply(None, self._on_hand, self.today)] if day == self.today else []
            for supply in at_hand + [supply for supply in self._supplies if supply.day == day]:
                part = min(more, supply.quantity)
                if part > TOLERANCE:
                    result.append(Supply(supply.key, part, supply.day))
                    more -= part
        return result

    def claim(self, claim: Claim) -> Callable[[], None]:
        """Promise some of it. The result takes it back; take back in reverse order."""
        self._claims.append(claim)
        self._curve = None
        return lambda: self._restore(self._claims[:-1], self._supplies)

    def release(self, keys: Iterable[Hashable]) -> Callable[[], None]:
        """Forget the claims with these keys: whoever asks is no rival of herself. Undone as `claim`."""
        gone = set(keys)
        before = self._claims
        self._restore([claim for claim in before if claim.key not in gone], self._supplies)
        return lambda: self._restore(before, self._supplies)

    def add(self, supply: Supply) -> Callable[[], None]:
        """A supply that is there for whoever asks only. Undone as `claim`."""
        before = self._supplies
        self._restore(self._claims, [*before, self._supply(supply)])
        return lambda: self._restore(self._claims, before)

    def _restore(self, claims: list[Claim], supplies: list[Supply]) -> None:
        self._claims, self._supplies, self._curve = claims, supplies, None

    def _supply(self, supply: Supply) -> Supply:
        return Supply(supply.key, max(supply.quantity, 0.0), max(supply.day, self.today))

    def _free(self) -> list[tuple[date, float]]:
        """(day, quantity) at today and at each supply, growing."""
        if self._curve is None:
            change = {self.today: self._on_hand}
            points = {self.today}
            for supply in self._supplies:
                change[supply.day] = change.get(supply.day, 0.0) + supply.quantity
                points.add(supply.day)
            for claim in self._claims:
                day = max(claim.day, self.today)
                change[day] = change.get(day, 0.0) - max(claim.quantity, 0.0)
            left = sum(change.values())
            least = left
            self._curve = []
            for day in sorted(change, reverse=True):
                least = min(least, left)
                if day in points:
                    self._curve.append((day, max(least, 0.0)))
                left -= change[day]
            self._curve.reverse()
        return self._curve


class Bench:
    """When one work centre works, and when it is taken already.

    A piece of work runs through rest hours, and never across another one: Odoo's own rule.
    """

    __slots__ = ("_busy", "_work")

    def __init__(self, work: Iterable[Span], busy: Iterable[Span] = ()) -> None:
        self._work = sorted(work)
        self._busy: list[Span] = []
        for start, end in sorted(busy):
            if self._busy and start <= self._busy[-1][1]:
                self._busy[-1] = (self._busy[-1][0], max(end, self._busy[-1][1]))
            else:
                self._busy.append((start, end))

    def slot(self, after: datetime, minutes: float) -> Span | None:
        """The first span from `after` on that holds `minutes` of work; None when the known hours end before."""
        cursor: datetime = after
        while span := self._run(cursor, timedelta(minutes=max(minutes, 1 / 60))):
            index = bisect_right(self._busy, span[0], key=lambda taken: taken[1])
            if index == len(self._busy) or self._busy[index][0] >= span[1]:
                return span
            cursor = self._busy[index][1]
        return None

    def book(self, span: Span) -> Callable[[], None]:
        """Take a span that `slot` gave. The result frees it."""
        insort(self._busy, span)
        return lambda: self._busy.remove(span)

    def _run(self, after: datetime, rest: timedelta) -> Span | None:
        index = bisect_right(self._work, after, key=lambda hours: hours[1])
        begin = None
        for start, end in self._work[index:]:
            start = max(start, after)
            begin = begin or start
            if end - start >= rest:
                return begin, start + rest
            rest -= end - start
        return None


@dataclass(frozen=True, slots=True)
class Place:
    """One work centre an operation may be done at; `minutes` for each started `capacity`, after `setup`."""

    centre: Hashable
    setup: float
    capacity: float
    minutes: float

    def duration(self, quantity: float) -> float:
        """Minutes of work for `quantity`."""
        cycles = ceil(quantity / self.capacity - TOLERANCE) if self.capacity > 0 else 1
        return self.setup + cycles * self.minutes


@dataclass(frozen=True, slots=True)
class Operation:
    """A step of a recipe: done at one of `places`, after the steps of the positions in `after`."""

    key: Hashable
    places: tuple[Place, ...]
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one unit needs: `components` are (item key, quantity); `lead_days` are calendar days."""

    key: Hashable
    components: tuple[tuple[Hashable, float], ...] = ()
    operations: tuple[Operation, ...] = ()
    lead_days: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A vendor who needs `days` calendar days for at least `least`; a guess is no reason not to wait for what comes."""

    key: Hashable
    days: int
    least: float = 0.0
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A thing: what there is of it, and how more of it is got. Neither recipe nor offers: not at all."""

    key: Hashable
    shelf: Shelf | None = None
    recipe: Recipe | None = None
    offers: tuple[Offer, ...] = ()  # the preferred one first
    is_endless: bool = False  # nobody counts it: always there


@dataclass(frozen=True, slots=True)
class Clock:
    """Where days and hours meet: `opening` gives a day's first moment, `day_of` a moment's day, `roll` the
    working day on or after a day."""

    today: date
    now: datetime
    opening: Callable[[date], datetime]
    day_of: Callable[[datetime], date]
    roll: Callable[[date], date]


@dataclass(slots=True)
class Piece:
    """One part of the answer.

    `kind`: stock, coming, make, buy, work (at `source`: operation and centre), lead, or unknown. `day` is None
    where no day is known. `parts` of a make: its components' pieces, its work and its lead time.
    """

    kind: str
    item: Hashable
    quantity: float
    day: date | None
    source: Hashable = None
    days: int = 0
    start: date | None = None
    parts: list[Piece] = field(default_factory=list)
    is_guess: bool = False

    def critical(self, today: date) -> Iterator[tuple[float, Piece]]:
        """(calendar days it takes, piece) along what this piece waits for; endless where no day is known."""
        own = [part for part in self.parts if part.kind in ("work", "lead")]
        late = last(part for part in self.parts if part.kind not in ("work", "lead"))
        if late:
            yield from late.critical(today)
        if not self.parts:
            yield _days(today, self.day), self
        elif self.start and (final := last(own)):
            yield _days(self.start, final.day), final

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Piece]]:
        """The piece and all its parts with their depth, what comes last first."""
        yield depth, self
        for part in sorted(self.parts, key=lambda piece: piece.day or date.max, reverse=True):
            yield from part.walk(depth + 1)


def _days(start: date, end: date | None) -> float:
    return (end - start).days if end else inf


def last(pieces: Iterable[Piece]) -> Piece | None:
    """The piece that comes last; one without a day comes after all, of equals the first."""
    return max(pieces, key=lambda piece: piece.day or date.max, default=None)


def end_of(pieces: Iterable[Piece]) -> date | None:
    """The day of the last piece, None when one has none or there are none."""
    late = last(pieces)
    return late.day if late else None


class Planner:
    """Works out pieces for one thing after the other, booking what they use.

    Cost: `_get` works a component out once; where some of it comes in on n days before that, about log2(n) + 2 times.
    The innermost of k levels that all have such days is worked out (log2(n) + 2)**k times.
    """

    def __init__(self, clock: Clock, items: Mapping[Hashable, Item], benches: Mapping[Hashable, Bench]) -> None:
        self.clock = clock
        self.items = items
        self.benches = benches
        self._undo: list[Callable[[], None]] = []

    def mark(self) -> int:
        """Where `back` returns to."""
        return len(self._undo)

    def back(self, mark: int) -> None:
        """Give back all that was booked since `mark`."""
        while len(self._undo) > mark:
            self._undo.pop()()

    def did(self, undo: Callable[[], None]) -> None:
        """Remember how to take back something done to a shelf or bench from outside."""
        self._undo.append(undo)

    def get(self, key: Hashable, quantity: float) -> list[Piece]:
        """The pieces by which `quantity` of an item is ready earliest; none for no quantity."""
        return self._get(key, quantity, frozenset())

    def _get(self, key: Hashable, quantity: float, above: frozenset[Hashable]) -> list[Piece]:
        item = self.items[key]
        if quantity <= TOLERANCE:
            return []
        if item.is_endless:
            return [Piece("stock", key, quantity, self.clock.today, source="endless")]
        shelf = item.shelf or Shelf(self.clock.today)
        free = shelf.by(self.clock.today)
        day = shelf.day_for(quantity)
        if day == self.clock.today:
            return self._take(item, shelf, quantity, day)
        mark = self.mark()
        fresh = self._fresh(item, quantity - free, above)
        if day and (fresh.day is None or fresh.is_guess):
            self.back(mark)
            return self._take(item, shelf, quantity, day)
        # what comes in before the fresh goods need not be got anew: the less is missing, the sooner it is there
        steps = [(self.clock.today, free), *shelf.steps(quantity, fresh.day)]
        missing, (day, there) = self._mix(item, quantity, above, fresh, steps, mark)
        taken = self._take(item, shelf, there, day)
        return [*taken, missing] if missing else taken

    def _mix(
        self,
        item: Item,
        quantity: float,
        above: frozenset[Hashable],
        fresh: Piece,
        steps: list[tuple[date, float]],
        mark: int,
    ) -> tuple[Piece | None, tuple[date, float]]:
        """What to get anew, and of what is on the shelf by which day, so that all is there earliest.

        Later days bring more, and the less is got anew, the sooner it is there: where the two meet is found by
        halving. Of equal days the one with less got anew. Booked when it returns.

        :param fresh: what is missing today, booked
        :param steps: (day, quantity on the shelf), today's first
        :param mark: before anything was booked
        :return: what to get anew, booked, None for nothing; the step that brings the rest
        """
        pieces: dict[int, Piece | None] = {0: fresh}

        def end(number: int) -> date:
            """When all is there if one waits for this step and no other; stays booked."""
            self.back(mark)
            day, there = steps[number]
            rest = quantity - there
            pieces[number] = self._fresh(item, rest, above) if rest > TOLERANCE else None
            return self._ready(pieces[number], day)

        booked, low, high = 0, 0, len(steps)
        while high - low > 1:
            booked = (low + high) // 2
            if end(booked) <= steps[booked][0]:
                high = booked
            else:
                low = booked
        ends = {number: self._ready(piece, steps[number][0]) for number, piece in pieces.items()}
        best = min((number for number in (high, low, 0) if number in ends), key=ends.get)
        if best != booked:
            end(best)
        return pieces[best], steps[best]

    @staticmethod
    def _ready(piece: Piece | None, day: date) -> date:
        """When the piece and what comes by the day are both there; the last of days when nobody knows."""
        return max(day, piece.day or date.max) if piece else day

    def _take(self, item: Item, shelf: Shelf, quantity: float, day: date) -> list[Piece]:
        if quantity <= TOLERANCE:
            return []
        pieces = [
            Piece("stock" if supply.key is None else "coming", item.key, supply.quantity, supply.day, supply.key)
            for supply in shelf.sources(quantity)
        ]
        self.did(shelf.claim(Claim("asked", quantity, day)))
        return pieces

    def _fresh(self, item: Item, quantity: float, above: frozenset[Hashable]) -> Piece:
        """One piece for goods that are bought or made anew."""
        if item.recipe and item.key not in above:
            return self._make(item, quantity, above | {item.key})
        if item.offers and not item.recipe:
            offer = next((offer for offer in item.offers if offer.least <= quantity + TOLERANCE), item.offers[0])
            day = self.clock.roll(self.clock.today + timedelta(days=offer.days))
            return Piece("buy", item.key, quantity, day, offer.key, offer.days, is_guess=offer.is_guess)
        return Piece("unknown", item.key, quantity, None)

    def _make(self, item: Item, quantity: float, above: frozenset[Hashable]) -> Piece:
        recipe = item.recipe
        today = self.clock.today
        parts = [
            piece
            for component, each in recipe.components
            for piece in self._get(component, each * quantity, above)
        ]
        ready = end_of(parts) if parts else today
        piece = Piece("make", item.key, quantity, None, recipe.key, recipe.lead_days, ready, parts)
        if ready is None:
            return piece
        begin = self.clock.now if ready <= today else self.clock.opening(ready + timedelta(days=1))
        work = list(self._work(item, quantity, begin))
        if recipe.lead_days:
            lead = self.clock.roll(ready + timedelta(days=recipe.lead_days))
            work.append(Piece("lead", item.key, quantity, lead, recipe.key, recipe.lead_days, ready))
        parts += work
        piece.day = end_of(parts) if parts else self.clock.roll(ready)
        return piece

    def _work(self, item: Item, quantity: float, begin: datetime) -> Iterator[Piece]:
        """The operations one after the other, each at the place that is done with it first."""
        ends: list[datetime | None] = []
        for operation in item.recipe.operations:
            starts = [begin, *(ends[position] for position in operation.after)]
            found = []
            if None not in starts:
                for place in operation.places:
                    if span := self.benches[place.centre].slot(max(starts), place.duration(quantity)):
                        found.append((span[1], span, place.centre))
            if not found:
                ends.append(None)
                centre = operation.places[0].centre if operation.places else None
                yield Piece("work", item.key, quantity, None, (operation.key, centre))
                continue
            end, span, centre = min(found, key=lambda option: option[0])
            self.did(self.benches[centre].book(span))
            ends.append(end)
            day_of = self.clock.day_of
            yield Piece("work", item.key, quantity, day_of(end), (operation.key, centre), start=day_of(span[0]))
