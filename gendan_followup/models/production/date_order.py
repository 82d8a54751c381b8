from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list


class SaleOrder(models.Model):
    """Asking planning from the order, for all that is still to be delivered."""

    _inherit = "sale.order"

    def action_gendan_ask_word(self):
        """Button of the clerk: ask planning for the days of all that is still to be delivered of these orders.

        :return: action of a notice
        :raise UserError: there is nothing to ask about
        """
        self._gendan_check_clerk()
        parts = self.gendan_part_ids.filtered(
            lambda part: part.plan_id.delivery_health not in ("delivered", "cancelled")
        )
        if not parts:
            raise UserError(
                self.env._(
                    "Nothing of %(orders)s is still to be delivered.",
                    orders=format_list(self.env, self.mapped("name")),
                )
            )
        return parts.action_gendan_ask_word()
