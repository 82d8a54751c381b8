from odoo import Command

from ..common import GendanCase


class ExportCase(GendanCase):
    """Export papers on; an order of cartons for Germany with its transfer ready, all particulars known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"gendan_export": True, "gendan_export_lang": "english", "gendan_follow_new_orders": False})
        cls.usd = cls.env.ref("base.USD")
        cls.usd.active = True
        cls.carton.write(
            {
                "hs_code": "4819.10.00",
                "country_of_origin": cls.env.ref("base.cn").id,
                "gendan_carton_quantity": 500,
                "gendan_carton_length": 60,
                "gendan_carton_width": 40,
                "gendan_carton_height": 40,
                "gendan_carton_gross": 12,
                "gendan_carton_net": 11,
            }
        )
        cls.bank_account = cls.env["res.partner.bank"].create(
            {
                "partner_id": cls.company.partner_id.id,
                "acc_number": "4000 1234 5678",
                "bank_id": cls.env["res.bank"].create({"name": "Bank of Test", "bic": "TESTCNSH"}).id,
            }
        )
        cls.warehouse_user.group_ids = [Command.link(cls.env.ref("stock.group_stock_user").id)]
        cls.foreign_customer.write({"street": "Hafenweg 7", "city": "Hamburg", "zip": "20457", "user_id": cls.rep.id})
        cls.put_in_stock(cls.carton, 100000)
        cls.pricelist = cls.env["product.pricelist"].create({"name": "USD (test)", "currency_id": cls.usd.id})
        cls.order = cls.make_export()
        cls.picking = cls.order.picking_ids
        cls.shipment = cls.picking.gendan_export_ids

    @classmethod
    def make_export(cls, quantity=1200, price=0.125, **values):
        """A confirmed order for Hamburg in dollars, its transfer reserved."""
        order = cls.make_order(
            [(cls.carton, quantity)],
            **{
                "partner_id": cls.foreign_customer.id,
                "pricelist_id": cls.pricelist.id,
                "incoterm": cls.env.ref("account.incoterm_FOB").id,
                "incoterm_location": "Shenzhen",
                "client_order_ref": "NL-4711",
                **values,
            },
        )
        order.order_line.write({"price_unit": price, "tax_ids": [Command.clear()]})
        order.action_confirm()
        order.picking_ids.action_assign()
        order.picking_ids.gendan_export_ids.write(
            {
                "marks": "NORDLICHT\nHAMBURG\nC/NO. 1-UP",
                "notify": "Same as consignee",
                "port_loading": "Yantian",
                "port_discharge": "Hamburg",
            }
        )
        cls.env.flush_all()
        return order

    @classmethod
    def clerk_of(cls, shipment):
        """The shipment as the customer's clerk sees it."""
        return shipment.with_user(shipment.clerk_id)
