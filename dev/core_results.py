"""What Odoo's own suites gave with and without the add-on, side by side. Pure: no database here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

BAD = ("failed", "error")
CEILING = "Query count more than expected"
UNSTEADY = "gave another result when it was run again"


@dataclass(frozen=True)
class Outcome:
    """One test on one database."""

    result: str
    """ok, skipped, failed or error."""
    messages: tuple[str, ...] = ()
    queries: int = 0

    @property
    def bad(self) -> bool:
        """Whether it failed."""
        return self.result in BAD

    @property
    def only_ceiling(self) -> bool:
        """Whether all it complains of is a number of queries."""
        return self.bad and bool(self.messages) and all(CEILING in text for text in self.messages)


@dataclass
class Side:
    """All tests on one database."""

    tests: dict[str, Outcome] = field(default_factory=dict)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where a query count missed its number: place -> (expected, counted)."""
    total: int = 0
    """How many tests there are to run."""
    complete: bool = False

    @classmethod
    def read(cls, lines: Iterable[str]) -> Side:
        """From the lines that core_suites.py writes; a last line that is cut off is left out."""
        side = cls()
        for line in lines:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if "test" in row:
                side.add(row["test"], Outcome(row["outcome"], tuple(row["messages"]), row["queries"]))
            elif "count" in row:
                side.counts[row["count"]] = (row["expected"], row["queries"])
            elif "total" in row:
                side.total = row["total"]
            side.complete = side.complete or "end" in row
        return side

    def add(self, name: str, outcome: Outcome) -> None:
        """Keep the worse of two outcomes of one name (``setUpClass`` of several classes)."""
        known = self.tests.get(name)
        if known is None or not known.bad:
            self.tests[name] = outcome

    def update(self, other: Side) -> None:
        """Let a second run of some tests count."""
        self.tests.update(other.tests)
        self.counts.update(other.counts)


def suite_of(test: str) -> str:
    """The add-on a test belongs to; a class that could not be set up names its module."""
    if found := re.search(r"odoo\.addons\.(\w+)\.", test):
        return found[1]
    return test.partition(":")[0]


def tag_of(test: str) -> str:
    """What Odoo's --test-tags calls it, to run it again; the whole class where that could not be set up."""
    if found := re.search(r"odoo\.addons\.(\w+)\.tests\.\w+\.(\w+)\)", test):
        return f"/{found[1]}:{found[2]}"
    return f"/{test}"


@dataclass
class Comparison:
    """The verdict."""

    without: Side
    ours: Side
    unsteady: dict[str, str] = field(default_factory=dict)
    """Tests that gave different results in two runs of the same side."""

    @property
    def new(self) -> list[str]:
        """Tests that fail, or are missing, with the add-on only; query ceilings are told apart."""
        names = [
            name
            for name, outcome in self.ours.tests.items()
            if outcome.bad and not self._bad(self.without, name) and not outcome.only_ceiling
        ]
        missing = [
            name
            for name in self.without.tests
            if name not in self.ours.tests and not self.without.tests[name].bad
        ]
        return sorted({*names, *missing})

    @property
    def own(self) -> list[str]:
        """Tests that core fails by itself, the add-on or not."""
        return sorted(
            name
            for name, outcome in self.without.tests.items()
            if outcome.bad and not outcome.only_ceiling
        )

    @property
    def worse(self) -> list[str]:
        """Tests that core fails by itself and that say something else with the add-on."""
        return [
            name
            for name in self.own
            if self._bad(self.ours, name)
            and plain(self.ours.tests[name].messages) != plain(self.without.tests[name].messages)
        ]

    @property
    def different(self) -> list[str]:
        """Tests worth a second run: whatever is not the same on both sides."""
        names = {*self.without.tests, *self.ours.tests}
        return sorted(
            name
            for name in names
            if self._bad(self.without, name) != self._bad(self.ours, name)
            or (name in self.without.tests) != (name in self.ours.tests)
        )

    @property
    def ceilings(self) -> list[tuple[str, int, int, int]]:
        """(place, allowed, without, with) of each query count that is not met exactly on a side."""
        result = []
        for place in sorted({*self.without.counts, *self.ours.counts}):
            expected = (self.without.counts.get(place) or self.ours.counts[place])[0]
            result.append(
                (
                    place,
                    expected,
                    self.without.counts.get(place, (expected, expected))[1],
                    self.ours.counts.get(place, (expected, expected))[1],
                )
            )
        return result

    @property
    def passed(self) -> bool:
        """Whether the add-on changes no result."""
        return self.without.complete and self.ours.complete and not self.new

    @staticmethod
    def _bad(side: Side, name: str) -> bool:
        return name in side.tests and side.tests[name].bad

    def render(self) -> str:
        """The tables."""
        parts = [self._suites()]
        parts += self._list("New with the add-on", self.new, self.ours)
        parts += self._list("Core's own failures, the same without the add-on", self.own, self.without)
        parts += self._list("  of these, with another message with the add-on", self.worse, self.ours)
        if self.unsteady:
            parts.append("Unsteady (the second run, alone, counts):")
            parts += [f"  {name}: {text}" for name, text in sorted(self.unsteady.items())]
        if self.ceilings:
            parts.append("Query ceilings (core's number, without, with):")
            parts += [
                f"  {ours - base:+d}  {allowed} / {base} / {ours}  {place}"
                for place, allowed, base, ours in self.ceilings
            ]
        if not (self.without.complete and self.ours.complete):
            parts.append("A run ended before its last test: see the log.")
        return "\n".join(parts)

    def _suites(self) -> str:
        header = ("suite", "tests", "ok without", "ok with", "skipped", "new", "core's own", "ceilings", "queries")
        rows = [header]
        for suite in sorted({suite_of(name) for name in {*self.without.tests, *self.ours.tests}}):
            rows.append(self._row(suite, lambda name, suite=suite: suite_of(name) == suite))
        rows.append(self._row("all", lambda name: True))
        widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
        return "\n".join(
            "  ".join(
                cell.rjust(width) if column else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in rows
        )

    def _row(self, title: str, wanted) -> tuple[str, ...]:
        def those(side: Side) -> Mapping[str, Outcome]:
            return {name: outcome for name, outcome in side.tests.items() if wanted(name)}

        without, ours = those(self.without), those(self.ours)
        base, more = (sum(outcome.queries for outcome in side.values()) for side in (without, ours))
        place_in = [place for place, *_numbers in self.ceilings if title in ("all", place.partition("/")[0])]
        return (
            title,
            str(len(without.keys() | ours.keys())),
            *(str(sum(outcome.result == "ok" for outcome in side.values())) for side in (without, ours)),
            str(sum(outcome.result == "skipped" for outcome in ours.values())),
            str(sum(map(wanted, self.new))),
            str(sum(map(wanted, self.own))),
            str(len(place_in)),
            f"{(more - base) / base:+.1%}" if base else "",
        )

    @staticmethod
    def _list(title: str, names: list[str], side: Side) -> list[str]:
        if not names:
            return []
        lines = [f"{title}:"]
        for name in names:
            messages = side.tests[name].messages if name in side.tests else ("was not run",)
            lines.append(f"  {name}: {first_line(messages)}")
        return lines


def plain(messages: Iterable[str]) -> str:
    """Messages without what differs from run to run: ids, times, addresses, database names."""
    return re.sub(r"0x[0-9a-f]+|gendan_core_\w+|\d+", "#", " ".join(messages))


def first_line(messages: Iterable[str]) -> str:
    """The beginning of what a test says."""
    text = next((line.strip() for line in "\n".join(messages).splitlines() if line.strip()), "")
    return text[:160]
