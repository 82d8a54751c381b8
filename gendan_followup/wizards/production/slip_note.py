"""The dialog of a liaison slip: an answer, another question, the word to the customer, the cancelling."""

from odoo import Command, api, fields, models

from odoo.addons.gendan_followup.models.production.slip_department import HOWS


class GendanSlipNote(models.TransientModel):
    """Asks for the words; `gendan.slip` and `gendan.slip.department` decide whether they can be noted."""

    _name = "gendan.slip.note"
    _description = "Note on a Liaison Slip"

    purpose = fields.Selection(
        [
            ("answer", "Answer"),
            ("again", "Ask once more"),
            ("told", "Customer told"),
            ("cancel", "Cancel the slip"),
        ],
        required=True,
        readonly=True,
        default="answer",
    )
    slip_id = fields.Many2one("gendan.slip", required=True, readonly=True, ondelete="cascade")
    line_id = fields.Many2one("gendan.slip.department", readonly=True, ondelete="cascade")
    line_state = fields.Selection(related="line_id.state")
    is_mine = fields.Boolean(related="line_id.is_mine")
    asked = fields.Text(compute="_compute_asked")
    text = fields.Text(string="Words")
    how = fields.Selection(HOWS, string="By", default="phone")
    customer_how = fields.Selection(
        selection=lambda self: self.env["gendan.slip"]._fields["customer_told_how"]._description_selection(self.env),
        string="Way",
        default="phone",
    )
    given_by = fields.Char(string="Who", help="Who said so; whom you told.")
    given_at = fields.Datetime(string="When", default=fields.Datetime.now)
    is_finished = fields.Boolean(string="Finished with it", help="Nothing is left to be done.")
    finish_due = fields.Date(string="Will be finished by")
    answer_hours = fields.Float(string="Due in (working hours)")
    photo_ids = fields.Many2many("ir.attachment", string="Photos")

    def _compute_asked(self):
        for note in self:
            note.asked = note.line_id.question or note.slip_id.body

    @api.model_create_multi
    def create(self, vals_list):
        """The dialog of a slip one may read.

        :raise AccessError: it is not
        """
        notes = super().create(vals_list)
        notes.slip_id.check_access("read")
        notes.line_id.check_access("read")
        return notes

    def action_note(self):
        """Button: note it.

        :raise UserError: the sentence why it cannot be noted so
        :raise AccessError: not the user's to note
        """
        self.ensure_one()
        if self.purpose == "answer":
            self._note_answer()
        elif self.purpose == "again":
            self.line_id._gendan_ask_again(self.text, self.answer_hours or None)
        elif self.purpose == "told":
            self.slip_id._gendan_tell_customer(self.customer_how, self.given_by, self.given_at, self.text)
        else:
            self.slip_id._gendan_cancel(self.text)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _note_answer(self):
        # in the system it is said now, whatever the dialog's clock says
        at = None if self.how == "self" else self.given_at
        if self.line_id.state == "answered" and self.is_finished and not self.text:
            self.line_id._gendan_finish(self.how, self.given_by, at)
            return
        self.line_id._gendan_answer(
            self.text,
            self.how,
            self.given_by,
            at,
            finish=self.is_finished,
            finish_due=False if self.is_finished else self.finish_due,
            photos=self.photo_ids,
        )
        if self.photo_ids:
            # the dialog forgets them: they are the slip's now
            self.photo_ids = [Command.clear()]
