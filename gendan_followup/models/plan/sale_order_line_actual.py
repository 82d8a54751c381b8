from collections import defaultdict
from functools import lru_cache, partial

from odoo import models
from odoo.tools import float_compare, float_is_zero


class SaleOrderLine(models.Model):
    """What has happened to the order lines, derived from Odoo's documents (design, mechanism 1).

    A provider ``_gendan_actual_<event>(kind)`` takes any number of lines and gives
    ``{line: date | False | None | [(date, quantity), ...]}``: the day it was done, not (or no
    longer) done, can never come for this line, or movements in the line's unit, sorted by day,
    negative where something came back. Rooms add providers for the events they add.

    Providers may be called by anyone for lines they may read; the documents behind are read with
    sudo (``_gendan_links``). They write nothing but the journal ``gendan.event``.
    """

    _inherit = "sale.order.line"

    # --- production -----------------------------------------------------------------------------

    def _gendan_actual_mo_confirmed(self, kind):
        """All manufacturing orders of the line are confirmed; the day is journalled."""
        result, links = self._gendan_production_base()
        facts = {}
        for line, link in links.items():
            started = [mo._gendan_started_at() for mo in link.productions]
            facts[line] = (
                all(mo.state != "draft" for mo in link.productions),
                # nothing keeps when it was confirmed; it was before work began
                line.company_id._gendan_to_day(max(started)) if all(started) else False,
                ", ".join(link.productions.mapped("name")),
            )
        return result | self.env["gendan.event"]._gendan_record("mo_confirmed", facts)

    def _gendan_actual_components_available(self, kind):
        """Everything the line's productions need from outside is there; the day is journalled.

        Child productions count with their materials, not as a material of their parent. Reserved
        for the production, or in the transfer that brings it there, is there. Unreserved again
        takes it back.
        """
        result, links = self._gendan_production_base()
        facts = {}
        for line, link in links.items():
            started = [mo._gendan_started_at() for mo in link.productions]
            facts[line] = (
                not any(mo.state == "draft" for mo in link.all_productions) and not link.missing_components(),
                line.company_id._gendan_to_day(max(started)) if all(started) else False,
                ", ".join(link.productions.mapped("name")),
            )
        return result | self.env["gendan.event"]._gendan_record("components_available", facts)

    def _gendan_actual_mo_started(self, kind):
        """The first of the line's productions, or of what they are made from, has begun.

        The first work order's start where there is one, else the day it was seen; journalled.
        """
        result, links = self._gendan_production_base()
        facts = {}
        for line, link in links.items():
            begun = link.all_productions.filtered(lambda mo: mo._gendan_is_started())
            times = [time for time in (mo._gendan_started_at() for mo in begun) if time]
            facts[line] = (
                bool(begun),
                line.company_id._gendan_to_day(min(times, default=False)),
                ", ".join(begun.mapped("name")),
            )
        return result | self.env["gendan.event"]._gendan_record("mo_started", facts)

    def _gendan_actual_workorder_done(self, kind):
        """All work orders of ``kind`` of the line's productions and child productions are done.

        An operation's own kind wins over its work centre's. Re-opened takes it back; a line
        without such a work order gives None.
        """
        result, links = self._gendan_production_base()
        for line, link in links.items():
            workorders = link.all_productions.workorder_ids._gendan_of_kind(kind)
            if not workorders:
                result[line] = None
            elif any(workorder.state != "done" for workorder in workorders):
                result[line] = False
            else:
                ends = workorders.filtered("date_finished").mapped("date_finished")
                result[line] = line.company_id._gendan_to_day(max(ends, default=False))
        return result

    def _gendan_actual_mo_done(self, kind):
        """The line's productions are done.

        One production gives its day. Several that make the line's own product and nothing for
        other lines give what each brought on its day, so that parts can be done one by one; the
        last one closes the line even if less came out than was ordered.
        """
        result, links = self._gendan_production_base()
        for line, link in links.items():
            done = link.productions.filtered(lambda mo: mo.state == "done").sorted("date_finished")
            all_done = done == link.productions.sorted("date_finished")
            to_day = line.company_id._gendan_to_day
            if not done:
                result[line] = False
            elif len(link.productions) == 1 or not link.is_divisible(line):
                result[line] = to_day(done[-1:].date_finished) if all_done else False
            else:
                movements = defaultdict(float)
                for production in done:
                    movements[to_day(production.date_finished)] += production._gendan_quantity_made(line.product_uom_id)
                if all_done:
                    line._gendan_close_movements(movements, to_day(done[-1:].date_finished))
                result[line] = line._gendan_movements(movements)
        return result

    def _gendan_production_base(self):
        """What is the same for all production events.

        :return: ({line: False or None} of the lines that have no production, {line: LineLinks} of
            the others). None: sold from stock, bought, a service. False: cancelled, not confirmed
            yet, or the production may still be made (see ``_gendan_may_be_made``).
        """
        result = {}
        for line in self:
            if line.display_type or line.product_id.type != "consu":
                result[line] = None
            elif line.state != "sale":
                result[line] = False
        lines = self.browse(line.id for line in self if line not in result)
        links = lines._gendan_links()
        without = lines.filtered(lambda line: not links[line].productions)
        for line, may_be_made in without._gendan_may_be_made(links).items():
            result[line] = False if may_be_made else None
            del links[line]
        return result, links

    def _gendan_may_be_made(self, links):
        """Whether a production may still be made for lines that have none.

        When a move to order waits without anything to feed it; when the line's productions were
        all cancelled before the goods were delivered (somebody has to decide); when it is bought
        from a subcontractor whose order is not confirmed yet.

        :param dict links: {line: LineLinks}
        :return: {line: bool}
        """
        if not self:
            return {}
        # sudo: as in _gendan_links
        cancelled = (
            self.env["mrp.production"]
            .sudo()
            .search_fetch([("sale_line_id", "in", self.ids), ("state", "=", "cancel")], ["sale_line_id"])
        )
        had_production = set(cancelled.sale_line_id.ids)
        asked = self.filtered(lambda line: any(bought.state != "purchase" for bought in links[line].bought))
        subcontracted = set()
        if "subcontract" in dict(self.env["mrp.bom"]._fields["type"].selection):
            # sudo: as in _gendan_links
            boms = (
                self.env["mrp.bom"]
                .sudo()
                .search([("type", "=", "subcontract"), ("product_tmpl_id", "in", asked.product_id.product_tmpl_id.ids)])
            )
            subcontracted = set(boms.product_tmpl_id.ids)
        result = {}
        for line in self:
            link = links[line]
            waiting = link.moves.filtered(
                lambda move: (
                    move.state not in ("done", "cancel")
                    and move.procure_method == "make_to_order"
                    and not move.move_orig_ids
                    and not move.created_purchase_line_ids
                )
            )
            is_open = line.product_uom_id.compare(line.qty_delivered, line.product_uom_qty) < 0
            result[line] = bool(
                waiting
                or (is_open and line.id in had_production)
                or (line in asked and line.product_id.product_tmpl_id.id in subcontracted)
            )
        return result

    # --- delivery -------------------------------------------------------------------------------

    def _gendan_actual_shipped(self, kind):
        """What left us for the customer, and came back, by day, in the line's unit.

        Every way counts once, when it crosses the customer's door: pick and pack do not, a
        drop-shipment does. A kit counts when all of its components have left. When nothing is to
        follow any more (the back-order was cancelled), the rest counts as shipped on the last day.
        """
        result = {}
        for line in self:
            if line.display_type or line.is_downpayment or line.product_id.type != "consu":
                result[line] = None
            elif line.state == "cancel":
                result[line] = False
        lines = self.browse(line.id for line in self if line not in result)
        crossings = lines._gendan_customer_moves()
        # what left together left in one moment
        day_of = lru_cache(maxsize=None)(lambda company, moment: company._gendan_to_day(moment))
        for line, moves in crossings.items():
            to_day = partial(day_of, line.company_id)
            if line.state != "sale" or not (moves.done or moves.returned):
                nothing_to_ship = line.state == "sale" and line.product_uom_id.is_zero(line.product_uom_qty)
                result[line] = None if nothing_to_ship and not moves.open else False
                continue
            movements = defaultdict(float)
            if kit := line._gendan_kit_needs(moves):
                left = line._gendan_kit_movements(moves, kit, movements)
            else:
                left = 0.0
                for move in moves.done:
                    quantity = move._gendan_quantity_in(line.product_uom_id)
                    movements[to_day(move.date)] += quantity
                    left += quantity
                for move in moves.returned:
                    movements[to_day(move.date)] -= move._gendan_quantity_in(line.product_uom_id)
            if moves.done and not moves.open and not moves.pending and left:
                line._gendan_close_movements(movements, to_day(max(moves.done.mapped("date"))), left)
            result[line] = line._gendan_movements(movements) or False
        return result

    def _gendan_kit_needs(self, moves):
        """Components of one unit of the line, when it was sold as a kit.

        The bill of materials the moves were made from (Odoo's own rule); when it is gone, the
        proportion of what was to be delivered.

        :param CustomerMoves moves: the line's crossings
        :return: {key of component: quantity in the component's unit per unit of the line}, the key
            as in ``stock.move._gendan_kit_key``; {} for a line that is no kit
        """
        self.ensure_one()
        every = moves.done | moves.open | moves.pending | moves.returned
        if all(move.product_id == self.product_id for move in every):
            return {}
        # sudo: the kit's make-up, for counting; it is not shown
        Bom = self.env["mrp.bom"].sudo()
        bom = (
            every.bom_line_id.bom_id.filtered(
                lambda bom: (
                    bom.type == "phantom"
                    and (
                        bom.product_id == self.product_id
                        or (bom.product_tmpl_id == self.product_id.product_tmpl_id and not bom.product_id)
                    )
                )
            )[:1]
            or Bom._bom_find(self.product_id, company_id=self.company_id.id, bom_type="phantom")[self.product_id]
        )
        needs = defaultdict(float)
        if bom:
            units = self.product_uom_id._compute_quantity(1.0, bom.product_uom_id, round=False)
            for bom_line, data in bom.explode(self.product_id, units / bom.product_qty)[1]:
                if bom_line.product_id.type == "consu":
                    needs[bom_line.id] += bom_line.product_uom_id._compute_quantity(
                        data["qty"], bom_line.product_id.uom_id, round=False
                    )
        if not bom or not needs.keys() & {move._gendan_kit_key() for move in every}:
            needs.clear()
            for move in moves.done | moves.open | moves.pending:
                if not move.origin_returned_move_id and self.product_uom_qty:
                    needs[move._gendan_kit_key()] += move.product_qty / self.product_uom_qty
        return {key: need for key, need in needs.items() if not float_is_zero(need, precision_digits=6)}

    def _gendan_crossed(self, move):
        """When what of a move crossed the customer's door: list of (day, quantity in the product's unit)."""
        quantity = move._gendan_quantity_in(move.product_id.uom_id)
        back = move.location_id._gendan_is_customer()
        return [(self.company_id._gendan_to_day(move.date), -quantity if back else quantity)]

    def _gendan_kit_movements(self, moves, needs, movements, came=None):
        """Fill ``movements`` with whole kits by day, from the components that crossed.

        :param came: move -> list of (day, quantity in the product's unit), else ``_gendan_crossed``
        :return: kits that left in all, returns left aside
        """
        self.ensure_one()
        days = defaultdict(list)
        for move in moves.done | moves.returned:
            for day, quantity in (came or self._gendan_crossed)(move):
                days[day].append((move._gendan_kit_key(), quantity))

        def kits(quantities):
            # half a kit is no kit: whole units, whatever the line's unit is made of
            factor = self.product_uom_id._compute_quantity(1.0, self.product_id.uom_id, round=False)
            ready = min(quantities[key] / need for key, need in needs.items())
            return (ready * factor + 1e-6) // 1 / factor

        net, out, before = defaultdict(float), defaultdict(float), 0.0
        for day in sorted(days):
            for key, quantity in days[day]:
                net[key] += quantity
                out[key] += max(quantity, 0.0)
            after = kits(net)
            movements[day] += after - before
            before = after
        return kits(out)

    # --- money ----------------------------------------------------------------------------------

    def _gendan_actual_invoiced(self, kind):
        """Posted customer invoices, credit notes negative, by invoice date, in the line's unit.

        Down payments do not count. When Odoo sees nothing left to invoice, the rest counts as
        invoiced on the last day.
        """
        result = {}
        for line, invoice_lines in self._gendan_invoice_lines(result).items():
            movements = defaultdict(float)
            for invoice_line in invoice_lines:
                invoice = invoice_line.move_id
                movements[invoice.invoice_date or invoice.date] += line._gendan_invoiced_quantity(invoice_line)
            if movements and line._gendan_is_invoicing_closed():
                line._gendan_close_movements(movements, max(movements))
            result[line] = line._gendan_movements(movements) or False
        return result

    def _gendan_actual_paid(self, kind):
        """All posted invoices of a fully invoiced line are settled: the last day of settling.

        While some are open, or invoices are still to come, what the settled ones carry by day.
        Unreconciled again takes it back. Cheques and bills count when they are reconciled.
        """
        result = {}
        invoice_lines = self._gendan_invoice_lines(result)
        # sudo: clerks need no access to accounting to see that the invoice is paid
        invoices = (
            self.env["account.move"]
            .sudo()
            .browse({invoice_id for lines in invoice_lines.values() for invoice_id in lines.move_id.ids})
        )
        settled = invoices._gendan_settled_on()
        for line, lines in invoice_lines.items():
            days = [settled[invoice] for invoice in lines.move_id]
            net = sum(line._gendan_invoiced_quantity(invoice_line) for invoice_line in lines)
            short = float_compare(net, line.product_uom_qty, precision_rounding=line.product_uom_id.rounding) < 0
            if not lines or not any(days):
                result[line] = False
            elif all(days) and net > 0 and (not short or line._gendan_is_invoicing_closed()):
                result[line] = max(days)
            else:
                movements = defaultdict(float)
                for invoice_line in lines:
                    if day := settled[invoice_line.move_id]:
                        movements[day] += line._gendan_invoiced_quantity(invoice_line)
                result[line] = line._gendan_movements(movements) or False
        return result

    def _gendan_invoice_lines(self, result):
        """Posted invoice lines of the lines that can be invoiced: {line: account.move.line}, sudo.

        :param dict result: takes the answers of the other lines
        """
        lines = self.browse()
        for line in self:
            if line.display_type or line.is_downpayment:
                result[line] = None
            elif line.state == "cancel":
                result[line] = False
            else:
                lines |= line
        # sudo: clerks need no access to accounting to see that the invoice is out or paid
        return {
            line: line.sudo().invoice_lines.filtered(
                lambda invoice_line: (
                    invoice_line.parent_state == "posted"
                    and invoice_line.move_id.is_sale_document(include_receipts=True)
                )
            )
            for line in lines
        }

    def _gendan_invoiced_quantity(self, invoice_line):
        """Quantity of an invoice line in the line's unit, negative on credit notes."""
        self.ensure_one()
        quantity = invoice_line.product_uom_id._compute_quantity(
            invoice_line.quantity, self.product_uom_id, round=False
        )
        return -quantity if invoice_line.move_id.move_type == "out_refund" else quantity

    def _gendan_is_invoicing_closed(self):
        """Whether Odoo sees nothing left to invoice although less than ordered was."""
        self.ensure_one()
        # sudo: a day for the plan, whoever invoices
        return self.sudo().invoice_status in ("invoiced", "upselling")

    # --- movements ------------------------------------------------------------------------------

    def _gendan_close_movements(self, movements, day, quantity=None):
        """Add what is missing to the ordered quantity on ``day``.

        :param dict movements: {day: quantity}, changed in place
        :param float quantity: what counts as done so far; the sum of the movements if not given
        """
        self.ensure_one()
        done = sum(movements.values()) if quantity is None else quantity
        if (rest := self.product_uom_qty - done) > 0:
            movements[day] += rest

    def _gendan_movements(self, movements):
        """{day: quantity} as a sorted list without zeros, rounded to the line's unit."""
        self.ensure_one()
        uom = self.product_uom_id
        return [(day, uom.round(quantity)) for day, quantity in sorted(movements.items()) if not uom.is_zero(quantity)]
