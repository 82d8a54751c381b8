"""Repeats: recognised while the lines are typed, made of a past order, changed in what is named."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_order_intake import INSIDE

# kinds that go by an earlier batch
REPEATS = ("repeat", "repeat_change")
# kinds of an order that belongs to an earlier one
LINKED = (*REPEATS, "addition", "makeup")


class SaleOrder(models.Model):
    """An order as a repeat of earlier batches. Clerks and sales reps make and mark them."""

    _inherit = "sale.order"

    gendan_repeat_of_id = fields.Many2one(
        "sale.order",
        string="Earlier Order",
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        domain="[('id', '!=', id), ('state', '=', 'sale'), ('company_id', '=', company_id)]",
        help="The order this one repeats, adds to or makes up for.",
        **INSIDE,
    )
    gendan_repeat_hint = fields.Char(
        string="Looks Like a Repeat",
        compute="_compute_gendan_repeat_hint",
        groups="sales_team.group_sale_salesman",
        help="The last batches of the same products for this customer.",
    )
    gendan_change_ids = fields.Many2many(
        "gendan.change.aspect",
        "gendan_order_change_rel",
        string="Changed",
        help="What is no longer as it was with the last batch.",
        **INSIDE,
    )
    gendan_change_note = fields.Text(
        string="What Changed", help="New bar code, net weight 118 g instead of 125 g, licence number ...", **INSIDE
    )

    # ------------------------------------------------------------ compute

    @api.depends("partner_id", "company_id", "state", "gendan_order_kind", "order_line.product_id")
    @api.depends_context("uid", "lang")
    def _compute_gendan_repeat_hint(self):
        quotations = self.filtered(
            lambda order: order.state in ("draft", "sent") and order.gendan_order_kind in (False, "new")
        )
        last = quotations.order_line._gendan_last_batches()
        for order in self:
            batches = order.order_line.browse()
            if order in quotations:
                batches = batches.union(*(last[line] for line in order.order_line))
            order.gendan_repeat_hint = " · ".join(
                self.env._(
                    "%(product)s: %(order)s of %(batch)s",
                    product=batch.product_id.display_name,
                    order=batch.order_id.name,
                    batch=batch._gendan_batch_text(),
                )
                for batch in batches
            ) or False

    # ------------------------------------------------------------ actions

    def action_gendan_repeat(self):
        """Button "Repeat this batch": a new quotation with this order's goods as they were.

        :return: action that opens it
        :raise UserError: the order has no goods
        """
        self.ensure_one()
        return self.order_line.action_gendan_repeat()

    def action_gendan_take_as_repeat(self):
        """Button of the hint: this quotation is a repeat of the batches it looks like.

        :raise UserError: there is no earlier batch
        """
        for order in self:
            order._gendan_link_batches()
            if not order.gendan_repeat_of_id:
                raise UserError(
                    self.env._(
                        "%(order)s: none of its products was ordered by this customer before.", order=order.name
                    )
                )
            order.gendan_order_kind = "repeat"
        return True

    # ------------------------------------------------------------ business

    def _gendan_prepare_repeat_vals(self):
        """What a repeat of this order does not copy, or has of its own; the lines come apart."""
        self.ensure_one()
        return {
            "order_line": [],
            "gendan_order_kind": "processing" if self.gendan_order_kind == "processing" else "repeat",
            "gendan_repeat_of_id": self.id,
            "origin": False,
        }

    def _gendan_link_batches(self):
        """Link the lines of these orders to their last batches, and each order to the newest of them. Batch."""
        last = self.order_line._gendan_last_batches()
        for order in self:
            batches = self.env["sale.order.line"]
            for line in order.order_line:
                if not line.gendan_repeat_of_id and last[line]:
                    line.gendan_repeat_of_id = last[line]
                batches |= line.gendan_repeat_of_id
            if not order.gendan_repeat_of_id and batches:
                order.gendan_repeat_of_id = batches.order_id.sorted("date_order")[-1:]

    def _gendan_is_changed_repeat(self):
        """Those of these orders that repeat goods with a named change."""
        # sudo: whoever confirms (the customer, too) may not read what is changed
        return self.filtered(
            lambda order: order.sudo().gendan_order_kind == "repeat_change" and order.sudo().gendan_change_ids
        )

    def _gendan_change_voids(self):
        """What the change of each order voids: approvals, plates. Hook, batch: rooms add their own to `super()`.

        Shown before confirmation; `_gendan_void_changed` does it. Called for repeats with a named change only.

        :return: {order: [sentence]}
        """
        return {order: [] for order in self}

    def _gendan_void_changed(self):
        """These orders, repeats with a named change, are confirmed: void what the change touches. Hook, batch.

        What was approved or made for these orders themselves stays.
        """

    def _action_confirm(self):
        # EXTENDS sale
        result = super()._action_confirm()
        if changed := self._gendan_is_changed_repeat():
            # sudo: what is touched does not hang on who confirms
            changed.sudo()._gendan_void_changed()
        return result

    def _gendan_review_change_missing(self):
        """Review point: {order: sentence} of repeats with a change that do not name it. Batch."""
        return {
            order: self.env._(
                "%(order)s is a repeat with a change: say what is changed, and how.", order=order.name
            )
            for order in self.filtered(
                lambda order: order.gendan_order_kind == "repeat_change"
                and not (order.gendan_change_ids and (order.gendan_change_note or "").strip())
            )
        }
