from odoo import api, fields, models
from odoo.tools import SQL, float_repr

from ..plan.milestone_kind import DURATION_UNITS

SCOPES = [
    ("kind", "All orders"),
    ("customer", "One customer"),
    ("template", "One plan template"),
]


class GendanLearnedDuration(models.Model):
    """What milestones really took on delivered orders: median and 90th percentile (P8).

    A row a milestone kind over all orders, over those of a customer, and over those of a plan
    template, each with the number of milestones it rests on; confirming, where counting begins, is
    left out. Days that a customer held us past the planned time are part of what his own milestones
    took, and told apart beside it.

    Clerks read the rows of their customers and those over all; sales reps those of their own
    customers; supervisors and departments all.
    """

    _name = "gendan.learned.duration"
    _description = "Learned duration"
    _auto = False
    _order = "scope, kind_id, partner_id, template_id, id"
    _rec_name = "kind_id"
    _depends = {
        "gendan.milestone": [
            "company_id",
            "kind_id",
            "plan_id",
            "state",
            "light",
            "duration",
            "duration_unit",
            "handed_over_date",
            "taken_days",
            "held_days",
            "actual_date",
        ],
        "gendan.plan": ["partner_id", "template_id", "delivery_health"],
        "gendan.milestone.kind": ["event"],
        "res.partner": ["commercial_partner_id"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    scope = fields.Selection(SCOPES, string="Over", readonly=True)
    kind_id = fields.Many2one("gendan.milestone.kind", string="Milestone", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    template_id = fields.Many2one("gendan.plan.template", string="Plan template", readonly=True)
    duration_unit = fields.Selection(DURATION_UNITS, string="Unit", readonly=True)
    sample = fields.Integer(string="Milestones (n)", readonly=True, help="How many delivered milestones it rests on.")
    planned_days = fields.Float(
        string="Planned (median)", digits=(8, 1), readonly=True, aggregator="avg", help="What the plans said."
    )
    median_days = fields.Float(
        string="Took (median)", digits=(8, 1), readonly=True, aggregator="avg", help="Half of them took no longer."
    )
    p90_days = fields.Float(
        string="Took (90 %)", digits=(8, 1), readonly=True, aggregator="avg", help="Nine of ten took no longer."
    )
    over_days = fields.Float(
        string="Median over plan", digits=(8, 1), readonly=True, aggregator="avg", help="Negative: faster than planned."
    )
    held_days = fields.Float(
        string="Held by the customer",
        digits=(8, 1),
        readonly=True,
        aggregator="avg",
        help="Days past the planned time for which the customer kept us waiting, on average; part of what it took.",
    )
    last_date = fields.Date(string="Last one", readonly=True, aggregator="max")

    @property
    def _table_query(self):
        return self._gendan_select()

    @api.model
    def _gendan_select(self, condition=None):
        """The rows as SQL.

        :param SQL condition: narrows the milestones they are made of (m, plan p, customer c)
        """
        # a milestone is in one row of each scope: the first one's id tells the rows apart for good;
        # naught days are stored as NULL where nothing else was ever written
        return SQL(
            """
            SELECT min(m.id) * 3 + GROUPING(c.commercial_partner_id, p.template_id) - 1 AS id,
                   m.company_id,
                   CASE GROUPING(c.commercial_partner_id, p.template_id)
                        WHEN 1 THEN 'customer' WHEN 2 THEN 'template' ELSE 'kind' END AS scope,
                   m.kind_id,
                   c.commercial_partner_id AS partner_id,
                   p.template_id,
                   m.duration_unit,
                   count(*)::integer AS sample,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY COALESCE(m.duration, 0))::numeric AS planned_days,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY COALESCE(m.taken_days, 0))::numeric AS median_days,
                   percentile_cont(0.9) WITHIN GROUP (ORDER BY COALESCE(m.taken_days, 0))::numeric AS p90_days,
                   (percentile_cont(0.5) WITHIN GROUP (ORDER BY COALESCE(m.taken_days, 0))
                    - percentile_cont(0.5) WITHIN GROUP (ORDER BY COALESCE(m.duration, 0)))::numeric AS over_days,
                   avg(COALESCE(m.held_days, 0)) AS held_days,
                   max(m.actual_date) AS last_date
              FROM gendan_milestone m
              JOIN gendan_plan p ON p.id = m.plan_id
              JOIN res_partner c ON c.id = p.partner_id
              JOIN gendan_milestone_kind k ON k.id = m.kind_id AND k.event IS DISTINCT FROM 'order_confirmed'
             WHERE p.delivery_health = 'delivered' AND m.state = 'done' AND m.light = 'delivery'
               AND m.handed_over_date IS NOT NULL AND %s
          GROUP BY GROUPING SETS (
                   (m.company_id, m.kind_id, m.duration_unit),
                   (m.company_id, m.kind_id, m.duration_unit, c.commercial_partner_id),
                   (m.company_id, m.kind_id, m.duration_unit, p.template_id))
            """,
            condition or SQL("TRUE"),
        )

    @api.model
    def _gendan_of_customers(self, customers, kinds):
        """The customers' own numbers, without working out everybody else's.

        :param customers: commercial ``res.partner`` records
        :param kinds: ``gendan.milestone.kind``
        :return: {(company id, kind id, unit, customer id): (median, 90th percentile, n)}; no access
            check: the caller sees to it
        """
        if not customers or not kinds:
            return {}
        for model, names in self._depends.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query(
            SQL(
                """SELECT company_id, kind_id, duration_unit, partner_id, median_days, p90_days, sample
                     FROM (%s) learned WHERE scope = 'customer'""",
                self._gendan_select(
                    SQL(
                        "c.commercial_partner_id IN %s AND m.kind_id IN %s",
                        tuple(customers.ids),
                        tuple(kinds.ids),
                    )
                ),
            )
        )
        return {tuple(row[:4]): tuple(row[4:]) for row in rows}

    @api.model
    def _gendan_number(self, days):
        """A number of days as people write it: without a decimal that is naught."""
        days = round(float(days), 1)
        return float_repr(days, 0 if days.is_integer() else 1)
