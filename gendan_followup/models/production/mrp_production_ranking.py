from collections import defaultdict

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
        orders.fetch(["gendan_is_rush", "gendan_penalty_percent", "gendan_penalty_most"])
        values = {plan: plan._gendan_value() for plan in plans}
        shares = self._gendan_grade_shares()
        today = {company: company._gendan_today() for company in orders.company_id}
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
                penalty=sum(
                    order._gendan_penalty_a_day(self._gendan_days_gone(plans, today[order.company_id]))
                    for order, plans in found.grouped("order_id").items()
                ),
                value=sum(values[plan] for plan in found),
                is_rush=any(orders.mapped("gendan_is_rush")),
            )
        return result

    def _gendan_days_gone(self, plans, today):
        """Calendar days since the first promise of these plans; what the forecast fears can still be averted."""
        promised = min(plans.filtered("promise_date").mapped("promise_date"), default=today)
        return max((today - promised).days, 0)

    def _gendan_grade_shares(self):
        """How much each customer's grade counts: {id: 1 the first grade ... 0 the last}."""
        # sudo: a list everybody inside reads
        grades = self.env["gendan.customer.grade"].sudo().search([("active", "=", True)])
        last = max(len(grades) - 1, 1)
        return {grade.id: 1 - rank / last for rank, grade in enumerate(grades)}

    def _gendan_ranking_materials(self):
        """Whether what these productions consume is there, and else when: {production id: Material}. Hook, batch.

        Where the company follows materials, the rows of what is short say so. Where there are none, for nothing is
        short or nobody has looked yet, Odoo's reservation says what is there, the plan's own expectations when the rest
        comes.
        """
        productions = self.sudo()  # sudo: as _gendan_stakes
        followed = self.env["res.company"]._gendan_switched_on("gendan_material")
        known = productions.filtered(
            lambda production: production.company_id.id in followed and production.gendan_ready_count
        )
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
        free = (waiting - self.browse(late).sudo())._gendan_free_to_take()  # sudo: as above
        result = {}
        for production in productions:
            if production in known and production.gendan_ready_light not in ("ready", False):
                result[production.id] = Material(False, production.gendan_ready_day)
                continue
            is_free = production in free
            # as the rows take it: what lies in stock is not short
            if production not in waiting or (is_free and production.company_id.id in followed):
                result[production.id] = Material(True)
                continue
            found = late.get(production.id, [])
            day, label, _move = max(found, key=lambda row: row[:2], default=(False, "", None))
            moves = self.env["stock.move"].sudo().union(*(row[2] for row in found))  # sudo: as above
            result[production.id] = Material(False, day, label, moves, is_free)
        return result

    def _gendan_free_to_take(self):
        """Those of these productions for which enough lies free in stock, only nobody has reserved it. Sudo, batch."""
        short = self.move_raw_ids.filtered(lambda move: move.state not in ("assigned", "done", "cancel"))
        missing = self.browse()
        for location, moves in short.grouped("location_id").items():
            # one read for all that is taken from the same place
            products = moves.product_id.with_context(location=location.id)
            free = dict(zip(products.ids, products.mapped("free_qty"), strict=True))
            needed = defaultdict(float)
            for move in moves:
                taken = move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id, round=False)
                needed[move.raw_material_production_id, move.product_id] += move.product_qty - taken
            for (production, product), quantity in needed.items():
                if product.is_storable and product.uom_id.compare(free[product.id], quantity) < 0:
                    missing |= production
        return self - missing
