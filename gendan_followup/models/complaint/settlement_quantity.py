"""How many of the goods each way of settling is for: never more than there are."""

from odoo import fields, models
from odoo.exceptions import UserError

# these are for goods that are named, and so many of them
OF_GOODS = ("sorting", "rework", "remake", "replace", "return", "refund")
# of these each piece gets one; what is made again is what is sent
ONCE = ("accept", "rework", "discount", "refund")
SENT = ("remake", "replace")
# what makes goods these and no others
GOODS = frozenset({"complaint_id", "product_id", "order_line_id", "picking_id", "lot_id", "uom_id"})
# what makes a complaint that of these documents
DOCUMENTS = frozenset({"partner_id", "order_id", "picking_id", "invoice_id"})


def _changed(record, vals, names):
    """Whether values change one of these links of a record."""
    wanted = {name: vals[name] for name in names.intersection(vals)}
    return any(
        record[name].id != ((value.id if isinstance(value, models.BaseModel) else value) or False)
        for name, value in wanted.items()
    )


class GendanComplaintLine(models.Model):
    """What is still with the customer, and what he was credited already."""

    _inherit = "gendan.complaint.line"

    def write(self, vals):
        # EXTENDS gendan_followup
        for line in self:
            if sentence := line._gendan_settled_error(vals):
                raise UserError(sentence)
        return super().write(vals)

    def _gendan_settled_error(self, vals):
        """The sentence why goods cannot become others, having been settled, or False: what was given for them counts.

        :param dict vals: what is written
        """
        self.ensure_one()
        changed = _changed(self, vals, GOODS)
        # sudo: whether; departments write no lines
        settled = self.sudo().complaint_id.settlement_ids if changed else ()
        for row in settled:
            if row.done_at and row._gendan_goods() == self and not row._gendan_is_void():
                return self.env._(
                    "%(goods)s: “%(settlement)s” was carried out for these goods. Add a row for other goods.",
                    goods=self.display_name,
                    settlement=row.display_name,
                )
        return False

    def _gendan_returns(self):
        """The moves that bring each line's goods back, done or on the way, sudo. Batch.

        Only the step over the customer's door: a receipt in two steps counts once. Returns of which nobody said what
        they return count for the whole order line.

        :return: {line: stock.move}
        """
        result = {}
        for line, moves in self._gendan_moves().items():
            none = self.env["stock.move"].sudo()  # sudo: as the moves
            back = (moves or none).returned_move_ids
            if not line.sudo().picking_id:
                back |= line.sudo().order_line_id.move_ids.filtered(  # sudo: quantities, as the moves
                    lambda move: move._gendan_crossing() == "returned" and not move.origin_returned_move_id
                )
            result[line] = back.filtered(
                lambda move: move.state != "cancel" and not move.scrap_id and move.location_id._gendan_is_customer()
            )
        return result

    def _gendan_left(self):
        """How many of each line's goods the customer still has, of its lot where one is named. Batch.

        :return: {line: (with him, not credited), in the line's unit, or None where nobody knows what he got; of kits
            nobody knows how many are with him}
        """
        delivered, returns = self._gendan_delivered(), self._gendan_returns()
        credited = self._gendan_credited()
        result = {}
        for line in self:
            if delivered[line] is None:
                result[line] = line._gendan_kits_left(*credited[line])
                continue
            back = line._gendan_count(returns[line])
            # what comes back to be credited is credited the books' way, whether the credit note is there or not yet
            for_credit = line._gendan_count(returns[line].filtered("to_refund"))
            booked, settled, all_settled = credited[line]
            here = delivered[line] - for_credit - settled
            whole, whole_back = line._gendan_of_order_line(delivered[line], for_credit)
            # credit notes do not say which delivery, or lot, they are for
            result[line] = (delivered[line] - back, min(here, whole - max(whole_back, booked) - all_settled))
        return result

    def _gendan_of_order_line(self, delivered, back):
        """How many of its whole order line were delivered, and came back to be credited, in the line's unit.

        :param delivered: of its own transfer and lot
        :param back: of them, came back or will, to be credited
        """
        self.ensure_one()
        sold = self.sudo().order_line_id  # sudo: quantities, as the moves
        if not sold or not (self.picking_id or self.lot_id):
            return delivered, back
        moves = sold.move_ids.filtered(lambda move: move.product_id == self.product_id and move.state != "cancel")
        returned = moves.filtered(lambda move: move.to_refund and move.location_id._gendan_is_customer())
        gone = moves.filtered(lambda move: move._gendan_crossing() == "done")
        return self._gendan_count(gone, any_lot=True), self._gendan_count(returned, any_lot=True)

    def _gendan_kits_left(self, booked, _same, settled):
        """Of a kit that left as its parts: (None, how many are not credited); None where it is no kit."""
        self.ensure_one()
        sold = self.sudo().order_line_id  # sudo: quantities
        if not sold or not self.uom_id or sold.product_id != self.product_id:
            return None
        got = sold.product_uom_id._compute_quantity(
            sold.qty_delivered, self.uom_id, round=False, raise_if_failure=False
        )
        # what came back for credit is taken off what was delivered already
        came_back = sold.move_ids.filtered(lambda move: move.to_refund and move.state == "done")
        return None, got - (0 if came_back else booked) - settled

    def _gendan_count(self, moves, any_lot=False):
        """How much of this line's goods, of its lot, moves carry or will carry, in the line's unit.

        :param bool any_lot: of whichever lot
        """
        self.ensure_one()
        unit, total = self.uom_id, 0.0
        lot = not any_lot and self.lot_id._origin.sudo()  # sudo: compared with the moves' own
        for move in moves:
            if lot and move.move_line_ids:
                rows = move.move_line_ids.filtered(lambda row: not row.lot_id or row.lot_id == lot)
                total += sum(
                    row.product_uom_id._compute_quantity(row.quantity, unit, round=False, raise_if_failure=False)
                    for row in rows
                )
                continue
            quantity = move.quantity if move.state == "done" else move.product_uom_qty
            total += move.product_uom._compute_quantity(quantity, unit, round=False, raise_if_failure=False)
        return total

    def _gendan_credited(self):
        """How much of each line's goods was credited: {line: (by credit notes of the order, by complaints, by
        those and others of its order line)}. Batch."""
        # sudo: quantities only, of whichever complaint and whoever's invoice
        sold = self.sudo().order_line_id
        rows = self.env["gendan.complaint.settlement"].sudo().search(
            [
                ("choice", "=", "refund"),
                ("done_at", "!=", False),
                "|",
                ("line_id.order_line_id", "in", sold.ids),
                "&",
                ("line_id", "=", False),
                ("complaint_id.line_ids.order_line_id", "in", sold.ids),
            ]
        )
        goods = {row: row._gendan_goods() for row in rows}
        result = {}
        for line in self:
            unit, own = line.uom_id, line.sudo().order_line_id  # sudo: as above
            if not own or not unit:
                result[line] = (0.0, 0.0, 0.0)
                continue
            notes = own.invoice_lines.filtered(
                lambda row: row.move_id.move_type == "out_refund" and row.move_id.state != "cancel"
            )
            booked = sum(
                row.product_uom_id._compute_quantity(row.quantity, unit, round=False, raise_if_failure=False)
                for row in notes
            )
            settled = {
                row: goods[row].uom_id._compute_quantity(row.quantity, unit, round=False, raise_if_failure=False)
                for row in rows
                if goods[row].order_line_id == own and not row._gendan_is_void()
            }
            same = sum(quantity for row, quantity in settled.items() if line._gendan_is_same(goods[row]))
            result[line] = (booked, same, sum(settled.values()))
        return result


    def _gendan_is_same(self, other):
        """Whether two rows of one order line may speak of the same pieces: not of two transfers, not of two lots."""
        self.ensure_one()
        one, other = self.sudo(), other.sudo()  # sudo: compared
        return all(not one[name] or not other[name] or one[name] == other[name] for name in ("picking_id", "lot_id"))


class GendanComplaintSettlement(models.Model):
    """Quantities of the ways, mixed as agreed."""

    _inherit = "gendan.complaint.settlement"

    more_than_bad = fields.Boolean(
        "Also Good Ones", help="It is meant for more than are not good, e.g. a discount on the whole delivery."
    )

    def _gendan_goods(self):
        """The goods a row is for: those named, or the only ones there are."""
        self.ensure_one()
        lines = self.line_id or self.complaint_id.line_ids
        return lines if len(lines) == 1 else lines.browse()

    def _gendan_is_void(self):
        """Whether what was made has been cancelled, so that it no longer counts."""
        self.ensure_one()
        document = self.sudo()._gendan_result()  # sudo: its state
        return bool(self.result_id) and (
            not document or ("state" in document._fields and document.state == "cancel")
        )

    def _gendan_pin_goods(self):
        # EXTENDS gendan_followup
        result = super()._gendan_pin_goods()
        goods = self._gendan_goods()
        if goods and not self.line_id:
            # amounts that were typed, costs that were approved stay
            typed = [field for field in self._fields.values() if field.compute and field.store]
            with self.env.protecting(typed, self):
                self._gendan_mark_done({"line_id": goods.id})
        return result

    def _gendan_error(self):
        # EXTENDS gendan_followup
        return super()._gendan_error() or (not self.done_at and self._gendan_quantity_error()) or False

    def _gendan_quantity_error(self):
        """The sentence why a way cannot be for so many, or False."""
        self.ensure_one()
        line = self._gendan_goods()
        words = {"complaint": self.complaint_id.display_name, "settlement": self.display_name}
        if self.choice in OF_GOODS and not line:
            return self.env._("%(complaint)s: say of which goods “%(settlement)s” is.", **words)
        if not line:
            return False
        unit, number = line.uom_id, line._gendan_number
        if self.choice in OF_GOODS and unit.is_zero(self.quantity):
            return self.env._("%(complaint)s: say for how many “%(settlement)s” is.", **words)
        words |= {"product": line.product_id.display_name, "unit": unit.name}
        left = line._gendan_left()[line]
        rows = self.complaint_id.settlement_ids.filtered(
            lambda row: row._gendan_goods() == line and not (row.done_at and row._gendan_is_void())
        )
        if self.choice == "return" and (left is None or left[0] is None):
            return self.env._(
                "%(complaint)s: nobody knows with what transfer %(product)s left. Name it on the goods.", **words
            )
        if left is not None:
            waiting = rows.filtered(lambda row: not row.done_at)
            coming, crediting = (
                sum(row.quantity for row in waiting if row.choice == choice) for choice in ("return", "refund")
            )
            if self.choice == "return" and unit.compare(coming, left[0]) > 0:
                return self.env._(
                    "%(complaint)s: %(quantity)s %(unit)s of %(product)s cannot come back: %(left)s are left of what"
                    " was delivered, after what has come back or is on the way.",
                    quantity=number(coming), left=number(max(left[0], 0)), **words,
                )  # fmt: skip
            if self.choice == "refund" and unit.compare(crediting, left[1]) > 0:
                return self.env._(
                    "%(complaint)s: %(quantity)s %(unit)s of %(product)s cannot be refunded: %(left)s are left of what"
                    " was delivered, after what was credited or came back for credit.",
                    quantity=number(crediting), left=number(max(left[1], 0)), **words,
                )  # fmt: skip
            delivered = line._gendan_delivered()[line]
            if delivered is not None and unit.compare(self.quantity, delivered) > 0:
                return self.env._(
                    "%(complaint)s: “%(settlement)s” is for %(quantity)s %(unit)s, %(left)s were delivered.",
                    quantity=number(self.quantity), left=number(delivered), **words,
                )  # fmt: skip
        return self._gendan_sum_error(line, rows, words)

    def _gendan_settled(self):
        """How many pieces these rows of one kind of goods settle: what is made again is what is sent, goods that come
        back are settled by another row, or by the return."""
        total = {
            choice: sum(self.filtered(lambda row, choice=choice: row.choice == choice).mapped("quantity"))
            for choice in (*ONCE, *SENT, "return")
        }
        settled = sum(total[choice] for choice in ONCE) + max(total[choice] for choice in SENT)
        return max(settled, total["return"])

    def _gendan_sum_error(self, line, rows, words):
        """The sentence that more is settled than is not good, or False."""
        settled = rows.filtered(lambda row: not row.more_than_bad)._gendan_settled()
        is_counted = not self.more_than_bad and self.choice in (*ONCE, *SENT, "return")
        if is_counted and line.uom_id.compare(settled, line.bad) > 0:
            return self.env._(
                "%(complaint)s: %(quantity)s %(unit)s of %(product)s are settled, %(bad)s are not good. Correct the"
                " quantities, or say on the row that it is also for good ones.",
                quantity=line._gendan_number(settled), bad=line._gendan_number(line.bad), **words,
            )  # fmt: skip
        return False


class GendanComplaint(models.Model):
    """What was settled was settled for its documents."""

    _inherit = "gendan.complaint"

    def _gendan_write_error(self, vals):
        # EXTENDS gendan_followup
        if sentence := super()._gendan_write_error(vals):
            return sentence
        # sudo: whether; departments see no settlements
        rows = self.sudo().settlement_ids if _changed(self, vals, DOCUMENTS) else ()
        for row in rows:
            if row.done_at and row.result_id and not row._gendan_is_void():
                return self.env._(
                    "%(complaint)s: “%(settlement)s” was carried out for this customer and these documents. Write"
                    " down another complaint for others.",
                    complaint=self.display_name,
                    settlement=row.display_name,
                )
        return False
