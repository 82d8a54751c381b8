"""Orders whose milestones wait for different people."""

from datetime import timedelta

from tests.common import TODAY, GendanCase


class InsightCase(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # milestones of the test's own: the clerk's, the department's, by hand
        cls.kinds["proof"] = cls.make_kind("proof")
        cls.kinds["check"] = cls.make_kind("check", role="department", department_id=cls.quality.id)
        k = cls.kinds
        cls.desk_template = cls.make_template(
            "Desk (test)",
            [
                (k["confirmed"], 0, [], {}),
                (k["proof"], 2, [0], {}),
                (k["check"], 3, [0], {}),
                (k["arrived"], 5, [1, 2], {"is_target": True}),
            ],
        )
        cls.rule.template_id = cls.desk_template

    @classmethod
    def make_orders(cls, count, promised=None, **values):
        orders = cls.env["sale.order"].union(
            *(
                cls.make_order([(cls.carton, 10)], promised=promised or TODAY + timedelta(days=30), **values)
                for _ in range(count)
            )
        )
        orders.action_confirm()
        cls.settle(orders)
        return orders

    @classmethod
    def of_kind(cls, orders, name):
        return orders.gendan_milestone_ids.filtered(lambda m: m.kind_id == cls.kinds[name])

    @classmethod
    def todo_of(cls, milestones):
        return cls.env["gendan.todo"].search(
            [("res_model", "=", "gendan.milestone"), ("res_id", "in", milestones.ids), ("open", "=", True)]
        )

    @classmethod
    def put_due(cls, todos, day):
        """As if the day had come: what the plan would have set."""
        todos.sudo().write({"due": day})
        cls.env.flush_all()

    def workbench(self, user, **kwargs):
        return self.env["gendan.todo"].with_user(user).get_gendan_workbench(**kwargs)
