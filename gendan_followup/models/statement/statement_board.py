"""The board of the month: how many statements, and how much, stand where."""

from odoo import api, fields, models

from .statement import STATES


class GendanStatement(models.Model):
    """Sums of several currencies stand in the company's."""

    _inherit = "gendan.statement"

    state = fields.Selection(group_expand="_gendan_states_shown")
    amount_board = fields.Monetary(
        string="To Confirm, Company Currency",
        compute="_compute_amount_board",
        store=True,
        currency_field="company_currency_id",
        help="A + B at the rate of the closing day.",
    )

    @api.depends("amount_total", "currency_id", "company_id.currency_id", "date_to")
    def _compute_amount_board(self):
        for statement in self:
            company, currency = statement.company_id, statement.currency_id
            if not currency or currency == company.currency_id:
                statement.amount_board = statement.amount_total
            else:
                statement.amount_board = currency._convert(
                    statement.amount_total, company.currency_id, company, statement.date_to or fields.Date.today()
                )

    @api.model
    def _gendan_states_shown(self, states, domain):
        """All states stand on the board, in their order; what was replaced only where there is one."""
        return [state for state, _label in STATES if state != "replaced" or state in states]
