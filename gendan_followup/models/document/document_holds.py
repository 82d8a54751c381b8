from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.names import join_names

from .document import MISSING


class GendanDocument(models.Model):
    """What a missing paper holds up: the steps of its order's plan that wait for it."""

    _inherit = "gendan.document"

    holds_up = fields.Char(
        string="Waiting for It", compute="_compute_holds_up", help="Steps of the order's plan."
    )

    @api.depends("state", "order_id", "kind")
    @api.depends_context("lang", "uid")
    def _compute_holds_up(self):
        self.holds_up = False
        missing = self.filtered(lambda paper: paper.state in MISSING and paper.order_id)
        # steps are named as the house names them: not for the customer
        if not missing or self.env.user.share:
            return
        # sudo: names of steps, for whoever sees the paper
        steps = (
            self.env["gendan.milestone"]
            .sudo()
            .search([("order_id", "in", missing.order_id.ids), ("state", "=", "open")])
        )
        of_order = steps.grouped(lambda step: step.order_id.id)
        for paper in missing:
            event = self.env["gendan.milestone.kind"]._gendan_paper_event(paper.kind)
            open_steps = of_order.get(paper.order_id.id, steps.browse())
            waited_for = {(step.plan_id, step.key) for step in open_steps if event and step.event == event}
            waiting = open_steps.filtered(
                lambda step, keys=waited_for: any((step.plan_id, link[0]) in keys for link in step.links or ())
            )
            names = dict.fromkeys(waiting.with_env(self.env).sudo().mapped("name"))  # sudo: as above
            paper.holds_up = join_names(self.env, names)
