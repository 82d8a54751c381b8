"""The order's side of its changes: the door, what they touch, what follows."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Changes to a confirmed order, by request."""

    _inherit = "sale.order"

    gendan_order_change_ids = fields.One2many(
        "gendan.order.change", "order_id", string="Changes", copy=False, groups="sales_team.group_sale_salesman"
    )
    gendan_order_change_count = fields.Integer(
        string="Number of changes",
        compute="_compute_gendan_order_change_count",
        groups="sales_team.group_sale_salesman",
    )
    gendan_can_request_change = fields.Boolean(
        compute="_compute_gendan_can_request_change", groups="base.group_user"
    )

    # ------------------------------------------------------------ compute

    @api.depends("gendan_order_change_ids")
    def _compute_gendan_order_change_count(self):
        counts = dict(
            self.env["gendan.order.change"]._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        )
        for order in self:
            order.gendan_order_change_count = counts.get(order._origin, 0)

    @api.depends("state", "locked", "gendan_version", "company_id.gendan_lock_orders")
    @api.depends_context("uid")
    def _compute_gendan_can_request_change(self):
        for order in self:
            order.gendan_can_request_change = not order._gendan_request_error()

    # ------------------------------------------------------------ actions

    def action_gendan_change(self):
        """Button: a new change request with the order as it is; one that is not decided yet is opened instead.

        :return: action
        :raise UserError: the order may be changed directly
        """
        self.ensure_one()
        if sentence := self._gendan_request_error():
            raise UserError(sentence)
        waiting = self.gendan_order_change_ids.filtered(lambda change: change.state in ("draft", "proposed"))[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change of %s", self.name),
            "res_model": "gendan.order.change",
            "res_id": waiting.id,
            "views": [(False, "form")],
            "context": {"default_order_id": self.id},
        }

    def action_gendan_changes(self):
        """Button: the order's changes.

        :return: action
        """
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_order_change"),
            "domain": [("order_id", "=", self.id)],
            "context": {"default_order_id": self.id, "gendan_one_order": True},
        }

    # ------------------------------------------------------------ business

    def _gendan_request_error(self):
        """The sentence why no change can be asked for, or False."""
        self.ensure_one()
        if self._gendan_team_error():
            return self._gendan_team_error()
        if self.state != "sale":
            return self.env._(
                "Order %(order)s is not confirmed: change it directly, without a change request.", order=self.name
            )
        if not (self.locked and self.gendan_version) and not self._gendan_keeps_versions():
            return self.env._("Order %(order)s is not locked: change it directly.", order=self.name)
        return False

    def _gendan_changeable_lines(self):
        """The lines a change request is about: not texts, down payments and freight."""
        return self.order_line.filtered(
            lambda line: line.product_id and not (line.display_type or line.is_downpayment or line.is_delivery)
        )

    def _gendan_changed(self, change):
        """An order was changed by a request. Hook, after the new version is kept: rooms take back what it voids.

        :param change: gendan.order.change, applied
        """

    def _gendan_change_touches(self, change):
        """What a change touches, or a cancellation. Hook: rooms add theirs to the list of `super()`.

        Called with sudo, in the company's language. Keys of a dict: `record`; `kind` (see gendan.order.touch);
        `detail` (its quantity and state); `advice` (a sentence: what is to be done, or what happens by itself; no
        prices: departments read it); `department` (code of gendan.department that has to do it, if anybody).

        :param change: gendan.order.change, proposed, or of kind "cancellation"
        :rtype: list[dict]
        """
        self.ensure_one()
        lines = self.env["gendan.order.touch"]._gendan_changed_lines(change)
        return [
            *self._gendan_touched_productions(change, lines),
            *self._gendan_touched_purchases(change, lines),
            *self._gendan_touched_transfers(change, lines),
            *self._gendan_touched_invoices(change, lines),
        ]
