"""Contracts and order confirmations: what an order's papers say, from the draft to the copies that go out."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.composing import open_composer
from .contract_clause import PAPERS

# Identity of this object lets our own methods move a paper on; a context flag could be sent by anybody over RPC.
IS_MOVED = object()

STATES = [
    ("draft", "Draft"),
    ("asked", "To be approved"),
    ("approved", "Approved"),
    ("void", "Void"),
]
NEXT_STATES = {
    "draft": ("asked", "approved", "void"),
    "asked": ("draft", "approved", "void"),
    "approved": ("void",),
    "void": (),
}
# typed by the clerk while it is a draft
TYPED = frozenset(
    {"kind", "date", "lang", "lang2", "tolerance", "objection_days", "cancellation", "quality", "deposit_kind"}
    | {"deposit_percent", "valid_until", "clause_ids", "special_terms", "must_return", "freight"}
)
# may be written whatever the state: copies that follow the order, what the approver says, the chatter
FREE = frozenset(
    {"company_id", "partner_id", "clerk_id", "approver_remark"}
    | {"activity_ids", "message_follower_ids", "message_ids", "message_main_attachment_id"}
)
# by check, approval, chop and print only
SET_LATER = (
    *("content", "asked_content", "version", "made_by_id", "checked_by_id", "checked_at"),
    *("approver_ids", "approved_by_id", "approved_at", "chop_id"),
)
# every term is there in it, whether or not the database uses it
SOURCE = "en_US"
# what the customer's next paper begins with
REMEMBERED = ("tolerance", "objection_days", "cancellation", "quality", "freight", "deposit_kind", "deposit_percent")
FREIGHT = [("seller", "Seller"), ("buyer", "Buyer")]


class GendanContract(models.Model):
    """A contract or order confirmation for one version of an order, or for a quotation that is to become one.

    Typed by the clerk (draft), checked and approved by us where a rule asks for it, chopped, sent. What is approved is
    frozen: the paper prints the same for ever, whatever becomes of order, names and clauses. Its copies are
    ``gendan.document``; they do not go out before approval and chop. One is valid per order and kind: the next one
    voids the one before, and a change of the order voids all. One of a quotation stays valid when that is confirmed as
    the paper says; signed and back it is the customer's confirmation in writing.

    Clerks keep those of the orders they see, supervisors all, sales reps read; who approves a paper or keeps its chop
    reads that one. Departments do not: it carries prices.
    """

    _name = "gendan.contract"
    _description = "Contract"
    _inherit = ["mail.thread", "gendan.todo.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "order_id.name", "partner_id.name", "order_id.client_order_ref"]

    _shares = models.Constraint(
        "CHECK(tolerance >= 0 AND objection_days >= 0 AND cancellation BETWEEN 0 AND 100"
        " AND deposit_percent BETWEEN 0 AND 100)",
        "Percentages lie between 0 and 100, and days are not negative.",
    )

    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="/")
    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('state', '!=', 'cancel')]",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer", store=True, index=True)
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount_total = fields.Monetary(related="order_id.amount_total", string="Order's Total")
    kind = fields.Selection(PAPERS, string="Paper", required=True, default="contract", tracking=True)
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False, tracking=True)
    version = fields.Integer(
        string="Order's Version", readonly=True, aggregator=None, help="The version of the order it was made for."
    )
    date = fields.Date(required=True, default=lambda self: self.env.company._gendan_today())
    lang = fields.Selection(selection="_selection_lang", string="Language", required=True)
    lang2 = fields.Selection(
        selection="_selection_lang", string="Second Language", help="Printed below the first. Empty: one language."
    )

    tolerance = fields.Float(string="Tolerance (± %)", digits=(16, 2), help="0: the clause is left out.")
    objection_days = fields.Integer(string="Days to Object", help="0: the clause is left out.")
    cancellation = fields.Float(string="Cancellation (%)", digits=(16, 2), help="At least this part of the total.")
    quality = fields.Char(string="Quality Standard", translate=True, help="Empty: our own, as in the settings.")
    freight = fields.Selection(
        FREIGHT,
        string="Freight Borne by",
        help="Empty, or where an Incoterm says it: the clause about freight is left out.",
    )
    # two things in Chinese law, and both are called deposit in English
    deposit_kind = fields.Selection(
        [("none", "None"), ("penalty", "Security (定金): forfeited or doubled"), ("advance", "In advance (订金)")],
        string="Deposit",
        required=True,
        default="none",
    )
    deposit_percent = fields.Float(string="Deposit (%)", digits=(16, 2))
    valid_until = fields.Date(string="To Sign until")
    clause_ids = fields.Many2many("gendan.contract.clause", string="Clauses")
    special_terms = fields.Text(string="Special Terms", translate=True, help="Printed as the last clause, as typed.")
    must_return = fields.Boolean(string="Comes Back Signed", default=True)

    content = fields.Json(readonly=True, copy=False)
    # as it was put before who checks and approves it
    asked_content = fields.Json(readonly=True, copy=False)
    # sudo: who approves or chops it need not read the order
    rule_id = fields.Many2one("gendan.paper.rule", compute="_compute_rule_id", compute_sudo=True)
    needs_approval = fields.Boolean(string="Approved First", compute="_compute_rule_id", compute_sudo=True)
    needs_check = fields.Boolean(string="Checked First", compute="_compute_rule_id", compute_sudo=True)
    approver_ids = fields.Many2many("res.users", string="Approved by any of", readonly=True, copy=False)
    made_by_id = fields.Many2one("res.users", string="Prepared by", readonly=True, copy=False, ondelete="restrict")
    checked_by_id = fields.Many2one("res.users", string="Checked by", readonly=True, copy=False, ondelete="restrict")
    checked_at = fields.Datetime(string="Checked on", readonly=True, copy=False)
    waits_for_check = fields.Boolean(
        string="Waits for a Check", compute="_compute_waits_for_check", store=True, help="Every clerk may read it."
    )
    may_check = fields.Boolean(compute="_compute_may_approve")
    approved_by_id = fields.Many2one("res.users", string="Approved by", readonly=True, copy=False, ondelete="restrict")
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    approver_remark = fields.Char(string="What Has to Be Changed", copy=False, tracking=True)
    may_approve = fields.Boolean(compute="_compute_may_approve")
    chop_id = fields.Many2one("gendan.chop", string="Our Chop", readonly=True, copy=False, ondelete="restrict")
    chop_use_ids = fields.One2many(
        "gendan.chop.use",
        "contract_id",
        string="Chopped",
        readonly=True,
        groups="sales_team.group_sale_salesman",
    )
    may_chop = fields.Boolean(compute="_compute_may_chop")
    document_ids = fields.One2many(
        "gendan.document",
        "res_id",
        string="Copies",
        domain=[("res_model", "=", "gendan.contract")],
        readonly=True,
        groups="sales_team.group_sale_salesman",
    )
    paper_state = fields.Selection(
        [
            ("draft", "Draft"),
            ("asked", "To be approved"),
            ("to_chop", "To be chopped"),
            ("to_send", "To be sent"),
            ("sent", "Sent"),
            ("awaited", "Awaited back"),
            ("returned", "Back"),
            ("void", "Void"),
        ],
        string="Where It Stands",
        compute="_compute_paper_state",
        store=True,
    )

    # ------------------------------------------------------------ compute

    @api.model
    def _selection_lang(self):
        """The languages in use, and English, in which everything is written first, in any case."""
        langs = self.env["res.lang"].get_installed()
        return langs if SOURCE in dict(langs) else [*langs, (SOURCE, "English (US)")]

    @api.depends("kind", "order_id.amount_total", "state")
    def _compute_rule_id(self):
        for contract in self:
            contract.rule_id = contract.order_id and contract.rule_id._gendan_of(contract.kind, contract.order_id)
            contract.needs_approval = contract.rule_id.needs_approval
            contract.needs_check = contract.rule_id.needs_check

    # not on the rule: it hangs on the order's total, which is written often
    @api.depends("state", "checked_by_id")
    def _compute_waits_for_check(self):
        for contract in self:
            contract.waits_for_check = (
                contract.state == "asked" and contract.needs_check and not contract.checked_by_id
            )

    @api.depends("rule_id", "state", "checked_by_id")
    @api.depends_context("uid")
    def _compute_may_approve(self):
        for contract in self:
            contract.may_check = not contract._gendan_check_error()
            ready = contract.needs_approval and (contract.checked_by_id or not contract.needs_check)
            contract.may_approve = contract.state == "asked" and ready and not contract._gendan_approve_error()

    @api.depends("state", "chop_id", "chop_use_ids")
    @api.depends_context("uid")
    def _compute_may_chop(self):
        for contract in self:
            contract.may_chop = not contract._gendan_chop_error()

    @api.depends("state", "chop_id", "chop_use_ids", "document_ids.state")
    def _compute_paper_state(self):
        for contract in self:
            copies = contract.document_ids.filtered(lambda copy: not copy.voided_at)
            if contract.state != "approved":
                contract.paper_state = contract.state
            elif copies._gendan_counts():
                contract.paper_state = "returned"
            elif any(copy.must_return and (copy.issue_ids or copy.returned_at) for copy in copies):
                contract.paper_state = "awaited"
            elif copies.issue_ids:
                contract.paper_state = "sent"
            else:
                contract.paper_state = "to_chop" if contract._gendan_is_unchopped() else "to_send"

    @api.depends("name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for contract in self:
            contract.display_name = f"{kinds.get(contract.kind)} {contract.name}"

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Make drafts; what is not said is taken from the customer's last paper, else from the settings.

        :raise UserError: an order is cancelled or not locked again, or a quotation's prices may not go out
        """
        full = []
        for vals in vals_list:
            order = self.env["sale.order"].browse(vals.get("order_id"))
            if not order:
                raise UserError(self.env._("A contract belongs to an order: make it there."))
            if sentence := order._gendan_contract_error():
                raise UserError(sentence)
            typed = {name: value for name, value in vals.items() if name in TYPED}
            kind = typed.get("kind") or "contract"
            full.append(
                {
                    **order._gendan_prepare_contract_vals(kind),
                    **typed,
                    "order_id": order.id,
                    # said here: defaults in the context are anybody's
                    "state": "draft",
                    **dict.fromkeys(SET_LATER, False),
                }
            )
        contracts = super().create(full)
        for contract, vals, said in zip(contracts, full, vals_list, strict=True):
            if "clause_ids" not in vals:
                contract._gendan_moved().clause_ids = contract.clause_ids._gendan_for(contract)
            if contract.quality and "quality" not in said:
                contract._gendan_take_quality()
        return contracts

    def write(self, vals):
        """Write; only drafts are typed, and states move by the buttons only.

        :raise UserError: otherwise
        """
        if vals.keys() == {"approver_remark"} and not self.env.su:
            # sudo: who may send it back says why, also without other rights to it
            judged = self.filtered(lambda contract: contract.has_access("read") and contract._gendan_may_judge())
            super(GendanContract, judged.sudo()).write(vals)
            self -= judged
        if not self._gendan_is_moved() and vals.keys() - FREE:
            if fixed := vals.keys() - FREE - TYPED:
                raise UserError(
                    self.env._(
                        "%(paper)s: %(field)s is not set by hand, use the buttons.",
                        paper=self[:1].display_name,
                        field=self._fields[sorted(fixed)[0]]._description_string(self.env),
                    )
                )
            for contract in self:
                if contract.state != "draft":
                    raise UserError(
                        self.env._(
                            "%(paper)s is no draft and is changed no more. Make a new one.", paper=contract.display_name
                        )
                    )
        result = super().write(vals)
        if "kind" in vals and "clause_ids" not in vals:
            for contract in self.filtered(lambda contract: contract.state == "draft"):
                contract._gendan_moved().clause_ids = contract.clause_ids._gendan_for(contract)
        return result

    def copy(self, default=None):
        raise UserError(self.env._("A contract is not copied: make a new one on the order."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for contract in self:
            if contract.state != "draft":
                raise UserError(
                    self.env._("%(paper)s is no draft and cannot be deleted. Void it.", paper=contract.display_name)
                )

    # ------------------------------------------------------------ actions

    def action_print(self):
        """Button: the paper; a draft says that it is one. Once approved, one for each copy.

        :return: action of the report
        """
        self.check_access("read")
        return self.env.ref("gendan_followup.action_report_contract").report_action(self)

    def action_send(self):
        """Button: an e-mail to the customer with the paper, in her language; sending it is logged on the copies.

        :return: action of the composer
        :raise UserError: it may not go out yet
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_issue_error():
            raise UserError(sentence)
        return open_composer(
            self,
            self.env._("Send the paper"),
            "gendan_followup.mail_template_contract",
            context={"gendan_contract_goes_out": True},
        )

    def action_void(self):
        """Button: it no longer holds; its copies neither. Returns True."""
        self.check_access("write")
        for contract in self:
            contract._gendan_move("void")
            # sudo: the copies of a paper the user may write
            contract.sudo().document_ids._gendan_void(
                self.env._("%(paper)s was taken back", paper=contract.display_name)
            )
        self._gendan_sync_todos()
        return True

    def _gendan_take_quality(self):
        """The quality standard of the customer's last paper in all languages it was typed in."""
        self.ensure_one()
        last = self.order_id._gendan_last_contract()
        texts = last._fields["quality"]._get_stored_translations(last) or {}
        known = {code for code, _name in self._selection_lang()}
        self.update_field_translations("quality", {lang: text for lang, text in texts.items() if lang in known})

    # ------------------------------------------------------------ mail

    def message_post(self, **kwargs):
        # EXTENDS mail: the clerk's e-mail with the paper is its going out
        goes_out = self.env.context.get("gendan_contract_goes_out")
        if goes_out and (sentence := self._gendan_issue_error()):
            raise UserError(sentence)
        message = super().message_post(**kwargs)
        if goes_out:
            to = ", ".join(partner.email or partner.name for partner in message.partner_ids)
            self._gendan_mailed_copies()._gendan_issue("email", to=to)
        return message

    def _gendan_mailed_copies(self):
        """The copies an e-mail carries: those that come back, else the first; the customer keeps what she prints."""
        self.ensure_one()
        return self.document_ids.filtered("must_return")[:1] or self.document_ids.sorted("id")[:1]

    def _get_report_base_filename(self):
        """Name of the file the customer gets from the order's page."""
        self.ensure_one()
        return self.display_name

    # ------------------------------------------------------------ states

    def _gendan_moved(self):
        """`self` in a context in which our own methods may move and fill a paper."""
        return self.with_context(gendan_contract_is_moved=IS_MOVED)

    def _gendan_is_moved(self):
        return self.env.context.get("gendan_contract_is_moved") is IS_MOVED

    def _gendan_move(self, state, **values):
        """The one way from state to state; who may go it the callers have asked.

        :raise UserError: it does not lead there
        """
        self.ensure_one()
        if state not in NEXT_STATES[self.state]:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(paper)s is “%(state)s” and cannot become “%(next)s”. Reload the page.",
                    paper=self.display_name,
                    state=states[self.state],
                    next=states[state],
                )
            )
        if state == "draft":
            # what is changed has to be checked again
            values = {"checked_by_id": False, "checked_at": False, **values}
        self._gendan_moved().write({"state": state, **values})
        # sudo: a to-do of the order, whoever moves its paper
        self.order_id.sudo()._gendan_confirmation_paper_moved()

    def _gendan_is_unchopped(self):
        """Whether the chop it needs is not on it yet."""
        self.ensure_one()
        # sudo: who keeps the chop need not see the register
        return bool(self.chop_id and self.chop_id not in self.sudo().chop_use_ids.chop_id)

    def _gendan_issue_error(self):
        """The sentence why this paper must not go out, or False."""
        self.ensure_one()
        if self.state == "void":
            return self.env._("%(paper)s is void and must not go out. Make a new one.", paper=self.display_name)
        if self.state != "approved":
            return self.env._("%(paper)s must not go out before it is approved.", paper=self.display_name)
        if self._gendan_is_unchopped():
            return self.env._(
                "%(paper)s must not go out before it has its chop (%(chop)s).",
                paper=self.display_name,
                chop=self.chop_id.name,
            )
        if self.order_id.state in ("draft", "sent"):
            return self._gendan_quotation_error()
        if self.order_id.state == "cancel":
            return self.order_id._gendan_contract_error()
        return False

    def _gendan_is_overtaken(self):
        """Whether this is finished and what it was made of says something else by now."""
        self.ensure_one()
        return self.state == "approved" and self._gendan_differs()

    def _gendan_quotation_ended(self, cancelled=False):
        """Orders are cancelled, or quotations accepted as something else than these papers say: void. With sudo."""
        for contract in self:
            contract._gendan_move("void")
            house = contract.with_context(lang=contract.company_id.partner_id.lang or self.env.lang)
            if cancelled:
                reason = house.env._("Order %(order)s was cancelled", order=contract.order_id.name)
            else:
                reason = house.env._("%(order)s is no longer what it says", order=contract.order_id.name)
            contract.document_ids._gendan_void(reason)

    def _gendan_quotation_error(self):
        """The sentence why this paper of a quotation must not go out, or False: nothing locks what it was made of."""
        self.ensure_one()
        if self._gendan_differs():
            return self.env._(
                "%(paper)s must not go out: quotation %(order)s says something else by now. Make a new one.",
                paper=self.display_name,
                order=self.order_id.name,
            )
        return self.order_id._gendan_gate_error("send")

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for contract in self:
            if todo := contract._gendan_todo():
                values.setdefault(contract, []).append({"due": contract.company_id._gendan_today(), **todo})
        return values

    def _gendan_todo(self):
        """What waits on this paper now, as in ``_gendan_todo_values``; None when nothing does."""
        self.ensure_one()
        words = {"paper": self.display_name, "customer": self.partner_id.commercial_partner_id.name}
        if self.paper_state == "asked" and self.needs_check and not self.checked_by_id:
            return {
                "kind": "contract_check",
                "name": self.env._("%(paper)s for %(customer)s waits for a colleague to check it.", **words),
                "role": "supervisor",
                "urgency": "1",
            }
        if self.paper_state == "asked":
            approver = self.approver_ids[:1]
            return {
                "kind": "contract_approve",
                "name": self.env._("%(paper)s for %(customer)s waits for approval.", **words),
                "role": "supervisor",
                "user_id": approver.id,
                "urgency": "1",
            }
        if self.paper_state == "to_chop":
            return {
                "kind": "contract_chop",
                "name": self.env._(
                    "%(paper)s is approved and waits for its chop (%(chop)s).",
                    paper=self.display_name,
                    chop=self.chop_id.name,
                ),
                "user_id": self.chop_id.keeper_ids[:1].id,
            }
        if self.paper_state == "to_send":
            return {
                "kind": "contract_send",
                "name": self.env._("%(paper)s is ready: send it to %(customer)s.", **words),
            }
        if self.paper_state == "returned" and self.order_id.state in ("draft", "sent"):
            return {
                "kind": "contract_back",
                "name": self.env._("%(paper)s is back from %(customer)s, signed: confirm the order.", **words),
                "urgency": "1",
            }
        return None
