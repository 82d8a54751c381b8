"""What happens to the clocks of a complaint: stopped at the end, running on when opened again, policy applied anew."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .complaint import ENDED
from .complaint_clock import CLOCKS, STAGES
from .complaint_judge import STEPS
from .terms import TERMS


class GendanComplaint(models.Model):
    _inherit = "gendan.complaint"

    is_policy_changed = fields.Boolean("Policy Has Changed", compute="_compute_is_policy_changed")

    @api.depends("policy_id", "kind_id", "severity", "partner_id", "state", *TERMS)
    def _compute_is_policy_changed(self):
        policies = self.env["gendan.complaint.policy"]._gendan_policies(self)
        for complaint in self:
            terms = policies[complaint]._gendan_terms()
            complaint.is_policy_changed = complaint.state not in ENDED and any(
                complaint[name] != value for name, value in terms.items()
            )

    # ------------------------------------------------------------ actions

    def action_gendan_apply_policy(self):
        """Button: take over the times the policy says today; the log says which were changed. For clerks.

        :raise UserError: it has ended: what was measured stays
        """
        self.check_access("write")
        self._gendan_raise_role()
        for complaint in self:
            if complaint.state in ENDED:
                raise UserError(
                    self.env._(
                        "%(complaint)s has ended: its times stay what they were. Open it again to follow it on.",
                        complaint=complaint.display_name,
                    )
                )
        self._gendan_apply_policy()
        return True

    # ------------------------------------------------------------ business

    def _gendan_apply_policy(self):
        """Take over today's times of the line that fits today, and say in the log what that changed."""
        policies = self.env["gendan.complaint.policy"]._gendan_policies(self)
        for complaint, policy in policies.items():
            terms = policy._gendan_terms()
            changes = {name: value for name, value in terms.items() if complaint[name] != value}
            if not changes and complaint.policy_id == policy:
                continue
            words = complaint._gendan_terms_text(changes)
            complaint._gendan_keep({"policy_id": policy.id, **terms})
            complaint._message_log(
                body=Markup("%s<ul>%s</ul>")
                % (
                    self.env._("Policy applied again: %(policy)s", policy=policy.name or self.env._("usual times")),
                    Markup().join(Markup("<li>%s</li>") % word for word in words),
                )
            )
        self._gendan_sync_todos()

    def _gendan_terms_text(self, changes):
        """What is changed, in words: "First Answer within (hours): 24 → 8"."""
        self.ensure_one()
        words = []
        for name, value in changes.items():
            field = self._fields[name]
            old = self[name]
            if field.type == "selection":
                labels = dict(field._description_selection(self.env))
                old, value = labels.get(old, ""), labels.get(value, "")
            elif field.type == "boolean":
                old, value = (self.env._("yes") if flag else self.env._("no") for flag in (old, value))
            else:
                old, value = f"{old:g}", f"{value:g}"
            words.append(f"{field._description_string(self.env)}: {old} → {value}")
        return words

    def _gendan_note_stage(self, stage, at=None):
        """A stage of the full track is done: its clock stops. Called by what works on the stage.

        :param str stage: one of `STAGES`
        :param datetime at: naive UTC, now by default
        """
        if stage not in STAGES:
            raise ValueError(f"{stage} is no stage that is timed")
        fresh = self.filtered(lambda complaint: not complaint[f"{stage}_done_at"])
        if fresh:
            fresh._gendan_keep({f"{stage}_done_at": at or fields.Datetime.now()})
            fresh._gendan_sync_todos()

    def _gendan_step(self, code, **values):
        # EXTENDS gendan_followup: at the end nothing is waited for; what the clock stood is counted before it is frozen
        if STEPS[code].to in ENDED:
            for complaint in self:
                if sentence := complaint._gendan_open_error(code):
                    raise UserError(sentence)
            self.sudo()._gendan_resume()  # sudo: the judge lets this user end it
        return super()._gendan_step(code, **values)

    def _gendan_state_moved(self, before):
        # EXTENDS gendan_followup
        result = super()._gendan_state_moved(before)
        now = fields.Datetime.now()
        complaints = self.sudo()  # sudo: the customer may open it again and does not see the clock
        ended = complaints.filtered(lambda complaint: complaint.state in ENDED and not complaint.clock_stopped_at)
        if ended:
            ended._gendan_keep({"clock_stopped_at": now})
        for complaint in complaints - ended:
            if complaint.state not in ENDED and complaint.clock_stopped_at:
                complaint._gendan_run_on(now)
        return result

    def _gendan_run_on(self, now):
        """Opened again, no new round: the time it was closed does not count, and what it waited for then is over."""
        self.ensure_one()
        stopped = self.clock_stopped_at
        self._gendan_resume()
        self._gendan_add_pause("closed", date_from=stopped, date_to=now, resumed_by_id=self.env.uid)
        self._gendan_keep({"clock_stopped_at": False})

    def _gendan_answer_due(self):
        # EXTENDS gendan_followup
        due = super()._gendan_answer_due()
        for complaint in self:
            if complaint.first_due or complaint.is_repeat_round:
                due[complaint] = not complaint._gendan_clock_done("first") and complaint.first_due
        return due

    def _gendan_work_due(self):
        # EXTENDS gendan_followup: the full track's cause by D5, everything by the day of the settlement
        due = super()._gendan_work_due()
        for complaint in self:
            searching = complaint.state in ("new", "work") and complaint.track == "full"
            moment = (searching and complaint.d5_due) or complaint.resolution_due
            due[complaint] = moment or due.get(complaint, False)
        return due

    def _gendan_clock_reset(self):
        """Count again: what a calendar changed later has moved. Frozen ones stay."""
        for name in ("clock_next_at", *(f"{clock}_due" for clock in CLOCKS)):
            self.env.add_to_compute(self._fields[name], self)
