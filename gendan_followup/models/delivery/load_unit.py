from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.tools.load_plan import Piece, Unit


class GendanLoadUnit(models.Model):
    """One container or truck of a batch, and the transfers that go into it.

    Warehouse people keep it with their batch, the follow-up team reads it.
    """

    _name = "gendan.load.unit"
    _description = "Container or Truck"
    _order = "batch_id, sequence, id"
    _check_company_auto = True

    batch_id = fields.Many2one(
        "stock.picking.batch", string="Batch", required=True, ondelete="cascade", index=True, check_company=True
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    type_id = fields.Many2one(
        "gendan.load.unit.type", string="Kind", required=True, ondelete="restrict", check_company=True
    )
    reference = fields.Char(string="Container or Plate No.")
    seal = fields.Char(string="Seal No.")
    driver = fields.Char(help="Name and phone of the driver.")
    picking_ids = fields.One2many("stock.picking", "gendan_load_unit_id", string="Transfers")

    volume = fields.Float(string="Loaded (m³)", digits=(16, 3), compute="_compute_load")
    weight = fields.Float(string="Loaded (kg)", digits=(16, 1), compute="_compute_load")
    volume_rate = fields.Float(
        string="Volume Filled (%)", compute="_compute_load", help="Of the whole volume inside, not of its usable share."
    )
    weight_rate = fields.Float(string="Payload Used (%)", compute="_compute_load")
    is_over = fields.Boolean(compute="_compute_load", help="More volume or weight than the kind allows.")

    @api.depends(
        "type_id.volume",
        "type_id.usable",
        "type_id.max_weight",
        "picking_ids.gendan_load_volume",
        "picking_ids.gendan_load_weight",
    )
    def _compute_load(self):
        for unit in self:
            unit_type = unit.type_id
            unit.volume = sum(unit.picking_ids.mapped("gendan_load_volume"))
            unit.weight = sum(unit.picking_ids.mapped("gendan_load_weight"))
            unit.volume_rate = 100 * unit.volume / unit_type.volume if unit_type.volume else 0.0
            unit.weight_rate = 100 * unit.weight / unit_type.max_weight if unit_type.max_weight else 0.0
            unit.is_over = not unit._gendan_room().has_room(unit.picking_ids._gendan_load_pieces())

    @api.depends("type_id", "reference", "sequence")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for unit in self:
            if unit.reference:
                unit.display_name = f"{unit.type_id.name} {unit.reference}"
                continue
            alike = unit.batch_id.gendan_load_unit_ids.filtered(lambda other, unit=unit: other.type_id == unit.type_id)
            ids = alike._origin.ids
            number = ids.index(unit._origin.id) + 1 if unit._origin.id in ids else len(ids) + 1
            unit.display_name = f"{unit.type_id.name} #{number}"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_left(self):
        for unit in self:
            if any(picking.state == "done" for picking in unit.picking_ids):
                raise UserError(
                    self.env._(
                        "%(unit)s of %(batch)s has left with goods in it and cannot be deleted.",
                        unit=unit.display_name,
                        batch=unit.batch_id.name,
                    )
                )

    def _gendan_room(self, pieces=()):
        """This unit for the load planner: usable volume in m³, payload in kg.

        :param pieces: list of ``tools.load_plan.Piece`` already in it
        :rtype: odoo.addons.gendan_followup.tools.load_plan.Unit
        """
        self.ensure_one()
        return Unit(self.id, self.type_id.usable_volume or None, self.type_id.max_weight or None, list[Piece](pieces))
