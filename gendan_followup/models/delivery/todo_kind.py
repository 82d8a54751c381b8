from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of the room, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "ship_credit": self.env._("Delivery held: credit"),
            "ship_cash": self.env._("Delivery held: payment"),
            "ship_papers": self.env._("Delivery held: papers"),
            "ship_hold": self.env._("Delivery held: sample or quality"),
            "ship_tolerance": self.env._("Delivery held: quantity"),
            "cod_due": self.env._("Money to come from the carrier"),
            "remittance_check": self.env._("Remittance to look for at the bank"),
        }
        return [*super()._selection_kind(), *kinds.items()]
