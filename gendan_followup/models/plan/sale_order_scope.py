from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.scope import RANKS, SCOPES, WHOLE, lies_behind

# Identity of this object lets the dialog write the scope after its reason was asked for.
REASON_IS_LOGGED = object()


class SaleOrder(models.Model):
    """How far the order is followed: milestones behind the end of it do not apply.

    Proposed from customer, incoterm and company while it is a quotation. The follow-up team changes it freely until
    something has happened on the order, afterwards by the dialog, with a reason that stays on the order. Everybody
    else who sees the order reads it; the promise stays the day of arrival, whatever the scope.
    """

    _inherit = "sale.order"

    gendan_scope = fields.Selection(
        SCOPES,
        string="Scope of Follow-up",
        compute="_compute_gendan_scope",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="Where the plan ends: with the goods at the warehouse, cleared and on board, or paid. Later milestones,"
        " papers and payments are not followed; the promise stays the day of arrival. From the customer, the incoterm"
        " or the settings.",
    )
    gendan_scope_due = fields.Date(
        string="Scope Ends by",
        compute="_compute_gendan_scope_due",
        compute_sudo=True,  # sudo: a date of the order's own plans, for everybody inside who reads the order
        groups="base.group_user",
        help="The last day on which the follow-up may end so that the promised arrival holds.",
    )

    @api.depends("partner_id", "incoterm", "company_id")
    def _compute_gendan_scope(self):
        for order in self:
            if order.gendan_scope and order.state not in ("draft", "sent"):
                continue  # never moved behind the clerk's back
            order.gendan_scope = (
                order.partner_id.commercial_partner_id.gendan_scope
                or order.incoterm.gendan_scope
                or order.company_id.gendan_scope
                or WHOLE
            )

    @api.depends("gendan_plan_ids.scope_due", "gendan_plan_ids.delivery_health", "gendan_plan_ids.buffer_days")
    def _compute_gendan_scope_due(self):
        for order in self:
            plans = order._gendan_running_plans().filtered("scope_due") or order.gendan_plan_ids.filtered("scope_due")
            order.gendan_scope_due = plans.sorted("buffer_days")[:1].scope_due

    def write(self, vals):
        # EXTENDS gendan_followup
        changed = self.browse()
        if "gendan_scope" in vals:
            # sudo: compared only; who may write the order may be a rep, who reads the field
            changed = self.filtered(lambda order: order.sudo().gendan_scope != vals["gendan_scope"])
            if changed and self.env.context.get("gendan_scope_reason") is not REASON_IS_LOGGED:
                changed._gendan_check_scope()
        result = super().write(vals)
        if changed:
            changed._gendan_scope_changed()
        return result

    def _gendan_follows(self, stage):
        """Whether the follow-up of the order reaches a stage. Anybody may ask.

        :param str stage: key of ``STAGES``
        """
        self.ensure_one()
        return not lies_behind(stage, self.sudo().gendan_scope)  # sudo: papers and transfers ask for their readers

    def _gendan_check_scope(self):
        """Refuse a change of the scope that is not this user's, or needs its reason first.

        :raise AccessError: the user is not of the follow-up team
        :raise UserError: something has happened on the order already
        """
        if sentence := self._gendan_team_error():
            raise AccessError(sentence)
        for order in self:
            if order._gendan_scope_needs_reason():
                raise UserError(
                    self.env._(
                        "Order %(order)s is under way: change how far it is followed by the button beside the scope,"
                        " with the reason.",
                        order=order.name,
                    )
                )

    def _gendan_scope_needs_reason(self):
        """Whether something but the confirmation has happened on the order."""
        self.ensure_one()
        milestones = self.sudo().gendan_milestone_ids  # sudo: whether anything happened, no more
        return any(
            (milestone.event_date or milestone.hand_date) and milestone.event != "order_confirmed"
            for milestone in milestones
        )

    def _gendan_scope_changed(self):
        """The plans follow, and what rooms follow by the scope. Hook."""
        followed = self.sudo().filtered("gendan_plan_ids")  # sudo: plans follow, whoever changed it
        if followed:
            followed._gendan_mark_all()
            followed._gendan_settle()

    def action_gendan_scope(self, scope, reason=None):
        """Follow these orders up to another end. Called by the dialog of clerks.

        :param str scope: key of ``SCOPES``
        :param str reason: needed once something has happened on an order; kept in its chatter
        :raise UserError: no scope, the reason is missing, or the order is cancelled
        """
        self._gendan_check_clerk()
        reason = (reason or "").strip()
        if scope not in RANKS:
            raise UserError(self.env._("Choose how far the order is to be followed."))
        names = dict(self._fields["gendan_scope"]._description_selection(self.env))
        orders = self.filtered(lambda order: order.gendan_scope != scope)
        for order in orders:
            if order.state == "cancel":
                raise UserError(self.env._("Order %(order)s is cancelled: it is not followed.", order=order.name))
            if not reason and order._gendan_scope_needs_reason():
                raise UserError(
                    self.env._(
                        "Order %(order)s is under way: say why it is followed %(scope)s from now on.",
                        order=order.name,
                        scope=names[scope],
                    )
                )
        for order in orders:
            order._message_log(
                body=self.env._(
                    "Scope of follow-up changed from “%(old)s” to “%(new)s”. %(reason)s",
                    old=names[order.gendan_scope or WHOLE],
                    new=names[scope],
                    reason=reason,
                ).strip()
            )
        orders.with_context(gendan_scope_reason=REASON_IS_LOGGED, tracking_disable=True).gendan_scope = scope
        return True
