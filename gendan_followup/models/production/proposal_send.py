"""From the draft to the customer: mail or chat text with a link; asked again, withdrawn, asked anew."""

import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list, plaintext2html

from ..common.composing import open_composer
from .proposal import KIND

LINK_DAYS = 14
# a link handed out again must leave the customer some days
LINK_LEFT = 3
# the customer's link in a text: whoever has it answers for him
_LINK = re.compile(r"\S*/gendan/a/\S+")


class GendanDateProposal(models.Model):
    """Steps of who sends it."""

    _inherit = "gendan.date.proposal"

    # ------------------------------------------------------------ actions

    def action_mail(self):
        """Button: by e-mail, to be looked over first; what is sent by the composer is noted as sent.

        :return: action of the mail composer
        :raise UserError: something is missing
        """
        self.ensure_one()
        self._gendan_send_or_raise()
        partner = self._gendan_asked_partner()
        if not partner.email:
            raise UserError(
                self.env._("%(contact)s has no e-mail address: add one, or copy the text for a chat.",
                           contact=partner.display_name)
            )  # fmt: skip
        return open_composer(self, self.env._("Propose New Dates"), "gendan_followup.mail_template_date_proposal")

    def action_copy(self):
        """Button: the text with the link, to paste into a chat; copying it notes it as sent.

        :return: action of the dialog that copies the text
        :raise UserError: something is missing
        """
        self.ensure_one()
        self._gendan_send_or_raise()
        return {
            "type": "ir.actions.client",
            "tag": "gendan_copy_text",
            "name": self.env._("Propose New Dates"),
            "params": {
                "text": self._gendan_text(),
                "order_ids": [],
                "message_ids": [],
                "mark": {"model": self._name, "method": "action_copied", "ids": self.ids},
            },
        }

    def action_copied(self, text):
        """The text was copied for a chat: it is sent. Called by the dialog.

        :param str text: as it was copied; kept in the log without its link
        :raise UserError: it may not be sent
        """
        self.ensure_one()
        self._gendan_send_or_raise()
        self._message_log(body=plaintext2html(_LINK.sub("…", (text or "").strip())[:5000]))
        self._gendan_sent("chat", self._gendan_asked_partner().display_name)
        return True

    def action_withdraw(self):
        """Button: no longer asked; the link stops working.

        :raise UserError: it is neither a draft with a number nor with the customer
        """
        self.check_access("write")
        for proposal in self:
            if proposal.state not in ("draft", "sent"):
                raise UserError(self.env._("%(proposal)s is not with the customer.", proposal=proposal.display_name))
            proposal._gendan_withdraw()
        return True

    def _gendan_withdraw(self):
        """Take it back: the link stops working, and what it told the customer counts no more. By who may."""
        self.ensure_one()
        asked = self.line_ids.filtered("is_asked").part_id
        self._gendan_keep({"state": "withdrawn"})
        self._gendan_withdraw_questions(KIND)
        self._message_log(body=self.env._("Withdrawn."))
        asked._gendan_new_date_withdrawn()

    def action_again(self):
        """Button: a new draft with the deliveries that are still open; sending it withdraws the question before.

        :return: action that opens it
        :raise UserError: nothing is left to ask
        """
        self.ensure_one()
        self.check_access("write")
        lines = self.line_ids.filtered(
            lambda line: line.outcome != "promised" and not line.superseded_by_id
            # sudo: whether something is left
            and line.part_id.sudo()._gendan_is_open()
        )  # fmt: skip
        if not lines:
            raise UserError(self.env._("%(proposal)s: nothing is left to ask.", proposal=self.display_name))
        draft = self.create(
            {
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "contact_id": self.contact_id.id,
                "reason": self.reason,
                "cause": self.cause,
                "recovery": self.recovery,
            }
        )
        self.env["gendan.date.proposal.line"].create(
            [
                {
                    "proposal_id": draft.id,
                    "part_id": line.part_id.id,
                    "exception_id": line.exception_id.id,
                    "new_date": line.wished_date or line.new_date,
                    **{
                        name: line[name]
                        for name in ("first_quantity", "first_date", "stock_told", "use_told", "told_by", "told_on")
                        if not line.wished_date or name not in ("first_quantity", "first_date")
                    },
                }
                for line in lines
            ]
        )
        return draft._gendan_show()

    # ------------------------------------------------------------ whether it may go

    def _gendan_send_or_raise(self):
        """:raise UserError: something is missing, or PMC's word is; :raise AccessError: not the user's customer"""
        self.ensure_one()
        self.check_access("write")
        if sentence := self._gendan_send_error():
            raise UserError(sentence)
        if self.state == "draft":
            self.line_ids._gendan_take_over()
            self._gendan_gate_or_raise("propose")

    def _gendan_send_error(self):
        """The sentence why it cannot be put to the customer, or False."""
        self.ensure_one()
        words = {"proposal": self.display_name}
        if self.state == "sent":
            return False
        if self.state != "draft":
            return self.env._("%(proposal)s is no longer open: make a new one.", **words)
        if not self.line_ids:
            return self.env._("%(proposal)s: add the deliveries whose date moves.", **words)
        if not (self.cause or "").strip():
            return self.env._(
                "%(proposal)s: write the true cause, as the customer is to read it. What inside is known stands beside"
                " it.",
                **words,
            )
        if not self.reason:
            return self.env._("%(proposal)s: choose under “Kept as” the reason that is kept with the promise.", **words)
        return next(filter(None, (line._gendan_send_error() for line in self.line_ids)), False)

    # ------------------------------------------------------------ what is sent

    def _gendan_number(self):
        """Its number, given when it first leaves us."""
        self.ensure_one()
        if self.name == "/":
            self._gendan_keep({"name": self.company_id._gendan_next_number("gendan.date.proposal")})
        return self.name

    def _gendan_facts(self):
        """What the customer is told, as strings in the language of the context. sudo inside.

        The same for mail, chat and page; only the lines that are still asked about.

        :return: dict(number, customer, contact, company, clerk, cause, recovery, held, answer_by, lines), see below
        """
        self.ensure_one()
        proposal = self.sudo()  # the caller has checked the proposal, the token or the portal's company
        customer = proposal.partner_id
        clerk = customer._gendan_acting_user()[customer][0]
        return {
            "number": proposal.name,
            "customer": customer.name,
            "contact": proposal._gendan_asked_partner().name,
            "company": proposal.company_id._gendan_called(),
            "clerk": clerk.name or "",
            "cause": (proposal.cause or "").strip(),
            "recovery": (proposal.recovery or "").strip(),
            "held": proposal._gendan_held_text() if proposal.tells_held else "",
            "lines": [line._gendan_facts() for line in proposal.line_ids if not line.superseded_by_id],
        }

    def _gendan_text(self):
        """The text for a chat, with its link, in the customer's language."""
        self.ensure_one()
        number = self._gendan_number()
        proposal = self.with_context(lang=self._gendan_customer_lang())
        facts = proposal._gendan_facts()
        env = proposal.env
        blocks = [env._("New dates for your orders (%(number)s)", number=number)]
        blocks.append(env._("Cause: %(cause)s", cause=facts["cause"]))
        for line in facts["lines"]:
            rows = [f"· {line['reference']} · {line['product']} · {line['quantity']}"]
            rows += [f"  {text}" for text in (line["was"], *line["dates"])]
            blocks.append("\n".join(rows))
        if facts["recovery"]:
            blocks.append(env._("What we do: %(plan)s", plan=facts["recovery"]))
        if facts["held"]:
            blocks.append(facts["held"])
        blocks.append(env._("Please answer here: %(link)s", link=self._gendan_link()))
        return "\n".join(blocks)

    def _gendan_link(self):
        """The link to the page; the one handed out last as long as it is good for some days. Used by the mail, too.

        Whoever has it may answer, so it is asked here whether the question may go out, whatever way leads here.

        :raise UserError: something is missing, or PMC's word is; :raise AccessError: not the user's customer
        """
        self.ensure_one()
        # the mail speaks the customer's language, the refusal that of who presses
        self.with_context(lang=self.env.user.lang or self.env.lang)._gendan_send_or_raise()
        return self._gendan_question_url(KIND, LINK_DAYS, LINK_LEFT, self._gendan_asked_partner())

    # ------------------------------------------------------------ sent

    def _gendan_sent(self, how, to):
        """Note that it has gone to the customer, the first time or again. Who calls has asked whether it may.

        :param str how: mail or chat
        :param str to: to whom
        """
        self.ensure_one()
        company = self.company_id
        self._gendan_number()
        is_first = self.state == "draft"
        if is_first:
            self._gendan_supersede()
        self._gendan_keep(
            {
                "state": "sent",
                "sent_how": how,
                "sent_to": to,
                "sent_at": fields.Datetime.now(),
                "sent_by_id": self.env.uid,
                "times_asked": self.times_asked + 1,
                "answer_due": company._gendan_add_workdays(company._gendan_today(), company.gendan_date_answer_days),
            }
        )
        # the index that lets a delivery be asked about once speaks now, not at the end
        self.env.flush_all()
        if is_first:
            # sudo: what was refused may stand in a colleague's proposal
            self.sudo().line_ids.part_id._gendan_close_refused()
            # sudo: what the customer heard about them, whoever said it
            for day, lines in self.sudo().line_ids.grouped("new_date").items():
                lines.part_id._gendan_new_date_proposed(day)
        self._message_log(
            body=self.env._("Sent by chat to %(contact)s.", contact=to)
            if how == "chat"
            else self.env._("Sent by e-mail to %(contact)s.", contact=to)
        )

    def _gendan_supersede(self):
        """The deliveries of this proposal are asked about with it alone: taken off those that are out."""
        self.ensure_one()
        # sudo: a question that is out is another's only in name: the customer is the same
        lines = self.env["gendan.date.proposal.line"].sudo().search(
            [("part_id", "in", self.line_ids.part_id.ids), ("is_asked", "=", True), ("proposal_id", "!=", self.id)]
        )  # fmt: skip
        if not lines:
            return
        lines._gendan_keep({"superseded_by_id": self.id})
        # sudo: as above; what they said was refused is asked anew now
        for other in lines.proposal_id:
            if other.line_ids.filtered("is_asked"):
                other._gendan_close_relieved()
                other._message_log(
                    body=self.env._(
                        "Asked anew with %(proposal)s: %(parts)s",
                        proposal=self.name,
                        parts=format_list(self.env, (lines & other.line_ids).part_id.mapped("display_name")),
                    )
                )
                continue
            other._gendan_keep({"state": "superseded", "again_id": self.id})
            other._gendan_withdraw_questions(KIND)
            other._message_log(body=self.env._("Asked anew with %(proposal)s.", proposal=self.name))
        self.env.flush_all()


class GendanDateProposalLine(models.Model):
    """A line as the customer reads it."""

    _inherit = "gendan.date.proposal.line"

    def _gendan_facts(self):
        """What the customer is told of this delivery, as strings in the language of the context. With sudo.

        :return: dict(id, reference, number, product, quantity, old, was, dates: [str], is_settled)
        """
        self.ensure_one()
        order, env = self.order_id, self.env

        def count(quantity):
            return f"{self.uom_id._gendan_number(quantity)} {self.uom_id.name or ''}".strip()

        def day(value):
            return format_date(env, value, date_format="medium") if value else ""

        if self.first_date and self.first_quantity:
            dates = [
                env._("First %(quantity)s: %(day)s", quantity=count(self.first_quantity), day=day(self.first_date)),
                env._(
                    "The rest, %(quantity)s: %(day)s",
                    quantity=count(self.quantity - self.first_quantity),
                    day=day(self.new_date),
                ),
            ]
        else:
            dates = [env._("New date: %(day)s", day=day(self.new_date))]
        return {
            "id": self.id,
            "reference": order.client_order_ref or order.name,
            "number": order.name,
            "product": self.part_id.display_name,
            "quantity": count(self.quantity),
            "old": day(self.old_date),
            "was": env._("Promised so far: %(day)s", day=day(self.old_date)),
            "dates": dates,
            "is_settled": bool(self._gendan_stale_reason()),
        }
