"""The ranking board: what is written is what was shown, what has no material stands last, who reads whose promise."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import MONDAY
from .ranking_common import RankingCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRankingDates(RankingCase):
    """Dates of a decision."""

    def close(self, centre, begin, end, time_type="leave"):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Overhaul",
                "resource_id": centre.resource_id.id,
                "calendar_id": self.calendar.id,
                "time_type": time_type,
                "date_from": begin,
                "date_to": end,
            }
        )

    def test_an_operation_ends_after_the_closure_of_its_machine(self):
        self.close(self.press, datetime(2026, 11, 2, 3), datetime(2026, 11, 3, 0))
        self.decide(self.drag(self.third, self.first))
        third = self.operation(self.third)
        # two of its four hours before the press is closed, two on the next morning
        self.assertEqual((third.date_start, third.date_finished), (MONDAY, datetime(2026, 11, 3, 2)))
        self.assertEqual(third.leave_id.date_to, third.date_finished)
        self.assertEqual(self.operation(self.first).date_start, third.date_finished)

    def test_of_a_half_worked_operation_only_the_rest_is_planned(self):
        third = self.operation(self.third)
        loss = self.env["mrp.workcenter.productivity.loss"].search([("loss_type", "=", "productive")], limit=1)
        third.time_ids = [
            Command.create(
                {
                    "workcenter_id": self.press.id,
                    "loss_id": loss.id,
                    "date_start": MONDAY - timedelta(hours=3),
                    "date_end": MONDAY - timedelta(hours=1),
                }
            )
        ]
        third.invalidate_recordset()
        self.assertEqual((third.state, third.duration, third.duration_expected), ("ready", 120, 240))
        self.decide(self.drag(self.third, self.first))
        self.assertEqual((third.date_start, third.date_finished), (MONDAY, MONDAY + timedelta(hours=2)))
        self.assertEqual(third.duration_expected, 240)

    def test_operations_nobody_has_planned_do_not_begin_before_those_before_them_end(self):
        self.bom.operation_ids = [
            Command.create({"name": name, "workcenter_id": centre.id, "sequence": sequence, "time_mode": "manual",
                            "time_cycle_manual": minutes})
            for name, centre, sequence, minutes in (
                ("Coating", self.slitter, 1, 2.4), ("Varnishing", self.press, 200, 4.8),
            )
        ]  # fmt: skip
        production = self.production(self.confirm_order(promised=date(2026, 11, 20)))
        production.action_confirm()
        production.date_start = datetime(2026, 11, 4, 0, 0)
        coating, printing, varnishing = production.workorder_ids
        # Odoo finds no place for the coating before Friday
        self.close(self.slitter, datetime(2026, 11, 4), datetime(2026, 11, 6), "other")
        self.assertFalse(production.is_planned)
        move = {"id": self.operation(self.first).id, "day": "2026-11-04", "before": printing.id}
        board = self.board()
        effect = self.Board.with_user(self.supervisor).get_effect(self.press.id, board["version"], move)
        self.assertLessEqual({printing.id, varnishing.id}, {row["id"] for row in effect["moves"]})
        self.decide(move, "Their line stands still")
        self.assertEqual(self.company._gendan_to_day(coating.date_start), date(2026, 11, 6))
        self.assertGreaterEqual(printing.date_start, coating.date_finished)
        self.assertGreaterEqual(varnishing.date_start, printing.date_finished)
        self.assertEqual((printing.workcenter_id, production.date_finished), (self.press, varnishing.date_finished))
        line = self.env["gendan.ranking.decision"].search([]).line_ids.filtered(lambda one: one.operation == "Printing")
        self.assertEqual(max(line.mapped("start_after")), printing.date_start, "as written")
        self.assertTrue([one for one in effect["warnings"] if "is not planned yet" in one], effect["warnings"])


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRankingMaterial(RankingCase):
    """What has no material."""

    def uncovered(self):
        foil = self.make_product("Foil")
        self.bom.bom_line_ids = [Command.create({"product_id": foil.id, "product_qty": 1})]
        return self.print_order(date(2026, 11, 9), 4, gendan_is_rush=True), foil

    def test_what_nobody_brings_material_for_is_proposed_last_and_moving_it_warns(self):
        order, foil = self.uncovered()
        self.env.invalidate_all()
        card = self.cards(self.board())[self.operation(order).id]
        self.assertEqual((card["material"], card["proposed"]), ("Material not reserved", 4))
        self.assertIn("Its material is not reserved yet.", card["why"])
        effect = self.Board.with_user(self.supervisor).get_effect(
            self.press.id, self.board()["version"], self.drag(order, self.first)
        )
        self.assertTrue(effect["needs_reason"])
        self.assertIn("Nobody knows yet when the material", " ".join(effect["warnings"]))
        # in stock, only not reserved: it keeps its place
        self.put_in_stock(foil, 100000)
        self.env.invalidate_all()
        card = self.cards(self.board())[self.operation(order).id]
        self.assertEqual((card["material"], card["proposed"]), ("Material not reserved", 1))

    def test_no_rows_of_what_is_short_do_not_say_that_all_is_there(self):
        order, foil = self.uncovered()
        self.company.gendan_material = True
        self.env["gendan.material"].search([("production_id", "=", self.production(order).id)]).unlink()
        self.env.invalidate_all()
        cards = self.cards(self.board())
        self.assertFalse(cards[self.operation(order).id]["is_ready"])
        self.assertTrue(cards[self.operation(self.first).id]["is_ready"])
        # as the rows take it, what lies in stock is not short
        self.put_in_stock(foil, 100000)
        self.env.invalidate_all()
        self.assertTrue(self.cards(self.board())[self.operation(order).id]["is_ready"])

    def test_queries_do_not_grow_with_what_waits(self):
        self.uncovered()
        self.queries(self.board)
        few = self.queries(self.board)
        for number in range(3):
            self.print_order(date(2026, 11, 20), 5 + number)
        many = self.queries(self.board)
        self.assertLessEqual(many, few, f"{few} queries for one, {many} for four")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRankingSecrets(RankingCase):
    """Whose promises planners read, and what a penalty still weighs."""

    def test_a_planner_who_sells_reads_customers_and_promises_of_the_own_orders_alone(self):
        clerk, seller = self.other_clerk, self.make_users(seller_plans="sales_team.group_sale_salesman")
        (clerk | seller | self.rep).group_ids = [
            Command.link(self.env.ref("gendan_followup.group_gendan_planner").id)
        ]
        move = self.drag(self.first, None, "2026-11-12")
        version = self.board()["version"]
        for user, sees in ((clerk, False), (seller, False), (self.rep, True), (self.supervisor, True)):
            self.env.invalidate_all()
            effect = self.Board.with_user(user).get_effect(self.press.id, version, move)
            self.assertEqual(len(effect["plans"]), 1, user.name)
            row = effect["plans"][0]
            self.assertEqual(row["customer"], self.customer.name if sees else "another clerk's customer", user.name)
            self.assertEqual([bool(row[key]) for key in ("promise", "before", "after")], [sees] * 3, user.name)
        # who sells nothing reads days
        row = self.Board.with_user(self.planner).get_effect(self.press.id, version, move)["plans"][0]
        self.assertEqual((row["customer"], row["promise"], row["order"]), (False, False, self.first.name))
        self.decide(self.drag(self.third, self.first), "Their line stands still")
        for user, count in ((clerk, 0), (seller, 0), (self.rep, 3), (self.planner, 3), (self.supervisor, 3)):
            self.env.invalidate_all()
            lines = self.env["gendan.ranking.decision.line"].with_user(user).search([])
            self.assertEqual(len(lines), count, user.name)

    def test_a_penalty_that_has_cost_all_it_may_weighs_nothing_any_more(self):
        self.first.write({"gendan_penalty_percent": 0.5, "gendan_penalty_most": 10})
        self.assertTrue(self.first._gendan_penalty_a_day(19))
        self.assertEqual(self.first._gendan_penalty_a_day(20), 0)
        key, promised = self.operation(self.first).id, self.first.gendan_plan_ids.promise_date
        for days, costs in ((0, True), (19, True), (20, False)):
            with freeze_time(datetime.combine(promised, MONDAY.time()) + timedelta(days=days)):
                card = self.cards(self.board())[key]
                self.assertEqual((card["has_penalty"], bool(card["penalty"])), (costs, costs), days)
                self.assertEqual(any("Each day late costs" in one for one in card["why"]), costs)
        # without a limit it goes on
        self.first.gendan_penalty_most = 0
        self.assertTrue(self.first._gendan_penalty_a_day(400))
