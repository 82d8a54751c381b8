"""While a clerk is away: activities, notifications and what is done for her."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tools.discuss import Store

from tests.common import MONDAY, GendanCase

START, END = MONDAY, MONDAY + timedelta(days=2)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAbsent(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.order = cls.confirm_order(promised=date(2026, 11, 20))
            cls.foreign = cls.confirm_order(promised=date(2026, 11, 20), partner_id=cls.foreign_customer.id)
        cls.order.message_subscribe(cls.clerk.partner_id.ids)

    def away(self, user=None, backup=None, start=START, end=END, **values):
        return self.env["gendan.absence"].create(
            {
                "user_id": (user or self.clerk).id,
                "backup_id": (backup or self.backup).id,
                "date_from": start,
                "date_to": end,
                **values,
            }
        )

    def activity(self, record=None, user=None):
        return (record or self.order).activity_schedule(
            "mail.mail_activity_data_todo", summary="Call them", user_id=(user or self.clerk).id
        )

    def run_bounds(self, at):
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_absences").method_direct_trigger()
        self.env.invalidate_all()

    # ------------------------------------------------------------ activities

    def test_activities_go_over_and_come_back(self):
        activity, done = self.activity(), self.activity()
        private = self.activity(self.clerk.partner_id)
        away = self.away(start=START + timedelta(hours=1))
        self.run_bounds(START)
        self.assertEqual(activity.user_id, self.clerk)
        self.run_bounds(START + timedelta(hours=1))
        self.assertEqual((activity.user_id, activity.gendan_for_id), (self.backup, self.clerk))
        self.assertEqual(private.user_id, self.clerk, "what is of no customer stays hers")
        self.assertNotIn(self.backup.partner_id, self.order.message_partner_ids, "for the time only")
        with freeze_time(START + timedelta(hours=2)):
            done.with_user(self.backup).action_feedback("Called")
        self.run_bounds(away.date_to)
        self.assertEqual((activity.user_id, activity.gendan_for_id), (self.clerk, self.env["res.users"]))
        self.assertEqual((done.user_id, done.gendan_for_id), (self.backup, self.clerk), "who did it is told")

    def test_new_activity_goes_to_the_stand_in_at_once(self):
        self.away()
        activity = self.activity()
        self.assertEqual((activity.user_id, activity.gendan_for_id), (self.backup, self.clerk))
        other = self.activity(self.foreign, self.other_clerk)
        self.assertEqual(other.user_id, self.other_clerk)
        other.user_id = self.clerk  # not her customer, and not open to her backup
        self.assertEqual(other.user_id, self.clerk)

    def test_activities_on_productions_and_purchases_of_her_customers_go_over_too(self):
        production = self.order.order_line._gendan_productions()[self.order.order_line].sudo(False)
        purchase = self.order.order_line._gendan_links()[self.order.order_line].bought_components.order_id.sudo(False)
        strange = purchase.copy()
        for user in (self.backup, self.clerk):
            user.group_ids += self.env.ref("mrp.group_mrp_user") + self.env.ref("purchase.group_purchase_user")
        activities = [self.activity(record) for record in (production, purchase)]
        nobodys = self.activity(strange)
        self.away()
        self.run_bounds(START)
        for activity in activities:
            self.assertEqual((activity.user_id, activity.gendan_for_id), (self.backup, self.clerk), activity.res_model)
        self.assertEqual(nobodys.user_id, self.clerk, "of no followed order: nobody's customer")
        self.run_bounds(END)
        self.assertEqual(activities[0].user_id, self.clerk)

    # ------------------------------------------------------------ to-dos of one person

    def named(self, user, **values):
        return self.order._gendan_open_todo("gate_confirm", "Only you", user_id=user.id, **values)

    def run_ladders(self, at):
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_ladders").method_direct_trigger()
        self.env.invalidate_all()

    def test_todos_of_one_person_go_to_who_stands_in_and_come_back(self):
        todo = self.named(self.clerk)
        self.away(start=START + timedelta(hours=1))
        self.run_ladders(START)
        self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.clerk, self.env["res.users"]))
        with freeze_time(START + timedelta(hours=1)):
            self.run_ladders(START + timedelta(hours=1))
            self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.backup, self.clerk))
            self.assertEqual(self.named(self.clerk), todo, "said again it stays with who stands in")
            self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.backup, self.clerk))
        self.run_ladders(END)
        self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.clerk, self.env["res.users"]))
        self.assertTrue(todo.is_user_fixed)

    def test_a_new_todo_of_one_person_who_is_away_goes_over_at_once(self):
        self.away()
        todo = self.named(self.clerk)
        self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.backup, self.clerk))

    def test_who_may_not_open_it_does_not_stand_in_for_it(self):
        self.away(self.other_clerk, self.employee)
        todo = self.named(self.other_clerk)
        self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.clerk, self.other_clerk), "the order's own clerk")

    def test_a_departments_goes_to_its_responsible(self):
        member = self.make_users(member="gendan_followup.group_gendan_department")
        self.quality.member_ids = member
        self.away(member, self.other_clerk)
        todo = self.named(member, role="department", department_id=self.quality.id)
        self.assertEqual((todo.user_id, todo.on_behalf_of_id), (self.quality_user, member))

    def test_stand_in_falls_ill(self):
        self.away()
        activity = self.activity()
        self.away(self.backup, self.other_clerk, START + timedelta(hours=3), None)
        self.run_bounds(START + timedelta(hours=3))
        self.assertEqual((activity.user_id, activity.gendan_for_id), (self.supervisor, self.clerk))

    def test_bounds_write_nothing_when_nobody_comes_or_goes(self):
        self.away()
        self.activity()
        self.run_bounds(START)
        self.assertFalse(
            self.env["mail.activity"].search(self.env["mail.activity"]._gendan_misplaced_domain())._gendan_to_stand_ins()
        )

    # ------------------------------------------------------------ notifications

    def notified(self, **values):
        order = self.order.with_user(self.rep)
        message = order.message_post(body="Please call", subtype_xmlid="mail.mt_comment", **values)
        return message.notified_partner_ids

    def test_stand_in_hears_what_the_absent_would(self):
        self.assertNotIn(self.backup.partner_id, self.notified())
        self.away(start=START + timedelta(hours=1))
        self.assertNotIn(self.backup.partner_id, self.notified())
        with freeze_time(START + timedelta(hours=1)):
            told = self.notified()
            self.assertLessEqual(self.backup.partner_id | self.clerk.partner_id, told)
        with freeze_time(END):
            self.assertNotIn(self.backup.partner_id, self.notified())

    def test_mention_reaches_the_stand_in_once(self):
        self.away()
        self.order.message_subscribe(self.backup.partner_id.ids)
        told = self.notified(partner_ids=self.clerk.partner_id.ids)
        self.assertIn(self.backup.partner_id, told)

    def test_customers_mail_reaches_the_stand_in(self):
        self.away()
        message = self.order.message_post(
            body="When?", author_id=self.customer.id, message_type="email", subtype_xmlid="mail.mt_comment"
        )
        self.assertIn(self.backup.partner_id, message.notified_partner_ids)

    def test_who_may_not_read_hears_nothing(self):
        _company, hk_clerk = self.make_other_company()
        self.away(backup=hk_clerk, cover="one")
        order = self.order.browse(self.order.id)
        self.assertNotIn(hk_clerk.partner_id, self.notified())
        self.assertEqual(self.activity(order).user_id, self.clerk)

    # ------------------------------------------------------------ done for

    def test_what_the_stand_in_does_is_told_as_done_for_her(self):
        before = self.order.with_user(self.supervisor).message_post(body="Before")
        self.away()
        by_backup = self.order.with_user(self.backup).message_post(body="Called")
        by_tracking = self.order.with_user(self.backup)._message_log(body="Noted")
        by_rep = self.order.with_user(self.rep).message_post(body="Visited")
        by_clerk = self.order.with_user(self.clerk).message_post(body="From home")
        by_supervisor = self.order.with_user(self.supervisor).message_post(body="Approved")
        own = self.foreign.with_user(self.other_clerk).message_post(body="Mine")
        self.assertEqual((by_backup | by_tracking).gendan_for_id, self.clerk)
        self.assertFalse((before | by_rep | by_clerk | by_supervisor | own).gendan_for_id)
        with freeze_time(END), self.assertRaises(AccessError):
            self.order.with_user(self.backup).message_post(body="After")

    def test_supervisor_acts_for_her_when_both_are_away(self):
        self.away()
        self.away(self.backup, self.other_clerk)
        self.assertEqual(self.order.with_user(self.supervisor).message_post(body="Called").gendan_for_id, self.clerk)

    def test_for_whom_is_no_matter_of_opinion(self):
        message = self.order.with_user(self.backup.browse(self.supervisor.id)).message_post(body="Mine")
        message.with_user(self.supervisor).write({"gendan_for_id": self.clerk.id})
        self.assertFalse(message.gendan_for_id)
        made = self.env["mail.message"].create(
            {"model": "sale.order", "res_id": self.order.id, "body": "x", "gendan_for_id": self.clerk.id}
        )
        self.assertFalse(made.gendan_for_id)

    def test_name_is_shown_inside_only(self):
        self.away()
        message = self.order.with_user(self.backup).message_post(body="Called")

        def shown(user):
            store = Store().add(message.with_user(user).sudo(), message._to_store_defaults(Store(user).target))
            return store.get_result()["mail.message"][0]

        self.assertEqual(shown(self.rep).get("gendan_for"), self.clerk.name)
        self.assertNotIn("gendan_for", shown(self.portal_user))

    def test_nobody_away_costs_nothing(self):
        self.away(start=START + timedelta(days=5), end=None)
        Message = self.env["mail.message"].with_user(self.backup)
        vals = {"model": "sale.order", "res_id": self.order.id, "author_id": self.backup.partner_id.id}
        Message._gendan_done_for([vals])
        with self.assertQueryCount(0):
            self.assertFalse(any(Message._gendan_done_for([vals])))
            self.assertFalse(
                self.order._gendan_stand_in_recipients([{"uid": self.clerk.id}], Message, {"author_id": 1})
            )
