from collections import namedtuple

from odoo import api, fields, models

# shares of the ordered quantity; policy as in gendan.tolerance
Tolerance = namedtuple("Tolerance", "over under policy")


class SaleOrderLine(models.Model):
    """Whether a line is complete, judged over all its part deliveries."""

    _inherit = "sale.order.line"

    _gendan_tolerance_range = models.Constraint(
        "CHECK (gendan_over_percent BETWEEN 0 AND 100 AND gendan_under_percent BETWEEN 0 AND 100)",
        "A tolerance is between 0 and 100 %.",
    )

    gendan_own_tolerance = fields.Boolean(
        "Own Tolerance", groups="base.group_user", help="Agreed for this line; else the customer's or product's counts."
    )
    gendan_over_percent = fields.Float("Over (%)", digits=(5, 2), groups="base.group_user")
    gendan_under_percent = fields.Float("Under (%)", digits=(5, 2), groups="base.group_user")
    gendan_over_free = fields.Boolean(
        "Over-Delivery Free of Charge",
        copy=False,
        groups="base.group_user",
        help="What was delivered over the order is not invoiced.",
    )

    def _gendan_tolerances(self):
        """The tolerance of each line, in companies that use them. Anybody may ask. Batch, one query.

        Lines without a price (spare and exchange goods) have none.

        :return: {line: Tolerance}; lines without are left out
        """
        rules_on = self.env["res.company"]._gendan_ship_rules()
        # sudo: the warehouse weighs what the clerk has agreed
        lines = self.sudo().filtered(
            lambda line: (
                "tolerance" in rules_on.get(line.company_id.id, ())
                and not line.display_type
                and not line.currency_id.is_zero(line.price_unit)
            )
        )
        if not lines:
            return {}
        # sudo: as above
        rules = self.env["gendan.tolerance"].sudo().search([("company_id", "in", lines.company_id.ids)])
        table = {
            (rule.company_id.id, rule.partner_id.id, rule.product_tmpl_id.id): Tolerance(
                rule.over_percent / 100.0, rule.under_percent / 100.0, rule.policy
            )
            for rule in rules
        }
        by_product = any(rule.product_tmpl_id for rule in rules)
        result = {}
        for order, own in lines.grouped("order_id").items():
            customer = order.partner_id.commercial_partner_id.id
            for line in own:
                product = by_product and line.product_id.product_tmpl_id.id
                nearest = ((customer, product), (customer, False), (False, product), (False, False))
                keys = ((line.company_id.id, whose, what) for whose, what in nearest)
                rule = next((table[key] for key in keys if key in table), None)
                if line.gendan_own_tolerance:
                    over, under = line.gendan_over_percent, line.gendan_under_percent
                    result[line] = Tolerance(over / 100.0, under / 100.0, rule.policy if rule else "reason")
                elif rule:
                    result[line] = rule
        return result

    def _gendan_is_closed_within(self, tolerance):
        """Whether nothing is on its way any more and what was delivered is the order, within its tolerance. Sudo."""
        self.ensure_one()
        ordered, delivered, unit = self.product_uom_qty, self.qty_delivered, self.product_uom_id
        return (
            bool(tolerance)
            and unit.compare(delivered, 0.0) > 0
            and unit.compare(delivered, ordered * (1 - tolerance.under)) >= 0
            and unit.compare(delivered, ordered * (1 + tolerance.over)) <= 0
            and all(move.state in ("done", "cancel") for move in self.move_ids)
        )

    @api.depends("gendan_over_free")
    def _compute_qty_to_invoice(self):
        # EXTENDS sale: within the tolerance what was delivered is invoiced, also where the order is invoiced
        result = super()._compute_qty_to_invoice()
        # what was delivered to the piece needs no tolerance
        sold = self.filtered(
            lambda line: (
                line.state == "sale"
                and not line.display_type
                and line.qty_delivered
                and line.qty_delivered != line.product_uom_qty
            )
        )
        tolerances = sold._gendan_tolerances() if self.env["res.company"]._gendan_ship_rules() else {}
        for line in sold:
            sudo = line.sudo()  # sudo: figures of the line itself
            if sudo.gendan_over_free and line.product_uom_id.compare(line.qty_delivered, line.product_uom_qty) > 0:
                line.qty_to_invoice = line.product_uom_qty - line.qty_invoiced
            elif line.product_id.invoice_policy == "order" and sudo._gendan_is_closed_within(tolerances.get(sudo)):
                line.qty_to_invoice = line.qty_delivered - line.qty_invoiced
        return result

    def _compute_invoice_status(self):
        # EXTENDS sale, sale_stock: complete within the tolerance and invoiced as delivered is invoiced
        result = super()._compute_invoice_status()
        asked = self.filtered(lambda line: line.invoice_status in ("no", "upselling") and line.qty_delivered)
        tolerances = asked._gendan_tolerances() if self.env["res.company"]._gendan_ship_rules() else {}
        for line in asked:
            sudo = line.sudo()  # sudo: as above
            is_invoiced = not line.product_uom_id.compare(line.qty_invoiced, line.qty_delivered)
            if is_invoiced and sudo._gendan_is_closed_within(tolerances.get(sudo)):
                line.invoice_status = "invoiced"
        return result
