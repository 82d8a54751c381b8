from odoo import fields, models


class MrpProduction(models.Model):
    """Which sets a production runs with: chosen here, or the ones that came in last."""

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
        for production in self:
            production.gendan_tooling_names = (
                ", ".join(tooling._gendan_place_text() for tooling in sets_of[production]) or False
            )

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
