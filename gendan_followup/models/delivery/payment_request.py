from odoo import fields, models
from odoo.tools import formatLang

KIND = "payment_request"


class GendanDocument(models.Model):
    """A payment request: what is packed, what has arrived, what is to be paid before the goods leave.

    Its figures are kept as they were asked for; other figures make another request, and this one is void.
    """

    _inherit = "gendan.document"

    kind = fields.Selection(
        selection_add=[(KIND, "Payment Request"), ("other",)], ondelete={KIND: "set default"}
    )
    payment_figures = fields.Json(string="Figures Asked for", readonly=True, copy=False)

    # ------------------------------------------------------------ mail

    def message_post(self, **kwargs):
        # EXTENDS mail: the clerk's e-mail with the request is its going out
        message = super().message_post(**kwargs)
        if self.env.context.get("gendan_payment_request_goes_out") and self.kind == KIND:
            self._gendan_issue("email", to=", ".join(partner.email or partner.name for partner in message.partner_ids))
        return message

    # ------------------------------------------------------------ what is printed

    def _gendan_request_lang(self):
        """The language of the customer's order, or None."""
        self.ensure_one()
        return self.order_id.sudo()._gendan_customer_lang()  # sudo: who prints the paper may read it

    def _gendan_request_order(self):
        """The order, for its numbers on the paper."""
        return self.order_id.sudo()  # sudo: as above

    def _gendan_request_lines(self):
        """The packed goods: dicts of strings. In the language of `self`."""
        self.ensure_one()
        figures = self.payment_figures
        currency = self.env["res.currency"].browse(figures["currency"])
        products = self.env["product.product"].sudo()  # sudo: names and units on a paper the user may read
        units = self.env["uom.uom"]
        return [
            {
                "name": products.browse(line["product"]).exists().display_name or line["name"],
                "quantity": formatLang(self.env, line["quantity"], dp="Product Unit"),
                "unit": units.browse(line["unit"]).exists().name or "",
                "amount": formatLang(self.env, line["amount"], currency_obj=currency),
            }
            for line in figures["lines"]
        ]

    def _gendan_request_sums(self):
        """The sums below the goods as (label, amount, strong). In the language of `self`."""
        self.ensure_one()
        figures = self.payment_figures
        currency = self.env["res.currency"].browse(figures["currency"])
        rows = [(self.env._("Goods of this delivery"), figures["goods"], False)]
        if figures["others"]:
            label = self.env._("Delivered before, charges and deposit for what is to come")
            rows.append((label, figures["others"], False))
        rows += [
            (self.env._("Due before delivery"), figures["due"], False),
            (self.env._("Received for this order"), -figures["received"], False),
            (self.env._("To be paid now"), figures["to_pay"], True),
        ]
        return [(label, formatLang(self.env, amount, currency_obj=currency), strong) for label, amount, strong in rows]

    def _gendan_request_account(self):
        """Our account in the request's currency as (label, value); empty where the company has none."""
        self.ensure_one()
        # sudo: our own account, for the customer
        banks = self.sudo().company_id.partner_id.bank_ids
        currency = self.env["res.currency"].browse(self.payment_figures["currency"])
        bank = (banks.filtered(lambda bank: bank.currency_id == currency) or banks)[:1]
        rows = [
            (self.env._("Account holder"), bank.acc_holder_name or bank.partner_id.name),
            (self.env._("Bank"), bank.bank_id.name),
            (self.env._("Account number"), bank.acc_number),
            (self.env._("BIC / SWIFT"), bank.bank_id.bic),
        ]
        return [(label, value) for label, value in rows if bank and value]
