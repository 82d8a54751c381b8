"""Invoices that fall due, and the sweep that follows them."""

from datetime import date, time, timedelta

from freezegun import freeze_time

from odoo import Command

from .common import StatementCase


class CollectCase(StatementCase):
    """Collection is on; invoices of 1 October, due on 31 October unless a test says otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"gendan_collect": True, "gendan_collect_weekday": False, "gendan_statements": False})
        # none of the database's own instalments
        cls.env["gendan.receivable.case"].search([]).write({"state": "closed"})
        cls.Case = cls.env["gendan.receivable.case"]
        cls.Todo = cls.env["gendan.todo"]
        cls.classPatch(type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: float("inf"))

    @classmethod
    def owe(cls, amount=100.0, due=date(2026, 10, 31), customer=None, day=date(2026, 10, 1), **values):
        """A posted invoice of a customer."""
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (customer or cls.customer).id,
                "invoice_date": day,
                "date": day,
                "invoice_line_ids": [
                    Command.create({"name": "Goods", "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
                **({} if "invoice_payment_term_id" in values else {"invoice_date_due": due}),
                **values,
            }
        )
        invoice.action_post()
        return invoice

    @classmethod
    def sweep(cls, day, clock=time(0, 30)):
        """The scheduled action at an hour of the company's day."""
        with freeze_time(cls.company._gendan_at(day, clock)):
            cls.env.flush_all()
            cls.Case._cron_gendan_collect()
            cls.env.flush_all()
            cls.env.invalidate_all()

    @classmethod
    def climb(cls, day, clock=time(9, 0)):
        """The scheduled action of ladders at an hour of the company's day."""
        with freeze_time(cls.company._gendan_at(day, clock)):
            cls.env.flush_all()
            cls.Todo._cron_gendan_ladders()
            cls.env.flush_all()
            cls.env.invalidate_all()

    @classmethod
    def case_of(cls, invoice):
        return cls.Case.search([("move_id", "in", invoice.ids)], order="due, id")

    @classmethod
    def todos_of(cls, cases):
        """Open to-dos of cases."""
        return cls.Todo.search([("res_model", "=", cls.Case._name), ("res_id", "in", cases.ids), ("open", "=", True)])

    @classmethod
    def open_kinds(cls, cases):
        """The kinds of to-do that are open on cases."""
        return sorted(cls.todos_of(cases).mapped("kind"))

    @classmethod
    def say(cls, case, kind, on, user=None, **values):
        """An answer noted on a day at noon."""
        with freeze_time(cls.company._gendan_at(on, time(12, 0))):
            return case.with_user(user or cls.rep)._gendan_answer(kind, **values).sudo()

    @classmethod
    def mails_to(cls, user):
        return cls.env["mail.mail"].search([("recipient_ids", "in", user.partner_id.ids)])

    @staticmethod
    def days(day, count):
        return day + timedelta(days=count)
