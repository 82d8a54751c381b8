"""Who acts for a customer: clerk, trained backup, head of follow-up; absences and who may keep them."""

from contextlib import contextmanager
from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from tests.common import MONDAY, GendanCase


@tagged("post_install", "-at_install")
class TestActingUser(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_customer = cls.env["res.partner"].create(
            {"name": "Hongji Lamps", "is_company": True, "gendan_clerk_id": cls.clerk.id}
        )

    def away(self, user, backup, start=-1, end=1, **values):
        """An absence from `start` to `end`, in days from Monday morning."""
        return self.env["gendan.absence"].create(
            {
                "user_id": user.id,
                "backup_id": backup.id,
                "date_from": MONDAY + timedelta(days=start),
                "date_to": end is not None and MONDAY + timedelta(days=end),
                **values,
            }
        )

    def assertActs(self, partner, user, on_behalf_of=None, at=MONDAY):
        nobody = self.env["res.users"]
        self.assertEqual(partner._gendan_acting_user(at)[partner], (user, on_behalf_of or nobody))

    @contextmanager
    def assertRefused(self, words, error=ValidationError):
        """Like assertRaisesRegex, rolled back as assertRaises does."""
        with self.assertRaises(error) as caught:
            yield
        self.assertIn(words, str(caught.exception))

    # ------------------------------------------------------------ resolver

    def test_clerk_acts_when_here(self):
        self.assertActs(self.customer, self.clerk)
        self.away(self.clerk, self.backup, -5, -1)
        self.away(self.clerk, self.backup, 1, 5)
        self.assertActs(self.customer, self.clerk)

    def test_contact_answers_like_its_customer(self):
        self.assertActs(self.portal_user.partner_id, self.clerk)

    def test_named_backup_trained_for_the_customer(self):
        self.away(self.clerk, self.backup)
        self.assertActs(self.customer, self.backup, self.clerk)
        self.assertEqual(self.customer.gendan_clerk_id, self.clerk, "ownership does not move")

    def test_bounds_of_an_absence(self):
        absence = self.away(self.clerk, self.backup)
        second = timedelta(seconds=1)
        self.assertActs(self.customer, self.clerk, at=absence.date_from - second)
        self.assertActs(self.customer, self.backup, self.clerk, at=absence.date_from)
        self.assertActs(self.customer, self.backup, self.clerk, at=absence.date_to - second)
        self.assertActs(self.customer, self.clerk, at=absence.date_to)

    @freeze_time(MONDAY)
    def test_now_is_the_default(self):
        self.away(self.clerk, self.backup)
        self.assertActs(self.customer, self.backup, self.clerk, at=None)

    def test_trained_colleague_goes_before_the_named_one(self):
        self.away(self.clerk, self.other_clerk)
        self.assertActs(self.customer, self.backup, self.clerk)
        self.assertActs(self.other_customer, self.other_clerk, self.clerk)

    def test_not_yet_trained_is_no_backup(self):
        self.customer.gendan_backup_ids.trained_since = False
        self.away(self.clerk, self.other_clerk)
        self.assertActs(self.customer, self.other_clerk, self.clerk)

    def test_trained_backup_who_is_away_is_passed_over(self):
        self.customer.gendan_backup_ids = [
            Command.create({"user_id": self.supervisor.id, "trained_since": "2026-02-01"})
        ]
        self.away(self.backup, self.other_clerk)
        self.away(self.clerk, self.other_clerk)
        self.assertActs(self.customer, self.supervisor, self.clerk)

    def test_archived_backup_is_passed_over(self):
        self.away(self.clerk, self.other_clerk)
        self.backup.active = False
        self.assertActs(self.customer, self.other_clerk, self.clerk)

    def test_no_clerk_goes_to_the_supervisor(self):
        nobody = self.env["res.users"]
        self.customer.gendan_clerk_id = False
        self.assertActs(self.customer, self.supervisor)
        self.away(self.supervisor, self.other_clerk)
        self.assertActs(self.customer, self.other_clerk, self.supervisor)
        self.company.gendan_supervisor_id = False
        self.assertActs(self.customer, nobody)

    def test_supervisor_of_the_customers_company(self):
        company, clerk = self.make_other_company()
        company.gendan_supervisor_id = clerk
        partner = self.env["res.partner"].create({"name": "Chun Fung", "company_id": company.id})
        self.assertActs(partner, clerk)

    def test_batch_asks_a_bounded_number_of_queries(self):
        partners = self.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "gendan_clerk_id": self.clerk.id,
                    "gendan_backup_ids": [Command.create({"user_id": self.backup.id})],
                }
                for number in range(30)
            ]
        )
        self.away(self.clerk, self.backup)
        few, many = partners[:3], partners[3:]
        counts = []
        for batch in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            answers = batch._gendan_acting_user(MONDAY)
            counts.append(self.cr.sql_log_count - start)
            self.assertEqual({user for user, _clerk in answers.values()}, {self.backup})
        self.assertEqual(counts[0], counts[1])

    def test_anybody_gets_the_same_answer(self):
        self.away(self.clerk, self.backup)
        for user in (self.rep, self.quality_user, self.employee, self.warehouse_user):
            partner = self.customer.with_user(user)
            acting, clerk = partner._gendan_acting_user(MONDAY)[partner]
            self.assertEqual((acting.id, clerk.id), (self.backup.id, self.clerk.id))

    # ------------------------------------------------------------ list of customers without a backup

    def test_has_backup_follows_every_change(self):
        self.assertTrue(self.customer.gendan_has_backup)
        self.assertFalse(self.foreign_customer.gendan_has_backup)
        line = self.customer.gendan_backup_ids
        line.trained_since = False
        self.assertFalse(self.customer.gendan_has_backup)
        line.trained_since = "2026-01-05"
        self.backup.active = False
        self.assertFalse(self.customer.gendan_has_backup)
        self.backup.active = True
        self.assertTrue(self.customer.gendan_has_backup)
        self.customer.gendan_clerk_id = self.backup
        self.assertFalse(self.customer.gendan_has_backup, "the clerk does not back herself up")

    def test_red_list(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_customers_without_backup")
        domain = safe_eval(action["domain"]) + [("gendan_has_backup", "=", False)]
        found = self.env["res.partner"].with_user(self.clerk).search(domain)
        self.assertIn(self.foreign_customer, found)
        self.assertIn(self.other_customer, found)
        self.assertNotIn(self.customer, found)
        self.assertNotIn(self.portal_user.partner_id, found, "a contact is no customer")

    def test_backup_is_listed_once(self):
        with self.assertRaises(Exception), mute_logger("odoo.sql_db"), self.cr.savepoint():  # noqa: B017
            self.customer.gendan_backup_ids = [Command.create({"user_id": self.backup.id})]

    def test_training_cannot_lie_ahead(self):
        with self.assertRaises(ValidationError):
            self.customer.gendan_backup_ids.trained_since = fields.Date.today() + timedelta(days=3)

    # ------------------------------------------------------------ absences

    def test_overlap_is_refused(self):
        self.away(self.clerk, self.backup, 0, 2)
        for start, end in ((-1, 1), (1, 3), (-1, 3), (0.5, 1)):
            with self.assertRefused("already away"):
                self.away(self.clerk, self.other_clerk, start, end)
        self.away(self.clerk, self.backup, 2, 3)  # the day she is back she may leave again
        later = self.away(self.clerk, self.backup, 5, 6)
        with self.assertRefused("already away"):
            later.date_from = MONDAY + timedelta(days=1)

    def test_overlap_within_one_batch_is_refused(self):
        values = {
            "user_id": self.clerk.id,
            "backup_id": self.backup.id,
            "date_from": MONDAY,
            "date_to": MONDAY + timedelta(days=1),
        }
        with self.assertRaises(ValidationError):
            self.env["gendan.absence"].create([values, dict(values)])

    @mute_logger("odoo.sql_db")
    def test_overlap_is_refused_by_the_database_too(self):
        absence = self.away(self.clerk, self.backup, 0, 2)
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            self.cr.execute(
                "INSERT INTO gendan_absence (user_id, backup_id, cover, date_from, date_to)"
                " SELECT user_id, backup_id, cover, date_from, date_to FROM gendan_absence WHERE id = %s",
                [absence.id],
            )
            self.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.assertEqual(caught.exception.pgcode, "23P01")

    @freeze_time(MONDAY)
    def test_backup_who_is_away_all_the_while_is_refused(self):
        self.away(self.backup, self.other_clerk, 0, 2)
        with self.assertRefused("cannot stand in"):
            self.away(self.clerk, self.backup, 0.5, 1.5)
        with self.assertRefused("cannot stand in"):
            self.away(self.clerk, self.backup, 0, 2)
        partly = self.away(self.clerk, self.backup, 1, 3)
        self.assertIn("away herself", partly.warning)

    @freeze_time(MONDAY)
    def test_who_stands_in_may_fall_ill(self):
        self.away(self.clerk, self.backup, 0, 5)
        ill = self.away(self.backup, self.other_clerk, 1, None)
        self.assertIn("stands in for", ill.warning)
        self.assertEqual(ill.state, "planned")
        self.assertActs(self.customer, self.backup, self.clerk, at=MONDAY)
        self.assertActs(self.customer, self.supervisor, self.clerk, at=MONDAY + timedelta(days=2))

    def test_standing_in_for_each_other_is_refused(self):
        self.away(self.clerk, self.backup, 0, 3)
        with self.assertRefused("each other"):
            self.away(self.backup, self.clerk, 2, 5)
        self.away(self.backup, self.clerk, 3, 5)

    def test_circle_of_three_is_refused_only_where_all_are_away_at_once(self):
        self.away(self.clerk, self.backup, 0, 3)
        self.away(self.backup, self.other_clerk, 2, 5)
        with self.assertRefused("each other"):
            self.away(self.other_clerk, self.clerk, 2.5, 6)
        self.away(self.other_clerk, self.clerk, 3.5, 6)

    def test_absence_without_an_end(self):
        absence = self.away(self.clerk, self.backup, 0, None)
        with self.assertRefused("already away"):
            self.away(self.clerk, self.other_clerk, 50, 51)
        with self.assertRefused("cannot stand in"):
            self.away(self.other_clerk, self.clerk, 10, None)
        self.assertActs(self.customer, self.backup, self.clerk, at=MONDAY + timedelta(days=300))
        self.assertIn("…", absence.display_name)
        with freeze_time(MONDAY + timedelta(days=2)):
            absence.with_user(self.clerk).action_back_now()
            self.assertEqual(absence.state, "over")
            self.assertActs(self.customer, self.clerk, at=None)
            with self.assertRefused("not away", UserError):
                absence.action_back_now()

    def test_leave_now(self):
        absence = self.away(self.clerk, self.backup, 2, 3)
        with freeze_time(MONDAY):
            absence.with_user(self.clerk).action_from_now()
            self.assertEqual((absence.date_from, absence.state), (MONDAY, "away"))
            with self.assertRefused("begun", UserError):
                absence.action_from_now()

    def test_one_for_all_customers(self):
        self.away(self.clerk, self.other_clerk, cover="one")
        self.assertActs(self.customer, self.other_clerk, self.clerk)

    def test_somebody_chosen_for_one_customer(self):
        absence = self.away(
            self.clerk,
            self.backup,
            cover="one",
            cover_ids=[Command.create({"partner_id": self.other_customer.id, "user_id": self.other_clerk.id})],
        )
        self.assertActs(self.customer, self.backup, self.clerk)
        self.assertActs(self.other_customer, self.other_clerk, self.clerk)
        self.away(self.other_clerk, self.supervisor)
        self.assertActs(self.other_customer, self.backup, self.clerk)
        with self.assertRefused("herself"):
            absence.cover_ids.user_id = self.clerk
        with self.assertRefused("contact of"):
            absence.cover_ids.partner_id = self.portal_user.partner_id

    def test_both_away_the_supervisor_and_who_stands_in_for_her(self):
        self.away(self.clerk, self.backup)
        self.away(self.backup, self.other_clerk, -0.5)
        self.assertActs(self.customer, self.supervisor, self.clerk)
        self.away(self.supervisor, self.other_clerk)
        self.assertActs(self.customer, self.other_clerk, self.clerk)

    def test_the_colleague_trained_for_most_customers_is_proposed(self):
        Absence = self.env["gendan.absence"]
        self.assertEqual(Absence.new({"user_id": self.clerk.id, "date_from": MONDAY}).backup_id, self.backup)
        self.away(self.backup, self.other_clerk)
        self.assertFalse(Absence.new({"user_id": self.clerk.id, "date_from": MONDAY}).backup_id)
        self.assertEqual(self.away(self.other_clerk, self.supervisor, 50, 51).backup_id, self.supervisor)

    def test_who_is_away_is_known_without_a_query(self):
        absence = self.away(self.clerk, self.backup, 0, 2)
        Absence = self.env["gendan.absence"]
        self.assertEqual(Absence._gendan_away_ids(MONDAY), {self.clerk.id})
        with self.assertQueryCount(0):
            self.assertFalse(Absence._gendan_away_ids(absence.date_to))
            self.assertTrue(Absence._gendan_away_ids(absence.date_to - timedelta(seconds=1)))
        absence.date_to = MONDAY + timedelta(days=1)
        self.assertFalse(Absence._gendan_away_ids(MONDAY + timedelta(days=1)))
        absence.unlink()
        self.assertFalse(Absence._gendan_away_ids(MONDAY))

    def test_scheduled_action_wakes_at_the_bounds(self):
        cron = self.env.ref("gendan_followup.ir_cron_ladders")
        with freeze_time(MONDAY):
            absence = self.away(self.clerk, self.backup, 1, 2)
        woken = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).mapped("call_at")
        self.assertLessEqual({absence.date_from, absence.date_to}, set(woken))

    @mute_logger("odoo.sql_db")
    def test_oneself_and_reversed_dates_are_refused(self):
        for values in ({"backup": self.clerk}, {"backup": self.backup, "start": 1, "end": 0}):
            with self.assertRaises(Exception) as caught, self.cr.savepoint():
                self.away(self.clerk, **values)
            self.assertEqual(caught.exception.pgcode, "23514")

    def test_state(self):
        with freeze_time(MONDAY):
            self.assertEqual(self.away(self.clerk, self.backup, -3, -2).state, "over")
            self.assertEqual(self.away(self.clerk, self.backup, -1, 1).state, "away")
            self.assertEqual(self.away(self.clerk, self.backup, 2, 3).state, "planned")

    def test_who_may_keep_absences(self):
        own = self.away(self.clerk, self.backup)
        own.with_user(self.clerk).reason = "Holiday"
        self.assertTrue(own.with_user(self.backup).read(["user_id", "date_from"]))
        self.assertTrue(own.with_user(self.rep).read(["user_id", "date_from"]))
        self.assertTrue(own.with_user(self.quality_user).read(["user_id", "date_from"]))
        for user in (self.backup, self.rep, self.quality_user):
            with self.assertRaises(AccessError):
                own.with_user(user).reason = "Not mine"
        with self.assertRaises(AccessError):
            own.with_user(self.employee).read(["user_id"])
        with self.assertRaises(AccessError):
            self.env["gendan.absence"].with_user(self.backup).create(
                {
                    "user_id": self.clerk.id,
                    "backup_id": self.backup.id,
                    "date_from": MONDAY + timedelta(days=5),
                    "date_to": MONDAY + timedelta(days=6),
                }
            )
        own.with_user(self.supervisor).unlink()

    # ------------------------------------------------------------ who keeps a customer's data

    def test_rep_reads_and_does_not_write(self):
        customer = self.customer.with_user(self.rep)
        self.assertEqual(customer.gendan_clerk_id, self.clerk)
        self.assertEqual(customer.gendan_backup_ids.user_id, self.backup)
        self.assertFalse(customer.gendan_can_edit)
        with self.assertRefused("follow-up team", AccessError):
            customer.gendan_clerk_id = self.rep
        with self.assertRefused("follow-up team", AccessError):
            customer.gendan_receive_sun = True
        with self.assertRaises(AccessError):
            customer.gendan_backup_ids.note = "mine"
        self.rep.group_ids |= self.env.ref("base.group_partner_manager")
        made = self.env["res.partner"].with_user(self.rep).create({"name": "New", "gendan_clerk_id": False})
        self.assertEqual(made.gendan_message_policy, "default")
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.rep).create({"name": "New", "gendan_clerk_id": self.clerk.id})
        self.assertTrue(customer.copy().name)

    def test_what_changes_nothing_is_refused_to_nobody(self):
        self.rep.group_ids |= self.env.ref("base.group_partner_manager")
        Partner = self.env["res.partner"].with_user(self.rep)
        customer = Partner.browse(self.customer.id)
        customer.write(
            {
                "phone": "0769 1234567",
                "gendan_clerk_id": self.clerk.id,
                "gendan_receive_mon": True,
                "gendan_code": "",
                "gendan_transit_days": "0",
            }
        )
        self.assertEqual(customer.phone, "0769 1234567")
        with self.assertRefused("follow-up team", AccessError):
            (customer | Partner.browse(self.foreign_customer.id)).write({"gendan_clerk_id": self.clerk.id})
        with self.assertRefused("follow-up team", AccessError):
            customer.write({"gendan_backup_ids": [Command.clear()]})
        twin = Partner.create({"name": "Maili Foods twice", "email": "buyer@maili.example", "gendan_receive_mon": True})
        self.env["base.partner.merge.automatic.wizard"].with_user(self.rep)._merge(
            (customer | twin).ids, customer, extra_checks=False
        )
        self.assertFalse(twin.exists())
        self.assertEqual(customer.gendan_clerk_id, self.clerk)

    def test_orders_under_way_go_to_the_new_clerk(self):
        contact = self.portal_user.partner_id
        draft, running, done, cancelled, chosen = orders = self.env["sale.order"].create(
            [{"partner_id": contact.id} for _number in range(5)]
        )
        self.assertEqual(orders.gendan_clerk_id, self.clerk)
        running.state = done.state = "sale"
        done.gendan_is_done = True
        cancelled.state = "cancel"
        chosen.gendan_clerk_id = self.backup
        self.customer.with_user(self.supervisor).write({"gendan_clerk_id": self.other_clerk.id})
        self.assertEqual((draft | running).gendan_clerk_id, self.other_clerk)
        self.assertEqual((done | cancelled).gendan_clerk_id, self.clerk)
        self.assertEqual(chosen.gendan_clerk_id, self.backup)

    def test_absences_and_backups_are_the_sales_and_follow_up_teams(self):
        partner, user = self.customer, self.clerk
        for reader, backups, absences in (
            (self.rep, True, True),
            (self.quality_user, False, True),
            (self.employee, False, False),
        ):
            self.assertEqual("gendan_backup_ids" in partner.with_user(reader).fields_get(), backups, reader.login)
            self.assertEqual("gendan_absence_ids" in user.with_user(reader).fields_get(), absences, reader.login)
        self.assertEqual(partner.with_user(self.employee).gendan_acting_user_id, self.clerk)

    def test_clerk_keeps_backups_of_her_own_customers(self):
        self.clerk.group_ids |= self.env.ref("base.group_partner_manager")
        self.customer.with_user(self.clerk).gendan_backup_ids.note = "Knows the papers"
        line = self.env["gendan.customer.backup"].create(
            {"partner_id": self.foreign_customer.id, "user_id": self.backup.id}
        )
        with self.assertRaises(AccessError):
            line.with_user(self.clerk).note = "Not my customer"
        line.with_user(self.supervisor).note = "Supervisor's word"

    def test_backups_of_another_companys_customer_stay_there(self):
        company, clerk = self.make_other_company()
        partner = self.env["res.partner"].create({"name": "Chun Fung", "company_id": company.id})
        line = self.env["gendan.customer.backup"].create({"partner_id": partner.id, "user_id": clerk.id})
        self.assertNotIn(line, self.env["gendan.customer.backup"].with_user(self.supervisor).search([]))
        self.assertIn(line, self.env["gendan.customer.backup"].with_user(clerk).search([]))
