from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .purchase_order import ORDERED_STATES as ASKED_STATES

ORDERED_STATES = ("purchase",)
# what decides by which proofs a line waits
ASKED_BY = frozenset({"product_id", "gendan_tool_product_id", "gendan_tooling_id", "gendan_tool_reason", "order_id"})


class PurchaseOrderLine(models.Model):
    """Which product plates and tooling are bought for, and which set comes of it."""

    _inherit = "purchase.order.line"

    gendan_tool_product_id = fields.Many2one(
        "product.product",
        string="Plates for Product",
        index="btree_not_null",
        ondelete="set null",
        help="The product that is made with these plates, dies or moulds: its proof has to be approved first. Empty: "
        "the products of the set, or the one product of the customer's order this is bought for.",
    )
    gendan_tool_reason = fields.Char(
        string="For No Product: Why",
        help="Blank plates for stock, a mould of another factory's: no proof is waited for. It is kept on the order.",
    )
    gendan_tooling_id = fields.Many2one(
        "gendan.tooling",
        string="Set",
        compute="_compute_gendan_tooling_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('state', '!=', 'scrapped'), ('company_id', '=', company_id)]",
        help="Maker, dates and cost of the set are filled in from this line.",
    )

    @api.depends("gendan_tool_product_id")
    def _compute_gendan_tooling_id(self):
        """The product's set that still has to be ordered, if there is just one."""
        products = self.gendan_tool_product_id
        # sudo: whoever buys plates need not see whose customer it is
        waiting = self.env["gendan.tooling"].sudo()
        if products:
            waiting = waiting.search([("product_ids", "in", products.ids), ("state", "=", "to_order")])
        for line in self:
            product, chosen = line.gendan_tool_product_id, line.gendan_tooling_id
            if chosen and (not product or product in chosen.sudo().product_ids):  # sudo: as above
                continue
            fitting = waiting.filtered(
                lambda tooling, line=line, product=product: (
                    product in tooling.product_ids and tooling.company_id == line.company_id
                )
            )
            line.gendan_tooling_id = fitting if product and len(fitting) == 1 else False

    # === the set follows its purchase ===

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS purchase: a line may be added to a confirmed order
        lines = super().create(vals_list)
        lines._gendan_check_ordered()
        lines._gendan_fill_tooling()
        return lines

    def write(self, vals):
        # EXTENDS purchase
        result = super().write(vals)
        if not ASKED_BY.isdisjoint(vals):
            self._gendan_check_ordered()
        if not {"gendan_tooling_id", "gendan_tool_product_id", "date_planned", "price_unit", "product_qty",
                "qty_received", "qty_received_manual", "discount"}.isdisjoint(vals):  # fmt: skip
            self._gendan_fill_tooling()
        return result

    # === what it is for ===

    def _gendan_tool_products(self):
        """The products these lines' plates and tooling are for: said on the line, by its set, or by the order.

        :return: {line: product.product (sudo)}, empty where nothing says it
        """
        # sudo: whoever buys plates need not see whose customer and order it is
        lines = self.sudo()
        result = {}
        for line in lines:
            products = line.gendan_tool_product_id | line.gendan_tooling_id.product_ids
            if not products:
                goods = line.order_id._gendan_served_orders() | line.gendan_tooling_id.order_id
                goods = goods.order_line.product_id.filtered(lambda product: product.type == "consu")
                # of several nobody knows which
                products = goods if len(goods) == 1 else products
            result[line.with_env(self.env)] = products
        return result

    def _gendan_with_products(self):
        """Those of these lines of which it is known what they are for."""
        products = self._gendan_tool_products()
        return self.filtered(lambda line: products[line])

    def _gendan_plate_problems(self):
        """What speaks against ordering these lines: the proofs of what they are for, or that nobody said what it is.

        :return: {line: [problem or sentence]}, only lines of tooling that have any
        """
        lines = self.filtered("product_id.gendan_is_tooling")
        products = lines._gendan_tool_products()
        result = self.env["gendan.sample"]._gendan_plate_problems(
            {line: (line.company_id, products[line], line.order_id.name) for line in lines if products[line]}
        )
        for line in lines:
            if not products[line] and not (line.gendan_tool_reason or "").strip():
                result[line].append(
                    self.env._(
                        "%(order)s: say for which product “%(line)s” is made, so that its proof can be checked. If it"
                        " is for none, say why.",
                        order=line.order_id.name,
                        line=line.product_id.display_name,
                    )
                )
        return result

    def _gendan_check_ordered(self):
        """A line came to a confirmed order, or to one that waits for approval, or is for something else now: its
        proofs are asked for all the same.

        :raise UserError: a proof is not approved
        """
        ordered = self.filtered(lambda line: line.order_id.state in ASKED_STATES)
        sentences = [
            problem if isinstance(problem, str) else problem.sentence
            for problems in (ordered._gendan_plate_problems().values() if ordered else ())
            for problem in problems
            if isinstance(problem, str) or problem.blocks
        ]
        if sentences:
            raise UserError("\n".join(dict.fromkeys(sentences)))
        ordered._gendan_tell_free_tooling()

    def _gendan_tell_free_tooling(self):
        """Tooling was ordered that is for no product: who said so, and why, stays on the order."""
        lines = self.filtered(lambda line: line.gendan_tool_reason and line.product_id.gendan_is_tooling)
        for order, free in (lines - lines._gendan_with_products()).grouped("order_id").items():
            sentences = [
                self.env._("“%(line)s” is for no product: %(reason)s", line=line.name, reason=line.gendan_tool_reason)
                for line in free
            ]
            order._message_log(body=Markup("<br/>").join(sentences))

    def _gendan_fill_tooling(self):
        """Write on the sets of these lines what their purchase knows: maker, ordered, expected, arrived, cost.

        What somebody has typed on the set stays, but for the expected day and the cost, which follow the purchase.
        """
        # sudo: whoever confirms, receives or changes a purchase need not have rights on sets
        lines = self.sudo().filtered(lambda line: line.gendan_tooling_id and line.order_id.state in ORDERED_STATES)
        if not lines:
            return
        every = lines.search(
            [("gendan_tooling_id", "in", lines.gendan_tooling_id.ids), ("order_id.state", "in", ORDERED_STATES)]
        )
        for tooling, bought in every.grouped("gendan_tooling_id").items():
            values = bought._gendan_prepare_tooling_vals(tooling)
            changed = {
                name: value
                for name, value in values.items()
                if value != (tooling[name].id if tooling._fields[name].type == "many2one" else tooling[name])
            }
            if changed:
                # the purchase has asked for the proofs
                tooling._gendan_with_pass("order_plates", tooling).write(changed)

    def _gendan_prepare_tooling_vals(self, tooling):
        """What the purchase lines of one set say about it. Call with sudo.

        :return: values of ``gendan.tooling``
        """
        company = tooling.company_id
        first = self.sorted(lambda line: (line.order_id.date_approve or line.order_id.date_order, line.id))[0]
        ordered = company._gendan_to_day(first.order_id.date_approve or first.order_id.date_order)
        currency = tooling.currency_id
        values = {
            "maker_id": tooling.maker_id.id or first.order_id.partner_id.id,
            "ordered_on": tooling.ordered_on or min(ordered, company._gendan_today()),
            "expected_on": max(
                (company._gendan_to_day(line.date_planned) for line in self if line.date_planned), default=False
            )
            or tooling.expected_on,
            "cost": currency.round(
                sum(
                    line.currency_id._convert(line.price_subtotal, currency, company, ordered, round=False)
                    for line in self
                )
            ),
        }
        if not tooling.arrived_on and all(line._gendan_is_received() for line in self):
            values["arrived_on"] = self._gendan_received_on() or company._gendan_today()
        return values

    def _gendan_is_received(self):
        """Whether all of the line is here."""
        self.ensure_one()
        return self.product_uom_id.compare(self.qty_received, self.product_qty) >= 0

    def _gendan_received_on(self):
        """The day the last of these lines came in; False when nothing moved (a service)."""
        moves = self.move_ids.filtered(lambda move: move.state == "done")
        days = [self.company_id[:1]._gendan_to_day(move.date) for move in moves]
        return max(days, default=False)
