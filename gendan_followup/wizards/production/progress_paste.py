"""Dialog: the foreman's list, pasted or as a file."""

import base64

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.production.progress_list import COLUMNS, NEEDED, PURPOSE
from ...tools.table import HEADING_WITHIN, Table, TableError, find_columns, read, rows_of_file, rows_of_text

SHOWN = 30


class GendanProgressPaste(models.TransientModel):
    """The list is read, shown with all that is wrong in it, and taken over as a whole or not at all.

    What its columns mean is remembered for the user and his departments.
    """

    _name = "gendan.progress.paste"
    _description = "Progress from a List"

    text = fields.Text(string="List", help="Copied from Excel, or out of a chat: one line for each operation.")
    file = fields.Binary(string="File", help="A workbook (.xlsx) or a csv file.")
    file_name = fields.Char()
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
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    is_good = fields.Boolean(compute="_compute_preview")

    def _default_half(self):
        now = fields.Datetime.now()
        midnight = self.env.company._gendan_start_of_day(self.env.company._gendan_today())
        return "am" if (now - midnight).total_seconds() < 14 * 3600 else "pm"

    @api.depends("column_ids.meaning", "day", "half", "counts")
    @api.depends_context("lang")
    def _compute_preview(self):
        for paste in self:
            paste.preview, paste.is_good = False, False
            if paste.column_ids:
                told, errors = paste._gendan_read()
                paste.preview = paste._gendan_preview(told, errors)
                paste.is_good = bool(told) and not errors

    def action_read(self):
        """Button: read the list and show what it says; nothing is written.

        :return: action that shows the dialog again
        :raise UserError: it cannot be read at all
        """
        self.ensure_one()
        self.env["gendan.progress.step"]._gendan_ensure()
        table = self._gendan_table()
        remembered = self.env["gendan.table.profile"]._gendan_recall(PURPOSE, table.signature)
        columns = find_columns(table.headings, COLUMNS, remembered)
        meaning = {column: key for key, column in columns.items()}
        self.column_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "number": number,
                        "heading": heading or self.env._("Column %(number)s", number=number + 1),
                        "sample": next((row.cell(number) for row in table.rows if row.cell(number)), ""),
                        "meaning": meaning.get(number),
                    }
                )
                for number, heading in enumerate(table.headings)
            ),
        ]
        return self._gendan_again()

    def action_back(self):
        """Button: to the list again.

        :return: action that shows the dialog again
        """
        self.column_ids = [Command.clear()]
        return self._gendan_again()

    def action_take_over(self):
        """Button: write down what the list says, all of it.

        :return: action that closes the dialog
        :raise UserError: something in it cannot be right; the sentence names row and column
        """
        self.ensure_one()
        told, errors = self._gendan_read()
        if errors:
            raise UserError("\n".join(errors[:SHOWN]))
        if not told:
            raise UserError(self.env._("The list says nothing about a running production."))
        self.env["gendan.progress.step"]._gendan_tell(told, source="pasted")
        table = self._gendan_table()
        self.env["gendan.table.profile"]._gendan_remember(
            PURPOSE,
            table.signature,
            {column.meaning: table.headings[column.number] for column in self.column_ids if column.meaning},
        )
        return {"type": "ir.actions.act_window_close"}

    def _gendan_again(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Progress from a List"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _gendan_table(self):
        """The table in the text or file.

        :raise UserError: there is none
        """
        self.ensure_one()
        try:
            if self.file:
                words = [word for known in COLUMNS.values() for word in known]
                rows = rows_of_file(base64.b64decode(self.file), self.file_name or "", words)
            else:
                rows = rows_of_text(self.text or "")
        except TableError as error:
            raise UserError(self._gendan_table_error(error)) from error
        try:
            return read(rows, COLUMNS, NEEDED)
        except TableError:
            # nothing in it is called as we know it: below the title are the headings, the user says what they mean
            place = next((place for place, row in enumerate(rows[:HEADING_WITHIN]) if len(row.cells) > 1), 0)
            return Table(rows[place].cells, tuple(rows[place + 1 :]))

    def _gendan_table_error(self, error):
        """The sentence for a table that cannot be read."""
        return {
            "empty": self.env._("There is nothing in the list. Copy the cells in Excel and paste them here."),
            "too_long": self.env._("The list has too many rows. Send the rows of this half day only."),
            "workbook": self.env._("%(file)s cannot be read. Save it as .xlsx or .csv.", file=self.file_name or ""),
            "encoding": self.env._("%(file)s is neither a workbook nor a text.", file=self.file_name or ""),
        }[error.code]

    def _gendan_read(self):
        """What the list says with the columns as they are said to mean: (told, sentences about what is wrong)."""
        columns, errors = {}, []
        for column in self.column_ids.filtered("meaning").sorted("number"):
            if column.meaning in columns:
                errors.append(
                    self.env._(
                        "Column “%(column)s”: another column has this meaning already.", column=column.heading
                    )
                )
            columns.setdefault(column.meaning, column.number)
        meanings = dict(self.env["gendan.progress.paste.column"]._fields["meaning"]._description_selection(self.env))
        errors += [
            self.env._("Say which column is “%(meaning)s”.", meaning=meanings[key])
            for key in NEEDED
            if key not in columns
        ]
        if errors:
            return [], errors
        return self.env["gendan.progress.step"]._gendan_read_list(
            self._gendan_table(), columns, self.day, self.half, self.counts == "added"
        )

    def _gendan_preview(self, told, errors):
        """What was understood, and what is wrong with it; texts are escaped."""
        if errors:
            more = len(errors) - SHOWN
            items = Markup("").join(Markup("<li>%s</li>") % sentence for sentence in errors[:SHOWN])
            if more > 0:
                items += Markup("<li>%s</li>") % self.env._("… and %(count)s more.", count=more)
            head = self.env._("Nothing is taken over until this is right:")
            return Markup('<div class="alert alert-danger mb-0"><strong>%s</strong><ul class="mb-0">%s</ul></div>') % (
                head,
                items,
            )
        rows = Markup("").join(
            Markup('<tr><td>%s</td><td class="text-end">%s</td><td class="text-end text-muted">%s</td></tr>')
            % (step.display_name, f"{quantity:,g}", f"{step.done:,g}")
            for step, _day, _half, quantity, _scrap in told[:SHOWN]
        )
        if len(told) > SHOWN:
            rows += Markup("<tr><td>%s</td></tr>") % self.env._("… and %(count)s more.", count=len(told) - SHOWN)
        return Markup(
            '<table class="table table-sm mb-0"><tr><th>%s</th><th class="text-end">%s</th><th class="text-end">%s</th>'
            "</tr>%s</table>"
        ) % (self.env._("Operation"), self.env._("Good so far"), self.env._("Until now"), rows)


class GendanProgressPasteColumn(models.TransientModel):
    """What a column of the list means."""

    _name = "gendan.progress.paste.column"
    _description = "Column of a List"
    _order = "number"

    paste_id = fields.Many2one("gendan.progress.paste", required=True, ondelete="cascade")
    number = fields.Integer(readonly=True)
    heading = fields.Char(readonly=True)
    sample = fields.Char(string="For Example", readonly=True)
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
