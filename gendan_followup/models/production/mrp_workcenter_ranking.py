"""The queue of a work centre: which operations wait for it, what hangs on each, when they are planned."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from odoo import fields, models
from odoo.fields import Domain

from ...tools.ranking import Job, standing
from ...tools.workdays import HorizonError
from ...tools.workhours import WorkHours
from .progress_step import OPEN_STATES

WAITING = ("blocked", "ready", "progress")


@dataclass(slots=True)
class Stake:
    """What hangs on a production; all recordsets sudo."""

    plans: models.BaseModel  # gendan.plan still to be delivered
    orders: models.BaseModel  # sale.order
    grade: models.BaseModel  # gendan.customer.grade, the best
    grade_share: float | None
    buffer: int | None
    penalty: float
    value: float
    is_rush: bool


@dataclass(slots=True)
class Material:
    """Whether what a production consumes is there."""

    is_ready: bool
    day: object = False  # ``datetime.date`` on which the last of it is expected, False when nobody knows
    source: str = ""  # what brings it, and when
    moves: object = None  # stock.move (sudo) it is about, None for all
    is_free: bool = False  # it lies in stock, only nobody has reserved it


@dataclass(slots=True)
class Queue:
    """The operations of one work centre on the axis of its working hours from now on."""

    workcenter: models.BaseModel
    now: datetime  # naive UTC
    hours: WorkHours | None
    workorders: dict = field(default_factory=dict)  # {id: mrp.workorder (sudo)}
    jobs: list = field(default_factory=list)  # as they stand
    stakes: dict = field(default_factory=dict)  # {production id: Stake}
    materials: dict = field(default_factory=dict)  # {production id: Material}
    waits: dict = field(default_factory=dict)  # {workorder id: operation before it that ends later than now}
    others: dict = field(default_factory=dict)  # {mrp.workcenter: Queue without jobs}

    def of(self, workcenter):
        """The axis of the work centre where another operation is done."""
        if workcenter == self.workcenter:
            return self
        if workcenter not in self.others:
            hours = workcenter._gendan_ranking_hours(self.now)
            self.others[workcenter] = Queue(workcenter, self.now, hours, others=self.others)
        return self.others[workcenter]

    def at(self, moment):
        """Working hours from now to a moment (naive UTC); what is past is now."""
        if not moment or moment <= self.now:
            return 0.0
        if self.hours is None or moment > self.hours.last:
            return (moment - self.now).total_seconds() / 3600
        return self.hours.between(self.now, moment)

    def moment(self, hours):
        """The moment (naive UTC) at which work that comes after so many hours begins."""
        if self.hours is None:
            return self.now + timedelta(hours=hours)
        try:
            # the end of a day's work is the beginning of the next one's
            return self.hours.add(self.hours.add(self.now, hours), 0)
        except HorizonError:
            return self.now + timedelta(hours=hours)

    def end(self, hours):
        """The moment (naive UTC) at which work that takes so many hours from now on ends."""
        if self.hours is None:
            return self.now + timedelta(hours=hours)
        try:
            return self.hours.add(self.now, hours)
        except HorizonError:
            return self.now + timedelta(hours=hours)


class MrpWorkcenter(models.Model):
    """Collects the queue in a bounded number of queries. Everything here is read with sudo by who may see the board."""

    _inherit = "mrp.workcenter"

    gendan_ranking_version = fields.Integer(
        default=0, copy=False, readonly=True, help="Counts the decisions, so that two people do not decide at once."
    )

    def _gendan_ranking_domain(self):
        """What waits for these work centres, or runs there."""
        return Domain(
            [
                ("workcenter_id", "in", self.ids),
                ("state", "in", WAITING),
                ("production_id.state", "in", OPEN_STATES),
            ]
        )

    def _gendan_queue(self):
        """The queue of this work centre. Read with sudo: what leaves is chosen by the board.

        :rtype: Queue
        """
        self.ensure_one()
        workcenter = self.sudo()  # sudo: see the class
        now = fields.Datetime.now()
        queue = Queue(workcenter, now, workcenter._gendan_ranking_hours(now))
        # sudo: as above
        workorders = self.env["mrp.workorder"].sudo().search(self._gendan_ranking_domain(), order="id")
        productions = workorders.production_id
        everything = productions.workorder_ids
        everything.fetch(["state", "date_start", "date_finished", "duration_expected", "duration", "sequence"])
        queue.workorders = {workorder.id: workorder for workorder in workorders}
        queue.stakes = productions._gendan_stakes()
        queue.materials = productions._gendan_ranking_materials()
        ends = workcenter._gendan_ranking_ends(queue, everything)
        queue.jobs = standing(workcenter._gendan_job(queue, workorder, ends) for workorder in workorders)
        return queue

    def _gendan_ranking_hours(self, now):
        """The working hours of this work centre around now, its own closures left out; None: it always works.

        :param now: naive UTC
        """
        calendar = self.resource_calendar_id or self.company_id.resource_calendar_id
        if not calendar:
            return None
        hours = calendar._gendan_workhours_of_years(now.year - 1, now.year + 2)
        closed = self.env["resource.calendar.leaves"].search_fetch(
            [("resource_id", "=", self.resource_id.id), ("time_type", "=", "leave"), ("date_to", ">", now)],
            ["date_from", "date_to"],
        )
        return hours.without((leave.date_from, leave.date_to) for leave in closed) if closed else hours

    def _gendan_ranking_ends(self, queue, workorders):
        """Where operations begin and end in the plan: {workorder: (begin, end)} in hours.

        Of a production that nobody has planned the operations follow one another from its start.

        :param workorders: all operations of the productions in the queue
        """
        result = {}
        for production, found in workorders.grouped("production_id").items():
            free = queue.at(production.date_start)
            for workorder in found.sorted(lambda one: (one.sequence, one.id)):
                if workorder.state in ("done", "cancel"):
                    continue
                hours = workorder._gendan_hours_left()
                begin = queue.at(workorder.date_start) if workorder.date_start else free
                if workorder.state == "progress":
                    begin = 0.0
                result[workorder] = (begin, begin + hours)
                free = begin + hours
        return result

    def _gendan_job(self, queue, workorder, ends):
        """One operation as ``tools/ranking.py`` takes it.

        :param dict ends: what ``_gendan_ranking_ends`` gave
        """
        production = workorder.production_id
        stake, material = queue.stakes[production.id], queue.materials[production.id]
        begin, end = ends[workorder]
        earliest = ready = 0.0
        for before in workorder.blocked_by_workorder_ids:
            if before in ends and ends[before][1] > earliest:
                earliest = ends[before][1]
                queue.waits[workorder.id] = before
        waits = not material.is_ready and not workorder._gendan_is_before(material.moves)
        if material.day and waits:
            # with what comes during a day work begins on the next morning
            ready = queue.at(production.company_id._gendan_start_of_day(material.day + timedelta(days=1)))
        return Job(
            key=workorder.id,
            hours=end - begin,
            start=begin,
            earliest=earliest,
            ready=ready,
            is_begun=workorder.state == "progress",
            is_uncovered=waits and not material.day and not material.is_free,
            grade=stake.grade_share,
            buffer=stake.buffer,
            penalty=stake.penalty,
            value=stake.value,
            is_rush=stake.is_rush,
            due=min(stake.plans.filtered("promise_date").mapped("promise_date"), default=None),
        )


class MrpWorkorder(models.Model):
    """What the queue asks an operation."""

    _inherit = "mrp.workorder"

    def _gendan_follow(self, queue, moment):
        """When this operation is done if it is to begin at a moment, or after it, by the hours of its work centre.

        :param queue: ``Queue`` of any work centre
        :param moment: naive UTC
        :return: (begin, end), naive UTC
        """
        self.ensure_one()
        axis = queue.of(self.workcenter_id)
        begin = max(axis.moment(axis.at(moment)), moment)
        return begin, max(axis.end(axis.at(begin) + self._gendan_hours_left()), begin)

    def _gendan_hours_left(self):
        """Hours still to be worked: as expected, less what was booked.

        :rtype: float
        """
        self.ensure_one()
        return max(self.duration_expected - self.duration, 0.0) / 60

    def _gendan_is_before(self, moves):
        """Whether this operation comes before the one that consumes these components.

        :param moves: ``stock.move``, or None for components of the whole production
        """
        self.ensure_one()
        users = moves.workorder_id if moves else moves
        return bool(users) and all(
            (user.sequence, user.id) > (self.sequence, self.id) for user in users
        )
