"""Who writes to us, and about which papers of ours: for every room that takes in mails or chats."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_domain_extract, email_normalize

from odoo.addons.gendan_followup.tools.mail_text import numbers_in, senders_within, stands_in

# addresses anybody has: these domains, and those below them, say nothing
ANYBODYS = frozenset(
    "qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com yeah.net 139.com 189.cn sina.com sina.cn sohu.com"
    " aliyun.com 21cn.com hinet.net seed.net.tw pchome.com.tw yahoo.com yahoo.com.tw yahoo.com.hk gmail.com"
    " googlemail.com outlook.com hotmail.com live.com live.cn msn.com icloud.com me.com aol.com proton.me gmx.de"
    " gmx.net web.de t-online.de mail.ru naver.com yahoo.co.jp hotmail.com.tw hotmail.co.jp outlook.com.tw tom.com"
    " 263.net wo.cn wo.com.cn so-net.net.tw giga.net.tw kimo.com msn.cn mac.com ymail.com protonmail.com mail.com"
    " yahoo.com.sg yahoo.com.cn yahoo.cn yandex.ru netvigator.com docomo.ne.jp orange.fr libero.it".split()
)
# of the customer's own numbers, the newest; shorter ones stand in any text
REFERENCES, SHORTEST = 500, 4

# a mail may have waited so long on the way; an older date is a clock that is wrong
ON_THE_WAY = timedelta(days=7)
# how groups say whose mail they pass on in their own name
WRITERS = ("X-Original-From", "X-Original-Sender")


class GendanMailIntakeMixin(models.AbstractModel):
    """For models that mails of customers become (``message_new``). Here: whose one is; ``mail_route.py``: what is none.

    Customer and documents are only taken where there is one answer; what is doubtful is for the clerk to say.
    """

    _name = "gendan.mail.intake.mixin"
    _description = "Made of Mails of Customers"
    _inherit = "mail.thread"

    mail_from = fields.Char("Mailed by", readonly=True, copy=False, index="btree_not_null")

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        # EXTENDS mail: so many from one address within two hours are a loop
        return [("mail_from", "=", email_from_normalized)]

    @api.model
    def _gendan_recognise_sender(self, address, company):
        """Whose address it is: the contact with it, else the one customer whose people write from that domain.

        :param str address: e-mail address, with or without name
        :return: (customer, contact), sudo; each may be empty. A colleague's is nobody's.
        """
        # sudo: the gateway, or a clerk who looks for whose it is; only the customer found is used
        partners = self.env["res.partner"].sudo()
        email, nobody = email_normalize(address or ""), partners.browse()
        if not email:
            return nobody, nobody
        domain = [("company_id", "in", (False, company.id))]
        found = self._gendan_customers_only(partners.search([*domain, ("email_normalized", "=", email)], limit=50))
        customer = found.commercial_partner_id
        if len(customer) == 1:
            people = found.filtered(lambda partner: partner != customer)
            return customer, people[:1]
        at = email_domain_extract(email)
        if found or not at or self._gendan_is_anybodys(at) or at == email_domain_extract(company.email or ""):
            return nobody, nobody
        found = self._gendan_customers_only(
            partners.search([*domain, ("email_normalized", "=like", f"%@{at.replace('_', chr(92) + '_')}")], limit=200)
        )
        customer = found.commercial_partner_id
        return (customer, nobody) if len(customer) == 1 else (nobody, nobody)

    @api.model
    def _gendan_is_anybodys(self, domain):
        """Whether a domain is a provider's: `hinet.net`, and `ms12.hinet.net` below it."""
        parts = domain.split(".")
        return any(".".join(parts[index:]) in ANYBODYS for index in range(len(parts) - 1))

    @api.model
    def _gendan_recognise_passed_on(self, address, text, company):
        """Whose mail a colleague passes on: the first of its senders who is a customer's.

        :param str address: who sent it to us; nobody else's word is taken
        :return: (customer, contact), sudo; empty where it is no colleague, or no customer's
        """
        nobody = self.env["res.partner"].sudo()  # sudo: as above
        for sender in senders_within(text) if self._gendan_is_colleague(address) else ():
            customer, contact = self._gendan_recognise_sender(sender, company)
            if customer:
                return customer, contact
        return nobody, nobody

    @api.model
    def _gendan_customers_only(self, partners):
        """Those of these (sudo) who buy: not colleagues, not suppliers only."""
        partners = partners.filtered(lambda partner: not partner.user_ids.filtered(lambda user: not user.share))
        companies = partners.commercial_partner_id
        buying = self.env["sale.order"].sudo()._read_group(  # sudo: whether there is any
            [("partner_id", "child_of", companies.ids), ("state", "=", "sale")], ["partner_id"]
        )
        known = {partner.commercial_partner_id for (partner,) in buying}
        return partners.filtered(
            lambda partner: partner.commercial_partner_id in known
            or partner.commercial_partner_id.customer_rank > 0
            or partner.commercial_partner_id.gendan_clerk_id
        )

    @api.model
    def _gendan_named_documents(self, text, company, customer=None):
        """Delivered goods' documents whose numbers stand in a text, sudo: ours, and of a customer known his own, too.

        :return: (sale.order, stock.picking, account.move)
        """
        numbers = numbers_in(text)

        def own(*ways):
            return Domain.OR(Domain(way, "child_of", customer.id) for way in ways) if customer else Domain.TRUE

        # sudo: a number is looked for, in one company; what is found is used where it is the customer's
        orders, pickings, invoices = (
            self.env[model].sudo() for model in ("sale.order", "stock.picking", "account.move")
        )
        named, ordered = Domain([("company_id", "=", company.id), ("name", "in", numbers)]), own("partner_id")
        found = orders.search(named & ordered & Domain("state", "=", "sale"), limit=20)
        if customer:
            his = orders.search(
                Domain([("company_id", "=", company.id), ("state", "=", "sale"), ("client_order_ref", "!=", False)])
                & ordered,
                order="date_order desc, id desc", limit=REFERENCES,
            )  # fmt: skip
            found |= his.filtered(
                lambda order: len(order.client_order_ref.strip()) >= SHORTEST
                and stands_in(order.client_order_ref.strip(), text or "")
            )
        return (
            found,
            # goods may go to, and invoices be paid by, somebody else than who ordered
            pickings.search(named & own("partner_id", "sale_id.partner_id") & Domain("state", "=", "done"), limit=20),
            invoices.search(
                named
                & own("partner_id", "line_ids.sale_line_ids.order_id.partner_id")
                & Domain([("move_type", "=", "out_invoice"), ("state", "=", "posted")]),
                limit=20,
            ),
        )

    @api.model
    def _gendan_own_domains(self, company):
        """The mail domains that are ours alone.

        :rtype: set[str]
        """
        # sudo: the gateway asks which are ours
        domains = {company.sudo().alias_domain_id.name or "", email_domain_extract(company.email or "") or ""}
        return {domain.lower() for domain in domains if domain and not self._gendan_is_anybodys(domain.lower())}

    @api.model
    def _gendan_is_own_list(self, name, company):
        """Whether a mailing list is a group's address of our own, by which customers reach us."""
        return any(name == own or name.endswith(f".{own}") for own in self._gendan_own_domains(company))

    @api.model
    def _gendan_is_colleague(self, address):
        """Whether somebody with a login of ours writes from this address."""
        email = email_normalize(address or "")
        # sudo: who has a login
        users = self.env["res.users"].sudo()
        return bool(
            email and users.search_count([("partner_id.email_normalized", "=", email), ("share", "=", False)], limit=1)
        )

    @api.model
    def _gendan_take_true_writer(self, message, message_dict, company):
        """Some groups put their own address in place of who wrote, and say beside it who that was."""
        own = self._gendan_own_domains(company)
        writer = next((str(message.get(name)) for name in WRITERS if email_normalize(message.get(name) or "")), "")
        if not writer or email_domain_extract(message_dict.get("email_from") or "") not in own:
            return
        author = self._partner_find_from_emails_single([writer], no_create=True)
        message_dict.update(email_from=writer, author_id=author.id)

    @api.model
    def _gendan_mailed_at(self, said):
        """When a mail was sent, by its own head as far as that can be believed: not to come, not a week ago.

        :param said: naive UTC as text, or nothing
        :rtype: datetime
        """
        now = fields.Datetime.now()
        at = fields.Datetime.to_datetime(said) if said else now
        return at if now - ON_THE_WAY <= at <= now else now
