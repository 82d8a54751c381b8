"""What a delivery note says, taken from the transfer when it is made."""

from collections import defaultdict

from odoo import models
from odoo.tools import format_amount, format_date, formatLang


class StockPicking(models.Model):
    """The delivery note's words and figures."""

    _inherit = "stock.picking"

    def _gendan_note_moves(self):
        """The moves (sudo) that take goods to the customer with this transfer, as far as there is anything of them."""
        moves = self.sudo().move_ids.filtered(  # sudo: printed for whoever may print the note
            lambda move: move.state != "cancel"
            and not move.scrap_id
            and move.location_dest_id._gendan_is_customer()
            and not move.location_id._gendan_is_customer()
        )
        some_picked = any(move.picked for move in moves if move.state != "done")
        return moves.filtered(
            lambda move: not move.product_uom.is_zero(move.quantity)
            and (move.state == "done" or move.picked or not some_picked)
        )

    def _gendan_note_quantities(self):
        """What the note's figures come from: list of [move, quantity]."""
        return [[move.id, move.product_uom.round(move.quantity)] for move in self._gendan_note_moves().sorted("id")]

    def _gendan_note_lang(self):
        """The language of the note: the customer's, as of the order; of an active language."""
        self.ensure_one()
        picking = self.sudo()  # sudo: the warehouse reads no orders
        if orders := picking._gendan_served_orders():
            return orders._gendan_customer_lang() or self.env.lang
        codes = (picking.partner_id.lang, picking.company_id.partner_id.lang)
        return next((code for code in codes if code and self.env["res.lang"]._get_code(code)), self.env.lang)

    def _gendan_note_content(self, lang=None):
        """What the note says: strings in the customer's language.

        :param str lang: of a note that exists
        :return: dict, to be kept as JSON
        """
        self.ensure_one()
        # sudo: printed for whoever may print the note
        picking = self.sudo().with_context(lang=lang or self._gendan_note_lang())
        partner = picking.partner_id
        orders = picking._gendan_served_orders()
        return {
            "customer": partner.commercial_partner_id.name or partner.display_name,
            "code": partner.commercial_partner_id.gendan_code or partner.commercial_partner_id.ref or "",
            "address": partner._display_address(without_company=True).replace("\n", " ").strip(),
            "contact": partner.name if partner != partner.commercial_partner_id and partner.name else "",
            "phone": partner.phone or partner.commercial_partner_id.phone or "",
            "orders": [order.name for order in orders],
            "references": [order.client_order_ref for order in orders if order.client_order_ref],
            "warehouse": picking.picking_type_id.warehouse_id.name or "",
            "packages": len(picking.move_line_ids.result_package_id),
            "weight": picking._gendan_note_weight(),
            **picking._gendan_note_goods(partner.commercial_partner_id),
        }

    def _gendan_note_weight(self):
        if not self.weight:
            return ""
        return f"{formatLang(self.env, self.weight, digits=2)} {self.weight_uom_name}"

    def _gendan_note_goods(self, customer):
        """Lines and totals: what was sold, in its own unit, a kit as one; then what is free.

        :param customer: commercial partner
        """
        moves = self._gendan_note_moves()
        lines, total, currencies = [], 0.0, set()
        parts = self.env["gendan.customer.part"]._gendan_of(
            customer, moves.product_id | moves.sale_line_id.product_id
        )
        totals = defaultdict(float)
        for free, group in moves._gendan_note_groups():
            row, quantity, unit, price = group._gendan_note_row(parts, free)
            totals[unit] += quantity
            if price is not None:
                currency = group.sale_line_id.currency_id
                amount = currency.round(price * quantity)
                total += amount
                currencies.add(currency)
                row |= {"price": group._gendan_note_price(price), "amount": format_amount(self.env, amount, currency)}
            lines.append(row)
        return {
            "lines": lines,
            "moves": self._gendan_note_quantities(),
            "totals": [f"{unit._gendan_number(quantity)} {unit.name}" for unit, quantity in totals.items()],
            "amount": format_amount(self.env, total, currencies.pop()) if len(currencies) == 1 else "",
        }


class StockMove(models.Model):
    """One line of the delivery note."""

    _inherit = "stock.move"

    def _gendan_note_groups(self):
        """The moves by what was sold, a kit as one; then what is free: list of (``gendan_free`` or "", moves)."""
        groups = defaultdict(self.browse)
        for move in self:
            groups[move.gendan_free or "", move.sale_line_id or move] |= move
        ordered = sorted(groups.items(), key=lambda item: (item[0][0] != "", item[1][:1].id))
        return [(free, group) for (free, _key), group in ordered]

    def _gendan_note_row(self, parts, free):
        """What the note says of moves of one order line.

        :param parts: {product: gendan.customer.part}
        :param str free: value of ``gendan_free``, or empty
        :return: (dict of strings, quantity, unit, unit price or None)
        """
        line = self.sale_line_id
        kits = self._gendan_note_kits()
        if kits is not None:
            product, unit, quantity = line.product_id, line.product_uom_id, kits
        else:
            product = self.product_id[:1]
            unit = line.product_uom_id if line and line.product_id == product else self[:1].product_uom
            quantity = unit.round(sum(move._gendan_quantity_in(unit) for move in self))
        part = parts.get(product)
        is_sold = bool(line) and not free
        price = line.price_total / line.product_uom_qty if is_sold and line.product_uom_qty else None
        if is_sold and price is None:
            price = line.price_unit
        order = line.order_id
        row = {
            "code": product.default_code or "",
            "part": (part.code if part else "") or "",
            "name": self._gendan_note_name(product, part),
            "unit": unit.name,
            "ordered": unit._gendan_number(line.product_uom_qty) if is_sold else "",
            "quantity": unit._gendan_number(quantity),
            "second": self._gendan_note_second(),
            "lots": self._gendan_note_lots(),
            "free": dict(self._fields["gendan_free"]._description_selection(self.env)).get(free, ""),
            "order": order.name or "",
            "reference": order.client_order_ref or "",
        }
        return row, quantity, unit, price

    def _gendan_note_kits(self):
        """Whole kits in these moves of one line, None when the line was not sold as a kit."""
        line = self.sale_line_id
        if not line or all(move.product_id == line.product_id for move in self):
            return None
        needs = line._gendan_kit_needs(line._gendan_customer_moves()[line])
        there = defaultdict(float)
        for move in self:
            there[move._gendan_kit_key()] += move._gendan_quantity_in(move.product_id.uom_id)
        needs = {key: need for key, need in needs.items() if key in there}
        if not needs:
            return None
        return line.product_uom_id.round(min(there[key] / need for key, need in needs.items()))

    def _gendan_note_name(self, product, part):
        name = product.with_context(display_default_code=False).display_name
        return f"{name} ({part.name})" if part and part.name and part.name != name else name

    def _gendan_note_second(self):
        """The second quantity: as typed, else the packages."""
        typed = self.filtered("gendan_second_quantity")
        if typed:
            sums = defaultdict(float)
            for move in typed:
                sums[move.gendan_second_uom_id] += move.gendan_second_quantity
            return ", ".join(
                f"{typed.product_uom[:1]._gendan_number(quantity)} {unit.name or ''}".strip()
                for unit, quantity in sums.items()
            )
        if count := len(self.move_line_ids.result_package_id):
            return self.env._("Packages: %(count)s", count=count)
        return ""

    def _gendan_note_lots(self):
        """The lots, with their quantities when there are several."""
        lots = defaultdict(float)
        for entry in self.move_line_ids:
            if name := entry.lot_id.name or entry.lot_name:
                lots[name] += entry.quantity
        if len(lots) == 1:
            return next(iter(lots))
        unit = self.product_uom[:1]
        return ", ".join(f"{name}: {unit._gendan_number(quantity)}" for name, quantity in lots.items())

    def _gendan_note_price(self, price):
        """A unit price: two decimals at least, six at most."""
        decimals = f"{price:.6f}".partition(".")[2].rstrip("0")
        return formatLang(self.env, price, digits=max(len(decimals), 2))


class GendanDeliveryNote(models.Model):
    """What is printed."""

    _inherit = "gendan.delivery.note"

    def _gendan_printed(self):
        """What one note's template prints beside its content: dict."""
        self.ensure_one()
        note = self.sudo().with_context(lang=self.lang)  # sudo: asked after the right to print the note
        company = note.company_id
        picking = note.picking_id
        return {
            "content": note.content,
            # not what was delivered: known or changed after the note was made
            "way": " ".join(
                filter(None, (picking.carrier_id.name, picking.carrier_tracking_ref, picking.gendan_driver))
            ),
            "day": format_date(note.env, company._gendan_to_day(note.left_at or note.create_date)),
            "address": company.partner_id._display_address(without_company=True).replace("\n", " ").strip(),
            "phone": company.phone or "",
            "fax": company.partner_id.gendan_fax or "",
            "objection": note.env._("Objections within %(count)s days.", count=days)
            if (days := company.gendan_note_objection_days)
            else "",
            "maker": note.create_uid.name,
        }
