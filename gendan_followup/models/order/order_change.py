
from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# Identity of this object lets our own methods move a request on; a context flag could be sent by anybody over RPC.
IS_MOVED = object()

STATES = [
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("applied", "Applied"),
    ("refused", "Refused"),
]
NEXT_STATES = {
    "draft": ("proposed", "refused"),
    "proposed": ("draft", "applied", "refused"),
    "applied": (),
    "refused": ("draft",),
}
# fields of the order's head a request may change: {order's field: request's field}
HEADER_FIELDS = {
    "client_order_ref": "new_client_order_ref",
    "partner_shipping_id": "new_partner_shipping_id",
    "partner_invoice_id": "new_partner_invoice_id",
    "payment_term_id": "new_payment_term_id",
    "incoterm": "new_incoterm_id",
    "incoterm_location": "new_incoterm_location",
    "pricelist_id": "new_pricelist_id",
    "note": "new_note",
}
# what they were: {field of the order, or its currency: the request's column that tells it}
OLD_FIELDS = {
    "client_order_ref": "old_client_order_ref",
    "partner_shipping_id": "old_partner_shipping",
    "partner_invoice_id": "old_partner_invoice",
    "payment_term_id": "old_payment_term",
    "incoterm": "old_incoterm",
    "incoterm_location": "old_incoterm_location",
    "pricelist_id": "old_pricelist",
    "currency_id": "old_currency",
    "note": "old_note",
}
# reasons of a promise that the add-on itself gives, or that fit no change
SAID_BY_ITSELF = frozenset({"confirmation", "conditions_met", "outside", "split"})
# may be written whatever the state: copies that follow the order, and the settlement of what the change cost
FREE = frozenset(
    {"company_id", "partner_id", "clerk_id", "cost_amount", "cost_charged", "cost_note"}
    | {"activity_ids", "message_follower_ids", "message_ids", "message_main_attachment_id"}
)


# what is read again; of what was only said it comes later
WRITTEN = ("mail", "chat", "fax", "letter")
PAPERS = frozenset({"evidence", "attachment_ids"})
# an order is cancelled at once; who asked for it is noted afterwards
NOTED_LATER = frozenset(
    {"asked_side", "asked_person", "department_id", "asked_on", "channel", "evidence", "attachment_ids", "reason"}
)


class GendanOrderChange(models.Model):
    """A change to a confirmed order: who asked, on what paper, old and new per field, what it touches.

    Draft (typed), proposed (what it touches is listed; nothing is typed any more), applied (the order has its next
    version) or refused. A cancelled order has one of kind "cancellation", made by cancelling it, for its to-dos and
    costs. Clerks keep those of the orders they see, supervisors all, sales reps read; departments see what was put to
    them (``gendan.order.touch``), which carries no prices.
    """

    _name = "gendan.order.change"
    _description = "Order Change"
    _inherit = ["mail.thread", "gendan.todo.mixin", "gendan.proof.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "order_id.name", "partner_id.name", "order_id.client_order_ref"]

    _open_idx = models.Index("(company_id, order_id) WHERE state IN ('draft', 'proposed')")

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="/")
    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('state', '=', 'sale')]",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer", store=True, index=True)
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    currency_id = fields.Many2one(related="order_id.currency_id")
    kind = fields.Selection(
        [("change", "Change"), ("cancellation", "Cancellation")], required=True, default="change", readonly=True
    )
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False, tracking=True)

    asked_side = fields.Selection(
        [("customer", "The customer"), ("house", "We ourselves")], string="Asked by", required=True, default="customer"
    )
    asked_person = fields.Char(string="Person", help="Who asked: the name at the customer, or of our colleague.")
    department_id = fields.Many2one("gendan.department", string="Department")
    asked_on = fields.Date(
        string="Asked for on",
        required=True,
        default=lambda self: self.env.company._gendan_today(),
        help="The day on which it was asked for.",
    )
    channel = fields.Selection(
        selection=lambda self: self.env["gendan.promise"]._fields["agreed_how"]._description_selection(self.env),
        string="How",
    )
    evidence = fields.Char(
        string="Paper", help="Where it can be read again: mail subject, chat account and time, paper number."
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Screenshots and papers")
    is_unwritten = fields.Boolean(
        string="Not in Writing",
        compute="_compute_is_unwritten",
        help="The customer asked for it, and nothing in writing is there yet.",
    )
    reason = fields.Text(string="Why")

    line_ids = fields.One2many("gendan.order.change.line", "change_id", string="Lines", copy=False)
    old_header = fields.Json(readonly=True, copy=False)
    old_client_order_ref = fields.Char(string="Customer's order no. so far", compute="_compute_old_header")
    old_partner_shipping = fields.Char(string="Delivery address so far", compute="_compute_old_header")
    old_partner_invoice = fields.Char(string="Invoice address so far", compute="_compute_old_header")
    old_payment_term = fields.Char(string="Payment terms so far", compute="_compute_old_header")
    new_client_order_ref = fields.Char(string="Customer's order no.")
    new_partner_shipping_id = fields.Many2one("res.partner", string="Delivery address", check_company=True)
    new_partner_invoice_id = fields.Many2one("res.partner", string="Invoice address", check_company=True)
    new_payment_term_id = fields.Many2one("account.payment.term", string="Payment terms", check_company=True)
    date_reason = fields.Selection(
        selection="_selection_date_reason",
        string="Reason of the new day",
        default="customer_wish",
        help="Kept with the new promise; lateness is measured by it.",
    )
    difference_html = fields.Html(string="What changes", compute="_compute_difference_html", sanitize=False)

    touch_ids = fields.One2many("gendan.order.touch", "change_id", string="Touches", readonly=True)
    touch_open_count = fields.Integer(string="Still to do", compute="_compute_touch_open_count")
    base_version = fields.Integer(readonly=True, copy=False, aggregator=None)
    version_id = fields.Many2one("gendan.order.version", readonly=True, copy=False, ondelete="restrict")
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False, ondelete="restrict")
    refusal = fields.Char(string="Refused because", readonly=True, copy=False, tracking=True)

    cost_amount = fields.Monetary(string="What it cost us", tracking=True)
    cost_charged = fields.Monetary(string="Charged to the customer", tracking=True)
    cost_note = fields.Text(string="How it was settled")
    cost_state = fields.Selection(
        [("none", "None"), ("open", "To be settled"), ("settled", "Settled")],
        string="Cost",
        required=True,
        default="none",
        readonly=True,
        copy=False,
        tracking=True,
    )

    # ------------------------------------------------------------ compute

    @api.model
    def _selection_date_reason(self):
        reasons = self.env["gendan.promise"]._fields["reason"]._description_selection(self.env)
        return [(key, label) for key, label in reasons if key not in SAID_BY_ITSELF]

    @api.depends("old_header")
    def _compute_old_header(self):
        for change in self:
            header = change.old_header or {}
            for name, own in OLD_FIELDS.items():
                change[own] = header.get(name, {}).get("text") or False

    @api.depends("asked_side", "kind", "state")
    def _compute_is_unwritten(self):
        for change in self:
            # in a form being typed in: of the record behind it, so that the fields stay open
            kept = change._origin
            change.is_unwritten = (
                change.asked_side == "customer" and change.kind == "change" and not kept._gendan_has_paper()
            )

    @api.depends("touch_ids.state")
    def _compute_touch_open_count(self):
        for change in self:
            change.touch_open_count = len(change.touch_ids.filtered(lambda touch: touch.state == "open"))

    @api.depends("line_ids", "old_header", "name")
    @api.depends_context("lang")
    def _compute_difference_html(self):
        for change in self:
            change.difference_html = change._gendan_differences_html()

    @api.depends("name", "order_id.name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for change in self:
            number, order = change.name, change.order_id.name or ""
            if change.kind == "cancellation":
                change.display_name = self.env._("%(number)s, cancellation of %(order)s", number=number, order=order)
            elif number == "/":
                change.display_name = self.env._("Change of %s", order)
            else:
                change.display_name = self.env._("%(number)s, change of %(order)s", number=number, order=order)

    # ------------------------------------------------------------ onchange

    @api.onchange("order_id")
    def _onchange_order_id(self):
        """The form opens with the order as it is; what is typed over is the change."""
        if not self.order_id:
            return
        self.update(self._prepare_old_vals(self.order_id))
        self.line_ids = [
            Command.clear(),
            *(Command.create(line._gendan_change_vals()) for line in self.order_id._gendan_changeable_lines()),
        ]

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            order = self.env["sale.order"].browse(vals.get("order_id") or self.env.context.get("default_order_id"))
            if vals.get("name", "/") == "/":
                vals["name"] = (order.company_id or self.env.company)._gendan_next_number("gendan.order.change")
            # what was is the order's word, whatever the caller sends
            old = self._prepare_old_vals(order)
            vals.update({**old, **{name: vals[name] for name in HEADER_FIELDS.values() if name in vals}})
            if not self._gendan_is_moved():
                vals.update(state="draft", kind="change", cost_state="none")
        changes = super().create(vals_list)
        for change in changes:
            if not change._gendan_is_moved() and change.order_id.state != "sale":
                raise UserError(
                    self.env._(
                        "Order %(order)s is not confirmed: change it directly, without a change request.",
                        order=change.order_id.name,
                    )
                )
        return changes

    def write(self, vals):
        """Write; what was proposed is typed no more, and states move by the buttons only.

        :raise UserError: otherwise
        """
        free = FREE | NOTED_LATER if all(change.kind == "cancellation" for change in self) else FREE
        # what was only said is confirmed in writing afterwards; a paper that is there stays
        filed = self.filtered(lambda change: change.state != "draft") if not PAPERS.isdisjoint(vals) else self.browse()
        if filed and not any(change._gendan_has_paper() for change in self):
            free |= PAPERS
        if not self._gendan_is_moved() and vals.keys() - free:
            if fixed := vals.keys() & {"state", "kind", "order_id", "version_id", "cost_state", "base_version"}:
                raise UserError(
                    self.env._(
                        "%(change)s: %(field)s is not set by hand, use the buttons.",
                        change=self[:1].display_name,
                        field=self._fields[sorted(fixed)[0]]._description_string(self.env),
                    )
                )
            self._gendan_check_typed()
        result = super().write(vals)
        if "attachment_ids" in vals and not self._gendan_is_moved():
            for change in filed:
                change._gendan_seal_papers()
        return result

    def copy(self, default=None):
        raise UserError(self.env._("A change is not copied: make a new request on the order."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proposed(self):
        for change in self:
            if change.state != "draft":
                raise UserError(
                    self.env._("%(change)s has been proposed and cannot be deleted.", change=change.display_name)
                )

    # ------------------------------------------------------------ actions

    def action_propose(self):
        """Button: typed completely; list what it touches.

        :raise UserError: nothing changes, or it cannot be changed so
        """
        for change in self:
            change.order_id.check_access("write")
            change._gendan_take_old()
            if sentence := change._gendan_propose_error():
                raise UserError(sentence)
            if not change.order_id.gendan_version:
                # confirmed before the company locked its orders: what it was is kept before it changes
                change.order_id._gendan_freeze_version(self.env._("As it stood when the first change was asked for"))
            change._gendan_seal_papers()
            change._gendan_move("proposed", base_version=change.order_id.gendan_version)
            change._gendan_find_touches()
        self._gendan_sync_todos()
        return True

    def action_draft(self):
        """Button: type on."""
        for change in self:
            change._gendan_move("draft", refusal=False)
            change._gendan_drop_touches()
            change._gendan_take_old()
        self._gendan_sync_todos()
        return True

    def action_refuse(self, refusal=None):
        """Button: not done. Why may be said in the dialog's text, else on the form."""
        for change in self:
            change._gendan_move("refused", refusal=refusal or change.refusal, **change._prepare_decided_vals())
            change._gendan_drop_touches()
            change.order_id._message_log(
                body=self.env._("%(change)s was refused.", change=change._gendan_link()),
                author_id=self.env.user.partner_id.id,
            )
        self._gendan_sync_todos()
        return True

    def action_settle_cost(self):
        """Button: what the change cost is settled.

        :raise UserError: nobody said how
        """
        for change in self:
            change.check_access("write")
            if not change.cost_note and not change.cost_amount and not change.cost_charged:
                raise UserError(
                    self.env._(
                        "%(change)s: say what it cost and how it was settled, also when it cost nothing.",
                        change=change.display_name,
                    )
                )
        self._gendan_moved().write({"cost_state": "settled"})
        self._gendan_sync_todos()
        return True

    def action_open_cost(self):
        """Button: it costs something, or it is not settled after all."""
        self._gendan_moved().write({"cost_state": "open"})
        self._gendan_sync_todos()
        return True

    # ------------------------------------------------------------ states

    def _gendan_moved(self):
        """`self` in a context in which our own methods may move and fill a request."""
        return self.with_context(gendan_change_is_moved=IS_MOVED)

    def _gendan_is_moved(self):
        return self.env.context.get("gendan_change_is_moved") is IS_MOVED

    def _gendan_move(self, state, **values):
        """The one way from state to state.

        :raise UserError: it does not lead there
        """
        self.ensure_one()
        self.check_access("write")
        if state not in NEXT_STATES[self.state] or (self.kind == "cancellation"):
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(change)s is %(state)s: this can no longer be done. Reload the page.",
                    change=self.display_name,
                    state=states[self.state].lower(),
                )
            )
        self._gendan_moved().write({"state": state, **values})

    def _prepare_decided_vals(self):
        return {"decided_at": fields.Datetime.now(), "decided_by_id": self.env.uid}

    def _gendan_check_typed(self):
        """What is proposed is not typed over.

        :raise UserError: one of these is not a draft
        """
        for change in self:
            if change.state != "draft":
                raise UserError(change._gendan_typed_sentence())

    def _gendan_typed_sentence(self):
        """The sentence that this is typed no more."""
        self.ensure_one()
        return self.env._(
            "%(change)s is no draft any more. Take it back to draft to change it, or make a new request.",
            change=self.display_name,
        )

    def _gendan_propose_error(self):
        """The sentence why this cannot be proposed, or False."""
        self.ensure_one()
        if self.order_id.state != "sale":
            return self.env._("Order %(order)s is not running any more.", order=self.order_id.name)
        if not self.asked_person and not self.department_id:
            return self.env._(
                "%(change)s: say who asked for it, the person or the department.", change=self.display_name
            )
        if sentence := self._gendan_paper_error():
            return sentence
        if not self._gendan_differences():
            return self.env._("%(change)s changes nothing yet: type the new values.", change=self.display_name)
        for line in self.line_ids:
            if sentence := line._gendan_error():
                return sentence
        return False

    def _gendan_has_paper(self):
        """Whether it can be read again somewhere that this was asked for."""
        return bool((self.evidence or "").strip() or self.attachment_ids)

    def _gendan_paper_error(self):
        """The sentence why this cannot be proposed on what the customer said or sent, or False."""
        self.ensure_one()
        if self.asked_side != "customer":
            return False
        if not self.channel:
            return self.env._(
                "%(change)s: say how the customer asked for it (“How”): by mail, chat, phone ...",
                change=self.display_name,
            )
        if self.channel in WRITTEN and not self._gendan_has_paper():
            return self.env._(
                "%(change)s: the customer asked for it in writing. Say where it can be read again (“Paper”), or attach"
                " the screenshot.",
                change=self.display_name,
            )
        return False

    def _gendan_seal_papers(self):
        """The screenshots become the request's own; from now on nobody changes them."""
        own = self.attachment_ids.filtered(lambda paper: paper.res_model == self._name and paper.res_id == self.id)
        others = self.attachment_ids - own
        if others:
            # sudo: the user has them on his form; they are sealed whatever he may do with attachments
            taken = own | self._gendan_take_papers(others.sudo()).with_env(self.env)
            self._gendan_moved().write({"attachment_ids": [Command.set(taken.ids)]})

    def _gendan_link(self):
        return self._get_html_link(title=self.name)

    # ------------------------------------------------------------ proof

    def _gendan_sealing(self):
        # EXTENDS gendan.proof.mixin: the paper on which a change was asked for is sealed when it is proposed
        return self.exists().filtered(lambda change: change.state != "draft")

    def _gendan_sealed_error(self, paper):
        # EXTENDS gendan.proof.mixin
        self.ensure_one()
        return self.env._(
            "%(paper)s proves that %(change)s was asked for and can be neither changed nor deleted.",
            paper=paper.name,
            change=self.display_name,
        )

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for change in self:
            todos = []
            if change.state == "proposed":
                todos.append(
                    {
                        "kind": "order_change",
                        "name": self.env._(
                            "Apply or refuse change %(number)s of order %(order)s, proposed on %(day)s.",
                            number=change.name,
                            order=change.order_id.name,
                            day=format_date(self.env, change.asked_on),
                        ),
                        "due": change.company_id._gendan_add_workdays(change.asked_on, 1),
                        "urgency": "1",
                    }
                )
            if change.cost_state == "open":
                todos.append(
                    {
                        "kind": "change_cost",
                        "name": self.env._(
                            "Settle what the cancellation of order %(order)s cost.", order=change.order_id.name
                        )
                        if change.kind == "cancellation"
                        else self.env._(
                            "Settle what change %(number)s of order %(order)s cost.",
                            number=change.name,
                            order=change.order_id.name,
                        ),
                        "due": change.company_id._gendan_add_workdays(
                            change.company_id._gendan_to_day(change.decided_at or change.create_date), 3
                        ),
                    }
                )
            values.setdefault(change, []).extend(todos)
        return values
