"""What the follow-up adds to confirming, delivering and producing: statements, not seconds."""

from contextlib import ExitStack
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.orm.environments import Environment
from odoo.tests import tagged
from odoo.tools import SQL

from ..common import MONDAY, GendanCase

# where PostgreSQL begins to compile a statement before it runs it (jit_above_cost), for seconds
COMPILED_ABOVE = 100_000


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWorkCost(GendanCase):
    def delivered(self, lines):
        """The transfer of a confirmed order of cartons from stock, ready to be validated."""
        self.put_in_stock(self.carton, 100_000)
        order = self.confirm_order([(self.carton, 5)] * lines, promised=date(2026, 11, 20))
        self.settle()
        picking = order.picking_ids
        picking.action_assign()
        picking.move_ids.picked = True
        self.env.flush_all()
        self.env.invalidate_all()
        return picking

    def queries(self, work):
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def statements(self, work):
        """The statements that our own look-ups run meanwhile."""
        result = []
        original = Environment.execute_query

        def execute_query(env, query):
            result.append(query)
            return original(env, query)

        with patch.object(Environment, "execute_query", execute_query):
            work()
        return [query for query in result if isinstance(query, SQL)]

    def cost(self, query):
        """What PostgreSQL believes a statement to cost."""
        ((plan,),) = self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", query))
        return plan[0]["Plan"]["Total Cost"]

    def test_a_delivery_of_many_lines_costs_no_query_for_each(self):
        """Settling alone: what Odoo itself asks line by line is not ours."""
        counts = {}
        for lines in (2, 30):
            picking = self.delivered(lines)
            picking.button_validate()
            self.assertEqual(picking.state, "done")
            self.env.flush_all()
            self.env.invalidate_all()
            counts[lines] = self.queries(self.settle)
            self.assertTrue(picking.move_ids.sale_line_id.order_id.gendan_milestone_ids.filtered("event_date"))
        self.assertLessEqual(counts[30], counts[2] + 6, counts)

    def test_looking_for_the_orders_behind_a_document_is_no_statement_worth_compiling(self):
        """A recursive one was: its millions of rows were believed, and compiled for, each time anew."""
        order = self.confirm_order([(self.bag, 1000)] * 3, promised=date(2026, 11, 20))
        self.settle()
        # tables as a factory has them after a while, as far as the planner goes by their size
        self.env.cr.execute("UPDATE pg_class SET reltuples = 100000 WHERE relname LIKE 'stock_move%' AND relkind = 'r'")
        moves = order.mrp_production_ids.move_raw_ids | order.picking_ids.move_ids
        statements = self.statements(lambda: self.assertEqual(moves._gendan_orders(), order))
        statements += self.statements(moves._gendan_upstream)
        self.assertGreater(len(statements), 3)
        for query in statements:
            self.assertNotIn("RECURSIVE", query.code)
            self.assertLess(self.cost(query), COMPILED_ABOVE, query.code)

    def test_what_has_happened_is_not_expected_any_more(self):
        picking = self.delivered(2)
        Line = type(self.env["sale.order.line"])
        with patch.object(Line, "_gendan_expected_shipped", autospec=True, side_effect=AssertionError) as asked:
            picking.button_validate()
            self.settle()
        asked.assert_not_called()
        order = picking.move_ids.sale_line_id.order_id
        self.assertTrue(self.milestone(order, "shipped").actual_date)
        self.assertFalse(order.gendan_replay_needed)

    def test_lights_are_written_without_looking_for_what_is_tracked(self):
        picking = self.delivered(3).with_context(tracking_disable=False)
        order = picking.move_ids.sale_line_id.order_id
        before = order.gendan_buffer_days
        Order = type(self.env["sale.order"])
        with patch.object(Order, "_track_prepare", autospec=True) as tracked:
            order.gendan_milestone_ids.filtered(lambda m: m.is_target).sudo().retimed_date = date(2026, 11, 30)
            order._gendan_mark()
            order._gendan_settle()
        self.assertNotEqual(order.gendan_buffer_days, before)
        self.assertEqual(set(order.order_line.mapped("gendan_buffer_days")), {order.gendan_buffer_days})
        tracked.assert_not_called()

    def test_plans_that_change_alike_are_written_at_once(self):
        pickings = self.delivered(1) | self.delivered(1) | self.delivered(1)
        orders = pickings.move_ids.sale_line_id.order_id
        written = []
        original = {model: type(self.env[model]).write for model in ("gendan.plan", "sale.order", "sale.order.line")}

        def write(records, vals):
            written.append((records._name, len(records)))
            return original[records._name](records, vals)

        with ExitStack() as stack:
            for model in original:
                stack.enter_context(patch.object(type(self.env[model]), "write", write))
            orders.gendan_milestone_ids.filtered(lambda m: m.is_target).retimed_date = date(2026, 11, 30)
            orders._gendan_mark()
            orders._gendan_settle()
        self.assertEqual(set(orders.mapped("gendan_forecast_date")), {date(2026, 11, 30)})
        self.assertEqual(set(written), {(model, 3) for model in original})

    def test_the_lines_of_one_plan_are_written_at_once(self):
        picking = self.delivered(5)
        order = picking.move_ids.sale_line_id.order_id
        Line = type(self.env["sale.order.line"])
        written = []
        original = Line.write

        def write(lines, vals):
            written.append((len(lines), set(vals)))
            return original(lines, vals)

        order.gendan_milestone_ids.filtered(lambda m: m.is_target).retimed_date = date(2026, 11, 30)
        order._gendan_mark()
        with patch.object(Line, "write", write):
            order._gendan_settle()
        lights = [number for number, names in written if "gendan_buffer_days" in names]
        self.assertEqual(lights, [5])

    def test_deadlines_of_single_moves_are_written_together(self):
        order = self.make_order([(self.carton, 5)] * 6)
        self.put_in_stock(self.carton, 1000)
        order.action_confirm()
        Move = type(self.env["stock.move"])
        written = []
        original = Move.write

        def write(moves, vals):
            if "gendan_deadlines_of" in moves.env.context:
                written.append(len(moves))
            return original(moves, vals)

        with patch.object(Move, "write", write):
            self.settle()
        self.assertEqual(written, [6])
        plan = order.gendan_plan_ids
        (deadline,) = set(order.picking_ids.move_ids.mapped("date_deadline"))
        self.assertEqual(self.company._gendan_to_day(deadline), plan.latest_ship_date)

    def test_deadlines_handed_to_a_followed_delivery_are_refused_without_a_query(self):
        picking = self.delivered(3)
        moves = picking.move_ids
        deadlines = moves.mapped("date_deadline")
        moves.sale_line_id.mapped("product_uom_qty")  # what anybody has read who works on the delivery
        moves.mapped("date_deadline")
        moves.location_dest_id.mapped("usage")
        moves.location_id.mapped("usage")
        with self.assertQueryCount(0):
            moves.with_context(date_deadline_propagate_ids=set()).write({"date_deadline": "2027-01-01 08:00:00"})
        self.assertEqual(moves.mapped("date_deadline"), deadlines)
