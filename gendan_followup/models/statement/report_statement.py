"""What is printed of a statement."""

from odoo import api, models
from odoo.tools import format_date, formatLang


class GendanStatementReport(models.AbstractModel):
    """What is printed as a statement: sheets with sums carried forward, figures, ages, the customer's answer."""

    _name = "report.gendan_followup.report_statement"
    _description = "Print of Statements"

    # lines of text a sheet has room for, the first one less for its head
    _room = 31
    _room_first = 23

    @api.model
    def _get_report_values(self, docids, data=None):
        """What the template prints.

        :param docids: ids of gendan.statement
        :raise AccessError: the user may not read them
        """
        statements = self.env["gendan.statement"].browse(docids or []).exists()
        statements.check_access("read")
        return {
            "doc_ids": statements.ids,
            "doc_model": statements._name,
            "docs": statements,
            "sheets": [self._gendan_said(statement) for statement in statements],
        }

    @api.model
    def _gendan_said(self, statement):
        """What one statement says: dict for the template."""
        one = statement.sudo().with_context(lang=statement.lang)  # sudo: the right to read it was asked
        env, company = one.env, one.company_id
        lines = one.line_ids
        kinds = dict(lines._fields["kind"]._description_selection(env))
        money, numbers = self._gendan_money(one), lines._gendan_tax_numbers()
        goods = lines.filtered(lambda line: line.kind in ("delivery", "return", "fee", "deduction"))
        return {
            "statement": one,
            "paper": one._gendan_papers()[:1],
            "is_draft": not one._gendan_is_frozen(),
            "money": money,
            "pages": self._gendan_pages(one, goods, kinds, money, numbers),
            "entries": [
                {
                    "date": format_date(env, line.date),
                    "kind": kinds[line.kind],
                    "name": " ".join(filter(None, (line.name, line.our_order, numbers.get(line.id)))),
                    "due": format_date(env, line.date_due) if line.date_due else "",
                    "paper": money(line.amount_paper) if line.amount_paper else "",
                    "amount": money(line.amount_total),
                    "remark": line.remark or "",
                }
                for line in lines - goods
            ],
            "summary": [(label, money(amount)) for label, amount in one._gendan_summary()],
            "ages": [
                (one._fields[name]._description_string(env), money(one[name]))
                for name in ("age_not_due", "age_30", "age_60", "age_90", "age_older", "age_credit")
            ],
            "months": [(month, money(amount)) for month, amount in one.by_month or []],
            "words": one._gendan_amount_words(),
            "account": one._gendan_account(),
            "invoice_data": one.partner_id._gendan_invoice_data(),
            "unconfirmed": one._gendan_unconfirmed_before(),
            "silence": one.silence_agrees if one._gendan_is_frozen() else one.profile_id.silence_agrees,
            "extras": one.extras or [],
            "period": f"{format_date(env, one.date_from)} – {format_date(env, one.date_to)}",
            "reconcile_by": format_date(env, one.reconcile_by) if one.reconcile_by else "",
            "signed_by_day": format_date(env, one.signed_by_day) if one.signed_by_day else "",
            "price_label": env._("Price incl. tax") if one.tax_included else env._("Price excl. tax"),
            "address": company.partner_id._display_address(without_company=True).replace("\n", " ").strip(),
            "fax": company.partner_id.gendan_fax or "",
        }

    @api.model
    def _gendan_money(self, statement):
        """How amounts are written: a function."""
        digits = statement.currency_id.decimal_places
        return lambda amount: formatLang(statement.env, amount, digits=digits)

    @api.model
    def _gendan_pages(self, statement, lines, kinds, money, numbers=None):
        """Goods and fees cut into sheets, the sum carried from one to the next.

        :param dict numbers: {line id: numbers of its tax invoices}
        :return: list of dict ``rows``, ``brought`` and ``carried`` (texts, empty on the first and last)
        """
        numbers = numbers or {}
        rows = [self._gendan_row(statement, line, kinds, money, numbers.get(line.id)) for line in lines]
        for name in ("delivery", "return", "fee", "deduction"):
            of_kind = lines.filtered(lambda line, name=name: line.kind == name)
            if of_kind:
                rows.append(
                    {"subtotal": kinds[name], "amount": money(sum(of_kind.mapped("amount"))), "height": 1, "value": 0.0}
                )
        if not statement.tax_included and lines:
            rows.append(
                {
                    "subtotal": statement.env._("Tax"),
                    "amount": money(sum(lines.mapped("amount_tax"))),
                    "height": 1,
                    "value": 0.0,
                }
            )
        pages, room, total = [{"rows": [], "brought": "", "carried": ""}], self._room_first, 0.0
        for row in rows:
            if row["height"] > room and pages[-1]["rows"]:
                pages[-1]["carried"] = money(total)
                pages.append({"rows": [], "brought": money(total), "carried": ""})
                room = self._room
            pages[-1]["rows"].append(row)
            room -= row["height"]
            total += row["value"]
        return pages

    @api.model
    def _gendan_row(self, statement, line, kinds, money, number=None):
        """One line: dict of strings, the lines of text it takes, and its value for the sum."""
        texts = {
            "note": (line.note_number or "", 15),
            "order": (line.order_number or line.our_order or "", 14),
            "part": (line.customer_part or "", 13),
            "name": (line.name or "", 30),
            "receipt": (line.receipt_number or "", 14),
            "invoice": (number or line.invoice_number or "", 14),
        }
        # what is wide counts twice
        height = max(
            -(-sum(2 if ord(char) > 0x2E7F else 1 for char in text) // width) for text, width in texts.values()
        )
        return {
            **{name: text for name, (text, _width) in texts.items()},
            "date": format_date(statement.env, line.date),
            "unit": line.uom_id.name or "",
            "quantity": line.uom_id._gendan_number(line.quantity) if line.uom_id else "",
            "price": statement._gendan_price(line.price),
            "amount": money(line.amount),
            "signed": "✓" if line.signed_back else "",
            "remark": "" if line.kind == "delivery" else kinds[line.kind],
            "height": max(height, 1),
            "value": line.amount,
            "subtotal": "",
        }
