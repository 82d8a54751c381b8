"""The dialog in which planning confirms days, for several part deliveries at once."""

from odoo import Command, api, fields, models

from odoo.addons.gendan_followup.models.production.date_word import HOWS


class GendanDateAnswer(models.TransientModel):
    """Asks for the days; ``gendan.date.question`` decides whether they can be confirmed."""

    _name = "gendan.date.answer"
    _description = "Confirm Days"

    question_ids = fields.Many2many("gendan.date.question", string="Questions")
    line_ids = fields.One2many("gendan.date.answer.line", "answer_id", string="Days")
    date = fields.Date("Ready in House", help="For all of them; a day of its own can be typed below.")
    how = fields.Selection(HOWS, string="By", required=True, default="self")
    confirmed_by = fields.Char("Who Confirmed", help="Who said so.")
    basis = fields.Char("Rests on", help="What the day rests on: material, machine, overtime, another supplier.")
    note = fields.Text("Remark")

    @api.model
    def default_get(self, fields_list):
        # EXTENDS base: a row for each question
        values = super().default_get(fields_list)
        ids = self.env.context.get("default_question_ids") or []
        if "line_ids" in fields_list and ids:
            questions = self.env["gendan.date.question"].browse(ids)
            values["line_ids"] = [Command.create({"question_id": question.id}) for question in questions]
        return values

    @api.onchange("date")
    def _onchange_date(self):
        for line in self.line_ids:
            line.date = self.date

    def action_confirm(self):
        """Button: confirm them.

        :raise UserError: the sentence why one of them cannot be confirmed so
        """
        self.ensure_one()
        questions = self.env["gendan.date.question"]
        days = {line.question_id: line.date or self.date for line in self.line_ids}
        questions._gendan_answer(
            days, how=self.how, confirmed_by=self.confirmed_by, basis=self.basis, note=self.note
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}


class GendanDateAnswerLine(models.TransientModel):
    """A day for one part delivery."""

    _name = "gendan.date.answer.line"
    _description = "Day of a Part Delivery"

    answer_id = fields.Many2one("gendan.date.answer", required=True, ondelete="cascade")
    question_id = fields.Many2one("gendan.date.question", required=True, ondelete="cascade")
    name = fields.Char(related="question_id.display_name", string="Part")
    quantity = fields.Float(related="question_id.quantity")
    uom_id = fields.Many2one(related="question_id.uom_id")
    inhouse_date = fields.Date(related="question_id.inhouse_date")
    date = fields.Date("Ready on")
