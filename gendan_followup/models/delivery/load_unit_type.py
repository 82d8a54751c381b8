from odoo import api, fields, models


class GendanLoadUnitType(models.Model):
    """A kind of container or truck: how much goes in. Everybody inside reads the list, supervisors keep it."""

    _name = "gendan.load.unit.type"
    _description = "Kind of Container or Truck"
    _order = "sequence, id"

    _positive = models.Constraint(
        "CHECK (volume >= 0 AND max_weight >= 0)", "Volume and weight of a container or truck cannot be negative."
    )
    _share = models.Constraint(
        "CHECK (usable > 0 AND usable <= 1)", "The usable share of the room is more than 0 and at most 100 %."
    )

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index="btree_not_null")
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection([("container", "Container"), ("truck", "Truck")], required=True, default="container")
    volume = fields.Float(string="Volume (m³)", digits=(16, 2), help="Inside; 0: no limit.")
    max_weight = fields.Float(string="Payload (kg)", digits=(16, 0), help="What may be loaded; 0: no limit.")
    usable = fields.Float(
        string="Usable Share",
        default=0.9,
        help="Of the volume: cartons never fill the last corner. The payload counts in full.",
    )
    usable_volume = fields.Float(string="Usable Volume (m³)", digits=(16, 2), compute="_compute_usable_volume")

    @api.depends("volume", "usable")
    def _compute_usable_volume(self):
        for unit_type in self:
            unit_type.usable_volume = unit_type.volume * unit_type.usable
