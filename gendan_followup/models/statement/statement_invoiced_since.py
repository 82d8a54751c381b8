"""What was agreed is invoiced inside its period: the statement says the same as before."""

from collections import defaultdict

from odoo import api, fields, models

from .invoice_share import AMOUNTS


class GendanStatement(models.Model):
    """Invoicing moves an amount from B, not invoiced, to A, the books: A + B stays, and nothing is to be corrected.

    What the customer took off and we accepted is agreed, too. Whatever an invoice says beyond that is a change.
    """

    _inherit = "gendan.statement"

    invoiced_since = fields.Char(
        compute="_compute_invoiced_since", compute_sudo=True,
        help="Invoices made of it that are dated inside its period.",
    )  # fmt: skip

    @api.depends("invoice_share_ids.move_id.state", "invoice_share_ids.move_id.date")
    @api.depends_context("lang")
    def _compute_invoiced_since(self):
        for statement in self:
            moves = statement._gendan_invoices().filtered(
                lambda move, last=statement.date_to: move.state == "posted" and move.date <= last
            )
            statement.invoiced_since = moves and self.env._(
                "%(invoices)s: dated inside its period. The amount moves from B to A; A + B stays.",
                invoices=", ".join(moves.sorted("id").mapped("name")),
            )

    # ------------------------------------------------------------ changed since

    def _gendan_changed_lines(self):
        # EXTENDS gendan_followup: without what was only invoiced
        result = super()._gendan_changed_lines()
        # of all at once
        ids = {line["move_id"] for lines in result.values() for line in lines if line["move_id"]}
        moves = self.env["account.move"].browse(ids).exists().filtered(lambda move: move.is_sale_document())
        sold = {move.id: frozenset(move.invoice_line_ids.sale_line_ids.ids) for move in moves}
        for statement in self.filtered(lambda one: result[one]):
            quiet = statement._gendan_only_invoiced(result[statement], sold)
            result[statement] = [line for number, line in enumerate(result[statement]) if number not in quiet]
        return result

    def _gendan_only_invoiced(self, lines, sold):
        """Which of these corrections are invoices and the goods on them that come to what was agreed.

        Invoices of the same order line are looked at together: each takes its part of it.

        :param list lines: dicts of `_gendan_changed_lines`
        :param dict sold: {invoice id: ids of the order lines on it}
        :return: set of places in the list
        """
        self.ensure_one()
        # what was agreed to be taken off stands on the invoice and not on what was open
        agreed = defaultdict(float)
        for share in self.invoice_share_ids:
            if share.kind in AMOUNTS:
                agreed[share.move_id.id] += share.amount
        # group of order lines -> places of its corrections
        groups = []
        for number, line in enumerate(lines):
            about = sold.get(line["move_id"]) or {line["sale_line_id"]} - {None, False}
            if not about:
                continue
            joined = [group for group in groups if group[0] & about]
            groups = [group for group in groups if group not in joined]
            groups.append(
                (set(about).union(*(group[0] for group in joined)), {number}.union(*(group[1] for group in joined)))
            )
        quiet = set()
        for _about, places in groups:
            found = {lines[place]["move_id"] for place in places} & sold.keys()
            rest = sum(lines[place]["amount_a"] + lines[place]["amount_b"] for place in places)
            if found and self.currency_id.is_zero(rest - sum(agreed[move] for move in found)):
                quiet |= places
        return quiet

    def _gendan_reconciled_since(self):
        # EXTENDS gendan_followup: an invoice of since then is set off as its own, it is no entry of that time
        result = super()._gendan_reconciled_since()
        for statement, partials in result.items():
            if partials:
                made = statement._gendan_invoices()
                result[statement] = partials.filtered(
                    lambda one, made=made: not (one.debit_move_id | one.credit_move_id).move_id & made
                )
        return result
