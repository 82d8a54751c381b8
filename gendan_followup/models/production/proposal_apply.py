"""What the customer's answer does: new promises for what is accepted, up with the rest. One path for page and clerk."""

from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, plaintext2html

from .proposal import KIND
from .proposal_line import ANSWERS


class GendanDateProposal(models.Model):
    """Taking the answer."""

    _inherit = "gendan.date.proposal"

    def action_reply(self):
        """Button: take down what the customer answered by phone, chat, mail or fax.

        :return: action of the dialog
        :raise UserError: it is not with the customer
        """
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_reply_error():
            raise UserError(sentence)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Customer's Answer"),
            "res_model": "gendan.date.reply.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_proposal_id": self.id},
        }

    def _gendan_reply_error(self):
        """The sentence why no answer can be taken, or False."""
        self.ensure_one()
        if self.state != "sent":
            return self.env._("%(proposal)s is not with the customer: there is nothing to answer.",
                              proposal=self.display_name)  # fmt: skip
        return False

    def _gendan_choice_error(self, line, choice, wished):
        """The sentence why this is no answer about a line, or False. For the customer and for the clerk.

        :param choice: key of ``answer``, or None where nothing was said
        :param wished: date or None
        """
        words = {"product": line.part_id.display_name}
        if choice is None:
            return self.env._("Please answer for %(product)s.", **words)
        if choice not in dict(ANSWERS):
            return self.env._("Please choose an answer for %(product)s.", **words)
        if choice == "other" and not wished:
            return self.env._("Please say which date you wish for %(product)s.", **words)
        if choice == "other" and wished < self.company_id._gendan_today():
            return self.env._("The date you wish for %(product)s is past.", **words)
        return False

    def _gendan_take_reply(self, choices, given_by, how, given_on=None, answer=None, **values):
        """Take the customer's answer and carry it out. Once: two clicks, two phones, page and clerk are one answer.

        Who calls has checked the token, or that the user keeps the proposal. Runs with sudo.

        :param dict choices: {line: (key of ``answer``, wished date or None)}; of lines that have changed meanwhile none
            need be given
        :param str given_by: who at the customer's
        :param str how: key of ``gendan.date.reply.how``
        :param date given_on: today if not said
        :param answer: ``gendan.answer`` of the link
        :param values: evidence, message, attachment_ids of the reply
        :return: the lines that could not be carried out
        :raise UserError: it is answered or withdrawn already, or a line's answer is no good
        """
        self.ensure_one()
        # sudo: see above; what is noted inside is in the company's language, what is refused in the reader's
        proposal = self.sudo().with_context(lang=self.sudo().company_id.partner_id.lang or self.env.lang)
        if not proposal.try_lock_for_update():
            raise UserError(self.env._("This is being answered just now. Please load the page again."))
        proposal.invalidate_recordset(["state"])
        if proposal.state == "draft" and answer:
            # the text was pasted without the button: whoever has the link was sent it
            proposal._gendan_sent("chat", proposal._gendan_asked_partner().display_name)
        if proposal.state != "sent":
            raise UserError(self.env._("This question has been settled already. Please ask your contact."))
        lines = proposal.line_ids.filtered("is_asked")
        # sudo: see above
        given = {line.sudo().with_env(proposal.env): choice for line, choice in choices.items()}
        stale = {line: reason for line in lines if (reason := line._gendan_stale_reason())}
        for line in lines:
            choice, wished = given.get(line, (None, None))
            if line in stale and choice is None:
                continue
            if sentence := self._gendan_choice_error(line.with_context(lang=self.env.lang), choice, wished):
                raise UserError(sentence)
        # with the user's own rights on the papers: made with sudo, the proof is looked at as the user
        reply = self.sudo().env["gendan.date.reply"].create(
            {
                "proposal_id": proposal.id,
                "given_by": given_by,
                "given_on": given_on or proposal.company_id._gendan_today(),
                "how": how,
                "user_id": False if answer else self.env.uid,
                "answer_id": answer.id if answer else False,
                **values,
            }
        )
        for line, (choice, wished) in given.items():
            if line in lines and choice:
                line._gendan_keep({"answer": choice, "wished_date": wished if choice == "other" else False})
        for line, reason in stale.items():
            line._gendan_keep({"outcome": "stale", "outcome_note": reason})
        proposal._gendan_keep({"state": "answered", "answered_at": fields.Datetime.now()})
        proposal._gendan_withdraw_questions(KIND, used=answer)
        proposal._gendan_carry_out(lines - proposal.line_ids.browse(line.id for line in stale), reply)
        left = lines.filtered(lambda line: line.outcome == "stale")
        proposal._gendan_tell(reply, left)
        return left.with_context(lang=self.env.lang)

    # ------------------------------------------------------------ carrying out

    def _gendan_carry_out(self, lines, reply):
        """Promise anew what was accepted, send up the rest. With sudo.

        :param lines: those of the proposal that have not changed meanwhile
        :param reply: ``gendan.date.reply``
        """
        self.ensure_one()
        accepted = lines.filtered(lambda line: line.answer == "accepted")
        for order, of_order in accepted.grouped("order_id").items():
            # together, or one by one where one of them cannot be: the others were accepted as well
            if self._gendan_try_promise(order, of_order, reply):
                for line in of_order:
                    if error := self._gendan_try_promise(order, line, reply):
                        # the answer is taken all the same, and the clerk told
                        line._gendan_keep({"outcome": "stale", "outcome_note": error})
        if up := lines.filtered(lambda line: line.answer in ("refused", "other")):
            up._gendan_keep({"outcome": "up"})
            self._gendan_go_up(up, reply)

    def _gendan_try_promise(self, order, lines, reply):
        """As :meth:`_gendan_promise_lines`; the sentence why not, or False."""
        try:
            with self.env.cr.savepoint():
                self._gendan_promise_lines(order, lines, reply)
        except UserError as error:
            return str(error)
        return False

    def _gendan_promise_lines(self, order, lines, reply):
        """New promise versions for what was accepted of one order; what comes first is split off.

        :raise UserError: the order refuses
        """
        self.ensure_one()
        # who promised: the one who notes the answer; on the page the one who asked
        actor = reply.user_id or self.sent_by_id or self.env.user
        promises = []
        for line in lines:
            if line.first_date and line.first_quantity:
                promises.append((line.part_id, line.first_quantity, line.first_date))
            promises.append((line.part_id, None, line.new_date))
        evidence = ", ".join(filter(None, (self.name, reply.evidence)))
        # sudo: the customer has said yes; who asks has been checked
        order.with_user(actor).sudo().action_gendan_promise(
            promises,
            self.reason or "other",
            note=self.cause,
            agreed_by=reply.given_by,
            agreed_how=reply.how,
            evidence=evidence,
            attachment_ids=[Command.set(reply.attachment_ids.ids)],
        )
        for line in lines:
            line.invalidate_recordset(["part_id"])
            promise = line.part_id.promise_ids.sorted("version")[-1:]
            line._gendan_keep({"outcome": "promised", "promise_id": promise.id})
            if line.exception_id and line.exception_id.state != "closed":
                line.exception_id._message_log(
                    body=self.env._(
                        "%(proposal)s: %(customer)s accepted %(day)s for %(part)s.",
                        proposal=self.name,
                        customer=reply.given_by,
                        day=format_date(self.env, line.new_date),
                        part=line.part_id.display_name,
                    )
                )

    # ------------------------------------------------------------ up

    def _gendan_go_up(self, lines, reply):
        """What the customer does not accept goes up: to the supervisor, and by its exception to the head. With sudo."""
        self.ensure_one()
        company = self.company_id
        proposal = self.with_context(lang=company.partner_id.lang or self.env.lang)
        sentences = {line: proposal._gendan_up_sentence(line, reply) for line in lines.with_env(proposal.env)}
        for line, exception in proposal._gendan_exceptions_of(lines.with_env(proposal.env), sentences).items():
            line._gendan_keep({"exception_id": exception.id})
        by_exception = lines.with_env(proposal.env).filtered("exception_id").grouped("exception_id")
        for exception, of_it in by_exception.items():
            text = "\n".join(sentences[line] for line in of_it)
            exception._gendan_date_refused(text, is_refused="refused" in of_it.mapped("answer"))
        proposal._gendan_open_todo(
            "date_refused",
            " ".join(sentences.values()),
            role="supervisor",
            due=company._gendan_today(),
            urgency="2",
        )

    def _gendan_up_sentence(self, line, reply):
        """What the customer said of a line he does not accept, with the date he wishes."""
        words = {
            "customer": reply.given_by,
            "part": line.part_id.display_name,
            "order": line.order_id.name,
            "new": format_date(self.env, line.new_date),
            "wished": format_date(self.env, line.wished_date) if line.wished_date else "",
        }
        if line.answer == "other":
            return self.env._(
                "%(customer)s asks for %(wished)s instead of %(new)s for %(part)s of order %(order)s.", **words
            )
        return self.env._("%(customer)s refuses %(new)s for %(part)s of order %(order)s.", **words)

    def _gendan_exceptions_of(self, lines, sentences):
        """The open exception of each line: its own, else one about its order, made where the company looks for some.

        :return: {line: gendan.exception}; lines without one are left out
        """
        Exceptions = self.env["gendan.exception"]
        result = {}
        made = {}
        for line in lines:
            exception = line.exception_id.filtered(lambda found: found.state != "closed")
            if not exception:
                exception = made.get(line.order_id) or Exceptions._gendan_open_about(line.order_id, "date")
            if not exception and self.company_id.gendan_find_exceptions:
                exception = Exceptions.create(
                    {
                        "kind": "date",
                        "title": sentences[line],
                        "res_model": line.order_id._name,
                        "res_id": line.order_id.id,
                    }
                )
            if exception:
                made[line.order_id] = exception
                result[line] = exception
        return result

    # ------------------------------------------------------------ who is told

    def _gendan_tell(self, reply, left):
        """A note on the proposal; a to-do for the clerk, unless she took it down and all was carried out. With sudo.

        :param left: lines that were not carried out
        """
        self.ensure_one()
        company = self.company_id
        proposal = self.with_context(lang=company.partner_id.lang or self.env.lang)
        labels = dict(proposal.line_ids._fields["answer"]._description_selection(proposal.env))
        rows = []
        for line in proposal.line_ids.filtered(lambda line: line.answer or line.outcome):
            said = labels.get(line.answer) or ""
            if line.wished_date:
                said = f"{said} {format_date(proposal.env, line.wished_date)}"
            rows.append(" · ".join(filter(None, (line.part_id.display_name, said, line.outcome_note))))
        if reply.message:
            rows.append(reply.message)
        proposal._message_log(body=plaintext2html("\n".join([reply.given_by, *rows])))
        if not reply.answer_id and not left:
            return
        words = {"proposal": proposal.display_name, "customer": reply.given_by, "said": "; ".join(rows)}
        if left:
            name = proposal.env._(
                "%(proposal)s: %(customer)s has answered, not all could be carried out: %(said)s", **words
            )
        else:
            name = proposal.env._("%(proposal)s: %(customer)s has answered: %(said)s", **words)
        proposal._gendan_open_todo(
            "date_answer", name, role="clerk", due=company._gendan_today(), urgency="2" if left else "1"
        )
