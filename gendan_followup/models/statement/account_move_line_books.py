"""Entries that are not posted, found quickly."""

from odoo import models


class AccountMoveLine(models.Model):
    """Odoo keeps the reconciliation of an entry that went back to draft; balances and ages must not count it."""

    _inherit = "account.move.line"

    _gendan_undone_idx = models.Index("(id) WHERE parent_state <> 'posted'")
