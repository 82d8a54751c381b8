from datetime import timedelta

from odoo.tests import HttpCase, tagged

from tests.insight.common import InsightCase


@tagged("post_install", "-at_install")
class TestWorkbenchTour(InsightCase, HttpCase):
    """A clerk's morning: done, skipped, several at once, the list behind a number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # made here: a browser that waits for them while others ask, too, runs into time-outs
        for name in ("web.assets_web", "web.assets_tests"):
            bundle = cls.env["ir.qweb"]._get_asset_bundle(name)
            bundle.js()
            bundle.css()

    def test_the_clerks_morning(self):
        self.clerk.password = self.clerk.login
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
