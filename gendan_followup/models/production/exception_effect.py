from odoo import api, fields, models


class GendanExceptionEffect(models.Model):
    """An order an exception hits: its promise, where the forecast stands, and what it is worth.

    Kept by the program only. Whoever reads the exception reads those of its rows whose orders he may see; departments
    see all of them, without the value.
    """

    _name = "gendan.exception.effect"
    _description = "Order Hit by an Exception"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "is_now desc, days desc, promise_date, id"
    _rec_name = "order_name"

    _gendan_parent = "exception_id"

    _plan_uniq = models.UniqueIndex("(exception_id, plan_id)", "This order is hit by this exception already.")
    _now_idx = models.Index("(plan_id) WHERE is_now")

    exception_id = fields.Many2one("gendan.exception", required=True, readonly=True, ondelete="cascade")
    plan_id = fields.Many2one("gendan.plan", string="Plan", required=True, readonly=True, ondelete="cascade")
    order_id = fields.Many2one(related="plan_id.order_id", store=True, index=True)
    # sudo: a department reads the number, and not the order
    order_name = fields.Char("Order Number", related="plan_id.order_name")
    partner_id = fields.Many2one(related="plan_id.partner_id", string="Customer", store=True, index=True)
    clerk_id = fields.Many2one(related="plan_id.clerk_id", store=True, index="btree_not_null")
    rep_id = fields.Many2one(related="order_id.user_id", string="Sales Rep", store=True)
    company_id = fields.Many2one(related="exception_id.company_id", store=True, index=True)
    kind = fields.Selection(related="exception_id.kind", store=True)
    state = fields.Selection(related="exception_id.state", store=True, string="State of the Exception")
    product_summary = fields.Char(related="plan_id.product_summary", string="Products")
    promise_date = fields.Date("Promised", readonly=True, help="As promised when it was last looked at.")
    forecast_date = fields.Date("Forecast", readonly=True)
    days = fields.Integer("Days after Promise", readonly=True, aggregator="max", help="Working days; 0: in time.")
    late_days = fields.Integer(
        "Days Late", readonly=True, aggregator="max", help="Calendar days what the order waits for comes too late."
    )
    note = fields.Char("What It Waits For", readonly=True)
    is_now = fields.Boolean("Hit Now", readonly=True, default=True, help="Off: it was hit, and is no longer.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(
        "Value at Stake",
        readonly=True,
        groups="sales_team.group_sale_salesman",
        help="Of the deliveries of this plan, untaxed.",
    )

    def action_open_plan(self):
        """Button: the order, for who may open it; else its plan.

        :return: action
        """
        self.ensure_one()
        if self.order_id.has_access("read"):
            return self.order_id._get_records_action()
        return self.plan_id._get_records_action()

    @api.model
    def _gendan_prepare_vals(self, plan):
        """What a row says about its plan. With sudo.

        :param plan: ``gendan.plan``
        """
        return {
            "promise_date": plan.promise_date,
            "forecast_date": plan.forecast_date,
            "days": plan._gendan_days_after_promise(),
            "value": plan._gendan_value(),
        }


class GendanPlan(models.Model):
    """What an exception says of a plan it hits."""

    _inherit = "gendan.plan"

    def _gendan_days_after_promise(self):
        """Working days the delivery is to come after its promise, 0 when in time.

        :rtype: int
        """
        self.ensure_one()
        if not (self.promise_date and self.forecast_date and self.forecast_date > self.promise_date):
            return 0
        return max(-self.buffer_days, 1)  # only rest days between the two: late all the same

    def _gendan_value(self):
        """What the deliveries of this plan are worth, untaxed, in the company's currency. With sudo.

        :rtype: float
        """
        self.ensure_one()
        total = 0.0
        for part in self.part_ids:
            line = part.line_id
            whole = line.product_uom_qty
            share = part.quantity / whole if whole and len(line.gendan_part_ids) > 1 else 1.0
            total += line.price_subtotal * share
        return self.company_id.currency_id.round(total / (self.order_id.currency_rate or 1.0))

    def _gendan_is_to_deliver(self):
        """Whether something of this plan is still to arrive."""
        self.ensure_one()
        return self.is_running and self.delivery_health not in ("delivered", "cancelled")
