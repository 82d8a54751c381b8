"""Pure parts of the benchmarks: medians, ratios, growth and the table. No Odoo here."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Spent(NamedTuple):
    """What a piece of work took."""

    wall: float
    """Seconds on the clock: what a user waits."""
    cpu: float = 0.0
    """Seconds of Odoo's own processor time, which others on the machine hardly disturb."""


def middle(runs: Sequence[Spent]) -> float:
    """The median of the seconds on the clock."""
    return statistics.median(run.wall for run in runs)


@dataclass(frozen=True)
class Row:
    """One line of the table; what does not apply stays empty."""

    what: str
    without: str = ""
    ours: str = ""
    ratio: float | None = None
    aim: float | None = None
    told: str = ""
    """A figure without an aim in numbers, or what the reader must know beside it."""
    held: bool | None = None
    """Whether an aim that is no ratio is met ("no row written"); None: there is none."""

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where there is none."""
        if self.held is False:
            return False
        if self.aim is None:
            return self.held
        return self.ratio is not None and round(self.ratio, 2) <= self.aim


HEADER = ("what", "without", "with", "ratio", "aim", "")


def cells(row: Row) -> tuple[str, ...]:
    """The row as text."""
    verdict = {True: "ok", False: "MISSED", None: ""}[row.met]
    return (
        row.what,
        row.without,
        row.ours,
        "" if row.ratio is None else f"{row.ratio:.2f}",
        "" if row.aim is None else f"<= {row.aim:g}",
        " ".join(filter(None, (verdict, row.told))),
    )


def table(rows: Sequence[Row]) -> str:
    """All rows under one header, columns aligned."""
    texts = [HEADER, *map(cells, rows)]
    widths = [max(len(text[column]) for text in texts) for column in range(len(HEADER))]
    lines = ["  ".join(part.ljust(width) for part, width in zip(text, widths, strict=True)) for text in texts]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(line.rstrip() for line in lines)


def seconds(value: float) -> str:
    """A duration as a reader likes it: milliseconds below a second."""
    return f"{value * 1000:.2f} ms" if value < 0.01 else f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def spread(values: Sequence[float]) -> float:
    """How far the middle runs lie apart, as a share of the median: tells a noisy machine."""
    if len(values) < 4:
        return 0.0
    low, middle, high = statistics.quantiles(values, n=4)
    return (high - low) / middle if middle else 0.0


def ratio_row(
    what: str,
    base: Sequence[Spent],
    ours: Sequence[Spent],
    aim: float | None = None,
    told: str = "",
    processor: bool = False,
) -> Row:
    """A row from the runs of both sides: the ratio of the medians.

    :param base: the runs without the add-on
    :param ours: those with it
    :param processor: tell the ratio of the processor time in any case, not only where the machine was busy
    """
    low, high = middle(base), middle(ours)
    noise = max(spread([run.wall for run in side]) for side in (base, ours))
    notes = [told] if told else []
    least, more = (statistics.median(run.cpu for run in side) for side in (base, ours))
    beside = [f"noisy: {noise:.0%}"] if noise > 0.25 else []
    if least and (beside or processor):
        beside.append(f"processor time {more / least:.2f}")
    if beside:
        notes.append(f"({', '.join(beside)})")
    return Row(what, seconds(low), seconds(high), high / low, aim, ", ".join(notes))


def quietest(runs: Sequence[Spent]) -> float:
    """The least processor time of the runs: others on the machine only ever add to it."""
    return min(run.cpu for run in runs)


def processor_row(
    what: str, base: Sequence[Spent], ours: Sequence[Spent], aim: float | None = None, told: str = ""
) -> Row:
    """A row by processor time, the quietest run of each side; the ratio of the clock's medians stands beside it."""
    low, high = quietest(base), quietest(ours)
    clock = f"(processor time; on the clock {middle(ours) / middle(base):.2f})"
    return Row(what, seconds(low), seconds(high), high / low, aim, ", ".join(filter(None, (told, clock))))


def growth(sizes: Sequence[float], times: Sequence[float]) -> float:
    """How the time of one piece grows from the smallest to the largest size; 1 is linear.

    ``growth([100, 1000], [1, 10])`` is 1.0; twice the time for each piece gives 2.0.
    """
    each = [time / size for size, time in sorted(zip(sizes, times, strict=True))]
    return each[-1] / each[0]


def within(wanted: Sequence[int], there: int) -> list[int]:
    """The sizes to measure where no more than ``there`` can be had: those wanted, or parts of what is there.

    Always two at least, as one says nothing of how something grows. ``within([100, 400], 250)`` is ``[100, 250]``,
    ``within([100, 400], 80)`` is ``[20, 40, 80]``.
    """
    if there < 2:
        raise ValueError(f"{there} of what is measured is there: too few to see how it grows")
    fitting = sorted({min(size, there) for size in wanted})
    return fitting if len(fitting) > 1 else sorted({max(1, there // 4), there // 2, there})


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The slope of the line through the points on double logarithmic paper: 1 linear, 2 square."""
    from math import log

    return statistics.linear_regression([log(size) for size in sizes], [log(time) for time in times]).slope
