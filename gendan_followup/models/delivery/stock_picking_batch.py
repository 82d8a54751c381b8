from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.tools.load_plan import plan_load

# nobody loads more in one go; a typing mistake in a weight must not open a thousand containers
MOST_UNITS = 50


class StockPickingBatch(models.Model):
    """A batch as a load plan: its containers and trucks, what goes into which, and what is left over."""

    _inherit = "stock.picking.batch"

    gendan_load_unit_ids = fields.One2many("gendan.load.unit", "batch_id", string="Containers and Trucks")
    gendan_load_type_id = fields.Many2one(
        "gendan.load.unit.type",
        string="Add Units of Kind",
        check_company=True,
        help="The plan adds as many containers or trucks of this kind as are needed. Empty: it uses those listed.",
    )
    gendan_left_ids = fields.Many2many(
        "stock.picking", string="Left Over", compute="_compute_gendan_left", help="Transfers of no container or truck."
    )
    gendan_left_volume = fields.Float(string="Left Over (m³)", digits=(16, 3), compute="_compute_gendan_left")
    gendan_left_weight = fields.Float(string="Left Over (kg)", digits=(16, 1), compute="_compute_gendan_left")
    gendan_load_missing = fields.Text(string="Not Counted", compute="_compute_gendan_left")

    @api.depends(
        "picking_ids.gendan_load_unit_id",
        "picking_ids.gendan_load_volume",
        "picking_ids.gendan_load_weight",
        "picking_ids.gendan_load_missing",
    )
    @api.depends_context("lang")
    def _compute_gendan_left(self):
        for batch in self:
            left = batch.picking_ids.filtered(lambda picking: not picking.gendan_load_unit_id)
            batch.gendan_left_ids = left
            batch.gendan_left_volume = sum(left.mapped("gendan_load_volume"))
            batch.gendan_left_weight = sum(left.mapped("gendan_load_weight"))
            batch.gendan_load_missing = "\n".join(filter(None, batch.picking_ids.mapped("gendan_load_missing")))

    def action_gendan_plan_load(self):
        """Button: place what has no place yet; with a kind chosen, add as many units of it as that takes.

        What somebody has placed by hand stays where it is. What is larger than any unit is left over and stays so.

        :raise UserError: when there is neither a unit nor a kind to add
        """
        for batch in self:
            batch._gendan_check_load()
            batch._gendan_place(batch.gendan_left_ids)
            while batch.gendan_left_ids and batch.gendan_load_type_id:
                left = len(batch.gendan_left_ids)
                unit = batch._gendan_add_unit()
                batch._gendan_place(batch.gendan_left_ids)
                if len(batch.gendan_left_ids) == left:
                    # too large for this kind: another empty one would not help
                    unit.unlink()
                    break
        return self._gendan_load_told()

    def action_gendan_clear_load(self):
        """Button: take all transfers that have not left out of their containers and trucks."""
        self.picking_ids.filtered(lambda picking: picking.state != "done").gendan_load_unit_id = False

    def _gendan_check_load(self):
        """:raise UserError: with the sentence why no load can be planned now"""
        self.ensure_one()
        if self.state in ("done", "cancel"):
            raise UserError(self.env._("%(batch)s is closed: its load is no longer planned.", batch=self.name))
        if not self.picking_ids:
            raise UserError(self.env._("%(batch)s has no transfers yet: add those to be loaded.", batch=self.name))
        if not self.gendan_load_unit_ids and not self.gendan_load_type_id:
            raise UserError(
                self.env._(
                    "List the containers or trucks of %(batch)s, or choose a kind of which the plan may add as many as"
                    " it needs.",
                    batch=self.name,
                )
            )

    def _gendan_add_unit(self):
        self.ensure_one()
        if len(self.gendan_load_unit_ids) >= MOST_UNITS:
            raise UserError(
                self.env._(
                    "More than %(most)s containers or trucks for %(batch)s: check volumes and weights of its"
                    " transfers.",
                    most=MOST_UNITS,
                    batch=self.name,
                )
            )
        last = max(self.gendan_load_unit_ids.mapped("sequence"), default=0)
        return self.env["gendan.load.unit"].create(
            {"batch_id": self.id, "type_id": self.gendan_load_type_id.id, "sequence": last + 10}
        )

    def _gendan_place(self, pickings):
        """Find a place in this batch's units for these transfers (``tools.load_plan``)."""
        self.ensure_one()
        units = [unit._gendan_room(unit.picking_ids._gendan_load_pieces()) for unit in self.gendan_load_unit_ids]
        plan = plan_load(pickings._gendan_load_pieces(), units)
        by_unit = {}
        for picking_id, unit_id in plan.places.items():
            by_unit.setdefault(unit_id, []).append(picking_id)
        for unit_id, picking_ids in by_unit.items():
            pickings.browse(picking_ids).gendan_load_unit_id = unit_id

    def _gendan_load_told(self):
        """What the plan came to, as a notification."""
        left = self.gendan_left_ids
        if left:
            title = self.env._("Transfers left over: %(number)s.", number=len(left))
            names = self.env._(", ").join(left[:10].mapped("name"))
            message = self.env._(
                "No room for %(transfers)s. Add a container or truck, or choose a larger one.", transfers=names
            )
        else:
            title = self.env._("All transfers have a place.")
            message = self.env._("Containers and trucks: %(number)s", number=len(self.gendan_load_unit_ids))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if left else "success",
                "title": title,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
