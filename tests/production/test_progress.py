"""How far productions are: typed, by work orders, and what the plan makes of it."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MONDAY, GendanCase


class ProgressCase(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Department = cls.env["gendan.department"]
        cls.printer, cls.slitter = cls.make_users(
            printer="gendan_followup.group_gendan_department", slitter="gendan_followup.group_gendan_department"
        )
        cls.printing = Department.create(
            {"name": "Printing", "code": "T-P", "member_ids": [Command.set(cls.printer.ids)]}
        )
        cls.slitting = Department.create({"name": "Slitting", "code": "T-S", "head_id": cls.slitter.id})
        cls.press, cls.slit = cls.env["mrp.workcenter"].create(
            [
                {"name": "Press 3", "gendan_department_id": cls.printing.id},
                {"name": "Slitter 1", "gendan_department_id": cls.slitting.id},
            ]
        )
        cls.put_in_stock(cls.film, 10000)
        cls.order = cls.confirm_order(promised=date(2026, 11, 20))
        cls.line = cls.order.order_line
        cls.production = cls.line._gendan_productions()[cls.line]
        cls.production.action_confirm()
        cls.production.date_start = MONDAY
        cls.settle(cls.order)
        cls.Step = cls.env["gendan.progress.step"]

    @classmethod
    def steps(cls, production=None):
        """Printing and slitting of a production without work orders."""
        production = production or cls.production
        cls.Step._gendan_ensure(production)
        first = production.gendan_step_ids
        first.write({"name": "Printing", "workcenter_id": cls.press.id})
        second = cls.Step.create(
            {"production_id": production.id, "name": "Slitting", "workcenter_id": cls.slit.id, "sequence": 20}
        )
        return first, second

    @classmethod
    def with_operations(cls):
        """An order whose production has work orders."""
        cls.bom.operation_ids = [
            Command.create({"name": "Printing", "workcenter_id": cls.press.id, "sequence": 1}),
            Command.create({"name": "Slitting", "workcenter_id": cls.slit.id, "sequence": 2}),
        ]
        order = cls.confirm_order(promised=date(2026, 11, 20))
        production = order.order_line._gendan_productions()[order.order_line]
        cls.Step._gendan_ensure(production)
        return order, production


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestProgressTyped(ProgressCase):
    def test_what_is_typed_gives_pace_and_finish(self):
        printing, slitting = self.steps()
        self.assertEqual((printing.quantity, printing.unit_name), (50000, self.bag.uom_id.name))
        self.assertEqual((printing.pace, self.production.gendan_pace), ("unknown", "unknown"))
        printing.with_user(self.printer).today_am = 2000
        with freeze_time("2026-11-03 10:00"):
            self.env.invalidate_all()
            typed = printing.with_user(self.printer)
            self.assertEqual((typed.done_before, typed.today_am), (2000, 0))
            typed.today_pm = 8000
            self.assertEqual(typed.done, 8000)
            self.assertEqual(typed.pace, "slow")
            self.assertTrue(typed.is_holding)
            production = self.production
            self.assertEqual(production.gendan_progress_percent, 8)
            self.assertEqual(production.gendan_steps_done, "0 / 2")
            self.assertIn("Printing", production.gendan_holding)
            self.assertGreater(production.gendan_expected_finish, date(2026, 11, 20))

    def test_the_second_word_of_a_half_day_takes_the_place_of_the_first(self):
        printing, _slitting = self.steps()
        typed = printing.with_user(self.printer)
        typed.today_am = 2000
        typed.today_am = 2500
        self.assertEqual((len(printing.entry_ids), printing.entry_ids.quantity), (1, 2500))
        self.assertEqual(printing.entry_ids.user_id, self.printer)
        typed.scrap = 40
        typed.today_pm = 4000
        self.assertEqual(printing.entry_ids.mapped("scrap"), [40, 40], "what is not said goes on")

    def test_a_number_that_cannot_be_right_is_refused_by_name(self):
        printing, _slitting = self.steps()
        typed = printing.with_user(self.printer)
        typed.today_am = 2000
        name = f"{self.production.name}, Printing"
        with self.assertRaisesRegex(UserError, f"{name}: 1,500 on .* do not go with the 2,000"):
            typed.today_pm = 1500
        with self.assertRaisesRegex(UserError, "more than twice"):
            typed.today_pm = 500000
        with self.assertRaisesRegex(UserError, "still to come"):
            self.env["gendan.progress.entry"].with_user(self.printer).create(
                {"step_id": printing.id, "day": "2026-11-03", "quantity": 3000}
            )

    def test_an_emptied_cell_takes_the_word_back(self):
        printing, _slitting = self.steps()
        printing.with_user(self.printer).today_pm = 2000
        with freeze_time("2026-11-03 10:00"):
            typed = printing.with_user(self.printer)
            typed.today_am = 9000
            typed.today_am = 0
            self.assertEqual(printing.entry_ids.mapped("quantity"), [2000])

    def test_finished_with_fewer(self):
        printing, slitting = self.steps()
        printing.with_user(self.printer).write({"today_am": 49000, "is_finished": True})
        self.assertEqual((printing.pace, printing.share), ("done", 100))
        self.assertEqual(self.production.gendan_steps_done, "1 / 2")

    def test_operations_are_those_of_the_last_time(self):
        printing, _slitting = self.steps()
        printing.today_am = 2000
        order = self.confirm_order(promised=date(2026, 11, 20))
        production = order.order_line._gendan_productions()[order.order_line]
        self.Step._gendan_ensure()
        self.assertEqual(production.gendan_step_ids.mapped("name"), ["Printing", "Slitting"])
        self.assertEqual(production.gendan_step_ids.workcenter_id, self.press | self.slit)
        count = self.Step.search_count([])
        self.Step._gendan_ensure()
        self.assertEqual(self.Step.search_count([]), count)

    def test_nothing_is_typed_for_what_does_not_run(self):
        printing, _slitting = self.steps()
        self.production.action_cancel()
        with self.assertRaisesRegex(UserError, "is not running"):
            printing.with_user(self.printer).today_am = 10

    def test_words_stay_and_operations_with_words_too(self):
        printing, slitting = self.steps()
        printing.today_am = 10
        with self.assertRaisesRegex(UserError, "was told of"):
            printing.unlink()
        slitting.unlink()
        other = self.env["mrp.production"].create({"product_id": self.bag.id})
        with self.assertRaisesRegex(UserError, "stays with its production"):
            printing.production_id = other

    def test_the_form_of_the_foreman(self):
        printing, _slitting = self.steps()
        with Form(printing.with_user(self.printer)) as form:
            form.today_am = 3000
        self.assertEqual(printing.done, 3000)

    # === the plan ===

    def test_a_slow_production_moves_the_forecast(self):
        printing, _slitting = self.steps()
        made = self.milestone(self.order, "made")
        before = made.forecast_date
        printing.with_user(self.printer).today_am = 500
        with freeze_time("2026-11-03 10:00"):
            printing.with_user(self.printer).today_pm = 1500
            self.settle(self.order)
            finish = self.production.gendan_expected_finish
            self.assertEqual(made.forecast_date, finish)
            self.assertGreater(made.forecast_date, before)
            self.assertIn(self.production.name, made.expected_source)
            self.assertIn(made.plan_id.delivery_health, ("at_risk", "late"))
            # replay agrees with what was pushed
            self.order._gendan_replay()
            self.settle(self.order)
            self.assertEqual(made.forecast_date, finish)
            # it catches up
            printing.with_user(self.printer).today_pm = 25000
            self.settle(self.order)
            self.assertLess(made.forecast_date, finish)

    def test_a_production_in_time_moves_nothing(self):
        printing, _slitting = self.steps()
        made = self.milestone(self.order, "made")
        before = made.forecast_date
        printing.with_user(self.printer).today_am = 20000
        self.settle(self.order)
        self.assertEqual(self.production.gendan_pace, "on_pace")
        self.assertEqual(made.forecast_date, before, "what is left may take until the in-house date, it need not")

    def test_the_milestone_of_an_operation_moves_too(self):
        kind = self.make_kind("printed", event="workorder_done")
        self.press.gendan_kind_id = kind
        order, production = self.with_operations()
        printing = production.gendan_step_ids[0]
        printing.with_user(self.printer).today_am = 100
        found = order.order_line._gendan_expected_workorder_done(kind)
        day, label = found[order.order_line]
        self.assertEqual(day, printing.finish_on)
        self.assertIn("Printing", label)

    def test_nothing_told_nothing_moves(self):
        before = self.line._gendan_expected_mo_done(self.kinds["made"])
        self.steps()
        self.assertEqual(self.line._gendan_expected_mo_done(self.kinds["made"]), before)

    # === work orders win ===

    def test_where_the_work_order_is_used_it_says_how_far(self):
        _order, production = self.with_operations()
        printing, slitting = production.gendan_step_ids
        printing.with_user(self.printer).today_am = 12000
        self.assertEqual((printing.done, printing.by_workorder), (12000, False), "nobody has touched the work order")
        workorder = printing.workorder_id
        workorder.button_start()
        workorder.qty_produced = 8000
        self.env.invalidate_all()
        self.assertEqual((printing.done, printing.by_workorder), (8000, True))
        self.assertIn("12,000" if "," in (printing.differs or "") else "12000", printing.differs)
        for values in ({"today_pm": 13000}, {"is_finished": True}):
            with self.assertRaisesRegex(UserError, "reported through its work order"):
                printing.with_user(self.printer).write(values)
        slitting.with_user(self.slitter).today_am = 100
        workorder.button_finish()
        self.env.invalidate_all()
        self.assertEqual((printing.pace, production.gendan_steps_done), ("done", "1 / 2"))

    def test_work_orders_made_anew_take_their_operation_over(self):
        _order, production = self.with_operations()
        printing = production.gendan_step_ids[0]
        printing.with_user(self.printer).today_am = 12000
        old = printing.workorder_id
        new = old.copy({"production_id": production.id})
        old.unlink()
        self.Step._gendan_ensure(production)
        self.assertEqual((printing.workorder_id, len(production.gendan_step_ids)), (new, 2))

    # === who ===

    def test_departments_type_for_their_own_work_centres(self):
        printing, slitting = self.steps()
        slitting.with_user(self.slitter).today_am = 10
        for user, step in ((self.printer, slitting), (self.rep, printing), (self.other_clerk, printing)):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                step.with_user(user).today_am = 20
                self.env.flush_all()
        printing.with_user(self.clerk).today_am = 30
        self.assertEqual(printing.with_user(self.rep).done, 30)
        self.assertTrue(slitting.with_user(self.printer).done, "departments read each other's")
        for user in (self.other_clerk, self.other_rep, self.portal_user, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                printing.with_user(user).read(["done"])
        for user in (self.other_clerk, self.other_rep):
            self.assertFalse(self.env["gendan.progress.entry"].with_user(user).search([]))

    def test_who_stands_in_for_the_head_types_for_her_as_long_as_she_is_away(self):
        _printing, slitting = self.steps()
        absence = self.env["gendan.absence"].create(
            {"user_id": self.slitter.id, "backup_id": self.printer.id, "date_from": MONDAY, "date_to": False}
        )
        slitting.with_user(self.printer).today_am = 10
        self.env.flush_all()
        self.assertEqual(slitting.done, 10)
        absence.date_to = "2026-11-02 02:00:00"
        with freeze_time("2026-11-02 02:00:01"), self.assertRaises(AccessError):
            slitting.with_user(self.printer).today_am = 20
            self.env.flush_all()

    def test_the_list_opens_for_those_without_rights_on_productions(self):
        self.steps()
        for user in (self.printer, self.clerk, self.rep):
            with self.subTest(user=user.login):
                Step = self.Step.with_user(user)
                action = Step.action_gendan_open()
                self.assertEqual(action["res_model"], "gendan.progress.step")
                views = Step.get_views([(False, "list"), (False, "kanban"), (False, "form"), (False, "search")])
                specification = {
                    name: {"fields": {"display_name": {}}} if Step._fields[name].relational else {}
                    for view in ("list", "kanban")
                    for name in views["models"][Step._name]["fields"]
                    if f'name="{name}"' in views["views"][view]["arch"] and name != "entry_ids"
                }
                rows = Step.web_search_read([("production_id", "=", self.production.id)], specification)
                self.assertEqual(rows["length"], 2)

    def test_the_order_shows_how_far_it_is(self):
        printing, _slitting = self.steps()
        printing.today_am = 25000
        order = self.order.with_user(self.rep)
        self.assertEqual((order.gendan_has_production, order.gendan_production_percent), (True, 25))
        action = order.action_gendan_progress()
        self.assertEqual(self.Step.with_user(self.rep).search_count(action["domain"]), 2)

    def test_many_cost_no_more(self):
        orders = self.order
        for _number in range(5):
            orders |= self.confirm_order(promised=date(2026, 11, 20))
        self.Step._gendan_ensure()
        for step in self.Step.search([]):
            step.today_am = 100
        productions = orders.order_line._gendan_productions()
        productions = self.env["mrp.production"].union(*productions.values())
        counts = []
        for those in (productions[:2], productions):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            those.gendan_step_ids.mapped("pace")
            those._gendan_told_finish()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestProgressList(ProgressCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.printing_step, cls.slitting_step = cls.steps()
        cls.number = cls.production.name

    def paste(self, text, user=None, **values):
        paste = self.env["gendan.progress.paste"].with_user(user or self.clerk).create({"text": text, **values})
        paste.action_read()
        return paste

    def test_a_pasted_list_is_taken_over(self):
        rows = (f"{self.number}\t印刷 Printing\t2,000\t30", f"{self.number}\tslitting\t\t")
        paste = self.paste("\n".join(("生产单号\t工序\t累计完成\t不良", *rows)))
        self.assertTrue(paste.is_good, paste.preview)
        paste.action_take_over()
        entry = self.printing_step.entry_ids
        self.assertEqual((entry.quantity, entry.scrap, entry.source, entry.half), (2000, 30, "pasted", "am"))
        self.assertFalse(self.slitting_step.entry_ids, "an empty cell says nothing")

    def test_the_production_is_found_by_what_people_call_it(self):
        short = self.number.rsplit("/", 1)[-1]
        for name in (short, self.order.name, "po-778", self.number.lower()):
            with self.subTest(name=name):
                paste = self.paste(f"MO\tOperation\tDone\n{name}\tPrinting\t1000")
                self.assertTrue(paste.is_good, paste.preview)

    def test_what_is_wrong_names_row_and_column_and_nothing_is_written(self):
        paste = self.paste(
            f"MO\tOperation\tDone\n{self.number}\tPrinting\t2000\n{self.number}\tPacking\t5\nMO-X\tPrinting\t5\n"
            f"{self.number}\tSlitting\tfive\n{self.number}\tPrinting\t2100\n{self.number}\tSlitting\t400000"
        )
        self.assertFalse(paste.is_good)
        with self.assertRaises(UserError) as caught:
            paste.action_take_over()
        sentences = str(caught.exception).split("\n")
        self.assertEqual(len(sentences), 5)
        for sentence, words in zip(
            sentences,
            (
                ("Row 3", "“Operation”", "Packing", "Printing"),
                ("Row 4", "“MO”", "MO-X"),
                ("Row 5", "“Done”", "five"),
                ("Row 6", "“Operation”", "row 2"),
                ("Row 7", "“Done”", "more than twice"),
            ),
            strict=True,
        ):
            for word in words:
                with self.subTest(word=word):
                    self.assertIn(word, sentence)
        self.assertFalse(self.printing_step.entry_ids)
        self.assertFalse(self.env["gendan.table.profile"].search([]))

    def test_columns_are_remembered_for_the_user_and_his_department(self):
        text = f"编码\t做什么\t数\n{self.number}\tPrinting\t100"
        paste = self.paste(text, self.printer)
        self.assertFalse(paste.is_good)
        self.assertIn("Say which column", paste.preview)
        for column, meaning in zip(paste.column_ids, ("production", "operation", "done"), strict=True):
            column.meaning = meaning
        self.assertTrue(paste.is_good, paste.preview)
        paste.action_take_over()
        again = self.paste(text, self.printer)
        self.assertEqual(again.column_ids.mapped("meaning"), ["production", "operation", "done"])
        self.printing.member_ids |= self.quality_user
        self.assertTrue(self.paste(text, self.quality_user).column_ids.filtered("meaning"))
        self.assertFalse(self.paste(text, self.slitter).column_ids.filtered("meaning"))

    def test_what_was_added_is_counted_on(self):
        self.printing_step.today_am = 2000
        text = f"MO\tOperation\tDone\n{self.number}\tPrinting\t700"
        self.paste(text, half="pm", counts="added").action_take_over()
        self.assertEqual(self.printing_step.done, 2700)

    def test_a_list_does_not_tell_for_another_department(self):
        paste = self.paste(f"MO\tOperation\tDone\n{self.number}\tSlitting\t100", self.printer)
        self.assertIn("is told by Slitting", paste.preview)
        with self.assertRaises(UserError):
            paste.action_take_over()

    def test_a_process_cards_number_is_enough(self):
        card = self.env["gendan.document"].create(
            {
                "kind": "process_card",
                "order_id": self.order.id,
                "partner_id": self.customer.id,
                "res_model": "mrp.production",
                "res_id": self.production.id,
            }
        )
        paste = self.paste(f"卡号,工序,完成\n{card.qr_reference},Printing,100")
        paste.column_ids[0].meaning = "production"
        self.assertTrue(paste.is_good, paste.preview)

    def test_a_list_that_says_nothing_is_not_taken_over(self):
        paste = self.paste(f"MO\tOperation\tDone\n{self.number}\tPrinting\t")
        self.assertFalse(paste.is_good)
        self.assertIn("says nothing about a running production", paste.preview)
        with self.assertRaisesRegex(UserError, "says nothing about a running production"):
            paste.action_take_over()

    def test_what_is_shown_follows_what_the_numbers_are(self):
        self.printing_step.today_am = 2000
        paste = self.paste(f"MO\tOperation\tDone\n{self.number}\tPrinting\t700", half="pm")
        self.assertNotIn("2,700", paste.preview)
        paste.counts = "added"
        self.assertIn("2,700", paste.preview)
        self.assertEqual(paste.action_back()["name"], "Progress from a List")

    def test_no_list_says_so(self):
        with self.assertRaisesRegex(UserError, "nothing in the list"):
            self.paste("  ")
        with self.assertRaisesRegex(UserError, "a.xls cannot be read"):
            self.paste(False, file="0M8R4KGxGuE=", file_name="a.xls")

    def test_names_in_a_list_are_not_html(self):
        paste = self.paste("MO\tDone\n<img src=x>\t1")
        self.assertNotIn("<img", paste.preview)
