"""From what was delivered, or agreed, to draft invoices."""

from collections import defaultdict, namedtuple

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, float_is_zero, float_round, formatLang
from odoo.tools.float_utils import float_repr

from odoo.addons.gendan_followup.tools.invoice_split import Piece, split

# what goes on an invoice and is not cut. kind: see gendan.invoice.share; amount: with tax, below zero takes off;
# line: sale.order.line; statement_line: gendan.statement.line or none; picking: transfer or none
Portion = namedtuple("Portion", "kind line statement_line quantity amount text picking", defaults=("", None))
# what is open of an order line by posted invoices of a day; since: what drafts and later ones took; unit: its price
# with tax; gone: what left, the oldest first
Open = namedtuple("Open", "line quantity amount since unit gone is_deposit")
# so much left then: amount None is by the unit's price
Gone = namedtuple("Gone", "quantity amount statement_line picking")
# more invoices of one delivery nobody wants: the limit was typed wrong
MOST_PARTS = 200


class GendanInvoicing(models.AbstractModel):
    """Draft invoices of what has left: Odoo's own invoice lines, to the cent what was delivered or agreed.

    Order lines, taxes and deposits go the way Odoo invoices them; what is added is which part of a line goes on which
    invoice, and a line for cents. Called by code, as superuser; the callers ask for the rights.
    """

    _name = "gendan.invoicing"
    _description = "Making Invoices"

    # ------------------------------------------------------------ what is open

    @api.model
    def _gendan_open(self, company, last, partner_ids, first=None, stated=None):
        """What was delivered up to a day and is on no posted invoice of that day.

        :param date last: what left later is left out
        :param date first: transfers since then are told apart
        :param dict stated: {order line id: (quantity, amount)}: these alone, and not more than that
        :return: {key: [Open]}, see `gendan.statement.goods`
        """
        books, deliveries = self.env["gendan.statement.books"], self.env["gendan.statement.goods"]
        books._gendan_flush()
        deliveries._gendan_flush()
        scope = books._gendan_scope(company, sorted(partner_ids), first or last, last)
        partners = self.env["res.partner"].browse(scope.partner_ids)
        tax_included = {partner.id: partner._gendan_settlement(company).tax_included for partner in partners}
        goods = deliveries._gendan_goods(scope, tax_included, tuple(stated or ()))
        ids = [line.row["id"] for one in goods.values() for line in one.lines]
        since = self._gendan_since(scope, {line.row["id"]: line.row for one in goods.values() for line in one.lines})
        lines = {line.id: line for line in self.env["sale.order.line"].browse(ids)}
        result = defaultdict(list)
        for key, one in goods.items():
            gone = defaultdict(list)
            for row in sorted(one.rows, key=lambda row: row["day"]):
                if row["quantity"] > 0:
                    gone[row["line"]["id"]].append(Gone(row["quantity"], None, None, row["picking_id"] or None))
            for line in one.lines:
                line_id = line.row["id"]
                said = None if stated is None else stated.get(line_id, (0.0, 0.0))
                result[key].append(
                    self._gendan_open_line(line, lines[line_id], since.get(line_id, 0.0), gone[line_id], said)
                )
        return result

    @api.model
    def _gendan_open_line(self, found, line, since, gone, said=None):
        """What is open of one order line.

        :param found: ``OpenLine`` as of the last day, of posted invoices
        :param float since: what drafts and later invoices took
        :param said: (quantity, amount) that was stated, not more; None: whatever is open
        """
        if found.row["is_deposit"]:
            amount = found.closing if said is None else said[1]
            # Odoo's own rule: invoiced, and on no other invoice yet
            return Open(line, 0.0, amount if line.qty_to_invoice < 0 else 0.0, 0.0, 0.0, [], True)
        unit = self.env["gendan.statement.goods"]._gendan_prices(found.row, True)[0]
        owed = self._gendan_owed(found.quantity, found.closing, unit)
        quantity, amount = owed, found.closing
        if said is not None and unit:
            stated = self._gendan_owed(*said, unit)
            quantity = max(0.0, min(stated, owed)) if stated > 0 else min(0.0, max(stated, owed))
            amount = said[1]
            if line.product_uom_id.compare(quantity, stated):
                amount = line.currency_id.round(unit * quantity)
        return Open(line, quantity, amount, since, unit, gone, False)

    @api.model
    def _gendan_owed(self, quantity, amount, unit):
        """What is open of a line; below zero: what came back, not what was invoiced ahead of delivery."""
        if quantity >= 0 or not unit:
            return max(quantity, 0.0)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return float_round(amount / unit, precision_digits=digits)

    @api.model
    def _gendan_since(self, scope, rows):
        """What drafts, and invoices dated after the last day, took of order lines: {id: quantity in the line's unit}.

        A credit note gives back what was invoiced, to be invoiced again; not what it credits because it came back after
        the last day: that was invoiced as agreed, and is done with.

        :param Scope scope: see `gendan.statement.books`
        :param dict rows: {id: order line as `gendan.statement.goods` reads it}
        """
        taken = {
            line_id: (float(invoiced or 0.0), float(credited or 0.0))
            for line_id, invoiced, credited in self.env.execute_query(
                SQL(
                    """SELECT line.id, SUM(found.quantity) FILTER (WHERE move.move_type = 'out_invoice'),
                              SUM(found.quantity) FILTER (WHERE move.move_type = 'out_refund')
                         FROM sale_order_line_invoice_rel rel
                         JOIN sale_order_line line ON line.id = rel.order_line_id
                         JOIN account_move_line item ON item.id = rel.invoice_line_id
                         JOIN account_move move ON move.id = item.move_id
                         LEFT JOIN uom_uom unit ON unit.id = item.product_uom_id
                         LEFT JOIN uom_uom sold ON sold.id = line.product_uom_id
                         CROSS JOIN LATERAL (
                             SELECT item.quantity * COALESCE(unit.factor / NULLIF(sold.factor, 0), 1) AS quantity) found
                        WHERE rel.order_line_id IN %s
                          AND move.state <> 'cancel'
                          AND move.move_type IN ('out_invoice', 'out_refund')
                          AND NOT (move.state = 'posted' AND item.date <= %s)
                        GROUP BY line.id""",
                    tuple(rows) or (0,),
                    scope.last,
                )
            )
        }
        credited = {
            line_id: rows[line_id] for line_id, (_out, less) in taken.items() if less and rows[line_id]["by_moves"]
        }
        today = scope._replace(last=max(scope.last, scope.company._gendan_today()))
        moves = self.env["gendan.statement.goods"]._gendan_moves(today, credited) if credited else {}
        back = {
            line_id: -sum(move["quantity"] for move in found if move["quantity"] < 0 and move["day"] > scope.last)
            for line_id, found in moves.items()
        }
        return {line_id: out - max(0.0, less - back.get(line_id, 0.0)) for line_id, (out, less) in taken.items()}

    # ------------------------------------------------------------ portions

    @api.model
    def _gendan_cut(self, one):
        """What is open of one order line, delivery by delivery: what left first was invoiced first.

        :param one: Open
        :return: list of Portion, the oldest first; together its amount
        """
        portions = []
        left, amount = one.quantity, one.amount
        round_ = one.line.currency_id.round
        for gone in reversed(one.gone if one.quantity > 0 else ()):
            if self._gendan_is_nothing(left):
                break
            part = min(left, gone.quantity)
            worth = gone.amount if gone.amount is not None and part == gone.quantity else round_(one.unit * part)
            portions.append(Portion("goods", one.line, gone.statement_line, part, worth, "", gone.picking))
            left, amount = left - part, amount - worth
        if not self._gendan_is_nothing(left):
            portions.append(Portion("goods" if left > 0 else "back", one.line, None, left, round_(amount)))
        elif portions:
            # cents of single deliveries against the whole
            portions[-1] = portions[-1]._replace(amount=round_(portions[-1].amount + amount))
        return portions[::-1]

    @api.model
    def _gendan_less(self, one, portions):
        """These portions of an order line without what was invoiced since.

        :param one: Open
        """
        since = one.since
        result = []
        for portion in portions:
            if portion.kind not in ("goods", "back") or portion.quantity * since <= 0:
                result.append(portion)
                continue
            taken = min(since, portion.quantity) if since > 0 else max(since, portion.quantity)
            since -= taken
            rest = portion.quantity - taken
            if not self._gendan_is_nothing(rest):
                amount = one.line.currency_id.round(portion.amount - one.unit * taken)
                result.append(portion._replace(quantity=rest, amount=amount))
        return result

    @api.model
    def _gendan_portions(self, opens):
        """What goes on invoices of what is open; deposits that wait are told.

        :param opens: list of Open of one customer and currency
        :return: (list of Portion, sentences)
        """
        portions = [
            portion for one in opens if not one.is_deposit for portion in self._gendan_less(one, self._gendan_cut(one))
        ]
        return self._gendan_with_deposits(portions, [one for one in opens if one.is_deposit])

    @api.model
    def _gendan_with_deposits(self, portions, deposits):
        """The same with the deposits that are set off. An order whose deposit is more than its goods waits as a whole.

        :param deposits: list of Open
        :return: (list of Portion, sentences)
        """
        portions, notes = list(portions), []
        for order, lines in self._gendan_by_order(deposits).items():
            taken = sum(one.amount for one in lines)
            goods = [one for one in portions if one.kind != "back" and one.line.order_id == order]
            worth = sum(one.amount for one in goods)
            if not goods or not taken:
                continue
            if order.currency_id.compare_amounts(worth + taken, 0.0) < 0:
                portions = [one for one in portions if one.kind == "back" or one.line.order_id != order]
                notes.append(
                    self.env._(
                        "%(order)s waits: its deposit of %(deposit)s is more than the %(goods)s to invoice.",
                        order=order.name,
                        deposit=formatLang(self.env, -taken, currency_obj=order.currency_id),
                        goods=formatLang(self.env, worth, currency_obj=order.currency_id),
                    )
                )
                continue
            portions += [Portion("deposit", one.line, None, -1.0, one.amount) for one in lines if one.amount]
        return portions, notes

    @api.model
    def _gendan_by_order(self, opens):
        """{order: [Open]}"""
        result = defaultdict(list)
        for one in opens:
            result[one.line.order_id].append(one)
        return result

    # ------------------------------------------------------------ parts

    @api.model
    def _gendan_parts(self, portions, way="one", limit=0.0, limit_tax="excluded", by_picking=False):
        """Portions spread over invoices.

        :param str way: ``one``, ``order`` or ``po``
        :param float limit: 0 for none; a delivery above it is cut by its quantity, a single unit is not
        :param str limit_tax: whether the limit is ``included`` or ``excluded`` tax
        :param bool by_picking: one for each transfer
        :return: list of lists of Portion
        :raise UserError: the limit is so low that one delivery would be hundreds of invoices
        """
        if limit:
            portions = [part for one in portions for part in self._gendan_cut_to_limit(one, limit, limit_tax)]
        pieces, rounding = [], {}
        for number, portion in enumerate(portions):
            order = portion.line.order_id
            rounding = order.currency_id.rounding
            kind = "back" if portion.kind == "back" else "out"
            about = {"one": None, "order": order.id, "po": order.client_order_ref or order.name}[way]
            technical = (
                kind, order.partner_invoice_id.id, order.currency_id.id, order.fiscal_position_id.id,
                order.journal_id.id, order.company_id.id,
            )  # fmt: skip
            amount = round(portion.amount / rounding)
            measure = round(portion.amount * self._gendan_measured(portion.line, limit_tax) / rounding)
            pieces.append(
                Piece(
                    number, amount, measure, (technical, about, portion.picking if by_picking else None),
                    order.id, portion.line.id,
                )  # fmt: skip
            )
        found = split(pieces, round(limit / rounding) if limit else 0)
        return [[portions[piece.key] for piece in sorted(part, key=lambda piece: piece.key)] for part in found]

    @api.model
    def _gendan_measured(self, line, limit_tax):
        """What part of an amount with tax counts towards the limit."""
        if limit_tax == "included" or not line.price_total:
            return 1.0
        return line.price_subtotal / line.price_total

    @api.model
    def _gendan_cut_to_limit(self, portion, limit, limit_tax):
        """A delivery above the limit as several that are not: as many as go under it, the last one what is left.

        Cut as it is counted: whole pieces where they are whole. What a single one has above the limit stays together.

        :return: list of Portion, together its quantity and amount to the cent
        :raise UserError: there would be hundreds
        """
        rate = self._gendan_measured(portion.line, limit_tax)
        money = portion.line.currency_id
        worth = portion.amount * rate
        if portion.kind != "goods" or portion.quantity <= 0 or money.compare_amounts(worth, limit) <= 0:
            return [portion]
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        counted = len(float_repr(portion.quantity, digits).rstrip("0").partition(".")[2])
        most = float_round(limit / (worth / portion.quantity), precision_digits=counted, rounding_method="DOWN")
        unit = portion.amount / portion.quantity
        # what is rounded up to the cent may be a cent too much
        step = 10.0**-counted
        while most > 0 and money.compare_amounts(money.round(unit * most) * rate, limit) > 0:
            most = float_round(most - step, precision_digits=counted)
        if most <= 0:
            return [portion]
        if portion.quantity / most > MOST_PARTS:
            raise UserError(
                self.env._(
                    "With a limit of %(limit)s one delivery of %(order)s alone would be %(count)s invoices: type the"
                    " limit of one invoice.",
                    limit=formatLang(self.env, limit, currency_obj=money),
                    order=portion.line.order_id.name,
                    count=int(portion.quantity / most) + 1,
                )
            )
        result, quantity, amount = [], portion.quantity, portion.amount
        while quantity > most and not self._gendan_is_nothing(quantity - most):
            part = money.round(unit * most)
            result.append(portion._replace(quantity=most, amount=part))
            quantity = float_round(quantity - most, precision_digits=digits)
            amount = money.round(amount - part)
        return [*result, portion._replace(quantity=quantity, amount=amount)]

    # ------------------------------------------------------------ drafts

    @api.model
    def _gendan_draft(self, parts, statement=None, values=None):
        """A draft for each part, exactly of its sum: an invoice, or a credit note where that is below zero.

        :param parts: as ``_gendan_parts`` gives them
        :param statement: gendan.statement they are made from
        :param dict values: of the invoices, beside the orders' own
        :return: account.move
        :raise UserError: an invoice would say something else than its part: the order's prices or taxes have changed
        """
        Move = self.env["account.move"].with_context(default_move_type="out_invoice")
        moves = Move.create([{**self._gendan_move_values(part), **(values or {})} for part in parts])
        shares = []
        for move, part in zip(moves, parts, strict=True):
            self._gendan_to_the_cent(move, part)
            shares += self._gendan_share_values(move, part, statement)
        self.env["gendan.invoice.share"]._gendan_as_code().create(shares)
        # as Odoo does it: below zero it is a credit note
        if back := moves.filtered(lambda move: move.amount_total < 0):
            with self.env.protecting([back._fields["team_id"]], back):
                back.action_switch_move_type()
            for move in back:
                originals = move.invoice_line_ids.sale_line_ids.invoice_lines.move_id.filtered(
                    lambda one: one.move_type == "out_invoice" and one.state == "posted"
                )
                move.reversed_entry_id = originals if len(originals) == 1 else False
        for move in moves:
            move.message_post_with_source(
                "mail.message_origin_link",
                render_values={"self": move, "origin": statement or move.line_ids.sale_line_ids.order_id},
                subtype_xmlid="mail.mt_note",
            )
        return moves

    @api.model
    def _gendan_move_values(self, part):
        """Values of one invoice: those of its first order, joined as Odoo joins orders."""
        orders = self.env["sale.order"].union(*(portion.line.order_id for portion in part))
        order = orders[0].with_context(lang=orders[0].partner_invoice_id.lang or self.env.lang)
        values = order.with_company(order.company_id)._prepare_invoice()
        if len(orders) > 1:
            references = dict.fromkeys(one.client_order_ref or one.name for one in orders)
            payment = {one.reference for one in orders}
            values |= {
                "ref": ", ".join(references)[:2000],
                "invoice_origin": ", ".join(dict.fromkeys(orders.mapped("name"))),
                "payment_reference": payment.pop() if len(payment) == 1 else False,
            }
            if len(orders.partner_shipping_id) > 1:
                values.pop("partner_shipping_id")
        values["invoice_line_ids"] = [
            Command.create({**line, "sequence": number})
            for number, line in enumerate(self._gendan_line_values(part, order), start=1)
        ]
        return values

    @api.model
    def _gendan_line_values(self, part, order):
        """Values of the lines of one invoice, each order line once; in the customer's language."""
        quantities = defaultdict(float)
        rest = []
        for portion in part:
            if portion.kind in ("goods", "back"):
                quantities[portion.line] += portion.quantity
            else:
                rest.append(portion)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        lang = order.env.context.get("lang")
        lines = [
            line.with_context(lang=lang)._prepare_invoice_line(
                quantity=float_round(quantity, precision_digits=digits)
            )
            for line, quantity in quantities.items()
        ]
        has_section = False
        for portion in sorted(rest, key=lambda one: one.kind == "deposit"):
            if portion.kind == "deposit":
                if not has_section:
                    lines.append(order._prepare_down_payment_section_line())
                    has_section = True
                data = self.env["account.tax"]._reverse_quantity_base_line_extra_tax_data(portion.line.extra_tax_data)
                lines.append(
                    portion.line.with_context(lang=lang)._prepare_invoice_line(quantity=-1.0, extra_tax_data=data)
                )
            else:
                lines.append(self._gendan_amount_line(portion))
        return lines

    @api.model
    def _gendan_amount_line(self, portion):
        """Values of a line that is an amount only, with the taxes of the order line it is about."""
        line = portion.line
        is_included = line.tax_ids and all(tax.price_include for tax in line.tax_ids)
        share = line.price_subtotal / line.price_total if line.price_total and not is_included else 1.0
        return {
            "display_type": "product",
            "name": portion.text,
            "quantity": 1.0,
            "price_unit": portion.amount * share,
            "tax_ids": [Command.set(line.tax_ids.ids)],
        }

    @api.model
    def _gendan_to_the_cent(self, move, part):
        """Make the invoice's sum what its part is, by a line that says so."""
        currency = move.currency_id
        target = sum(portion.amount for portion in part)
        signed = -move.amount_total if move.move_type == "out_refund" else move.amount_total
        rest = currency.round(target - signed)
        if currency.is_zero(rest):
            return
        if abs(rest) > currency.rounding * max(10, 2 * len(part)):
            raise UserError(
                self.env._(
                    "An invoice to %(customer)s for %(orders)s would be %(now)s instead of %(agreed)s: prices or taxes"
                    " of the orders have changed since. Put them right, or issue the statement anew.",
                    customer=move.partner_id.display_name,
                    orders=move.invoice_origin,
                    now=formatLang(self.env, signed, currency_obj=currency),
                    agreed=formatLang(self.env, target, currency_obj=currency),
                )
            )
        lang = move.partner_id.lang or self.env.lang
        move.write(
            {
                "invoice_line_ids": [
                    Command.create(
                        {
                            "display_type": "product",
                            "name": self.with_context(lang=lang).env._("Rounding to what was agreed"),
                            "quantity": 1.0,
                            "price_unit": rest,
                            "tax_ids": [Command.clear()],
                            "sequence": 9999,
                        }
                    )
                ]
            }
        )

    @api.model
    def _gendan_share_values(self, move, part, statement):
        """What the invoice takes, as rows of `gendan.invoice.share`."""
        common = {
            "move_id": move.id,
            "partner_id": move.commercial_partner_id.id,
            "statement_id": statement.id if statement else False,
        }
        return [
            {
                **common,
                "kind": portion.kind,
                "name": portion.text,
                "sale_line_id": portion.line.id,
                "statement_line_id": portion.statement_line.id if portion.statement_line else False,
                "picking_id": portion.picking,
                "quantity": portion.quantity,
                "amount": portion.amount,
            }
            for portion in part
        ]

    @api.model
    def _gendan_is_nothing(self, quantity):
        """Whether a quantity is none."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return float_is_zero(quantity, precision_digits=digits)
