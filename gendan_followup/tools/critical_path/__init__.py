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

from .baseline import backward, late_dates
from .forecast import forward
from .network import check
from .outlook import buffer_days, critical_chain, plan, slack
from .steps import (
    Calendars,
    Dates,
    Driver,
    Forecast,
    Key,
    Latest,
    Link,
    Plan,
    PlanError,
    Problem,
    Step,
)
from .taken import Taken, taken
