"""What the customer sent: the order itself, its confirmation, the screenshot of a chat."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.partner_account import CHAT_APPS

CHANNELS = [
    ("phone", "Phone"),
    ("visit", "Visit"),
    ("chat", "Chat"),
    ("email", "E-mail"),
    ("fax", "Fax"),
    ("mail", "Mail"),
    ("buyer_portal", "The buyer's own web portal"),
    ("portal", "Our portal"),
    ("edi", "EDI"),
    ("spreadsheet", "Spreadsheet"),
]
# said and not written: the order stays red until something in writing is there
ORAL = ("phone", "visit")
# said in writing: the paper or picture of it can be filed
FILED = ("chat", "email", "fax", "mail")
# copies that Odoo keeps in step by itself
COPIED = frozenset({"company_id", "partner_id", "clerk_id"})


class GendanIntakePaper(models.Model):
    """One paper or screenshot of the customer's about an order: how it came, from whom, when. Append-only.

    Its files are sealed with it. One filed by mistake is withdrawn by a further entry that says why. Clerks and sales
    reps file and read those of their customers' orders, supervisors all; nobody changes or deletes one.
    """

    _name = "gendan.intake.paper"
    _inherit = ["gendan.proof.mixin"]
    _description = "Customer's paper about an order"
    _order = "received_at desc, id desc"

    order_id = fields.Many2one("sale.order", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, index=True, string="Customer")
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    channel = fields.Selection(CHANNELS, string="Came by", required=True)
    chat_app = fields.Selection(CHAT_APPS, string="Chat App")
    account = fields.Char(help="Chat account, mail address or fax number it came from.")
    sent_by = fields.Char(string="From Whom", help="The person: with a chat, the name behind the account.")
    received_at = fields.Datetime(string="Received", required=True, default=fields.Datetime.now)
    is_confirmation = fields.Boolean(
        string="Confirms the Order",
        default=True,
        help="Off: a drawing, a photo, a note that does not say in writing that the customer orders this.",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Photos, Screenshots, Papers")
    note = fields.Char(string="Remark", help="Its number, its page, or where it can be read again.")
    withdraws_id = fields.Many2one(
        "gendan.intake.paper",
        string="Withdraws",
        domain="[('order_id', '=', order_id), ('withdraws_id', '=', False)]",
        ondelete="restrict",
        index="btree_not_null",
        help="The entry that was filed by mistake.",
    )
    withdrawal_ids = fields.One2many("gendan.intake.paper", "withdraws_id", string="Withdrawn by")
    is_withdrawn = fields.Boolean(string="Withdrawn", compute="_compute_is_withdrawn")
    user_id = fields.Many2one("res.users", string="Filed by", required=True, readonly=True, ondelete="restrict")

    # ------------------------------------------------------------ compute

    @api.depends("withdrawal_ids")
    def _compute_is_withdrawn(self):
        for paper in self:
            paper.is_withdrawn = bool(paper.withdrawal_ids)

    @api.depends("channel", "chat_app", "received_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        chats = dict(self._fields["chat_app"]._description_selection(self.env))
        for paper in self:
            way = chats.get(paper.chat_app) if paper.channel == "chat" else None
            moment = fields.Datetime.context_timestamp(paper, paper.received_at) if paper.received_at else None
            parts = [way or channels.get(paper.channel), paper.sent_by, moment and f"{moment:%Y-%m-%d %H:%M}"]
            paper.display_name = ", ".join(part for part in parts if part)

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        """File papers; their files become theirs and are sealed with them (``ir.attachment``).

        :raise UserError: the sentence why one cannot be filed so
        :raise AccessError: the user may not read one of the files, or not see the order
        """
        files = []
        for vals in vals_list:
            vals["user_id"] = self.env.uid
            files.append(self._gendan_pop_papers(vals))
        papers = super().create(vals_list)
        papers._gendan_seal(files)
        papers.order_id._gendan_written_changed()
        return papers

    def write(self, vals):
        """Papers are never edited.

        :raise UserError: always, unless only Odoo's own recomputation of the copied columns asks
        """
        if vals.keys() - COPIED:
            raise UserError(
                self.env._(
                    "What the customer sent is never changed once it is filed. Withdraw the entry by a further one"
                    " that says why."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(
            self.env._("What the customer sent is never deleted. Withdraw the entry by a further one that says why.")
        )

    def copy(self, default=None):
        raise UserError(self.env._("What the customer sent is not copied: file the other paper by itself."))

    # ------------------------------------------------------------ actions

    def action_gendan_withdraw(self):
        """Button: a further entry that takes this one back.

        :return: action that opens it
        """
        self.ensure_one()
        return self.order_id._gendan_paper_dialog(
            {
                "default_withdraws_id": self.id,
                "default_channel": self.channel,
                "default_chat_app": self.chat_app,
                "default_is_confirmation": False,
            }
        )

    # ------------------------------------------------------------ business

    def _gendan_confirms(self):
        """Whether the customer says in writing that he orders this."""
        self.ensure_one()
        return self.is_confirmation and not self.withdraws_id and not self.withdrawal_ids

    def _gendan_sealed_error(self, paper):
        # EXTENDS gendan.proof.mixin
        self.ensure_one()
        return self.env._(
            "%(paper)s is what the customer sent for order %(order)s and can be neither changed nor deleted. Withdraw"
            " its entry on the order instead.",
            paper=paper.name,
            order=self.order_id.name,
        )

    def _gendan_error(self, attachments):
        """The sentence why this paper cannot be filed so, or False.

        :param attachments: its files
        """
        self.ensure_one()
        order = self.order_id.display_name
        remark = (self.note or "").strip()
        if self.received_at > fields.Datetime.now():
            return self.env._("What was received for %(order)s cannot be dated later than now.", order=order)
        if self.withdraws_id:
            if self.withdraws_id.order_id != self.order_id:
                return self.env._("%(order)s: the paper to withdraw belongs to another order.", order=order)
            if not remark:
                return self.env._("%(order)s: say why the paper is withdrawn.", order=order)
            return False
        if self.channel == "phone":
            return self.env._(
                "%(order)s: a phone call is no paper. File what the customer sent in writing.", order=order
            )
        if self.channel == "chat" and not ((self.sent_by or "").strip() and (self.account or "").strip()):
            return self.env._(
                "%(order)s: a screenshot counts only with the chat account and the name behind it.", order=order
            )
        if not attachments and not (remark and self.channel in ("buyer_portal", "edi")):
            return self.env._("%(order)s: attach the paper, a photo of it or the screenshot.", order=order)
        return False
