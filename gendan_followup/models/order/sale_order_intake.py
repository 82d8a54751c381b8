"""How an order came in, and whether the customer has said so in writing."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..common.partner_account import CHAT_APPS
from .intake_paper import CHANNELS, FILED, ORAL

INSIDE = {"copy": False, "groups": "base.group_user"}
PAPER_READERS = "sales_team.group_sale_salesman"
# states of an online payment by which the customer has accepted the quotation on its page
ACCEPTED = ("pending", "authorized", "done")
# what the written confirmation hangs on
WATCHED = frozenset(
    {"gendan_channel", "signed_on", "state", "gendan_sent_by", "gendan_received_at", "gendan_contract_back_on"}
)


class SaleOrder(models.Model):
    """The order as it came in: channel, when, from whom, the papers; by word of mouth it stays red until confirmed.

    Clerks and sales reps keep it; customers on the portal never see any of it.
    """

    _inherit = "sale.order"

    _gendan_oral_idx = models.Index("(company_id) WHERE gendan_channel IN ('phone', 'visit')")

    gendan_channel = fields.Selection(
        CHANNELS,
        string="Came by",
        default=lambda self: "portal" if self.env.user.share else False,
        help="How the customer gave this order.",
        **INSIDE,
    )
    gendan_received_at = fields.Datetime(
        string="Received",
        compute="_compute_gendan_received_at",
        store=True,
        readonly=False,
        precompute=True,
        help="When the customer said or sent it.",
        **INSIDE,
    )
    gendan_chat_app = fields.Selection(CHAT_APPS, string="Chat App", **INSIDE)
    gendan_account = fields.Char(
        string="Account", help="Chat account, mail address or fax number it came from.", **INSIDE
    )
    gendan_sent_by = fields.Char(
        string="From Whom", help="The person who ordered: with a chat, the name behind the account.", **INSIDE
    )
    gendan_confirmed_there_on = fields.Date(
        string="Confirmed There on",
        help="The day on which we confirmed the order on the buyer's own web portal.",
        **INSIDE,
    )
    gendan_paper_ids = fields.One2many(
        "gendan.intake.paper", "order_id", string="Customer's Papers", copy=False, groups=PAPER_READERS
    )
    gendan_written_missing = fields.Boolean(
        string="Written Confirmation Missing",
        compute="_compute_gendan_written_missing",
        search="_search_gendan_written_missing",
        compute_sudo=True,  # sudo: whether there is something in writing, no more
        groups="base.group_user",
        help="Ordered by word of mouth, and nothing in writing is there: no paper, no signature on our portal, no"
        " signed contract.",
    )
    gendan_proof_missing = fields.Boolean(
        string="Proof Missing",
        compute="_compute_gendan_written_missing",
        search="_search_gendan_proof_missing",
        compute_sudo=True,  # sudo: as above
        groups="base.group_user",
        help="Ordered by chat, e-mail, fax or mail, and what the customer wrote is not filed.",
    )
    gendan_proof_text = fields.Char(
        string="Which Proof Is Missing", compute="_compute_gendan_proof_text", groups="base.group_user"
    )
    gendan_written_state = fields.Selection(
        [("missing", "Missing"), ("proof", "Proof missing"), ("there", "In writing")],
        string="Confirmation",
        compute="_compute_gendan_written_missing",
        compute_sudo=True,  # sudo: as above
        groups="base.group_user",
    )

    # ------------------------------------------------------------ compute

    @api.depends("gendan_channel")
    def _compute_gendan_received_at(self):
        for order in self:
            if order.gendan_channel and not order.gendan_received_at:
                order.gendan_received_at = fields.Datetime.now()
            else:
                order.gendan_received_at = order.gendan_received_at

    @api.depends(
        "gendan_channel",
        "state",
        "signed_on",
        "gendan_contract_back_on",
        "transaction_ids.state",
        "gendan_paper_ids.withdrawal_ids",
    )
    def _compute_gendan_written_missing(self):
        for order in self:
            oral, filed = order.gendan_channel in ORAL, order.gendan_channel in FILED
            there = (oral or filed) and order._gendan_is_in_writing()
            lacks = not there and order.state != "cancel"
            order.gendan_written_missing = oral and lacks
            order.gendan_proof_missing = filed and lacks
            if order.gendan_written_missing or order.gendan_proof_missing:
                order.gendan_written_state = "missing" if oral else "proof"
            else:
                in_itself = order.gendan_channel and not oral and not filed
                order.gendan_written_state = "there" if there or in_itself else False

    @api.depends("gendan_proof_missing", "gendan_channel")
    @api.depends_context("lang")
    def _compute_gendan_proof_text(self):
        texts = self._gendan_proof_texts()
        for order in self:
            order.gendan_proof_text = order.gendan_proof_missing and texts[order.gendan_channel]

    @api.model
    def _gendan_in_writing_domain(self):
        """Orders of which there is something in writing. For a search with sudo."""
        return (
            Domain("signed_on", "!=", False)
            | Domain("gendan_contract_back_on", "!=", False)
            | Domain(
                "gendan_paper_ids",
                "any",
                Domain("is_confirmation", "=", True)
                & Domain("withdraws_id", "=", False)
                & Domain("withdrawal_ids", "=", False),
            )
            | Domain("transaction_ids", "any", Domain("state", "in", ACCEPTED))
        )

    @api.model
    def _gendan_search_lacking(self, channels, operator, value):
        if operator != "in":
            return NotImplemented
        lacking = Domain("gendan_channel", "in", channels) & Domain("state", "!=", "cancel")
        # sudo: whether there is something in writing, whose papers and payments ever the reader may see
        lacking = self.sudo()._search(lacking & ~self._gendan_in_writing_domain(), active_test=False)
        return Domain("id", "in" if True in value else "not in", lacking)

    def _search_gendan_written_missing(self, operator, value):
        return self._gendan_search_lacking(ORAL, operator, value)

    def _search_gendan_proof_missing(self, operator, value):
        return self._gendan_search_lacking(FILED, operator, value)

    # ------------------------------------------------------------ onchange

    @api.onchange("gendan_requested_date")
    def _onchange_gendan_requested_date(self):
        """Said while typing, not refused: an order entered afterwards has such a day rightly."""
        day = self.gendan_requested_date
        if self.state not in ("draft", "sent") or not day or day >= fields.Date.context_today(self):
            return None
        return {
            "warning": {
                "type": "notification",
                "title": self.env._("Is the date right?"),
                "message": self.env._(
                    "%(day)s, asked for on %(order)s, is over already.",
                    day=format_date(self.env, day),
                    order=self.name or self.env._("the new order"),
                ),
            }
        }

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS gendan_followup
        orders = super().create(vals_list)
        if any(vals.get("gendan_channel") in ORAL for vals in vals_list):
            orders._gendan_oral()._gendan_written_changed()
        return orders

    def write(self, vals):
        # EXTENDS gendan_followup
        watched = not WATCHED.isdisjoint(vals)
        # those that were oral, too: their to-do goes
        oral = self._gendan_oral() if watched else self.browse()
        result = super().write(vals)
        if vals.get("signed_on"):
            self._gendan_came_by_portal()
        if watched and (concerned := oral | self._gendan_oral()):
            concerned._gendan_written_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_customers_papers(self):
        # sudo: the papers keep the order whether or not the user may see them
        paper = self.env["gendan.intake.paper"].sudo().search([("order_id", "in", self.ids)], limit=1)
        if paper:
            raise UserError(
                self.env._(
                    "%(order)s carries what the customer sent (%(paper)s) and cannot be deleted. Cancel it instead.",
                    order=paper.order_id.name,
                    paper=paper.display_name,
                )
            )

    # ------------------------------------------------------------ actions

    def action_gendan_paper(self):
        """Button: file what the customer sent in writing.

        :return: action that opens the paper
        """
        self.ensure_one()
        # nothing comes in writing by phone; at a visit a sheet is handed over
        channel = self.gendan_channel if self.gendan_channel != "phone" else False
        return self._gendan_paper_dialog(
            {
                "default_channel": channel,
                "default_chat_app": self.gendan_chat_app,
                "default_account": self.gendan_account if channel else False,
                "default_sent_by": self.gendan_sent_by,
            }
        )

    # ------------------------------------------------------------ business

    def _gendan_paper_dialog(self, context):
        """The dialog in which a paper of this order is filed.

        :param dict context: defaults of the paper
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer's paper about %s", self.name),
            "res_model": "gendan.intake.paper",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_order_id": self.id, **context},
        }

    def _gendan_came_by_portal(self):
        """The customer signed, paid or ordered on our portal: those of which nobody said how they came, came by it."""
        # sudo: the customer does it, who may not read or write how orders come in
        for order in self.sudo().filtered(lambda order: not order.gendan_channel):
            order.write(
                {"gendan_channel": "portal", "gendan_received_at": order.signed_on or fields.Datetime.now()}
            )

    def _gendan_written_changed(self):
        """How these orders came in or what is there in writing has changed: the to-dos follow. Batch."""
        oral = self._gendan_oral()
        if written := self - oral:
            written._gendan_close_todos(["written_missing"])
        oral._gendan_sync_todos()
        self._gendan_gate_changed()

    def _gendan_is_in_writing(self):
        """Whether the customer has said so in writing, as ``_gendan_in_writing_domain``. Call with sudo."""
        self.ensure_one()
        return bool(
            self.signed_on
            or self.gendan_contract_back_on
            or any(paper._gendan_confirms() for paper in self.gendan_paper_ids)
            or any(transaction.state in ACCEPTED for transaction in self.transaction_ids)
        )

    @api.model
    def _gendan_proof_texts(self):
        """What has to be filed of an order that came in writing: {channel: text}."""
        return {
            "chat": self.env._("Proof missing: the screenshot of the chat, with account and name"),
            "email": self.env._("Proof missing: the customer's e-mail"),
            "fax": self.env._("Proof missing: the fax"),
            "mail": self.env._("Proof missing: the customer's letter"),
        }

    def _gendan_oral(self):
        """Those of these orders that were given by word of mouth."""
        # sudo: whoever confirms or signs (the customer on the portal) may not read how an order came in
        return self.filtered(lambda order: order.sudo().gendan_channel in ORAL)

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for order in self.filtered("gendan_written_missing"):
            day = order.company_id._gendan_to_day(order.gendan_received_at or order.create_date)
            result[order] = [
                *result.get(order, []),
                {
                    "kind": "written_missing",
                    "name": self.env._(
                        "Get the written confirmation of %(order)s, ordered by word of mouth", order=order.name
                    ),
                    "due": order.company_id._gendan_add_workdays(day, 1),
                    "role": "clerk",
                },
            ]
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        if self.env["gendan.intake.paper"].has_access("create"):
            for order in self.filtered("gendan_written_missing"):
                result[order] = [
                    *result.get(order, []),
                    {
                        "code": "intake_paper",
                        "label": self.env._("File the paper"),
                        "icon": "fa-paperclip",
                        "primary": True,
                    },
                ]
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        if code == "intake_paper":
            return self.action_gendan_paper()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)

    def _gendan_review_written_missing(self):
        """Review point: {order: sentence} of those ordered by word of mouth without anything in writing. Batch."""
        return {
            order: self.env._(
                "%(order)s was ordered by word of mouth and nothing in writing is there. File the customer's paper or"
                " screenshot, get our contract back signed, or have the customer sign on the portal.",
                order=order.name,
            )
            for order in self.filtered("gendan_written_missing")
        }

    def _gendan_review_proof_missing(self):
        """Review point: {order: sentence} of those that came by chat, e-mail, fax or mail and are not filed. Batch."""
        return {
            order: self.env._(
                "%(order)s: what the customer wrote is not filed. %(proof)s.",
                order=order.name,
                proof=order.gendan_proof_text,
            )
            for order in self.filtered("gendan_proof_missing")
        }
