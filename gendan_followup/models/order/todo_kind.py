from odoo import api, models


class GendanTodo(models.Model):
    """To-dos of the room, in words."""

    _inherit = "gendan.todo"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        kinds = {
            "review_department": self.env._("Review point put to a department"),
            "review_no": self.env._("A department says no"),
            "review_clause": self.env._("Clauses to agree with the customer"),
            "written_missing": self.env._("Written confirmation of an order"),
            "order_change": self.env._("Order change to be decided"),
            "order_touch": self.env._("Touched by an order change"),
            "recall": self.env._("Papers to come back"),
            "contract_check": self.env._("Contract to be checked"),
            "contract_approve": self.env._("Contract to be approved"),
            "contract_chop": self.env._("Contract to be chopped"),
            "contract_send": self.env._("Contract to be sent"),
            "contract_back": self.env._("Contract back, order to be confirmed"),
            "confirmation_paper": self.env._("Our own confirmation to be sent"),
            "change_cost": self.env._("Cost of a change to be settled"),
            "price_approve": self.env._("Prices to approve"),
            "price_refused": self.env._("Prices refused"),
            "quotation_validity": self.env._("Quotation about to end"),
            "material_difference": self.env._("Customer's material short or over"),
            "material_remainder": self.env._("Customer's material left over"),
        }
        return [*super()._selection_kind(), *kinds.items()]
