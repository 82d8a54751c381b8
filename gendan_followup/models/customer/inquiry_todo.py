from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of inquiries, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {"inquiry": self.env._("Inquiry to answer"), "inquiry_job": self.env._("Job given")}
        return [*super()._selection_kind(), *kinds.items()]


class GendanInquiry(models.Model):
    """What waits for an answer, and answering where the to-do is listed."""

    _inherit = "gendan.inquiry"

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        for inquiry in self.filtered(lambda inquiry: inquiry.state == "open"):
            given = inquiry.user_id.filtered("active")
            values.setdefault(inquiry, []).append(
                {
                    "kind": "inquiry_job" if inquiry.kind == "task" else "inquiry",
                    "name": inquiry._gendan_todo_name(),
                    "due": inquiry.due,
                    "urgency": inquiry.priority or "0",
                    # the customer's own clerk is found by her role, so that her backup acts while she is away
                    "user_id": given.id if given != inquiry.clerk_id else False,
                }
            )
        return values

    def _gendan_todo_name(self):
        """What is asked, by whom."""
        self.ensure_one()
        who = self.contact_id.name or self.asker_id.name or self.partner_id.name
        if self.kind == "task" or not who:
            return self.name
        return self.env._("%(who)s asks: %(question)s", who=who, question=self.name)

    def _gendan_todo_actions(self):
        # EXTENDS gendan_followup
        result = super()._gendan_todo_actions()
        for inquiry in self:
            if not inquiry.can_answer:
                continue
            sends = not inquiry._gendan_send_error()
            actions = result.setdefault(inquiry, [])
            needs = {"needs": ["remark"]}
            if sends:
                actions.append(
                    {"code": "inquiry_send", "label": self.env._("Send answer"), "icon": "fa-reply", "primary": True}
                    | needs
                )
            label = self.env._("Done") if inquiry.kind == "task" else self.env._("Told")
            actions.append(
                {"code": "inquiry_told", "label": label, "icon": "fa-check", "primary": not sends} | needs
            )
            if inquiry.source_id:
                actions.append(
                    {"code": "inquiry_drop", "label": self.env._("No Answer Needed"), "icon": "fa-ban"}
                )
        return result

    def _gendan_todo_do(self, code, day=None, reason=None, remark=None):
        # EXTENDS gendan_followup
        if code == "inquiry_drop":
            return self.action_drop()
        if code not in ("inquiry_send", "inquiry_told"):
            return super()._gendan_todo_do(code, day=day, reason=reason, remark=remark)
        self.ensure_one()
        self.answer = remark
        return self.action_send() if code == "inquiry_send" else self.action_told()
