"""Where red invoices come from: credit notes, and returns of goods that were invoiced."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.gendan_followup.tools.tax_invoice import tax_period

from .red_invoice import STATE


class GendanRedInvoice(models.Model):
    """Making them."""

    _inherit = "gendan.red.invoice"

    @api.model
    def _gendan_prepare(self, company, partner, lines, **values):
        """Values of one about order lines that were invoiced.

        :param lines: sale.order.line, superuser
        :param values: of the record
        """
        invoices = lines.invoice_lines.move_id.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )
        originals = invoices.gendan_tax_invoice_ids.filtered(lambda one: one.state == "valid")
        return {
            "company_id": company.id,
            "partner_id": partner.commercial_partner_id.id,
            "original_ids": [fields.Command.set(originals.ids)],
            "way": self._gendan_way(company, originals, values.get("amount", 0.0) + values.get("tax", 0.0)),
            **values,
        }

    @api.model
    def _gendan_way(self, company, originals, total):
        """A red invoice; in Taiwan a whole one is voided within its period, else an allowance."""
        if company.country_code != "TW":
            return "red"
        today = tax_period(company._gendan_today())
        is_now = originals and all(one.date and tax_period(one.date) == today for one in originals)
        is_whole = company.currency_id.compare_amounts(sum(originals.mapped("total")), total) == 0
        return "void" if is_now and is_whole else "allowance"

    def _gendan_allowance_rows(self):
        """The goods on the paper: those of the credit note, else of the return, else none but the sum.

        :return: list of dict ``name``, ``quantity``, ``price``, ``amount``, ``tax`` (text)
        """
        self.ensure_one()
        one = self.sudo()  # sudo: printed by whoever may read it

        def money(amount):
            return formatLang(self.env, amount, currency_obj=one.currency_id)

        lines = one.credit_move_id.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        if lines:
            return [
                {
                    "name": line.product_id.display_name or line.name or "",
                    "quantity": f"{line.quantity:g} {line.product_uom_id.name or ''}",
                    "price": formatLang(self.env, line.price_unit, digits=4).rstrip("0").rstrip("."),
                    "amount": money(line.price_subtotal),
                    "tax": money(line.price_total - line.price_subtotal),
                }
                for line in lines
            ]
        moves = one.picking_id.move_ids.filtered(lambda move: move.state == "done")
        if not moves:
            sums = {"amount": money(one.amount), "tax": money(one.tax)}
            return [{"name": one.note or "", "quantity": "", "price": "", **sums}]
        return [
            {
                "name": move.product_id.display_name,
                "quantity": f"{move.quantity:g} {move.product_uom.name}",
                "price": "",
                "amount": "",
                "tax": "",
            }
            for move in moves
        ]

    def _gendan_open_form(self):
        """The action that shows this one."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }


class AccountMove(models.Model):
    """The red invoice of a credit note."""

    _inherit = "account.move"

    gendan_red_ids = fields.One2many(
        "gendan.red.invoice",
        "credit_move_id",
        string="Red Invoices",
        groups="account.group_account_invoice,account.group_account_readonly,gendan_followup.group_gendan_user,"
        "sales_team.group_sale_salesman",
    )

    def action_gendan_red_invoice(self):
        """Button: the red invoice or allowance of this credit note; made where there is none.

        One that was made from the return takes the credit note.

        :raise UserError: it is no posted credit note
        """
        self.ensure_one()
        self.check_access("read")
        Red = self.env["gendan.red.invoice"]
        Red.check_access("create")
        move = self.sudo()  # sudo: asked above; what it says
        if move.move_type != "out_refund" or move.state != "posted":
            raise UserError(
                self.env._("%(entry)s is no posted credit note to a customer.", entry=move.display_name)
            )
        found = Red.sudo().search(  # sudo: whether there is one; opening it asks the rights
            [("credit_move_id", "=", move.id), ("state", "!=", "cancelled")], limit=1
        )
        if not found:
            lines = move.invoice_line_ids.sale_line_ids
            returns = lines.move_ids.picking_id._gendan_invoiced_returns().picking_id
            settled = returns.gendan_red_ids.filtered(lambda one: one.state != "cancelled")
            alone = settled.filtered(lambda one: not one.credit_move_id)
            found = alone.filtered(lambda one: one.state != "done")[:1] or alone.filtered(
                lambda one: one.currency_id == move.currency_id
                and one.currency_id.compare_amounts(one.total, move.amount_total) == 0
            )[:1]
            returns -= settled.picking_id
            values = Red.sudo()._gendan_prepare(  # sudo: as above
                move.company_id,
                move.partner_id,
                lines or move.reversed_entry_id.invoice_line_ids.sale_line_ids,
                credit_move_id=move.id,
                picking_id=returns.id if len(returns) == 1 else False,
                currency_id=move.currency_id.id,
                amount=move.amount_untaxed,
                tax=move.amount_tax,
                reason="returned" if returns else "allowance",
            )
            reversed_numbers = move.reversed_entry_id.gendan_tax_invoice_ids.filtered(lambda one: one.state == "valid")
            if reversed_numbers:
                values["original_ids"] = [fields.Command.set(reversed_numbers.ids)]
            if found.state == "done":
                # it was issued before the books knew
                found.with_context(gendan_red_state=STATE).write({"credit_move_id": move.id})
                found.tax_invoice_id.move_ids |= move
            elif found:
                found.write({name: values[name] for name in ("credit_move_id", "amount", "tax", "currency_id")})
            else:
                found = Red.sudo().create(values)  # sudo: asked above
        return found.with_env(self.env)._gendan_open_form()


class StockPicking(models.Model):
    """The red invoice of a return."""

    _inherit = "stock.picking"

    gendan_red_ids = fields.One2many(
        "gendan.red.invoice", "picking_id", string="Red Invoices", groups="gendan_followup.group_gendan_user"
    )
    gendan_can_red = fields.Boolean(
        string="Goods Were Invoiced", compute="_compute_gendan_can_red", compute_sudo=True
    )

    @api.depends("state", "move_ids.sale_line_id.qty_invoiced")
    def _compute_gendan_can_red(self):
        for picking in self:
            picking.gendan_can_red = picking.state == "done" and bool(picking._gendan_invoiced_returns())

    def _gendan_invoiced_returns(self):
        """The moves of goods that came back to be credited and are on posted invoices. Superuser."""
        return self.move_ids.filtered(
            lambda move: move.state == "done" and move.to_refund and move.location_id.usage == "customer"
            and move.sale_line_id.qty_invoiced_posted > 0
        )  # fmt: skip

    def action_gendan_red_invoice(self):
        """Button: the red invoice or allowance of goods that came back after they were invoiced.

        :raise UserError: none of them was invoiced
        """
        self.ensure_one()
        self.check_access("read")
        Red = self.env["gendan.red.invoice"]
        Red.check_access("create")
        picking = self.sudo()  # sudo: asked above; prices and invoices of what came back
        moves = picking._gendan_invoiced_returns()
        if not moves:
            raise UserError(
                self.env._("Nothing of %(transfer)s was invoiced: it is a line less on the next invoice.",
                           transfer=picking.name)
            )  # fmt: skip
        found = picking.gendan_red_ids.filtered(lambda one: one.state != "cancelled")[:1]
        if not found:
            untaxed = total = 0.0
            for move in moves:
                line = move.sale_line_id
                quantity = move.product_uom._compute_quantity(move.quantity, line.product_uom_id)
                share = quantity / line.product_uom_qty if line.product_uom_qty else 0.0
                untaxed += line.price_subtotal * share
                total += line.price_total * share
            currency = moves.sale_line_id.currency_id[:1]
            untaxed, total = currency.round(untaxed), currency.round(total)
            values = Red.sudo()._gendan_prepare(  # sudo: as above
                picking.company_id,
                moves.sale_line_id.order_id[:1].partner_invoice_id,
                moves.sale_line_id,
                picking_id=picking.id,
                currency_id=currency.id,
                amount=untaxed,
                tax=total - untaxed,
                reason="returned",
            )
            found = Red.sudo().create(values)  # sudo: asked above
        return found.with_env(self.env)._gendan_open_form()


class GendanTodo(models.Model):
    """What waits on red invoices, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), ("red_invoice", self.env._("Red invoice or allowance under way"))]
