"""A paper counts when it is valid: its states, and what was decided about it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.nightly import in_batches

# ways by which no more than a picture of the paper comes
COPIES = ("fax", "scan", "email", "chat", "portal")
OUT = ("awaited", "with_driver", "with_carrier")
MISSING = (*OUT, "rejected", "lost", "provisional")
RELIED_ON = ("valid", "waived")
# last decision -> state; the others leave it to where the paper is
DECIDED = {
    "valid": "valid",
    "provisional": "provisional",
    "rejected": "rejected",
    "lost": "lost",
    "waived": "waived",
    "again": "returned",
}


class GendanDocument(models.Model):
    """Papers that went out, are awaited, are back, and count or do not. See ``gendan.validity.rule``."""

    _name = "gendan.document"
    _inherit = ["gendan.document", "gendan.todo.mixin"]

    _missing_idx = models.Index("(company_id, state, out_since) WHERE must_return")

    state = fields.Selection(
        selection_add=[
            ("with_driver", "With driver"),
            ("with_carrier", "With carrier"),
            ("returned",),
            ("provisional", "Provisional"),
            ("valid", "Valid"),
            ("rejected", "Not valid"),
            ("lost", "Lost"),
            ("waived", "Waived"),
            ("void",),
        ]
    )
    decision_ids = fields.One2many(
        "gendan.document.decision", "document_id", string="Decisions", readonly=True, copy=False
    )
    decision_id = fields.Many2one(
        "gendan.document.decision", string="Last Decision", readonly=True, copy=False, ondelete="restrict"
    )
    # sudo of related fields: seen with the paper
    signed_by = fields.Char(related="decision_id.signed_by")
    signed_function = fields.Char(related="decision_id.signed_function")
    signed_on = fields.Date(related="decision_id.signed_on")
    chop_kind_id = fields.Many2one(related="decision_id.chop_kind_id")
    printed_number = fields.Char(related="decision_id.printed_number")
    number_level = fields.Selection(related="decision_id.number_level")
    decision_reason = fields.Char(related="decision_id.reason", string="Reason")

    carried_by = fields.Char(
        string="Driver or Carrier",
        compute="_compute_out",
        store=True,
        help="Who took it along last, while it is not back.",
    )
    out_since = fields.Datetime(string="Out since", compute="_compute_out", store=True)
    days_out = fields.Integer(compute="_compute_days_out", aggregator=None)
    due_back = fields.Date(
        string="Back by",
        compute="_compute_due_back",
        store=True,
        readonly=False,
        copy=False,
        help="The day the paper itself says, else by the rule for such papers, counted from the day it went out.",
    )
    original_due = fields.Date(string="Original by", readonly=True, copy=False)
    needs_judging = fields.Boolean(compute="_compute_needs_judging")
    expected_text = fields.Char(string="Expected", compute="_compute_expected_text")

    # ------------------------------------------------------------ compute

    @api.depends("decision_id.kind", "issue_ids.how")
    def _compute_state(self):
        # EXTENDS gendan_followup
        result = super()._compute_state()
        for paper in self:
            decided = paper.decision_id.kind
            if paper.state == "void":
                continue
            if decided in DECIDED:
                paper.state = DECIDED[decided]
            elif decided or paper.state == "awaited":
                # sent once more, or its original did not come: out, whatever came back before
                last = paper._gendan_last_issue().how
                paper.state = f"with_{last}" if last in ("driver", "carrier") else "awaited"
        return result

    @api.depends("issue_ids.issued_at", "issue_ids.how", "issue_ids.to", "state")
    def _compute_out(self):
        for paper in self:
            lines = paper.issue_ids
            paper.out_since = min(lines.mapped("issued_at"), default=False)
            paper.carried_by = paper.state in ("with_driver", "with_carrier") and paper._gendan_last_issue().to

    @api.depends("out_since", "state")
    def _compute_days_out(self):
        now = fields.Datetime.now()
        for paper in self:
            out = paper.out_since and paper.state in MISSING
            paper.days_out = (now - paper.out_since).days if out else 0

    @api.depends("out_since", "must_return", "kind", "partner_id")
    def _compute_due_back(self):
        rules = self.env["gendan.validity.rule"]._gendan_of(self)
        said = self._gendan_back_by()
        for paper in self:
            days = rules[paper].return_days
            if said.get(paper):
                paper.due_back = paper.must_return and said[paper]
            elif days and paper.out_since:
                paper.due_back = paper.company_id._gendan_to_day(paper.out_since) + timedelta(days=days)
            elif not paper.due_back:
                paper.due_back = False

    @api.depends("state", "must_return", "kind", "partner_id")
    def _compute_needs_judging(self):
        rules = self.env["gendan.validity.rule"]._gendan_of(self)
        for paper in self:
            paper.needs_judging = paper.state == "returned" and bool(rules[paper])

    @api.depends("state", "returned_how", "returned_at", "signing_id")
    @api.depends_context("uid", "lang")
    def _compute_expected_text(self):
        # what we go by is not the customer's to read
        is_house = not self.env.user.share
        for paper in self:
            paper.expected_text = is_house and paper.needs_judging and paper._gendan_seen_text(paper._gendan_expected())

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup
        # said by decisions only; defaults in the context are anybody's
        set_later = {"decision_id": False, "original_due": False}
        papers = super().create([{**vals, **set_later} for vals in vals_list])
        papers.filtered("must_return")._gendan_follow_return()
        return papers

    def write(self, vals):
        """Write; what was decided stays proved.

        :raise UserError: a judged paper is said not to be back, or pages of it are taken away
        """
        if not self.env.su and vals.keys() & {"decision_id", "original_due"}:
            raise UserError(self.env._("What is decided about a paper is noted by the buttons of the paper."))
        if sentence := self._gendan_unjudged_error(vals):
            raise UserError(sentence)
        kept = {paper: paper.scan_ids for paper in self if paper.decision_id} if "scan_ids" in vals else {}
        result = super().write(vals)
        for paper, scans in kept.items():
            if scans - paper.scan_ids:
                raise UserError(
                    self.env._("%(paper)s was judged by its pages: none of them is taken away.", paper=paper.name)
                )
        if vals.keys() & {"must_return", "returned_at", "voided_at", "partner_id", "kind", "due_back"}:
            self._gendan_follow_return()
        return result

    def _gendan_unjudged_error(self, vals):
        """The sentence why these values cannot be written on papers that were judged, or False."""
        if not vals.keys() & {"returned_at", "kind", "partner_id", "must_return"}:
            return False
        for paper in self:
            if paper.decision_id.kind not in (*RELIED_ON, "provisional"):
                continue
            same = (
                ("returned_at" not in vals or vals["returned_at"])
                and vals.get("kind", paper.kind) == paper.kind
                and vals.get("partner_id", paper.partner_id.id) == paper.partner_id.id
                and vals.get("must_return", True)
            )
            if not same:
                return self.env._(
                    "%(paper)s was judged and is not made another paper, nor one that is not back. Reject it if it does"
                    " not hold.",
                    paper=paper.display_name,
                )
        return False

    # ------------------------------------------------------------ business

    def _gendan_is_judged(self):
        """Whether the company judges such papers: it does, and this one did not come back before it began to."""
        self.ensure_one()
        company = self.company_id
        if not company.gendan_judge_papers:
            return False
        since = company.gendan_judge_since
        return not since or not self.returned_at or company._gendan_to_day(self.returned_at) >= since

    def _gendan_counts(self):
        # EXTENDS gendan_followup: where papers are judged, those found valid, or valid until the original comes
        papers = self.filtered(lambda paper: not paper.voided_at)
        relied_on = papers.filtered(lambda paper: paper.state in RELIED_ON)
        back = papers.filtered(lambda paper: paper.state in ("returned", "provisional"))
        if not back:
            return relied_on
        rules = self.env["gendan.validity.rule"]._gendan_of(back)
        unjudged = super(GendanDocument, back.filtered(lambda paper: paper.state == "returned"))._gendan_counts()
        relied_on |= unjudged.filtered(lambda paper: not rules[paper])
        relied_on |= back.filtered(
            lambda paper: paper.state == "provisional" and (not rules[paper] or rules[paper].provisional_counts)
        )
        return relied_on

    def _gendan_counts_changed(self):
        # EXTENDS gendan_followup: valid papers are events of the plan
        result = super()._gendan_counts_changed()
        for kind, papers in self.filtered("order_id").grouped("kind").items():
            if event := self.env["gendan.milestone.kind"]._gendan_paper_event(kind):
                # sudo: whoever files the paper
                papers.sudo().order_id._gendan_mark(event)
        return result

    def _gendan_back_by(self):
        """By when these copies have to be back where what they belong to says it. Hook, batch.

        :return: {paper: date}; for the others the rule for such papers counts
        """
        return {}

    def _gendan_last_issue(self):
        """The line of the last time it went out; empty before."""
        self.ensure_one()
        # lines just logged stand at the end
        return self.issue_ids.sorted(lambda line: (line.issued_at, line.id), reverse=True)[:1]

    def _gendan_follow_return(self):
        """Papers that have to come back were made, went out or came back: who has to act hears of it. Batch."""
        judged = self.filtered(lambda paper: paper.sudo().company_id.gendan_judge_papers)  # sudo: a setting
        judged._gendan_sync_todos()

    def _gendan_file_scans(self, attachments, how):
        # EXTENDS gendan_followup: one that was rejected, lost or provisional is judged again
        waits = self.decision_id.kind in ("rejected", "lost", "resent", "lapsed") or (
            self.decision_id.kind == "provisional" and not self._gendan_is_copy(how)
        )
        result = super()._gendan_file_scans(attachments, how)
        if waits:
            self._gendan_again(how)
        return result

    def _gendan_is_copy(self, how=None):
        """Whether no more than a picture of the signed paper came, by the way it came back or by another.

        :param str how: one of RETURN_WAYS
        """
        self.ensure_one()
        return (how or self.returned_how) in COPIES

    def _gendan_again(self, how):
        """A paper that did not count, or only as a copy, has come in again: to be judged anew.

        :param str how: one of RETURN_WAYS
        """
        now = fields.Datetime.now()
        for paper in self:
            paper._gendan_decide("again", returned_at=now, returned_how=how)

    def _gendan_decide(self, kind, **seen):
        """Note a decision, and let everything follow that goes by the paper. Who may decide the callers have asked.

        :param str kind: see gendan.document.decision
        :param seen: other values of the decision
        """
        self.ensure_one()
        paper = self.sudo()  # sudo: nobody has rights to write decisions; the buttons check who may
        seen.setdefault("returned_at", paper.returned_at)
        seen.setdefault("returned_how", paper.returned_how)
        decision = paper.env["gendan.document.decision"].create({"document_id": paper.id, "kind": kind, **seen})
        paper.invalidate_recordset(["decision_ids"])
        values = {"original_due": False}
        if kind == "provisional":
            rule = paper.env["gendan.validity.rule"]._gendan_of(paper)[paper]
            day = paper.company_id._gendan_to_day(paper.returned_at) or paper.company_id._gendan_today()
            values["original_due"] = day + timedelta(days=rule.original_days)
        elif kind == "again":
            values |= {"returned_at": seen["returned_at"], "returned_how": seen["returned_how"]}
        paper.write(values)
        paper._gendan_counts_changed()
        paper._gendan_follow_return()
        return decision

    @api.model
    def _cron_gendan_originals(self):
        """Scheduled action: where the original did not come by its day, the copy counts no longer."""
        waiting = self.sudo().search([("state", "=", "provisional"), ("original_due", "!=", False)])
        in_batches(
            waiting.filtered(lambda paper: paper.original_due < paper.company_id._gendan_today()),
            lambda papers: papers._gendan_lapse(),
        )

    def _gendan_lapse(self):
        """The originals of these provisional papers did not come; may be repeated."""
        for paper in self.filtered(lambda paper: paper.state == "provisional"):
            paper._gendan_decide("lapsed")

    def _gendan_counts_since(self):
        """The company's day on which this paper, which counts, came; where it was done without, when that was said."""
        self.ensure_one()
        moment = self.returned_at if self.state != "waived" else self.decision_id.decided_at
        return self.company_id._gendan_to_day(moment or self.decision_id.decided_at)
