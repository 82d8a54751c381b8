"""Ways that move or make goods: return, replacement, made again, rework, sorting."""

from odoo import Command, api, fields, models

from .complaint_settlement import REPLACING

# not for what comes back to be credited
AGAIN = ("refund", "discount", "remake", "replace")
# nobody types an amount for these
NO_MONEY = ("sorting", "rework", "remake", "replace", "return")


class GendanComplaintSettlement(models.Model):
    """Each makes a draft for the people whose work it is; they check it and go on with it."""

    _inherit = "gendan.complaint.settlement"

    for_credit = fields.Boolean(
        "Credited When Back",
        compute="_compute_for_credit",
        store=True,
        readonly=False,
        help="The order counts less delivered: accounting credits it, or it is never invoiced. Not where these goods"
        " are reworked, sent again or refunded by another row.",
    )
    sorted_by = fields.Selection(
        [("own", "Our people"), ("third", "Third party")], string="Sorted by", default="own", required=True
    )
    sorter_id = fields.Many2one(
        "res.partner", string="Sorting Firm", ondelete="restrict", index="btree_not_null", check_company=True
    )
    is_counted = fields.Boolean(
        "In On-time Figures",
        compute="_compute_is_counted",
        store=True,
        readonly=False,
        help="Whether the replacement counts in the figures of deliveries on time.",
    )

    @api.depends("complaint_id")
    def _compute_is_counted(self):
        for settlement in self:
            settlement.is_counted = settlement.complaint_id.company_id.gendan_replacement_counted

    @api.depends("line_id", "complaint_id.settlement_ids.choice")
    def _compute_for_credit(self):
        for settlement in self:
            if settlement.done_at:
                settlement.for_credit = settlement.for_credit
                continue
            line = settlement._gendan_goods()
            others = settlement.complaint_id.settlement_ids.filtered(
                lambda row, line=line: (
                    row._gendan_goods() == line and row.choice in ("rework", "remake", "replace", "refund")
                )
            )
            settlement.for_credit = not others

    @api.depends("for_credit")
    def _compute_amount(self):
        # EXTENDS gendan_followup: what comes back for credit gives its price; what moves goods only gives nothing
        result = super()._compute_amount()
        for settlement in self:
            if settlement.done_at or settlement.choice not in NO_MONEY:
                continue
            worth = 0
            if settlement.choice == "return" and settlement.for_credit:
                worth = settlement._gendan_goods()._gendan_price() * settlement.quantity
            settlement.amount = settlement.currency_id.round(worth) if settlement.currency_id else worth
        return result

    # ------------------------------------------------------------ guards

    def _gendan_quantity_error(self):
        # EXTENDS gendan_followup
        if sentence := super()._gendan_quantity_error():
            return sentence
        words = {"complaint": self.complaint_id.display_name, "product": self._gendan_goods().product_id.display_name}
        if self.choice == "return" and not self._gendan_return_moves():
            return self.env._(
                "%(complaint)s: no single transfer took so many of %(product)s. Make a row for each transfer.", **words
            )
        if self._gendan_is_credited_twice():
            return self.env._(
                "%(complaint)s: %(product)s would be credited twice, when it is back and by another row. Take"
                " “Credited When Back” off the return, or correct the quantities.",
                **words,
            )
        if self.choice == "remake" and not self._gendan_bom():
            return self.env._(
                "%(complaint)s: %(product)s has no bill of materials, so nobody makes it. Replace it.", **words
            )
        if self.choice == "sorting" and self.sorted_by == "third" and not self.sorter_id:
            return self.env._("%(complaint)s: say which firm sorts %(product)s.", **words)
        return False

    def _gendan_is_credited_twice(self):
        """Whether other rows pay for the goods that come back for credit, or send them anew: more than are bad."""
        line = self._gendan_goods()
        if not line:
            return False
        if not (self.choice == "return" and self.for_credit) and (self.choice not in AGAIN or self.more_than_bad):
            return False
        rows = self.complaint_id.settlement_ids.filtered(
            lambda row: row._gendan_goods() == line and not (row.done_at and row._gendan_is_void())
        )
        back = sum(rows.filtered(lambda row: row.choice == "return" and row.for_credit).mapped("quantity"))
        paid = rows.filtered(lambda row: row.choice in AGAIN and not row.more_than_bad)
        total = {
            choice: sum(paid.filtered(lambda row, choice=choice: row.choice == choice).mapped("quantity"))
            for choice in AGAIN
        }
        # what is made again is what is sent
        again = total["refund"] + total["discount"] + max(total["remake"], total["replace"])
        unit = line.uom_id
        return unit.compare(again + back, line.bad) > 0 and not unit.is_zero(again) and not unit.is_zero(back)

    def _gendan_return_moves(self):
        """The moves whose goods come back: {stock.move (sudo): quantity in its unit} of one transfer, or empty."""
        self.ensure_one()
        line = self._gendan_goods()
        moves = line._gendan_moves()[line]
        if not moves:
            return {}
        unit = line.uom_id
        for picking in moves.picking_id.sorted("date_done", reverse=True):
            wanted, found = self.quantity, {}
            for move in moves.filtered(lambda move, picking=picking: move.picking_id == picking):
                back = move.returned_move_ids.filtered(
                    lambda one: one.state != "cancel" and one.location_id._gendan_is_customer()
                )
                there = line._gendan_count(move) - line._gendan_count(back)
                take = min(wanted, there)
                if unit.compare(take, 0) > 0:
                    found[move] = unit._compute_quantity(take, move.product_uom, round=False)
                    wanted -= take
            if unit.compare(wanted, 0) <= 0:
                return found
        return {}

    def _gendan_bom(self):
        """The bill of materials its goods are made by, sudo; empty where they are bought or a kit."""
        line = self._gendan_goods()
        product = line.product_id.sudo()  # sudo: clerks read no bills of materials
        return self.env["mrp.bom"].sudo()._bom_find(product, company_id=self.company_id.id, bom_type="normal")[product]

    # ------------------------------------------------------------ what is made

    def _gendan_do_return(self):
        """The transfer that brings the goods back, made with Odoo's own returns.

        :return: stock.picking
        """
        self.ensure_one()
        wanted = self._gendan_return_moves()
        lot = self._gendan_goods().lot_id.sudo()  # sudo: as the transfer
        picking = next(iter(wanted)).picking_id
        # sudo: clerks make no transfers; the warehouse takes the goods in
        Return = self.env["stock.return.picking"].sudo().with_company(self.company_id)  # sudo: as above
        wizard = Return.create({"picking_id": picking.id})
        for row in wizard.product_return_moves:
            row.quantity = wanted.get(row.move_id, 0.0)
        transfer = wizard._create_return()
        back = transfer.move_ids
        back.write({"to_refund": self.for_credit})
        if lot and back.move_line_ids:
            back.move_line_ids.write({"lot_id": lot.id})
        return self._gendan_note_on(transfer)

    def _gendan_do_replace(self):
        """A draft order without charge for the same goods, to the same place.

        :return: sale.order
        """
        self.ensure_one()
        # sudo: the order the goods came from may be another clerk's
        orders = self.env["sale.order"].sudo().with_company(self.company_id).with_context(gendan_replacing=REPLACING)
        order = orders.create(self._gendan_prepare_order_vals()).with_context(gendan_replacing=None)
        return self._gendan_note_on(order)

    def _gendan_prepare_order_vals(self):
        """The replacement: same customer, address and line, free. Hook: extend the values of ``super()``."""
        complaint, line = self.complaint_id.sudo(), self._gendan_goods().sudo()  # sudo: what the first order says
        first = line.order_line_id.order_id or complaint.order_id
        vals = {
            "partner_id": first.partner_id.id or complaint.partner_id.id,
            "company_id": complaint.company_id.id,
            "origin": ", ".join(filter(None, (complaint.name, first.name))),
            # never the first order's number alone: it would be taken for the same order entered twice
            "client_order_ref": " / ".join(
                filter(None, (complaint.customer_ref or first.client_order_ref, complaint.name))
            ),
            "gendan_settles_id": self.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": line.product_id.id,
                        "name": line.order_line_id.name or line.product_id.display_name,
                        "product_uom_id": line.uom_id.id,
                        "product_uom_qty": self.quantity,
                        "price_unit": 0.0,
                        # by this Odoo knows a price as typed: corrected quantities bring no price
                        "technical_price_unit": line.order_line_id.price_unit or 1.0,
                        "discount": 0.0,
                    }
                )
            ],
        }
        if complaint.replacement_by:
            vals["commitment_date"] = complaint.company_id._gendan_end_of_day(complaint.replacement_by)
        if first:
            vals |= {
                "partner_invoice_id": first.partner_invoice_id.id,
                "partner_shipping_id": first.partner_shipping_id.id,
                "warehouse_id": first.warehouse_id.id,
                "user_id": first.user_id.id,
                "currency_id": first.currency_id.id,
                "pricelist_id": first.pricelist_id.id,
                # sent again as it was; nobody has to say so to confirm it
                "gendan_order_kind": first.gendan_order_kind or "repeat",
            }
        return vals

    def _gendan_do_remake(self):
        """A draft production of the same goods; the planners confirm it.

        :return: mrp.production
        """
        self.ensure_one()
        line, complaint = self._gendan_goods().sudo(), self.complaint_id  # sudo: clerks make no productions
        bom = self._gendan_bom()
        vals = {
            "product_id": line.product_id.id,
            "product_qty": self.quantity,
            "product_uom_id": line.uom_id.id,
            "bom_id": bom.id,
            "company_id": self.company_id.id,
            "origin": complaint.name,
        }
        warehouse = line.order_line_id.order_id.warehouse_id
        if warehouse.manu_type_id:
            vals["picking_type_id"] = warehouse.manu_type_id.id
        if complaint.replacement_by:
            vals["date_deadline"] = complaint.company_id._gendan_end_of_day(complaint.replacement_by)
        production = self.env["mrp.production"].sudo().with_company(self.company_id).create(vals)  # sudo: as above
        return self._gendan_note_on(production)

    def _gendan_do_rework(self):
        """A repair order for goods that are to be put right, free of charge.

        :return: repair.order
        """
        self.ensure_one()
        line, complaint = self._gendan_goods().sudo(), self.complaint_id  # sudo: clerks make no repairs
        back = complaint.sudo().settlement_ids.filtered(  # sudo: which transfer brings them
            lambda row: row.choice == "return" and row.result_id and row._gendan_goods() == self._gendan_goods()
        )
        transfer = back[:1]._gendan_result() if back else None
        vals = {
            "product_id": line.product_id.id,
            "product_qty": self.quantity,
            "product_uom": line.uom_id.id,
            "partner_id": complaint.partner_id.id,
            "company_id": self.company_id.id,
            "under_warranty": True,
            "user_id": False,
            "internal_notes": complaint.findings or complaint.subject,
            "picking_id": transfer.id if transfer else False,
        }
        # sudo: as above
        repair = self.env["repair.order"].sudo().with_company(self.company_id).create(vals)
        if line.lot_id:
            repair.lot_id = line.lot_id
        return self._gendan_note_on(repair)

    def _gendan_do_sorting(self):
        """The order to whoever sorts the goods at the customer's.

        :return: gendan.sorting
        """
        self.ensure_one()
        complaint = self.complaint_id.sudo()  # sudo: the address of the order
        place = complaint.order_id.partner_shipping_id or complaint.partner_id
        # sudo: made by settlements only
        return self.env["gendan.sorting"].sudo().create(
            {
                "name": self.company_id._gendan_next_number("gendan.sorting"),
                "complaint_id": complaint.id,
                "settlement_id": self.id,
                "line_id": self._gendan_goods().id,
                "place_id": place.id,
                "quantity": self.quantity,
                "sorted_by": self.sorted_by,
                "sorter_id": self.sorter_id.id,
                "hours_planned": self.hours,
                "note": self.note,
            }
        )
