"""Dialog: the customer's list, pasted or as a file."""

import base64

from odoo import fields, models
from odoo.tools import formatLang

from ...models.statement.match_table import MOST_ROWS
from ...tools.ledger_list import COLUMNS, NEEDED, other_amount
from ..common.table_dialog import SHOWN


class GendanMatchRead(models.TransientModel):
    """The customer's list of what he received is read for a match and kept with it.

    What its columns mean is remembered for the customer.
    """

    _name = "gendan.match.read"
    _inherit = ["gendan.table.dialog.mixin"]
    _description = "The Customer's List"

    _gendan_known = COLUMNS
    _gendan_needed = NEEDED
    _gendan_most_rows = MOST_ROWS
    _gendan_of_anybody = True

    match_id = fields.Many2one("gendan.match", required=True, readonly=True, ondelete="cascade")
    text = fields.Text(help="Copied from Excel, with its headings.")
    column_ids = fields.One2many("gendan.match.read.column", "read_id", string="Columns")

    def _gendan_purpose(self):
        return self.match_id._gendan_purpose()

    def _gendan_find_columns(self, table, remembered):
        columns = super()._gendan_find_columns(table, remembered)
        other = other_amount(table.headings, columns)
        return columns if other is None else {**columns, "amount_other": other}

    def _gendan_read(self, table, columns):
        return self.match_id._gendan_read_ledger(table, columns, self._gendan_list_name())

    def _gendan_take(self, found):
        self.match_id.check_access("write")
        data = base64.b64decode(self.file) if self.file else (self.text or "").encode()
        self.match_id._gendan_take_list(found, data, self._gendan_list_name())
        return {
            "type": "ir.actions.act_window",
            "res_model": "gendan.match",
            "res_id": self.match_id.id,
            "views": [(False, "form")],
            "target": "main" if self.env.context.get("gendan_main") else "current",
        }

    def _gendan_too_long(self):
        return self.env._(
            "%(file)s has more than %(most)s rows. Take over one month only.",
            file=self._gendan_list_name(),
            most=self._gendan_most_rows,
        )

    def _gendan_nothing(self):
        return self.env._("There is no line with an amount in the list.")

    def _gendan_understood(self, found, source):
        sums = ", ".join(
            f"{formatLang(self.env, float(total), digits=2)} {code}" for code, total in source.sums().items()
        )
        head = self.env._("Lines: %(count)s, together %(sums)s.", count=len(found), sums=sums)
        sentences = []
        if source.skipped:
            rows = ", ".join(map(str, source.skipped[:SHOWN]))
            sentences.append(self.env._("Rows of totals left out: %(rows)s.", rows=rows))
        if source.empty:
            rows = ", ".join(map(str, source.empty[:SHOWN]))
            sentences.append(self.env._("Rows without an amount left out: %(rows)s.", rows=rows))
        return self._gendan_alert("success", head, sentences)


class GendanMatchReadColumn(models.TransientModel):
    """What a column of the customer's list means."""

    _name = "gendan.match.read.column"
    _inherit = ["gendan.table.dialog.column.mixin"]
    _description = "Column of the Customer's List"

    read_id = fields.Many2one("gendan.match.read", required=True, ondelete="cascade")
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
