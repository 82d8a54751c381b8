from odoo import fields, models

from ...tools.ranking import Weights

# how much each criterion counts, as of tools/ranking.py
WEIGHTS = ("buffer", "grade", "penalty", "value", "rush")


class ResCompany(models.Model):
    """Whether orders that compete for a work centre are ranked, and what counts how much. Off: nothing is ranked."""

    _inherit = "res.company"

    _gendan_ranking_positive = models.Constraint(
        "CHECK (gendan_rank_buffer >= 0 AND gendan_rank_grade >= 0 AND gendan_rank_penalty >= 0"
        " AND gendan_rank_value >= 0 AND gendan_rank_rush >= 0"
        " AND gendan_rank_value_half > 0 AND gendan_rank_penalty_half > 0)",
        "The weights of the ranking cannot be negative, and its two amounts are above zero.",
    )

    gendan_ranking = fields.Boolean(
        "Rank Orders at Work Centres",
        help="A board shows which orders compete for each work centre and proposes an order; supervisors and planners"
        " decide, and the decision is kept and set on the production orders.",
    )
    gendan_rank_buffer = fields.Integer("Weight of the Buffer", default=40)
    gendan_rank_grade = fields.Integer("Weight of the Customer's Grade", default=20)
    gendan_rank_penalty = fields.Integer("Weight of a Penalty", default=20)
    gendan_rank_value = fields.Integer("Weight of the Value", default=10)
    gendan_rank_rush = fields.Integer("Weight of a Rush Order", default=10)
    gendan_rank_value_half = fields.Float(
        "Value That Counts Half", default=50000, digits=(16, 0), help="An order worth this gets half of the weight."
    )
    gendan_rank_penalty_half = fields.Float(
        "Penalty a Day That Counts Half", default=500, digits=(16, 0), help="In the company's currency."
    )

    def _gendan_rank_weights(self):
        """What counts how much.

        :rtype: odoo.addons.gendan_followup.tools.ranking.Weights
        """
        self.ensure_one()
        return Weights(
            **{name: self[f"gendan_rank_{name}"] for name in WEIGHTS},
            value_half=self.gendan_rank_value_half,
            penalty_half=self.gendan_rank_penalty_half,
        )


class ResConfigSettings(models.TransientModel):
    """The ranking, on the page of order follow-up."""

    _inherit = "res.config.settings"

    gendan_ranking = fields.Boolean(related="company_id.gendan_ranking", readonly=False)
    gendan_rank_buffer = fields.Integer(related="company_id.gendan_rank_buffer", readonly=False)
    gendan_rank_grade = fields.Integer(related="company_id.gendan_rank_grade", readonly=False)
    gendan_rank_penalty = fields.Integer(related="company_id.gendan_rank_penalty", readonly=False)
    gendan_rank_value = fields.Integer(related="company_id.gendan_rank_value", readonly=False)
    gendan_rank_rush = fields.Integer(related="company_id.gendan_rank_rush", readonly=False)
    gendan_rank_value_half = fields.Float(related="company_id.gendan_rank_value_half", readonly=False)
    gendan_rank_penalty_half = fields.Float(related="company_id.gendan_rank_penalty_half", readonly=False)
