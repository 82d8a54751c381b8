"""The ranking board: what it shows to whom, who decides, what a decision does."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .ranking_common import RankingCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRankingBoard(RankingCase):
    """Looking."""

    def test_the_queue_day_by_day_with_what_hangs_on_each(self):
        self.customer.gendan_grade_id = self.env.ref("gendan_followup.grade_a")
        self.first.write({"gendan_penalty_percent": 0.5, "gendan_is_rush": True})
        board = self.board()
        self.assertEqual([day["day"] for day in board["days"]][:3], ["2026-11-02", "2026-11-03", "2026-11-04"])
        monday, tuesday = board["days"][:2]
        # nine o'clock: seven hours are left of today, and the first should have begun an hour ago
        self.assertEqual((monday["hours"], monday["load"]), (7.0, 8.0))
        self.assertEqual((tuesday["hours"], tuesday["load"]), (8.0, 4.0))
        self.assertEqual(board["days"][-1]["day"], "later")
        self.assertEqual([card["day"] for card in board["cards"]], ["2026-11-02", "2026-11-02", "2026-11-03"])
        card = board["cards"][0]
        production = self.production(self.first)
        self.assertEqual(
            (card["production"], card["order"], card["grade"], card["hours"], card["is_ready"], card["is_rush"]),
            (production.name, self.first.name, "A", 4.0, True, True),
        )
        self.assertEqual(card["buffer"], self.first.gendan_plan_ids.buffer_days)
        self.assertTrue(card["promise"] and card["inhouse"])
        self.assertIn("41", card["penalty"])  # 0.5 % of 8,250
        self.assertEqual(card["proposed"], 1)
        self.assertIn("A customer of grade A.", card["why"])
        self.assertIn("A rush order.", card["why"])
        self.assertTrue(any("41" in sentence for sentence in card["why"]), card["why"])

    def test_a_department_reads_no_price_no_promise_and_no_order(self):
        self.first.gendan_penalty_percent = 0.5
        board = self.board(self.quality_user)
        self.assertFalse(board["can_decide"])
        for card in board["cards"]:
            self.assertFalse(card["order"] or card["promise"] or card["value"] or card["penalty"])
            self.assertTrue(card["inhouse"])
            self.assertIn(self.customer.name, card["customer"])
            self.assertFalse([sentence for sentence in card["why"] if "orth" in sentence or "4" in sentence])
        self.assertTrue(board["cards"][0]["has_penalty"])
        self.company.gendan_floor_code_only = True
        self.assertNotIn(self.customer.name, self.board(self.quality_user)["cards"][0]["customer"])

    def test_a_clerk_reads_whom_she_serves_and_not_whom_others_do(self):
        self.assertIn(self.customer.name, self.board(self.clerk)["cards"][0]["customer"])
        card = self.board(self.other_clerk)["cards"][0]
        self.assertEqual(card["customer"], "another clerk's customer")
        self.assertFalse(card["order"] or card["promise"] or card["value"])
        self.assertTrue(card["has_buffer"] and card["why"])

    def test_who_has_nothing_to_do_with_it_sees_nothing(self):
        for user in (self.rep, self.employee, self.portal_user):
            with self.assertRaises(AccessError, msg=user.name):
                self.board(user)

    def test_off_until_a_company_switches_it_on(self):
        self.company.gendan_ranking = False
        board = self.Board.with_user(self.supervisor).get_board()
        self.assertEqual(board, {"enabled": False, "can_switch_on": True})
        with self.assertRaisesRegex(UserError, "does not rank"):
            self.Board.with_user(self.supervisor).get_effect(self.press.id, "x", {"follow": True})

    def test_another_companys_work_centre_is_closed(self):
        company, clerk = self.make_other_company()
        company.gendan_ranking = True
        with self.assertRaises(AccessError):
            self.board(clerk)

    def test_what_is_begun_leads_and_cannot_be_moved(self):
        self.operation(self.second).button_start()
        board = self.board()
        self.assertEqual(self.order_on_board(board)[0], self.second)
        self.assertTrue(board["cards"][0]["is_begun"])
        self.assertEqual(board["cards"][0]["why"], ["It is on the machine."])
        with self.assertRaisesRegex(UserError, "on the machine"):
            self.decide(self.drag(self.second, self.third), "because")

    def test_material_that_is_missing_holds_the_proposal_and_says_until_when(self):
        foil = self.make_product("Foil")
        self.bom.bom_line_ids = [Command.create({"product_id": foil.id, "product_qty": 1})]
        late = self.print_order(date(2026, 11, 9), 4)
        bought = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    Command.create({"product_id": foil.id, "product_qty": 50, "date_planned": "2026-11-05"})
                ],
            }
        )
        bought.button_confirm()
        self.settle()
        card = self.cards(self.board())[self.operation(late).id]
        self.assertFalse(card["is_ready"])
        self.assertIn("11/05/2026", card["material"])
        self.assertIn("Waits for material until 11/05/2026.", card["why"])
        # the next morning, whatever else presses
        self.assertIn("Nov 6", card["proposed_day"])
        # where materials are followed, as they are
        self.company.gendan_material = True
        self.env["gendan.material"]._gendan_refresh_productions(self.production(late))
        self.env.invalidate_all()
        again = self.cards(self.board())[self.operation(late).id]
        self.assertEqual((again["is_ready"], again["material"]), (False, card["material"]))
        self.assertTrue(self.cards(self.board())[self.operation(self.first).id]["is_ready"])

    def test_closures_of_the_machine_are_no_hours(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Overhaul",
                "resource_id": self.press.resource_id.id,
                "calendar_id": self.calendar.id,
                "time_type": "leave",
                "date_from": datetime(2026, 11, 2, 16),
                "date_to": datetime(2026, 11, 3, 16),
            }
        )
        self.assertEqual([day["day"] for day in self.board()["days"]][:2], ["2026-11-02", "2026-11-04"])

    def test_queries_do_not_grow_with_the_queue(self):
        self.queries(self.board)
        few = self.queries(self.board)
        for number in range(6):
            self.print_order(date(2026, 11, 20), 4 + number)
        many = self.queries(self.board)
        self.assertEqual(len(self.board()["cards"]), 9)
        self.assertLessEqual(many, few, f"{few} queries for 3 operations, {many} for 9")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRankingDecision(RankingCase):
    """Deciding."""

    def test_put_first_it_is_set_on_odoos_planning_and_kept(self):
        move = self.drag(self.third, self.first)
        board = self.board()
        self.assertEqual(self.order_on_board(board), [self.first, self.second, self.third])
        board = self.decide(move, "Their line stands still")
        self.assertEqual(self.order_on_board(board), [self.third, self.first, self.second])
        third, first, second = map(self.operation, (self.third, self.first, self.second))
        self.assertEqual((third.date_start, third.date_finished), (MONDAY, datetime(2026, 11, 2, 6, 30)))
        self.assertEqual((first.date_start, second.date_start), (third.date_finished, first.date_finished))
        # Odoo's own: the slot in the machine's calendar, the production, its components, the star
        self.assertEqual(third.leave_id.date_from, MONDAY)
        self.assertEqual(third.production_id.date_start, MONDAY)
        self.assertEqual(third.production_id.move_raw_ids.mapped("date"), [MONDAY])
        self.assertEqual([one.production_id.priority for one in (third, first, second)], ["1", "0", "0"])
        decision = self.env["gendan.ranking.decision"].search([])
        self.assertEqual(
            (decision.user_id, decision.workcenter_id, decision.decided_at, decision.reason, decision.is_against),
            (self.supervisor, self.press, MONDAY, "Their line stands still", False),
        )
        names = [one.production_id.name for one in (first, second, third)]
        self.assertEqual(decision.order_before, "1. {}\n2. {}\n3. {}".format(*names))
        self.assertEqual(decision.order_after, "1. {2}\n2. {0}\n3. {1}".format(*names))
        self.assertEqual((decision.won_count, decision.lost_count), (1, 1))
        days = {line.order_id: line.days for line in decision.line_ids}
        self.assertEqual(days, {self.third: -1, self.first: 0, self.second: 1})
        self.assertTrue(decision.line_ids[0].is_moved)
        self.assertIn("Their line stands still", third.production_id.message_ids[0].body)
        self.assertEqual(board["log"][0]["reason"], "Their line stands still")

    def test_a_planner_without_rights_on_production_decides(self):
        self.decide(self.drag(self.third, self.first), user=self.planner)
        self.assertEqual(self.operation(self.third).date_start, MONDAY)
        self.assertEqual(self.env["gendan.ranking.decision"].search([]).user_id, self.planner)

    def test_clerks_and_departments_cannot_decide_by_any_call(self):
        version = self.board()["version"]
        start = self.operation(self.third).date_start
        move = self.drag(self.third, self.first)
        for user in (self.clerk, self.quality_user, self.rep, self.employee, self.portal_user):
            board = self.Board.with_user(user)
            with self.assertRaises(AccessError, msg=user.name):
                board.decide(self.press.id, version, move, "x")
            with self.assertRaises(AccessError, msg=user.name):
                board.get_effect(self.press.id, version, {"follow": True})
        self.assertEqual(self.operation(self.third).date_start, start)

    def test_against_the_proposal_needs_a_reason(self):
        self.first.gendan_is_rush = True
        move = self.drag(self.first, None, "2026-11-03")
        effect = self.Board.with_user(self.supervisor).get_effect(self.press.id, self.board()["version"], move)
        self.assertTrue(effect["needs_reason"])
        self.assertIn(self.production(self.second).name, effect["against"])
        for nothing in (False, "", "   "):
            with self.assertRaisesRegex(UserError, "Say why"):
                self.decide(move, nothing)
        self.decide(move, "The plates are not in")
        self.assertTrue(self.env["gendan.ranking.decision"].search([]).is_against)
        # and back where it is proposed, without one
        effect = self.Board.with_user(self.supervisor).get_effect(
            self.press.id, self.board()["version"], self.drag(self.first, self.second)
        )
        self.assertFalse(effect["needs_reason"])

    def test_what_it_would_do_is_what_it_does(self):
        version = self.board()["version"]
        move = self.drag(self.first, None, "2026-11-12")
        effect = self.Board.with_user(self.supervisor).get_effect(self.press.id, version, move)
        plan = self.first.gendan_plan_ids
        self.assertEqual(self.operation(self.first).date_start, datetime(2026, 11, 2, 0, 0), "nothing is written")
        self.assertEqual((effect["late"], effect["saved"]), (1, 0))
        self.assertEqual([row["order"] for row in effect["plans"]], [self.first.name])
        before = plan.forecast_date
        self.decide(move, "Their warehouse is closed", version=version)
        self.assertGreater(plan.forecast_date, plan.promise_date)
        self.assertEqual((plan.forecast_date - before).days, effect["plans"][0]["shift"])
        self.assertEqual(plan._gendan_days_after_promise(), effect["plans"][0]["late_after"])
        line = self.env["gendan.ranking.decision"].search([]).line_ids.filtered("is_moved")
        self.assertEqual(
            (line.forecast_before, line.forecast_after, line.is_broken, line.days_late),
            (before, plan.forecast_date, True, plan._gendan_days_after_promise()),
        )

    def test_the_proposal_is_followed_at_once(self):
        self.third.gendan_is_rush = True
        board = self.decide({"follow": True})
        self.assertEqual(self.order_on_board(board), [self.third, self.second, self.first])
        self.assertTrue(board["is_as_proposed"])
        starts = [self.operation(order).date_start for order in (self.third, self.second, self.first)]
        self.assertEqual(starts, sorted(starts))
        self.assertEqual(starts[0], MONDAY)
        self.assertEqual(self.production(self.third).priority, "1")
        self.assertTrue(self.env["gendan.ranking.decision"].search([]).is_followed)
        with self.assertRaisesRegex(UserError, "where it is proposed already"):
            self.decide({"follow": True})

    def test_who_comes_second_is_told(self):
        version = self.board()["version"]
        self.decide(self.drag(self.third, self.first), user=self.planner, version=version)
        with self.assertRaisesRegex(UserError, "t_planner .*decided"):
            self.decide(self.drag(self.second, self.first), "x", version=version)
        # whatever changed it: the floor, Odoo's own screens
        version = self.board()["version"]
        self.production(self.second).priority = "1"
        with self.assertRaisesRegex(UserError, "has changed since you opened it"):
            self.Board.with_user(self.supervisor).get_effect(self.press.id, version, {"follow": True})

    def test_the_operation_before_it_is_a_bar_and_the_one_behind_it_follows(self):
        self.bom.operation_ids = [
            Command.create(
                {"name": "Slitting", "workcenter_id": self.slitter.id, "time_mode": "manual", "time_cycle_manual": 2.4}
            )
        ]
        order = self.confirm_order(promised=date(2026, 11, 20))
        production = self.production(order)
        production.action_confirm()
        production.date_start = datetime(2026, 11, 4, 0, 0)
        printing, slitting = production.workorder_ids
        board = self.board(centre=self.slitter)
        card = self.cards(board)[slitting.id]
        self.assertEqual(card["day"], "2026-11-04", "behind its printing")
        self.assertIn("Waits for Printing of the same production.", card["why"])
        with self.assertRaisesRegex(UserError, "stays where it is.*cannot begin before Printing ends"):
            self.Board.with_user(self.supervisor).get_effect(
                self.slitter.id, board["version"], {"id": slitting.id, "day": "2026-11-02", "before": False}
            )
        self.decide({"id": printing.id, "day": "2026-11-05", "before": False}, "The plates come on Thursday")
        self.assertEqual(self.company._gendan_to_day(printing.date_start), date(2026, 11, 5))
        self.assertGreaterEqual(slitting.date_start, printing.date_finished)
        self.assertTrue(production.is_planned)
        self.assertEqual(production.date_finished, slitting.date_finished)

    def test_decisions_stay_as_they_are(self):
        self.decide(self.drag(self.third, self.first))
        decision = self.env["gendan.ranking.decision"].search([])
        forged = {"name": "x", "workcenter_id": self.press.id, "company_id": self.company.id, "user_id": 1,
                  "decided_at": MONDAY}  # fmt: skip
        for record, vals in ((decision, {"reason": "x"}), (decision.line_ids[0], {"days": 0})):
            for user in (self.env.user, self.supervisor, self.clerk):
                own = record.with_user(user)
                for call in (lambda own=own, vals=vals: own.write(vals), own.unlink, lambda own=own: own.copy()):
                    with self.assertRaises(UserError), mute_logger("odoo.sql_db"):
                        call()
        for context in ({}, {"gendan_ranking": True}):
            with self.assertRaises(UserError):
                self.env["gendan.ranking.decision"].with_context(**context).create(forged)
        self.assertEqual(decision.reason, "")

    def test_clerks_read_the_log_and_of_its_rows_their_customers(self):
        self.decide(self.drag(self.third, self.first), "Their line stands still")
        for user, count in ((self.clerk, 3), (self.other_clerk, 0), (self.quality_user, 3), (self.planner, 3)):
            self.env.invalidate_all()
            decision = self.env["gendan.ranking.decision"].with_user(user).search([])
            self.assertEqual(decision.reason, "Their line stands still")
            self.assertEqual(len(decision.line_ids), count, user.name)
        lines = self.env["gendan.ranking.decision.line"].with_user(self.quality_user).search([])
        self.assertEqual(len(lines.read(["days", "order_name"])), 3)
        with self.assertRaises(AccessError):
            lines.read(["promise_date"])
