from datetime import date

from odoo import Command

from ..message.common import MessageCase


class TrackCase(MessageCase):
    """An order of cartons for Hamburg, promised for Friday 6 November, its delivery by a carrier with tracking."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds["arrived"].event = "arrived"
        cls.template.line_ids.filtered("is_target").customer_visible = True
        cls.company.stock_move_email_validation = False
        cls.warehouse_user.group_ids = [Command.link(cls.env.ref("stock.group_stock_user").id)]
        cls.put_in_stock(cls.carton, 100000)
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "Shuntu",
                "product_id": cls.make_product("Freight", type="service", is_storable=False).id,
                "tracking_url": "https://shuntu.example/<shipmenttrackingnumber>",
            }
        )
        cls.order = cls.confirm_order(
            [(cls.carton, 100)], promised=date(2026, 11, 6), partner_id=cls.foreign_customer.id, client_order_ref="NL-7"
        )
        cls.order.user_id = cls.rep
        cls.picking = cls.order.picking_ids
        cls.picking.carrier_id = cls.carrier

    def leave(self, picking=None):
        picking = picking or self.picking
        picking.action_assign()
        for move in picking.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        picking.with_user(self.warehouse_user).button_validate()
        self.assertEqual(picking.state, "done")
        self.settle()

    def type(self, number, **values):
        self.picking.with_user(self.warehouse_user).write({"carrier_tracking_ref": number, **values})
        self.settle()

    def rows(self):
        return self.order.gendan_message_ids.filtered("waybill")
