from odoo import api, fields, models

from ..common.scope import WHOLE


class GendanPlan(models.Model):
    """What the timeline widget draws."""

    _inherit = "gendan.plan"

    timeline = fields.Json(compute="_compute_timeline")

    @api.depends("milestone_ids.forecast_date", "milestone_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_timeline(self):
        for plan in self:
            plan.timeline = [plan._gendan_timeline()]

    def _gendan_timeline(self):
        """The plan as plain data: ISO dates, milestones in order, links by key.

        :return: dict, read by the ``gendan_timeline`` field widget
        """
        self.ensure_one()

        def iso(day):
            return fields.Date.to_string(day) if day else False

        tickable = self.milestone_ids.filtered(lambda m: m.state == "open" and not m.event and m.is_ready)
        tickable = tickable._filtered_access("write") if tickable else tickable

        scopes = dict(self.env["sale.order"]._fields["gendan_scope"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.template_id.name,
            "products": self.product_summary,
            "today": iso(self.company_id._gendan_today()),
            "confirmed": iso(self.confirmed_date),
            "promise": iso(self.promise_date),
            "forecast": iso(self.forecast_date),
            "delivered": iso(self.actual_date),
            "buffer": self.buffer_days,
            "scope": self.scope != WHOLE and scopes.get(self.scope),
            "scope_due": iso(self.scope_due),
            "health": self.delivery_health,
            "money_health": self.money_health,
            "infeasible": self.infeasible,
            "infeasible_days": self.infeasible_days,
            "condition": self.condition_summary,
            "held_days": self.held_days,
            "milestones": [
                {
                    "id": m.id,
                    "key": m.key,
                    "name": m.name,
                    "light": m.light,
                    "owner": m.owner,
                    "state": m.state,
                    "beyond": m.is_beyond,
                    "health": m.health,
                    "baseline_start": iso(m.baseline_start),
                    "baseline": iso(m.baseline_date),
                    "forecast_start": iso(m.forecast_start),
                    "forecast": iso(m.forecast_date),
                    "actual": iso(m.actual_date),
                    "by_hand": bool(m.hand_date and not m.event_date),
                    "slack": m.slack_days,
                    "critical": m.is_critical,
                    "ready": m.is_ready,
                    "held_days": m.held_days,
                    "expected_source": m.expected_source or False,
                    "retimed": iso(m.retimed_date),
                    "reason": m.retime_reason or m.skip_reason or False,
                    "remark": m.remark or False,
                    "manual": not m.event,
                    "can_tick": m in tickable,
                    "is_target": m.is_target,
                    "links": m.links or [],
                }
                for m in self.milestone_ids
            ],
        }
