"""What was agreed is invoiced inside its period: the statement says the same as before."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import format_list

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
                invoices=format_list(self.env, moves.sorted("id").mapped("name")),
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
        quiet = set()
        for places in self._gendan_invoice_groups(lines, sold):
            found = {lines[place]["move_id"] for place in places} & sold.keys()
            rest = sum(lines[place]["amount_a"] + lines[place]["amount_b"] for place in places)
            if found and self.currency_id.is_zero(rest - sum(agreed[move] for move in found)):
                quiet |= places
        return quiet

    @api.model
    def _gendan_invoice_groups(self, lines, sold):
        """Corrections that are about the same order lines: invoices, and the goods that are on them.

        :param list lines: dicts of corrections
        :param dict sold: {invoice id: ids of the order lines on it}
        :return: list of sets of places in the list
        """
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
        return [places for _about, places in groups]

    # ------------------------------------------------------------ the next statement

    @api.model
    def _gendan_join_corrections(self, corrected, langs):
        # EXTENDS gendan_followup: an invoice of the time before and the goods that are not open any more by it come to
        # nothing: one line, which says so, not two or more that look like corrections
        result = super()._gendan_join_corrections(corrected, langs)
        ids = {line["move_id"] for lines in corrected.values() for line in lines if line["move_id"]}
        moves = self.env["account.move"].browse(ids).exists().filtered(lambda move: move.is_sale_document())
        sold = {move.id: frozenset(move.invoice_line_ids.sale_line_ids.ids) for move in moves}
        currencies = {one.id: one for one in self.env["res.currency"].browse({key[1] for key in corrected})}
        for key, lines in corrected.items():
            gone, lang = set(), langs.get(key[0])
            env = self.with_context(lang=lang).env if lang else self.env
            for places in self._gendan_invoice_groups(lines, sold):
                invoices = [place for place in places if lines[place]["move_id"] in sold]
                goods = places - set(invoices)
                rest = sum(lines[place]["amount_a"] + lines[place]["amount_b"] for place in places)
                if not invoices or not goods or not currencies[key[1]].is_zero(rest):
                    continue
                gone |= goods
                for place in invoices:
                    line = lines[place]
                    invoice = moves.browse(line["move_id"])
                    line["amount_b"] = -line["amount_a"]
                    line["invoice_number"] = invoice.name
                    line["name"] = env._(
                        "Invoiced since the last statement, dated before: %(invoice)s", invoice=invoice.name
                    )
            lines[:] = [line for place, line in enumerate(lines) if place not in gone]
        return result

    # ------------------------------------------------------------ reconciled

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
