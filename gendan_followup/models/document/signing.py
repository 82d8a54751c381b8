"""Papers put up on the portal for the customer's signature, and what was signed there."""

import base64
import binascii
import hashlib
import io
import logging

from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime
from odoo.tools.pdf import OdooPdfFileReader, OdooPdfFileWriter

_logger = logging.getLogger(__name__)

# what the signature's field on the page makes is far smaller
MOST_BYTES = 1_000_000
MOST_DOTS = 4_000_000
# Of a name and a function.
LONGEST = 100


class GendanSigning(models.Model):
    """One version of a paper as it was shown on the portal: one PDF, with its checksum, and the signature under it.

    Made when a clerk puts the paper up; then it is signed, or withdrawn because the paper is void or put up anew.
    Whatever becomes of the paper, this stays: what was signed is what this PDF says. Kept by the paper's own methods
    only, never deleted; seen with the paper.
    """

    _name = "gendan.signing"
    _description = "Signature on the Portal"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "id desc"
    _rec_name = "checksum"

    _gendan_parent = "document_id"

    _one_open = models.UniqueIndex(
        "(document_id) WHERE state = 'open'", "This paper is up for signing already. Reload the page."
    )

    document_id = fields.Many2one(
        "gendan.document", string="Paper", required=True, readonly=True, ondelete="restrict", index=True
    )
    version = fields.Integer(readonly=True, aggregator=None)
    attachment_id = fields.Many2one("ir.attachment", string="As Shown", readonly=True, ondelete="restrict")
    checksum = fields.Char(string="Checksum (SHA-256)", readonly=True, required=True)
    state = fields.Selection(
        [("open", "Up for signing"), ("signed", "Signed"), ("withdrawn", "Withdrawn")],
        required=True,
        readonly=True,
        default="open",
    )
    withdrawn_because = fields.Char(readonly=True)
    signed_by = fields.Char(readonly=True)
    signed_function = fields.Char(string="Function", readonly=True)
    signed_at = fields.Datetime(readonly=True)
    address = fields.Char(string="Address (IP)", readonly=True, help="Of the machine from which it was signed.")
    login_id = fields.Many2one(
        "res.users", string="Logged in as", readonly=True, ondelete="restrict", help="Empty: by the link that was sent."
    )
    signature = fields.Binary(attachment=True, readonly=True)
    sealed_id = fields.Many2one("ir.attachment", string="Signed PDF", readonly=True, ondelete="restrict")
    sealed_checksum = fields.Char(string="Checksum of the Signed PDF", readonly=True)

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Put papers up.

        :raise UserError: somebody calls it other than the paper's own methods
        """
        if not self.env.su:
            raise UserError(self.env._("A paper is put up for signing by the button of the paper."))
        return super().create(vals_list)

    def write(self, vals):
        """Write; what is signed or withdrawn stays, for everybody.

        :raise UserError: otherwise, or somebody calls it other than the paper's own methods
        """
        for signing in self:
            if not self.env.su or signing.state != "open":
                raise UserError(
                    self.env._(
                        "What was put up for signing of %(paper)s is not changed: put it up anew.",
                        paper=signing.sudo().document_id.name,  # sudo: a number, to say which
                    )
                )
        return super().write(vals)

    def copy(self, default=None):
        raise UserError(self.env._("A signature is not copied."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("What was put up for signing is not deleted."))

    # ------------------------------------------------------------ actions

    def action_open_shown(self):
        """Button: the PDF that was shown."""
        self.ensure_one()
        return self._gendan_open(self.attachment_id)

    def action_open_sealed(self):
        """Button: the signed PDF with its evidence."""
        self.ensure_one()
        return self._gendan_open(self.sealed_id)

    def _gendan_open(self, file):
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/web/content/{file.id}", "target": "new"}

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_put_up(self, paper, content):
        """Freeze the PDF of a paper and put it up. Call with sudo; the paper has asked who may.

        :param paper: gendan.document
        :param bytes content: the PDF
        :return: the signing
        :raise UserError: it cannot be read, so no evidence could be added to it
        """
        try:
            count = len(OdooPdfFileReader(io.BytesIO(content), strict=False).pages)
        except Exception as error:  # whatever a library says of a file from anywhere
            raise UserError(
                self.env._(
                    "%(paper)s: this file is no PDF that can be signed: damaged, or protected by a password.",
                    paper=paper.name,
                )
            ) from error
        if not count:
            raise UserError(self.env._("%(paper)s: this PDF has no page.", paper=paper.name))
        self.flush_model(["state"])  # one is open at a time
        signing = self.create(
            {"document_id": paper.id, "version": paper.version, "checksum": hashlib.sha256(content).hexdigest()}
        )
        signing.attachment_id = signing._gendan_keep(f"{paper.name}.pdf", content)
        return signing

    def _gendan_keep(self, name, content):
        """A file of this signing: sealed with it."""
        return self.env["ir.attachment"].create(
            {
                "name": name.replace("/", "-"),
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _gendan_withdraw(self, reason):
        """Those of these that wait no longer can be signed. Batch.

        :param str reason: a sentence
        """
        # sudo: whoever voids the paper or puts up the next
        waiting = self.sudo().filtered(lambda signing: signing.state == "open")
        if waiting:
            waiting.write({"state": "withdrawn", "withdrawn_because": reason})

    def _gendan_seal(self, name, function, signature, address, login):
        """Take the signature, and seal it with the PDF that was shown. Call with sudo, on a locked, open signing.

        :param str name: of who signs, as typed
        :param str function: the same
        :param str signature: PNG, base64
        :param str address: IP
        :param login: res.users, empty for the link
        :return: bytes of the sealed PDF
        :raise UserError: something is missing, or is no picture
        """
        self.ensure_one()
        name, function = " ".join((name or "").split()), " ".join((function or "").split())
        if not name or not function:
            raise UserError(self.env._("Please fill in your name and your function."))
        if len(name) > LONGEST or len(function) > LONGEST:
            raise UserError(self.env._("Name and function have at most %(count)s characters.", count=LONGEST))
        self.write(
            {
                "signed_by": name,
                "signed_function": function,
                "signature": self._gendan_signature_picture(signature),
                "signed_at": fields.Datetime.now(),
                "address": address,
                "login_id": login.id,
            }
        )
        content = self._gendan_sealed_pdf()
        self.write(
            {
                "sealed_id": self._gendan_keep(f"{self.document_id.name}-signed.pdf", content).id,
                "sealed_checksum": hashlib.sha256(content).hexdigest(),
                "state": "signed",
            }
        )
        return content

    @api.model
    def _gendan_signature_picture(self, signature):
        """What was drawn, looked at: base64 of a PNG.

        :raise UserError: nothing was drawn, or it is something else
        """
        try:
            content = base64.b64decode(signature or "", validate=True)
            if not content or len(content) > MOST_BYTES:
                raise ValueError
            with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
                if picture.width * picture.height > MOST_DOTS:
                    raise ValueError
                picture.load()
        except (binascii.Error, ValueError, TypeError, OSError, SyntaxError, Image.DecompressionBombError) as error:
            raise UserError(self.env._("Please draw your signature.")) from error
        return base64.b64encode(content)

    def _gendan_sealed_pdf(self):
        """The PDF that was shown, a page of evidence behind it, and the file as shown within."""
        self.ensure_one()
        writer = OdooPdfFileWriter()
        for content in (self.attachment_id.raw, self._gendan_evidence_pdf()):
            for page in OdooPdfFileReader(io.BytesIO(content), strict=False).pages:
                writer.add_page(page)
        writer.add_attachment(self.attachment_id.name, self.attachment_id.raw, subtype="application/pdf")
        stream = io.BytesIO()
        writer.write(stream)
        return stream.getvalue()

    def _gendan_evidence_pdf(self):
        """The page of evidence.

        :raise UserError: it cannot be made; what is wrong here is not the customer's to read
        """
        self.ensure_one()
        reports = self.env["ir.actions.report"]
        try:
            return reports._render_qweb_pdf("gendan_followup.action_report_signing", self.ids)[0]
        except UserError as error:
            _logger.exception("The page of evidence for %s cannot be printed", self.document_id.name)
            raise UserError(
                self.env._("Your signature could not be taken just now. Please try again later, or call your contact.")
            ) from error

    def _gendan_evidence(self):
        """What the page of evidence says: (label, text), in the language of the environment."""
        self.ensure_one()
        paper = self.document_id
        rows = [
            (self.env._("Paper"), paper.display_name),
            (self.env._("Version"), str(self.version)),
            (self.env._("Order"), paper.order_id.name),
            (self.env._("Customer"), paper.partner_id.commercial_partner_id.name),
            (self.env._("Signed by"), self.signed_by),
            (self.env._("Function"), self.signed_function),
            (self.env._("Signed at"), self._gendan_signed_text()),
            (self.env._("Address of the machine"), self.address),
            (
                self.env._("Access"),
                self.env._("Logged in as %(login)s", login=self.login_id.login)
                if self.login_id
                else self.env._("By the link that was sent"),
            ),
            (self.env._("Checksum of the PDF that was shown (SHA-256)"), self.checksum),
        ]
        return [(label, text) for label, text in rows if text]

    def _gendan_signed_text(self):
        """When it was signed, by the company's clock, which is named."""
        self.ensure_one()
        zone = self.document_id.company_id._gendan_tz()
        return f"{format_datetime(self.env, self.signed_at, tz=zone.zone, dt_format='medium')} ({zone.zone})"

    def _gendan_is_outdated(self):
        """Whether the paper says something else, or nothing, by now."""
        self.ensure_one()
        paper = self.document_id
        newer = paper.signing_ids.filtered(lambda signing: signing.id > self.id and signing.checksum != self.checksum)
        return bool(paper.voided_at or newer or paper.version != self.version)

    def _gendan_said_text(self):
        """The sentence that says what was signed, and that it holds for what it said then."""
        self.ensure_one()
        words = {
            "name": self.signed_by,
            "function": self.signed_function,
            "moment": self._gendan_signed_text(),
            "version": self.version,
        }
        if self._gendan_is_outdated():
            return self.env._(
                "Signed by %(name)s (%(function)s) on %(moment)s as version %(version)s. The paper has been replaced or"
                " taken back since: the signature holds for what this version said.",
                **words,
            )
        return self.env._("Signed by %(name)s (%(function)s) on %(moment)s.", **words)
