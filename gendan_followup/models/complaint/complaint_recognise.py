"""Who writes, and about which order: read out of a mail or a chat."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_domain_extract, email_normalize

from odoo.addons.gendan_followup.tools.mail_text import (
    fresh_text,
    is_passed_on,
    numbers_in,
    senders_within,
    stands_in,
)

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


class GendanComplaint(models.Model):
    """Customer and documents are only taken where there is one answer; what is doubtful is for the clerk to say."""

    _inherit = "gendan.complaint"

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
    def _gendan_recognise_documents(self, texts, customer, company):
        """The documents of a customer's that are named, from the first of these texts that names one of each.

        :param list texts: where to look, the surest first (subject, what is new, all)
        :param customer: res.partner; without one nothing is his
        :return: values of `order_id`, `picking_id`, `invoice_id`; what is doubtful is left out
        """
        if not customer:
            return {}
        for text in texts:
            orders, pickings, invoices = self._gendan_named_documents(text, company, customer)
            if not (orders or pickings or invoices):
                continue
            values = {}
            if len(pickings) == 1:
                values["picking_id"] = pickings.id
            if len(orders) == 1:
                values["order_id"] = orders.id
            if len(invoices) == 1 and not (orders or pickings):
                values["invoice_id"] = invoices.id
            if not values:
                return {}
            # what does not fit together is left to the clerk
            if self.sudo().new({"company_id": company.id, "subject": "?", **values})._gendan_error():
                return {}
            return values
        return {}

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
    def _gendan_named_complaint(self, subject, customer, company):
        """The one complaint of a customer's whose number stands in the subject of a new mail of his, or none.

        :return: gendan.complaint
        """
        numbers = numbers_in(subject)
        if not customer or not numbers:
            return self.browse()
        found = self.search(
            [("company_id", "=", company.id), ("partner_id", "=", customer.id), ("name", "in", numbers)], limit=2
        )
        return found if len(found) == 1 else self.browse()

    @api.model
    def _gendan_read_text(self, subject, text, customer, company):
        """What a text says: values of a new complaint, and a note for inside where it is doubtful.

        :param str subject: in one line, may be empty
        :param str text: plain text, with what it answers
        :rtype: dict
        """
        fresh = (text or "").strip() if is_passed_on(subject) else fresh_text(text)
        values = {"description": fresh}
        found = self._gendan_recognise_documents(
            [subject or "", f"{subject or ''}\n{fresh}", f"{subject or ''}\n{text or ''}"], customer, company
        )
        if found:
            return {**values, **found}
        groups = self._gendan_named_documents(f"{subject or ''}\n{fresh}", company, customer)
        names = [name for group in groups for name in group.mapped("name")]
        if names:
            values["internal_note"] = self.env._("Named, and not taken over: %(numbers)s", numbers=", ".join(names))
        return values
