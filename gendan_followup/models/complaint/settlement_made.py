"""Documents that settlements make: cancelled, deleted or brought back, the complaint hears of it."""

from odoo import models


class GendanSettlementMadeMixin(models.AbstractModel):
    """Documents a settlement may have made."""

    _name = "gendan.settlement.made.mixin"
    _description = "Document that Settles a Complaint"

    def unlink(self):
        # EXTENDS base: the ids are still known
        gone = self.browse(self.ids)
        result = super().unlink()
        gone._gendan_settlement_turned()
        return result

    def _gendan_settlement_turned(self):
        """These were cancelled, deleted or brought back. Batch."""
        self.env["gendan.complaint.settlement"]._gendan_result_turned(self)


class AccountMove(models.Model):
    """Credit notes, and debits to suppliers."""

    _name = "account.move"
    _inherit = ["account.move", "gendan.settlement.made.mixin"]

    def write(self, vals):
        # EXTENDS account
        result = super().write(vals)
        if "state" in vals:
            notes = self.filtered(lambda move: move.move_type in ("out_refund", "in_refund"))
            # reversed by these
            turned = notes | self.reversed_entry_id if vals["state"] == "posted" else notes
            turned._gendan_settlement_turned()
        return result


class SaleOrder(models.Model):
    """Replacements."""

    _name = "sale.order"
    _inherit = ["sale.order", "gendan.settlement.made.mixin"]

    def write(self, vals):
        # EXTENDS sale
        result = super().write(vals)
        if vals.get("state") in ("cancel", "draft"):
            self.filtered("gendan_settles_id")._gendan_settlement_turned()
        return result


class StockMove(models.Model):
    """Returns are cancelled by their moves."""

    _inherit = "stock.move"

    def _action_cancel(self):
        # EXTENDS stock
        result = super()._action_cancel()
        self.picking_id.filtered("return_id")._gendan_settlement_turned()
        return result


class StockPicking(models.Model):
    """Returns."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "gendan.settlement.made.mixin"]


class MrpProduction(models.Model):
    """What is made again."""

    _name = "mrp.production"
    _inherit = ["mrp.production", "gendan.settlement.made.mixin"]

    def _action_cancel(self):
        # EXTENDS mrp
        result = super()._action_cancel()
        self._gendan_settlement_turned()
        return result


class RepairOrder(models.Model):
    """Rework."""

    _name = "repair.order"
    _inherit = ["repair.order", "gendan.settlement.made.mixin"]

    def write(self, vals):
        # EXTENDS repair
        result = super().write(vals)
        if vals.get("state") in ("cancel", "draft"):
            self._gendan_settlement_turned()
        return result


class GendanSorting(models.Model):
    """Sorting called off is final: nobody was paid for it."""

    _name = "gendan.sorting"
    _inherit = ["gendan.sorting", "gendan.settlement.made.mixin"]

    def _gendan_turn(self, state):
        # EXTENDS gendan_followup
        result = super()._gendan_turn(state)
        if state == "cancel":
            # sudo: who sorts reads no settlements
            self.sudo().settlement_id._gendan_drop_cost()
            self._gendan_settlement_turned()
        return result


class GendanStatementDifference(models.Model):
    """Deductions accepted on the statement, and decided otherwise since."""

    _inherit = "gendan.statement.difference"

    def _gendan_move(self, state, **values):
        # EXTENDS gendan_followup (statement)
        result = super()._gendan_move(state, **values)
        self.env["gendan.complaint.settlement"]._gendan_result_turned(self)
        return result
