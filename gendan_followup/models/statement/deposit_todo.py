"""Chasing deposits and letters of credit: to-dos, and the reason noted where they are listed."""

from odoo import api, models
from odoo.tools import format_date, formatLang


class GendanDeposit(models.Model):
    """One to-do while it waits, chased on the expected or promised day; one for money of a cancelled order."""

    _inherit = "gendan.deposit"
    _gendan_todo_reworded = True

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for deposit in self.filtered(lambda one: one.state == "waiting"):
            today = deposit.company_id._gendan_today()
            values.setdefault(deposit, []).append(
                {
                    "kind": "deposit_due",
                    "name": deposit._gendan_todo_sentence(),
                    "due": deposit.next_day,
                    "urgency": "1" if deposit.next_day < today else "0",
                }
            )
        for deposit, amount in self._gendan_left_behind().items():
            values.setdefault(deposit, []).append(
                {
                    "kind": "deposit_back",
                    "name": deposit._gendan_back_sentence(amount),
                    "due": deposit.off_on or deposit.due,
                    "urgency": "1",
                }
            )
        return values

    def _gendan_todo_sentence(self):
        """What is waited for, since when, and what was said last. In the language of the context."""
        self.ensure_one()
        words = {
            "order": self.order_id.name,
            "customer": self.partner_id.gendan_abbreviation or self.partner_id.name,
            "amount": formatLang(self.env, self.amount, currency_obj=self.currency_id),
            "day": format_date(self.env, self.due),
        }
        if self.kind == "deposit":
            sentence = self.env._(
                "Deposit of %(customer)s for %(order)s: %(amount)s, expected on %(day)s.", **words
            )
        elif self.order_id.gendan_lc_id.received_on:
            sentence = self.env._("Check the letter of credit of %(customer)s for %(order)s.", **words)
        else:
            sentence = self.env._(
                "Letter of credit of %(customer)s for %(order)s, expected on %(day)s.", **words
            )
        return " ".join(filter(None, (sentence, self._gendan_last_word())))

    def _gendan_left_behind(self):
        """What is here of orders that were cancelled: {deposit: amount in the order's currency}. Batch."""
        cancelled = self.filtered(lambda one: one.kind == "deposit" and one.order_id.state == "cancel")
        if not cancelled:
            return {}
        received = cancelled.order_id._gendan_received()
        return {
            deposit: received[deposit.order_id]
            for deposit in cancelled
            if deposit.currency_id.compare_amounts(received[deposit.order_id], 0.0) > 0
        }

    def _gendan_back_sentence(self, amount):
        """What is to be done with money for an order nothing comes of. In the language of the context."""
        self.ensure_one()
        return self.env._(
            "%(order)s was cancelled and %(amount)s of %(customer)s is here: give it back, keep it as agreed, or name"
            " another order on the payment.",
            order=self.order_id.name,
            amount=formatLang(self.env, amount, currency_obj=self.currency_id),
            customer=self.partner_id.gendan_abbreviation or self.partner_id.name,
        )

    def _gendan_last_word(self):
        """The last reason with its day, and how many promises were broken."""
        words = []
        if self.broken_count:
            words.append(self.env._("Promises broken: %(count)s.", count=self.broken_count))
        if last := self.note_ids.sorted("id")[-1:]:
            words.append(
                self.env._("Last word of %(day)s: %(reason)s", day=format_date(self.env, last.day), reason=last.reason)
            )
        return " ".join(words)

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup
        result = super()._gendan_todo_actions()
        for deposit in self._filtered_access("read").filtered(lambda one: one.state == "waiting"):
            result[deposit] = [
                *result.get(deposit, []),
                {
                    "code": "deposit_reason",
                    "label": self.env._("Note Why…"),
                    "icon": "fa-phone",
                    "needs": ["reason", "day"],
                    "optional": ["day"],
                    "first_day": deposit.company_id._gendan_today(),
                    "primary": True,
                },
            ]
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup
        if code == "deposit_reason":
            self._gendan_note_reason(reason, day)
            return True
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)


class GendanTodo(models.Model):
    """To-dos of deposits, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "deposit_due": self.env._("Deposit or letter of credit to come"),
            "deposit_back": self.env._("Deposit of a cancelled order"),
        }
        return [*super()._selection_kind(), *kinds.items()]
