from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.message import UNTOLD


class SaleOrder(models.Model):
    """Asking the customer for the days he held us."""

    _inherit = "sale.order"

    # sudo: what the customer was asked is for whoever reads the order inside
    gendan_held_asked_days = fields.Integer(
        "Days Asked for",
        compute="_compute_gendan_held_asked",
        compute_sudo=True,
        groups="sales_team.group_sale_salesman",
        help="Days held by the customer that he was asked for last.",
    )
    gendan_held_asked_at = fields.Datetime(
        "Days Asked for on",
        compute="_compute_gendan_held_asked",
        compute_sudo=True,  # sudo: as above
        groups="sales_team.group_sale_salesman",
    )

    @api.depends("gendan_message_ids.state")
    def _compute_gendan_held_asked(self):
        rows = self.env["gendan.message"].search(
            [("order_id", "in", self.ids), ("occasion", "=", "held_days"), ("state", "in", ("sent", "copied"))],
            order="sent_at, id",
        )
        last = {row.order_id: row for row in rows}
        for order in self:
            row = last.get(order._origin)
            order.gendan_held_asked_days = row.held_days if row else 0
            order.gendan_held_asked_at = row.sent_at if row else False

    def action_gendan_ask_held(self):
        """Button of the clerk: the text that asks the customer for the days held, to paste into a chat.

        The message can be sent by e-mail from the order's messages instead. It goes out with nothing else, unless she
        does so: other texts for a chat do not carry it.

        :return: action of the dialog that copies the text and marks it as sent by chat
        :raise UserError: the customer did not hold us
        """
        self.ensure_one()
        self._gendan_check_clerk()
        order = self.sudo()  # after the check; nobody has rights to write messages
        held = order.gendan_part_ids._gendan_days_held()
        worst = max(held.values(), key=lambda entry: entry["days"], default=None)
        if not worst or not worst["days"]:
            raise UserError(self.env._("The customer of %(order)s did not hold us.", order=self.name))
        row = order.gendan_message_ids.filtered(lambda m: m.occasion == "held_days" and m.state in UNTOLD)[:1]
        values = {"event_day": order.company_id._gendan_today(), "held_days": worst["days"]}
        if row:
            row.write(values)
        else:
            row = row.create(
                {
                    **values,
                    "company_id": order.company_id.id,
                    "order_id": order.id,
                    "partner_id": order.partner_id.commercial_partner_id.id,
                    "kind_id": worst["reasons"][0]["milestone"].kind_id.id,
                    "occasion": "held_days",
                    "state": "held",
                    "hold_reason": "hand",
                }
            )
        return self._gendan_copy_action(row)
