"""Processing orders: announcing the customer's material to the warehouse, sending back what is left."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """The customer's material of a processing order."""

    _inherit = "sale.order"

    gendan_material_ids = fields.One2many(
        "gendan.customer.material",
        "order_id",
        string="Customer's Material",
        copy=False,
        groups="sales_team.group_sale_salesman",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_material_moved(self):
        # sudo: what has moved stays in the books, whoever deletes the order
        if sentence := self.sudo().gendan_material_ids._gendan_kept_error():
            raise UserError(sentence)

    def action_gendan_material_in(self):
        """Button: announce to the warehouse what the customer sends, as a receipt with her as owner.

        :return: action that shows the receipt, or a notification to who may not see it
        :raise UserError: nothing is advised that is not announced or there already
        """
        self.ensure_one()
        self.check_access("write")
        quantities = {
            material: material.advised_qty - flow.received - flow.coming
            for material, flow in self.gendan_material_ids._gendan_flows().items()
        }
        wanted = {material: left for material, left in quantities.items() if material.uom_id.compare(left, 0.0) > 0}
        if not wanted:
            raise UserError(
                self.env._(
                    "Everything the customer advised for %(order)s is announced or there already.", order=self.name
                )
            )
        transfer = self._gendan_material_transfer(wanted, "in")
        return transfer._gendan_show_made()

    def action_gendan_material_out(self):
        """Button: have the warehouse send back what is left of the customer's material.

        What productions that are not done will still take stays here.

        :return: action that shows the delivery, or a notification to who may not see it
        :raise UserError: nothing is left
        """
        self.ensure_one()
        self.check_access("write")
        flows = self.gendan_material_ids._gendan_flows()
        quantities = {material: flow.balance - flow.leaving - flow.planned for material, flow in flows.items()}
        wanted = {material: left for material, left in quantities.items() if material.uom_id.compare(left, 0.0) > 0}
        if not wanted:
            planned = [material for material, flow in flows.items() if flow.balance > flow.leaving]
            if planned:
                raise UserError(
                    self.env._(
                        "%(order)s: its productions still take all of %(material)s that is here. What is left goes"
                        " back when they are done, or at once when they are cancelled.",
                        order=self.name,
                        material=planned[0].product_id.display_name,
                    )
                )
            raise UserError(
                self.env._("Nothing of the customer's material for %(order)s is left with us.", order=self.name)
            )
        transfer = self._gendan_material_transfer(wanted, "out")
        return transfer._gendan_show_made()

    def _gendan_material_transfer(self, quantities, way):
        """The transfer that brings the customer's material or takes it back, ready for the warehouse.

        :param dict quantities: {material: quantity in its unit}
        :param str way: "in" or "out"
        :return: ``stock.picking``
        """
        self.ensure_one()
        order = self.sudo()  # sudo: the clerk orders it, the warehouse does it; the right to the order was checked
        customer = order.partner_id.commercial_partner_id
        outside = customer.with_company(order.company_id).property_stock_customer
        if way == "in":
            kind = order.warehouse_id.in_type_id
            source, target = outside, kind.default_location_dest_id
        else:
            kind = order.warehouse_id.out_type_id
            source, target = order.warehouse_id.lot_stock_id, outside
        days = [material.expected_on for material in quantities if material.expected_on] if way == "in" else ()
        values = {
            "picking_type_id": kind.id,
            "partner_id": order.partner_shipping_id.id,
            "owner_id": customer.id,
            "origin": order.name,
            "company_id": order.company_id.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "move_ids": [
                Command.create(
                    {
                        "product_id": material.product_id.id,
                        "product_uom_qty": quantity,
                        "product_uom": material.uom_id.id,
                        "location_id": source.id,
                        "location_dest_id": target.id,
                        "company_id": order.company_id.id,
                        "gendan_material_id": material.id,
                    }
                )
                for material, quantity in quantities.items()
            ],
        }
        if days:
            values["scheduled_date"] = order.company_id._gendan_end_of_day(max(days))
        transfer = order.env["stock.picking"].create(values)
        transfer.action_confirm()
        transfer.action_assign()
        quantities_of = self.env["gendan.customer.material"].union(*quantities)
        quantities_of._gendan_moved()
        return transfer.with_env(self.env)
