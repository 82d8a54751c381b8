from odoo import api, fields, models
from odoo.exceptions import UserError


class StockBackorderConfirmation(models.TransientModel):
    """Where a tolerance asks for it, closing a line short needs a reason: it is given where it is decided."""

    _inherit = "stock.backorder.confirmation"

    gendan_short_text = fields.Text(string="Short of the Tolerance", compute="_compute_gendan_short_text")
    gendan_reason = fields.Char(string="Why Nothing Follows")

    @api.depends("pick_ids")
    def _compute_gendan_short_text(self):
        for wizard in self:
            problems = wizard.pick_ids._origin._gendan_closing_short()
            wizard.gendan_short_text = "\n".join(
                problem.sentence for of_picking in problems.values() for problem in of_picking
            )

    def process(self):
        # EXTENDS stock
        self._gendan_say_why(self.backorder_confirmation_line_ids.filtered(lambda row: not row.to_backorder).picking_id)
        return super().process()

    def process_cancel_backorder(self):
        # EXTENDS stock
        self._gendan_say_why(self.pick_ids)
        return super().process_cancel_backorder()

    def _gendan_say_why(self, pickings):
        """Keep the reason for closing these transfers short. What may not be closed short is refused further down.

        :raise UserError: one needs a reason and none was given
        """
        self.ensure_one()
        asked = [
            (picking, problem)
            for picking, problems in pickings._gendan_closing_short().items()
            for problem in problems
            if problem.waiver_group
        ]
        if not asked:
            return
        if not (self.gendan_reason or "").strip():
            raise UserError(asked[0][1].sentence)
        # sudo: nobody has the right to create waivers; create() checks the user's group itself
        self.env["gendan.waiver"].sudo().create(
            [
                {
                    "res_model": picking._name,
                    "res_id": picking.id,
                    "code": problem.code,
                    "action": "ship",
                    "reason": self.gendan_reason,
                }
                for picking, problem in asked
            ]
        )
