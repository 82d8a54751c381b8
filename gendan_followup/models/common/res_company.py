"""Company settings, and the one converter between moments (UTC) and the company's days."""

from datetime import date, datetime, time

import pytz

from odoo import api, fields, models
from odoo.tools import ormcache

# Work ends at half past five: what is promised "for the 12th" is due then, not at midnight.
END_OF_DAY = time(17, 30)


class ResCompany(models.Model):
    """Settings of order follow-up; days counted in the company calendar's time zone."""

    _inherit = "res.company"

    _gendan_days_positive = models.Constraint(
        "CHECK (gendan_safety_days >= 0 AND gendan_look_red >= 0 AND gendan_look_amber >= 0"
        " AND gendan_look_green >= 0)",
        "Safety days and the days between two looks cannot be negative.",
    )

    gendan_supervisor_id = fields.Many2one(
        "res.users",
        string="Head of Follow-up",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Acts for customers without a clerk, and hears first about what is overdue.",
    )
    gendan_head_id = fields.Many2one(
        "res.users",
        string="Head of the Company",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Hears about what nobody else has settled.",
    )
    # goods on hold are of two rooms: complaints (moved away) and deliveries (not let out)
    gendan_hold_department_id = fields.Many2one(
        "gendan.department",
        string="Goods on Hold Are Released by",
        check_company=True,
        help="The department that decides about goods on hold, as supervisors do. Empty: the one their complaint is put"
        " to. What is held for quality is released by the department that held it, too.",
    )
    gendan_follow_new_orders = fields.Boolean(
        "Follow New Orders",
        help="Orders get their plan when they are confirmed. Off: nothing happens to new orders.",
    )
    gendan_safety_days = fields.Integer(
        "Safety Days",
        default=1,
        help="Working days by which production's in-house date lies before the latest day to ship.",
    )
    gendan_messages_domestic = fields.Boolean(
        "Messages to Domestic Customers",
        help="Tell customers in our own country of each visible milestone, unless the customer says otherwise.",
    )
    gendan_messages_export = fields.Boolean(
        "Messages to Customers Abroad",
        default=True,
        help="Tell customers abroad of each visible milestone, unless the customer says otherwise.",
    )
    gendan_look_red = fields.Integer(
        "Look at Late Orders Every", default=1, help="Days after which a late order has not been looked at."
    )
    gendan_look_amber = fields.Integer(
        "Look at Orders at Risk Every",
        default=2,
        help="Days after which an order at risk has not been looked at.",
    )
    gendan_look_green = fields.Integer(
        "Look at Orders on Track Every",
        default=6,
        help="Days after which an order on track has not been looked at.",
    )

    # ------------------------------------------------------------ switches

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if not self._gendan_switches().isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    @api.model
    def _gendan_switches(self):
        """Names of the switches that are asked all the time, for `_gendan_switched_on`. Hook: rooms add their own."""
        return frozenset()

    @api.model
    @ormcache("switch")
    def _gendan_switched_on(self, switch):
        """Ids of the companies in which one of `_gendan_switches` is on, kept per process.

        :param str switch: name of the field
        :rtype: frozenset[int]
        """
        # sudo: a setting that counts for everybody, the portal, too
        return frozenset(self.sudo().with_context(active_test=False).search([(switch, "=", True)])._ids)

    def _gendan_called(self):
        """Our name as customers and suppliers read it, in the language of the environment.

        :return: str; False for no company
        """
        return self.name

    # ------------------------------------------------------------ days

    def _gendan_tz(self):
        """Time zone of the company's calendar; the current company's for an empty recordset."""
        company = self or self.env.company
        company.ensure_one()
        # sudo: a portal or department user may not read the company's calendar, the day is the same for all
        return pytz.timezone(company.sudo().resource_calendar_id.tz or "UTC")

    def _gendan_to_day(self, moment):
        """The company's calendar day on which `moment` falls.

        :param moment: naive UTC or aware datetime; a date (already a day) or False passes through
        :rtype: date | False
        """
        if not moment:
            return False
        if not isinstance(moment, datetime):
            return moment
        if moment.tzinfo is None:
            moment = pytz.utc.localize(moment)
        return moment.astimezone(self._gendan_tz()).date()

    def _gendan_today(self):
        """Today where the company is."""
        return self._gendan_to_day(fields.Datetime.now())

    def _gendan_at(self, day, clock):
        """The moment (naive UTC) at which the company's clock shows `clock` (a time) on `day`."""
        local = self._gendan_tz().localize(datetime.combine(day, clock))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _gendan_start_of_day(self, day):
        """First moment of the company's `day`, naive UTC."""
        return self._gendan_at(day, time.min)

    def _gendan_end_of_day(self, day):
        """End of work on the company's `day` (17:30), naive UTC: what a Datetime of Odoo gets for a promised day.

        :param date day: a day, not a datetime
        :rtype: datetime | False
        """
        return self._gendan_at(day, END_OF_DAY) if isinstance(day, date) else False
