"""The promise is no longer in danger while the customer is asked for another day: the clerk decides."""

from odoo import models
from odoo.tools import format_list

KIND = "date_relieved"


class GendanDateProposal(models.Model):
    """Questions that need not have been put: withdrawn, or kept by closing the to-do."""

    _inherit = "gendan.date.proposal"

    def write(self, vals):
        # EXTENDS gendan_followup: what the customer is no longer asked need not be withdrawn
        result = super().write(vals)
        if "state" in vals:
            self.filtered(lambda proposal: proposal.state != "sent")._gendan_close_todos([KIND])
        return result

    def _gendan_relieved_parts(self):
        """The parts of this proposal that wait for the customer's answer and will be on time after all. With sudo."""
        self.ensure_one()
        return self.line_ids.filtered("is_asked").part_id.filtered(
            lambda part: any(
                warning.state == "over" and warning.promise_version == part.version for warning in part.warning_ids
            )
        )

    def _gendan_relieved_text(self):
        """What the clerk has to decide, in the language of the context. With sudo."""
        self.ensure_one()
        return self.env._(
            "%(proposal)s: %(parts)s will be on time after all. Withdraw the question or ask anew without it; close"
            " this if the new date is to stand.",
            proposal=self.display_name,
            parts=format_list(self.env, self._gendan_relieved_parts().mapped("display_name")),
        )

    def _gendan_open_relieved(self):
        """The danger to parts of these proposals has just passed: the clerk is to decide. Batch, with sudo."""
        for company, proposals in self.grouped("company_id").items():
            # worded once for all, in the company's language; readers see it in theirs, see _gendan_todo_labels
            speaking = proposals.with_context(lang=company.partner_id.lang or self.env.lang)
            names = {proposal: proposal._gendan_relieved_text() for proposal in speaking}
            speaking._gendan_open_todo(KIND, names, role="clerk", due=company._gendan_today(), urgency="2",
                                       ladder="date_answer")  # fmt: skip

    def _gendan_close_relieved(self):
        """Nothing is left to be decided where no part that is asked about is on time. Batch, with sudo."""
        self.filtered(lambda proposal: not proposal._gendan_relieved_parts())._gendan_close_todos([KIND])

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        # sudo: shown to whoever may read the to-dos
        for proposal in self.sudo().filtered(lambda proposal: proposal.state == "sent"):
            if proposal._gendan_relieved_parts():
                labels[proposal.id, KIND] = proposal._gendan_relieved_text()
        return labels


class GendanDateWarning(models.Model):
    """Which questions its end, or its coming back, is about."""

    _inherit = "gendan.date.warning"

    def _gendan_tell_askers(self):
        """These warnings have just opened or closed: the clerk hears of questions they make needless. Batch, sudo."""
        if not self:
            return
        lines = self.env["gendan.date.proposal.line"].search(
            [("part_id", "in", self.part_id.ids), ("is_asked", "=", True)]
        )
        over = self.filtered(lambda warning: warning.state == "over").part_id
        relieved = lines.filtered(lambda line: line.part_id in over).proposal_id
        relieved._gendan_open_relieved()
        (lines.proposal_id - relieved)._gendan_close_relieved()
