"""What goes over with an absence: the hand-over sheet before, the digest after."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date, html2plaintext

# what a reader still takes in; the rest is counted
LINES_SHOWN = 60
# absences that ended longer ago are told of no more: they were entered afterwards
DIGEST_DAYS = 14


class GendanAbsence(models.Model):
    """The hand-over sheet, a section for each colleague who stands in, in her language; and what happened meanwhile.

    Both show what the reader may see: the record rules of orders, to-dos and papers decide, not those of absences.
    """

    _inherit = "gendan.absence"

    told_at = fields.Datetime("Stand-ins Told At", readonly=True, copy=False)
    digest_at = fields.Datetime("Digest Sent At", readonly=True, copy=False)

    def write(self, vals):
        # EXTENDS common: who leaves once more is told once more when she is back
        result = super().write(vals)
        if "date_to" in vals and "digest_at" not in vals:
            now = fields.Datetime.now()
            self.filtered(lambda one: one.digest_at and (not one.date_to or one.date_to > now)).digest_at = False
        return result

    # ------------------------------------------------------------ actions

    def action_print_sheet(self):
        """Button: the hand-over sheet as PDF. Shows what the user may see.

        :return: action
        """
        return self.env.ref("gendan_followup.action_report_absence_sheet").report_action(self, config=False)

    def action_print_digest(self):
        """Button: what happened during the absence, as PDF. Shows what the user may see.

        :return: action
        """
        return self.env.ref("gendan_followup.action_report_absence_digest").report_action(self, config=False)

    # ------------------------------------------------------------ the sheet

    def _gendan_sheets(self):
        """What the hand-over sheet shows: a section for each colleague who stands in. A bounded number of queries.

        :return: list of dict ``absence``, ``user`` (empty: nobody is there), ``lang``, ``customers`` (list of dict
            ``customer``, ``orders``, ``quotations``, ``todos``, ``waiting``, ``asked``, ``note``), ``others`` (those
            customers with nothing open)
        """
        self.ensure_one()
        self.check_access("read")
        work = self._gendan_open_work()
        customers = self._gendan_followed_customers().union(*work)
        # who will act when it begins, or acts now that it has
        acting = customers._gendan_acting_user(max(self.date_from, fields.Datetime.now()))
        by_user = defaultdict(customers.browse)
        for customer in customers:
            by_user[acting[customer][0]] |= customer
        # sudo: names and languages of colleagues
        return [
            {
                "absence": self,
                "user": user.sudo(),
                "lang": user.sudo().lang or self.env.lang,
                "customers": [
                    {"customer": customer, "note": self._gendan_note_of(customer), **work[customer]}
                    for customer in group.sorted("complete_name")
                    if customer in work
                ],
                "others": group.filtered(lambda customer: customer not in work).sorted("complete_name"),
            }
            for user, group in sorted(by_user.items(), key=lambda item: item[0].sudo().name or "")
        ]

    def _gendan_followed_customers(self):
        """The customers of who is away, with the reader's rights."""
        return self.env["res.partner"].search([("gendan_clerk_id", "=", self.user_id.id)])

    def _gendan_open_work(self):
        """What is open with her customers, with the reader's rights. A bounded number of queries.

        :return: {commercial partner: dict ``orders``, ``quotations`` (sale.order), ``todos`` (hers), ``waiting`` (for
            others; both gendan.todo), ``asked`` (gendan.answer not answered yet)}
        """
        clerk = self.user_id
        orders = self.env["sale.order"].search(
            [
                ("gendan_clerk_id", "=", clerk.id),
                ("state", "in", ("draft", "sent", "sale")),
                ("gendan_is_done", "=", False),
            ],
            order="gendan_promise_date, id",
        )
        todos = self.env["gendan.todo"].search([("open", "=", True), ("clerk_id", "=", clerk.id)], order="due, id")
        asked = self.env["gendan.answer"].search([("clerk_id", "=", clerk.id), ("state", "=", "open")])
        work = defaultdict(
            lambda: {
                "orders": orders.browse(),
                "quotations": orders.browse(),
                "todos": todos.browse(),
                "waiting": todos.browse(),
                "asked": asked.browse(),
            }
        )
        for order in orders:
            kind = "orders" if order.state == "sale" else "quotations"
            work[order.partner_id.commercial_partner_id][kind] |= order
        for todo in todos:
            customer = todo.partner_id.commercial_partner_id
            is_hers = clerk in (todo.user_id, todo.on_behalf_of_id) or (todo.role == "clerk" and not todo.is_user_fixed)
            work[customer]["todos" if is_hers else "waiting"] |= todo
        for answer in asked:
            work[answer.partner_id.commercial_partner_id]["asked"] |= answer
        work.pop(self.env["res.partner"], None)
        return dict(work)

    def _gendan_note_of(self, customer):
        """What is noted of a customer: Odoo's internal note and what the trained backup noted."""
        texts = [html2plaintext(customer.comment or "")]
        if self.env["gendan.customer.backup"].has_access("read"):
            texts += [f"{backup.user_id.name}: {backup.note}" for backup in customer.gendan_backup_ids if backup.note]
        return "\n".join(text.strip() for text in texts if text.strip())

    # ------------------------------------------------------------ the digest

    def _gendan_digest(self):
        """What happened during the absence and what is open, with the reader's rights. A bounded number of queries.

        :return: dict ``absence``, ``documents`` (list of dict, see `_gendan_told`), ``closed``, ``open``, ``late``
            (gendan.todo), ``promises``, ``answers``
        """
        self.ensure_one()
        self.check_access("read")
        clerk = self.user_id
        end = min(self.date_to or fields.Datetime.now(), fields.Datetime.now())
        during = [(">=", self.date_from), ("<", end)]

        def within(field):
            return [(field, operator, moment) for operator, moment in during]

        Todo, Message = self.env["gendan.todo"], self.env["mail.message"]
        messages = Message.search([("gendan_for_id", "=", clerk.id), *within("date")], order="date, id")
        orders = self.env["sale.order"].search([("gendan_clerk_id", "=", clerk.id)])
        came_in = Message.search(
            [
                ("model", "=", "sale.order"),
                ("res_id", "in", orders.ids),
                ("message_type", "=", "email"),
                *within("date"),
            ],
            order="date, id",
        )
        opened = Todo.search([("open", "=", True), ("clerk_id", "=", clerk.id)], order="due, id")
        answered = [("clerk_id", "=", clerk.id), *within("used_at")]
        return {
            "absence": self,
            "documents": self._gendan_told((messages | came_in).sorted(lambda one: (one.date, one.id))),
            "closed": Todo.search([("clerk_id", "=", clerk.id), *within("closed_at")], order="closed_at, id"),
            "promises": self.env["gendan.promise"].search(
                [("clerk_id", "=", clerk.id), ("user_id", "!=", clerk.id), *within("create_date")], order="id"
            ),
            "answers": self.env["gendan.answer"].search(answered, order="used_at, id"),
            "open": opened,
            "late": opened.filtered(lambda todo: todo.bucket == "late"),
        }

    def _gendan_told(self, messages):
        """Messages by document.

        :return: list of dict ``name``, ``customer``, ``lines`` (list of dict ``at``, ``who``, ``text``)
        """
        told = []
        by_document = defaultdict(messages.browse)
        for message in messages:
            by_document[message.model, message.res_id] |= message
        for (model, res_id), group in by_document.items():
            if model not in self.env:
                continue
            document = self.env[model].browse(res_id).exists()
            if not document or not document.has_access("read"):
                continue
            whose = document._gendan_whose() if hasattr(document, "_gendan_whose") else {}
            told.append(
                {
                    "name": document.display_name,
                    # sudo: the customer's name beside a document the reader may read
                    "customer": whose[document].partner.sudo().name if document in whose else "",
                    "lines": [
                        {"at": one.date, "who": one.author_id.sudo().name or one.email_from, "text": text}
                        for one in group
                        if (text := self._gendan_message_text(one))
                    ],
                }
            )
        return [document for document in told if document["lines"]]

    def _gendan_message_text(self, message):
        """A message in one line: its words, else what it says was changed."""
        if message.preview:
            return message.preview
        # sudo: the names of fields only, of a message the reader may read
        changed = message.sudo().tracking_value_ids.field_id.mapped("field_description")
        return ", ".join(changed) or message.subtype_id.description or message.subject or ""

    # ------------------------------------------------------------ telling

    @api.model
    def _cron_gendan_absences(self, batch_size=200):
        # EXTENDS common
        super()._cron_gendan_absences(batch_size)
        cron = self.env["ir.cron"]
        now = fields.Datetime.now()
        begun = self.search(
            [("date_from", "<=", now), ("told_at", "=", False), "|", ("date_to", "=", False), ("date_to", ">", now)]
        )
        over = self.search(
            [
                ("date_to", "<=", now),
                ("date_to", ">", now - timedelta(days=DIGEST_DAYS)),
                ("told_at", "!=", False),
                ("digest_at", "=", False),
            ]
        )
        for absences, tell in ((begun, "_gendan_tell_stand_ins"), (over, "_gendan_tell_owner")):
            for absence in absences:
                if absence.try_lock_for_update() and self._gendan_guarded(getattr(absence, tell)):
                    if not cron._commit_progress():
                        return

    def _gendan_tell_stand_ins(self):
        """Tell each colleague that she stands in, what is due, and where the sheet is. As the owner sees it."""
        self.ensure_one()
        self.told_at = fields.Datetime.now()
        as_owner = self._gendan_as(self.user_id)
        for sheet in as_owner._gendan_sheets():
            user = sheet["user"]
            if not user or user == self.user_id:
                continue
            todos = self.env["gendan.todo"].union(*(one["todos"] for one in sheet["customers"])).sorted(
                lambda todo: (not todo.due, todo.due or fields.Date.today(), todo.id)
            )
            env = self.with_context(lang=sheet["lang"], tz=user.tz or self.env.context.get("tz")).env
            self._gendan_tell(
                user,
                env._("You stand in for %(user)s", user=self.user_id.name),
                "gendan_followup.absence_begins_mail",
                {
                    "sheet": sheet,
                    "orders": sum(len(one["orders"]) for one in sheet["customers"]),
                    "customers": len(sheet["customers"]) + len(sheet["others"]),
                    "todos": todos.with_env(env)[:LINES_SHOWN],
                    "more": max(len(todos) - LINES_SHOWN, 0),
                },
                env,
            )
        return True

    def _gendan_tell_owner(self):
        """Tell who is back what was done for her and what is open."""
        self.ensure_one()
        self.digest_at = fields.Datetime.now()
        user = self.user_id.sudo()
        env = self.with_context(lang=user.lang or self.env.lang, tz=user.tz or self.env.context.get("tz")).env
        digest = self._gendan_as(user).with_context(**env.context)._gendan_digest()
        self._gendan_tell(
            user, env._("While you were away"), "gendan_followup.absence_digest_mail", {"digest": digest}, env
        )
        return True

    def _gendan_as(self, user):
        """This absence with the eyes of `user`, in all companies she works for."""
        return self.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def _gendan_tell(self, user, subject, template, values, env):
        """A notification, in the inbox or by mail as the person has it."""
        absence = self.with_env(env)
        body = env["ir.qweb"]._render(
            template, {"absence": absence, "user": user, **absence._gendan_print_helpers(), **values}
        )
        self.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=subject,
            body=body,
            author_id=self.env.ref("base.partner_root").id,
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _gendan_print_helpers(self):
        """Functions for the templates: days, moments and lights in the words of the context's language."""
        lights = dict(self.env["sale.order"]._fields["gendan_delivery_health"]._description_selection(self.env))
        return {
            "day": lambda value: format_date(self.env, value) if value else "",
            "moment": self._gendan_format,
            "light": lambda order: lights.get(order.gendan_delivery_health, ""),
            "next_step": self._gendan_next_step,
            "url": f"{self.get_base_url()}/odoo/follow-up-absences/{self.id}",
        }

    def _gendan_next_step(self, order):
        """The next step of an order: its name and day."""
        steps = order.gendan_plan_ids.next_milestone_id
        step = steps.sorted(lambda one: (one.forecast_date or fields.Date.today(), one.id))[:1]
        if not step:
            return ""
        return " ".join(filter(None, (step.name, format_date(self.env, step.forecast_date))))
