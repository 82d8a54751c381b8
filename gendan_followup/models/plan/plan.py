from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from .milestone import FAR_YEARS

# worst first: kanban columns and group-bys follow this order
DELIVERY_HEALTH = [
    ("late", "Late"),
    ("at_risk", "At risk"),
    ("waiting", "Waiting for start conditions"),
    ("on_track", "On track"),
    ("delivered", "Delivered"),
    ("cancelled", "Cancelled"),
]
MONEY_HEALTH = [
    ("late", "Late"),
    ("at_risk", "At risk"),
    ("on_track", "On track"),
    ("none", "Nothing due"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]

# working days of a start condition the template knows nothing of, its lines' own default
CONDITION_DAYS = 1

# keys of milestones that stay when their plan gets another template begin here, behind all of a template's
ADDED_KEYS = 1000

# what the clerk may say about a milestone she adds; all else follows from its kind and its plan
ADDED_DETAILS = frozenset(
    {"own_name", "role", "department_id", "owner", "customer_visible", "remark"}
)


class GendanPlan(models.Model):
    """The plan of an order: the milestones of the parts promised for one day by one template.

    Most orders have one plan. Lines of another template, and parts with promised dates of their
    own, have plans of their own. The order's and the lines' lights are the worst of their plans.
    Everybody who sees the order reads its plans (departments see all: a plan carries no price);
    nobody writes one by hand.
    """

    _name = "gendan.plan"
    _description = "Order plan"
    _order = "buffer_days, id"

    _due_idx = models.Index("(company_id, buffer_days) WHERE delivery_health IN ('on_track', 'at_risk', 'late')")

    order_id = fields.Many2one("sale.order", required=True, ondelete="restrict", index=True)
    order_name = fields.Char(related="order_id.name", string="Order number")
    customer_ref = fields.Char(related="order_id.client_order_ref", string="Customer's order number")
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True)
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    rep_id = fields.Many2one(related="order_id.user_id", string="Sales rep")
    template_id = fields.Many2one("gendan.plan.template", required=True, ondelete="restrict", index=True)
    rule_template_id = fields.Many2one(
        "gendan.plan.template",
        ondelete="set null",
        index="btree_not_null",
        help="What the rules said when the plan was made; lines added later for which they say the same follow"
        " the template chosen since.",
    )
    part_ids = fields.One2many("gendan.part", "plan_id")
    # sudo: names of the products; a department reads the plan and not the order
    product_summary = fields.Char(compute="_compute_product_summary", compute_sudo=True)
    milestone_ids = fields.One2many("gendan.milestone", "plan_id")

    is_running = fields.Boolean(help="The order is confirmed, not cancelled.")
    confirmed_date = fields.Date()
    promise_date = fields.Date(string="Promised", help="Day of arrival last promised.")
    promise_version = fields.Integer()
    forecast_date = fields.Date(string="Forecast", help="Day the delivery is to be expected, or came.")
    actual_date = fields.Date(string="Delivered on")
    buffer_days = fields.Integer(help="Working days between the forecast and the promise; negative when late.")
    delivery_health = fields.Selection(DELIVERY_HEALTH, default="on_track", group_expand="_gendan_expand_health")
    money_health = fields.Selection(MONEY_HEALTH, default="none", string="Papers and money")
    infeasible = fields.Boolean(help="When it was confirmed, the plan counted back from the promise began in the past.")
    infeasible_days = fields.Integer(help="Working days the plan would have had to begin earlier.")
    is_conditional = fields.Boolean(help="Promised n working days after the start conditions are met.")
    condition_days = fields.Integer()
    condition_met_on = fields.Date(string="T0")
    condition_summary = fields.Char(compute="_compute_condition_summary")
    held_days = fields.Integer(
        string="Held by the customer",
        help="Working days milestones waited for the customer past their planned time; days on which several waited"
        " count once. Not our lateness.",
    )
    latest_ship_date = fields.Date(help="Latest day to leave so that the promise holds.")
    inhouse_date = fields.Date(
        string="In-house date", help="Latest day to leave less our safety days: the date production sees."
    )
    next_milestone_id = fields.Many2one("gendan.milestone", string="Next step", ondelete="set null")
    next_check = fields.Date(help="The day on which the state can change without any event.")

    @api.depends("order_name", "template_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.order_name} · {plan.template_id.name}"

    @api.depends("part_ids.line_id")
    def _compute_product_summary(self):
        for plan in self:
            products = plan.part_ids.line_id.product_id
            names = products[:2].mapped("display_name")
            more = len(products) - 2
            plan.product_summary = ", ".join(names) + (f" +{more}" if more > 0 else "")

    @api.depends("is_conditional", "condition_met_on", "milestone_ids.state")
    def _compute_condition_summary(self):
        for plan in self:
            if not plan.is_conditional or plan.condition_met_on:
                plan.condition_summary = False
                continue
            waiting = plan.milestone_ids.filtered(lambda m: m.is_condition and m.state == "open")
            whom = dict(waiting._fields["owner"]._description_selection(self.env))
            names = [
                self.env._("%(milestone)s (%(whom)s)", milestone=milestone.name, whom=whom[milestone.owner])
                for milestone in waiting
            ]
            plan.condition_summary = self.env._(
                "T0 + %(days)s working days; waiting for: %(milestones)s",
                days=plan.condition_days,
                milestones=format_list(self.env, names) or "–",
            )

    @api.model
    def _gendan_expand_health(self, values, domain):
        """Kanban columns, worst first; the cancelled only where there are some."""
        return [key for key, _label in DELIVERY_HEALTH if key != "cancelled" or key in values]

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for plan in self.filtered("part_ids.promise_ids"):
            raise UserError(
                self.env._(
                    "The plan of order %(order)s carries promises to the customer and cannot be deleted.",
                    order=plan.order_id.name,
                )
            )

    # === what the clerk may do to a plan ===

    def _gendan_template_error(self):
        """The sentence why another template cannot be chosen any more, or False."""
        self.ensure_one()
        happened = self.milestone_ids.filtered(lambda m: m.actual_date and m.event != "order_confirmed")
        if happened:
            return self.env._(
                "%(milestone)s of order %(order)s is done already; another template can be chosen only while nothing"
                " but the confirmation has happened. Add or skip milestones instead.",
                milestone=happened[0].name,
                order=self.order_id.name,
            )
        return False

    def action_change_template(self, template):
        """Plan the order by another template; milestones the clerk has added stay.

        :param template: ``gendan.plan.template``
        :raise UserError: something but the confirmation has happened already
        """
        self.ensure_one()
        self.order_id._gendan_check_clerk()
        if sentence := self._gendan_template_error():
            raise UserError(sentence)
        old = self.template_id
        plan = self.sudo()  # after the checks above: plans are read-only for everybody
        added = plan.milestone_ids.filtered("is_added")
        waited_for = {milestone: milestone._gendan_kinds_before() for milestone in added}
        (plan.milestone_ids - added).unlink()
        plan.template_id = template
        # behind the keys of the new template's milestones; what it waited for is linked again below
        for key, milestone in enumerate(added.sorted("key"), start=ADDED_KEYS):
            milestone.write({"key": key, "links": []})
        if plan.order_id.gendan_plan_ids.template_id == template:
            # the whole order goes this way: lines added later, too
            plan.order_id.gendan_template_id = template
        # sudo: after the checks above, as `plan`
        made = self.env["gendan.milestone"].sudo().create(plan._prepare_milestones_vals())
        for milestone, kinds in waited_for.items():
            before = made.filtered(lambda m, kinds=kinds: m.kind_id in kinds)
            milestone.links = [[m.key, "fs", 0, None] for m in before]
        plan._gendan_set_baseline()
        plan.order_id._gendan_replay()
        self.order_id._message_log(
            body=self.env._("Plan template changed from %(old)s to %(new)s.", old=old.name, new=template.name)
        )
        return True

    def action_add_milestone(self, kind, day, predecessors=None, **values):
        """Add a milestone on this order; its first planned date becomes its baseline.

        :param kind: ``gendan.milestone.kind``
        :param day: planned ``datetime.date``
        :param predecessors: ``gendan.milestone`` records of this plan it waits for
        :param values: further fields, those of ``ADDED_DETAILS``; others are ignored
        :return: the new milestone
        :raise UserError: a predecessor is of another plan, the kind lies behind the end of the follow-up, or the
            day is years away
        """
        self.ensure_one()
        self.order_id._gendan_check_clerk()
        predecessors = predecessors or self.env["gendan.milestone"]
        # where a clerk looks for it: behind what it waits for, else behind what is planned before that day
        before = predecessors or self.milestone_ids.filtered(lambda m: m.baseline_date and m.baseline_date <= day)
        if foreign := predecessors.filtered(lambda m: m.plan_id != self):
            raise UserError(
                self.env._(
                    "%(milestone)s belongs to another plan; choose predecessors from the plan of %(plan)s.",
                    milestone=foreign[0].display_name,
                    plan=self.display_name,
                )
            )
        if sentence := self._gendan_scope_error(kind) or self._gendan_day_error(kind, day):
            raise UserError(sentence)
        milestone = (
            self.env["gendan.milestone"]
            .sudo()  # after the check above: milestones are made by the plan only
            .create(
                {
                    "plan_id": self.id,
                    "order_id": self.order_id.id,
                    "company_id": self.company_id.id,
                    "partner_id": self.partner_id.id,
                    "kind_id": kind.id,
                    "key": max(self.milestone_ids.mapped("key"), default=0) + 1,
                    "links": [[m.key, "fs", 0, None] for m in predecessors],
                    "sequence": max(before.mapped("sequence"), default=0) + 1,
                    "duration": 0,
                    "light": kind.light,
                    "anchor": "arrived" if kind.light == "money" else False,
                    "owner": kind.owner,
                    "role": kind.role,
                    "department_id": kind.department_id.id,
                    "customer_visible": kind.customer_visible,
                    "is_added": True,
                    "baseline_start": day,
                    "baseline_date": day,
                    "retimed_date": day,
                    **{name: value for name, value in values.items() if name in ADDED_DETAILS},
                }
            )
        )
        milestone = milestone.with_env(self.env)
        milestone._gendan_by_hand(self.env._("added, planned for %s", day))
        self.order_id._gendan_mark(*filter(None, [kind.event]))
        self.order_id._gendan_settle()
        return milestone

    def _gendan_day_error(self, kind, day):
        """The sentence that a milestone cannot be planned for that day, or False: its baseline would stay for good."""
        self.ensure_one()
        today = self.company_id._gendan_today()
        name, shown = f"{self.order_name} · {kind.name}", format_date(self.env, day)
        if day > fields.Date.add(today, years=FAR_YEARS):
            return self.env._("%(milestone)s: %(day)s is years away. Check the year.", milestone=name, day=shown)
        if day < fields.Date.subtract(today, years=FAR_YEARS):
            return self.env._("%(milestone)s: %(day)s is years ago. Check the year.", milestone=name, day=shown)
        return False

    # === making the milestones ===

    def _prepare_milestones_vals(self):
        """Values of all milestones of these plans: the template's, then the settlement profile's."""
        vals_list = []
        for plan in self:
            keys = {}
            for key, line in enumerate(plan.template_id.line_ids, start=1):
                keys[line.id] = key
            for line in plan.template_id.line_ids:
                vals_list.append(
                    plan._prepare_milestone_vals(
                        line.kind_id,
                        key=keys[line.id],
                        template_line_id=line.id,
                        links=[
                            [keys[link.predecessor_id.id], link.link_type, link.lag, link._gendan_tail()]
                            for link in line.link_ids
                        ],
                        duration=line.duration,
                        duration_unit=line.duration_unit,
                        owner=line.owner,
                        role=line.role,
                        department_id=line.department_id.id,
                        customer_visible=line.customer_visible,
                        is_target=line.is_target,
                        is_condition=line.kind_id in plan.order_id.gendan_condition_kind_ids
                        if plan.order_id.gendan_condition_kind_ids
                        else line.is_condition,
                    )
                )
            key = len(keys)
            confirmed = [keys[line.id] for line in plan.template_id.line_ids if line.event == "order_confirmed"]
            for kind in plan._gendan_kinds_missing():
                key += 1
                vals_list.append(
                    plan._prepare_milestone_vals(
                        kind,
                        key=key,
                        # where the promise begins to count: behind the confirmation
                        sequence=confirmed[0] * 10 + 5 if confirmed else 5,
                        links=[[before, "fs", 0, None] for before in confirmed],
                        duration=CONDITION_DAYS,
                        is_condition=True,
                    )
                )
            profile = plan.partner_id.gendan_settlement_profile_id
            for number, line in enumerate(profile.line_ids, start=1):
                vals_list.append(
                    plan._prepare_milestone_vals(
                        line.kind_id,
                        key=key + number,
                        sequence=1000 + number,
                        light="money",
                        anchor=line.anchor,
                        duration=line.days,
                        duration_unit="calendar",
                    )
                )
        return vals_list

    def _gendan_kinds_missing(self):
        """Start conditions chosen on the order that its template knows no milestone for.

        Without one of their own the promise would count from the confirmation, as if nothing was waited for.

        :return: ``gendan.milestone.kind``
        """
        self.ensure_one()
        chosen = self.order_id.gendan_condition_kind_ids if self.is_conditional else self.template_id.line_ids.kind_id
        return (chosen - self.template_id.line_ids.kind_id).filtered(lambda kind: kind.light == "delivery")

    def _prepare_milestone_vals(self, kind, key, **values):
        """Values of one milestone of this plan."""
        self.ensure_one()
        return {
            "plan_id": self.id,
            "order_id": self.order_id.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "kind_id": kind.id,
            "key": key,
            "sequence": key * 10,
            "light": kind.light,
            **kind._gendan_prepare_vals(),
            **values,
        }
