"""What a contract says: one block of plain texts per language, all of the same shape, kept with the paper."""

from odoo import fields, models
from odoo.tools import format_amount, format_date, formatLang

from odoo.addons.gendan_followup.tools.amount_words import chinese_amount, english_amount
from odoo.addons.gendan_followup.tools.names import join_names

SIMPLIFIED, TRADITIONAL = "zh_CN", ("zh_TW", "zh_HK")
# of a line, what is more than a name
AGREED = ("kind", "quantity", "unit", "price", "discount", "amount", "day")
BY_HAND = "____________"


class GendanContract(models.Model):
    """Builds the content of a paper: of a draft each time it is printed, of an approved one once and for all."""

    _inherit = "gendan.contract"

    is_outdated = fields.Boolean(
        compute="_compute_is_outdated",
        compute_sudo=True,
        help="Quantities, prices or days of the order are no longer those of the paper.",
    )

    # No depends: what an order says lies anywhere. The form asks anew with each load.
    def _compute_is_outdated(self):
        for contract in self:
            contract.is_outdated = contract.state == "approved" and contract._gendan_differs()

    def _gendan_differs(self, content=None):
        """Whether the order says something else now than this paper: names may change, figures and days may not.

        Of a quotation, which no lock holds, nothing may: neither goods nor terms nor where they go.

        :param dict content: compare with this, instead of what was approved
        """
        said = content or self.content
        order = self.sudo().order_id  # sudo: compared, not shown
        if order.state in ("draft", "sent") and "aspects" in said and said["aspects"] != order._gendan_aspects()[order]:
            return True
        if not {self.lang, self.lang2 or self.lang} <= {code for code, _name in self._selection_lang()}:
            # nobody can say it anew in a language that was taken out of use
            return False
        then = said["blocks"][self.lang]
        now = self._gendan_content()["blocks"][self.lang]
        lines_then, lines_now = (
            [[line.get(key) for key in AGREED] for line in block["lines"] if line["kind"] == "goods"]
            for block in (then, now)
        )
        return lines_then != lines_now or then["totals"] != now["totals"]

    def _gendan_printed(self):
        """What is printed now.

        :return: {"langs": [code, ...], "blocks": {code: block}}; blocks as made by ``_gendan_block``
        """
        self.ensure_one()
        return self.content or self._gendan_content()

    def _gendan_content(self):
        """The content as order and clauses stand now, ready for JSON."""
        self.ensure_one()
        langs = list(dict.fromkeys(filter(None, (self.lang, self.lang2))))
        # sudo: whoever may read the paper reads all it is made of: bank account, fees, clauses
        paper = self.sudo()
        return {
            "langs": langs,
            "blocks": {lang: paper.with_context(lang=lang)._gendan_block() for lang in langs},
            "accounts": [account._gendan_as_named() for account in paper._gendan_accounts()],
            "aspects": paper.order_id._gendan_aspects()[paper.order_id],
        }

    def _gendan_block(self):
        """All texts of the paper in the language of the context; the blocks of all languages have the same shape."""
        return {
            "title": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "head": self._gendan_said(
                [
                    (self.env._("Paper no."), self.name),
                    (self.env._("Date"), self._gendan_date(self.date)),
                    (self.env._("Place of Signing"), self.company_id.gendan_contract_place),
                    (self.env._("Our order"), self.order_id.name),
                    (self.env._("Version"), str(self._gendan_number_of_version())),
                    (self.env._("Your order no."), self.order_id.client_order_ref),
                ]
            ),
            "letterhead": self._gendan_letterhead(),
            "parties": [self._gendan_seller(), self._gendan_buyer()],
            "labels": self._gendan_labels(),
            "lines": self._gendan_lines(),
            "totals": self._gendan_totals(),
            "words": self._gendan_in_words(),
            "clauses": self._gendan_clauses(),
            # whom nobody stands for here signs by hand
            "people": [
                [self.env._("Prepared by"), (self.made_by_id or self.env.user).name],
                [self.env._("Checked by"), self.checked_by_id.name or BY_HAND],
                [self.env._("Approved by"), self.approved_by_id.name or BY_HAND],
            ],
        }

    def _gendan_said(self, rows):
        """Rows (label, text) that say something, as lists."""
        return [[label, text] for label, text in rows if text]

    def _gendan_number_of_version(self):
        return max(self.version or self.order_id._gendan_paper_version(), 1)

    def _gendan_labels(self):
        """What columns and boxes are called."""
        taxes = self._gendan_goods().tax_ids
        if taxes and all(taxes.mapped("price_include")):
            price, amount = self.env._("Unit price incl. tax"), self.env._("Amount incl. tax")
        elif taxes:
            price, amount = self.env._("Unit price excl. tax"), self.env._("Amount excl. tax")
        else:
            price, amount = self.env._("Unit price"), self.env._("Amount")
        return {
            "number": "#",
            "goods": self.env._("Goods and specification"),
            "quantity": self.env._("Quantity"),
            "price": price,
            "amount": amount,
            "day": self.env._("Arrives on"),
            "words": self.env._("Sum in words"),
            "clauses": self.env._("Terms"),
            "copies": self.env._("Made in two copies, one for each party. Earlier versions are void."),
            "sign": self.env._("Name, function, signature, date, chop"),
            "draft": self.env._("Draft, not valid"),
            "void": self.env._("Void"),
        }

    # ------------------------------------------------------------ parties

    def _gendan_seller(self):
        company = self.company_id
        address = company.gendan_paper_address or self._gendan_address(company.partner_id)
        return {
            "role": self.env._("Seller"),
            "name": company._gendan_called(),
            "rows": self._gendan_party_rows(company.partner_id, address, self.clerk_id.partner_id),
        }

    def _gendan_letterhead(self):
        """Our address, phone and fax in one line, for the head of each page."""
        company = self.company_id
        house = company.partner_id
        return " · ".join(
            " ".join(row)
            for row in self._gendan_said(
                [
                    (self.env._("Address"), company.gendan_paper_address or self._gendan_address(house)),
                    (self.env._("Phone"), house.phone),
                    (self.env._("Fax"), house.gendan_fax),
                ]
            )
        )

    def _gendan_buyer(self):
        customer = self.partner_id.commercial_partner_id
        return {
            "role": self.env._("Buyer"),
            "name": f"{customer.name} ({customer.gendan_code})" if customer.gendan_code else customer.name,
            "rows": self._gendan_party_rows(
                customer, self._gendan_address(customer), self.partner_id - customer
            ),
        }

    def _gendan_party_rows(self, partner, address, person):
        bank = partner.bank_ids[:1]
        return self._gendan_said(
            [
                (self.env._("Address"), address),
                (self.env._("Contact"), person.name),
                (self.env._("Phone"), person.phone or partner.phone),
                (self.env._("Fax"), person.gendan_fax or partner.gendan_fax),
                (self.env._("E-mail"), person.email or partner.email),
                (self.env._("Chat account"), self._gendan_account_text(person | partner)),
                (self.env._("Tax no."), partner.vat),
                (self.env._("Bank"), " ".join(filter(None, (bank.bank_id.name, bank.acc_number)))),
            ]
        )

    def _gendan_address(self, partner):
        """One line, in the language of the context, without the company's name."""
        address = partner.with_env(self.env)._display_address(without_company=True)
        # each country's form has its own commas, also for what is not there
        return ", ".join(filter(None, (part.strip(" ,，") for part in address.splitlines())))

    # ------------------------------------------------------------ goods

    def _gendan_goods(self):
        """The lines that are sold: all but texts and down payments."""
        return self.order_id.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)

    def _gendan_lines(self):
        """The table: goods with what was agreed about each, and the texts between them."""
        rows, number = [], 0
        lines = self.order_id.order_line.filtered(lambda line: not line.is_downpayment)
        specifications = lines._gendan_spec_rows(customer=True)
        for line in lines:
            if line.display_type:
                rows.append({"kind": line.display_type, "name": line.name or ""})
                continue
            # since a change reached the minimum nothing is charged for less than it
            if line.gendan_moq_consent_id and line.currency_id.is_zero(line.price_unit):
                continue
            number += 1
            unit = line.product_uom_id
            rows.append(
                {
                    "kind": "goods",
                    "number": str(number),
                    "name": self._gendan_goods_name(line),
                    "spec": [list(row) for row in specifications.get(line, ())],
                    "quantity": unit._gendan_number(line.product_uom_qty),
                    "unit": unit.name,
                    "price": self._gendan_price(line.price_unit),
                    "discount": f"-{unit._gendan_number(line.discount)} %" if line.discount else "",
                    "amount": format_amount(self.env, self._gendan_amount(line), line.currency_id),
                    "day": self._gendan_date(day) if (day := self._gendan_day(line)) else "",
                }
            )
        return rows

    def _gendan_goods_name(self, line):
        """The line's text; where it begins with the product's name, that in the language of the context."""
        customers = self.order_id._gendan_customer_lang()
        if not line.product_id or self.env.lang == customers:
            return line.name or ""
        first, *rest = (line.name or "").splitlines() or [""]
        if first != line.product_id.with_context(lang=customers).display_name:
            return line.name or ""
        return "\n".join([line.product_id.display_name, *rest])

    def _gendan_price(self, price):
        """A unit price with as many decimals as were agreed: two at least, six at most."""
        decimals = f"{price:.6f}".partition(".")[2].rstrip("0")
        return formatLang(self.env, price, digits=max(len(decimals), 2))

    def _gendan_amount(self, line):
        taxes = self._gendan_goods().tax_ids
        return line.price_total if taxes and all(taxes.mapped("price_include")) else line.price_subtotal

    def _gendan_day(self, line):
        """The day promised of one line, False where it counts from conditions or none is promised."""
        return line.gendan_promise_date or (
            False if line.order_id.gendan_condition_days else line._gendan_wished_day()
        )

    def _gendan_totals(self):
        order = self.order_id
        rows = []
        if not order.currency_id.is_zero(order.amount_tax):
            rows = [
                (self.env._("Without tax"), format_amount(self.env, order.amount_untaxed, order.currency_id)),
                (self.env._("Tax"), format_amount(self.env, order.amount_tax, order.currency_id)),
            ]
        return self._gendan_said(
            [*rows, (self.env._("Total"), format_amount(self.env, order.amount_total, order.currency_id))]
        )

    def _gendan_in_words(self):
        """The total in words, in the language of the context; empty where nobody can write it so."""
        order = self.order_id
        currency = order.currency_id.with_env(self.env)
        if order.amount_total < 0:
            return ""
        if self.env.lang == SIMPLIFIED or self.env.lang in TRADITIONAL:
            return chinese_amount(order.amount_total, currency.name, traditional=self.env.lang in TRADITIONAL)
        if not self._gendan_is_in_use():
            # Odoo would write it in a language of the database
            units = currency.currency_unit_label, currency.currency_subunit_label
            return english_amount(order.amount_total, currency.name, *units)
        return f"{currency.name}: {currency.amount_to_text(order.amount_total)}"

    def _gendan_is_in_use(self):
        """Whether the language of the context is one of the database's, with its own dates and numbers."""
        return self.env.lang in dict(self.env["res.lang"].get_installed())

    def _gendan_date(self, day):
        """A day as the language of the context writes it; in English where nobody uses that: 2026-11-23."""
        return format_date(self.env, day) if self._gendan_is_in_use() else day.isoformat()

    # ------------------------------------------------------------ accounts

    def _gendan_accounts(self):
        """The numbers and accounts of both parties in use now: ours, the clerk's, the customer's and the contact's."""
        self.ensure_one()
        house = self.clerk_id.partner_id | self.company_id.partner_id
        return house._gendan_named_accounts() | self.partner_id._gendan_named_accounts()

    def _gendan_account_text(self, parties):
        accounts = parties._gendan_named_accounts().with_env(self.env)
        return join_names(self.env, [account._gendan_text() for account in accounts])

    def _gendan_printed_accounts(self):
        """The accounts this paper named when it was approved, sudo, those deleted or changed since left out."""
        # drafts of before noted no more than ids: nobody knows what was printed
        named = {row[0]: row for row in (self.content or {}).get("accounts", ()) if isinstance(row, list)}
        # sudo: noted on them is only that a paper names them
        accounts = self.env["gendan.partner.account"].sudo().browse(named).exists()
        return accounts.filtered(lambda account: account._gendan_as_named() == named[account.id])

    # ------------------------------------------------------------ clauses

    def _gendan_clauses(self):
        """The clauses that have something to say on this order: [{"name", "text"}]."""
        words = self._gendan_contract_words()
        clauses = [
            {"name": clause.name, "text": text}
            for clause in self.clause_ids.with_env(self.env).sorted(lambda clause: (clause.sequence, clause.id))
            if (text := clause._gendan_filled(words))
        ]
        if self.special_terms:
            clauses.append({"name": self.env._("Special terms"), "text": self.special_terms})
        return clauses

    def _gendan_contract_words(self):
        """Values of the words clauses have in braces, in the language of the context. Hook.

        :return: {word: text}; what the order does not have is empty
        """
        order = self.order_id
        percent = self.order_id.order_line.product_uom_id._gendan_number
        share = percent(self.deposit_percent) if self.deposit_percent else ""
        conditional, days = self._gendan_delivery()
        bearers = dict(self._fields["freight"]._description_selection(self.env))
        return {
            "tolerance": percent(self.tolerance) if self.tolerance else "",
            "objection_days": str(self.objection_days or ""),
            "quality": self.quality or self.company_id.gendan_contract_quality or "",
            "delivery_day": days,
            "delivery_days": str(order.gendan_condition_days) if conditional else "",
            "conditions": conditional,
            "address": self._gendan_address(order.partner_shipping_id),
            # an Incoterm says who bears it
            "freight_by": bearers.get(self.freight, "") if not order.incoterm else "",
            "accounts": join_names(
                self.env, [account._gendan_text() for account in self._gendan_accounts().with_env(self.env)]
            ),
            # a place alone says nothing about freight, insurance and risk
            "incoterm": " ".join(filter(None, (order.incoterm.display_name, order.incoterm_location)))
            if order.incoterm
            else "",
            "payment_terms": order.payment_term_id.name or "",
            "penalty_deposit": share if self.deposit_kind == "penalty" else "",
            "advance": share if self.deposit_kind == "advance" else "",
            "cancellation": percent(self.cancellation) if self.cancellation else "",
            "fees": " ".join(order._gendan_contract_fees()),
            "court": self.company_id.gendan_contract_court or "",
            "valid_until": self._gendan_date(self.valid_until) if self.valid_until else "",
        }

    def _gendan_delivery(self):
        """When the goods arrive: (names of the start conditions, day or days as text), one of them empty."""
        order = self.order_id
        days = {day for line in self._gendan_goods() if (day := self._gendan_day(line))}
        if days:
            if len(days) == 1:
                return "", self._gendan_date(days.pop())
            return "", self.env._("the days stated with the goods")
        if not order.gendan_condition_days:
            return "", ""
        kinds = order.gendan_condition_kind_ids or order.gendan_plan_ids.milestone_ids.filtered("is_condition").kind_id
        return join_names(self.env, kinds.with_env(self.env).mapped("name")), ""
