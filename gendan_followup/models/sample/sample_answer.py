"""The customer judges a round on a page of her own: by a link without a login, or logged in on the portal."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, plaintext2html
from odoo.tools.image import image_process

from ..common.composing import open_composer

LINK_DAYS = 30
# a link handed out again must leave the customer some days
LINK_LEFT = 7
RESULTS = ("approved", "comments", "rejected")
PICTURE_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")
# pictures shown on the page itself, the rest is offered for download; and how large
MOST_PICTURES = 6
PICTURE_SIZE = (900, 900)
# facts in the text for a chat
MOST_ROWS = 4


class GendanSampleRound(models.Model):
    """What the customer sees of a round, and her verdict from the page: once, with who gave it and how."""

    _name = "gendan.sample.round"
    _inherit = ["gendan.answer.mixin", "gendan.sample.round"]

    # ------------------------------------------------------------ actions

    def action_gendan_ask(self):
        """Button: the text with the link to the page, to paste into a chat or a mail.

        :return: action of the dialog that copies the text
        :raise UserError: the round does not wait for a verdict
        """
        self.ensure_one()
        self.check_access("read")
        self.sample_id.check_access("write")
        if sentence := self._gendan_ask_error():
            raise UserError(sentence)
        return {
            "type": "ir.actions.client",
            "tag": "gendan_copy_text",
            "name": self.env._("Ask for the verdict"),
            "params": {
                "text": self._gendan_ask_text(),
                "order_ids": [],
                "message_ids": [],
                "mark": {"model": self._name, "method": "action_gendan_asked", "ids": self.ids},
            },
        }

    def action_gendan_asked(self, text):
        """The text was copied: the sample's log keeps that the customer was asked.

        :param str text: as it was copied
        """
        self.ensure_one()
        self.check_access("read")
        self.sample_id.check_access("write")
        self.sample_id._message_log(body=plaintext2html(text or ""))
        return True

    def action_gendan_ask_mail(self):
        """Button: the same by e-mail, to be looked over first.

        :return: action of the mail composer
        :raise UserError: the round does not wait for a verdict
        """
        self.ensure_one()
        self.sample_id.check_access("write")
        if sentence := self._gendan_ask_error():
            raise UserError(sentence)
        sample = self.sample_id.with_context(lang=self._gendan_customer_lang())
        return open_composer(
            sample,
            self.env._("Ask for the verdict"),
            partner_ids=self._gendan_asked_partner().ids,
            subject=sample.display_name,
            body=plaintext2html(self._gendan_ask_text()),
        )

    # ------------------------------------------------------------ the question

    def _gendan_ask_error(self):
        """The sentence why the customer cannot be asked about this round, or False."""
        self.ensure_one()
        words = {"round": self.display_name}
        if not self.sample_id.needs_verdict:
            return self.env._("%(round)s is not sent for approval: note what came of it instead.", **words)
        if not self.sent_on:
            return self.env._("%(round)s was not sent yet: say first when it was sent.", **words)
        if self._gendan_judged_error():
            return self.env._("The customer has judged round %(round)s already, or it is wanted no more.", **words)
        return False

    def _gendan_judged_error(self):
        """The sentence for the customer why this round is not to be judged any more, or False."""
        self.ensure_one()
        if self.verdict_id or self.sample_id.cancelled or self != self.sample_id.last_round_id:
            return self.env._("This sample has been judged already, or is no longer up for approval.")
        return False

    def _gendan_asked_partner(self):
        """Who is asked: the order's contact, else the sample's customer."""
        # sudo: a department may send the sample without seeing the order
        return self.sudo().sample_id.order_id.partner_id or self.sample_id.partner_id

    def _gendan_customer_lang(self):
        """The language to write to the customer in: code of an active language, or None."""
        partner = self._gendan_asked_partner()
        codes = (partner.lang, partner.commercial_partner_id.lang, self.company_id.partner_id.lang)
        Lang = self.env["res.lang"]
        return next((code for code in codes if code and Lang._get_code(code)), None)

    def _gendan_verdict_url(self):
        """The link to the page; the one handed out last as long as it is good for some days."""
        self.ensure_one()
        return self._gendan_question_url("sample_verdict", LINK_DAYS, LINK_LEFT, self._gendan_asked_partner())

    def _gendan_ask_text(self):
        """The text for a chat or mail, in the customer's language."""
        self.ensure_one()
        self = self.with_context(lang=self._gendan_customer_lang())
        facts = self._gendan_facts()
        lines = [
            self.env._("Please have a look at this sample and tell us your verdict:"),
            f"{facts['title']} · {facts['round']}",
        ]
        lines += [
            self.env._("%(label)s: %(text)s", label=label, text=text) for label, text in facts["rows"][:MOST_ROWS]
        ]
        lines.append(self._gendan_verdict_url())
        return "\n".join(lines)

    def _gendan_facts(self):
        """What the customer is told about the round, as strings in the language of the context. sudo inside.

        :return: dict(title, round, rows: [(label, text)], requirement)
        """
        self.ensure_one()
        entry = self.sudo()  # the caller has checked the round, the portal's own company or the token
        sample = entry.sample_id
        order = sample.order_id
        rows = [
            (self.env._("Your order"), order and (order.client_order_ref or order.name)),
            (self.env._("Product"), sample.product_id.display_name),
            (self.env._("What"), sample.subject),
            (self.env._("Artwork"), sample.artwork_id and sample.artwork_id.display_name),
            (self.env._("Pieces"), sample.quantity),
            (self.env._("Sent on"), entry.sent_on and format_date(self.env, entry.sent_on)),
            (self.env._("Courier"), " ".join(filter(None, (entry.carrier, entry.tracking)))),
            (self.env._("Remark"), entry.note),
        ]
        return {
            "title": f"{sample.kind_id.name} {sample.name}",
            "number": sample.name,
            "round": self.env._("Round %(round)s", round=entry.letter),
            "rows": [(label, text) for label, text in rows if text],
            "requirement": sample.requirement or False,
        }

    def _gendan_choices(self):
        """The verdicts a customer may give: list of (key, label in the language of the context)."""
        labels = dict(self.env["gendan.sample.verdict"]._fields["result"]._description_selection(self.env))
        return [(result, labels[result]) for result in RESULTS]

    def _gendan_shown_files(self):
        """The round's photos and files for the customer: (data URIs of small pictures, files). sudo inside."""
        self.ensure_one()
        files = self.sudo().photo_ids  # see _gendan_facts
        pictures = []
        for file in files.filtered(lambda file: file.mimetype in PICTURE_TYPES)[:MOST_PICTURES]:
            if uri := self._gendan_picture_uri(file):
                pictures.append(uri)
        return pictures, files

    @api.model
    def _gendan_picture_uri(self, file, size=PICTURE_SIZE):
        """A picture small enough to stand in a page, as data URI; False for one that cannot be read.

        :param file: ``ir.attachment``, sudo
        """
        try:
            small = image_process(file.raw, size=size, quality=80, output_format="JPEG")
        except (UserError, ValueError, OSError):
            # a broken picture must not keep the customer from the page; it can still be downloaded
            return False
        return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"

    # ------------------------------------------------------------ the page behind the link

    def _gendan_answer_render_sample_verdict(self, answer):
        """What the page behind the link shows; see gendan.answer.mixin."""
        facts = self._gendan_facts()
        pictures, files = self._gendan_shown_files()
        return "gendan_followup.sample_verdict_page", {
            "facts": facts,
            "pictures": pictures,
            "files": files,
            "file_url": f"/gendan/a/{answer._gendan_token()}",
            "page_title": f"{facts['title']} · {facts['round']}",
            "submit": self.env._("Send my verdict"),
        }

    def _gendan_answer_takes_photos(self, answer):
        # EXTENDS gendan_followup
        return answer.kind == "sample_verdict" or super()._gendan_answer_takes_photos(answer)

    def _gendan_answer_files(self, answer):
        # EXTENDS gendan_followup
        files = super()._gendan_answer_files(answer)
        return files | self.sudo().photo_ids if answer.kind == "sample_verdict" else files  # sudo: the token's round

    def _gendan_answer_apply_sample_verdict(self, answer, data, photos):
        """The customer's verdict by the link; see gendan.answer.mixin."""
        return self._gendan_take_verdict(data, photos, "page", answer)

    def _gendan_take_verdict(self, data, photos, source, answer=None):
        """Note what the customer said on a page. Call with sudo, after the token or the portal's company was checked.

        The row lock makes two tabs, or a link and the portal, one verdict.

        :param dict data: result, reasons, name, function: strings as posted
        :param photos: list of (name, bytes)
        :param str source: "page" or "portal"
        :param answer: ``gendan.answer`` of the link
        :return: the sentence that thanks
        :raise UserError: a sentence for the customer
        """
        self.ensure_one()
        if not self.try_lock_for_update():
            raise UserError(self.env._("This sample is being judged just now. Please load the page again."))
        self.invalidate_recordset(["verdict_id"])
        if sentence := self._gendan_judged_error():
            raise UserError(sentence)
        values = self._gendan_prepare_verdict_vals(data)
        verdict = self.env["gendan.sample.verdict"].create(
            {
                **values,
                "round_id": self.id,
                "given_on": self.company_id._gendan_today(),
                "source": source,
                "answer_id": answer.id if answer else False,
            }
        )
        verdict._gendan_attach(photos)
        verdict._gendan_tell_clerk()
        return self.env._("Your verdict has reached your contact.")

    def _gendan_prepare_verdict_vals(self, data):
        """The customer's form as values of a verdict.

        :raise UserError: a sentence for the customer: what is missing
        """
        result, reasons, name, function = (
            (data.get(key) or "").strip() for key in ("result", "reasons", "name", "function")
        )
        if result not in RESULTS:
            raise UserError(self.env._("Please choose your verdict."))
        if result != "approved" and not reasons:
            raise UserError(self.env._("Please write what is to be changed, or why you reject the sample."))
        if not name:
            raise UserError(self.env._("Please write your name."))
        given_by = self.env._("%(name)s (%(function)s)", name=name, function=function) if function else name
        return {"result": result, "reasons": reasons or False, "given_by": given_by}

    # ------------------------------------------------------------ portal

    @api.model
    def _gendan_portal_domain(self, user):
        """What a customer's user is shown on the portal: rounds sent to her own company for approval.

        Portal users have no rights on samples: the pages read with sudo what this domain finds, and nothing else.

        :param user: ``res.users``
        """
        return fields.Domain(
            [
                ("partner_id", "child_of", user.partner_id.commercial_partner_id.id),
                ("sent_on", "!=", False),
                ("sample_id.cancelled", "=", False),
                ("kind_id.needs_verdict", "=", True),
            ]
        )
