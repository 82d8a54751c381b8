from odoo import Command, api, fields, models


class GendanOrderRecallWizard(models.TransientModel):
    """Dialog: all papers are back, but for exceptions."""

    _name = "gendan.order.recall.wizard"
    _description = "Papers back"

    given_by = fields.Char(string="Given back by", help="Who brought them: name and workshop.")
    back_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    line_ids = fields.One2many("gendan.order.recall.wizard.line", "wizard_id", string="Papers")

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base: everything that is out, as back
        values = super().default_get(fields_list)
        recalls = self.env["gendan.order.recall"].browse(self.env.context.get("default_recall_ids") or [])
        values["line_ids"] = [Command.create({"recall_id": recall.id}) for recall in recalls]
        return values

    def action_back(self):
        """Note what came back, and what cannot.

        :return: action that closes the dialog
        """
        self.ensure_one()
        for line in self.line_ids.filtered(lambda line: line.outcome == "lost"):
            line.recall_id.action_note_lost(line.note, self.back_at)
        for note, lines in self.line_ids.filtered(lambda line: line.outcome == "back").grouped("note").items():
            lines.recall_id.action_note_back(self.given_by, self.back_at, note=note)
        return {"type": "ir.actions.act_window_close"}


class GendanOrderRecallWizardLine(models.TransientModel):
    """One paper in the dialog."""

    _name = "gendan.order.recall.wizard.line"
    _description = "Paper in the dialog of papers back"

    wizard_id = fields.Many2one("gendan.order.recall.wizard", required=True, ondelete="cascade")
    recall_id = fields.Many2one("gendan.order.recall", string="Paper", required=True, ondelete="cascade")
    holder = fields.Char(related="recall_id.holder")
    outcome = fields.Selection(
        [("back", "Back"), ("out", "Still out"), ("lost", "Cannot come back")], required=True, default="back"
    )
    note = fields.Char(string="Remark", help="Of a paper that cannot come back: what became of it.")
