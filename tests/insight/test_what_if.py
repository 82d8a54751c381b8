"""What if: the answer is what happens when the day is really entered, and asking writes nothing."""

import re
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

import pytz
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.sql_db import Cursor
from odoo.tests import Form, tagged

from ..common import MONDAY, GendanCase

PROMISE = date(2026, 11, 20)


class WhatIfCase(GendanCase):
    """Orders that wait for purchases to order, purchases for stock, productions and their children."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.make_product("Board", route_ids=[Command.set(cls.route_buy.ids)])
        cls.sheet = cls.make_product("Sheet", route_ids=[Command.set((cls.route_make | cls.route_mto).ids)])
        cls.box = cls.make_product("Box", route_ids=[Command.set((cls.route_make | cls.route_mto).ids)])
        cls.ribbon = cls.make_product(
            "Ribbon",
            route_ids=[Command.set((cls.route_buy | cls.route_mto).ids)],
            seller_ids=[Command.create({"partner_id": cls.supplier.id, "price": 1, "delay": 3})],
        )
        for product, components in ((cls.sheet, cls.board), (cls.box, cls.sheet | cls.film)):
            cls.env["mrp.bom"].create(
                {
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "bom_line_ids": [Command.create({"product_id": c.id, "product_qty": 1}) for c in components],
                }
            )

    def buy(self, product, quantity, day, confirm=True):
        """A purchase for stock."""
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "date_planned": datetime.combine(day, time(4)),
                        }
                    )
                ],
            }
        )
        if confirm:
            purchase.button_confirm()
        return purchase

    def behind(self, order):
        """(purchase lines, productions) behind an order."""
        links = order.order_line._gendan_links()
        lines = self.env["purchase.order.line"].union(*(x.bought | x.bought_components for x in links.values()))
        productions = self.env["mrp.production"].union(*(x.all_productions for x in links.values()))
        return lines.sudo(False), productions.sudo(False)

    def at_day(self, moment, day):
        """``moment`` (UTC) at the same time of another day in China."""
        zone = pytz.timezone("Asia/Shanghai")
        clock = pytz.utc.localize(moment).astimezone(zone).time()
        return zone.localize(datetime.combine(day, clock)).astimezone(pytz.utc).replace(tzinfo=None)

    def enter(self, overrides):
        """Enter the days the way people do: on the purchase line, as the production's end."""
        for (model, record_id), day in overrides.items():
            record = self.env[model].browse(record_id)
            field = "date_planned" if model == "purchase.order.line" else "date_finished"
            record.write({field: self.at_day(record[field], day)})
        self.settle()

    def outlook(self, plan):
        """What the plan says of itself."""
        return (
            plan.forecast_date,
            plan.buffer_days,
            plan.delivery_health,
            {
                m.key: (m.forecast_start, m.forecast_date)
                for m in plan.milestone_ids
                if m.light == "delivery" and m.state in ("open", "done")
            },
        )

    def predicted(self, outlook):
        """The same of an answer of what-if."""
        return (
            outlook.forecast,
            outlook.buffer,
            outlook.health,
            {m.key: found for m, found in outlook.dates.items() if m.state in ("open", "done")},
        )


# what happened before the question is asked
BEFORE = (
    "confirm_purchases",
    "confirm_purchases",
    "late_start",
    "past_deadline",
    "receive",
    "tick",
    "wait",
    "reserve",
    "retime",
    "transfer",
    "put_back",
)


@tagged("post_install", "-at_install")
class TestWhatIfIsWhatHappens(WhatIfCase):
    """For random histories and random days."""

    def test_forecasts_equal_the_real_ones_once_the_day_is_entered(self):
        self.moved = self.broken = 0
        with freeze_time(MONDAY):
            self.orders = self.confirm_order([(self.bag, 5000)], promised=PROMISE)
            self.orders |= self.confirm_order([(self.box, 20), (self.ribbon, 50)], promised=PROMISE)
            self.orders |= self.confirm_order([(self.sheet, 30)], promised=date(2026, 11, 27))
            self.orders |= self.confirm_order([(self.carton, 30)], promised=date(2026, 11, 13))
            self.for_stock = self.buy(self.board, 25, date(2026, 11, 10))
            self.for_stock |= self.buy(self.board, 40, date(2026, 11, 16))
            self.settle()
        self.env.flush_all()
        self.examples()
        self.assertGreater(self.moved, 6, "examples in which nothing moves prove nothing")
        self.assertGreater(self.broken, 1)

    @given(
        before=st.lists(st.sampled_from(BEFORE), max_size=5),
        picks=st.lists(st.tuples(st.integers(0, 99), st.integers(-6, 25)), min_size=1, max_size=4),
    )
    @settings(max_examples=9, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def examples(self, before, picks):
        savepoint = self.env.cr.savepoint()
        try:
            self.compare(before, picks)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def compare(self, before, picks):
        self.now = MONDAY
        orders, for_stock = self.orders, self.for_stock
        for step in before:
            with freeze_time(self.now):
                getattr(self, f"do_{step}")(orders)
                self.settle()
        with freeze_time(self.now):
            orders._gendan_replay()  # today may have moved on
            lines, productions = self.behind(orders)
            documents = [*(lines | for_stock.order_line)._gendan_what_if_open(), *productions._gendan_what_if_open()]
            overrides = {}
            for number, days in picks:
                document = documents[number % len(documents)]
                overrides[(document._name, document.id)] = document._gendan_what_if_day() + timedelta(days=days)
            answers = self.env["gendan.plan"]._gendan_what_if(overrides)
            for plan, (now, then) in answers.items():
                self.assertEqual(self.predicted(now), self.outlook(plan), f"as things stand, {before}")
                self.moved += now.forecast != then.forecast
                self.broken += now.health != then.health
            self.enter(overrides)
            told = [(document, day) for (_model, document), day in overrides.items()]
            for plan in orders.gendan_plan_ids:
                if plan in answers:
                    self.assertEqual(
                        self.outlook(plan),
                        self.predicted(answers[plan.sudo()][1]),
                        f"{plan.order_name} after {before}, {told}",
                    )
            # and nothing moved that what-if had left out
            others = orders.gendan_plan_ids.filtered(lambda plan: plan.sudo() not in answers)
            left = {plan: self.outlook(plan) for plan in others}
            orders._gendan_replay()
            self.assertEqual(left, {plan: self.outlook(plan) for plan in others}, f"left out, {before}, {told}")

    def do_confirm_purchases(self, orders):
        self.env["purchase.order"].search([("state", "=", "draft")]).button_confirm()

    def do_late_start(self, orders):
        for production in self.behind(orders)[1].filtered(lambda p: p.state == "confirmed")[:2]:
            production.date_start += timedelta(days=3)

    def do_past_deadline(self, orders):
        for production in self.behind(orders)[1].filtered(lambda p: p.state == "confirmed")[-1:]:
            production.date_finished += timedelta(days=9)

    def do_receive(self, orders):
        for picking in self.env["stock.picking"].search(
            [("picking_type_code", "=", "incoming"), ("state", "=", "assigned")], limit=1
        ):
            for move in picking.move_ids:
                move.write({"quantity": move.product_uom_qty, "picked": True})
            picking.button_validate()

    def do_tick(self, orders):
        orders.gendan_milestone_ids.filtered(lambda m: not m.event)[:1].with_user(self.supervisor).action_tick()

    def do_wait(self, orders):
        self.now += timedelta(days=4)

    def do_reserve(self, orders):
        self.behind(orders)[1].filtered(lambda p: p.state == "confirmed").action_assign()

    def do_retime(self, orders):
        made = orders.gendan_milestone_ids.filtered(lambda m: m.kind_id == self.kinds["made"] and m.state == "open")
        made[:1].with_user(self.supervisor).action_retime(self.now.date() + timedelta(days=20), "machine down")

    def do_transfer(self, orders):
        for picking in orders.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))[:1]:
            picking.scheduled_date += timedelta(days=5)

    def do_put_back(self, orders):
        for line in self.behind(orders)[0]._gendan_what_if_open()[:1]:
            line.date_planned += timedelta(days=6)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWhatIf(WhatIfCase):
    """One dialog for purchases and productions; each sees her own orders' answers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.confirm_order([(cls.bag, 5000)], promised=PROMISE)
        cls.foreign_order = cls.confirm_order(
            [(cls.bag, 3000)], promised=PROMISE, partner_id=cls.foreign_customer.id, user_id=cls.other_rep.id
        )
        cls.purchase = cls.env["purchase.order"].search([("partner_id", "=", cls.supplier.id)])
        cls.purchase.order_line.date_planned = datetime(2026, 11, 5, 4)
        cls.purchase.button_confirm()
        cls.settle()
        cls.lines = cls.purchase.order_line
        cls.buyer = cls.quality_user
        cls.buyer.group_ids += cls.env.ref("purchase.group_purchase_user")
        # a supervisor who also looks after materials
        cls.supervisor.group_ids += cls.env.ref("purchase.group_purchase_user") + cls.env.ref("mrp.group_mrp_user")

    def ask(self, user, days=20, lines=None, productions=None, plans=None, **values):
        wizard = (
            self.env["gendan.what.if"]
            .with_user(user)
            .create(
                {
                    "plan_ids": [Command.set((plans or self.env["gendan.plan"]).ids)],
                    "line_ids": [
                        *(
                            Command.create({"purchase_line_id": line.id, "days": days, **values})
                            for line in lines or ()
                        ),
                        *(Command.create({"production_id": mo.id, "days": days}) for mo in productions or ()),
                    ],
                }
            )
        )
        wizard.action_ask()
        return wizard

    def test_the_answer_names_order_promise_and_days(self):
        plan = self.order.gendan_plan_ids
        before = plan.forecast_date
        wizard = self.ask(self.supervisor, lines=self.behind(self.order)[0])
        result = wizard.result_ids.filtered(lambda r: r.plan_id == plan)
        self.assertEqual(result.order_name, self.order.name)
        self.assertEqual(result.partner_id, self.customer)
        self.assertEqual(result.effect, "breaks")
        self.assertEqual((result.promise_date, result.forecast_before), (PROMISE, before))
        self.assertGreater(result.forecast_after, PROMISE)
        self.assertEqual(result.buffer_before, plan.buffer_days)
        self.assertLess(result.buffer_after, 0)
        self.assertEqual(result.damage, -result.buffer_after)
        self.assertEqual((result.health_before, result.health_after), ("on_track", "at_risk"))
        self.assertIn(f"Orders that break their promise: {wizard.break_count}", wizard.summary)

    def test_worst_first(self):
        other = self.confirm_order([(self.bag, 1000)], promised=date(2026, 11, 27))
        self.env["purchase.order"].search([("state", "=", "draft")]).button_confirm()
        self.settle()
        wizard = self.ask(self.supervisor, lines=self.behind(self.order | other)[0], new_date=date(2026, 12, 3))
        results = wizard.result_ids.search([("wizard_id", "=", wizard.id)])
        damages = results.mapped("damage")
        self.assertEqual(damages, sorted(damages, reverse=True))
        by_order = dict(zip(results.mapped("order_name"), damages, strict=True))
        self.assertGreater(by_order[self.order.name], by_order[other.name])
        self.assertGreater(by_order[other.name], 0)

    def test_nothing_is_written(self):
        lines, productions = self.behind(self.order)
        overrides = {
            **{(line._name, line.id): date(2026, 12, 15) for line in lines},
            **{(mo._name, mo.id): date(2026, 12, 20) for mo in productions},
        }
        self.settle()
        self.env.flush_all()
        written = []
        execute = Cursor.execute

        def watch(cursor, query, *args, **kwargs):
            text = query.code if hasattr(query, "code") else query
            if re.match(r"\s*(insert|update|delete)", text, re.IGNORECASE):
                written.append(text)
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", watch):
            answers = self.env["gendan.plan"]._gendan_what_if(overrides)
            self.env.flush_all()
        self.assertIn(self.order.gendan_plan_ids.sudo(), answers)
        self.assertFalse(written)

    def test_a_delay_within_the_buffer_breaks_nothing(self):
        wizard = self.ask(self.supervisor, days=0, lines=self.lines)
        self.assertFalse(wizard.result_ids)
        self.assertEqual(wizard.summary, "No order moves.")

    def test_each_sees_the_orders_she_may_see(self):
        for user, seen, hidden in (
            (self.supervisor, self.order | self.foreign_order, 0),
            (self.buyer, self.order | self.foreign_order, 0),
        ):
            with self.subTest(user=user.login):
                wizard = self.ask(user, lines=self.lines)
                self.assertEqual(set(wizard.result_ids.mapped("order_name")), set(seen.mapped("name")))
                self.assertEqual(wizard.hidden_count, hidden)

    def test_a_clerk_asks_about_what_her_own_order_waits_for(self):
        """She may read no purchase; of a purchase that serves two she learns of the other one's number only."""
        plan = self.order.gendan_plan_ids
        action = plan.with_user(self.clerk).action_gendan_what_if()
        wizard = self.env["gendan.what.if"].with_user(self.clerk).browse(action["res_id"])
        self.assertIn(self.behind(self.order)[0].order_id.name, " ".join(wizard.line_ids.mapped("name")))
        bought = wizard.line_ids.filtered("purchase_line_id")
        for line in bought:
            line.days = 20
        wizard.action_ask()
        self.assertEqual(wizard.result_ids.mapped("order_name"), [self.order.name])
        self.assertNotIn(self.foreign_order.name, wizard.summary)
        with self.assertRaisesRegex(AccessError, "ask them to enter"):
            bought[:1].action_gendan_enter()

    def test_a_clerk_asks_about_no_other_document(self):
        foreign = self.behind(self.foreign_order)[0]
        with self.assertRaisesRegex(AccessError, "cannot open it"):
            self.ask(self.clerk, lines=foreign)
        with self.assertRaises(AccessError):
            self.ask(self.clerk, lines=foreign, plans=self.foreign_order.gendan_plan_ids)

    def test_others_read_no_answer_of_mine(self):
        wizard = self.ask(self.supervisor, lines=self.lines)
        for records in (wizard, wizard.line_ids, wizard.result_ids):
            self.assertFalse(records.with_user(self.clerk).has_access("read"), records._name)

    def test_the_answer_carries_no_price(self):
        for model in ("gendan.what.if", "gendan.what.if.line", "gendan.what.if.result"):
            kinds = {field.type for field in self.env[model]._fields.values()}
            self.assertFalse(kinds & {"monetary", "float"}, model)

    def test_the_buttons_lead_to_the_documents(self):
        wizard = self.ask(self.buyer, lines=self.lines)
        self.assertEqual(wizard.line_ids[0].action_gendan_enter()["res_model"], "purchase.order")
        self.assertEqual(wizard.result_ids[0].action_gendan_open()["res_model"], "gendan.plan")
        wizard = self.ask(self.supervisor, lines=self.lines)
        self.assertEqual(wizard.result_ids[0].action_gendan_open()["res_model"], "sale.order")
        self.assertEqual(wizard.action_open_results()["domain"], [("id", "in", wizard.result_ids.ids)])

    def test_purchases_and_productions_together(self):
        lines, productions = self.behind(self.order)
        wizard = self.ask(self.supervisor, lines=lines, productions=productions)
        self.assertEqual(len(wizard.line_ids), len(lines) + len(productions))
        self.assertIn(self.order.name, wizard.result_ids.mapped("order_name"))

    def test_opened_from_lists_with_what_was_ticked(self):
        for records, field in ((self.purchase, "purchase_line_id"), (self.lines, "purchase_line_id")):
            form = Form(self.env["gendan.what.if"].with_context(active_model=records._name, active_ids=records.ids))
            form.all_days = 3
            wizard = form.save()
            self.assertEqual(wizard.line_ids[field], self.lines)
            for line in wizard.line_ids:
                self.assertEqual(line.new_date, line.current_date + timedelta(days=3))

    def test_a_day_may_be_typed_instead_of_days(self):
        env = self.env(context={**self.env.context, "active_model": "purchase.order", "active_ids": self.purchase.ids})
        form = Form(env["gendan.what.if"])
        with form.line_ids.edit(0) as line:
            line.new_date = line.current_date + timedelta(days=7)
            self.assertEqual(line.days, 7)

    def test_an_empty_question_is_refused(self):
        with self.assertRaisesRegex(UserError, "at least one"):
            self.ask(self.supervisor)

    def test_twelve_orders_cost_as_many_queries_as_one(self):
        def count(orders):
            overrides = {(line._name, line.id): date(2026, 12, 15) for line in self.behind(orders)[0]}
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            answers = self.env["gendan.plan"]._gendan_what_if(overrides)
            self.assertLessEqual(orders.gendan_plan_ids.sudo(), self.env["gendan.plan"].sudo().union(*answers))
            return self.env.cr.sql_log_count - start

        count(self.order)  # warm
        one = count(self.order)
        many = self.env["sale.order"]
        for _number in range(12):
            order = self.make_order([(self.bag, 1000)], promised=PROMISE)
            order.action_confirm()
            many |= order
        self.settle()
        count(many)
        self.assertLessEqual(count(many), one + 5)
