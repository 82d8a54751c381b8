from odoo import api, fields, models
from odoo.fields import Domain

from ..plan.sale_order_settle import ALL
from ..plan.sale_order_touch import SUPPLY_EVENTS
from .material_refresh import SWITCH

# what may change which components are missing, and when they come
WAKING = {*SUPPLY_EVENTS, ALL}


class SaleOrder(models.Model):
    """Orders: what of their material is short; whatever happens to it leaves a row for the scheduled action."""

    _name = "sale.order"
    _inherit = ["gendan.readiness.notice.mixin", "sale.order"]

    _gendan_short_field = "order_ids"

    gendan_short_ids = fields.Many2many(
        "gendan.material",
        "gendan_material_order_rel",
        "order_id",
        "material_id",
        string="Materials Short of",
        readonly=True,
        copy=False,
    )

    def _gendan_derive(self, marks):
        # EXTENDS gendan_followup: an insert, and only where the company follows materials
        result = super()._gendan_derive(marks)
        if followed := self.env["res.company"]._gendan_switched_on(SWITCH):
            touched = self.filtered(
                lambda order: order.company_id.id in followed and not WAKING.isdisjoint(marks.get(order.id) or ())
            )
            self.env["gendan.exception.look"]._gendan_look_at("material", touched)
        return result

    def _gendan_all_productions(self):
        """The productions of these orders, at any depth: ``mrp.production``, sudo."""
        links = self.sudo().order_line._gendan_links()  # sudo: as _gendan_links
        Production = self.env["mrp.production"].sudo()  # sudo: as above
        return Production.union(*(link.all_productions for link in links.values()))

    def _gendan_ready_asked(self):
        # EXTENDS gendan_followup (gendan.readiness.mixin): those nobody follows nobody looks at, of those that wait to
        # be looked at (just confirmed, or something has moved) nobody knows yet
        # sudo: whether anything is made for it, whether it has a plan
        asked = self.filtered(
            lambda order: order.state == "sale" and order.sudo().gendan_plan_ids and order.sudo().mrp_production_count
        )
        waiting = self.env["gendan.exception.look"]._gendan_waiting("material", asked.ids)
        return asked.filtered(lambda order: order.id not in waiting)

    def _gendan_awaits_notice(self):
        # EXTENDS gendan_followup (gendan.readiness.notice.mixin)
        return self.state == "sale" and not self.gendan_is_done

    def _gendan_refresh_short(self, target):
        # EXTENDS gendan_followup (gendan.readiness.mixin)
        self.env["gendan.material"]._gendan_refresh_orders(target)


class GendanPlan(models.Model):
    """Plans: the material of their order."""

    _name = "gendan.plan"
    _inherit = ["gendan.plan", "gendan.readiness.mixin"]

    _gendan_short_field = "order_ids"

    def _gendan_ready_target(self):
        # EXTENDS gendan_followup (gendan.readiness.mixin)
        # sudo: departments read plans and no orders; opening it shows the rows they may read
        return self.sudo().order_id

    @api.model
    def _gendan_with_rows(self, domain):
        # EXTENDS gendan_followup (gendan.readiness.mixin)
        return Domain("order_id", "any!", Domain("gendan_short_ids", "any!", Domain(domain)))

    def _gendan_refresh_short(self, target):
        # EXTENDS gendan_followup (gendan.readiness.mixin)
        self.env["gendan.material"]._gendan_refresh_orders(target)
