"""Handing out the production notice while material is short."""

from collections import defaultdict
from dataclasses import replace

from odoo import api, models

from odoo.addons.gendan_followup.tools.gate import GatePoint, GateProblem

ACTION = "notice"
CODE = "material_short"
WAIVER_GROUP = "gendan_followup.group_gendan_manager"


class GendanReadinessNoticeMixin(models.AbstractModel):
    """The gate “notice”: asked when the production notice is handed out; without the company's setting it is open."""

    _name = "gendan.readiness.notice.mixin"
    _inherit = ["gendan.readiness.mixin", "gendan.gate.mixin"]
    _description = "Document whose Production Notice is Handed Out"

    def _gendan_short_problems(self):
        """{document: problem}: what is short, and when it is all there. As the rows say: who hands out looks anew."""
        severities = self.env["res.company"]._gendan_notice_severities()
        asked = self.filtered(lambda document: document.company_id.id in severities)
        if not asked:
            return {}
        # sudo: the floor hands out what the sentence says is short; names, quantities and days only
        rows = self.env["gendan.material"].sudo().search([(self._gendan_short_field, "in", asked.ids)])
        rows_of = defaultdict(rows.browse)
        for row in rows:
            for document in row[self._gendan_short_field]:
                rows_of[document.id] |= row
        return {
            document: GateProblem(
                CODE, rows_of[document.id]._gendan_sentence(document), severities[document.company_id.id], WAIVER_GROUP
            )
            for document in asked
            if document.id in rows_of
        }

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup (gendan.gate.mixin)
        points = super()._gendan_checks(action)
        if action == ACTION:
            points = [*points, GatePoint(CODE, type(self)._gendan_short_problems)]
        return points

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup (gendan.gate.mixin): shown, and waived, before the papers go out
        actions = super()._gendan_gate_actions()
        severities = self.env["res.company"]._gendan_notice_severities()
        waiting = self.filtered(
            lambda document: document.company_id.id in severities and document._gendan_awaits_notice()
        )
        if waiting:
            actions[ACTION] = actions.get(ACTION, self.browse()) | waiting
        return actions

    def _gendan_banner_problems(self, problems):
        # EXTENDS gendan_followup (gendan.gate.mixin): production may start, only the notice waits
        told = super()._gendan_banner_problems(problems)
        return [replace(problem, severity="warn") if problem.code == CODE else problem for problem in told]

    def _gendan_awaits_notice(self):
        """Whether a notice may still be handed out for it. Hook."""
        self.ensure_one()
        return False
