"""What brings instalments to be looked at: entries, reconciliations, statements, terms."""

from odoo import api, models

MOVE_FIELDS = frozenset({"state", "invoice_date_due", "delivery_date", "invoice_date"})
PROFILE_FIELDS = frozenset(
    {"count_from", "term_days", "closing_day", "pay_day", "reconcile_day", "reconcile_days", "off_holidays"}
)


def _is_on(env):
    """Whether any company collects; kept per process."""
    return bool(env["res.company"]._gendan_switched_on("gendan_collect"))


class AccountMove(models.Model):
    """Posted, taken back, cancelled."""

    _inherit = "account.move"

    def write(self, vals):
        # EXTENDS account: only wakes the sweep
        result = super().write(vals)
        if not MOVE_FIELDS.isdisjoint(vals) and _is_on(self.env):
            self.env["gendan.receivable.case"]._gendan_wake()
        return result


class AccountPartialReconcile(models.Model):
    """Paid, and taken off again."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS account: only wakes the sweep
        partials = super().create(vals_list)
        if _is_on(self.env):
            self.env["gendan.receivable.case"]._gendan_wake()
        return partials

    def unlink(self):
        # EXTENDS account: as above
        result = super().unlink()
        if _is_on(self.env):
            self.env["gendan.receivable.case"]._gendan_wake()
        return result


class GendanStatement(models.Model):
    """What becomes of a statement explains what is open."""

    _inherit = "gendan.statement"

    def _gendan_moved(self, state):
        # EXTENDS gendan_followup
        result = super()._gendan_moved(state)
        for company, statements in self.grouped("company_id").items():
            self.env["gendan.receivable.case"]._gendan_mark(company, statements.partner_id)
        return result


class GendanSettlementProfile(models.Model):
    """Other terms, other days."""

    _inherit = "gendan.settlement.profile"

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if not PROFILE_FIELDS.isdisjoint(vals) and _is_on(self.env):
            # sudo: who keeps profiles need not see the instalments
            cases = self.env["gendan.receivable.case"].sudo().search(
                [("profile_id", "in", self.ids), ("state", "=", "open"), ("is_stale", "=", False)]
            )  # fmt: skip
            cases.is_stale = True
            self.env["gendan.receivable.case"]._gendan_wake()
        return result
