"""Differences of a statement that is issued anew: gone with what was corrected, else carried to the new version."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .invoice_common import InvoiceCase


@tagged("post_install", "-at_install")
class TestAnswerReissued(InvoiceCase):
    @freeze_time("2026-11-04 04:00:00")
    def test_what_the_new_version_corrects_is_settled_the_rest_goes_with_it(self):
        statement = self.agreed("disputed")
        first = statement.line_ids.filtered(lambda one: one.sale_line_id.order_id == self.first)
        second = statement.line_ids.filtered(lambda one: one.sale_line_id.order_id == self.second)
        cheaper = self.currency.round(60 * 4.5 * 1.13)
        answer = statement._gendan_take_answer(
            {"result": "disputed", "how": "mail", "said_by": "Ms Lin"},
            [
                {"line_id": first.id, "their_amount": cheaper, "reason": "price"},
                {"line_id": second.id, "their_amount": 0.0, "reason": "not_received"},
                {"name": "Sorting", "their_amount": -10.0, "reason": "quality"},
            ],
        )
        price, missing, sorting = statement.difference_ids.sorted("id")
        self.first.order_line.price_unit = 4.5
        self.env.flush_all()
        new = self.Statement.browse(statement.action_reissue()["res_id"])
        self.assertEqual((price.state, price.settled_how, price.statement_id), ("settled", "reissue", statement))
        self.assertEqual((missing.state, missing.statement_id, missing.line_id.statement_id), ("open", new, new))
        self.assertEqual(missing.line_id.amount_total, second.amount_total)
        self.assertEqual((sorting.statement_id, sorting.difference), (new, -10.0))
        self.assertEqual(answer.statement_id, statement, "what was said was said to the old version")
        self.assertFalse(new.answer_ids)
        self.assertEqual(new.amount_total, statement.amount_total - first.amount_total + cheaper)
        # issued anew once more: they go along again
        new.action_check()
        new.action_sent()
        third = self.Statement.browse(new.action_reissue()["res_id"])
        self.assertEqual((missing | sorting).statement_id, third)
        self.assertEqual(third.date_to, date(2026, 10, 31))

    @freeze_time("2026-11-04 04:00:00")
    def test_what_he_disputes_without_a_figure_goes_with_it(self):
        statement = self.agreed("disputed")
        line = statement.line_ids.filtered(lambda one: one.sale_line_id.order_id == self.second)
        statement._gendan_take_answer(
            {"result": "disputed", "how": "mail", "said_by": "Ms Lin"},
            [{"line_id": line.id, "their_amount": line.amount_total, "reason": "quality", "note": "Torn"}],
        )
        torn = statement.difference_ids
        self.assertEqual((torn.difference, torn.state), (0.0, "open"))
        new = self.Statement.browse(statement.action_reissue()["res_id"])
        self.assertEqual((torn.state, torn.statement_id, torn.settled_how), ("open", new, False))
        # our figure becomes another: still nobody knows his
        self.second.order_line.price_unit = 4.0
        self.env.flush_all()
        new.action_refresh()
        self.assertEqual((torn.state, torn.difference), ("open", 0.0))
        self.assertEqual(torn.our_amount, torn.line_id.amount_total)
