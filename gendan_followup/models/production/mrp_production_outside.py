from odoo import api, fields, models


class MrpProduction(models.Model):
    """Productions of which something is done outside."""

    _inherit = "mrp.production"

    gendan_outside_ids = fields.One2many("gendan.outside", "production_id", string="Outside Processing")
    # sudo: a number, for whoever reads the production
    gendan_outside_count = fields.Integer("Outside", compute="_compute_gendan_outside_count", compute_sudo=True)

    @api.depends("gendan_outside_ids.state")
    def _compute_gendan_outside_count(self):
        groups = self.env["gendan.outside"]._read_group(
            [("production_id", "in", self.ids), ("state", "!=", "cancelled")], ["production_id"], ["__count"]
        )
        counts = {production.id: count for production, count in groups}
        for production in self:
            production.gendan_outside_count = counts.get(production._origin.id, 0)

    def _gendan_progress_days(self):
        # EXTENDS gendan_followup: days of sending and of coming back
        outsides = self.gendan_step_ids.outside_ids
        outsides.fetch(["state", "due_back", "verdict", "quantity_sent", "quantity_good"])
        days = [*super()._gendan_progress_days(), *outsides.trip_ids.mapped("day")]
        return [*days, *filter(None, outsides.mapped("due_back"))]

    def _gendan_told_source(self, answer):
        # EXTENDS gendan_followup: what is out and comes back last
        agreed = [step for step, own in answer["steps"].items() if own["is_agreed"]]
        away = self.gendan_step_ids.union(*agreed).outside_ids.filtered(lambda outside: outside._gendan_expected_back())
        last = away.sorted(lambda outside: (outside._gendan_expected_back(), outside.id))[-1:]
        return f"{last.name} → " if last else super()._gendan_told_source(answer)

    def action_gendan_outside(self):
        """Smart button: what of this production is done outside; a new one where there is none.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        self.env["gendan.progress.step"]._gendan_ensure(self)
        action = self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_outside")
        action |= {
            "domain": [("production_id", "=", self.id)],
            "context": {"default_production_id": self.id, "default_company_id": self.company_id.id},
        }
        if not self.gendan_outside_count:
            action["views"] = [(False, "form")]
        return action

    def _gendan_outside_finish(self, kind=None):
        """When productions end by what is outside without an operation of its own: {production: (day, label)}. Batch.

        What belongs to an operation is told with it. Only what comes after the day production goes by is news.

        :param kind: ``gendan.milestone.kind``; only what does its work. None: all
        """
        # sudo: whose goods are out does not depend on who asks
        domain = [("production_id", "in", self.ids), ("state", "in", ("out", "part")), ("step_id", "=", False)]
        if kind:
            domain.append(("process_id.kind_id", "=", kind.id))
        result = {}
        for outside in self.env["gendan.outside"].sudo().search(domain):  # sudo: as above
            production = outside.production_id
            day = outside._gendan_expected_back()
            limit = production.gendan_inhouse_date or production.company_id._gendan_to_day(production.date_finished)
            if day and (kind or (limit and day > limit)):
                found = (day, f"{outside.name} → {production.name} · {day}")
                result[production] = max(result.get(production, found), found)
        return result
