"""The gate before an order is confirmed, on every path."""

from odoo import api, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Confirming asks the gate 'confirm': the button raises, machines hold, the state change itself is the last net.

    Cancelling is never asked. Without a registered check nothing here does anything.
    """

    _name = "sale.order"
    _inherit = ["gendan.gate.mixin", "gendan.todo.mixin", "gendan.answer.mixin", "sale.order"]

    # ------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS sale: an order may be born confirmed by RPC or import
        orders = super().create(vals_list)
        if self._gendan_checks("confirm"):
            # after super: the checks need the order with its lines; raising takes all of it back
            orders.filtered(lambda order: order.state == "sale")._gendan_not_passed(
                "confirm"
            )._gendan_gate_or_raise("confirm")
        return orders

    def write(self, vals):
        # EXTENDS sale
        closing = self.browse()
        if vals.get("state") in ("sale", "cancel") and self._gendan_checks("confirm"):
            closing = self.filtered(lambda order: order.state != vals["state"])
            if vals["state"] == "sale":
                # before super: what confirming sets off (stock rules, mails) must not have begun
                closing._gendan_not_passed("confirm")._gendan_gate_or_raise("confirm")
        result = super().write(vals)
        if closing:
            closing._gendan_close_todos(["gate_confirm"])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_papers(self):
        # sudo: the papers keep the order whether or not the user may see them
        document = self.env["gendan.document"].sudo().search([("order_id", "in", self.ids)], limit=1)
        if document:
            raise UserError(
                self.env._(
                    "%(order)s has papers (%(paper)s) and cannot be deleted. Cancel it instead.",
                    order=document.order_id.name,
                    paper=document.name,
                )
            )

    # ------------------------------------------------------------ actions

    def action_confirm(self):
        # EXTENDS sale: the gate is asked once for all orders, the answer goes along as a pass
        if not self._gendan_checks("confirm"):
            return super().action_confirm()
        waiting = self.filtered(lambda order: order.state in ("draft", "sent"))
        gate = waiting._gendan_gate("confirm")
        free = waiting.filtered(lambda order: not any(problem.blocks for problem in gate[order]))
        return super(SaleOrder, self._gendan_with_pass("confirm", free)).action_confirm()

    def _confirmation_error_message(self):
        # EXTENDS sale: Odoo's own error first, it is the plainer one
        error = super()._confirmation_error_message()
        if error or not self._gendan_not_passed("confirm"):
            return error
        return self._gendan_gate_error("confirm")

    def _action_confirm(self):
        # EXTENDS sale: what is confirmed on the way (an order of another company) has not passed
        if self._gendan_checks("confirm"):
            # called past the button by a program, without the state's change
            self.filtered(lambda order: order.state in ("draft", "sent"))._gendan_not_passed(
                "confirm"
            )._gendan_gate_or_raise("confirm")
        return super(SaleOrder, self._gendan_without_pass())._action_confirm()

    def _validate_order(self):
        # EXTENDS sale: the customer signed on the portal, or ordered in the shop without having to pay
        held = self.filtered(lambda order: order.state in ("draft", "sent"))._gendan_hold(
            "confirm", self._gendan_held_sentence
        )
        if not held:
            return super()._validate_order()
        if free := self - held:
            return super(SaleOrder, free)._validate_order()
        return None

    # ------------------------------------------------------------ business

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_gate_actions()
        quotations = self.filtered(lambda order: order.state in ("draft", "sent"))
        if quotations:
            actions["confirm"] = actions.get("confirm", self.browse()) | quotations
        return actions

    def _gendan_held_sentence(self, order):
        """What the to-do of a held quotation begins with. In the language of `order`'s context."""
        if order.signed_on:
            return order.env._("%(order)s was signed by the customer and is not confirmed.", order=order.name)
        return order.env._("%(order)s was accepted by the customer and is not confirmed.", order=order.name)
