from odoo import models
from odoo.exceptions import UserError

from ..common.composing import open_composer
from .payment_request import KIND


class StockPicking(models.Model):
    """The payment request for goods that are packed and leave only for money."""

    _inherit = "stock.picking"

    def action_gendan_print_request(self):
        """Button: print the payment request, the same paper as long as its figures are the same.

        :return: action of the report
        :raise UserError: nothing is to be paid
        """
        return self.env.ref("gendan_followup.action_report_payment_request").report_action(self._gendan_request())

    def action_gendan_send_request(self):
        """Button: an e-mail to the customer with the payment request.

        :return: action of the composer
        :raise UserError: nothing is to be paid
        """
        papers = self._gendan_request()
        return open_composer(
            papers[:1],
            self.env._("Send the payment request"),
            "gendan_followup.mail_template_payment_request",
            context={"gendan_payment_request_goes_out": True},
        )

    def _gendan_request(self):
        """The payment requests of this delivery, one an order; one with other figures takes the old one's place.

        :raise UserError: nothing is to be paid
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: whoever may read the delivery and its order; read access to the order is asked below
        sudo = self.sudo()
        orders = sudo.move_ids.sale_line_id.order_id or sudo.sale_id
        orders.with_env(self.env).check_access("read")
        Document = self.env["gendan.document"]
        papers = Document.browse()
        for order in orders:
            figures = sudo._gendan_request_figures(order)
            if order.currency_id.compare_amounts(figures["to_pay"], 0.0) <= 0:
                continue
            before = Document.search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("order_id", "=", order.id),
                    ("kind", "=", KIND),
                ],
                order="version desc",
                limit=1,
            )
            if before and not before.voided_at and before.payment_figures == figures:
                papers |= before
                continue
            before._gendan_void(self.env._("Another amount is to be paid"))
            papers |= Document.create(
                {
                    "kind": KIND,
                    "version": before.version + 1 if before else 1,
                    "copy_name": self.name,
                    "res_model": self._name,
                    "res_id": self.id,
                    "company_id": order.company_id.id,
                    "partner_id": order.partner_invoice_id.id,
                    "order_id": order.id,
                    "payment_figures": figures,
                }
            )
        if not papers:
            raise UserError(
                self.env._("%(transfer)s: nothing is to be paid before these goods leave.", transfer=self.name)
            )
        return papers

    def _gendan_request_figures(self, order):
        """What is packed for an order and what is to be paid for it. Call with sudo.

        Where the customer's settlement asks for nothing before delivery, the goods themselves are asked for.
        """
        self.ensure_one()
        moves = self.move_ids._gendan_bound_for_customer().filtered(
            lambda move: move.sale_line_id.order_id == order
        )
        moves -= moves._gendan_replacing()
        currency = order.currency_id
        lines = []
        for line, of_line in moves.filtered("sale_line_id").grouped("sale_line_id").items():
            quantity = line._gendan_leaving(of_line)
            worth = line._gendan_worth(of_line) - line._gendan_worth(of_line.browse())
            lines.append(
                {
                    "product": line.product_id.id,
                    "name": line.product_id.display_name,
                    "quantity": line.product_uom_id.round(quantity),
                    "unit": line.product_uom_id.id,
                    "amount": currency.round(worth),
                }
            )
        goods = currency.round(sum(line["amount"] for line in lines))
        profile = order.partner_id.commercial_partner_id.gendan_settlement_profile_id
        if profile._gendan_is_paid_before():
            due = order._gendan_due_before(moves)
        else:
            due = currency.round(order._gendan_worth(moves))
        received = order._gendan_received()[order]
        return {
            "currency": currency.id,
            "lines": lines,
            "goods": goods,
            "others": currency.round(due - goods),
            "due": due,
            "received": received,
            "to_pay": currency.round(due - received),
        }
