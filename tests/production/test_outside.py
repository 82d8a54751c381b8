"""Outside processing: sent, due back, back, loss, quality; purchase, paper, who may."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MONDAY, TODAY
from .outside_common import DUE, OutsideCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOutside(OutsideCase):
    def test_a_new_one_knows_number_quantity_day_and_loss(self):
        form = Form(self.Outside.with_user(self.clerk))
        form.production_id = self.production
        form.process_id = self.process
        form.processor_id = self.stamper
        outside = form.save()
        self.assertRegex(outside.name, r"^OP/2026/\d{4}$")
        self.assertEqual((outside.quantity, outside.uom_id), (50000, self.bag.uom_id))
        self.assertEqual((outside.due_back, outside.loss_allowed), (DUE, 2))
        self.assertEqual((outside.order_id, outside.clerk_id, outside.state), (self.order, self.clerk, "draft"))
        following = self.outside()
        self.assertEqual(int(following.name[-4:]), int(outside.name[-4:]) + 1)

    def test_it_goes_out_and_comes_back_in_several_trips(self):
        outside = self.outside(self.warehouse_user)
        self.send(outside, 6000, carried_by="Master Wang")
        self.send(outside, 4000)
        self.assertEqual((outside.state, outside.quantity_out, outside.due_first), ("out", 10000, DUE))
        self.back(outside, 5000, bad=40)
        self.assertEqual((outside.state, outside.quantity_out), ("part", 4960))
        outside.due_back = date(2026, 11, 9)
        with freeze_time("2026-11-09 02:00"):
            self.back(outside, 4700, missing=10, is_last=True)
            self.assertEqual((outside.state, outside.quantity_out), ("back", 0))
            self.assertEqual((outside.quantity_good, outside.quantity_bad), (9700, 40))
            self.assertEqual(outside.quantity_missing, 260, "told, and what never came")
            self.assertEqual((outside.loss_percent, outside.is_over_loss), (3.0, True))
            self.assertEqual(outside.days_late, 3, "against the day first agreed")

    def test_the_dialogs_propose_what_is_left(self):
        outside = self.outside()
        for direction, action in (("out", outside.action_send), ("back", outside.action_back)):
            dialog = action()
            form = Form(self.env[dialog["res_model"]].with_context(**dialog["context"]), view=dialog["views"][0][0])
            if direction == "out":
                self.assertEqual(form.quantity, 10000)
                form.quantity = 8000
            else:
                self.assertEqual(form.good, 8000)
                form.good = 3000
            form.save()
        self.assertEqual((outside.quantity_sent, outside.quantity_out), (8000, 5000))

    def test_what_cannot_be_right_is_refused_by_name(self):
        outside = self.outside()
        with self.assertRaisesRegex(UserError, f"{outside.name}.*nothing has been sent"):
            self.back(outside, 10)
        self.send(outside)
        for message, good, day in (
            ("10,001 .* would be back of 10,000", 10001, TODAY),
            ("still to come", 10, "2026-11-03"),
            ("cannot be back before it was sent", 10, "2026-10-31"),
        ):
            with self.assertRaisesRegex(UserError, message), self.env.cr.savepoint():
                self.back(outside, good, day=day)
            self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "its Processor stays"):
            outside.processor_id = self.supplier
        with self.assertRaisesRegex(UserError, "has gone out"):
            outside.action_cancel()
        with self.assertRaisesRegex(UserError, "kept as what happened"):
            outside.unlink()
        with self.assertRaisesRegex(UserError, "follows from what was sent"):
            outside.state = "back"
        self.assertEqual(outside.state, "out")

    def test_a_verdict_is_given_when_all_is_back_and_says_what_was_found(self):
        outside = self.outside()
        self.send(outside)
        with self.assertRaisesRegex(UserError, "not all back"):
            outside.action_accept()
        trip = self.back(outside, 9900, is_last=True)
        with self.assertRaisesRegex(UserError, "write first what was found"):
            outside.action_refuse()
        outside.with_user(self.quality_user).write({"verdict": "refused", "verdict_text": "Gold flakes off"})
        self.assertEqual((outside.verdict_by_id, outside.verdict_at), (self.quality_user, MONDAY))
        with self.assertRaisesRegex(UserError, "is judged"):
            trip.good = 9950
        again = self.Outside.browse(outside.action_again()["res_id"])
        self.assertEqual((again.origin_id, again.quantity, again.state), (outside, 9900, "draft"))
        self.assertNotEqual(again.name, outside.name)
        with self.assertRaisesRegex(UserError, "and once"):
            outside.action_again()

    def test_todos_follow_due_back_verdict_and_refusal(self):
        outside = self.outside()
        self.assertFalse(self.todo(outside), "nothing waits before it is sent")
        self.send(outside)
        todo = self.todo(outside)
        self.assertEqual((todo.kind, todo.due, todo.user_id), ("outside_back", DUE, self.pmc_user))
        self.assertTrue(todo.ladder_id)
        codes = [action["code"] for action in outside._gendan_todo_actions()[outside]]
        self.assertEqual(codes, ["outside_back", "outside_day"])
        outside._gendan_todo_do("outside_day", day=date(2026, 11, 10), reason="Foil is out")
        self.assertEqual(self.todo(outside).due, date(2026, 11, 10))
        self.assertIn("Foil is out", outside.message_ids[0].body)
        self.back(outside, 10000)
        self.assertEqual((self.todo(outside).kind, self.todo(outside).user_id), ("outside_verdict", self.quality_user))
        outside._gendan_todo_do("outside_refuse", remark="Wrong gold")
        self.assertEqual(self.todo(outside).kind, "outside_refused")
        outside.action_again()
        self.assertFalse(self.todo(outside))

    def test_what_is_done_again_ends_or_wakes_what_was_refused(self):
        outside = self.outside()
        self.send(outside)
        self.back(outside, 10000)
        outside.write({"verdict": "refused", "verdict_text": "Wrong gold"})
        again = self.Outside.browse(outside.action_again()["res_id"])
        self.assertFalse(self.todo(outside))
        again.action_cancel()
        self.assertEqual(self.todo(outside).kind, "outside_refused", "nothing makes it good")
        again.action_reopen()
        self.assertFalse(self.todo(outside))
        again.unlink()
        self.assertEqual(self.todo(outside).kind, "outside_refused")

    def test_another_production_brings_its_own_quantity_unit_and_lot(self):
        thousand = self.thousand()
        other = self.confirm_order([(self.bag, 20000)], promised=date(2026, 11, 20))
        production = other.order_line._gendan_productions()[other.order_line].sudo(False)
        production.action_confirm()
        outside = self.outside(quantity=50, uom_id=thousand.id, lot_name="L1")
        self.assertEqual((outside.quantity, outside.uom_id), (50, thousand))
        with Form(outside.with_user(self.clerk)) as form:
            form.production_id = production
            self.assertEqual((form.quantity, form.uom_id), (20000, self.bag.uom_id))
        self.assertEqual((outside.quantity, outside.uom_id, outside.lot_name), (20000, self.bag.uom_id, False))
        outside.quantity = 3
        outside.write({"production_id": production.id})
        self.assertEqual(outside.quantity, 3, "the same one again")
        outside.write({"production_id": self.production.id, "quantity": 7})
        self.assertEqual((outside.quantity, outside.order_id), (7, self.order))
        production.action_cancel()
        with self.assertRaisesRegex(UserError, "is not running"):
            outside.write({"production_id": production.id})

    def test_what_the_buttons_say_is_not_typed(self):
        outside, other = self.outside(self.clerk), self.outside()
        trip = self.send(outside)
        for values in ({"cancelled_at": "2026-11-02 02:00:00"}, {"origin_id": other.id}):
            with self.assertRaises(UserError):
                outside.write(values)
        made = self.outside(self.clerk, verdict="accepted", cancelled_at="2026-11-02 02:00:00", origin_id=other.id)
        self.assertEqual((made.verdict, made.cancelled_at, made.origin_id.id), (False, False, False))
        trip.write({"user_id": self.supervisor.id, "carried_by": "Master Wang"})
        self.assertEqual((trip.user_id, trip.carried_by), (self.clerk, "Master Wang"))

    def test_one_click_buys_the_service_at_the_vendors_price(self):
        first, second = self.outside(), self.outside(price_unit=0.05)
        other = self.outside(processor_id=self.supplier.id)
        self.send(first, 8000)
        (first | second | other).with_user(self.buyer).action_purchase()
        purchase = first.purchase_id
        self.assertEqual((purchase.state, purchase.partner_id), ("draft", self.stamper))
        self.assertEqual(second.purchase_id, purchase)
        self.assertNotEqual(other.purchase_id, purchase)
        line = first.purchase_line_id
        self.assertEqual((line.product_id, line.product_qty, line.price_unit), (self.service, 8000, 0.04))
        self.assertEqual(second.purchase_line_id.price_unit, 0.05)
        self.assertEqual(self.company._gendan_to_day(line.date_planned), DUE)
        self.assertEqual(purchase.gendan_outside_count, 2)
        with self.assertRaisesRegex(UserError, f"on {purchase.name} already"):
            first.with_user(self.buyer).action_purchase()
        with self.assertRaises(AccessError):
            self.outside().with_user(self.warehouse_user).action_purchase()
        self.process.product_id = False
        with self.assertRaisesRegex(UserError, "which service"):
            self.outside().with_user(self.buyer).action_purchase()

    def test_the_suppliers_new_day_on_the_purchase_is_the_day_due_back(self):
        outside = self.outside()
        self.send(outside)
        outside.with_user(self.buyer).action_purchase()
        outside.purchase_line_id.with_user(self.buyer).date_planned = "2026-11-12 04:00:00"
        self.assertEqual((outside.due_back, outside.due_first), (date(2026, 11, 12), DUE))

    def test_the_paper_has_its_copies_a_code_and_no_price(self):
        outside = self.outside(self.clerk, instruction="Gold 311, logo only")
        outside.with_user(self.warehouse_user).action_print()
        papers = self.env["gendan.document"].search([("outside_id", "=", outside.id)])
        self.assertEqual(papers.mapped("must_return"), [True, False])
        self.assertEqual((papers.partner_id, papers.clerk_id), (self.company.partner_id, self.clerk))
        outside.sudo().price_unit = 0.0437
        self.env.flush_all()
        render = self.env["ir.actions.report"].with_user(self.warehouse_user)._render_qweb_html
        html = str(render("gendan_followup.report_outside", outside.ids)[0], "utf-8")
        self.assertEqual(html.count('class="article"'), 2)
        for text in (*papers.mapped("qr_reference"), outside.name, "Houjie Hot Stamp", "Gold 311", "10,000"):
            self.assertIn(text, html)
        self.assertNotIn("0.0437", html)
        self.assertNotIn("Maili", html, "the processor does not learn whose goods they are")
        outside.action_print()
        self.assertEqual(self.env["gendan.document"].search_count([("outside_id", "=", outside.id)]), 2)
        outside.action_cancel()
        self.assertEqual(set(papers.mapped("state")), {"void"})
        with self.assertRaisesRegex(UserError, "nothing is printed"):
            outside.action_print()

    def test_who_sees_and_who_writes(self):
        outside = self.outside()
        trip = self.send(outside)
        _company, stranger = self.make_other_company()
        for user, rights in {
            self.clerk: "rw", self.supervisor: "rw", self.pmc_user: "rw", self.warehouse_user: "rw",
            self.foreman: "rw", self.buyer: "rw", self.rep: "r", self.other_clerk: "", self.other_rep: "",
            self.employee: "", self.portal_user: "", stranger: "",
        }.items():  # fmt: skip
            for record in (outside, trip):
                record = record.with_user(user)
                found = "".join(
                    letter for letter, operation in (("r", "read"), ("w", "write")) if record.has_access(operation)
                )
                self.assertEqual(found, rights, f"{user.login}, {record._name}")
        shown = {
            name: {"fields": {"display_name": {}}}
            for name in ("production_id", "step_id", "product_id", "uom_id", "processor_id", "process_id", "order_id")
        }
        for user in (self.quality_user, self.warehouse_user, self.buyer, self.rep):
            self.env.invalidate_all()
            [read] = outside.with_user(user).web_read({**shown, "production_name": {}, "order_name": {}})
            self.assertEqual(read["production_id"]["display_name"], self.production.display_name, user.login)
            self.assertEqual(read["order_name"], self.order.name)
        with self.assertRaises(AccessError):
            self.outside(self.other_clerk)
        with self.assertRaises(AccessError):
            outside.with_user(self.warehouse_user).price_unit  # noqa: B018

    def test_many_cost_no_more_queries_than_few(self):
        def queries(outsides):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            productions = outsides.production_id
            productions._gendan_progress()
            outsides._gendan_todo_actions()
            outsides._gendan_sync_todos()
            self.env.flush_all()
            return self.cr.sql_log_count - start

        few = self.outside() | self.outside()
        for outside in few:
            self.send(outside)
        many = few
        for _number in range(6):
            outside = self.outside()
            self.send(outside)
            many |= outside
        queries(many)
        self.assertLessEqual(queries(many), queries(few) + 2)

    def test_smart_buttons_lead_there_and_back(self):
        action = self.production.with_user(self.foreman).action_gendan_outside()
        self.assertEqual(action["views"], [(False, "form")], "none yet: a new one")
        outside = self.outside()
        self.assertEqual(self.production.gendan_outside_count, 1)
        action = self.production.with_user(self.foreman).action_gendan_outside()
        self.assertEqual(self.Outside.search(action["domain"]), outside)
        self.assertEqual(self.order.with_user(self.clerk).gendan_outside_count, 1)
        self.assertEqual(self.Outside.search(self.order.action_gendan_outside()["domain"]), outside)
        self.assertEqual(outside.with_user(self.foreman).action_open_production()["res_id"], self.production.id)
        self.assertEqual(outside.with_user(self.clerk).action_open_order()["res_id"], self.order.id)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOutsidePlan(OutsideCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Step = cls.env["gendan.progress.step"]
        cls.Step._gendan_ensure(cls.production)
        cls.step = cls.production.gendan_step_ids
        cls.last = cls.Step.create({"production_id": cls.production.id, "name": "Packing", "sequence": 20})

    def made(self):
        self.settle(self.order)
        return self.milestone(self.order, "made")

    def test_due_back_later_than_planned_moves_the_forecast_and_names_it(self):
        outside = self.outside(due_back=date(2026, 11, 27))
        forecast = self.made().forecast_date
        self.send(outside)
        self.assertEqual(self.made().forecast_date, date(2026, 11, 27))
        self.assertIn(outside.name, self.made().expected_source)
        self.assertLess(self.order.gendan_buffer_days, 0)
        outside.due_back = DUE
        self.assertEqual(self.made().forecast_date, forecast, "in time it is no news")

    def test_of_an_operation_the_rest_of_the_work_comes_after_it(self):
        outside = self.outside(quantity=50000, step_id=self.step.id, due_back=date(2026, 11, 18))
        self.send(outside, 50000)
        answer = self.production._gendan_progress()[self.production]
        self.assertTrue(answer["steps"][self.step]["is_agreed"])
        self.assertEqual(answer["steps"][self.step]["finish"], date(2026, 11, 18))
        self.assertGreater(answer["finish"], date(2026, 11, 18), "packing comes after it")
        self.assertEqual(self.made().forecast_date, answer["finish"])
        self.assertIn(f"{outside.name} → {self.production.name}", self.made().expected_source)
        self.assertEqual(self.step.pace, "slow")

    def test_what_is_back_counts_as_done_of_its_operation(self):
        outside = self.outside(quantity=50000, step_id=self.step.id)
        self.send(outside, 50000)
        self.back(outside, 20000)
        self.assertEqual(self.step.done, 20000)
        self.Step._gendan_tell([(self.step, False, "pm", 20500, None)])
        self.assertEqual(self.step.done, 20500, "the foreman counts the same pieces: not twice")
        self.back(outside, 29000, is_last=True)
        self.assertEqual((self.step.done, self.step.pace), (49000, "done"))
        outside.write({"verdict": "refused", "verdict_text": "Flakes"})
        self.assertEqual((self.step.done, self.step.pace == "done"), (20500, False), "refused it is not done")

    def test_counted_in_another_unit_outside(self):
        thousand = self.thousand()
        outside = self.outside(quantity=50, uom_id=thousand.id, step_id=self.step.id)
        self.send(outside, 50)
        self.back(outside, 20)
        self.assertEqual((self.step.done, self.step.pace == "done"), (20000, False))
        self.back(outside, 29, bad=1)
        self.assertEqual((self.step.done, self.step.pace), (49000, "done"))
        # what cannot be converted says nothing
        weighed = self.outside(
            quantity=60000, uom_id=self.env.ref("uom.product_uom_kgm").id, step_id=self.last.id
        )
        self.send(weighed, 60000)
        self.back(weighed, 60000)
        self.assertEqual((self.last.done, self.last.pace == "done"), (0, False))

    def test_the_milestone_of_the_process_ticks_where_no_work_order_tells_it(self):
        kind = self.make_kind("stamped", event="workorder_done")
        self.env["gendan.plan.template.line"].create(
            {"template_id": self.template.id, "sequence": 25, "kind_id": kind.id, "duration": 1}
        )
        self.process.kind_id = kind
        order = self.confirm_order(promised=date(2026, 11, 20))
        production = order.order_line._gendan_productions()[order.order_line]
        production.action_confirm()
        stamped = order.gendan_milestone_ids.filtered(lambda m: m.kind_id == kind)
        self.assertEqual(stamped.state, "na")
        outside = self.outside(production_id=production.id, due_back=date(2026, 11, 12))
        self.send(outside)
        self.settle(order)
        self.assertEqual((stamped.state, stamped.forecast_date), ("open", date(2026, 11, 12)))
        self.back(outside, 10000)
        self.settle(order)
        self.assertEqual((stamped.state, stamped.actual_date), ("done", TODAY))
        outside.write({"verdict": "refused", "verdict_text": "Flakes"})
        self.settle(order)
        self.assertEqual(stamped.state, "open")
        again = self.Outside.browse(outside.action_again()["res_id"])
        again.action_cancel()
        self.settle(order)
        self.assertEqual(stamped.state, "open", "refused, and nobody does it again")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOutsideException(OutsideCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.classPatch(type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: float("inf"))
        cls.company.gendan_find_exceptions = True
        cls.detect()

    @classmethod
    def detect(cls):
        cls.settle()
        cls.env["gendan.exception.look"]._cron_gendan_detect()

    def about(self, outside, **values):
        return self.env["gendan.exception"].search(
            [("res_model", "=", "gendan.outside"), ("res_id", "=", outside.id)]
            + [(name, "=", value) for name, value in values.items()]
        )

    def test_late_it_is_found_on_the_day_without_anybody_touching_it(self):
        outside = self.outside()
        self.send(outside)
        self.detect()
        self.assertFalse(self.about(outside))
        with freeze_time("2026-11-07 02:00"):
            self.detect()
            exception = self.about(outside)
            self.assertEqual((exception.kind, exception.late_days, exception.state), ("outside", 1, "open"))
            self.assertEqual(exception.cause_id, self.env.ref("gendan_followup.cause_supplier_subcontract"))
            self.assertEqual(exception.effect_ids.order_id, self.order)
            self.assertIn(outside.name, exception.title)
            self.back(outside, 10000)
            self.detect()
            self.assertEqual((exception.state, exception.outcome), ("closed", "gone"))

    def test_loss_over_the_allowance_and_refused_goods_are_quality(self):
        outside = self.outside()
        self.send(outside)
        self.back(outside, 9000, bad=201)
        self.detect()
        exception = self.about(outside, state="open")
        self.assertEqual(exception.kind, "quality")
        self.assertIn("2 %", exception.title)
        self.back(outside, 799)
        outside.write({"verdict": "remarks", "verdict_text": "Taken at a lower price"})
        self.detect()
        self.assertEqual(exception.state, "closed", "somebody took it as it is")
        outside.verdict = False
        outside.write({"verdict": "refused", "verdict_text": "Gold flakes off"})
        self.detect()
        self.assertIn("Gold flakes off", self.about(outside, state="open").title)

    def test_refused_goods_are_settled_when_they_are_done_again_well(self):
        outside = self.outside()
        self.send(outside)
        self.back(outside, 10000)
        outside.write({"verdict": "refused", "verdict_text": "Gold flakes off"})
        self.detect()
        exception = self.about(outside, state="open")
        self.assertTrue(exception)
        again = self.Outside.browse(outside.action_again()["res_id"])
        again.due_back = DUE
        self.send(again, 10000)
        self.back(again, 10000)
        self.detect()
        self.assertEqual(exception.state, "open")
        again.action_accept()
        self.detect()
        self.assertEqual(exception.state, "closed")

    def test_what_was_lost_of_refused_goods_is_settled_when_they_are_done_again_well(self):
        outside = self.outside()
        self.send(outside)
        self.back(outside, 9000, bad=1000)
        outside.write({"verdict": "refused", "verdict_text": "Gold flakes off"})
        self.assertTrue(outside.is_over_loss)
        self.detect()
        exception = self.about(outside, state="open")
        self.assertTrue(exception)
        again = self.Outside.browse(outside.action_again()["res_id"])
        again.due_back = DUE
        self.send(again, again.quantity)
        self.back(again, again.quantity)
        again.action_accept()
        self.detect()
        self.assertFalse(self.about(outside, state="open"))
        self.assertEqual(exception.state, "closed")

    def test_switched_on_it_finds_what_is_late_already(self):
        self.company.gendan_find_exceptions = False
        outside = self.outside()
        self.send(outside)
        with freeze_time("2026-11-09 02:00"):
            self.detect()
            self.assertFalse(self.about(outside))
            self.company.gendan_find_exceptions = True
            self.detect()
            self.assertEqual(self.about(outside).kind, "outside")
