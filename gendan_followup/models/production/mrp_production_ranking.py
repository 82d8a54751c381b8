from odoo import models

from .mrp_workcenter_ranking import Material, Stake


class MrpProduction(models.Model):
    """What hangs on productions that compete for a work centre, and whether they can begin. All sudo, in batch."""

    _inherit = "mrp.production"

    def _gendan_stakes(self):
        """What hangs on each production: {production id: Stake}. Of one that serves several orders the worst counts."""
        # sudo: who ranks weighs customers and amounts; the board chooses what it shows of them
        productions = self.sudo()
        served = productions._gendan_served_plans()
        # sudo: as above
        plans = self.env["gendan.plan"].sudo().union(*served.values())
        plans.part_ids.line_id.fetch(["product_uom_qty", "price_subtotal", "order_id"])
        orders = plans.order_id
        # one by one each would be read alone
        orders.fetch(["name", "company_id", "partner_id", "amount_untaxed", "currency_rate"])
        orders.fetch(["gendan_is_rush", "gendan_penalty_percent"])
        values = {plan: plan._gendan_value() for plan in plans}
        shares = self._gendan_grade_shares()
        result = {}
        for production in productions:
            own = production.sale_line_id.gendan_part_ids.plan_id & served[production]
            found = (own or served[production]).filtered(lambda plan: plan._gendan_is_to_deliver())
            orders = found.order_id
            grades = orders.partner_id.commercial_partner_id.gendan_grade_id
            best = grades.sorted(lambda grade: -shares.get(grade.id, 0.0))[:1]
            result[production.id] = Stake(
                plans=found,
                orders=orders or production._gendan_served_orders(),
                grade=best,
                grade_share=shares.get(best.id) if best else None,
                buffer=min(found.filtered("promise_date").mapped("buffer_days"), default=None),
                penalty=sum(order._gendan_penalty_a_day() for order in orders),
                value=sum(values[plan] for plan in found),
                is_rush=any(orders.mapped("gendan_is_rush")),
            )
        return result

    def _gendan_grade_shares(self):
        """How much each customer's grade counts: {id: 1 the first grade ... 0 the last}."""
        # sudo: a list everybody inside reads
        grades = self.env["gendan.customer.grade"].sudo().search([("active", "=", True)])
        last = max(len(grades) - 1, 1)
        return {grade.id: 1 - rank / last for rank, grade in enumerate(grades)}

    def _gendan_ranking_materials(self):
        """Whether what these productions consume is there, and else when: {production id: Material}. Hook, batch.

        Where the company follows materials, their readiness says so; else Odoo's reservation says what is there, the
        plan's own expectations when the rest comes.
        """
        productions = self.sudo()  # sudo: as _gendan_stakes
        followed = self.env["res.company"]._gendan_switched_on("gendan_material")
        known = productions.filtered(lambda production: production.company_id.id in followed)
        waiting = (productions - known).filtered(
            lambda production: production.reservation_state not in ("assigned", False)
        )
        # sudo: as above
        orders = self.env["sale.order"].sudo().union(*(production._gendan_served_orders() for production in waiting))
        lines = (orders.order_line | waiting.sale_line_id).filtered(
            lambda line: line.state == "sale" and line.product_id.type == "consu"
        )
        coming = lines._gendan_component_days(lines._gendan_links(), {})
        late = {}
        for move, (day, label) in coming.items():
            late.setdefault(move.raw_material_production_id.id, []).append((day, label, move))
        result = {}
        for production in productions:
            if production in known and production.gendan_ready_light not in ("ready", False):
                result[production.id] = Material(False, production.gendan_ready_day)
                continue
            if production not in waiting:
                result[production.id] = Material(True)
                continue
            found = late.get(production.id, [])
            day, label, _move = max(found, key=lambda row: row[:2], default=(False, "", None))
            moves = self.env["stock.move"].sudo().union(*(row[2] for row in found))  # sudo: as above
            result[production.id] = Material(False, day, label, moves)
        return result
