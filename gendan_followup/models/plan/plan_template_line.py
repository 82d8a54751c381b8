from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.critical_path import Step
from .milestone_kind import DURATION_UNITS, OWNERS, ROLES


class GendanPlanTemplateLine(models.Model):
    """One milestone of a template: how long it takes after what, who answers, what ticks it off."""

    _name = "gendan.plan.template.line"
    _description = "Plan template milestone"
    _order = "template_id, sequence, id"
    _rec_name = "kind_id"

    _kind_uniq = models.UniqueIndex("(template_id, kind_id)", "A template can hold each kind of milestone only once.")

    template_id = fields.Many2one("gendan.plan.template", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="template_id.company_id")
    sequence = fields.Integer(default=10)
    kind_id = fields.Many2one("gendan.milestone.kind", required=True, ondelete="restrict", index=True)
    event = fields.Selection(related="kind_id.event")
    light = fields.Selection(related="kind_id.light")
    duration = fields.Integer(default=1, help="Days from the end of what it waits for to its own end.")
    duration_unit = fields.Selection(DURATION_UNITS, required=True, default="work")
    link_ids = fields.One2many("gendan.plan.template.link", "line_id", string="Waits for")
    owner = fields.Selection(
        OWNERS, compute="_compute_from_kind", store=True, readonly=False, required=True, precompute=True
    )
    role = fields.Selection(
        ROLES, compute="_compute_from_kind", store=True, readonly=False, required=True, precompute=True
    )
    department_id = fields.Many2one(
        "gendan.department", compute="_compute_from_kind", store=True, readonly=False, precompute=True
    )
    customer_visible = fields.Boolean(compute="_compute_from_kind", store=True, readonly=False, precompute=True)
    customer_message = fields.Text(translate=True, help="Empty: the message of the milestone kind is used.")
    is_target = fields.Boolean(
        string="Delivery", help="The milestone the promise is about; usually the arrival at the customer."
    )
    is_condition = fields.Boolean(
        string="Start condition",
        help="A promise of n working days counts from the last of these milestones.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._gendan_check_kinds((vals.get("template_id"), vals.get("kind_id")) for vals in vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if "kind_id" in vals:
            changed = self.filtered(lambda line: line.kind_id.id != vals["kind_id"])
            changed._gendan_check_kinds((line.template_id.id, vals["kind_id"]) for line in changed)
        return super().write(vals)

    @api.model
    def _gendan_check_kinds(self, pairs):
        """Refuse a second milestone of one kind with a sentence that names it; the index would name nothing.

        :param pairs: (template id, kind id) of each line to be written
        :raise ValidationError: the template has, or would get, that kind twice
        """
        pairs = [pair for pair in pairs if all(pair)]
        templates, kinds = {template for template, _kind in pairs}, {kind for _template, kind in pairs}
        present = self.search([("template_id", "in", list(templates)), ("kind_id", "in", list(kinds))])
        seen = {(line.template_id.id, line.kind_id.id) for line in present}
        for template_id, kind_id in pairs:
            if (template_id, kind_id) in seen:
                raise ValidationError(
                    self.env._(
                        "Template %(template)s: %(line)s is in it already. A template holds each kind of milestone"
                        " only once.",
                        template=self.env["gendan.plan.template"].browse(template_id).name,
                        line=self.env["gendan.milestone.kind"].browse(kind_id).name,
                    )
                )
            seen.add((template_id, kind_id))

    @api.depends("kind_id")
    def _compute_from_kind(self):
        for line in self:
            line.update(line.kind_id._gendan_prepare_vals())

    @api.depends("kind_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.kind_id.name or ""

    @api.constrains("kind_id")
    def _check_light(self):
        for line in self:
            if line.light == "money":
                raise ValidationError(
                    self.env._(
                        "Template %(template)s, line %(line)s: papers and money come from the customer's"
                        " settlement profile. Take the line out of the template.",
                        template=line.template_id.name,
                        line=line.display_name,
                    )
                )

    @api.constrains("duration", "link_ids", "is_target")
    def _check_network(self):
        self.template_id._check_network()

    @api.constrains("customer_message")
    def _check_customer_message(self):
        for line in self:
            line.kind_id._gendan_check_message(line.customer_message, line.display_name)

    def _gendan_steps(self):
        """The lines as steps of ``tools.critical_path``, without calendars; keys are record ids.

        On a form that is not saved yet the links are those typed.
        """
        return [
            Step(
                key=line.id,
                duration=line.duration,
                links=line.link_ids._gendan_links() if line.id else line._gendan_typed_links(),
                calendar=None,
            )
            for line in self
        ]
