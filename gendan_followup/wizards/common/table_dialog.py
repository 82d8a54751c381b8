"""What dialogs share that read a list, pasted or as a file: find its columns, show what is wrong, take over all."""

import base64

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...tools.table import (
    HEADING_WITHIN,
    MOST_ROWS,
    Table,
    TableError,
    find_columns,
    read,
    rows_of_file,
    rows_of_text,
)

# sentences or rows a dialog shows; of more it tells how many
SHOWN = 30


class GendanTableDialogMixin(models.AbstractModel):
    """The list is read, shown with all that is wrong in it, and taken over as a whole or not at all.

    A dialog says what it knows in the attributes below, gives ``column_ids`` (rows of a model with
    ``gendan.table.dialog.column.mixin``, which knows the dialog by a many2one) and answers ``_gendan_purpose``,
    ``_gendan_read``, ``_gendan_too_long``, ``_gendan_nothing``, ``_gendan_understood`` and ``_gendan_take``. It is
    called in its title what its model is called. What the columns mean is remembered (``gendan.table.profile``). Who
    may use it, the access rights of its model say.
    """

    _name = "gendan.table.dialog.mixin"
    _description = "List"

    # field -> words a heading has for it, see ``tools.table.find_columns``; its fields are the columns' meanings
    _gendan_known = None
    # fields without which the list says nothing
    _gendan_needed = ()
    # rows a list may have
    _gendan_most_rows = MOST_ROWS
    # whether all who may ask for the purpose learn from each other's lists, else the user and his departments
    _gendan_of_anybody = False

    text = fields.Text(string="List")
    file = fields.Binary(string="File", help="A workbook (.xlsx, .xls) or a csv file.")
    file_name = fields.Char()
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    is_good = fields.Boolean(compute="_compute_preview")

    @api.depends("column_ids.meaning")
    @api.depends_context("lang")
    def _compute_preview(self):
        for dialog in self:
            dialog.preview, dialog.is_good = False, False
            if dialog.column_ids:
                found, errors, notices, source = dialog._gendan_said(dialog._gendan_table())
                dialog.preview = dialog._gendan_preview(found, errors, notices, source)
                dialog.is_good = not errors

    def action_read(self):
        """Button: read the list and show what it says; nothing is written.

        :return: action that shows the dialog again
        :raise UserError: it cannot be read at all
        """
        self.ensure_one()
        table = self._gendan_table()
        remembered = self.env["gendan.table.profile"]._gendan_recall(
            self._gendan_purpose(), table.signature, of_anybody=self._gendan_of_anybody
        )
        meaning = {column: key for key, column in self._gendan_find_columns(table, remembered).items()}
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
        """Button: take over what the list says, all of it, and remember what its columns mean.

        :return: action that follows, see ``_gendan_take``
        :raise UserError: something in it cannot be right; the sentences name row and column
        """
        self.ensure_one()
        table = self._gendan_table()
        found, errors, _notices, _source = self._gendan_said(table)
        if errors:
            raise UserError("\n".join(errors[:SHOWN]))
        action = self._gendan_take(found)
        self.env["gendan.table.profile"]._gendan_remember(
            self._gendan_purpose(),
            table.signature,
            {column.meaning: table.headings[column.number] for column in self.column_ids if column.meaning},
        )
        return action

    # what each dialog answers

    def _gendan_purpose(self):
        """Under which the columns of such lists are remembered."""
        raise NotImplementedError

    def _gendan_read(self, table, columns):
        """What the list says.

        :param table: ``tools.table.Table``
        :param dict columns: {field: index of the column}, all that are needed among them
        :return: (list for ``_gendan_take``, sentences that must be put right first, sentences to know,
            anything else ``_gendan_understood`` needs)
        """
        raise NotImplementedError

    def _gendan_understood(self, found, source):
        """Html of what will be taken over; texts are escaped. ``found`` is not empty, both are of ``_gendan_read``."""
        raise NotImplementedError

    def _gendan_take(self, found):
        """Write what was read; checks that the user may.

        :return: action that follows
        """
        raise NotImplementedError

    def _gendan_too_long(self):
        """The sentence for a list with more rows than ``_gendan_most_rows``."""
        raise NotImplementedError

    def _gendan_nothing(self):
        """The sentence for a list in which nothing is wrong, and nothing to take over."""
        raise NotImplementedError

    def _gendan_find_columns(self, table, remembered):
        """Where the fields stand: {field: index of the column}. Hook for columns that no word is enough for."""
        return find_columns(table.headings, self._gendan_known, remembered)

    # what they share

    def _gendan_reopen(self):
        """The action that shows this dialog, as it is now."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(self._name).name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _gendan_list_name(self):
        """What the list is called in sentences, and where it is kept."""
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
                words = [word for known in self._gendan_known.values() for word in known]
                data = base64.b64decode(self.file)
                rows = rows_of_file(data, self.file_name or "", words, self._gendan_most_rows)
            else:
                rows = rows_of_text(self.text or "", self._gendan_most_rows)
        except TableError as error:
            raise UserError(self._gendan_table_error(error)) from error
        try:
            return read(rows, self._gendan_known, self._gendan_needed)
        except TableError:
            # nothing in it is called as we know it: below the title are the headings, the user says what they mean
            place = next((place for place, row in enumerate(rows[:HEADING_WITHIN]) if len(row.cells) > 1), 0)
            return Table(rows[place].cells, tuple(rows[place + 1 :]))

    def _gendan_table_error(self, error):
        """The sentence for a table that cannot be read."""
        name = self._gendan_list_name()
        if error.code == "too_long":
            return self._gendan_too_long()
        if error.code == "workbook":
            return self.env._("%(file)s cannot be read. Save it as .xlsx or .csv.", file=name)
        if error.code == "encoding":
            return self.env._("%(file)s is neither a workbook nor a text.", file=name)
        if self.file:
            return self.env._("There is nothing in %(file)s. Copy the cells in Excel and paste them here.", file=name)
        return self.env._("There is nothing in the list. Copy the cells in Excel and paste them here.")

    def _gendan_columns(self):
        """What the columns are said to mean: ({field: index of the column}, sentences about what is wrong in it)."""
        columns, errors = {}, []
        for column in self.column_ids.filtered("meaning").sorted("number"):
            if column.meaning in columns:
                errors.append(
                    self.env._("Column “%(column)s”: another column has this meaning already.", column=column.heading)
                )
            columns.setdefault(column.meaning, column.number)
        meanings = dict(self.column_ids._fields["meaning"]._description_selection(self.env))
        errors += [
            self.env._("Say which column is “%(meaning)s”.", meaning=meanings[key])
            for key in self._gendan_needed
            if key not in columns
        ]
        return columns, errors

    def _gendan_said(self, table):
        """What the list says with the columns as they are said to mean; as ``_gendan_read``.

        Either something can be taken over, or there is a sentence that says why not.
        """
        columns, errors = self._gendan_columns()
        if errors:
            return [], errors, [], None
        found, errors, notices, source = self._gendan_read(table, columns)
        if not found and not errors:
            errors = [self._gendan_nothing()]
        return found, errors, notices, source

    def _gendan_preview(self, found, errors, notices, source):
        """What was understood, and what is wrong with it; texts are escaped."""
        parts = []
        if errors:
            head = self.env._("Nothing is taken over until this is right:")
            parts.append(self._gendan_alert("danger", head, errors))
        if notices:
            parts.append(self._gendan_alert("warning", self.env._("Look at this:"), notices))
        if not errors:
            parts.append(self._gendan_understood(found, source))
        return Markup("").join(parts)

    def _gendan_alert(self, kind, head, sentences):
        """A box with a heading and sentences; texts are escaped.

        :param str kind: Bootstrap's word for its colour
        """
        more = self._gendan_more(sentences)
        shown = [*sentences[:SHOWN], more] if more else sentences
        items = Markup("").join(Markup("<li>%s</li>") % sentence for sentence in shown)
        listed = Markup('<ul class="mb-0">%s</ul>') % items if sentences else ""
        return Markup('<div class="alert alert-%s mb-2"><strong>%s</strong>%s</div>') % (kind, head, listed)

    def _gendan_more(self, rows):
        """The sentence that tells how many of them are not shown; empty when all are."""
        more = len(rows) - SHOWN
        return self.env._("… and %(count)s more.", count=more) if more > 0 else ""


class GendanTableDialogColumnMixin(models.AbstractModel):
    """What a column of the list means.

    The dialog's own model adds the many2one to the dialog, and ``meaning``: a selection of the fields it knows.
    """

    _name = "gendan.table.dialog.column.mixin"
    _description = "Column of a List"
    _order = "number"

    number = fields.Integer(readonly=True)
    heading = fields.Char(readonly=True)
    sample = fields.Char(string="For Example", readonly=True)
