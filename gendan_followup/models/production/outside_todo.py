"""What waits on outside processing."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .outside import AWAY


class GendanOutside(models.Model):
    """To be fetched back, judged, done again."""

    _inherit = "gendan.outside"
    _gendan_todo_reworded = True

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        quality = self.env.ref("gendan_followup.department_quality", raise_if_not_found=False)
        for outside in self:
            words = {"outside": outside.display_name, "production": outside.production_id.name}
            department = outside.process_id.department_id
            values = {"role": "department", "department_id": department.id} if department else {"role": "clerk"}
            if outside.state in AWAY and outside.due_back:
                values |= {
                    "kind": "outside_back",
                    "name": self.env._(
                        "%(outside)s: %(quantity)s of %(production)s are due back on %(day)s.",
                        **words,
                        quantity=outside._gendan_quantity_text(outside.quantity_out),
                        day=format_date(self.env, outside.due_back),
                    ),
                    "due": outside.due_back,
                }
            elif outside.state == "back" and not outside.verdict:
                if quality:
                    values = {"role": "department", "department_id": quality.id}
                values |= {
                    "kind": "outside_verdict",
                    "name": self.env._("%(outside)s of %(production)s is back: see whether it is good.", **words),
                    "due": outside.last_back,
                    "urgency": "1" if outside.is_over_loss else "0",
                }
            elif outside.verdict == "refused" and not outside.again_ids.filtered(lambda o: o.state != "cancelled"):
                values |= {
                    "kind": "outside_refused",
                    "name": self.env._(
                        "%(outside)s of %(production)s was refused (%(found)s): have it done again, or settle it.",
                        **words,
                        found=outside.verdict_text or "",
                    ),
                    "due": outside.company_id._gendan_to_day(outside.verdict_at),
                    "urgency": "1",
                }
            else:
                continue
            result[outside] = [*result.get(outside, []), values]
        return result

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_actions()
        for outside in self._filtered_access("write"):
            if outside.state in AWAY:
                actions = [
                    {"code": "outside_back", "label": self.env._("Back…"), "icon": "fa-reply", "primary": True},
                    {
                        "code": "outside_day",
                        "label": self.env._("Processor's new day…"),
                        "icon": "fa-calendar",
                        "needs": ["day", "reason"],
                        "first_day": outside.company_id._gendan_today(),
                    },
                ]
            elif outside.state == "back" and not outside.verdict:
                actions = [
                    {"code": "outside_accept", "label": self.env._("Accept"), "icon": "fa-check", "primary": True},
                    {
                        "code": "outside_refuse",
                        "label": self.env._("Do Not Accept…"),
                        "icon": "fa-times",
                        "needs": ["remark"],
                    },
                ]
            elif outside.verdict == "refused":
                actions = [
                    {"code": "outside_again", "label": self.env._("Do It Again"), "icon": "fa-repeat", "primary": True}
                ]
            else:
                continue
            result[outside] = [*result.get(outside, []), *actions]
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        self.ensure_one()
        if code == "outside_back":
            return self.action_back()
        if code == "outside_day":
            return self._gendan_put_off(day, reason)
        if code == "outside_accept":
            return self.action_accept()
        if code == "outside_refuse":
            return self.write({"verdict": "refused", "verdict_text": remark})
        if code == "outside_again":
            return self.action_again()
        return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)

    def _gendan_put_off(self, day, reason):
        """The processor says another day; it is noted with his reason.

        :param day: ``datetime.date``
        :param str reason: as told
        :raise UserError: no day was said
        """
        self.ensure_one()
        if not day:
            raise UserError(self.env._("%(outside)s: say on which day it comes back.", outside=self.display_name))
        self.due_back = day
        self.message_post(
            body=self.env._(
                "Due back on %(day)s, says the processor: %(reason)s",
                day=format_date(self.env, self.due_back),
                reason=reason or "–",
            )
        )
        return True


class GendanTodo(models.Model):
    """To-dos about outside processing, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "outside_back": self.env._("Outside processing due back"),
            "outside_verdict": self.env._("Outside processing to judge"),
            "outside_refused": self.env._("Outside processing refused"),
        }
        return [*super()._selection_kind(), *kinds.items()]
