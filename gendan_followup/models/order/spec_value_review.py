"""A changed specification is a changed product: who said yes to it is asked again."""

from odoo import models


class SaleOrder(models.Model):
    """The specification belongs to what an order says of its products."""

    _inherit = "sale.order"

    def _gendan_aspect_contents(self):
        # EXTENDS gendan_followup
        contents = super()._gendan_aspect_contents()
        contents["product"] += sorted(
            (line.product_id.id, entry.attribute_id.id, entry.choice_id.id, entry.value or "")
            for line in self.order_line
            for entry in line.gendan_spec_value_ids
        )
        return contents


class GendanSpecValue(models.Model):
    """Whatever sets, changes or takes away a value passes here."""

    _inherit = "gendan.spec.value"

    def _gendan_check_frozen(self):
        # EXTENDS gendan_followup
        result = super()._gendan_check_frozen()
        if self.env["res.company"]._gendan_reviewing_ids():
            self.sudo().order_id._gendan_note_changed()  # sudo: the list follows the order, whoever changes it
        return result
