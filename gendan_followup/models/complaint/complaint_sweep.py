"""The clocks speak: at half and three quarters of the time, and when it is over. One scheduled action."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.nightly import in_batches
from .complaint_clock import SHARES, STAGES

URGENCY = {50: "0", 75: "1", 100: "2"}


class GendanTodo(models.Model):
    """To-dos of the stages of the full track, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "complaint_stage": self.env._("Stage of an 8D report due"),
            "complaint_critical": self.env._("Serious complaint"),
        }
        return [*super()._selection_kind(), *kinds.items()]


class GendanComplaint(models.Model):
    _inherit = "gendan.complaint"

    # ------------------------------------------------------------ cron

    @api.model
    def _cron_gendan_complaint_clock(self, batch_size=100):
        """Say of each clock that half, three quarters or all of its time is used up. As superuser.

        Reads what the index gives it and writes nothing when nothing is due. Said once: the share is noted in the same
        transaction. One complaint on which it stumbles is tried again next time and keeps back no other.
        """
        due = self.search(self._gendan_clock_due_domain(), order="clock_next_at, id")
        if due:
            in_batches(due, lambda batch: batch._gendan_clock_speak(), batch_size)

    @api.model
    def _gendan_clock_due_domain(self):
        return list(Domain("clock_next_at", "<=", fields.Datetime.now()))

    # ------------------------------------------------------------ business

    def _gendan_clock_speak(self):
        """Note which shares are used up, and say them. Written to be repeated."""
        now = fields.Datetime.now()
        # read again: another worker may have said it between our search and our lock
        self.invalidate_recordset(["clock_next_at"])
        spoken = {}
        for complaint in self.filtered_domain(self._gendan_clock_due_domain()):
            passed = complaint._gendan_clock_passed(now)
            if passed:
                complaint._gendan_keep({f"{name}_level": share for name, share in passed.items()})
                spoken[complaint] = passed
            else:
                # its moment was worked out by a calendar that has changed since
                complaint._gendan_clock_reset()
        told = self.browse([complaint.id for complaint in spoken])
        if not told:
            return
        todos = {(todo.res_id, todo.kind): todo for todo in told._gendan_sync_todos()}
        told._message_log_batch(
            bodies={complaint.id: complaint._gendan_clock_words(passed) for complaint, passed in spoken.items()}
        )
        for complaint, passed in spoken.items():
            for name, share in passed.items():
                complaint._gendan_clock_tell(name, share, todos)

    def _gendan_clock_passed(self, now):
        """{clock: highest share used up of which nobody has been told}."""
        self.ensure_one()
        clocks = self._gendan_clocks()
        passed = {}
        for name in self._gendan_running():
            shares = [share for share in SHARES if share > self[f"{name}_level"]]
            for share in shares:
                moment = clocks[name].reached(share / 100)
                if not moment or moment > now:
                    break
                passed[name] = share
        return passed

    def _gendan_clock_words(self, passed):
        """What the log says of shares used up."""
        self.ensure_one()
        labels = dict(self._fields["clock_term"]._description_selection(self.env))
        words = []
        for name, share in passed.items():
            if share >= 100:
                words.append(self.env._("%(clock)s: the time is over.", clock=labels[name]))
            else:
                words.append(
                    self.env._("%(clock)s: %(share)s %% of the time is used up.", clock=labels[name], share=share)
                )
        return " ".join(words)

    def _gendan_clock_tell(self, name, share, todos):
        """Warn who acts at half of the time, the supervisor, too, at three quarters.

        When it is over the ladder of the to-do speaks: it is due at that moment.
        """
        self.ensure_one()
        kinds = ("complaint", "complaint_department")
        if name in STAGES and (self.id, "complaint_stage") in todos:
            kinds = ("complaint_stage",)
        for kind in kinds:
            todo = todos.get((self.id, kind))
            if not todo:
                continue
            if todo.user_id:
                todo._gendan_schedule_activity(todo.user_id)
            if share >= 75 and (supervisor := self.company_id.gendan_supervisor_id) and supervisor != todo.user_id:
                todo._gendan_schedule_activity(supervisor)

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for complaint in self:
            if stage := complaint._gendan_stage_todo():
                values.setdefault(complaint, []).append(stage)
            for vals in values.get(complaint, ()):
                is_awaited = complaint.first_due and not complaint._gendan_clock_done("first")
                name = "first" if is_awaited else "resolution"
                if vals["kind"] == "complaint_stage":
                    name = complaint._gendan_next_stage()
                elif vals["kind"] not in ("complaint", "complaint_department"):
                    continue
                level = complaint[f"{name}_level"]
                vals["urgency"] = max(vals.get("urgency") or "0", URGENCY.get(level, "0"))
                if complaint.ladder == "complaint_critical":
                    vals["ladder"] = complaint.ladder
                if complaint.is_clock_paused:
                    # while it stands nobody is told that it is late: no ladder serves this code
                    vals.update(due_at=False, due=False, ladder="complaint_paused")
        return values

    def _gendan_next_stage(self):
        """The next stage of the full track whose clock runs, or False."""
        self.ensure_one()
        running = self._gendan_running()
        return next((stage for stage in STAGES if stage in running), False)

    def _gendan_stage_name(self, stage):
        """What is to be done in a stage."""
        words = {
            "d3": self.env._("D3: find and hold the goods concerned"),
            "d5": self.env._("D5: cause and corrective action"),
            "d8": self.env._("D8: report to the customer"),
        }
        return f"{words[stage]} · {self.display_name}"

    def _gendan_todo_labels(self):
        # EXTENDS gendan_followup
        labels = super()._gendan_todo_labels()
        for complaint in self:
            if (stage := complaint._gendan_next_stage()) and not complaint._gendan_is_unseen():
                labels[complaint.id, "complaint_stage"] = complaint._gendan_stage_name(stage)
        return labels

    def _gendan_stage_todo(self):
        """The to-do of the next stage, or False."""
        self.ensure_one()
        stage = self._gendan_next_stage()
        if not stage or self._gendan_is_unseen():
            return False
        due = self[f"{stage}_due"]
        return {
            "kind": "complaint_stage",
            "name": self._gendan_stage_name(stage),
            "due": self.company_id._gendan_to_day(due),
            "due_at": due,
            "role": "department" if self.department_id and stage != "d8" else "clerk",
            "department_id": self.department_id.id if stage != "d8" else False,
        }

    def _gendan_is_unseen(self):
        """Whether it came in by itself and nobody has looked at it: its kind is the first of the list, not a judgement.

        One to-do until then, the clerk's: no department is sent to hold goods for what may be a question of price.
        """
        self.ensure_one()
        return self.state == "new" and self.channel in ("mail", "portal")
