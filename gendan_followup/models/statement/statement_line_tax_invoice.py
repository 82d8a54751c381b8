"""Tax invoice numbers on the lines of a statement."""

from odoo import api, fields, models
from odoo.tools import SQL


class GendanInvoiceShare(models.Model):
    """The tax invoices of the invoice, for those who see the statement and not the invoice."""

    _inherit = "gendan.invoice.share"

    tax_invoice_numbers = fields.Char(related="move_id.gendan_tax_numbers", string="Tax Invoice No.")

    def action_note_numbers(self):
        """Button: note tax invoice numbers of the invoice."""
        self.ensure_one()
        return self.move_id.action_gendan_tax_numbers()


class GendanStatementLine(models.Model):
    """The tax invoices of what a line says: its own field, since what was sealed stays."""

    _inherit = "gendan.statement.line"

    tax_invoice_numbers = fields.Char(
        string="Tax Invoice No.", compute="_compute_tax_invoice_numbers", search="_search_tax_invoice_numbers",
        compute_sudo=True,
    )  # fmt: skip

    @api.depends(
        "move_id.gendan_tax_invoice_ids.name", "move_id.gendan_tax_invoice_ids.state",
        "invoice_share_ids.move_id.gendan_tax_invoice_ids.name",
        "invoice_share_ids.move_id.gendan_tax_invoice_ids.state",
    )  # fmt: skip
    def _compute_tax_invoice_numbers(self):
        found = self._gendan_tax_numbers()
        for line in self:
            line.tax_invoice_numbers = found.get(line.id, "")

    def _gendan_tax_numbers(self):
        """The tax invoices in force of these lines: {id: numbers}, those without any left out. Superuser; one query."""
        return self._gendan_read_tax_numbers(SQL("line.id = ANY(%s)", self.ids))

    @api.model
    def _gendan_read_tax_numbers(self, which):
        """The tax invoices in force of lines, without naming each: a statement may have fifty thousand. Superuser.

        :param SQL which: condition on the table of lines, called ``line``
        :return: {id of a line: numbers}, those without any left out
        """
        for model, names in (
            ("gendan.tax.invoice", ["name", "state", "move_ids"]),
            ("gendan.invoice.share", ["statement_line_id", "move_id"]),
            ("gendan.statement.line", ["move_id", "statement_id"]),
            ("account.move", ["gendan_tax_invoice_ids"]),
        ):
            self.env[model].flush_model(names)
        rows = self.env.execute_query(
            SQL(
                """SELECT found.line_id, STRING_AGG(number.name, ', ' ORDER BY number.id)
                     FROM (SELECT line.id AS line_id, rel.tax_invoice_id
                             FROM gendan_statement_line line
                             JOIN gendan_tax_invoice_move_rel rel ON rel.move_id = line.move_id
                            WHERE %(which)s
                            UNION
                           SELECT line.id, rel.tax_invoice_id
                             FROM gendan_statement_line line
                             JOIN gendan_invoice_share share ON share.statement_line_id = line.id
                             JOIN gendan_tax_invoice_move_rel rel ON rel.move_id = share.move_id
                            WHERE %(which)s) found
                     JOIN gendan_tax_invoice number ON number.id = found.tax_invoice_id
                    WHERE number.state <> 'void'
                    GROUP BY found.line_id""",
                which=which,
            )
        )
        return dict(rows)

    def _search_tax_invoice_numbers(self, operator, value):
        found = self.env["account.move"]._search_gendan_tax_numbers(operator, value)
        if found is NotImplemented:
            return found
        moves = found[0][2]
        shares = self.env["gendan.invoice.share"].sudo().search([("move_id", "in", moves)])  # sudo: as there
        return ["|", ("move_id", "in", moves), ("id", "in", shares.statement_line_id.ids)]
