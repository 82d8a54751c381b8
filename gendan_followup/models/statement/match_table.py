"""A customer's list, read: lines for a match, or sentences about what is wrong with it."""

from odoo import models

from ...tools.ledger_list import read_ledger

# rows a customer's list may have
MOST_ROWS = 20_000


class GendanMatch(models.Model):
    """Lists are read for the statement they are matched with."""

    _inherit = "gendan.match"

    def _gendan_purpose(self):
        """Under which the columns of this customer's list are remembered."""
        self.ensure_one()
        return f"statement:{self.partner_id.id}"

    def _gendan_read_ledger(self, table, columns, file_name):
        """What a list says.

        :param table: ``tools.table.Table``
        :param dict columns: {field of ``ledger_list.COLUMNS``: index of the column}
        :param str file_name: for the sentences
        :return: (values for `_gendan_take_list`, sentences that must be put right first, sentences to know,
            ``tools.ledger_list.Ledger``)
        """
        self.ensure_one()
        ledger = read_ledger(table, columns, self.statement_id.date_to, self.currency_id.name)
        errors, notices = [], []
        for problem in ledger.problems:
            place = self._gendan_place(file_name, problem.row, problem.heading)
            if problem.code == "total":
                notices.append(
                    self.env._(
                        "%(place)s: the total there is not the sum of its rows, which make %(sum)s.",
                        place=place,
                        sum=problem.text,
                    )
                )
                continue
            errors.append(self._gendan_problem(place, problem))
        named = sorted({entry.currency for entry in ledger.entries if entry.currency})
        codes = self.env["res.currency"].with_context(active_test=False).search([("name", "in", named)])
        ids = {currency.name: currency.id for currency in codes}
        for entry in ledger.entries:
            if entry.currency not in ids:
                place = self._gendan_place(file_name, entry.row, "")
                errors.append(
                    self.env._("%(place)s: there is no currency “%(text)s”.", place=place, text=entry.currency)
                )
        if errors:
            return [], errors, notices, ledger
        vals_list = [
            {
                "row": entry.row,
                "date": entry.day or False,
                "receipt_number": entry.receipt or False,
                "note_number": entry.note or False,
                "order_number": entry.order or False,
                "part": entry.part or False,
                "name": entry.name or False,
                "quantity": entry.quantity or 0.0,
                "currency_id": ids[entry.currency],
                "amount": float(entry.amount),
            }
            for entry in ledger.entries
        ]
        return vals_list, errors, notices, ledger

    def _gendan_place(self, file_name, row, heading):
        """Where something stands, with the file's name."""
        if heading:
            return self.env._("%(file)s, row %(row)s, column “%(column)s”", file=file_name, row=row, column=heading)
        return self.env._("%(file)s, row %(row)s", file=file_name, row=row)

    def _gendan_problem(self, place, problem):
        """The sentence about a cell that says nothing good."""
        if problem.code == "day":
            return self.env._("%(place)s: “%(text)s” is no day.", place=place, text=problem.text)
        if problem.code == "currency":
            return self.env._("%(place)s: there is no currency “%(text)s”.", place=place, text=problem.text)
        return self.env._("%(place)s: “%(text)s” is no amount.", place=place, text=problem.text)
