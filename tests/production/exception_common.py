"""A factory whose system looks for exceptions."""

from datetime import date, datetime, timedelta

from tests.common import GendanCase

PROMISE = date(2026, 11, 20)


class ExceptionCase(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.classPatch(type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: float("inf"))
        cls.company.gendan_find_exceptions = True
        cls.env["gendan.exception.look"].search([]).unlink()
        # who answers for what
        cls.planner, cls.buyer = cls.make_users(
            planner="gendan_followup.group_gendan_department", buyer="gendan_followup.group_gendan_department"
        )
        cls.env.ref("gendan_followup.department_pmc").write({"head_id": cls.planner.id})
        cls.env.ref("gendan_followup.department_purchasing").write({"head_id": cls.buyer.id})

    @classmethod
    def detect(cls):
        """What the commit and the scheduled action do."""
        cls.settle()
        cls.env["gendan.exception.look"]._cron_gendan_detect()

    @classmethod
    def found(cls, kind=None, **values):
        """Exceptions that are not closed."""
        domain = [("state", "!=", "closed"), *([("kind", "=", kind)] if kind else [])]
        return cls.env["gendan.exception"].search(domain + [(name, "=", value) for name, value in values.items()])

    @classmethod
    def order_with_purchase(cls, quantity=5000, promised=PROMISE, **values):
        """An order whose film is bought to order, in time.

        :return: (order, purchase order)
        """
        order = cls.make_order([(cls.bag, quantity)], promised=promised, **values)
        order.action_confirm()
        cls.settle()
        links = order.order_line._gendan_links()
        purchase = links[order.order_line].bought_components.order_id
        for line in purchase.order_line:
            line.date_planned = datetime(2026, 11, 4, 4)
        purchase.button_confirm()
        cls.settle()
        return order, purchase.sudo(False)

    @classmethod
    def slip(cls, purchase, days):
        """The supplier is later by so many days."""
        for line in purchase.order_line:
            line.date_planned += timedelta(days=days)
        cls.settle()

    @classmethod
    def production_of(cls, order):
        return order.order_line._gendan_productions()[order.order_line].sudo(False)
