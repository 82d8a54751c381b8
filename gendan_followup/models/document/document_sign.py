"""Papers signed on the portal: put up, signed, filed as the signed copy."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.composing import open_composer
from .document import RELIED_ON


class GendanDocument(models.Model):
    """The customer signs the very PDF that is shown; the sealed file is the signed copy, judged by the same rules."""

    _inherit = "gendan.document"

    signing_ids = fields.One2many(
        "gendan.signing", "document_id", string="On the Portal", readonly=True, copy=False
    )
    # by which it came back; empty when it came otherwise
    signing_id = fields.Many2one(
        "gendan.signing",
        string="Signed on the Portal",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    may_put_up = fields.Boolean(compute="_compute_may_put_up")
    # sudo: seen with the paper
    sign_text = fields.Char(string="Portal", compute="_compute_sign_text", compute_sudo=True)

    # ------------------------------------------------------------ compute

    def _compute_access_url(self):
        # EXTENDS portal
        result = super()._compute_access_url()
        for paper in self:
            paper.access_url = f"/my/papers/{paper.id}"
        return result

    @api.depends("state", "must_return", "kind", "partner_id")
    def _compute_may_put_up(self):
        rules = self.env["gendan.validity.rule"]._gendan_of(self)
        for paper in self:
            paper.may_put_up = rules[paper].allows_portal and not paper._gendan_here_error(rules[paper])

    @api.depends("signing_ids.state", "version", "voided_at")
    @api.depends_context("lang")
    def _compute_sign_text(self):
        for paper in self:
            last = paper.signing_ids[:1]
            signed = paper.signing_ids.filtered(lambda signing: signing.state == "signed")[:1]
            texts = [signed._gendan_said_text()] if signed else []
            if last.state == "open":
                texts.append(
                    self.env._(
                        "Up for signing on the portal since %(day)s.",
                        day=fields.Date.to_string(paper.company_id._gendan_to_day(last.create_date)),
                    )
                )
            paper.sign_text = " ".join(texts)

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup: defaults in the context are anybody's
        return super().create([{**vals, "signing_id": False} for vals in vals_list])

    def write(self, vals):
        # EXTENDS gendan_followup
        if not self.env.su and vals.keys() & {"signing_id", "signing_ids"}:
            raise UserError(self.env._("A paper is put up for signing by the button of the paper."))
        if "returned_at" in vals and not vals["returned_at"]:
            # sudo: kept by the program
            self.sudo().filtered("signing_id").signing_id = False
        return super().write(vals)

    # ------------------------------------------------------------ actions

    def action_gendan_put_up(self):
        """Button: put it up on the portal and write to the customer; a paper no room prints is uploaded first.

        :return: action of the composer, or of the dialog for the file
        :raise UserError: it is not to be signed on the portal
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_put_up_error():
            raise UserError(sentence)
        content = self._gendan_print_pdf()
        if content is None:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("The paper to be signed"),
                "res_model": "gendan.document.sign",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_document_id": self.id},
            }
        self._gendan_put_up(content)
        return self._gendan_compose_sign_mail()

    def _gendan_signable(self):
        # EXTENDS gendan_followup
        return self.filtered("may_put_up")

    def _gendan_have_signed(self):
        # EXTENDS gendan_followup: the papers of other rooms have buttons of their own
        return self.action_gendan_put_up()

    def _gendan_sign_url(self):
        # EXTENDS gendan_followup: what is up is signed, else the paper as it is printed now
        self.ensure_one()
        if not self._gendan_open_signing():
            if self._gendan_put_up_error():
                return ""
            content = self._gendan_print_pdf()
            if content is None:
                return ""
            self._gendan_put_up(content)
        return self.get_portal_url()

    def _gendan_portal_text(self):
        # EXTENDS gendan_followup
        return self.sign_text or super()._gendan_portal_text()

    def _gendan_compose_sign_mail(self):
        """The composer with the link. Action."""
        self.ensure_one()
        return open_composer(self, self.env._("Ask for the signature"), "gendan_followup.mail_template_sign")

    # ------------------------------------------------------------ guards

    def _gendan_here_error(self, rule):
        """The sentence why this paper cannot be signed on the portal now, or False. For us and the customer alike.

        :param rule: gendan.validity.rule
        """
        self.ensure_one()
        if self.voided_at:
            return self.env._("%(paper)s is void: it cannot be signed any more.", paper=self.name)
        if not self.must_return or not rule.allows_portal:
            return self.env._("%(paper)s is not signed on the portal: send it on paper.", paper=self.name)
        if self.state in ("returned", *RELIED_ON):
            return self.env._("%(paper)s has come back signed already.", paper=self.name)
        return False

    def _gendan_put_up_error(self):
        """The sentence why this paper cannot be put up, or False."""
        self.ensure_one()
        return self._gendan_here_error(self._gendan_portal_rule()) or self._gendan_issue_error()

    def _gendan_portal_rule(self):
        self.ensure_one()
        return self.env["gendan.validity.rule"]._gendan_of(self)[self]

    def _gendan_to_sign(self):
        """Those of these that wait for the customer's signature and still may be signed. Batch."""
        # sudo: what the customer sees of it the page asks by itself
        waiting = self.filtered(lambda paper: "open" in paper.sudo().signing_ids.mapped("state"))
        rules = self.env["gendan.validity.rule"]._gendan_of(waiting)
        return waiting.filtered(lambda paper: not paper._gendan_here_error(rules[paper]))

    def _gendan_open_signing(self):
        """What waits for the customer's signature, sudo; empty when nothing does, or no longer may."""
        self.ensure_one()
        # sudo: as above
        return self._gendan_to_sign().sudo().signing_ids.filtered(lambda signing: signing.state == "open")[:1]

    # ------------------------------------------------------------ business

    def _gendan_put_up(self, content):
        """Put this paper up as this PDF says; what was up before is withdrawn. Who may the caller has asked.

        :param bytes content: the PDF
        :return: gendan.signing, sudo
        :raise UserError: it is not to be signed on the portal, or the file is no PDF
        """
        self.ensure_one()
        if sentence := self._gendan_put_up_error():
            raise UserError(sentence)
        paper = self.sudo()  # sudo: nobody has rights to write signings
        paper.signing_ids._gendan_withdraw(self.env._("Put up anew"))
        signing = paper.env["gendan.signing"]._gendan_put_up(paper, content)
        paper.invalidate_recordset(["signing_ids"])
        paper._portal_ensure_token()
        self._gendan_issue("portal", to=self.partner_id.name)
        return signing

    def _gendan_sign(self, name, function, signature, shown, address, login):
        """The customer signs what was shown. Call with sudo, after the token or the portal's company was checked.

        The row lock makes two tabs one signature; what was signed is filed as the signed copy.

        :param str shown: checksum of the PDF on the customer's page
        :param login: res.users, empty for who came by the link
        :raise UserError: it is not up any more, is another by now, or something is missing; in the customer's words
        """
        self.ensure_one()
        self.signing_ids.lock_for_update()
        self.signing_ids.invalidate_recordset(["state"])
        signing = self._gendan_open_signing()
        if not signing:
            raise UserError(
                self._gendan_here_error(self._gendan_portal_rule())
                or self.env._("%(paper)s is not up for signing any more.", paper=self.name)
            )
        if signing.checksum != shown:
            raise UserError(
                self.env._(
                    "%(paper)s has been replaced since you opened this page. Reload the page and read it again.",
                    paper=self.name,
                )
            )
        content = signing._gendan_seal(name, function, signature, address, login)
        scan = self.env["ir.attachment"].create(
            {"name": f"{self.name}.pdf".replace("/", "-"), "raw": content, "mimetype": "application/pdf"}
        )
        # the original that a copy had waited for
        waited_for = self.state == "provisional"
        self._gendan_file_scans(scan, "portal")
        if waited_for:
            self._gendan_again("portal")
        self.signing_id = signing
        self._gendan_note_signature(signing)
        self._gendan_was_signed(signing.signed_by, signing.signed_function, address, login)

    def _gendan_note_signature(self, signing):
        """Say on the paper that it was signed, in the house's language."""
        house = signing.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        self.message_post(body=house._gendan_said_text(), author_id=(signing.login_id.partner_id or self.partner_id).id)

    def _gendan_void(self, reason):
        # EXTENDS gendan_followup
        result = super()._gendan_void(reason)
        self.sudo().signing_ids._gendan_withdraw(reason)  # sudo: whoever voids the paper
        return result

    def _gendan_again(self, how):
        # EXTENDS gendan_followup
        self.sudo().signing_id = False  # sudo: kept by the program
        return super()._gendan_again(how)

    def _gendan_is_copy(self, how=None):
        # EXTENDS gendan_followup: signed on the portal there is no other original
        return not (how is None and self.sudo().signing_id) and super()._gendan_is_copy(how)  # sudo: whether only

    # ------------------------------------------------------------ portal

    def _gendan_sign_lang(self):
        """The customer's language, for mail and evidence."""
        self.ensure_one()
        order = self.sudo().order_id  # sudo: a language, whoever asks
        lang = order._gendan_customer_lang() if order else self.sudo().partner_id.lang  # sudo: as above
        return lang or self.env.lang

    @api.model
    def _gendan_portal_domain(self, user):
        """What a customer's user is shown on the portal: her company's papers that are or were put up."""
        return Domain("partner_id", "child_of", user.commercial_partner_id.ids) & Domain(
            "signing_ids.state", "in", ("open", "signed")
        )

    def _gendan_shown(self, checksum=None):
        """What the customer's page shows, sudo: what is up, else what was signed last; or the one with this checksum.

        :return: gendan.signing; empty when nothing may be shown
        """
        self.ensure_one()
        # sudo: the page has checked whose paper it is
        signings = self.sudo().signing_ids
        shown = signings.filtered(lambda signing: signing.state == "signed") | self._gendan_open_signing()
        if checksum is not None:
            return shown.filtered(lambda signing: signing.checksum == checksum)[:1]
        return self._gendan_open_signing() or shown[:1]
