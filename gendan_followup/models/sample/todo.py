from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of samples and tooling, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "sample_make": self.env._("Sample to be made and sent"),
            "sample_answer": self.env._("Sample waiting for its verdict"),
            "sample_verdict": self.env._("Verdict given on the customer's page"),
            "sample_void": self.env._("Approval that a change made void"),
            "sample_kept": self.env._("Sealed or limit sample that ends"),
            "tooling_worn": self.env._("Tooling that wears out"),
            "tooling_changed": self.env._("Tooling overtaken by a change"),
            "tooling_keep": self.env._("Tooling kept long enough"),
            "fee_refund": self.env._("Fee to be refunded"),
        }
        return [*super()._selection_kind(), *kinds.items()]
