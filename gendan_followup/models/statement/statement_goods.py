"""What was delivered and is not invoiced: by transfer and order line, at order price and tax."""

from collections import defaultdict, namedtuple
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL, float_round

from odoo.addons.gendan_followup.tools.settlement import LineState, open_amount

# of a key: order lines with what is open before and after, rows by transfer, {entry: worth of what it invoices}
Goods = namedtuple("Goods", "lines rows invoiced")
# amounts not invoiced before the first and on the last day, of them what was invoiced ahead; quantity; amount by month
OpenLine = namedtuple("OpenLine", "row opening closing ahead_opening ahead_closing worth quantity months")

LINE_FIELDS = (
    "id", "order_id", "partner_id", "currency_id", "product_id", "uom_id", "ordered", "total", "subtotal", "price",
    "discount", "is_deposit", "by_moves", "policy", "delivered", "text", "order_name", "order_number", "ordered_on",
    "uom_factor", "has_goods", "left_on",
)  # fmt: skip


class GendanStatementGoods(models.AbstractModel):
    """Deliveries, returns, fees and deposits of confirmed orders as statements see them.

    Quantities follow Odoo's own rule for what an order line has delivered and invoiced, as of a day. A fee (what does
    not move through the warehouse) counts from the day the order's first goods left, without goods from the order's
    day. Deposits that are invoiced and not set off yet are taken off.

    Called by code only, as superuser. Keys are (commercial partner's id, currency's id).
    """

    _name = "gendan.statement.goods"
    _description = "Deliveries of Statements"

    @api.model
    def _gendan_flush(self):
        """What is read by SQL below is in the database."""
        for name in (
            "sale.order", "sale.order.line", "stock.move", "stock.picking", "account.move", "account.move.line",
            "gendan.delivery.note", "gendan.arrival.line", "gendan.document",
        ):  # fmt: skip
            self.env[name].flush_model()

    @api.model
    def _gendan_goods(self, scope, tax_included, kept=()):
        """What was delivered, charged and invoiced in a period, and what is open before and after.

        :param Scope scope: see `gendan.statement.books`
        :param dict tax_included: {partner id: whether she buys with tax}
        :param kept: ids of order lines that stand on the statement before, looked at in any case
        :return: {key: Goods}
        """
        lines = self._gendan_lines(scope, kept)
        moves = self._gendan_moves(scope, lines)
        invoices = self._gendan_invoiced(scope, lines)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        rounding = {
            currency.id: currency.rounding
            for currency in self.env["res.currency"].browse({line["currency_id"] for line in lines.values()})
        }
        result = defaultdict(lambda: Goods([], [], defaultdict(float)))
        for line in lines.values():
            goods = result[line["partner_id"], line["currency_id"]]
            unit = rounding[line["currency_id"]]
            if line["is_deposit"]:
                self._gendan_deposit(scope, goods, line, invoices.get(line["id"], ()), unit)
            else:
                crossed = moves.get(line["id"], ()) if line["by_moves"] else self._gendan_fee(scope, line)
                self._gendan_goods_line(
                    scope, goods, line, crossed, invoices.get(line["id"], ()), tax_included[line["partner_id"]],
                    unit, digits,
                )  # fmt: skip
        return result

    # ------------------------------------------------------------ read

    @api.model
    def _gendan_lines(self, scope, kept=()):
        """Order lines that are open now, or have moved since the first day: {id: dict}."""
        start = scope.company._gendan_start_of_day(scope.first)
        rows = self.env.execute_query(
            SQL(
                """SELECT line.id, line.order_id, party.commercial_partner_id, sale.currency_id, line.product_id,
                          line.product_uom_id, line.product_uom_qty, line.price_total, line.price_subtotal,
                          line.price_unit, line.discount, COALESCE(line.is_downpayment, FALSE),
                          COALESCE(line.qty_delivered_method = 'stock_move', FALSE), template.invoice_policy,
                          line.qty_delivered, line.name, sale.name, sale.client_order_ref,
                          (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date, unit.factor,
                          EXISTS (SELECT FROM sale_order_line other
                                   WHERE other.order_id = sale.id AND other.qty_delivered_method = 'stock_move'),
                          (SELECT (MIN(move.date) AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                             FROM stock_move move
                             JOIN sale_order_line other ON other.id = move.sale_line_id
                             JOIN stock_location place ON place.id = move.location_dest_id
                            WHERE other.order_id = sale.id AND move.state = 'done' AND place.usage = 'customer'
                              AND line.qty_delivered_method IS DISTINCT FROM 'stock_move')
                     FROM sale_order_line line
                     JOIN sale_order sale ON sale.id = line.order_id
                     JOIN res_partner party ON party.id = sale.partner_invoice_id
                     LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
                     LEFT JOIN product_product product ON product.id = line.product_id
                     LEFT JOIN product_template template ON template.id = product.product_tmpl_id
                    WHERE %(concerned)s
                    ORDER BY sale.id, line.sequence, line.id""",
                tz=scope.company._gendan_tz().zone,
                concerned=self._gendan_concerned(scope, start, kept),
            )
        )
        lines = {}
        for row in rows:
            line = dict(zip(LINE_FIELDS, row, strict=True))
            for name in ("ordered", "total", "subtotal", "price", "discount", "delivered", "uom_factor"):
                line[name] = float(line[name] or 0.0)
            lines[line["id"]] = line
        self._gendan_price_extras(lines)
        return lines

    @api.model
    def _gendan_price_extras(self, lines):
        """Prices of what was sent along and nobody ordered (Odoo adds a line of none): by the line's own taxes. Few."""
        extras = self.env["sale.order.line"].browse(
            line["id"] for line in lines.values() if not line["ordered"] and line["price"] and not line["is_deposit"]
        )
        for extra in extras:
            line = lines[extra.id]
            # a unit's tax unrounded, as the quotient of an ordered line is
            amounts = extra.tax_ids.with_context(round_base=False).compute_all(
                line["price"] * (1 - line["discount"] / 100.0),
                currency=extra.currency_id,
                product=extra.product_id,
                rounding_method="round_globally",
            )
            line["unit"] = amounts["total_included"], amounts["total_excluded"]

    @api.model
    def _gendan_concerned(self, scope, start, kept=()):
        """Which order lines have to be looked at, as SQL over ``line``, ``sale``, ``party`` and ``template``.

        What is neither open now nor moved since the first day was not open on any day since.
        """
        return SQL(
            """sale.company_id = %(company)s AND sale.state = 'sale' AND line.display_type IS NULL
               AND %(who)s
               AND (line.id IN %(kept)s
                    OR line.qty_invoiced <> CASE
                        WHEN line.is_downpayment THEN 0
                        WHEN line.qty_delivered_method = 'stock_move' OR template.invoice_policy = 'delivery'
                        THEN line.qty_delivered ELSE line.product_uom_qty END
                    OR sale.date_order >= %(start)s
                    OR sale.id IN (
                        SELECT other.order_id FROM stock_move move
                          JOIN sale_order_line other ON other.id = move.sale_line_id
                         WHERE move.state = 'done' AND move.date >= %(start)s)
                    OR line.id IN (
                        SELECT rel.order_line_id FROM account_move_line item
                          JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = item.id
                         WHERE item.company_id = %(company)s
                           AND (item.date >= %(first)s AND item.parent_state = 'posted'
                                OR item.parent_state = 'draft')))""",
            company=scope.company.id,
            who=self.env["gendan.statement.books"]._gendan_who(
                SQL("party.commercial_partner_id"), scope.partner_ids
            ),
            kept=tuple(kept) or (0,),
            start=start,
            first=scope.first,
        )

    @api.model
    def _gendan_moves(self, scope, lines):
        """What crossed the customer's door for order lines up to the last day.

        :return: {line id: [dict day, picking, quantity in the line's unit (back: below zero), note, receipt ...]}
        """
        ids = tuple(line["id"] for line in lines.values() if line["by_moves"]) or (0,)
        names = (
            "line_id", "day", "picking_id", "quantity", "product_id", "note_id", "note_number", "receipt", "signed",
            "picking",
        )  # fmt: skip
        rows = self.env.execute_query(
            SQL(
                """SELECT line.id, (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day, move.picking_id,
                          move.quantity * unit.factor / sold.factor
                            * CASE WHEN outgoing.is_it THEN 1 ELSE -1 END,
                          move.product_id, note.id, note.name, receipt.numbers, signed.is_it, picking.name
                     FROM stock_move move
                     JOIN sale_order_line line ON line.id = move.sale_line_id
                     JOIN uom_uom unit ON unit.id = move.product_uom
                     JOIN uom_uom sold ON sold.id = line.product_uom_id
                     JOIN stock_location source ON source.id = move.location_id
                     JOIN stock_location dest ON dest.id = move.location_dest_id
                     LEFT JOIN stock_picking picking ON picking.id = move.picking_id
                     LEFT JOIN gendan_delivery_note note
                            ON note.picking_id = move.picking_id AND note.voided_at IS NULL
                     LEFT JOIN LATERAL (
                         SELECT string_agg(DISTINCT accepted.receipt_number, ', ' ORDER BY accepted.receipt_number)
                                AS numbers
                           FROM gendan_arrival_line accepted WHERE accepted.move_id = move.id) receipt ON TRUE
                     LEFT JOIN LATERAL (
                         SELECT TRUE AS is_it FROM gendan_document paper
                          WHERE paper.res_model = 'gendan.delivery.note' AND paper.res_id = note.id
                            AND paper.note_returns AND paper.state IN ('returned', 'valid', 'waived')
                          LIMIT 1) signed ON TRUE
                     CROSS JOIN LATERAL (
                         SELECT (dest.usage IN ('customer', 'supplier')
                                 OR dest.usage = 'transit' AND dest.company_id IS NULL)
                            AND NOT (source.usage = 'customer' AND dest.usage = 'supplier') AS is_it) outgoing
                    WHERE move.sale_line_id IN %(lines)s
                      AND move.state = 'done'
                      AND move.date < %(end)s
                      AND dest.usage <> 'inventory'
                      AND CASE WHEN outgoing.is_it THEN move.origin_returned_move_id IS NULL OR move.to_refund
                               ELSE move.to_refund
                                    AND (source.usage IN ('customer', 'supplier')
                                         OR source.usage = 'transit' AND source.company_id IS NULL) END
                    ORDER BY move.date, move.id""",
                tz=scope.company._gendan_tz().zone,
                lines=ids,
                end=scope.company._gendan_start_of_day(scope.last + timedelta(days=1)),
            )
        )
        moves = defaultdict(list)
        kits = set()
        for row in rows:
            move = dict(zip(names, row, strict=True))
            move["quantity"] = float(move["quantity"])
            if move["product_id"] != lines[move["line_id"]]["product_id"]:
                kits.add(move["line_id"])
            moves[move["line_id"]].append(move)
        for line_id in kits:
            moves[line_id] = self._gendan_kit_moves(line_id, moves[line_id])
        return moves

    @api.model
    def _gendan_kit_moves(self, line_id, found):
        """The same for a line sold as a kit: whole kits, as their components came together (Odoo's own rule).

        :param found: what was found of its components, for the papers they went with
        """
        line = self.env["sale.order.line"].browse(line_id)
        crossings = line._gendan_customer_moves()[line]
        needs = line._gendan_kit_needs(crossings)
        unit = line.product_id.uom_id
        factor = line.product_uom_id._compute_quantity(1.0, unit, round=False)
        papers = {move["picking_id"]: move for move in found}
        there, kits, result = defaultdict(float), 0.0, []
        ordered = (crossings.done | crossings.returned).sorted(lambda move: (move.date, move.id))
        for picking, moves in ordered.grouped("picking_id").items():
            if picking.id not in papers or not needs:
                continue
            for move in moves:
                sign = 1 if move in crossings.done else -1
                there[move._gendan_kit_key()] += sign * move._gendan_quantity_in(move.product_id.uom_id)
            whole = unit.round(min(there[key] / need for key, need in needs.items()) * factor) // 1
            now = unit._compute_quantity(whole, line.product_uom_id)
            result.append({**papers[picking.id], "quantity": now - kits})
            kits = now
        return result

    @api.model
    def _gendan_fee(self, scope, line):
        """What does not move through the warehouse: there in full from its day on."""
        quantity = line["delivered"] if line["policy"] == "delivery" else line["ordered"]
        day = line["left_on"] or (None if line["has_goods"] else line["ordered_on"])
        if not quantity or not day or day > scope.last:
            return []
        return [{"day": day, "picking_id": None, "quantity": quantity, "fee": True}]

    @api.model
    def _gendan_invoiced(self, scope, lines):
        """What posted invoices and credit notes took of order lines up to the last day.

        :return: {line id: [(day, entry id, quantity in the line's unit, amount with tax)]}
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT line.id, item.date, item.move_id,
                          SUM(CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END * item.quantity
                              * COALESCE(unit.factor / NULLIF(sold.factor, 0), 1)),
                          SUM(CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END * item.price_total)
                     FROM sale_order_line_invoice_rel rel
                     JOIN sale_order_line line ON line.id = rel.order_line_id
                     JOIN account_move_line item ON item.id = rel.invoice_line_id
                     JOIN account_move move ON move.id = item.move_id
                     LEFT JOIN uom_uom unit ON unit.id = item.product_uom_id
                     LEFT JOIN uom_uom sold ON sold.id = line.product_uom_id
                    WHERE rel.order_line_id IN %(lines)s
                      AND item.parent_state = 'posted'
                      AND move.move_type IN ('out_invoice', 'out_refund')
                      AND item.date <= %(last)s
                    GROUP BY line.id, item.date, item.move_id
                    ORDER BY item.date, item.move_id""",
                lines=tuple(lines) or (0,),
                last=scope.last,
            )
        )
        result = defaultdict(list)
        for line_id, day, move_id, quantity, amount in rows:
            result[line_id].append((day, move_id, float(quantity or 0.0), float(amount or 0.0)))
        return result

    # ------------------------------------------------------------ work out

    @api.model
    def _gendan_deposit(self, scope, goods, line, invoices, rounding):
        """A deposit: invoiced ahead of everything, taken off until it is set off."""
        opening = closing = 0.0
        for day, move_id, _quantity, amount in invoices:
            closing -= amount
            if day < scope.first:
                opening -= amount
            else:
                goods.invoiced[move_id] += amount
        opening, closing = (float_round(amount, precision_rounding=rounding) for amount in (opening, closing))
        goods.lines.append(OpenLine(line, opening, closing, 0.0, 0.0, 0.0, 0.0, {}))

    @api.model
    def _gendan_goods_line(self, scope, goods, line, moves, invoices, with_tax, rounding, digits):
        """One order line: what is open before and after, a row for each transfer, what each invoice took."""
        unit_total, unit_price = self._gendan_prices(line, with_tax)

        def worth(quantity):
            return float_round(unit_total * quantity, precision_rounding=rounding)

        before, after = LineState(), LineState()
        rows, nominal = {}, 0.0
        for move in moves:
            quantity = float_round(move["quantity"], precision_digits=digits)
            after = after.delivered_more(quantity)
            if move["day"] < scope.first:
                before = before.delivered_more(quantity)
                continue
            key = (move["picking_id"], move["day"], quantity < 0)
            row = rows.setdefault(key, {**move, "quantity": 0.0, "line": line, "price": unit_price})
            row["quantity"] += quantity
        for row in rows.values():
            row["total"] = worth(row["quantity"])
            row["amount"] = float_round(unit_price * row["quantity"], precision_rounding=rounding)
            nominal += row["total"]
        for day, move_id, quantity, _amount in invoices:
            quantity = float_round(quantity, precision_digits=digits)
            after = after.invoiced_more(quantity)
            if day < scope.first:
                before = before.invoiced_more(quantity)
            else:
                amount = worth(quantity)
                goods.invoiced[move_id] += amount
                nominal -= amount
        opening, ahead_opening = open_amount(before, worth)
        closing, ahead_closing = open_amount(after, worth)
        goods.rows.extend(rows.values())
        quantity = after.delivered - after.invoiced
        goods.lines.append(
            OpenLine(
                line, opening, closing, ahead_opening, ahead_closing, nominal,
                float_round(quantity, precision_digits=digits), self._gendan_months(moves, quantity, closing, worth),
            )  # fmt: skip
        )

    @api.model
    def _gendan_months(self, moves, quantity, closing, worth):
        """What is open of a line by month of delivery: what left first was invoiced first.

        :param moves: what left, the oldest first
        :param float quantity: open quantity
        :param float closing: its amount
        :param worth: amount of a quantity
        :return: {"2026-11": amount}, together ``closing``; {} when nothing is owed
        """
        gone = [move for move in moves if move["quantity"] > 0]
        if closing <= 0 or not gone:
            return {}
        taken = defaultdict(float)
        for move in reversed(gone):
            if quantity > 0:
                taken[f"{move['day']:%Y-%m}"] += min(move["quantity"], quantity)
                quantity -= move["quantity"]
        months = {month: worth(part) for month, part in taken.items()}
        oldest = min(months, default=f"{gone[-1]['day']:%Y-%m}")
        months[oldest] = months.get(oldest, 0.0) + closing - sum(months.values())
        return months

    @api.model
    def _gendan_prices(self, line, with_tax):
        """The line's price with tax, and as the customer buys."""
        if line["ordered"]:
            total, subtotal = line["total"] / line["ordered"], line["subtotal"] / line["ordered"]
        else:
            total, subtotal = line.get("unit", (0.0, 0.0))
        return total, total if with_tax else subtotal

    # ------------------------------------------------------------ who is concerned

    @api.model
    def _gendan_keys(self, company, first, last, partner_ids=None):
        """Whose orders are open, or moved since the first day: set of keys."""
        scope = self.env["gendan.statement.books"]._gendan_scope(company, partner_ids, first, last)
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT party.commercial_partner_id, sale.currency_id
                     FROM sale_order_line line
                     JOIN sale_order sale ON sale.id = line.order_id
                     JOIN res_partner party ON party.id = sale.partner_invoice_id
                     LEFT JOIN product_product product ON product.id = line.product_id
                     LEFT JOIN product_template template ON template.id = product.product_tmpl_id
                    WHERE sale.date_order < %s AND %s""",
                company._gendan_start_of_day(last + timedelta(days=1)),
                self._gendan_concerned(scope, company._gendan_start_of_day(first)),
            )
        )
        return set(rows)
