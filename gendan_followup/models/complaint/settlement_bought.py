"""Debits to suppliers: no more than what was bought of them for these goods, or than what the complaint costs us."""

from odoo import models
from odoo.tools import format_amount

# levels of bills of materials looked through for what was bought
DEPTH = 5


class GendanComplaintSettlement(models.Model):
    """What the supplier at fault is debited."""

    _inherit = "gendan.complaint.settlement"

    def _gendan_money_error(self):
        # EXTENDS gendan_followup
        return super()._gendan_money_error() or (self.choice == "debit" and self._gendan_debit_error()) or False

    def _gendan_beyond(self):
        # EXTENDS gendan_followup
        if sentence := super()._gendan_beyond():
            return sentence
        row = self.sudo()  # sudo: what was bought, compared
        if row.choice != "debit" or not row.supplier_id or row._gendan_is_borne() or row._gendan_bought() is not None:
            return False
        return self.env._(
            "%(complaint)s: nobody knows what was bought of %(supplier)s for these goods, and they cost us less. A"
            " supervisor approves “%(settlement)s” first.",
            complaint=self.complaint_id.display_name,
            supplier=row.supplier_id.name,
            settlement=self.display_name,
        )

    def _gendan_debit_error(self):
        """The sentence that a supplier would be debited for more than there is, or False."""
        self.ensure_one()
        row, money = self.sudo(), self.complaint_id.currency_id  # sudo: what was bought, compared
        bought = row._gendan_bought()
        if bought is None or row._gendan_is_borne():
            return False
        own, others = row._gendan_debits()
        left = max(bought - row._gendan_sum(others), 0)
        if money.compare_amounts(row._gendan_sum(own), left) <= 0:
            return False
        return self.env._(
            "%(complaint)s: “%(settlement)s” is more than it costs us, and than the %(left)s that are left of what was"
            " bought of %(supplier)s for these goods. Debit no more.",
            complaint=self.complaint_id.display_name,
            settlement=self.display_name,
            supplier=row.supplier_id.name,
            left=format_amount(self.env, left, money),
        )

    def _gendan_is_borne(self):
        """Whether the suppliers bear no more than what settling the complaint costs us. Call with sudo."""
        complaint = self.complaint_id
        company, money = complaint.company_id, complaint.currency_id
        cost = company.currency_id._convert(complaint.settlement_cost, money, company, company._gendan_today())
        debits = complaint.settlement_ids.filtered(
            lambda row: row.choice == "debit" and not (row.done_at and row._gendan_is_void())
        )
        return money.compare_amounts(sum(debits.mapped("amount")), cost) <= 0

    def _gendan_debits(self):
        """Debits of the same supplier: of this complaint, and those others carried out about the same products. Sudo.

        :return: two recordsets
        """
        supplier = self.supplier_id.commercial_partner_id
        rows = self.search(
            [
                ("choice", "=", "debit"),
                ("company_id", "=", self.company_id.id),
                ("supplier_id", "child_of", supplier.ids),
                "|",
                ("complaint_id", "=", self.complaint_id.id),
                "&",
                ("done_at", "!=", False),
                ("complaint_id.line_ids.product_id", "in", self.complaint_id.line_ids.product_id.ids),
            ]
        )
        rows = (rows | self).filtered(lambda row: not (row.done_at and row._gendan_is_void()))
        own = rows.filtered(lambda row: row.complaint_id == self.complaint_id)
        return own, rows - own

    def _gendan_sum(self, rows):
        """What rows come to, in this one's currency, today."""
        company = self.company_id
        day, money = company._gendan_today(), self.currency_id
        return sum(row.currency_id._convert(row.amount, money, company, day) for row in rows)

    # ------------------------------------------------------------ what was bought

    def _gendan_bought(self):
        """What was received of the supplier of the goods concerned, with tax, in this row's currency. Sudo.

        By lots where the goods have them: theirs, and those of what is in them. Else by product, with what its bill of
        materials names.

        :return: None where nothing is known to have been bought of him
        """
        self.ensure_one()
        complaint = self.complaint_id
        lines = self._gendan_goods() or complaint.line_ids
        lots, products = lines.lot_id, self.env["product.product"]
        for line in lines:
            if not line.lot_id and line.product_id.tracking != "none" and line.lot_ids:
                lots |= line.lot_ids
            elif not line.lot_id:
                products |= line.product_id
        traced = lots | complaint._gendan_kin(lots, "consume_line_ids") if lots else lots
        parts = self._gendan_parts(lines.product_id)
        # what is in the goods and was not traced by lots
        products |= parts.filtered(lambda part: part not in traced.product_id)
        worth = [*self._gendan_received_lots(traced), *self._gendan_received_products(products - traced.product_id)]
        return sum(worth) if worth else None

    def _gendan_parts(self, products):
        """What the bills of materials of these products name, down to what is bought."""
        company, found, level = self.company_id, products.browse(), products
        for _level in range(DEPTH):
            boms = self.env["mrp.bom"]
            for product in level:
                boms |= product._gendan_bom_made(company)
            level = boms.bom_line_ids.product_id - found - products
            found |= level
        return found

    def _gendan_received_lots(self, lots):
        """The value of each receipt of these lots from the supplier, less what went back to him: [amount]."""
        if not lots:
            return []
        rows = self.env["stock.move.line"].search(
            [("lot_id", "in", lots.ids), ("state", "=", "done"), ("move_id.purchase_line_id", "!=", False)]
        )
        supplier = self.supplier_id.commercial_partner_id
        worth = []
        for row in rows:
            bought = row.move_id.purchase_line_id
            if bought.partner_id.commercial_partner_id != supplier or bought.company_id != self.company_id:
                continue
            sign = -1 if row.location_dest_id.usage == "supplier" else 1
            worth.append(sign * row.quantity_product_uom * self._gendan_bought_price(bought))
        return worth

    def _gendan_received_products(self, products):
        """The value of what was received of these products on each line of a purchase of the supplier: [amount]."""
        if not products:
            return []
        supplier = self.supplier_id.commercial_partner_id
        bought = self.env["purchase.order.line"].search(
            [
                ("product_id", "in", products.ids),
                ("company_id", "=", self.company_id.id),
                ("partner_id", "child_of", supplier.ids),
                ("qty_received", ">", 0),
                ("order_id.date_order", "<=", self.complaint_id.received_at),
            ]
        )
        return [
            line.product_uom_id._compute_quantity(line.qty_received, line.product_id.uom_id, round=False)
            * self._gendan_bought_price(line)
            for line in bought
        ]

    def _gendan_bought_price(self, bought):
        """What one, in the product's unit, was bought for, with tax, in this row's currency."""
        if not bought.product_uom_qty:
            return 0.0
        one, day = bought.price_total / bought.product_uom_qty, bought.order_id.date_order
        return bought.currency_id._convert(one, self.currency_id, self.company_id, day, round=False)
