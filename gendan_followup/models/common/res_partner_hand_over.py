from odoo import models


class ResPartner(models.Model):
    """Customers given to another clerk, with the orders under way that their clerk followed."""

    _name = "res.partner"
    _inherit = ["res.partner", "gendan.hand.over.mixin"]

    _gendan_todo_field = "partner_id"

    def _gendan_hand_over_out_of_reach(self):
        return self.env._("This customer is closed to you."), self.env._("This customer is no longer there.")

    def _gendan_hand_over_error(self, user):
        """The sentence why this customer cannot be given to that clerk, or False."""
        self.ensure_one()
        if self.commercial_partner_id != self:
            return self.env._(
                "%(contact)s is a contact of %(customer)s: hand over the customer.",
                contact=self.display_name,
                customer=self.commercial_partner_id.display_name,
            )
        if self.gendan_clerk_id == user:
            return self.env._(
                "%(customer)s is followed by %(clerk)s already.", customer=self.display_name, clerk=user.name
            )
        return user._gendan_clerk_error()
