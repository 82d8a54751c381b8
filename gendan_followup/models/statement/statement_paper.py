"""The statement on paper: one copy that goes out and comes back signed, its PDF and its workbook."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL, format_date, formatLang, split_every

from odoo.addons.gendan_followup.tools.amount_words import chinese_amount, english_amount
from odoo.addons.gendan_followup.tools.xlsx import Sheet

# lines read at a time for a workbook of any length
CHUNK = 10_000
# columns of a workbook that are not written as they are stored
KIND, UNIT, INVOICE = 0, 6, 14


class GendanStatement(models.Model):
    """Papers of statements. What is printed of one that was sent is what was sent."""

    _inherit = "gendan.statement"

    document_ids = fields.One2many(
        "gendan.document",
        "res_id",
        string="Papers",
        domain=[("res_model", "=", "gendan.statement")],
        readonly=True,
    )

    months_text = fields.Html(string="Months", compute="_compute_months_text", sanitize=False)

    @api.depends("by_month")
    @api.depends_context("lang")
    def _compute_months_text(self):
        for statement in self:
            rows = [
                (month, formatLang(self.env, amount, currency_obj=statement.currency_id))
                for month, amount in statement.by_month or []
            ]
            statement.months_text = rows and self.env["ir.qweb"]._render(
                "gendan_followup.statement_months", {"rows": rows}
            )

    def _gendan_moved(self, state):
        # EXTENDS gendan_followup: the paper begins, and ends, with the statement
        result = super()._gendan_moved(state)
        if state == "sent":
            self._gendan_make_papers()
        elif state == "replaced":
            for statement in self:
                statement._gendan_papers()._gendan_void(
                    self.env._("Replaced by a new version of %(statement)s", statement=statement.name)
                )
        return result

    def _gendan_papers(self):
        """Their papers that hold, sudo."""
        papers = self.env["gendan.document"].sudo()  # sudo: the program's own papers, for accounting, too
        return papers.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("voided_at", "=", False)]
        )

    def _gendan_make_papers(self):
        """The copies to be signed, one a statement. Batch."""
        # sudo: as above
        self.env["gendan.document"].sudo().with_context(tracking_disable=True).create(
            [statement._gendan_prepare_paper_vals() for statement in self]
        )

    def _gendan_prepare_paper_vals(self):
        """Values of the ``gendan.document``."""
        self.ensure_one()
        return {
            "kind": "statement",
            "name": f"{self.name}-v{self.version}" if self.version > 1 else self.name,
            "version": self.version,
            "copy_name": self.with_context(lang=self.lang).env._("Copy to be signed"),
            "res_model": self._name,
            "res_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "must_return": self.profile_id._gendan_wants_signed(),
        }

    # ------------------------------------------------------------ actions

    def action_previous(self):
        """Button: the statement this one begins with."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.previous_id.id,
            "views": [(False, "form")],
        }

    def action_print(self):
        """Button: print the statements, each in its customer's language."""
        self.check_access("read")
        return self.env.ref("gendan_followup.action_report_statement").report_action(self, config=False)

    def action_xlsx(self):
        """Button: the statement as a workbook."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/gendan/statement/{self.id}/xlsx", "target": "download"}

    # ------------------------------------------------------------ words

    def _gendan_amount_words(self):
        """The sum to confirm in words, in the statement's language; empty for a balance in the customer's favour."""
        self.ensure_one()
        if self.amount_total < 0:
            return ""
        lang, currency = self.lang or "en_US", self.currency_id
        if lang.startswith("zh"):
            return chinese_amount(self.amount_total, currency.name, traditional=lang in ("zh_TW", "zh_HK"))
        return english_amount(
            self.amount_total, currency.name, currency.currency_unit_label, currency.currency_subunit_label
        )

    def _gendan_account(self):
        """Our account, to print: list of (label, value)."""
        self.ensure_one()
        one = self.sudo()  # sudo: our own account, for the customer
        banks = one.company_id.partner_id.bank_ids
        named = one.profile_id.bank_id.filtered(lambda bank: bank.partner_id == one.company_id.partner_id)
        bank = (named or banks.filtered(lambda each: each.currency_id == one.currency_id) or banks)[:1]
        rows = [
            (self.env._("Account holder"), bank.acc_holder_name or bank.partner_id.name),
            (self.env._("Bank"), bank.bank_id.name),
            (self.env._("Account number"), bank.acc_number),
            (self.env._("BIC / SWIFT"), bank.bank_id.bic),
        ]
        return [(label, value) for label, value in rows if bank and value]

    def _gendan_unconfirmed_before(self):
        """The sentence that the statement before was not confirmed, or an empty one."""
        self.ensure_one()
        if self._gendan_is_frozen():
            # what went out says what it said
            return self.unconfirmed_before or ""
        before = self.sudo().previous_id  # sudo: of the same customer
        while before.replaced_by_id:
            before = before.replaced_by_id
        if not before._gendan_is_unconfirmed():
            return ""
        return self.env._(
            "Our statement %(statement)s of %(day)s has not been confirmed yet.",
            statement=before.name,
            day=format_date(self.env, before.date_to),
        )

    def _gendan_is_unconfirmed(self):
        """Whether this one is with the customer and was never said to be right; an empty one is not."""
        return bool(self) and self._gendan_is_frozen() and self.state not in ("agreed", "agreed_other", "closed")

    def _gendan_price(self, price):
        """A unit price: two decimals at least, six at most."""
        decimals = f"{price or 0.0:.6f}".partition(".")[2].rstrip("0")
        return formatLang(self.env, price or 0.0, digits=max(len(decimals), 2))

    # ------------------------------------------------------------ workbook

    def _gendan_workbook(self):
        """All lines and the figures as a workbook, in the statement's language.

        :return: bytes of the xlsx file
        :raise AccessError: the user may not read it
        """
        self.ensure_one()
        self.check_access("read")
        one = self.sudo().with_context(lang=self.lang)  # sudo: asked above
        env = one.env
        price = env._("Price incl. tax") if one.tax_included else env._("Price excl. tax")
        columns = [
            (env._("Kind"), 14), (env._("Day"), 12), (env._("Delivery Note No."), 18), (env._("Your Order No."), 18),
            (env._("Your Part No."), 18), (env._("Goods or Text"), 36), (env._("Unit"), 8), (env._("Quantity"), 12),
            (price, 12), (env._("Amount"), 14), (env._("Tax"), 12), (env._("Adds to the Balance"), 16),
            (env._("Receipt No."), 18), (env._("Signed Back"), 8), (env._("Invoice No."), 20), (env._("Due"), 12),
            (env._("Our Order No."), 14), (env._("Remark"), 24),
        ]  # fmt: skip
        sheet = Sheet(one.name.replace("/", "-"), columns, frozen_columns=3)
        for row in one._gendan_workbook_rows():
            sheet.row(row)
        for label, amount in one._gendan_summary():
            sheet.row([label, *[None] * 10, amount], bold=True)
        if before := one._gendan_unconfirmed_before():
            sheet.row([before])
        return sheet.close()

    def _gendan_workbook_rows(self):
        """The cells of all lines, in their order. Superuser: the right to read the statement was asked.

        By SQL, a part at a time: a statement may have fifty thousand lines, and reading records of that many takes as
        long as writing the workbook.
        """
        self.ensure_one()
        env, Line = self.env, self.env["gendan.statement.line"]
        kinds = dict(Line._fields["kind"]._description_selection(env))
        Line.flush_model()
        ids = [
            row[0]
            for row in env.execute_query(
                SQL("SELECT id FROM gendan_statement_line WHERE statement_id = %s ORDER BY sequence, id", self.id)
            )
        ]
        numbers = Line._gendan_read_tax_numbers(SQL("line.statement_id = %s", self.id))
        units = defaultdict(lambda: None)
        for part in split_every(CHUNK, ids, list):
            rows = env.execute_query(
                SQL(
                    """SELECT line.kind, line.date, line.note_number, line.order_number, line.customer_part, line.name,
                              line.uom_id, NULLIF(line.quantity, 0)::float8, NULLIF(line.price, 0)::float8,
                              COALESCE(line.amount, 0)::float8, COALESCE(line.amount_tax, 0)::float8,
                              COALESCE(line.amount_total, 0)::float8, line.receipt_number, line.signed_back,
                              line.invoice_number, line.date_due, line.our_order, line.remark, line.id
                         FROM unnest(%s) WITH ORDINALITY AS wanted (id, place)
                         JOIN gendan_statement_line line ON line.id = wanted.id
                        ORDER BY wanted.place""",
                    part,
                )
            )
            unknown = {row[UNIT] for row in rows if row[UNIT]} - units.keys()
            units.update((unit.id, unit.name) for unit in env["uom.uom"].browse(unknown))
            for row in map(list, rows):
                line = row.pop()
                row[KIND], row[UNIT] = kinds[row[KIND]], units[row[UNIT]]
                row[INVOICE] = numbers.get(line) or row[INVOICE]
                yield row

    def _gendan_summary(self):
        """The figures below the lines: list of (label, amount)."""
        self.ensure_one()
        env = self.env
        rows = [
            (env._("Opening Balance"), self.opening, True),
            (env._("Corrections of earlier periods"), self.amount_correction, False),
            (env._("Deliveries"), self.amount_goods, True),
            (env._("Goods Returned"), self.amount_return, False),
            (env._("Fees"), self.amount_fee, False),
            (env._("Deductions"), self.amount_deduction, False),
            (env._("Other Movements"), self.amount_other, False),
            (env._("Rounding"), self.amount_rounding, False),
            (env._("Received in the period"), 0.0 - self.amount_paid, True),
            (env._("Closing balance, to be confirmed (A + B)"), self.amount_total, True),
            (env._("of which A: invoiced, in our books"), self.amount_a, True),
            (env._("of which B: delivered, not invoiced yet"), self.amount_b, True),
            (env._("deposits taken off in B"), self.amount_deposit, False),
        ]
        return [(label, amount) for label, amount, always in rows if always or not self.currency_id.is_zero(amount)]
