"""The full track: letter, evidence, whys, actions, and what has to be done before the end."""

import re
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ComplaintCase

PNG = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@freeze_time("2026-11-23 02:00:00")
@tagged("post_install", "-at_install")
class TestFullTrack(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.complain(description="It tears", wished="replace", contact_id=cls.customer.id)
        cls.ours = cls.complaint.with_user(cls.quality_user)

    def action(self, complaint=None, **values):
        return (complaint or self.ours).env["gendan.complaint.action"].create(
            {
                "complaint_id": self.complaint.id,
                "name": "Change the thermostat",
                "owner_id": self.employee.id,
                "due": date(2026, 12, 1),
                **values,
            }
        )

    # ------------------------------------------------------------ letter

    def test_the_letter_puts_it_to_the_department_once(self):
        before = self.env["gendan.document"].search_count([])
        self.complaint.action_letter()
        self.assertEqual(self.complaint.state, "work")
        self.assertTrue(self.complaint.letter_at)
        paper = self.env["gendan.document"].search([("kind", "=", "complaint_letter")])
        self.assertEqual((paper.res_id, len(paper.issue_ids)), (self.complaint.id, 1))
        todo = self.env["gendan.todo"].search(
            [("res_model", "=", "gendan.complaint"), ("res_id", "=", self.complaint.id), ("open", "=", True),
             ("kind", "=", "complaint_department")]
        )  # fmt: skip
        self.assertEqual(todo.department_id, self.quality)
        self.complaint.action_letter()
        self.assertEqual(self.env["gendan.document"].search_count([]), before + 1)
        self.assertEqual(len(paper.issue_ids), 1)

    def test_a_light_one_or_one_without_department_has_no_letter(self):
        self.complaint.track = "light"
        with self.assertRaisesRegex(UserError, "light way"):
            self.complaint.action_letter()
        self.complaint.write({"track": "full", "department_id": False})
        with self.assertRaisesRegex(UserError, "which department"):
            self.complaint.action_letter()

    def test_the_department_prints_the_letter_and_no_price_is_on_it(self):
        photo = self.env["ir.attachment"].create({"name": "tear.png", "datas": PNG, "mimetype": "image/png"})
        self.complaint.sudo().photo_ids = photo
        self.complaint.action_letter()
        html = self.env["ir.actions.report"].with_user(self.quality_user)._render_qweb_html(
            "gendan_followup.action_report_complaint_letter", self.complaint.ids
        )[0].decode()  # fmt: skip
        for word in (self.complaint.name, "Seal tears", "It tears", "Replace", "1,000", "data:image/jpeg", "GD"):
            self.assertIn(word, html)
        words = re.sub(r"base64,[^\"]*|<[^>]*>", "", html)
        self.assertNoFigure("192", words)  # 40 x 4.8
        self.assertNoFigure("4.8", words)

    def test_the_department_may_not_put_it_to_itself(self):
        with self.assertRaisesRegex(UserError, "clerk"):
            self.ours.action_letter()

    # ------------------------------------------------------------ investigation

    def test_the_department_writes_evidence_whys_and_actions_through_the_form(self):
        self.ours.write(
            {
                "team_ids": [Command.link(self.quality_user.id)],
                "evidence_ids": [Command.create({"name": "Temperature log of the night"})],
                "why_ids": [
                    Command.create({"question": "Why did the seal tear?", "answer": "Bar too cold"}),
                    Command.create({"question": "Why?", "answer": "Thermostat drifts", "cause_id": self.cause.id}),
                ],
                "cause_text": "The thermostat drifted",
                "action_ids": [
                    Command.create({"name": "New one", "owner_id": self.employee.id, "due": date(2026, 12, 1)})
                ],
            }
        )
        self.assertEqual(self.complaint.evidence_ids.user_id, self.quality_user)
        self.assertEqual(len(self.complaint.why_ids), 2)
        with self.assertRaises(AccessError):
            self.ours.write({"proposal": "We pay"})

    def test_rows_of_one_that_has_ended_stay(self):
        why = self.env["gendan.complaint.why"].with_user(self.clerk).create(
            {"complaint_id": self.complaint.id, "question": "Why?"}
        )  # fmt: skip
        action = self.action(self.complaint)
        self.bring_to(self.complaint, "cancelled")
        with self.assertRaisesRegex(UserError, "has ended"):
            why.answer = "Because"
        with self.assertRaisesRegex(UserError, "has ended"):
            action.due = date(2026, 12, 2)
        with self.assertRaisesRegex(UserError, "has ended"):
            self.action(self.complaint)
        self.assertFalse(self.todos(action))

    def todos(self, action):
        return self.env["gendan.todo"].search(
            [("res_model", "=", action._name), ("res_id", "=", action.id), ("open", "=", True)]
        )

    def test_another_clerk_or_department_writes_nothing(self):
        other = self.env["gendan.complaint"].with_user(self.other_clerk).browse(self.complaint.id)
        for user in (self.other_clerk, self.warehouse_user, self.rep):
            for model, name in (("gendan.complaint.evidence", "name"), ("gendan.complaint.why", "question")):
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).create({"complaint_id": self.complaint.id, name: "x"})
        with self.assertRaises(AccessError):
            self.action(other)

    def test_d3_needs_the_goods_found_and_what_was_done(self):
        with self.assertRaisesRegex(UserError, "find the goods first"):
            self.ours.action_contained()
        self.complaint.sudo()._gendan_trace()
        for trace in self.complaint.sudo().trace_ids.filtered(lambda one: one.place == "stock"):
            trace.state = "checked"
        with self.assertRaisesRegex(UserError, "Done at Once"):
            self.ours.action_contained()
        self.ours.contained_text = "All looked at"
        self.ours.action_contained()
        self.assertTrue(self.complaint.d3_done_at)

    def test_d5_is_done_with_findings_and_a_corrective_action(self):
        self.bring_to(self.complaint, "findings")
        self.assertFalse(self.complaint.d5_done_at)
        self.action(kind="prevent")
        self.assertFalse(self.complaint.d5_done_at)
        self.action(kind="correct")
        self.assertTrue(self.complaint.d5_done_at)

    # ------------------------------------------------------------ actions

    def test_the_owner_does_it_with_proof_and_sees_no_complaint(self):
        action = self.action().with_user(self.employee)
        self.assertEqual(action.complaint_subject, "Seal tears")
        with self.assertRaises(AccessError):
            action.complaint_id.read(["subject"])
        with self.assertRaisesRegex(UserError, "write what was done"):
            action.action_done()
        with self.assertRaises(AccessError):
            action.due = date(2027, 1, 1)
        with self.assertRaisesRegex(UserError, "with its button"):
            action.done_on = date(2026, 11, 23)
        action.result = "Changed, three lots without a leak"
        action.action_done()
        self.assertEqual((action.done_on, action.done_by_id), (date(2026, 11, 23), self.employee))
        self.assertEqual(action.progress, "done")
        self.assertFalse(self.todos(action))

    def test_an_open_corrective_action_keeps_it_from_closing_a_preventive_one_does_not(self):
        correct = self.action(kind="correct")
        prevent = self.action(kind="prevent", name="Check the others")
        complaint = self.bring_to(self.complaint, "settling")
        complaint._gendan_note_answer("phone", "We take off 192", False)
        complaint.settlement_ids._gendan_do()
        with self.assertRaisesRegex(UserError, "Change the thermostat.*is not done yet"):
            complaint.action_close()
        correct.sudo()._gendan_do("Changed")
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")
        self.assertTrue(self.todos(prevent))
        prevent.with_user(self.employee)._gendan_do("Checked")
        self.assertFalse(self.todos(prevent))

    def test_reminded_ten_and_one_day_before_and_one_after_never_twice(self):
        action = self.action(due=date(2026, 12, 18))
        ladder = self.env["gendan.todo"]

        def spoken():
            return self.todos(action).sudo().step_log_ids.step_id.mapped("after_days")

        found = {}
        for day in ("2026-12-05", "2026-12-08", "2026-12-09", "2026-12-17", "2026-12-18", "2026-12-20", "2026-12-21"):
            cron = self.env.registry["ir.cron"]
            with freeze_time(f"{day} 03:00:00"), patch.object(cron, "_commit_progress", lambda *a, **k: 99):
                ladder._cron_gendan_ladders()
                ladder._cron_gendan_ladders()
            found[day] = sorted(spoken())
        self.assertEqual(found["2026-12-05"], [])
        self.assertEqual(found["2026-12-18"], [-10, -1])
        self.assertEqual(found["2026-12-21"], [-10, -1, 1, 1])
