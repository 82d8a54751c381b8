import re
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# Not told yet, so it may still be told, left out or taken back.
UNTOLD = ("pending", "failed", "held")
# Held by rules that say the customer knows or need not know; these are not offered for a chat either.
KNOWN = ("old", "odoo", "hand")

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class GendanMessage(models.Model):
    """What the customer is told about one milestone: at most one row for each milestone and promise version.

    The delivery has two: that it is about to arrive, and that it is there.

    Rows are written in the transaction of the event, without any text (`gendan.milestone._gendan_log_messages`); the
    text is put together when the message goes out and kept as it went. Nobody creates, changes or deletes rows by
    hand. Clerks read those of their customers and of those they back up today, sales reps those of their own orders;
    who may write the order may copy, send or leave out its messages.
    """

    _name = "gendan.message"
    _description = "Message to the Customer"
    _order = "id desc"
    _rec_name = "kind_id"

    _milestone_uniq = models.UniqueIndex(
        "(milestone_id, promise_version, occasion)", "The customer is told of a milestone only once."
    )
    # the row that stands for the whole bundle: two workers can never send the same customer two mails on one day
    _bundle_lead_uniq = models.UniqueIndex("(bundle_lead)", "This customer has had today's message already.")
    _due_idx = models.Index("(company_id, partner_id) WHERE state IN ('pending', 'failed')")
    _bundle_idx = models.Index("(bundle) WHERE bundle IS NOT NULL")

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade", index=True)
    customer_ref = fields.Char(related="order_id.client_order_ref", string="Customer's order number")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, index=True)
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    # set null: another plan template replaces the milestones, what was told stays told
    milestone_id = fields.Many2one(
        "gendan.milestone", string="Step of the plan", readonly=True, ondelete="set null", index="btree_not_null"
    )
    kind_id = fields.Many2one(
        "gendan.milestone.kind", string="Milestone", required=True, readonly=True, ondelete="restrict"
    )
    promise_version = fields.Integer(readonly=True, aggregator=None)
    occasion = fields.Selection(
        [("done", "It is done"), ("coming", "The goods are about to arrive")],
        required=True,
        readonly=True,
        default="done",
    )
    event_day = fields.Date(readonly=True, help="The day it happened; for an arrival, the day it is expected.")

    state = fields.Selection(
        [
            ("pending", "To be sent"),
            ("sent", "Sent by e-mail"),
            ("copied", "Sent by chat"),
            ("held", "Not sent by itself"),
            ("failed", "Failed"),
            ("cancelled", "Taken back"),
        ],
        required=True,
        readonly=True,
        default="pending",
        index=True,
    )
    hold_reason = fields.Selection(
        [
            ("policy", "This customer gets no e-mails about milestones"),
            ("old", "Too long ago"),
            ("odoo", "Odoo's own e-mail tells it"),
            ("hand", "Left out by hand"),
        ],
        string="Why not",
        readonly=True,
    )
    is_forced = fields.Boolean(readonly=True, help="Somebody asked for the e-mail, whatever the settings say.")
    channel = fields.Selection([("mail", "E-mail"), ("chat", "Chat")], readonly=True)
    lang = fields.Char("Language", readonly=True)
    text = fields.Text(readonly=True, help="As the customer got it, in the customer's language.")
    preview = fields.Text("Message", compute="_compute_preview")
    sent_at = fields.Datetime(readonly=True)
    sent_by = fields.Many2one("res.users", readonly=True)
    sent_to = fields.Char(readonly=True)
    bundle = fields.Char(readonly=True, help="Company, customer and day: what goes out together.")
    bundle_lead = fields.Char(readonly=True)
    mail_message_id = fields.Many2one(
        "mail.message", string="Note on the order", readonly=True, ondelete="set null", index="btree_not_null"
    )
    error = fields.Char(readonly=True)
    attempts = fields.Integer(readonly=True, aggregator=None)
    next_try_at = fields.Datetime(readonly=True)

    @api.depends("text", "state")
    @api.depends_context("lang")
    def _compute_preview(self):
        for message in self:
            # sudo: a rep reads what his customer will read, the plan's details behind it stay closed
            message.preview = message.text or message.sudo()._gendan_text()

    @api.depends("order_id.name", "kind_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for message in self:
            message.display_name = f"{message.order_id.name} · {message.kind_id.name}"

    # ------------------------------------------------------------ actions

    def action_copy_text(self):
        """Button: the messages as one text to paste into a chat. All must be for one customer.

        :return: action of the dialog that copies the text and marks the messages as sent by chat
        :raise UserError: messages of several customers
        """
        self.check_access("read")
        return self.order_id._gendan_copy_action(self)

    def action_send(self):
        """Button: send these by e-mail after all, with the customer's next bundle.

        :raise UserError: one has been told already or was taken back
        """
        self._gendan_check_untold()
        # sudo: after the check; nobody has rights to write rows
        self.sudo().write(
            {
                "state": "pending",
                "is_forced": True,
                "hold_reason": False,
                "attempts": 0,
                "next_try_at": False,
                "error": False,
            }
        )
        self.order_id._gendan_close_todos(["message_failed"])
        self.sudo()._gendan_trigger()  # sudo: wakes the sending action, after the check above
        return True

    def action_hold(self):
        """Button: do not tell the customer.

        :raise UserError: one has been told already or was taken back
        """
        self._gendan_check_untold()
        # sudo: as in action_send
        self.sudo().write({"state": "held", "hold_reason": "hand", "is_forced": False, "next_try_at": False})
        self._gendan_close_failed_todos()
        return True

    def _gendan_check_untold(self):
        self.check_access("read")
        self.order_id.check_access("write")
        for message in self:
            if message.state not in UNTOLD:
                raise UserError(
                    self.env._(
                        "%(message)s: the customer has been told already, or there is nothing to tell any more.",
                        message=message.display_name,
                    )
                )

    def _gendan_close_failed_todos(self):
        """Close the to-dos of orders that no failed message is left of."""
        orders = self.order_id
        # sudo: nobody reads all rows, the answer is about all of them
        failed = self.sudo().search([("order_id", "in", orders.ids), ("state", "=", "failed")])
        (orders - failed.order_id.with_env(orders.env))._gendan_close_todos(["message_failed"])

    # ------------------------------------------------------------ facts

    def _gendan_cancel(self):
        """The fact is undone before the customer heard of it."""
        if self:
            self.write({"state": "cancelled", "hold_reason": False, "next_try_at": False, "error": False})
            self._gendan_close_failed_todos()

    def _gendan_follow_fact(self, day):
        """Take the row back, revive it or move its day, after the fact. What was told stays as it was told.

        :param day: the day to tell, or False
        :return: the row if it is to be sent from now on
        """
        self.ensure_one()
        if self.state in UNTOLD and not day:
            self._gendan_cancel()
        elif self.state in UNTOLD and self.event_day != day:
            self.event_day = day
        elif self.state == "cancelled" and day:
            state, reason = self.milestone_id._gendan_first_state(day)
            self.write({"state": state, "hold_reason": reason, "event_day": day, "attempts": 0})
            return self
        return self.browse()

    # ------------------------------------------------------------ text

    def _gendan_text(self):
        """The one sentence about this row's milestone, in the language of the context. Call with sudo."""
        self.ensure_one()
        milestone, kind = self.milestone_id, self.kind_id
        if self.occasion == "coming":
            text = self.env._("{products}: the goods are on their way and should reach you on {date}.")
        else:
            text = (
                milestone.customer_message
                or milestone.template_line_id.customer_message
                or kind.customer_message
                or self.env._("{step}: done on {date}.")
            )
        values = self._gendan_text_values()
        # not str.format(): what a person typed is data, attributes and widths have no place in it
        return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text).strip()

    def _gendan_text_values(self):
        """Strings for the placeholders, in the language of the context. Rooms may add some.

        :return: dict name -> str
        """
        order, plan = self.order_id, self.milestone_id.plan_id
        shipped = plan.milestone_ids.filtered(lambda m: m.event == "shipped" and m.state not in ("na", "skipped"))[:1]
        ship_day = shipped.actual_date or plan._gendan_told_day(shipped)
        later = self.env._("a date still to be told")
        return {
            "order": order.name,
            "customer_ref": order.client_order_ref or order.name,
            "customer": order.partner_id.commercial_partner_id.name or "",
            "products": plan._gendan_products() if plan else "",
            "date": self._gendan_format_day(self.event_day),
            "promise": plan._gendan_promise_text() or later,
            "arrival": plan._gendan_arrival_day_text() or later,
            "ship_date": self._gendan_format_day(ship_day) or later,
            "company": order.company_id._gendan_called(),
            "step": self.milestone_id.name or self.kind_id.name,
        }

    @api.model
    def _gendan_format_day(self, day):
        """A day as the customer writes it, never to be mistaken for another ('Nov 2, 2026', '2026年11月2日')."""
        return format_date(self.env, day, date_format="medium") if day else ""

    def _gendan_plans(self):
        """The plans these rows are about. Rooms may add some."""
        return self.milestone_id.plan_id

    def _gendan_bundle(self):
        """What these rows say to the customer, order by order, in the language of the context. Call with sudo.

        Used by the e-mail's template (there ``object`` is one row of the bundle) and by the text for a chat.

        :return: dict, see below
        """
        rows = self
        if len(self) == 1 and self.bundle:
            rows = self.search([("bundle", "=", self.bundle), ("state", "=", "sent")]) | self
        orders = []
        for order, messages in rows.sorted(lambda m: (m.order_id.id, m.event_day, m.id)).grouped("order_id").items():
            lines = defaultdict(list)
            for message in messages:
                lines[message._gendan_text()].append(message)
            plans = messages._gendan_plans()
            orders.append(
                {
                    "order": order,
                    "reference": order.client_order_ref or order.name,
                    "number": order.name,
                    "products": "; ".join(dict.fromkeys(plan._gendan_products() for plan in plans)),
                    # parts that reach a milestone on one day say the same: once is enough
                    "lines": [
                        {"text": text, "date": self._gendan_format_day(max(m.event_day for m in found))}
                        for text, found in lines.items()
                    ],
                    "arrival": plans._gendan_arrival_text(),
                    "url": order._gendan_progress_url(),
                }
            )
        customer = rows.partner_id[:1]
        return {
            "customer": customer.name,
            "contact": rows.order_id.sorted("id")[-1:].partner_id.name or customer.name,
            "company": rows.company_id[:1],
            "clerk": customer._gendan_acting_user()[customer][0] if customer else self.env["res.users"],
            "orders": orders,
            "references": ", ".join(order["reference"] for order in orders),
        }

    def _gendan_plain_text(self):
        """The bundle as plain text for a chat, in the language of the context. Call with sudo."""
        blocks = []
        for order in self._gendan_bundle()["orders"]:
            head = order["reference"]
            if order["number"] != head:
                head = self.env._("%(reference)s (our number %(number)s)", reference=head, number=order["number"])
            lines = [head, order["products"], *(f"· {line['text']}" for line in order["lines"])]
            lines += [order["arrival"], order["url"]]
            blocks.append("\n".join(filter(None, lines)))
        return "\n\n".join(blocks)
