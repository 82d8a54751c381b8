"""From the empty report to the closed one."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class GendanDelayReport(models.Model):
    """Steps, and what waits for whom."""

    _inherit = "gendan.delay.report"
    _gendan_todo_reworded = True

    # ------------------------------------------------------------ actions

    def action_submit(self):
        """Button of the clerk: written, the supervisor may review it.

        :raise UserError: the sentence what is missing
        """
        self.check_access("write")
        for report in self:
            if sentence := report._gendan_submit_error():
                raise UserError(sentence)
            report._gendan_move({"state": "review", "written_by_id": self.env.uid})
        return True

    def action_review(self):
        """Button of the supervisor: it may go out so; her own one, too.

        :raise AccessError: the user does not supervise
        :raise UserError: it is not written
        """
        self._gendan_check_supervisor()
        for report in self:
            if report.state not in ("draft", "review") or (sentence := report._gendan_submit_error(review=True)):
                raise UserError(
                    sentence
                    if report.state in ("draft", "review")
                    else self.env._("%(report)s is reviewed already.", report=report.display_name)
                )
            report._gendan_move(
                {
                    "state": "reviewed",
                    "written_by_id": report.written_by_id.id or self.env.uid,
                    "reviewed_by_id": self.env.uid,
                    "reviewed_at": fields.Datetime.now(),
                }
            )
            report._gendan_make_paper()
        return True

    def action_back(self):
        """Button: to be written again; what was printed no longer holds, what was sent stays with the customer.

        A supervisor sends back with her remark, and one that was not needed; a clerk takes her own report back.

        :raise UserError: it was closed, or the supervisor does not say what to change
        """
        self.check_access("write")
        for report in self:
            if report.state == "off":
                report._gendan_check_supervisor()
            if report.state not in ("review", "reviewed", "sent", "off"):
                raise UserError(self.env._("%(report)s is not under way.", report=report.display_name))
            if report.state == "review" and report.written_by_id != self.env.user and not report.review_remark:
                raise UserError(
                    self.env._("Say in the supervisor's remark what is to be changed in %(report)s.",
                               report=report.display_name)
                )  # fmt: skip
            report._gendan_void_paper()
            report._gendan_move(
                {"state": "draft", "reviewed_by_id": False, "reviewed_at": False, "off_by_system": False}
            )
        return True

    def action_sent(self):
        """Button: it went to the customer on another way than by the e-mail from here, as noted on the report.

        :raise UserError: not reviewed, or nobody says how and to whom
        """
        self.check_access("write")
        for report in self:
            if not report.sent_how or not (report.sent_to or "").strip():
                raise UserError(
                    self.env._("Say how %(report)s went to the customer, and to whom.", report=report.display_name)
                )
            report._gendan_sent(report.sent_how, report.sent_to)
        return True

    def action_off(self):
        """Button of the supervisor: this delivery needs no report.

        :raise AccessError: the user does not supervise
        :raise UserError: nobody says why, or it was sent
        """
        self._gendan_check_supervisor()
        for report in self:
            if report.state in ("sent", "closed"):
                raise UserError(self.env._("%(report)s has gone to the customer.", report=report.display_name))
            if not (report.off_reason or "").strip():
                raise UserError(self.env._("Say why %(report)s is not needed.", report=report.display_name))
            report._gendan_move({"state": "off", "off_by_system": False})
        return True

    def action_open_order(self):
        """Button: the order.

        :return: action
        """
        self.ensure_one()
        return self.order_id._get_records_action()

    def action_open_exceptions(self):
        """Button: the exceptions that hit this delivery.

        :return: action
        """
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_exception"),
            "domain": [("id", "in", self.exception_ids.ids)],
            "context": {},
        }

    # ------------------------------------------------------------ guard

    def _gendan_check_supervisor(self):
        """:raise AccessError: the user does not supervise"""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("gendan_followup.group_gendan_manager"):
            raise AccessError(self.env._("Delay reports are reviewed by a supervisor."))

    def _gendan_submit_error(self, review=False):
        """The sentence what is missing before it may be reviewed, or False.

        :param bool review: the supervisor asks; it may have been handed in
        """
        self.ensure_one()
        words = {"report": self.display_name}
        if self.state != "draft" and not (review and self.state == "review"):
            return self.env._("%(report)s has been handed in already.", **words)
        if not self.cause_id:
            return self.env._("%(report)s: choose the root cause.", **words)
        for name in ("what_happened", "cause_text", "containment"):
            if not (self[name] or "").strip():
                return self.env._(
                    "%(report)s: fill in “%(field)s”.",
                    field=self._fields[name]._description_string(self.env),
                    **words,
                )
        if not self.measure_ids:
            return self.env._("%(report)s: name at least one measure with its owner and day.", **words)
        return False

    # ------------------------------------------------------------ business

    def _gendan_sent(self, how, to):
        """It has gone to the customer. By who may write it.

        :raise UserError: it is not reviewed
        """
        self.ensure_one()
        if self.state not in ("reviewed", "sent"):
            raise UserError(
                self.env._("%(report)s is sent when a supervisor has reviewed it.", report=self.display_name)
            )
        self._gendan_move(
            {
                "state": "sent",
                "sent_at": fields.Datetime.now(),
                "sent_by_id": self.env.uid,
                "sent_how": how,
                "sent_to": to or self.sent_to,
            }
        )
        # sudo: the paper is made for whoever may send it
        self.sudo()._gendan_make_paper()._gendan_issue(how, to=to)
        self._gendan_close_done()

    def _gendan_close_done(self):
        """Those sent whose measures are all done are closed."""
        done = self.filtered(lambda report: report.state == "sent" and not report.open_count)
        if done:
            done._gendan_move({"state": "closed", "closed_at": fields.Datetime.now()})

    def _gendan_reopen(self):
        """A measure is open again."""
        closed = self.filtered(lambda report: report.state == "closed" and report.open_count)
        if closed:
            closed._gendan_move({"state": "sent", "closed_at": False})

    # ------------------------------------------------------------ to-dos

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for report in self:
            words = {"report": report.name, "order": report.order_id.name, "days": report.days_late}
            if report.state == "draft":
                name = self.env._("%(report)s, %(order)s came late (days: %(days)s): write the delay report", **words)
                values = {"kind": "delay_report", "name": name, "role": "clerk"}
            elif report.state == "review":
                name = self.env._("%(report)s, %(order)s: review the delay report", **words)
                values = {"kind": "delay_review", "name": name, "role": "supervisor"}
            elif report.state == "reviewed":
                name = self.env._("%(report)s, %(order)s: send the delay report to the customer", **words)
                values = {"kind": "delay_send", "name": name, "role": "clerk"}
            else:
                continue
            result.setdefault(report, []).append({**values, "due": report.due, "ladder": "delay_report"})
        return result
