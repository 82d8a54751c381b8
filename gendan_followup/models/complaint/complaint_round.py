"""Opened again, a complaint's clocks run anew; what the time before was stays, row by row."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .complaint import ENDED, STATES
from .complaint_clock import CLOCKS, KEPT, STAGES
from .complaint_judge import STEPS

# sentinel: only the step that opens a complaint again writes what was before
ROUNDING = object()
# Whose customer was told that it is over. One cancelled runs on where it stood: who is late would cancel it otherwise.
ANEW = ("closed", "unfounded")
# what a round takes over by its name
SAME = ("same_day_due", "same_day", "first_kept", "resolution_kept", "findings", "proposal")


class GendanComplaintRound(models.Model):
    """What a complaint's clocks were from its receipt, or from being opened again, to its end.

    Written when it is opened (again) after that end, and never changed or deleted; seen with the complaint.
    """

    _name = "gendan.complaint.round"
    _description = "Earlier Round of a Complaint"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "complaint_id, number, id"
    _gendan_parent = "complaint_id"

    _once = models.UniqueIndex("(complaint_id, number)", "This round of the complaint is kept already.")

    complaint_id = fields.Many2one("gendan.complaint", required=True, readonly=True, index=True, ondelete="cascade")
    number = fields.Integer("Round", required=True, readonly=True, aggregator=None)
    began_at = fields.Datetime("Counted from", required=True, readonly=True)
    ended_at = fields.Datetime("Ended on", required=True, readonly=True)
    ended_as = fields.Selection([state for state in STATES if state[0] in ENDED], required=True, readonly=True)
    reason = fields.Text("Opened Again Because", readonly=True)
    user_id = fields.Many2one("res.users", string="Opened Again by", required=True, readonly=True)
    # the complaint's own are changed in the next one
    findings = fields.Text(readonly=True)
    proposal = fields.Text("Offer to the Customer", readonly=True)
    same_day_due = fields.Date("Same-Day Target", readonly=True)
    same_day = fields.Selection(KEPT, readonly=True)
    first_due = fields.Datetime("First Answer due by", readonly=True)
    answered_at = fields.Datetime("Answered on", readonly=True)
    first_kept = fields.Selection(KEPT, string="First Answer in Time", readonly=True)
    d3_due = fields.Datetime("D3 due by", readonly=True)
    d3_done_at = fields.Datetime("D3 done on", readonly=True)
    d5_due = fields.Datetime("D5 due by", readonly=True)
    d5_done_at = fields.Datetime("D5 done on", readonly=True)
    d8_due = fields.Datetime("D8 due by", readonly=True)
    d8_done_at = fields.Datetime("D8 done on", readonly=True)
    resolution_due = fields.Datetime("To Settle by", readonly=True)
    resolution_kept = fields.Selection(KEPT, string="Settled in Time", readonly=True)

    @api.depends("number")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._("Round %(number)s", number=one.number)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        self._gendan_check_rounding()
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base
        self._gendan_check_rounding()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """What was kept and missed is asked about when figures are compared."""
        self._gendan_check_rounding()

    def _gendan_check_rounding(self):
        if self.env.context.get("gendan_rounding") is not ROUNDING:
            raise UserError(self.env._("What a complaint's clocks were before it was opened again stays as it was."))


class GendanComplaint(models.Model):
    """Rounds: the present one stands on the complaint, the earlier ones are rows."""

    _inherit = "gendan.complaint"

    round_ids = fields.One2many(
        "gendan.complaint.round", "complaint_id", string="Earlier Rounds", readonly=True, copy=False
    )

    @api.model
    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {"round_ids"}

    def _gendan_step(self, code, **values):
        # EXTENDS gendan_followup: what is counted anew is written down first
        if code == "reopen":
            for complaint in self:
                if sentence := complaint._gendan_open_error(code):
                    raise UserError(sentence)
            # sudo: the judge lets this user open it
            self.sudo()._gendan_keep_round(values.get("reason"))
        return super()._gendan_step(code, **values)

    def _gendan_prepare_step_vals(self, code):
        # EXTENDS gendan_followup
        vals = super()._gendan_prepare_step_vals(code)
        if STEPS[code].to in ENDED:
            vals["is_repeat_round"] = False
        elif code == "reopen" and self.state in ANEW:
            vals |= {
                "round_at": vals["state_since"],
                "clock_stopped_at": False,
                **{f"{stage}_done_at": False for stage in STAGES},
                **{f"{clock}_level": 0 for clock in CLOCKS},
            }
        return vals

    def _gendan_keep_round(self, reason):
        """Write down what the clocks of these complaints were up to their end, those that begin anew. Sudo.

        :param reason: why they are opened again; else what stands in the complaint
        """
        rounds = self.env["gendan.complaint.round"].with_context(gendan_rounding=ROUNDING)
        rounds.create(
            [
                {
                    "complaint_id": complaint.id,
                    "number": len(complaint.round_ids) + 1,
                    "began_at": complaint._gendan_clock_start(),
                    "ended_at": complaint.closed_at or complaint.clock_stopped_at,
                    "ended_as": complaint.state,
                    "reason": reason or complaint.reason,
                    "user_id": self.env.uid,
                    "answered_at": complaint._gendan_said()[0],
                    **{name: complaint[name] for name in SAME},
                    **{f"{clock}_due": complaint[f"{clock}_due"] for clock in CLOCKS},
                    **{f"{stage}_done_at": complaint[f"{stage}_done_at"] for stage in STAGES},
                }
                for complaint in self
                if complaint.state in ANEW
            ]
        )
