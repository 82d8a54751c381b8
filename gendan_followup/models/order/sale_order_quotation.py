"""What a quotation says beside its lines, who asks before it ends, and the doors by which it goes out."""

from odoo import api, fields, models
from odoo.tools import format_date

WATCHED = frozenset({"state", "validity_date", "gendan_clerk_id", "gendan_held_at"})


class SaleOrder(models.Model):
    """Quantities side by side, our advice, the validity chased; nothing goes out by the doors of a closed quotation."""

    _inherit = "sale.order"

    gendan_advice = fields.Text(
        string="Our Advice",
        copy=False,
        help="Prints on the quotation and on its page: a cheaper structure, the next quantity, an earlier delivery.",
    )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale: a quotation may be born sent, by import
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sent")._gendan_sync_quotation()
        return orders

    def write(self, vals):
        # EXTENDS sale
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self._gendan_sync_quotation()
        return result

    def _gendan_sync_quotation(self):
        """To-dos of quotations follow; nothing is asked where both settings are off."""
        self.filtered(
            # sudo: settings; a customer who signs may not read them
            lambda order: order.company_id.sudo().gendan_price_approval or order.company_id.sudo().gendan_validity_days
        )._gendan_sync_todos()

    # ------------------------------------------------------------ doors

    def action_quotation_send(self):
        # EXTENDS sale: mail, composer and pro forma begin here
        self._gendan_gate_or_raise("send")
        return super().action_quotation_send()

    def action_quotation_sent(self):
        # EXTENDS sale: a person says it went out by another way. Machines (a payment) run as superuser and go on.
        if not self.env.su:
            self._gendan_gate_or_raise("send")
        return super().action_quotation_sent()

    def action_preview_sale_order(self):
        # EXTENDS sale: the customer's page is closed
        self._gendan_gate_or_raise("send")
        return super().action_preview_sale_order()

    def message_post(self, **kwargs):
        # EXTENDS sale: the composer's mark on a message by which the quotation counts as sent
        if self.env.context.get("mark_so_as_sent"):
            self._gendan_gate_or_raise("send")
        return super().message_post(**kwargs)

    def _has_to_be_signed(self):
        # EXTENDS sale: nobody signs prices that are not, or no longer, ours
        return super()._has_to_be_signed() and not self._gendan_is_closed_to_customer()

    def _has_to_be_paid(self):
        # EXTENDS sale: nor pays them
        return super()._has_to_be_paid() and not self._gendan_is_closed_to_customer()

    # ------------------------------------------------------------ papers

    def _gendan_quantity_offers(self):
        """Quantities with their prices, for quotation and page: no costs, no margins.

        :return: list of ``gendan.cost.sheet._gendan_offer()``, only where several quantities are offered
        """
        self.ensure_one()
        if self.state not in ("draft", "sent"):
            return []
        # sudo: customers and reps have no right on cost sheets; only what `_gendan_offer` gives leaves
        sheets = self.env["gendan.cost.sheet"].sudo().search(
            [("order_id", "=", self.id), ("print_steps", "=", True)], order="line_id"
        )
        offers = [sheet._gendan_offer() for sheet in sheets.with_context(lang=self.env.lang)]
        return [offer for offer in offers if len(offer["rows"]) > 1 or any(row["apart"] for row in offer["rows"])]

    # ------------------------------------------------------------ validity

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for order in self:
            days = order.company_id.gendan_validity_days
            # who has signed or paid has said yes: nothing is left to ask her
            if not days or order.state != "sent" or not order.validity_date or order.gendan_held_at:
                continue
            todo = {
                "kind": "quotation_validity",
                "name": self.env._(
                    "Ask %(customer)s about quotation %(order)s: it holds until %(day)s",
                    customer=order.partner_id.commercial_partner_id.display_name,
                    order=order.name,
                    day=format_date(self.env, order.validity_date),
                ),
                "due": self.env["gendan.ladder"]._gendan_add_days(order.company_id, order.validity_date, -days),
                "role": "clerk",
            }
            result[order] = [*result.get(order, []), todo]
        return result
