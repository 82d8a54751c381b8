"""Statements as events of the plans of the orders they list."""

from odoo import models

AGREED = ("agreed", "agreed_other", "closed")


class SaleOrderLine(models.Model):
    """When what was delivered of a line stood on a statement that was sent, agreed, signed."""

    _inherit = "sale.order.line"

    def _gendan_actual_statement_sent(self, kind):
        """The day the statement with the line's last delivery was sent."""
        return {
            line: statement.company_id._gendan_to_day(statement.sent_on) if statement else False
            for line, statement in self._gendan_last_statements().items()
        }

    def _gendan_actual_statement_agreed(self, kind):
        """The day that statement was agreed."""
        return {
            line: statement.agreed_on if statement and statement.state in AGREED else False
            for line, statement in self._gendan_last_statements().items()
        }

    def _gendan_actual_statement_valid(self, kind):
        # EXTENDS gendan_followup: statements are papers of several orders
        result = super()._gendan_actual_statement_valid(kind)
        last = self.browse(line.id for line, day in result.items() if not day)._gendan_last_statements()
        papers = self.env["gendan.statement"].union(*last.values())._gendan_papers() if any(last.values()) else None
        if not papers:
            return result
        counting = papers._gendan_counts()
        by_statement = papers.grouped("res_id")
        for line, statement in last.items():
            own = by_statement.get(statement.id) if statement else None
            if own and own <= counting:
                result[line] = max(paper._gendan_counts_since() for paper in own)
        return result

    def _gendan_last_statements(self):
        """The statement that lists each line's last delivery, when all that was ordered has left and it was sent, sudo.

        Two queries, however many lines.

        :return: {line: gendan.statement, empty where there is none}
        """
        none = self.env["gendan.statement"].sudo()  # sudo: which day it was, whoever asks
        found = self.env["gendan.statement.line"].sudo()._read_group(  # sudo: as above
            [
                ("sale_line_id", "in", self.ids),
                ("kind", "in", ("delivery", "return")),
                ("statement_id.state", "not in", ("draft", "checked", "replaced")),
            ],
            ["sale_line_id"],
            ["quantity:sum", "statement_id:recordset"],
        )
        stated = {line.id: (quantity, statements) for line, quantity, statements in found}
        result = {}
        for line in self:
            quantity, statements = stated.get(line.id, (0.0, none))
            one = line.sudo()  # sudo: quantities only
            is_all = statements and not one.product_uom_id.compare(quantity, one.qty_delivered)
            still = any(move.state not in ("done", "cancel") for move in one.move_ids) if is_all else True
            result[line] = none if still else statements.sorted("date_to")[-1:]
        return result
