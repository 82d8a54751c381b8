from odoo import fields, models


class GendanFeasiblePart(models.TransientModel):
    """One row of the dialog: a line of the order, or a part of what it waits for."""

    _name = "gendan.feasible.part"
    _description = "What an Arrival Waits for"
    _order = "sequence, id"

    wizard_id = fields.Many2one("gendan.feasible", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer()
    name = fields.Char(string="What")
    date = fields.Date(string="Ready")
    kind = fields.Char()
    is_line = fields.Boolean()
    is_late = fields.Boolean()
    decides = fields.Boolean()
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")

    def action_gendan_open(self):
        """Button: the record behind this part.

        :return: action
        :raise AccessError: the user may not read it
        """
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
