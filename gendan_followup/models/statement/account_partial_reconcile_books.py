"""Reconciliations of a period, found without those of all years."""

from odoo import models


class AccountPartialReconcile(models.Model):
    """Statements ask which reconciliations came in a period, and which later."""

    _inherit = "account.partial.reconcile"

    _gendan_max_date_idx = models.Index("(max_date)")
