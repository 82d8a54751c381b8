"""Whose rights do not suffice for a document's form gets a plain one or is told, never a raw error."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gendan_followup.models.common.opening import open_document

from ..common import GendanCase


@tagged("post_install", "-at_install")
class TestOpening(GendanCase):
    def test_production_opens_its_order_and_a_clerk_is_told(self):
        order = self.confirm_order(lines=[(self.bag, 10)], promised=date(2027, 1, 15))
        production = order.mrp_production_ids
        self.assertTrue(production)
        for user in (self.clerk, self.supervisor):
            with self.assertRaises(UserError) as caught:
                open_document(production.with_user(user))
            self.assertNotIsInstance(caught.exception, AccessError)
            self.assertIn(production.name, str(caught.exception))
        self.assertEqual(open_document(order.with_user(self.clerk))["res_id"], order.id)

    def test_the_warehouse_opens_odoos_form_of_a_transfer_and_a_clerk_the_plain_one(self):
        order = self.confirm_order(lines=[(self.carton, 10)], promised=date(2027, 1, 15))
        transfer = order.picking_ids
        self.assertEqual(open_document(transfer.with_user(self.warehouse_user))["views"], [(False, "form")])
        plain = self.env.ref("gendan_followup.gendan_delivery_view_form")
        for user in (self.clerk, self.supervisor):
            action = open_document(transfer.with_user(user))
            self.assertEqual((action["res_id"], action["views"]), (transfer.id, [(plain.id, "form")]))

    def test_what_one_may_not_read_is_refused_as_ever(self):
        order = self.confirm_order(lines=[(self.carton, 10)], promised=date(2027, 1, 15))
        with self.assertRaises(AccessError):
            open_document(order.with_user(self.quality_user))
