"""What makes settling quick to type: the quantity that is left, and the button for rows that came later."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .complaint import SALES
from .settlement_quantity import OF_GOODS, ONCE, SENT


class GendanComplaintSettlement(models.Model):
    """Rows start with what no other row is for."""

    _inherit = "gendan.complaint.settlement"

    quantity = fields.Float(compute="_compute_quantity", store=True, readonly=False, precompute=False)

    @api.depends("choice", "line_id")
    def _compute_quantity(self):
        for settlement in self:
            line = settlement._gendan_goods()
            # what was typed stays
            if settlement.quantity or settlement.choice not in OF_GOODS or not line:
                settlement.quantity = settlement.quantity
            elif settlement.choice == "sorting":
                settlement.quantity = line._gendan_lying()
            else:
                settlement.quantity = line._gendan_unsettled(settlement.choice, but=settlement)


class GendanComplaintLine(models.Model):
    """How many are waited for."""

    _inherit = "gendan.complaint.line"

    def _gendan_lying(self):
        """How many lie at the customer's to be sorted: what he has blocked, else all he got; never fewer than are bad.

        :return: in the line's unit
        """
        self.ensure_one()
        return max(self.blocked or self.delivered, self.bad)

    def _gendan_unsettled(self, choice, but=None):
        """How many of the bad ones wait for such a way: each piece is settled once, comes back once, is sent once.

        :param choice: of a settlement
        :param but: a settlement that is left out
        :return: in the line's unit
        """
        self.ensure_one()
        rows = self.complaint_id.settlement_ids.filtered(
            lambda row: (
                row != but
                and row._gendan_goods()._origin == self._origin
                and not row.more_than_bad
                and not (row.done_at and row._gendan_is_void())
            )
        )
        against = {"return": ("return",), "remake": (*ONCE, "remake"), "replace": (*ONCE, "replace")}
        rivals = rows.filtered(lambda row: row.choice in against.get(choice, (*ONCE, *SENT)))
        return max(self.bad - rivals._gendan_settled(), 0.0)


class GendanComplaint(models.Model):
    """Rows that came while it was being settled are carried out, too."""

    _inherit = "gendan.complaint"

    has_waiting = fields.Boolean(
        "Something Waits to Be Carried Out", compute="_compute_has_waiting", compute_sudo=True, groups=SALES
    )
    has_several_goods = fields.Boolean("Several Goods", compute="_compute_has_several_goods")

    @api.depends("settlement_ids.done_at", "state")
    def _compute_has_waiting(self):
        for complaint in self:
            rows = complaint.settlement_ids
            complaint.has_waiting = complaint.state == "settling" and not all(row.done_at for row in rows)

    @api.depends("line_ids")
    def _compute_has_several_goods(self):
        for complaint in self:
            complaint.has_several_goods = len(complaint.line_ids) > 1

    def action_carry_out(self):
        """Button: carry out what was added since the rest was. Those done stay as they are.

        :raise UserError: nothing waits, or the sentence why one cannot be carried out
        """
        self.check_access("write")
        for complaint in self:
            if not complaint.has_waiting:
                raise UserError(
                    self.env._("%(complaint)s: nothing waits to be carried out.", complaint=complaint.display_name)
                )
            complaint.settlement_ids._gendan_do()
        return True
