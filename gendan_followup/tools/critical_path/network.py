"""The steps of one order as a sound, sorted network, or what keeps them from being one."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence

from .scales import DayScale, DayToWorkScale, Scale, WorkScale
from .steps import Calendars, Key, PlanError, Problem, Step


class Net:
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

    def _find_scales(self, calendars: Calendars) -> list[Scale | None]:
        known: dict[tuple[str, Hashable], Scale] = {}
        scales: list[Scale | None] = []
        for step in self.steps:
            if not step.applicable:
                scales.append(None)
                continue
            unit, calendar = step.unit, step.calendar
            scale = known.get((unit, calendar))
            if scale is None:
                if unit == "calendar" and calendar is None:
                    scale = DayScale()
                elif calendar not in calendars:
                    raise KeyError(f"No calendar {calendar!r} given for step {step.key!r}")
                else:
                    scale = (WorkScale if unit == "work" else DayToWorkScale)(calendars[calendar])
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
