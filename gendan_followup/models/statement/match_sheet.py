"""The result of a match as a workbook, coloured, in the customer's language."""

from odoo import models
from odoo.tools import float_repr

from ...tools.xlsx import Sheet

# light enough to read on, told apart when printed grey
STYLES = {
    "differs": {"bg_color": "#F1AEB5"},
    "only_ours": {"bg_color": "#FFDA6A"},
    "only_theirs": {"bg_color": "#CFE2FF"},
    "duplicate": {"bg_color": "#E2D9F3"},
    "joined": {"bg_color": "#D1E7DD", "italic": True},
    "matched": {"bg_color": "#D1E7DD"},
    "total": {"bold": True},
}
# entries read at once; the file itself is written row after row
BATCH = 1000
CELLS = (
    *("side", "row", "date", "note_number", "receipt_number", "order_number", "part", "quantity"),
    *("amount", "currency_id"),
)


class GendanMatch(models.Model):
    """The workbook."""

    _inherit = "gendan.match"

    def _gendan_sheet(self):
        """The result, differences first: our line and theirs side by side, with what the customer is to know.

        Causes and owners are ours and stay here.

        :return: bytes of the xlsx file
        """
        self.ensure_one()
        self.check_access("read")
        match = self.with_context(lang=self.statement_id.lang or self.partner_id.lang or self.env.lang)
        columns = match._gendan_sheet_columns()
        sheet = Sheet(match.statement_id.name, columns, frozen_columns=1, styles=STYLES)
        labels = dict(match.line_ids._fields["state"]._description_selection(match.env))
        line_ids = match.env["gendan.match.line"].search([("match_id", "=", match.id)]).ids
        for start in range(0, len(line_ids), BATCH):
            lines = match.env["gendan.match.line"].browse(line_ids[start : start + BATCH])
            # slices of a recordset read for themselves: all of it is read here
            lines.entry_ids.fetch(CELLS)
            for line in lines:
                for values in line._gendan_sheet_rows(labels):
                    sheet.row(values, [line.state] * len(columns))
            # what is written is forgotten: the cache would grow with the rows
            match.env.invalidate_all()
        money = [match.our_total, match.their_total, match.difference]
        total = [match.env._("Total in %(currency)s", currency=match.currency_id.name)]
        empty = len(columns) - len(total) - len(money) - 2
        sheet.row([*total, *[None] * empty, *money, None, None], ["total"] * len(columns), bold=True)
        return sheet.close()

    def _gendan_sheet_columns(self):
        """List of (label, width)."""
        ours, theirs = self.env._("Our %(column)s"), self.env._("Your %(column)s")
        columns = [
            (self.env._("Day"), 11),
            (self.env._("Delivery Note No."), 18),
            (self.env._("Receipt No."), 16),
            (self.env._("Order No."), 16),
            (self.env._("Part No."), 16),
            (self.env._("Quantity"), 11),
        ]
        return [
            (self.env._("Result"), 16),
            *((ours % {"column": label}, width) for label, width in columns),
            (self.env._("Your Row"), 8),
            *((theirs % {"column": label}, width) for label, width in columns),
            (self.env._("Our Amount"), 14),
            (self.env._("Your Amount"), 14),
            (self.env._("Difference"), 13),
            (self.env._("Currency"), 9),
            (self.env._("Remark"), 40),
        ]


class GendanMatchLine(models.Model):
    """Its rows."""

    _inherit = "gendan.match.line"

    def _gendan_sheet_rows(self, labels):
        """One row for each pair of lines; result and sums stand in the first."""
        self.ensure_one()
        ours = self.entry_ids.filtered(lambda entry: entry.side == "ours")
        theirs = self.entry_ids - ours
        rows = []
        for number in range(max(len(ours), len(theirs))):
            our, their = ours[number : number + 1], theirs[number : number + 1]
            first = number == 0
            money = [our.amount if our else None, their.amount if their else None]
            rows.append(
                [
                    labels[self.state],
                    *our._gendan_sheet_cells(),
                    their.row or None,
                    *their._gendan_sheet_cells(),
                    *money,
                    self._gendan_sheet_difference() if first else None,
                    (our or their).currency_id.name,
                    self._gendan_sheet_remark() if first else None,
                ]
            )
        return rows

    def _gendan_sheet_difference(self):
        """What one side has more: also where the other has nothing."""
        self.ensure_one()
        return float(float_repr(self.difference, self.currency_id.decimal_places)) or None

    def _gendan_sheet_remark(self):
        """What is said to the customer, with why lines were put together where that is not plain."""
        self.ensure_one()
        parts = [self.note]
        if self.repeats_row:
            parts.append(self.env._("row %(row)s says the same", row=self.repeats_row))
        if self.currency_id != self.their_currency_id:
            parts.append(f"{self.currency_id.name} / {self.their_currency_id.name}")
        return " · ".join(filter(None, parts))


class GendanMatchEntry(models.Model):
    """Its cells."""

    _inherit = "gendan.match.entry"

    def _gendan_sheet_cells(self):
        """Day, numbers, part and quantity; empty ones where there is no line."""
        if not self:
            return [None] * 6
        return [
            self.date or None,
            self.note_number,
            self.receipt_number,
            self.order_number,
            self.part,
            self.quantity or None,
        ]
