"""The dialog to waive what holds a document."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class GendanWaiverWizard(models.TransientModel):
    """Collects the rules, the reason and the day; `gendan.waiver` decides whether the user may."""

    _name = "gendan.waiver.wizard"
    _description = "Waive a Rule"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    line_ids = fields.One2many(
        "gendan.waiver.wizard.line", "wizard_id", compute="_compute_line_ids", store=True, readonly=False
    )
    has_waivable = fields.Boolean(compute="_compute_has_waivable")
    reason = fields.Char()
    valid_until = fields.Date(string="Holds Until", help="Empty: as long as the document lives.")

    @api.depends("res_model", "res_id")
    def _compute_line_ids(self):
        user = self.env.user
        for wizard in self:
            rows = []
            if wizard.res_model and wizard.res_id:
                record = self.env["gendan.waiver"]._gendan_document(wizard.res_model, wizard.res_id)
                for action, records in record._gendan_gate_actions().items():
                    for problem in records._gendan_gate(action).get(record, []):
                        can_waive = bool(problem.waiver_group) and user.has_group(problem.waiver_group)
                        rows.append(
                            {
                                "action": action,
                                "code": problem.code,
                                "sentence": problem.sentence,
                                "who": self._get_who(problem),
                                "can_waive": can_waive,
                                "waive": can_waive and problem.blocks,
                            }
                        )
            # a lone one is what is meant; of several the supervisor says which
            if sum(row["waive"] for row in rows) > 1:
                rows = [{**row, "waive": False} for row in rows]
            wizard.line_ids = [Command.clear(), *(Command.create(row) for row in rows)]

    @api.depends("line_ids.can_waive")
    def _compute_has_waivable(self):
        for wizard in self:
            wizard.has_waivable = any(wizard.line_ids.mapped("can_waive"))

    @api.model
    def _get_who(self, problem):
        """Who may waive it, in words."""
        if not problem.waiver_group:
            return self.env._("Nobody")
        # sudo: the group's name
        group = self.env.ref(problem.waiver_group, raise_if_not_found=False)
        return group.sudo().name if group else self.env._("Nobody")  # sudo: as above

    def action_waive(self):
        """Button: make a waiver of each ticked line.

        :raise UserError: nothing ticked or no reason
        :raise AccessError: one of the rules is not this user's to waive
        """
        self.ensure_one()
        lines = self.line_ids.filtered("waive")
        if not lines:
            raise UserError(self.env._("Tick the rule to waive."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why the rule is waived: it is kept for ever."))
        # sudo: nobody has the right to create waivers; create() checks the user's group itself
        self.env["gendan.waiver"].sudo().create(
            [
                {
                    "res_model": self.res_model,
                    "res_id": self.res_id,
                    "code": line.code,
                    "action": line.action,
                    "reason": self.reason,
                    "valid_until": self.valid_until,
                }
                for line in lines
            ]
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
