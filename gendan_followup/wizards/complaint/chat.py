"""A complaint out of a chat: paste the text, drop the screenshots, look over what was read, save."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.common.partner_account import CHAT_APPS
from ...models.complaint.complaint import OPEN_STATES, WISHES

# of a customer's open complaints, to add to
SHOWN = 40


class GendanComplaintChat(models.TransientModel):
    """Collects what a chat says; `gendan.complaint` reads, judges and keeps it, its words and files as they came.

    For clerks. Nothing that was read is taken over without the clerk: all of it is proposed, all of it can be typed.
    """

    _name = "gendan.complaint.chat"
    _description = "Complaint out of a Chat"
    _inherit = "gendan.complaint.whose.mixin"

    text = fields.Text("Chat")
    attachment_ids = fields.Many2many(
        "ir.attachment", "gendan_complaint_chat_attachment_rel", string="Screenshots"
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    # whose, from whom, when
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('parent_id', '=', False)]",
    )
    # what was read last: another one in `partner_id` was chosen by hand and stays
    read_partner_id = fields.Many2one(
        "res.partner",
        compute="_compute_partner_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Complained by",
        compute="_compute_partner_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="partner_id and [('id', 'child_of', partner_id)] or []",
    )
    chat_app = fields.Selection(
        CHAT_APPS, string="Chat App", compute="_compute_partner_id", compute_sudo=False, store=True, readonly=False
    )
    account = fields.Char(compute="_compute_partner_id", compute_sudo=False, store=True, readonly=False)
    sent_by = fields.Char(
        "From Whom", compute="_compute_partner_id", compute_sudo=False, store=True, readonly=False
    )
    received_at = fields.Datetime(
        "Received",
        compute="_compute_received_at",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The last thing the customer wrote, where the chat says when.",
    )
    is_time_read = fields.Boolean(compute="_compute_received_at", compute_sudo=False, store=True, readonly=False)
    # a further message of an open one
    open_ids = fields.Many2many("gendan.complaint", compute="_compute_open_ids", compute_sudo=False)
    complaint_id = fields.Many2one(
        "gendan.complaint",
        string="Belongs to Complaint",
        ondelete="cascade",
        domain="[('id', 'in', open_ids)]",
        help="One of the customer's open complaints; empty: it becomes a new one.",
    )
    # about what
    order_id = fields.Many2one(
        "sale.order",
        string="Order",
        compute="_compute_documents",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('state', '=', 'sale')] + (partner_id and [('partner_id', 'child_of', partner_id)] or [])",
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        compute="_compute_documents",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('state', '=', 'done'), ('location_dest_id.usage', 'in', ('customer', 'transit'))]"
        " + (order_id and ['|', ('sale_id', '=', order_id),"
        " ('move_ids.sale_line_id.order_id', '=', order_id)] or [])"
        " + (partner_id and [('partner_id', 'child_of', partner_id)] or [])",
    )
    note = fields.Char(compute="_compute_documents", compute_sudo=False, store=True, readonly=False)
    product_ids = fields.Many2many("product.product", compute="_compute_product_ids", compute_sudo=False)
    line_ids = fields.One2many(
        "gendan.complaint.chat.line",
        "chat_id",
        string="Goods",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    subject = fields.Char(
        "What He Complains about", compute="_compute_subject", compute_sudo=False, store=True, readonly=False
    )
    kind_id = fields.Many2one(
        "gendan.complaint.kind",
        string="Kind",
        default=lambda self: self.env["gendan.complaint"]._default_kind_id(),
        domain="[('company_id', 'in', (False, company_id))]",
        ondelete="cascade",
    )
    line_stopped = fields.Boolean(
        "His Line Stands Still", compute="_compute_subject", compute_sudo=False, store=True, readonly=False
    )
    wished = fields.Selection(WISHES, string="He Wants", required=True, default="unknown")
    # pressed twice it is saved once
    made_id = fields.Many2one("gendan.complaint", readonly=True, ondelete="cascade")

    # ------------------------------------------------------------ what is read

    def _gendan_read(self):
        """What the text of this dialog says."""
        self.ensure_one()
        return self.env["gendan.complaint"]._gendan_read_chat(self.text, self.company_id)

    @api.depends("text", "complaint_id")
    def _compute_partner_id(self):
        complaints = self.env["gendan.complaint"]
        for chat in self:
            read = chat._gendan_read()
            chosen = chat.partner_id and chat.partner_id != chat.read_partner_id
            if chat.complaint_id or chosen:
                known = chat.complaint_id or chat
                customer, contact = known.partner_id, known.contact_id
                # who of his wrote this one
                account = customer and complaints._gendan_chat_accounts(read, chat.company_id, customer._origin)[:1]
            else:
                customer, contact, account = complaints._gendan_recognise_chat(read, chat.text, chat.company_id)
            customer, contact = customer.sudo(False), contact.sudo(False)
            if not chosen:
                chat.read_partner_id = customer
            else:
                chat.read_partner_id = chat.read_partner_id
            chat.partner_id = customer
            chat.contact_id = contact
            said = next((one for one in read["theirs"] if one.who), None)
            chat.sent_by = (account and account.person) or (said and said.who) or chat.sent_by
            chat.account = (account and account.account) or (said and said.account) or chat.account
            chat.chat_app = (account and account.app) or chat.chat_app

    @api.depends("text")
    def _compute_received_at(self):
        for chat in self:
            moment = chat._gendan_read()["received_at"]
            chat.is_time_read = bool(moment)
            # not read: typed, and what was typed stays
            chat.received_at = moment or chat.received_at

    @api.depends("partner_id")
    def _compute_open_ids(self):
        for chat in self:
            chat.open_ids = (
                self.env["gendan.complaint"].search(
                    [
                        ("partner_id", "=", chat.partner_id._origin.commercial_partner_id.id),
                        ("company_id", "=", chat.company_id.id),
                        ("state", "in", OPEN_STATES),
                    ],
                    limit=SHOWN,
                )
                if chat.partner_id
                else False
            )

    @api.depends("text", "partner_id")
    def _compute_documents(self):
        complaints = self.env["gendan.complaint"]
        for chat in self:
            customer = chat.partner_id._origin.commercial_partner_id
            found = complaints._gendan_read_text("", chat.text, customer, chat.company_id) if chat.text else {}
            order = self.env["sale.order"].browse(found.get("order_id", ()))._filtered_access("read")
            picking = self.env["stock.picking"].browse(found.get("picking_id", ()))._filtered_access("read")
            if not order and not picking:
                # nothing read: what was chosen stays as long as it is his
                order = chat.order_id if chat._gendan_is_his(chat.order_id) else order
                picking = chat.picking_id if chat._gendan_is_his(chat.picking_id) else picking
            if picking and not order:
                # sudo: the link only
                served = picking._origin.sudo()._gendan_served_orders()
                # of several the clerk chooses
                served = served.sudo(False)._filtered_access("read")
                chosen = chat.order_id._origin
                order = served if len(served) == 1 else chosen & served
            chat.order_id = order
            chat.picking_id = picking
            chat.note = found.get("internal_note", False)

    @api.depends("partner_id", "order_id", "complaint_id")
    @api.depends_context("uid")
    def _compute_whose_note(self):
        # EXTENDS gendan_followup; saving, the complaint says it itself
        complaints = self.env["gendan.complaint"]
        for chat in self:
            chat.whose_note = not chat.complaint_id and complaints._gendan_whose_error(chat.partner_id, chat.order_id)

    @api.onchange("picking_id")
    def _onchange_picking_id(self):
        """The order, where the transfer leaves no choice; of several the clerk chooses."""
        served = self.picking_id._origin.sudo()._gendan_served_orders()  # sudo: the links only
        if served and self.order_id._origin not in served.sudo(False):
            self.order_id = served.sudo(False)._filtered_access("read") if len(served) == 1 else False

    def _gendan_is_his(self, document):
        """Whether a document belongs to the customer chosen; where none is, it may."""
        party = document.partner_id.commercial_partner_id
        return not party or not self.partner_id or party == self.partner_id.commercial_partner_id

    @api.depends("order_id", "picking_id")
    def _compute_product_ids(self):
        for chat in self:
            order = chat.order_id._origin._filtered_access("read")
            picking = chat.picking_id._origin._filtered_access("read")
            # sudo: which goods left with what the user may read
            about = self.env["gendan.complaint"].sudo().new({"order_id": order.id, "picking_id": picking.id})
            chat.product_ids = about.product_ids._origin.sudo(False)

    @api.depends("text", "order_id", "picking_id")
    def _compute_line_ids(self):
        for chat in self:
            rows = chat.env["gendan.complaint"]._gendan_chat_goods(chat._gendan_read(), chat.product_ids._origin)
            typed = chat.line_ids.filtered(lambda line, chat=chat: line.product_id in chat.product_ids)
            if rows or not typed:
                chat.line_ids = [Command.clear(), *(Command.create(row) for row in rows)]
            else:
                chat.line_ids = chat.line_ids

    @api.depends("text")
    def _compute_subject(self):
        complaints = self.env["gendan.complaint"]
        for chat in self:
            read = chat._gendan_read()
            chat.subject = complaints._gendan_chat_subject(read) or chat.subject
            chat.line_stopped = complaints._gendan_chat_stops_line(read) or chat.line_stopped

    # ------------------------------------------------------------ actions

    @api.model
    def _gendan_open(self, **defaults):
        """The dialog, about what is known.

        :param defaults: values of it: ``partner_id``, ``order_id``, ``complaint_id`` ...
        :return: action
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaint from a Chat"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {f"default_{name}": value for name, value in defaults.items()},
        }

    def action_save(self):
        """Button: a new complaint, or a further message of the one chosen; the chat is kept as it came.

        :return: action: the complaint
        :raise UserError: the sentence what is missing
        """
        self.ensure_one()
        if not self.made_id:
            if sentence := self._gendan_chat_error():
                raise UserError(sentence)
            is_message = bool(self.complaint_id)
            complaint = self.complaint_id or self.env["gendan.complaint"].create(self._gendan_prepare_complaint_vals())
            complaint._gendan_take_in(is_message=is_message, **self._gendan_prepare_paper_vals())
            self.made_id = complaint
        return self.made_id._get_records_action()

    def _gendan_chat_error(self):
        """The sentence what is missing, or False; the complaint judges the rest."""
        self.ensure_one()
        if not (self.text or "").strip() and not self.attachment_ids:
            return self.env._("Paste what the customer wrote, or attach the screenshot.")
        if self.complaint_id and (sentence := self.complaint_id._gendan_paper_error()):
            return sentence
        if not self.received_at:
            return self.env._(
                "The chat does not say when he wrote: type it under “Received”. The clock runs from then."
            )
        if not self.complaint_id and not (self.subject or "").strip():
            return self.env._("Say in a few words what he complains about.")
        return False

    def _gendan_prepare_paper_vals(self):
        """Values of the evidence."""
        self.ensure_one()
        return {
            "channel": "chat",
            "chat_app": self.chat_app,
            "account": self.account,
            "sent_by": self.sent_by,
            "received_at": self.received_at,
            "text": self.text,
            "attachment_ids": [Command.set(self.attachment_ids.ids)],
        }

    def _gendan_prepare_complaint_vals(self):
        """Values of the new complaint; nothing but what is known, so that its own defaults hold."""
        self.ensure_one()
        complaints = self.env["gendan.complaint"]
        vals = {
            "channel": "chat",
            "company_id": self.company_id.id,
            "received_at": self.received_at,
            "partner_id": self.partner_id.commercial_partner_id.id,
            "contact_id": self.contact_id.id,
            "order_id": self.order_id.id,
            "picking_id": self.picking_id.id,
            "subject": self.subject,
            "description": complaints._gendan_chat_words(self._gendan_read()),
            "kind_id": self.kind_id.id,
            "wished": self.wished,
            "line_ids": [Command.create(line._gendan_prepare_line_vals()) for line in self.line_ids],
            "internal_note": self.note,
        }
        known = {name: value for name, value in vals.items() if value}
        return {**known, "line_stopped": self.line_stopped}
