"""Phrases for complaints: none promises anything before something was found."""

from odoo import api, models
from odoo.exceptions import UserError

# stands in a phrase where the clerk has to write something
GAP = "[…]"
# these only hold the customer; the others say what was found or is offered
HOLDING_STAGES = ("holding", "apology")
ANSWER_STAGES = ("findings", "proposal", "closing")


class MailTemplate(models.Model):
    """The stages of a complaint."""

    _inherit = "mail.template"

    @api.model
    def _selection_gendan_stage(self):
        # EXTENDS gendan_followup
        stages = {
            "holding": self.env._("Complaint: holding answer"),
            "apology": self.env._("Complaint: apology"),
            "findings": self.env._("Complaint: findings"),
            "proposal": self.env._("Complaint: proposal"),
            "closing": self.env._("Complaint: closing"),
        }
        return [*super()._selection_gendan_stage(), *stages.items()]

    @api.model
    def _gendan_complaint_phrases(self, is_holding):
        """Phrases for an answer of that sort, by stage.

        :param bool is_holding: only those that promise nothing, else only those that say something
        """
        stages = HOLDING_STAGES if is_holding else ANSWER_STAGES
        return self._gendan_phrases_for("gendan.complaint").filtered(lambda one: one.gendan_stage in stages)


class GendanComplaint(models.Model):
    """What may be said of it now."""

    _inherit = "gendan.complaint"

    def _gendan_phrase_error(self, template):
        """The sentence why this phrase cannot be used now, or False.

        :param template: ``mail.template`` with a stage
        """
        self.ensure_one()
        is_holding = template.gendan_stage in HOLDING_STAGES
        return self._gendan_answer_error(is_holding) or (
            template.gendan_stage == "closing" and self._gendan_closing_error()
        )

    def _gendan_closing_error(self):
        """The sentence why the customer cannot be told that all is done, or False."""
        self.ensure_one()
        if self.state == "closed" or self._gendan_is_carried_out():
            return False
        return self.env._(
            "%(complaint)s is not carried out yet: this phrase tells the customer that all is done.",
            complaint=self.display_name,
        )

    def _gendan_is_carried_out(self):
        """Whether what was agreed has been done."""
        self.ensure_one()
        return self.state == "settling" and all(settlement.done_at for settlement in self.settlement_ids)

    def _gendan_gap_error(self, text):
        """The sentence when a text to the customer still has a gap of its phrase, or False.

        :param str text: plain or html
        """
        self.ensure_one()
        if GAP not in (text or ""):
            return False
        return self.env._(
            "%(complaint)s: write what the customer is to know where the text says %(gap)s.",
            complaint=self.display_name,
            gap=GAP,
        )

    def _gendan_note_answer(self, channel, text, is_holding, message=None, at=None):
        # EXTENDS gendan_followup
        if sentence := self._gendan_gap_error(text):
            raise UserError(sentence)
        return super()._gendan_note_answer(channel, text, is_holding, message=message, at=at)

    def _gendan_answer_stage(self):
        """The stage of the phrase that fits now, for an answer that says something; False where none does."""
        self.ensure_one()
        if self.state == "closed" or self._gendan_is_carried_out():
            return "closing"
        if self.state in ("agreed", "settling"):
            # he has said yes, and it is not done yet
            return False
        return "proposal" if self.proposal else "findings"


class MailComposeMessage(models.TransientModel):
    """A phrase chosen in the composer itself counts as what it is."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        # EXTENDS mail
        for wizard in self:
            stage = wizard.template_id.gendan_stage
            # the phrase says what the mail is, whichever button opened the composer
            if wizard.model == "gendan.complaint" and stage in HOLDING_STAGES + ANSWER_STAGES:
                wizard.gendan_complaint_answer = "holding" if stage in HOLDING_STAGES else "answer"
            for complaint in wizard._gendan_complaints():
                # before it is out
                judged = stage in HOLDING_STAGES + ANSWER_STAGES
                sentence = judged and complaint._gendan_phrase_error(wizard.template_id)
                if sentence := sentence or complaint._gendan_gap_error(wizard.body):
                    raise UserError(sentence)
        return super()._action_send_mail(auto_commit=auto_commit)
