from odoo import fields, models


class SaleOrderLine(models.Model):
    """From the line to the calculation of its price."""

    _inherit = "sale.order.line"

    gendan_cost_sheet_ids = fields.One2many(
        "gendan.cost.sheet", "line_id", string="Cost Sheets", groups="gendan_followup.group_gendan_cost"
    )

    def action_gendan_cost_sheet(self):
        """Button: the line's cost sheet; a new one by the formula of its category where it has none.

        :return: action
        """
        self.ensure_one()
        sheet = self.gendan_cost_sheet_ids[:1] or self.env["gendan.cost.sheet"].create(
            {"line_id": self.id, "company_id": self.company_id.id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cost Sheet"),
            "res_model": "gendan.cost.sheet",
            "res_id": sheet.id,
            "views": [(False, "form")],
        }
