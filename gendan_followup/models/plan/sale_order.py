from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .plan import DELIVERY_HEALTH, MONEY_HEALTH
from .plan_rule import ORDER_KINDS

# Identity of this object lets our own methods write the commitment date; a context flag could be
# sent by anybody over RPC.
PROMISE_IS_KEPT = object()

# storekeepers and accountants read orders, too; for them the plan's records are simply not there
PLAN_READERS = "sales_team.group_sale_salesman"

# What our methods write and nobody types: a copy begins without it, the portal never sees it
WORKED_OUT = {"copy": False, "readonly": True, "groups": "base.group_user"}

# Agreed with one customer about her own orders and lines. Not Odoo's star on transfers: that one
# would put her before all other customers.
PRIORITIES = [("0", "As usual"), ("1", "Before others"), ("2", "First")]


class SaleOrder(models.Model):
    """The followed order: its plans, promises and two lights.

    The lights and dates are copies for search and grouping; ``gendan.plan`` works them out.
    """

    _inherit = "sale.order"

    _gendan_check_idx = models.Index("(gendan_next_check) WHERE gendan_next_check IS NOT NULL")
    _gendan_health_idx = models.Index("(company_id, gendan_delivery_health) WHERE gendan_delivery_health IS NOT NULL")

    gendan_clerk_id = fields.Many2one(
        "res.users",
        string="Clerk",
        compute="_compute_gendan_clerk_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        tracking=True,
        groups="base.group_user",
        domain="[('share', '=', False)]",
        help="Follows the order. From the customer; may be changed on one order.",
    )
    gendan_order_kind = fields.Selection(ORDER_KINDS, string="Kind of order", groups="base.group_user")
    gendan_template_id = fields.Many2one(
        "gendan.plan.template",
        string="Plan template",
        copy=False,
        check_company=True,
        groups="base.group_user",
        help="Empty: chosen by the template rules when the order is confirmed.",
    )
    gendan_requested_date = fields.Date(string="Asked for", copy=False, help="The arrival the customer asked for.")
    gendan_condition_days = fields.Integer(
        string="Promise counts from start conditions",
        copy=False,
        groups="base.group_user",
        help="Promise this many working days after the last start condition (contract signed back, sample"
        " approved, deposit received ...) is met, instead of a day. 0: a day is promised.",
    )
    gendan_condition_kind_ids = fields.Many2many(
        "gendan.milestone.kind",
        string="Start conditions",
        copy=False,
        groups="base.group_user",
        help="Empty: the start conditions of the plan template.",
    )
    gendan_priority = fields.Selection(
        PRIORITIES,
        string="Priority",
        default="0",
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="Rank among the customer's open orders, as agreed with the customer.",
    )
    gendan_plan_ids = fields.One2many("gendan.plan", "order_id", string="Plans", copy=False, groups=PLAN_READERS)
    gendan_plan_count = fields.Integer(compute="_compute_gendan_plan_count", groups=PLAN_READERS)
    gendan_part_ids = fields.One2many(
        "gendan.part", "order_id", string="Part deliveries", copy=False, groups=PLAN_READERS
    )
    gendan_promise_ids = fields.One2many(
        "gendan.promise", "order_id", string="Promises", copy=False, groups=PLAN_READERS
    )
    gendan_milestone_ids = fields.One2many(
        "gendan.milestone", "order_id", string="Milestones", copy=False, groups=PLAN_READERS
    )
    gendan_promise_date = fields.Date(string="Promised", **WORKED_OUT)
    gendan_forecast_date = fields.Date(string="Forecast", **WORKED_OUT)
    gendan_buffer_days = fields.Integer(
        string="Buffer days",
        aggregator="min",
        help="Working days between the forecast and the promise; negative when late.",
        **WORKED_OUT,
    )
    gendan_delivery_health = fields.Selection(
        DELIVERY_HEALTH,
        string="Delivery",
        group_expand="_gendan_expand_health",
        **WORKED_OUT,
    )
    gendan_money_health = fields.Selection(MONEY_HEALTH, string="Papers and money", **WORKED_OUT)
    gendan_held_days = fields.Integer(string="Held by the customer (days)", **WORKED_OUT)
    gendan_is_done = fields.Boolean(
        string="Follow-up done",
        help="Delivered, and papers and money are done.",
        **WORKED_OUT,
    )
    gendan_revision = fields.Integer(
        help="Counts how often the follow-up was worked out; keeps two transactions from doing it at once.",
        **WORKED_OUT,
    )
    gendan_next_check = fields.Date(**WORKED_OUT)
    gendan_replay_needed = fields.Boolean(
        string="To be worked out again",
        help="The follow-up could not be worked out; the nightly action tries again.",
        **WORKED_OUT,
    )
    gendan_looked_at = fields.Datetime(string="Last looked at", **WORKED_OUT)
    gendan_look_due = fields.Date(
        string="To be looked at by",
        help="Red orders daily, amber every two days, green weekly (settings).",
        **WORKED_OUT,
    )
    gendan_timeline = fields.Json(compute="_compute_gendan_timeline", groups=PLAN_READERS)

    @api.depends("partner_id")
    def _compute_gendan_clerk_id(self):
        for order in self:
            order.gendan_clerk_id = order.partner_id.commercial_partner_id.gendan_clerk_id

    @api.depends("gendan_plan_ids")
    def _compute_gendan_plan_count(self):
        for order in self:
            order.gendan_plan_count = len(order.gendan_plan_ids)

    @api.depends("gendan_plan_ids.milestone_ids.forecast_date", "gendan_plan_ids.milestone_ids.state")
    def _compute_gendan_timeline(self):
        for order in self:
            order.gendan_timeline = [plan._gendan_timeline() for plan in order.gendan_plan_ids] or False

    @api.constrains("gendan_condition_days")
    def _check_gendan_condition_days(self):
        for order in self:
            if order.gendan_condition_days < 0:
                raise UserError(
                    self.env._(
                        "Order %(order)s: the days after the start conditions cannot be negative.", order=order.name
                    )
                )

    @api.model
    def _gendan_expand_health(self, values, domain):
        """Kanban columns, worst first; orders that are not followed have none."""
        return self.env["gendan.plan"]._gendan_expand_health(values, domain) if any(values) else values

    # === CRUD: every path to and from 'sale' passes here ===

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale
        orders = super().create(vals_list)
        orders._gendan_concerned()._gendan_mark_all()
        return orders

    def write(self, vals):
        # EXTENDS sale_stock
        outside = "commitment_date" in vals and (self.env.context.get("gendan_promise_is_kept") is not PROMISE_IS_KEPT)
        result = super().write(vals)
        if "state" in vals:
            self._gendan_concerned()._gendan_mark_all()
        elif "date_order" in vals:
            # of a confirmed order it is the day it was confirmed
            self._gendan_concerned().filtered(lambda order: order.state == "sale")._gendan_mark("order_confirmed")
        if outside:
            self._gendan_concerned().filtered(lambda order: order.state == "sale")._gendan_promise_outside()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_promised(self):
        for order in self:
            if order.sudo().gendan_plan_ids:  # sudo: existence only
                raise UserError(
                    self.env._(
                        "Order %(order)s carries promises to the customer and cannot be deleted. Leave it cancelled.",
                        order=order.name,
                    )
                )

    def _gendan_concerned(self):
        """Those of these orders that have a plan or get one now."""
        # sudo: whoever confirms or cancels an order (the portal, too) need not be allowed to read its plan and template
        return self.filtered(
            lambda order: order.sudo().gendan_plan_ids or (order.state == "sale" and order.sudo()._gendan_is_followed())
        )

    # === promises ===

    def _gendan_promise_outside(self):
        """A commitment date written past the dialog becomes a promise version that says so."""
        for order in self.filtered(lambda order: order.sudo().gendan_plan_ids):  # sudo: as in _gendan_concerned
            day = order.company_id._gendan_to_day(order.commitment_date)
            parts = order.sudo().gendan_part_ids.filtered(  # sudo: parts are read-only for everybody
                lambda part: part.plan_id.delivery_health != "delivered"
            )
            if not day:
                # a promise cannot be taken back; show the last one again
                order._gendan_promises_changed()
                continue
            changed = parts.filtered(lambda part, day=day: part.promised_date != day)
            if changed:
                # settling, which finds an order confirmed again, knows no language
                lang = self.env.lang or order.company_id.partner_id.lang or self.env.user.lang
                speaking = order.with_context(lang=lang).env
                changed._gendan_promise(
                    day, "outside", note=speaking._("Changed outside the dialog by %s.", self.env.user.name)
                )

    def _gendan_promises_changed(self):
        """Follow-up of a new promise: plans by date, commitment date, deadlines of moves, forecasts."""
        orders = self.sudo()  # plans and moves follow the promise whoever made it
        orders._gendan_guarded(orders._gendan_follow_promises)

    def _gendan_follow_promises(self):
        """Plans by date, forecasts, commitment date and deadlines after a promise; guarded by the caller."""
        for order in self:
            order.gendan_part_ids._gendan_regroup()
        self._gendan_mark()
        self._gendan_settle()
        self._gendan_apply_promises()

    def _gendan_promise_again(self):
        """An order confirmed again for another day than was promised: that day is a new version."""
        for order in self:
            day = order.company_id._gendan_to_day(order.commitment_date)
            promised = order._gendan_last_promise()
            if day and promised and day != promised:
                order._gendan_promise_outside()

    def _gendan_check_clerk(self):
        """For what only the follow-up team may do to orders it may write.

        :raise AccessError: the user is not of the team, or may not write one of these orders
        """
        if sentence := self._gendan_team_error():
            raise AccessError(sentence)
        self.check_access("write")

    @api.model
    def _gendan_team_error(self):
        """The sentence that the user is not of the follow-up team, or False."""
        if self.env.su or self.env.user.has_group("gendan_followup.group_gendan_user"):
            return False
        return self.env._("Only the follow-up team may do this. Ask the customer's clerk.")

    def _gendan_apply_promises(self):
        """Set the order's commitment date and the open moves' deadlines from the last promises."""
        kept = self.with_context(gendan_promise_is_kept=PROMISE_IS_KEPT)
        for order in kept:
            company = order.company_id
            last = order._gendan_last_promise()
            if last and company._gendan_to_day(order.commitment_date) != last:
                order.commitment_date = company._gendan_end_of_day(last)
        kept.gendan_part_ids._gendan_set_deadlines()

    def _gendan_last_promise(self):
        """The last day promised for what is still to be delivered; False where none is."""
        self.ensure_one()
        opened = self.gendan_part_ids.filtered(lambda p: p.plan_id.delivery_health != "delivered")
        dated = (opened or self.gendan_part_ids).filtered("promised_date")
        return max(dated.mapped("promised_date"), default=False)

    def _gendan_transit_days(self):
        """Days from leaving us to the customer.

        :return: dict order -> (days, 'work' | 'calendar'), or (None, None) where no row of the
            transit table fits
        """
        return self.env["gendan.transit"]._gendan_days_for(self)

    # === buttons ===

    def action_gendan_looked(self):
        """Button: I have looked at this order; it is due again by its health."""
        self.check_access("write")
        self._gendan_looked()
        return True

    def _gendan_looked(self):
        self.sudo().write({"gendan_looked_at": fields.Datetime.now()})  # sudo: departments tick, too
        self._gendan_set_look_due()

    def _gendan_set_look_due(self):
        """When each order is to be looked at again: by its health, in working days of the company."""
        for company, orders in self.grouped("company_id").items():
            limits = {
                "late": company.gendan_look_red,
                "at_risk": company.gendan_look_amber,
                "waiting": company.gendan_look_green,
                "on_track": company.gendan_look_green,
            }
            today = company._gendan_today()
            due_on = defaultdict(set)
            for order in orders.sudo():  # sudo: a bookkeeping date, no user's input
                limit = limits.get(order.gendan_delivery_health)
                looked = company._gendan_to_day(order.gendan_looked_at or order.date_order) or today
                due = company._gendan_add_workdays(looked, limit) if limit else False
                if order.gendan_look_due != due:
                    due_on[due].add(order.id)
            for due, ids in due_on.items():
                orders.browse(ids).sudo().with_context(tracking_disable=True).gendan_look_due = due

    def action_gendan_plan(self):
        """Smart button: the order's milestones."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan of %s", self.name),
            "res_model": "gendan.milestone",
            "view_mode": "list,calendar,form",
            "domain": [("order_id", "=", self.id)],
            "context": {"search_default_by_plan": len(self.gendan_plan_ids) > 1, "gendan_one_order": True},
        }
