"""The plan of an order: made on confirmation, moved by events, by hand and by the calendar."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import format_date

from ..common import MONDAY, TODAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPlan(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.confirm_order(promised=date(2026, 11, 20))

    def test_confirming_makes_the_plan_backward_from_the_promise(self):
        order = self.order  # a Friday
        baseline = {m.kind_id: m.baseline_date for m in order.gendan_milestone_ids}
        self.assertEqual(baseline[self.kinds["arrived"]], date(2026, 11, 20))
        self.assertEqual(baseline[self.kinds["shipped"]], date(2026, 11, 19))
        self.assertEqual(baseline[self.kinds["made"]], date(2026, 11, 18))
        self.assertEqual(baseline[self.kinds["material"]], date(2026, 11, 13), "Sunday the 15th is no working day")
        self.assertEqual(order.gendan_promise_date, date(2026, 11, 20))
        self.assertFalse(order.gendan_plan_ids.infeasible)

    def test_forecast_runs_forward_and_leaves_a_buffer(self):
        order = self.order
        # Monday + 3 + 4 + 1 + 1 = 9 working days of a six-day week
        self.assertEqual(order.gendan_forecast_date, date(2026, 11, 12))
        self.assertEqual(order.gendan_buffer_days, 7)
        self.assertEqual(order.gendan_delivery_health, "on_track")

    def test_a_promise_too_early_is_infeasible_from_day_one(self):
        order = self.confirm_order(promised=date(2026, 11, 6))
        plan = order.gendan_plan_ids
        self.assertTrue(plan.infeasible)
        self.assertEqual(plan.infeasible_days, 5)
        self.assertEqual(order.gendan_delivery_health, "at_risk")

    def test_without_a_day_the_feasible_one_is_promised(self):
        order = self.confirm_order()
        self.assertEqual(order.gendan_promise_date, date(2026, 11, 12))
        self.assertEqual(self.company._gendan_to_day(order.commitment_date), date(2026, 11, 12))

    def test_orders_without_a_template_are_left_alone(self):
        self.rule.active = False
        order = self.confirm_order(promised=date(2026, 11, 20))
        self.assertFalse(order.gendan_plan_ids)
        self.assertFalse(order.gendan_delivery_health)

    def test_a_tick_by_hand_moves_the_forecast_at_once(self):
        order = self.order
        made = self.milestone(order, "made")
        made.with_user(self.supervisor).action_tick()
        self.assertEqual(made.actual_date, TODAY)
        self.assertEqual(order.gendan_forecast_date, date(2026, 11, 4))
        made.with_user(self.supervisor).action_untick()
        self.assertFalse(made.actual_date)
        self.assertEqual(order.gendan_forecast_date, date(2026, 11, 12))

    def test_a_department_ticks_only_what_is_put_to_it(self):
        order = self.order
        self.milestone(order, "made").with_user(self.quality_user).action_tick()
        self.assertEqual(self.milestone(order, "made").actual_date, TODAY)
        with self.assertRaises(UserError):
            self.milestone(order, "contract").with_user(self.quality_user).action_tick()

    def test_derived_fields_cannot_be_typed_in(self):
        order = self.order
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            self.milestone(order, "made").with_user(self.clerk).write({"baseline_date": TODAY})

    def test_a_future_day_is_no_tick(self):
        order = self.order
        # a day as the clerk reads it
        day = format_date(self.env(user=self.clerk), date(2026, 11, 9))
        with self.assertRaisesRegex(UserError, f"on {day}, which is still to come"):
            self.milestone(order, "contract").with_user(self.clerk).write({"hand_date": date(2026, 11, 9)})

    def test_skipping_needs_a_reason_and_passes_the_links_on(self):
        order = self.order
        material = self.milestone(order, "material").with_user(self.clerk)
        with self.assertRaises(UserError):
            material.action_skip(" ")
        material.action_skip("Film of the last order is left")
        self.assertEqual(material.state, "skipped")
        self.assertEqual(order.gendan_forecast_date, date(2026, 11, 9))
        material.action_unskip()
        self.assertEqual(order.gendan_forecast_date, date(2026, 11, 12))

    def test_the_delivery_itself_cannot_be_skipped(self):
        order = self.order
        with self.assertRaises(UserError):
            self.milestone(order, "arrived").with_user(self.clerk).action_skip("no need")

    def test_retiming_moves_the_forecast_only_and_asks_why_past_the_promise(self):
        order = self.order
        material = self.milestone(order, "material").with_user(self.clerk)
        baseline = material.baseline_date
        material.action_retime(date(2026, 11, 9))
        self.assertEqual(material.baseline_date, baseline)
        self.assertEqual(order.gendan_forecast_date, date(2026, 11, 16))
        with self.assertRaisesRegex(UserError, "Say why"):
            material.action_retime(date(2026, 11, 19))
        material.action_retime(date(2026, 11, 19), "Film maker's machine is down")
        self.assertEqual(order.gendan_delivery_health, "at_risk")
        self.assertLess(order.gendan_buffer_days, 0)

    def test_an_added_milestone_takes_its_first_date_as_baseline(self):
        order = self.order
        kind = self.make_kind("press_check")
        plan = order.gendan_plan_ids.with_user(self.clerk)
        added = plan.action_add_milestone(kind, date(2026, 11, 5), self.milestone(order, "confirmed"))
        self.assertEqual(added.baseline_date, date(2026, 11, 5))
        added.action_retime(date(2026, 11, 7))
        self.assertEqual(added.baseline_date, date(2026, 11, 5))
        self.assertEqual(added.forecast_date, date(2026, 11, 7))

    def test_an_added_milestone_stands_where_its_day_belongs(self):
        order = self.order
        plan = order.gendan_plan_ids.with_user(self.clerk)
        made = self.milestone(order, "made")
        added = plan.action_add_milestone(self.make_kind("press_check"), made.baseline_date)
        self.env.invalidate_all()
        steps = plan.milestone_ids.sorted()
        after = steps[steps.ids.index(made.id) + 1 :]
        self.assertIn(added, after, "not at the head of the plan")
        self.assertIn(self.milestone(order, "arrived").with_user(self.clerk), after)
        self.assertLess(added.sequence, self.milestone(order, "arrived").sequence)

    def test_another_template_only_while_nothing_happened(self):
        order = self.order
        stock = self.make_template(
            "Stock (test)", [(self.kinds["confirmed"], 0, [], {}), (self.kinds["arrived"], 2, [0], {"is_target": True})]
        )
        plan = order.gendan_plan_ids.with_user(self.clerk)
        plan.action_change_template(stock)
        self.assertEqual(plan.template_id, stock)
        self.assertEqual(len(plan.milestone_ids), 2)
        plan.action_change_template(self.template)
        self.milestone(order, "contract").with_user(self.clerk).action_tick()
        with self.assertRaisesRegex(UserError, "done already"):
            plan.action_change_template(stock)

    def test_a_template_of_two_years_is_planned_to_its_end(self):
        tool = self.make_template(
            "Machine (test)",
            [
                (self.kinds["confirmed"], 0, [], {}),
                (self.kinds["made"], 600, [0], {}),
                (self.kinds["arrived"], 1, [1], {"is_target": True}),
            ],
        )
        order = self.confirm_order(promised=date(2026, 12, 1), gendan_template_id=tool.id)
        plan = order.gendan_plan_ids
        self.assertTrue(plan.infeasible)
        self.assertGreater(plan.infeasible_days, 570)
        self.assertEqual(plan.forecast_date, self.company._gendan_add_workdays(date(2026, 11, 2), 601))

    def test_what_is_said_about_an_added_milestone_cannot_forge_it(self):
        order = self.order
        other = self.confirm_order(promised=date(2026, 11, 20))
        plan = order.gendan_plan_ids.with_user(self.clerk)
        added = plan.action_add_milestone(
            self.make_kind("press_check"),
            date(2026, 11, 5),
            own_name="Press check at the printer's",
            remark="with Ms Lin",
            plan_id=other.gendan_plan_ids.id,
            order_id=other.id,
            event_date=TODAY,
            state="done",
            is_target=True,
        )
        self.assertEqual((added.own_name, added.remark), ("Press check at the printer's", "with Ms Lin"))
        self.assertEqual((added.plan_id, added.order_id), (plan, order.with_user(self.clerk)))
        self.assertEqual((added.state, added.event_date, added.is_target), ("open", False, False))

    def short_template(self):
        return self.make_template(
            "Stock (test)", [(self.kinds["confirmed"], 0, [], {}), (self.kinds["arrived"], 2, [0], {"is_target": True})]
        )

    def test_a_template_chosen_on_the_order_binds_lines_added_later(self):
        short = self.short_template()
        order = self.confirm_order(promised=date(2026, 11, 20), gendan_template_id=short.id)
        order.write({"order_line": [(0, 0, {"product_id": self.carton.id, "product_uom_qty": 10})]})
        self.settle()
        self.assertEqual(order.gendan_plan_ids.template_id, short)
        self.assertEqual(len(order.gendan_plan_ids), 1)

    def test_a_template_chosen_on_the_plan_binds_lines_added_later(self):
        short = self.short_template()
        order = self.confirm_order(promised=date(2026, 11, 20))
        order.gendan_plan_ids.with_user(self.clerk).action_change_template(short)
        order.write({"order_line": [(0, 0, {"product_id": self.carton.id, "product_uom_qty": 10})]})
        self.settle()
        self.assertEqual(order.gendan_plan_ids.template_id, short)
        self.assertEqual(len(order.gendan_plan_ids), 1)
        self.assertEqual(len(order.gendan_part_ids), 2)

    def test_of_two_plans_the_changed_one_takes_the_later_lines_its_rule_would_have_taken(self):
        short = self.short_template()
        other = self.make_template(
            "Cartons (test)",
            [(self.kinds["confirmed"], 0, [], {}), (self.kinds["arrived"], 3, [0], {"is_target": True})],
        )
        self.carton.categ_id = self.env["product.category"].create({"name": "Cartons"})
        self.env["gendan.plan.rule"].create(
            {"template_id": other.id, "categ_id": self.carton.categ_id.id, "sequence": 1}
        )
        order = self.confirm_order([(self.bag, 1000), (self.carton, 10)], promised=date(2026, 11, 20))
        bags = order.gendan_plan_ids.filtered(lambda plan: plan.template_id == self.template)
        bags.with_user(self.clerk).action_change_template(short)
        order.write(
            {
                "order_line": [
                    (0, 0, {"product_id": self.bag.id, "product_uom_qty": 500}),
                    (0, 0, {"product_id": self.carton.id, "product_uom_qty": 5}),
                ]
            }
        )
        self.settle()
        self.assertEqual(order.gendan_plan_ids.template_id, short | other)
        self.assertEqual(len(bags.part_ids), 2)

    def test_the_production_notice_waits_for_what_it_needs_though_odoo_confirms_the_production(self):
        cylinders = self.make_kind("cylinders")
        notice = self.make_kind("notice", event="mo_confirmed")
        k = self.kinds
        template = self.make_template(
            "Notice (test)",
            [
                (k["confirmed"], 0, [], {}),
                (cylinders, 2, [0], {}),
                (notice, 1, [1], {}),
                (k["made"], 4, [2], {}),
                (k["arrived"], 1, [3], {"is_target": True}),
            ],
        )
        order = self.confirm_order(promised=date(2026, 11, 20), gendan_template_id=template.id)
        found = {m.kind_id: m for m in order.gendan_milestone_ids}
        production = order.order_line._gendan_productions()[order.order_line]
        self.assertEqual(production.state, "confirmed", "Odoo confirms it with the order")
        self.assertEqual((found[notice].state, found[notice].event_date), ("open", TODAY))
        before = order.gendan_forecast_date
        found[cylinders].with_user(self.clerk).action_retime(date(2026, 11, 9))
        self.assertGreater(order.gendan_forecast_date, before, "late cylinders move the order")
        with freeze_time("2026-11-05 02:00:00"):
            found[cylinders].with_user(self.clerk).action_tick()
            self.assertEqual(found[notice].actual_date, date(2026, 11, 5))
            lived = order.gendan_milestone_ids.read(["actual_date", "state", "forecast_date"])
            order._gendan_replay()
            self.assertEqual(order.gendan_milestone_ids.read(["actual_date", "state", "forecast_date"]), lived)
            found[cylinders].with_user(self.clerk).action_untick()
            self.assertEqual(found[notice].state, "open")
            found[k["made"]].with_user(self.quality_user).action_tick()
            self.assertEqual(found[notice].actual_date, TODAY, "what is being made was issued")

    def test_days_the_customer_holds_us_are_counted_apart(self):
        order = self.order
        contract = self.milestone(order, "contract")
        # feeds nothing: due two working days after the confirmation
        self.assertEqual(contract.baseline_date, date(2026, 11, 4))
        with freeze_time("2026-11-10 02:00:00"):
            order._gendan_replay()
            self.assertEqual(contract.held_days, 5)
            contract.with_user(self.clerk).action_tick()
        self.assertEqual(contract.held_days, 5)
        self.assertEqual(order.gendan_held_days, 5)

    def test_arrival_ends_the_delivery_light(self):
        order = self.order
        self.milestone(order, "shipped").sudo().hand_date = TODAY
        self.milestone(order, "arrived").with_user(self.clerk).action_tick()
        self.assertEqual(order.gendan_delivery_health, "delivered")
        self.assertEqual(order.gendan_plan_ids.actual_date, TODAY)
        self.assertTrue(order.gendan_is_done, "nothing of papers and money is to be done for this customer")

    def test_money_follows_the_settlement_profile_with_a_light_of_its_own(self):
        note = self.make_kind("note", light="money")
        agreed = self.make_kind("agreed", light="money")
        self.customer.gendan_settlement_profile_id = self.env["gendan.settlement.profile"].create(
            {
                "name": "Monthly (test)",
                "code": "T-M",
                "way": "monthly",
                "closing_day": 25,
                "line_ids": [
                    (0, 0, {"kind_id": note.id, "anchor": "arrived", "days": 3}),
                    (0, 0, {"kind_id": agreed.id, "anchor": "closing", "days": 5}),
                ],
            }
        )
        order = self.confirm_order(promised=date(2026, 11, 20))
        due = {m.kind_id: m.baseline_date for m in order.gendan_milestone_ids.filtered(lambda m: m.light == "money")}
        self.assertEqual(due[note], date(2026, 11, 23))
        self.assertEqual(due[agreed], date(2026, 11, 30))
        for name in ("contract", "material", "made", "shipped", "arrived"):
            self.milestone(order, name).sudo().hand_date = TODAY
        order._gendan_replay()
        self.assertEqual(order.gendan_delivery_health, "delivered")
        self.assertEqual(order.gendan_money_health, "on_track")
        self.assertFalse(order.gendan_is_done)
        with freeze_time("2026-11-06 02:00:00"):
            order._gendan_replay()
            self.assertEqual(order.gendan_money_health, "late")

    def test_a_mistyped_year_is_refused(self):
        order = self.order
        contract = self.milestone(order, "contract").with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "Check the year"):
            contract.write({"hand_date": date(2006, 11, 2)})
        with self.assertRaisesRegex(UserError, "Check the year"):
            contract.action_retime(date(2062, 11, 2))

    def test_retiming_asks_why_though_another_chain_is_later_still(self):
        film, plates, print_ = (self.make_kind(name) for name in ("film", "plates", "printing"))
        template = self.make_template(
            "Two chains (test)", [(film, 3, [], {}), (plates, 3, [], {}), (print_, 1, [0, 1], {"is_target": True})]
        )
        order = self.confirm_order(promised=date(2026, 11, 20), gendan_template_id=template.id)
        steps = order.gendan_milestone_ids.with_user(self.clerk)
        steps[0].action_retime(date(2026, 12, 1), "film late")
        with self.assertRaisesRegex(UserError, "Plates.*Say why"):
            steps[1].action_retime(date(2026, 11, 27))
        self.assertIn("Say why", steps[1]._gendan_retime_many([(steps[1], date(2026, 11, 28), False)])[0][1])
        steps[1].action_retime(date(2026, 11, 18))

    def test_a_day_years_away_is_no_plan(self):
        extra = self.make_kind("inspection")
        plan = self.order.gendan_plan_ids.with_user(self.clerk)
        for day in (date(2006, 11, 12), date(2062, 11, 12)):
            with self.assertRaisesRegex(UserError, "Inspection.*years (away|ago). Check the year"):
                plan.action_add_milestone(extra, day)
        part = self.order.gendan_part_ids.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "BG-1402.*years away. Check the year"):
            self.order.with_user(self.clerk).action_gendan_promise([(part, None, date(2062, 11, 20))], "other")
        self.assertEqual(self.order.gendan_promise_ids.mapped("version"), [1])

    def test_another_template_keeps_what_the_clerk_has_added(self):
        extra = self.make_kind("inspection")
        plan = self.order.gendan_plan_ids
        made = self.milestone(self.order, "made")
        added = plan.with_user(self.clerk).action_add_milestone(extra, date(2026, 11, 17), made)
        plan.with_user(self.clerk).action_change_template(self.template.copy())
        self.assertTrue(added.exists())
        self.assertEqual(added.baseline_date, date(2026, 11, 17))
        self.assertEqual(added._gendan_kinds_before(), self.kinds["made"])
        self.assertEqual(len(plan.milestone_ids), 7)

    def test_a_rule_whose_template_is_archived_chooses_nothing(self):
        other = self.template.copy()
        self.env["gendan.plan.rule"].create({"template_id": other.id, "sequence": 99})
        self.template.active = False
        self.assertEqual(self.confirm_order(promised=date(2026, 11, 20)).gendan_plan_ids.template_id, other)

    def test_departments_read_names_and_do_not_skip(self):
        order = self.order
        self.env.invalidate_all()
        made = self.milestone(order, "made").with_user(self.quality_user)
        self.assertIn(order.name, made.display_name)
        self.assertIn(order.name, made.plan_id.display_name)
        with self.assertRaises(UserError):
            made.action_skip("no time")
        made.action_retime(date(2026, 11, 14))
        self.assertEqual(made.retimed_date, date(2026, 11, 14))


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPlanOverNight(GendanCase):
    def test_a_day_that_passes_moves_the_lights_by_the_nightly_action(self):
        order = self.confirm_order(promised=date(2026, 11, 12))
        self.assertEqual(order.gendan_buffer_days, 0)
        with freeze_time("2026-11-09 20:00:00"):  # the 10th in China
            self.assertEqual(self.env["sale.order"].search(self.env["sale.order"]._gendan_due_domain()), order)
            order._gendan_replay()
            self.assertEqual(order.gendan_delivery_health, "at_risk")
        with freeze_time("2026-11-13 20:00:00"):
            order._gendan_replay()
            self.assertEqual(order.gendan_delivery_health, "late")

    def as_days_pass(self, order, days, look):
        """What a look finds on each day when only the nightly action works the order out."""
        result = []
        for day in days:
            with freeze_time(f"2026-11-{day:02} 02:00:00"):
                order.filtered_domain(self.env["sale.order"]._gendan_due_domain())._gendan_replay()
                result.append(look())
        return result

    def test_overlapping_work_is_put_to_somebody_on_the_day_its_turn_comes(self):
        first, second, last = (self.make_kind(name) for name in ("knitting", "linking", "packing"))
        template = self.make_template(
            "Overlap (test)",
            [(first, 12, [], {}), (second, 3, [(0, "ss", 2)], {}), (last, 1, [1], {"is_target": True})],
        )
        template.line_ids.link_ids.filtered(lambda link: link.link_type == "ss").holds_finish = False
        order = self.confirm_order(promised=date(2026, 11, 27), gendan_template_id=template.id)
        step = order.gendan_milestone_ids.filtered(lambda m: m.kind_id == second)
        self.assertEqual(step.forecast_start, date(2026, 11, 4))
        self.assertEqual(self.as_days_pass(order, (3, 4, 5), lambda: step.is_ready), [False, True, True])

    def test_days_held_go_on_while_a_step_is_retimed(self):
        order = self.confirm_order(promised=date(2026, 11, 20))
        for name, day in (("contract", 14), ("material", 13)):
            self.milestone(order, name).with_user(self.clerk).action_retime(date(2026, 11, day))
        self.assertEqual(self.as_days_pass(order, (4, 5, 9, 12), lambda: order.gendan_held_days), [0, 1, 4, 7])
