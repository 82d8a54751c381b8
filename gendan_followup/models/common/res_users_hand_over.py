from odoo import models
from odoo.exceptions import AccessError


class ResUsers(models.Model):
    """Who may follow orders, who may give them away."""

    _inherit = "res.users"

    def _gendan_check_may_hand_over(self):
        """:raise AccessError: the current user is no supervisor"""
        if not self.env.su and not self.env.user.has_group("gendan_followup.group_gendan_manager"):
            raise AccessError(self.env._("Only a supervisor may hand customers and orders to another clerk."))

    def _gendan_clerk_error(self, company=None):
        """The sentence why this person cannot follow orders (of a company), or False."""
        user = self.sudo()  # whether a colleague is of the team may be known
        if not user or not user.active or not user.has_group("gendan_followup.group_gendan_user"):
            return self.env._("%(user)s is not of the follow-up team.", user=user.name or "")
        if company and company not in user.company_ids:
            return self.env._(
                "%(user)s does not work for %(company)s.", user=user.name, company=company.display_name
            )
        return False

    def _gendan_hand_over_note(self, former, user, reason):
        """What the chatter says of a change of clerk."""
        words = {"former": former.name or self.env._("nobody"), "clerk": user.name, "reason": (reason or "").strip()}
        if words["reason"]:
            return self.env._("Handed over from %(former)s to %(clerk)s: %(reason)s", **words)
        return self.env._("Handed over from %(former)s to %(clerk)s.", former=words["former"], clerk=words["clerk"])
