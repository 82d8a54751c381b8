"""Goods on hold that are scrapped: no others than were approved, and no more of them."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# sentinel: only `do_scrap` says that goods on hold are scrapped
SCRAPPING = object()
KEPT = {"state", "gendan_hold_line_id", "product_id", "product_uom_id", "scrap_qty"}


class StockScrap(models.Model):
    """Scrap of goods on hold: done by the warehouse, up to what who decides about them has said."""

    _inherit = "stock.scrap"

    gendan_hold_line_id = fields.Many2one(
        "gendan.hold.line", string="Goods on Hold", index="btree_not_null", ondelete="set null", copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS stock
        scraps = super().create(vals_list)
        scraps._gendan_check_held_done()
        return scraps

    def write(self, vals):
        # EXTENDS stock
        if KEPT.isdisjoint(vals):
            return super().write(vals)
        self._gendan_check_held_done()
        result = super().write(vals)
        self._gendan_check_held_done()
        return result

    def _gendan_check_held_done(self):
        """:raise UserError: what was scrapped of goods on hold would be written by hand"""
        if self.env.context.get("gendan_scrapping") is SCRAPPING:
            return
        if done := self.filtered(lambda scrap: scrap.state == "done" and scrap.gendan_hold_line_id)[:1]:
            raise UserError(
                self.env._(
                    "%(scrap)s: what is scrapped of goods on hold is validated with its button and stays as it was.",
                    scrap=done.name,
                )
            )

    def do_scrap(self):
        # EXTENDS stock: one by one, as each leaves less that may be scrapped
        for scrap in self:
            if sentence := scrap._gendan_hold_error():
                raise UserError(sentence)
            super(StockScrap, scrap.with_context(gendan_scrapping=SCRAPPING)).do_scrap()
            # looked at when it is done, as then so many fewer are on hold; of a scrap that names no hold, none
            if not self.env.su:
                scrap.move_ids._gendan_check_held()
            # sudo: how many are left to scrap, and whose to do that is; the warehouse sees no complaints
            if line := scrap.sudo().gendan_hold_line_id:
                line._gendan_note_scrapped(scrap._gendan_held_quantity(), scrap)
        return True

    def _gendan_held_quantity(self):
        """How many of the goods on hold it is, in the product's unit."""
        return self.product_uom_id._compute_quantity(self.scrap_qty, self.gendan_hold_line_id.uom_id)

    def _gendan_hold_error(self):
        """The sentence why this cannot be scrap of the goods on hold it is said to be, or False."""
        self.ensure_one()
        line = self.gendan_hold_line_id
        if not line:
            return False
        words = {"hold": line.hold_id.name, "goods": line.display_name}
        if self.state == "done":
            return self.env._("%(hold)s: %(scrap)s of %(goods)s is done already.", scrap=self.name, **words)
        same = (self.product_id, self.location_id, self.lot_id) == (line.product_id, line.hold_location_id, line.lot_id)
        if not same:
            return self.env._(
                "%(hold)s: only %(goods)s in %(place)s are on hold; scrap other goods by themselves.",
                place=line.hold_location_id.display_name,
                **words,
            )
        return line._gendan_scrap_error(self._gendan_held_quantity())
