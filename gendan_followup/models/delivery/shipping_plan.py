from odoo import api, fields, models
from odoo.tools import SQL

from ..common.transit import MODES
from ..plan.plan import DELIVERY_HEALTH


class GendanShippingPlan(models.Model):
    """What must leave when: a row for each promised part of an order line that has not left yet (D1).

    The latest day to leave is the plan's: promised arrival, back over the customer's receiving days, the transit and
    the carrier's departure days. Read only. Clerks read the rows of their customers and of those they back up, sales
    reps those of their orders, supervisors, departments and warehouse people all; no row carries a price.
    """

    _name = "gendan.shipping.plan"
    _description = "Shipping Plan"
    _auto = False
    _order = "leave_by, order_id, id"
    _rec_name = "order_id"
    _depends = {
        "gendan.part": ["company_id", "order_id", "line_id", "quantity", "plan_id", "promised_date", "clerk_id"],
        "gendan.plan": ["is_running", "latest_ship_date", "delivery_health"],
        "gendan.milestone": ["plan_id", "kind_id", "state", "forecast_date"],
        "gendan.milestone.kind": ["event"],
        "sale.order": ["carrier_id", "user_id", "partner_shipping_id", "client_order_ref"],
        "sale.order.line": ["product_id", "product_uom_qty", "product_uom_id", "qty_delivered"],
        "delivery.carrier": ["gendan_mode"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    order_name = fields.Char(string="Order Number", readonly=True)
    customer_ref = fields.Char(string="Customer's Order", readonly=True)
    plan_id = fields.Many2one("gendan.plan", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    address_id = fields.Many2one("res.partner", string="Deliver to", readonly=True)
    clerk_id = fields.Many2one("res.users", string="Clerk", readonly=True)
    rep_id = fields.Many2one("res.users", string="Sales Rep", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    # no sum: pieces and kilograms do not add up
    quantity = fields.Float(
        digits="Product Unit",
        readonly=True,
        aggregator=None,
        help="Of this part, in the unit of the order line.",
    )
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    carrier_id = fields.Many2one("delivery.carrier", string="Carrier", readonly=True)
    mode = fields.Selection(MODES, string="Travels by", readonly=True)
    leave_by = fields.Date(
        readonly=True,
        help="Latest day to leave: the promised arrival less the transit, on a day on which the carrier departs.",
    )
    promised_date = fields.Date(
        string="Promised",
        readonly=True,
        groups="sales_team.group_sale_salesman",
        help="Day of arrival last promised.",
    )
    ready_date = fields.Date(string="Leaves on", readonly=True, help="The day on which it will leave by the forecast.")
    days_left = fields.Integer(
        compute="_compute_days_left",
        search="_search_days_left",
        help="Calendar days from today to the latest day to leave; negative: it should have left.",
    )
    late_days = fields.Integer(
        string="Leaves Late by", readonly=True, aggregator="max", help="Calendar days after the latest day to leave."
    )
    delivery_health = fields.Selection(DELIVERY_HEALTH, string="Delivery", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT part.id, part.company_id, part.order_id, o.name AS order_name, o.client_order_ref AS customer_ref,
                   part.plan_id, part.partner_id, o.partner_shipping_id AS address_id, part.clerk_id,
                   o.user_id AS rep_id, line.product_id, line.product_uom_id AS uom_id, o.carrier_id,
                   carrier.gendan_mode AS mode,
                   CASE WHEN siblings.number = 1 THEN line.product_uom_qty ELSE part.quantity END AS quantity,
                   plan.latest_ship_date AS leave_by, part.promised_date, shipped.forecast_date AS ready_date,
                   GREATEST(shipped.forecast_date - plan.latest_ship_date, 0) AS late_days, plan.delivery_health
              FROM gendan_part part
              JOIN gendan_plan plan ON plan.id = part.plan_id AND plan.is_running
              JOIN sale_order o ON o.id = part.order_id
              JOIN sale_order_line line ON line.id = part.line_id
              JOIN LATERAL (SELECT count(*) AS number
                              FROM gendan_part sibling
                             WHERE sibling.line_id = part.line_id) siblings ON TRUE
              JOIN LATERAL (SELECT m.forecast_date
                              FROM gendan_milestone m
                              JOIN gendan_milestone_kind kind ON kind.id = m.kind_id AND kind.event = 'shipped'
                             WHERE m.plan_id = plan.id AND m.state = 'open'
                          ORDER BY m.sequence, m.id LIMIT 1) shipped ON TRUE
         LEFT JOIN delivery_carrier carrier ON carrier.id = o.carrier_id
             WHERE plan.delivery_health NOT IN ('delivered', 'cancelled')
            """
        )

    @api.depends("leave_by", "company_id")
    def _compute_days_left(self):
        for row in self:
            today = row.company_id._gendan_today()
            row.days_left = (row.leave_by - today).days if row.leave_by else 0

    @api.model
    def _search_days_left(self, operator, value):
        """Search by days from today, e.g. ``days_left < 0``."""
        if operator not in ("<", "<=", ">", ">=") or not isinstance(value, int):
            return NotImplemented
        day = fields.Date.add(self.env.company._gendan_today(), days=value)
        return [("leave_by", operator, day)]

    def action_open_order(self):
        """Row's button: the order, for those who may open it; the plan for the others."""
        self.ensure_one()
        target = self.order_id if self.order_id.has_access("read") else self.plan_id
        return {
            "type": "ir.actions.act_window",
            "res_model": target._name,
            "res_id": target.id,
            "views": [(False, "form")],
        }
