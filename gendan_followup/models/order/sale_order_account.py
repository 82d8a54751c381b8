"""By which account an order came: proposed from the customer's file, and kept there."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize


class SaleOrder(models.Model):
    """The account an order came from, and whether it is on the customer's file."""

    _inherit = "sale.order"

    gendan_account_is_new = fields.Boolean(
        string="Account Not on File",
        compute="_compute_gendan_account_is_new",
        groups="sales_team.group_sale_salesman",
        help="This chat account is not on the customer's file.",
    )

    # ------------------------------------------------------------ compute

    @api.depends(
        "gendan_channel",
        "gendan_chat_app",
        "gendan_account",
        "partner_id.gendan_account_ids.account",
        "partner_id.commercial_partner_id.gendan_account_ids.account",
    )
    def _compute_gendan_account_is_new(self):
        for order in self:
            account = (order.gendan_account or "").strip()
            known = order.partner_id._gendan_accounts(order.gendan_chat_app).mapped("account") if account else []
            order.gendan_account_is_new = bool(
                account and order.gendan_channel == "chat" and order.gendan_chat_app and account not in known
            )

    @api.onchange("gendan_channel", "gendan_chat_app", "partner_id")
    def _onchange_gendan_account(self):
        """The account, fax number or address on the customer's file; with a chat the one written from last time."""
        customer = self.partner_id.commercial_partner_id
        if self.gendan_channel == "chat":
            self._gendan_forget_account_of_other_app()
        self._gendan_forget_account_of_other_channel()
        self._gendan_forget_account_of_other_party(customer)
        if self.gendan_account or not customer:
            return
        if self.gendan_channel == "fax":
            self.gendan_account = self.partner_id.gendan_fax or customer.gendan_fax
        elif self.gendan_channel == "email":
            self.gendan_account = self.partner_id.email or customer.email
        elif self.gendan_channel == "chat":
            self._gendan_propose_chat_account(customer)

    # ------------------------------------------------------------ CRUD

    def write(self, vals):
        # EXTENDS sale: what the form forgets with a customer, an import or a program forgets, too
        result = super().write(vals)
        if "partner_id" in vals and "gendan_account" not in vals:
            for order in self.filtered("gendan_account"):
                order._gendan_forget_account_of_other_party(order.partner_id.commercial_partner_id)
        return result

    # ------------------------------------------------------------ actions

    def action_gendan_keep_account(self):
        """Button: put the account this order came from on the customer's file.

        :return: True
        :raise UserError: nobody said who is behind it
        """
        self.ensure_one()
        self.check_access("write")
        if not self.gendan_account_is_new:
            raise UserError(self.env._("%(order)s came from no chat account that is new.", order=self.name))
        if not (self.gendan_sent_by or "").strip():
            raise UserError(
                self.env._(
                    "%(order)s: say who is behind the account %(account)s (“From Whom”) before it is put on file.",
                    order=self.name,
                    account=self.gendan_account,
                )
            )
        self.env["gendan.partner.account"].create(self._gendan_prepare_account_vals())
        return True

    # ------------------------------------------------------------ business

    def _gendan_prepare_account_vals(self):
        """Values of the account this order came from, for the customer's file."""
        self.ensure_one()
        moment = self.gendan_received_at or self.date_order
        return {
            "partner_id": self.partner_id.commercial_partner_id.id,
            "app": self.gendan_chat_app,
            "account": self.gendan_account,
            "person": self.gendan_sent_by,
            "known_on": self.company_id._gendan_to_day(moment),
            "note": self.env._("Order %s came from it", self.name),
        }

    def _gendan_forget_account_of_other_app(self):
        """Another app was chosen: the account on file of the one before is not its account."""
        self.ensure_one()
        accounts = self.partner_id._gendan_accounts()
        same = accounts.filtered(lambda account: account.account == self.gendan_account)
        if same and self.gendan_chat_app and self.gendan_chat_app not in same.mapped("app"):
            self.gendan_account = False
            if self.gendan_sent_by in same.mapped("person"):
                self.gendan_sent_by = False

    def _gendan_forget_account_of_other_channel(self):
        """The order came another way: what the customer writes by otherwise is not its account."""
        self.ensure_one()
        account = (self.gendan_account or "").strip()
        parties = self.partner_id | self.partner_id.commercial_partner_id
        by_channel = {
            "fax": set(parties.mapped("gendan_fax")),
            "email": set(parties.mapped("email")),
            "chat": set(parties._gendan_accounts().mapped("account")),
        }
        fitting = by_channel.get(self.gendan_channel, set())
        if account and account in set().union(*by_channel.values()) - fitting:
            self.gendan_account = False

    def _gendan_forget_account_of_other_party(self, customer):
        """Another customer was chosen: the account on file of the one before is not this one's."""
        self.ensure_one()
        account = (self.gendan_account or "").strip()
        if not account or not customer:
            return
        owners = self._gendan_account_owners(account).commercial_partner_id
        if owners and customer not in owners:
            self.gendan_account = self.gendan_sent_by = False

    def _gendan_account_owners(self, account):
        """Parties on whose file this account, number or address is; of chats else those who wrote by it. sudo."""
        self.ensure_one()
        # sudo: files and orders of customers of other clerks are looked at, not shown
        parties = self.env["res.partner"].sudo().with_context(active_test=False)
        if self.gendan_channel not in ("fax", "email", "chat"):
            return parties
        filed = self.env["gendan.partner.account"].sudo().with_context(active_test=False)  # sudo: as above
        app = self.gendan_chat_app if self.gendan_channel == "chat" else self.gendan_channel
        owners = filed.search(Domain("account", "=", account) & Domain("app", "=", app)).partner_id
        if self.gendan_channel == "fax":
            owners |= parties.search([("gendan_fax", "=", account)])
        elif self.gendan_channel == "email":
            owners |= parties.search([("email_normalized", "=", email_normalize(account) or account)])
        elif not owners:
            wrote = Domain("gendan_account", "=", account) & Domain("gendan_chat_app", "=", self.gendan_chat_app)
            others = Domain("id", "not in", self._origin.ids)
            # sudo: as above
            owners = self.env["sale.order"].sudo().search(wrote & others).partner_id
        return owners

    def _gendan_propose_chat_account(self, customer):
        """Fill in app, account and name: the last order's, unless it is no longer used; else the first on file."""
        self.ensure_one()
        app = self.gendan_chat_app or None
        on_file = self.partner_id._gendan_accounts(app)
        last = self._gendan_last_chat_order(customer)
        same = on_file.filtered(lambda account: account.account == last.gendan_account)[:1]
        # an account that was archived is not proposed again
        filed = (self.partner_id | customer).gendan_account_ids
        unused = filed.filtered(lambda account: not account.active).mapped("account")
        if last and (same or (not on_file and last.gendan_account not in unused)):
            self.gendan_chat_app = last.gendan_chat_app
            self.gendan_account = last.gendan_account
            self.gendan_sent_by = self.gendan_sent_by or same.person or last.gendan_sent_by
        elif on_file:
            self.gendan_chat_app = on_file[0].app
            self.gendan_account = on_file[0].account
            self.gendan_sent_by = self.gendan_sent_by or on_file[0].person

    def _gendan_last_chat_order(self, customer):
        """The customer's last order that came from a chat account, of this app if one is chosen."""
        domain = (
            Domain("partner_id", "child_of", customer.ids)
            & Domain("gendan_account", "!=", False)
            & Domain("gendan_channel", "=", "chat")
        )
        if self.gendan_chat_app:
            domain &= Domain("gendan_chat_app", "=", self.gendan_chat_app)
        return self.search(domain, order="gendan_received_at desc, id desc", limit=1)
