"""From the note to its arrival: asked for in time, told by the customer on a page, or by the signed copy."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .arrival import CONDITIONS

LINK_DAYS = 30


class GendanDeliveryNote(models.Model):
    """What left has arrived, or is to be asked about."""

    _name = "gendan.delivery.note"
    _inherit = ["gendan.answer.mixin", "gendan.delivery.note"]

    state = fields.Selection(selection_add=[("arrived", "Arrived"), ("void",)])
    arrived_on = fields.Date(readonly=True, copy=False)

    @api.depends("arrived_on")
    def _compute_state(self):
        # EXTENDS gendan_followup
        result = super()._compute_state()
        for note in self:
            if note.state == "left" and note.arrived_on:
                note.state = "arrived"
        return result

    # ------------------------------------------------------------ actions

    def action_arrived(self):
        """Button: the arrival, noted already or to be noted.

        :return: action
        """
        self.ensure_one()
        return self.picking_id.action_gendan_arrival()

    def action_ask_arrival(self):
        """Button: text with a link, by which the customer says on a page what arrived.

        :return: action of the dialog that copies the text
        :raise UserError: it has not left, or the arrival is noted
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "left":
            raise UserError(
                self.env._("%(note)s is not on its way: there is nothing to ask the customer.", note=self.name)
            )
        # sudo: made and found by code only, after the check above
        answer = self.env["gendan.answer"].sudo()._gendan_ask(self, "arrival", self._gendan_asked(), LINK_DAYS)[self]
        note = self.with_context(lang=self.lang)
        text = note.env._(
            "Please tell us what you received of delivery note %(note)s: %(link)s",
            note=self.name,
            link=answer._gendan_url(),
        )
        return {
            "type": "ir.actions.client",
            "tag": "gendan_copy_text",
            "name": self.env._("Ask about the arrival"),
            "params": {
                "text": text,
                "order_ids": [],
                "message_ids": [],
                "mark": {"model": self._name, "method": "action_asked_arrival", "ids": self.ids},
            },
        }

    def action_asked_arrival(self, text):
        """The text was copied: the note's log keeps that the customer was asked.

        :param str text: as it was copied
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: whoever reads the note may have asked
        self.sudo()._message_log(body=text or "")
        return True

    # ------------------------------------------------------------ business

    def _gendan_asked(self):
        """Who is asked: the order's contact, else the address."""
        # sudo: a name, whoever asks
        return self.sudo().order_id.partner_id or self.partner_id

    def _gendan_arrival_changed(self):
        """The notes say when their goods arrived; nobody asks any more. Batch, sudo."""
        arrivals = {
            arrival.picking_id: arrival
            for arrival in self.env["gendan.arrival"].search([("picking_id", "in", self.picking_id.ids)])
        }
        for note in self:
            arrival = arrivals.get(note.picking_id)
            day = arrival.arrived_on if arrival else False
            if note.arrived_on != day:
                note.arrived_on = day
        self._gendan_sync_todos()

    def _gendan_expected_day(self):
        """The day by which it should be there: as the carrier says, else when it left, plus the way."""
        self.ensure_one()
        note = self.sudo()  # sudo: days only
        picking = note.picking_id
        if picking.gendan_eta:
            return picking.gendan_eta
        left = note.company_id._gendan_to_day(note.left_at)
        days, unit = note.partner_id.commercial_partner_id.gendan_transit_days, "work"
        if not days:
            row = self.env["gendan.transit"].sudo()._gendan_find(  # sudo: as above
                note.partner_id, picking.carrier_id, None, note.company_id
            )
            days, unit = row.days or 1, row.unit or "work"
        if unit == "calendar":
            return fields.Date.add(left, days=days)
        return note.company_id._gendan_add_workdays(left, days)

    def _gendan_signed_back(self):
        """The signed copies of these notes are here: the goods have arrived, on the day the clerk reads on them."""
        there = self.env["gendan.arrival"].search([("picking_id", "in", self.picking_id.ids)]).picking_id
        for note in self.filtered(lambda note: note.picking_id not in there and note.picking_id.state == "done"):
            back = note._gendan_return_copy().filtered("returned_at")[:1]
            company = note.company_id
            self.env["gendan.arrival"].create(
                {
                    "picking_id": note.picking_id.id,
                    "arrived_on": min(company._gendan_to_day(back.returned_at), company._gendan_today()),
                    "is_day_sure": False,
                    "source": "note",
                    "line_ids": [],
                }
            )

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for note in self:
            if note.state == "left":
                values.setdefault(note, []).append(
                    {
                        "kind": "arrival_ask",
                        "name": self.env._(
                            "Ask whether %(note)s has arrived at %(customer)s, and as what.",
                            note=note.name,
                            customer=note.partner_id.display_name,
                        ),
                        "due": note._gendan_expected_day(),
                    }
                )
        return values

    # ------------------------------------------------------------ the customer's page

    def _gendan_answer_render_arrival(self, answer):
        """What the page behind the link shows; see gendan.answer.mixin. No prices."""
        return "gendan_followup.arrival_page", {
            "lines": [
                {
                    "id": move.id,
                    "name": move.product_id.with_context(display_default_code=False).display_name,
                    "quantity": move.product_uom._gendan_number(move.quantity),
                    "value": f"{move.quantity:g}" if move.quantity < 1e6 else str(move.quantity),
                    "unit": move.product_uom.name,
                }
                for move in self.picking_id._gendan_note_moves()
            ],
            "conditions": [
                (key, label)
                for key, label in self.env["gendan.arrival"]._fields["condition"]._description_selection(self.env)
            ],
            "today": fields.Date.to_string(self.company_id._gendan_today()),
            "page_title": self.env._("Delivery note %(note)s", note=self.name),
            "submit": self.env._("Send") if self.state == "left" else None,
        }

    def _gendan_answer_apply_arrival(self, answer, data):
        """What the customer says arrived; see gendan.answer.mixin.

        :raise UserError: a sentence for the customer
        """
        if self.state != "left" or not self.try_lock_for_update():
            raise UserError(self.env._("The arrival of this delivery is noted already. Thank you."))
        name = (data.get("name") or "").strip()
        if not name:
            raise UserError(self.env._("Please write your name."))
        try:
            day = fields.Date.to_date(data.get("day"))
        except ValueError:
            day = None
        if not day or not self.company_id._gendan_to_day(self.left_at) <= day <= self.company_id._gendan_today():
            raise UserError(self.env._("Please give the day on which the goods arrived."))
        if data.get("condition") not in dict(CONDITIONS):
            raise UserError(self.env._("Please say in which state the goods arrived."))
        number = (data.get("receipt") or "").strip()
        lines = []
        for move in self.picking_id._gendan_note_moves():
            accepted, rejected = (
                self._gendan_typed_number(data.get(f"{key}_{move.id}")) for key in ("accepted", "rejected")
            )
            lines.append(
                Command.create(
                    {
                        "move_id": move.id,
                        "accepted": move.quantity if accepted is None else accepted,
                        "rejected": rejected or 0.0,
                        "receipt_number": number,
                    }
                )
            )
        self.env["gendan.arrival"].create(
            {
                "picking_id": self.picking_id.id,
                "arrived_on": day,
                "condition": data["condition"],
                "source": "page",
                "told_by": name,
                "remark": (data.get("remark") or "").strip(),
                "line_ids": lines,
            }
        )
        return self.env._("Thank you. Your contact knows what arrived.")

    def _gendan_typed_number(self, text):
        """A quantity typed by a customer, None when nothing was typed.

        :raise UserError: it is no number
        """
        text = (text or "").replace(",", "").replace(" ", "")
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not 0 <= number < 1e12:
            raise UserError(self.env._("“%(text)s” is no quantity.", text=text[:40]))
        return number


class GendanDocument(models.Model):
    """A signed note that is back says that the goods arrived."""

    _inherit = "gendan.document"

    def _gendan_counts_changed(self):
        # EXTENDS gendan_followup
        result = super()._gendan_counts_changed()
        back = self.filtered(
            lambda paper: paper.note_returns
            and paper.returned_at
            and not paper.voided_at
            and paper.res_model == "gendan.delivery.note"
        )
        if back:
            # sudo: whoever takes in the paper
            self.env["gendan.delivery.note"].sudo().browse(back.mapped("res_id"))._gendan_signed_back()
        return result
