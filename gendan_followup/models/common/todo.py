"""To-dos: one stored row for each thing that waits for somebody."""

from collections import defaultdict, namedtuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from .opening import open_document

# What is needed to say who acts: role, company, customer, order, department and the clerk who follows; where the
# document names one person, that person and the document, which whoever stands in has to be able to read.
WhoRequest = namedtuple(
    "WhoRequest", "role company partner order department clerk person document", defaults=(None, None)
)

ROLES = [
    ("clerk", "Clerk"),
    ("rep", "Sales Rep"),
    ("supervisor", "Supervisor"),
    ("department", "Department"),
    ("head", "Head of Company"),
]


class GendanTodo(models.Model):
    """One waiting thing: what, for which document, who acts today, until when, how far the ladder has climbed.

    Rows are kept by code only (`gendan.todo.mixin`, `gendan.ladder`): nobody has the right to create, change or
    delete one. Clerks read those of their customers and of those they back up today, supervisors all of their
    companies, a department what was put to it, reps those of their own customers, everybody what waits for himself.
    """

    _name = "gendan.todo"
    _description = "Follow-up To-do"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "due, urgency desc, id"
    _mail_post_access = "read"
    _rec_names_search = ["name", "order_id.name", "partner_id.name"]

    _open_uniq = models.UniqueIndex(
        "(res_model, res_id, kind) WHERE open", "This to-do is open already."
    )
    _next_step_idx = models.Index("(next_step_at, id) WHERE open")
    _user_due_idx = models.Index("(user_id, due) WHERE open")
    _clerk_due_idx = models.Index("(clerk_id, due) WHERE open")
    _department_due_idx = models.Index("(department_id, due) WHERE open")

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    name = fields.Char(string="To Do", required=True, readonly=True)
    label = fields.Char(
        string="What to do",
        compute="_compute_label",
        help="In the reader's language where the document can say it in it.",
    )
    kind = fields.Selection(
        "_selection_kind", required=True, readonly=True, help="What sort of thing is waiting; ladders serve a kind."
    )
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", required=True, readonly=True
    )

    order_id = fields.Many2one(
        "sale.order", string="Order", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    # Stored: the record rules and the clerk's lists go by it. Follows a change of clerk by itself.
    clerk_id = fields.Many2one(
        "res.users", string="Clerk", compute="_compute_clerk_id", store=True, readonly=True
    )
    role = fields.Selection(ROLES, required=True, default="clerk", readonly=True)
    department_id = fields.Many2one(
        "gendan.department", string="Department", readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", string="Acts Today", readonly=True)
    on_behalf_of_id = fields.Many2one(
        "res.users", string="For", readonly=True, help="The absent person this is done for."
    )
    is_user_fixed = fields.Boolean(
        readonly=True, help="The person was named by the document, not found by role."
    )

    due = fields.Date(readonly=True)
    due_at = fields.Datetime(
        string="Due at", readonly=True, help="The hour, for what is due at one: departments' answers."
    )
    opened_on = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    urgency = fields.Selection(
        [("0", "Normal"), ("1", "High"), ("2", "Critical")],
        required=True,
        default="0",
        readonly=True,
    )
    open = fields.Boolean(default=True, readonly=True)
    closed_at = fields.Datetime(readonly=True)
    is_synced = fields.Boolean(
        string="Kept by its Document",
        readonly=True,
        help="Closes by itself when its document no longer asks for it.",
    )

    ladder_id = fields.Many2one("gendan.ladder", readonly=True, ondelete="set null")
    level = fields.Integer(
        readonly=True, aggregator=None, help="How many steps of the ladder have spoken."
    )
    round = fields.Integer(
        readonly=True,
        default=1,
        aggregator=None,
        help="The ladder starts again when the day is put off to a day to come.",
    )
    next_step_at = fields.Datetime(readonly=True)
    failures = fields.Integer(readonly=True, aggregator=None)
    step_log_ids = fields.One2many("gendan.todo.log", "todo_id", string="Steps Spoken", readonly=True)

    @api.model
    def _selection_kind(self):
        """The kinds of to-do in words, as list of (code, label). Hook: rooms return `super()` plus their own."""
        # pairs inside a list would bring their codes among the terms to translate, too
        kinds = {
            "gate_confirm": self.env._("Confirmation held by a rule"),
            "message_failed": self.env._("Message to the customer not sent"),
        }
        return list(kinds.items())

    # ------------------------------------------------------------ compute

    @api.depends("order_id.gendan_clerk_id", "partner_id.gendan_clerk_id")
    def _compute_clerk_id(self):
        for todo in self:
            todo.clerk_id = todo.order_id.gendan_clerk_id or todo.partner_id.gendan_clerk_id

    @api.depends("name", "kind", "res_model", "res_id")
    @api.depends_context("lang")
    def _compute_label(self):
        for model, todos in self.grouped("res_model").items():
            # sudo: what is waited for is shown to whoever may read the to-do, as its name is
            documents = self.env[model].sudo().browse(todos.mapped("res_id"))
            labels = documents._gendan_todo_labels() if hasattr(documents, "_gendan_todo_labels") else {}
            for todo in todos:
                todo.label = labels.get((todo.res_id, todo.kind)) or todo.name

    # ------------------------------------------------------------ actions

    def action_open_source(self):
        """Button: open the document that waits. Its own access rules decide whether the user may."""
        self.ensure_one()
        # sudo: which document it is may be known; opening it below asks the user's own rights
        todo = self.sudo()
        document = todo._gendan_source()
        if not document:
            raise UserError(
                self.env._("The document of the to-do “%(todo)s” is no longer there.", todo=todo.name)
            )
        return open_document(document.with_env(self.env))

    def action_close(self):
        """Button: done by hand. Only for to-dos that no document keeps; others close when the document is settled.

        Who may read a to-do may close it. Returns True.
        """
        self.check_access("read")
        for todo in self:
            if todo.is_synced:
                raise UserError(
                    self.env._(
                        "The to-do “%(todo)s” closes by itself when its document is settled. Open the document.",
                        todo=todo.name,
                    )
                )
        # sudo: nobody has the right to write to-dos, the check above stands for it
        self.sudo()._gendan_close()
        return True

    # ------------------------------------------------------------ business

    def _gendan_source(self):
        """The document that waits, with the rights of `self`; empty when it or its model is gone."""
        self.ensure_one()
        if self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists()

    def _gendan_close(self):
        """Close open to-dos and take their activities off the lists. Call with sudo. Writes nothing if none is open."""
        todos = self.filtered("open")
        if not todos:
            return
        todos.write({"open": False, "closed_at": fields.Datetime.now(), "next_step_at": False})
        todos._gendan_activities().unlink()

    def _gendan_activities(self):
        """Activities the ladder made for these to-dos."""
        # sudo: activities of colleagues; only those a ladder made for these to-dos
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("automated", "=", True),
                ]
            )
        )

    @api.model
    def _gendan_prepare_create_context(self):
        """Context in which to-dos are written: rows of a table, not documents with followers and tracking."""
        return {
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "mail_notrack": True,
            "tracking_disable": True,
        }

    # ------------------------------------------------------------ who acts

    def _gendan_who_request(self):
        self.ensure_one()
        return WhoRequest(
            self.role,
            self.company_id,
            self.partner_id,
            self.order_id,
            self.department_id,
            self.clerk_id,
            (self.on_behalf_of_id or self.user_id) if self.is_user_fixed else None,
            self._gendan_source() if self.is_user_fixed else None,
        )

    @api.model
    def _gendan_resolve(self, requests):
        """Who acts today for each `WhoRequest`, in batch. Call with sudo.

        An absent person's backup acts for her; a role nobody fills falls to the supervisor. A person named by the
        document acts, or who stands in for her.

        :return: list of (user, on behalf of), both possibly empty, in the order of `requests`
        """
        no_one = self.env["res.users"]
        # the company decides who steps in where no clerk is set, so one call per company
        acting = {}
        by_company = defaultdict(lambda: self.env["res.partner"])
        for request in requests:
            if request.role == "clerk" and request.partner and not request.person:
                by_company[request.company] |= request.partner
        for company, partners in by_company.items():
            answers = partners.with_company(company)._gendan_acting_user()
            acting.update({(company.id, partner.id): answers[partner] for partner in partners})

        settled, nominal = self._gendan_resolve_named(requests), {}
        for index, request in enumerate(requests):
            if index in settled:
                continue
            known_clerk = request.partner.gendan_clerk_id
            clerk = request.clerk.filtered("active") or known_clerk  # who has left does not get the work
            if request.role == "clerk" and request.partner and clerk == known_clerk:
                user, on_behalf_of = acting[request.company.id, request.partner.id]
                if user:
                    settled[index] = (user, on_behalf_of or no_one)
                    continue
            nominal[index] = self._gendan_nominal_user(request) or request.company.gendan_supervisor_id
        if nominal:
            stand_ins = self._gendan_stand_ins({index: (requests[index], user) for index, user in nominal.items()})
            settled.update({index: stand_ins.get(index, (user, no_one)) for index, user in nominal.items()})
        return [settled[index] for index in range(len(requests))]

    @api.model
    def _gendan_resolve_named(self, requests):
        """Who acts where the document names one person. Call with sudo.

        While she is away: who stands in for her, where he may read the document; for a department whoever answers for
        it; else the person of the role.

        :return: {index: (user, on behalf of)} of those requests
        """
        no_one = self.env["res.users"]
        named = {index: request for index, request in enumerate(requests) if request.person}
        settled = {index: (request.person, no_one) for index, request in named.items()}
        absent_ids = self.env["gendan.absence"]._gendan_away_ids() if named else ()
        absent = {index: request for index, request in named.items() if request.person.id in absent_ids}
        stand_ins = self._gendan_stand_ins(
            {
                index: (request._replace(role="clerk" if request.person == request.clerk else "rep"), request.person)
                for index, request in absent.items()
                if request.role != "department"
            }
        )
        for index, request in absent.items():
            user, _person = stand_ins.get(index, (no_one, no_one))
            if not user or not self._gendan_may_open(request.document, user):
                [(user, _person)] = self._gendan_resolve([request._replace(person=None, document=None)])
            if user and user != request.person:
                settled[index] = (user, request.person)
        return settled

    @api.model
    def _gendan_may_open(self, document, user):
        """Whether a person may read a document, in all his companies; True where there is none."""
        if not document:
            return True
        as_user = document.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return as_user.has_access("read")

    @api.model
    def _gendan_nominal_user(self, request):
        """The person a role means, present or not. Rooms with roles of their own extend it."""
        if request.role == "clerk":
            customer = request.partner.commercial_partner_id
            return request.clerk.filtered("active") or customer.gendan_clerk_id.filtered("active")
        if request.role == "rep":
            return request.order.user_id or request.partner.user_id
        if request.role == "department":
            return request.department._gendan_responsible() if request.department else None
        if request.role == "head":
            return request.company.gendan_head_id
        return request.company.gendan_supervisor_id

    @api.model
    def _gendan_stand_ins(self, asked):
        """Who acts for those who are away now.

        :param dict asked: key -> (`WhoRequest`, the person meant)
        :return: {key: (who stands in, person meant)}, without those who are here
        """
        Absence = self.env["gendan.absence"]
        away = Absence._gendan_away_now()
        if not away:
            return {}
        chosen = Absence.union(*away.values())._gendan_chosen()
        answer = {}
        for key, (request, user) in asked.items():
            if user not in away:
                continue
            customer = request.partner.commercial_partner_id
            if request.role == "clerk" and customer:
                stand_in = customer._gendan_stand_in(user, away, request.company, chosen)
            else:
                stand_in = away[user]._gendan_stand_in(away, request.company)
            if stand_in != user:
                answer[key] = (stand_in, user)
        return answer

    def _gendan_give(self, user):
        """Give to-dos of one person and no other to somebody else for good, with their activities. Call with sudo."""
        before = self.user_id
        self.write({"user_id": user.id, "on_behalf_of_id": False})
        self._gendan_activities().filtered(lambda activity: activity.user_id in before).with_context(
            mail_activity_quick_update=True
        ).write({"user_id": user.id})

    def _gendan_assign(self):
        """Find again who acts today and write it where it changed; activities go to who acts. Call with sudo.

        :return: the to-dos that changed hands
        """
        todos = self.filtered("open")
        changed = defaultdict(self.browse)
        people = self._gendan_resolve([todo._gendan_who_request() for todo in todos])
        for todo, (user, on_behalf_of) in zip(todos, people, strict=True):
            if (todo.user_id, todo.on_behalf_of_id) != (user, on_behalf_of):
                changed[todo.user_id, user, on_behalf_of] |= todo
        moved = self.browse()
        for (before, user, on_behalf_of), group in changed.items():
            group.write({"user_id": user.id, "on_behalf_of_id": on_behalf_of.id})
            if user:
                # quick update: the list of the person who acts changes, nobody is mailed about each row
                group._gendan_activities().filtered(
                    lambda activity, before=before: activity.user_id == before
                ).with_context(mail_activity_quick_update=True).write({"user_id": user.id})
            moved |= group
        return moved

    @api.model
    def _gendan_misassigned_ids(self, limit=None):
        """Ids of open to-dos whose person may have come, gone or changed. One query, bounded by who is away today.

        What somebody does for another is looked at each time: her stand-in may have left, too.
        """
        self.flush_model()
        self.env["gendan.absence"].flush_model()
        self.env["res.users"].flush_model(["active"])
        now = fields.Datetime.now()
        self.env.cr.execute(
            """
            WITH away AS (
                SELECT DISTINCT user_id FROM gendan_absence
                 WHERE date_from <= %(now)s AND (date_to IS NULL OR date_to > %(now)s)
            )
            SELECT id FROM gendan_todo todo
             WHERE open
               AND (
                    user_id IN (SELECT user_id FROM away)
                 OR on_behalf_of_id IS NOT NULL
                 OR (is_user_fixed IS NOT TRUE
                     AND (user_id IN (SELECT id FROM res_users WHERE active IS NOT TRUE)
                          OR (role = 'clerk' AND clerk_id IS NOT NULL
                              AND clerk_id IS DISTINCT FROM COALESCE(on_behalf_of_id, user_id))
                          OR user_id IS NULL))
               )
             ORDER BY id
             LIMIT %(limit)s
            """,
            {"now": now, "limit": limit},
        )
        return [row[0] for row in self.env.cr.fetchall()]
