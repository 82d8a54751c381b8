from datetime import time, timedelta

from odoo import fields, models

# days: as far as is counted for a number that somebody typed; each year of a calendar takes a moment to work out
FARTHEST = 3660


class ResCompany(models.Model):
    """The calendars plans are worked out by."""

    _inherit = "res.company"

    gendan_supplier_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Suppliers' working days",
        help="Counts for milestones a supplier owns. Empty: our own working days.",
    )
    gendan_carrier_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Carriers' working days",
        help="Counts for milestones a carrier owns, such as the transit. Empty: our own working days.",
    )

    def _gendan_workdays(self, *days, calendar=None):
        """Working days around the given days.

        :param days: ``datetime.date`` values the horizon must cover with a year to spare
        :param calendar: resource.calendar, defaults to the company's own
        :return: ``tools.workdays.WorkDays``
        """
        self.ensure_one()
        today = self._gendan_today()
        # a year to spare on both sides; the calendar keeps whole years, so the cache is hit every day
        first = min([today, *days]) - timedelta(days=366)
        last = max([today, *days]) + timedelta(days=366)
        # sudo: working days are no secret, but not everybody who ticks may read calendars
        return (calendar or self.resource_calendar_id).sudo()._gendan_workdays(first, last)

    def _gendan_add_workdays(self, day, number, calendar=None):
        """The day ``number`` working days after (negative: before) ``day``.

        :param day: ``datetime.date``
        :param int number: working days of ``calendar``, the company's own by default
        :raise HorizonError: further away than some ten years
        """
        roll = "prev" if number < 0 else "next"
        # as if every other day were worked: beside the year to spare that is far enough for hundreds of days, too
        far = day + timedelta(days=max(-FARTHEST, min(FARTHEST, 2 * number)))
        return self._gendan_workdays(day, far, calendar=calendar).add(day, number, roll=roll)

    def _gendan_answer_day(self, moment, until, days=0):
        """The working day by which what came in at a moment is to be answered.

        :param datetime moment: when it came, naive UTC
        :param float until: hour of the company's clock; what comes later came on the next working day
        :param int days: working days after the one on which it came; 0 is the same day
        :rtype: date
        """
        self.ensure_one()
        day = self._gendan_to_day(moment)
        hour, minute = divmod(round(until * 60), 60)
        if moment > self._gendan_at(day, time(hour, minute)):
            day = fields.Date.add(day, days=1)
        # the day itself where it is worked, else the next that is
        return self._gendan_add_workdays(self._gendan_add_workdays(day, 0), days)
