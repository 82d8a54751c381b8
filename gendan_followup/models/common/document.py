"""Papers: every copy that goes out or must come back."""

import base64
import hashlib
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.misc import hmac

# Crockford's alphabet: no I, L, O, U, so that a number read aloud or from a bad copy is still the number.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")
_SIGNATURE_LENGTH = 6
REFERENCE = re.compile(r"GD([0-9OIL]{1,12})[-–—_\s]?([0-9A-Z]{6})")

KINDS = [
    ("contract", "Contract"),
    ("order_confirmation", "Order Confirmation"),
    ("production_order", "Production Order"),
    ("process_card", "Process Card"),
    ("delivery_note", "Delivery Note"),
    ("statement", "Statement"),
    ("sample_approval", "Sample Approval"),
    ("date_change", "Date Change"),
    ("letter", "Letter"),
    ("other", "Other"),
]
# what the floor works by
FLOOR_KINDS = ("production_order", "process_card")
RETURN_WAYS = [
    ("original", "Original by hand"),
    ("courier", "Original by courier"),
    ("driver", "Our driver"),
    ("carrier", "Carrier's return service"),
    ("fax", "Fax"),
    ("scan", "Scan"),
    ("email", "E-mail"),
    ("chat", "Chat"),
    ("portal", "Portal"),
]


class GendanDocument(models.Model):
    """One copy of one paper, whatever room made it. Here its bare form; validity, filing and reminders are elsewhere.

    Clerks make and keep those of their customers and of those they back up, supervisors all, reps read their own
    customers', the portal its own company's. One that went out cannot be deleted.
    """

    _name = "gendan.document"
    _description = "Paper"
    _inherit = ["portal.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "order_id.name", "partner_id.name"]

    _source_idx = models.Index("(res_model, res_id)")
    _awaited_idx = models.Index("(company_id, partner_id) WHERE must_return AND returned_at IS NULL")
    _name_uniq = models.UniqueIndex("(name, company_id)", "This number is taken.")

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    name = fields.Char(string="Number", required=True, copy=False, readonly=True, default="/")
    kind = fields.Selection(KINDS, required=True, default="other", tracking=True)
    version = fields.Integer(default=1, aggregator=None)
    copy_name = fields.Char(string="Copy", help="Which copy it is: customer's, salesman's, to be returned …")

    res_model = fields.Char(string="Document Model", readonly=True)
    res_id = fields.Many2oneReference(string="Document ID", model_field="res_model", readonly=True)
    order_id = fields.Many2one(
        "sale.order", string="Order", ondelete="restrict", index="btree_not_null", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="restrict", index=True, tracking=True
    )
    # Stored: record rules and lists go by it.
    clerk_id = fields.Many2one(
        "res.users", string="Clerk", compute="_compute_clerk_id", store=True, index="btree_not_null"
    )

    issue_ids = fields.One2many("gendan.document.issue", "document_id", string="Went Out", readonly=True)
    must_return = fields.Boolean(string="Must Come Back", tracking=True)
    returned_at = fields.Datetime(copy=False, tracking=True)
    returned_how = fields.Selection(RETURN_WAYS, copy=False, tracking=True)
    scan_ids = fields.Many2many("ir.attachment", string="Scans", copy=False)
    voided_at = fields.Datetime(string="Void since", copy=False, readonly=True, tracking=True)
    void_reason = fields.Char(string="Void because", copy=False, readonly=True)
    state = fields.Selection(
        [
            ("new", "Not sent"),
            ("issued", "Sent"),
            ("awaited", "Awaited back"),
            ("returned", "Back"),
            ("void", "Void"),
        ],
        compute="_compute_state",
        store=True,
    )

    qr_reference = fields.Char(string="Reference", compute="_compute_qr_reference")
    qr_image = fields.Binary(string="QR Code", compute="_compute_qr_image")

    # ------------------------------------------------------------ compute

    @api.depends("order_id.gendan_clerk_id", "partner_id.commercial_partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for document in self:
            document.clerk_id = (
                document.order_id.gendan_clerk_id or document.partner_id.commercial_partner_id.gendan_clerk_id
            )

    @api.depends("issue_ids", "must_return", "returned_at", "voided_at")
    def _compute_state(self):
        for document in self:
            if document.voided_at:
                document.state = "void"
            elif document.returned_at:
                document.state = "returned"
            elif not document.issue_ids:
                document.state = "new"
            else:
                document.state = "awaited" if document.must_return else "issued"

    def _compute_qr_reference(self):
        for document in self:
            document.qr_reference = (
                f"GD{document.id}-{self._gendan_signature(document.id)}" if isinstance(document.id, int) else False
            )

    @api.depends("qr_reference")
    def _compute_qr_image(self):
        for document in self:
            document.qr_image = document.qr_reference and base64.b64encode(document._gendan_qr_png())

    @api.depends("name", "kind", "copy_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for document in self:
            parts = [document.name, kinds.get(document.kind), document.copy_name]
            document.display_name = " · ".join(part for part in parts if part)

    # ------------------------------------------------------------ onchange

    @api.onchange("scan_ids")
    def _onchange_scan_ids(self):
        """A scan put to a copy that is awaited is what came back, just now, unless something else is typed."""
        if self.scan_ids and self.state == "awaited" and not self.returned_at:
            self.returned_at = fields.Datetime.now()
            self.returned_how = "scan"

    # ------------------------------------------------------------ constrains

    @api.constrains("returned_at", "returned_how")
    def _check_returned_how(self):
        for document in self:
            if bool(document.returned_at) != bool(document.returned_how):
                raise UserError(
                    self.env._("Say when and how %(paper)s came back, both or neither.", paper=document.name)
                )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """Make copies; those without a number get the next one."""
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
                vals["name"] = company._gendan_next_number("gendan.document")
        papers = super().create(vals_list)
        papers.filtered("returned_at")._gendan_counts_changed()
        return papers

    def write(self, vals):
        """Write; rooms hear of copies that came back, did not after all, or no longer hold."""
        result = super().write(vals)
        if "returned_at" in vals or "voided_at" in vals:
            self._gendan_counts_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        for document in self:
            if document.issue_ids:
                raise UserError(
                    self.env._("%(paper)s has gone out and cannot be deleted.", paper=document.display_name)
                )

    # ------------------------------------------------------------ actions

    def action_open_source(self):
        """Button: what the paper belongs to."""
        self.ensure_one()
        res_model, res_id = (self.res_model, self.res_id) if self.res_model else ("sale.order", self.order_id.id)
        if not res_id or res_model not in self.env:
            raise UserError(self.env._("%(paper)s belongs to no document.", paper=self.display_name))
        return {
            "type": "ir.actions.act_window",
            "res_model": res_model,
            "res_id": res_id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------ business

    def _gendan_issue(self, how, to=None, note=None):
        """These copies have gone out: one more line in each log. Batch.

        :param str how: see gendan.document.issue
        :return: the lines
        """
        return self.env["gendan.document.issue"].create(
            [{"document_id": document.id, "how": how, "to": to, "note": note} for document in self]
        )

    def _gendan_void(self, reason):
        """These copies no longer hold: a newer version takes their place, or nothing does. Batch.

        :param str reason: a sentence or a name, shown on the paper
        :return: those that were not void before
        """
        valid = self.filtered(lambda document: not document.voided_at)
        if valid:
            valid.write({"voided_at": fields.Datetime.now(), "void_reason": reason})
        return valid

    def _gendan_counts(self):
        """Those of these copies that may be relied on: back and not void. Hook, batch: a room that judges asks more."""
        return self.filtered(lambda document: document.returned_at and not document.voided_at)

    def _gendan_counts_changed(self):
        """Which of these copies may be relied on may be another answer now. Hook, batch: who goes by it follows."""

    def _gendan_file_scans(self, attachments, how):
        """Pages of this signed copy have come in: kept with it, and the copy is back. Hook: rooms judge it afterwards.

        A copy that is back already keeps the day and way on which it first came; further pages are added. Whoever may
        change the paper may call it.

        :param attachments: ir.attachment, PDF or pictures, taken over by the paper
        :param str how: one of RETURN_WAYS
        """
        self.ensure_one()
        attachments.write({"res_model": self._name, "res_id": self.id})
        vals = {"scan_ids": [fields.Command.link(attachment.id) for attachment in attachments]}
        if not self.returned_at:
            vals |= {"returned_at": fields.Datetime.now(), "returned_how": how}
        self.write(vals)

    def _gendan_print_pdf(self):
        """This copy as it goes out, as a PDF. Hook: rooms that print such papers.

        :return: bytes, or None when no room prints it
        """
        self.ensure_one()
        return None

    def _gendan_signable(self):
        """Those of these copies the customer can be asked now to sign on the portal. Hook: the room of signed papers.

        :rtype: gendan.document
        """
        return self.browse()

    def _gendan_have_signed(self):
        """Put this copy up on the portal and write to the customer, with the user's rights. Hook, as above.

        :return: action
        :raise UserError: it is not signed there
        """
        self.ensure_one()
        raise UserError(self.env._("%(paper)s is not signed on the portal: send it on paper.", paper=self.name))

    def _gendan_sign_url(self):
        """The page on which the customer signs this copy, put up now if need be. Hook, as above; superuser.

        :return: address with its token, or "" where it is not signed on the portal
        """
        self.ensure_one()
        return ""

    def _gendan_was_signed(self, name, function, address, login):
        """The customer has signed this copy on the portal. Hook: the room the paper belongs to; superuser.

        :param str name: as signed
        :param str function: as signed
        :param str address: IP
        :param login: res.users, empty for who came by the link
        """

    def _gendan_portal_text(self):
        """What has become of this copy on the portal, in a sentence; empty when nothing. Hook, as above."""
        self.ensure_one()
        return ""

    def _gendan_issue_error(self):
        """The sentence why this copy must not go out now, or False. Hook."""
        self.ensure_one()
        return False

    # ------------------------------------------------------------ reference

    @api.model
    def _gendan_signature(self, document_id):
        """Six signs that only this database can make for this number: 30 bits, enough against typing and guessing."""
        # sudo: the database secret, which no user may read
        digest = hmac(self.sudo().env, "gendan.document", str(document_id), hash_function=hashlib.sha256)
        number = int(digest[:16], 16)
        return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(_SIGNATURE_LENGTH))

    @api.model
    def _gendan_from_reference(self, reference):
        """The paper a scanned or typed reference names, with the user's own rights.

        Spaces, small letters and look-alikes (O for 0, I or L for 1) are forgiven, a wrong signature is not.

        :return: the paper, or an empty recordset when the reference is no good or the user may not see it
        """
        document_id, signed = self._gendan_claim(reference)
        return self.search([("id", "=", document_id)]) if signed else self.browse()

    @api.model
    def _gendan_claim(self, reference):
        """What a reference says, whether or not it is true.

        :return: (id of the paper or None, whether this database signed it)
        """
        match = REFERENCE.search((reference or "").upper())
        if not match:
            return None, False
        digits, signature = match.groups()
        document_id = int(digits.translate(_LOOKALIKES))
        return document_id, consteq(self._gendan_signature(document_id), signature.translate(_LOOKALIKES))

    def _gendan_qr_png(self, size=240):
        """PNG of the QR code, to print or to show. Made here: no other host is asked."""
        self.ensure_one()
        return self.env["ir.actions.report"].barcode("QR", self.qr_reference, width=size, height=size, barLevel="M")
