from odoo import api, fields, models


class AccountPayment(models.Model):
    """Money paid in advance belongs to an order."""

    _inherit = "account.payment"

    gendan_order_id = fields.Many2one(
        "sale.order",
        string="For Order",
        compute="_compute_gendan_order_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        copy=False,
        domain="[('state', '!=', 'cancel'), ('company_id', '=', company_id)]",
        help="The order the customer pays in advance; found by its number in the memo. It counts for goods that leave"
        " only for money.",
    )

    @api.depends("memo", "payment_reference", "partner_id", "partner_type")
    def _compute_gendan_order_id(self):
        """The order whose number, or the customer's own, the memo names; what a person typed stays."""
        asked = self.filtered(
            lambda payment: (
                not payment.gendan_order_id
                and payment.partner_type == "customer"
                and payment.partner_id
                and (payment.memo or payment.payment_reference)
            )
        )
        # nobody asks for it where goods never wait for money and no carrier collects any
        rules = self.env["res.company"]._gendan_ship_rules()
        if not self.env["gendan.settlement.profile"]._gendan_collecting_ids():
            asked = asked.filtered(lambda payment: rules.get(payment.company_id.id))
        for payment in self - asked:
            payment.gendan_order_id = payment.gendan_order_id
        if not asked:
            return
        orders = self.env["sale.order"]._gendan_of_payers(asked.partner_id, asked.company_id)
        for payment in asked:
            own = orders[payment.company_id, payment.partner_id.commercial_partner_id]
            text = " ".join(filter(None, (payment.memo, payment.payment_reference)))
            payment.gendan_order_id = own._gendan_named_in(text)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS account
        payments = super().create(vals_list)
        self.env["stock.picking"]._gendan_note_held(payments)
        return payments

    def write(self, vals):
        # EXTENDS account: an order found for one customer is not another's
        result = super().write(vals)
        if "partner_id" in vals and "gendan_order_id" not in vals:
            stale = self.filtered(
                lambda payment: payment._gendan_order_payer() not in (False, payment.partner_id.commercial_partner_id)
            )
            if stale:
                stale.gendan_order_id = False
                stale._compute_gendan_order_id()
        if not {"state", "amount", "gendan_order_id", "partner_id"}.isdisjoint(vals):
            self.env["stock.picking"]._gendan_note_held(self)
        return result

    def _gendan_order_payer(self):
        """Who pays the order it is for; False without one."""
        self.ensure_one()
        # sudo: as in _gendan_of_payers
        return self.sudo().gendan_order_id.partner_invoice_id.commercial_partner_id or False

    def _gendan_is_here(self):
        """Whether this payment, if any, is money and not a paper on its way. Hook."""
        return True

    def _gendan_held_partners(self):
        """Whose deliveries the payments may concern."""
        return self.partner_id.commercial_partner_id
