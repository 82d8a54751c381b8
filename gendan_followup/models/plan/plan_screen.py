from odoo import fields, models


class GendanPlan(models.Model):
    """Buttons of the plan's form."""

    _inherit = "gendan.plan"

    next_step_name = fields.Char(related="next_milestone_id.name", string="Name of the next step")
    # sudo: numbers only; the lists behind them open by the reader's own access
    production_count = fields.Integer(compute="_compute_document_counts", compute_sudo=True)
    transfer_count = fields.Integer(compute="_compute_document_counts", compute_sudo=True)  # sudo: as above
    purchase_count = fields.Integer(compute="_compute_document_counts", compute_sudo=True)  # sudo: as above

    def _compute_document_counts(self):
        for plan in self:
            plan.production_count = len(plan._gendan_productions())
            plan.transfer_count = len(plan._gendan_transfers())
            plan.purchase_count = len(plan._gendan_purchases())

    def _gendan_productions(self):
        """The production orders of the plan's order, sudo."""
        self.ensure_one()
        order = self.sudo().order_id  # departments cannot read the order
        return order.stock_reference_ids.production_ids.filtered(lambda production: production.state != "cancel")

    def _gendan_transfers(self):
        """The transfers of the plan's order, sudo."""
        self.ensure_one()
        order = self.sudo().order_id  # departments cannot read the order
        return order.picking_ids.filtered(lambda picking: picking.state != "cancel")

    def _gendan_purchases(self):
        """The purchases made for the plan's order, sudo."""
        self.ensure_one()
        order = self.sudo().order_id  # departments cannot read the order
        purchases = order.stock_reference_ids.purchase_ids
        if "purchase_order_count" in order._fields:  # sale_purchase installs itself with sale and purchase
            purchases |= order._get_purchase_orders()
        return purchases.filtered(lambda purchase: purchase.state != "cancel")

    def action_gendan_view_productions(self):
        """Button: production of the order; for those with access to production.

        :return: action
        """
        return self._gendan_documents_action(self._gendan_productions(), self.env._("Production"))

    def action_gendan_view_transfers(self):
        """Button: transfers of the order; for those with access to transfers.

        :return: action
        """
        return self._gendan_documents_action(self._gendan_transfers(), self.env._("Transfers"))

    def action_gendan_view_purchases(self):
        """Button: purchases for the order; for those with access to purchases.

        :return: action
        """
        return self._gendan_documents_action(self._gendan_purchases(), self.env._("Purchases"))

    def _gendan_documents_action(self, documents, name):
        """List or form of documents behind the plan, with the reader's own access."""
        action = {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": documents._name,
            "view_mode": "list,form",
            "domain": [("id", "in", documents.ids)],
        }
        if len(documents) == 1:
            action.update({"view_mode": "form", "res_id": documents.id})
        return action

    def action_gendan_view_order(self):
        """Button: the order.

        :return: action
        """
        self.ensure_one()
        return self.order_id._get_records_action()
