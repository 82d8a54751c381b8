"""Containment: where the goods of a complaint are, and how they are put on hold.

From the lots of its lines, or from product and day where there is no lot: of deliveries those round that day. What was
made from them, what is in them and what else has the same component in it is traced by Odoo's own links between what
was consumed and produced.
"""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .trace import TRACING

# lots of one complaint, and deliveries of its goods; a solvent that is in everything names more than anybody looks at
MANY = 500
DEPTH = 10
ORDER = {"stock": 0, "transit": 100, "production": 200, "delivered": 300, "held": 400}
RELATION_ORDER = {"same": 0, "made": 10, "component": 20, "sibling": 30}


class GendanComplaint(models.Model):
    _inherit = "gendan.complaint"

    trace_ids = fields.One2many("gendan.complaint.trace", "complaint_id", string="Where the Goods Are")
    traced_at = fields.Datetime("Looked on", readonly=True, copy=False)
    is_trace_cut = fields.Boolean(readonly=True, copy=False)
    trace_from = fields.Date(readonly=True, copy=False)
    trace_until = fields.Date(readonly=True, copy=False)
    trace_left_out = fields.Integer(readonly=True, copy=False, aggregator=None)
    trace_span = fields.Char("Deliveries Looked at", compute="_compute_trace_span")
    hold_ids = fields.One2many("gendan.hold", "complaint_id", string="Goods on Hold", readonly=True)
    hold_count = fields.Integer(compute="_compute_hold_count")
    open_trace_count = fields.Integer("Places to Settle", compute="_compute_hold_count")
    can_hold = fields.Boolean(compute="_compute_can_hold")
    has_trace_lots = fields.Boolean(compute="_compute_can_hold")

    @api.depends("hold_ids", "trace_ids.state")
    def _compute_hold_count(self):
        for complaint in self:
            complaint.hold_count = len(complaint.hold_ids)
            complaint.open_trace_count = len(complaint.trace_ids.filtered(lambda trace: trace.state == "open"))

    @api.depends("trace_ids.state", "trace_ids.to_hold", "trace_ids.lot_id")
    @api.depends_context("uid")
    def _compute_can_hold(self):
        for complaint in self:
            complaint.can_hold = any(trace.is_holdable for trace in complaint.trace_ids)
            complaint.has_trace_lots = any(trace.lot_id for trace in complaint.trace_ids)

    @api.model
    def _gendan_department_fields(self):
        # EXTENDS gendan_followup: the rows judge for themselves what is typed in them
        return super()._gendan_department_fields() | {"trace_ids"}

    @api.depends("trace_from", "trace_until", "trace_left_out")
    @api.depends_context("lang")
    def _compute_trace_span(self):
        for complaint in self:
            words = {
                "first": format_date(self.env, complaint.trace_from),
                "last": format_date(self.env, complaint.trace_until),
                "count": complaint.trace_left_out,
            }
            if not complaint.trace_from:
                complaint.trace_span = False
            elif complaint.trace_left_out:
                complaint.trace_span = self.env._(
                    "Goods without a lot: deliveries from %(first)s to %(last)s are listed. %(count)s earlier or later"
                    " ones are not.",
                    **words,
                )
            else:
                complaint.trace_span = self.env._(
                    "Goods without a lot: deliveries from %(first)s to %(last)s are listed; there were no others.",
                    **words,
                )

    # ------------------------------------------------------------ actions

    def action_gendan_trace(self):
        """Button: look where the goods are now. For whoever handles the complaint."""
        self.check_access("write")
        for complaint in self:
            complaint._gendan_trace()
        return True

    def action_gendan_hold(self):
        """Button: put all on hold that is on hand and not yet checked. For quality, supervisors and the warehouse."""
        self.ensure_one()
        self._gendan_hold_traces(self.trace_ids)
        return True

    def action_gendan_open_holds(self):
        """Button: the holds of this complaint."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_hold")
        action.update(domain=[("complaint_id", "=", self.id)], context={})
        if len(self.hold_ids) == 1:
            action.update(res_id=self.hold_ids.id, views=[(False, "form")])
        return action

    # ------------------------------------------------------------ hold

    def _gendan_hold_traces(self, traces):
        """Put the goods of these places on hold, so many as stand in “To Hold”.

        :return: the holds, empty where there was nothing left to hold
        :raise UserError: not for this user, or nobody has looked yet
        """
        self.ensure_one()
        self.check_access("read")
        Hold = self.env["gendan.hold"]
        Hold._gendan_raise_role()
        if not traces:
            raise UserError(
                self.env._("%(complaint)s: find the goods first, then put them on hold.", complaint=self.display_name)
            )
        # sudo: who may hold was asked above; quants are not for all of them to read
        places = traces.sudo().with_context(gendan_tracing=TRACING)
        # pressed by two at once: the second waits for nobody
        if not self.sudo().try_lock_for_update():
            raise UserError(self.env._("%(complaint)s is being changed by somebody else. Press again.",
                                       complaint=self.display_name))  # fmt: skip
        places.invalidate_recordset()
        places = places.filtered(lambda trace: trace.place == "stock" and trace.state == "open" and trace.quant_id)
        wanted = {trace.quant_id: trace.to_hold for trace in places if trace.uom_id.compare(trace.to_hold, 0) > 0}
        reason = f"{self.name}: {self.subject}"
        hold = Hold._gendan_hold_quants(wanted, reason, self) if wanted else Hold
        for one in hold:
            self.sudo()._message_log(  # sudo: a note, by who may hold
                body=self.env._(
                    "On hold (%(hold)s): %(goods)s. %(reserved)s",
                    hold=one.name,
                    goods="; ".join(line._gendan_goods_text(line.quantity) for line in one.sudo().line_ids),
                    reserved=self.env._("Reservations released: %(names)s.", names=one.affected_text)
                    if one.affected_text
                    else "",
                )
            )
        self.sudo()._gendan_trace()  # sudo: what is shown is looked up anew
        return hold

    def _gendan_note_released(self, hold, lines):
        """Goods came back from a hold: where they lie again they have been looked at. As superuser.

        :param lines: gendan.hold.line that went back
        """
        for complaint in self:
            gone = complaint.trace_ids.filtered(lambda trace: trace.state == "gone")
            complaint._gendan_trace()
            back = gone.filtered(lambda trace: trace.state == "open" and trace.place == "stock")
            for line in lines:
                back.filtered(
                    lambda trace, line=line: (trace.product_id, trace.lot_id) == (line.product_id, line.lot_id)
                ).write({"state": "checked", "note": hold.release_note})
        self._gendan_sync_todos()

    # ------------------------------------------------------------ look

    def _gendan_trace(self):
        """Write down where the goods are now: new places, other quantities, places where they no longer are.

        What was said about a place stays. The quantities are looked up in one go, whatever the number of lots.
        """
        self.ensure_one()
        complaint = (
            self.sudo()
        )  # sudo: stock, transfers and productions of the whole house, shown by the rules of the rows
        lots, cut = complaint._gendan_trace_lots()
        products, span = complaint._gendan_trace_products()
        rows = {}
        delivered = sorted(self._gendan_find_delivered(lots, products, span), key=lambda row: row["date"], reverse=True)
        cut = cut or len(delivered) > MANY
        for row in (
            *self._gendan_find_stock(lots, products), *delivered[:MANY], *self._gendan_find_production(lots, products)
        ):  # fmt: skip
            rows.setdefault(row["key"], row)
        traces = complaint.env["gendan.complaint.trace"].with_context(gendan_tracing=TRACING)
        known = {trace.key: trace.with_env(traces.env) for trace in complaint.trace_ids}
        fresh = []
        for key, row in rows.items():
            trace = known.pop(key, None)
            if trace is None:
                fresh.append({**row, "complaint_id": self.id})
                continue
            # what was said about it stays; what is there again is to be looked at again
            state = row.pop("state")
            if trace.state == "gone":
                row["state"] = state
            change = {name: value for name, value in row.items() if _differs(trace[name], value)}
            if change:
                trace.write(change)
        for trace in known.values():
            if trace.state != "gone":
                trace.write({"state": "gone", "quantity": 0, "reserved": 0, "reserved_for": False, "to_hold": 0})
        traces.create(fresh)
        complaint._gendan_keep(
            {
                "traced_at": fields.Datetime.now(),
                "is_trace_cut": cut,
                "trace_from": span and span[0],
                "trace_until": span and span[1],
                "trace_left_out": span and complaint._gendan_count_left_out(products, span),
            }
        )

    def _gendan_kept_fields(self):
        # EXTENDS gendan_followup
        own = {"traced_at", "is_trace_cut", "trace_from", "trace_until", "trace_left_out", "hold_ids"}
        return super()._gendan_kept_fields() | own

    def _gendan_trace_lots(self):
        """The lots concerned: those of the lines, and what is kin to them. As superuser.

        :return: ({stock.lot: relation}, whether there are more than are listed)
        """
        self.ensure_one()
        own = self.line_ids.lot_id
        for line in self.line_ids:
            if not line.lot_id and line.product_id.tracking != "none":
                # the lot is not said: all that went with the transfer
                own |= line.lot_ids
        if not own:
            return {}, False
        made = self._gendan_kin(own, "produce_line_ids")
        components = self._gendan_kin(own, "consume_line_ids")
        siblings = self._gendan_kin(components, "produce_line_ids")
        result = {}
        for relation, lots in (("same", own), ("made", made), ("component", components), ("sibling", siblings)):
            for lot in lots:
                result.setdefault(lot, relation)
        cut = len(result) > MANY
        return dict(list(result.items())[:MANY]), cut

    @api.model
    def _gendan_kin(self, lots, link):
        """All lots that were made from these (`produce_line_ids`) or are in them (`consume_line_ids`), level by level.

        One query a level, whatever the number of lots.
        """
        lines = self.env["stock.move.line"]
        found, level = lots.browse(), lots
        for _level in range(DEPTH):
            if not level or len(found) > MANY:
                break
            passed = lines.search([("lot_id", "in", level.ids), ("state", "=", "done"), (link, "!=", False)])
            level = passed[link].lot_id - found - lots
            found |= level
        return found

    def _gendan_trace_products(self):
        """Products that have no lots here, and the days round those on which they left. Sudo.

        :return: (product.product, (first, last) or False where there are none)
        """
        self.ensure_one()
        around = timedelta(days=self.company_id.gendan_trace_days)
        products, days = self.env["product.product"], []
        for line in self.line_ids:
            if line.lot_id or (line.product_id.tracking != "none" and line.lot_ids):
                continue
            moves = line.picking_id.move_ids.filtered(lambda move, line=line: move.product_id == line.product_id)
            left = min((move.date for move in moves if move.state == "done"), default=self.received_at)
            products |= line.product_id
            days.append(self.company_id._gendan_to_day(left))
        return products, bool(days) and (min(days) - around, max(days) + around)

    # ------------------------------------------------------------ where

    def _gendan_goods_domain(self, lots, products):
        """The rows of stock that are about these goods."""
        return ["|", ("lot_id", "in", [lot.id for lot in lots]), ("product_id", "in", products.ids)]

    def _gendan_row(self, place, goods, lots, **values):
        """Values of one place."""
        lot = goods.lot_id if "lot_id" in goods else self.env["stock.lot"]
        relation = lots.get(lot, "same")
        return {
            "place": place,
            "relation": relation,
            "sequence": ORDER[place] + RELATION_ORDER[relation],
            "product_id": goods.product_id.id,
            "lot_id": lot.id,
            "state": "held" if place == "held" else "open",
            **values,
        }

    def _gendan_find_stock(self, lots, products):
        """What lies in our locations, on hold or on the way between them. Two queries. As superuser."""
        quants = (
            self.env["stock.quant"]
            .sudo()  # sudo: the stock of the whole company
            .search(
                [
                    *self._gendan_goods_domain(lots, products),
                    ("company_id", "=", self.company_id.id),
                    ("location_id.usage", "in", ("internal", "transit")),
                    ("quantity", ">", 0),
                ],
                order="location_id, id",
            )
        )
        reserving = quants._gendan_reserving() if quants else {}
        cages = self._gendan_hold_cages(quants)
        for quant in quants:
            place = "transit" if quant.location_id.usage == "transit" else "stock"
            if quant.location_id in cages:
                place = "held"
            moves = reserving[quant].move_id
            key = ("quant", quant.product_id, quant.lot_id, quant.location_id, quant.package_id, quant.owner_id)
            yield self._gendan_row(
                place,
                quant,
                lots,
                key=_key(*key),
                quant_id=quant.id,
                location_id=quant.location_id.id,
                package_id=quant.package_id.id,
                owner_id=quant.owner_id.id,
                quantity=quant.quantity,
                reserved=quant.reserved_quantity,
                reserved_for=", ".join(moves._gendan_robbed_names()),
                to_hold=quant.quantity if place == "stock" and quant._gendan_is_holdable() else 0.0,
            )

    def _gendan_hold_cages(self, quants):
        """Where of these goods' locations goods on hold lie: the hold location, those before it, and what is inside."""
        # sudo: places, not what lies there
        lines = self.env["gendan.hold.line"].sudo()
        held = lines.search([("product_id", "in", quants.product_id.ids), ("left", ">", 0)]) if quants else lines
        # sudo: the company's own place
        cages = held.hold_location_id | self.company_id.sudo().gendan_hold_location_id
        return quants.location_id.filtered(
            lambda place: any((place.parent_path or "").startswith(cage.parent_path or "-") for cage in cages)
        )

    def _gendan_gone_domain(self):
        """The rows of stock that left for customers; sister companies are customers, behind a location of nobody's."""
        return Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "done"),
                ("location_dest_id.usage", "in", ("customer", "transit")),
            ]
        )

    def _gendan_in_span(self, span):
        """The rows of stock of these days, of the company's calendar."""
        company = self.company_id
        since, until = (company._gendan_start_of_day(day) for day in (span[0], span[1] + timedelta(days=1)))
        return Domain("date", ">=", since) & Domain("date", "<", until)

    def _gendan_count_left_out(self, products, span):
        """How many transfers took products without a lot to customers on other days. One query. As superuser."""
        lines = self.env["stock.move.line"].sudo()  # sudo: a number
        other = self._gendan_gone_domain() & Domain("product_id", "in", products.ids) & ~self._gendan_in_span(span)
        return lines._read_group(other, [], ["picking_id:count_distinct"])[0][0]

    def _gendan_find_delivered(self, lots, products, span):
        """To whom it went, less what came back: by transfer and lot. Two queries. As superuser.

        :param span: the days looked at for products without a lot
        """
        # sudo: deliveries of the whole company; names of others are shown to who may see them
        lines = self.env["stock.move.line"].sudo()
        wanted = Domain("lot_id", "in", [lot.id for lot in lots])
        if span:
            wanted |= Domain("product_id", "in", products.ids) & self._gendan_in_span(span)
        gone = lines.search(self._gendan_gone_domain() & wanted)
        gone = gone.filtered(lambda line: line.move_id._gendan_crossing() == "done")
        back = lines.search(
            [
                ("state", "=", "done"),
                ("move_id.origin_returned_move_id", "in", gone.move_id.ids),
                ("product_id", "in", gone.product_id.ids),
            ]
        )
        back = back.filtered(lambda line: line.move_id._gendan_crossing() == "returned")
        sums, days, goods = defaultdict(float), {}, {}
        for line in gone:
            key = (line.picking_id, line.product_id, line.lot_id)
            days[key] = self.company_id._gendan_to_day(line.date)
            sums[key] += line.quantity_product_uom
            goods.setdefault(key, line)
        for line in back:
            key = (line.move_id.origin_returned_move_id.picking_id, line.product_id, line.lot_id)
            if key in sums:
                sums[key] -= line.quantity_product_uom
        for (picking, product, lot), quantity in sums.items():
            if not picking or product.uom_id.compare(quantity, 0) <= 0:
                continue
            yield self._gendan_row(
                "delivered",
                goods[picking, product, lot],
                lots,
                key=_key("delivered", picking, product, lot),
                picking_id=picking.id,
                partner_id=picking.partner_id.id,
                quantity=quantity,
                date=days.get((picking, product, lot)),
                to_hold=0.0,
            )

    def _gendan_find_production(self, lots, products):
        """Open productions that make the goods or have them as a component. As superuser."""
        running = ("confirmed", "progress", "to_close")
        lines = (
            self.env["stock.move.line"]
            .sudo()  # sudo: productions of the whole company
            .search(
                [
                    *self._gendan_goods_domain(lots, products),
                    ("company_id", "=", self.company_id.id),
                    ("state", "not in", ("done", "cancel")),
                    ("move_id.raw_material_production_id.state", "in", running),
                    ("quantity_product_uom", ">", 0),
                ]
            )
        )
        sums, first = defaultdict(float), {}
        for line in lines:
            key = (line.move_id.raw_material_production_id, line.product_id, line.lot_id)
            sums[key] += line.quantity_product_uom
            first.setdefault(key, line)
        for (production, product, lot), quantity in sums.items():
            yield self._gendan_row(
                "production",
                first[production, product, lot],
                lots,
                key=_key("component", production, product, lot),
                production_id=production.id,
                quantity=quantity,
                to_hold=0.0,
            )
        making = (
            self.env["mrp.production"]
            .sudo()  # sudo: as above
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "in", running),
                    "|",
                    ("lot_producing_ids", "in", [lot.id for lot in lots]),
                    ("product_id", "in", products.ids),
                ]
            )
        )
        for production in making:
            lot = next((lot for lot in production.lot_producing_ids if lot in lots), self.env["stock.lot"])
            yield {
                **self._gendan_row("production", production, lots),
                "relation": lots.get(lot, "same"),
                "lot_id": lot.id,
                "key": _key("making", production, production.product_id, lot),
                "production_id": production.id,
                "quantity": production.product_uom_id._compute_quantity(
                    production.product_qty, production.product_id.uom_id
                ),
                "to_hold": 0.0,
            }


def _key(*parts):
    """What makes a place one and no other, as text."""
    return "|".join(str(part if isinstance(part, str) else part.id or 0) for part in parts)


def _differs(old, new):
    """Whether a value is not what stands in a field already."""
    if isinstance(old, models.BaseModel):
        return old.id != (new or False)
    return (old or False) != (new or False)
