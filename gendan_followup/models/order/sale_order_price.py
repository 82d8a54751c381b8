"""A quotation goes to the customer when its prices are approved, and only as long as they are the approved ones."""

import hashlib
import json
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr, format_date

from odoo.addons.gendan_followup.tools.gate import GatePoint

STATES = [
    ("draft", "To submit"),
    ("submitted", "With the supervisor"),
    ("approved", "Approved"),
    ("changed", "Changed since approved"),
    ("refused", "Refused"),
]


class SaleOrder(models.Model):
    """The gate 'send'. Inert for companies that have not switched the approval of prices on."""

    _inherit = "sale.order"

    gendan_price_approval_ids = fields.One2many(
        "gendan.price.approval",
        "order_id",
        string="Approvals",
        readonly=True,
        groups="sales_team.group_sale_salesman",
    )
    gendan_price_state = fields.Selection(
        STATES,
        string="Price Approval",
        compute="_compute_gendan_price_state",
        groups="base.group_user",
        help="Empty: the prices need no approval.",
    )
    gendan_price_sentence = fields.Char(compute="_compute_gendan_price_state", groups="base.group_user")
    gendan_price_waiting = fields.Boolean(
        string="Prices to Approve",
        compute="_compute_gendan_price_waiting",
        search="_search_gendan_price_waiting",
        groups="sales_team.group_sale_salesman",
    )

    # ------------------------------------------------------------ compute

    # no depends: what is compared lies on lines and cost sheets; the form asks anew with each load
    @api.depends_context("lang")
    def _compute_gendan_price_state(self):
        saved = self._origin
        states = saved._gendan_price_states()
        problems = saved._gendan_price_problems()
        unconfirmable = saved._gendan_price_stops_confirming() if problems else ()
        stopped = self.env._("It cannot be confirmed before, either.")
        for order in self:
            order.gendan_price_state = states.get(order._origin, False)
            sentence = problems.get(order._origin, False)
            if order._origin in unconfirmable:
                sentence = f"{sentence} {stopped}"
            order.gendan_price_sentence = sentence

    def _compute_gendan_price_waiting(self):
        states = self._origin._gendan_price_states()
        for order in self:
            order.gendan_price_waiting = states.get(order._origin) == "submitted"

    def _search_gendan_price_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        last = self.env["gendan.price.approval"]._read_group(
            [("order_id.state", "in", ("draft", "sent"))], ["order_id"], ["id:max"]
        )
        approvals = self.env["gendan.price.approval"].browse([approval_id for _order, approval_id in last])
        ids = approvals.filtered(lambda approval: approval.result == "submitted").order_id.ids
        return [("id", "in" if True in value else "not in", ids)]

    # ------------------------------------------------------------ CRUD

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        # sudo: the record of who allowed what keeps the quotation, whether or not the user may see it
        approval = self.env["gendan.price.approval"].sudo().search([("order_id", "in", self.ids)], limit=1)
        if approval:
            raise UserError(
                self.env._(
                    "The prices of %(order)s were submitted or approved: it cannot be deleted. Cancel it instead.",
                    order=approval.order_id.name,
                )
            )

    # ------------------------------------------------------------ actions

    def action_gendan_price_submit(self):
        """Button: ask the supervisor for the prices.

        :raise UserError: they are approved or with him already
        """
        self.env["gendan.price.approval"].create([{"order_id": order.id, "result": "submitted"} for order in self])
        return True

    def action_gendan_price_decide(self):
        """Button of the supervisor: the dialog with all he wants to see.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Prices of %s", self.name),
            "res_model": "gendan.price.approval",
            "views": [(self.env.ref("gendan_followup.gendan_price_approval_view_form_decide").id, "form")],
            "target": "new",
            "context": {
                "default_order_id": self.id,
                "default_result": self.env.context.get("gendan_result", "approved"),
            },
        }

    # ------------------------------------------------------------ gate

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "send":
            # nobody waives it: who might, approves
            points = [*points, GatePoint("price_approval", type(self)._gendan_price_problems)]
        return points

    def _gendan_price_problems(self):
        """{order: sentence} of the quotations that may not go to the customer."""
        states = self._gendan_price_states()
        held = [order for order, state in states.items() if state and state != "approved"]
        if not held:
            return {}
        last = self.browse([order.id for order in held])._gendan_last_approvals()
        return {order: order._gendan_price_held_sentence(states[order], last.get(order)) for order in held}

    def _gendan_price_held_sentence(self, state, approval):
        """Why a quotation may not go out, and what to do.

        :param approval: the last one (sudo), or None
        """
        words = {"order": self.name}
        if approval:
            words["who"] = approval.user_id.name
            words["day"] = format_date(self.env, self.company_id._gendan_to_day(approval.date))
        match state:
            case "submitted":
                return self.env._(
                    "%(order)s does not go to the customer yet: its prices are with the supervisor since %(day)s.",
                    **words,
                )
            case "refused":
                return self.env._(
                    "%(order)s does not go to the customer: %(who)s refused its prices on %(day)s (%(reason)s). Change"
                    " them and submit it again.",
                    reason=approval.reason,
                    **words,
                )
            case "changed":
                return self.env._(
                    "%(order)s does not go to the customer: prices, quantities or costs were changed since %(who)s"
                    " approved them on %(day)s. Submit it again.",
                    **words,
                )
            case _:
                return self.env._(
                    "%(order)s does not go to the customer yet: submit its prices to the supervisor first.", **words
                )

    def _gendan_is_closed_to_customer(self):
        """Whether mail, link and page of this quotation are closed. For pages and papers, whoever looks at them."""
        return bool(self._origin and self._origin._gendan_gate_error("send"))

    # ------------------------------------------------------------ state

    def _gendan_price_states(self):
        """Where each quotation stands, whatever path changed it. Batch, two queries, none where it is switched off.

        :return: {order: key of STATES, or False where no approval is needed}, for every order
        """
        quotations = self.filtered(lambda order: order.state in ("draft", "sent"))
        return dict.fromkeys(self, False) | quotations._gendan_price_judged()

    def _gendan_price_judged(self):
        """The same whatever their state: an order may be born confirmed, by import."""
        approving = self.env["res.company"]._gendan_approving_ids()
        needed = self.filtered(lambda order: order.company_id.id in approving)
        # sudo: the customer's page asks; only whether there is something to approve
        needed = needed.filtered(lambda order: order.sudo()._gendan_priced_lines())
        result = dict.fromkeys(self, False)
        if not needed:
            return result
        last = needed._gendan_last_approvals()
        prints = needed.filtered(
            lambda order: order in last and last[order].result == "approved"
        )._gendan_price_fingerprint()
        for order in needed:
            approval = last.get(order)
            if not approval:
                result[order] = "draft"
            elif approval.result == "approved" and prints[order] not in approval._gendan_stands_for():
                result[order] = "changed"
            else:
                result[order] = approval.result
        return result

    def _gendan_last_approvals(self):
        """{order: its last approval (sudo)}, only orders that have one."""
        # sudo: whether a quotation may go out does not hang on who asks
        approvals = self.env["gendan.price.approval"].sudo()
        last = approvals._read_group([("order_id", "in", self.ids)], ["order_id"], ["id:max"])
        approvals = approvals.browse([approval_id for _order, approval_id in last])
        return {self.browse(approval.order_id.id).with_env(self.env): approval for approval in approvals}

    def _gendan_priced_lines(self):
        """The lines whose prices are approved: goods and services, no sections, notes and deposits."""
        return self.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)

    def _gendan_price_fingerprint(self, with_quantities=True):
        """{order: text} that changes when a price, quantity, tax or cost sheet of the quotation does. Batch.

        Anybody may ask: nothing can be read from it.

        :param bool with_quantities: False: whatever is ordered of each line
        """
        # sudo: reps have no right on costs, and nothing but the digest leaves
        orders = self.sudo()
        sheets = self.env["gendan.cost.sheet"].sudo().search([("order_id", "in", orders.ids)])  # sudo: as above
        by_line = sheets.grouped("line_id")
        # for all orders at once: filtered lines know only of themselves
        orders.order_line.fetch(["tax_ids"])
        result = {}
        for order, own in zip(self, orders, strict=True):
            facts = [own.currency_id.id]
            for line in own._gendan_priced_lines().sorted("id"):
                # agreed with the customer by the company's own rule, and nobody can type over it
                if line.gendan_moq_consent_id:
                    continue
                facts.append(
                    [
                        line.id,
                        line.product_id.id,
                        line.product_uom_id.id,
                        float_repr(line.product_uom_qty if with_quantities else 0.0, 6),
                        float_repr(line.price_unit, 6),
                        float_repr(line.discount, 4),
                        sorted(line.tax_ids.ids),
                        [sheet._gendan_price_facts() for sheet in by_line.get(line, [])],
                    ]
                )
            result[order] = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
        return result

    @contextmanager
    def _gendan_customer_choosing(self):
        """Around the customer's choice among optional lines, by the quotation's page: it stays approved. Sudo.

        But where another quantity brings another price with it, that price has to be approved.
        """
        self.ensure_one()
        is_approved = self._gendan_price_states()[self] == "approved"
        offered = self._gendan_price_fingerprint(with_quantities=False) if is_approved else None
        yield
        if is_approved and self._gendan_price_fingerprint(with_quantities=False) == offered:
            approval, now = self._gendan_last_approvals()[self], self._gendan_price_fingerprint()[self]
            if now not in approval._gendan_stands_for():
                approval._gendan_customer_chose(now)

    def _gendan_prepare_approval_vals(self):
        """What the record of an approval keeps of the quotation."""
        self.ensure_one()
        # sudo: who submits need not see the margin; it is kept for those who do
        own = self.sudo()
        return {
            "prices": "\n".join(
                f"{line.name.splitlines()[0] if line.name else ''}: {line.product_uom_qty:g} {line.product_uom_id.name}"
                f" x {float_repr(line.price_unit, 6).rstrip('0').rstrip('.')} {own.currency_id.name}"
                for line in own._gendan_priced_lines()
            ),
            "amount": own.amount_untaxed,
            "margin_percent": own._gendan_price_figures()["margin_percent"] or 0.0,
        }

    def _gendan_price_decided(self):
        """Something was submitted or decided: to-dos follow, and what is shown is asked anew."""
        self.invalidate_recordset(
            ["gendan_price_state", "gendan_price_sentence", "gendan_price_waiting"], flush=False
        )
        self._gendan_sync_todos()
        # what a customer has signed or paid may go on
        self._gendan_gate_changed()

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        states = self._gendan_price_states()
        waiting = self.filtered(lambda order: states[order] in ("submitted", "refused"))
        last = waiting._gendan_last_approvals()
        for order in waiting:
            approval = last[order]
            words = {"order": order.name, "customer": order.partner_id.commercial_partner_id.display_name}
            day = order.company_id._gendan_to_day(approval.date)
            if states[order] == "submitted":
                todo = {
                    "kind": "price_approve",
                    "name": self.env._("Approve the prices of %(order)s, %(customer)s", **words),
                    "role": "supervisor",
                }
            else:
                todo = {
                    "kind": "price_refused",
                    "name": self.env._(
                        "Prices of %(order)s refused, change and submit again: %(reason)s",
                        reason=approval.reason,
                        **words,
                    ),
                    "role": "clerk",
                }
            result[order] = [*result.get(order, []), {**todo, "due": day, "urgency": "1"}]
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        if not self.env.user.has_group("gendan_followup.group_gendan_manager"):
            return result
        states = self._gendan_price_states()
        for order in self.filtered(lambda order: states[order] == "submitted"):
            result[order] = [
                *result.get(order, []),
                {
                    "code": "price_decide",
                    "label": self.env._("Decide Prices…"),
                    "icon": "fa-balance-scale",
                    # one button a document
                    "primary": not any(action.get("primary") for action in result.get(order, [])),
                },
            ]
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        if code == "price_decide":
            return self.action_gendan_price_decide()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
