"""How an order came in, and whether the customer has said so in writing."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .intake_paper import CHANNELS, CHAT_APPS, ORAL

INSIDE = {"copy": False, "groups": "base.group_user"}
PAPER_READERS = "sales_team.group_sale_salesman"
# states of an online payment by which the customer has accepted the quotation on its page
ACCEPTED = ("pending", "authorized", "done")
# what the written confirmation hangs on
WATCHED = frozenset({"gendan_channel", "signed_on", "state", "gendan_sent_by", "gendan_received_at"})


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
        help="Ordered by word of mouth, and nothing in writing is there: no paper, no signature on our portal.",
    )
    gendan_written_state = fields.Selection(
        [("missing", "Missing"), ("there", "In writing")],
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
        "gendan_channel", "state", "signed_on", "transaction_ids.state", "gendan_paper_ids.withdrawal_ids"
    )
    def _compute_gendan_written_missing(self):
        for order in self:
            oral = order.gendan_channel in ORAL
            there = oral and (
                order.signed_on
                or any(paper._gendan_confirms() for paper in order.gendan_paper_ids)
                or any(transaction.state in ACCEPTED for transaction in order.transaction_ids)
            )
            order.gendan_written_missing = oral and not there and order.state != "cancel"
            if order.gendan_written_missing:
                order.gendan_written_state = "missing"
            else:
                order.gendan_written_state = "there" if there or (order.gendan_channel and not oral) else False

    def _search_gendan_written_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        confirmed = (
            Domain("signed_on", "!=", False)
            # any!: whether it is confirmed does not hang on whose papers and payments the reader may see
            | Domain(
                "gendan_paper_ids",
                "any!",
                Domain("is_confirmation", "=", True)
                & Domain("withdraws_id", "=", False)
                & Domain("withdrawal_ids", "=", False),
            )
            | Domain("transaction_ids", "any!", Domain("state", "in", ACCEPTED))
        )
        missing = Domain("gendan_channel", "in", ORAL) & Domain("state", "!=", "cancel") & ~confirmed
        return missing if True in value else ~missing

    @api.onchange("gendan_channel", "gendan_chat_app", "partner_id")
    def _onchange_gendan_account(self):
        """The account this customer wrote from last time."""
        if self.gendan_channel != "chat" or self.gendan_account or not self.partner_id:
            return
        domain = (
            Domain("partner_id", "child_of", self.partner_id.commercial_partner_id.ids)
            & Domain("gendan_account", "!=", False)
            & Domain("gendan_channel", "=", "chat")
        )
        if self.gendan_chat_app:
            domain &= Domain("gendan_chat_app", "=", self.gendan_chat_app)
        last = self.search(domain, order="gendan_received_at desc, id desc", limit=1)
        if last:
            self.gendan_chat_app = last.gendan_chat_app
            self.gendan_account = last.gendan_account
            self.gendan_sent_by = self.gendan_sent_by or last.gendan_sent_by

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
                " screenshot, or have the customer sign on the portal.",
                order=order.name,
            )
            for order in self.filtered("gendan_written_missing")
        }
