from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime


class GendanAbsence(models.Model):
    """A clerk is away and a colleague stands in for her: the work moves, ownership does not.

    A clerk keeps her own absences, a supervisor everybody's; the follow-up team, departments and sales reps read them.
    The bounds are moments (UTC): record rules compare them with "now".
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
        domain=[("share", "=", False)],
        ondelete="restrict",
        help="Gets the work of every customer for whom no other trained colleague is here.",
    )
    company_id = fields.Many2one(related="user_id.company_id", store=True, index="btree_not_null")
    date_from = fields.Datetime("From", required=True, default=fields.Datetime.now)
    date_to = fields.Datetime("Until", required=True, help="The moment from which she is back at work.")
    reason = fields.Char()
    state = fields.Selection(
        [("planned", "Planned"), ("away", "Away Now"), ("over", "Over")],
        compute="_compute_state",
    )

    # ------------------------------------------------------------ compute

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
        """One absence at a time, and who stands in must be here all the while."""
        # sudo: an absence the writer may not see (another company) makes the colleague no less absent
        others = self.sudo().search_fetch(
            [
                ("date_from", "<", max(self.mapped("date_to"))),
                ("date_to", ">", min(self.mapped("date_from"))),
                "|",
                ("user_id", "in", (self.user_id | self.backup_id).ids),
                ("backup_id", "in", self.user_id.ids),
            ],
            ["user_id", "backup_id", "date_from", "date_to"],
        )
        for absence in self:
            for other in others:
                together = other.date_from < absence.date_to and other.date_to > absence.date_from
                if other == absence or not together:
                    continue
                words = {
                    "user": absence.user_id.name,
                    "backup": absence.backup_id.name,
                    "other": other.user_id.name,
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
                if other.user_id == absence.backup_id:
                    raise ValidationError(
                        self.env._(
                            "%(backup)s is away from %(start)s to %(end)s and cannot stand in for %(user)s then: "
                            "choose another backup.",
                            **words,
                        )
                    )
                if other.backup_id == absence.user_id:
                    raise ValidationError(
                        self.env._(
                            "%(user)s stands in for %(other)s from %(start)s to %(end)s: "
                            "choose another backup there first.",
                            **words,
                        )
                    )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        absences._gendan_after_change()
        return absences

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"user_id", "backup_id", "date_from", "date_to"}:
            self._gendan_after_change()
        return result

    def unlink(self):
        # the work goes back to its owner at once
        changed = self.filtered(lambda absence: absence.date_to > fields.Datetime.now())
        result = super().unlink()
        if changed:
            self.browse()._gendan_after_change()
        return result

    # ------------------------------------------------------------ business

    def _gendan_after_change(self):
        """Hook: who acts for whom has changed, or will at the bounds of these absences (empty: right now)."""

    @api.model
    def _gendan_away_now(self, at=None):
        """The absences that hold at a moment, by the person who is away. Superuser's eyes.

        :param datetime at: naive UTC, now when left out
        :return: {res.users: gendan.absence}
        """
        at = at or fields.Datetime.now()
        # sudo: who acts for a customer must not depend on whose absences the caller may see
        absences = self.sudo().search_fetch([("date_from", "<=", at), ("date_to", ">", at)], ["user_id", "backup_id"])
        return {absence.user_id: absence for absence in absences}

    def _gendan_format(self, moment):
        """A moment for a sentence, in the reader's time zone."""
        if not moment:
            return "…"
        return format_datetime(self.env, moment, dt_format="short")
