from odoo import fields, models


class MrpProduction(models.Model):
    """What the floor sees of the plan: the in-house date, never the customer's promise."""

    _name = "mrp.production"
    # the gate last: rooms of every order extend its hooks, and would be passed over if it came before them
    _inherit = ["mrp.production", "gendan.followed.mixin", "gendan.gate.mixin"]

    # sudo: the floor has no access to orders and plans; only this day comes out of them
    gendan_inhouse_date = fields.Date(
        string="In-house date",
        compute="_compute_gendan_inhouse_date",
        compute_sudo=True,
        help="Finish by this day: the latest day to leave for the customer less the safety days.",
    )

    def _compute_gendan_inhouse_date(self):
        for production, plans in self._gendan_served_plans().items():
            own = production.sale_line_id.gendan_part_ids.plan_id & plans
            waiting = (own or plans).filtered(lambda plan: plan.delivery_health != "delivered")
            production.gendan_inhouse_date = min(
                waiting.filtered("inhouse_date").mapped("inhouse_date"), default=False
            )

    def _gendan_served_orders(self):
        # EXTENDS gendan_followup (gendan.followed.mixin)
        return self.reference_ids.sale_ids | self.sale_line_id.order_id

    def _gendan_whose_names(self):
        # EXTENDS gendan_followup (mail.thread)
        return self._gendan_whose_served(super()._gendan_whose_names())
