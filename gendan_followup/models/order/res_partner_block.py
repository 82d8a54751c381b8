from odoo import fields, models
from odoo.exceptions import AccessError

KEEPERS = ("gendan_followup.group_gendan_manager", "account.group_account_invoice")


class ResPartner(models.Model):
    """A customer from whom no new orders are taken for the time being, and why."""

    _inherit = "res.partner"

    gendan_blocked_reason = fields.Char(
        "No New Orders Because",
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="Filled in: new orders of this customer wait for a supervisor. Kept by supervisors and accounting, on the"
        " company, for all its addresses.",
    )
    gendan_may_block = fields.Boolean(compute="_compute_gendan_may_block", groups="base.group_user")

    def _compute_gendan_may_block(self):
        self.gendan_may_block = self._gendan_may_block()

    def _gendan_may_block(self):
        return self.env.su or any(self.env.user.has_group(group) for group in KEEPERS)

    def _gendan_check_may_edit(self, vals):
        # EXTENDS gendan_followup: whoever is held by the block must not lift it
        result = super()._gendan_check_may_edit(vals)
        name = "gendan_blocked_reason"
        if name in vals and not self._gendan_may_block() and self._gendan_is_decided(name, vals[name]):
            raise AccessError(
                self.env._("Only supervisors and accounting may stop or allow a customer's new orders. Ask them.")
            )
        return result
