from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.opening import open_document
from .ranking_decision import DECIDING


class GendanRankingDecisionLine(models.Model):
    """An operation a decision has put elsewhere, and what that did to an order. Kept with the decision, append-only.

    Promise and forecast are for who sells; departments see the days.
    """

    _name = "gendan.ranking.decision.line"
    _description = "Order Won or Lost by a Ranking Decision"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "decision_id desc, is_moved desc, start_after, id"
    _rec_name = "production_name"

    _gendan_parent = "decision_id"

    decision_id = fields.Many2one(
        "gendan.ranking.decision", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="decision_id.company_id", store=True, index=True)
    workorder_id = fields.Integer("Operation Number", readonly=True, help="Odoo makes work orders anew: a number only.")
    operation = fields.Char(readonly=True)
    production_id = fields.Many2one("mrp.production", string="Production", readonly=True, ondelete="set null")
    production_name = fields.Char("Production no.", readonly=True)
    is_moved = fields.Boolean("Put Elsewhere by Hand", readonly=True)
    plan_id = fields.Many2one("gendan.plan", string="Plan", readonly=True, ondelete="set null")
    order_id = fields.Many2one("sale.order", string="Order", readonly=True, ondelete="set null", index="btree_not_null")
    # sudo: a department reads the number, and not the order
    order_name = fields.Char(related="order_id.name", string="Order no.", related_sudo=True)
    partner_id = fields.Many2one(
        related="order_id.partner_id", store=True, related_sudo=True, index="btree_not_null", string="Customer"
    )
    clerk_id = fields.Many2one(
        related="order_id.gendan_clerk_id", store=True, related_sudo=True, index="btree_not_null"
    )
    start_before = fields.Datetime("Start Before", readonly=True)
    start_after = fields.Datetime("Start After", readonly=True)
    days = fields.Integer("Days Later", readonly=True, help="Working days; negative: it comes earlier.")
    promise_date = fields.Date("Promised", readonly=True, groups="sales_team.group_sale_salesman")
    forecast_before = fields.Date("Forecast Before", readonly=True, groups="sales_team.group_sale_salesman")
    forecast_after = fields.Date("Forecast After", readonly=True, groups="sales_team.group_sale_salesman")
    days_late = fields.Integer("Days after Promise", readonly=True, aggregator="max", help="Working days; 0: in time.")
    is_broken = fields.Boolean("Promise Broken", readonly=True)
    is_saved = fields.Boolean("Promise Saved", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: with their decision alone
        if self.env.context.get("gendan_ranking") is not DECIDING:
            raise UserError(self.env._("A decision about the order at a work centre is made on the ranking board."))
        return super().create(vals_list)

    def write(self, vals):
        raise UserError(self.env._("What a decision of the ranking did is kept as it was. Decide anew."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("What a decision of the ranking did is kept with it and never deleted."))

    def action_open_plan(self):
        """Button: the order, for who may open it; else its plan.

        :return: action
        """
        self.ensure_one()
        if self.order_id.has_access("read"):
            return open_document(self.order_id)
        return open_document(self.plan_id)
