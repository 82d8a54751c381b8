"""One question put to a customer on a page of its own, answered once without a login."""

import binascii
from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import hash_sign, verify_hash_signed
from odoo.tools.mimetypes import guess_mimetype

from .opening import open_document

_SCOPE = "gendan.answer"
# An answer is a small form: what is longer or more is not from our page.
_MAX_KEYS = 500
_MAX_LENGTH = 5000
# photos of a phone: what is larger or something else is refused, whatever its name says
_MAX_PHOTOS = 6
_MAX_PHOTO_SIZE = 10 * 1024 * 1024
_PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")


class GendanAnswer(models.Model):
    """The link a customer gets and what he answered. The link opens this one question and nothing else.

    The token is signed, ends with `expires_at` and is good for one answer. What the page shows and what an answer does
    is up to the target document (`gendan.answer.mixin`). Clerks read those of their customers; rows are made and used
    by code only.
    """

    _name = "gendan.answer"
    _description = "Question to a Customer"
    _order = "id desc"

    _target_idx = models.Index("(res_model, res_id)")

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection("_selection_kind", string="About", required=True, readonly=True)
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", required=True, readonly=True
    )
    document_name = fields.Char(string="Document", compute="_compute_document_name")
    partner_id = fields.Many2one(
        "res.partner", string="Asked", required=True, readonly=True, ondelete="cascade", index=True
    )
    clerk_id = fields.Many2one(
        related="partner_id.commercial_partner_id.gendan_clerk_id", store=True, index="btree_not_null"
    )
    expires_at = fields.Datetime(required=True, readonly=True)
    withdrawn_at = fields.Datetime(readonly=True)
    used_at = fields.Datetime(string="Answered At", readonly=True)
    answer = fields.Json(readonly=True)
    ip = fields.Char(string="IP Address", readonly=True)
    user_agent = fields.Char(readonly=True)
    state = fields.Selection(
        [("open", "Not answered yet"), ("used", "Answered"), ("withdrawn", "Withdrawn"), ("expired", "Expired")],
        compute="_compute_state",
        search="_search_state",
    )

    @api.model
    def _selection_kind(self):
        """The kinds of question in words, as list of (code, label). Hook: rooms return `super()` plus their own."""
        return []

    # ------------------------------------------------------------ compute

    @api.depends("res_model", "res_id")
    def _compute_document_name(self):
        for model, answers in self.grouped("res_model").items():
            # sudo: what was asked about is shown to whoever may read the question
            documents = self.env[model].sudo() if model in self.env else None
            known = documents.browse(answers.mapped("res_id")).exists() if documents is not None else self.browse()
            names = {document.id: document.display_name for document in known}
            for answer in answers:
                answer.document_name = names.get(answer.res_id, "")

    @api.depends("kind", "document_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for answer in self:
            answer.display_name = ": ".join(filter(None, (answer.document_name, kinds.get(answer.kind))))

    # Not stored: it expires by itself.
    @api.depends("used_at", "withdrawn_at", "expires_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for answer in self:
            if answer.used_at:
                answer.state = "used"
            elif answer.withdrawn_at:
                answer.state = "withdrawn"
            else:
                answer.state = "open" if answer.expires_at and answer.expires_at > now else "expired"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        unused, alive = fields.Domain("used_at", "=", False), fields.Domain("withdrawn_at", "=", False)
        now = fields.Datetime.now()
        domains = {
            "used": fields.Domain("used_at", "!=", False),
            "withdrawn": unused & fields.Domain("withdrawn_at", "!=", False),
            "open": unused & alive & fields.Domain("expires_at", ">", now),
            "expired": unused & alive & fields.Domain("expires_at", "<=", now),
        }
        return fields.Domain.OR(domains[state] for state in value if state in domains)

    # ------------------------------------------------------------ actions

    def action_open_source(self):
        """Button: the document asked about. Its own access rules decide whether the user may."""
        self.ensure_one()
        document = self._gendan_target()
        if document is None:
            raise UserError(self.env._("The document this question was about is no longer there."))
        return open_document(document.with_env(self.env))

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_ask(self, documents, kind, partner=None, days=14):
        """A question about each document, to hand out as a link (`_gendan_url`). Batch. Any code may call it.

        :param documents: records of one model with `gendan.answer.mixin`
        :param partner: who is asked; else the document's customer
        :return: {document: answer (sudo)}
        """
        expires_at = fields.Datetime.now() + timedelta(days=days)
        # sudo: who may send the customer something about a document need not have rights on the table of questions
        answers = self.sudo().create(
            [
                {
                    "kind": kind,
                    "res_model": document._name,
                    "res_id": document.id,
                    "partner_id": (partner or document.partner_id).id,
                    "company_id": (document.company_id or self.env.company).id,
                    "expires_at": expires_at,
                }
                for document in documents
            ]
        )
        return dict(zip(documents, answers, strict=True))

    def _gendan_withdraw(self):
        """The question no longer stands: its link stops working."""
        self.filtered(lambda answer: answer.state == "open").write({"withdrawn_at": fields.Datetime.now()})

    def _gendan_token(self):
        """The signed token. The same for the same question and day of expiry, so a link may be sent again."""
        self.ensure_one()
        # sudo: the database secret
        return hash_sign(
            self.sudo().env, _SCOPE, [self.id], expiration=pytz.utc.localize(self.expires_at)
        )

    def _gendan_url(self):
        """The link to hand to the customer."""
        self.ensure_one()
        return f"{self.get_base_url()}/gendan/a/{self._gendan_token()}"

    @api.model
    def _gendan_from_token(self, token):
        """The question (sudo) of a token, whatever its state; empty for one that is forged, broken or past its time."""
        try:
            # sudo: the signing secret is the system's; whoever holds a token that bears it may ask
            values = verify_hash_signed(self.sudo().env, _SCOPE, token)
        except (ValueError, binascii.Error, IndexError):
            return self.browse()
        if not values:
            return self.browse()
        # sudo: the token is the right to this one row
        return self.sudo().browse(values[0]).exists()

    def _gendan_target(self):
        """The document asked about (sudo), None when it is gone."""
        self.ensure_one()
        if self.res_model not in self.env:
            return None
        # sudo: whoever holds the token is nobody to Odoo; the handlers show and take only what the question is about
        return self.env[self.res_model].sudo().browse(self.res_id).exists() or None

    def _gendan_take(self, data, ip=None, user_agent=None, photos=()):
        """The customer answers. Row lock, then one look: two clicks, two phones or two workers are one answer.

        :param dict data: the fields of the page
        :param photos: list of (name, bytes), from ``_gendan_photos``
        :return: (True, sentence or None) when taken; (False, None) when it was not open any more
        :raise UserError: by the target, when the answer itself is no good; nothing is used up then
        """
        self.ensure_one()
        answer = self.try_lock_for_update()
        if not answer or answer.state != "open":
            return False, None
        target = answer._gendan_target()
        if target is None:
            return False, None
        data = self._gendan_clean(data)
        with self.env.cr.savepoint():
            sentence = target._gendan_answer_apply(answer, data, photos)
            answer.write(
                {
                    "used_at": fields.Datetime.now(),
                    "answer": data,
                    "ip": ip,
                    "user_agent": (user_agent or "")[:500],
                }
            )
        return True, sentence if isinstance(sentence, str) else None

    @api.model
    def _gendan_clean(self, data):
        """The posted fields as plain strings of bounded number and length."""
        return {
            str(key)[:100]: value[:_MAX_LENGTH]
            for key, value in list(data.items())[:_MAX_KEYS]
            if isinstance(value, str)
        }

    @api.model
    def _gendan_photos(self, files):
        """The photos of a posted form, looked at.

        :param files: werkzeug ``FileStorage`` objects; fields left empty are passed over
        :return: list of (name, bytes)
        :raise UserError: too many, too large, or no pictures
        """
        photos = []
        for file in files:
            if not file.filename:
                continue
            # a request that is tried again was read before; Odoo rewinds the first file of each field only
            file.seek(0)
            # one byte more than allowed tells that it is too large, without reading all of it
            content = file.read(_MAX_PHOTO_SIZE + 1)
            if len(photos) == _MAX_PHOTOS:
                raise UserError(self.env._("Please add at most %(count)s photos.", count=_MAX_PHOTOS))
            if len(content) > _MAX_PHOTO_SIZE:
                raise UserError(self.env._("%(file)s is too large: photos up to 10 MB please.", file=file.filename))
            if guess_mimetype(content) not in _PHOTO_TYPES:
                raise UserError(self.env._("%(file)s is not a photo.", file=file.filename))
            photos.append((file.filename[:100], content))
        return photos
