"""The example's to-dos: opened on their days, climbed as far as the ladders have had time."""

from odoo import api, fields, models

from .story_data import REMINDED


class GendanDemoScenario(models.AbstractModel):
    """What waits has been waiting for some days: its ladder has spoken to the clerk, the supervisor, the head."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_climb_ladders(self, company):
        """Let the steps speak that would have spoken by now; on people's lists, never by mail."""
        todos = self.env["gendan.todo"].search([("open", "=", True), ("company_id", "=", company.id)])
        opened = {todo: {"opened_on": self._example_opened_on(todo, company)} for todo in todos}
        self._example_stamp({todo: stamp for todo, stamp in opened.items() if stamp["opened_on"] != todo.opened_on})
        moments = {}
        now = fields.Datetime.now()
        climbing = todos.browse()
        for todo in todos:
            moments[todo] = todo.ladder_id._gendan_moments(company, todo.due, todo.opened_on, todo.due_at)
            due = min(moments[todo].values(), default=False)
            if due != todo.next_step_at:
                todo.next_step_at = due
            if due and due <= now:
                climbing |= todo
        # the example's ladders have no step by e-mail; the activities are what is to be seen
        climbing.with_context(mail_activity_automation_skip=False)._gendan_climb()
        self._example_stamp(
            {log: {"spoken_at": moments[log.todo_id][log.step_id]} for log in climbing.step_log_ids}
        )
        self._example_remind(todos)

    @api.model
    def _example_opened_on(self, todo, company):
        """The day since which it has been waiting: when it was due, but not before its order was there."""
        if not todo.is_synced:
            return todo.opened_on
        confirmed = company._gendan_to_day(todo.order_id.date_order) or todo.opened_on
        return max(confirmed, min(todo.due or todo.opened_on, todo.opened_on))

    @api.model
    def _example_remind(self, todos):
        """The supervisor has reminded colleagues this morning."""
        supervisor = self._example("user_supervisor")
        for key, kind in REMINDED:
            order = self._example(f"order_{key}")
            todo = todos.filtered(
                lambda todo, order=order, kind=kind: (
                    todo.order_id == order
                    and todo.res_model == "gendan.milestone"
                    and self.env["gendan.milestone"].browse(todo.res_id).kind_id.code == kind
                )
            )
            todo.with_user(supervisor).with_context(lang="zh_CN")._gendan_remind_many()
