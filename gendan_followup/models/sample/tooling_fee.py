from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..common.nightly import in_batches

KINDS = [("plate", "Plate fee"), ("mould", "Mould fee"), ("sample", "Sample fee")]
STATES = [
    ("agreed", "Agreed"),
    ("invoiced", "Invoiced"),
    ("paid", "Paid"),
    ("refund_due", "Refund due"),
    ("refunded", "Refunded"),
]
PAID_STATES = ("paid", "in_payment")


class GendanToolingFee(models.Model):
    """A plate, mould or sample fee through its life: agreed, invoiced, paid, refundable, due, refunded or set off.

    Invoiced and paid follow from the order's service line. A refundable fee counts what was delivered to the customer
    of its products since it was agreed, and says by a to-do when the refund is due; once due it stays due until it is
    refunded. Clerks keep those of their customers, supervisors all, reps read their own customers'.
    """

    _name = "gendan.tooling.fee"
    _description = "Tooling or sample fee"
    _inherit = ["mail.thread", "gendan.todo.mixin"]
    _order = "agreed_on desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["tooling_id.name", "partner_id.name", "order_id.name"]

    _open_idx = models.Index(
        "(company_id) WHERE refund_basis <> 'none' AND refund_due_on IS NULL AND refunded_on IS NULL"
    )
    _amount_positive = models.Constraint(
        "CHECK(amount > 0 AND refund_threshold >= 0 AND refund_months >= 0)",
        "A fee is more than nothing, and what it is refundable from cannot be negative.",
    )

    kind = fields.Selection(KINDS, required=True, default="plate")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="restrict")
    clerk_id = fields.Many2one(
        related="partner_id.commercial_partner_id.gendan_clerk_id", store=True, index="btree_not_null", string="Clerk"
    )
    order_id = fields.Many2one(
        "sale.order", string="Order", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    line_id = fields.Many2one(
        "sale.order.line",
        string="Charged by",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('order_id', '=', order_id), ('product_id.type', '=', 'service')]",
        help="The service line of the order that bills it.",
    )
    tooling_id = fields.Many2one("gendan.tooling", string="Set", index="btree_not_null", ondelete="restrict")
    sample_id = fields.Many2one("gendan.sample", index="btree_not_null", ondelete="restrict")
    product_ids = fields.Many2many(
        "product.product",
        string="Counted Products",
        compute="_compute_product_ids",
        store=True,
        readonly=False,
        help="Deliveries of these count toward the refund.",
    )
    service_id = fields.Many2one(
        "product.product", string="Service", domain=[("type", "=", "service")], ondelete="restrict", check_company=True
    )
    amount = fields.Monetary(string="Fee", required=True, tracking=True)
    agreed_on = fields.Date(required=True, default=lambda self: self.env.company._gendan_today())
    evidence = fields.Char(string="Agreed by, Where", help="Who agreed, and where that can be found.")

    refund_basis = fields.Selection(
        [("none", "Not refundable"), ("quantity", "From a quantity delivered"), ("amount", "From an amount delivered")],
        string="Refundable",
        required=True,
        default="none",
        tracking=True,
    )
    refund_threshold = fields.Float(string="Refundable from", digits="Product Unit", tracking=True)
    refund_months = fields.Integer(string="Within Months", help="Counted from the agreement; 0: without end.")
    counted = fields.Float(compute="_compute_counted", digits="Product Unit", string="Delivered So Far")
    counted_percent = fields.Float(compute="_compute_counted", string="Of the Condition")
    refund_due_on = fields.Date(readonly=True, copy=False, tracking=True)
    refunded_on = fields.Date(copy=False, tracking=True)
    refunded_how = fields.Selection(
        [("credit", "Credit note"), ("set_off", "Set off against an order"), ("paid", "Paid back")], copy=False
    )
    refund_note = fields.Char(string="Reference", copy=False, help="Number of the credit note or order.")
    state = fields.Selection(STATES, compute="_compute_state", store=True, index=True, tracking=True)

    # ------------------------------------------------------------ compute

    @api.depends("kind", "tooling_id.name", "partner_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for fee in self:
            parts = [kinds.get(fee.kind), fee.tooling_id.name or fee.sample_id.name, fee.partner_id.name]
            fee.display_name = " · ".join(part for part in parts if part)

    @api.depends("tooling_id", "sample_id")
    def _compute_product_ids(self):
        for fee in self:
            products = fee.tooling_id.product_ids or fee.sample_id.product_id or fee.product_ids
            fee.product_ids = [Command.set(products.ids)]

    @api.depends(
        "refund_due_on",
        "refunded_on",
        "line_id.invoice_lines.parent_state",
        "line_id.invoice_lines.move_id.payment_state",
    )
    def _compute_state(self):
        for fee in self:
            invoices = fee.line_id.invoice_lines.move_id.filtered(
                lambda move: move.state == "posted" and move.move_type == "out_invoice"
            )
            if fee.refunded_on:
                fee.state = "refunded"
            elif fee.refund_due_on:
                fee.state = "refund_due"
            elif invoices and all(move.payment_state in PAID_STATES for move in invoices):
                fee.state = "paid"
            else:
                fee.state = "invoiced" if invoices else "agreed"

    # not stored: deliveries go on without touching the fees
    @api.depends("refund_basis", "refund_threshold", "refund_months", "agreed_on", "product_ids", "partner_id")
    def _compute_counted(self):
        counted = self._gendan_delivered()
        for fee in self:
            fee.counted = counted[fee._origin]
            fee.counted_percent = 100 * fee.counted / fee.refund_threshold if fee.refund_threshold else 0

    def _gendan_delivered(self):
        """What counts toward the refund of each fee: {fee: quantity or amount}, two queries for all."""
        result = defaultdict(float)
        fees = self._origin.filtered(lambda fee: fee.refund_basis != "none" and fee.product_ids)
        if not fees:
            return result
        # sudo: what reached the customer does not hang on who asks
        lines = self.env["stock.move.line"].sudo().search_fetch(
            [
                ("state", "=", "done"),
                ("product_id", "in", fees.product_ids.ids),
                ("company_id", "in", fees.company_id.ids),
                ("date", ">=", min(fees.mapped("agreed_on"))),
                (
                    "move_id.sale_line_id.order_id.partner_id.commercial_partner_id",
                    "in",
                    fees.partner_id.commercial_partner_id.ids,
                ),
                "|",
                ("location_id.usage", "=", "customer"),
                ("location_dest_id.usage", "=", "customer"),
            ],
            ["product_id", "quantity_product_uom", "date", "location_id", "location_dest_id", "move_id", "company_id"],
        )
        by_key = defaultdict(list)
        for line in lines:
            customer = line.move_id.sale_line_id.order_id.partner_id.commercial_partner_id
            by_key[customer, line.product_id].append(line)
        for fee in fees:
            last = fields.Date.add(fee.agreed_on, months=fee.refund_months) if fee.refund_months else False
            for product in fee.product_ids:
                for line in by_key[fee.partner_id.commercial_partner_id, product]:
                    day = fee.company_id._gendan_to_day(line.date)
                    if day >= fee.agreed_on and not (last and day > last):
                        result[fee] += fee._gendan_counts(line)
        return result

    def _gendan_counts(self, line):
        """What one delivery adds, in units of the product or in the fee's currency before tax; returns are negative.

        :param line: done ``stock.move.line``, sudo
        """
        self.ensure_one()
        from_customer = line.location_id.usage == "customer"
        if from_customer and line.location_dest_id.usage == "customer":
            return 0
        quantity = -line.quantity_product_uom if from_customer else line.quantity_product_uom
        if self.refund_basis == "quantity":
            return quantity
        sold = line.move_id.sale_line_id
        # not Odoo's reduced price: it is rounded to the currency, and a bag costs less than that
        sold_quantity = sold.product_uom_id._compute_quantity(
            sold.product_uom_qty, line.product_id.uom_id, round=False
        )
        price = sold.price_subtotal / sold_quantity if sold_quantity else 0
        return sold.currency_id._convert(
            quantity * price, self.currency_id, self.company_id, self.company_id._gendan_to_day(line.date), round=False
        )

    # ------------------------------------------------------------ constrains

    @api.constrains("refund_basis", "refund_threshold", "product_ids")
    def _check_refund(self):
        for fee in self:
            if fee.refund_basis != "none" and not (fee.refund_threshold and fee.product_ids):
                raise UserError(
                    self.env._(
                        "%(fee)s is refundable: say from how much on, and deliveries of which products count.",
                        fee=fee.display_name,
                    )
                )

    @api.constrains("refunded_on", "refunded_how")
    def _check_refunded(self):
        for fee in self:
            if bool(fee.refunded_on) != bool(fee.refunded_how):
                raise UserError(
                    self.env._("Say when and how %(fee)s was refunded, both or neither.", fee=fee.display_name)
                )

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        fees = super().create(vals_list)
        fees._gendan_sync_todos()
        return fees

    def write(self, vals):
        result = super().write(vals)
        self._gendan_sync_todos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_charged(self):
        for fee in self:
            if fee.line_id or fee.refunded_on:
                raise UserError(
                    self.env._("%(fee)s was charged or refunded and cannot be deleted.", fee=fee.display_name)
                )

    # ------------------------------------------------------------ actions

    def action_gendan_charge(self):
        """Button: a service line on the order bills the fee; what was delivered is not touched.

        :raise UserError: charged already, or order or service are missing
        """
        for fee in self:
            if fee.line_id:
                raise UserError(self.env._("%(fee)s is on the order already.", fee=fee.display_name))
            if not fee.order_id or not fee.service_id:
                raise UserError(
                    self.env._("%(fee)s: choose the order and the service that bill it.", fee=fee.display_name)
                )
            currency = fee.order_id.currency_id
            price = fee.currency_id._convert(fee.amount, currency, fee.company_id, fee.agreed_on)
            fee.line_id = self.env["sale.order.line"].create(
                {
                    "order_id": fee.order_id.id,
                    "product_id": fee.service_id.id,
                    "product_uom_qty": 1,
                    "price_unit": price,
                }
            )
        return True

    def action_gendan_count(self):
        """Button: count now instead of tonight."""
        self._gendan_check_due()
        return True

    # ------------------------------------------------------------ business

    def _gendan_check_due(self):
        """Set the day of those whose condition is met; it opens their to-do. Batch."""
        waiting = self.filtered(
            lambda fee: fee.refund_basis != "none" and not fee.refund_due_on and not fee.refunded_on
        )
        counted = waiting._gendan_delivered()
        met = waiting.filtered(lambda fee: counted[fee] and counted[fee] >= fee.refund_threshold)
        for company, fees in met.grouped("company_id").items():
            fees.write({"refund_due_on": company._gendan_today()})

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup (gendan.todo.mixin)
        result = super()._gendan_todo_values()
        for fee in self:
            if fee.refund_due_on and not fee.refunded_on:
                todo = {
                    "kind": "fee_refund",
                    "name": self.env._(
                        "%(fee)s: the condition is met, refund it or set it off", fee=fee.display_name
                    ),
                    "due": fee.refund_due_on,
                    "role": "clerk",
                }
                result[fee] = [*result.get(fee, []), todo]
        return result

    @api.model
    def _cron_gendan_fees(self, batch_size=200):
        """Scheduled action, nightly: which refundable fees have become due."""
        fees = self.search(
            [("refund_basis", "!=", "none"), ("refund_due_on", "=", False), ("refunded_on", "=", False)]
        )
        in_batches(fees, type(self)._gendan_check_due, batch_size)
