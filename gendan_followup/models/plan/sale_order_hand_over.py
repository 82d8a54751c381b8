from odoo import models


class SaleOrder(models.Model):
    """Orders given to another clerk, several at once. Only the supervisor's."""

    _inherit = "sale.order"

    def _gendan_hand_over_many(self, user, reason=None):
        """Let another clerk follow these orders; the customers stay with their own.

        :param user: ``res.users``, the new clerk
        :param str reason: told in the order's chatter
        :return: list of (order, sentence why it was refused or False), in the order of ``self``
        :raise AccessError: the user is no supervisor
        """
        self.env["res.users"]._gendan_check_may_hand_over()
        orders = self.exists()
        writable = orders._filtered_access("write")
        refused = {
            order: order._gendan_hand_over_error(user)
            if order in writable
            else self.env._("This order is closed to you.")
            for order in orders
        }
        refused.update({gone: self.env._("This order is no longer there.") for gone in self - orders})
        accepted = [order for order in orders if not refused[order]]

        def work(group):
            former = {order: order.gendan_clerk_id for order in group}
            # one message that names both and the reason, in place of the tracking's
            group.with_context(mail_notrack=True).write({"gendan_clerk_id": user.id})
            group._message_log_batch(
                bodies={
                    order.id: self.env["res.users"]._gendan_hand_over_note(former[order], user, reason)
                    for order in group
                }
            )
            # sudo: nobody may write to-dos; the work goes with the orders at once
            self.env["gendan.todo"].sudo().search([("open", "=", True), ("order_id", "in", group.ids)])._gendan_assign()

        for index, sentence in self.env["gendan.bulk"]._gendan_try(accepted, work).items():
            refused[accepted[index]] = sentence
        return [(order, refused[order]) for order in self]

    def _gendan_hand_over_error(self, user):
        """The sentence why this order cannot be given to that clerk, or False."""
        self.ensure_one()
        if self.gendan_clerk_id == user:
            return self.env._("%(order)s is followed by %(clerk)s already.", order=self.name, clerk=user.name)
        return user._gendan_clerk_error(self.company_id)
