from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .sale_order_version import LOCK_IS_HELD


class SaleOrderLine(models.Model):
    """Lines of an agreed order change by a change request only."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale_stock
        lines = super().create(vals_list)
        # after super: drafts cost nothing, and a locked order has launched nothing. Odoo's own lines for extra goods
        # and down payments have no quantity: nothing more is sold by them
        sold = lines.filtered(
            lambda line: (
                line.state == "sale" and not line.is_downpayment and (line.display_type or line.product_uom_qty)
            )
        )
        if sentence := sold.order_id._gendan_change_error():
            raise UserError(sentence)
        return lines

    def write(self, vals):
        # EXTENDS sale: before its own lock, whose sentence names columns and no way out
        # nothing is written on, too: Odoo's own modules do it for each move that is cleaned up
        if self and (touched := set(self._get_protected_fields()) & vals.keys()):
            # the text of a down payment follows its invoice
            lines = self.filtered(lambda line: not line.is_downpayment) if touched == {"name"} else self
            if sentence := lines.order_id._gendan_change_error():
                raise UserError(sentence)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        # the others Odoo keeps from being deleted, or they are its own
        texts = self.filtered(lambda line: line.display_type and not line.is_downpayment)
        if sentence := texts.order_id._gendan_change_error():
            raise UserError(sentence)

    def _get_protected_fields(self):
        # EXTENDS sale: a change that is applied, and what Odoo itself writes, go through our lock, not through others'
        if self.env.context.get("gendan_lock_is_held") is LOCK_IS_HELD:
            if all(order.gendan_version for order in self.order_id if order.locked):
                return []
        return super()._get_protected_fields()

    def _gendan_version_vals(self):
        """What a version of the order keeps of this line, ready for JSON."""
        self.ensure_one()
        day = self.gendan_promise_date or self._gendan_wished_day() or self.order_id.gendan_requested_date
        return {
            "line_id": self.id,
            "product_id": self.product_id.id,
            "name": self.name or "",
            "quantity": self.product_uom_qty,
            "uom": self.product_uom_id.name or "",
            "price": self.price_unit,
            "discount": self.discount,
            "tax_ids": sorted(self.tax_ids.ids),
            "subtotal": self.price_subtotal,
            "currency_id": self.currency_id.id,
            "day": fields.Date.to_string(day) if day else False,
        }

    def _gendan_change_vals(self):
        """Values of this line in a change request: as it is, until something is typed over."""
        self.ensure_one()
        # the day promised last; of a line delivered in parts, the last of them
        day = max(self.gendan_part_ids.filtered("promised_date").mapped("promised_date"), default=False)
        day = day or self._gendan_wished_day()
        return {
            "line_id": self.id,
            "is_added": False,
            "sequence": self.sequence,
            "product_id": self.product_id.id,
            "old_quantity": self.product_uom_qty,
            "quantity": self.product_uom_qty,
            "old_uom_id": self.product_uom_id.id,
            "uom_id": self.product_uom_id.id,
            "old_price": self.price_unit,
            "price": self.price_unit,
            "old_discount": self.discount,
            "discount": self.discount,
            "old_tax_ids": [Command.set(self.tax_ids.ids)],
            "tax_ids": [Command.set(self.tax_ids.ids)],
            "old_date": day,
            "date": day,
            "old_text": self.name,
            "text": self.name,
        }
