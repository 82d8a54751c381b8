from odoo import api, fields, models

from ...models.plan.plan import DELIVERY_HEALTH

# worst first
EFFECTS = [
    ("breaks", "Breaks its promise"),
    ("worse", "Late already, later still"),
    ("held", "Later, keeps its promise"),
    ("later", "Later, nothing promised yet"),
    ("better", "Earlier"),
]


class GendanWhatIfResult(models.TransientModel):
    """How one plan would move: an answer of what-if, read by whoever asked."""

    _name = "gendan.what.if.result"
    _description = "What if: an order that moves"
    _order = "damage desc, buffer_after, shift_days desc, id"

    wizard_id = fields.Many2one("gendan.what.if", required=True, ondelete="cascade", index=True)
    plan_id = fields.Many2one("gendan.plan", required=True, ondelete="cascade")
    # related fields are read with sudo: number and reference carry no price
    order_name = fields.Char(related="plan_id.order_id.name", string="Order")
    customer_ref = fields.Char(related="plan_id.order_id.client_order_ref", string="Customer's order no.")
    product_summary = fields.Char(related="plan_id.product_summary", string="Products")
    partner_id = fields.Many2one("res.partner", string="Customer")
    grade_id = fields.Many2one("gendan.customer.grade", string="Grade")
    clerk_id = fields.Many2one("res.users", string="Clerk")
    effect = fields.Selection(EFFECTS)
    damage = fields.Integer(string="Days broken", help="Working days by which more of the promise is broken.")
    promise_date = fields.Date(string="Promised")
    inhouse_date = fields.Date(string="In-house date")
    latest_ship_date = fields.Date(string="Latest day to leave")
    forecast_before = fields.Date(string="Forecast now")
    forecast_after = fields.Date(string="Forecast then")
    shift_days = fields.Integer(string="Later by (calendar days)")
    buffer_before = fields.Integer(string="Buffer now", aggregator=None)
    buffer_after = fields.Integer(string="Buffer then", aggregator=None)
    health_before = fields.Selection(DELIVERY_HEALTH, string="Delivery now")
    health_after = fields.Selection(DELIVERY_HEALTH, string="Delivery then")

    @api.depends("order_name")
    def _compute_display_name(self):
        for result in self:
            result.display_name = result.order_name

    @api.model
    def _prepare_result_vals(self, wizard, plan, before, after):
        """Values of one answer.

        :param before: ``Outlook`` as things stand
        :param after: ``Outlook`` with the other days
        """
        customer = plan.partner_id.commercial_partner_id
        shift = (after.forecast - before.forecast).days if before.forecast and after.forecast else 0
        return {
            "wizard_id": wizard.id,
            "plan_id": plan.id,
            "partner_id": plan.partner_id.id,
            "grade_id": customer.gendan_grade_id.id,
            "clerk_id": plan.clerk_id.id,
            "effect": self._gendan_effect(plan, before, after),
            "damage": max(0, -after.buffer) - max(0, -before.buffer),
            "promise_date": plan.promise_date,
            "inhouse_date": plan.inhouse_date,
            "latest_ship_date": plan.latest_ship_date,
            "forecast_before": before.forecast,
            "forecast_after": after.forecast,
            "shift_days": shift,
            "buffer_before": before.buffer,
            "buffer_after": after.buffer,
            "health_before": before.health,
            "health_after": after.health,
        }

    @api.model
    def _gendan_effect(self, plan, before, after):
        """What becomes of the promise: a key of ``EFFECTS``."""
        if before.forecast and after.forecast and after.forecast < before.forecast:
            return "better"
        if not plan.promise_date:
            return "later"
        if not after.forecast or after.forecast <= plan.promise_date:
            return "held"
        return "worse" if before.forecast and before.forecast > plan.promise_date else "breaks"

    def action_gendan_open(self):
        """Button: the order, or its plan for those who may not read orders.

        :return: action
        """
        self.ensure_one()
        order = self.plan_id.order_id
        document = order if order.has_access("read") else self.plan_id
        # the dialog's own context is not the document's
        return document._get_records_action(context={})
