from datetime import timedelta

from odoo.tests import HttpCase, tagged

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestTimelineTour(GendanCase, HttpCase):
    """A clerk opens an order's follow-up, ticks a milestone in the timeline and looks at another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # made here: a browser that waits for them while others ask, too, runs into time-outs
        for name in ("web.assets_web", "web.assets_tests"):
            bundle = cls.env["ir.qweb"]._get_asset_bundle(name)
            bundle.js()
            bundle.css()

    def test_tick_in_the_timeline(self):
        self.clerk.password = self.clerk.login
        order = self.confirm_order(promised=self.company._gendan_today() + timedelta(days=30))
        contract = self.milestone(order, "contract")
        self.assertFalse(contract.actual_date)
        self.start_tour(f"/odoo/gendan-orders/{order.id}", "gendan_followup_timeline", login=self.clerk.login)
        contract.invalidate_recordset()
        self.assertEqual(contract.actual_date, self.company._gendan_today())
        self.assertEqual(contract.hand_user_id, self.clerk)
