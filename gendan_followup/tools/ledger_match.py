"""Two lists of the same deliveries, ours and the customer's, matched line by line.

First by what is written on both (receipt, note), then by numbers that were written differently, by sums of lines, by
order, and by amount and day when no number helps. What carries the same number and another amount differs; the rest
stands on one side only, or twice on theirs. The order of rows changes nothing, every line stands in one group, and the
work grows with the number of lines: searches for sums have a budget.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .ledger_line import Group, Line, Result
from .ledger_number import bare, digits, each, folded, runs, tail
from .ledger_sums import Budget, find_sum

# steps a search for sums may take, for each line
STEPS = 300
# lines looked at for a sum when no number says which
NEAR = 10
# among more lines of one number, or of one order, no sums are looked for
MOST_OF_NUMBER = 200
MOST_OF_ORDER = 24
ROUNDS = 6
# lines looked at for those that name several numbers, for each line there is: in honest lists one or two
NAMED = 10


Values = Callable[[Line], Iterable[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A way to find lines that carry the same number."""

    code: str
    ours: Values
    theirs: Values
    strong: bool
    """Whether lines with the same number and different amounts are the same thing."""


def match(ours: Sequence[Line], theirs: Sequence[Line], *, days: int = 7, tolerance: int = 0) -> Result:
    """Match two lists.

    :param ours: our lines; keys unique
    :param theirs: the customer's lines; keys unique
    :param days: how far apart days may be where no number says that lines belong together
    :param tolerance: a difference of so many smallest units for each line is rounding: matched, and told

    >>> match([Line(1, 500, note="DN-007701")], [Line(9, 500, note="7701")]).groups[0].code
    'number'
    """
    return _Matcher(ours, theirs, days, tolerance).run()


def _content(line: Line) -> tuple[object, ...]:
    return (
        line.day or date.max,
        *(line.note, line.receipt, line.order, line.part, line.currency),
        line.amount,
        -1.0 if line.quantity is None else line.quantity,
    )


def _field(name: str, form: Callable[[str], str]) -> Values:
    def values(line: Line) -> Iterable[tuple[str, ...]]:
        return sorted({(value,) for text in each(getattr(line, name)) if (value := form(text))})

    return values


def _written(line: Line) -> list[str]:
    return [*each(line.receipt), *each(line.note)]


def _numbers(form: Callable[[str], str]) -> Values:
    def values(line: Line) -> Iterable[tuple[str, ...]]:
        return sorted({(value,) for text in _written(line) if (value := form(text))})

    return values


def _order_or_number(own: str, other: str) -> Values:
    """An order's number that stands in their column of notes, and the other way round."""

    def values(line: Line) -> Iterable[tuple[str, ...]]:
        found = {(value, own) for text in _written(line) if (value := bare(text))}
        found |= {(value, other) for text in each(line.order) if (value := bare(text))}
        return sorted(found)

    return values


def _same(code: str, values: Values, strong: bool) -> _Rule:
    return _Rule(code, values, values, strong)


STRONG = (
    _same("receipt", _field("receipt", folded), True),
    _same("note", _field("note", folded), True),
    _same("number", _numbers(bare), True),
    _same("number", _numbers(digits), True),
    _same("number", _numbers(runs), True),
)
WEAK = (
    _Rule("number", _order_or_number("number", "order"), _order_or_number("order", "number"), False),
    _same("order", _field("order", folded), False),
    _same("order", _field("order", bare), False),
    _same("number", _numbers(tail), False),
)
# the finer the fields that agree the better; amounts always agree
DETAILS: tuple[Callable[[Line], tuple[object, ...] | None], ...] = (
    lambda line: (line.amount, bare(line.part), line.quantity, line.day),
    lambda line: (line.amount, bare(line.part), line.quantity),
    lambda line: (line.amount, bare(line.part)) if line.part else None,
    lambda line: (line.amount, line.quantity) if line.quantity is not None else None,
    lambda line: (line.amount, line.day) if line.day else None,
    lambda line: (line.amount,),
)


class _Matcher:
    """One run: free lines of both sides in canonical order, groups so far, steps taken."""

    def __init__(self, ours: Sequence[Line], theirs: Sequence[Line], days: int, tolerance: int) -> None:
        self.sides = tuple(sorted(side, key=lambda line: (_content(line), line.key)) for side in (ours, theirs))
        self.free = tuple({line.key for line in side} for side in self.sides)
        self.of_key = tuple({line.key: line for line in side} for side in self.sides)
        self.days, self.tolerance = days, tolerance
        self.groups: list[Group] = []
        self.steps = 0
        self.cut_short = False

    def run(self) -> Result:
        for rule in STRONG:
            self.equal(rule)
        for rule in STRONG:
            self.several(rule, is_sum=True)
            self.sums(rule)
        self.repeated()
        for rule in STRONG:
            self.several(rule, is_sum=False)
            self.differ(rule)
        for rule in WEAK:
            self.equal(rule)
        for rule in WEAK[:-1]:
            self.sums(rule)
        for detail in (*DETAILS[1:4], DETAILS[-1]):
            for near in sorted({0, min(2, self.days), self.days}):
                self.near("amount_day", detail, near)
        self.alone()
        self.totals()
        self.near_sums()
        self.near("part", _part_and_quantity, self.days)
        self.differ_by_order()
        self.other_currency()
        self.rest()
        return Result(tuple(self.groups), self.steps, self.cut_short)

    # ------------------------------------------------------------ help

    def lines(self, side: int) -> list[Line]:
        """The lines that are free, in canonical order."""
        return [line for line in self.sides[side] if line.key in self.free[side]]

    def still(self, side: int, lines: Iterable[Line]) -> list[Line]:
        return [line for line in lines if line.key in self.free[side]]

    def buckets(self, ours: Values, theirs: Values) -> list[tuple[list[Line], list[Line]]]:
        """Free lines of both sides by what they have in common, in its order."""
        found: dict[tuple[str, ...], tuple[list[Line], list[Line]]] = {}
        for side, values in enumerate((ours, theirs)):
            for line in self.lines(side):
                for value in values(line):
                    self.steps += 1
                    found.setdefault((line.currency, *value), ([], []))[side].append(line)
        return [found[value] for value in sorted(found) if all(found[value])]

    def group(self, ours: Sequence[Line], theirs: Sequence[Line], code: str, value: str = "", state: str = "") -> None:
        """Put free lines together."""
        difference = sum(line.amount for line in theirs) - sum(line.amount for line in ours)
        if not state:
            close = abs(difference) <= self.tolerance * max(len(ours), len(theirs))
            state = "matched" if close else "differs"
        self.free[0].difference_update(line.key for line in ours)
        self.free[1].difference_update(line.key for line in theirs)
        self.groups.append(
            Group(
                tuple(sorted(line.key for line in ours)),
                tuple(sorted(line.key for line in theirs)),
                state,
                code,
                value,
                difference,
                _apart(ours, theirs),
            )
        )

    # ------------------------------------------------------------ by number

    def equal(self, rule: _Rule) -> None:
        """One line with one: the same number and amount."""
        for bucket in self.buckets(rule.ours, rule.theirs):
            ours, theirs = (self.still(side, lines) for side, lines in enumerate(bucket))
            for detail in DETAILS:
                if not ours or not theirs:
                    break
                self.pair(ours, theirs, rule.code, detail)
                ours, theirs = self.still(0, ours), self.still(1, theirs)

    def pair(
        self,
        ours: Sequence[Line],
        theirs: Sequence[Line],
        code: str,
        detail: Callable[[Line], tuple[object, ...] | None],
    ) -> None:
        found: dict[tuple[object, ...], tuple[list[Line], list[Line]]] = {}
        for side, lines in enumerate((ours, theirs)):
            for line in lines:
                self.steps += 1
                if (key := detail(line)) is not None:
                    found.setdefault(key, ([], []))[side].append(line)
        for left, right in found.values():
            for our, their in zip(left, right, strict=False):
                self.group([our], [their], code, _shown(code, our, their))

    def sums(self, rule: _Rule) -> None:
        """Several lines with one, or with several: the same number, and the sums agree."""
        for bucket in self.buckets(rule.ours, rule.theirs):
            ours, theirs = (self.still(side, lines) for side, lines in enumerate(bucket))
            if not ours or not theirs or len(ours) == len(theirs) == 1:
                continue
            if self.whole(ours, theirs, rule.code):
                continue
            for name in (_of_part, _of_day):
                parts: dict[object, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
                for side, lines in enumerate((self.still(0, ours), self.still(1, theirs))):
                    for line in lines:
                        self.steps += 1
                        parts[name(line)][side].append(line)
                for key, (left, right) in parts.items():
                    if key:
                        self.whole(left, right, rule.code)
            self.subsets(self.still(0, ours), self.still(1, theirs), rule)

    def several(self, rule: _Rule, *, is_sum: bool) -> None:
        """A line that names several numbers, and all lines of the other side that carry one of them.

        :param is_sum: only where the sums agree; else whatever they say
        """
        found = []
        for side, (values, others) in enumerate(((rule.ours, rule.theirs), (rule.theirs, rule.ours))):
            by_value: dict[tuple[str, ...], list[Line]] = defaultdict(list)
            for line in self.lines(1 - side):
                for value in others(line):
                    self.steps += 1
                    by_value[(line.currency, *value)].append(line)
            left = NAMED * (len(self.free[0]) + len(self.free[1]))
            for target in self.lines(side):
                numbers = list(values(target))
                if len(numbers) < 2:
                    continue
                carrying = [by_value.get((target.currency, *value), ()) for value in numbers]
                count = sum(map(len, carrying))
                if count > left:
                    self.cut_short = True
                    continue
                left -= count
                self.steps += count
                lines = {line.key: line for some in carrying for line in some}
                if lines and (not is_sum or sum(line.amount for line in lines.values()) == target.amount):
                    found.append((side, target, sorted(lines.values(), key=lambda line: (_content(line), line.key))))
        self.accept(found, rule.code)

    def whole(self, ours: Sequence[Line], theirs: Sequence[Line], code: str) -> bool:
        self.steps += len(ours) + len(theirs)
        if not ours or not theirs or sum(line.amount for line in ours) != sum(line.amount for line in theirs):
            return False
        self.group(ours, theirs, code, _shown(code, ours[0], theirs[0]))
        return True

    def subsets(self, ours: Sequence[Line], theirs: Sequence[Line], rule: _Rule) -> None:
        """One line of a side that is the sum of some of the other, both ways at once, best first, until none is left.

        Among many amounts there are always some that make up another by chance: they are not looked at.
        """
        most = MOST_OF_NUMBER if rule.strong else MOST_OF_ORDER
        budget = Budget(STEPS * (len(ours) + len(theirs)))
        for _round in range(ROUNDS):
            left, right = self.still(0, ours), self.still(1, theirs)
            found = []
            for side, (targets, pool) in enumerate(((left, right), (right, left))):
                amounts = [line.amount for line in pool]
                if len(pool) > most:
                    self.cut_short = True
                    continue
                for target in targets:
                    places = find_sum(target.amount, amounts, budget)
                    if places:
                        found.append((side, target, [pool[place] for place in places]))
            if not self.accept(found, rule.code):
                break
        self.steps += budget.spent
        self.cut_short |= budget.is_short

    def accept(self, found: list[tuple[int, Line, list[Line]]], code: str) -> bool:
        """Take those sums that share no line, the one with fewest lines first."""
        found.sort(key=lambda one: (len(one[2]), _content(one[1]), [_content(line) for line in one[2]]))
        taken = False
        for side, target, lines in found:
            if target.key not in self.free[side] or len(self.still(1 - side, lines)) < len(lines):
                continue
            ours, theirs = ([target], lines) if side == 0 else (lines, [target])
            self.group(ours, theirs, code, _shown(code, ours[0], theirs[0]))
            taken = True
        return taken

    def differ(self, rule: _Rule) -> None:
        """The same number, other amounts: by part first, then whatever is left under it."""
        for bucket in self.buckets(rule.ours, rule.theirs):
            ours, theirs = (self.still(side, lines) for side, lines in enumerate(bucket))
            if not ours or not theirs or (rule in STRONG[3:] and not _one_number(ours, theirs)):
                continue
            for detail in (_part_and_quantity, _part_of):
                self.pair(ours, theirs, rule.code, detail)
                ours, theirs = self.still(0, ours), self.still(1, theirs)
            if ours and theirs:
                self.group(ours, theirs, rule.code, _shown(rule.code, ours[0], theirs[0]))

    def differ_by_order(self) -> None:
        """One line of an order on each side, of parts that do not contradict: the same thing at another amount."""
        for rule in WEAK[1:3]:
            for bucket in self.buckets(rule.ours, rule.theirs):
                ours, theirs = (self.still(side, lines) for side, lines in enumerate(bucket))
                self.pair_single(ours, theirs, rule.code)
                parts: dict[str, tuple[list[Line], list[Line]]] = {}
                for side, lines in enumerate((self.still(0, ours), self.still(1, theirs))):
                    for line in lines:
                        self.steps += 1
                        parts.setdefault(bare(line.part), ([], []))[side].append(line)
                for part in sorted(filter(None, parts)):
                    self.pair_single(*parts[part], rule.code)

    def pair_single(self, ours: Sequence[Line], theirs: Sequence[Line], code: str) -> None:
        if len(ours) == len(theirs) == 1:
            our, their = ours[0], theirs[0]
            far = our.day and their.day and abs((our.day - their.day).days) > self.days
            if not far and (not our.part or not their.part or bare(our.part) == bare(their.part)):
                self.group(ours, theirs, code, _shown(code, our, their))

    def other_currency(self) -> None:
        """The same number in another currency: never matched, told together."""
        for values in (_field("receipt", bare), _field("note", bare)):
            found: dict[tuple[str, ...], tuple[list[Line], list[Line]]] = {}
            for side in (0, 1):
                for line in self.lines(side):
                    for value in values(line):
                        self.steps += 1
                        found.setdefault(value, ([], []))[side].append(line)
            for value in sorted(found):
                for our, their in zip(*map(self.still, (0, 1), found[value]), strict=False):
                    self.group([our], [their], "currency", their.note or their.receipt, "differs")

    # ------------------------------------------------------------ by amount and day

    def near(self, code: str, detail: Callable[[Line], tuple[object, ...] | None], days: int) -> None:
        """Lines that agree in something and lie near: as many pairs as there can be."""
        found: dict[tuple[object, ...], tuple[list[Line], list[Line]]] = {}
        for side in (0, 1):
            for line in self.lines(side):
                self.steps += 1
                if line.day and (key := detail(line)) is not None:
                    found.setdefault((line.currency, *key), ([], []))[side].append(line)
        for ours, theirs in found.values():
            left = right = 0
            while left < len(ours) and right < len(theirs):
                self.steps += 1
                our, their = ours[left], theirs[right]
                apart = (our.day - their.day).days if our.day and their.day else 0
                if abs(apart) <= days:
                    self.group([our], [their], code, _shown(code, our, their))
                left += apart <= days
                right += apart >= -days

    def alone(self) -> None:
        """The same amount once on each side, and a day missing: nothing contradicts."""
        found: dict[tuple[str, int], tuple[list[Line], list[Line]]] = {}
        for side in (0, 1):
            for line in self.lines(side):
                self.steps += 1
                if line.amount:
                    found.setdefault((line.currency, line.amount), ([], []))[side].append(line)
        for ours, theirs in found.values():
            if len(ours) == len(theirs) == 1 and not (ours[0].day and theirs[0].day):
                self.group(ours, theirs, "amount")

    def totals(self) -> None:
        """A line of one side that is the total of a note, of an order's day or of a day on the other."""
        for name in (_of_note, _of_order_and_day, _of_day):
            found = []
            for side in (0, 1):
                singles: dict[tuple[str, int], list[Line]] = defaultdict(list)
                for line in self.lines(side):
                    singles[line.currency, line.amount].append(line)
                sets: dict[object, list[Line]] = defaultdict(list)
                for line in self.lines(1 - side):
                    self.steps += 1
                    if (key := name(line)) is not None:
                        sets[line.currency, key].append(line)
                for lines in sets.values():
                    if len(lines) < 2 or not (total := sum(line.amount for line in lines)):
                        continue
                    # equal ones are as good as each other: the first that is near
                    for target in singles.get((lines[0].currency, total), [])[:NEAR]:
                        self.steps += 1
                        if target.day and lines[0].day and _apart([target], lines) <= self.days:
                            found.append((side, target, lines))
                            break
            self.accept(found, "amount_day")

    def near_sums(self) -> None:
        """Sums of two or three lines near a line, where order or part agree or nothing is said of them."""
        for name in (_order_of, _part_of):
            found = []
            budget = Budget(STEPS * sum(map(len, self.free)))
            for side in (0, 1):
                pools: dict[tuple[object, ...], list[Line]] = defaultdict(list)
                for line in self.lines(1 - side):
                    if line.day and (key := name(line)) is not None:
                        pools[(line.currency, *key)].append(line)
                for target in self.lines(side):
                    key = name(target)
                    if not target.day or key is None:
                        continue
                    pool = _nearest(target, pools.get((target.currency, *key), []), self.days)
                    self.steps += len(pool) + 1
                    places = find_sum(target.amount, [line.amount for line in pool], budget)
                    if places and len(places) <= 3:
                        found.append((side, target, [pool[place] for place in places]))
            self.steps += budget.spent
            self.accept(found, "amount_day")

    # ------------------------------------------------------------ what is left

    def repeated(self) -> None:
        """Theirs once more: the same numbers, part, quantity and amount as a line that is matched.

        Unless a line of ours with that number is still looking for its other half, which this may be.
        """
        waiting: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for line in self.lines(0):
            for number in _all_numbers(line):
                waiting[number].add(bare(line.part))
        matched: dict[tuple[object, ...], int] = {}
        for line in self.sides[1]:
            if line.key not in self.free[1]:
                matched.setdefault(_identity(line), line.key)
        for line in self.lines(1):
            self.steps += 1
            numbers, part = _all_numbers(line), bare(line.part)
            may_be_ours = any(
                not part or parts & {part, ""} for parts in (waiting.get(number, set()) for number in numbers) if parts
            )
            if numbers and not may_be_ours and _identity(line) in matched:
                self.duplicate(line, matched[_identity(line)])

    def duplicate(self, line: Line, of: int) -> None:
        self.free[1].discard(line.key)
        shown = line.note or line.receipt
        self.groups.append(Group((), (line.key,), "duplicate", "repeated", shown, line.amount, 0, of))

    def rest(self) -> None:
        """What stands on one side only; of equal lines with a number on theirs the second is a duplicate."""
        for line in self.lines(0):
            self.group([line], [], "none", "", "only_ours")
        seen: dict[tuple[object, ...], int] = {}
        for line in self.sides[1]:
            known = seen.setdefault((*_identity(line), line.day), line.key)
            if line.key not in self.free[1]:
                continue
            self.steps += 1
            says_much = (line.receipt or line.note) or (line.day and line.part and line.quantity)
            if known != line.key and says_much:
                self.duplicate(line, known)
            else:
                self.group([], [line], "none", "", "only_theirs")


def _all_numbers(line: Line) -> set[tuple[str, ...]]:
    return {value for form in (bare, digits) for value in _numbers(form)(line)}


def _identity(line: Line) -> tuple[object, ...]:
    return (
        *(bare(line.receipt), bare(line.note), bare(line.order), bare(line.part)),
        *(line.quantity, line.amount, line.currency),
    )


def _shown(code: str, our: Line, their: Line) -> str:
    """The number or part as they write it."""
    match code:
        case "receipt":
            return their.receipt
        case "note":
            return their.note
        case "order":
            return their.order
        case "part":
            return their.part
        case "number":
            return their.note or their.receipt or their.order
    return ""


def _apart(ours: Sequence[Line], theirs: Sequence[Line]) -> int:
    """Days between the nearest of both sides at either end; 0 where days are missing."""
    left = [line.day for line in ours if line.day]
    right = [line.day for line in theirs if line.day]
    if not left or not right:
        return 0
    return max(abs((min(left) - min(right)).days), abs((max(left) - max(right)).days))


def _one_number(ours: Sequence[Line], theirs: Sequence[Line]) -> bool:
    """Whether what agrees only by its digits is one number on each side."""
    for lines in (ours, theirs):
        if len({(bare(line.receipt), bare(line.note)) for line in lines}) > 1:
            return False
    return True


def _nearest(target: Line, pool: Sequence[Line], days: int) -> list[Line]:
    """The nearest few by day, in canonical order."""
    if not target.day or len(pool) < 2:
        return []
    day = target.day
    place = bisect_left(pool, day, key=lambda line: line.day or date.max)
    around = pool[max(place - NEAR, 0) : place + NEAR]
    near = [line for line in around if line.day and abs((line.day - day).days) <= days]
    chosen = sorted(near, key=lambda line: (abs(((line.day or day) - day).days), _content(line)))[:NEAR]
    return sorted(chosen, key=_content)


def _part_and_quantity(line: Line) -> tuple[object, ...] | None:
    return (bare(line.part), line.quantity) if line.part and line.quantity else None


def _part_of(line: Line) -> tuple[object, ...] | None:
    return (bare(line.part),) if line.part else None


def _order_of(line: Line) -> tuple[object, ...] | None:
    return (bare(line.order),) if line.order else None


def _of_part(line: Line) -> object:
    return bare(line.part) or None


def _of_day(line: Line) -> object:
    return line.day


def _of_note(line: Line) -> object:
    return bare(line.note) or bare(line.receipt) or None


def _of_order_and_day(line: Line) -> object:
    return (bare(line.order), line.day) if line.order and line.day else None
