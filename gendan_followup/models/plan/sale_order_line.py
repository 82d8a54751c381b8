from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .plan import DELIVERY_HEALTH, MONEY_HEALTH
from .sale_order import PLAN_READERS, PRIORITIES, WORKED_OUT
from .sale_order_touch import INVOICE_EVENTS


class SaleOrderLine(models.Model):
    """The followed line: its parts and the lights of the plans they are in."""

    _inherit = "sale.order.line"

    gendan_part_ids = fields.One2many(
        "gendan.part", "line_id", string="Part deliveries", copy=False, groups=PLAN_READERS
    )
    gendan_own_date = fields.Date(
        string="Own promised date", copy=False, help="Promised arrival of this line where it differs from the order's."
    )
    gendan_priority = fields.Selection(
        PRIORITIES,
        string="Priority",
        default="0",
        copy=False,
        groups="base.group_user",
        help="Rank among the lines of the order, as agreed with the customer.",
    )
    gendan_promise_date = fields.Date(string="Promised", **WORKED_OUT)
    gendan_forecast_date = fields.Date(string="Forecast", **WORKED_OUT)
    gendan_buffer_days = fields.Integer(string="Buffer days", aggregator="min", **WORKED_OUT)
    gendan_delivery_health = fields.Selection(DELIVERY_HEALTH, string="Delivery", **WORKED_OUT)
    gendan_money_health = fields.Selection(MONEY_HEALTH, string="Papers and money", **WORKED_OUT)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale_stock
        lines = super().create(vals_list)
        lines.order_id.filtered(lambda order: order.state == "sale")._gendan_concerned()._gendan_mark_all()
        return lines

    def write(self, vals):
        # EXTENDS sale_stock
        result = super().write(vals)
        if self and "product_uom_qty" in vals:
            # what was nothing when the order was confirmed is followed from now on
            new = self.filtered(lambda line: line.state == "sale" and line.product_uom_qty > 0 and not line.is_delivery)
            # sudo: existence only
            new.filtered(lambda line: not line.sudo().gendan_part_ids).order_id._gendan_concerned()._gendan_mark()
            # sudo: parts are read-only for everybody; the whole line's only part has the line's quantity
            for line in self.sudo().filtered("gendan_part_ids"):
                if len(line.gendan_part_ids) == 1:
                    line.gendan_part_ids.quantity = line.product_uom_qty
                # the quantity decides whether production, delivery and invoice are complete
                line.order_id._gendan_mark("shipped", "invoiced", "mo_done")
        return result

    def _action_launch_stock_rule(self, **kwargs):
        # EXTENDS sale_stock: what is cut from a line is taken from its part deliveries, whatever their deadlines
        # sudo: existence only
        in_parts = any(len(line.gendan_part_ids) > 1 for line in self.sudo())
        lines = self.with_context(gendan_cuts_parts=True) if in_parts else self
        return super(SaleOrderLine, lines)._action_launch_stock_rule(**kwargs)

    def _compute_invoice_status(self):
        # EXTENDS sale_stock: when nothing is left to invoice, what was invoiced closes the line; a cancelled
        # back-order or a return brings that about without touching an invoice
        result = super()._compute_invoice_status()
        invoiced = self.filtered(lambda line: line.id and line.state == "sale" and line.qty_invoiced)
        self.env["sale.order"]._gendan_touch(invoiced.order_id, *INVOICE_EVENTS)
        return result

    def _gendan_wished_day(self):
        """Day of arrival the line is to be promised for: its own, else the order's; False for none."""
        self.ensure_one()
        return self.gendan_own_date or self.company_id._gendan_to_day(self.order_id.commitment_date) or False

    def _prepare_procurement_values(self):
        # EXTENDS sale_stock
        """Procure for the day the goods must leave, not for the day they must arrive."""
        values = super()._prepare_procurement_values()
        if leave := self._gendan_latest_leaving():
            values["date_deadline"] = leave
            values["date_planned"] = leave - timedelta(days=self.company_id.security_lead)
        return values

    def _gendan_latest_leaving(self):
        """When the line must leave us for its promised day: end of that day, naive UTC; or None.

        The promised day less the transit (working days of the carrier, or calendar days). None
        where the order is not followed or has no promised day yet.
        """
        self.ensure_one()
        order = self.order_id
        # sudo: a customer who signs on the portal may not read how the order is followed
        if not order.sudo()._gendan_is_followed() or not self.company_id.resource_calendar_id:
            return None
        # sudo: read for a date only; the part promised last takes what is added and gives what is cut
        parts = self.sudo().gendan_part_ids.sorted(lambda part: (part.promised_date or date.min, part.sequence))
        day = parts[-1:].promised_date
        if not day or not any(parts.plan_id.mapped("is_running")):
            # an order confirmed again is made for the day it asks for now
            day = self._gendan_wished_day() or day
        if not day:
            return None
        days, unit = order._gendan_transit_days().get(order, (None, None))
        if days is None:
            # no way on the transit table: the template's own duration, as the plan will take it
            target = order._gendan_templates(self)[self].sudo().line_ids.filtered("is_target")[:1]
            days, unit = (target.duration, target.duration_unit) if target else (None, None)
        if days is None:
            return None
        company = self.company_id
        # sudo: on which days the customer takes goods in is asked by whoever confirms
        day = order.sudo().partner_shipping_id._gendan_previous_receiving_day(day)
        if unit == "calendar":
            day = fields.Date.subtract(day, days=days)
        else:
            day = company._gendan_add_workdays(day, -days, calendar=company.gendan_carrier_calendar_id)
        day = order._gendan_last_departure(day)
        return company._gendan_end_of_day(max(day, company._gendan_today()))

    def _gendan_open_moves(self):
        """Moves still to bring these lines to the customer; the pick where later steps do not exist yet."""
        return self.move_ids.filtered(lambda move: move._gendan_crossing() in ("open", "pending"))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_promised(self):
        for line in self:
            if line.sudo().gendan_part_ids:  # sudo: existence only
                raise UserError(
                    self.env._(
                        "%(line)s of order %(order)s was promised to the customer and cannot be deleted. Set its"
                        " quantity to 0.",
                        line=line.product_id.display_name,
                        order=line.order_id.name,
                    )
                )

    # === taking over what the events' providers say ===

    def _gendan_actual_order_confirmed(self, kind):
        """Provider: the day the order was confirmed, while it is."""
        return {
            line: line.company_id._gendan_to_day(line.order_id.date_order) if line.order_id.state == "sale" else False
            for line in self
        }

    def _gendan_part_days(self, value, event=None):
        """One provider's answer for this line, told apart by parts.

        :param value: date, False, None, or list of (date, quantity in the line's unit), returns negative
        :param str event: the event it answers for; returns after the arrival are no un-shipping
        :return: dict part -> date, False (not yet) or None (not applicable)
        """
        self.ensure_one()
        parts = self.gendan_part_ids
        if not value and self.product_uom_id.is_zero(self.product_uom_qty):
            value = None  # set to nothing after the confirmation, Odoo's way of dropping a line
        if not isinstance(value, list):
            return dict.fromkeys(parts, value)
        movements = sorted(value, key=lambda movement: movement[0] or date.max)
        thresholds = parts._gendan_threshold()
        return {
            part: self._gendan_reached(
                part._gendan_counting(movements, thresholds[part]) if event == "shipped" else movements,
                thresholds[part],
            )
            for part in parts
        }

    def _gendan_reached(self, movements, threshold):
        """The day from which the cumulated quantity stays at or above the threshold, or False."""
        total, reached = 0.0, False
        compare = self.product_uom_id.compare
        for day, quantity in movements:
            total += quantity
            if compare(total, threshold) < 0:
                reached = False
            elif not reached:
                reached = day
        return reached if compare(threshold, 0) > 0 else None
