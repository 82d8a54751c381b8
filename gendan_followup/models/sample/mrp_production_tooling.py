from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.gate import GatePoint, GateProblem


class MrpProduction(models.Model):
    """Which sets a production runs with: chosen here, or the ones that came in last.

    With a set that a repeat with a change has overtaken nothing of that order or of a later one is begun (``tooling``
    of the gate ``produce``); an order of before goes on, with a word of warning.
    """

    _inherit = "mrp.production"

    gendan_tooling_ids = fields.Many2many(
        "gendan.tooling",
        "gendan_tooling_production_rel",
        "production_id",
        "tooling_id",
        string="Tooling Sets",
        check_company=True,
        domain="[('product_ids', 'in', product_id), ('state', '=', 'ready'), ('company_id', '=', company_id)]",
        groups="mrp.group_mrp_user,gendan_followup.group_gendan_department,gendan_followup.group_gendan_user",
        help="Their life is counted. Empty: of each kind of tooling the set that came in last.",
    )
    gendan_tooling_names = fields.Char(
        string="Sets to Use",
        compute="_compute_gendan_tooling_names",
        # sudo: the floor reads which set to fetch from where, whoever's customer it is
        compute_sudo=True,
    )

    def _compute_gendan_tooling_names(self):
        sets_of = self._gendan_tooling()
        # sudo: as above
        changes = self.env["gendan.tooling"].sudo().union(*sets_of.values())._gendan_open_changes()
        for production in self:
            texts = []
            for tooling in sets_of[production]:
                overtaken_by = production.env["sale.order"].sudo().union(*changes[tooling])  # sudo: as above
                if overtaken_by:
                    # sudo: as above
                    orders = production.sudo()._gendan_served_orders()
                    overtaken_by = overtaken_by.filtered(
                        lambda order, production=production, tooling=tooling, orders=orders: (
                            not production._gendan_is_of_others(tooling, order, orders)
                        )
                    )
                texts.append(tooling._gendan_floor_text(overtaken_by))
            production.gendan_tooling_names = ", ".join(texts) or False

    def _gendan_tooling(self):
        """The sets each production runs with, chosen or not: {production: gendan.tooling (sudo)}. Batch."""
        # sudo: see gendan_tooling_names
        productions = self.sudo()
        Tooling = self.env["gendan.tooling"].sudo()  # sudo: as above
        found = Tooling.search(
            [
                ("product_ids", "in", productions.product_id.ids),
                ("arrived_on", "!=", False),
                ("company_id", "in", productions.company_id.ids),
            ]
        )
        peers = found._gendan_peers()
        result = {}
        for production in self:
            sets = production.sudo().gendan_tooling_ids  # sudo: as above
            if not sets:
                day = production.company_id._gendan_today()
                if production.state == "done" and production.date_finished:
                    day = production.company_id._gendan_to_day(production.date_finished)
                product = production.product_id
                # any set of a kind knows the others of that kind
                kinds = {
                    tooling.kind: tooling
                    for tooling in found
                    if product in tooling.product_ids and tooling.company_id == production.company_id
                }
                sets = Tooling.union(
                    *(worn for tooling in kinds.values() for worn in tooling._gendan_sets_on(day, product, peers))
                )
            result[production] = sets
        return result

    # === gate ===

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "produce":
            points = [*points, GatePoint("tooling", type(self)._gendan_tooling_problems)]
        return points

    def _gendan_tooling_problems(self):
        """{production: problems}: sets that an order's change has overtaken. One query where there are none."""
        result = defaultdict(list)
        # sudo: see gendan_tooling_names
        overtaken = self.env["gendan.tooling"].sudo().search(
            [
                ("changed_by_ids.state", "=", "sale"),
                ("product_ids", "in", self.product_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        if not overtaken:
            return result
        gate = overtaken._gendan_gate("produce")
        changes = overtaken._gendan_changes()
        sets_of = self._gendan_tooling()
        orders_of = {production: production.sudo()._gendan_served_orders() for production in self}  # sudo: as above
        # sudo: as above; all at once, each production knows its own only
        self.env["sale.order"].sudo().union(*orders_of.values()).fetch(["date_order"])
        for production in self:
            for tooling in overtaken.filtered(lambda tooling: gate[tooling]):
                orders = orders_of[production]
                if not production._gendan_needs(tooling, sets_of[production]):
                    continue
                for order in changes[tooling]:
                    problems = [
                        problem for problem in gate[tooling] if problem.code == tooling._gendan_change_code(order)
                    ]
                    if not problems or production._gendan_is_of_others(tooling, order, orders):
                        continue
                    if production._gendan_is_before(order, orders):
                        result[production].append(production._gendan_before_problem(tooling, order))
                        continue
                    # the release is given on the set, by those who may: not from here
                    result[production] += [
                        GateProblem(problem.code, problem.sentence, problem.severity) for problem in problems
                    ]
        return result

    def _gendan_needs(self, tooling, sets):
        """Whether this production would run with that set, or with nothing in its place.

        :param sets: what it runs with (sudo)
        """
        self.ensure_one()
        if self.product_id not in tooling.product_ids or tooling.company_id != self.company_id:
            return False
        # scrapped, and no other of its kind is in house
        is_missing = tooling.state == "scrapped" and tooling.arrived_on and tooling.kind not in sets.mapped("kind")
        return tooling in sets or bool(is_missing and not self.sudo().gendan_tooling_ids)  # sudo: see above

    def _gendan_is_of_others(self, tooling, order, orders):
        """Whether a set that serves all customers was overtaken for another customer than this production's.

        :param tooling: the overtaken set (sudo)
        :param order: the ``sale.order`` that overtook it (sudo)
        :param orders: those this production serves (sudo)
        """
        self.ensure_one()
        customer = order.partner_id.commercial_partner_id
        return bool(orders and not tooling.partner_id and customer not in orders.partner_id.commercial_partner_id)

    def _gendan_is_before(self, order, orders):
        """Whether what is made was ordered before that order; made for stock: whether it was entered before.

        :param order: the ``sale.order`` whose change counts (sudo)
        :param orders: those this production serves (sudo)
        """
        self.ensure_one()
        if not orders:
            return self.create_date < order.date_order
        return order not in orders and all(served.date_order < order.date_order for served in orders)

    def _gendan_before_problem(self, tooling, order):
        """A warning: made for an order of before the change, with the set as it was."""
        self.ensure_one()
        return GateProblem(
            f"tooling_before_{tooling.id}_{order.id}",
            self.env._(
                "%(production)s was ordered before %(order)s changed what set %(set)s makes (%(what)s): make it as it"
                " was, and no more of it than was ordered.",
                production=self.name,
                **tooling._gendan_changed_words(order),
            ),
            "warn",
        )
