"""One after the other: each statement begins with the balance of the one before it."""

from odoo import api, fields, models
from odoo.tools import format_date

from .statement import OPEN_STATES


class GendanStatement(models.Model):
    """A later statement waits for the earlier one: sent first, it would carry as a correction what that one says."""

    _inherit = "gendan.statement"

    unsent_before_id = fields.Many2one(
        "gendan.statement",
        string="Not Sent before",
        compute="_compute_unsent_before_id",
        compute_sudo=True,
        help="An earlier statement of this customer in this currency that has not gone out yet.",
    )

    @api.depends("state")
    def _compute_unsent_before_id(self):
        drafts = self.filtered(lambda one: one.state in OPEN_STATES)
        (self - drafts).unsent_before_id = False
        if not drafts:
            return
        found = self.search(
            [
                ("company_id", "in", drafts.company_id.ids),
                ("partner_id", "in", drafts.partner_id.ids),
                ("currency_id", "in", drafts.currency_id.ids),
                ("date_to", "<", max(drafts.mapped("date_to"))),
                ("state", "in", OPEN_STATES),
            ],
            order="date_to, id",
        ).grouped(lambda one: (one.company_id, one.partner_id, one.currency_id))
        for one in drafts:
            earlier = found.get((one.company_id, one.partner_id, one.currency_id), self.browse())
            one.unsent_before_id = earlier.filtered(lambda other, last=one.date_to: other.date_to < last)[:1]

    def _gendan_moved(self, state):
        # EXTENDS gendan_followup: those after it may go now, or have to wait
        result = super()._gendan_moved(state)
        self.invalidate_model(["unsent_before_id"])
        return result

    def _gendan_send_error(self, is_stale=None):
        # EXTENDS gendan_followup: the earlier one goes first
        if sentence := super()._gendan_send_error(is_stale):
            return sentence
        before = self.unsent_before_id.sudo()  # sudo: number and day of one of the same customer
        if not before:
            return False
        return self.env._(
            "%(before)s of %(day)s has not gone out yet, and %(statement)s begins with its balance: send it first, or"
            " let a supervisor delete it.",
            before=before.name,
            day=format_date(self.env, before.date_to),
            statement=self.display_name,
        )
