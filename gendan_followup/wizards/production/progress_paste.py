"""Dialog: the foreman's list, pasted or as a file."""

from markupsafe import Markup

from odoo import api, fields, models

from ...models.production.progress_list import COLUMNS, NEEDED, PURPOSE
from ..common.table_dialog import SHOWN


class GendanProgressPaste(models.TransientModel):
    """A foreman's list is read and told to the operations it names.

    What its columns mean is remembered for the user and his departments.
    """

    _name = "gendan.progress.paste"
    _inherit = ["gendan.table.dialog.mixin"]
    _description = "Progress from a List"

    _gendan_known = COLUMNS
    _gendan_needed = NEEDED

    text = fields.Text(help="Copied from Excel, or out of a chat: one line for each operation.")
    day = fields.Date(required=True, default=lambda self: self.env.company._gendan_today())
    half = fields.Selection(
        [("am", "Noon"), ("pm", "Evening")],
        string="Half Day",
        required=True,
        default=lambda self: self._default_half(),
        help="For rows that say none.",
    )
    counts = fields.Selection(
        [("total", "All that is done since the beginning"), ("added", "What was added since the last word")],
        string="The Numbers Are",
        required=True,
        default="total",
    )
    column_ids = fields.One2many("gendan.progress.paste.column", "paste_id", string="Columns")

    def _default_half(self):
        now = fields.Datetime.now()
        midnight = self.env.company._gendan_start_of_day(self.env.company._gendan_today())
        return "am" if (now - midnight).total_seconds() < 14 * 3600 else "pm"

    # Odoo adds these to what it depends on anyway
    @api.depends("day", "half", "counts")
    def _compute_preview(self):
        return super()._compute_preview()

    def action_read(self):
        """Button: read the list and show what it says; nothing of it is written.

        Productions that were released meanwhile get their operations first.

        :return: action that shows the dialog again
        :raise UserError: it cannot be read at all
        """
        self.env["gendan.progress.step"]._gendan_ensure()
        return super().action_read()

    def _gendan_purpose(self):
        return PURPOSE

    def _gendan_read(self, table, columns):
        told, errors = self.env["gendan.progress.step"]._gendan_read_list(
            table, columns, self.day, self.half, self.counts == "added"
        )
        return told, errors, [], None

    def _gendan_take(self, found):
        self.env["gendan.progress.step"]._gendan_tell(found, source="pasted")
        return {"type": "ir.actions.act_window_close"}

    def _gendan_too_long(self):
        return self.env._("The list has too many rows. Send the rows of this half day only.")

    def _gendan_nothing(self):
        return self.env._("The list says nothing about a running production.")

    def _gendan_understood(self, found, source):
        rows = [
            Markup('<td>%s</td><td class="text-end">%s</td><td class="text-end text-muted">%s</td>')
            % (step.display_name, f"{quantity:,g}", f"{step.done:,g}")
            for step, _day, _half, quantity, _scrap in found[:SHOWN]
        ]
        if more := self._gendan_more(found):
            rows.append(Markup("<td>%s</td>") % more)
        rows = Markup("").join(Markup("<tr>%s</tr>") % row for row in rows)
        return Markup(
            '<table class="table table-sm mb-0"><tr><th>%s</th><th class="text-end">%s</th><th class="text-end">%s</th>'
            "</tr>%s</table>"
        ) % (self.env._("Operation"), self.env._("Good so far"), self.env._("Until now"), rows)


class GendanProgressPasteColumn(models.TransientModel):
    """What a column of the foreman's list means."""

    _name = "gendan.progress.paste.column"
    _inherit = ["gendan.table.dialog.column.mixin"]
    _description = "Column of a List"

    paste_id = fields.Many2one("gendan.progress.paste", required=True, ondelete="cascade")
    meaning = fields.Selection(
        [
            ("production", "Production, order or card no."),
            ("operation", "Operation"),
            ("done", "Good"),
            ("scrap", "Scrap"),
            ("day", "Day"),
            ("half", "Half Day"),
        ]
    )
