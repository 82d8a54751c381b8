from odoo import api, fields, models

from ..common.message import UNTOLD

# more parcels than anybody follows one by one; the page of the order shows them all
NUMBERS_MAX = 20


class GendanMessage(models.Model):
    """The customer is told the waybill or B/L number of what has left: each number of an order once."""

    _inherit = "gendan.message"

    _waybill_uniq = models.UniqueIndex(
        "(order_id, waybill) WHERE waybill IS NOT NULL", "The customer is told a number only once."
    )

    occasion = fields.Selection(
        selection_add=[("waybill", "The number of the shipment")], ondelete={"waybill": "cascade"}
    )
    picking_id = fields.Many2one(
        "stock.picking", string="Transfer", readonly=True, ondelete="set null", index="btree_not_null"
    )
    waybill = fields.Char("Waybill or B/L Number", readonly=True)

    @api.model
    def _gendan_log_numbers(self, served, is_leaving=False):
        """Write the rows of the numbers of these deliveries. Batch. Call with sudo.

        A number that is taken off again before the customer heard of it is taken back.

        :param served: {stock.picking: followed sale.order}
        :param bool is_leaving: Odoo's own mail, where it is on, tells the numbers in this moment
        :return: the new rows
        """
        orders = self.env["sale.order"].union(*served.values())
        kind = self._gendan_shipped_kind()
        if not orders or not kind:
            return self
        rows = self.search([("order_id", "in", orders.ids), ("waybill", "!=", False)])
        known = {(row.order_id, row.waybill): row for row in rows}
        vals_list, new = [], set()
        for picking, picking_orders in served.items():
            numbers = picking._gendan_numbers()[:NUMBERS_MAX]
            rows.filtered(
                lambda row, picking=picking, numbers=numbers: row.picking_id == picking and row.waybill not in numbers
            )._gendan_withdraw()
            for order in picking_orders:
                for number in numbers:
                    day = picking.company_id._gendan_to_day(picking.date_done)
                    if row := known.get((order, number)):
                        row._gendan_number_again(picking, day)
                        continue
                    if (order, number) not in new:
                        new.add((order, number))
                        vals_list.append(picking._gendan_prepare_number_vals(order, number, kind, day, is_leaving))
        fresh = self.create(vals_list)
        if any(row.state == "pending" for row in fresh | rows):
            self._gendan_trigger()
        return fresh

    @api.model
    def _gendan_shipped_kind(self):
        """The kind of milestone these rows are listed under."""
        return self.env["gendan.milestone.kind"].search([("event", "=", "shipped")], limit=1)

    def _gendan_withdraw(self):
        """The numbers are none of the delivery's: what was not told yet is taken back. Batch."""
        self.filtered(lambda row: row.state in UNTOLD)._gendan_cancel()

    def _gendan_number_again(self, picking, day):
        """A number that was taken off is there again."""
        self.ensure_one()
        if self.state == "cancelled":
            state, reason = self.order_id._gendan_message_state(day)
            self.write(
                {"state": state, "hold_reason": reason, "picking_id": picking.id, "event_day": day, "attempts": 0}
            )

    # ------------------------------------------------------------ text

    def _gendan_text(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.occasion != "waybill":
            return super()._gendan_text()
        picking = self.picking_id
        words = {"carrier": picking.carrier_id.name, "number": self.waybill}
        if words["carrier"]:
            sentences = [self.env._("Your goods have left us with %(carrier)s, waybill or B/L %(number)s.", **words)]
        else:
            sentences = [self.env._("Your goods have left us, waybill or B/L %(number)s.", number=self.waybill)]
        if expected := picking._gendan_told_eta():
            sentences.append(expected)
        if link := picking and picking._gendan_parcels().get(self.waybill):
            sentences.append(self.env._("Follow them here: %(link)s", link=link))
        return " ".join(sentences)

    def _gendan_plans(self):
        # EXTENDS gendan_followup
        return super()._gendan_plans() | self.picking_id.move_ids.sale_line_id.gendan_part_ids.plan_id.filtered(
            lambda plan: plan.order_id in self.order_id
        )


class StockPicking(models.Model):
    """What the customer reads of a delivery."""

    _inherit = "stock.picking"

    def _gendan_prepare_number_vals(self, order, number, kind, day, is_leaving):
        """Values of the row that tells one number."""
        self.ensure_one()
        state, reason = order._gendan_message_state(day)
        if is_leaving and reason != "old" and self.company_id.stock_move_email_validation:
            state, reason = "held", "odoo"
        return {
            "company_id": order.company_id.id,
            "order_id": order.id,
            "partner_id": order.partner_id.commercial_partner_id.id,
            "kind_id": kind.id,
            "occasion": "waybill",
            "picking_id": self.id,
            "waybill": number,
            "event_day": day,
            "state": state,
            "hold_reason": reason,
        }

    def _gendan_told_eta(self):
        """The sentence on when the carrier expects to be there, where the company tells; or False."""
        return self.company_id.gendan_show_forecast and self._gendan_eta_sentence()

    def _gendan_eta_sentence(self):
        """When the carrier expects to be there, in the language of the context; or False."""
        if not self.gendan_eta:
            return False
        show = self.env["gendan.message"]._gendan_format_day
        if self.gendan_eta_from and self.gendan_eta_from != self.gendan_eta:
            return self.env._(
                "Expected with you between %(first)s and %(last)s.",
                first=show(self.gendan_eta_from),
                last=show(self.gendan_eta),
            )
        return self.env._("Expected with you on %(day)s.", day=show(self.gendan_eta))
