"""Record rules with absences: the work is seen by who stands in, from the first moment to the last."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from tests.common import MONDAY, TODAY, GendanCase


@tagged("post_install", "-at_install")
class TestVisibility(GendanCase):
    def sees(self, user, plan, at=MONDAY):
        with freeze_time(at):
            # the rule itself is kept per user: only the moment may change
            found = self.env["gendan.plan"].with_user(user).search([("id", "in", plan.ids)])
            self.assertEqual(bool(found), plan.with_user(user).has_access("read"))
            return bool(found)

    @freeze_time(MONDAY)
    def test_work_moves_with_the_absence_and_comes_back(self):
        plan = self.confirm_order(promised=TODAY + timedelta(days=30)).gendan_plan_ids
        self.assertTrue(plan)
        start, end = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
        self.env["gendan.absence"].create(
            {"user_id": self.clerk.id, "backup_id": self.backup.id, "date_from": start, "date_to": end}
        )
        self.env.flush_all()
        second = timedelta(seconds=1)
        for moment, seen in (
            (MONDAY, False),
            (start - second, False),
            (start, True),
            (end - second, True),
            (end, False),
        ):
            self.assertEqual(self.sees(self.backup, plan, moment), seen, moment)
            self.assertTrue(self.sees(self.clerk, plan, moment), "the clerk herself may look in while away")
            self.assertFalse(self.sees(self.other_clerk, plan, moment))
            self.assertTrue(self.sees(self.supervisor, plan, moment))
        self.assertEqual(plan.clerk_id, self.clerk)

    @freeze_time(MONDAY)
    def test_setting_shows_all(self):
        plan = self.confirm_order(promised=TODAY + timedelta(days=30)).gendan_plan_ids
        self.assertFalse(self.sees(self.other_clerk, plan))
        self.env["res.config.settings"].create({"group_gendan_all_customers": True}).execute()
        self.assertTrue(self.sees(self.other_clerk, plan))
