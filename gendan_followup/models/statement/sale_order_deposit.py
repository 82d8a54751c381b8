"""Which orders wait for a deposit or letter of credit, how much, until when."""

from odoo import fields, models


class SaleOrder(models.Model):
    """Confirmed orders wait for what was agreed."""

    _inherit = "sale.order"

    gendan_deposit_ids = fields.One2many(
        "gendan.deposit",
        "order_id",
        string="Deposits",
        readonly=True,
        copy=False,
        groups="sales_team.group_sale_salesman,account.group_account_invoice",
    )

    def _action_confirm(self):
        # EXTENDS sale
        result = super()._action_confirm()
        self._gendan_follow_deposits()
        return result

    def _action_cancel(self):
        # EXTENDS sale
        result = super()._action_cancel()
        self._gendan_known_deposits()._gendan_follow()
        return result

    def write(self, vals):
        # EXTENDS sale
        result = super().write(vals)
        if "gendan_lc_id" in vals:
            self._gendan_follow_deposits()
        return result

    def _gendan_prepare_contract_vals(self, kind):
        # EXTENDS gendan_followup: the first contract says the deposit that is usual with the customer, to be changed
        values = super()._gendan_prepare_contract_vals(kind)
        profile = self.partner_id.commercial_partner_id.gendan_settlement_profile_id
        if "deposit_kind" not in values and profile.way == "deposit" and profile.deposit_percent:
            values |= {"deposit_kind": profile.deposit_word, "deposit_percent": profile.deposit_percent}
        return values

    def _gendan_known_deposits(self):
        """The rows of these orders, sudo; none where nobody chases them, at no cost."""
        deposits = self.env["gendan.deposit"].sudo()  # sudo: they follow the orders, whoever moves them
        if not self.env["res.company"]._gendan_switched_on("gendan_deposits"):
            return deposits
        return deposits.search([("order_id", "in", self.ids)])

    def _gendan_follow_deposits(self):
        """Make, change and close what these orders wait for. Batch, any code."""
        companies = self.env["res.company"]._gendan_switched_on("gendan_deposits")
        # sudo: follows what was agreed, whoever confirmed
        orders = self.sudo().filtered(lambda order: order.company_id.id in companies and order.state == "sale")
        if not orders:
            return
        rows = orders._gendan_known_deposits()
        known = {(row.order_id, row.kind): row for row in rows}
        fresh = []
        for order, kind, values in orders._gendan_money_first():
            row = known.get((order, kind))
            if not row:
                due = order._gendan_deposit_due()
                fresh.append({"order_id": order.id, "kind": kind, "due": due, **values})
            elif row.state in ("waiting", "off") and any(row[name] != value for name, value in values.items()):
                row._gendan_as_code().write(values)
        made = rows._gendan_as_code().create(fresh)
        (rows | made)._gendan_follow()
        made._gendan_sync_todos()

    def _gendan_waits_for_money(self):
        """Whether this order can still wait for its deposit: goods are still to leave."""
        self.ensure_one()
        return self.delivery_status != "full"

    def _gendan_money_first(self):
        """What these orders wait for: list of (order, kind, values). Contract before profile before Odoo's prepayment.

        Call with sudo.
        """
        contracts = self.env["gendan.contract"].search(
            [("order_id", "in", self.ids), ("state", "=", "approved")], order="id"
        )
        last = {contract.order_id: contract for contract in contracts}
        result = []
        for order in self.filtered(lambda order: order._gendan_waits_for_money()):
            profile = order.partner_id.commercial_partner_id.gendan_settlement_profile_id
            contract = last.get(order)
            by_lc = order.gendan_lc_id or profile.method == "letter_of_credit"
            percent, wording = 0.0, profile.deposit_word or "advance"
            if contract and contract.deposit_kind != "none":
                percent, wording = contract.deposit_percent, contract.deposit_kind
            elif contract and contract.kind == "contract":
                # signed without one: that holds, whatever is usual; a confirmation does not speak of it
                percent = 0.0
            elif profile.way == "deposit" and not by_lc:
                percent = profile.deposit_percent
            elif order.require_payment and 0 < order.prepayment_percent < 1:
                percent = order.prepayment_percent * 100
            if percent and order.amount_total > 0:
                result.append((order, "deposit", {"percent": percent, "wording": wording}))
            if by_lc:
                result.append((order, "lc", {"percent": 100.0, "wording": False}))
        return result

    def _gendan_deposit_due(self):
        """The day it is expected: as the plan of the order says, else so many days after it was confirmed."""
        self.ensure_one()
        profile = self.partner_id.commercial_partner_id.gendan_settlement_profile_id
        days = profile.deposit_days if profile else 7
        confirmed = self.company_id._gendan_to_day(self.date_order) or self.company_id._gendan_today()
        return fields.Date.add(confirmed, days=days)


class GendanLetterOfCredit(models.Model):
    """A letter of credit that is received or checked."""

    _inherit = "gendan.letter.of.credit"

    def _gendan_changed(self, orders=None):
        # EXTENDS gendan_followup
        result = super()._gendan_changed(orders)
        followed = self.sudo().order_ids | (orders.sudo() if orders else self.env["sale.order"])  # sudo: follows facts
        followed._gendan_follow_deposits()
        followed._gendan_known_deposits()._gendan_sync_todos()
        return result
