from odoo import api, fields, models


class GendanWayWizardLine(models.TransientModel):
    """One way an order can go."""

    _name = "gendan.way.wizard.line"
    _description = "Way to Send"
    _order = "sequence, id"

    wizard_id = fields.Many2one("gendan.way.wizard", required=True, ondelete="cascade")
    sequence = fields.Integer()
    is_first = fields.Boolean(compute="_compute_is_first")
    is_taken = fields.Boolean(compute="_compute_is_first")
    carrier_id = fields.Many2one("delivery.carrier", required=True, readonly=True, ondelete="cascade")
    mode = fields.Selection(related="carrier_id.gendan_mode")
    leaves = fields.Date(readonly=True)
    arrives = fields.Date(readonly=True)
    late_days = fields.Integer("Days Late", readonly=True)
    has_cost = fields.Boolean(readonly=True)
    cost = fields.Monetary("Our Cost", readonly=True)
    currency_id = fields.Many2one(related="wizard_id.order_id.gendan_company_currency_id")
    is_named = fields.Boolean("Customer's Wish", readonly=True)
    remark = fields.Char(compute="_compute_remark")

    @api.depends("sequence", "carrier_id", "wizard_id.order_id.carrier_id")
    def _compute_is_first(self):
        for line in self:
            line.is_first = line.sequence == 0
            line.is_taken = line.carrier_id == line.wizard_id.order_id.carrier_id

    @api.depends("sequence", "carrier_id", "arrives", "late_days", "has_cost", "is_named")
    def _compute_remark(self):
        for line in self:
            said = [
                (line.is_first, self.env._("Our proposal")),
                (line.is_taken, self.env._("Chosen now")),
                (line.is_named, self.env._("Named by the customer")),
                (not line.arrives, self.env._("Not on the transit table")),
                (line.late_days, self.env._("Too late")),
                (not line.has_cost, self.env._("Price to be asked at the carrier")),
            ]
            line.remark = " · ".join(text for holds, text in said if holds)

    def action_take(self):
        """Row's button: the order goes this way."""
        self.ensure_one()
        # the dialog is whoever's who opened it; the order asks again
        order = self.wizard_id.order_id
        order.check_access("write")
        order._gendan_take_way(self.carrier_id, self.cost if self.has_cost else None)
        return {"type": "ir.actions.act_window_close"}
