from datetime import timedelta

from odoo.tests import tagged

from tests.insight.common import InsightCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestAbsenceTour(InsightCase, TourCase):
    """A clerk leaves at once; her backup does her work; she is back and reads what happened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.backup.password = cls.backup.login
        # what she is told while she was away is in Odoo, not in a mail
        cls.clerk.notification_type = "inbox"

    def pass_on(self):
        """What the scheduled actions do at the bounds of an absence."""
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_ladders").method_direct_trigger()
            self.env.ref("gendan_followup.ir_cron_absences").method_direct_trigger()
        self.env.invalidate_all()

    def test_away_from_now_and_back(self):
        today = self.company._gendan_today()
        order = self.make_orders(1, promised=today + timedelta(days=30))
        proof = self.of_kind(order, "proof")
        todo = self.todo_of(proof)
        self.put_due(todo, today)
        self.start_tour("/odoo/follow-up-absences", "gendan_followup_absence_away", login=self.clerk.login)
        absence = self.env["gendan.absence"].search([("user_id", "=", self.clerk.id)])
        self.assertEqual((absence.backup_id, absence.state, absence.reason), (self.backup, "away", "Doctor"))
        self.pass_on()
        self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.backup, self.clerk))
        self.start_tour("/odoo/gendan-workbench", "gendan_followup_absence_desk", login=self.backup.login)
        self.assertEqual((proof.state, proof.hand_user_id), ("done", self.backup))
        self.start_tour(
            f"/odoo/action-sale.action_orders/{order.id}", "gendan_followup_absence_order", login=self.backup.login
        )
        self.start_tour(
            f"/odoo/follow-up-absences/{absence.id}", "gendan_followup_absence_back", login=self.clerk.login
        )
        self.env.invalidate_all()
        self.assertEqual(absence.state, "over")
        self.pass_on()
        self.assertTrue(absence.digest_at)
        self.start_tour(
            "/odoo/action-mail.action_discuss?active_id=mail.box_inbox",
            "gendan_followup_absence_digest",
            login=self.clerk.login,
        )
        self.assertFalse(order.with_user(self.backup).has_access("read"), "it is hers again")
