"""Liaison slips: from the order to the closed slip, each department by itself."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .slip_common import SlipCase

ACCESS = "odoo.addons.base.models.ir_rule"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSlip(SlipCase):
    # === writing ===

    def test_from_the_order_everything_known_is_filled_in(self):
        action = self.order.with_user(self.clerk).action_gendan_slips()
        self.assertEqual(action["views"], [(False, "form")], "none yet: a new one")
        slip = self.env["gendan.slip"].with_user(self.clerk).with_context(**action["context"]).create({"subject": "x"})
        self.assertEqual((slip.order_id, slip.partner_id, slip.clerk_id), (self.order, self.customer, self.clerk))
        self.assertIn(self.order.name, slip.about)
        self.assertIn("BG-1402 nut bag × 50,000", slip.facts)
        self.assertIn("PO-778", slip.facts)
        self.assertEqual(slip.sender_id, self.clerk)
        self.order.invalidate_recordset(["gendan_slip_count"])
        self.assertEqual(self.order.with_user(self.clerk).gendan_slip_count, 1)
        self.assertEqual(self.order.with_user(self.clerk).action_gendan_slips()["res_model"], "gendan.slip")

    def test_a_slip_shows_the_in_house_date_and_never_the_customers(self):
        order = self.confirm_order(promised=date(2026, 11, 20))
        slip = self.make_slip(order_id=order.id)
        inhouse = order.gendan_plan_ids.inhouse_date
        self.assertTrue(inhouse)
        self.assertIn(f"{inhouse:%m/%d/%Y}", slip.facts)
        self.assertNotIn("11/20/2026", slip.facts)

    def test_about_a_production_or_a_transfer_the_order_follows(self):
        for source in (self.production, self.order.picking_ids[:1]):
            context = source._gendan_slip_context()
            slip = self.env["gendan.slip"].with_context(**context).create({"subject": "x"})
            self.assertEqual((slip.order_id, slip.partner_id), (self.order, self.customer), source._name)
            self.assertIn(source.name, slip.about)
        context = self.customer._gendan_slip_context()
        slip = self.env["gendan.slip"].with_context(**context).create({"subject": "x"})
        self.assertEqual((slip.clerk_id, slip.order_id), (self.clerk, self.env["sale.order"]))

    def test_a_template_fills_text_departments_and_hours_but_not_over_what_was_typed(self):
        template = self.env["gendan.slip.template"].create(
            {
                "name": "Short",
                "subject": "{order}: short",
                "body": "{customer} wants {products} ({customer_ref}), {transfer}.",
                "urgency": "1",
                "customer_to_tell": True,
                "department_ids": [Command.set((self.quality | self.planning).ids)],
            }
        )
        self.assertEqual(template.answer_hours, 4)
        with Form(self.env["gendan.slip"].with_user(self.clerk).with_context(default_order_id=self.order.id)) as form:
            form.template_id = template
        slip = form.record
        self.assertEqual(slip.subject, f"{self.order.name}: short")
        self.assertIn("Maili Foods wants BG-1402 nut bag × 50,000", slip.body)
        self.assertIn("(PO-778), ….", slip.body, "what is not known stays open")
        self.assertEqual((slip.urgency, slip.answer_hours, slip.customer_to_tell), ("1", 4, True))
        self.assertEqual(slip.line_ids.department_id, self.quality | self.planning)
        slip.body = "My own words"
        slip.production_id = self.production
        self.assertEqual(slip.body, "My own words")
        by_code = self.env["gendan.slip"].create({"template_id": template.id, "order_id": self.order.id})
        self.assertEqual(len(by_code.line_ids), 2)

    def test_a_template_with_an_unknown_word_is_refused(self):
        for text in ("{price}", "{order"):
            with self.assertRaisesRegex(ValidationError, "cannot be filled in"):
                self.env["gendan.slip.template"].create({"name": "x", "body": text})

    def test_urgency_gives_the_hours(self):
        self.assertEqual(self.make_slip().answer_hours, 8)
        self.assertEqual(self.make_slip(urgency="2").answer_hours, 1)
        self.assertEqual(self.make_slip(urgency="2", answer_hours=3).answer_hours, 3)

    # === issuing ===

    def test_numbers_run_by_year_and_company_without_gaps(self):
        first, second = self.issue(), self.issue()
        self.assertTrue(first.name.startswith("LS2026-"))
        self.assertEqual(int(second.name[7:]), int(first.name[7:]) + 1)
        company, _clerk = self.make_other_company()
        self.assertEqual(company._gendan_next_number("gendan.slip"), "LS2026-0001")
        with freeze_time("2026-12-31 17:00:00"):  # 1 January in Dongguan
            self.assertEqual(self.issue().name, "LS2027-0001")

    def test_what_is_missing_is_said_before_it_goes_out(self):
        for values, sentence in (
            ({"departments": self.quality.browse()}, "which departments"),
            ({"body": "  "}, "write what is asked"),
            ({"answer_by": MONDAY - timedelta(hours=1)}, "is past"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                self.issue(**values)
        nobody = self.env["gendan.department"].create({"name": "Nobody"})
        with self.assertRaisesRegex(UserError, "nobody who could answer"):
            self.issue(nobody)

    def test_answers_are_due_by_the_departments_own_working_hours(self):
        night = self.make_calendar("Mornings", tz="Asia/Shanghai")
        night.attendance_ids.filtered(lambda row: row.day_period == "afternoon").unlink()
        self.planning.calendar_id = night
        slip = self.issue()
        self.assertEqual(self.line(slip, self.quality).due_at, datetime(2026, 11, 3, 1, 0))  # Tuesday 9:00
        self.assertEqual(self.line(slip, self.planning).due_at, datetime(2026, 11, 4, 1, 0))  # 3 + 4 + 1 hours
        self.assertEqual(slip.due_at, datetime(2026, 11, 3, 1, 0), "the first of them")
        fixed = self.issue(answer_by=datetime(2026, 11, 2, 7, 0))
        self.assertEqual(set(fixed.line_ids.mapped("due_at")), {datetime(2026, 11, 2, 7, 0)})

    def test_department_people_and_copies_hear_it_in_their_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.planner.lang = "zh_CN"
        slip = self.make_slip(cc_ids=[Command.set(self.employee.ids)])
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        slip.action_issue()
        notices = self.env["mail.message"].search(
            [("id", ">", before), ("model", "=", "gendan.slip"), ("message_type", "=", "user_notification")]
        )
        told = {partner: notice for notice in notices for partner in notice.notified_partner_ids}
        people = self.quality_user | self.pmc | self.planner | self.employee
        self.assertEqual(set(told), set(people.partner_id))
        self.assertNotEqual(told[self.planner.partner_id], told[self.pmc.partner_id])
        self.assertIn("When can it be made?", told[self.pmc.partner_id].body)
        self.assertNotIn("Copy for you", told[self.pmc.partner_id].body)
        self.assertIn("Copy for you", told[self.employee.partner_id].body)

    def test_what_has_been_issued_stays(self):
        slip = self.issue()
        for vals in ({"body": "else"}, {"subject": "else"}, {"order_id": False}, {"answer_hours": 99}):
            with self.assertRaisesRegex(UserError, "has been issued and stays"):
                slip.write(vals)
        for vals in ({"state": "closed"}, {"name": "X"}, {"customer_told_at": MONDAY}):
            with self.assertRaisesRegex(UserError, "goes by its buttons"):
                slip.with_context(gendan_slip_moved=True).write(vals)
        with self.assertRaisesRegex(UserError, "has a number and stays"):
            slip.unlink()
        with self.assertRaisesRegex(UserError, "has been told and stays"):
            slip.line_ids[0].unlink()
        forged = self.make_slip(state="closed", name="LS1", sender_id=self.rep.id, customer_told_at=MONDAY)
        self.assertEqual((forged.state, forged.name, forged.sender_id), ("draft", "/", self.clerk))
        self.assertFalse(forged.customer_told_at)
        forged.unlink()

    def test_a_department_added_later_is_told_at_once(self):
        slip = self.issue(self.quality)
        self.line(slip, self.quality)._gendan_answer("Fine", finish=True)
        self.assertEqual(slip.state, "answered")
        slip.write({"line_ids": [Command.create({"department_id": self.planning.id, "question": "And you?"})]})
        self.assertEqual(self.line(slip, self.planning).state, "told")
        self.assertEqual(slip.state, "issued")

    # === answering ===

    def test_each_department_acknowledges_answers_and_finishes_by_itself(self):
        slip = self.issue(customer_to_tell=True)
        quality, planning = self.line(slip, self.quality), self.line(slip, self.planning, self.planner)
        with freeze_time(MONDAY + timedelta(hours=1)):
            quality.action_acknowledge()
        with freeze_time(MONDAY + timedelta(hours=5, minutes=30)):  # 14:30: 3 + 1 hours
            quality._gendan_answer("Lot 12 only", finish_due=date(2026, 11, 5))
        self.assertEqual((quality.acknowledge_hours, quality.answer_hours, quality.late_count), (1, 4, 0))
        self.assertEqual((quality.state, planning.state, slip.state), ("answered", "told", "issued"))
        with freeze_time(MONDAY + timedelta(days=1, hours=2)):  # Tuesday 11:00, due 9:00
            planning._gendan_answer("Friday", finish=True)
        self.assertEqual((planning.state, planning.answer_hours, planning.late_count), ("finished", 10, 1))
        self.assertEqual(planning.acknowledged_by_id, self.planner, "who answers has seen it")
        self.assertEqual(slip.state, "answered")
        with self.assertRaisesRegex(UserError, r"Quality \(test\) has answered but not finished"):
            slip.action_close()
        with freeze_time(MONDAY + timedelta(days=2)):
            quality.action_finish()
        self.assertEqual(quality.finish_hours, 16)
        with self.assertRaisesRegex(UserError, "customer has not been told"):
            slip.action_close()
        slip._gendan_tell_customer("chat", "Ms Lin")
        self.assertEqual((slip.customer_told_who, slip.customer_told_by_id), ("Ms Lin", self.clerk))
        slip.action_close()
        self.assertEqual((slip.state, slip.closed_by_id), ("closed", self.clerk))
        self.assertFalse(self.todos(slip | slip.browse()) | self.todos(slip.line_ids))
        log = " ".join(slip.message_ids.mapped("body"))
        for words in ("Issued to", "Lot 12 only", "has finished", "Ms Lin"):
            self.assertIn(words, log)

    def test_hours_once_measured_stay(self):
        slip = self.issue(self.quality)
        line = self.line(slip, self.quality)
        with freeze_time(MONDAY + timedelta(hours=2)):
            line._gendan_answer("Yes")
        self.company.resource_calendar_id.attendance_ids.filtered(lambda row: row.dayofweek == "0").unlink()
        with freeze_time(MONDAY + timedelta(hours=3)):
            line._gendan_answer("Yes, tomorrow")
        self.assertEqual((line.answer_hours, line.answer), (2, "Yes, tomorrow"))

    def test_only_the_people_of_the_department_answer_in_the_system(self):
        slip = self.issue()
        for user in (self.clerk, self.pmc, self.supervisor):
            with self.assertRaisesRegex(UserError, "only the people of Quality"):
                self.line(slip, self.quality, user)._gendan_answer("Yes")
            with self.assertRaisesRegex(UserError, "only the people of Quality"):
                self.line(slip, self.quality, user).action_acknowledge()
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            self.line(slip, self.quality, self.other_clerk)._gendan_answer("Yes")
        for vals in ({"state": "finished"}, {"answer": "Yes"}, {"answer_hours": 0.1}, {"told_at": False}):
            for user in (self.clerk, self.quality_user, self.env.user):
                with self.assertRaisesRegex(UserError, "with its buttons"):
                    self.line(slip, self.quality, user).with_context(gendan_slip_step=True).write(vals)
        self.line(slip, self.planning, self.planner)._gendan_answer("Yes")

    def test_what_was_said_on_the_phone_is_noted_by_who_wrote_the_slip(self):
        slip = self.issue()
        line = self.line(slip, self.quality, self.clerk)
        with self.assertRaisesRegex(UserError, "who said so"):
            line._gendan_answer("Yes", "phone")
        later = MONDAY + timedelta(hours=2)
        with freeze_time(later):
            with self.assertRaisesRegex(UserError, "before it was told"):
                line._gendan_answer("Yes", "phone", "Liang", at=MONDAY - timedelta(hours=1))
            line._gendan_answer("Yes", "phone", "Liang", at=MONDAY + timedelta(hours=1))
        self.assertEqual((line.answer_hours, line.answered_by, line.answered_by_id), (1, "Liang", self.clerk))
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            # another department reads the slip, but does not note for colleagues
            self.line(slip, self.quality, self.pmc)._gendan_answer("No", "phone", "Liang")

    def test_who_stands_in_for_the_head_answers_exactly_then(self):
        slip = self.issue(self.quality)
        stand_in = self.backup
        line = self.line(slip, self.quality, stand_in)
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            line.action_acknowledge()
        self.env["gendan.absence"].create(
            {
                "user_id": self.quality_user.id,
                "backup_id": stand_in.id,
                "date_from": MONDAY,
                "date_to": MONDAY + timedelta(hours=3),
            }
        )
        line.action_acknowledge()
        with freeze_time(MONDAY + timedelta(hours=4)), self.assertRaises(AccessError), mute_logger(ACCESS):
            line.env.invalidate_all()
            line._gendan_answer("Yes")

    def test_asked_again_the_clock_starts_anew_and_the_first_answer_stays_in_the_log(self):
        slip = self.issue(self.quality)
        line = self.line(slip, self.quality)
        line._gendan_answer("Soon", finish=True)
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            line._gendan_ask_again("When?")
        with freeze_time(MONDAY + timedelta(hours=1)):
            self.line(slip, self.quality, self.clerk)._gendan_ask_again("Which day?", 1)
        self.assertEqual((line.state, line.round, slip.state, slip.version), ("told", 2, "issued", 2))
        self.assertEqual(line.due_at, MONDAY + timedelta(hours=2))
        self.assertIn("Soon", " ".join(slip.message_ids.mapped("body")))
        with self.assertRaisesRegex(UserError, "is asked already"):
            self.line(slip, self.quality, self.clerk)._gendan_ask_again("Which day?")

    def test_a_cancelled_slip_is_no_longer_asked(self):
        slip = self.issue()
        with self.assertRaisesRegex(UserError, "say why"):
            slip._gendan_cancel(" ")
        slip._gendan_cancel("Customer withdrew")
        self.assertEqual(set(slip.line_ids.mapped("state")), {"off"})
        self.assertFalse(self.todos(slip.line_ids))
        with self.assertRaisesRegex(UserError, "not running"):
            self.line(slip, self.quality)._gendan_answer("Yes")

    def test_the_dialog_notes_what_its_purpose_says(self):
        slip = self.issue(self.quality, customer_to_tell=True)
        line = self.line(slip, self.quality)

        def note(action, user, **values):
            records = self.env["gendan.slip.note"].with_user(user).with_context(**action["context"])
            records.create(values).action_note()

        photo = self.env["ir.attachment"].with_user(self.quality_user).create({"name": "p.png", "raw": b"x"})
        note(line.action_answer(), self.quality_user, text="Lot 12", photo_ids=[Command.set(photo.ids)])
        self.assertEqual((line.answer, line.how, line.answered_by), ("Lot 12", "self", self.quality_user.name))
        self.assertEqual((photo.res_model, photo.res_id), ("gendan.slip", slip.id))
        note(self.line(slip, self.quality, self.clerk).action_again(), self.clerk, text="All lots?")
        self.assertEqual(line.state, "told")
        note(line.action_answer(), self.quality_user, text="Yes", is_finished=True)
        self.assertEqual(line.state, "finished")
        note(slip.action_told(), self.clerk, customer_how="phone", given_by="Ms Lin")
        self.assertTrue(slip.customer_told_at)

    # === waiting ===

    def test_todos_of_department_and_sender(self):
        slip = self.issue(self.planning, customer_to_tell=True, urgency="1")
        line = self.line(slip, self.planning, self.planner)
        todo = self.todos(line)
        self.assertEqual((todo.kind, todo.department_id, todo.user_id), ("slip_answer", self.planning, self.pmc))
        self.assertEqual((todo.due_at, todo.urgency, todo.order_id), (line.due_at, "1", self.order))
        self.assertTrue(todo.with_user(self.planner).has_access("read"))
        todo.with_user(self.planner).action_gendan_do("slip_ack")
        self.assertEqual(self.todos(line).user_id, self.planner, "who has taken it on")
        codes = {action["code"] for action in todo.with_user(self.clerk)._gendan_offered()[todo]}
        self.assertIn("slip_note", codes)
        self.assertNotIn("slip_answer", codes)
        todo.with_user(self.planner).action_gendan_do("slip_answer", {"remark": "Friday"})
        self.assertEqual(self.todos(line).kind, "slip_finish")
        self.assertEqual(self.todos(slip).kind, "slip_tell")
        self.todos(line).with_user(self.planner).action_gendan_do("slip_finish")
        self.assertFalse(self.todos(line))
        tell = self.todos(slip)
        self.assertEqual((tell.user_id, tell.role), (self.clerk, "clerk"))
        slip._gendan_tell_customer("phone", "Ms Lin")
        close = self.todos(slip)
        self.assertEqual(close.kind, "slip_close")
        close.with_user(self.clerk).action_gendan_do("slip_close")
        self.assertFalse(self.todos(slip))

    def test_silence_climbs_by_the_hour_to_clerk_and_head(self):
        slip = self.issue(self.planning, answer_hours=2)
        line = self.line(slip, self.planning, self.planner)
        line.action_acknowledge()
        todo = self.todos(line)

        def told(hours):
            with freeze_time(MONDAY + timedelta(hours=hours)):
                todo._gendan_climb()
                return set(todo.activity_ids.user_id)

        self.assertEqual(todo.next_step_at, MONDAY + timedelta(hours=2))
        self.assertEqual(told(1.9), set())
        self.assertEqual(told(2), {self.planner})
        self.assertEqual(told(3), {self.planner, self.clerk})
        # 12:00 to 13:30 is lunch: two working hours after 11:00 are 14:30
        self.assertEqual(told(5), {self.planner, self.clerk})
        self.assertEqual(told(5.5), {self.planner, self.clerk, self.pmc})
        with freeze_time(MONDAY + timedelta(hours=6)):
            line._gendan_answer("Friday", finish=True)
        self.assertFalse(todo.activity_ids)

    def test_a_slip_about_no_customer_climbs_to_who_wrote_it(self):
        slip = self.issue(self.planning, user=self.other_clerk, order_id=False, answer_hours=1)
        todo = self.todos(slip.line_ids)
        step = self.env.ref("gendan_followup.ladder_slip_answer").step_ids.filtered(lambda step: step.to == "clerk")
        self.assertEqual(todo._gendan_step_user(step), self.other_clerk)

    def test_lists_of_what_is_overdue_and_what_nobody_has_answered(self):
        slip = self.issue(answer_hours=1)
        Slip, Line = self.env["gendan.slip"], self.env["gendan.slip.department"].with_user(self.planner)
        with freeze_time(MONDAY + timedelta(hours=2)):
            overdue = [("id", "=", slip.id), ("due_at", "<", "now")]
            silent = [("id", "=", slip.id), ("state", "=", "issued"), ("answered_count", "=", 0)]
            self.assertTrue(slip.is_overdue)
            self.assertTrue(Slip.search(overdue) and Slip.search(silent))
            self.line(slip, self.quality)._gendan_answer("Yes")
            self.assertTrue(Slip.search(overdue))
            self.assertFalse(Slip.search(silent))
            mine = Line.search([("slip_id", "=", slip.id), ("is_mine", "=", True)])
            self.assertEqual(mine.department_id, self.planning)
            self.line(slip, self.planning)._gendan_answer("Yes")
            slip.invalidate_recordset(["is_overdue"])
            self.assertFalse(slip.is_overdue or Slip.search(overdue))

    def test_time_to_answer_by_department(self):
        for hours in (1, 3):
            slip = self.issue()
            with freeze_time(MONDAY + timedelta(hours=hours)):
                self.line(slip, self.quality)._gendan_answer("Yes")
        rows = (
            self.env["gendan.slip.department"]
            .with_user(self.clerk)
            ._read_group(
                [("answered_count", "=", 1), ("department_id", "=", self.quality.id)],
                ["department_id"],
                ["answer_hours:avg", "late_count:sum", "__count"],
            )
        )
        self.assertEqual(rows, [(self.quality, 2.0, 0, 2)])

    # === rights ===

    def rights(self, record, user):
        self.env.invalidate_all()
        record = record.with_user(user)
        return "".join(letter for letter, name in (("r", "read"), ("w", "write")) if record.has_access(name))

    def test_who_sees_which_slip(self):
        slip = self.make_slip(self.quality, cc_ids=[Command.set(self.employee.ids)])
        line = slip.line_ids
        draft = {user: self.rights(slip, user) for user in (self.quality_user, self.employee, self.rep)}
        self.assertEqual(set(draft.values()), {""}, "drafts are nobody else's")
        slip.action_issue()
        expected = [
            (self.clerk, "rw"),
            (self.supervisor, "rw"),
            (self.quality_user, "r"),
            (self.employee, "r"),
            (self.rep, "r"),
            (self.pmc, ""),
            (self.other_clerk, ""),
            (self.other_rep, ""),
            (self.warehouse_user, ""),
            (self.portal_user, ""),
        ]
        for user, letters in expected:
            self.assertEqual(self.rights(slip, user), letters, user.login)
            self.assertEqual(self.rights(line, user), letters, user.login)
            with self.subTest(user=user.login):
                try:
                    found = self.env["gendan.slip.department"].with_user(user).search([("id", "=", line.id)])
                except AccessError:
                    found = line.browse()
                self.assertEqual(bool(found), bool(letters))
        _company, hk_clerk = self.make_other_company()
        self.assertEqual(self.rights(slip, hk_clerk), "")

    def test_a_slip_is_not_put_to_what_its_writer_may_not_see(self):
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            self.make_slip(user=self.other_clerk)
        own = self.make_slip(user=self.other_clerk, order_id=False)
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            own.order_id = self.order
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            self.make_slip(user=self.pmc)

    def test_a_department_writes_slips_too_without_reading_orders(self):
        self.pmc.group_ids += self.env.ref("mrp.group_mrp_user")
        slip = self.issue(self.quality, user=self.pmc, production_id=self.production.id)
        self.assertEqual(slip.sudo().order_id, self.order, "found from the production")
        self.assertEqual(slip.sudo().from_department_id, self.planning)
        self.assertIn(self.order.name, slip.about)
        self.assertEqual(self.rights(slip, self.clerk), "rw", "it is about her customer")
        self.assertEqual(self.rights(slip, self.planner), "r", "from her department")
        # what the web client reads of the form
        arch = self.env["gendan.slip"].with_user(self.pmc).get_view(view_type="form")["arch"]
        self.assertNotIn('name="order_id"', arch)
        with Form(slip.with_user(self.pmc)):
            pass
        form = self.line(slip, self.quality).web_read({"facts": {}, "about": {}, "body": {}, "sender_id": {}})
        self.assertIn("BG-1402", form[0]["facts"])

    def test_others_do_not_change_whom_a_slip_goes_to(self):
        slip = self.make_slip(self.quality, user=self.other_clerk, order_id=False)
        Line = self.env["gendan.slip.department"]
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            Line.with_user(self.clerk).create({"slip_id": slip.id, "department_id": self.planning.id})
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            slip.line_ids.with_user(self.clerk).unlink()
        issued = self.issue(self.quality)
        with self.assertRaises(AccessError), mute_logger(ACCESS):
            # reads it, does not write it
            Line.with_user(self.quality_user).create({"slip_id": issued.id, "department_id": self.planning.id})

    # === cost ===

    def test_lists_cost_the_same_for_one_and_for_many(self):
        slips = self.env["gendan.slip"].union(*(self.issue().sudo() for _n in range(6)))
        self.env.flush_all()

        def queries(some):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            lines = some.line_ids.with_user(self.pmc)
            lines.web_read(dict.fromkeys(("display_name", "about", "subject", "is_mine", "can_note", "is_overdue"), {}))
            some.with_user(self.clerk).web_read(
                dict.fromkeys(("display_name", "department_text", "is_overdue", "can_write"), {})
            )
            return self.env.cr.sql_log_count - start

        queries(slips)
        self.assertEqual(queries(slips[0]), queries(slips))

    def test_counts_on_documents_cost_one_query(self):
        self.issue()
        orders = self.order | self.confirm_order() | self.confirm_order()
        self.env.flush_all()
        orders.invalidate_recordset()
        with self.assertQueryCount(1):
            self.assertEqual(orders.mapped("gendan_slip_count"), [1, 0, 0])
