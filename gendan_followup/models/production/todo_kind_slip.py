from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of the room, in words; a step of a slip's ladder that tells the clerk tells its sender."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "slip_answer": self.env._("Liaison slip to be answered"),
            "slip_finish": self.env._("Liaison slip: work to be finished"),
            "slip_tell": self.env._("Liaison slip: customer to be told"),
            "slip_close": self.env._("Liaison slip to be closed"),
        }
        return super()._selection_kind() + list(kinds.items())

    def _gendan_step_user(self, step):
        # EXTENDS gendan_followup: a slip about no customer has no clerk, but somebody wrote it
        if step.to == "clerk" and self.res_model == "gendan.slip.department" and not self.clerk_id:
            request = self._gendan_who_request()
            sender = self._gendan_source().slip_id.sender_id
            [(user, _on_behalf_of)] = self._gendan_resolve([request._replace(role="clerk", clerk=sender)])
            return user
        return super()._gendan_step_user(step)
