from odoo import models


class SaleOrderLine(models.Model):
    """What is outside moves the plan, and ticks the milestone of its process."""

    _inherit = "sale.order.line"

    def _gendan_expected_mo_done(self, kind, overrides=None):
        # EXTENDS gendan_followup (plan): not before what is out is back
        result = super()._gendan_expected_mo_done(kind, overrides)
        return self._gendan_not_before_told(
            result, overrides, lambda productions: productions._gendan_outside_finish()
        )

    def _gendan_expected_workorder_done(self, kind, overrides=None):
        # EXTENDS gendan_followup (plan): as above
        result = super()._gendan_expected_workorder_done(kind, overrides)
        return self._gendan_not_before_told(
            result, overrides, lambda productions: productions._gendan_outside_finish(kind)
        )

    def _gendan_actual_workorder_done(self, kind):
        """Without a work order of the kind: all that is done outside for it is back and not refused."""
        # EXTENDS gendan_followup (plan)
        result = super()._gendan_actual_workorder_done(kind)
        untold = self.browse(line.id for line in self if line in result and result[line] is None)
        if not kind or not untold:
            return result
        # sudo: facts, whoever asks
        domain = [("process_id.kind_id", "=", kind.id), ("state", "!=", "cancelled")]
        if not self.env["gendan.outside"].sudo().search_count(domain, limit=1):  # sudo: as above
            return result
        links = untold._gendan_links()
        # sudo: as above
        productions = self.env["mrp.production"].sudo().union(*(link.all_productions for link in links.values()))
        found = self.env["gendan.outside"].sudo().search(  # sudo: as above
            [*domain, ("production_id", "in", productions.ids)]
        ).grouped("production_id")
        for line, link in links.items():
            outsides = self.env["gendan.outside"].union(*(found.get(p, ()) for p in link.all_productions))
            # what was refused is done again by another
            outsides = outsides.filtered(
                lambda outside: outside.verdict != "refused"
                or not outside.again_ids.filtered(lambda again: again.state != "cancelled")
            )
            if not outsides:
                continue
            is_done = all(outside.state == "back" and outside.verdict != "refused" for outside in outsides)
            result[line] = max(outsides.mapped("last_back")) if is_done else False
        return result
