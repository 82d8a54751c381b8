"""Dialog: the customer's list, pasted or as a file."""

import base64

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...models.statement.match_table import MOST_ROWS
from ...tools.ledger_list import COLUMNS, NEEDED, other_amount
from ...tools.table import HEADING_WITHIN, Table, TableError, find_columns, read, rows_of_file, rows_of_text

SHOWN = 20


class GendanMatchRead(models.TransientModel):
    """The list is read, shown with all that is wrong in it, and taken over as a whole or not at all.

    What its columns mean is remembered for the customer.
    """

    _name = "gendan.match.read"
    _description = "The Customer's List"

    match_id = fields.Many2one("gendan.match", required=True, readonly=True, ondelete="cascade")
    text = fields.Text(string="List", help="Copied from Excel, with its headings.")
    file = fields.Binary(string="File", help="A workbook (.xlsx, .xls) or a csv file.")
    file_name = fields.Char()
    column_ids = fields.One2many("gendan.match.read.column", "read_id", string="Columns")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    is_good = fields.Boolean(compute="_compute_preview")

    @api.depends("column_ids.meaning")
    @api.depends_context("lang")
    def _compute_preview(self):
        for dialog in self:
            dialog.preview, dialog.is_good = False, False
            if dialog.column_ids:
                vals_list, errors, notices, ledger = dialog._gendan_read()
                dialog.preview = dialog._gendan_preview(errors, notices, ledger)
                dialog.is_good = bool(vals_list) and not errors

    def action_read(self):
        """Button: read the list and show what it says; nothing is written.

        :return: action that shows the dialog again
        :raise UserError: it cannot be read at all
        """
        self.ensure_one()
        table = self._gendan_table()
        remembered = self.env["gendan.table.profile"]._gendan_recall(
            self.match_id._gendan_purpose(), table.signature, of_anybody=True
        )
        columns = find_columns(table.headings, COLUMNS, remembered)
        other = other_amount(table.headings, columns)
        if other is not None:
            columns["amount_other"] = other
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
        return self._gendan_reopen()

    def action_back(self):
        """Button: to the list again.

        :return: action that shows the dialog again
        """
        self.column_ids = [Command.clear()]
        return self._gendan_reopen()

    def action_take_over(self):
        """Button: keep the list and match it.

        :return: action that opens the match
        :raise UserError: something in it cannot be read; the sentences name file, row and column
        """
        self.ensure_one()
        self.match_id.check_access("write")
        vals_list, errors, _notices, _ledger = self._gendan_read()
        if errors:
            raise UserError("\n".join(errors[:SHOWN]))
        if not vals_list:
            raise UserError(self.env._("There is no line with an amount in the list."))
        data = base64.b64decode(self.file) if self.file else (self.text or "").encode()
        self.match_id._gendan_take_list(vals_list, data, self._gendan_name())
        table = self._gendan_table()
        self.env["gendan.table.profile"]._gendan_remember(
            self.match_id._gendan_purpose(),
            table.signature,
            {column.meaning: table.headings[column.number] for column in self.column_ids if column.meaning},
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "gendan.match",
            "res_id": self.match_id.id,
            "views": [(False, "form")],
            "target": "main" if self.env.context.get("gendan_main") else "current",
        }

    def _gendan_reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Customer's List"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _gendan_name(self):
        """What the list is called in sentences."""
        if self.file:
            return self.file_name or self.env._("List")
        return self.env._("pasted list") + ".txt"

    def _gendan_table(self):
        """The table in the text or file.

        :raise UserError: there is none
        """
        self.ensure_one()
        try:
            if self.file:
                words = [word for known in COLUMNS.values() for word in known]
                rows = rows_of_file(base64.b64decode(self.file), self.file_name or "", words, MOST_ROWS)
            else:
                rows = rows_of_text(self.text or "", MOST_ROWS)
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
        name = self._gendan_name()
        return {
            "empty": self.env._(
                "There is nothing in %(file)s. Copy the cells in Excel and paste them here.", file=name
            ),
            "too_long": self.env._(
                "%(file)s has more than %(most)s rows. Take over one month only.", file=name, most=MOST_ROWS
            ),
            "workbook": self.env._("%(file)s cannot be read. Save it as .xlsx or .csv.", file=name),
            "encoding": self.env._("%(file)s is neither a workbook nor a text.", file=name),
        }[error.code]

    def _gendan_read(self):
        """What the list says with the columns as they are said to mean; see ``gendan.match._gendan_read_ledger``."""
        columns, errors = {}, []
        for column in self.column_ids.filtered("meaning").sorted("number"):
            if column.meaning in columns:
                errors.append(
                    self.env._(
                        "Column “%(column)s”: another column has this meaning already.", column=column.heading
                    )
                )
            columns.setdefault(column.meaning, column.number)
        meanings = dict(self.env["gendan.match.read.column"]._fields["meaning"]._description_selection(self.env))
        errors += [
            self.env._("Say which column is “%(meaning)s”.", meaning=meanings[key])
            for key in NEEDED
            if key not in columns
        ]
        if errors:
            return [], errors, [], None
        return self.match_id._gendan_read_ledger(self._gendan_table(), columns, self._gendan_name())

    def _gendan_preview(self, errors, notices, ledger):
        """What was understood, and what is wrong with it; texts are escaped."""
        parts = []
        if errors:
            head = self.env._("Nothing is taken over until this is right:")
            parts.append(self._gendan_alert("danger", head, errors))
        if notices:
            parts.append(self._gendan_alert("warning", self.env._("Look at this:"), notices))
        if ledger and ledger.entries and not errors:
            sums = ", ".join(
                f"{formatLang(self.env, float(total), digits=2)} {code}" for code, total in ledger.sums().items()
            )
            sentences = [self.env._("%(count)s lines, together %(sums)s.", count=len(ledger.entries), sums=sums)]
            if ledger.skipped:
                sentences.append(
                    self.env._("Rows of totals left out: %(rows)s.", rows=", ".join(map(str, ledger.skipped[:SHOWN])))
                )
            if ledger.empty:
                rows = ", ".join(map(str, ledger.empty[:SHOWN]))
                sentences.append(self.env._("Rows without an amount left out: %(rows)s.", rows=rows))
            parts.append(self._gendan_alert("success", sentences[0], sentences[1:]))
        return Markup("").join(parts)

    def _gendan_alert(self, kind, head, sentences):
        more = len(sentences) - SHOWN
        items = Markup("").join(Markup("<li>%s</li>") % sentence for sentence in sentences[:SHOWN])
        if more > 0:
            items += Markup("<li>%s</li>") % self.env._("… and %(count)s more.", count=more)
        listed = Markup('<ul class="mb-0">%s</ul>') % items if sentences else ""
        return Markup('<div class="alert alert-%s mb-2"><strong>%s</strong>%s</div>') % (kind, head, listed)


class GendanMatchReadColumn(models.TransientModel):
    """What a column of the list means."""

    _name = "gendan.match.read.column"
    _description = "Column of the Customer's List"
    _order = "number"

    read_id = fields.Many2one("gendan.match.read", required=True, ondelete="cascade")
    number = fields.Integer(readonly=True)
    heading = fields.Char(readonly=True)
    sample = fields.Char(string="For Example", readonly=True)
    meaning = fields.Selection(
        [
            ("receipt", "Receipt no. (his)"),
            ("note", "Delivery note no. (ours)"),
            ("order", "Order no. (his)"),
            ("part", "Part no. (his)"),
            ("name", "Goods or text"),
            ("day", "Day"),
            ("quantity", "Quantity"),
            ("amount", "Amount"),
            ("amount_other", "Amount in another currency"),
            ("deduction", "Deduction"),
            ("currency", "Currency"),
        ]
    )
