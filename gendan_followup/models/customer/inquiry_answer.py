from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from .inquiry import ANSWERING


class GendanInquiry(models.Model):
    """Answering: sent from here, or told on the phone and noted."""

    _inherit = "gendan.inquiry"

    # ------------------------------------------------------------ actions

    def action_send(self):
        """Button: the answer goes to who asked, on the document the question came in on, or from here.

        :raise UserError: nothing is written as answer, or nobody is there to send it to
        """
        for inquiry in self:
            if sentence := inquiry._gendan_answer_error() or inquiry._gendan_send_error():
                raise UserError(sentence)
            source, receivers = inquiry._gendan_source(), inquiry._gendan_receivers()
            parent = inquiry.message_id
            channel = "mail" if receivers == inquiry.contact_id else "colleague"
            inquiry._gendan_set_answered(channel)
            thread = source if source and channel == "mail" else inquiry
            thread.message_post(
                body=inquiry.answer,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=receivers.ids,
                parent_id=parent.id if thread == source else False,
            )
        return True

    def action_told(self):
        """Button: who asked has been told, by phone, in a chat or in person; what was said is kept.

        :raise UserError: nobody wrote what was answered
        """
        for inquiry in self:
            if sentence := inquiry._gendan_answer_error():
                raise UserError(sentence)
            inquiry._gendan_set_answered("phone" if inquiry.channel == "mail" else inquiry.channel)
        return True

    def action_drop(self):
        """Button: no answer is needed. What was written as answer is kept as the reason.

        A message that came by itself may only say thank you: that needs no reason.

        :raise UserError: nobody wrote why, or it is settled already
        """
        for inquiry in self:
            if inquiry.state != "open":
                raise UserError(inquiry._gendan_answer_error())
            if not inquiry.source_id and not (inquiry.answer or "").strip():
                raise UserError(
                    self.env._("%(inquiry)s: write as answer why none is needed.", inquiry=inquiry.display_name)
                )
            inquiry._gendan_set_state("dropped")
        return True

    def action_reopen(self):
        """Button: the question stands again; the answer that was given stays in the log."""
        for inquiry in self.filtered(lambda inquiry: inquiry.state != "open"):
            inquiry._gendan_reopen()
        return True

    def action_take_dates(self):
        """Button: put the order's dates into the answer, in the language of who asked; nothing is sent."""
        for inquiry in self.filtered("order_id"):
            text = inquiry._gendan_dates_text()
            inquiry.answer = "\n".join(part for part in ((inquiry.answer or "").strip(), text) if part)
        return True

    # ------------------------------------------------------------ business

    def _gendan_answer_error(self):
        """The sentence why the inquiry cannot be answered, or False."""
        self.ensure_one()
        if self.state != "open":
            return self.env._("%(inquiry)s is settled already. Open it again first.", inquiry=self.display_name)
        if not (self.answer or "").strip():
            return self.env._("%(inquiry)s: write the answer first.", inquiry=self.display_name)
        return False

    def _gendan_send_error(self):
        """The sentence why the answer cannot be sent from here, or False."""
        self.ensure_one()
        if not self._gendan_receivers():
            return self.env._(
                "%(inquiry)s: nobody is named who could be sent the answer. Name who asked, or press “Told” when he has"
                " heard it.",
                inquiry=self.display_name,
            )
        contact = self._gendan_receivers()
        if contact == self.contact_id and not contact.email:
            return self.env._(
                "%(contact)s has no e-mail address. Tell the answer and press “Told”, or enter the address.",
                contact=contact.display_name,
            )
        return False

    def _gendan_receivers(self):
        """Who gets the answer: a colleague who asked, else who asked at the customer's."""
        self.ensure_one()
        if self.channel == "colleague" or not self.contact_id:
            return self.asker_id.partner_id - self.env.user.partner_id
        return self.contact_id

    def _gendan_set_answered(self, how, answer=None):
        """Note that it is answered: by the user, now, for the absent clerk where she acts for her.

        :param str how: key of ``CHANNELS``
        :param str answer: instead of the one that stands there
        """
        todos = self.env["gendan.todo"].sudo().search(self._gendan_todo_domain(["inquiry"]))  # sudo: whom it waits for
        acts = {todo.res_id: todo.on_behalf_of_id for todo in todos if todo.user_id == self.env.user}
        for inquiry in self:
            stands_in = acts.get(inquiry.id) or self.env["res.users"]
            values = {"told_how": how, "answered_for_id": stands_in.id}
            if answer is not None:
                values["answer"] = answer
            inquiry._gendan_set_state("answered", **values)

    def _gendan_set_state(self, state, **values):
        """Close an inquiry, or open it again."""
        closed = state != "open"
        for inquiry in self:
            now = fields.Datetime.now()
            today = inquiry.company_id._gendan_to_day(now)
            inquiry.with_context(gendan_answering=ANSWERING).write(
                {
                    "state": state,
                    "answered_at": closed and now,
                    "answered_by_id": self.env.uid if closed else False,
                    "answered_for_id": False,
                    "told_how": False,
                    "is_late": bool(state == "answered" and inquiry.due and today > inquiry.due),
                    **values,
                }
            )

    def _gendan_reopen(self):
        """Open again, due anew; the former answer stays readable in the log."""
        self.ensure_one()
        if (self.answer or "").strip():
            self._message_log(body=self.env._("Answered before: %(answer)s", answer=self.answer))
        due = self.company_id._gendan_inquiry_due(fields.Datetime.now())
        self._gendan_set_state("open", answer=False, due=due)

    def _gendan_dates_text(self):
        """The order's dates in a sentence, in the language of who asked."""
        self.ensure_one()
        asker = self.contact_id or self.asker_id.partner_id or self.partner_id
        this = self.with_context(lang=get_lang(self.env, asker.lang).code)
        order = this.order_id
        number = " / ".join(part for part in (order.name, order.client_order_ref) if part)
        promised, expected = order.gendan_promise_date, order.gendan_forecast_date
        if order.gendan_delivery_health == "delivered":
            return this.env._("%(order)s has been delivered.", order=number)
        if not promised:
            return this.env._("%(order)s: no date is promised yet.", order=number)
        words = {"order": number, "promised": format_date(this.env, promised)}
        if not expected or expected <= promised:
            return this.env._("%(order)s is to arrive on %(promised)s as promised.", **words)
        return this.env._(
            "%(order)s was promised for %(promised)s and is expected on %(expected)s.",
            **words,
            expected=format_date(this.env, expected),
        )
