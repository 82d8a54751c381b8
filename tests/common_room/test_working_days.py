"""The company's days: time zone edges, six-day weeks, closures, swapped Saturdays, receiving days."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.gendan_followup.tools.workdays import HorizonError

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestCompanyDay(GendanCase):
    def test_first_of_the_month_is_the_companys(self):
        # 16:00 UTC is midnight in Dongguan
        self.assertEqual(self.company._gendan_to_day(datetime(2026, 2, 28, 15, 59, 59)), date(2026, 2, 28))
        self.assertEqual(self.company._gendan_to_day(datetime(2026, 2, 28, 16, 0)), date(2026, 3, 1))

    def test_today_is_the_companys(self):
        with freeze_time("2026-02-28 16:30:00"):
            self.assertEqual(self.company._gendan_today(), date(2026, 3, 1))
            self.company.resource_calendar_id.tz = "America/New_York"
            self.assertEqual(self.company._gendan_today(), date(2026, 2, 28))

    def test_day_there_and_back(self):
        for zone in ("Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati"):
            self.company.resource_calendar_id.tz = zone
            for day in (date(2026, 1, 1), date(2026, 3, 8), date(2026, 11, 1), date(2026, 12, 31)):
                self.assertEqual(self.company._gendan_to_day(self.company._gendan_end_of_day(day)), day)
                self.assertEqual(self.company._gendan_to_day(self.company._gendan_start_of_day(day)), day)

    def test_end_of_day_is_half_past_five(self):
        self.assertEqual(self.company._gendan_end_of_day(date(2026, 3, 1)), datetime(2026, 3, 1, 9, 30))
        self.assertFalse(self.company._gendan_end_of_day(False))

    def test_nothing_and_days_pass_through(self):
        self.assertFalse(self.company._gendan_to_day(False))
        self.assertEqual(self.company._gendan_to_day(date(2026, 3, 1)), date(2026, 3, 1))

    def test_no_company_means_the_current_one(self):
        self.assertEqual(self.env["res.company"]._gendan_to_day(datetime(2026, 2, 28, 16, 0)), date(2026, 3, 1))


@tagged("post_install", "-at_install")
class TestWorkingDays(GendanCase):
    def days(self, start, end, calendar=None):
        return (calendar or self.company.resource_calendar_id)._gendan_working_days(start, end)

    def test_six_day_week(self):
        days = self.days(date(2026, 11, 2), date(2026, 11, 15))
        self.assertEqual([day.day for day in days], [2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14])

    def test_closure_counts_and_goes_again(self):
        closure = self.close_factory(date(2026, 10, 1), date(2026, 10, 3))
        self.assertEqual([day.day for day in self.days(date(2026, 9, 30), date(2026, 10, 6))], [30, 5, 6])
        closure.date_to -= timedelta(days=1)
        self.assertIn(date(2026, 10, 3), self.days(date(2026, 9, 30), date(2026, 10, 6)))
        closure.unlink()
        self.assertEqual(len(self.days(date(2026, 9, 30), date(2026, 10, 6))), 6)

    def test_hundreds_of_days_are_counted_in_every_month(self):
        for month in range(1, 13):
            day = date(2027, month, 8)
            with freeze_time(f"{day} 02:00:00"):
                back = self.company._gendan_add_workdays(day, -420)
                ahead = self.company._gendan_add_workdays(day, 420)
            self.assertEqual(len(self.days(back, day - timedelta(days=1))), 420)
            self.assertEqual(len(self.days(day + timedelta(days=1), ahead)), 420)

    def test_a_number_typed_by_mistake_is_refused_and_not_counted_for_minutes(self):
        calendars = self.env.registry["resource.calendar"]
        years = []
        whole = calendars._gendan_intervals_of_year

        def noted(calendar, year):
            years.append(year)
            return whole(calendar, year)

        self.patch(calendars, "_gendan_intervals_of_year", noted)
        for number in (100000, -100000, 10**9):
            with self.assertRaises(HorizonError):
                self.company._gendan_add_workdays(date(2026, 11, 2), number)
        self.assertLess(len(years), 50)

    def test_half_a_day_off_is_a_working_day(self):
        closure = self.close_factory(date(2026, 10, 1), date(2026, 10, 1))
        closure.date_to = closure.date_from + timedelta(hours=12, minutes=30)
        self.assertIn(date(2026, 10, 1), self.days(date(2026, 10, 1), date(2026, 10, 1)))

    def test_one_persons_leave_is_no_closure(self):
        resource = self.env["resource.resource"].create(
            {"name": "Press", "calendar_id": self.company.resource_calendar_id.id}
        )
        closure = self.close_factory(date(2026, 10, 1), date(2026, 10, 3))
        closure.resource_id = resource
        self.assertEqual(len(self.days(date(2026, 9, 30), date(2026, 10, 6))), 6)

    def test_closure_of_another_company_does_not_count(self):
        other, _clerk = self.make_other_company()
        weekdays = [
            Command.create({"name": day, "dayofweek": day, "hour_from": 8, "hour_to": 12, "day_period": "morning"})
            for day in "01234"
        ]
        calendar = self.env["resource.calendar"].create(
            {"name": "Ours", "tz": "Asia/Shanghai", "company_id": self.company.id, "attendance_ids": weekdays}
        )
        values = {
            "name": "Closed",
            "date_from": datetime(2026, 9, 30, 16),
            "date_to": datetime(2026, 10, 1, 15, 59, 59),
        }
        # the company is worked out in the environment that first reads it
        self.env["resource.calendar.leaves"].with_company(other).create(values).flush_recordset()
        self.assertIn(date(2026, 10, 1), self.days(date(2026, 10, 1), date(2026, 10, 1), calendar))
        self.env["resource.calendar.leaves"].with_company(self.company).create(values)
        self.assertNotIn(date(2026, 10, 1), self.days(date(2026, 10, 1), date(2026, 10, 1), calendar))

    def test_swapped_day_counts_also_inside_a_closure(self):
        calendar = self.make_calendar("Five days", days="01234")
        saturday, sunday = date(2026, 10, 10), date(2026, 10, 11)
        self.assertNotIn(saturday, self.days(saturday, sunday, calendar))
        extra = self.env["gendan.extra.workday"].create(
            {"calendar_id": calendar.id, "date": saturday, "name": "Swapped"}
        )
        self.assertEqual(self.days(saturday, sunday, calendar), [saturday])
        extra.date = sunday
        self.assertEqual(self.days(saturday, sunday, calendar), [sunday])
        extra.unlink()
        self.assertFalse(self.days(saturday, sunday, calendar))
        self.close_factory(date(2026, 10, 5), date(2026, 10, 10))
        self.env["gendan.extra.workday"].create({"calendar_id": self.company.resource_calendar_id.id, "date": saturday})
        self.assertEqual(self.days(date(2026, 10, 5), sunday), [saturday])

    def test_change_of_the_week_counts_at_once(self):
        calendar = self.company.resource_calendar_id
        monday, sunday = date(2026, 11, 2), date(2026, 11, 8)
        self.assertEqual(len(self.days(monday, sunday)), 6)
        calendar.attendance_ids.filtered(lambda attendance: attendance.dayofweek == "5").unlink()
        self.assertEqual(len(self.days(monday, sunday)), 5)
        calendar.attendance_ids = [
            Command.create({"name": "Sunday", "dayofweek": "6", "hour_from": 8, "hour_to": 12, "day_period": "morning"})
        ]
        self.assertEqual(len(self.days(monday, sunday)), 6)

    def test_days_are_the_calendars_own(self):
        """Work from 8 o'clock in Auckland falls on the day before in UTC, and still is Monday's."""
        calendar = self.make_calendar("Auckland", tz="Pacific/Auckland")
        self.assertEqual(len(self.days(date(2026, 11, 2), date(2026, 11, 7), calendar)), 6)
        self.assertFalse(self.days(date(2026, 11, 8), date(2026, 11, 8), calendar))

    def test_night_shift_that_begins_on_sunday(self):
        calendar = self.make_calendar("Nights", days="01234")
        calendar.attendance_ids = [
            Command.create(
                {"name": "Night", "dayofweek": "6", "hour_from": 20, "hour_to": 24, "day_period": "afternoon"}
            )
        ]
        self.assertIn(date(2026, 11, 8), self.days(date(2026, 11, 8), date(2026, 11, 8), calendar))

    def test_empty_calendar_counts_every_day(self):
        calendar = self.make_calendar("Never", days="")
        self.assertEqual(len(self.days(date(2026, 11, 2), date(2026, 11, 8), calendar)), 7)

    def test_second_question_asks_nothing(self):
        calendar = self.company.resource_calendar_id
        calendar._gendan_workdays(date(2026, 1, 1), date(2028, 1, 1))
        self.env.registry.clear_cache()  # what a login or a setting empties leaves the days alone
        with self.assertQueryCount(0):
            days = calendar._gendan_workdays(date(2026, 5, 1), date(2028, 6, 1))
        self.assertEqual((days.first, days.last), (date(2026, 1, 1), date(2028, 12, 31)))

    def test_everybody_counts_alike(self):
        self.close_factory(date(2026, 10, 1), date(2026, 10, 3))
        for user in (self.clerk, self.quality_user, self.portal_user):
            self.env.registry.clear_cache("stable")
            calendar = self.company.resource_calendar_id.with_user(user)
            self.assertEqual(len(calendar._gendan_working_days(date(2026, 9, 30), date(2026, 10, 6))), 3)

    def test_supervisor_keeps_extra_days(self):
        values = {"calendar_id": self.company.resource_calendar_id.id, "date": date(2026, 10, 11)}
        with self.assertRaises(AccessError):
            self.env["gendan.extra.workday"].with_user(self.clerk).create(values)
        self.assertTrue(self.env["gendan.extra.workday"].with_user(self.supervisor).create(values))


@tagged("post_install", "-at_install")
class TestReceivingDays(GendanCase):
    def test_defaults_are_monday_to_saturday(self):
        sunday = date(2026, 11, 8)
        self.assertEqual(self.customer._gendan_next_receiving_day(sunday), date(2026, 11, 9))
        self.assertEqual(self.customer._gendan_previous_receiving_day(sunday), date(2026, 11, 7))
        self.assertEqual(self.customer._gendan_next_receiving_day(date(2026, 11, 7)), date(2026, 11, 7))

    def test_chosen_weekdays_hold_for_contacts_too(self):
        self.customer.write({f"gendan_receive_{name}": False for name in ("mon", "wed", "thu", "fri", "sat")})
        contact = self.portal_user.partner_id
        self.assertEqual(contact._gendan_next_receiving_day(date(2026, 11, 4)), date(2026, 11, 10))
        self.assertEqual(contact._gendan_previous_receiving_day(date(2026, 11, 4)), date(2026, 11, 3))

    def test_customers_own_closures(self):
        self.customer.gendan_calendar_id = self.make_calendar("Customer", days="01234")
        self.assertEqual(self.customer._gendan_next_receiving_day(date(2026, 11, 7)), date(2026, 11, 9))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Stocktaking",
                "calendar_id": self.customer.gendan_calendar_id.id,
                "date_from": datetime(2026, 11, 8, 16),
                "date_to": datetime(2026, 11, 10, 15, 59, 59),
            }
        )
        self.assertEqual(self.customer._gendan_next_receiving_day(date(2026, 11, 7)), date(2026, 11, 11))

    def test_no_weekday_chosen_means_nothing_is_known(self):
        self.customer.write({f"gendan_receive_{name}": False for name in ("mon", "tue", "wed", "thu", "fri", "sat")})
        self.assertEqual(self.customer._gendan_next_receiving_day(date(2026, 11, 8)), date(2026, 11, 8))
