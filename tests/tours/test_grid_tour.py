from datetime import timedelta

from odoo.tests import HttpCase, tagged

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestGridTour(GendanCase, HttpCase):
    """A clerk works in the grid as in a spreadsheet: moves, types, is refused, ticks a row, undoes, opens an order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # made here: a browser that waits for them while others ask, too, runs into time-outs
        for name in ("web.assets_web", "web.assets_tests"):
            bundle = cls.env["ir.qweb"]._get_asset_bundle(name)
            bundle.js()
            bundle.css()

    def test_typing_in_the_grid(self):
        self.clerk.write({"lang": "en_US", "password": self.clerk.login})
        today = self.company._gendan_today()
        first = self.confirm_order(promised=today + timedelta(days=30))
        second = self.confirm_order(promised=today + timedelta(days=40))
        self.start_tour("/odoo/gendan-grid", "gendan_followup_grid", login=self.clerk.login)
        self.env.invalidate_all()
        contract = self.milestone(first, "contract")
        self.assertEqual(contract.hand_date, today - timedelta(days=1))
        self.assertEqual(contract.hand_user_id, self.clerk)
        for name in ("contract", "arrived", "material"):
            self.assertFalse(self.milestone(second, name).hand_date, name)
        # ticked together, taken back together: a line each
        self.assertEqual(len([m for m in second.message_ids if "Contract" in (m.body or "")]), 2)
