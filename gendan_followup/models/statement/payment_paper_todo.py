"""Papers to be booked, taken to the bank, asked after, and bounced ones: whose turn it is."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

# to the bank is prepared so many calendar days ahead
AHEAD_DAYS = 7
# a bank that has said nothing so many days after the due day is asked
SILENT_DAYS = 5


class GendanPaymentPaper(models.Model):
    """To-dos of cheques and acceptances."""

    _inherit = "gendan.payment.paper"
    _gendan_todo_reworded = True

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        departments = {}
        for paper in self:
            company = paper.company_id
            if company not in departments:
                departments[company] = self.env["gendan.department"].search(
                    [("code", "=", "ACC"), ("company_id", "in", (False, company.id))], order="company_id", limit=1
                )
            todos = paper._gendan_wanted(company._gendan_today(), departments[company])
            if todos:
                values[paper] = values.get(paper, []) + todos
        return values

    def _gendan_wanted(self, today, accounting):
        """What waits on one paper: list of to-dos as in `_gendan_todo_values`."""
        self.ensure_one()
        words = {
            "paper": self.display_name,
            "customer": self.partner_id.gendan_abbreviation or self.partner_id.name,
            "amount": self._gendan_amount_text(),
            "day": format_date(self.env, self.due_on),
        }
        theirs = {"role": "department" if accounting else "clerk", "department_id": accounting.id}
        todos = []
        if self.can_book:
            todos.append(
                {
                    "kind": "paper_book",
                    "name": self.env._("%(paper)s of %(customer)s over %(amount)s has come: book it.", **words),
                    "due": self.received_on,
                    **theirs,
                }
            )
        if self.state == "received" and self.due_on <= today + timedelta(days=AHEAD_DAYS):
            todos.append(
                {
                    "kind": "paper_deposit",
                    "name": self.env._(
                        "%(paper)s of %(customer)s over %(amount)s is due on %(day)s: take it to the bank.", **words
                    ),
                    "due": self.due_on,
                    "urgency": "1" if self.due_on <= today else "0",
                    **theirs,
                }
            )
        if self.state == "deposited" and self.due_on + timedelta(days=SILENT_DAYS) <= today:
            asked = max(self.due_on, self.since) + timedelta(days=SILENT_DAYS)
            if asked <= today:
                todos.append(
                    {
                        "kind": "paper_silent",
                        "name": self.env._(
                            "%(paper)s of %(customer)s was due on %(day)s and is at the bank: cleared or bounced?",
                            **words,
                        ),
                        "due": asked,
                        **theirs,
                    }
                )
        if self.state == "bounced" and not self.given_up_on:
            todos += self._gendan_bounced_todos(words, theirs)
        return todos

    def _gendan_bounced_todos(self, words, theirs):
        """One for the clerk, to get the money; one for accounting."""
        reasons = dict(self._fields["bounce_reason"]._description_selection(self.env))
        words = {**words, "reason": reasons.get(self.bounce_reason, "")}
        todos = [
            {
                "kind": "paper_bounced",
                "name": self.env._(
                    "%(paper)s of %(customer)s over %(amount)s bounced (%(reason)s): the debt is open again. Get the"
                    " money or another paper.",
                    **words,
                ),
                "due": self.bounced_on,
                "urgency": "2",
            }
        ]
        if theirs["department_id"]:
            todos.append(
                {
                    "kind": "paper_bounced_books",
                    "name": self.env._(
                        "%(paper)s of %(customer)s bounced (%(reason)s): look at the bank's fee and at the entries.",
                        **words,
                    ),
                    "due": self.bounced_on,
                    "urgency": "1",
                    **theirs,
                }
            )
        return todos

    @api.model
    def _cron_gendan_payment_papers(self):
        """Scheduled action: days come."""
        near = fields.Date.add(fields.Date.context_today(self), days=AHEAD_DAYS + 1)
        papers = self.search(
            [
                "|",
                "&",
                ("state", "in", ("received", "deposited")),
                ("due_on", "<=", near),
                "&",
                ("state", "=", "bounced"),
                ("given_up_on", "=", False),
            ]
        )
        papers._gendan_sync_todos()


class GendanTodo(models.Model):
    """To-dos of papers, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "paper_book": self.env._("Cheque or acceptance to book"),
            "paper_deposit": self.env._("Cheque or acceptance to take to the bank"),
            "paper_silent": self.env._("Cheque or acceptance without word from the bank"),
            "paper_bounced": self.env._("Cheque or acceptance that bounced"),
            "paper_bounced_books": self.env._("Bounced: entries and fee"),
        }
        return [*super()._selection_kind(), *kinds.items()]
