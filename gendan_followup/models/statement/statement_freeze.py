"""A statement is checked and sent: from then on it stays as it was, and says what has changed since."""

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ..common.nightly import in_batches
from .statement import FROZEN_STATES

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
# version of the seal -> what it is of. A version that was used stays as it is: seal other fields under the next one
SEALS = {1: (SEALED, SEALED_LINE)}
# what is set off later between old entries is shown so often at most
MOST_SHOWN = 50


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
            statement.is_intact = not one.checksum or one._gendan_fits_seal()

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
        stale = self.filtered(lambda one: one.state == "checked")._gendan_stale()
        for statement in self:
            if sentence := statement._gendan_send_error(statement in stale):
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

    def _gendan_send_error(self, is_stale=None):
        """The sentence why it cannot go out now, or False.

        :param bool is_stale: whether it would say something else now, where that was worked out for many at once
        """
        self.ensure_one()
        if self.state != "checked":
            return self.env._("%(statement)s has to be checked first.", statement=self.display_name)
        if self._gendan_stale() if is_stale is None else is_stale:
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

    def _gendan_stale(self):
        """Those of these drafts that would say something else now, in any figure or word that is sealed. Batch."""
        stale = self.browse()
        figures, of_lines = set(SEALED), [name for name in SEALED_LINE if name != "sequence"]
        drafts = self.sudo()  # sudo: compared only
        for one, ((values, lines), first) in drafts._gendan_anew().items():
            now = [[_plain(line[name]) for name in of_lines] for line in lines]
            kept = [[_plain(line[name]) for name in of_lines] for line in one.line_ids]
            if (
                first != one.date_from
                or sorted(now) != sorted(kept)
                or any(_plain(one[name]) != _plain(value) for name, value in values.items() if name in figures)
            ):
                stale |= one
        return stale.with_env(self.env)

    # ------------------------------------------------------------ freeze

    def _gendan_freeze(self):
        """These go out as they are: sealed, their papers noted. Batch; the caller has asked for the rights."""
        going = self.sudo()  # sudo: sealed by the program
        going._gendan_as_code()._gendan_add_extras()
        for statement in going:
            statement._gendan_as_code().checksum = statement._gendan_checksum()
        going._gendan_move_to("sent", sent_by_id=self.env.uid, sent_on=fields.Datetime.now())
        going.previous_id._gendan_carried_on()

    def _gendan_carried_on(self):
        """The next ones have gone out with what had changed in these: nothing is left to be done about them. Superuser.
        """
        done = self.filtered("has_changed")
        done._gendan_as_code().write({"has_changed": False})
        done._gendan_sync_todos()

    def _gendan_fits_seal(self):
        """Whether it says what it said when it was sealed, by the list of that time."""
        self.ensure_one()
        # those sealed before there were versions have the bare sum
        version, colon, kept = self.checksum.rpartition(":")
        if colon and not version.isdecimal():
            return False
        version = int(version or 1)
        return version in SEALS and self._gendan_checksum(version) == f"{version}:{kept}"

    def _gendan_checksum(self, version=None):
        """SHA-256 of what it says, in words and figures, behind the version of the list of what is sealed.

        :param int version: the newest one if left out
        """
        self.ensure_one()
        version = version or max(SEALS)
        sealed, sealed_line = SEALS[version]

        def plain(value):
            if isinstance(value, float):
                return f"{value:.6f}".rstrip("0").rstrip(".")
            return fields.Date.to_string(value) if hasattr(value, "isoformat") else value or ""

        said = {name: plain(self[name]) for name in sealed}
        said |= {"partner": self.partner_id.id, "currency": self.currency_id.name, "company": self.company_id.id}
        lines = [[plain(line[name]) for name in sealed_line] for line in self.line_ids]
        text = json.dumps([said, lines], sort_keys=True, ensure_ascii=False)
        return f"{version}:{hashlib.sha256(text.encode()).hexdigest()}"

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
        return changes + one._gendan_set_off_text(one._gendan_reconciled_since()[one])

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
            balances = books._gendan_read(scope, ["balance"]).balances
            found = self._gendan_corrections(scope, before, goods, balances, langs)
            for key, lines in found.items():
                result[before[key]] = lines
        return result

    def _gendan_reconciled_since(self):
        """What was set off after these were sent, between entries of their time: the ages would be others. Superuser.

        :return: {statement: ``account.partial.reconcile``}; one query for all
        """
        result = {statement: self.env["account.partial.reconcile"] for statement in self}
        sent = self.filtered("sent_on")
        if not sent:
            return result
        found = self.env["account.partial.reconcile"].search(
            [
                ("max_date", "<=", max(sent.mapped("date_to"))),
                ("create_date", ">", min(sent.mapped("sent_on"))),
                ("debit_move_id.partner_id.commercial_partner_id", "in", sent.partner_id.ids),
                ("debit_move_id.company_id", "in", sent.company_id.ids),
                ("debit_currency_id", "in", sent.currency_id.ids),
                ("debit_move_id.account_type", "=", "asset_receivable"),
            ]
        )
        of_key = found.grouped(
            lambda one: (
                one.debit_move_id.company_id,
                one.debit_move_id.partner_id.commercial_partner_id,
                one.debit_currency_id,
            )
        )
        for one in sent:
            partials = of_key.get((one.company_id, one.partner_id, one.currency_id), result[one])
            result[one] = partials.filtered(
                lambda partial, one=one: partial.max_date <= one.date_to and partial.create_date > one.sent_on
            )
        return result

    def _gendan_set_off_text(self, partials):
        """These reconciliations, as `_gendan_changes` tells them."""
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
            for partial in partials[:MOST_SHOWN]
        ]

    @api.model
    def _cron_gendan_statements_changed(self):
        """Scheduled action: which of the last statements that were sent the books contradict now.

        Only the last of each customer: what changed before it is in it, or goes into the next one.
        """
        last = self.search([("state", "in", ("sent", "seen", "agreed", "agreed_other", "disputed", "overdue"))])
        followed = self.search([("previous_id", "in", last.ids), ("state", "in", FROZEN_STATES)]).previous_id
        followed._gendan_carried_on()
        in_batches(last - followed, lambda group: group._gendan_note_changes())

    def _gendan_note_changes(self):
        """Note whether these were changed since. Batch, superuser; writes nothing when nothing is new."""
        lines, set_off = self._gendan_changed_lines(), self._gendan_reconciled_since()
        for statement in self:
            has_changed = bool(lines[statement] or set_off[statement])
            if statement.has_changed != has_changed:
                statement._gendan_as_code().has_changed = has_changed
        self._gendan_sync_todos()

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        # sudo: which there are. Where only the ages would be others the next one has nothing to correct: no to-do
        changed = self.sudo().filtered("has_changed")
        lines = changed._gendan_changed_lines() if changed else {}
        for statement in self:
            words = {"statement": statement.name, "customer": statement.partner_id.name}
            if lines.get(statement):
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


def _plain(value):
    """A value of a record, or the one it would get, as text that can be compared: nothing and zero are the same."""
    if isinstance(value, dict):
        return str(sorted((str(key), _plain(one)) for key, one in value.items())) if value else ""
    if isinstance(value, list | tuple):
        return str([_plain(one) for one in value]) if value else ""
    if isinstance(value, bool) or not value:
        return str(value or "")
    if isinstance(value, int | float):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return "" if text in ("0", "-0") else text
    return str(value)
