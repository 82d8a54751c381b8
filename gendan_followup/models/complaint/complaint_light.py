"""The light track: answered, settled and closed in one screen."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, plaintext2html

from .complaint import CHANNELS
from .complaint_answer import NOTING


class GendanComplaint(models.Model):
    """What is typed in that screen, and the one button."""

    _inherit = "gendan.complaint"

    light_answer = fields.Text("Answer to the Customer", copy=False, help="What the customer is told.")
    light_channel = fields.Selection(
        CHANNELS,
        string="Answered through",
        compute="_compute_light_channel",
        store=True,
        readonly=False,
        precompute=True,
        help="By e-mail it is sent; all else is noted as told.",
    )

    @api.depends("channel")
    def _compute_light_channel(self):
        for complaint in self:
            channel = complaint.channel
            complaint.light_channel = channel if channel != "portal" else "mail"

    def _gendan_light_error(self):
        """The sentence why the light way is not open, or False."""
        self.ensure_one()
        words = {"complaint": self.display_name}
        if self.track != "light":
            return self.env._("%(complaint)s goes the full way: it is looked into first.", **words)
        if not (self.light_answer or "").strip():
            return self.env._("%(complaint)s: write what the customer is told.", **words)
        limit = self.company_id.gendan_complaint_light_value
        # what is given, too: goods nobody has counted are worth nothing
        worth = self.currency_id._convert(
            max(self.value, sum(self.settlement_ids.mapped("amount"))),
            self.company_id.currency_id,
            self.company_id,
            self.company_id._gendan_today(),
        )
        if (
            limit
            and self.company_id.currency_id.compare_amounts(worth, limit) > 0
            and not self.env.user.has_group("gendan_followup.group_gendan_manager")
        ):
            return self.env._(
                "%(complaint)s is worth %(value)s; the light way is for up to %(limit)s. Put it on the full track, or"
                " ask a supervisor to close it.",
                value=format_amount(self.env, worth, self.company_id.currency_id),
                limit=format_amount(self.env, limit, self.company_id.currency_id),
                **words,
            )
        return False

    def action_light_close(self):
        """Button of the light track: findings, answer, settlement and end, each judged as if it were pressed.

        :raise UserError: the sentence what is missing, or that it goes the full way
        """
        for complaint in self:
            complaint.check_access("write")
            if sentence := complaint._gendan_light_error():
                raise UserError(sentence)
            if complaint.state in ("new", "work"):
                complaint._gendan_step("find")
            if complaint.state == "findings":
                # what he reads on his page is what he is told now
                complaint._gendan_step("propose", proposal=complaint.light_answer)
            complaint._gendan_light_tell()
            if complaint.state == "proposed":
                # he was told, and takes it so; who says otherwise is asked for his agreement first
                agreed_by = complaint.agreed_by or complaint._gendan_answer_to().name
                complaint._gendan_step("agree", agreed_by=agreed_by)
            if complaint.state == "agreed":
                complaint._gendan_step("settle")
            complaint.settlement_ids._gendan_do()
            complaint._gendan_step("close")
        return True

    def action_unfounded(self):
        # EXTENDS gendan_followup: on this screen what he is told is typed, not given by a button of its own
        for complaint in self:
            is_typed = complaint.track == "light" and not complaint.is_told and (complaint.light_answer or "").strip()
            if is_typed and not complaint._gendan_open_error("unfounded") and not complaint._gendan_find_error():
                complaint.check_access("write")
                if complaint.state != "findings":
                    complaint._gendan_step("find")
                complaint._gendan_light_tell()
        return super().action_unfounded()

    def _gendan_unfounded_error(self):
        # EXTENDS gendan_followup
        sentence = super()._gendan_unfounded_error()
        if sentence and self.track == "light" and not self._gendan_find_error():
            return self.env._("%(complaint)s: write what the customer is told.", complaint=self.display_name)
        return sentence

    def _gendan_prepare_step_vals(self, code):
        # EXTENDS gendan_followup: looked into again, he is told something else
        vals = super()._gendan_prepare_step_vals(code)
        if code in ("again", "reopen"):
            vals["light_answer"] = False
        return vals

    def _gendan_light_tell(self):
        """The customer is told what was typed; by e-mail it is sent.

        :raise UserError: he has no address
        """
        self.ensure_one()
        channel, message = self.light_channel or "phone", None
        if channel == "mail":
            contact = self._gendan_answer_to()
            if not contact.email:
                raise UserError(
                    self.env._(
                        "%(customer)s has no e-mail address: tell him otherwise and say how.",
                        customer=contact.display_name,
                    )
                )
            if sentence := self._gendan_answer_error(False):
                raise UserError(sentence)
            message = self.with_context(gendan_noting=NOTING).message_post(
                body=plaintext2html(self.light_answer),
                subject=self._gendan_answer_subject(),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=contact.ids,
                email_layout_xmlid="mail.mail_notification_light",
            )
        self._gendan_note_answer(channel, self.light_answer, False, message=message)
