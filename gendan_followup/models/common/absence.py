from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_datetime


class GendanAbsence(models.Model):
    """A clerk is away and a colleague stands in for her: the work moves, ownership does not.

    A clerk keeps her own absences, a supervisor everybody's; the follow-up team, departments and sales reps read them.
    The bounds are moments (UTC): record rules compare them with "now". Without an end it lasts until she is back.
    """

    _name = "gendan.absence"
    _description = "Absence of a Clerk"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    _dates_in_order = models.Constraint("CHECK (date_from < date_to)", "An absence must end after it begins.")
    _backup_is_another = models.Constraint(
        "CHECK (user_id <> backup_id)", "Nobody can stand in for herself: choose a colleague as backup."
    )
    # The net under _check_overlap for two people saving at once. Deferred, so that the one who merely overlooked an
    # absence reads the sentence of the check, which names it.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(user_id, user_id, '[]') WITH &&, tsrange(date_from, date_to) WITH &&)"
        " DEFERRABLE INITIALLY DEFERRED",
        "This person is already away at that time.",
    )
    _backup_dates_idx = models.Index("(backup_id, date_from, date_to)")

    user_id = fields.Many2one(
        "res.users",
        string="Away",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="cascade",
    )
    backup_id = fields.Many2one(
        "res.users",
        string="Backup",
        required=True,
        compute="_compute_backup_id",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("share", "=", False)],
        ondelete="restrict",
        help="Gets the work of every customer for whom no other trained colleague is here.",
    )
    cover = fields.Selection(
        [("trained", "Whoever is trained for the customer"), ("one", "The backup, for all customers")],
        string="Who Stands In",
        required=True,
        default="trained",
        help="Trained: the backup where she is trained, else the customer's first trained colleague who is here, else "
        "the backup after all. Where nobody of them is here, the supervisor.",
    )
    cover_ids = fields.One2many(
        "gendan.absence.cover", "absence_id", string="Other Colleagues", help="For these customers somebody else."
    )
    company_id = fields.Many2one(related="user_id.company_id", store=True, index="btree_not_null")
    date_from = fields.Datetime("From", required=True, default=fields.Datetime.now)
    date_to = fields.Datetime(
        "Until", help="The moment from which she is back at work. Empty: not known yet; say so when she is back."
    )
    reason = fields.Char()
    warning = fields.Text(compute="_compute_warning")
    state = fields.Selection(
        [("planned", "Planned"), ("away", "Away Now"), ("over", "Ended")],
        compute="_compute_state",
    )

    # ------------------------------------------------------------ compute

    @api.depends("user_id")
    def _compute_backup_id(self):
        """Proposed: the colleague trained for most of her customers, who is here when she leaves."""
        for absence in self:
            if absence.backup_id and absence.backup_id != absence.user_id:
                continue
            away = self._gendan_away_now(absence.date_from)
            # sudo: who is trained for whom decides the proposal, not who fills in the form
            trained = self.env["gendan.customer.backup"].sudo()._read_group(
                [
                    ("partner_id.gendan_clerk_id", "=", absence.user_id.id),
                    ("trained_since", "!=", False),
                    ("user_id", "not in", [absence.user_id.id, *(user.id for user in away)]),
                    ("user_id.active", "=", True),
                ],
                ["user_id"],
                order="__count desc, user_id",
                limit=1,
            )
            absence.backup_id = trained[0][0].id if absence.user_id and trained else False

    @api.depends("date_from", "date_to")
    def _compute_state(self):
        now = fields.Datetime.now()
        for absence in self:
            if not absence.date_from or absence.date_from > now:
                absence.state = "planned"
            elif absence.date_to and absence.date_to <= now:
                absence.state = "over"
            else:
                absence.state = "away"

    @api.depends("user_id", "backup_id", "cover", "cover_ids.user_id", "date_from", "date_to")
    @api.depends_context("lang", "tz")
    def _compute_warning(self):
        for absence in self:
            absence.warning = "\n".join(absence._gendan_warnings()) or False

    @api.depends("user_id", "date_from", "date_to")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        # EXTENDS base
        for absence in self:
            absence.display_name = self.env._(
                "%(user)s, %(start)s to %(end)s",
                user=absence.user_id.name or "",
                start=self._gendan_format(absence.date_from),
                end=self._gendan_format(absence.date_to),
            )

    # ------------------------------------------------------------ constrains

    @api.constrains("user_id", "backup_id", "date_from", "date_to")
    def _check_overlap(self):
        """One absence at a time; who is named is here for a part of it at least, and no two stand in for each other."""
        others = self._gendan_at_the_same_time()
        for absence in self:
            for other in others:
                if other == absence or not absence._gendan_meets(other):
                    continue
                words = {
                    "user": absence.user_id.name,
                    "backup": absence.backup_id.name,
                    "start": self._gendan_format(other.date_from),
                    "end": self._gendan_format(other.date_to),
                }
                if other.user_id == absence.user_id:
                    raise ValidationError(
                        self.env._(
                            "%(user)s is already away from %(start)s to %(end)s: change that absence instead.",
                            **words,
                        )
                    )
                if other.user_id == absence.backup_id and other._gendan_encloses(absence):
                    raise ValidationError(
                        self.env._(
                            "%(backup)s is away from %(start)s to %(end)s and cannot stand in for %(user)s then: "
                            "choose another backup.",
                            **words,
                        )
                    )
            absence._gendan_check_circle(others)

    def _gendan_check_circle(self, others):
        """:raise ValidationError: those who stand in for one another are all away at one moment"""
        self.ensure_one()
        chain = [self]
        start, end = self.date_from, self.date_to
        while True:
            last = chain[-1]
            following = others.filtered(
                lambda other, last=last: other.user_id == last.backup_id and other not in chain
            ).filtered(
                lambda other, start=start, end=end: (
                    (not end or other.date_from < end) and (not other.date_to or other.date_to > start)
                )
            )[:1]
            if not following:
                return
            start = max(start, following.date_from)
            end = min(filter(None, (end, following.date_to)), default=False)
            if following.backup_id in [absence.user_id for absence in chain]:
                raise ValidationError(
                    self.env._(
                        "%(user)s is to stand in for %(other)s from %(start)s to %(end)s, and they cannot stand in for "
                        "each other: choose another backup.",
                        user=following.backup_id.name,
                        other=following.user_id.name,
                        start=self._gendan_format(following.date_from),
                        end=self._gendan_format(following.date_to),
                    )
                )
            chain.append(following)

    def _gendan_at_the_same_time(self):
        """All absences that meet the span of these, whoever is away. Superuser's eyes."""
        ends = self.mapped("date_to")
        domain = Domain("date_to", "=", False) | Domain("date_to", ">", min(self.mapped("date_from")))
        if all(ends):
            domain &= Domain("date_from", "<", max(ends))
        # sudo: an absence the writer may not see (another company) makes the colleague no less absent
        return self.sudo().search_fetch(domain, ["user_id", "backup_id", "date_from", "date_to"])

    def _gendan_meets(self, other):
        """Whether the two absences have a moment in common."""
        return (not self.date_to or other.date_from < self.date_to) and (
            not other.date_to or other.date_to > self.date_from
        )

    def _gendan_encloses(self, other):
        """Whether this absence lasts all the while of the other."""
        return self.date_from <= other.date_from and (
            not self.date_to or bool(other.date_to and other.date_to <= self.date_to)
        )

    def _gendan_warnings(self):
        """What to think of before she leaves; nothing of it forbids the absence.

        :return: list of sentences
        """
        self.ensure_one()
        if not self.user_id or not self.date_from or self.state == "over":
            return []
        warnings = []
        others = self._gendan_at_the_same_time() - self._origin
        for other in others.filtered(lambda other: other.user_id == self.backup_id):
            warnings.append(
                self.env._(
                    "%(backup)s is away herself from %(start)s to %(end)s: where nobody else is trained, the work then "
                    "goes to the supervisor.",
                    backup=self.backup_id.name,
                    start=self._gendan_format(other.date_from),
                    end=self._gendan_format(other.date_to),
                )
            )
        for other in others.filtered(lambda other: other.backup_id == self.user_id and other.user_id != self.user_id):
            warnings.append(
                self.env._(
                    "%(user)s stands in for %(other)s from %(start)s to %(end)s: where nobody else is trained, that "
                    "work then goes to the supervisor.",
                    user=self.user_id.name,
                    other=other.user_id.name,
                    start=self._gendan_format(other.date_from),
                    end=self._gendan_format(other.date_to),
                )
            )
        # sudo: a number; which customers it are is read with the reader's rights
        untrained = self.env["res.partner"].sudo().search_count(self._gendan_untrained_domain())
        if untrained:
            warnings.append(
                self.env._("For %(count)s of her customers nobody is trained to stand in.", count=untrained)
            )
        return warnings

    def _gendan_untrained_domain(self):
        """The customers of who is away for whom nobody is trained."""
        return [("gendan_clerk_id", "=", self.user_id.id), ("gendan_has_backup", "=", False)]

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        absences._gendan_after_change()
        return absences

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"user_id", "backup_id", "cover", "cover_ids", "date_from", "date_to"}:
            self._gendan_after_change()
        return result

    def unlink(self):
        # the work goes back to its owner at once
        result = super().unlink()
        self.browse()._gendan_after_change()
        return result

    # ------------------------------------------------------------ actions

    def action_from_now(self):
        """Button: she leaves now, earlier than planned. Who may write the absence."""
        self.ensure_one()
        if self.state != "planned":
            raise UserError(self.env._("%(absence)s has begun already.", absence=self.display_name))
        self.date_from = fields.Datetime.now()
        return True

    def action_back_now(self):
        """Button: she is back, from this moment on. Who may write the absence."""
        self.ensure_one()
        if self.state != "away":
            raise UserError(self.env._("%(user)s is not away.", user=self.user_id.name))
        self.date_to = fields.Datetime.now()
        return True

    def action_untrained(self):
        """Button: her customers for whom nobody is trained.

        :return: action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Nobody Is Trained"),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "views": [(self.env.ref("gendan_followup.view_gendan_customer_list").id, "list"), (False, "form")],
            "domain": self._gendan_untrained_domain(),
        }

    # ------------------------------------------------------------ business

    def _gendan_after_change(self):
        """Hook: who acts for whom has changed, or will at the bounds of these absences (empty: right now)."""
        self.env.registry.clear_cache()
        now = fields.Datetime.now()
        bounds = {moment for absence in self for moment in (absence.date_from, absence.date_to) if moment}
        for action in self._gendan_woken():
            action._trigger(at=[now, *sorted(moment for moment in bounds if moment > now)])

    @api.model
    def _gendan_woken(self):
        """The scheduled actions that move work at the bounds of an absence. Hook.

        :return: list of ``ir.cron`` (sudo)
        """
        # sudo: whoever enters an absence, the work must move
        return [self.env.ref("gendan_followup.ir_cron_ladders").sudo()]

    @api.model
    def _gendan_today_domain(self):
        """Domain of the absences that hold now. Moments stay words ("now"): record rules keep it.

        :rtype: list
        """
        return [("date_from", "<=", "now"), "|", ("date_to", "=", False), ("date_to", ">", "now")]

    @api.model
    @tools.ormcache()
    def _gendan_spans(self):
        """Who is, was or will be away, for the question "is anybody away at all?" on hot paths, without a query.

        The moments are compared by the caller: nothing of "now" is kept.

        :return: tuple of (user id, from, until or False)
        """
        # sudo: as _gendan_away_now
        absences = self.sudo().search_fetch([], ["user_id", "date_from", "date_to"], order="id")
        return tuple((absence.user_id.id, absence.date_from, absence.date_to) for absence in absences)

    @api.model
    def _gendan_away_ids(self, at=None):
        """The ids of the users who are away at a moment; no query as long as no absence changes.

        :param datetime at: naive UTC, now when left out
        :rtype: set
        """
        at = at or fields.Datetime.now()
        return {user for user, start, end in self._gendan_spans() if start <= at and (not end or end > at)}

    @api.model
    def _gendan_away_now(self, at=None):
        """The absences that hold at a moment, by the person who is away. Superuser's eyes.

        :param datetime at: naive UTC, now when left out
        :return: {res.users: gendan.absence}
        """
        at = at or fields.Datetime.now()
        # sudo: who acts for a customer must not depend on whose absences the caller may see
        absences = self.sudo().search_fetch(
            [("date_from", "<=", at), "|", ("date_to", "=", False), ("date_to", ">", at)],
            ["user_id", "backup_id", "cover", "company_id"],
        )
        return {absence.user_id: absence for absence in absences}

    def _gendan_chosen(self):
        """Who was chosen for single customers. One query for all. Call with sudo.

        :return: {(id of who is away, customer's id): ``res.users``}
        """
        covers = self.env["gendan.absence.cover"].sudo()  # sudo: as _gendan_away_now
        if self:
            covers = covers.search_fetch([("absence_id", "in", self.ids)], ["absence_id", "partner_id", "user_id"])
        return {(cover.absence_id.user_id.id, cover.partner_id.id): cover.user_id for cover in covers}

    @api.model
    def _gendan_in_charge(self, company, away):
        """Who does what nobody else is here for: the company's supervisor, or who stands in for her.

        :param company: ``res.company`` (sudo)
        :param dict away: from `_gendan_away_now`
        :return: ``res.users``, empty where no supervisor is set
        """
        supervisor = company.gendan_supervisor_id.filtered("active")
        if supervisor in away:
            backup = away[supervisor].backup_id
            if backup.active and backup not in away:
                return backup
        return supervisor

    def _gendan_stand_in(self, away, company):
        """Who acts for the person of this absence where no customer decides: the backup, else who is in charge.

        :param dict away: from `_gendan_away_now`
        :param company: ``res.company`` (sudo)
        :return: ``res.users``; the backup all the same where nobody is here
        """
        self.ensure_one()
        backup = self.backup_id.filtered("active")
        if backup and backup not in away:
            return backup
        charge = self._gendan_in_charge(company, away)
        if charge and charge not in away:
            return charge
        return backup or self.user_id

    def _gendan_may_stand_in(self, user, customer, away, company, chosen):
        """Whether what `user` does for this customer is done for who is away. Call with sudo.

        :param customer: ``res.partner``, a commercial entity
        :param dict away: from `_gendan_away_now`; `chosen` from `_gendan_chosen`
        """
        self.ensure_one()
        if user in (self.backup_id, chosen.get((self.user_id.id, customer.id))):
            return True
        if self.cover == "trained" and user in customer.gendan_backup_ids._gendan_trained().user_id:
            return True
        return user == customer._gendan_stand_in(self.user_id, away, company, chosen)

    def _gendan_format(self, moment):
        """A moment for a sentence, in the reader's time zone."""
        if not moment:
            return "…"
        return format_datetime(self.env, moment, tz=self.env.context.get("tz"), dt_format="short")
