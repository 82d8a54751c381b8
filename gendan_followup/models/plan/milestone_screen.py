from odoo import api, fields, models


class GendanMilestone(models.Model):
    """What lists show of a milestone's order; departments cannot read the order itself."""

    _inherit = "gendan.milestone"

    # related fields are read with sudo: number, reference and products carry no price
    order_name = fields.Char(related="order_id.name", string="Order number")
    customer_ref = fields.Char(related="order_id.client_order_ref", string="Customer's order number")
    product_summary = fields.Char(related="plan_id.product_summary", string="Products")
    health = fields.Selection(group_expand="_gendan_expand_health")
    can_write = fields.Boolean(compute="_compute_can_write", help="Whether this user may tick it.")

    @api.depends_context("uid")
    def _compute_can_write(self):
        """Sales reps and other departments only look on."""
        writable = self._filtered_access("write")
        for milestone in self:
            milestone.can_write = milestone in writable

    @api.model
    def _gendan_expand_health(self, values, _domain):
        """Kanban columns, worst first; only those with something in them."""
        return [key for key in ("late", "at_risk", "on_track", "done", "none") if key in values]

    def action_gendan_view_order(self):
        """Button: the order.

        :return: action
        """
        self.ensure_one()
        return self.order_id._get_records_action()
