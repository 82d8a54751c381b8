"""Dialog: how what was agreed is spread over invoices, before they are made."""

from odoo import api, fields, models
from odoo.tools import formatLang

from ...models.statement.settlement_profile_invoice import LIMIT_TAX, WAYS


class GendanInvoicePreviewMixin(models.AbstractModel):
    """What dialogs share that show invoices before they are made."""

    _name = "gendan.invoice.preview.mixin"
    _description = "Invoices before They Are Made"

    def _gendan_part(self, part, money):
        """One invoice, as the preview shows it."""
        orders = self.env["sale.order"].sudo().union(*(portion.line.order_id for portion in part))  # sudo: as above
        total = sum(portion.amount for portion in part)
        untaxed = sum(
            portion.amount
            * (portion.line.price_subtotal / portion.line.price_total if portion.line.price_total else 1.0)
            for portion in part
        )
        numbers = dict.fromkeys(one.client_order_ref or one.name for one in orders)
        others = [
            self.env._("%(what)s %(amount)s", what=what, amount=money(sum(amounts)))
            for what, amounts in (
                (self.env._("Deposit Set off"), [one.amount for one in part if one.kind == "deposit"]),
                (self.env._("Deduction Accepted"), [one.amount for one in part if one.kind == "deduction"]),
                (self.env._("Difference Left for Later"), [one.amount for one in part if one.kind == "difference"]),
                (self.env._("More than We Stated"), [one.amount for one in part if one.kind == "more"]),
            )
            if amounts
        ]
        return {
            "is_back": total < 0,
            "to": orders[:1].partner_invoice_id.display_name,
            "orders": ", ".join(list(numbers)[:6]) + (" …" if len(numbers) > 6 else ""),
            "count": len(part),
            "untaxed": money(untaxed),
            "total": money(total),
            "others": others,
        }


class GendanInvoiceMake(models.TransientModel):
    """Shows the invoices that would be made of agreed statements, and makes them.

    One statement is split as the dialog says, several as each customer wishes.
    """

    _name = "gendan.invoice.make"
    _inherit = ["gendan.invoice.preview.mixin"]
    _description = "Make Invoices"

    statement_ids = fields.Many2many("gendan.statement", string="Statements", required=True, readonly=True)
    is_one = fields.Boolean(compute="_compute_is_one")
    way = fields.Selection(WAYS, string="Invoices", compute="_compute_way", store=True, readonly=False)
    limit = fields.Float(
        string="Limit of an Invoice", digits=(16, 2), compute="_compute_way", store=True, readonly=False
    )
    limit_tax = fields.Selection(
        LIMIT_TAX, string="Limit Is", compute="_compute_way", store=True, readonly=False
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("statement_ids")
    def _compute_is_one(self):
        for dialog in self:
            dialog.is_one = len(dialog.statement_ids) == 1

    @api.depends("statement_ids")
    def _compute_way(self):
        for dialog in self:
            dialog.way, dialog.limit, dialog.limit_tax = "one", 0.0, "excluded"
            if len(dialog.statement_ids) == 1:
                dialog.way, dialog.limit, dialog.limit_tax = dialog.statement_ids.sudo()._gendan_split()  # sudo: terms

    @api.depends("statement_ids", "way", "limit", "limit_tax")
    @api.depends_context("lang")
    def _compute_preview(self):
        for dialog in self:
            statements = dialog.statement_ids._origin
            statements.check_access("read")
            dialog.preview = self.env["ir.qweb"]._render(
                "gendan_followup.invoice_preview", {"statements": dialog._gendan_preview(statements.sudo())}
            )  # sudo: asked above; what their invoices would be

    def action_make(self):
        """Button: make the drafts and show them.

        :raise UserError: nothing is left to invoice
        """
        self.ensure_one()
        chosen = (self.way, self.limit, self.limit_tax) if self.is_one else (None, None, None)
        moves = self.statement_ids._gendan_make_invoices(*chosen)
        if self.env["account.move"].has_access("read"):
            return moves._gendan_show(self.env)
        return {"type": "ir.actions.act_window_close"}

    def _gendan_reopen(self):
        """The action that shows this dialog."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make Invoices"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _gendan_preview(self, statements):
        """What the template shows of these statements. Superuser.

        :return: list of dict ``name``, ``notes`` (sentences), ``parts`` (list of dict), ``total`` (text)
        """
        invoicing = self.env["gendan.invoicing"].sudo()  # sudo: as above
        result = []
        for statement, (portions, notes) in statements._gendan_invoice_portions().items():
            own = (self.way, self.limit, self.limit_tax) if self.is_one else statement._gendan_split()
            parts = invoicing._gendan_parts(portions, *own)

            def money(amount, currency=statement.currency_id):
                return formatLang(self.env, amount, currency_obj=currency)

            result.append(
                {
                    "name": statement.display_name,
                    "notes": [*notes, *statement._gendan_invoice_notices(portions)],
                    "parts": [self._gendan_part(part, money) for part in parts],
                    "total": money(sum(portion.amount for portion in portions)),
                    "nothing": statement._gendan_nothing_left() if not parts else "",
                }
            )
        return result
