"""One step of a ladder."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GendanLadderStep(models.Model):
    """After how many working days, or hours, who is told how. Supervisors keep it."""

    _name = "gendan.ladder.step"
    _description = "Follow-up Ladder Step"
    _order = "ladder_id, after_days, after_hours, sequence, id"

    _hours_positive = models.Constraint(
        "CHECK (after_hours >= 0 AND (after_hours = 0 OR after_days = 0))",
        "A step counts either working days or working hours past due, not both.",
    )

    ladder_id = fields.Many2one("gendan.ladder", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    after_days = fields.Integer(
        string="Working Days Past Due",
        required=True,
        default=0,
        help="0: on the day it is due. Negative: so many working days before.",
    )
    after_hours = fields.Float(
        string="Working Hours Past Due",
        help="For what is due at an hour (answers of departments): so many working hours after it. What is due on a day"
        " speaks on that day.",
    )
    to = fields.Selection(
        [
            ("user", "Who acts today"),
            ("clerk", "Clerk"),
            ("rep", "Sales rep"),
            ("supervisor", "Supervisor"),
            ("department_head", "Head of department"),
            ("head_of_company", "Head of company"),
            ("customer", "Customer"),
        ],
        string="Tell",
        required=True,
        default="user",
    )
    how = fields.Selection(
        [("activity", "Activity"), ("email", "E-mail")], string="Way", required=True, default="activity"
    )

    # ------------------------------------------------------------ compute

    @api.depends("after_days", "after_hours", "to", "how")
    @api.depends_context("lang")
    def _compute_display_name(self):
        who = dict(self._fields["to"]._description_selection(self.env))
        way = dict(self._fields["how"]._description_selection(self.env))
        for step in self:
            words = {"who": who.get(step.to, ""), "way": way.get(step.how, "")}
            if step.after_days:
                step.display_name = self.env._(
                    "%(days)s working days: %(who)s, %(way)s", days=f"{step.after_days:+d}", **words
                )
            elif step.after_hours:
                step.display_name = self.env._(
                    "+%(hours)s working hours: %(who)s, %(way)s", hours=f"{step.after_hours:g}", **words
                )
            else:
                step.display_name = self.env._("On the day: %(who)s, %(way)s", **words)

    # ------------------------------------------------------------ constrains

    @api.constrains("to", "how")
    def _check_customer_way(self):
        for step in self:
            if step.to == "customer" and step.how != "email":
                raise ValidationError(self.env._("A customer has no activities here: tell him by e-mail."))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._gendan_reconsider_todos()
        return steps

    def write(self, vals):
        result = super().write(vals)
        if {"after_days", "after_hours", "ladder_id"} & vals.keys():
            self._gendan_reconsider_todos()
        return result

    def unlink(self):
        self._gendan_reconsider_todos()
        return super().unlink()

    # ------------------------------------------------------------ business

    def _gendan_reconsider_todos(self):
        """The ladder has changed: its open to-dos are looked at in the next run, which finds the true next moment."""
        if not self:
            return
        # sudo: supervisors keep ladders, nobody may write to-dos
        self.env["gendan.todo"].sudo().search([("open", "=", True), ("ladder_id", "in", self.ladder_id.ids)]).write(
            {"next_step_at": fields.Datetime.now()}
        )
