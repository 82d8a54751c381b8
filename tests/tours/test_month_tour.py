from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from tests.statement.common import StatementCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestMonthTour(StatementCase, TourCase):
    """A month of a mainland customer: run, sent, disputed, matched, sent anew, agreed at his figure, invoiced."""

    def test_from_the_run_to_the_closed_statement(self):
        last = fields.Date.start_of(self.company._gendan_today(), "month") - timedelta(days=1)
        first = last.replace(day=1)
        self.monthly.write({"invoice_moment": "agreement", "needs_signed_copy": False})
        self.take(self.sell(first, client_order_ref="PO-501"), last - timedelta(days=12), 60)
        self.clerk.password = self.clerk.login
        self.supervisor.password = self.supervisor.login
        self.portal_user.password = self.portal_user.login
        self.env.flush_all()

        run = self.env["gendan.statement.run"].with_user(self.supervisor).create(
            {"date_from": first, "date_to": last, "partner_ids": [Command.set(self.customer.ids)]}
        )
        self.start_tour(
            f"/odoo/gendan-statement-runs/{run.id}", "gendan_followup_month_run", login=self.supervisor.login
        )
        statement = run.sudo().statement_ids
        self.assertEqual((statement.partner_id, statement.amount_total), (self.customer, 339.0))

        url = "/odoo/gendan-statements/{}"
        self.start_tour(url.format(statement.id), "gendan_followup_month_send", login=self.clerk.login)
        self.assertEqual((statement.state, statement.sent_by_id), ("sent", self.clerk))

        self.start_tour("/my/statements", "gendan_followup_month_dispute", login=self.portal_user.login)
        self.env.invalidate_all()
        said = statement.answer_id
        self.assertEqual((statement.state, said.login_id, said.amount), ("disputed", self.portal_user, 327.7))

        # the warehouse finds a delivery it had not booked
        self.take(self.sell(first, client_order_ref="PO-502"), last, 40)
        self.env.flush_all()
        self.start_tour(url.format(statement.id), "gendan_followup_month_settle", login=self.clerk.login)
        self.env.invalidate_all()
        new = statement.replaced_by_id
        self.assertEqual((statement.state, new.version, new.amount_total), ("replaced", 2, 565.0))
        self.assertEqual((new.state, new.amount_confirmed), ("agreed_other", 553.7))
        invoice = new._gendan_invoices()
        self.assertEqual((invoice.state, invoice.amount_total), ("draft", 553.7))
        self.assertEqual(invoice.invoice_line_ids.filtered("product_id").mapped("quantity"), [60.0, 40.0])
        invoice.action_post()
        self.env.flush_all()
        self.start_tour(url.format(new.id), "gendan_followup_month_close", login=self.clerk.login)
        self.assertEqual(new.state, "closed")
        self.assertEqual(new.difference_ids.mapped(lambda one: (one.difference, one.state)), [(-11.3, "settled")])
        self.assertEqual(new.difference_ids.settled_move_id, invoice)
