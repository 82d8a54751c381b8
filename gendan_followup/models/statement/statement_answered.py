"""The customer answers a statement: agreed, agreed at his figure, disputed; taken back."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .statement_answer import SAID

# he may be asked, and may answer
ANSWERABLE = ("sent", "seen", "overdue")
# of one that went out and still counts
HOLDS = (*ANSWERABLE, "agreed", "agreed_other", "disputed")
ANSWERED = ("agreed", "agreed_other", "disputed")


class GendanStatement(models.Model):
    """Answers are kept for ever; the last one says how the statement stands."""

    _inherit = "gendan.statement"

    answer_ids = fields.One2many("gendan.statement.answer", "statement_id", string="Answers", readonly=True)
    answer_id = fields.Many2one(
        "gendan.statement.answer",
        string="Answer",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The one that holds; empty when there is none, or it was taken back.",
    )
    amount_confirmed = fields.Monetary(
        string="Confirmed by the Customer",
        readonly=True,
        copy=False,
        help="What he agreed to: A + B, or his own figure; nothing until he agrees.",
    )
    amount_answered = fields.Monetary(related="answer_id.amount", string="His Figure")

    # ------------------------------------------------------------ actions

    def action_gendan_answer(self):
        """Button: take down what the customer says.

        :return: action of the dialog
        :raise UserError: it is not to be answered
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_answer_error():
            raise UserError(sentence)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Customer's Answer"),
            "res_model": "gendan.statement.answer.take",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_statement_id": self.id},
        }

    def action_gendan_agreed(self):
        """Button: the customer agrees with it as it stands. Batch.

        :raise UserError: one of them is not to be answered
        """
        self.check_access("write")
        for statement in self:
            statement._gendan_take_answer({"result": "agreed", "how": "unnoted", "user_id": self.env.uid})
        return True

    # ------------------------------------------------------------ guards

    def _gendan_answer_error(self, result=None):
        """The sentence why no answer can be taken now, or False. Hook: rooms that have gone on from the answer.

        :param str result: what he says, where that is known
        """
        self.ensure_one()
        if self.state == "replaced":
            return self.env._(
                "%(statement)s was replaced by %(new)s: the answer is to that one.",
                statement=self.display_name,
                new=self.sudo().replaced_by_id.display_name,  # sudo: a number
            )
        if self.state == "closed":
            return self.env._(
                "%(statement)s is closed: what comes up now goes into the next one.", statement=self.display_name
            )
        if self.state not in HOLDS:
            return self.env._("%(statement)s has not gone out yet.", statement=self.display_name)
        if result == "withdrawn" and self.state not in ANSWERED:
            return self.env._("%(statement)s has no answer that could be taken back.", statement=self.display_name)
        return False

    # ------------------------------------------------------------ business

    def _gendan_take_answer(self, answer, lines=(), keep_others=False):
        """Keep what the customer said, and let statement and differences follow it. Callers have asked who may.

        The row lock makes two clicks, two phones or clerk and customer at once one answer after the other.

        :param dict answer: values of ``gendan.statement.answer``; ``amount``: his figure, for ``agreed_other`` and
            ``disputed``, where the lines do not say it all
        :param lines: dicts ``line_id`` (gendan.statement.line, or none), ``name``, ``our_amount`` (without a line),
            ``their_amount``, ``reason``, ``note``; and of the difference ``difference_id``, ``is_deduction``,
            ``cause_id``, ``owner_id``, ``due``, ``word``, ``is_accepted`` (his figure holds: nothing to decide)
        :param bool keep_others: differences nothing is said of stay open
        :return: ``gendan.statement.answer``, sudo
        :raise UserError: it is not to be answered, or the figures say something else than the answer
        """
        self.ensure_one()
        self._gendan_lock_answer()
        one = self.sudo()  # sudo: people write no answers; callers have asked for the right to take one
        result = answer["result"]
        if sentence := one._gendan_answer_error(result):
            raise UserError(sentence)
        rows = one._gendan_answer_rows(lines) if result in ("agreed_other", "disputed") else []
        amount = one._gendan_answer_amount(result, answer.get("amount"), rows)
        if sentence := one._gendan_said_error(result, amount, rows, answer):
            raise UserError(sentence)
        Answer = one.env["gendan.statement.answer"].with_context(gendan_statement_said=SAID)
        kept = Answer.create(
            {
                "said_on": fields.Datetime.now(),
                **answer,
                "statement_id": one.id,
                "version": one.version,
                "checksum": one.checksum,
                "amount": amount,
                "difference": one.currency_id.round(amount - one.amount_total) if result != "withdrawn" else 0.0,
                "line_ids": [fields.Command.create(row["said"]) for row in rows],
            }
        )
        one._gendan_follow_answer(kept, rows, keep_others)
        return kept

    def _gendan_lock_answer(self):
        """Nobody else answers it meanwhile; what it says now is read anew.

        :raise UserError: somebody does just now
        """
        self.ensure_one()
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._("%(statement)s is being answered just now. Reload the page.", statement=self.display_name)
            )
        self.invalidate_recordset(["state", "answer_id"])

    def _gendan_answer_rows(self, lines):
        """What is said against lines, as values: ``said`` of the answer, ``found`` of the difference.

        :raise UserError: a line of another statement, or one twice
        """
        self.ensure_one()
        rows, seen, money = [], set(), self.currency_id
        for line in lines:
            about = self.env["gendan.statement.line"].browse(line.get("line_id") or [])
            if about and (about not in self.line_ids or about in seen):
                raise UserError(
                    self.env._(
                        "%(statement)s: one of the lines is not on it, or stands there twice. Reload the page.",
                        statement=self.display_name,
                    )
                )
            seen |= set(about)
            ours = about.amount_total if about else money.round(line.get("our_amount") or 0.0)
            theirs = money.round(line.get("their_amount") or 0.0)
            if money.is_zero(theirs - ours) and not line.get("note"):
                continue
            said = {
                "line_id": about.id,
                "name": about._gendan_about() if about else line.get("name") or self.env._("Not on our statement"),
                "currency_id": money.id,
                "our_amount": ours,
                "their_amount": theirs,
                "difference": money.round(theirs - ours),
                "reason": line.get("reason") or False,
                "note": line.get("note") or False,
            }
            deducts = self.env["gendan.statement.difference"]._gendan_is_deduction(said["reason"])
            found = {
                **{name: said[name] for name in ("line_id", "name", "currency_id", "our_amount", "their_amount",
                                                 "difference", "reason")},
                "order_number": about.order_number or about.our_order,
                "part": about.customer_part,
                "is_deduction": line.get("is_deduction") or deducts,
            }  # fmt: skip
            for name in ("cause_id", "owner_id", "due", "word"):
                if line.get(name):
                    found[name] = line[name]
            rows.append(
                {
                    "said": said,
                    "found": found,
                    "difference_id": line.get("difference_id"),
                    "is_accepted": line.get("is_accepted"),
                }
            )
        return rows

    def _gendan_answer_amount(self, result, figure, rows):
        """What his answer comes to. A figure the lines do not explain wholly adds a line for the rest to them.

        :param figure: as he said it, or None
        :param rows: list, from ``_gendan_answer_rows``; may grow by one
        """
        self.ensure_one()
        money = self.currency_id
        if result in ("agreed", "withdrawn"):
            return self.amount_total if result == "agreed" else 0.0
        by_lines = money.round(self.amount_total + sum(row["said"]["difference"] for row in rows))
        if figure is None or money.is_zero(money.round(figure) - by_lines):
            return by_lines
        figure = money.round(figure)
        rest = {
            "line_id": False,
            "name": self.env._("Not explained"),
            "currency_id": money.id,
            "our_amount": 0.0,
            "their_amount": money.round(figure - by_lines),
            "difference": money.round(figure - by_lines),
            "reason": False,
        }
        rows.append({"said": rest, "found": dict(rest), "difference_id": False})
        return figure

    def _gendan_said_error(self, result, amount, rows, answer):
        """The sentence why the figures do not go with the answer, or False."""
        self.ensure_one()
        words = {
            "statement": self.display_name,
            "amount": formatLang(self.env, self.amount_total, currency_obj=self.currency_id),
        }
        if result == "agreed_other" and not rows:
            return self.env._(
                "%(statement)s says %(amount)s, as he does: he agrees as it stands. Or type his figure, or the lines he"
                " has otherwise.",
                **words,
            )
        if result == "disputed" and not rows and not (answer.get("note") or "").strip():
            return self.env._("%(statement)s: say what the customer disputes.", **words)
        if result == "withdrawn" and not (answer.get("note") or "").strip():
            return self.env._("%(statement)s: say why the customer takes his answer back.", **words)
        return False

    def _gendan_follow_answer(self, answer, rows, keep_others):
        """State, confirmed amount and differences as the answer says. Superuser."""
        self.ensure_one()
        values = {"answer_id": answer.id if answer.result != "withdrawn" else False}
        values["amount_confirmed"] = answer.amount if answer.result in ("agreed", "agreed_other") else 0.0
        if answer.result not in ("agreed", "agreed_other"):
            values["agreed_on"] = False
        state = "seen" if answer.result == "withdrawn" else answer.result
        self._gendan_answer_differences(answer, rows, keep_others)
        if self.state == state:
            # said once more, otherwise: the state stays, what hangs on it follows
            self._gendan_as_code().write(values)
            if state in ("agreed", "agreed_other"):
                self._gendan_as_code().agreed_on = self.company_id._gendan_today()
            self.line_ids.order_id._gendan_mark("statement_agreed")
            self._gendan_sync_todos()
        else:
            self._gendan_move_to(state, **values)
        author = {}
        if answer.how == "portal":
            author["author_id"] = (answer.login_id.partner_id or self.partner_id).id
        self.message_post(body=self._gendan_answer_text(answer), subtype_xmlid="mail.mt_note", **author)

    def _gendan_moved(self, state):
        # EXTENDS gendan_followup: agreed by silence, it is agreed as it stands
        result = super()._gendan_moved(state)
        if state == "agreed":
            # sudo: nobody has the right to write figures; who moved it was asked
            for statement in self.sudo().filtered(lambda one: not one.answer_id):
                statement._gendan_as_code().amount_confirmed = statement.amount_total
        return result

    def _gendan_answer_text(self, answer):
        """What was said, for the log, in the house's language."""
        self.ensure_one()
        house = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        answer = answer.with_env(house.env)
        labels = dict(answer._fields["result"]._description_selection(house.env))
        ways = dict(answer._fields["how"]._description_selection(house.env))
        words = {
            "result": labels[answer.result],
            "who": " · ".join(filter(None, (answer.said_by, answer.function))) or house.env._("Customer"),
            "way": ways[answer.how],
            "amount": formatLang(house.env, answer.amount, currency_obj=self.currency_id),
        }
        if answer.result == "withdrawn":
            return house.env._("%(result)s: %(who)s (%(way)s).", **words)
        return house.env._("%(result)s: %(who)s (%(way)s), %(amount)s.", **words)

    def _gendan_file_signed_copy(self, attachments, how):
        """The customer's answer is the signed copy itself: kept with the paper, too. Callers have asked for the rights.

        :param attachments: the answer's own, sealed: the paper gets copies
        :param str how: one of the ways papers come back; others count as scans
        """
        self.ensure_one()
        paper = self._gendan_papers().filtered(lambda one: one.must_return and not one.returned_at)[:1]
        if not paper:
            return
        ways = dict(paper._fields["returned_how"].selection)
        how = {"mail": "email"}.get(how, how)
        copies = attachments.browse()
        for file in attachments:
            copies |= file.copy({"res_model": paper._name, "res_id": paper.id, "name": file.name})
        paper._gendan_file_scans(copies, how if how in ways else "scan")

    def _gendan_agreed_amounts(self):
        # EXTENDS gendan_followup: at his figure, what he said of each line holds
        amounts = super()._gendan_agreed_amounts()
        # sudo: figures of statements the caller has
        for line in self.sudo().filtered(lambda one: one.state in ("agreed_other", "closed")).answer_id.line_ids:
            if line.line_id and line.answer_id.result == "agreed_other":
                amounts[line.line_id.with_env(self.env)] = line.their_amount
        return amounts

    def _gendan_accepted_deductions(self):
        # EXTENDS gendan_followup: differences we accepted are taken off what is invoiced, one by one; those an invoice
        # of the statement has settled are still what we let him take off
        result = super()._gendan_accepted_deductions()
        for statement in self:
            answer = statement.sudo().answer_id  # sudo: figures of statements the caller has
            if answer.result != "agreed_other":
                continue
            made = statement.sudo()._gendan_amounts_made().move_id  # sudo: as above
            reasons = dict(answer.line_ids._fields["reason"]._description_selection(self.env))
            for said in answer.line_ids:
                found = said.difference_id
                if found and found._gendan_has_paper():
                    continue
                is_ours = found.state == "settled" and found.settled_move_id and found.settled_move_id in made
                if said.difference < 0 and (found.state == "accepted" or is_ours):
                    reason = " · ".join(filter(None, (reasons.get(said.reason), said.name)))
                    result[statement].append((reason, 0.0 - said.difference, said.line_id.with_env(self.env)))
        return result

    def _gendan_agreed_beside(self):
        """What he agreed to take off, or to pay, that stands on no line of the statement. Batch.

        :return: {statement: gendan.statement.answer.line, sudo}; with ``_gendan_agreed_amounts`` they make what he
            confirmed of the period
        """
        none = self.env["gendan.statement.answer.line"].sudo()  # sudo: as above
        return {
            statement: statement.sudo().answer_id.line_ids.filtered(lambda line: not line.line_id)  # sudo: as above
            if statement.amount_confirmed and statement.sudo().answer_id.result == "agreed_other"  # sudo: as above
            else none
            for statement in self
        }


class GendanStatementLine(models.Model):
    """How a line is called in a sentence."""

    _inherit = "gendan.statement.line"

    def _gendan_about(self):
        """Its number and goods, so that both sides know which is meant."""
        self.ensure_one()
        number = self.note_number or self.invoice_number or self.order_number or self.our_order
        return " · ".join(filter(None, (number, self.customer_part, self.name)))[:200] or str(self.sequence)
