"""Reconciliations: a statement and the customer's own list of the same deliveries."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .match_line import DIFFERENCES, MATCHING

# the statement counts no more
CLOSED = ("closed", "replaced")


class GendanMatch(models.Model):
    """One statement and what the customer has in his books, matched line by line.

    The clerk takes the customer's list over as often as he sends one; what she joined or split by hand, and what she
    noted about a difference, stays. Who sees the statement sees the match; clerks, supervisors and accounting work
    on it.
    """

    _name = "gendan.match"
    _description = "Match with the Customer's List"
    _inherit = ["gendan.parent.access.mixin", "mail.thread", "gendan.todo.mixin"]
    _gendan_parent = "statement_id"
    _gendan_todo_reworded = True
    _order = "id desc"
    _rec_name = "statement_id"

    _statement_uniq = models.UniqueIndex("(statement_id)", "This statement is matched already: open its match.")

    statement_id = fields.Many2one(
        "gendan.statement", string="Statement", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="statement_id.partner_id", store=True, index=True)
    clerk_id = fields.Many2one(related="statement_id.clerk_id")
    currency_id = fields.Many2one(related="statement_id.currency_id")
    date_to = fields.Date(related="statement_id.date_to", store=True)
    statement_state = fields.Selection(related="statement_id.state", string="Statement is")
    state = fields.Selection(
        [("draft", "Without a List"), ("open", "Being Matched"), ("done", "Matched")],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
    )
    compare = fields.Selection(
        [("amount", "As the customer buys"), ("total", "With tax")],
        string="Amounts",
        required=True,
        default="amount",
        readonly=True,
        help="Which of our amounts the customer's list shows: that which agrees in more lines is taken.",
    )
    days = fields.Integer(
        string="Days Apart",
        default=7,
        help="Lines without a common number are matched by their amount when their days are no farther apart.",
    )
    tolerance = fields.Monetary(
        string="Rounding", help="A difference of no more in a line is rounding: told, but no difference."
    )

    attachment_id = fields.Many2one("ir.attachment", string="List", readonly=True, ondelete="set null")
    file = fields.Binary(related="attachment_id.datas", string="List as It Came")
    file_name = fields.Char(readonly=True)
    checksum = fields.Char(string="SHA-256", readonly=True)
    listed_on = fields.Datetime(string="Taken Over on", readonly=True)
    listed_by_id = fields.Many2one("res.users", string="Taken Over by", readonly=True)
    cut_short = fields.Boolean(
        readonly=True, help="There were too many lines of one number to look at all their sums: join those by hand."
    )

    line_ids = fields.One2many("gendan.match.line", "match_id", string="Result")
    our_total = fields.Monetary(string="Our Total", readonly=True)
    their_total = fields.Monetary(string="Their Total", readonly=True)
    difference = fields.Monetary(readonly=True, help="The customer's list less our statement, in its currency.")
    count_differences = fields.Integer(string="Differences", readonly=True, aggregator=None)
    count_open = fields.Integer(string="Not Settled", readonly=True, aggregator=None)
    count_unowned = fields.Integer(string="Without an Owner", readonly=True, aggregator=None)
    count_matched = fields.Integer(string="Lines That Agree", readonly=True, aggregator=None)

    # ------------------------------------------------------------ compute

    @api.depends("statement_id")
    def _compute_display_name(self):
        for match in self:
            match.display_name = self.env._("Match of %(statement)s", statement=match.statement_id.display_name)

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: without a list
        typed = {"statement_id", "days", "tolerance"}
        vals_list = [{name: value for name, value in vals.items() if name in typed} for vals in vals_list]
        matches = super().create(vals_list)
        for match in matches:
            if match.statement_id.state in CLOSED:
                raise UserError(
                    self.env._(
                        "%(statement)s is closed: nothing is matched any more.", statement=match.statement_id.name
                    )
                )
        return matches

    def write(self, vals):
        # EXTENDS base: the rest is the program's
        if self.env.context.get("gendan_match") is not MATCHING:
            typed = {"days", "tolerance", "message_main_attachment_id"}
            if not all(name in typed or name.startswith(("message_", "activity_")) for name in vals):
                raise UserError(self.env._("The result of a match is worked out: take the customer's list over again."))
        return super().write(vals)

    def unlink(self):
        # EXTENDS base: with what was found
        return super(GendanMatch, self._gendan_as_matching()).unlink()

    # ------------------------------------------------------------ actions

    def action_read_list(self):
        """Button: take over the customer's list.

        :return: action of the dialog
        """
        self.ensure_one()
        self._gendan_check_open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Customer's List"),
            "res_model": "gendan.match.read",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_match_id": self.id},
        }

    def action_again(self):
        """Button: match anew, after days or rounding were changed, or the statement was.

        What was joined or split by hand stays.
        """
        self.ensure_one()
        self._gendan_check_open()
        self.check_access("write")
        self._gendan_match_again()

    def action_done(self):
        """Button: the match is finished; every difference has a cause and an owner.

        :raise UserError: one of them has none
        """
        self.check_access("write")
        for match in self:
            if sentence := match._gendan_done_error():
                raise UserError(sentence)
        self.sudo()._gendan_as_matching().write({"state": "done"})  # sudo: rights were asked above
        self._gendan_sync_todos()
        for match in self:
            match.statement_id._gendan_match_done(match)

    def action_reopen(self):
        """Button: something is to be matched after all."""
        self.check_access("write")
        self._gendan_check_open(done=True)
        self.sudo()._gendan_as_matching().write({"state": "open"})  # sudo: rights were asked above
        self._gendan_sync_todos()

    def action_open_lines(self):
        """Button: the result, differences first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_match_line")
        return {
            **action,
            "name": self.display_name,
            "domain": [("match_id", "=", self.id)],
            "context": {"gendan_one_match": True, "search_default_group_state": 1},
        }

    def action_xlsx(self):
        """Button: the result as a workbook, to send back.

        :return: action that downloads it
        """
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/gendan/match/{self.id}/xlsx", "target": "download"}

    # ------------------------------------------------------------ business

    def _gendan_as_matching(self):
        """These, as the program writes them."""
        return self.with_context(gendan_match=MATCHING)

    def _gendan_open_error(self, done=False):
        """Why nothing can be matched here now, or False.

        :param bool done: a finished match may be
        """
        self.ensure_one()
        if self.statement_id.state in CLOSED:
            return self.env._("%(statement)s is closed: nothing is matched any more.", statement=self.statement_id.name)
        if self.state == "done" and not done:
            return self.env._("%(match)s is finished. Reopen it first.", match=self.display_name)
        return False

    def _gendan_check_open(self, done=False):
        """:raise UserError: the sentence of `_gendan_open_error`"""
        for match in self:
            if sentence := match._gendan_open_error(done):
                raise UserError(sentence)

    def _gendan_done_error(self):
        """Why the match is not finished yet, or False."""
        self.ensure_one()
        if self.state == "draft":
            return self.env._("%(match)s: take the customer's list over first.", match=self.display_name)
        unnamed = self.env["gendan.match.line"].search(
            [
                ("match_id", "=", self.id),
                ("is_open", "=", True),
                "|",
                ("owner_id", "=", False),
                ("cause_id", "=", False),
            ]
        )
        if unnamed:
            return self.env._(
                "%(match)s: differences without a cause or an owner: %(count)s (%(some)s).",
                match=self.display_name,
                count=len(unnamed),
                some=format_list(self.env, [line._gendan_short() for line in unnamed[:3]]),
            )
        return False

    def _gendan_count(self):
        """Write down how the result stands: one query for all."""
        groups = self.env["gendan.match.line"].sudo()._read_group(  # sudo: figures of what the caller may write
            [("match_id", "in", self.ids)],
            ["match_id", "is_open", "is_difference", "owner_id", "currency_id", "their_currency_id"],
            ["our_amount:sum", "their_amount:sum", "__count"],
        )
        found = {match: dict.fromkeys(("differences", "open", "unowned", "matched"), 0) for match in self}
        sums = {match: [0.0, 0.0] for match in self}
        for match, is_open, is_difference, owner, currency, their_currency, ours, theirs, count in groups:
            match = match.with_env(self.env)
            found[match]["differences" if is_difference else "matched"] += count
            found[match]["open"] += count if is_open else 0
            found[match]["unowned"] += count if is_open and not owner else 0
            if currency == match.currency_id:
                sums[match][0] += ours
            if their_currency == match.currency_id:
                sums[match][1] += theirs
        for match in self.sudo()._gendan_as_matching():  # sudo: as above
            ours, theirs = sums[match.with_env(self.env)]
            match.write(
                {
                    "our_total": ours,
                    "their_total": theirs,
                    "difference": theirs - ours,
                    **{f"count_{name}": count for name, count in found[match.with_env(self.env)].items()},
                }
            )

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for match in self.filtered(lambda match: match.state == "open" and match.count_unowned):
            name = self.env._(
                "%(match)s: differences without an owner: %(count)s.",
                match=match.display_name,
                count=match.count_unowned,
            )
            due = match.statement_id.reconcile_by or match.company_id._gendan_today()
            result[match] = [*result.get(match, []), {"kind": "match_owner", "name": name, "due": due, "role": "clerk"}]
        return result

    @api.model
    def _gendan_difference_states(self):
        """States of lines that do not agree."""
        return DIFFERENCES
