"""Buying the work of a processor, through Odoo's own purchase orders."""

from odoo import fields, models
from odoo.exceptions import UserError


class GendanOutside(models.Model):
    """What is paid for it: a line of a purchase order of the service."""

    _inherit = "gendan.outside"

    purchase_line_id = fields.Many2one(
        "purchase.order.line",
        string="Purchase Line",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="purchase.group_purchase_user",
    )
    purchase_id = fields.Many2one(
        related="purchase_line_id.order_id", string="Purchase", groups="purchase.group_purchase_user"
    )

    def action_purchase(self):
        """Button: a draft purchase order of the service, one for each processor, with the user's own rights.

        The price is the one typed here, else the vendor list's.

        :return: action that opens them
        :raise UserError: the process says no service, it is bought already, or its unit is another one
        """
        for outside in self:
            if sentence := outside._gendan_purchase_error():
                raise UserError(sentence)
        Purchase = self.env["purchase.order"]
        orders = Purchase
        for (company, processor), those in self.grouped(lambda o: (o.company_id, o.processor_id)).items():
            order = Purchase.with_company(company).create(
                {"partner_id": processor.id, "company_id": company.id, "origin": ", ".join(those.mapped("name"))}
            )
            for outside in those:
                outside.purchase_line_id = self.env["purchase.order.line"].create(
                    outside._gendan_prepare_purchase_line_vals(order)
                )
            orders |= order
        return orders._get_records_action(name=self.env._("Purchases of outside processing"))

    def _gendan_purchase_error(self):
        """The sentence why it cannot be bought by a click, or False."""
        self.ensure_one()
        service = self.process_id.product_id
        if self.state == "cancelled":
            return self.env._("%(outside)s is cancelled.", outside=self.display_name)
        if self.purchase_line_id and self.purchase_id.state != "cancel":
            return self.env._(
                "%(outside)s is on %(purchase)s already.", outside=self.display_name, purchase=self.purchase_id.name
            )
        if not service:
            return self.env._(
                "“%(process)s” does not say which service is bought. Choose it under Configuration ›"
                " Outside Processes.",
                process=self.process_id.name,
            )
        if not self.uom_id._has_common_reference(service.uom_id):
            return self.env._(
                "%(service)s is bought by %(bought)s, %(outside)s is counted in %(counted)s. Count both in units that"
                " can be converted, or buy it by hand.",
                service=service.display_name,
                bought=service.uom_id.name,
                outside=self.display_name,
                counted=self.uom_id.name,
            )
        return False

    def _gendan_prepare_purchase_line_vals(self, order):
        """Values of its line on a purchase order.

        :param order: ``purchase.order``
        """
        service = self.process_id.product_id
        lang = self.processor_id.lang or self.env.lang
        # sudo: names and quantity of the goods
        goods = self.sudo().product_id.with_context(lang=lang)
        vals = {
            "order_id": order.id,
            "product_id": service.id,
            "product_qty": self.uom_id._compute_quantity(self.quantity_sent or self.quantity, service.uom_id),
            "product_uom_id": service.uom_id.id,
            "name": f"{service.with_context(lang=lang).display_name}\n{self.name} · {goods.display_name}",
        }
        if self.due_back:
            vals["date_planned"] = self.company_id._gendan_end_of_day(self.due_back)
        if self.price_unit:
            vals["price_unit"] = self.uom_id._compute_price(self.price_unit, service.uom_id)
        return vals


class PurchaseOrderLine(models.Model):
    """The day a processor's purchase is planned for is the day its goods are due back."""

    _inherit = "purchase.order.line"

    gendan_outside_ids = fields.One2many("gendan.outside", "purchase_line_id", string="Outside Processing")

    def write(self, vals):
        # EXTENDS purchase: the supplier's new day, typed by purchasing or by the supplier on the portal
        result = super().write(vals)
        if vals.get("date_planned") and (lines := self.filtered(lambda line: line.product_id.type == "service")):
            # sudo: who plans purchases need not keep the outside processing
            away = lines.sudo().gendan_outside_ids.filtered(lambda outside: outside.state not in ("back", "cancelled"))
            for outside in away:
                day = outside.company_id._gendan_to_day(outside.purchase_line_id.date_planned)
                if day != outside.due_back:
                    outside.due_back = day
        return result


class PurchaseOrder(models.Model):
    """The way from a purchase to the goods it is about."""

    _inherit = "purchase.order"

    # sudo: a number, for whoever reads the purchase
    gendan_outside_count = fields.Integer("Outside", compute="_compute_gendan_outside_count", compute_sudo=True)

    def _compute_gendan_outside_count(self):
        for order in self:
            order.gendan_outside_count = len(order.order_line.gendan_outside_ids)

    def action_gendan_outside(self):
        """Smart button: the outside processing that is bought here.

        :return: action
        """
        self.ensure_one()
        return self.order_line.gendan_outside_ids._get_records_action(name=self.env._("Outside Processing"))
