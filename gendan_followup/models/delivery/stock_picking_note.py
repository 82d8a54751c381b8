from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """Transfers to customers go with a delivery note."""

    _inherit = "stock.picking"

    gendan_driver = fields.Char("Driver and Vehicle", copy=False)
    gendan_note_ids = fields.One2many("gendan.delivery.note", "picking_id", string="Delivery Notes", readonly=True)
    gendan_note_id = fields.Many2one(
        "gendan.delivery.note", string="Delivery Note", compute="_compute_gendan_note_id", compute_sudo=True
    )
    # sudo: a setting, and where goods go
    gendan_can_note = fields.Boolean(compute="_compute_gendan_can_note", compute_sudo=True)

    @api.depends("gendan_note_ids.voided_at")
    def _compute_gendan_note_id(self):
        for picking in self:
            picking.gendan_note_id = picking.gendan_note_ids.filtered(lambda note: not note.voided_at)[:1]

    @api.depends("state", "company_id.gendan_note", "location_dest_id", "location_id")
    def _compute_gendan_can_note(self):
        for picking in self:
            picking.gendan_can_note = picking.company_id.gendan_note and picking._gendan_note_error() is False

    # ------------------------------------------------------------ actions

    def action_gendan_note(self):
        """Button, also for several: make the delivery notes, unless there are some that say the same, and print.

        A note that says the same is printed again; one that says something else is void, and the new one gets the
        next number.

        :return: action of the report
        :raise UserError: no goods for a customer in it, or there are no delivery notes in this company
        """
        self.check_access("write")
        for picking in self:
            if sentence := picking._gendan_note_error(ask_goods=True):
                raise UserError(sentence)
        return self._gendan_make_notes().action_print()

    def action_gendan_notes(self):
        """Button: the transfer's notes, the void ones, too.

        :return: action
        """
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_delivery_note"),
            "domain": [("picking_id", "=", self.id)],
            "context": {},
        }

    # ------------------------------------------------------------ business

    def _gendan_note_error(self, ask_goods=False):
        """The sentence why there can be no delivery note, or False.

        :param bool ask_goods: also whether anything is reserved or done
        """
        self.ensure_one()
        if not self.company_id.gendan_note:
            return self.env._(
                "%(company)s has no delivery notes. Switch them on in the settings.", company=self.company_id.name
            )
        if self.state == "cancel":
            return self.env._("%(transfer)s is cancelled.", transfer=self.name)
        door = self.location_dest_id._gendan_is_customer() and not self.location_id._gendan_is_customer()
        if not door or not self.partner_id:
            return self.env._("%(transfer)s takes nothing to a customer.", transfer=self.name)
        if ask_goods and not self._gendan_note_moves():
            return self.env._(
                "Nothing is reserved for %(transfer)s yet. Check its availability first.", transfer=self.name
            )
        return False

    def _gendan_make_notes(self):
        """The valid notes of these transfers, made anew where they say something else than the transfer. Batch.

        :return: gendan.delivery.note, of the user
        """
        notes = self.env["gendan.delivery.note"].sudo()  # sudo: made by whoever may change the transfer
        existing = {note.picking_id: note for note in notes.search(self._gendan_valid_notes_domain())}
        wanted = {picking: picking._gendan_note_content() for picking in self}
        old = notes.union(
            *(note for picking, note in existing.items() if note.content != wanted[picking.with_env(self.env)])
        )
        old._gendan_void_notes(self.env._("The transfer says something else: a new note was made."))
        vals_list = [
            picking._gendan_prepare_note_vals(content)
            for picking, content in wanted.items()
            if picking.sudo() not in existing or existing[picking.sudo()] in old  # sudo: looked up only
        ]
        made = notes.with_context(tracking_disable=True).create(vals_list).with_env(notes.env)
        # goods that are gone took the note along
        made.filtered(lambda note: note.picking_id.state == "done")._gendan_left()
        return (notes.union(*existing.values()) - old | made).with_env(self.env)

    def _gendan_valid_notes_domain(self):
        return [("picking_id", "in", self.ids), ("voided_at", "=", False)]

    def _gendan_prepare_note_vals(self, content):
        """Values of the transfer's note.

        :param dict content: see ``_gendan_note_content``
        """
        self.ensure_one()
        picking = self.sudo()  # sudo: the warehouse reads no orders
        orders = picking._gendan_served_orders()
        return {
            "company_id": picking.company_id.id,
            "picking_id": picking.id,
            "partner_id": picking.partner_id.id,
            "order_id": orders.id if len(orders) == 1 else picking.sale_id.id,
            "lang": self._gendan_note_lang(),
            "paper": picking.partner_id.commercial_partner_id.gendan_note_paper
            or picking.company_id.gendan_note_paper,
            "content": content,
        }

    def _action_done(self):
        # EXTENDS stock: the notes leave with the goods
        result = super()._action_done()
        with_notes = self.filtered(lambda picking: picking.company_id.gendan_note and picking.state == "done")
        if with_notes:
            # sudo: written by what happened to the transfer
            notes = self.env["gendan.delivery.note"].sudo().search(with_notes._gendan_valid_notes_domain())
            notes._gendan_left()
        return result

    def action_cancel(self):
        # EXTENDS stock: nothing leaves, and no note holds
        result = super().action_cancel()
        with_notes = self.filtered(lambda picking: picking.company_id.gendan_note and picking.state == "cancel")
        if with_notes:
            # sudo: as above
            notes = self.env["gendan.delivery.note"].sudo().search(with_notes._gendan_valid_notes_domain())
            for note in notes:
                note._gendan_void_notes(
                    self.env._("Transfer %(transfer)s was cancelled", transfer=note.picking_id.name)
                )
        return result
