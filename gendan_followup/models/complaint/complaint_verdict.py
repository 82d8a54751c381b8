"""What the customer says of the end: content, rated, or opened again, on a page of its own."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, plaintext2html

from ..common.composing import open_composer
from .complaint_answer import NOTING
from .complaint_rating import RATING

KIND = "complaint_verdict"
LINK_DAYS = 30
LINK = "/gendan/a/"
# a link that ends sooner is not handed out again
LINK_LEFT = 10
# Odoo's rating: from how many of five it is good, so-so, bad
RATES = {"5": 5, "3": 3, "1": 1}
# he may have a word on what was settled, and on what we said was none of ours; only the first he is asked about
ASKED = ("closed", "unfounded")
TEMPLATE = "gendan_followup.phrase_complaint_closing"


class GendanAnswer(models.Model):
    """Questions about complaints, in words."""

    _inherit = "gendan.answer"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), (KIND, self.env._("How a complaint was settled"))]


class ResCompany(models.Model):
    """Whether customers are asked by themselves."""

    _inherit = "res.company"

    gendan_complaint_ask = fields.Boolean(
        "Ask the Customer When Closed",
        help="A closed complaint goes to who complained by e-mail, with a link: content, rated, or opened again.",
    )


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"

    gendan_complaint_ask = fields.Boolean(related="company_id.gendan_complaint_ask", readonly=False)


class GendanComplaint(models.Model):
    """The customer has the last word. Odoo's rating keeps how content he was.

    A link is good for 30 days and one word; a complaint opened again, by whomever, withdraws it.
    """

    _name = "gendan.complaint"
    _inherit = ["gendan.complaint", "gendan.answer.mixin"]

    verdict = fields.Selection(
        [("settled", "Settled for Him"), ("again", "Taken up Again")],
        string="Customer's Last Word",
        readonly=True,
        copy=False,
        tracking=True,
    )
    verdict_at = fields.Datetime("His Word on", readonly=True, copy=False)
    verdict_by = fields.Char("His Word by", readonly=True, copy=False, help="The name written on the page.")
    asked_at = fields.Datetime("Asked whether It Is Settled", readonly=True, copy=False)

    @api.model
    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        return super()._gendan_kept_fields() | {"verdict", "verdict_at", "verdict_by", "asked_at"}

    # ------------------------------------------------------------ asked

    def action_ask_verdict(self):
        """Button: the mail that tells the customer that it is done and asks whether it is.

        :return: action of the mail composer
        :raise UserError: it is not closed
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "closed":
            raise UserError(
                self.env._(
                    "%(complaint)s is not closed: the customer is asked when it is.", complaint=self.display_name
                )
            )
        if sentence := self._gendan_spoken_error():
            raise UserError(sentence)
        return open_composer(
            self,
            self.env._("Is It Settled?"),
            template=TEMPLATE,
            partner_ids=self._gendan_answer_to().ids,
            gendan_complaint_answer="answer",
        )

    def _gendan_may_speak(self):
        """Whether it has come to an end on which the customer has not had his last word yet."""
        self.ensure_one()
        return self.state in ASKED and not self.verdict

    def _gendan_spoken_error(self):
        """The sentence that the customer, whichever of his people, has had his last word on this end; or False."""
        self.ensure_one()
        if self.state not in ASKED or not self.verdict:
            return False
        return self.env._(
            "%(complaint)s: %(name)s told us on %(day)s that it is settled. If something is still wrong, please"
            " write to us: we look at it again.",
            complaint=self.name,
            name=self.verdict_by,
            day=format_date(self.env, self.company_id._gendan_to_day(self.verdict_at)),
        )

    def _gendan_verdict_url(self):
        """The link to the customer's page; the one handed out last while it is good for some days.

        Called by the phrase of closing, with the rights of who writes it; False as long as it is not closed, and when
        he has had his last word.
        """
        self.ensure_one()
        self.check_access("read")
        if not self._gendan_may_speak():
            return False
        partner = self.sudo()._gendan_answer_to()  # sudo: who may read the complaint may tell the customer
        return self._gendan_question_url(KIND, LINK_DAYS, LINK_LEFT, partner)

    def _gendan_state_moved(self, before):
        # EXTENDS gendan_followup
        result = super()._gendan_state_moved(before)
        if again := self.filtered(lambda one: before.get(one) in ASKED and one.state not in ASKED):
            answering = self.env["gendan.answer"].browse(self.env.context.get("gendan_answering"))
            again._gendan_withdraw_questions(KIND, used=answering)
        ended = self.filtered(lambda one: one.state in ASKED and before.get(one) not in (False, *ASKED))
        if ended:
            ended._gendan_keep({"verdict": False, "verdict_at": False, "verdict_by": False, "asked_at": False})
        ended.filtered(
            lambda one: one.state == "closed" and one.company_id.gendan_complaint_ask
        )._gendan_ask_verdict()
        return result

    def _gendan_ask_verdict(self):
        """Mail the question to who complained, in his language; those without an address are passed over."""
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        for complaint in self if template else ():
            contact = complaint._gendan_answer_to()
            if not contact.email:
                continue
            complaint.with_context(gendan_noting=NOTING).message_post_with_source(
                template,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                email_layout_xmlid="mail.mail_notification_light",
                partner_ids=contact.ids,
            )
            complaint._gendan_keep({"asked_at": fields.Datetime.now()})

    def _gendan_note_answer(self, channel, text, is_holding, message=None, at=None):
        # EXTENDS gendan_followup: what tells of the end asks for the verdict, too
        answer = super()._gendan_note_answer(channel, text, is_holding, message=message, at=at)
        if self.state == "closed" and LINK in (text or ""):
            self._gendan_keep({"asked_at": answer.answered_at})
        return answer

    # ------------------------------------------------------------ the page

    def _gendan_answer_render_complaint_verdict(self, answer):
        """His complaint and what was agreed, and nothing internal. See ``gendan.answer.mixin``."""
        day = self.company_id._gendan_to_day(self.received_at)
        goods = [
            " · ".join(
                filter(
                    None,
                    (
                        line.product_id.with_context(lang=self.env.lang).display_name,
                        line.uom_id and f"{line.uom_id._gendan_number(line.bad)} {line.uom_id.name}",
                    ),
                )
            )
            for line in self.line_ids
        ]
        told = self.answer_ids.filtered(lambda one: not one.is_holding)
        return "gendan_followup.complaint_verdict_page", {
            "facts": {
                "number": " / ".join(filter(None, (self.customer_ref, self.name))),
                "subject": self.subject,
                "received": format_date(self.env, day),
                "goods": goods,
                # what was never agreed is none
                "proposal": self.proposal if self.agreed_at else False,
                "told": told[-1:].text if self.state == "unfounded" else False,
            },
            "spoken": self._gendan_spoken_error(),
            "page_title": self.env._("Complaint %(number)s", number=self.name),
            "submit": self.env._("Send my answer") if self._gendan_may_speak() else None,
        }

    def _gendan_answer_apply_complaint_verdict(self, answer, data):
        """The customer's word: content or not, rated or not. See ``gendan.answer.mixin``.

        :raise UserError: a sentence for the customer: what is missing
        """
        verdict, name = data.get("verdict"), (data.get("name") or "").strip()[:100]
        message = (data.get("message") or "").strip()[:2000]
        if verdict not in ("settled", "again"):
            raise UserError(self.env._("Please say whether it is settled for you."))
        if not name:
            raise UserError(self.env._("Please write your name."))
        if verdict == "again" and not message:
            raise UserError(self.env._("Please write what is not settled yet."))
        if self.state not in ASKED:
            raise UserError(
                self.env._("We have taken this complaint up again meanwhile. Your contact will tell you more.")
            )
        # another of his people, by a link of her own
        if sentence := self._gendan_spoken_error():
            raise UserError(sentence)
        rate = RATES.get(data.get("rate"))
        if rate:
            token = self._rating_get_access_token(partner=answer.partner_id)
            feedback = f"{name}: {message}" if message else name
            self.with_context(gendan_rating=RATING).rating_apply(
                rate, token=token, feedback=feedback, subtype_xmlid="mail.mt_note"
            )
        elif message:
            self.message_post(
                body=plaintext2html(f"{name}: {message}"),
                author_id=answer.partner_id.id,
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )
        said = {"verdict": verdict, "verdict_at": fields.Datetime.now(), "verdict_by": name}
        if verdict == "again":
            # the question being answered is used up by this answer, not withdrawn
            self.with_context(gendan_answering=answer.id)._gendan_step("reopen", reason=message, **said)
            return self.env._("Thank you for telling us. We take it up again; your contact will come back to you.")
        self._gendan_keep(said)
        return self.env._("Thank you. We are glad that it is settled.")
