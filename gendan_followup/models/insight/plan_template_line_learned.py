from odoo import api, fields, models


class GendanPlanTemplateLine(models.Model):
    """Beside the template's number: what the milestone really took on delivered orders."""

    _inherit = "gendan.plan.template.line"

    learned_text = fields.Char(
        string="Learned",
        compute="_compute_learned",
        help="Median / 90th percentile of what it took on delivered orders of this template, and on how many; of all"
        " templates where this one has none yet. In the unit of the duration.",
    )

    @api.depends("kind_id", "template_id", "duration_unit")
    @api.depends_context("lang", "company")
    def _compute_learned(self):
        for line, learned in self._gendan_learned().items():
            line.learned_text = False
            if learned:
                values = {
                    "median": learned._gendan_number(learned.median_days),
                    "p90": learned._gendan_number(learned.p90_days),
                    "sample": learned.sample,
                }
                line.learned_text = (
                    self.env._("%(median)s / %(p90)s (n = %(sample)s)", **values)
                    if learned.scope == "template"
                    else self.env._("%(median)s / %(p90)s (n = %(sample)s, all templates)", **values)
                )

    def _gendan_learned(self):
        """What was learned about these lines: {line: gendan.learned.duration or empty}.

        Of the lines' own template, else of all; of the current company's orders.
        """
        # sudo: everybody inside reads templates, and these rows are over all customers
        Learned = self.env["gendan.learned.duration"].sudo()
        found = Learned.search(
            [
                ("company_id", "=", self.env.company.id),
                ("kind_id", "in", self.kind_id.ids),
                "|",
                ("scope", "=", "kind"),
                "&",
                ("scope", "=", "template"),
                ("template_id", "in", self.template_id._origin.ids),
            ]
        )
        by_key = {(row.template_id.id, row.kind_id.id, row.duration_unit): row for row in found}
        return {
            line: by_key.get((line.template_id._origin.id, line.kind_id.id, line.duration_unit))
            or by_key.get((False, line.kind_id.id, line.duration_unit))
            or Learned
            for line in self
        }
