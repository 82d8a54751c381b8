"""The department's own steps."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .slip import RUNNING
from .slip_department import DONE, HOWS, WAITING


class GendanSlipDepartment(models.Model):
    """Acknowledge, answer, finish."""

    _inherit = "gendan.slip.department"

    # ------------------------------------------------------------ actions

    def action_acknowledge(self):
        """Button of the department: seen, I take it on.

        :raise UserError: not of this department, or it is past
        """
        self.check_access("read")
        own = self._gendan_own()
        for line in self:
            if sentence := line._gendan_step_error("acknowledge", "self", own=own):
                raise UserError(sentence)
        self._gendan_acknowledge()
        self.slip_id.sudo()._gendan_follow()  # sudo: the states follow what the department did
        return True

    def action_answer(self):
        """Button: type the answer, or note what the department said."""
        self.ensure_one()
        return self.sudo().slip_id.with_env(self.env)._gendan_dialog("answer", self)

    def action_finish(self):
        """Button of the department: what was to be done is done.

        :raise UserError: not of this department, or it has not answered
        """
        for line in self:
            line._gendan_finish()
        return True

    def action_again(self):
        """Button of the sender: the answer will not do."""
        self.ensure_one()
        return self.slip_id._gendan_dialog("again", self)

    def action_open_slip(self):
        """Button: the whole slip, with the other departments."""
        self.ensure_one()
        return self.slip_id._get_records_action()

    # ------------------------------------------------------------ guard

    def _gendan_step_error(self, step, how, given_by=None, answer=None, at=None, own=None):
        """The sentence why a department's step cannot be taken so, or False.

        :param str step: acknowledge, answer or finish
        :param str how: key of HOWS
        :param own: lines of the user's departments, when the caller knows them
        """
        self.ensure_one()
        own = self._gendan_own() if own is None else own
        line = self.sudo()  # sudo: who may read it was asked before
        words = {"line": line.display_name, "department": line.department_id.name}
        if line.slip_id.state not in RUNNING or line.state in ("new", "off"):
            return self.env._("%(line)s: the slip is not running.", **words)
        if how == "self" and self not in own:
            return self.env._(
                "%(line)s: only the people of %(department)s answer in the system. Note what they said on the phone or"
                " on paper, with who said it.",
                **words,
            )
        if how not in dict(HOWS):
            return self.env._("%(line)s: say how you know.", **words)
        if step == "acknowledge" and line.state != "told":
            return self.env._("%(line)s has been acknowledged already.", **words)
        if step == "finish" and line.state != "answered":
            if line.state == "finished":
                return self.env._("%(line)s has been finished already.", **words)
            return self.env._("%(line)s: answer first, then finish.", **words)
        if step == "answer":
            if line.state == "finished":
                return self.env._("%(line)s has been finished already.", **words)
            if not answer:
                return self.env._("%(line)s: write the answer.", **words)
        if step != "acknowledge" and not given_by:
            return self.env._("%(line)s: say who said so.", **words)
        if at and not line.told_at <= at <= fields.Datetime.now():
            return self.env._("%(line)s: the time lies before it was told, or is still to come.", **words)
        return False

    def _gendan_check_note(self, how):
        """Who notes what others said must be allowed to write the slip.

        :raise AccessError: he is not
        """
        self.check_access("read")
        if how != "self":
            self.sudo().slip_id.with_env(self.env).check_access("write")

    # ------------------------------------------------------------ steps

    def _gendan_hours(self, moment):
        """Working hours of the department since it was told. Call with sudo."""
        self.ensure_one()
        calendar = self.department_id._gendan_calendar(self.company_id)
        return max(calendar._gendan_hours_between(self.told_at, moment), 0.0)

    def _gendan_acknowledge(self):
        """Noted as seen by the user. The caller has asked the guard."""
        now = fields.Datetime.now()
        for line in self.sudo():  # sudo: nobody may write steps, the guard stands for it
            line._gendan_step(
                {
                    "state": "acknowledged",
                    "acknowledged_at": now,
                    "acknowledged_by_id": self.env.uid,
                    "acknowledge_hours": line._gendan_hours(now),
                }
            )

    def _gendan_answer(
        self, answer, how="self", given_by=None, at=None, finish=False, finish_due=None, photos=None
    ):
        """What the department says. Its people in the system; else noted by who may write the slip.

        Answered once more before it is finished, the new words replace the old, which stay in the slip's log; the
        time to answer stays that of the first.

        :param str how: key of HOWS
        :param str given_by: who said so; the user himself in the system
        :param at: naive UTC, when it was said; now when left out
        :param bool finish: done with it at once
        :param date finish_due: day by which it will be done
        :param photos: ir.attachment of the user's
        :raise AccessError: not this user's to answer or to note
        :raise UserError: the sentence why it cannot be noted so
        """
        self.ensure_one()
        self._gendan_check_note(how)
        answer, given_by = (answer or "").strip(), (given_by or "").strip()
        if how == "self":
            given_by = self.env.user.name
        if sentence := self._gendan_step_error("answer", how, given_by, answer, at):
            raise UserError(sentence)
        moment = at or fields.Datetime.now()
        line = self.sudo()  # sudo: nobody may write steps, the guard stands for it
        vals = {
            "state": "answered",
            "answer": answer,
            "answered_by": given_by,
            "answered_by_id": self.env.uid,
            "how": how,
            "finish_due": finish_due or False,
        }
        if line.state in WAITING:
            hours = line._gendan_hours(moment)
            vals |= {
                "answered_at": moment,
                "answer_hours": hours,
                "answered_count": 1,
                "late_count": int(bool(line.due_at) and moment > line.due_at),
            }
            if not line.acknowledged_at:
                # who answers has seen it
                vals |= {"acknowledged_at": moment, "acknowledge_hours": hours}
                if how == "self":
                    vals["acknowledged_by_id"] = self.env.uid
        line._gendan_step(vals)
        slip = line.slip_id.with_env(self.env)
        slip._gendan_take_photos(photos)
        slip._gendan_log("_gendan_words_answered", line, photos)
        if finish:
            line._gendan_step(line._gendan_prepare_finish_vals(moment, given_by))
        # sudo: the states follow what the department did
        slip.sudo()._gendan_follow()
        slip._gendan_notify(slip._gendan_askers(), "_gendan_words_answered", line)

    def _gendan_finish(self, how="self", given_by=None, at=None):
        """What was to be done is done. Parameters and errors as ``_gendan_answer``."""
        self.ensure_one()
        self._gendan_check_note(how)
        given_by = self.env.user.name if how == "self" else (given_by or "").strip()
        if sentence := self._gendan_step_error("finish", how, given_by, at=at):
            raise UserError(sentence)
        line = self.sudo()  # sudo: nobody may write steps, the guard stands for it
        line._gendan_step(line._gendan_prepare_finish_vals(at or fields.Datetime.now(), given_by))
        slip = line.slip_id.with_env(self.env)
        slip._gendan_log("_gendan_words_finished", line)
        # sudo: the states follow what the department did
        slip.sudo()._gendan_follow()
        slip._gendan_notify(slip._gendan_askers(), "_gendan_words_finished", line)

    def _gendan_prepare_finish_vals(self, moment, given_by):
        """Values of the last step."""
        self.ensure_one()
        return {
            "state": "finished",
            "finished_at": moment,
            "finished_by": given_by,
            "finish_hours": self._gendan_hours(moment),
        }

    # ------------------------------------------------------------ words

    def _gendan_answer_words(self):
        """The answer with its day of finishing, for log and mail."""
        self.ensure_one()
        if self.finish_due and self.state in DONE:
            return self.env._(
                "%(answer)s (finished by %(day)s)", answer=self.answer, day=format_date(self.env, self.finish_due)
            )
        return self.answer or ""
