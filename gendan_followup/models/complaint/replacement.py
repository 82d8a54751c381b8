"""Replacements without charge: not held for what the customer owes."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .complaint_settlement import REPLACING
from .forged import without_defaults

OWN = frozenset({"gendan_settles_id", "gendan_is_counted"})
# codes of rules about money and new business; whether it can be made and is said in full is asked all the same
FREE_OF = frozenset(
    {
        "price_approval", "price_unapproved", "review_exposure", "review_blocked", "review_duplicate",
        "review_price_band", "review_payment_terms", "review_below_moq", "review_written_missing",
    }
)  # fmt: skip


class ResCompany(models.Model):
    """Whether replacements count in the figures."""

    _inherit = "res.company"

    gendan_replacement_counted = fields.Boolean(
        "Replacements Count in On-time Figures",
        help="Orders without charge that settle a complaint are counted with the other deliveries.",
    )


class ResConfigSettings(models.TransientModel):
    """The same in the settings."""

    _inherit = "res.config.settings"

    gendan_replacement_counted = fields.Boolean(related="company_id.gendan_replacement_counted", readonly=False)


class SaleOrder(models.Model):
    """An order that replaces what was complained about."""

    _inherit = "sale.order"

    gendan_settles_id = fields.Many2one(
        "gendan.complaint.settlement",
        string="Settles",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="sales_team.group_sale_salesman",
    )
    gendan_is_counted = fields.Boolean(
        "In On-time Figures", compute="_compute_gendan_is_counted", store=True, compute_sudo=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale
        if self.env.context.get("gendan_replacing") is REPLACING:
            return super().create(vals_list)
        vals_list = [{name: value for name, value in vals.items() if name not in OWN} for vals in vals_list]
        return super(SaleOrder, without_defaults(self, OWN)).create(vals_list)

    def write(self, vals):
        # EXTENDS sale
        if OWN.intersection(vals) and self.env.context.get("gendan_replacing") is not REPLACING:
            raise UserError(
                self.env._(
                    "%(order)s: which order replaces what was complained about, and whether it counts, is said by the"
                    " settlement of the complaint.",
                    order=self[:1].display_name,
                )
            )
        return super().write(vals)

    @api.depends("gendan_settles_id.is_counted")
    def _compute_gendan_is_counted(self):
        for order in self:
            order.gendan_is_counted = not order.gendan_settles_id or order.gendan_settles_id.is_counted

    def _gendan_replacements(self):
        """Those of these orders that a settlement made, free and of no more than it made them for. Batch.

        Whoever types a price owes it; who sends more, or other goods, sends an order like any other.
        """
        orders = self.sudo()  # sudo: where they come from, whoever confirms or ships
        return self.browse(
            order.id
            for order in orders.filtered("gendan_settles_id")
            if order.gendan_settles_id.result_model == order._name
            and order.gendan_settles_id.result_id == order._origin.id
            and order.currency_id.is_zero(order.amount_total)
            and order.gendan_settles_id._gendan_is_within(order)
        )

    def _gendan_problems(self, action):
        # EXTENDS gendan_followup
        result = super()._gendan_problems(action)
        if action in ("confirm", "send"):
            for order in self._gendan_replacements() if result else ():
                result[order] = [problem for problem in result[order] if problem.code not in FREE_OF]
        return result


class StockMove(models.Model):
    """What such an order sends is no new debt."""

    _inherit = "stock.move"

    def _gendan_replacing(self):
        # EXTENDS gendan_followup (delivery)
        again = super()._gendan_replacing()
        orders = self.sale_line_id.order_id._gendan_replacements()
        return again | self.filtered(lambda move: move.sale_line_id.order_id in orders)


class GendanComplaintSettlement(models.Model):
    """What a replacement may send."""

    _inherit = "gendan.complaint.settlement"

    def _gendan_is_within(self, order):
        """Whether an order sends these goods only, and no more of them than was settled. Call with sudo.

        :param order: sale.order
        """
        self.ensure_one()
        goods = self._gendan_goods()
        sent = order.order_line.filtered(lambda row: row.product_id.type == "consu" and row.product_uom_qty)
        total = sum(
            row.product_uom_id._compute_quantity(row.product_uom_qty, goods.uom_id, round=False, raise_if_failure=False)
            for row in sent
        )
        return sent.product_id <= goods.product_id and goods.uom_id.compare(total, self.quantity) <= 0
