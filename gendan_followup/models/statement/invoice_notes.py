"""A delivery note whose signed copy is missing: said where the goods are invoiced, where the company wants that."""

from odoo import api, fields, models

from .statement_extras import BACK

# so many numbers are named
MOST = 10


class ResCompany(models.Model):
    """Whether it is said."""

    _inherit = "res.company"

    gendan_invoice_asks_note = fields.Boolean(
        "Warn of Missing Signed Notes on Invoices",
        help="Goods that left can always be invoiced: it is a warning. Not in Taiwan, where the invoice is due with the"
        " delivery whatever was signed.",
    )

    def _gendan_asks_note(self):
        """Whether invoices of the company warn of notes that are not signed."""
        return self.gendan_invoice_asks_note and self.country_code != "TW"


class ResConfigSettings(models.TransientModel):
    """Settings of invoices."""

    _inherit = "res.config.settings"

    gendan_invoice_asks_note = fields.Boolean(related="company_id.gendan_invoice_asks_note", readonly=False)
    gendan_country_code = fields.Char(related="company_id.country_code", string="Company's Country", help=False)


class GendanInvoicing(models.AbstractModel):
    """Which signed notes are missing."""

    _inherit = "gendan.invoicing"

    @api.model
    def _gendan_notes_sentence(self, notes):
        """The sentence for those of these delivery notes whose signed copy is not here, or False. Superuser.

        :param notes: gendan.delivery.note
        """
        if not notes:
            return False
        papers = self.env["gendan.document"].search(
            [
                ("res_model", "=", "gendan.delivery.note"),
                ("res_id", "in", notes.ids),
                ("note_returns", "=", True),
                ("voided_at", "=", False),
                ("state", "not in", BACK),
            ]
        )
        missing = notes.browse(sorted(set(papers.mapped("res_id"))))
        if not missing:
            return False
        names = ", ".join(missing[:MOST].mapped("name")) + (" …" if len(missing) > MOST else "")
        return self.env._("The signed copy of these delivery notes is not here yet: %(notes)s.", notes=names)


class GendanStatement(models.Model):
    """The dialog says it before the invoices are made."""

    _inherit = "gendan.statement"

    def _gendan_invoice_notices(self, portions):
        """Sentences to know before these portions are invoiced. Hook, superuser, in the user's language.

        :return: list of sentences; none of them keeps anybody from invoicing
        """
        self.ensure_one()
        if not self.company_id._gendan_asks_note():
            return []
        lines = self.env["gendan.statement.line"].union(
            *(portion.statement_line for portion in portions if portion.statement_line)
        )
        sentence = self.env["gendan.invoicing"]._gendan_notes_sentence(lines.note_id)
        return [sentence] if sentence else []


class AccountMove(models.Model):
    """The invoice says it until it is posted."""

    _inherit = "account.move"

    gendan_notes_warning = fields.Char(
        string="Missing Signed Notes", compute="_compute_gendan_notes_warning", compute_sudo=True
    )

    @api.depends("state", "move_type", "invoice_line_ids.sale_line_ids")
    @api.depends_context("lang")
    def _compute_gendan_notes_warning(self):
        for move in self:
            notes = self.env["gendan.delivery.note"]
            if move.move_type == "out_invoice" and move.state == "draft" and move.company_id._gendan_asks_note():
                notes = move._gendan_notes()
            move.gendan_notes_warning = self.env["gendan.invoicing"]._gendan_notes_sentence(notes)

    def _gendan_notes(self):
        """The delivery notes of what an invoice takes: by its shares, else of all that left for its order lines."""
        self.ensure_one()
        shares = self.gendan_share_ids.filtered(lambda share: share.kind == "goods")
        notes = shares.statement_line_id.note_id
        pickings = shares.picking_id
        if not shares:
            moves = self.invoice_line_ids.sale_line_ids.move_ids
            pickings = moves.filtered(lambda one: one.state == "done").picking_id
        if pickings:
            notes |= notes.search([("picking_id", "in", pickings.ids), ("voided_at", "=", False)])
        return notes
