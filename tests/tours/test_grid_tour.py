from datetime import timedelta

from odoo.tests import tagged

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestGridTour(TourCase):
    """A clerk works in the grid as in a spreadsheet: moves, types, is refused, ticks a row, undoes, opens an order."""

    def test_typing_in_the_grid(self):
        self.clerk.lang = "en_US"
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
