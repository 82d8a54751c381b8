"""Instalments, after what the customer said."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from .case_answer import WATCHED


class GendanReceivableCase(models.Model):
    """What was said about an instalment, and what came of it."""

    _inherit = "gendan.receivable.case"

    def _gendan_answer(self, kind, day=None, amount=None, **values):
        """Note an answer about these instalments, as the user, who sees them. What is open is served oldest first.

        :param amount: of all of them together; left out what is open of each
        :param values: ``dispute``, ``note``, ``to_id``, ``attachment_ids``
        :raise UserError: the sentence why it cannot be noted
        :return: the answers
        """
        self.check_access("read")
        if amount is not None and len(self.currency_id) > 1:
            raise UserError(
                self.env._("These instalments are in several currencies: answer those of each currency by themselves.")
            )
        # sudo: answers are written by this method only; whoever sees the instalment may note what was said
        cases = self.sudo().sorted(lambda case: (case.due, case.id))
        if amount is not None and float_compare(amount, 0.0, precision_rounding=cases[:1].currency_id.rounding) <= 0:
            raise UserError(self.env._("%(case)s: say how much.", case=cases[:1].display_name))
        settled = cases._gendan_settled_ever()
        left, vals_list = amount, []
        for case in cases:
            part = case.residual
            if left is not None:
                # more than is open is kept with the last: the customer said so
                part = left if case == cases[-1] else min(case.residual, left)
                left -= part
                if case.currency_id.is_zero(part):
                    continue
            vals_list.append(
                {
                    "case_id": case.id,
                    "company_id": case.company_id.id,
                    "partner_id": case.partner_id.id,
                    "rep_id": case.rep_id.id,
                    "clerk_id": case.clerk_id.id,
                    "kind": kind,
                    "said_at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "day": day or False,
                    "currency_id": case.currency_id.id,
                    "amount": part if kind in WATCHED else 0.0,
                    "settled_before": settled.get(case.id, 0.0),
                    "outcome": "open" if kind in WATCHED else False,
                    **values,
                }
            )
        earlier = cases.answer_ids.filtered(lambda answer: answer.kind == "promised" and answer.outcome == "open")
        answers = self.env["gendan.receivable.answer"].sudo().create(vals_list)  # sudo: as above
        if kind == "promised":
            # put off before its day was over; one that is said to be paid is judged by its day all the same
            earlier.filtered(lambda answer: answer.case_id in answers.case_id)._gendan_judge("replaced")
        answers.case_id._gendan_look()
        return answers.with_env(self.env)

    def _gendan_settled_ever(self):
        """{case id: how much of its item is settled, by reconciliations of any day}."""
        never = fields.Date.to_date("9999-12-31")
        return self.env["gendan.statement.books"]._gendan_settled_by_day(
            [(case.id, case.move_line_id.id, never) for case in self if case.move_line_id]
        )

    def _gendan_judge_promises(self):
        """Whether the amounts said have come, from the reconciliations up to the day said. Superuser, one query.

        A promise is broken when its day is over without the money; entered later with a day in time, it was kept; taken
        off again, it was not. One for a holiday has until the working day after.
        """
        answers = self.env["gendan.receivable.answer"].search(
            [("case_id", "in", self.ids), ("outcome", "in", ("open", "kept", "broken"))]
        )
        never = fields.Date.to_date("9999-12-31")
        until = {
            answer: answer.company_id._gendan_promise_until(answer.day) if answer.kind == "promised" else never
            for answer in answers
        }
        self.env["gendan.statement.books"]._gendan_flush()
        came = self.env["gendan.statement.books"]._gendan_settled_by_day(
            [
                (answer.id, answer.case_id.move_line_id.id, until[answer])
                for answer in answers
                if answer.case_id.move_line_id
            ]
        )
        todays = {company: company._gendan_today() for company in answers.company_id}
        for answer in answers.filtered(lambda one: one.id in came):
            rounding = answer.currency_id.rounding
            wanted = answer.settled_before + min(answer.amount, answer.case_id.amount - answer.settled_before)
            today = todays[answer.company_id]
            if float_compare(came[answer.id], wanted, precision_rounding=rounding) >= 0:
                outcome = "kept"
            else:
                outcome = "broken" if answer.kind == "promised" and until[answer] < today else "open"
            if outcome != answer.outcome:
                answer._gendan_judge(outcome, broken_on=today if outcome == "broken" else False)

    def _gendan_said(self):
        """What the answers come to, as values of the case. What was said before it was opened again is spent."""
        self.ensure_one()
        answers = self.answer_ids.sorted("id")
        promises = answers.filtered(lambda answer: answer.kind == "promised")
        said = answers.filtered(
            lambda answer: answer.kind != "contact"
            and (answer.kind == "promised" or not self.reopened_at or answer.said_at >= self.reopened_at)
        )
        last = said[-1:]
        situation = "none"
        if last.kind in ("disputed", "escalated"):
            situation = last.kind
        elif last.kind == "paid" and last.outcome == "open":
            situation = "paid"
        elif last.kind == "promised" and last.outcome in ("open", "broken"):
            situation = "promised" if last.outcome == "open" else "broken"
        promise = promises[-1:]
        return {
            "situation": situation,
            "promised_day": promise.day,
            "promised_amount": promise.amount,
            "promise_count": len(promises),
            "broken_count": len(promises.filtered(lambda answer: answer.outcome == "broken")),
            "last_contact": self.company_id._gendan_to_day(answers[-1:].said_at),
        }

    def _gendan_last_said(self):
        """The last answer that counts: of the kind the situation goes by."""
        self.ensure_one()
        kinds = {"broken": "promised"}
        kind = kinds.get(self.situation, self.situation)
        return self.answer_ids.sorted("id").filtered(lambda answer: answer.kind == kind)[-1:]

    def _gendan_look_for_money_on(self):
        """The day on which accounting looks for what is said to be paid, or False."""
        self.ensure_one()
        answer = self._gendan_last_said() if self.situation == "paid" else self.answer_ids.sorted("id")[-1:]
        if answer.kind != "paid":
            return False
        company = self.company_id
        said = company._gendan_to_day(answer.said_at)
        return self.env["gendan.ladder"]._gendan_add_days(company, said, company.gendan_collect_paid_days)
