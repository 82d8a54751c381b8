from odoo import api, fields, models


class GendanComplaintChatLine(models.TransientModel):
    """Goods the customer names in a chat: proposed, the clerk corrects."""

    _name = "gendan.complaint.chat.line"
    _description = "Goods Named in a Chat"

    chat_id = fields.Many2one("gendan.complaint.chat", required=True, ondelete="cascade", index=True)
    product_id = fields.Many2one("product.product", string="Product", required=True, ondelete="cascade")
    checked = fields.Float("Quantity Checked", digits="Product Unit")
    bad = fields.Float("Not Good", digits="Product Unit")
    uom_id = fields.Many2one(
        "uom.uom", string="Unit", compute="_compute_uom_id", store=True, readonly=False, ondelete="cascade"
    )
    defect_id = fields.Many2one("gendan.defect", string="Defect", ondelete="cascade")

    @api.depends("product_id")
    def _compute_uom_id(self):
        for line in self:
            kept = line.uom_id
            fits = kept and line.product_id and kept._has_common_reference(line.product_id.uom_id)
            line.uom_id = kept if fits else line.product_id.uom_id

    def _gendan_prepare_line_vals(self):
        """Values of the complaint's line."""
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "checked": self.checked,
            "bad": self.bad,
            "uom_id": self.uom_id.id,
            "defect_id": self.defect_id.id,
        }
