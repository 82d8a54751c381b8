"""Goods sent to somebody else, invoices to somebody else: the complaint is the customer's who ordered."""

from odoo.tests import tagged

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestAboutOthers(ComplaintCase):
    def test_goods_sent_to_the_customers_customer(self):
        taker = self.env["res.partner"].create({"name": "Taker of Goods", "is_company": True})
        order = self.delivered_order(partner_shipping_id=taker.id, partner_invoice_id=taker.id)
        self.assertEqual(order.picking_ids.partner_id, taker)
        complaint = self.complain(picking_id=order.picking_ids.id)
        self.assertEqual((complaint.partner_id, complaint.order_id), (self.customer, order))
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.partner_id, taker)
        complaint = self.complain(self.env.user, picking_id=False, invoice_id=invoice.id)
        self.assertEqual((complaint.partner_id, complaint.order_id), (self.customer, order))
        found = self.env["gendan.complaint"]._gendan_recognise_documents(
            [order.picking_ids.name], self.customer, self.company
        )
        self.assertEqual(found, {"picking_id": order.picking_ids.id})
