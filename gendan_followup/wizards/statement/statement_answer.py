"""Dialog: what the customer said to a statement."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ...models.statement.statement_answer import HOWS, REASONS, RESULTS

# what the lines of the dialog hand on
LINE = ("note", "word", "is_deduction", "is_accepted", "reason", "due")


class GendanStatementAnswerTake(models.TransientModel):
    """Take down an answer: agreed with one click, at his figure with the figure or the lines he has otherwise.

    Differences that are known already (from his page, or the match with his list) stand in it. The rules are the
    statement's (``_gendan_take_answer``).
    """

    _name = "gendan.statement.answer.take"
    _inherit = ["gendan.statement.dialog"]
    _description = "Take down an Answer"

    statement_id = fields.Many2one("gendan.statement", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="statement_id.company_id")
    currency_id = fields.Many2one(related="statement_id.currency_id")
    statement_state = fields.Selection(related="statement_id.state", string="Statement is")
    our_amount = fields.Monetary(related="statement_id.amount_total", string="Our Figure")
    result = fields.Selection(RESULTS, string="Answer", required=True, default="agreed")
    amount = fields.Monetary(
        string="His Figure", help="Left at nothing: our figure with the differences of the lines below."
    )
    has_amount = fields.Boolean(string="He Named a Figure")
    lines_amount = fields.Monetary(string="By the Lines", compute="_compute_lines_amount")
    rest_text = fields.Char(compute="_compute_lines_amount")
    how = fields.Selection(HOWS, string="How", required=True, default="paper")
    said_by = fields.Char(string="Who Answered")
    function = fields.Char()
    said_on = fields.Datetime(string="Answered on", required=True, default=fields.Datetime.now)
    note = fields.Text(string="His Words")
    attachment_ids = fields.Many2many("ir.attachment", string="Screenshots and Papers")
    is_signed_copy = fields.Boolean(
        string="It Is the Signed Copy",
        compute="_compute_is_signed_copy",
        store=True,
        readonly=False,
        help="The file is kept with the paper that had to come back, too.",
    )
    line_ids = fields.One2many("gendan.statement.answer.take.line", "take_id", string="What He Says against")

    # ------------------------------------------------------------ compute

    @api.depends("line_ids.their_amount", "line_ids.our_amount", "amount", "has_amount", "result")
    @api.depends_context("lang")
    def _compute_lines_amount(self):
        for take in self:
            money = take.currency_id or self.env.company.currency_id
            differs = sum(line.their_amount - line.our_amount for line in take.line_ids)
            take.lines_amount = money.round(take.our_amount + differs)
            rest = money.round(take.amount - take.lines_amount) if take.has_amount else 0.0
            take.rest_text = (
                self.env._("%(amount)s is not explained by the lines: it becomes a difference of its own.",
                           amount=format_amount(self.env, rest, money))
                if not money.is_zero(rest)
                else False
            )  # fmt: skip

    @api.depends("how")
    def _compute_is_signed_copy(self):
        for take in self:
            take.is_signed_copy = take.how == "paper"

    # ------------------------------------------------------------ CRUD

    @api.model
    def default_get(self, field_names):
        # EXTENDS base: what is known of it already
        values = super().default_get(field_names)
        statement = self.env["gendan.statement"].browse(values.get("statement_id") or [])
        if not statement:
            return values
        statement.check_access("write")
        lines = self._gendan_known_lines(statement)
        values["line_ids"] = [fields.Command.create(line) for line in lines]
        if lines:
            values["result"] = "agreed_other"
        # who answered last for this customer, to save typing
        last = self.env["gendan.statement.answer"].search(
            [("partner_id", "=", statement.partner_id.id), ("said_by", "!=", False)], limit=1
        )
        values |= {"said_by": last.said_by, "function": last.function}
        return values

    # ------------------------------------------------------------ actions

    def action_take(self):
        """Button: keep the answer.

        :raise UserError: the statement is not to be answered, or the figures say something else
        """
        self.ensure_one()
        statement = self.statement_id
        statement.check_access("write")
        if self.result != "agreed" and not (self.said_by or "").strip():
            raise UserError(
                self.env._("%(statement)s: say who at the customer's answered.", statement=statement.display_name)
            )
        answer = {
            "result": self.result,
            "how": self.how,
            "said_by": (self.said_by or "").strip() or False,
            "function": (self.function or "").strip() or False,
            "said_on": self.said_on,
            "note": self.note,
            "user_id": self.env.uid,
            "attachment_ids": [fields.Command.set(self.attachment_ids.ids)],
        }
        if self.has_amount and self.result in ("agreed_other", "disputed"):
            answer["amount"] = self.amount
        kept = statement._gendan_take_answer(answer, [line._gendan_as_said() for line in self.line_ids])
        if self.is_signed_copy and kept.attachment_ids:
            statement._gendan_file_signed_copy(kept.attachment_ids, "scan" if self.how == "paper" else self.how)
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------ helpers

    @api.model
    def _gendan_known_lines(self, statement):
        """Values of the dialog's lines: differences that are not settled, else those a match is about to find."""
        known = statement.difference_ids.filtered(lambda one: one.state in ("open", "accepted"))
        lines = [
            {
                "difference_id": one.id,
                "line_id": one.line_id.id,
                "name": one.name,
                "typed_amount": one.our_amount,
                "their_amount": one.their_amount,
                "reason": one.reason,
                "is_deduction": one.is_deduction,
                "is_accepted": one.state == "accepted",
                "cause_id": one.cause_id.id,
                "owner_id": one.owner_id.id,
                "due": one.due,
                "word": one.word,
            }
            for one in known
        ]
        if lines:
            return lines
        found = statement.gendan_match_ids.line_ids.filtered("is_open")
        for line in found:
            # sudo: lines of the statement the user may write
            values = statement.sudo()._gendan_prepare_match_vals(line.sudo())
            lines.append(
                {
                    **{name: values[name] for name in ("line_id", "name", "their_amount", "reason", "cause_id",
                                                       "owner_id", "due", "word")},
                    "typed_amount": values["our_amount"],
                }
            )  # fmt: skip
        return lines


class GendanStatementAnswerTakeLine(models.TransientModel):
    """One line the customer has otherwise."""

    _name = "gendan.statement.answer.take.line"
    _inherit = ["gendan.statement.dialog"]
    _description = "Line of an Answer Taken down"

    take_id = fields.Many2one("gendan.statement.answer.take", required=True, ondelete="cascade")
    statement_id = fields.Many2one(related="take_id.statement_id")
    company_id = fields.Many2one(related="statement_id.company_id")
    currency_id = fields.Many2one(related="take_id.currency_id")
    difference_id = fields.Many2one(
        "gendan.statement.difference", string="Followed up as", readonly=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "gendan.statement.line",
        string="Statement Line",
        domain="[('statement_id', '=', statement_id)]",
        ondelete="cascade",
    )
    name = fields.Char(string="About", compute="_compute_name", store=True, readonly=False)
    typed_amount = fields.Monetary()
    our_amount = fields.Monetary(string="Our Amount", compute="_compute_our_amount")
    their_amount = fields.Monetary(string="His Amount", help="With tax.")
    difference = fields.Monetary(compute="_compute_difference")
    reason = fields.Selection(REASONS, string="His Reason")
    is_deduction = fields.Boolean(string="Deduction")
    is_accepted = fields.Boolean(
        string="We Accept It", help="His figure holds: it is taken off the invoice, nothing is left to be decided."
    )
    cause_id = fields.Many2one("gendan.cause")
    owner_id = fields.Many2one("res.users", string="Person in Charge", domain=[("share", "=", False)])
    due = fields.Date()
    word = fields.Char(string="Word to the Customer")
    note = fields.Char(string="His Words")

    @api.depends("line_id")
    def _compute_name(self):
        for line in self:
            if line.line_id:
                line.name = line.line_id._gendan_about()

    @api.depends("line_id", "typed_amount")
    def _compute_our_amount(self):
        for line in self:
            line.our_amount = line.line_id.amount_total if line.line_id else line.typed_amount

    @api.depends("our_amount", "their_amount")
    def _compute_difference(self):
        for line in self:
            line.difference = line.their_amount - line.our_amount

    @api.onchange("reason")
    def _onchange_reason(self):
        """A deduction is one by its reason, unless somebody says otherwise."""
        self.is_deduction = self.env["gendan.statement.difference"]._gendan_is_deduction(self.reason)

    def _gendan_as_said(self):
        """As `_gendan_take_answer` takes it."""
        self.ensure_one()
        return {
            **{name: self[name] for name in LINE},
            "difference_id": self.difference_id.id,
            "line_id": self.line_id.id,
            "name": self.name,
            "our_amount": self.our_amount,
            "their_amount": self.their_amount,
            "cause_id": self.cause_id.id,
            "owner_id": self.owner_id.id,
        }
