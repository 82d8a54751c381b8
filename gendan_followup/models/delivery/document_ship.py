from odoo import api, models

WATCHED = frozenset({"must_return", "order_id"})


class GendanDocument(models.Model):
    """A contract that comes back opens deliveries."""

    _inherit = "gendan.document"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup
        documents = super().create(vals_list)
        self.env["stock.picking"]._gendan_note_held(documents.filtered(lambda paper: paper.must_return))
        return documents

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.env["stock.picking"]._gendan_note_held(self)
        return result

    def _gendan_counts_changed(self):
        # EXTENDS gendan_followup: back, void, judged: whatever it is that makes it count
        result = super()._gendan_counts_changed()
        self.env["stock.picking"]._gendan_note_held(self)
        return result

    def _gendan_held_orders(self):
        """Whose deliveries the papers may concern."""
        return self.order_id
