"""Reply phrases (常用答覆): what is said again and again to customers, with the record's data, in their language."""

from odoo import api, fields, models
from odoo.tools import html2plaintext


class MailTemplate(models.Model):
    """A mail template with a stage is a phrase: offered where clerks write to customers, by mail or for a chat.

    Phrases are Odoo's own templates: edited, translated and tried out there, rendered in its sandbox.
    """

    _inherit = "mail.template"

    gendan_stage = fields.Selection(
        "_selection_gendan_stage",
        string="Phrase for",
        index="btree_not_null",
        help="Offered to clerks under this heading, to be sent by mail or copied into a chat.",
    )

    @api.model
    def _selection_gendan_stage(self):
        """What phrases are for: list of (code, label). Rooms add theirs."""
        stages = {
            "delay": self.env._("Delay"),
            "refusal": self.env._("What we cannot do"),
            "small_order": self.env._("Small order"),
            "payment": self.env._("Asking for payment"),
        }
        return list(stages.items())

    @api.model
    def _gendan_phrases_for(self, model):
        """The phrases of one model, by stage in the order of the list.

        :param str model: technical name
        """
        found = self.search([("model", "=", model), ("gendan_stage", "!=", False)])
        order = [code for code, _label in self._selection_gendan_stage()]
        return found.sorted(lambda one: (order.index(one.gendan_stage), one.id))

    def _gendan_phrase_text(self, record, lang=None):
        """What this phrase says of a record.

        :param record: one record of the phrase's model; read with the caller's rights
        :param str lang: code of the language; empty: the one the phrase picks for the record
        :return: (subject, plain text)
        """
        self.ensure_one()
        record.check_access("read")
        options = {"set_lang": lang} if lang else {"compute_lang": True}
        subject = self._render_field("subject", record.ids, **options)[record.id]
        body = self._render_field("body_html", record.ids, **options)[record.id]
        return subject, html2plaintext(body, include_references=False).strip()
