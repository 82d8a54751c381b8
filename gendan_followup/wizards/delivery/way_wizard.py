from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class GendanWayWizard(models.TransientModel):
    """Dialog: the ways an order can go, best first, and the choice of one.

    For whoever may write the order; days, cost and order of the ways are the order's.
    """

    _name = "gendan.way.wizard"
    _description = "Ways to Send"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade")
    wanted_day = fields.Date(string="To Arrive by", compute="_compute_wanted_day")
    payer = fields.Selection(related="order_id.gendan_freight_payer")
    packing = fields.Text(related="order_id.gendan_packing_wish")
    leaves = fields.Date(string="Goods Ready on", required=True)
    line_ids = fields.One2many(
        "gendan.way.wizard.line", "wizard_id", compute="_compute_line_ids", store=True, readonly=True
    )

    @api.depends("order_id")
    def _compute_wanted_day(self):
        for wizard in self:
            wizard.wanted_day = wizard.order_id._gendan_wanted_day()

    @api.depends("order_id", "leaves")
    def _compute_line_ids(self):
        for wizard in self:
            ways = wizard.order_id._gendan_ways(wizard.leaves) if wizard.leaves else []
            wanted = wizard.order_id._gendan_wanted_day()
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "sequence": number,
                            "carrier_id": way.key.id,
                            "leaves": way.leaves,
                            "arrives": way.arrives or False,
                            "late_days": way.late(wanted) or 0,
                            "has_cost": way.cost is not None,
                            "cost": way.cost or 0.0,
                            "is_named": way.named,
                        }
                    )
                    for number, way in enumerate(ways)
                ),
            ]

    @api.model
    def _gendan_open(self, order):
        """The dialog for an order.

        :param sale.order order: one the user may write
        :return: action
        :raise UserError: no carrier would take it
        """
        wizard = self.create({"order_id": order.id, "leaves": order._gendan_ready_day()})
        if not wizard.line_ids:
            raise UserError(
                self.env._(
                    "No delivery method takes order %(order)s to its address: see weights, volumes and countries of"
                    " the delivery methods.",
                    order=order.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ways to Send"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
