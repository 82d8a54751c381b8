"""A company that reviews its orders, with no point but those a test switches on."""

from ..mechanism.common import MechanismCase


class ReviewCase(MechanismCase):
    """``self.order`` is a new product's quotation; all shipped points are archived until ``use`` says otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_review = True
        cls.Point = cls.env["gendan.review.point"]
        cls.Point.search([]).active = False
        cls.order = cls.make_order(gendan_order_kind="new")

    @classmethod
    def use(cls, *codes):
        """Switch shipped points on.

        :return: them
        """
        points = cls.Point.with_context(active_test=False).search([("code", "in", codes)])
        assert len(points) == len(codes), (codes, points)
        points.active = True
        return points

    @classmethod
    def make_point(cls, name="Capacity", judge="department", **values):
        """A point people answer; by the test's quality department unless said otherwise."""
        return cls.Point.create(
            {
                "name": name,
                "question": f"{name}?",
                "judge": judge,
                "department_id": cls.quality.id if judge == "department" else False,
                "on_quantity": True,
                **values,
            }
        )

    def sentences(self, order=None, **context):
        """What the gate says about an order, waived points left out."""
        order = order or self.order
        return [problem.sentence for problem in order.with_context(**context)._gendan_gate("confirm")[order]]

    def settle_review(self):
        """What the commit does: bring the lists of changed orders in line."""
        self.env.flush_all()
        self.env["sale.order"]._gendan_sync_changed()

    def item(self, point, order=None):
        return (order or self.order).gendan_review_item_ids.filtered(lambda item: item.point_id == point)

    def todo(self, record, kind):
        return self.env["gendan.todo"].search(record._gendan_todo_domain([kind]))

    def waive(self, point, order=None, user=None):
        order = order or self.order
        # sudo: as the dialog does; create() checks the user's group itself
        return (
            self.env["gendan.waiver"]
            .with_user(user or self.supervisor)
            .sudo()
            .create(
                {
                    "res_model": "sale.order",
                    "res_id": order.id,
                    "code": point._gendan_rule(),
                    "action": "confirm",
                    "reason": "Agreed with the head",
                }
            )
        )
