"""What customers say to their statements."""

from .match_common import MatchCase


class TestStatementLink(MatchCase):
    def test_link_of_a_frozen_statement(self):
        url = self.statement.get_portal_url()
        self.assertTrue(url.startswith(f"/my/statements/{self.statement.id}?"), url)
        self.assertIn(self.statement.access_token, url)
        self.assertEqual(url, self.statement.with_user(self.clerk).get_portal_url())

    def test_what_stands_there_is_agreed_unless_said_otherwise(self):
        amounts = self.statement._gendan_agreed_amounts()
        self.assertEqual(set(amounts), set(self.statement.line_ids))
        self.assertAlmostEqual(sum(amounts.values()), sum(self.statement.line_ids.mapped("amount_total")))
