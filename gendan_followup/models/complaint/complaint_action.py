"""Corrective and preventive actions of a complaint (D5 to D7)."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class GendanComplaintAction(models.Model):
    """An action that mends the cause of a complaint, or keeps it away: owner, day, proof.

    Kept by who handles the complaint and by the department it is put to; its owner (or the people of its department)
    sees it without the complaint, adds result and proof and says that it is done. A ladder reminds of it.
    """

    _name = "gendan.complaint.action"
    _description = "Action after a Complaint"
    _inherit = ["gendan.measure.mixin"]
    _order = "complaint_id desc, kind, due, id"
    _check_company_auto = True

    _gendan_measure_parent = "complaint_id"
    _gendan_measure_todo = "complaint_action"
    # record rules go by them
    _gendan_measure_copied = frozenset({"company_id", "partner_id", "clerk_id", "department_put_id", "rep_id"})

    _due_idx = models.Index("(owner_id, due) WHERE done_on IS NULL")

    complaint_id = fields.Many2one("gendan.complaint", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="complaint_id.partner_id", string="Customer", store=True, index=True)
    clerk_id = fields.Many2one(related="complaint_id.clerk_id", store=True)
    rep_id = fields.Many2one(related="complaint_id.partner_id.user_id", string="Sales Rep", store=True)
    department_put_id = fields.Many2one(related="complaint_id.department_id", string="Put to", store=True)
    # sudo: what it is about, of a complaint that may be closed to the owner
    complaint_name = fields.Char(related="complaint_id.name", string="Complaint Number")
    complaint_subject = fields.Char(related="complaint_id.subject", string="What Was Complained about")
    complaint_state = fields.Selection(related="complaint_id.state", string="State of the Complaint")
    cause_id = fields.Many2one(related="complaint_id.cause_id", string="Root Cause")
    progress = fields.Selection(
        [("open", "To do"), ("overdue", "Overdue"), ("done", "Done")],
        compute="_compute_progress",
        search="_search_progress",
    )

    @api.depends("done_on", "due")
    def _compute_progress(self):
        for action in self:
            action.progress = "done" if action.done_on else "overdue" if action.is_overdue else "open"

    def _search_progress(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._gendan_today()
        found = fields.Domain.FALSE
        for one in value:
            if one == "done":
                found |= fields.Domain("done_on", "!=", False)
            elif one in ("open", "overdue"):
                waits = fields.Domain("done_on", "=", False)
                found |= waits & fields.Domain("due", "<" if one == "overdue" else ">=", today)
        return found

    @api.depends("complaint_name", "name")
    def _compute_display_name(self):
        for action in self:
            action.display_name = " · ".join(filter(None, (action.complaint_name, action.name)))

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup (gendan.measure.mixin)
        actions = super().create(vals_list)
        # the rules know the copies only; whose complaint it becomes is asked here
        actions.complaint_id.check_access("write")
        actions.complaint_id._gendan_note_cause()
        return actions

    # ------------------------------------------------------------ business

    def _gendan_measure_error(self):
        # EXTENDS gendan_followup (gendan.measure.mixin)
        complaint = self._gendan_measure_of()
        if complaint.state not in ("closed", "unfounded", "cancelled"):
            return super()._gendan_measure_error()
        return self.env._("%(complaint)s has ended. Open it again first.", complaint=complaint.display_name)

    def _gendan_measure_waits(self):
        # EXTENDS gendan_followup (gendan.measure.mixin): prevention may go on after the end
        waiting = super()._gendan_measure_waits()
        return waiting.filtered(lambda action: action.complaint_id.state not in ("unfounded", "cancelled"))

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        complaint = self.complaint_id
        return {"order": complaint.order_id, "partner": complaint.partner_id, "company": self.company_id}

    def action_undone(self):
        # EXTENDS gendan_followup (gendan.measure.mixin): it was closed because they were done
        for action in self.filtered(lambda action: action.kind != "prevent"):
            if sentence := action._gendan_measure_error():
                raise UserError(sentence)
        return super().action_undone()

    def action_open_complaint(self):
        """Button: the complaint.

        :return: action
        """
        self.ensure_one()
        self.complaint_id.check_access("read")
        return self.complaint_id._get_records_action()


class GendanTodo(models.Model):
    """To-dos of actions, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), ("complaint_action", self.env._("Action after a complaint"))]
