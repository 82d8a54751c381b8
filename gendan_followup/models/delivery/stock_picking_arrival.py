from odoo import fields, models


class StockPicking(models.Model):
    """What became of a transfer at the customer."""

    _inherit = "stock.picking"

    gendan_arrival_ids = fields.One2many("gendan.arrival", "picking_id", string="Arrival", readonly=True)

    def action_gendan_arrival(self):
        """Button: the arrival of the goods, noted already or to be noted.

        :return: action
        """
        self.ensure_one()
        arrival = self.env["gendan.arrival"].search([("picking_id", "=", self.id)], limit=1)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Arrival"),
            "res_model": "gendan.arrival",
            "res_id": arrival.id,
            "views": [(False, "form")],
            "context": {"default_picking_id": self.id},
        }
