from odoo import models

# what a design is printed, cast or cut with; several products may share one set
SETS = ("cylinder", "plate", "screen", "mould")


class SaleOrderLine(models.Model):
    """Minimum quantities by design: what is made with one set of plates is one design."""

    _inherit = "sale.order.line"

    def _gendan_moq_designs(self):
        # EXTENDS gendan_followup
        designs = super()._gendan_moq_designs()
        for line, sets in self._gendan_tooling_sets().items():
            if newest := sets.filtered(lambda tooling: tooling.kind in SETS).sorted("id")[-1:]:
                _key, goods = designs[line]
                designs[line] = f"tooling {newest.id}", f"{goods} ({newest.name})"
        return designs
