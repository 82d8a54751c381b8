from odoo import models


class SaleOrderLine(models.Model):
    """A line's share in what the customer will owe."""

    _inherit = "sale.order.line"

    def _gendan_amount_not_invoiced(self):
        """What is still to come on posted invoices for this line, taxes included, in the order's currency.

        Below zero for a deposit that has been invoiced and not been deducted yet.
        """
        self.ensure_one()
        if self.is_downpayment:
            return -self.amount_invoiced
        if self.invoice_status == "invoiced":
            expected = self.qty_invoiced  # nothing more will come but what is on draft invoices
        else:
            expected = max(self.product_uom_qty, self.qty_delivered)
        quantity = expected - self.qty_invoiced_posted
        if self.product_uom_id.compare(quantity, 0.0) <= 0:
            return 0.0
        if self.product_uom_qty:
            return self.price_total / self.product_uom_qty * quantity
        return self.price_unit * (1 - self.discount / 100.0) * quantity
