from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime

BOOKING = ("gendan_booking_number", "gendan_slot_from", "gendan_slot_to")
# kept on the order: the next transfer goes the same way
WISHES = frozenset({"gendan_handover", "gendan_packing_wish", "gendan_freight_payer"})
# who said and did what, and when: written by the button and by the booking itself, never typed
KEPT = frozenset(
    {"gendan_contact_at", "gendan_contact_by_id", "gendan_contact_text", "gendan_booked_at", "gendan_booked_by_id"}
)
SAID = object()


class StockPicking(models.Model):
    """Before goods leave: whether the address still holds, and when the customer's dock takes them in."""

    _inherit = "stock.picking"

    # written on the order by whoever may write that
    gendan_handover = fields.Selection(related="sale_id.gendan_handover", readonly=False)
    gendan_packing_wish = fields.Text(related="sale_id.gendan_packing_wish", readonly=False)
    gendan_freight_payer = fields.Selection(related="sale_id.gendan_freight_payer", readonly=False)
    gendan_contact_now = fields.Char(
        "To Be Confirmed",
        compute="_compute_gendan_contact_state",
        # sudo: the address may be another rep's contact
        compute_sudo=True,
        help="Address, contact and phone as they stand: read them to the customer.",
    )
    gendan_contact_told_by = fields.Char("Confirmed by", copy=False, help="Who at the customer said that it is right.")
    gendan_contact_at = fields.Datetime("Confirmed at", readonly=True, copy=False)
    gendan_contact_by_id = fields.Many2one("res.users", string="Checked by Us", readonly=True, copy=False)
    # the address as it was confirmed
    gendan_contact_text = fields.Char(readonly=True, copy=False)
    gendan_contact_state = fields.Selection(
        [("open", "Not asked yet"), ("confirmed", "Confirmed"), ("changed", "Changed since")],
        string="Address and Phone",
        compute="_compute_gendan_contact_state",
        # sudo: the address may be another rep's contact
        compute_sudo=True,
    )
    gendan_booking_number = fields.Char("Booking Number", copy=False, help="Of the carrier, or on the buyer's site.")
    gendan_booking_site = fields.Char("Booked on", copy=False, help="The buyer's site, or whom we called.")
    gendan_slot_from = fields.Datetime("Slot from", copy=False)
    gendan_slot_to = fields.Datetime("Slot to", copy=False)
    gendan_booked_by_id = fields.Many2one("res.users", string="Booked by", readonly=True, copy=False)
    gendan_booked_at = fields.Datetime("Booked at", readonly=True, copy=False)

    @api.depends("gendan_contact_text", "partner_id.contact_address", "partner_id.name", "partner_id.phone")
    def _compute_gendan_contact_state(self):
        for picking in self:
            picking.gendan_contact_now = picking._gendan_contact()
            if not picking.gendan_contact_text:
                picking.gendan_contact_state = "open"
            else:
                same = picking.gendan_contact_text == picking.gendan_contact_now
                picking.gendan_contact_state = "confirmed" if same else "changed"

    @api.constrains("gendan_slot_from", "gendan_slot_to")
    def _check_gendan_slot(self):
        for picking in self:
            if picking.gendan_slot_to and not (
                picking.gendan_slot_from and picking.gendan_slot_from < picking.gendan_slot_to
            ):
                raise ValidationError(
                    self.env._("The slot of %(transfer)s must end after it begins.", transfer=picking.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Create.

        :raise UserError: who confirmed or booked, and when, is among the values; or as for ``write``
        """
        # EXTENDS stock
        for vals in vals_list:
            if any(vals.get(name) for name in KEPT):
                raise UserError(self._gendan_kept_sentence(vals.get("name") or self.env._("A new transfer")))
        # False: defaults sent along say nothing, either
        pickings = super().create([{**vals, **dict.fromkeys(KEPT, False)} for vals in vals_list])
        for picking, vals in zip(pickings, vals_list, strict=True):
            if any(vals.get(name) for name in BOOKING):
                picking._gendan_note_booking()
        return pickings

    def write(self, vals):
        """Write.

        :raise UserError: who confirmed or booked, and when, is typed; something is booked before the address is
            confirmed; wishes for a transfer of no order
        """
        # EXTENDS stock
        if not KEPT.isdisjoint(vals) and self.env.context.get("gendan_said") is not SAID:
            raise UserError(self._gendan_kept_sentence(self[:1].name))
        if not WISHES.isdisjoint(vals):
            for picking in self.filtered(lambda picking: not picking.sale_id):
                raise UserError(
                    self.env._("%(transfer)s serves no order: wishes are kept on orders.", transfer=picking.name)
                )
        result = super().write(vals)
        if any(vals.get(name) for name in BOOKING):
            self._gendan_note_booking()
        elif any(name in vals for name in BOOKING):
            gone = self.filtered(lambda picking: not any(picking[name] for name in BOOKING))
            gone._gendan_keep(gendan_booked_by_id=False, gendan_booked_at=False)
        return result

    # ------------------------------------------------------------ actions

    def action_gendan_contact(self):
        """Button: somebody asked, and address, contact and phone are right. Notes who and when.

        :raise UserError: nothing to confirm
        """
        self.check_access("write")
        for picking in self:
            if not picking.partner_id:
                raise UserError(self.env._("%(transfer)s has no address to confirm.", transfer=picking.name))
            picking._gendan_keep(
                gendan_contact_text=picking.sudo()._gendan_contact(),  # sudo: as in the compute
                gendan_contact_at=fields.Datetime.now(),
                gendan_contact_by_id=self.env.uid,
            )

    # ------------------------------------------------------------ business

    def _gendan_contact(self):
        """Address, contact and phone in one line, as they are compared: in one language, whoever looks. With sudo."""
        self.ensure_one()
        address = self.partner_id.with_context(lang=self.company_id.partner_id.lang)
        parts = (address.name, address._display_address(without_company=True), address.phone)
        return " / ".join(" ".join(part.split()) for part in parts if part)

    def _gendan_sending_lines(self):
        """What the people who pack must know, for the picking list.

        :return: list of (label, text), only what there is
        """
        self.ensure_one()
        if self.picking_type_code != "outgoing":
            return []
        slot = " - ".join(
            format_datetime(self.env, moment, tz=self.company_id._gendan_tz().zone, dt_format="short")
            for moment in (self.gendan_slot_from, self.gendan_slot_to)
            if moment
        )
        named = dict(self._fields["gendan_handover"]._description_selection(self.env))
        payers = dict(self._fields["gendan_freight_payer"]._description_selection(self.env))
        pairs = (
            (self.env._("Carrier"), self.carrier_id.name),
            (self.env._("Hand-Over"), named.get(self.gendan_handover)),
            (self.env._("Freight"), payers.get(self.gendan_freight_payer)),
            (self.env._("Packing and marks"), self.gendan_packing_wish),
            (self.env._("Slot"), slot),
            (self.env._("Booking"), " ".join(filter(None, (self.gendan_booking_site, self.gendan_booking_number)))),
        )
        return [(label, text) for label, text in pairs if text]

    def _gendan_booking_error(self):
        """The sentence why nothing may be booked yet, or False."""
        self.ensure_one()
        # sudo: a setting
        if not self.company_id.sudo().gendan_confirm_contact or self.gendan_contact_state == "confirmed":
            return False
        if self.gendan_contact_state == "changed":
            return self.env._(
                "The address of %(transfer)s has changed since it was confirmed: ask the customer again, press"
                " “Address Is Right”, then book.",
                transfer=self.name,
            )
        return self.env._(
            "Ask the customer first whether address, contact and phone of %(transfer)s are right, press “Address Is"
            " Right”, then book.",
            transfer=self.name,
        )

    def _gendan_note_booking(self):
        """Who booked, and when; refused while nobody has asked for the address.

        :raise UserError: the company wants addresses confirmed first
        """
        for picking in self:
            if sentence := picking._gendan_booking_error():
                raise UserError(sentence)
        self._gendan_keep(gendan_booked_by_id=self.env.uid, gendan_booked_at=fields.Datetime.now())

    def _gendan_keep(self, **values):
        """Write who and when; for the actions of this file."""
        self.with_context(gendan_said=SAID).write(values)

    @api.model
    def _gendan_kept_sentence(self, name):
        """Why who and when are refused.

        :param name: of the transfer
        """
        return self.env._(
            "%(transfer)s: who confirmed the address or booked, and when, is noted by “Address Is Right” and by the"
            " booking itself; nobody types it.",
            transfer=name,
        )
