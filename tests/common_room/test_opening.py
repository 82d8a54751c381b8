"""Documents are opened by those whose rights their form needs; the others are told, not shown a raw error."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gendan_followup.models.common.opening import open_document

from ..common import GendanCase


@tagged("post_install", "-at_install")
class TestOpening(GendanCase):
    def test_the_warehouse_opens_its_transfer_and_a_clerk_is_told(self):
        order = self.confirm_order(lines=[(self.carton, 10)], promised=date(2027, 1, 15))
        transfer = order.picking_ids
        self.assertEqual(open_document(transfer.with_user(self.warehouse_user))["res_id"], transfer.id)
        for user in (self.clerk, self.supervisor):
            with self.assertRaises(UserError) as caught:
                open_document(transfer.with_user(user))
            self.assertNotIsInstance(caught.exception, AccessError)
            self.assertIn(transfer.name, str(caught.exception))
        self.assertEqual(open_document(order.with_user(self.clerk))["res_id"], order.id)

    def test_what_one_may_not_read_is_refused_as_ever(self):
        order = self.confirm_order(lines=[(self.carton, 10)], promised=date(2027, 1, 15))
        with self.assertRaises(AccessError):
            open_document(order.with_user(self.quality_user))
