from collections import defaultdict

from odoo import fields, models
from odoo.tools import format_date

from .material_source import MaterialSource


class MrpProduction(models.Model):
    """Productions: what they are short of."""

    _name = "mrp.production"
    _inherit = ["gendan.readiness.notice.mixin", "mrp.production"]

    _gendan_short_field = "production_id"

    gendan_short_ids = fields.One2many(
        "gendan.material", "production_id", string="Materials Short of", readonly=True
    )

    def _gendan_ready_asked(self):
        # EXTENDS gendan_followup (gendan.readiness.mixin): what Odoo has reserved, and what followed orders wait for,
        # which is looked at behind every change; of the others, and before that look, nobody knows
        running = self.filtered(lambda production: production.state in ("confirmed", "progress", "to_close"))
        there = running.filtered(lambda production: production.reservation_state in ("assigned", False))
        plans_of = {
            production: plans for production, plans in (running - there)._gendan_served_plans().items() if plans
        }
        # sudo: the floor reads no orders; which of them wait to be looked at
        orders_of = {production: set(plans.sudo().order_id.ids) for production, plans in plans_of.items()}
        ids = set().union(*orders_of.values())
        waiting = self.env["gendan.exception.look"]._gendan_waiting("material", ids)
        return there.union(*(production for production, found in orders_of.items() if waiting.isdisjoint(found)))

    def _gendan_refresh_short(self, target):
        # EXTENDS gendan_followup (gendan.readiness.mixin)
        self.env["gendan.material"]._gendan_refresh_productions(target)

    def _gendan_todo_anchor(self):
        """What a waiver of this production belongs to: the first order it serves, and whose it is."""
        self.ensure_one()
        order = self._gendan_served_orders()[:1]
        return {"order": order, "partner": order.partner_id.commercial_partner_id, "company": self.company_id}

    def _gendan_awaits_notice(self):
        # EXTENDS gendan_followup (gendan.readiness.notice.mixin)
        return self.state == "confirmed"

    def _gendan_short_comes(self):
        """What the notice prints beside each component that is not there: {move id: text}. Batch, looked at anew.

        In the language of the context.
        """
        # sudo: as the callers, who print for the floor; quantities, days and numbers of documents
        source = MaterialSource(self.sudo().env)
        source.read(self)
        texts = defaultdict(list)
        for short in source.shorts:
            if short.above or short.production not in self:
                continue
            quantity = self._gendan_floor_quantity(short.quantity, short.product.uom_id)
            words = {
                "quantity": f"{quantity} {short.product.uom_id.name}",
                "document": short.source.display_name if short.source else "",
                "day": format_date(self.env, short.day) if short.day else "",
            }
            if short.cover == "nothing":
                text = self.env._("%(quantity)s: on no order", quantity=words["quantity"])
            elif short.cover == "unmade":
                text = self.env._("%(quantity)s: to be made, no production yet", quantity=words["quantity"])
            elif short.cover == "request":
                text = self.env._("%(quantity)s: %(document)s, not ordered yet", **words)
            elif short.day:
                text = self.env._("%(quantity)s: %(document)s, %(day)s", **words)
            else:
                text = self.env._("%(quantity)s: %(document)s", **words)
            texts[short.move.id].append(text)
        return {move_id: "; ".join(found) for move_id, found in texts.items()}


class MrpBomLine(models.Model):
    """Components that others may stand in for."""

    _inherit = "mrp.bom.line"

    gendan_alternative_ids = fields.Many2many(
        "product.product",
        "gendan_bom_line_alternative_rel",
        "bom_line_id",
        "product_id",
        string="Alternatives",
        check_company=True,
        help="What may be taken instead when it is short; shown with what is free of it, never taken by itself.",
    )
