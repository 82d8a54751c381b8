"""Days the customer held us: how many, and by what."""

from odoo import models


class GendanPlan(models.Model):
    """Days on which anything waited for the customer past its planned time, each counted once."""

    _inherit = "gendan.plan"

    def _gendan_held_spans(self, today, calendars):
        """What waited for the customer, from when until when.

        :param today: ``datetime.date`` of the company
        :param calendars: dict owner -> WorkDays
        :return: {milestone of the delivery: (last day in time, day it came or today)}
        """
        self.ensure_one()
        spans = {
            milestone: milestone._gendan_held_span(today, calendars)
            for milestone in self._gendan_delivery_milestones()
            if not milestone.is_beyond
        }
        return {milestone: span for milestone, span in spans.items() if span}

    def _gendan_held_total(self, spans, calendars):
        """Working days of the customer's calendar in these spans; what overlaps counts once.

        :param spans: (last day in time, day it came) of each
        :rtype: int
        """
        total, reached = 0, None
        for since, until in sorted(spans):
            since = max(since, reached) if reached else since
            if until > since:
                total += max(0, calendars["customer"].between(since, until))
                reached = until
        return total


class GendanPart(models.Model):
    """Days held, as the clerk sees them and the customer is asked for them."""

    _inherit = "gendan.part"

    def _gendan_days_held(self):
        """Working days the customer has held these parts, and by what. Batch. Call with sudo.

        :return: {part: {"days": distinct working days, "reasons": [{"milestone": gendan.milestone, "name": str,
            "days": int, "since": last day in time, "until": day it came or False while it is waited for}]}}
        """
        calendars = self.plan_id._gendan_calendars()
        found = {}
        for plan in self.plan_id:
            spans = plan._gendan_held_spans(plan.company_id._gendan_today(), calendars[plan])
            days = calendars[plan]["customer"]
            reasons = [
                {
                    "milestone": milestone,
                    "name": milestone.name,
                    "days": days.between(since, until),
                    "since": since,
                    "until": milestone.actual_date,
                }
                for milestone, (since, until) in sorted(spans.items(), key=lambda item: (item[1], item[0].sequence))
            ]
            found[plan] = {
                "days": plan._gendan_held_total(spans.values(), calendars[plan]),
                "reasons": [reason for reason in reasons if reason["days"] > 0],
            }
        return {part: found.get(part.plan_id, {"days": 0, "reasons": []}) for part in self}

    def _gendan_held_sentence(self):
        """What the customer is asked for, in the language of the context; empty when he did not hold us.

        Call with sudo.

        :rtype: str
        """
        held = max(self._gendan_days_held().values(), key=lambda entry: entry["days"], default=None)
        if not held or not held["days"]:
            return ""
        show = self.env["gendan.message"]._gendan_format_day
        reasons = [
            self.env._(
                "%(step)s: needed by %(since)s, here on %(until)s, %(days)s working days",
                step=reason["name"],
                since=show(reason["since"]),
                until=show(reason["until"]),
                days=reason["days"],
            )
            if reason["until"]
            else self.env._(
                "%(step)s: needed by %(since)s, not here yet, %(days)s working days so far",
                step=reason["name"],
                since=show(reason["since"]),
                days=reason["days"],
            )
            for reason in held["reasons"]
        ]
        return self.env._(
            "We had to wait for your side (%(reasons)s). Please grant us these %(days)s working days on the delivery"
            " date.",
            reasons="; ".join(reasons),
            days=held["days"],
        )
