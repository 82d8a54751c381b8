"""Dialog: tax invoice numbers, pasted or from the tax platform's list."""

from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang, groupby

from ...tools.table import CellError, Row, Table, day, plain
from ...tools.table_money import amount
from ...tools.tax_invoice import (
    COLUMNS,
    NEEDED,
    has_lost_digits,
    is_number,
    kind_of,
    numbers_of,
    plain_number,
)
from ..common.table_dialog import SHOWN


class GendanTaxInvoiceRead(models.TransientModel):
    """Numbers of one invoice, pasted one below the other; or a list with headings, of one or of many invoices.

    Of many a row names our invoice, or the customer and the sum with tax, which then fit one invoice only.
    """

    _name = "gendan.tax.invoice.read"
    _inherit = ["gendan.table.dialog.mixin"]
    _description = "Tax Invoice Numbers"

    _gendan_known = COLUMNS
    _gendan_needed = NEEDED

    move_id = fields.Many2one("account.move", string="Invoice", readonly=True, ondelete="cascade")
    text = fields.Text(help="Numbers one below the other, or a list copied from Excel with its headings.")
    column_ids = fields.One2many("gendan.tax.invoice.read.column", "read_id", string="Columns")

    def _gendan_purpose(self):
        return "tax_invoice"

    def _gendan_too_long(self):
        return self.env._(
            "%(file)s has more than %(most)s rows. Take over one month only.",
            file=self._gendan_list_name(),
            most=self._gendan_most_rows,
        )

    def _gendan_nothing(self):
        return self.env._("There is no number in the list.")

    def _gendan_table(self):
        # EXTENDS gendan_followup: bare numbers have no heading
        if not self.file and (numbers := numbers_of(self.text or "")):
            heading = self.env._("Tax Invoice No.")
            return Table((heading,), tuple(Row(place, (one,)) for place, one in enumerate(numbers, start=1)))
        return super()._gendan_table()

    def _gendan_find_columns(self, table, remembered):
        # EXTENDS gendan_followup: bare numbers
        if len(table.headings) == 1 and all(is_number(plain_number(row.cell(0))) for row in table.rows):
            return {"number": 0}
        return super()._gendan_find_columns(table, remembered)

    # ------------------------------------------------------------ read

    def _gendan_read(self, table, columns):
        errors, rows, seen = [], [], {}
        for row in table.rows:
            values, wrong = self._gendan_row(table, columns, row)
            errors += wrong
            if not values:
                continue
            key = values["code"], values["name"]
            if key in seen:
                errors.append(
                    self.env._(
                        "%(place)s: %(number)s stands in row %(other)s, too.",
                        place=self._gendan_place(table, columns, row, "number"),
                        number=values["name"],
                        other=seen[key],
                    )
                )
            seen.setdefault(key, row.number)
            rows.append((row, values))
        errors += self._gendan_known_numbers(table, columns, rows)
        notices = []
        if self.move_id:
            self._gendan_of_one(rows)
        else:
            wrong, notices = self._gendan_of_many(table, columns, rows)
            errors += wrong
        return [values for _row, values in rows], errors, notices, None

    def _gendan_row(self, table, columns, row):
        """What a row says: (values or None, sentences)."""
        errors = []
        text = row.cell(columns["number"]).strip()
        if not text:
            return None, []
        place = self._gendan_place(table, columns, row, "number")
        number = plain_number(text)
        if has_lost_digits(text):
            errors.append(
                self.env._(
                    "%(place)s: Excel has kept 15 digits of %(number)s only. Make the column text, and copy it anew.",
                    place=place,
                    number=text,
                )
            )
        elif not is_number(number):
            sentence = self.env["gendan.tax.invoice"]._gendan_number_error(text)
            errors.append(self.env._("%(place)s: %(problem)s", place=place, problem=sentence))
        values = {"name": number, "code": plain_number(row.cell(columns.get("code"))) or False}
        values["kind"] = kind_of(row.covered(columns.get("kind"))) or self._gendan_default_kind()
        values["remark"] = row.cell(columns.get("remark")) or False
        values["our"] = row.covered(columns.get("invoice")).strip()
        values["buyer"] = row.covered(columns.get("buyer")).strip()
        sums = {}
        for key, read in (("date", self._gendan_day), ("amount", amount), ("tax", amount), ("total", amount)):
            try:
                found = read(row.cell(columns.get(key)))
            except CellError:
                errors.append(
                    self.env._(
                        "%(place)s: “%(text)s” cannot be read.",
                        place=self._gendan_place(table, columns, row, key),
                        text=row.cell(columns.get(key)),
                    )
                )
                continue
            sums[key] = found if key == "date" else found[0]
        values["date"] = sums.get("date") or False
        untaxed, tax, total = (sums.get(key) for key in ("amount", "tax", "total"))
        if untaxed is None and total is not None:
            untaxed = total - (tax or Decimal())
        if tax is None and total is not None:
            tax = total - untaxed
        if total is not None and abs(untaxed + tax - total) > Decimal("0.005"):
            errors.append(
                self.env._(
                    "%(place)s: %(untaxed)s and %(tax)s do not make %(total)s.",
                    place=self._gendan_place(table, columns, row, "total"),
                    untaxed=untaxed,
                    tax=tax,
                    total=total,
                )
            )
        values["amount"], values["tax"] = float(untaxed or 0), float(tax or 0)
        return values, errors

    def _gendan_day(self, text):
        return day(text.partition(" ")[0] if ":" in text else text, fields.Date.context_today(self))

    def _gendan_default_kind(self):
        return self.env["gendan.tax.invoice"]._default_kind()

    def _gendan_place(self, table, columns, row, key):
        """Where something stands: file, row, column."""
        return self.env._(
            "%(file)s, row %(row)s, column “%(column)s”",
            file=self._gendan_list_name(),
            row=row.number,
            column=table.headings[columns[key]],
        )

    def _gendan_known_numbers(self, table, columns, rows):
        """Sentences about numbers that are there already. One query."""
        company = self._gendan_company()
        known = (
            self.env["gendan.tax.invoice"]
            .sudo()  # sudo: another clerk's counts, too
            .search([("company_id", "=", company.id), ("name", "in", [values["name"] for _row, values in rows])])
        )
        by_key = {(one.code or False, one.name): one for one in known}
        return [
            self.env._(
                "%(place)s: %(problem)s",
                place=self._gendan_place(table, columns, row, "number"),
                problem=by_key[values["code"], values["name"]]._gendan_there_already(),
            )
            for row, values in rows
            if (values["code"], values["name"]) in by_key
        ]

    def _gendan_of_one(self, rows):
        """All of them are of the dialog's invoice; a single one without amounts is of all of it."""
        move = self._gendan_move()
        sign = -1 if move.move_type == "out_refund" else 1
        for _row, values in rows:
            values["moves"] = move.ids
            values["date"] = values["date"] or move.invoice_date
            if len(rows) == 1 and not values["amount"] and not move.gendan_tax_invoice_ids:
                values |= {"amount": sign * move.amount_untaxed, "tax": sign * move.amount_tax}

    def _gendan_of_many(self, table, columns, rows):
        """Which invoice each is of: (sentences that must be put right, sentences to know). Two queries."""
        errors, notices = [], []
        Move = self.env["account.move"].sudo()  # sudo: those of them the user may note are kept
        base = [
            ("company_id", "=", self.env.company.id),
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("state", "=", "posted"),
        ]
        names = {name for _row, values in rows for name in self._gendan_names(values["our"])}
        found = self._gendan_notable(Move.search([*base, ("name", "in", list(names))]))
        by_name = {move.name: move for move in found}
        by_sum = self._gendan_by_sum(base, [values for _row, values in rows if not values["our"] and values["buyer"]])
        for row, values in rows:
            moves = Move
            for name in self._gendan_names(values["our"]):
                if name in by_name:
                    moves |= by_name[name]
                    continue
                errors.append(
                    self.env._(
                        "%(place)s: there is no posted invoice “%(invoice)s” that you may see.",
                        place=self._gendan_place(table, columns, row, "invoice"),
                        invoice=name,
                    )
                )
            if not values["our"]:
                fitting = by_sum.get((plain(values["buyer"]), round(values["amount"] + values["tax"], 2)), Move)
                if len(fitting) == 1:
                    moves = fitting
                else:
                    notices.append(
                        self.env._(
                            "Row %(row)s: %(number)s fits no single invoice, say later of which it is.",
                            row=row.number,
                            number=values["name"],
                        )
                    )
            values["moves"] = moves.ids
        return errors, notices

    def _gendan_names(self, text):
        """The numbers of our invoices in a cell."""
        for sign in ",，、;；":
            text = text.replace(sign, " ")
        return text.split()

    def _gendan_by_sum(self, base, wanted):
        """Posted invoices without a tax invoice by the customer's name and the sum with tax."""
        if not wanted:
            return {}
        totals = sorted({round(abs(values["amount"] + values["tax"]), 2) for values in wanted})
        moves = self._gendan_notable(
            self.env["account.move"].sudo().search(  # sudo: as there
                [*base, ("gendan_tax_invoice_ids", "=", False), ("amount_total", "in", totals)]
            )
        )
        keys = [
            (
                (plain(name), round(move.amount_total if move.move_type == "out_invoice" else -move.amount_total, 2)),
                move,
            )
            for move in moves
            for name in {move.partner_id.name, move.commercial_partner_id.name}
            if name
        ]
        return {
            key: self.env["account.move"].union(*(move for _key, move in group))
            for key, group in groupby(keys, lambda one: one[0])
        }

    # ------------------------------------------------------------ take

    def _gendan_take(self, found):
        TaxInvoice = self.env["gendan.tax.invoice"]
        TaxInvoice.check_access("create")
        # sudo: asked above; of which invoices, `_gendan_notable` has said
        records = TaxInvoice.sudo().create(
            [
                {
                    **{name: values[name] for name in ("name", "code", "kind", "date", "amount", "tax", "remark")},
                    "company_id": self._gendan_company().id,
                    "move_ids": [fields.Command.set(values["moves"])],
                }
                for values in found
            ]
        )
        if self.move_id:
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_tax_invoice")
        return {**action, "domain": [("id", "in", records.ids)], "context": {}, "target": "main"}

    def _gendan_understood(self, found, source):
        total = formatLang(self.env, sum(values["amount"] + values["tax"] for values in found), digits=2)
        head = self.env._("%(count)s tax invoices, together %(total)s.", count=len(found), total=total)
        names = {
            move.id: move.name
            # sudo: numbers of those the user may note
            for move in self.env["account.move"].sudo().browse({one for values in found for one in values["moves"]})
        }
        rows = [
            self.env._(
                "%(number)s: %(invoice)s",
                number=values["name"],
                invoice=", ".join(names[one] for one in values["moves"]) or self.env._("no invoice yet"),
            )
            for values in found[:SHOWN]
        ]
        return self._gendan_alert("success", head, rows)

    # ------------------------------------------------------------ whose

    def _gendan_move(self):
        """The invoice the dialog is about, as superuser.

        :raise AccessError: the user may not note its numbers
        :raise UserError: it is no invoice to a customer
        """
        move = self.move_id
        if move and not move._gendan_notable():
            move.check_access("read")
        move = move.sudo()  # sudo: asked above
        if move and move.move_type not in ("out_invoice", "out_refund"):
            raise UserError(self.env._("%(entry)s is no invoice to a customer.", entry=move.display_name))
        return move

    def _gendan_company(self):
        """Whose numbers they are."""
        return self._gendan_move().company_id or self.env.company

    def _gendan_notable(self, moves):
        """Those of these the user may note, as superuser."""
        return moves.with_env(self.env)._gendan_notable().sudo()  # sudo: asked by the method


class GendanTaxInvoiceReadColumn(models.TransientModel):
    """What a column of the list means."""

    _name = "gendan.tax.invoice.read.column"
    _inherit = ["gendan.table.dialog.column.mixin"]
    _description = "Column of a List of Tax Invoices"

    read_id = fields.Many2one("gendan.tax.invoice.read", required=True, ondelete="cascade")
    meaning = fields.Selection(
        [
            ("number", "Tax Invoice No."),
            ("code", "Invoice Code"),
            ("date", "Issued on"),
            ("amount", "Without Tax"),
            ("tax", "Tax Amount"),
            ("total", "With Tax"),
            ("invoice", "Our Invoice"),
            ("buyer", "Customer"),
            ("kind", "Kind"),
            ("remark", "Remark"),
        ]
    )
