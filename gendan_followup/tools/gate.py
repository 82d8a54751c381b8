"""What a gate is made of: points that are checked, and the problems they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class GateProblem:
    """One thing that speaks against an action on one record.

    `sentence` is a whole sentence for the person at the screen, it names the record and says what to do next. `block`
    stops the action, `warn` only shows. `waiver_group` is the xmlid of the group whose members may waive it, None when
    nobody may.
    """

    code: str
    sentence: str
    severity: Severity = "block"
    waiver_group: str | None = None
    record: Any = None

    @property
    def blocks(self) -> bool:
        """Whether it stops the action."""
        return self.severity == "block"


# What a check may answer for a record: nothing, a sentence (which blocks), a problem, or several of them.
Finding = None | bool | str | GateProblem | Iterable[str | GateProblem]


@dataclass(frozen=True, slots=True)
class GatePoint:
    """One check of one action: asked once for all records.

    `check(records)` returns {record: finding}, records without a finding may be left out. `code` is the rule's name in
    waivers and must not change once waivers may exist.
    """

    code: str
    check: Callable[[Any], Mapping[Any, Finding]]
    waiver_group: str | None = None
    severity: Severity = "block"

    def problems(self, records: Any) -> dict[Any, list[GateProblem]]:
        """{record: problems} of this point, only records that have any."""
        result = {}
        for record, finding in (self.check(records) or {}).items():
            problems = [self._complete(entry, record) for entry in _as_list(finding)]
            if problems:
                result[record] = problems
        return result

    def _complete(self, entry: str | GateProblem, record: Any) -> GateProblem:
        if isinstance(entry, GateProblem):
            return entry if entry.record is not None else replace(entry, record=record)
        return GateProblem(self.code, str(entry), self.severity, self.waiver_group, record)


def _as_list(finding: Finding) -> list[str | GateProblem]:
    if not finding or finding is True:
        return []
    if isinstance(finding, str | GateProblem):
        return [finding]
    return [entry for entry in finding if entry]


@dataclass(frozen=True, slots=True, eq=False)
class GatePass:
    """Proof that these records have passed the gate of one action in this very call.

    It travels in the context from the button to the state change. A client of the RPC interface can send any JSON, but
    not an instance of this class, and it only opens the gate for the records it names.
    """

    action: str
    model: str
    ids: frozenset[int]

    def admits(self, action: str, model: str, record_id: int) -> bool:
        """Whether the record has passed."""
        return self.action == action and self.model == model and record_id in self.ids
