from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.critical_path import Link
from ...tools.link_text import TypedLink


class GendanPlanTemplateLink(models.Model):
    """What a template's milestone waits for: the end of another one, or its start plus some days."""

    _name = "gendan.plan.template.link"
    _description = "Plan template link"
    _order = "line_id, id"

    _pair_uniq = models.UniqueIndex(
        "(line_id, predecessor_id)", "This milestone already waits for that one; change the link instead."
    )

    line_id = fields.Many2one("gendan.plan.template.line", required=True, ondelete="cascade", index=True)
    template_id = fields.Many2one(related="line_id.template_id")
    predecessor_id = fields.Many2one(
        "gendan.plan.template.line",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('template_id', '=', template_id)]",
    )
    link_type = fields.Selection(
        [("fs", "Its end"), ("ss", "Its start")],
        required=True,
        default="fs",
        help="Its end: the work begins when the other one is done. Its start: both overlap, this one "
        "begins some days after the other one began.",
    )
    lag = fields.Integer(string="Plus days", help="Days between the two, in this milestone's own calendar.")
    holds_finish = fields.Boolean(
        default=True,
        help="Overlapping work also ends at least these days after the other one ended.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Make links.

        :raise ValidationError: the milestone waits for that one already; the index would name neither
        """
        pairs = [(vals.get("line_id"), vals.get("predecessor_id")) for vals in vals_list]
        pairs = [pair for pair in pairs if all(pair)]
        present = self.search([("line_id", "in", [line for line, _other in pairs])])
        seen = {(link.line_id.id, link.predecessor_id.id) for link in present}
        Line = self.env["gendan.plan.template.line"]
        for line_id, other_id in pairs:
            if (line_id, other_id) in seen:
                line = Line.browse(line_id)
                raise ValidationError(
                    self.env._(
                        "Template %(template)s, line %(line)s: it waits for %(other)s already. Change that link"
                        " instead.",
                        template=line.template_id.name,
                        line=line.display_name,
                        other=Line.browse(other_id).display_name,
                    )
                )
            seen.add((line_id, other_id))
        return super().create(vals_list)

    @api.depends("predecessor_id", "link_type", "lag")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for link in self:
            link.display_name = self._gendan_name(link.predecessor_id.display_name, link.link_type, link.lag)

    @api.model
    def _gendan_name(self, milestone, link_type, lag):
        """What a link is called by the milestone it waits for."""
        if link_type == "ss":
            return self.env._("start of %(milestone)s + %(days)s d", milestone=milestone, days=lag)
        if lag:
            return self.env._("%(milestone)s + %(days)s d", milestone=milestone, days=lag)
        return milestone

    @api.constrains("line_id", "predecessor_id", "link_type", "lag")
    def _check_network(self):
        self.line_id.template_id._check_network()

    def _gendan_links(self):
        """The links as tuples of ``tools.critical_path.Link``; keys are template line ids."""
        return tuple(Link(link.predecessor_id.id, link.link_type, link.lag, link._gendan_tail()) for link in self)

    def _gendan_tail(self):
        """Days the milestone ends after its overlapping predecessor's end, or None where it need not."""
        return self._gendan_typed().tail

    def _gendan_typed(self):
        """The link as it is typed: ``tools.link_text.TypedLink``."""
        self.ensure_one()
        return TypedLink(self.predecessor_id.number, self.link_type, self.lag, self.holds_finish)
