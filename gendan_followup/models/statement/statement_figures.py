"""From ledger and deliveries to the figures and lines of statements, many customers at once."""

from collections import defaultdict, namedtuple

from odoo import api, models
from odoo.tools import SQL, float_is_zero, float_round

from .statement_books import Ages, Balance
from .statement_goods import Goods

# which field of the statement sums which kinds; what is received is subtracted
SUMS = {
    "delivery": "amount_goods",
    "return": "amount_return",
    "fee": "amount_fee",
    "deduction": "amount_deduction",
    "write_off": "amount_deduction",
    "payment": "amount_paid",
    "rounding": "amount_rounding",
    "correction": "amount_correction",
}
SUM_FIELDS = (*dict.fromkeys(SUMS.values()), "amount_other")
ORDER = ("correction", "delivery", "return", "fee", "deduction", "ahead", "rounding", "invoice", "credit_note")
# what one statement says: its figures, its lines, whether anything moved
Worked = namedtuple("Worked", "values lines")


class GendanStatement(models.Model):
    """The arithmetic. Opening + what moved = closing, in A, in B and together, by construction."""

    _inherit = "gendan.statement"

    @api.model
    def _gendan_work_out(self, company, first, last, keys, langs=None):
        """What statements of a period would say now. Superuser, a bounded number of queries.

        :param res.company company: whose books
        :param date first: first day
        :param date last: last day
        :param keys: (commercial partner's id, currency's id), each one statement
        :return: {key: Worked}: values of the statement and of its lines, in the customers' languages
        """
        keys = list(keys)
        books, deliveries = self.env["gendan.statement.books"], self.env["gendan.statement.goods"]
        scope = books._gendan_scope(company, sorted({partner for partner, _currency in keys}), first, last)
        books._gendan_flush()
        deliveries._gendan_flush()
        partners = self.env["res.partner"].browse(scope.partner_ids).with_company(company)
        settled = {partner.id: partner._gendan_settlement(company) for partner in partners}
        before = self._gendan_before(scope, keys)
        kept = {int(line) for statement in before.values() for line in statement.open_goods or {}}
        goods = deliveries._gendan_goods(scope, {key: one.tax_included for key, one in settled.items()}, kept)
        ledger = books._gendan_read(scope)
        moved = self._gendan_moved_lines(scope, keys, goods, ledger.crossings, langs or {})
        corrected = self._gendan_corrections(scope, before, goods, ledger.balances, langs or {})
        self._gendan_join_corrections(corrected, langs or {})
        rounding = {one.id: one.rounding for one in self.env["res.currency"].browse({key[1] for key in keys})}
        return {
            key: self._gendan_compose(
                rounding[key[1]],
                ledger.balances.get(key, Balance()),
                goods.get(key, Goods([], [], {})),
                ledger.ages.get(key, Ages()),
                ledger.months.get(key, {}),
                [*corrected.get(key, ()), *moved.get(key, ())],
                before.get(key, self.browse()),
                settled[key[0]],
                scope,
            )
            for key in keys
        }

    @api.model
    def _gendan_before(self, scope, keys):
        """The last statements of these keys that were sent and end before the period: {key: statement}."""
        found = self.search(
            [
                ("company_id", "=", scope.company.id),
                ("partner_id", "in", scope.partner_ids),
                ("date_to", "<", scope.first),
                ("state", "not in", ("draft", "checked", "replaced")),
            ],
            order="date_to, id",
        )
        wanted = set(keys)
        return {
            key: one for one in found if (key := (one.partner_id.id, one.currency_id.id)) in wanted
        }

    @api.model
    def _gendan_last_sent(self, company, day, partner_ids=None):
        """The last statement of each customer and currency that was sent and ends before a day. Superuser, one query.

        :param partner_ids: of these commercial partners only
        :return: {key: (its last day, whether it says a balance)}
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (partner_id, currency_id) partner_id, currency_id, date_to,
                          amount_total <> 0 OR amount_a <> 0 OR amount_b <> 0
                     FROM gendan_statement
                    WHERE company_id = %s AND date_to < %s AND state NOT IN ('draft', 'checked', 'replaced') AND %s
                    ORDER BY partner_id, currency_id, date_to DESC, id DESC""",
                company.id,
                day,
                self.env["gendan.statement.books"]._gendan_who(SQL("partner_id"), partner_ids),
            )
        )
        return {(partner, currency): (last, bool(open_)) for partner, currency, last, open_ in rows}

    @api.model
    def _gendan_compose(self, rounding, balance, goods, ages, months, lines, before, settled, scope):
        """Values and lines of one statement."""

        def exact(amount):
            return float_round(amount, precision_rounding=rounding) + 0.0  # no minus zero

        opening_b = sum(line.opening for line in goods.lines)
        closing_b = sum(line.closing for line in goods.lines)
        opening_a = balance.opening
        if before:
            opening_a, opening_b = before.amount_a, before.amount_b
        # what its lines leave unexplained is rounding of single deliveries against their order line
        rest = exact(closing_b - opening_b - sum(line["amount_b"] for line in lines))
        if rest:
            lines.append(self._gendan_line("rounding", scope.last, amount_b=rest))
        for line in lines:
            line["amount_total"] = exact(line["amount_a"] + line["amount_b"])
            line["amount"] = exact(line["amount"] if line["amount"] is not None else line["amount_total"])
            line["amount_tax"] = exact(line["amount_total"] - line["amount"])
        lines.sort(key=self._gendan_line_order)
        sums = defaultdict(float)
        for number, line in enumerate(lines, start=1):
            line["sequence"] = number
            sums[SUMS.get(line["kind"], "amount_other")] += line["amount_total"]
        sums["amount_paid"] = -sums["amount_paid"]
        months = defaultdict(float, months)
        for line in goods.lines:
            for month, amount in line.months.items():
                months[month] += amount
        values = {
            "opening_a": opening_a,
            "opening_b": opening_b,
            "opening": opening_a + opening_b,
            "amount_a": balance.closing,
            "amount_b": closing_b,
            "amount_total": balance.closing + closing_b,
            "amount_deposit": sum(line.closing for line in goods.lines if line.row["is_deposit"]),
            "age_not_due": ages.not_due,
            "age_30": ages.days_30,
            "age_60": ages.days_60,
            "age_90": ages.days_90,
            "age_older": ages.older,
            "age_credit": ages.credit,
            **{name: sums[name] for name in SUM_FIELDS},
        }
        values = {name: exact(amount) for name, amount in values.items()}
        values |= {
            # the books' own, whatever the statement's currency is rounded to
            "amount_company": scope.company.currency_id.round(balance.closing_company) + 0.0,
            "by_month": [[month, exact(amount)] for month, amount in sorted(months.items())],
            "open_goods": {
                str(line.row["id"]): [line.quantity, line.closing]
                for line in goods.lines
                if not float_is_zero(line.closing, precision_rounding=rounding)
            },
            "tax_included": settled.tax_included,
            "profile_id": settled.profile_id,
            "previous_id": before.id,
        }
        return Worked(values, lines)

    @api.model
    def _gendan_line_order(self, line):
        kind = line["kind"]
        rank = ORDER.index(kind) if kind in ORDER else len(ORDER)
        # a return stands with the deliveries of its day
        rank = ORDER.index("delivery") if kind == "return" else rank
        return rank, line["date"], line["note_number"] or "", line["name"] or ""

    @api.model
    def _gendan_line(self, kind, day, **values):
        """A line with what it does not say left empty."""
        return {
            "kind": kind,
            "date": day,
            "note_number": None,
            "order_number": None,
            "our_order": None,
            "receipt_number": None,
            "customer_part": None,
            "name": None,
            "quantity": None,
            "uom_id": None,
            "price": None,
            "amount": None,
            "amount_a": 0.0,
            "amount_b": 0.0,
            "amount_paper": None,
            "amount_company": None,
            "date_due": None,
            "invoice_number": None,
            "signed_back": None,
            "remark": None,
            "note_id": None,
            "order_id": None,
            "sale_line_id": None,
            "product_id": None,
            "move_id": None,
            "stock_ref": None,
            "ledger_ref": None,
            "partial_ref": None,
            **values,
        }

    # ------------------------------------------------------------ what moved

    @api.model
    def _gendan_moved_lines(self, scope, keys, goods, crossings, langs):
        """The lines of the period: {key: [dict]}."""
        books = self.env["gendan.statement.books"]
        result = defaultdict(list)
        words = self._gendan_words(keys, langs)
        names = self._gendan_goods_names(goods, langs)
        invoiced = defaultdict(dict)
        for key, one in goods.items():
            for row in one.rows:
                result[key].append(self._gendan_goods_row(row, names, langs.get(key[0])))
            result[key].extend(self._gendan_ahead_rows(one, words[key], scope.last))
            invoiced[key] = dict(one.invoiced)
        exchange = scope.company.currency_exchange_journal_id.id
        entries = books._gendan_entries(scope)
        keys_of = defaultdict(set)
        for entry in entries:
            keys_of[entry["move_id"]].add((entry["partner_id"], entry["currency_id"]))
        rounding = {one.id: one.rounding for one in self.env["res.currency"].browse({key[1] for key in invoiced})}
        for entry in entries:
            key = entry["partner_id"], entry["currency_id"]
            covered = invoiced[key].pop(entry["move_id"], 0.0)
            alone = len(keys_of[entry["move_id"]]) == 1
            result[key].extend(self._gendan_entry_lines(entry, covered, exchange, alone, words, rounding))
        self._gendan_foreign_invoices(scope, invoiced, result)
        for crossing in crossings:
            if crossing["date"] < scope.first:
                continue
            key = crossing["partner_id"], crossing["currency_id"]
            other = crossing["other_currency_id"] != crossing["currency_id"]
            result[key].append(
                self._gendan_line(
                    "other_currency" if other else "elsewhere",
                    crossing["date"],
                    name=crossing["name"],
                    amount_a=crossing["amount"],
                    amount_company=crossing["amount_company"],
                    partial_ref=crossing["partial_id"],
                )
            )
        return result

    @api.model
    def _gendan_goods_row(self, row, names, lang):
        """The line of one delivery, return or fee."""
        line = row["line"]
        part, name = names.get((lang, line["partner_id"], line["product_id"]), ("", ""))
        is_fee = row.get("fee")
        if is_fee:
            kind = "fee" if row["total"] >= 0 else "deduction"
        else:
            kind = "delivery" if row["quantity"] >= 0 else "return"
        return self._gendan_line(
            kind,
            row["day"],
            note_number=row.get("note_number") or row.get("picking"),
            order_number=line["order_number"],
            our_order=line["order_name"],
            receipt_number=row.get("receipt"),
            customer_part=part,
            name=(line["text"] or "").partition("\n")[0] if is_fee and line["text"] else name,
            quantity=row["quantity"],
            uom_id=line["uom_id"],
            price=row["price"],
            amount=row["amount"],
            amount_b=row["total"],
            signed_back=row.get("signed"),
            note_id=row.get("note_id"),
            order_id=line["order_id"],
            sale_line_id=line["id"],
            product_id=line["product_id"],
            stock_ref=row["picking_id"],
        )

    @api.model
    def _gendan_ahead_rows(self, goods, words, last):
        """What was invoiced before it was delivered, and what of it has been delivered since: a line an order."""
        orders = defaultdict(float)
        about = {}
        for line in goods.lines:
            orders[line.row["order_id"]] += line.ahead_closing - line.ahead_opening
            about[line.row["order_id"]] = line.row
        return [
            self._gendan_line(
                "ahead",
                last,
                amount_b=amount,
                name=words["ahead"] if amount > 0 else words["ahead_back"],
                order_id=order_id,
                our_order=about[order_id]["order_name"],
                order_number=about[order_id]["order_number"],
            )
            for order_id, amount in orders.items()
            if abs(amount) > 1e-9
        ]

    @api.model
    def _gendan_entry_lines(self, entry, covered, exchange, alone, words, rounding):
        """The lines of one entry of the ledger.

        :param float covered: worth, by their orders, of the goods it invoices
        :param bool alone: whether no other key has a part in the entry
        """
        key = entry["partner_id"], entry["currency_id"]
        amount = entry["amount"]
        facts = {
            "move_id": entry["move_id"],
            "ledger_ref": entry["move_id"],
            "amount_company": entry["amount_company"],
            "remark": entry["ref"] or None,
        }
        if entry["move_type"] in ("out_invoice", "out_receipt", "out_refund"):
            kind = "credit_note" if entry["move_type"] == "out_refund" else "invoice"
            facts |= {
                "name": entry["name"],
                "invoice_number": entry["name"],
                "date_due": entry["due"],
                "amount_paper": amount,
            }
            if not covered:
                return [self._gendan_line(kind, entry["date"], amount_a=amount, **facts)]
            lines = [self._gendan_line(kind, entry["date"], amount_a=covered, amount_b=-covered, **facts)]
            rest = amount - covered
            if abs(rest) > 1e-9:
                lines.append(self._gendan_difference(entry, rest, words[key], rounding.get(key[1], 0.01)))
            return lines
        if entry["is_exchange"] or entry["journal_id"] == exchange:
            return [self._gendan_line("exchange", entry["date"], name=entry["name"], amount_a=amount, **facts)]
        if entry["is_payment"]:
            facts["remark"] = entry["memo"] or entry["ref"] or None
            paid = float(entry["paid"] or 0.0) * (-1 if entry["payment_type"] == "inbound" else 1)
            if not alone or not entry["paid"] or entry["paid_currency_id"] != entry["currency_id"]:
                paid = amount
            lines = [
                self._gendan_line(
                    "payment", entry["date"], name=entry["name"], amount_a=paid, amount_paper=paid, **facts
                )
            ]
            if abs(amount - paid) > 1e-9:
                facts["amount_company"] = None
                lines.append(
                    self._gendan_line(
                        "write_off", entry["date"], name=entry["name"], amount_a=amount - paid, **facts
                    )
                )
            return lines
        return [self._gendan_line("entry", entry["date"], name=entry["name"], amount_a=amount, **facts)]

    @api.model
    def _gendan_difference(self, entry, rest, words, rounding):
        """What an invoice says beyond the worth of its goods by their orders: cents, or more."""
        is_cents = abs(rest) <= 10 * rounding + 1e-9
        return self._gendan_line(
            "rounding" if is_cents else "fee" if rest > 0 else "deduction",
            entry["date"],
            name=words["cents" if is_cents else "beyond"] % {"invoice": entry["name"]},
            amount_a=rest,
            move_id=entry["move_id"],
            ledger_ref=entry["move_id"],
            invoice_number=entry["name"],
        )

    @api.model
    def _gendan_foreign_invoices(self, scope, invoiced, result):
        """Goods that another customer's or currency's invoice took: they are no longer open here."""
        left = {move for moves in invoiced.values() for move in moves}
        entries = {move.id: move for move in self.env["account.move"].browse(left)}
        for key, moves in invoiced.items():
            for move_id, covered in moves.items():
                move = entries[move_id]
                result[key].append(
                    self._gendan_line(
                        "invoice" if covered > 0 else "credit_note",
                        move.date,
                        name=move.name,
                        invoice_number=move.name,
                        amount_b=-covered,
                        move_id=move_id,
                    )
                )

    # ------------------------------------------------------------ words

    @api.model
    def _gendan_words(self, keys, langs):
        """Words of lines in the customers' languages: {key: {code: text}}."""
        by_lang = {}
        for lang in {langs.get(partner) for partner, _currency in keys}:
            env = self.with_context(lang=lang).env if lang else self.env
            by_lang[lang] = {
                "ahead": env._("Invoiced Ahead of Delivery"),
                "ahead_back": env._("Delivered now, invoiced before"),
                "cents": env._("Cents of %(invoice)s", invoice="%(invoice)s"),
                "beyond": env._("%(invoice)s differs from its order", invoice="%(invoice)s"),
                "corrected": env._("Corrected: %(what)s", what="%(what)s"),
                "older": env._("Corrected: entries before %(day)s", day="%(day)s"),
            }
        return defaultdict(
            lambda: by_lang.get(None) or next(iter(by_lang.values())),
            {key: by_lang[langs.get(key[0])] for key in keys},
        )

    @api.model
    def _gendan_goods_names(self, goods, langs):
        """What goods are called: {(lang, partner id, product id): (the customer's number, name)}."""
        wanted = defaultdict(set)
        for (partner_id, _currency), one in goods.items():
            wanted[partner_id].update(row["line"]["product_id"] for row in one.rows if row["line"]["product_id"])
        parts = self.env["gendan.customer.part"].search(
            [("partner_id", "in", list(wanted)), ("product_id", "in", list(set().union(*wanted.values())))]
        )
        coded = {(part.partner_id.id, part.product_id.id): part for part in parts}
        by_lang = defaultdict(set)
        for partner_id, products in wanted.items():
            by_lang[langs.get(partner_id)] |= products
        names = {}
        for lang, ids in by_lang.items():
            products = self.env["product.product"].with_context(lang=lang or self.env.lang).browse(sorted(ids))
            for product in products:
                names[lang, product.id] = (
                    product.display_name,
                    product.with_context(display_default_code=False).display_name,
                )
        result = {}
        for partner_id, products in wanted.items():
            lang = langs.get(partner_id)
            for product_id in products:
                part = coded.get((partner_id, product_id))
                full, plain = names[lang, product_id]
                if part:
                    text = f"{plain} ({part.name})" if part.name and part.name != plain else plain
                    result[lang, partner_id, product_id] = part.code, text
                else:
                    result[lang, partner_id, product_id] = "", full
        return result
