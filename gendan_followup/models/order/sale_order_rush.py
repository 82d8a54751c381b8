"""Rush: who allowed it, what it costs the customer, whose orders it displaces."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .sale_order_intake import INSIDE


class SaleOrder(models.Model):
    """A rush order. Not a kind: a repeat or a new product may be one."""

    _inherit = "sale.order"

    gendan_is_rush = fields.Boolean(string="Rush", tracking=True, **INSIDE)
    gendan_rush_by_id = fields.Many2one(
        "res.users",
        string="Allowed by",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Who decided that this order goes before others.",
        **INSIDE,
    )
    gendan_rush_how = fields.Char(string="Allowed How", help="In the meeting, by phone, by which message.", **INSIDE)
    gendan_rush_line_id = fields.Many2one(
        "sale.order.line",
        string="Rush Fee",
        domain="[('order_id', '=', id), ('display_type', '=', False)]",
        ondelete="set null",
        **INSIDE,
    )
    gendan_displaced_ids = fields.Many2many(
        "sale.order",
        "gendan_rush_displaced_rel",
        "rush_id",
        "displaced_id",
        string="Displaces",
        domain="[('state', '=', 'sale'), ('gendan_is_done', '=', False), ('id', '!=', id),"
        " ('company_id', '=', company_id)]",
        help="The orders that wait because this one goes first. They are told when it is confirmed.",
        **INSIDE,
    )
    gendan_displaced_by_ids = fields.Many2many(
        "sale.order",
        "gendan_rush_displaced_rel",
        "displaced_id",
        "rush_id",
        string="Waits for Rush Orders",
        domain="[('state', '=', 'sale')]",
        **INSIDE,
    )

    # ------------------------------------------------------------ constrains

    @api.constrains("gendan_rush_line_id")
    def _check_gendan_rush_line_id(self):
        for order in self:
            if order.gendan_rush_line_id and order.gendan_rush_line_id.order_id != order:
                raise UserError(self.env._("The rush fee of %(order)s must be a line of this order.", order=order.name))

    # ------------------------------------------------------------ actions

    def action_gendan_rush_fee(self):
        """Button: add the rush fee as a line of its own, the company's product, by its percentage or price.

        :raise UserError: the sentence why there can be none now
        """
        for order in self:
            if sentence := order._gendan_rush_fee_error():
                raise UserError(sentence)
            order.gendan_rush_line_id = self.env["sale.order.line"].create(order._gendan_prepare_rush_fee_vals())
        return True

    # ------------------------------------------------------------ business

    def _gendan_rush_fee_error(self):
        """The sentence why the rush fee cannot be added, or False."""
        self.ensure_one()
        if not self.company_id.gendan_rush_product_id:
            return self.env._("No product for rush fees is set. Ask your supervisor to choose one in the settings.")
        if self.gendan_rush_line_id:
            return self.env._(
                "%(order)s has its rush fee already: %(fee)s.",
                order=self.name,
                fee=formatLang(self.env, self.gendan_rush_line_id.price_subtotal, currency_obj=self.currency_id),
            )
        if self.state == "cancel" or self.locked:
            return self.env._("%(order)s is cancelled or locked: no fee can be added.", order=self.name)
        return False

    def _gendan_prepare_rush_fee_vals(self):
        """Values of the line that charges the rush."""
        self.ensure_one()
        company = self.company_id
        values = {"order_id": self.id, "product_id": company.gendan_rush_product_id.id, "product_uom_qty": 1}
        if company.gendan_rush_percent:
            goods = self.order_line.filtered(lambda line: line._gendan_is_batch())
            # in the prices' own way: a line's price is with tax where its taxes are included
            amount = sum(line.price_unit * (1 - line.discount / 100) * line.product_uom_qty for line in goods)
            values["price_unit"] = self.currency_id.round(amount * company.gendan_rush_percent / 100)
        return values

    def _action_confirm(self):
        # EXTENDS sale
        result = super()._action_confirm()
        # sudo: who confirms (the customer, too) need not see whose orders wait
        for order in self.sudo().filtered("gendan_is_rush"):
            waiting = order.gendan_displaced_ids
            waiting._message_log_batch(
                bodies={
                    other.id: other.with_context(lang=other.company_id.partner_id.lang or self.env.lang).env._(
                        "Rush order %(rush)s goes before this one.", rush=order.name
                    )
                    for other in waiting
                }
            )
        return result

    def _gendan_review_rush_not_allowed(self):
        """Review point: {order: sentence} of rush orders of which nobody said who allowed them. Batch."""
        return {
            order: self.env._(
                "%(order)s is a rush order: say who allowed it to go before others, or take the rush off.",
                order=order.name,
            )
            for order in self.filtered(lambda order: order.gendan_is_rush and not order.gendan_rush_by_id)
        }
