"""The full track: who looks into it, what is found, what is done, stage by stage (D1 to D8)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .complaint import ENDED

# what the department it is put to writes; nothing of it is on the customer's page but what the 8D report says
WRITTEN = {"team_ids", "evidence_ids", "why_ids", "action_ids", "contained_text", "cause_text", "verified_text"}
# kinds of actions that must be done before the end; prevention may go on
BEFORE_CLOSING = ("contain", "correct")


class GendanComplaint(models.Model):
    """Investigation and actions.

    D1 the team, D2 the complaint itself, D3 the goods found and held, D4 the chain of whys and the cause, D5 and D6
    corrective actions and how they were verified, D7 preventive ones, D8 the end.
    """

    _inherit = "gendan.complaint"

    team_ids = fields.Many2many(
        "res.users", "gendan_complaint_team_rel", string="Team", domain=[("share", "=", False)], copy=False
    )
    evidence_ids = fields.One2many("gendan.complaint.evidence", "complaint_id", string="Evidence")
    why_ids = fields.One2many("gendan.complaint.why", "complaint_id", string="Five Whys")
    action_ids = fields.One2many("gendan.complaint.action", "complaint_id", string="Actions")
    open_action_count = fields.Integer("Actions not Done", compute="_compute_open_action_count")
    # as the customer reads them
    contained_text = fields.Text(
        "Done at Once", copy=False, help="What was held, sorted and exchanged. The customer reads it in the 8D report."
    )
    cause_text = fields.Text(
        "Cause, as the Customer Reads It",
        copy=False,
        help="In the 8D report. What stands under “Findings” stays inside.",
    )
    verified_text = fields.Text(
        "How It Was Verified", copy=False, help="That the actions work. The customer reads it in the 8D report."
    )

    @api.depends("action_ids.done_on")
    def _compute_open_action_count(self):
        for complaint in self:
            complaint.open_action_count = len(complaint.action_ids.filtered(lambda action: not action.done_on))

    def unlink(self):
        # EXTENDS gendan_followup: to-dos of actions that go with it would wait for ever
        self._unlink_except_worked_on()
        self.action_ids.unlink()
        return super().unlink()

    # ------------------------------------------------------------ what may be written

    @api.model
    def _gendan_department_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_department_fields() | WRITTEN

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if not {"track", "cause_id", "cause_text"}.isdisjoint(vals):
            self._gendan_note_cause()
        return result

    # ------------------------------------------------------------ stages

    def action_contained(self):
        """Button: the goods concerned are found and held; D3 is done. For clerks and the department it is put to.

        :raise UserError: nobody has looked for them, some lie free, or nobody says what was done
        """
        self.check_access("write")
        for complaint in self:
            if sentence := complaint._gendan_contained_error():
                raise UserError(sentence)
        self._gendan_note_stage("d3")
        return True

    def _gendan_contained_error(self):
        """The sentence why D3 is not done yet, or False."""
        self.ensure_one()
        words = {"complaint": self.display_name}
        if self.state in ENDED:
            return self.env._("%(complaint)s has ended. Open it again first.", **words)
        if self.line_ids and (not self.traced_at or (self.round_at and self.traced_at < self.round_at)):
            return self.env._("%(complaint)s: find the goods first, with the button “Find the Goods”.", **words)
        free = self.trace_ids.filtered(lambda trace: trace.place == "stock" and trace.state == "open")
        if free:
            return self.env._(
                "%(complaint)s: %(product)s in %(place)s is neither held nor checked.",
                product=free[0].product_id.display_name,
                place=free[0].where,
                **words,
            )
        if not (self.contained_text or "").strip():
            return self.env._("%(complaint)s: write under “Done at Once” what was done.", **words)
        return False

    def _gendan_note_cause(self):
        """D5 is done once the findings are recorded with cause and a corrective action; opened again, with one that was
        not done by then. Batch."""
        self.filtered(
            lambda complaint: complaint.track == "full"
            and not complaint.d5_done_at
            and complaint.findings_at
            and complaint.cause_id
            and any(
                action.kind == "correct"
                and (not complaint.round_at or not action.done_on or action.create_date > complaint.round_at)
                for action in complaint.action_ids
            )
        )._gendan_note_stage("d5")

    def _gendan_state_moved(self, before):
        # EXTENDS gendan_followup
        result = super()._gendan_state_moved(before)
        moved = self.sudo()  # sudo: the customer may open it again and sees no actions
        moved._gendan_note_cause()
        # those of a complaint that was nothing, or is something again
        moved.action_ids._gendan_sync_todos()
        return result

    # ------------------------------------------------------------ guard

    def _gendan_close_error(self):
        # EXTENDS gendan_followup
        if sentence := super()._gendan_close_error():
            return sentence
        waiting = self.action_ids.filtered(lambda action: not action.done_on and action.kind in BEFORE_CLOSING)
        if self.track == "full" and waiting:
            return self.env._(
                "%(complaint)s: “%(action)s” of %(owner)s is not done yet.",
                complaint=self.display_name,
                action=waiting[0].name,
                owner=waiting[0].sudo().owner_id.name,  # sudo: the name of a colleague
            )
        return False

    def action_open_actions(self):
        """Button: its actions.

        :return: action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_complaint_action")
        return {**action, "domain": [("complaint_id", "=", self.id)], "context": {"default_complaint_id": self.id}}
