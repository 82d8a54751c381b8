"""Stock as goods on hold see it: which may be held, who had reserved it, whom else it is looked for."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from .stock_scrap_hold import SCRAPPING


class StockQuant(models.Model):
    """All of it as superuser: `gendan.hold` has asked who may."""

    _inherit = "stock.quant"

    def _gendan_is_holdable(self):
        """Whether goods lie in a warehouse, and not on hold already."""
        self.ensure_one()
        return (
            self.location_id.usage == "internal" and bool(self.location_id.warehouse_id) and self.product_id.is_storable
        )

    def _gendan_lock_to_hold(self):
        """Read the quantities anew, with their rows locked.

        :raise UserError: somebody else moves these goods
        """
        if len(self.try_lock_for_update()) < len(self):
            raise UserError(
                self.env._("Somebody else is moving these goods at this moment. Wait a few seconds and press again.")
            )
        self.invalidate_recordset()

    def _gendan_reserving(self):
        """Lines of transfers and productions that have reserved or picked these goods: {quant: stock.move.line}.

        The latest first: the earliest delivery keeps what there is. One query.
        """
        found = self.env["stock.move.line"].search(
            [
                ("state", "not in", ("done", "cancel", "draft")),
                ("product_id", "in", self.product_id.ids),
                ("location_id", "in", self.location_id.ids),
                ("quantity_product_uom", ">", 0),
            ]
        )
        keys = {quant._gendan_key(): quant for quant in self}
        result = {quant: found.browse() for quant in self}
        for line in found.sorted(
            lambda line: (line.picking_id.scheduled_date or line.move_id.date, line.id), reverse=True
        ):
            key = (line.product_id, line.location_id, line.lot_id, line.package_id, line.owner_id)
            if key in keys:
                result[keys[key]] |= line
        return result

    def _gendan_key(self):
        return (self.product_id, self.location_id, self.lot_id, self.package_id, self.owner_id)

    def _gendan_free(self, quantity):
        """Release what is reserved of these goods until so many are free.

        :return: the moves that lost goods
        """
        self.ensure_one()
        uom = self.product_uom_id
        short = quantity - (self.quantity - self.reserved_quantity)
        robbed = self.env["stock.move"]
        if uom.compare(short, 0) <= 0:
            return robbed
        for line in self._gendan_reserving()[self]:
            if uom.compare(short, 0) <= 0:
                break
            robbed |= line.move_id
            taken = min(short, line.quantity_product_uom)
            if uom.compare(taken, line.quantity_product_uom) >= 0:
                line.unlink()
            else:
                line.quantity -= uom._compute_quantity(taken, line.product_uom_id, rounding_method="HALF-UP")
            short -= taken
        return robbed

    def _gendan_whole_packages(self, parts):
        """The packages of which everything is held: they are moved as they are, of the others the goods are taken out.

        :param dict parts: {quant: quantity held}
        """
        whole = self.env["stock.package"]
        for package in self.package_id:
            held = package.contained_quant_ids.filtered(lambda quant: quant.quantity > 0)
            if all(
                quant in parts and quant.product_uom_id.compare(parts[quant], quant.quantity) == 0 for quant in held
            ):
                whole |= package
        return whole

    def _gendan_prepare_hold_line(self, quantity, place, whole):
        """Values of the line of a hold for so many of these goods.

        :param whole: the packages that are moved as they are
        """
        self.ensure_one()
        package = self.package_id
        return {
            "product_id": self.product_id.id,
            "lot_id": self.lot_id.id,
            "package_id": package.id if package in whole else False,
            "from_package_id": package.id if package not in whole else False,
            "owner_id": self.owner_id.id,
            "location_id": self.location_id.id,
            "hold_location_id": place.id,
            "quantity": quantity,
            "back": quantity,
        }


class StockMove(models.Model):
    """Moves that lost their goods to a hold, as superuser; and those by which somebody would carry goods off hold."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        # EXTENDS stock: goods leave their hold with its release, or as its scrap
        done = super()._action_done(cancel_backorder=cancel_backorder)
        if not self.env.su and self.env.context.get("gendan_scrapping") is not SCRAPPING:
            done._gendan_check_held()
        return done

    def _gendan_check_held(self):
        """:raise UserError: by these moves less would lie in the hold location than is on hold; counted there it may"""
        carried = self.filtered(
            lambda move: (
                move.location_id.usage == "internal"
                # as every hold location
                and not move.location_id.warehouse_id
                and not move.is_inventory
            )
        )
        if not carried:
            return
        # sudo: whether; whoever moves goods need not see the holds
        lines = self.env["gendan.hold.line"].sudo().search(
            [("product_id", "in", carried.product_id.ids), ("left", ">", 0)]
        )
        for move in carried:
            path = move.location_id.parent_path
            here = lines.filtered(
                lambda line, move=move, path=path: (
                    line.product_id == move.product_id and path.startswith(line.hold_location_id.parent_path)
                )
            )
            for lot, held in here.grouped("lot_id").items():
                if short := held._gendan_missing(lot):
                    raise UserError(
                        self.env._(
                            "%(goods)s in %(place)s: %(hold)s keeps %(quantity)s %(unit)s of them on hold. They go back"
                            " with its button “Release the Goods”.",
                            goods=short.display_name,
                            place=short.hold_location_id.display_name,
                            hold=short.hold_id.name,
                            quantity=short.uom_id._gendan_number(sum(held.mapped("left"))),
                            unit=short.uom_id.name,
                        )
                    )

    def _gendan_robbed_names(self):
        """The transfers and productions these moves belong to, by name."""
        productions = self.raw_material_production_id
        return [document.name for document in (*self.picking_id, *productions)]

    def _gendan_look_for_others(self):
        """Moves that still wait look for other goods; who waited for just these is let off, as Odoo does itself."""
        waiting = self.filtered(lambda move: move.state not in ("done", "cancel", "draft"))
        chained = waiting.filtered("move_orig_ids")
        if chained:
            chained.write({"procure_method": "make_to_stock", "move_orig_ids": [Command.clear()]})
        waiting._action_assign()
