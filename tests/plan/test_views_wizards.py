"""The clerk's dialogs: new promise, re-time, skip, add a milestone, change the template."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestPlanWizards(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._gendan_today()
        cls.promised = cls.today + timedelta(days=30)
        cls.order = cls.confirm_order([(cls.bag, 50000), (cls.carton, 40)], promised=cls.promised)
        cls.plan = cls.order.gendan_plan_ids

    def promise_form(self, user=None):
        return Form(
            self.env["gendan.promise.wizard"]
            .with_user(user or self.clerk)
            .with_context(active_model="sale.order", active_id=self.order.id)
        )

    # === new promise ===

    def test_promise_proposes_all_open_parts(self):
        wizard = self.promise_form()
        self.assertEqual(len(wizard.line_ids), 2)
        self.assertEqual(wizard.old_date, self.promised)

    def test_promise_for_all_parts(self):
        day = self.promised + timedelta(days=7)
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.clerk)
            .create({"name": "chat.png", "raw": b"x", "res_model": "gendan.promise.wizard", "res_id": 0})
        )
        wizard = self.promise_form()
        wizard.date = day
        wizard.reason = "material"
        wizard.agreed_by = "Ms Chen"
        wizard.agreed_how = "chat"
        wizard.evidence = "WeChat 14:20"
        record = wizard.save()
        record.attachment_ids = [Command.set(attachment.ids)]
        record.action_promise()
        promises = self.order.gendan_part_ids.promise_ids.filtered(lambda p: p.version == 2)
        self.assertEqual(len(promises), 2)
        self.assertRecordValues(
            promises,
            [
                {
                    "date": day,
                    "reason": "material",
                    "agreed_by": "Ms Chen",
                    "agreed_how": "chat",
                    "user_id": self.clerk.id,
                }
            ]
            * 2,
        )
        self.assertEqual(self.order.gendan_promise_date, day)
        self.assertEqual(self.company._gendan_to_day(self.order.commitment_date), day)
        # the proof is the promises' now: whoever backs the clerk up can look at it, nobody can change it
        self.assertEqual(attachment.res_model, "gendan.promise")
        self.assertEqual(promises.attachment_ids, attachment.sudo())
        self.assertEqual(promises.attachment_ids, attachment)

    def test_promise_for_one_part_leaves_the_other(self):
        day = self.promised + timedelta(days=7)
        wizard = self.promise_form()
        wizard.date = day
        wizard.reason = "capacity"
        with wizard.line_ids.edit(1) as line:
            line.is_chosen = False
        wizard.save().action_promise()
        dates = sorted(self.order.gendan_part_ids.mapped("promised_date"))
        self.assertEqual(dates, [self.promised, day])

    def test_smaller_quantity_splits(self):
        day = self.promised + timedelta(days=10)
        wizard = self.promise_form()
        wizard.date = day
        wizard.reason = "split"
        with wizard.line_ids.edit(0) as line:
            line.quantity = 20000
        with wizard.line_ids.edit(1) as line:
            line.is_chosen = False
        wizard.save().action_promise()
        parts = self.order.order_line[0].gendan_part_ids.sorted("promised_date")
        self.assertEqual(parts.mapped("quantity"), [30000, 20000])
        self.assertEqual(parts.mapped("promised_date"), [self.promised, day])
        # the next dialog knows what is left in each
        wizard = self.promise_form()
        wizard.reason = "other"
        self.assertEqual(sorted(wizard.save().line_ids.mapped("whole")), [40, 20000, 30000])

    def test_more_than_there_is_is_refused(self):
        wizard = self.promise_form()
        wizard.date = self.promised
        wizard.reason = "split"
        with wizard.line_ids.edit(0) as line:
            line.quantity = 60000
        with self.assertRaisesRegex(UserError, "50,000"):
            wizard.save().action_promise()

    def test_a_past_day_is_refused(self):
        wizard = self.promise_form()
        wizard.date = self.today - timedelta(days=1)
        wizard.reason = "other"
        with self.assertRaisesRegex(UserError, "past"):
            wizard.save().action_promise()

    def test_nothing_chosen_is_refused(self):
        wizard = self.promise_form()
        wizard.date = self.promised
        wizard.reason = "other"
        for index in range(2):
            with wizard.line_ids.edit(index) as line:
                line.is_chosen = False
        with self.assertRaisesRegex(UserError, self.order.name):
            wizard.save().action_promise()

    def test_system_reasons_are_not_offered(self):
        reasons = dict(self.env["gendan.promise.wizard"]._fields["reason"]._description_selection(self.env))
        self.assertNotIn("outside", reasons)
        self.assertNotIn("confirmation", reasons)
        self.assertIn("material", reasons)

    def test_sales_reps_do_not_promise(self):
        with self.assertRaises(AccessError):
            self.promise_form(self.rep)
        parts = self.order.gendan_part_ids
        with self.assertRaises(AccessError):
            self.order.with_user(self.other_rep).action_gendan_promise(
                [(part, None, self.promised) for part in parts], "other"
            )

    # === milestones ===

    def milestone_wizard(self, model, milestones, **values):
        return (
            self.env[model]
            .with_user(self.clerk)
            .with_context(active_model="gendan.milestone", active_ids=milestones.ids)
            .create(values)
        )

    def test_retime_several(self):
        day = self.today + timedelta(days=5)
        milestones = self.milestone(self.order, "contract") | self.milestone(self.order, "material")
        self.milestone_wizard("gendan.retime.wizard", milestones, day=day, reason="Boss is away").action_retime()
        self.assertEqual(milestones.mapped("retimed_date"), [day, day])
        self.milestone_wizard("gendan.retime.wizard", milestones, take_back=True).action_retime()
        self.assertEqual(milestones.mapped("retimed_date"), [False, False])

    def test_skip_needs_a_reason(self):
        contract = self.milestone(self.order, "contract")
        with self.assertRaises(UserError):
            self.milestone_wizard("gendan.skip.wizard", contract).action_skip()
        self.milestone_wizard("gendan.skip.wizard", contract, reason="Framework contract").action_skip()
        self.assertEqual(contract.state, "skipped")

    def test_add_a_milestone(self):
        kind = self.make_kind("wash", owner="supplier")
        wizard = Form(
            self.env["gendan.add.milestone.wizard"].with_user(self.clerk).with_context(default_plan_id=self.plan.id)
        )
        wizard.kind_id = kind
        self.assertEqual(wizard.owner, "supplier")
        wizard.day = self.today + timedelta(days=6)
        wizard.save().action_add()
        added = self.plan.milestone_ids.filtered("is_added")
        self.assertEqual((added.kind_id, added.baseline_date), (kind, self.today + timedelta(days=6)))

    def test_change_the_template(self):
        kinds = self.kinds
        other = self.make_template(
            "Short (test)", [(kinds["confirmed"], 0, [], {}), (kinds["arrived"], 2, [0], {"is_target": True})]
        )
        wizard = (
            self.env["gendan.template.wizard"]
            .with_user(self.clerk)
            .create({"plan_id": self.plan.id, "template_id": other.id})
        )
        self.assertFalse(wizard.error)
        wizard.action_change()
        self.assertEqual(self.plan.template_id, other)
        self.assertEqual(len(self.plan.milestone_ids.filtered(lambda m: m.light == "delivery")), 2)

    def test_template_is_closed_once_something_happened(self):
        self.milestone(self.order, "contract").with_user(self.clerk).action_tick()
        wizard = (
            self.env["gendan.template.wizard"]
            .with_user(self.clerk)
            .create({"plan_id": self.plan.id, "template_id": self.template.id})
        )
        self.assertIn("Contract", wizard.error)
        with self.assertRaises(UserError):
            wizard.action_change()

    def test_template_line_dialog(self):
        line = self.template.line_ids[2]
        action = line.with_user(self.supervisor).action_gendan_open()
        form = Form(line.with_user(self.supervisor), view=action["views"][0][0])
        with form.link_ids.new() as link:
            link.predecessor_id = self.template.line_ids[1]
        form.save()
        self.assertEqual(len(line.link_ids), 2)
