"""Whose chat it is, and what stands in it: proposals, the clerk decides."""

import re

import pytz

from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.chat_text import last_said, read_chat
from odoo.addons.gendan_followup.tools.counted import KILOS, PIECES, bad_and_checked, line_stands
from odoo.addons.gendan_followup.tools.mail_text import stands_in

from ..common.partner_account import CHAT_APPS

# "Maili - Ms Lin", "林姐@麦利": parts of what people call themselves
PARTS = (re.compile(r"\s*[-_@|/·—~,，]+\s*"), re.compile(r"[-_@|/·—~,，\s]+"))
GREETINGS = re.compile(
    r"^(?:你好|您好|在吗|在嗎|早上好|早|下午好|晚上好|hi|hello|dear|good (?:morning|afternoon|evening)"
    r"|[\w ]{1,12}(?:经理|經理|姐|哥|总|總))"
    r"[\s,，。.!！~～]*$",
    re.I,
)
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
SUBJECT, SHORT_NAME, MOST = 60, 2, 50


class GendanComplaint(models.Model):
    """Reading a chat."""

    _inherit = "gendan.complaint"

    @api.model
    def _gendan_read_chat(self, text, company):
        """What a copied chat says by itself, whoever wrote it.

        :param str text: as pasted
        :return: dict of ``said`` (list of ``Said``), ``ours`` (names of our own people in it), ``theirs`` (what the
            others said), ``names`` (the others), ``received_at`` (naive UTC of the last line of theirs, or False)
        """
        now = fields.Datetime.now()
        # as the clerk reads it: the chat was copied where she sits
        known = self.env.context.get("tz") or self.env.user.tz
        zone = self.env.tz if known else company._gendan_tz()
        local = pytz.utc.localize(now).astimezone(zone).replace(tzinfo=None)
        first = self.env["res.lang"]._get_data(code=self.env.lang or "en_US").date_format or ""
        said = read_chat(text, local, day_first=first.find("%d") < first.find("%m"))
        ours = self._gendan_our_names({one.who for one in said if one.who}, company)
        theirs = [one for one in said if one.who not in ours]
        last = last_said(said, ours)
        received_at = False
        if last:
            # the hour that comes twice in autumn is the first one: never later than it was
            received_at = min(zone.localize(last, is_dst=True).astimezone(pytz.utc).replace(tzinfo=None), now)
        names = list(dict.fromkeys(one.who for one in theirs if one.who))
        return {"said": said, "ours": ours, "theirs": theirs, "names": names, "received_at": received_at}

    @api.model
    def _gendan_our_names(self, names, company):
        """Which of these names in a chat are our own people's.

        :rtype: frozenset[str]
        """
        if not names:
            return frozenset()
        # sudo: names and accounts of colleagues, compared only
        users = self.env["res.users"].sudo().search([("share", "=", False), ("name", "in", list(names))])
        accounts = self.env["gendan.partner.account"].sudo().search(
            ["|", ("account", "in", list(names)), ("person", "in", list(names))]
        )  # fmt: skip
        own = accounts.filtered(
            lambda account: account.partner_id.commercial_partner_id == company.partner_id.commercial_partner_id
            or account.partner_id.user_ids.filtered(lambda user: not user.share)
        )
        return frozenset(names & {*users.mapped("name"), *own.mapped("account"), *own.mapped("person")})

    @api.model
    def _gendan_chat_names(self, read):
        """What the others call themselves in a chat, and the parts of it: two lists."""
        names = [*read["names"], *(one.account for one in read["theirs"] if one.account)]
        return names, [
            part for name in names for split in PARTS for part in split.split(name) if len(part) >= SHORT_NAME
        ]

    @api.model
    def _gendan_chat_accounts(self, read, company, customer=None):
        """The accounts on file of who wrote a chat, sudo: those by their whole name, where there are any.

        :param dict read: what ``_gendan_read_chat`` returned
        :param customer: res.partner: his only
        """
        # sudo: as in `_gendan_recognise_chat`
        accounts = self.env["gendan.partner.account"].sudo()
        names, parts = self._gendan_chat_names(read)
        known = [*names, *parts]
        domain = [
            ("app", "in", list(dict(CHAT_APPS))),
            ("partner_id.company_id", "in", (False, company.id)),
            "|",
            ("account", "in", known),
            ("person", "in", known),
        ]
        if customer:
            domain = [("partner_id", "child_of", customer.commercial_partner_id.id), *domain]
        accounts = accounts.search(domain, limit=MOST)
        if not customer:
            customers = self._gendan_customers_only(accounts.partner_id)
            accounts = accounts.filtered(lambda account: account.partner_id in customers)
        return accounts.filtered(lambda account: account.account in names) or accounts

    @api.model
    def _gendan_recognise_chat(self, read, text, company):
        """Whose chat it is: by an account on file, by a number or address in it, by the name of a person or customer.

        :param dict read: what ``_gendan_read_chat`` returned
        :return: (customer, contact, account), sudo; each may be empty. Only where one answer fits.
        """
        # sudo: a clerk looks for whose it is; only the customer found is used
        nobody, no_account = self.env["res.partner"].sudo(), self.env["gendan.partner.account"].sudo()
        names, parts = self._gendan_chat_names(read)
        exact = self._gendan_chat_accounts(read, company)
        customer = exact.partner_id.commercial_partner_id
        if len(customer) == 1:
            person = exact.partner_id.filtered(lambda partner: partner != customer)
            person = person or self._gendan_person_named(customer, exact.mapped("person"))
            return customer, person[:1], exact[:1]
        groups = self._gendan_named_documents(text, company)
        owners = [customers for group in groups if (customers := group.partner_id.commercial_partner_id)]
        customer = nobody.union(*owners)
        if len(customer) == 1:
            return customer, self._gendan_person_named(customer, [*names, *parts]), no_account
        for address in dict.fromkeys(ADDRESS.findall(text or "")):
            customer, contact = self._gendan_recognise_sender(address, company)
            if customer:
                return customer, contact, no_account
        return self._gendan_recognise_names(names, parts, company)

    @api.model
    def _gendan_person_named(self, customer, names):
        """The one person of a customer's (sudo) with one of these names."""
        people = customer.child_ids.filtered(lambda person: person.name in names)
        return people if len(people) == 1 else people[:0]

    @api.model
    def _gendan_recognise_names(self, names, parts, company):
        """As ``_gendan_recognise_chat``, by what people call themselves."""
        # sudo: as there
        partners, no_account = self.env["res.partner"].sudo(), self.env["gendan.partner.account"].sudo()
        own = [("company_id", "in", (False, company.id))]
        people = partners.search([*own, ("name", "in", [*names, *parts])], limit=MOST) if parts else partners
        people = self._gendan_customers_only(people)
        customer = people.commercial_partner_id
        if len(customer) == 1:
            return customer, people.filtered(lambda partner: partner != customer)[:1], no_account
        for part in parts[:MOST]:
            found = partners.search([*own, ("parent_id", "=", False), ("name", "ilike", part)], limit=MOST)
            customer = self._gendan_customers_only(found)
            if len(customer) == 1:
                return customer, partners.browse(), no_account
        return partners.browse(), partners.browse(), no_account

    @api.model
    def _gendan_chat_subject(self, read):
        """What he complains about in one line: the first thing of his that is more than a greeting."""
        for one in read["theirs"]:
            for line in one.text.splitlines():
                plain = " ".join(line.split())
                if plain and not GREETINGS.match(plain) and not (plain.startswith("[") and plain.endswith("]")):
                    return plain if len(plain) <= SUBJECT else f"{plain[:SUBJECT - 1]}…"
        return ""

    @api.model
    def _gendan_chat_words(self, read):
        """What he said, without the heads of the app: the complaint in his own words."""
        return "\n".join(one.text for one in read["theirs"] if one.text)

    @api.model
    def _gendan_chat_stops_line(self, read):
        """Whether he says that his line stands still."""
        return line_stands(self._gendan_chat_words(read))

    @api.model
    def _gendan_chat_goods(self, read, products):
        """The goods he names, of those delivered, with how many are bad and how many he looked at.

        :param dict read: what ``_gendan_read_chat`` returned
        :param products: product.product of the documents
        :return: list of dicts: ``product_id``, ``bad``, ``checked``, ``uom_id``; a quantity only where the text leaves
            no choice and counts in a unit of the product
        """
        texts = [one.text for one in read["theirs"]]
        named = products.filtered(lambda product: any(_names(text, product) for text in texts))
        if not named and len(products) == 1:
            named = products
        rows = []
        for product in named:
            own = texts if len(named) == 1 else [text for text in texts if _names(text, product)]
            bad, checked = bad_and_checked("\n".join(own))
            unit = bad and self._gendan_chat_unit(bad.unit, product)
            row = {"product_id": product.id, "uom_id": (unit or product.uom_id).id, "bad": 0.0, "checked": 0.0}
            if unit:
                row["bad"] = bad.number
                if checked and checked.unit == bad.unit:
                    row["checked"] = checked.number
            rows.append(row)
        return rows

    @api.model
    def _gendan_chat_unit(self, word, product):
        """The unit of a product that a word for counting means, or an empty one."""
        unit = self.env["uom.uom"]
        if word in PIECES:
            unit = self.env.ref("uom.product_uom_unit", raise_if_not_found=False) or unit
        elif word in KILOS:
            unit = self.env.ref("uom.product_uom_kgm", raise_if_not_found=False) or unit
        if not unit or not unit._has_common_reference(product.uom_id):
            units = product.uom_id | product.uom_ids
            unit = units.filtered(lambda one: (one.name or "").strip().lower() == word)[:1]
        return unit


def _names(text, product):
    """Whether a text names a product: by its code as a word of its own, or by its whole name."""
    text = text.lower()
    code, name = (product.default_code or "").lower(), (product.name or "").strip().lower()
    return bool((code and stands_in(code, text)) or (len(name) >= SHORT_NAME and name in text))
