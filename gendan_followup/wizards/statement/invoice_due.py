"""Dialog: the invoices that are due now, before they are drafted."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang


class GendanInvoiceDue(models.TransientModel):
    """Of customers who are invoiced with the goods or at month end: what is due, and the drafts of it.

    Clerks draft those of their customers, accounting and those who see all customers all.
    """

    _name = "gendan.invoice.due"
    _inherit = ["gendan.invoice.preview.mixin"]
    _description = "Invoices Due Now"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, readonly=True)
    partner_ids = fields.Many2many("res.partner", string="Customers", help="Empty: all.")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("partner_ids")
    @api.depends_context("lang")
    def _compute_preview(self):
        for dialog in self:
            dialog.preview = self.env["ir.qweb"]._render(
                "gendan_followup.invoice_preview", {"statements": dialog._gendan_preview()}
            )

    def action_make(self):
        """Button: make the drafts and show them.

        :raise UserError: nothing is due
        """
        self.ensure_one()
        partners = self._gendan_partners()
        company = self.company_id
        moves = self._gendan_invoicing()._gendan_make_due(company, partners)
        if not moves:
            raise UserError(self.env._("Nothing is due: what has left is invoiced, or waits for its day."))
        if self.env["account.move"].has_access("read"):
            return moves._gendan_show(self.env)
        return {"type": "ir.actions.act_window_close"}

    def _gendan_invoicing(self):
        """The rule, as superuser: whose customers it is about, `_gendan_partners` says."""
        return self.env["gendan.invoicing"].sudo().with_company(self.company_id)  # sudo: as above

    def _gendan_partners(self):
        """The customers with something due whom the user may invoice, as superuser."""
        self.check_access("write")
        self.company_id.check_access("read")
        partners = self._gendan_invoicing()._gendan_due_partners(self.company_id)
        chosen = self.partner_ids._origin.commercial_partner_id
        partners = partners & chosen.sudo() if chosen else partners  # sudo: as above
        user = self.env.user
        if user.has_group("account.group_account_invoice") or user.has_group("gendan_followup.group_gendan_user_all"):
            return partners
        # sudo: which of them are his
        return partners.sudo().search(
            [("id", "in", partners.ids), *user._gendan_own_customers("gendan_clerk_id", "commercial_partner_id")]
        )

    def _gendan_preview(self):
        """What the template shows."""
        result = []
        for due in self._gendan_invoicing()._gendan_due(self.company_id, self._gendan_partners()):

            def money(amount, currency=due.currency):
                return formatLang(self.env, amount, currency_obj=currency)

            result.append(
                {
                    "name": due.partner.display_name,
                    "notes": due.notes,
                    "parts": [self._gendan_part(part, money) for part, _values in due.parts],
                    "total": money(sum(portion.amount for part, _values in due.parts for portion in part)),
                    "nothing": "",
                }
            )
        return result or [
            {
                "name": "",
                "notes": [],
                "parts": [],
                "total": "",
                "nothing": self.env._("Nothing is due: what has left is invoiced, or waits for its day."),
            }
        ]
