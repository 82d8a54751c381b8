from odoo import api, fields, models


class GendanComplaintSay(models.TransientModel):
    """Begins with a phrase in the customer's language."""

    _inherit = "gendan.complaint.say"

    phrase_ids = fields.Many2many("mail.template", string="Phrases Offered", compute="_compute_phrase_ids")
    phrase_id = fields.Many2one(
        "mail.template",
        string="Phrase",
        compute="_compute_phrase_id",
        store=True,
        readonly=False,
        compute_sudo=False,
        domain="[('id', 'in', phrase_ids)]",
    )
    lang = fields.Selection(
        "_selection_lang",
        string="Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    text = fields.Text(compute="_compute_text", store=True, readonly=False, compute_sudo=False)

    @api.model
    def _selection_lang(self):
        """The languages that are active."""
        return self.env["res.lang"].get_installed()

    @api.depends("is_holding", "complaint_id")
    def _compute_phrase_ids(self):
        for say in self:
            complaint = say.complaint_id
            phrases = self.env["mail.template"]._gendan_complaint_phrases(say.is_holding)
            say.phrase_ids = phrases.filtered(
                lambda one, complaint=complaint: not complaint or not complaint._gendan_phrase_error(one)
            )

    @api.depends("complaint_id", "is_holding")
    def _compute_phrase_id(self):
        for say in self:
            stage = "holding" if say.is_holding else say.complaint_id._gendan_answer_stage()
            say.phrase_id = say.phrase_ids.filtered(lambda one, stage=stage: one.gendan_stage == stage)[:1]

    @api.depends("complaint_id")
    def _compute_lang(self):
        known = dict(self._selection_lang())
        for say in self:
            lang = say.complaint_id._gendan_answer_to().lang if say.complaint_id else False
            say.lang = lang if lang in known else self.env.lang

    @api.depends("phrase_id", "lang", "complaint_id")
    def _compute_text(self):
        for say in self:
            if say.phrase_id and say.complaint_id:
                say.text = say.phrase_id._gendan_phrase_text(say.complaint_id, say.lang)[1]
            elif not say.phrase_id:
                say.text = say.text or False
