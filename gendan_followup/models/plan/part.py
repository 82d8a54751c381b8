from odoo import api, fields, models
from odoo.exceptions import UserError

# what the one who promises may say about it; all else follows from the part
PROMISE_DETAILS = frozenset(
    {"note", "agreed_by", "agreed_how", "evidence", "attachment_ids", "is_conditional", "condition_days"}
)


class GendanPart(models.Model):
    """A quantity of an order line with a promised date of its own.

    A followed line has one part for its whole quantity, or several when it is delivered in parts.
    The sale line itself is never split: only the open outgoing move is, each piece with its own
    deadline. Parts are made and changed by the methods below; nobody writes them by hand.
    """

    _name = "gendan.part"
    _description = "Part of an order line"
    _order = "order_id, line_id, sequence, id"
    _rec_name = "line_id"

    _quantity_positive = models.Constraint(
        "CHECK(quantity >= 0)", "The quantity of a part delivery cannot be negative."
    )

    order_id = fields.Many2one("sale.order", required=True, ondelete="restrict", index=True)
    line_id = fields.Many2one("sale.order.line", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    clerk_id = fields.Many2one(related="order_id.gendan_clerk_id", store=True, index="btree_not_null")
    partner_id = fields.Many2one(related="order_id.partner_id.commercial_partner_id", store=True)
    product_id = fields.Many2one(related="line_id.product_id")
    uom_id = fields.Many2one(related="line_id.product_uom_id")
    sequence = fields.Integer(default=1)
    quantity = fields.Float(digits="Product Unit", help="In the unit of the order line.")
    plan_id = fields.Many2one("gendan.plan", ondelete="restrict", index=True)
    promise_ids = fields.One2many("gendan.promise", "part_id")
    promised_date = fields.Date(compute="_compute_promised", store=True, help="The date last promised for this part.")
    first_promised_date = fields.Date(
        compute="_compute_promised", store=True, help="The date first promised, kept for measuring."
    )
    version = fields.Integer(compute="_compute_promised", store=True)

    @api.depends("promise_ids.version", "promise_ids.date")
    def _compute_promised(self):
        for part in self:
            dated = part.promise_ids.filtered("date").sorted("version")
            part.promised_date = dated[-1:].date
            part.first_promised_date = dated[:1].date
            part.version = dated[-1:].version

    @api.depends_context("lang")
    def _compute_display_name(self):
        # sudo: departments see parts of lines closed to them; product and number carry no price
        for part in self.sudo():
            siblings = part.line_id.gendan_part_ids
            name = part.line_id.product_id.display_name or part.line_id.name or ""
            part.display_name = (
                self.env._("%(line)s, part %(number)s", line=name, number=part.sequence) if len(siblings) > 1 else name
            )

    def _gendan_threshold(self):
        """Cumulated quantity of the line that must have moved for this part to be complete.

        The line's last part takes what the earlier ones leave, so that a quantity changed on the
        order line needs no second bookkeeping here.

        :return: dict part -> float in the line's unit
        """
        result = {}
        for line, parts in self.line_id.gendan_part_ids.grouped("line_id").items():
            total = 0.0
            ordered = parts.sorted(
                lambda part: (part.promised_date or fields.Date.to_date("9999-12-31"), part.sequence)
            )
            for part in ordered[:-1]:
                total += part.quantity
                # a quantity cut on the order line completes the parts with what is left of it
                result[part] = min(total, line.product_uom_qty)
            result[ordered[-1]] = line.product_uom_qty
        return result

    def _gendan_counting(self, movements, threshold):
        """The movements that count for this part: all but what came back after its arrival.

        Goods that come back before the delivery is complete were not delivered: the step is open
        again. What the customer sends back after it arrived is a return, and no un-shipping: the
        delivery was made, on its day.

        :param movements: list of (date, quantity), returns negative
        :param float threshold: as of :meth:`_gendan_threshold`
        """
        self.ensure_one()
        if all(quantity > 0 for _day, quantity in movements):
            return movements
        targets = self.plan_id.milestone_ids.filtered(lambda m: m.is_target and m.event != "shipped")
        if targets.filtered("is_beyond"):
            return self._gendan_counting_to_end(movements, threshold)
        # from what is stored, not from the actual date: that may be worked out after this
        days = [target.event_date or target.hand_date for target in targets]
        arrived = all(days) and max(days, default=False)
        if not arrived:
            return movements
        return [(day, quantity) for day, quantity in movements if quantity > 0 or not day or day < arrived]

    def _gendan_promise(self, date, reason, **values):
        """Promise a new date for each of these parts; the one way a promise is made.

        :param date: ``datetime.date`` of the arrival at the customer, or False for a conditional one
        :param str reason: key of ``gendan.promise.reason``
        :param values: further fields of the promise (note, agreed_by, agreed_how, evidence ...)
        :return: the new ``gendan.promise`` records

        Callers check that the user may write the order; the rows are written with sudo because
        nobody has rights to write promises directly.
        """
        # sudo: promises are append-only rows nobody may write; this method is their single door
        promises = (
            self.env["gendan.promise"]
            .sudo()
            .create([part._prepare_promise_vals(date, reason, **values) for part in self])
        )
        self.order_id._gendan_promises_changed()
        return promises

    def _prepare_promise_vals(self, date, reason, **values):
        """Values of this part's next promise."""
        self.ensure_one()
        last = max(self.promise_ids.mapped("version"), default=0)
        return {
            **{name: value for name, value in values.items() if name in PROMISE_DETAILS},
            "part_id": self.id,
            "version": 0 if not date else last + 1,
            "date": date,
            "quantity": self.quantity,
            "reason": reason,
            "user_id": self.env.uid,
        }

    def action_split(self, quantity, date, **values):
        """Deliver a quantity of this part on a date of its own.

        :param float quantity: in the line's unit; leaves this part and makes the new one
        :param date: promised arrival of the new part
        :param values: as in :meth:`_gendan_promise`
        :return: the new ``gendan.part``
        :raise UserError: nothing would be left, or the order is not running
        """
        self.ensure_one()
        self.order_id._gendan_check_clerk()
        uom = self.uom_id
        if self.order_id.state != "sale":
            raise UserError(
                self.env._(
                    "Order %(order)s is not confirmed; only a running order is delivered in parts.",
                    order=self.order_id.name,
                )
            )
        whole = self.quantity if len(self.line_id.gendan_part_ids) > 1 else self.line_id.product_uom_qty
        if uom.compare(quantity, 0) <= 0 or uom.compare(quantity, whole) >= 0:
            raise UserError(
                self.env._(
                    "%(part)s has %(whole)s %(unit)s to deliver. Choose a part of more than 0 and less than that.",
                    part=self.display_name,
                    whole=uom._gendan_number(whole),
                    unit=uom.name,
                )
            )
        part = self.sudo()  # after the check above: parts are read-only for everybody
        part.quantity = whole - quantity
        new = part.copy({"quantity": quantity, "sequence": max(part.line_id.gendan_part_ids.mapped("sequence")) + 1})
        # the new part keeps the line's promise history, so that the first promise still measures it
        for promise in part.promise_ids:
            # sudo: promises are append-only rows nobody may write; the checks are above
            self.env["gendan.promise"].sudo().create(
                {**promise._prepare_copy_vals(), "part_id": new.id, "quantity": quantity}
            )
        new._gendan_split_move()
        new._gendan_promise(date, values.pop("reason", "split"), **values)
        return new.with_env(self.env)

    def _gendan_split_move(self):
        """Cut the line's open outgoing move so that this part is a move of its own."""
        self.ensure_one()
        moves = self.line_id._gendan_open_moves().filtered(lambda move: move.product_id == self.product_id)
        for move in moves.sorted("product_uom_qty", reverse=True):
            wanted = self.uom_id._compute_quantity(self.quantity, move.product_uom)
            if move.product_uom.compare(move.product_uom_qty, wanted) <= 0:
                continue
            # _split leaves the reservation where it is: both pieces would ship more than was asked for
            was_reserved = move.state in ("assigned", "partially_available")
            move._do_unreserve()
            # _split counts in the product's own unit; a deadline of its own keeps Odoo from merging the piece back
            new = self.env["stock.move"].create(
                move._split(self.uom_id._compute_quantity(self.quantity, move.product_id.uom_id))
            )
            new._action_confirm(merge=False)
            if was_reserved:
                (move | new)._action_assign()
            break

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for part in self:
            raise UserError(
                self.env._(
                    "%(part)s of order %(order)s carries promises to the customer and cannot be deleted.",
                    part=part.display_name,
                    order=part.order_id.name,
                )
            )
