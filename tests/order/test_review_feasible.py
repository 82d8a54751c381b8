"""Review by what is really feasible: stock, bills of materials and calendars behind the point, nothing patched."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import format_date

from ..common import MONDAY
from .common import ReviewCase
from .spec_common import SpecCase
from .test_feasible import FeasibleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestReviewFeasible(ReviewCase, FeasibleCase, SpecCase):
    def ask_for(self, order, day):
        order.commitment_date = self.company._gendan_end_of_day(day)

    def test_a_day_before_the_earliest_arrival_waits_for_another_or_for_a_waiver(self):
        point = self.use("date_before_feasible")
        film = self.bought("Film from afar", 10)
        pouch = self.make_product("Pouch")
        self.make_bill(pouch, [(film, 1)])
        order = self.make_order([(pouch, 100), (self.carton, 0)], gendan_order_kind="new")
        first = order.order_line._gendan_feasible()[order.order_line[0]].date
        self.assertGreater(first, date(2026, 11, 12), "ten days until the film is here, then it is made and sent")
        self.assertFalse(self.sentences(order), "no day asked for")
        self.ask_for(order, first - timedelta(days=1))
        found = self.sentences(order)
        self.assertEqual(len(found), 1)
        self.assertIn(pouch.name, found[0])
        self.assertIn(format_date(order.env, first), found[0])
        with self.assertRaisesRegex(UserError, "first feasible day"):
            order.action_confirm()
        self.waive(point, order)
        self.assertFalse(self.sentences(order))
        self.ask_for(order, first - timedelta(days=2))
        self.assertTrue(self.sentences(order), "an earlier day still was not waived")
        self.ask_for(order, first)
        self.assertFalse(self.sentences(order))
        # what lies in stock is there sooner
        self.ask_for(order, first - timedelta(days=2))
        self.put_in_stock(pouch, 100)
        self.assertFalse(self.sentences(order))

    def test_the_dear_points_do_not_ask_more_for_more_orders(self):
        self.use("date_before_feasible", "below_moq", "spec_missing", "written_missing")
        box = self.box_of(6)
        box.categ_id = self.bags
        self.env["gendan.moq"].create(
            [
                {
                    "product_tmpl_id": box.product_tmpl_id.id,
                    "quantity": 100000,
                    "policy": policy,
                    "scope": scope,
                    "material_id": material.id,
                }
                for policy, scope, material in (
                    ("warn", "design", self.film.browse()),
                    ("refuse", "lot", self.bag),
                )
            ]
        )
        orders = self.env["sale.order"].union(
            *(
                self.make_order(
                    [(box, 100 + line) for line in range(5)],
                    promised=date(2026, 11, 4),
                    client_order_ref=f"PO-{number}",
                    gendan_order_kind="new",
                    gendan_channel="phone",
                )
                for number in range(12)
            )
        )
        self.assertEqual(
            {problem.code for problem in orders._gendan_gate("confirm")[orders[0]]},
            {"review_date_before_feasible", "review_below_moq", "review_spec_missing", "review_written_missing"},
        )

        self.queries(orders._gendan_gate, "confirm")
        few, many = self.queries(orders[:2]._gendan_gate, "confirm"), self.queries(orders._gendan_gate, "confirm")
        self.assertLessEqual(many, few + 2, f"{few} queries for 2 orders, {many} for 12")
        self.assertLessEqual(many, 100)
