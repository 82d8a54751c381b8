from odoo import models


class ResPartner(models.Model):
    """An address in one line, as a version of the order keeps it."""

    _inherit = "res.partner"

    def _gendan_address_line(self):
        """Name and address in one line; nothing twice, and no gap where the address says nothing."""
        self.ensure_one()
        parts = f"{self.display_name or ''},{self.contact_address_inline or ''}".split(",")
        return ", ".join(dict.fromkeys(part for part in map(str.strip, parts) if part))
