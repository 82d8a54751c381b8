from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from tests.production.ranking_common import RankingCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestRankingTour(RankingCase, TourCase):
    """The supervisor drags one order in front of another, sees the effect, says why and decides."""

    def test_one_drag(self):
        today = self.company._gendan_today()
        # two that press and one that does not, from tomorrow on: the days of the common set-up lie in the past here
        (self.first | self.second | self.third).action_cancel()
        press_me_first, other, press_me_last = (
            self.print_order(today + timedelta(days=days), client_order_ref=name)
            for name, days in (("first", 20), ("other", 21), ("last", 60))
        )
        start = self.calendar._gendan_add_hours(fields.Datetime.now() + timedelta(days=1), 0)
        for number, order in enumerate((press_me_first, other, press_me_last)):
            begin = self.calendar._gendan_add_hours(start, 8 * number + 0.01)
            self.operation(order).write({"date_start": begin, "date_finished": begin + timedelta(hours=4)})
        self.operation(press_me_first).name = "Press me first"
        self.operation(press_me_last).name = "Press me last"
        self.settle()
        self.supervisor.lang = "en_US"
        self.start_tour("/odoo/gendan-ranking", "gendan_followup_ranking", login=self.supervisor.login)
        self.env.invalidate_all()
        decision = self.env["gendan.ranking.decision"].search([])
        self.assertEqual(
            (decision.user_id, decision.reason, decision.is_against),
            (self.supervisor, "Their line stands still", True),
        )
        self.assertLess(self.operation(press_me_last).date_start, self.operation(press_me_first).date_start)
        self.assertEqual(self.production(press_me_last).priority, "1")
