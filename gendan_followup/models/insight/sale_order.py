from odoo import models


class SaleOrder(models.Model):
    """Buttons of the list: bulk work on the orders chosen."""

    _inherit = "sale.order"

    def action_gendan_bulk_tick(self):
        """Button: the dialog that ticks one kind of milestone on these orders."""
        return self.env["gendan.bulk"]._gendan_action("tick", self)

    def action_gendan_bulk_retime(self):
        """Button: the dialog that re-times one kind of milestone on these orders."""
        return self.env["gendan.bulk"]._gendan_action("retime", self)

    def action_gendan_bulk_hand_over(self):
        """Button: the dialog that gives these orders to another clerk."""
        return self.env["gendan.bulk"]._gendan_action("hand_over", self)
