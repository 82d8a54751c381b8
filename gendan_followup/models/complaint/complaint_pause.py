"""Pauses of a complaint's clock: only with a reason, kept for ever."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from odoo.addons.gendan_followup.tools.mail_text import is_machine_subject

# sentinel: only the steps below write pauses
PAUSING = object()
REASONS = [
    ("photo", "Waiting for the customer's photos"),
    ("goods", "Waiting for the goods or a piece of them"),
    ("word", "Waiting for the customer's word"),
    ("visit", "Waiting for the day of a visit"),
    ("closed", "It was closed"),
    ("other", "Other"),
]


class GendanComplaintPause(models.Model):
    """A span in which a complaint's clock stood: why, from when, until when, who.

    Written by the buttons of the complaint alone and never changed or deleted; seen with the complaint.
    """

    _name = "gendan.complaint.pause"
    _description = "Pause of a Complaint's Clock"
    _inherit = ["gendan.parent.access.mixin"]
    _order = "date_from desc, id desc"
    _gendan_parent = "complaint_id"

    _one_open = models.UniqueIndex("(complaint_id) WHERE date_to IS NULL", "This complaint's clock is paused already.")
    _in_order = models.Constraint("CHECK (date_to IS NULL OR date_to >= date_from)", "A pause ends after it began.")

    complaint_id = fields.Many2one("gendan.complaint", required=True, index=True, ondelete="cascade")
    reason = fields.Selection(REASONS, required=True)
    note = fields.Char()
    date_from = fields.Datetime("Paused from", required=True, default=fields.Datetime.now)
    date_to = fields.Datetime("Run on from", help="Empty: it still stands.")
    user_id = fields.Many2one("res.users", string="Paused by", required=True, default=lambda self: self.env.user)
    resumed_by_id = fields.Many2one("res.users", string="Resumed by")

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base
        self._gendan_check_pausing()
        return super().create(vals_list)

    def write(self, vals):
        # EXTENDS base
        self._gendan_check_pausing()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """What the time to answer rests on stays, as long as its complaint does."""
        self._gendan_check_pausing()

    def _gendan_check_pausing(self):
        if self.env.context.get("gendan_pausing") is not PAUSING:
            raise UserError(
                self.env._("A complaint's clock is paused and resumed with its buttons, with a reason and who said so.")
            )


class GendanComplaint(models.Model):
    _inherit = "gendan.complaint"

    pause_ids = fields.One2many("gendan.complaint.pause", "complaint_id", string="Pauses", readonly=True, copy=False)
    open_pause_id = fields.Many2one("gendan.complaint.pause", compute="_compute_open_pause_id")
    pause_text = fields.Char(compute="_compute_open_pause_id", string="Why It Stands")

    @api.depends("pause_ids.date_to", "pause_ids.reason", "pause_ids.note")
    @api.depends_context("lang", "tz")
    def _compute_open_pause_id(self):
        reasons = dict(self.env["gendan.complaint.pause"]._fields["reason"]._description_selection(self.env))
        for complaint in self:
            pause = complaint.pause_ids.filtered(lambda pause: not pause.date_to)[:1]
            complaint.open_pause_id = pause
            complaint.pause_text = pause and self.env._(
                "%(reason)s, since %(moment)s (%(user)s)",
                reason=(pause.reason == "other" and pause.note) or reasons[pause.reason],
                moment=format_datetime(self.env, pause.date_from, dt_format="short"),
                user=pause.user_id.sudo().name,  # sudo: a colleague's name
            )

    # ------------------------------------------------------------ actions

    def action_gendan_pause(self):
        """Button: ask for the reason, then pause the clock."""
        self.ensure_one()
        self._gendan_raise_pause()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pause the Clock"),
            "res_model": "gendan.complaint.pausing",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def action_gendan_resume(self):
        """Button: what was waited for is here. For who handles complaints."""
        self.check_access("write")
        self._gendan_raise_role()
        self._gendan_resume()
        return True

    # ------------------------------------------------------------ business

    def _gendan_pause_error(self):
        """Why the clock cannot be paused now, or False."""
        self.ensure_one()
        if not self.clock_term:
            return self.env._("%(complaint)s: no clock is running.", complaint=self.display_name)
        if self.open_pause_id:
            return self.env._(
                "%(complaint)s is paused already: %(why)s.", complaint=self.display_name, why=self.pause_text
            )
        return False

    def _gendan_raise_pause(self):
        self.check_access("write")
        self._gendan_raise_role()
        if error := self._gendan_pause_error():
            raise UserError(error)

    def _gendan_raise_role(self):
        """The clock is the clerk's and the supervisor's to stop: a department would stop its own."""
        if self.env.su or self.env.user.has_group("gendan_followup.group_gendan_user"):
            return
        raise UserError(
            self.env._(
                "%(complaint)s: only clerks and supervisors pause the clock. Tell the clerk what is waited for.",
                complaint=self[:1].display_name,
            )
        )

    def _gendan_pause(self, reason, note=False):
        """Stop the clock from now on.

        :param str reason: one of `REASONS`; "other" needs a note
        :param note: what exactly is waited for
        :raise UserError: no reason, none running, paused already, or not the user's to do
        """
        self.ensure_one()
        self._gendan_raise_pause()
        if reason not in dict(REASONS) or reason == "closed" or (reason == "other" and not (note or "").strip()):
            raise UserError(
                self.env._("%(complaint)s: say what is waited for. A clock does not stop without a reason.",
                           complaint=self.display_name)
            )  # fmt: skip
        self._gendan_add_pause(reason, note=note)
        self._message_log(body=self.env._("Clock paused: %(why)s", why=self.pause_text))
        self._gendan_sync_todos()

    def _gendan_add_pause(self, reason, **values):
        """Note a pause; the rules are the caller's. One complaint."""
        self.ensure_one()
        # sudo: nobody may write pauses; the caller may write the complaint
        pauses = self.env["gendan.complaint.pause"].sudo().with_context(gendan_pausing=PAUSING)
        pauses.create({"complaint_id": self.id, "reason": reason, "user_id": self.env.uid, **values})

    def _gendan_resume(self):
        """Let the clocks run again; nothing happens to those that run."""
        now = fields.Datetime.now()
        paused = self.filtered("open_pause_id")
        for complaint in paused:
            pause = complaint.open_pause_id
            # sudo: as above
            pause.sudo().with_context(gendan_pausing=PAUSING).write({"date_to": now, "resumed_by_id": self.env.uid})
            complaint._message_log(body=self.env._("Clock running again."))
        paused._gendan_sync_todos()

    def _message_post_after_hook(self, message, msg_vals):
        # EXTENDS mail: what was waited for came by itself
        result = super()._message_post_after_hook(message, msg_vals)
        waited = self.sudo()  # sudo: the customer writes, from his mail or the portal
        author = message.sudo().author_id.commercial_partner_id
        # a machine that says he is away sends nothing
        is_machine = self.env.context.get("gendan_auto_submitted") or is_machine_subject(message.subject)
        if author and not is_machine and author == waited.partner_id.commercial_partner_id and waited.open_pause_id:
            waited._gendan_resume()
        return result
