from odoo import fields, models
from odoo.exceptions import UserError

FIGURES = [
    ("consignee", "Consignee"),
    ("quantity", "Quantity"),
    ("cartons", "Cartons"),
    ("gross", "Gross weight"),
    ("amount", "Amount"),
    ("vessel", "Vessel or flight"),
    ("on_board", "On board on"),
    ("port", "Port of discharge"),
]


class GendanExportDifference(models.Model):
    """One figure of a foreign paper that is not ours. It stands until the paper is put right, or is accepted with a
    reason.

    Made by the comparison. Read with the paper; who may change the paper types the reason. Amounts are shown to sales
    and accounting only.
    """

    _name = "gendan.export.difference"
    _description = "Difference on an Export Paper"
    _inherit = "gendan.parent.access.mixin"
    _order = "id"
    _rec_name = "figure"

    _gendan_parent = "paper_id"

    paper_id = fields.Many2one("gendan.export.paper", required=True, readonly=True, ondelete="cascade", index=True)
    figure = fields.Selection(FIGURES, required=True, readonly=True)
    ours = fields.Char(readonly=True)
    theirs = fields.Char(string="On the Paper", readonly=True)
    reason = fields.Char(string="Accepted Because")
    accepted_by_id = fields.Many2one("res.users", string="Accepted by", readonly=True, ondelete="restrict")

    def write(self, vals):
        """Write the reason; who gives it is noted.

        :raise UserError: anything else is written by hand
        :raise AccessError: the user may not change the paper
        """
        if self.env.su and "reason" not in vals:
            return super().write(vals)
        if set(vals) != {"reason"}:
            raise UserError(self.env._("A difference is put right on the paper, or accepted with a reason."))
        self.paper_id.check_access("write")
        reason = (vals["reason"] or "").strip()
        return super().write({"reason": reason, "accepted_by_id": self.env.uid if reason else False})
