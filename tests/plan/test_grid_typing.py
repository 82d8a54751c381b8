"""Typing into the grid: each cell is written or refused by itself, by the milestones' own rules."""

from datetime import timedelta

from odoo.tests import tagged

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestGridTyping(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._gendan_today()
        cls.order = cls.confirm_order(promised=cls.today + timedelta(days=30))
        cls.second = cls.confirm_order(promised=cls.today + timedelta(days=28))

    def type(self, cells, user=None):
        """Type into cells given as (order, kind, day or None[, remark])."""
        plans = self.env["gendan.plan"].with_user(user or self.clerk)
        asked = []
        for order, kind, day, *remark in cells:
            cell = {"id": self.milestone(order, kind).id}
            if day is not None:
                cell["day"] = str(day) if day else False
            if remark:
                cell["remark"] = remark[0]
            asked.append(cell)
        answer = plans.gendan_grid_type(
            asked, (self.order | self.second).gendan_plan_ids.ids, self.template.line_ids.kind_id.ids
        )
        self.env.invalidate_all()
        return answer

    def errors(self, *args, **kwargs):
        return [result["error"] for result in self.type(*args, **kwargs)["results"]]

    def test_a_day_is_ticked_and_the_row_comes_back(self):
        day = self.today - timedelta(days=1)
        answer = self.type([(self.order, "contract", day, "Signed by fax")])
        contract = self.milestone(self.order, "contract")
        self.assertEqual(answer["results"], [{"id": contract.id, "error": False}])
        self.assertRecordValues(
            contract,
            [
                {
                    "hand_date": day,
                    "actual_date": day,
                    "state": "done",
                    "hand_user_id": self.clerk.id,
                    "remark": "Signed by fax",
                }
            ],
        )
        (row,) = answer["rows"]
        self.assertEqual(row["id"], self.order.gendan_plan_ids.id)
        cell = row["cells"][self.template.line_ids.kind_id.ids.index(self.kinds["contract"].id)]
        self.assertEqual((cell["d"], cell["h"], cell["r"]), (str(day), str(day), "Signed by fax"))

    def test_a_day_is_taken_back(self):
        self.type([(self.order, "contract", self.today)])
        self.assertEqual(self.errors([(self.order, "contract", False)]), [False])
        self.assertEqual(self.milestone(self.order, "contract").state, "open")

    def test_the_refused_do_not_stop_the_others(self):
        skipped = self.milestone(self.second, "contract").with_user(self.clerk)
        skipped.action_skip("Not needed")
        errors = self.errors(
            [
                (self.order, "contract", self.today),
                (self.order, "arrived", self.today + timedelta(days=2)),
                (self.order, "material", self.today),
                (self.second, "contract", self.today),
                (self.second, "arrived", self.today),
            ]
        )
        self.assertFalse(errors[0])
        self.assertIn("still to come", errors[1])
        self.assertIn("Odoo sets its date", errors[2])
        self.assertIn("skipped", errors[3])
        self.assertFalse(errors[4])
        self.assertFalse(self.milestone(self.order, "arrived").hand_date)
        self.assertFalse(self.milestone(self.order, "material").hand_date)
        self.assertEqual(self.milestone(self.second, "arrived").hand_date, self.today)

    def test_a_refused_day_takes_its_remark_along(self):
        self.errors([(self.order, "arrived", self.today + timedelta(days=2), "half of it")])
        self.assertFalse(self.milestone(self.order, "arrived").remark)

    def test_what_is_no_day_is_told(self):
        self.assertIn("is no day", self.errors([(self.order, "contract", "2026-02-31")])[0])

    def test_a_remark_goes_on_what_odoo_ticks_too(self):
        self.assertEqual(self.errors([(self.order, "material", None, "Film on the truck")]), [False])
        self.assertEqual(self.milestone(self.order, "material").remark, "Film on the truck")

    def test_one_line_in_the_chatter_of_each_order(self):
        before = {order: len(order.message_ids) for order in (self.order, self.second)}
        self.type(
            [
                (self.order, "contract", self.today),
                (self.order, "arrived", self.today),
                (self.second, "contract", self.today),
            ]
        )
        for order, count in before.items():
            self.assertEqual(len(order.message_ids) - count, 1)
        self.assertIn("Contract", self.order.message_ids[0].body)
        self.assertIn("Arrived", self.order.message_ids[0].body)

    def test_what_others_may_not_type(self):
        for user in (self.rep, self.quality_user, self.other_clerk):
            with self.subTest(user=user.login):
                self.assertTrue(self.errors([(self.order, "contract", self.today)], user=user)[0])
                self.assertFalse(self.milestone(self.order, "contract").hand_date)

    def test_other_people_learn_nothing_of_foreign_orders(self):
        sentence = self.errors([(self.order, "contract", self.today)], user=self.other_clerk)[0]
        self.assertNotIn(self.order.name, sentence)

    def test_department_types_its_own_step(self):
        self.milestone(self.order, "contract").sudo().department_id = self.quality
        answer = self.type([(self.order, "contract", self.today)], user=self.quality_user)
        self.assertFalse(answer["results"][0]["error"])
        self.assertEqual(self.milestone(self.order, "contract").hand_user_id, self.quality_user)
        self.assertFalse(answer["rows"][0]["buffer"])

    def test_the_sentence_is_there_before_typing(self):
        def refusal(kind, user=self.clerk):
            plans = self.env["gendan.plan"].with_user(user)
            return plans.gendan_grid_refusal(self.milestone(self.order, kind).id)

        self.assertIn("Odoo sets its date", refusal("material"))
        self.assertFalse(refusal("contract"))
        self.assertTrue(refusal("contract", self.rep))

    def test_queries_do_not_grow_with_the_cells(self):
        orders = self.order | self.second
        for _number in range(4):
            orders |= self.confirm_order(promised=self.today + timedelta(days=25))
        plans = self.env["gendan.plan"].with_user(self.clerk)

        def count(chosen, day):
            cells = [{"id": self.milestone(order, "contract").id, "day": str(day)} for order in chosen]
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            plans.gendan_grid_type(cells, orders.gendan_plan_ids.ids, self.template.line_ids.kind_id.ids)
            return self.env.cr.sql_log_count - before

        count(orders, self.today)  # warm
        two = count(orders[:2], self.today - timedelta(days=1))
        six = count(orders, self.today - timedelta(days=2))
        # each order has a chatter line and writes of its own, but nothing is asked for each cell again
        self.assertLess((six - two) / 4, 25)
