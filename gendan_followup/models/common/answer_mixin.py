"""For documents a customer can be asked about."""

from odoo import fields, models


class GendanAnswerMixin(models.AbstractModel):
    """Hooks of a question's target. A room that asks questions of kind `x` names it in `gendan.answer._selection_kind`
    and adds two methods to its document:

    - `_gendan_answer_render_x(answer)` -> (xmlid of a QWeb template, values). The template is called inside the page
      (`gendan_followup.answer_page`), with `answer` and `document`; it shows that question's lines and nothing else,
      and its form fields, without the form tag and button. `submit` in the values names the button; None: no form.
    - `_gendan_answer_apply_x(answer, data)` takes the posted fields (strings). It may return a sentence for the page.
      Raise UserError with a sentence for the customer when the answer is no good: the page comes back with it.
      With `_gendan_answer_takes_photos(answer)` it is called with a third argument: the photos the customer added.

    Both run as superuser, in the customer's language: the token is the right, so show only what the question is about.
    """

    _name = "gendan.answer.mixin"
    _description = "Document a Customer Can Be Asked About"

    def _gendan_answer_render(self, answer):
        """What the page shows. See the class."""
        self.ensure_one()
        method = getattr(self, f"_gendan_answer_render_{answer.kind}", None)
        return method(answer) if method else (None, {})

    def _gendan_answer_apply(self, answer, data, photos=()):
        """What an answer does. See the class.

        :param photos: list of (name, bytes), looked at by the page: pictures only, bounded in number and size
        """
        self.ensure_one()
        method = getattr(self, f"_gendan_answer_apply_{answer.kind}")
        if self._gendan_answer_takes_photos(answer):
            return method(answer, data, photos)
        return method(answer, data)

    def _gendan_answer_takes_photos(self, answer):
        """Whether the customer may add photos to the answer. Hook."""
        return False

    def _gendan_answer_files(self, answer):
        """The files the page offers for download (``ir.attachment``, sudo): what the question is about. Hook."""
        return self.env["ir.attachment"]

    def _gendan_answer_stays(self, answer):
        """Whether the page may still be looked at (without its form) after the answer. Hook."""
        return False

    # ------------------------------------------------------------ questions

    def _gendan_question_domain(self, kind):
        """Questions of a kind about these documents that still stand: neither answered nor withdrawn."""
        return [
            ("kind", "=", kind),
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("used_at", "=", False),
            ("withdrawn_at", "=", False),
        ]

    def _gendan_question_url(self, kind, days, left, partner=None):
        """The link of a question about this document: the one handed out last while it is good, else a new one.

        Whoever has it may answer: who calls has asked whether it may go out.

        :param str kind: code of the question
        :param int days: for how long a new one is good
        :param int left: days the last one must still be good to be handed out again
        :param partner: who is asked; else the document's customer
        :rtype: str
        """
        self.ensure_one()
        # sudo: questions are made and found by code only; the document is only named
        document = self.sudo()
        partner = partner or document.partner_id
        Answer = document.env["gendan.answer"]
        good_until = fields.Datetime.add(fields.Datetime.now(), days=left)
        standing = Answer.search(
            [
                *document._gendan_question_domain(kind),
                ("partner_id", "=", partner.id),
                ("expires_at", ">", good_until),
            ],
            limit=1,
        )
        return (standing or Answer._gendan_ask(document, kind, partner, days)[document])._gendan_url()

    def _gendan_withdraw_questions(self, kind, used=None):
        """Links of a kind that are out about these documents stop working.

        :param used: ``gendan.answer`` being answered just now, which is not withdrawn
        """
        # sudo: who settles the document need not have rights on the table of questions
        questions = self.env["gendan.answer"].sudo().search(self._gendan_question_domain(kind))
        (questions - used if used else questions)._gendan_withdraw()
