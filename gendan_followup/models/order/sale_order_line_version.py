from odoo import fields, models


class SaleOrderLine(models.Model):
    """A line's part in the versions of its order."""

    _inherit = "sale.order.line"

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
