"""When a to-do is to be done: late, today, this week, later."""

from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

BUCKETS = [("late", "Late"), ("today", "Today"), ("week", "This week"), ("later", "Later")]


class GendanTodo(models.Model):
    """The rule by which day a to-do stands in which pile. Workbench, filters and counts all ask here."""

    _inherit = "gendan.todo"

    bucket = fields.Selection(
        BUCKETS,
        string="Due When",
        compute="_compute_bucket",
        search="_search_bucket",
        help="By its day in the company's time zone. Without a day it is to be done today.",
    )
    days_left = fields.Integer(
        compute="_compute_bucket", help="Days from today to its day, in the company's time zone; negative when late."
    )

    @api.depends("due", "company_id")
    def _compute_bucket(self):
        for company, todos in self.grouped("company_id").items():
            today = company._gendan_today()
            for todo in todos:
                todo.bucket = self._gendan_bucket_of(todo.due, today)
                todo.days_left = (todo.due - today).days if todo.due else 0

    def _search_bucket(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: only which day it is at each company, for the rows the record rules leave
        companies = self.env["res.company"].sudo().search_fetch([], ["resource_calendar_id"])
        by_day = companies.grouped(lambda company: company._gendan_today())
        domains = []
        for today, group in by_day.items():
            domain = Domain.OR(self._gendan_bucket_domain(bucket, today) for bucket in value if bucket)
            # nearly always it is the same day everywhere: then the company need not be asked
            domains.append(domain if len(by_day) == 1 else domain & Domain("company_id", "in", group.ids))
        return Domain.OR(domains)

    @api.model
    def _gendan_bucket_of(self, due, today):
        """The bucket of a day.

        :param due: ``datetime.date`` or False
        :param today: ``datetime.date`` of the company
        """
        if due and due < today:
            return "late"
        if not due or due == today:
            return "today"
        return "week" if due <= self._gendan_week_end(today) else "later"

    @api.model
    def _gendan_bucket_domain(self, bucket, today):
        """The same as a domain."""
        week_end = self._gendan_week_end(today)
        return {
            "late": Domain("due", "<", today),
            "today": Domain("due", "=", today) | Domain("due", "=", False),
            "week": Domain("due", ">", today) & Domain("due", "<=", week_end),
            "later": Domain("due", ">", week_end),
        }.get(bucket, Domain.FALSE)

    @api.model
    def _gendan_week_end(self, today: date) -> date:
        """The Sunday that ends the week of a day."""
        return today + timedelta(days=6 - today.weekday())
