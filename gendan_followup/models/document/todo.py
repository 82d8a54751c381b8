from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of signed papers, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "paper_judge": self.env._("Signed paper to be judged"),
            "paper_missing": self.env._("Paper to come back"),
            "paper_original": self.env._("Original to come after its copy"),
            "paper_limitation": self.env._("Acknowledged balance whose period ends"),
        }
        return [*super()._selection_kind(), *kinds.items()]
