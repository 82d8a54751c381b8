from odoo import api, fields, models
from odoo.exceptions import UserError


class GendanArrivalLine(models.Model):
    """What the customer booked of one line: receipt number, accepted and rejected quantity.

    Typed with the arrival, or imported from the customer's list: a row names the delivery note and our product or the
    customer's part number and its receipt number. That number stands once for a line, so that a list imported twice is
    refused; what was noted of the line before without a number makes room for the list.
    """

    _name = "gendan.arrival.line"
    _description = "Customer's Receipt"
    _inherit = "gendan.parent.access.mixin"
    _order = "arrival_id desc, id"
    _rec_name = "receipt_number"
    _rec_names_search = ["receipt_number"]

    _gendan_parent = "arrival_id"

    _not_negative = models.Constraint(
        "CHECK (accepted >= 0 AND rejected >= 0)", "Accepted and rejected quantities cannot be negative."
    )
    _receipt_once = models.UniqueIndex(
        "(move_id, receipt_number) WHERE receipt_number IS NOT NULL",
        "This receipt number is on file for this line already.",
    )
    _receipt_idx = models.Index("(receipt_number) WHERE receipt_number IS NOT NULL")

    arrival_id = fields.Many2one("gendan.arrival", string="Arrival", required=True, ondelete="cascade", index=True)
    partner_id = fields.Many2one(related="arrival_id.partner_id", store=True)
    move_id = fields.Many2one("stock.move", string="Line", required=True, ondelete="restrict", index=True)
    # given in imported rows, to find the line
    note_id = fields.Many2one(
        "gendan.delivery.note", string="Delivery Note", compute="_compute_note_id", store=True, readonly=False
    )
    product_id = fields.Many2one("product.product", compute="_compute_product_id", store=True, readonly=False)
    part_number = fields.Char(string="Customer's Part Number")
    uom_id = fields.Many2one(related="move_id.product_uom", string="Unit")
    left = fields.Float(related="move_id.quantity", string="Left Us")
    receipt_number = fields.Char(string="Receipt No.", help="The customer's number of its goods receipt.")
    received_on = fields.Date(help="Empty: the day of the arrival.")
    accepted = fields.Float(digits="Product Unit")
    rejected = fields.Float("Not Accepted", digits="Product Unit")
    remark = fields.Char()

    # ------------------------------------------------------------ compute

    @api.depends("arrival_id")
    def _compute_note_id(self):
        for line in self:
            line.note_id = line.note_id or line.arrival_id.sudo().note_id  # sudo: the link only

    @api.depends("move_id")
    def _compute_product_id(self):
        for line in self:
            line.product_id = line.move_id.product_id or line.product_id

    # ------------------------------------------------------------ constrains

    @api.constrains("move_id", "arrival_id")
    def _check_move_id(self):
        for line in self:
            if line.move_id.picking_id != line.arrival_id.picking_id:
                raise UserError(
                    self.env._(
                        "%(product)s of receipt %(number)s is of another transfer than %(transfer)s.",
                        product=line.product_id.display_name,
                        number=line.receipt_number or "–",
                        transfer=line.arrival_id.picking_id.name,
                    )
                )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: rows of a customer's list find their transfer and line
        rows = [vals for vals in vals_list if not vals.get("move_id")]
        if rows:
            self._gendan_find_lines(rows)
        for vals in vals_list:
            if "receipt_number" in vals:
                vals["receipt_number"] = (vals["receipt_number"] or "").strip() or False
        if rows:
            noted = self.search(
                [("move_id", "in", [row["move_id"] for row in rows]), ("receipt_number", "=", False)]
            )
            noted.unlink()
        lines = super().create(vals_list)
        lines.arrival_id._gendan_changed()
        return lines

    def write(self, vals):
        # EXTENDS base
        if "receipt_number" in vals:
            vals = {**vals, "receipt_number": (vals["receipt_number"] or "").strip() or False}
        result = super().write(vals)
        if {"accepted", "rejected", "received_on", "move_id"}.intersection(vals):
            self.arrival_id._gendan_changed()
        return result

    def unlink(self):
        # EXTENDS base
        arrivals = self.arrival_id
        result = super().unlink()
        arrivals.exists()._gendan_changed()
        return result

    # ------------------------------------------------------------ business

    @api.model
    def _gendan_find_lines(self, rows):
        """Complete the values of imported rows: the arrival, made when there is none yet, and the line. Batch.

        :param rows: list of dict with note_id, product_id or part_number; changed in place
        :raise UserError: the note, or its line, is not to be found, or a row has no receipt number
        """
        notes = self.env["gendan.delivery.note"].browse({row["note_id"] for row in rows if row.get("note_id")})
        notes.check_access("read")
        Arrival = self.env["gendan.arrival"]
        arrivals = {
            arrival.picking_id: arrival for arrival in Arrival.search([("picking_id", "in", notes.picking_id.ids)])
        }
        # sudo: numbers only; the user may read the customers' notes
        parts = self.env["gendan.customer.part"].sudo().search(
            [
                ("partner_id", "in", notes.partner_id.commercial_partner_id.ids),
                ("code", "in", [row["part_number"] for row in rows if row.get("part_number")]),
            ]
        )
        by_code = {(part.partner_id, part.code): part.product_id for part in parts}
        for row in rows:
            note = notes.browse(row.get("note_id") or [])
            if note and not (row.get("receipt_number") or "").strip():
                raise UserError(
                    self.env._(
                        "A row of delivery note %(note)s has no receipt number: imported once more, its goods would"
                        " count twice.",
                        note=note.name,
                    )
                )
            if not note:
                raise UserError(
                    self.env._(
                        "Receipt %(number)s names no delivery note of ours.", number=row.get("receipt_number") or "–"
                    )
                )
            code = row.get("part_number")
            product = self.env["product.product"].browse(row.get("product_id") or []) or by_code.get(
                (note.partner_id.commercial_partner_id, code), self.env["product.product"]
            )
            moves = note.picking_id._gendan_note_moves()
            found = moves.filtered(lambda move, product=product: move.product_id == product)
            if not product and not code and len(moves) == 1:
                found = moves
            if not found:
                raise UserError(
                    self.env._(
                        "Delivery note %(note)s has no line with %(product)s.",
                        note=note.name,
                        product=product.display_name or code or self.env._("a product that is not named"),
                    )
                )
            if note.picking_id not in arrivals:
                arrivals[note.picking_id] = Arrival.create(
                    {
                        "picking_id": note.picking_id.id,
                        "arrived_on": row.get("received_on") or note.company_id._gendan_today(),
                        "source": "list",
                        "line_ids": [],
                    }
                )
            row |= {"arrival_id": arrivals[note.picking_id].id, "move_id": found[0].id}
