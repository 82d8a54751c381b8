from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

# the sentinel by which code writes what was found
MATCHING = object()
STATES = [
    ("differs", "Amount Differs"),
    ("only_ours", "Only on Our Statement"),
    ("only_theirs", "Only on the Customer's List"),
    ("duplicate", "Twice on the Customer's List"),
    ("joined", "Joined by Hand"),
    ("matched", "Agrees"),
]
DIFFERENCES = ("differs", "only_ours", "only_theirs", "duplicate")
# the order in which they are looked at
SEQUENCES = {state: number for number, (state, _label) in enumerate(STATES)}
TYPED = {"cause_id", "owner_id", "due", "note"}


class GendanMatchLine(models.Model):
    """Lines of both lists that belong together, or one that stands alone; with why, and who clears up a difference.

    Made by the match. People say cause, owner, due day and note of a difference, join, split and settle; the rest is
    the program's. Seen with the match.
    """

    _name = "gendan.match.line"
    _description = "Matched Lines"
    _inherit = ["gendan.parent.access.mixin", "gendan.todo.mixin"]
    _gendan_parent = "match_id"
    _gendan_todo_reworded = True
    _order = "match_id desc, sequence, date, id"
    _rec_names_search = ["our_numbers", "their_numbers", "order_number", "part"]

    match_id = fields.Many2one("gendan.match", required=True, readonly=True, ondelete="cascade", index=True)
    statement_id = fields.Many2one(related="match_id.statement_id")
    company_id = fields.Many2one(related="match_id.company_id")
    partner_id = fields.Many2one(related="match_id.partner_id", store=True, index=True)
    match_state = fields.Selection(related="match_id.state", string="Match is")
    # groups are listed by it, too
    sequence = fields.Integer(readonly=True, aggregator="min")
    state = fields.Selection(STATES, string="Result", required=True, readonly=True)
    code = fields.Selection(
        [
            ("receipt", "Receipt number"),
            ("note", "Delivery note"),
            ("order", "Order"),
            ("number", "Number, written differently"),
            ("part", "Part, quantity and day"),
            ("amount_day", "Amount and day"),
            ("amount", "Amount alone"),
            ("currency", "Number, in another currency"),
            ("repeated", "Repeated"),
            ("hand", "By hand"),
            ("none", "Nothing alike"),
        ],
        string="Matched by",
        required=True,
        readonly=True,
    )
    value = fields.Char(readonly=True)
    days = fields.Integer(string="Days between", readonly=True, aggregator=None)
    repeats_row = fields.Integer(readonly=True, aggregator=None)
    why = fields.Char(compute="_compute_why")
    by_hand = fields.Boolean(readonly=True, help="Stays when the lists are matched again.")
    key = fields.Char(readonly=True, index=True, help="What stands in it, to be known again.")

    entry_ids = fields.One2many("gendan.match.entry", "line_id", string="Lines of Both Lists", readonly=True)
    our_count = fields.Integer(string="Our Lines", readonly=True, aggregator=None)
    their_count = fields.Integer(string="Their Lines", readonly=True, aggregator=None)
    date = fields.Date(string="Day", readonly=True)
    our_numbers = fields.Char(string="Our Note", readonly=True)
    their_numbers = fields.Char(readonly=True)
    their_rows = fields.Char(string="Row No.", readonly=True, help="In the customer's list.")
    order_number = fields.Char(string="Customer's Order No.", readonly=True)
    part = fields.Char(string="Customer's Part No.", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    their_currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    our_amount = fields.Monetary(string="Our Amount", readonly=True)
    their_amount = fields.Monetary(string="Their Amount", readonly=True, currency_field="their_currency_id")
    difference = fields.Monetary(readonly=True, help="Theirs less ours.")

    is_difference = fields.Boolean(compute="_compute_is_open", store=True)
    is_open = fields.Boolean(string="Not Settled", compute="_compute_is_open", store=True, index=True)
    is_settled = fields.Boolean(string="Settled", readonly=True)
    cause_id = fields.Many2one("gendan.cause", ondelete="restrict", index="btree_not_null")
    owner_id = fields.Many2one(
        "res.users",
        string="Person in Charge",
        ondelete="set null",
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    due = fields.Date()
    note = fields.Char(string="Word to the Customer", help="Stands in the list that goes back to him.")

    # ------------------------------------------------------------ compute

    @api.depends("state", "difference", "is_settled", "currency_id", "their_currency_id")
    def _compute_is_open(self):
        for line in self:
            differs = line.difference or line.currency_id != line.their_currency_id
            line.is_difference = line.state in DIFFERENCES or (line.state == "joined" and bool(differs))
            line.is_open = line.is_difference and not line.is_settled

    @api.depends("code", "value", "days", "repeats_row", "our_count", "their_count", "state")
    @api.depends_context("lang")
    def _compute_why(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for line in self:
            parts = [labels.get(line.code, ""), line.value]
            if line.code in ("amount_day", "part") and line.days:
                parts.append(self.env._("Days apart: %(days)s", days=line.days))
            if line.our_count > 1 or line.their_count > 1:
                words = {"ours": line.our_count, "theirs": line.their_count}
                parts.append(self.env._("%(ours)s of ours, %(theirs)s of theirs", **words))
            if line.repeats_row:
                parts.append(self.env._("row %(row)s says the same", row=line.repeats_row))
            line.why = " · ".join(filter(None, parts))

    @api.depends("our_numbers", "their_numbers", "state")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for line in self:
            line.display_name = f"{line._gendan_short()} · {labels.get(line.state, '')}"

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: by code only
        self._gendan_check_code()
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base: people say what is known of a difference
        is_code = self.env.context.get("gendan_match") is MATCHING
        self.env["gendan.statement.difference"]._gendan_check_owner(vals.get("owner_id"))
        if not is_code:
            if not TYPED.issuperset(vals):
                self._gendan_check_code()
            self.match_id._gendan_check_open(done=True)
            for line in self:
                if not line.is_difference and any(vals.get(name) for name in ("cause_id", "owner_id", "due")):
                    raise UserError(
                        self.env._("%(line)s: there is no difference to be cleared up.", line=line.display_name)
                    )
        result = super().write(vals)
        if not is_code:
            self._gendan_default_due()
            self.match_id._gendan_count()
            self._gendan_sync_todos()
            self.match_id._gendan_sync_todos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_by_code(self):
        self._gendan_check_code()

    # ------------------------------------------------------------ actions

    def action_join(self):
        """Button: the chosen lines belong together. They stay together when the lists are matched again.

        :raise UserError: they cannot
        """
        if sentence := self._gendan_join_error():
            raise UserError(sentence)
        self.check_access("write")
        self._gendan_join()

    def action_split(self):
        """Button: the chosen lines do not belong together: each line of both lists stands by itself again.

        :raise UserError: there is nothing to split
        """
        if sentence := self._gendan_split_error():
            raise UserError(sentence)
        self.check_access("write")
        self._gendan_split()

    def action_settle(self):
        """Button: the chosen differences are cleared up."""
        self._gendan_settle(True)

    def action_unsettle(self):
        """Button: they are not, after all."""
        self._gendan_settle(False)

    def action_open_match(self):
        """Button: the match they stand in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "gendan.match",
            "res_id": self.match_id.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------ business

    def _gendan_check_code(self):
        """:raise UserError: somebody else than the match writes what was found"""
        if self.env.context.get("gendan_match") is not MATCHING:
            raise UserError(self.env._("The result of a match is worked out: take the customer's list over again."))

    def _gendan_join_error(self):
        """Why these lines cannot be joined, or False."""
        if len(self) < 2:
            return self.env._("Choose at least two lines that belong together.")
        if len(self.match_id) > 1:
            return self.env._("Lines of two statements cannot be joined: choose those of one.")
        if sentence := self.match_id._gendan_open_error():
            return sentence
        if not any(line.our_count for line in self) or not any(line.their_count for line in self):
            return self.env._("Choose lines of both lists: what is joined stands on ours and on theirs.")
        if len(self.filtered("their_count").their_currency_id) > 1:
            return self.env._("The customer's lines are in several currencies: join those of one.")
        return False

    def _gendan_split_error(self):
        """Why these lines cannot be split, or False."""
        if not self:
            return self.env._("Choose the lines that do not belong together.")
        for match in self.match_id:
            if sentence := match._gendan_open_error():
                return sentence
        if all(line.our_count + line.their_count < 2 for line in self):
            return self.env._("These lines stand by themselves already.")
        return False

    def _gendan_settle(self, is_settled):
        """Settle differences, or open them again."""
        self.check_access("write")
        self.match_id._gendan_check_open(done=True)
        lines = self.filtered("is_difference")
        if not lines:
            raise UserError(
                self.env._("%(line)s: there is no difference to be cleared up.", line=self[:1].display_name)
            )
        # sudo: rights were asked above; people do not write what the program keeps
        lines.sudo().with_context(gendan_match=MATCHING).write({"is_settled": is_settled})
        self.match_id._gendan_count()
        lines._gendan_sync_todos()
        self.match_id._gendan_sync_todos()

    def _gendan_default_due(self):
        """Who got a difference has until the day the statement is to be reconciled by, or until tomorrow."""
        for match, lines in self.filtered(lambda line: line.owner_id and not line.due).grouped("match_id").items():
            company = match.company_id
            tomorrow = fields.Date.add(company._gendan_today(), days=1)
            due = max(match.statement_id.reconcile_by or tomorrow, tomorrow)
            lines.sudo().with_context(gendan_match=MATCHING).write({"due": due})  # sudo: as in `_gendan_settle`

    def _gendan_short(self):
        """The number it is called by."""
        self.ensure_one()
        return self.our_numbers or self.their_numbers or self.order_number or self.part or str(self.id)

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        return {
            "order": self.env["sale.order"],
            "partner": self.partner_id.commercial_partner_id,
            "company": self.company_id,
        }

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        labels = dict(self._fields["state"]._description_selection(self.env))
        for line in self.filtered(lambda line: line.is_open and line.owner_id):
            theirs = not line.our_count
            name = self.env._(
                "%(statement)s, %(number)s: %(state)s, %(amount)s.",
                statement=line.match_id.statement_id.name,
                number=line._gendan_short(),
                state=labels[line.state],
                amount=format_amount(
                    self.env,
                    line.difference or (line.their_amount if theirs else line.our_amount),
                    line.their_currency_id if theirs else line.currency_id,
                ),
            )
            values = {"kind": "match_difference", "name": name, "due": line.due, "user_id": line.owner_id.id}
            result[line] = [*result.get(line, []), values]
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        for line in self._filtered_access("write").filtered("is_open"):
            action = {"code": "match_settle", "label": self.env._("Cleared up"), "icon": "fa-check", "primary": True}
            result[line] = [*result.get(line, []), {**action, "undo": "action_unsettle"}]
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        if code == "match_settle":
            self.action_settle()
            return True
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
