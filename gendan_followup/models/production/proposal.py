"""New dates put to a customer, in one message with all that has slipped."""

from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("draft", "To be sent"),
    ("sent", "Customer asked"),
    ("answered", "Answered"),
    ("withdrawn", "Withdrawn"),
    ("superseded", "Asked anew"),
]
RESULTS = [("accepted", "Date accepted"), ("partly", "Accepted in part"), ("refused", "Not accepted")]
# why a new promise is made; the others of ``gendan.promise`` are said by the program
REASONS = [
    ("material", "Material late"),
    ("capacity", "Capacity"),
    ("quality", "Quality problem"),
    ("logistics", "Transport"),
    ("customer_wish", "Asked for by the customer"),
    ("customer_held", "The customer held us"),
    ("other", "Other"),
]
# code of the question to the customer
KIND = "date_proposal"
# kind of exception -> reason
REASON_OF_KIND = {
    "shortage": "material",
    "capacity": "capacity",
    "machine": "capacity",
    "quality": "quality",
    "logistics": "logistics",
    "customer": "customer_wish",
}
# sentinel: only the methods of this room write what is in KEPT
KEEPING = object()
KEPT = frozenset(
    {"name", "state", "sent_at", "sent_how", "sent_to", "sent_by_id", "times_asked", "answer_due", "opened_at"}
    | {"answered_at", "again_id", "clerk_id"}
)
# what may be written whatever the state
FREE = frozenset({"message_follower_ids", "message_ids", "message_main_attachment_id", "message_partner_ids"})
# working days a new draft may wait
DRAFT_DAYS = 1


class GendanDateProposal(models.Model):
    """New dates for one customer (新交期徵詢): sent, answered once on a page without a login, or taken down by a clerk.

    Draft; with the customer; answered, or withdrawn, or asked anew by another one. Nothing moves before the answer:
    what is accepted becomes a new promise version, what is not goes up. Clerks keep those of their customers,
    supervisors all, sales reps read those about their own orders. It carries no prices.
    """

    _name = "gendan.date.proposal"
    _description = "Proposal of New Dates"
    _inherit = ["mail.thread", "gendan.answer.mixin", "gendan.gate.mixin", "gendan.todo.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _rec_names_search = ["name", "partner_id.name"]

    _name_uniq = models.UniqueIndex("(name, company_id) WHERE name <> '/'", "Another proposal has this number.")

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Put to",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'child_of', partner_id)]",
        help="Who is asked. Empty: the customer.",
    )
    clerk_id = fields.Many2one(related="partner_id.gendan_clerk_id", store=True, index="btree_not_null")
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False, index=True,
                             tracking=True, group_expand=True)  # fmt: skip
    result = fields.Selection(RESULTS, compute="_compute_result", store=True, help="What the customer said.")
    line_ids = fields.One2many("gendan.date.proposal.line", "proposal_id", string="Deliveries with New Dates")

    reason = fields.Selection(
        REASONS, string="Kept as", help="The reason by which the new promise is kept. The customer does not see it."
    )
    cause = fields.Text(
        string="True Cause",
        help="In the customer's language, as you word it. Sensitive parts may be left out, never invented.",
    )
    recovery = fields.Text(
        string="Recovery Plan", help="What is done to keep the new dates. In the customer's language."
    )
    tells_held = fields.Boolean(
        "Mention the Days Waited for",
        help="Adds how many days we waited for the customer, where the plan knows of some.",
    )
    held_text = fields.Text(compute="_compute_held_text", string="Days Waited for")
    exception_ids = fields.Many2many(
        "gendan.exception", string="Exceptions", compute="_compute_exceptions", help="What made the dates slip."
    )
    exception_text = fields.Text("What Inside Is Known", compute="_compute_exceptions", help="Not sent.")

    sent_at = fields.Datetime(readonly=True, copy=False)
    sent_how = fields.Selection([("mail", "E-mail"), ("chat", "Chat")], readonly=True, copy=False)
    sent_to = fields.Char(readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", string="Sent by", readonly=True, copy=False, ondelete="restrict")
    times_asked = fields.Integer("Asked (Times)", readonly=True, copy=False, aggregator=None)
    answer_due = fields.Date("Answer by", readonly=True, copy=False)
    opened_at = fields.Datetime(
        "Link First Opened", readonly=True, copy=False, help="By the customer, or by a chat program that looked first."
    )
    link_expires_at = fields.Datetime("Link Good until", compute="_compute_link")
    is_link_expired = fields.Boolean("Link Expired", compute="_compute_link")
    answered_at = fields.Datetime(readonly=True, copy=False)
    reply_ids = fields.One2many("gendan.date.reply", "proposal_id", string="Answer")
    again_id = fields.Many2one(
        "gendan.date.proposal", string="Asked anew with", readonly=True, copy=False, index="btree_not_null"
    )

    order_count = fields.Integer(compute="_compute_counts", string="Orders")
    order_names = fields.Char(compute="_compute_counts", string="Order Numbers")
    slip_days = fields.Integer(
        compute="_compute_counts", string="Days Later", help="Calendar days by which the worst delivery moves."
    )
    can_write = fields.Boolean(compute="_compute_can_write")

    # ------------------------------------------------------------ compute

    @api.depends("partner_id")
    def _compute_contact_id(self):
        for proposal in self:
            if proposal.contact_id.commercial_partner_id != proposal.partner_id:
                proposal.contact_id = proposal.partner_id

    @api.depends("line_ids.answer", "state")
    def _compute_result(self):
        for proposal in self:
            answers = [answer for answer in proposal.line_ids.mapped("answer") if answer]
            if proposal.state != "answered" or not answers:
                proposal.result = False
            elif all(answer == "accepted" for answer in answers):
                proposal.result = "accepted"
            else:
                proposal.result = "partly" if "accepted" in answers else "refused"

    @api.depends("line_ids.exception_id")
    @api.depends_context("uid", "lang")
    def _compute_exceptions(self):
        for proposal in self:
            # each reads those he may see
            proposal.exception_ids = proposal.line_ids.exception_id._filtered_access("read")
            proposal.exception_text = "\n".join(
                " · ".join(filter(None, (found.display_name, found.cause_id.display_name, found.description)))
                for found in proposal.exception_ids
            )

    @api.depends("line_ids.part_id")
    @api.depends_context("lang")
    def _compute_held_text(self):
        for proposal in self:
            proposal.held_text = proposal._gendan_held_text()

    # Not stored: it expires by itself.
    @api.depends("state")
    def _compute_link(self):
        # sudo: when the link ends, for whoever reads the proposal
        answers = self.env["gendan.answer"].sudo().search(self._gendan_question_domain(KIND), order="expires_at")
        last = {answer.res_id: answer.expires_at for answer in answers}
        now = fields.Datetime.now()
        for proposal in self:
            ends = last.get(proposal.id, False)
            proposal.link_expires_at = ends
            proposal.is_link_expired = proposal.state == "sent" and bool(ends) and ends <= now

    @api.depends("line_ids.part_id", "line_ids.new_date", "line_ids.old_date")
    def _compute_counts(self):
        for proposal in self:
            orders = proposal.line_ids.order_id
            proposal.order_count = len(orders)
            proposal.order_names = ", ".join(orders.mapped("name")) or False
            proposal.slip_days = max(
                ((line.new_date - line.old_date).days for line in proposal.line_ids if line.new_date and line.old_date),
                default=0,
            )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_write(self):
        writable = self._filtered_access("write")
        for proposal in self:
            proposal.can_write = not proposal.id or proposal in writable

    @api.depends("name", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS base
        for proposal in self:
            number = proposal.name if proposal.name != "/" else self.env._("Draft")
            proposal.display_name = " · ".join(filter(None, (number, proposal.partner_id.name)))

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: who sends what, and what came of it, is kept by the buttons
        proposals = super().create(
            [{name: value for name, value in vals.items() if name not in KEPT} for vals in vals_list]
        )
        proposals._gendan_check_customer()
        proposals._gendan_sync_todos()
        return proposals

    def write(self, vals):
        """Write; what was sent stays as the customer read it.

        :raise UserError: something is written that the buttons keep, or that is fixed
        """
        if self.env.context.get("gendan_proposal") is not KEEPING:
            if kept := KEPT.intersection(vals):
                raise UserError(
                    self.env._(
                        "“%(field)s” of a proposal of new dates goes by its buttons.",
                        field=self._fields[min(kept)]._description_string(self.env),
                    )
                )
            if vals.keys() - FREE:
                self._gendan_check_draft()
        result = super().write(vals)
        if vals.keys() & {"partner_id", "company_id"}:
            self._gendan_check_customer()
        if vals.keys() - FREE - KEPT - {"line_ids"}:
            # a link handed out with the text before shows what is no longer asked
            self._gendan_withdraw_questions(KIND)
        if vals.keys() & {"state", "answer_due", "partner_id", "clerk_id"}:
            self._gendan_sync_todos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for proposal in self:
            if proposal.state != "draft" or proposal.name != "/":
                raise UserError(
                    self.env._("%(proposal)s has a number and stays. Withdraw it instead.",
                               proposal=proposal.display_name)
                )  # fmt: skip

    def copy(self, default=None):
        raise UserError(self.env._("A proposal is not copied: make a new one from the deliveries that have slipped."))

    def _gendan_keep(self, vals):
        """Write what only this room's methods write. Who calls has asked who may."""
        return self.with_context(gendan_proposal=KEEPING).write(vals)

    def _gendan_check_draft(self):
        """:raise UserError: one has been sent: it stays as the customer read it"""
        for proposal in self:
            if proposal.state != "draft":
                raise UserError(
                    self.env._(
                        "%(proposal)s has been sent and stays as the customer read it. Withdraw it, or ask anew.",
                        proposal=proposal.display_name,
                    )
                )

    def _gendan_check_customer(self):
        """:raise UserError: the customer is an address of another one, or a delivery is another customer's"""
        for proposal in self:
            if proposal.partner_id != proposal.partner_id.commercial_partner_id:
                raise UserError(
                    self.env._("Choose the company %(customer)s belongs to, and the person under “Put to”.",
                               customer=proposal.partner_id.display_name)
                )  # fmt: skip
            proposal.line_ids._gendan_check_part()

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_draft(self, parts, exception=None, new_dates=None):
        """Drafts of new dates for these parts, one a customer; a draft that is there already is added to.

        Parts that wait for the customer's answer already are left out.

        :param parts: ``gendan.part`` the caller may read
        :param exception: ``gendan.exception`` that made them slip
        :param dict new_dates: {part: date} where a day is known
        :return: the proposals: drafts, and those that wait for an answer about one of the parts
        """
        Line = self.env["gendan.date.proposal.line"]
        # sudo: a part is asked about once, whoever asks
        asked = Line.sudo().search([("part_id", "in", parts.ids), ("is_asked", "=", True)])
        result = asked.proposal_id.with_env(self.env)
        # sudo: a department may put it in motion without reading the order's promise
        open_parts = (parts - asked.part_id.with_env(self.env)).sudo().filtered(lambda part: part._gendan_is_open())
        for (company, customer), group in open_parts.grouped(lambda part: (part.company_id, part.partner_id)).items():
            draft = self.search(
                [("state", "=", "draft"), ("company_id", "=", company.id), ("partner_id", "=", customer.id)], limit=1
            )
            if not draft:
                last = group.order_id.sorted("id")[-1:]
                draft = self.create(
                    {
                        "company_id": company.id,
                        "partner_id": customer.id,
                        "contact_id": last.partner_id.id,
                        "reason": REASON_OF_KIND.get(exception.kind, "other") if exception else False,
                    }
                )
            there = draft.line_ids.part_id.sudo()
            Line.create(
                [
                    {
                        "proposal_id": draft.id,
                        "part_id": part.id,
                        "exception_id": exception.id if exception else False,
                        "new_date": (new_dates or {}).get(part, False),
                    }
                    for part in group - there
                ]
            )
            result |= draft
        return result

    def _gendan_show(self):
        """The action that shows these proposals.

        :return: action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_date_proposal")
        if len(self) == 1:
            return {**action, "views": [(False, "form")], "res_id": self.id, "context": {}}
        return {**action, "domain": [("id", "in", self.ids)], "context": {}}

    def _gendan_asked_partner(self):
        """Who is asked."""
        self.ensure_one()
        return self.contact_id or self.partner_id

    def _gendan_customer_lang(self):
        """The language to write to the customer in: code of an active language, or None."""
        self.ensure_one()
        codes = (self._gendan_asked_partner().lang, self.partner_id.lang, self.company_id.partner_id.lang)
        Lang = self.env["res.lang"]
        return next((code for code in codes if code and Lang._get_code(code)), None)

    def _gendan_held_text(self):
        """How long we waited for the customer, in the language of the context; empty where it is not known."""
        self.ensure_one()
        parts = self.line_ids.part_id.sudo()  # sudo: days only
        return parts._gendan_held_sentence() if parts else ""

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup: the order where it is about one only
        self.ensure_one()
        orders = self.line_ids.order_id
        return {
            "order": orders if len(orders) == 1 else orders.browse(),
            "partner": self.partner_id,
            "company": self.company_id,
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for proposal in self:
            if todo := proposal._gendan_todo():
                values.setdefault(proposal, []).append(todo)
        return values

    def _gendan_todo(self):
        """The to-do of a proposal that is to be sent, or whose answer is awaited; None for the others."""
        self.ensure_one()
        words = {"proposal": self.display_name}
        if self.state == "draft":
            day = self.company_id._gendan_to_day(self.create_date or fields.Datetime.now())
            return {
                "kind": "date_draft",
                "name": self.env._("%(proposal)s: put the new dates to the customer.", **words),
                "due": self.company_id._gendan_add_workdays(day, DRAFT_DAYS),
                "role": "clerk",
                "urgency": "1",
            }
        if self.state != "sent":
            return None
        if self.is_link_expired:
            name = self.env._("%(proposal)s: no answer, and the link has expired. Ask again.", **words)
        else:
            name = self.env._("%(proposal)s: no answer from the customer yet. Ask again.", **words)
        return {"kind": "date_proposal", "name": name, "due": self.answer_due, "role": "clerk", "urgency": "1"}

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        for proposal in self:
            if todo := proposal._gendan_todo():
                labels[proposal.id, todo["kind"]] = todo["name"]
        return labels
