"""What the customer wants first: among her open orders, and among the lines of one."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestPriority(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = cls.company._gendan_today()
        cls.later = cls.confirm_order([(cls.bag, 100)], promised=today + timedelta(days=30))
        cls.sooner = cls.confirm_order([(cls.bag, 100)], promised=today + timedelta(days=25))

    def listed(self, user):
        """The customer's open orders as the button shows them to ``user``."""
        action = self.customer.with_user(user).action_gendan_open_orders()
        arch = self.env.ref("gendan_followup.sale_order_view_list_customer").arch
        self.assertIn('default_order="gendan_priority desc, gendan_promise_date, id"', arch)
        return (
            self.env[action["res_model"]]
            .with_user(user)
            .search(action["domain"], order="gendan_priority desc, gendan_promise_date, id")
        )

    def test_open_orders_stand_in_the_order_agreed_with_the_customer(self):
        self.assertEqual(self.listed(self.clerk), self.sooner + self.later)
        self.later.with_user(self.clerk).gendan_priority = "2"
        self.assertEqual(self.listed(self.clerk), self.later + self.sooner)

    def test_the_customer_counts_her_orders_under_way_only(self):
        other = self.confirm_order(
            [(self.bag, 100)],
            partner_id=self.foreign_customer.id,
            promised=self.company._gendan_today() + timedelta(days=30),
        )
        self.assertEqual(self.customer.gendan_open_order_count, 2)
        self.sooner._action_cancel()
        self.sooner._gendan_settle()
        customers = self.customer + self.foreign_customer
        customers.invalidate_recordset()
        self.assertEqual(customers.mapped("gendan_open_order_count"), [1, 1])
        self.assertEqual(self.portal_user.partner_id.gendan_open_order_count, 1, "a contact counts like its company")
        self.assertNotIn(other, self.listed(self.clerk))

    def test_each_sees_only_what_she_follows(self):
        self.assertFalse(self.listed(self.other_clerk))
        with self.assertRaises(AccessError):
            self.later.with_user(self.other_clerk).gendan_priority = "1"

    def test_lines_have_a_rank_of_their_own(self):
        order = self.confirm_order(
            [(self.bag, 100), (self.carton, 40)], promised=self.company._gendan_today() + timedelta(days=30)
        )
        bag, carton = order.order_line
        carton.with_user(self.clerk).gendan_priority = "2"
        self.assertEqual((bag.gendan_priority, carton.gendan_priority), ("0", "2"))
        self.assertEqual(order.copy().order_line.mapped("gendan_priority"), ["0", "0"], "agreed for this order only")

    def test_the_rank_does_not_push_other_customers_aside(self):
        self.later.with_user(self.clerk).gendan_priority = "2"
        self.assertEqual(set(self.later.picking_ids.mapped("priority")), {"0"})
