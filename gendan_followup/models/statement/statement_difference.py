"""Differences between our statement and the customer: one list, whoever found them."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from .statement_answer import DEDUCTIONS, REASONS

STATES = [
    ("open", "Not Decided"),
    ("accepted", "Accepted by Us"),
    ("charged_back", "Charged Back"),
    ("settled", "Settled"),
]
# nobody waits for them any more, or somebody still does
MOVES = {
    "open": ("accepted", "charged_back", "settled"),
    "accepted": ("open", "settled"),
    "charged_back": ("open", "settled"),
    "settled": ("open",),
}
WAYS = [
    ("credit_note", "Credit Note"),
    ("invoice_line", "Invoice Line"),
    ("next_delivery", "With the Next Delivery"),
    ("payment", "Paid after all"),
    ("reissue", "Corrected by the New Version"),
    ("withdrawn", "Withdrawn"),
]
# ways that name their paper
WITH_PAPER = ("credit_note", "invoice_line")
TYPED = {"cause_id", "owner_id", "due", "word", "note", "is_deduction", "reason", "settled_how", "settled_move_id",
         "settled_note", "message_main_attachment_id"}  # fmt: skip
# the sentinel by which code writes the rest
FOUND = object()


class GendanStatementDifference(models.Model):
    """One thing the customer has otherwise: a line that differs, is missing on either side, or a deduction of his.

    Found by his answer, or by a finished match with his list; one for each line of the statement, wherever it was
    found. Cause, owner and due day are the clerks' to say; it is accepted (his figure holds), charged back (ours
    does) and settled in the end: by credit note, invoice line, with the next delivery, or because he withdrew it.
    The next statement lists what is open and how the rest was settled. Seen with the statement.
    """

    _name = "gendan.statement.difference"
    _description = "Difference with a Customer"
    _inherit = ["gendan.parent.access.mixin", "mail.thread", "gendan.todo.mixin"]
    _gendan_parent = "statement_id"
    _gendan_todo_reworded = True
    _order = "statement_id desc, id"
    _rec_names_search = ["name", "order_number", "statement_id.name", "partner_id.name"]

    _match_line_uniq = models.UniqueIndex(
        "(match_line_id) WHERE match_line_id IS NOT NULL", "This line of the match is a difference already."
    )

    statement_id = fields.Many2one(
        "gendan.statement", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="statement_id.partner_id", store=True, index=True)
    clerk_id = fields.Many2one(related="statement_id.clerk_id", store=True, index="btree_not_null")
    date_to = fields.Date(related="statement_id.date_to", store=True)
    # empty: not on our statement, or not said against which line. Drafts of a new version make theirs anew: `place`
    line_id = fields.Many2one(
        "gendan.statement.line", string="Statement Line", readonly=True, ondelete="set null", index="btree_not_null"
    )
    # by which the line is found again: gendan.statement.line._gendan_place
    place = fields.Char(string="Stands at", readonly=True, copy=False)
    answer_line_ids = fields.One2many(
        "gendan.statement.answer.line", "difference_id", string="What He Said", readonly=True
    )
    match_line_id = fields.Many2one("gendan.match.line", string="In the Match", readonly=True, ondelete="set null")
    name = fields.Char(string="About", required=True, readonly=True)
    order_number = fields.Char(string="Customer's Order No.", readonly=True)
    part = fields.Char(string="Customer's Part No.", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    our_amount = fields.Monetary(string="Our Amount", readonly=True, help="With tax.")
    their_amount = fields.Monetary(string="His Amount", readonly=True, help="With tax.")
    difference = fields.Monetary(readonly=True, help="His less ours, with tax.")
    reason = fields.Selection(REASONS, string="His Reason", tracking=True)
    is_deduction = fields.Boolean(string="Deduction", tracking=True, help="He takes it off for what went wrong.")
    # the complaint it goes with: linked by the room that keeps complaints
    complaint_model = fields.Char(string="Model of the Complaint", readonly=True)
    complaint_id = fields.Many2oneReference(string="Complaint ID", model_field="complaint_model", readonly=True)
    complaint_name = fields.Char(string="Complaint", compute="_compute_complaint_name")

    cause_id = fields.Many2one("gendan.cause", ondelete="restrict", index="btree_not_null", tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        string="Person in Charge",
        ondelete="set null",
        index="btree_not_null",
        domain=[("share", "=", False)],
        tracking=True,
    )
    due = fields.Date(tracking=True)
    word = fields.Char(string="Word to the Customer", help="Stands on his next statement.")
    note = fields.Text(string="Internal Note", help="The customer never sees it.")

    state = fields.Selection(STATES, required=True, default="open", readonly=True, index=True, tracking=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, ondelete="restrict")
    decided_on = fields.Date(readonly=True)
    settled_how = fields.Selection(WAYS, string="Settled by", tracking=True)
    settled_move_id = fields.Many2one(
        "account.move",
        string="Invoice or Credit Note",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('commercial_partner_id', '=', partner_id), ('company_id', '=', company_id),"
        " ('move_type', 'in', ('out_invoice', 'out_refund')), ('state', '!=', 'cancel')]",
    )
    settled_note = fields.Char(string="Its Number or Remark")
    settled_on = fields.Date(readonly=True, tracking=True)

    # ------------------------------------------------------------ compute

    @api.depends("name", "statement_id")
    def _compute_display_name(self):
        for difference in self:
            difference.display_name = f"{difference.statement_id.name} · {difference.name}"

    @api.depends("complaint_model", "complaint_id")
    def _compute_complaint_name(self):
        for difference in self:
            complaint = difference._gendan_complaint()
            difference.complaint_name = complaint and complaint.display_name

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: found by answers and matches only
        self._gendan_check_code()
        lines = self.env["gendan.statement.line"]
        for vals in vals_list:
            if vals.get("line_id"):
                vals["place"] = lines.browse(vals["line_id"])._gendan_place()
            self._gendan_check_owner(vals.get("owner_id"))
        differences = super().create(vals_list)
        differences._gendan_link_complaints()
        return differences

    def write(self, vals):
        # EXTENDS base: people say what is known; what was found and decided is the program's
        is_code = self.env.context.get("gendan_difference") is FOUND
        if not is_code and not all(
            name in TYPED or name.startswith(("message_", "activity_")) for name in vals
        ):
            self._gendan_check_code()
        if vals.get("line_id"):
            place = self.env["gendan.statement.line"].browse(vals["line_id"])._gendan_place()
            vals = {**vals, "place": place}
        if "settled_move_id" in vals:
            self._gendan_check_move(vals["settled_move_id"])
        self._gendan_check_owner(vals.get("owner_id"))
        result = super().write(vals)
        if not is_code:
            self._gendan_default_due()
            self._gendan_tell_match()
            self._gendan_sync_todos()
            self.statement_id._gendan_sync_todos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for difference in self:
            raise UserError(
                self.env._(
                    "%(difference)s is not deleted: settle it, saying that it was withdrawn.",
                    difference=difference.display_name,
                )
            )

    def copy(self, default=None):
        raise UserError(self.env._("Differences come from answers and matches: they are not copied."))

    # ------------------------------------------------------------ actions

    def action_accept(self):
        """Button: his figure holds. Batch."""
        self._gendan_decide("accepted")

    def action_missed_delivery(self):
        """Button: he confirms more than we state because we missed a delivery: it is noted, and stands on the next
        statement; nothing is invoiced of this one. Batch.

        :raise UserError: one of them is not more than ours
        """
        self.check_access("write")
        for difference in self:
            if difference.difference <= 0:
                raise UserError(
                    self.env._(
                        "%(difference)s: his figure is not above ours, no delivery was missed. Accept it or charge it"
                        " back.",
                        difference=difference.display_name,
                    )
                )
        self.sudo()._gendan_as_found().write({"settled_how": "next_delivery"})  # sudo: asked above
        self._gendan_decide("accepted")

    def action_charge_back(self):
        """Button: ours holds, he is told so. Batch."""
        self._gendan_decide("charged_back")

    def action_reopen(self):
        """Button: not decided, or not settled, after all. Batch."""
        self._gendan_decide("open")

    def action_settle(self):
        """Button: done with, by the way that is noted. Batch.

        :raise UserError: no way is noted, or its paper is missing
        """
        for difference in self:
            if sentence := difference._gendan_settle_error():
                raise UserError(sentence)
        self._gendan_decide("settled")

    def action_withdrawn(self):
        """Button: he withdrew it: our figure holds, nothing is to be done. Batch."""
        self.check_access("write")
        self.sudo()._gendan_as_found().write({"settled_how": "withdrawn"})  # sudo: asked above
        self._gendan_decide("settled")

    def action_open_complaint(self):
        """Button: the complaint it goes with, with the user's own rights."""
        self.ensure_one()
        complaint = self._gendan_complaint()
        if not complaint:
            raise UserError(self.env._("%(difference)s goes with no complaint.", difference=self.display_name))
        return {
            "type": "ir.actions.act_window",
            "res_model": complaint._name,
            "res_id": complaint.id,
            "views": [(False, "form")],
        }

    def action_open_statement(self):
        """Button: the statement it was found in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "gendan.statement",
            "res_id": self.statement_id.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------ guards

    def _gendan_check_code(self):
        """:raise UserError: somebody types what answers and matches say"""
        if self.env.context.get("gendan_difference") is not FOUND:
            raise UserError(
                self.env._("Differences come from the customer's answer or list: take those down on the statement.")
            )

    def _gendan_check_move(self, move_id):
        """:raise UserError: the entry is not an invoice or credit note of the customer"""
        move = self.env["account.move"].sudo().browse(move_id or [])  # sudo: whose it is
        for difference in self:
            if move and (
                move.commercial_partner_id != difference.partner_id
                or move.company_id != difference.company_id
                or move.move_type not in ("out_invoice", "out_refund")
            ):
                raise UserError(
                    self.env._(
                        "%(entry)s is no invoice or credit note of %(customer)s: choose another one.",
                        entry=move.display_name,
                        customer=difference.partner_id.name,
                    )
                )

    @api.model
    def _gendan_check_owner(self, user_id):
        """:raise UserError: the person in charge is none of the house"""
        user = self.env["res.users"].sudo().browse(user_id or [])  # sudo: whether he is a customer
        if user.share:
            raise UserError(
                self.env._("%(person)s is not one of us: choose a person of the house.", person=user.display_name)
            )

    def _gendan_settle_error(self):
        """The sentence why it is not settled yet, or False."""
        self.ensure_one()
        if not self.settled_how:
            return self.env._("%(difference)s: say first by what it was settled.", difference=self.display_name)
        if self.settled_how in WITH_PAPER and not self.settled_move_id and not (self.settled_note or "").strip():
            return self.env._(
                "%(difference)s: name the credit note or invoice, or type its number.", difference=self.display_name
            )
        return False

    # ------------------------------------------------------------ business

    def _gendan_as_found(self):
        """These, as the program writes them."""
        return self.with_context(gendan_difference=FOUND)

    def _gendan_decide(self, state):
        """Move these to a state. Batch.

        :raise UserError: not from where one of them is
        :raise AccessError: the user may not write them
        """
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for difference in self:
            if state not in MOVES[difference.state]:
                raise UserError(
                    self.env._(
                        "%(difference)s is “%(now)s” and cannot become “%(then)s”.",
                        difference=difference.display_name,
                        now=labels[difference.state],
                        then=labels[state],
                    )
                )
        self._gendan_move(state)

    def _gendan_move(self, state, **values):
        """The only way a state changes; to-dos and the match follow. Batch; callers have asked for the rights."""
        found = self.sudo()._gendan_as_found()  # sudo: nobody types states
        for company, group in found.grouped("company_id").items():
            today = company._gendan_today()
            values |= {"state": state, "decided_by_id": self.env.uid, "decided_on": today}
            values["settled_on"] = state == "settled" and today
            if state == "open":
                values |= {"decided_by_id": False, "decided_on": False}
            group.write(values)
        self._gendan_tell_match()
        self._gendan_sync_todos()
        self.statement_id._gendan_sync_todos()

    def _gendan_has_paper(self):
        """Whether a credit note of its own, drafted or posted, gives back what was accepted of it."""
        self.ensure_one()
        move = self.sudo().settled_move_id  # sudo: whether it stands
        return bool(
            self.settled_how == "credit_note"
            and move.move_type == "out_refund"
            and move.state != "cancel"
            and self.state != "open"
        )

    def _gendan_is_taken_off(self):
        """Whether the invoices made of its statement after agreement take it off, or have. Superuser."""
        self.ensure_one()
        statement, money = self.statement_id, self.currency_id
        if self.state != "accepted" or statement.profile_id.invoice_moment != "agreement" or self._gendan_has_paper():
            return False
        made = statement._gendan_amounts_made().filtered(
            lambda share: share.statement_line_id == self.line_id and money.is_zero(share.amount - self.difference)
        )
        if made or statement._gendan_invoice_error():
            return bool(made)
        portions, _notes = statement._gendan_invoice_portions()[statement]
        return any(
            portion.kind == "deduction"
            and portion.statement_line == (self.line_id or None)
            and money.is_zero(portion.amount - self.difference)
            for portion in portions
        )

    def _gendan_credit(self, move, amount):
        """A credit note gives back what was accepted of it: all, or a part while the rest is charged back. Superuser.

        :param move: account.move, of its customer
        :param float amount: with tax, above zero, in its currency
        """
        self.ensure_one()
        money, values = self.currency_id, {"settled_how": "credit_note", "settled_move_id": move.id}
        left = money.round(self.difference + amount)
        if money.is_zero(left):
            self.write(values)
            return
        # from now on it is about the rest
        ours = money.round(self.our_amount - amount)
        self._gendan_as_found().write({**values, "our_amount": ours, "difference": left})
        if self.state == "accepted":
            self._gendan_move("open")
        if self.state == "open":
            self._gendan_move("charged_back")

    def _gendan_default_due(self):
        """Who got a difference has until the day the statement is to be reconciled by, or until tomorrow."""
        for statement, group in self.filtered(lambda one: one.owner_id and not one.due).grouped("statement_id").items():
            # sudo: as `_gendan_move`
            group.sudo()._gendan_as_found().write({"due": statement._gendan_difference_due()})

    def _gendan_tell_match(self):
        """The lines of matches they were found in say the same."""
        for difference in self.sudo().filtered("match_line_id"):  # sudo: the program's own book-keeping
            difference.match_line_id._gendan_follow_difference(difference)

    def _gendan_complaint(self):
        """The complaint it goes with, with the caller's rights; None when there is none."""
        self.ensure_one()
        if not self.complaint_id or self.complaint_model not in self.env:
            return None
        return self.env[self.complaint_model].browse(self.complaint_id).exists() or None

    def _gendan_find_complaints(self):
        """The complaints these deductions go with. Hook, batch, superuser: the room that keeps complaints.

        :return: {difference: record}
        """
        return {}

    def _gendan_link_complaints(self):
        """Look the complaints up, for those without one. Batch; the room of complaints calls it, too."""
        alone = self.sudo().filtered(  # sudo: whoever found the difference
            lambda one: one.is_deduction and not one.complaint_id
        )
        for difference, complaint in (alone._gendan_find_complaints() if alone else {}).items():
            difference._gendan_as_found().write(
                {"complaint_model": complaint._name, "complaint_id": complaint.id}
            )

    @api.model
    def _gendan_is_deduction(self, reason):
        """Whether what a customer takes off for this reason is a deduction."""
        return reason in DEDUCTIONS

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        return {
            "order": self.line_id.order_id,
            "partner": self.partner_id.commercial_partner_id,
            "company": self.company_id,
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin): those nobody owns are one to-do of their statement
        result = super()._gendan_todo_values()
        for difference in self.filtered(lambda one: one.state != "settled" and one.owner_id):
            words = {
                "difference": difference.display_name,
                "amount": format_amount(self.env, difference.difference, difference.currency_id),
            }
            if difference.state == "open":
                name = self.env._("%(difference)s: decide about %(amount)s.", **words)
            else:
                name = self.env._("%(difference)s: settle %(amount)s.", **words)
            values = {
                "kind": "statement_difference", "name": name, "due": difference.due, "user_id": difference.owner_id.id
            }  # fmt: skip
            result[difference] = [*result.get(difference, []), values]
        return result
