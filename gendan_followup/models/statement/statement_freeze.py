"""A statement is checked and sent: from then on it stays as it was, and says what has changed since."""

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ..common.nightly import in_batches

# what is sealed of the statement and of each line; links may be emptied by what is deleted, words and figures not
SEALED = (
    "name", "version", "date_from", "date_to", "opening_a", "opening_b", "amount_a", "amount_b", "amount_total",
    "amount_goods", "amount_return", "amount_fee", "amount_deduction", "amount_other", "amount_paid",
    "amount_rounding", "amount_correction", "age_not_due", "age_30", "age_60", "age_90", "age_older", "age_credit",
    "by_month", "open_goods", "extras", "remark",
)  # fmt: skip
SEALED_LINE = (
    "sequence", "kind", "date", "note_number", "order_number", "receipt_number", "customer_part", "name", "quantity",
    "price", "amount", "amount_total", "amount_a", "amount_b", "amount_paper", "date_due", "invoice_number", "remark",
)  # fmt: skip


class GendanStatement(models.Model):
    """Frozen when sent. What the books say otherwise afterwards is shown, and corrected by the next statement."""

    _inherit = "gendan.statement"

    is_intact = fields.Boolean(compute="_compute_is_intact", help="The checksum fits what it says.")
    changes_text = fields.Html(
        string="What Has Changed", compute="_compute_changes_text", sanitize=False, compute_sudo=True
    )

    def _compute_is_intact(self):
        for statement in self:
            one = statement.sudo()  # sudo: compared only
            statement.is_intact = not one.checksum or one.checksum == one._gendan_checksum()

    @api.depends_context("lang")
    def _compute_changes_text(self):
        for statement in self:
            changes = statement._gendan_changes() if statement.id and statement.has_changed else []
            statement.changes_text = changes and self.env["ir.qweb"]._render(
                "gendan_followup.statement_changes", {"changes": changes}
            )

    # ------------------------------------------------------------ actions

    def action_refresh(self):
        """Button: work the draft out anew from the books.

        :raise UserError: it has been sent
        """
        self.check_access("write")
        self.sudo()._gendan_refresh()  # sudo: asked above; nobody types figures
        self.filtered(lambda one: one.state == "checked")._gendan_move_to(
            "draft", checked_by_id=False, checked_on=False
        )
        return True

    def action_check(self):
        """Button: worked out anew and looked over. Batch: those that are drafts."""
        self.check_access("write")
        drafts = self.filtered(lambda one: one.state == "draft")
        drafts.sudo()._gendan_refresh()  # sudo: asked above
        drafts._gendan_move_to("checked", checked_by_id=self.env.uid, checked_on=fields.Datetime.now())
        return True

    def action_draft(self):
        """Button: not checked after all."""
        self.check_access("write")
        self.filtered(lambda one: one.state == "checked")._gendan_move_to(
            "draft", checked_by_id=False, checked_on=False
        )
        return True

    def action_sent(self):
        """Button: it has gone out to the customer: frozen and sealed. Batch: those that are checked.

        :raise UserError: the books say something else than when it was checked
        """
        self.check_access("write")
        for statement in self:
            if sentence := statement._gendan_send_error():
                raise UserError(sentence)
        self._gendan_freeze()
        return True

    def action_reissue(self):
        """Button: make a new version of one that was sent; this one is replaced.

        :return: action of the new version
        :raise UserError: it is a draft, is closed, or a later one has gone out
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_reissue_error():
            raise UserError(sentence)
        new = self.sudo()._gendan_new_version()  # sudo: asked above
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------ guards

    def _gendan_send_error(self):
        """The sentence why it cannot go out now, or False. Shown by the form, too."""
        self.ensure_one()
        if self.state != "checked":
            return self.env._("%(statement)s has to be checked first.", statement=self.display_name)
        if self._gendan_is_stale():
            return self.env._(
                "The books of %(statement)s changed after it was checked. Press “Work out anew” and check it again.",
                statement=self.display_name,
            )
        return False

    def _gendan_reissue_error(self):
        """The sentence why it gets no new version, or False."""
        self.ensure_one()
        if not self._gendan_is_frozen():
            return self.env._("%(statement)s has not been sent: work it out anew instead.", statement=self.display_name)
        if self.state in ("closed", "replaced"):
            return self.env._("%(statement)s is done with: the next one corrects it.", statement=self.display_name)
        later = self.sudo().search(  # sudo: whether there is one
            [
                ("previous_id", "=", self.id),
                ("state", "not in", ("draft", "checked", "replaced")),
            ],
            limit=1,
        )
        if later:
            return self.env._(
                "%(later)s begins with the balance of %(statement)s and has gone out: the next one corrects it.",
                later=later.display_name,
                statement=self.display_name,
            )
        return False

    def _gendan_is_stale(self):
        """Whether a draft would say something else now."""
        self.ensure_one()
        one = self.sudo()  # sudo: compared only
        key = one.partner_id.id, one.currency_id.id
        values, lines = one._gendan_work_out(
            one.company_id, one.date_from, one.date_to, [key], {one.partner_id.id: one.lang}
        )[key]
        zero = one.currency_id.is_zero
        if any(not zero(one[name] - values[name]) for name in ("opening_a", "opening_b", "amount_a", "amount_b")):
            return True
        now = [(line["kind"], round(line["amount_total"], 4), line["ledger_ref"] or 0) for line in lines]
        kept = [(line.kind, round(line.amount_total, 4), line.ledger_ref or 0) for line in one.line_ids]
        return sorted(now) != sorted(kept)

    # ------------------------------------------------------------ freeze

    def _gendan_freeze(self):
        """These go out as they are: sealed, their papers noted. Batch; the caller has asked for the rights."""
        going = self.sudo()  # sudo: sealed by the program
        going._gendan_as_code()._gendan_add_extras()
        for statement in going:
            statement._gendan_as_code().checksum = statement._gendan_checksum()
        going._gendan_move_to("sent", sent_by_id=self.env.uid, sent_on=fields.Datetime.now())

    def _gendan_checksum(self):
        """SHA-256 of what it says, in words and figures."""
        self.ensure_one()

        def plain(value):
            if isinstance(value, float):
                return f"{value:.6f}".rstrip("0").rstrip(".")
            return fields.Date.to_string(value) if hasattr(value, "isoformat") else value or ""

        said = {name: plain(self[name]) for name in SEALED}
        said |= {"partner": self.partner_id.id, "currency": self.currency_id.name, "company": self.company_id.id}
        lines = [[plain(line[name]) for name in SEALED_LINE] for line in self.line_ids]
        text = json.dumps([said, lines], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _gendan_new_version(self):
        """A draft in place of a statement that was sent. Superuser."""
        self.ensure_one()
        self._gendan_move_to("replaced", has_changed=False)
        self.flush_recordset()
        key = self.partner_id.id, self.currency_id.id
        made = self._gendan_make(self.company_id, self.date_from, self.date_to, [key], with_idle=True)
        new = made.get(key)
        if not new:
            raise UserError(self.env._("Nothing is left of %(statement)s.", statement=self.display_name))
        new._gendan_as_code().write({"name": self.name, "version": self.version + 1, "run_id": self.run_id.id})
        self._gendan_as_code().replaced_by_id = new
        # drafts that begin with the old balance
        self.search([("previous_id", "=", self.id), ("state", "in", ("draft", "checked"))])._gendan_refresh()
        return new

    # ------------------------------------------------------------ changed since

    def _gendan_changes(self):
        """What the books say otherwise now than this statement when it was sent.

        :return: list of dict ``name`` (text), ``date``, ``amount`` (text), ``move_id`` or ``order_id``
        """
        self.ensure_one()
        one = self.sudo().with_company(self.company_id)  # sudo: shown to whoever may read the statement
        lines = one._gendan_changed_lines()[one]
        changes = [
            {
                "name": line["name"],
                "date": format_date(self.env, line["date"]),
                "amount": formatLang(self.env, line["amount_a"] + line["amount_b"], currency_obj=one.currency_id),
                "where": self.env._("in the books") if line["amount_a"] else self.env._("not invoiced"),
                "move_id": line["move_id"],
                "order_id": line["order_id"],
            }
            for line in lines
        ]
        return changes + one._gendan_reconciled_since()

    def _gendan_changed_lines(self):
        """Corrections these statements would need: {statement: [dict of line]}. Batch, superuser."""
        result = {statement: [] for statement in self}
        books, deliveries = self.env["gendan.statement.books"], self.env["gendan.statement.goods"]
        books._gendan_flush()
        deliveries._gendan_flush()
        for (company, last), group in self.grouped(lambda one: (one.company_id, one.date_to)).items():
            day = fields.Date.add(last, days=1)
            before = {(one.partner_id.id, one.currency_id.id): one for one in group}
            scope = books._gendan_scope(company, group.partner_id.ids, day, day)
            kept = {int(line) for one in group for line in one.open_goods or {}}
            goods = deliveries._gendan_goods(
                scope, {partner.id: partner._gendan_settlement(company).tax_included for partner in group.partner_id},
                kept,
            )  # fmt: skip
            langs = {one.partner_id.id: self.env.lang for one in group}
            balances = books._gendan_balances(scope, books._gendan_settled_elsewhere(scope))
            found = self._gendan_corrections(scope, before, goods, balances, langs)
            for key, lines in found.items():
                result[before[key]] = lines
        return result

    def _gendan_reconciled_since(self):
        """What was set off after it was sent, between entries of its time: the ages would be others."""
        if not self.sent_on:
            return []
        partials = self.env["account.partial.reconcile"].search(
            [
                ("max_date", "<=", self.date_to),
                ("create_date", ">", self.sent_on),
                ("debit_move_id.partner_id.commercial_partner_id", "=", self.partner_id.id),
                ("debit_move_id.company_id", "=", self.company_id.id),
                ("debit_currency_id", "=", self.currency_id.id),
                ("debit_move_id.account_type", "=", "asset_receivable"),
            ],
            limit=50,
        )
        return [
            {
                "name": self.env._(
                    "%(debit)s set off with %(credit)s",
                    debit=partial.debit_move_id.move_id.name,
                    credit=partial.credit_move_id.move_id.name,
                ),
                "date": format_date(self.env, partial.max_date),
                "amount": formatLang(
                    self.env, partial.debit_amount_currency, currency_obj=partial.debit_currency_id
                ),
                "where": self.env._("ages only"),
                "move_id": partial.debit_move_id.move_id.id,
                "order_id": None,
            }
            for partial in partials
        ]

    @api.model
    def _cron_gendan_statements_changed(self):
        """Scheduled action: which of the last statements that were sent the books contradict now.

        Only the last of each customer: what changed before it is in it, or goes into the next one.
        """
        last = self.search([("state", "in", ("sent", "seen", "agreed", "agreed_other", "disputed", "overdue"))])
        followed = last.previous_id
        in_batches(last - followed, lambda group: group._gendan_note_changes())

    def _gendan_note_changes(self):
        """Note whether these were changed since. Batch, superuser; writes nothing when nothing is new."""
        lines = self._gendan_changed_lines()
        for statement in self:
            has_changed = bool(lines[statement] or statement._gendan_reconciled_since())
            if statement.has_changed != has_changed:
                statement._gendan_as_code().has_changed = has_changed
        self._gendan_sync_todos()

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for statement in self:
            words = {"statement": statement.name, "customer": statement.partner_id.name}
            if statement.has_changed:
                values.setdefault(statement, []).append(
                    {
                        "kind": "statement_changed",
                        "name": self.env._(
                            "The books of %(statement)s of %(customer)s changed after it was sent: issue it anew, or"
                            " let the next one correct it.",
                            **words,
                        ),
                    }
                )
        return values

    def _gendan_moved(self, state):
        # EXTENDS gendan_followup
        result = super()._gendan_moved(state)
        self._gendan_sync_todos()
        return result
