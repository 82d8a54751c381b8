"""Cartons that hold goods of several lines of the packing list: numbered once, counted once."""

from collections import defaultdict
from dataclasses import dataclass

from odoo import models
from odoo.tools import float_round

# digits to which quantities in packages are compared
PIECES = 4
# a hair over a full carton is no second one
FULL = 1.000001


@dataclass
class MixedCartons:
    """Cartons packed alike. ``pieces`` of each line by its place in the list; ``first`` is given while numbering."""

    pieces: dict
    count: int
    # m³ of one, None where nobody knows; and its sides as printed
    room: float | None
    size: str
    first: int = 0


class GendanExportShipment(models.Model):
    """Which goods of a shipment lie in one carton: those of its packages that hold several lines and are no pallets."""

    _inherit = "gendan.export.shipment"

    def _gendan_packed_groups(self, moves):
        """What goes, a line each, with how it is packed. Cartons are numbered through. Call with sudo.

        :param stock.move moves: of the transfer
        :return: list of (``gendan_free`` or "", stock.move, product, packing: see ``_gendan_export_packing``)
        """
        self.ensure_one()
        groups = [(free, group, group._gendan_export_product()) for free, group in moves._gendan_note_groups()]
        mixed = self._gendan_mixed_cartons(groups)
        result, carton = [], 1
        for index, (free, group, product) in enumerate(groups):
            shared = [cartons for cartons in mixed if index in cartons.pieces]
            packed = group._gendan_export_packing(product, carton, shared, index)
            carton += packed["count"]
            result.append((free, group, product, packed))
        return result

    def _gendan_mixed_cartons(self, groups):
        """The packages with goods of several lines, those packed alike together.

        :param groups: list of (free, stock.move, product)
        :rtype: list[MixedCartons]
        """
        holds, whole_kits = self._gendan_packages(groups)
        products = [product for _free, _group, product in groups]
        alike = defaultdict(int)
        for package, pieces in holds.items():
            if len(pieces) > 1 and package not in whole_kits and _fits_one_carton(products, pieces):
                alike[tuple(sorted(pieces.items()))] += 1
        result = []
        for key, count in alike.items():
            pieces = dict(key)
            room, size = _room_of_one(products, pieces)
            result.append(MixedCartons(pieces, count, room, size))
        return result

    def _gendan_packages(self, groups):
        """What lies in which package.

        :return: ({stock.package: {place of the line: quantity in the product's unit}}, packages with parts of kits
            that are declared as one)
        """
        holds, whole_kits = {}, self.env["stock.package"]
        for index, (_free, group, product) in enumerate(groups):
            for line in group.move_line_ids.sorted(lambda line: (line.result_package_id.id, line.id)):
                package, quantity = line.result_package_id, line.quantity_product_uom
                if not package or not quantity:
                    continue
                pieces = holds.setdefault(package, {})
                pieces[index] = float_round(pieces.get(index, 0.0) + quantity, PIECES)
                if line.product_id != product:
                    whole_kits |= package
        return holds, whole_kits

    def _gendan_package_difference(self, packed_groups):
        """The sentence that the transfer's packages are other than the cartons counted, or False.

        Only where everything is in packages and each of these can be a carton; pallets say nothing about cartons.

        :param packed_groups: see ``_gendan_packed_groups``
        """
        self.ensure_one()
        counted = sum(packed["count"] for *_line, packed in packed_groups)
        if self.packed_cartons or not counted:
            return False
        groups = [(free, group, product) for free, group, product, _packed in packed_groups]
        products = [product for *_line, product in groups]
        holds, whole_kits = self._gendan_packages(groups)
        lines = self.env["stock.move.line"].union(*(group.move_line_ids for _free, group, _product in groups))
        if whole_kits or any(line.quantity and not line.result_package_id for line in lines):
            return False
        if len(holds) == counted or not all(_fits_one_carton(products, pieces) for pieces in holds.values()):
            return False
        return self.env._(
            "The goods are in %(packages)s packages, and %(cartons)s cartons are counted by what goes into one: look at"
            " the cartons of the products, or type how many there are.",
            packages=len(holds),
            cartons=counted,
        )


class StockMove(models.Model):
    """One line of the packing list."""

    _inherit = "stock.move"

    def _gendan_export_packing(self, product, first, mixed=(), index=None):
        # EXTENDS gendan_followup: what lies in cartons with other lines' goods is no part of the line's own cartons
        if not mixed:
            return super()._gendan_export_packing(product, first, mixed, index)
        apart = sum(cartons.pieces[index] * cartons.count for cartons in mixed)
        rest = sum(move._gendan_export_quantity() for move in self) - apart
        packages = len(self.move_line_ids.result_package_id) - sum(cartons.count for cartons in mixed)
        runs, count, size = [], 0, ""
        if product.uom_id.compare(rest, 0) > 0:
            own = product._gendan_export_runs(rest, first, packages)
            runs, count, size = own["runs"], own["count"], own["size"]
        for cartons in mixed:
            leads = not cartons.first
            if leads:
                cartons.first = first + count
                count += cartons.count
            runs.append(product._gendan_export_shared(cartons, cartons.pieces[index], leads))
        # beside the line that numbered it
        runs.sort(key=lambda run: run["first"])
        return {"runs": runs, "count": count, "size": size, **self._gendan_export_sums(runs)}


class ProductProduct(models.Model):
    """A product's share of cartons that hold others, too."""

    _inherit = "product.product"

    def _gendan_export_shared(self, cartons, each, leads):
        """The run of one line in mixed cartons. Weights are those of its goods; the room is said once.

        :param MixedCartons cartons: numbered
        :param float each: pieces in one carton, in the product's unit
        :param bool leads: whether it is the first line to name these cartons
        """
        self.ensure_one()
        quantity = each * cartons.count
        weights = {"net": self._gendan_net_of(quantity), "gross": self._gendan_weight_of(quantity)}
        volume = None if cartons.room is None else cartons.room * cartons.count
        return {
            "first": cartons.first,
            "last": cartons.first + cartons.count - 1,
            "each": each,
            "quantity": quantity,
            **{key: None if weight is None else float_round(weight, 2) for key, weight in weights.items()},
            "volume": (None if volume is None else float_round(volume, 3)) if leads else 0.0,
            "mixed": "leads" if leads else "follows",
            "size": cartons.size if leads else "",
        }


def _fits_one_carton(products, pieces):
    """Whether a package can be one carton: by the share of a carton each of its goods fills.

    :param list products: by place
    :param dict pieces: {place: quantity}
    """
    shares = (
        quantity / products[index].gendan_carton_quantity
        for index, quantity in pieces.items()
        if products[index].gendan_carton_quantity
    )
    return sum(shares) <= FULL


def _room_of_one(products, pieces):
    """Volume (m³) and sides of one such carton: that of the largest of its goods' cartons, else the goods' own."""
    boxes = [products[index] for index in pieces if products[index].gendan_carton_volume]
    if boxes:
        box = max(boxes, key=lambda product: product.gendan_carton_volume)
        return box.gendan_carton_volume, box._gendan_carton_size()
    rooms = [products[index]._gendan_room_of(quantity) for index, quantity in pieces.items()]
    return (None if None in rooms else sum(rooms)), ""
