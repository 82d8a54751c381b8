"""What has to be said before each step: guards that return the sentence."""

from odoo import models
from odoo.exceptions import UserError

from .complaint import ENDED

AGREED = frozenset({"proposal", "agreed_by"})


class GendanComplaint(models.Model):
    """Guards of the judge. Hook each of them: ``return super()... or`` one's own sentence."""

    _inherit = "gendan.complaint"

    def _gendan_write_error(self, vals):
        # EXTENDS gendan_followup: what the customer said yes to, and who did
        if sentence := super()._gendan_write_error(vals):
            return sentence
        said = {name for name in AGREED & vals.keys() if (vals[name] or "") != (self[name] or "")}
        if self.state in ("agreed", "settling") and said:
            return self.env._(
                "%(complaint)s: the customer has agreed to this offer, so it stays. To offer something else, look into"
                " it again first.",
                complaint=self.display_name,
            )
        return False

    def _gendan_take_error(self):
        """Why nobody can look into it yet, or False."""
        self.ensure_one()
        if not self.partner_id:
            return self.env._("%(complaint)s: say first whose complaint it is.", complaint=self.display_name)
        return False

    def _gendan_find_error(self):
        """Why the findings cannot be recorded yet, or False."""
        self.ensure_one()
        if sentence := self._gendan_take_error():
            return sentence
        if not (self.findings or "").strip():
            return self.env._("%(complaint)s: write under “Findings” what was found.", complaint=self.display_name)
        return False

    def _gendan_propose_error(self):
        """Why nothing can be proposed yet, or False."""
        self.ensure_one()
        if not (self.proposal or "").strip():
            return self.env._(
                "%(complaint)s: write under “Offer to the Customer” what the customer is offered.",
                complaint=self.display_name,
            )
        return False

    def _gendan_agree_error(self):
        """Why it cannot be agreed yet, or False."""
        self.ensure_one()
        if not (self.agreed_by or "").strip():
            return self.env._("%(complaint)s: say who at the customer agreed.", complaint=self.display_name)
        return False

    def _gendan_settle_error(self):
        """Why it cannot be carried out yet, or False."""
        self.ensure_one()
        if not self.settlement_ids:
            return self.env._(
                "%(complaint)s: say how it is settled, also when it costs nothing.", complaint=self.display_name
            )
        for settlement in self.settlement_ids:
            if sentence := settlement._gendan_error():
                return sentence
        return False

    def _gendan_close_error(self):
        """Why it cannot be closed yet, or False."""
        self.ensure_one()
        words = {"complaint": self.display_name}
        if not self.cause_id:
            return self.env._("%(complaint)s: say what caused it.", **words)
        if waiting := self.settlement_ids.filtered(lambda settlement: not settlement.done_at):
            return self.env._(
                "%(complaint)s: “%(settlement)s” is not carried out yet.",
                settlement=waiting[0].display_name,
                **words,
            )
        if not self.is_told:
            return self.env._("%(complaint)s: the customer has not been told what was found.", **words)
        return False

    def _gendan_unfounded_error(self):
        """Why it cannot be said to be nothing of ours, or False."""
        self.ensure_one()
        if sentence := self._gendan_find_error():
            return sentence
        if not self.is_told:
            return self.env._("%(complaint)s: the customer has not been told what was found.",
                              complaint=self.display_name)  # fmt: skip
        return False

    def _gendan_cancel_error(self):
        """Why it cannot be cancelled, or False."""
        self.ensure_one()
        if not (self.reason or "").strip():
            return self.env._("%(complaint)s: write under “Reason” why it is cancelled.", complaint=self.display_name)
        return False

    def _gendan_reopen_error(self):
        """Why it cannot be opened again, or False."""
        self.ensure_one()
        return False

    # ------------------------------------------------------------ its rows

    def _gendan_check_line_writes(self):
        """Goods and settlements of these complaints may be written.

        :raise UserError: one has ended
        :raise AccessError: one may be read, not written
        """
        self.check_access("write")
        for complaint in self:
            if complaint.state in ENDED:
                raise UserError(
                    self.env._("%(complaint)s has ended. Open it again first.", complaint=complaint.display_name)
                )
