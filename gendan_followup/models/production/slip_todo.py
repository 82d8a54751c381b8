"""What waits on a slip."""

from odoo import fields, models

from .slip_department import WAITING


class GendanSlip(models.Model):
    """What its sender has to do: tell the customer, close it."""

    _inherit = "gendan.slip"
    _gendan_todo_reworded = True

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for slip in self.filtered(lambda slip: slip.state == "answered"):
            words = {"slip": slip.display_name, "about": slip.about or ""}
            if slip.customer_to_tell and not slip.customer_told_at:
                kind = "slip_tell"
                name = self.env._("%(slip)s: all have answered, tell the customer (%(about)s).", **words)
            elif all(line.state == "finished" for line in slip.line_ids):
                kind, name = "slip_close", self.env._("%(slip)s: all have finished, close it.", **words)
            else:
                continue
            last = max(slip.line_ids.filtered("answered_at").mapped("answered_at"), default=fields.Datetime.now())
            values = {
                "kind": kind,
                "name": name,
                "due": slip.company_id._gendan_to_day(last),
                "role": "clerk",
                "urgency": slip.urgency if kind == "slip_tell" else "0",
            }
            sender = slip.sender_id
            if sender != slip.clerk_id and sender.active and not (kind == "slip_tell" and slip.clerk_id):
                # the customer is the clerk's to tell, closing is the sender's
                values["user_id"] = sender.id
            result[slip] = [*result.get(slip, []), values]
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        for slip in self._filtered_access("write").filtered(lambda slip: slip.state == "answered"):
            if slip.customer_to_tell and not slip.customer_told_at:
                actions = [{"code": "slip_told", "label": self.env._("Told…"), "icon": "fa-phone", "primary": True}]
            elif not slip._gendan_close_error():
                actions = [{"code": "slip_close", "label": self.env._("Close it"), "icon": "fa-check", "primary": True}]
            else:
                continue
            result[slip] = [*result.get(slip, []), *actions]
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        self.ensure_one()
        if code == "slip_told":
            return self.action_told()
        if code == "slip_close":
            return self.action_close()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)


class GendanSlipDepartment(models.Model):
    """What a department has to do: answer, then finish."""

    _inherit = "gendan.slip.department"
    _gendan_todo_reworded = True

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        slip = self.slip_id
        return {"order": slip.order_id, "partner": slip.partner_id.commercial_partner_id, "company": slip.company_id}

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for line in self:
            slip = line.slip_id
            if slip.state not in ("issued", "answered"):
                continue
            words = {"slip": slip.name, "subject": line.question or slip.subject, "about": slip.about or ""}
            values = {"role": "department", "department_id": line.department_id.id, "urgency": slip.urgency}
            if line.state in WAITING:
                values |= {
                    "kind": "slip_answer",
                    "name": self.env._("%(slip)s, answer: %(subject)s (%(about)s)", **words),
                    "due": slip.company_id._gendan_to_day(line.due_at),
                    "due_at": line.due_at,
                }
            elif line.state == "answered":
                day = line.finish_due or slip.company_id._gendan_to_day(line.answered_at)
                values |= {
                    "kind": "slip_finish",
                    "name": self.env._("%(slip)s, finish: %(subject)s (%(about)s)", **words),
                    "due": day,
                }
            else:
                continue
            taker = line.acknowledged_by_id
            if taker.active and taker in line.department_id._gendan_people():
                # who has taken it on, or while he is away whoever answers for the department
                values["user_id"] = taker.id
            result[line] = [*result.get(line, []), values]
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        own = self._gendan_own()
        for line in self:
            actions = []
            if line in own:
                if line.state == "told":
                    actions.append({"code": "slip_ack", "label": self.env._("Acknowledge"), "icon": "fa-eye"})
                if line.state in WAITING:
                    actions += [
                        {
                            "code": "slip_answer",
                            "label": self.env._("Answer…"),
                            "icon": "fa-reply",
                            "needs": ["remark"],
                            "primary": True,
                        },
                        {
                            "code": "slip_done",
                            "label": self.env._("Answer, finished…"),
                            "icon": "fa-check",
                            "needs": ["remark"],
                        },
                    ]
                elif line.state == "answered":
                    actions.append(
                        {"code": "slip_finish", "label": self.env._("Dealt With"), "icon": "fa-check", "primary": True}
                    )
            elif line.can_note and line.state in (*WAITING, "answered"):
                actions.append({"code": "slip_note", "label": self.env._("Note what they said…"), "icon": "fa-phone"})
            if actions:
                result[line] = [*result.get(line, []), *actions]
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        self.ensure_one()
        if code == "slip_ack":
            return self.action_acknowledge()
        if code in ("slip_answer", "slip_done"):
            self._gendan_answer(remark, finish=code == "slip_done")
            return True
        if code == "slip_finish":
            return self.action_finish()
        if code == "slip_note":
            return self.action_answer()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
