from odoo import fields, models


class SaleOrder(models.Model):
    """How far the production of an order is, for who follows it without rights on production."""

    _inherit = "sale.order"

    gendan_has_production = fields.Boolean(
        compute="_compute_gendan_production", compute_sudo=True, groups="sales_team.group_sale_salesman"
    )
    # sudo: a share of the work, nothing of the productions themselves
    gendan_production_percent = fields.Integer(
        string="Produced (%)",
        compute="_compute_gendan_production",
        compute_sudo=True,
        groups="sales_team.group_sale_salesman",
    )

    def _compute_gendan_production(self):
        productions_of = self.env["mrp.production"].search(
            [("sale_line_id.order_id", "in", self.ids), ("state", "not in", ("draft", "cancel"))]
        ).grouped(lambda production: production.sale_line_id.order_id)
        found = self.env["mrp.production"].union(*productions_of.values())._gendan_progress()
        for order in self:
            productions = productions_of.get(order, ())
            order.gendan_has_production = bool(productions)
            shares = [found[production]["percent"] for production in productions]
            order.gendan_production_percent = sum(shares) // len(shares) if shares else 0

    def action_gendan_progress(self):
        """Button: how far the operations of this order are.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: which productions there are; what is shown of them goes by the user's own rules
        productions = self.env["mrp.production"].sudo().search([("sale_line_id.order_id", "=", self.id)])
        self.env["gendan.progress.step"]._gendan_ensure(productions)
        action = self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_progress_step")
        return {
            **action,
            "name": self.env._("Production of %(order)s", order=self.name),
            "domain": [("order_id", "=", self.id)],
            "context": {},
        }
