"""The benchmarks' orders are copies made inside PostgreSQL; they must be what the engine would derive."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from bench.clone import Cloner
from bench.scale import changed_by_replay, transactional_tables
from tests.common import MONDAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestBenchCopies(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_stock(cls.carton, 1000)
        cls.made = cls.confirm_order([(cls.bag, 50000)], promised=date(2026, 11, 20))
        cls.shipped = cls.confirm_order([(cls.carton, 100)], promised=date(2026, 11, 10))
        cls.ship(cls.shipped)
        cls.env.flush_all()
        cls.cloner = Cloner(transactional_tables(cls.env.cr), most=3)
        cls.cloner.open(cls.env.cr)
        cls.written = cls.cloner.grow(cls.env.cr, 3)
        cls.env.invalidate_all()

    def copies(self, order):
        return self.env["sale.order"].search([("name", "=like", f"{order.name}-%")], order="id")

    def test_each_order_has_its_copies_with_documents_and_plan_of_their_own(self):
        for order in self.made | self.shipped:
            copies = self.copies(order)
            self.assertEqual(len(copies), 3)
            for copy in copies:
                self.assertEqual(copy.order_line.product_id, order.order_line.product_id)
                self.assertEqual(len(copy.picking_ids), len(order.picking_ids))
                self.assertFalse(copy.picking_ids & order.picking_ids)
                self.assertEqual(
                    copy.gendan_milestone_ids.mapped("actual_date"), order.gendan_milestone_ids.mapped("actual_date")
                )
        self.assertTrue(self.made.mrp_production_ids)
        self.assertEqual(len(self.copies(self.made).mrp_production_ids), 3 * len(self.made.mrp_production_ids))

    def test_replaying_copies_changes_nothing(self):
        copies = self.copies(self.made) | self.copies(self.shipped)
        self.assertEqual(changed_by_replay(copies, self.cloner.tables), 0)

    def test_a_copy_that_is_wrong_is_noticed(self):
        copies = self.copies(self.made)
        self.env.cr.execute(
            "UPDATE gendan_milestone SET forecast_date = forecast_date - 1 WHERE order_id = %s AND state = 'open'",
            [copies[0].id],
        )
        self.env.invalidate_all()
        self.assertGreater(changed_by_replay(copies, self.cloner.tables), 0)

    def test_what_is_created_later_keeps_clear_of_the_copies(self):
        order = self.make_order([(self.carton, 1)])
        self.assertGreater(order.id, max(self.copies(self.made).ids))

    def test_there_are_never_more_copies_than_room(self):
        with self.assertRaises(ValueError):
            self.cloner.grow(self.env.cr, 4)
