"""What a cell of the grid orders x milestones says: one home for its colour, on screen and in Excel."""

from datetime import timedelta

# an open step expected within so many days is "due soon"
SOON_DAYS = 3

CODES = ("done", "done_late", "late", "overdue", "risk", "soon", "open", "skipped", "na")


def cell_code(state, today, *, slack=0, baseline=None, forecast=None, actual=None):
    """The state of a milestone as a clerk reads it from the colour.

    :param str state: open, done, skipped or na
    :param today: ``datetime.date`` where the company is
    :param int slack: days it can still slip; negative: the promise breaks
    :return: one of ``CODES``; open ones worst first: the promise breaks, should be done already, later than planned,
        due within ``SOON_DAYS``

    >>> from datetime import date
    >>> cell_code("open", date(2026, 11, 5), baseline=date(2026, 11, 4), forecast=date(2026, 11, 5))
    'overdue'
    >>> cell_code("done", date(2026, 11, 5), baseline=date(2026, 11, 4), actual=date(2026, 11, 5))
    'done_late'
    """
    if state == "done":
        return "done_late" if actual and baseline and actual > baseline else "done"
    if state != "open":
        return state
    if slack < 0:
        return "late"
    if baseline and baseline < today:
        return "overdue"
    if baseline and forecast and forecast > baseline:
        return "risk"
    if forecast and forecast <= today + timedelta(days=SOON_DAYS):
        return "soon"
    return "open"
