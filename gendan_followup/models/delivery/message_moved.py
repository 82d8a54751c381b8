"""The customer was told when the goods arrive, and the carrier now expects another day: told again."""

from odoo import fields, models

from ..common.message import UNTOLD
from ..common.scope import WHOLE

TOLD = ("sent", "copied")
# rows that may still change; one left out by hand stays as it is
OPEN = ("pending", "failed")


class GendanMessage(models.Model):
    """One open row for each order and delivery: however often the day moves before it goes out, it is one sentence."""

    _inherit = "gendan.message"

    _moved_uniq = models.UniqueIndex(
        "(order_id, picking_id) WHERE occasion = 'moved' AND state IN ('pending', 'failed')",
        "The customer is told of another day only once.",
    )

    occasion = fields.Selection(
        selection_add=[("moved", "The goods arrive on another day")], ondelete={"moved": "cascade"}
    )
    told_day = fields.Date(
        "Expected Day Told", readonly=True, help="The day of arrival the customer was told with the number."
    )
    day_before = fields.Date("Told Before", readonly=True, help="The day of arrival the customer had been told.")

    def _gendan_snapshot(self):
        # EXTENDS gendan_followup: what was told is what later changes are measured by
        result = super()._gendan_snapshot()
        for message in self.filtered(lambda message: message.occasion == "waybill"):
            picking = message.picking_id
            message.told_day = picking._gendan_told_eta() and picking.gendan_eta
        return result

    def _gendan_text(self):
        # EXTENDS gendan_followup
        self.ensure_one()
        if self.occasion != "moved":
            return super()._gendan_text()
        picking = self.picking_id
        words = {
            "number": picking.carrier_tracking_ref,
            "order": self.order_id.client_order_ref or self.order_id.name,
            "day": self._gendan_format_day(self.day_before),
        }
        if words["number"]:
            first = self.env._(
                "There is a new day of arrival for your goods, waybill or B/L %(number)s; we had told you %(day)s.",
                **words,
            )
        else:
            first = self.env._(
                "There is a new day of arrival for your goods of order %(order)s; we had told you %(day)s.", **words
            )
        return " ".join(filter(None, [first, picking._gendan_eta_sentence()]))

    def _gendan_told_arrival(self, picking, order):
        """The day on which this customer believes these goods to arrive: the one told last. Of rows of several orders.

        :return: date, or False if none was told
        """
        plans = picking.move_ids.sale_line_id.gendan_part_ids.plan_id
        told = self.filtered(
            lambda row: (
                row.state in TOLD
                and row.order_id == order
                and (
                    (row.picking_id == picking and (row.occasion == "moved" or row.told_day))
                    or (row.occasion == "coming" and row.milestone_id.plan_id in plans)
                )
            )
        )
        last = told.sorted(lambda row: (row.sent_at, row.id))[-1:]
        return last.told_day if last.occasion == "waybill" else last.event_day


class StockPicking(models.Model):
    """Deliveries whose day has moved since it was told."""

    _inherit = "stock.picking"

    def _gendan_tell_moved(self):
        """Have the customers told of days that have moved since they were told; take back what is no news any more.

        Batch. Call with sudo. A change counts from more working days than the company's setting, from the day told
        last; what is told with the number anyway needs no second sentence.
        """
        served = {
            picking: picking._gendan_served_orders().filtered(
                lambda order: order.state == "sale" and order.gendan_plan_ids
            )
            for picking in self
        }
        Message = self.env["gendan.message"]
        orders = self.env["sale.order"].union(*served.values())
        rows = Message.search([("order_id", "in", orders.ids), ("occasion", "in", ("waybill", "moved", "coming"))])
        kind = self.env["gendan.milestone.kind"].search([("event", "=", "arrived")], limit=1)
        kind = kind or Message._gendan_shipped_kind()
        if not rows or not kind:
            return
        vals_list = []
        for picking, picking_orders in served.items():
            for order in picking_orders:
                own = rows.filtered(
                    lambda row, picking=picking, order=order: row.picking_id == picking and row.order_id == order
                )
                moved = own.filtered(lambda row: row.occasion == "moved")
                before = rows._gendan_told_arrival(picking, order)
                takes_along = own.filtered(lambda row: row.occasion == "waybill" and row.state in OPEN)
                is_told = takes_along and picking._gendan_told_eta()
                if is_told or not picking._gendan_has_moved(before) or not order._gendan_follows(WHOLE):
                    moved.filtered(lambda row: row.state in UNTOLD)._gendan_cancel()
                    continue
                if picking.gendan_eta in moved.filtered(lambda row: row.state == "held").mapped("event_day"):
                    continue
                values = {"event_day": picking.gendan_eta, "day_before": before}
                if still_open := moved.filtered(lambda row: row.state in OPEN):
                    still_open.write(values)
                else:
                    vals_list.append({**picking._gendan_prepare_moved_vals(order, kind), **values})
        if Message.create(vals_list).filtered(lambda row: row.state == "pending"):
            Message._gendan_trigger()

    def _gendan_has_moved(self, told):
        """Whether the carrier's day is news to somebody who was told another.

        :param told: date, or False
        """
        self.ensure_one()
        eta = self.gendan_eta
        if not told or not eta or eta == told or self.gendan_arrived_on or self.state == "cancel":
            return False
        first, last = sorted((told, eta))
        company = self.company_id
        return not company.gendan_eta_told_days or (
            company._gendan_workdays(first, last).between(first, last) > company.gendan_eta_told_days
        )

    def _gendan_prepare_moved_vals(self, order, kind):
        """Values of the row that tells of another day."""
        self.ensure_one()
        state, reason = order._gendan_message_state(self.company_id._gendan_today())
        return {
            "company_id": order.company_id.id,
            "order_id": order.id,
            "partner_id": order.partner_id.commercial_partner_id.id,
            "kind_id": kind.id,
            "occasion": "moved",
            "picking_id": self.id,
            "state": state,
            "hold_reason": reason,
        }
