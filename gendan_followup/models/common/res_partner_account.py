from odoo import fields, models

from .partner_account import CHAT_APPS


class ResPartner(models.Model):
    """Fax numbers, addresses and chat accounts of a party: what the evidence clause of a contract names."""

    _inherit = "res.partner"

    gendan_fax = fields.Char(string="Fax")
    gendan_account_ids = fields.One2many(
        "gendan.partner.account",
        "partner_id",
        string="Numbers and Accounts",
        # also those no longer used
        context={"active_test": False},
        groups="sales_team.group_sale_salesman",
    )

    def _gendan_accounts(self, app=None):
        """The chat accounts in use of these parties and of the companies they belong to, sudo.

        For any code that has to know by which accounts a party writes; the accounts themselves are no secret.

        :param str app: of this app only, or one of the other ways (fax ...); else all chat accounts
        :return: gendan.partner.account, the persons' own before their company's
        """
        accounts = self._gendan_named_accounts()
        apps = dict(CHAT_APPS) if app is None else {app}
        return accounts.filtered(lambda account: account.app in apps)

    def _gendan_named_accounts(self):
        """All numbers, addresses and chat accounts in use of these parties and their companies: what papers name, sudo.

        :return: gendan.partner.account, the persons' own before their company's
        """
        # sudo: papers print them whoever prints
        accounts = (self | self.commercial_partner_id).sudo().gendan_account_ids
        own = accounts.filtered(lambda account: account.partner_id.id in self.ids)
        return (own | accounts).filtered("active")
