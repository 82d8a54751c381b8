"""What milestones really took, beside what the templates say."""

import statistics
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MONDAY, GendanCase

LATER = "2026-12-07 02:00:00"


def percentile(values, share):
    """Linear between the neighbours, as PostgreSQL's percentile_cont."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


class LearnedCase(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_stock(cls.carton, 10000)

    @classmethod
    def delivered(cls, contract, arrived=1, **values):
        """An order whose contract came back ``contract`` working days after its confirmation."""
        days = cls.company._gendan_workdays
        with freeze_time(MONDAY):
            order = cls.confirm_order([(cls.carton, 10)], promised=date(2026, 11, 27), **values)
        with freeze_time(LATER):
            signed = days(date(2026, 11, 2)).add(date(2026, 11, 2), contract)
            cls.milestone(order, "contract").with_user(cls.supervisor).write({"hand_date": signed})
            cls.milestone(order, "shipped").with_user(cls.supervisor).write({"hand_date": date(2026, 11, 20)})
            there = days(date(2026, 11, 20)).add(date(2026, 11, 20), arrived)
            cls.milestone(order, "arrived").with_user(cls.supervisor).write({"hand_date": there})
            cls.settle(order)
        assert order.gendan_delivery_health == "delivered", order.gendan_delivery_health
        return order

    def learned(self, kind, scope="customer", **domain):
        return self.env["gendan.learned.duration"].search(
            [("kind_id", "=", self.kinds[kind].id), ("scope", "=", scope), ("company_id", "=", self.company.id)]
            + [(name, "=", value) for name, value in domain.items()]
        )


@tagged("post_install", "-at_install")
class TestLearnedDurations(LearnedCase):
    def test_counted_from_the_day_the_work_was_handed_over(self):
        order = self.delivered(contract=6, arrived=4)
        contract, arrived = self.milestone(order, "contract"), self.milestone(order, "arrived")
        self.assertEqual((contract.handed_over_date, contract.taken_days), (date(2026, 11, 2), 6))
        self.assertEqual((arrived.handed_over_date, arrived.taken_days), (date(2026, 11, 20), 4))

    def test_median_and_percentile_for_each_customer_and_over_all(self):
        mine, others = [2, 9, 3, 14, 5], [1, 1, 8]
        for days in mine:
            self.delivered(days)
        for days in others:
            self.delivered(days, partner_id=self.foreign_customer.id)
        for row, sample in (
            (self.learned("contract", partner_id=self.customer.id), mine),
            (self.learned("contract", partner_id=self.foreign_customer.id), others),
            (self.learned("contract", "kind"), mine + others),
            (self.learned("contract", "template", template_id=self.template.id), mine + others),
        ):
            with self.subTest(scope=row.scope, customer=row.partner_id.name):
                self.assertEqual(row.sample, len(sample))
                self.assertAlmostEqual(row.median_days, statistics.median(sample))
                self.assertAlmostEqual(row.p90_days, percentile(sample, 0.9), places=1)
                self.assertEqual(row.planned_days, 2)
                self.assertAlmostEqual(row.over_days, statistics.median(sample) - 2)

    def test_rows_keep_their_ids(self):
        self.delivered(3)
        rows = self.env["gendan.learned.duration"].search([])
        self.assertEqual(len(set(rows.ids)), len(rows))
        names = {row.id: (row.scope, row.kind_id, row.partner_id) for row in rows}
        self.delivered(4)
        rows.invalidate_recordset()
        again = self.env["gendan.learned.duration"].search([("id", "in", rows.ids)])
        self.assertEqual(names, {row.id: (row.scope, row.kind_id, row.partner_id) for row in again})

    def test_the_customers_own_contact_counts_for_the_customer(self):
        self.delivered(3, partner_id=self.portal_user.partner_id.id)
        self.assertEqual(self.learned("contract", partner_id=self.customer.id).sample, 1)

    def test_days_the_customer_held_us_are_told_apart(self):
        order = self.delivered(12)
        held = self.milestone(order, "contract").held_days
        self.assertGreater(held, 0)
        row = self.learned("contract", partner_id=self.customer.id)
        self.assertEqual((row.median_days, row.held_days), (12, held))

    def test_open_orders_teach_nothing(self):
        with freeze_time(MONDAY):
            order = self.confirm_order([(self.carton, 10)], promised=date(2026, 11, 27))
            self.milestone(order, "contract").with_user(self.clerk).action_tick()
            self.settle(order)
        self.assertFalse(self.milestone(order, "contract").handed_over_date)
        self.assertFalse(self.learned("contract"))

    def test_what_is_undone_is_unlearned(self):
        order = self.delivered(3)
        with freeze_time(LATER):
            self.milestone(order, "arrived").with_user(self.supervisor).action_untick()
            self.settle(order)
        self.assertEqual(order.gendan_delivery_health, "late")
        self.assertFalse(self.milestone(order, "contract").handed_over_date)
        self.assertFalse(self.learned("contract"))

    def test_orders_delivered_before_are_learned_at_the_update(self):
        order = self.delivered(3)
        order.gendan_milestone_ids.write({"handed_over_date": False, "taken_days": 0})
        self.env["gendan.plan"]._gendan_learn_all()
        self.assertEqual(self.milestone(order, "contract").taken_days, 3)
        with self.assertQueryCount(1):
            self.env["gendan.plan"]._gendan_learn_all()

    def test_a_settled_delivered_order_writes_nothing(self):
        order = self.delivered(3)
        with freeze_time(LATER):
            order._gendan_replay()
            self.env.flush_all()
            before = self.milestone(order, "contract").write_date
            order._gendan_replay()
            self.env.flush_all()
        self.assertEqual(self.milestone(order, "contract").write_date, before)


@tagged("post_install", "-at_install")
class TestLearnedBesideThePlan(LearnedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for days in (5, 6, 7, 8, 9):
            cls.delivered(days)
        with freeze_time(MONDAY):
            cls.order = cls.confirm_order([(cls.carton, 5)], promised=date(2026, 11, 27))
        cls.line = cls.template.line_ids.filtered(lambda line: line.kind_id == cls.kinds["contract"])

    def test_the_milestone_says_what_it_took_for_this_customer(self):
        text = self.milestone(self.order, "contract").with_user(self.clerk).learned_text
        self.assertEqual(text, "median 7, 90 % within 8.6 working days (n = 5)")
        with freeze_time(MONDAY):
            other = self.confirm_order([(self.carton, 5)], partner_id=self.foreign_customer.id)
        self.assertFalse(self.milestone(other, "contract").learned_text)

    def test_the_timeline_says_it_too(self):
        timeline = self.order.gendan_plan_ids.with_user(self.clerk)._gendan_timeline()
        contract = next(m for m in timeline["milestones"] if m["id"] == self.milestone(self.order, "contract").id)
        self.assertIn("median 7", contract["learned"])

    def test_one_query_for_all_milestones(self):
        with freeze_time(MONDAY):
            more = self.confirm_order([(self.carton, 5)]) | self.confirm_order([(self.carton, 5)])
        few, many = self.order.gendan_milestone_ids, (self.order | more).gendan_milestone_ids

        def count(milestones):
            milestones.mapped("learned_text")  # warm
            milestones.invalidate_recordset(["learned_text"])
            start = self.env.cr.sql_log_count
            milestones.mapped("learned_text")
            return self.env.cr.sql_log_count - start

        self.assertEqual(count(few), count(many))

    def test_the_template_shows_it(self):
        self.assertEqual(self.line.with_user(self.clerk).learned_text, "7 / 8.6 (n = 5)")
        copy = self.template.copy()
        line = copy.line_ids.filtered(lambda line: line.kind_id == self.kinds["contract"])
        self.assertEqual(line.learned_text, "7 / 8.6 (n = 5, all templates)")
        self.line.duration_unit = "calendar"
        self.line.invalidate_recordset(["learned_text"])
        self.assertFalse(self.line.learned_text, "other days than those that were counted")

    def wizard(self, user):
        return (
            self.env["gendan.learned.wizard"]
            .with_user(user)
            .with_context(active_model="gendan.plan.template", active_id=self.template.id)
            .create({})
        )

    def test_the_supervisor_takes_it_over(self):
        wizard = self.wizard(self.supervisor)
        row = wizard.line_ids.filtered(lambda row: row.template_line_id == self.line)
        self.assertEqual((row.duration, row.new_duration, row.is_chosen), (2, 7, True))
        wizard.action_take_over()
        self.assertEqual(self.line.duration, 7)
        self.assertEqual(self.milestone(self.order, "contract").duration, 2, "plans already made keep theirs")

    def test_nothing_chosen_is_refused(self):
        wizard = self.wizard(self.supervisor)
        wizard.line_ids.is_chosen = False
        with self.assertRaisesRegex(UserError, self.template.name.split(" ")[0]):
            wizard.action_take_over()

    def test_others_may_not_take_over(self):
        for user in (self.clerk, self.rep, self.quality_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.wizard(user)

    def test_who_reads_whose(self):
        self.delivered(4, partner_id=self.foreign_customer.id, user_id=self.other_rep.id)
        every = self.env["gendan.learned.duration"].search([("kind_id", "=", self.kinds["contract"].id)])
        customers = self.customer | self.foreign_customer
        for user, seen in (
            (self.clerk, self.customer),
            (self.other_clerk, self.foreign_customer),
            (self.supervisor, customers),
            (self.rep, self.customer),
            (self.quality_user, customers),
        ):
            with self.subTest(user=user.login):
                rows = every.with_user(user)._filtered_access("read")
                self.assertEqual(rows.sudo().partner_id, seen)
                self.assertIn("kind", rows.mapped("scope"))
        for user in (self.portal_user, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                every.with_user(user).read(["sample"])

    def test_another_company_learns_for_itself(self):
        company, clerk = self.make_other_company()
        rows = self.env["gendan.learned.duration"].with_user(clerk).with_company(company).search([])
        self.assertFalse(rows)

    def test_the_last_day_is_told(self):
        self.assertEqual(
            self.learned("contract", partner_id=self.customer.id).last_date, date(2026, 11, 2) + timedelta(days=10)
        )
