from odoo import models


class ResPartner(models.Model):
    """Customers given to another clerk, several at once. Only the supervisor's."""

    _inherit = "res.partner"

    def _gendan_hand_over_many(self, user, reason=None):
        """Give these customers, with the orders under way that their clerk followed, to another clerk.

        :param user: ``res.users``, the new clerk
        :param str reason: told in the customer's chatter
        :return: list of (customer, sentence why it was refused or False), in the order of ``self``
        :raise AccessError: the user is no supervisor
        """
        self.env["res.users"]._gendan_check_may_hand_over()
        customers = self.exists()
        writable = customers._filtered_access("write")
        refused = {
            customer: customer._gendan_hand_over_error(user)
            if customer in writable
            else self.env._("This customer is closed to you.")
            for customer in customers
        }
        refused.update({gone: self.env._("This customer is no longer there.") for gone in self - customers})
        accepted = [customer for customer in customers if not refused[customer]]

        def work(group):
            former = {customer: customer.gendan_clerk_id for customer in group}
            group.write({"gendan_clerk_id": user.id})
            group._message_log_batch(
                bodies={
                    customer.id: self.env["res.users"]._gendan_hand_over_note(former[customer], user, reason)
                    for customer in group
                }
            )
            # sudo: nobody may write to-dos; the work goes with the customers at once
            self.env["gendan.todo"].sudo().search(
                [("open", "=", True), ("partner_id", "in", group.ids)]
            )._gendan_assign()

        for index, sentence in self.env["gendan.bulk"]._gendan_try(accepted, work).items():
            refused[accepted[index]] = sentence
        return [(customer, refused[customer]) for customer in self]

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
