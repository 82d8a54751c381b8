"""The clock of a complaint: the first answer, the stages of 8D, the settlement. `tools/service_clock.py` counts."""

from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.service_clock import ROUND_THE_CLOCK, ServiceClock

from .complaint import ENDED
from .terms import TERMS

# what is timed, in the order in which it falls due
CLOCKS = ("first", "d3", "d5", "d8", "resolution")
STAGES = ("d3", "d5", "d8")
# when something is said, in percent of the time: two warnings, then it is over
SHARES = (50, 75, 100)
KEPT = [("open", "Not yet"), ("kept", "Within the time"), ("missed", "Missed")]


class GendanComplaint(models.Model):
    """Times are taken over from the policy when the complaint comes in. The clock starts at the receipt.

    It stands while a pause is open, and for good when the complaint ends. Opened again after the customer was told that
    it is over, a new round begins with the same times (`complaint_round.py`); cancelled, it goes on where it stood.
    """

    _name = "gendan.complaint"
    _inherit = ["gendan.complaint", "gendan.complaint.terms"]

    _clock_next_idx = models.Index("(clock_next_at, id) WHERE clock_next_at IS NOT NULL")

    policy_id = fields.Many2one(
        "gendan.complaint.policy",
        string="Policy",
        compute="_compute_policy_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        help="The line whose times this complaint has taken over.",
    )
    # what is taken over: with the policy line, and again on request
    first_hours = fields.Float(compute="_compute_policy_id", store=True, default=None)
    first_by_worktime = fields.Boolean(compute="_compute_policy_id", store=True)
    same_day_until = fields.Float(compute="_compute_policy_id", store=True, default=None)
    holding_counts = fields.Boolean(compute="_compute_policy_id", store=True)
    resolution_days = fields.Integer(compute="_compute_policy_id", store=True, default=None)
    d3_days = fields.Integer(compute="_compute_policy_id", store=True, default=None)
    d5_days = fields.Integer(compute="_compute_policy_id", store=True, default=None)
    d8_days = fields.Integer(compute="_compute_policy_id", store=True, default=None)
    ladder = fields.Selection(compute="_compute_policy_id", store=True, default=None)

    d3_done_at = fields.Datetime("D3 done on", readonly=True, copy=False)
    d5_done_at = fields.Datetime("D5 done on", readonly=True, copy=False)
    d8_done_at = fields.Datetime("D8 done on", readonly=True, copy=False)
    # percent of which somebody has been told, see `SHARES`
    first_level = fields.Integer(readonly=True, copy=False, aggregator=None)
    d3_level = fields.Integer(readonly=True, copy=False, aggregator=None)
    d5_level = fields.Integer(readonly=True, copy=False, aggregator=None)
    d8_level = fields.Integer(readonly=True, copy=False, aggregator=None)
    resolution_level = fields.Integer(readonly=True, copy=False, aggregator=None)

    first_due = fields.Datetime("First Answer due by", compute="_compute_clock", store=True)
    d3_due = fields.Datetime("D3 due by", compute="_compute_clock", store=True)
    d5_due = fields.Datetime("D5 due by", compute="_compute_clock", store=True)
    d8_due = fields.Datetime("D8 due by", compute="_compute_clock", store=True)
    resolution_due = fields.Datetime("To Settle by", compute="_compute_clock", store=True)
    same_day_due = fields.Date("Same-Day Target", compute="_compute_same_day_due", store=True)
    clock_term = fields.Selection(
        [
            ("first", "First answer"),
            ("d3", "D3"),
            ("d5", "D5"),
            ("d8", "D8"),
            ("resolution", "Settle and close"),
        ],
        string="Due Next",
        compute="_compute_clock",
        store=True,
    )
    clock_due = fields.Datetime("Due by", compute="_compute_clock", store=True, index="btree_not_null")
    # what the scheduled action goes by
    clock_next_at = fields.Datetime(compute="_compute_clock", store=True)
    is_clock_paused = fields.Boolean("Clock Paused", compute="_compute_clock", store=True)

    clock_stopped_at = fields.Datetime(readonly=True, copy=False)
    round_at = fields.Datetime(
        "Opened Again on", readonly=True, copy=False, help="From when its clocks count; empty: from the receipt."
    )
    is_repeat_round = fields.Boolean(
        "Opened by a Repeat",
        readonly=True,
        copy=False,
        help="The watch opened it again: whoever complained about the repeat is answered there.",
    )

    same_day = fields.Selection(
        KEPT, string="Same Day", compute="_compute_kept", store=True, help="Answered or held by then."
    )
    first_kept = fields.Selection(KEPT, string="First Answer in Time", compute="_compute_kept", store=True)
    resolution_kept = fields.Selection(KEPT, string="Settled in Time", compute="_compute_kept", store=True)

    # ------------------------------------------------------------ compute

    @api.depends("kind_id", "severity", "partner_id", "company_id")
    def _compute_policy_id(self):
        policies = self.env["gendan.complaint.policy"]._gendan_policies(self)
        for complaint in self:
            chosen = policies[complaint]
            # the same line as before: its times stay what they were, whatever the line says today
            known = complaint._origin.id and complaint.ladder and complaint.policy_id == chosen
            if known or complaint.state in ENDED:
                chosen = complaint.policy_id
                terms = {name: complaint[name] for name in TERMS}
            else:
                terms = chosen._gendan_terms()
            complaint.policy_id = chosen
            for name, value in terms.items():
                complaint[name] = value

    @api.depends("received_at", "round_at", "is_repeat_round", "same_day_until", "company_id")
    def _compute_same_day_due(self):
        for complaint in self:
            if complaint.state in ENDED:
                complaint.same_day_due = complaint.same_day_due
                continue
            company = complaint.company_id or self.env.company
            moment = not complaint.is_repeat_round and complaint._gendan_clock_start()
            complaint.same_day_due = moment and company._gendan_answer_day(moment, complaint.same_day_until)

    @api.depends(
        "received_at",
        "round_at",
        "is_repeat_round",
        "company_id",
        "track",
        "state",
        "answered_at",
        "holding_at",
        "answer_ids.answered_at",
        "pause_ids.date_from",
        "pause_ids.date_to",
        *(name for name in TERMS if name not in ("same_day_until", "ladder")),
        *(f"{clock}_level" for clock in CLOCKS),
        *(f"{stage}_done_at" for stage in STAGES),
    )
    def _compute_clock(self):
        for complaint in self:
            ended = complaint.state in ENDED
            paused = any(not pause.date_to for pause in complaint.pause_ids)
            complaint.is_clock_paused = paused and not ended
            clocks = complaint._gendan_clocks(standing=False)
            for name in CLOCKS:
                if ended:
                    complaint[f"{name}_due"] = complaint[f"{name}_due"]  # frozen
                else:
                    complaint[f"{name}_due"] = name in clocks and clocks[name].due
            running = complaint._gendan_running()
            dues = {name: complaint[f"{name}_due"] for name in running}
            complaint.clock_term = min(dues, key=lambda name: dues[name], default=False)
            complaint.clock_due = dues.get(complaint.clock_term, False)
            complaint.clock_next_at = complaint._gendan_clock_next(running)

    @api.depends(
        "state", "same_day_due", "first_due", "resolution_due", "answered_at", "holding_at", "closed_at", "round_at",
        "answer_ids.answered_at",
    )  # fmt: skip
    def _compute_kept(self):
        for complaint in self:
            day = complaint.same_day_due
            said = min(filter(None, complaint._gendan_said()), default=False)
            complaint.same_day = _kept(day, said and complaint.company_id._gendan_to_day(said))
            complaint.first_kept = _kept(complaint.first_due, complaint._gendan_clock_done("first"))
            if complaint.state in ENDED:
                # ended without an answer: nobody waits for one any more
                complaint.same_day = complaint.same_day != "open" and complaint.same_day
                complaint.first_kept = complaint.first_kept != "open" and complaint.first_kept
            complaint.resolution_kept = _kept(complaint.resolution_due, complaint._gendan_clock_done("resolution"))

    # ------------------------------------------------------------ the clocks

    def _gendan_clock_start(self):
        """From when the clocks count: the receipt, or the moment at which it was opened again."""
        self.ensure_one()
        return self.round_at or self.received_at

    def _gendan_said(self):
        """When the customer was first told something that says something, and when he was first held, since the clocks
        count: two moments, or False."""
        self.ensure_one()
        if not self.round_at:
            return self.answered_at, self.holding_at
        since = self.answer_ids.filtered(lambda answer: answer.answered_at > self.round_at)
        told = {is_holding: rows.mapped("answered_at") for is_holding, rows in since.grouped("is_holding").items()}
        return min(told.get(False, ()), default=False), min(told.get(True, ()), default=False)

    def _gendan_clocks(self, standing=True):
        """The clocks of this complaint, whether they still run or not; those without a target are left out.

        :param standing: count the pause that is open, too: then nothing behind its beginning is ever reached
        :rtype: {str: odoo.addons.gendan_followup.tools.service_clock.ServiceClock}
        """
        self.ensure_one()
        start, company = self._gendan_clock_start(), self.company_id
        if not start or not company:
            return {}
        pauses = [(pause.date_from, pause.date_to or None) for pause in self.pause_ids if pause.date_to or standing]
        # sudo: the company's hours are the same whoever asks
        worked = company.sudo().resource_calendar_id._gendan_hours()
        clocks = {}
        if self.first_hours and not self.is_repeat_round:
            hours = worked if self.first_by_worktime else ROUND_THE_CLOCK
            clocks["first"] = ServiceClock(start, self.first_hours, hours, pauses)
        day = company._gendan_to_day(start)
        for name in CLOCKS[1:]:
            days = self[f"{name}_days"]
            if not days or (name in STAGES and self.track != "full"):
                continue
            # working days as the hours worked until the last of them ends: a pause pushes it back by what it takes
            end = company._gendan_end_of_day(company._gendan_add_workdays(day, days))
            clocks[name] = ServiceClock(start, worked.between(start, end), worked, pauses)
        return clocks

    def _gendan_clock_done(self, name):
        """When what a clock times was done, or False."""
        self.ensure_one()
        if name == "first":
            answered, held = self._gendan_said()
            return min(filter(None, (answered, self.holding_counts and held)), default=False)
        if name == "resolution":
            return self.state in ENDED and self.closed_at
        return self[f"{name}_done_at"]

    def _gendan_running(self):
        """Names of the clocks that still run, or stand for a while."""
        self.ensure_one()
        if self.state in ENDED:
            return []
        return [name for name in CLOCKS if self[f"{name}_due"] and not self._gendan_clock_done(name)]

    def _gendan_clock_next(self, running):
        """When the next share of a running clock is used up of which nobody has been told; False when none will be."""
        self.ensure_one()
        if not running:
            return False
        clocks = self._gendan_clocks()
        moments = []
        for name in running:
            share = next((share for share in SHARES if share > self[f"{name}_level"]), None)
            moment = share and clocks[name].reached(share / 100)
            if moment:
                moments.append(moment)
        return min(moments, default=False)

    # ------------------------------------------------------------ CRUD

    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        own = {"policy_id", *TERMS, "clock_term", "clock_due", "clock_next_at", "is_clock_paused", "clock_stopped_at"}
        own |= {"round_at", "is_repeat_round"}
        own |= {f"{clock}_{part}" for clock in CLOCKS for part in ("due", "level")}
        own |= {f"{stage}_done_at" for stage in STAGES}
        return super()._gendan_kept_fields() | own | {"same_day_due", "same_day", "first_kept", "resolution_kept"}


def _kept(due, done):
    """Whether something was done by its moment, as in `KEPT`; False without one."""
    if not due:
        return False
    if not done:
        return "open"
    return "kept" if done <= due else "missed"
