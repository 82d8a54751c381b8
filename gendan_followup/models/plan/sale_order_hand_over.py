from odoo import models


class SaleOrder(models.Model):
    """Orders given to another clerk; the customers stay with their own."""

    _name = "sale.order"
    _inherit = ["sale.order", "gendan.hand.over.mixin"]

    _gendan_todo_field = "order_id"

    def _gendan_hand_over_out_of_reach(self):
        return self.env._("This order is closed to you."), self.env._("This order is no longer there.")

    def _gendan_hand_over_error(self, user):
        """The sentence why this order cannot be given to that clerk, or False."""
        self.ensure_one()
        if self.gendan_clerk_id == user:
            return self.env._("%(order)s is followed by %(clerk)s already.", order=self.name, clerk=user.name)
        return user._gendan_clerk_error(self.company_id)

    def _gendan_set_clerk(self, user):
        # one message that names both and the reason, in place of the tracking's
        return super(SaleOrder, self.with_context(mail_notrack=True))._gendan_set_clerk(user)
