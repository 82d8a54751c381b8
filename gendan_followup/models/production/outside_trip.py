from odoo import api, fields, models
from odoo.exceptions import UserError

from .outside import KEEPING


class GendanOutsideTrip(models.Model):
    """Once that goods went to a processor, or came back from him: how much, on which day, carried by whom.

    Written by whoever may write the order for outside processing, and seen with it. What cannot be right is refused
    with its reason.
    """

    _name = "gendan.outside.trip"
    _description = "Sending to, or Delivery from, a Processor"
    _inherit = ["gendan.parent.access.mixin"]
    _gendan_parent = "outside_id"
    _order = "day, id"

    _positive = models.Constraint(
        "CHECK (quantity >= 0 AND good >= 0 AND bad >= 0 AND missing >= 0)", "A quantity cannot be below zero."
    )

    outside_id = fields.Many2one(
        "gendan.outside", string="Outside Processing", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="outside_id.company_id", store=True)
    # stored: record rules go by them
    order_id = fields.Many2one(related="outside_id.order_id", store=True)
    partner_id = fields.Many2one(related="outside_id.partner_id", store=True)
    clerk_id = fields.Many2one(related="outside_id.clerk_id", store=True)
    uom_id = fields.Many2one(related="outside_id.uom_id")
    direction = fields.Selection(
        [("out", "Goods Sent"), ("back", "Back")], string="Out or Back", required=True, default="out"
    )
    day = fields.Date(required=True, default=lambda self: self.env.company._gendan_today())
    quantity = fields.Float(
        string="Quantity Sent",
        digits="Product Unit",
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
    )
    good = fields.Float(digits="Product Unit", compute="_compute_good", store=True, readonly=False, precompute=True)
    bad = fields.Float(string="Spoilt", digits="Product Unit", help="Came back and cannot be used.")
    missing = fields.Float(digits="Product Unit", help="The processor says that it does not come back.")
    is_last = fields.Boolean(
        string="Nothing More Comes", help="What has not come back with this delivery counts as missing."
    )
    carried_by = fields.Char(string="Driver or Carrier", help="Name, plate, or number of the waybill.")
    their_number = fields.Char(string="Processor's Paper No.")
    user_id = fields.Many2one("res.users", string="Noted by", readonly=True, default=lambda self: self.env.user)

    @api.depends("outside_id", "direction")
    def _compute_quantity(self):
        for trip in self:
            outside = trip.outside_id
            is_new = trip.direction == "out" and not trip.quantity
            trip.quantity = max(outside.quantity - outside.quantity_sent, 0.0) if is_new else trip.quantity
            if trip.direction == "back":
                trip.quantity = 0.0

    @api.depends("outside_id", "direction")
    def _compute_good(self):
        for trip in self:
            if trip.direction == "out":
                trip.good = 0.0
            elif not (trip._origin.id or trip.good or trip.bad or trip.missing):
                trip.good = trip.outside_id.quantity_out

    @api.depends("direction", "day")
    def _compute_display_name(self):
        ways = dict(self._fields["direction"]._description_selection(self.env))
        for trip in self:
            trip.display_name = f"{ways.get(trip.direction, '')} {fields.Date.to_string(trip.day)}"

    @api.model_create_multi
    def create(self, vals_list):
        """Note what went out or came back.

        :raise UserError: it cannot be right; the sentence says why
        """
        for vals in vals_list:
            outside = self.env["gendan.outside"].browse(vals.get("outside_id"))
            if sentence := outside._gendan_trip_error(vals.get("direction") or "out"):
                raise UserError(sentence)
        trips = super().create([{**vals, "user_id": self.env.uid} for vals in vals_list])
        trips._gendan_check()
        trips.outside_id._gendan_note_first()
        trips.outside_id._gendan_changed()
        return trips

    def write(self, vals):
        """Correct what was noted.

        :raise UserError: it cannot be right, or it is judged already
        """
        if any(trip.outside_id.id != vals["outside_id"] for trip in self if "outside_id" in vals):
            raise UserError(self.env._("What was noted stays with its outside processing."))
        if any(trip.direction != vals["direction"] for trip in self if "direction" in vals):
            raise UserError(
                self.env._("What went out cannot become what came back. Delete that line and note it anew.")
            )
        self._gendan_check_open()
        # who noted it, stays
        result = super().write({name: value for name, value in vals.items() if name != "user_id"})
        self._gendan_check()
        self.outside_id._gendan_changed()
        return result

    def unlink(self):
        """Take back what was noted by mistake.

        :raise UserError: it is judged already, or more came back than was sent without it
        """
        self._gendan_check_open()
        outsides = self.outside_id
        result = super().unlink()
        outsides._gendan_check_sums()
        outsides._gendan_changed()
        return result

    def _gendan_check_open(self):
        """:raise UserError: one of them was judged, or is cancelled"""
        for outside in self.outside_id:
            if outside.verdict or outside.cancelled_at:
                raise UserError(
                    self.env._(
                        "%(outside)s is judged or cancelled: what was noted stays. Take that back first.",
                        outside=outside.display_name,
                    )
                )

    def _gendan_check(self):
        """:raise UserError: a number or a day cannot be right"""
        for trip in self:
            outside = trip.outside_id
            words = {"outside": outside.display_name}
            if trip.day > trip.company_id._gendan_today():
                raise UserError(self.env._("%(outside)s: that day is still to come.", **words))
            if trip.direction == "out" and not trip.quantity:
                raise UserError(self.env._("%(outside)s: say how much was sent.", **words))
            if trip.direction == "back" and not (trip.good or trip.bad or trip.missing or trip.is_last):
                raise UserError(self.env._("%(outside)s: say how much came back, good, spoilt or missing.", **words))
            if trip.direction == "out" and (trip.bad or trip.missing or trip.is_last):
                raise UserError(self.env._("%(outside)s: spoilt and missing are noted when it comes back.", **words))
        self.outside_id._gendan_check_sums()


class GendanOutside(models.Model):
    """What its trips amount to."""

    _inherit = "gendan.outside"

    def _gendan_check_sums(self):
        """:raise UserError: more came back than was sent, or it came back before it was sent"""
        for outside in self:
            back = outside.quantity_good + outside.quantity_bad + sum(outside.trip_ids.mapped("missing"))
            sent = outside.trip_ids.filtered(lambda trip: trip.direction == "out")
            if outside._gendan_is_any(back - outside.quantity_sent):
                raise UserError(
                    self.env._(
                        "%(outside)s: %(back)s would be back of %(sent)s sent. Correct what was sent if it was more.",
                        outside=outside.display_name,
                        back=outside._gendan_quantity_text(back),
                        sent=outside._gendan_quantity_text(outside.quantity_sent),
                    )
                )
            if outside.last_back and outside.last_back < min(sent.mapped("day"), default=outside.last_back):
                raise UserError(
                    self.env._("%(outside)s cannot be back before it was sent.", outside=outside.display_name)
                )

    def _gendan_note_first(self):
        """The day that was agreed when it first went out is kept."""
        for outside in self.filtered(lambda outside: outside.quantity_sent and not outside.due_first):
            outside.with_context(gendan_outside=KEEPING).write({"due_first": outside.due_back})
