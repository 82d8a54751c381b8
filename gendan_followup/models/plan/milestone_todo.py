from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class GendanMilestone(models.Model):
    """What can be done about an open milestone where to-dos are listed, and how urgent it is."""

    _inherit = "gendan.milestone"

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup: what breaks the promise goes before what is merely due
        result = super()._gendan_todo_values()
        for milestone, todos in result.items():
            for values in todos:
                values.setdefault("urgency", milestone._gendan_todo_urgency())
        return result

    def _gendan_todo_urgency(self):
        """Urgency of the to-do: "2" when the promise breaks by it, "1" when it has no day left or its order goes
        first, else "0"."""
        self.ensure_one()
        if self.light != "delivery" or not self.plan_id.promise_date:
            return "0"
        if self.slack_days < 0:
            return "2"
        if self.slack_days == 0 or self.order_id.gendan_priority == "2":
            return "1"
        return "0"

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup
        result = super()._gendan_todo_actions()
        writable = self._filtered_access("write")
        is_clerk = self.env.user.has_group("gendan_followup.group_gendan_user")
        for milestone in writable.filtered(lambda m: m.state == "open"):
            today = milestone.company_id._gendan_today()
            actions = []
            if milestone.is_hand_ticked:
                actions.append(
                    {
                        "code": "tick",
                        "label": self.env._("Done"),
                        "icon": "fa-check",
                        "primary": True,
                        "undo": "action_untick",
                    }
                )
                actions.append(
                    {
                        "code": "tick_on",
                        "label": self.env._("Done on another day…"),
                        "icon": "fa-calendar-check-o",
                        "needs": ["day", "remark"],
                        "optional": ["remark"],
                        "last_day": today,
                        "day": today,
                        "undo": "action_untick",
                    }
                )
            actions.append(
                {
                    "code": "retime",
                    "label": self.env._("Re-time…"),
                    "icon": "fa-clock-o",
                    "needs": ["day", "reason"],
                    "optional": ["reason"],
                    "first_day": today,
                    "day": max(milestone.forecast_date or today, today + timedelta(days=1)),
                    "primary": not milestone.is_hand_ticked,
                }
            )
            if is_clerk and milestone.owner == "customer":
                actions.append(
                    {"code": "ask_customer", "label": self.env._("Text for the customer"), "icon": "fa-comment-o"}
                )
            if is_clerk and not milestone.is_target:
                actions.append(
                    {
                        "code": "skip",
                        "label": self.env._("Skip…"),
                        "icon": "fa-step-forward",
                        "needs": ["reason"],
                    }
                )
            result.setdefault(milestone, []).extend(actions)
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup
        self.ensure_one()
        if code in ("tick", "tick_on"):
            day = fields.Date.to_date(day) if code == "tick_on" else self.company_id._gendan_today()
            if not day:
                raise UserError(self.env._("%(milestone)s: say on which day it was done.", milestone=self.display_name))
            answers = self._gendan_tick_many([(self, day, remark or None)])
        elif code == "retime":
            if not day:
                raise UserError(
                    self.env._("%(milestone)s: say on which day it is to be expected.", milestone=self.display_name)
                )
            answers = self._gendan_retime_many([(self, fields.Date.to_date(day), reason)])
        elif code == "skip":
            answers = self._gendan_skip_many([(self, reason)])
        elif code == "ask_customer":
            return self._gendan_ask_customer()
        else:
            return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
        for _milestone, sentence in answers:
            if sentence:
                raise UserError(sentence)
        return True

    def _gendan_ask_customer(self):
        """The dialog with a text that asks the customer for what we wait for, to paste into a chat.

        :raise AccessError: who may not write the order
        """
        self.ensure_one()
        self.order_id.check_access("write")
        order = self.sudo().order_id  # after the check: the text needs the plan
        lang = order._gendan_customer_lang()
        return {
            "type": "ir.actions.client",
            "tag": "gendan_copy_text",
            "name": self.env._("Text for %s", order.partner_id.commercial_partner_id.display_name),
            "params": {
                "text": self.sudo().with_context(lang=lang)._gendan_ask_text(),  # sudo: after the check above
                "order_ids": order.ids,
                "message_ids": [],
            },
        }

    def _gendan_ask_text(self):
        """What the customer is asked for, in the language of the context. Call with sudo.

        No internal dates: only what was agreed, the day we need it by and the promise that hangs on it.
        """
        self.ensure_one()
        Message = self.env["gendan.message"]
        order = self.order_id
        lines = [self.env._("Your order %(order)s:", order=order.client_order_ref or order.name)]
        if self.baseline_date:
            lines.append(
                self.env._(
                    "we still need from you: %(step)s (by %(day)s).",
                    step=self.name,
                    day=Message._gendan_format_day(self.baseline_date),
                )
            )
        else:
            lines.append(self.env._("we still need from you: %(step)s.", step=self.name))
        if promise := self.plan_id._gendan_promise_text():
            lines.append(self.env._("Promised: %(day)s", day=promise))
        return "\n".join(lines)
