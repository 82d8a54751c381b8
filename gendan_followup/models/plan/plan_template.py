from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from ...tools import critical_path


class GendanPlanTemplate(models.Model):
    """The way an order of one sort usually goes: milestones, their links and durations.

    Copied into the order's plan on confirmation; later edits touch new plans only. Supervisors
    keep the templates, everybody inside reads them.
    """

    _name = "gendan.plan.template"
    _description = "Plan template"
    _order = "sequence, name, id"

    _code_uniq = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "This code already belongs to another plan template."
    )

    company_id = fields.Many2one("res.company", help="Empty: for every company.", index="btree_not_null")
    name = fields.Char(required=True, translate=True)
    code = fields.Char(copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Text(translate=True)
    line_ids = fields.One2many("gendan.plan.template.line", "template_id", copy=True)
    line_count = fields.Integer(compute="_compute_length")
    length = fields.Integer(
        compute="_compute_length",
        string="Length (days)",
        help="Working days from confirmation to arrival when everything runs as planned.",
    )
    network_error = fields.Char(compute="_compute_length")

    @api.depends("line_ids.duration", "line_ids.is_target", "line_ids.after")
    def _compute_length(self):
        for template in self:
            template.line_count = len(template.line_ids)
            template.length = template._gendan_length()
            template.network_error = template._gendan_network_error()

    @api.constrains("line_ids")
    def _check_network(self):
        for template in self:
            if sentence := template._gendan_network_error():
                raise ValidationError(sentence)

    def copy_data(self, default=None):
        return [
            vals if (default or {}).get("name") else {**vals, "name": self.env._("%s (copy)", template.name)}
            for template, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def copy(self, default=None):
        """Copy with the links: they join lines by id, so they are rebuilt between the new lines."""
        copies = super().copy(default)
        link_vals = []
        for template, new in zip(self, copies, strict=True):
            twins = dict(zip(template.line_ids.sorted("id"), new.line_ids.sorted("id"), strict=True))
            for link in template.line_ids.link_ids:
                link_vals.append(
                    {
                        "line_id": twins[link.line_id].id,
                        "predecessor_id": twins[link.predecessor_id].id,
                        "link_type": link.link_type,
                        "lag": link.lag,
                        "holds_finish": link.holds_finish,
                    }
                )
        self.env["gendan.plan.template.link"].create(link_vals)
        return copies

    def _gendan_network_error(self):
        """The sentence that says what is wrong with the template's network, naming the line; or False."""
        self.ensure_one()
        lines = {line.id: line for line in self.line_ids}
        if sentences := [line.after_error for line in self.line_ids if line.after_error]:
            return sentences[0]
        problems = critical_path.check(self.line_ids._gendan_steps())
        if not problems:
            targets = self.line_ids.filtered("is_target")
            if len(targets) > 1:
                return self.env._(
                    "Template %(template)s: only one milestone can be the delivery itself, but %(lines)s are"
                    " ticked. Keep one.",
                    template=self.name,
                    lines=format_list(self.env, targets.mapped("display_name")),
                )
            return False
        problem = problems[0]
        names = [lines[key].display_name if key in lines else "?" for key in problem.keys]
        values = {"template": self.name, "line": names[0], "other": names[-1]}
        match problem.code:
            case "cycle":
                return self.env._(
                    "Template %(template)s: the milestones wait for each other in a circle (%(circle)s). Remove"
                    " one of the links.",
                    template=self.name,
                    circle=" → ".join([*names, names[0]]),
                )
            case "unknown_predecessor":
                return self.env._(
                    "Template %(template)s, line %(line)s: its predecessor belongs to another template. Choose a"
                    " predecessor from the same template.",
                    **values,
                )
            case "self_link":
                return self.env._("Template %(template)s, line %(line)s: a milestone cannot wait for itself.", **values)
            case "negative_duration":
                return self.env._("Template %(template)s, line %(line)s: the duration cannot be negative.", **values)
            case "negative_lag":
                return self.env._(
                    "Template %(template)s, line %(line)s: the lag behind %(other)s cannot be negative.", **values
                )
        return self.env._("Template %(template)s, line %(line)s: the links cannot be planned.", **values)

    def _gendan_length(self):
        """Days from confirmation to the target by durations alone (every day a working day)."""
        self.ensure_one()
        steps = self.line_ids._gendan_steps()
        if not steps or critical_path.check(steps):
            return 0
        start = fields.Date.today()
        for step in steps:
            step.unit, step.calendar = "calendar", None
        forecasts = critical_path.forward(steps, today=start, calendars={}, start=start)
        # by the keys of the steps: on a form that is being edited they are not the ids of the records
        targets = [line.id for line in self.line_ids if line.is_target] or [step.key for step in steps]
        return max((forecasts[key].finish - start).days for key in targets)
