from datetime import timedelta

from odoo.tests import tagged

from tests.insight.common import InsightCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestWorkbenchTour(InsightCase, TourCase):
    """A clerk's morning: done, skipped, several at once, the list behind a number."""

    def test_the_clerks_morning(self):
        today = self.company._gendan_today()
        orders = self.make_orders(4, promised=today + timedelta(days=30))
        proofs = self.of_kind(orders, "proof")
        self.put_due(self.todo_of(proofs), today)
        self.put_due(self.todo_of(proofs[0]), today - timedelta(days=2))
        self.start_tour("/odoo/gendan-workbench", "gendan_followup_workbench", login=self.clerk.login)
        proofs.invalidate_recordset()
        self.assertEqual(sorted(proofs.mapped("state")), ["done", "done", "done", "skipped"])
        self.assertEqual(proofs[0].hand_user_id, self.clerk)
        self.assertEqual(proofs.filtered(lambda m: m.state == "skipped").skip_reason, "repeat order")
