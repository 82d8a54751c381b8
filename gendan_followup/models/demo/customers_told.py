"""What the example's customers were told and asked, and what they said."""

from datetime import time, timedelta

from odoo import api, fields, models

from .story_data import MESSAGES, QUESTIONS


class GendanDemoScenario(models.AbstractModel):
    """Questions behind links, and the message log, in every state; no mail is made."""

    _inherit = "gendan.demo.scenario"

    # === questions ===

    @api.model
    def _example_ask_customers(self):
        """Links to the progress page: open, answered, answered and dealt with, expired, withdrawn."""
        stamps = {}
        for key, data in QUESTIONS.items():
            order = self._example(f"order_{data['order']}")
            person = self._example(f"contact_{data['person']}")
            asked = self._example_moment(data["asked"], 10)
            Answer = self.env["gendan.answer"].with_context(lang=person.lang)
            answer = Answer._gendan_ask(order, "progress", partner=person, days=60)[order]
            self._example_keep(f"question_{key}", answer)
            stamps[answer] = {"create_date": asked}
            answer.expires_at = asked + timedelta(days=60)
            if said := data.get("said"):
                self._example_answer(answer, order, *said)
            if "withdrawn" in data:
                answer._gendan_withdraw()
                answer.withdrawn_at = self._example_moment(data["withdrawn"], 9)
            if "expired" in data:
                answer.expires_at = self._example_moment(data["expired"], 18)
        self._example_stamp(stamps)

    @api.model
    def _example_answer(self, answer, order, number, text, is_done=False):
        """The customer writes on the page; the clerk has dealt with it, or not yet.

        :param int number: day on which she wrote
        """
        before = order.message_ids
        answer._gendan_take(
            {"message": text}, ip="203.0.113.24", user_agent="Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"
        )
        moment = self._example_moment(number, 8, 50)
        answer.used_at = moment
        self._example_date_back(order.message_ids - before, date=moment, create_date=moment)
        todo = self.env["gendan.todo"].search(order._gendan_todo_domain(["customer_message"]))
        day = order.company_id._gendan_to_day(moment)
        self._example_date_back(todo, opened_on=day, due=day)
        if is_done:
            todo.with_user(order.gendan_clerk_id).action_close()

    # === messages ===

    @api.model
    def _example_tell_customers(self, company):
        """Rows of the message log in every state. What was sent was sent in the past: no mail is made now."""
        self._example("partner_xunhe").gendan_message_policy = "on"
        for data in MESSAGES:
            order = self._example(f"order_{data['order']}")
            rows = order.gendan_message_ids.filtered(
                lambda row, data=data: row.kind_id.code == data["kind"] and row.occasion == data.get("occasion", "done")
            )[:1]
            getattr(self, f"_example_message_{data['state']}")(rows, order, data)

    @api.model
    def _example_message_sent(self, rows, order, data):
        """Told by e-mail on that day, as the sending action notes it."""
        lang = order._gendan_customer_lang()
        clerk, company = order.gendan_clerk_id, order.company_id
        moment = self._example_moment(data["on"], 9, 5)
        if not data["on"]:
            # today also where nobody works: a bundle of another day would not hold today's back
            moment = min(company._gendan_at(company._gendan_today(), time(9, 5)), fields.Datetime.now())
        key = f"{company.id}/{rows.partner_id.id}/{company._gendan_to_day(moment)}"
        rows = rows.with_context(lang=lang)
        rows.write(
            {
                "state": "sent",
                "channel": "mail",
                "hold_reason": False,
                "bundle": key,
                "bundle_lead": key,
                "lang": lang,
                "sent_at": moment,
                "sent_by": clerk.id,
                "sent_to": ", ".join(rows._gendan_recipients().mapped("email")),
            }
        )
        rows._gendan_snapshot()
        env = self.with_context(lang="zh_CN").env
        head = env._(
            "Told %(customer)s by e-mail (%(address)s):", customer=order.partner_id.name, address=rows.sent_to
        )
        rows._gendan_note(head, author=clerk.partner_id)
        self._example_date_back(rows.mail_message_id, date=moment, create_date=moment)

    @api.model
    def _example_message_copied(self, rows, order, data):
        """The clerk copies the text into the chat."""
        order = order.with_user(order.gendan_clerk_id).with_context(lang="zh_CN")
        rows = order._gendan_copy_action(rows)["params"]
        order.action_gendan_mark_copied(rows["message_ids"], rows["text"])

    @api.model
    def _example_message_queued(self, rows, order, data):
        """To be sent: the customer has had today's message already, so tomorrow morning."""
        rows.write({"state": "pending", "hold_reason": False})

    @api.model
    def _example_message_left_out(self, rows, order, data):
        """The clerk decides that the customer need not hear of it."""
        rows.with_user(order.gendan_clerk_id).action_hold()

    @api.model
    def _example_message_failed(self, rows, order, data):
        """The mail server gave it back for good; the clerk has a to-do."""
        rows.write({"hold_reason": False})
        rows._gendan_failed(data["error"], final=True)

    @api.model
    def _example_message_taken_back(self, rows, order, data):
        """What was to be told turned out not to be so before it was."""
        rows._gendan_cancel()

    @api.model
    def _example_message_odoo(self, rows, order, data):
        """Odoo's own confirmation had told it."""
        order._gendan_confirmation_mailed(order._get_confirmation_template())
        order.gendan_confirmation_mailed_at = order.date_order
