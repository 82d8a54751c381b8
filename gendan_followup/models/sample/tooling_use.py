"""Which set a production wears, and how much."""

from collections import defaultdict

from odoo import api, fields, models


class GendanTooling(models.Model):
    """The use of a set, counted from real production.

    A production wears the sets chosen on it. Where none is chosen it wears, of each kind of tooling of its product,
    the set that came in last before that day, and what that set was only partly made new from (a changed black
    cylinder runs with the seven old ones): never two whole sets of one kind.
    """

    _inherit = "gendan.tooling"

    used = fields.Float(compute="_compute_used", digits="Product Unit")
    remaining = fields.Float(compute="_compute_used", digits="Product Unit")
    used_percent = fields.Float(string="Worn", compute="_compute_used")
    last_used = fields.Date(compute="_compute_used")

    # not stored: production goes on without touching the sets
    @api.depends(
        "product_ids",
        "count_by",
        "operation_kind_id",
        "factor",
        "used_before",
        "life_limit",
        "kind",
        "arrived_on",
        "scrapped_on",
        "replaces_id",
        "new_colours",
    )
    def _compute_used(self):
        origin = self._origin
        made, chosen = origin._gendan_made()
        peers = origin._gendan_peers()
        for tooling in self:
            days = defaultdict(float)
            for product in tooling.product_ids._origin:
                key = (tooling.count_by, tooling._gendan_kind_id(), product.id)
                for day, quantity in made[key].items():
                    if tooling._origin in tooling._gendan_sets_on(day, product, peers):
                        days[day] += quantity
                for day, quantity in chosen[(*key, tooling._origin.id)].items():
                    days[day] += quantity
            tooling.used = tooling.used_before + sum(days.values()) * tooling.factor
            tooling.remaining = max(tooling.life_limit - tooling.used, 0) if tooling.life_limit else 0
            tooling.used_percent = 100 * tooling.used / tooling.life_limit if tooling.life_limit else 0
            tooling.last_used = max(days, default=False)

    def _gendan_kind_id(self):
        """Id of the kind of operation that wears it; False when every production does."""
        return self.operation_kind_id.id if self.count_by == "operation" else False

    def _gendan_is_live_on(self, day):
        """Whether it was in house on that day."""
        self.ensure_one()
        return bool(self.arrived_on and day >= self.arrived_on and not (self.scrapped_on and day > self.scrapped_on))

    def _gendan_peers(self):
        """All sets of these sets' products.

        :return: {(company, kind, product): [set (sudo), the one that came in last first]}
        """
        peers = defaultdict(list)
        # sudo: another clerk's set of the same product counts as well
        for tooling in self.sudo().search(
            [("product_ids", "in", self.product_ids.ids), ("arrived_on", "!=", False)], order="arrived_on desc, id desc"
        ):
            for product in tooling.product_ids:
                peers[tooling.company_id, tooling.kind, product].append(tooling)
        return peers

    def _gendan_sets_on(self, day, product, peers):
        """The sets of this one's kind that a production of the product wore on a day when none was chosen.

        :param peers: from ``_gendan_peers``
        :return: the last that came in, with what it was partly made new from: list
        """
        live = [
            tooling for tooling in peers[self.company_id, self.kind, product] if tooling._gendan_is_live_on(day)
        ]
        worn, tooling = [], live[0] if live else None
        while tooling and tooling in live and tooling not in worn:
            worn.append(tooling)
            # a whole new set replaces the old one, a new black cylinder runs with the old colours
            tooling = tooling.replaces_id if tooling.new_colours else None
        return worn

    def _gendan_made(self):
        """What was produced of these sets' products, in a fixed number of queries.

        :return: ({(count_by, id of the milestone kind or False, id of the product): {day: quantity}} where no set was
            chosen, {(..., id of the set): {day: quantity}} where sets were)
        """
        made, chosen = (defaultdict(lambda: defaultdict(float)) for _number in range(2))
        products = self.product_ids._origin
        if not products:
            return made, chosen
        done = [("state", "=", "done"), ("product_id", "in", products.ids)]
        # sudo: how worn a set is does not hang on who may read productions
        lines = self.env["stock.move.line"].sudo()
        finished = [*done, ("move_id.production_id", "!=", False)]
        choice = "move_id.production_id.gendan_tooling_ids"
        for product, day, quantity in lines._read_group(
            [*finished, (choice, "=", False)], ["product_id", "date:day"], ["quantity_product_uom:sum"]
        ):
            made["product", False, product.id][day.date()] += quantity
        for product, production, day, quantity in lines._read_group(
            [*finished, (choice, "!=", False)],
            ["product_id", "move_id.production_id", "date:day"],
            ["quantity_product_uom:sum"],
        ):
            for tooling in production.gendan_tooling_ids:
                chosen["product", False, product.id, tooling.id][day.date()] += quantity
        if not self.operation_kind_id:
            return made, chosen
        # sudo: as above
        workorders = self.env["mrp.workorder"].sudo()
        finished = [*done, ("date_finished", "!=", False)]
        choice = "production_id.gendan_tooling_ids"
        steps = ["product_id", "operation_id", "workcenter_id", "date_finished:day"]
        for product, operation, workcenter, day, quantity in workorders._read_group(
            [*finished, (choice, "=", False)], steps, ["qty_produced:sum"]
        ):
            kind = operation.gendan_kind_id or workcenter.gendan_kind_id
            made["operation", kind.id, product.id][day.date()] += quantity
        for production, product, operation, workcenter, day, quantity in workorders._read_group(
            [*finished, (choice, "!=", False)], ["production_id", *steps], ["qty_produced:sum"]
        ):
            kind = operation.gendan_kind_id or workcenter.gendan_kind_id
            for tooling in production.gendan_tooling_ids:
                chosen["operation", kind.id, product.id, tooling.id][day.date()] += quantity
        return made, chosen
