"""Dialog: several statements, or one on paper, go out each in the way its customer wishes."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.statement.settlement_profile_way import WAYS
from ...models.statement.statement_ways import PAPER_WAYS

# selected for one dialog at most
MOST = 2000


class GendanStatementSend(models.TransientModel):
    """Which statements go by which way, what keeps some of them here, and how far those by e-mail are.

    The rules are the statements': nothing goes out that could not go out alone. Who may write a statement sends it.
    """

    _name = "gendan.statement.send"
    _description = "Send Statements"
    _transient_max_hours = 24.0

    line_ids = fields.One2many("gendan.statement.send.line", "wizard_id", string="Statements")
    mail_count = fields.Integer(string="By E-mail", compute="_compute_counts")
    paper_count = fields.Integer(string="On Paper", compute="_compute_counts")
    chat_count = fields.Integer(string="By Chat", compute="_compute_counts")
    held_count = fields.Integer(string="Cannot Go out", compute="_compute_counts")
    gone_count = fields.Integer(string="Gone out", compute="_compute_counts")
    queued_count = fields.Integer(string="Being Sent", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")

    @api.depends("line_ids.way", "line_ids.error", "line_ids.status")
    def _compute_counts(self):
        for wizard in self:
            lines = wizard.line_ids
            ready = lines.filtered(lambda line: line.status == "ready" and not line.error)
            wizard.mail_count = len(ready.filtered(lambda line: line.way == "email"))
            wizard.chat_count = len(ready.filtered(lambda line: line.way == "chat"))
            wizard.paper_count = len(ready.filtered(lambda line: line.way in PAPER_WAYS))
            wizard.held_count = len(lines.filtered("error"))
            wizard.gone_count = len(lines.filtered(lambda line: line.status == "gone"))
            wizard.queued_count = len(lines.filtered(lambda line: line.status == "queued"))
            under_way = wizard.gone_count + wizard.queued_count
            wizard.progress = 100.0 * wizard.gone_count / under_way if under_way else 0.0

    # ------------------------------------------------------------ actions

    def action_mail(self):
        """Button: those by e-mail are sent in the background; returns the dialog with how far they are.

        :raise AccessError: not the user's customers
        """
        self.ensure_one()
        ready = self._gendan_ready().filtered(lambda line: line.way == "email")
        ready.statement_id.check_access("write")
        ready.statement_id._gendan_queue()
        ready.was_queued = True
        return self._gendan_show()

    def action_print(self):
        """Button: those by fax or courier are printed, and with it sent; the others stay.

        :return: action of the report
        :raise UserError: nothing is left to print
        """
        self.ensure_one()
        ready = self._gendan_ready().filtered(lambda line: line.way in PAPER_WAYS)
        gone = self.env["gendan.statement"]
        for way, lines in ready.grouped("way").items():
            groups = list(lines.grouped("statement_id"))
            failed = self.env["gendan.bulk"]._gendan_try(groups, lambda them, way=way: them.action_send_paper(way))
            for index, statement in enumerate(groups):
                line = lines.filtered(lambda one, statement=statement: one.statement_id == statement)
                line.held = failed.get(index, False)
                line.was_gone = index not in failed
                gone |= statement if index not in failed else gone.browse()
        if not gone:
            raise UserError(self.env._("Nothing was printed: the list says why."))
        return gone.action_print()

    def action_refresh(self):
        """Button: how far are they; returns the dialog."""
        return self._gendan_show()

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_open(self, statements):
        """A dialog about these statements, with what keeps each here.

        :raise UserError: too many
        """
        if len(statements) > MOST:
            raise UserError(self.env._("Select %(most)s statements at most.", most=MOST))
        stale = statements.filtered(lambda one: one.state == "checked")._gendan_stale()
        return self.create(
            {
                "line_ids": [
                    fields.Command.create(
                        {
                            "statement_id": one.id,
                            "way": one.send_way,
                            "held": self._gendan_held(one, one in stale, len(statements) > 1),
                            "was_frozen": one._gendan_is_frozen(),
                        }
                    )
                    for one in statements
                ]
            }
        )

    @api.model
    def _gendan_held(self, statement, is_stale, among_others):
        """The sentence why a statement does not go out with this dialog, or False.

        :param bool is_stale: as of `_gendan_send_error`
        :param bool among_others: what is out already goes once more only where it was chosen alone
        """
        if among_others and statement._gendan_is_frozen():
            return self.env._(
                "%(statement)s has gone out already: send it again from its form.", statement=statement.name
            )
        return statement._gendan_go_error(is_stale)

    def _gendan_ready(self):
        """The rows nothing speaks against."""
        return self.line_ids.filtered(lambda line: line.status == "ready" and not line.error)

    def _gendan_show(self):
        """Action: this dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Statements"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }


class GendanStatementSendLine(models.TransientModel):
    """One statement in the dialog."""

    _name = "gendan.statement.send.line"
    _inherit = ["gendan.statement.dialog"]
    _description = "Statement to Be Sent"
    _order = "way, id"

    wizard_id = fields.Many2one("gendan.statement.send", required=True, ondelete="cascade", index=True)
    statement_id = fields.Many2one("gendan.statement", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="statement_id.partner_id")
    amount_total = fields.Monetary(related="statement_id.amount_total")
    currency_id = fields.Many2one(related="statement_id.currency_id")
    way = fields.Selection(WAYS, string="Goes by", required=True)
    to = fields.Char(string="Address or Number", compute="_compute_to")
    held = fields.Char(readonly=True)
    was_queued = fields.Boolean(readonly=True)
    was_gone = fields.Boolean(readonly=True)
    was_frozen = fields.Boolean(readonly=True)
    error = fields.Char(string="Why It Stays", compute="_compute_status")
    status = fields.Selection(
        [("ready", "Can Go out"), ("queued", "Being Sent"), ("gone", "Gone out"), ("held", "Stays Here")],
        string="How Far",
        compute="_compute_status",
    )

    @api.depends("statement_id", "way")
    def _compute_to(self):
        for line in self:
            line.to = line.way and line.statement_id._gendan_send_to(line.way)

    @api.depends(
        "statement_id.state", "statement_id.send_state", "statement_id.send_error",
        "way", "held", "was_queued", "was_gone", "was_frozen",
    )  # fmt: skip
    def _compute_status(self):
        for line in self:
            statement = line.statement_id
            line.error = False
            if statement.send_state in ("queued", "sending"):
                line.status = "queued"
            elif (
                line.was_gone
                or (line.was_queued and statement.send_state != "failed")
                or (statement._gendan_is_frozen() and not line.was_frozen)
            ):
                line.status = "gone"
            elif error := (
                (line.was_queued and statement.send_error)
                or line.held
                or (line.way and statement._gendan_way_error(line.way))
            ):
                line.status, line.error = "held", error
            else:
                line.status = "ready"

    def action_chat(self):
        """Button: the text for a chat; copying it sends the statement."""
        self.ensure_one()
        return self.statement_id.action_send_chat()
