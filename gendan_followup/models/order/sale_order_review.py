"""The review list of an order: what the gate 'confirm' asks where a company reviews its orders."""

from collections import defaultdict

from odoo import api, models

from odoo.addons.gendan_followup.tools.gate import GatePoint, GateProblem

from ..common.sale_order_aspects import ASPECTS
from .review_point import PREFIX, NotAsked


class SaleOrder(models.Model):
    """Each point of review that applies speaks at the gate before confirmation. Off by default."""

    _inherit = "sale.order"

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "confirm" and self.env["res.company"]._gendan_reviewing_ids():
            points = [*points, GatePoint("review", type(self)._gendan_judge)]
        return points

    def _gendan_waiver_aspects(self, code):
        # EXTENDS gendan_followup: what makes a point be asked again ends its waiver, too
        if not code.startswith(PREFIX):
            return super()._gendan_waiver_aspects(code)
        point = self.env["gendan.review.point"]._gendan_point(code.removeprefix(PREFIX), self.company_id)
        return tuple(aspect for aspect in ASPECTS if point[f"on_{aspect}"])

    def _gendan_reviewed(self):
        """Those of these orders whose company reviews its orders. No query where none does."""
        reviewing = self.env["res.company"]._gendan_reviewing_ids()
        return self.filtered(lambda order: order.company_id.id in reviewing) if reviewing else self.browse()

    def _gendan_judge(self):
        """{order: [GateProblem]} of all points of review, only orders that have any. Batch."""
        found = defaultdict(list)
        for company, orders in self._gendan_reviewed().grouped("company_id").items():
            orders = orders.with_company(company)
            points = self.env["gendan.review.point"]._gendan_points(company).with_env(orders.env(su=True))
            asked = {}
            for point in points:
                fitting = orders.filtered(point._gendan_fits)
                if point.judge != "system":
                    asked[point] = fitting
                elif fitting:
                    for order, problems in point._gendan_problems(fitting).items():
                        found[order] += problems
            for order, problems in orders._gendan_judge_asked(asked).items():
                found[order] += problems
        return found

    def _gendan_judge_asked(self, asked):
        """The same for what customer and departments are asked: as the order says now, whatever is stored. Batch.

        :param asked: {point: those of `self` it applies to}
        """
        found = defaultdict(list)
        # sudo: the list is judged whoever confirms; only its sentences leave
        items = {(item.order_id, item.point_id): item for item in self.sudo().gendan_review_item_ids}
        answered = self.browse([order.id for (order, _point), item in items.items() if item.answer_id])
        aspects = answered.sudo()._gendan_aspects()  # sudo: compared, not shown
        for point, orders in asked.items():
            for order in orders:
                item = items.get((order, point))
                if not item:
                    found[order].append(point._gendan_not_asked(order))
                elif sentence := item._gendan_sentence(*item._gendan_state_now(aspects.get(order))):
                    found[order].append(point._gendan_problem(order, sentence))
        return found

    @api.model
    def _gendan_gate_render(self, problems):
        # EXTENDS gendan_followup: whom to ask still takes one line, not ten
        unasked = [problem for problem in problems if isinstance(problem, NotAsked)]
        if len(unasked) > 1:
            problems = [problem for problem in problems if problem not in unasked]
            sentence = self.env._(
                "Not asked yet: %(points)s. Start the review (page “Review”).",
                points=" · ".join(problem.short for problem in unasked),
            )
            blocks = any(problem.blocks for problem in unasked)
            problems.append(GateProblem("review", sentence, "block" if blocks else "warn"))
        return super()._gendan_gate_render(problems)
