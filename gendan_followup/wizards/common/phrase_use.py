"""The dialog in which a clerk picks a phrase, changes a word and sends or copies it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...models.common.composing import open_composer


class GendanPhraseUse(models.TransientModel):
    """A phrase with one record's data: to the mail composer, or copied into a chat and noted.

    Opened on the record (``active_model``, ``active_id``) by whoever may read it. What may be said when is the
    record's business: ``_gendan_phrase_error``, if it has one.
    """

    _name = "gendan.phrase.use"
    _description = "Use a Phrase"

    res_model = fields.Char(required=True, readonly=True, default=lambda self: self.env.context.get("active_model"))
    res_id = fields.Many2oneReference(
        model_field="res_model", required=True, readonly=True, default=lambda self: self.env.context.get("active_id")
    )
    # what is stored is computed as superuser unless it says otherwise: here the user's rights count
    template_id = fields.Many2one(
        "mail.template",
        string="Phrase",
        compute="_compute_template_id",
        store=True,
        readonly=False,
        compute_sudo=False,
        domain="[('model', '=', res_model), ('gendan_stage', '!=', False)]",
    )
    lang = fields.Selection(
        "_selection_lang",
        string="Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    subject = fields.Char(compute="_compute_text", store=True, readonly=False, compute_sudo=False)
    text = fields.Text(compute="_compute_text", store=True, readonly=False, compute_sudo=False)
    sentence = fields.Char(string="Why It Cannot Be Used", compute="_compute_sentence")

    @api.model
    def _selection_lang(self):
        """The languages that are active."""
        return self.env["res.lang"].get_installed()

    @api.depends("res_model")
    def _compute_template_id(self):
        Template = self.env["mail.template"]
        for wizard in self:
            if not wizard.template_id and wizard.res_model:
                usable = Template._gendan_phrases_for(wizard.res_model)
                wizard.template_id = next(
                    (one for one in usable if not wizard._gendan_refusal(one)), usable[:1]
                )

    @api.depends("template_id", "res_id")
    def _compute_lang(self):
        for wizard in self:
            if not wizard.lang and wizard.template_id and (record := wizard._gendan_record()):
                wizard.lang = wizard.template_id._render_lang(record.ids)[record.id] or self.env.lang

    @api.depends("template_id", "lang", "res_id")
    def _compute_text(self):
        for wizard in self:
            record = wizard._gendan_record()
            if not wizard.template_id or not record:
                wizard.subject = wizard.text = False
                continue
            wizard.subject, wizard.text = wizard.template_id._gendan_phrase_text(record, wizard.lang)

    @api.depends("template_id")
    def _compute_sentence(self):
        for wizard in self:
            wizard.sentence = wizard._gendan_refusal(wizard.template_id)

    # ------------------------------------------------------------ actions

    def action_mail(self):
        """Button: into the mail composer, nothing is sent yet.

        :raise UserError: it may not be said now, or no phrase is chosen
        """
        record = self._gendan_asked()
        return open_composer(
            record,
            self.env._("Reply to the Customer"),
            context={"lang": self.env.lang},
            partner_ids=record._mail_get_partners()[record.id].ids,
            subject=self.subject,
            body=plaintext2html(self.text),
        )

    def action_copied(self):
        """Button: it was copied into a chat; kept in the record's chatter.

        :raise UserError: it may not be said now, or no phrase is chosen
        """
        record = self._gendan_asked()
        record.message_post(
            body=self.env._("Told by chat:") + plaintext2html(self.text),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------ guards

    def _gendan_record(self):
        """The record it is about, as the user may read it; empty without one."""
        self.ensure_one()
        if not self.res_model or not self.res_id or self.res_model not in self.env:
            return None
        record = self.env[self.res_model].browse(self.res_id).exists()
        return record if record and record.has_access("read") else None

    def _gendan_refusal(self, template):
        """The sentence why this phrase may not be used now, or False."""
        record = self._gendan_record()
        if record is None or not template or not hasattr(record, "_gendan_phrase_error"):
            return False
        return record._gendan_phrase_error(template)

    def _gendan_asked(self):
        """The record, after all was asked.

        :raise UserError: see the buttons
        """
        self.ensure_one()
        record = self._gendan_record()
        if record is None or not self.template_id or not (self.text or "").strip():
            raise UserError(self.env._("Choose a phrase first."))
        if sentence := self._gendan_refusal(self.template_id):
            raise UserError(sentence)
        return record
