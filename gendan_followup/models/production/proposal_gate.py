"""New dates need PMC's word before they go out."""

from odoo import api, models
from odoo.tools import format_date

from odoo.addons.gendan_followup.tools.gate import GatePoint

MANAGER = "gendan_followup.group_gendan_manager"


class GendanDateProposal(models.Model):
    """The gate ``propose``: each new date is confirmed by PMC, or the supervisor waives it."""

    _inherit = "gendan.date.proposal"

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "propose":
            points = [*points, GatePoint("date_confirmed", type(self)._gendan_not_confirmed, MANAGER)]
        return points

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_gate_actions()
        if drafts := self.filtered(lambda proposal: proposal.state == "draft" and proposal.line_ids):
            actions["propose"] = drafts
        return actions

    def _gendan_waived(self, action):
        # EXTENDS gendan_followup: the supervisor let the dates go that she saw, not those written since
        waived = super()._gendan_waived(action)
        if action != "propose" or not waived:
            return waived
        # sudo: as in super
        waivers = self.env["gendan.waiver"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("action", "in", [action, False])]
        )  # fmt: skip
        changed = {
            proposal.id: max(filter(None, proposal.line_ids.mapped("dates_changed_at")), default=False)
            for proposal in self
        }
        return waived & {
            (waiver.res_id, waiver.code)
            for waiver in waivers
            if waiver._gendan_holds()
            and (not changed[waiver.res_id] or changed[waiver.res_id] <= waiver.create_date)
        }

    def _gendan_not_confirmed(self):
        """{proposal: sentences} of the lines whose new date Planning has not confirmed. Batch."""
        found = {}
        for proposal in self.filtered("company_id.gendan_date_needs_pmc"):
            sentences = [sentence for line in proposal.line_ids if (sentence := line._gendan_not_confirmed_sentence())]
            if sentences:
                # one problem: the supervisor lets the proposal go, not its lines one by one
                found[proposal] = " ".join(sentences)
        return found

    def action_ask_pmc(self):
        """Button: ask PMC for the dates of the deliveries that have none.

        :return: action of a notice
        :raise UserError: nobody in the department could answer
        """
        self.ensure_one()
        self.check_access("write")
        parts = self.line_ids.filtered(lambda line: not line.confirmed_date).part_id
        return (parts or self.line_ids.part_id).action_gendan_ask_word()


class GendanDateProposalLine(models.Model):
    """Whether a line's date is confirmed."""

    _inherit = "gendan.date.proposal.line"

    def _gendan_not_confirmed_sentence(self):
        """The sentence that PMC's word is missing for the new date, or False."""
        self.ensure_one()
        # the first of it that arrives
        day = self.first_date if self.first_date and self.first_quantity else self.new_date
        if not day:
            return False
        words = {
            "part": self.part_id.display_name,
            "order": self.order_id.name,
            "day": format_date(self.env, day),
            "confirmed": format_date(self.env, self.confirmed_date) if self.confirmed_date else "",
        }
        if not self.confirmed_date:
            return self.env._(
                "Planning has not confirmed %(day)s for %(part)s of order %(order)s: ask planning, or have the"
                " supervisor waive it.",
                **words,
            )
        if day < self.confirmed_date:
            return self.env._(
                "Planning has confirmed %(confirmed)s for %(part)s of order %(order)s, not %(day)s already: take"
                " that date, or have the supervisor waive it.",
                **words,
            )
        return False
