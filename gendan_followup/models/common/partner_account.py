"""The numbers, addresses and accounts by which a customer, or we ourselves, write: what evidence names."""

from odoo import api, fields, models
from odoo.exceptions import UserError

CHAT_APPS = [
    ("wechat", "WeChat"),
    ("wecom", "WeCom"),
    ("qq", "QQ"),
    ("dingtalk", "DingTalk"),
    ("line", "LINE"),
    ("whatsapp", "WhatsApp"),
    ("other", "Other"),
]
# beside the chat apps: what is printed on faxes and stands in mails
OTHER_WAYS = [("fax", "Fax number"), ("phone", "Phone number"), ("email", "E-mail address")]
# what a signed paper names is not made into something else afterwards
NAMED = ("partner_id", "app", "account", "person")


class GendanPartnerAccount(models.Model):
    """One number, address or chat account on a party's file: the person behind it, since when, by what we know it.

    A message is evidence where both parties have named the account in a signed paper: contracts print the accounts of
    both, and the signed copy that comes back is noted here. From then on an account is archived, not changed.

    Sales reps read them; clerks keep those of their customers, of those they stand in for and of parties without a
    clerk (our own company and people), supervisors all. Other rooms ask ``res.partner._gendan_accounts``.
    """

    _name = "gendan.partner.account"
    _description = "Number or Account of a Party"
    _order = "partner_id, sequence, id"
    _rec_name = "account"
    _rec_names_search = ["account", "person"]

    # archived ones stand for what was signed: the same account may be on file again, with another name behind it
    _account_uniq = models.UniqueIndex(
        "(partner_id, app, account) WHERE active", "This account is on this party's file already."
    )

    partner_id = fields.Many2one("res.partner", string="Party", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index="btree_not_null")
    clerk_id = fields.Many2one(
        related="partner_id.commercial_partner_id.gendan_clerk_id", store=True, index="btree_not_null"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, help="Off: no longer used. It stays on file for what was written by it.")
    app = fields.Selection(CHAT_APPS + OTHER_WAYS, string="Way", required=True)
    account = fields.Char(
        string="Number or Account", required=True, help="As the app shows it, or as it is printed on the sheet."
    )
    person = fields.Char(string="Name behind It", required=True)
    known_on = fields.Date(string="Known since", default=fields.Date.context_today)
    document_id = fields.Many2one(
        "gendan.document",
        string="Named in",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
        help="The signed paper that names this account. Set when a contract comes back.",
    )
    note = fields.Char(string="How We Know", help="Business card, told by phone, from an order …")

    # ------------------------------------------------------------ compute

    @api.depends("app", "account", "person")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for account in self:
            account.display_name = account._gendan_text()

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # archived and entered anew in one go, as the customer's page does it
        self.flush_model(["active", "account", "app", "partner_id"])
        return super().create([self._gendan_stripped({**vals, "document_id": False}) for vals in vals_list])

    def write(self, vals):
        """Write; what a signed paper names stays as it is.

        :raise UserError: app, account or name of an account named in a paper is to be changed
        """
        vals = self._gendan_stripped(vals)
        if "document_id" in vals and not self.env.su:
            raise UserError(self.env._("In which paper an account is named is noted when that paper comes back."))
        for account in self.filtered("document_id"):
            if any(name in vals and account._gendan_is_changed(name, vals[name]) for name in NAMED):
                raise UserError(
                    self.env._(
                        "%(account)s is named in the signed paper %(paper)s and is not changed. Archive it and add the"
                        " new one.",
                        account=account.display_name,
                        paper=account.sudo().document_id.name,  # sudo: a number only
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_named(self):
        for account in self:
            if account.document_id:
                raise UserError(
                    self.env._(
                        "%(account)s is named in the signed paper %(paper)s and is not deleted. Archive it.",
                        account=account.display_name,
                        paper=account.sudo().document_id.name,  # sudo: a number only
                    )
                )

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_stripped(self, vals):
        # pasted with blanks, an account is not found again
        texts = {name: vals[name].strip() for name in ("account", "person") if isinstance(vals.get(name), str)}
        return {**vals, **texts}

    def _gendan_is_changed(self, name, value):
        current = self[name]
        return (current.id if isinstance(current, models.BaseModel) else current) != value

    def _gendan_text(self):
        """App, account and the name behind it, in the language of the context: as papers print it."""
        self.ensure_one()
        apps = dict(self._fields["app"]._description_selection(self.env))
        return self.env._(
            "%(app)s %(account)s (%(person)s)",
            app=apps.get(self.app) or "",
            account=self.account or "",
            person=self.person or "",
        )

    def _gendan_as_named(self):
        """What a paper that names this account says of it: [id, app, account, person], ready for JSON."""
        self.ensure_one()
        return [self.id, self.app, self.account, self.person]

    def _gendan_named_in(self, paper):
        """A signed paper that names these accounts came back: noted on those no other paper names. Call with sudo.

        :param paper: gendan.document
        """
        self.filtered(lambda account: not account.document_id).document_id = paper

    @api.model
    def _gendan_no_longer_named_in(self, papers):
        """These papers are not back after all: what was noted by them is taken away. Call with sudo.

        :param papers: gendan.document
        """
        self.with_context(active_test=False).search([("document_id", "in", papers.ids)]).document_id = False
