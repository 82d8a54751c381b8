from odoo import api, fields, models
from odoo.exceptions import UserError

from .statement_answer import REASONS, SAID


class GendanStatementAnswerLine(models.Model):
    """What a customer says against one line of a statement, or against none of them. Append-only, with its answer.

    Lines nobody says anything about are agreed to.
    """

    _name = "gendan.statement.answer.line"
    _description = "Line of an Answer to a Statement"
    _inherit = ["gendan.parent.access.mixin"]
    _gendan_parent = "answer_id"
    _order = "answer_id desc, id"

    answer_id = fields.Many2one(
        "gendan.statement.answer", required=True, readonly=True, ondelete="restrict", index=True
    )
    # empty: not on our statement, or not said against which line
    line_id = fields.Many2one(
        "gendan.statement.line", string="Statement Line", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    difference_id = fields.Many2one(
        "gendan.statement.difference",
        string="Followed up as",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    name = fields.Char(string="About", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    our_amount = fields.Monetary(string="Our Amount", readonly=True)
    their_amount = fields.Monetary(string="His Amount", readonly=True)
    difference = fields.Monetary(readonly=True, help="His amount less ours.")
    reason = fields.Selection(REASONS, string="His Reason", readonly=True)
    note = fields.Char(string="His Words", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: with an answer only
        self.env["gendan.statement.answer"]._gendan_check_code()
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base: the difference it is about is linked as it is made; nothing else ever
        if self.env.context.get("gendan_statement_said") is not SAID or set(vals) != {"difference_id"}:
            raise UserError(self.env._("What the customer said is never changed. Take down what he says now instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What the customer said is never deleted. Take down what he says now instead."))

    def copy(self, default=None):
        raise UserError(self.env._("What the customer said is not copied. Take down what he says now instead."))
