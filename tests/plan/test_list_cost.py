"""Opening the list of followed orders costs no more queries with more rows."""

from odoo.tests import tagged

from bench.screens import our_list
from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestListCost(GendanCase):
    def opened(self):
        """Queries and rows of opening the list as the supervisor, in a transaction that has read nothing yet."""
        self.env.flush_all()
        self.env.invalidate_all()
        env = self.env(user=self.supervisor)
        env.user.has_group("base.group_user")
        before = env.cr.sql_log_count
        rows = our_list(env)
        return env.cr.sql_log_count - before, rows

    def test_the_list_reads_all_rows_at_once(self):
        self.confirm_order([(self.carton, 10)])
        self.opened()
        few, rows = self.opened()
        for _number in range(6):
            self.confirm_order([(self.carton, 10), (self.bag, 1000)])
        many, more_rows = self.opened()
        self.assertEqual(more_rows, rows + 6)
        # whether the company's partner is read with the users' is a matter of order, not of rows
        self.assertLessEqual(many, few + 1)
