"""Agreed statements for the tests of invoices."""

from datetime import date

from freezegun import freeze_time

from .common import StatementCase


class InvoiceCase(StatementCase):
    """A customer who is invoiced after agreement: two orders of October, her own numbers on them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.monthly.invoice_moment = "agreement"
        cls.first = cls.sell(date(2026, 10, 5), client_order_ref="PO-1")
        cls.second = cls.sell(date(2026, 10, 6), 200, client_order_ref="PO-2")
        cls.take(cls.first, date(2026, 10, 12), 60)
        cls.take(cls.second, date(2026, 10, 14), 150)

    @classmethod
    def agreed(cls, state="agreed", **kwargs):
        """The statement, sent on the 1st and agreed on the 3rd."""
        with freeze_time("2026-11-01 04:00:00"):
            statement = cls.make(**kwargs)
            statement.action_check()
            statement.action_sent()
        with freeze_time("2026-11-03 04:00:00"):
            statement._gendan_move_to(state)
        cls.env.flush_all()
        return statement
