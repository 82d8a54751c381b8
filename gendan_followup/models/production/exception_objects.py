"""The documents exceptions are about, and the signals they give."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# what of a production decides about its scrap
WATCHED = frozenset({"state", "product_qty"})


class SaleOrder(models.Model):
    """Orders: each settling tells whether the checks should look."""

    _name = "sale.order"
    _inherit = ["sale.order", "gendan.exception.mixin"]

    def _compute_gendan_exception_count(self):
        # EXTENDS gendan_followup (gendan.exception.mixin): whatever hits the order counts, too
        Effect = self.env["gendan.exception.effect"]
        found = dict(
            Effect._read_group(
                [("order_id", "in", self.ids), ("is_now", "=", True), ("state", "!=", "closed")],
                ["order_id"],
                ["exception_id:recordset"],
            )
        )
        about = dict(
            self.env["gendan.exception"]._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids), ("state", "!=", "closed")],
                ["res_id"],
                ["id:recordset"],
            )
        )
        for order in self:
            none = self.env["gendan.exception"]
            order.gendan_exception_count = len(found.get(order._origin, none) | about.get(order._origin.id, none))

    def _gendan_exception_domain(self):
        # EXTENDS gendan_followup (gendan.exception.mixin)
        return super()._gendan_exception_domain() | Domain("effect_ids", "any", [("order_id", "=", self.id)])

    def _gendan_exception_orders(self):
        # EXTENDS gendan_followup (gendan.exception.mixin)
        return self.sudo()  # sudo: the way to the plans only

    def _gendan_derive(self, marks):
        # EXTENDS gendan_followup: after the lights, so that what they show is what is judged
        result = super()._gendan_derive(marks)
        Look = self.env["gendan.exception.look"]
        finding = self.env["gendan.exception"]._gendan_finding_ids()
        orders = self.filtered(lambda order: order.company_id.id in finding and order.gendan_plan_ids)
        if orders:
            suspects = orders.filtered(
                lambda order: any(plan._gendan_may_hide_exception() for plan in order.gendan_plan_ids)
            )
            if others := orders - suspects:
                # what hits them may be over
                rows = self.env["gendan.exception.effect"]._read_group(
                    [("order_id", "in", others.ids), ("is_now", "=", True)], ["order_id"]
                )
                suspects |= others.browse(order.id for (order,) in rows)
            Look._gendan_look_at("order", suspects)
        return result


class MrpProduction(models.Model):
    """Productions: what waits for their components, and what is scrapped of them."""

    _name = "mrp.production"
    _inherit = ["mrp.production", "gendan.exception.mixin"]

    def _gendan_exception_orders(self):
        # EXTENDS gendan_followup (gendan.exception.mixin)
        return self._gendan_orders()

    def _gendan_is_made_whole(self):
        """Whether all of it was made in spite of what was scrapped."""
        self.ensure_one()
        return self.state == "done" and self.product_uom_id.compare(self.qty_produced, self.product_qty) >= 0

    def _gendan_share(self, product, quantity):
        """Percent of what was planned of a product that a scrapped quantity is.

        :param float quantity: in the product's unit
        """
        self.ensure_one()
        if product == self.product_id:
            planned = self.product_uom_qty
        else:
            planned = sum(self.move_raw_ids.filtered(lambda move: move.product_id == product).mapped("product_qty"))
        return 100.0 * quantity / planned if planned else 100.0


class PurchaseOrder(models.Model):
    """Purchases that orders wait for."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "gendan.exception.mixin"]

    def _gendan_exception_orders(self):
        # EXTENDS gendan_followup (gendan.exception.mixin)
        return self.order_line._gendan_orders()


class StockPicking(models.Model):
    """Transfers that take goods to customers, or bring what orders wait for."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "gendan.exception.mixin"]

    def _gendan_exception_orders(self):
        # EXTENDS gendan_followup (gendan.exception.mixin)
        return self.move_ids._gendan_orders()


class MrpWorkcenter(models.Model):
    """Work centres that stand still."""

    _name = "mrp.workcenter"
    _inherit = ["mrp.workcenter", "gendan.exception.mixin"]

    def _gendan_exception_orders(self):
        # EXTENDS gendan_followup (gendan.exception.mixin): what is at work there, or is to begin by tomorrow
        # sudo: whose work it is does not depend on who asks
        soon = fields.Datetime.now() + timedelta(days=1)
        workorders = self.env["mrp.workorder"].sudo().search(
            Domain("workcenter_id", "in", self.ids)
            & Domain("state", "not in", ("done", "cancel"))
            & (Domain("state", "=", "progress") | Domain("date_start", "=", False) | Domain("date_start", "<=", soon))
            & Domain("production_id.state", "not in", ("draft", "done", "cancel"))
        )  # fmt: skip
        return workorders.production_id._gendan_orders()


class MrpWorkcenterProductivity(models.Model):
    """Blocking a work centre, and the end of it."""

    _inherit = "mrp.workcenter.productivity"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS mrp
        logs = super().create(vals_list)
        logs._gendan_look_at_blocked()
        return logs

    def write(self, vals):
        # EXTENDS mrp
        result = super().write(vals)
        if not {"date_end", "loss_id", "date_start"}.isdisjoint(vals):
            self._gendan_look_at_blocked()
        return result

    def unlink(self):
        # EXTENDS mrp
        self._gendan_look_at_blocked()
        return super().unlink()

    def _gendan_look_at_blocked(self):
        """Work that goes on is nothing to look at; where nobody looks it costs nothing."""
        if not self.env["gendan.exception"]._gendan_finding_ids():
            return
        blocking = self.filtered(lambda log: log.loss_type not in ("productive", "performance"))
        self.env["gendan.exception.look"]._gendan_look_at("workcenter", blocking.workcenter_id)


class StockScrap(models.Model):
    """What is scrapped of a production."""

    _inherit = "stock.scrap"

    def do_scrap(self):
        # EXTENDS stock
        result = super().do_scrap()
        self.env["gendan.exception.look"]._gendan_look_at("production", self.production_id)
        return result
