from datetime import timedelta

from odoo.tests import tagged

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestTimelineTour(TourCase):
    """A clerk opens an order's follow-up, ticks a milestone in the timeline and looks at another."""

    def test_tick_in_the_timeline(self):
        order = self.confirm_order(promised=self.company._gendan_today() + timedelta(days=30))
        contract = self.milestone(order, "contract")
        self.assertFalse(contract.actual_date)
        self.start_tour(f"/odoo/gendan-orders/{order.id}", "gendan_followup_timeline", login=self.clerk.login)
        contract.invalidate_recordset()
        self.assertEqual(contract.actual_date, self.company._gendan_today())
        self.assertEqual(contract.hand_user_id, self.clerk)
