"""Tax invoices of an invoice of ours."""

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.gendan_followup.tools.tax_invoice import plain_number


class AccountMove(models.Model):
    """The tax invoices of an invoice. Not the eight digits of ``l10n_cn``."""

    _inherit = "account.move"

    gendan_tax_invoice_ids = fields.Many2many(
        "gendan.tax.invoice",
        "gendan_tax_invoice_move_rel",
        "move_id",
        "tax_invoice_id",
        string="Tax Invoices",
        copy=False,
        groups="account.group_account_invoice,account.group_account_readonly,gendan_followup.group_gendan_user,sales_team.group_sale_salesman",
    )
    gendan_tax_numbers = fields.Char(
        string="Tax Invoice Numbers", compute="_compute_gendan_tax_numbers", search="_search_gendan_tax_numbers",
        compute_sudo=True,
    )  # fmt: skip
    gendan_tax_rest = fields.Monetary(
        string="Without a Tax Invoice", compute="_compute_gendan_tax_numbers", compute_sudo=True,
        help="What the tax invoices in force leave of the invoices they are for.",
    )  # fmt: skip

    @api.depends(
        "gendan_tax_invoice_ids.name", "gendan_tax_invoice_ids.total", "gendan_tax_invoice_ids.state",
        "gendan_tax_invoice_ids.move_ids.amount_total", "amount_total",
    )  # fmt: skip
    def _compute_gendan_tax_numbers(self):
        for move in self:
            found = move.gendan_tax_invoice_ids.filtered(lambda one: one.state != "void")
            move.gendan_tax_numbers = ", ".join(found.sorted("id").mapped("name"))
            # one tax invoice may be of several invoices: they are compared together
            together = move | found.move_ids
            owed = sum(-one.amount_total if one.move_type == "out_refund" else one.amount_total for one in together)
            has_amounts = any(found.mapped("total"))
            said = together.gendan_tax_invoice_ids.filtered(lambda one: one.state != "void") if has_amounts else found
            move.gendan_tax_rest = owed - sum(said.mapped("total")) if has_amounts else 0.0

    def _search_gendan_tax_numbers(self, operator, value):
        if operator not in ("ilike", "like", "=", "in", "=ilike"):
            return NotImplemented
        texts = [value] if isinstance(value, str) else value
        domain = Domain.OR(Domain("name", operator if operator != "in" else "=", plain_number(text)) for text in texts)
        # sudo: which invoices; their own rules still hold
        return [("id", "in", self.env["gendan.tax.invoice"].sudo().search(domain).move_ids.ids)]

    def _gendan_notable(self):
        """Those of these whose tax invoice numbers the user may note: what he sees, and what his customers owe."""
        seen = self._filtered_access("read")
        others = (self - seen).sudo()  # sudo: whose they are
        if not others or not self.env["gendan.tax.invoice"].has_access("create"):
            return seen
        Partner = self.env["res.partner"]
        own = [("id", "in", others.commercial_partner_id.ids)]
        if not self.env.user.has_group("gendan_followup.group_gendan_user_all"):
            own += self.env.user._gendan_own_customers("gendan_clerk_id", "commercial_partner_id")
        # sudo: which of them are his; the companies are his, too
        customers = Partner.sudo().search(own)
        found = others.filtered(
            lambda move: move.commercial_partner_id in customers and move.company_id in self.env.companies
        )
        return seen | found.with_env(self.env)

    def action_gendan_tax_numbers(self):
        """Button: note tax invoice numbers of this invoice, pasted or from a list.

        :raise AccessError: it is another's customer
        """
        self.ensure_one()
        if not self._gendan_notable():
            self.check_access("read")
        dialog = self.env["gendan.tax.invoice.read"].create({"move_id": self.id})
        return dialog._gendan_reopen()
