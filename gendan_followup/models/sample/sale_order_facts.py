"""What samples and tooling say before a batch is repeated."""

from odoo import models


class SaleOrder(models.Model):
    """The room's facts of the repeat."""

    _inherit = "sale.order"

    def _gendan_repeat_facts(self):
        # EXTENDS gendan_followup (order)
        facts = super()._gendan_repeat_facts()
        lines = self.order_line.filtered(lambda line: not line.display_type and line.product_id.type == "consu")
        if not lines:
            return facts
        samples, sets = lines._gendan_last_approved_sample(), lines._gendan_tooling_sets()
        newest = lines._gendan_newest_artwork()
        for order in self:
            for line in lines & order.order_line:
                facts[order] = [
                    *facts[order],
                    *line._gendan_sample_facts(samples[line]),
                    *line._gendan_tooling_facts(sets[line], newest[line]),
                ]
        return facts
