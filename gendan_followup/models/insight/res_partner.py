from odoo import models


class ResPartner(models.Model):
    """Button of the list: customers to another clerk."""

    _inherit = "res.partner"

    def action_gendan_bulk_hand_over(self):
        """Button: the dialog that gives these customers to another clerk."""
        return self.env["gendan.bulk"]._gendan_action("hand_over", self)
