from collections import defaultdict

import babel.dates

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import babel_locale_parse, format_date
from odoo.tools.misc import get_lang

from .milestone import FAR_YEARS


class SaleOrder(models.Model):
    """What lists and the form show of the plans, and the door of the promise dialog."""

    _inherit = "sale.order"

    # sudo: summaries of the order's own plans, for everybody inside who reads the order
    gendan_next_step = fields.Char(
        string="Next step", compute="_compute_gendan_next_step", compute_sudo=True, groups="base.group_user"
    )
    gendan_infeasible_days = fields.Integer(
        string="Days it should have begun earlier",
        compute="_compute_gendan_screen",
        compute_sudo=True,  # sudo: see above
        groups="base.group_user",
    )
    gendan_condition_summary = fields.Char(
        string="Start conditions waited for",
        compute="_compute_gendan_screen",
        compute_sudo=True,  # sudo: see above
        groups="base.group_user",
    )
    gendan_is_promised = fields.Boolean(
        compute="_compute_gendan_is_promised",
        compute_sudo=True,  # sudo: whether there are plans, no more
        help="The delivery date follows the promises and is not typed in.",
    )
    gendan_can_follow = fields.Boolean(compute="_compute_gendan_can_follow", groups="base.group_user")

    @api.depends("gendan_plan_ids.next_milestone_id", "gendan_plan_ids.delivery_health")
    @api.depends_context("lang")
    def _compute_gendan_next_step(self):
        # a column of the list: read for all rows at once, what it shows and no more
        self.gendan_plan_ids.fetch(["delivery_health", "buffer_days", "next_milestone_id"])
        steps = self.gendan_plan_ids.next_milestone_id
        steps.fetch(["kind_id", "own_name", "forecast_date"])
        steps.mapped("name")
        # the language is looked up for each date that is formatted
        dates = {day: self._gendan_short_date(day) for day in set(steps.mapped("forecast_date")) if day}
        for order in self:
            # papers and money only once everything has arrived
            following = order._gendan_running_plans() or order.gendan_plan_ids
            step = following.sorted("buffer_days").next_milestone_id[:1]
            order.gendan_next_step = (
                self.env._(
                    "%(milestone)s, %(date)s",
                    milestone=step.name,
                    date=dates[step.forecast_date],
                )
                if step.forecast_date
                else step.name
            )

    @api.depends(
        "gendan_plan_ids.infeasible_days", "gendan_plan_ids.condition_summary", "gendan_plan_ids.delivery_health"
    )
    @api.depends_context("lang")
    def _compute_gendan_screen(self):
        # read for all orders at once: the filtered plans below would each prefetch for themselves
        self.gendan_plan_ids.mapped("condition_summary")
        for order in self:
            running = order._gendan_running_plans()
            late_start = running.filtered("infeasible").mapped("infeasible_days")
            order.gendan_infeasible_days = max(late_start, default=0)
            order.gendan_condition_summary = (
                " · ".join(filter(None, running.mapped("condition_summary"))) or False
            )

    def _gendan_running_plans(self):
        """The order's plans that are still to be delivered."""
        self.ensure_one()
        return self.gendan_plan_ids.filtered(lambda plan: plan.delivery_health not in ("delivered", "cancelled"))

    @api.model
    def _gendan_short_date(self, day):
        """Month and day in the reader's language; with the year where it is not this one."""
        skeleton = "MMMd" if day.year == fields.Date.context_today(self).year else "yMMMd"
        return babel.dates.format_skeleton(skeleton, day, locale=babel_locale_parse(get_lang(self.env).code))

    @api.depends("state", "gendan_plan_ids")
    def _compute_gendan_is_promised(self):
        for order in self:
            order.gendan_is_promised = order.state == "sale" and bool(order.gendan_plan_ids)

    @api.depends_context("uid")
    def _compute_gendan_can_follow(self):
        """Whether the user ticks, re-times and promises; sales reps only look on."""
        self.gendan_can_follow = self.env.user.has_group("gendan_followup.group_gendan_user")

    def action_gendan_promise(self, promises, reason, **values):
        """Promise new days of arrival; a quantity below the part's own is split off.

        Called by the promise dialog of clerks.

        :param promises: list of (``gendan.part``, quantity or None for all of it, ``datetime.date``)
        :param str reason: key of ``gendan.promise.reason``
        :param values: note, agreed_by, agreed_how, evidence, attachment_ids
        :raise UserError: nothing chosen, a part of another order, a day that is past, a delivered part
        """
        self.ensure_one()
        self.check_access("write")
        if not promises:
            raise UserError(
                self.env._("Choose what the new promise of order %(order)s is for.", order=self.name)
            )
        today = self.company_id._gendan_today()
        whole = defaultdict(lambda: self.env["gendan.part"])
        pieces = []
        for part, quantity, day in promises:
            if sentence := self._gendan_promise_error(part, day, today):
                raise UserError(sentence)
            if quantity is None:
                whole[day] |= part
            else:
                pieces.append((part, quantity, day))
        for part, quantity, day in pieces:
            part.action_split(quantity, day, reason=reason, **values)
        for day, parts in whole.items():
            parts._gendan_promise(day, reason, **values)
        return True

    def _gendan_promise_error(self, part, day, today):
        """The sentence why this part cannot be promised for that day, or False."""
        self.ensure_one()
        if part.order_id != self:
            return self.env._(
                "%(part)s belongs to another order than %(order)s.",
                part=part.display_name,
                order=self.name,
            )
        if not day:
            return self.env._(
                "Choose the day on which %(part)s of order %(order)s arrives.",
                part=part.display_name,
                order=self.name,
            )
        if day < today:
            return self.env._(
                "%(part)s of order %(order)s cannot be promised for %(day)s, which is past.",
                part=part.display_name,
                order=self.name,
                day=format_date(self.env, day),
            )
        if day > fields.Date.add(today, years=FAR_YEARS):
            return self.env._(
                "%(part)s of order %(order)s: %(day)s is years away. Check the year.",
                part=part.display_name,
                order=self.name,
                day=format_date(self.env, day),
            )
        if part.plan_id.delivery_health == "delivered":
            return self.env._(
                "%(part)s of order %(order)s has been delivered; there is nothing left to promise.",
                part=part.display_name,
                order=self.name,
            )
        return False
