from odoo import models

WATCHED = frozenset({"credit_limit", "use_partner_credit_limit", "gendan_settlement_profile_id"})


class ResPartner(models.Model):
    """Another limit or settlement opens or holds deliveries."""

    _inherit = "res.partner"

    def write(self, vals):
        # EXTENDS base
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self.env["stock.picking"]._gendan_note_held(self)
        return result

    def _gendan_held_partners(self):
        """Whose deliveries it may concern."""
        return self.commercial_partner_id
