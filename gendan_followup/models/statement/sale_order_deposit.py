"""Which orders wait for a deposit or letter of credit, how much, until when; and the events it ticks."""

from odoo import api, fields, models

HAND = ("deposit_in", "lc_checked")
NOTED = "gendan_followup.deposits"
# what came longer ago is not looked at when money moves
LOOK_BACK_DAYS = 180


class GendanSettlementProfile(models.Model):
    """By when the deposit is here."""

    _inherit = "gendan.settlement.profile"

    _deposit_days_positive = models.Constraint("CHECK (deposit_days >= 0)", "Days of the deposit cannot be negative.")

    deposit_days = fields.Integer(
        string="Deposit or L/C within (days)", default=7, help="Calendar days after the order is confirmed."
    )


class GendanMilestoneKind(models.Model):
    """A milestone ticked by the deposit; also by hand, where deposits are not chased."""

    _inherit = "gendan.milestone.kind"

    event = fields.Selection(selection_add=[("deposit_in", "Deposit here")], ondelete={"deposit_in": "set null"})

    def _gendan_is_hand_ticked(self):
        # EXTENDS gendan_followup
        return super()._gendan_is_hand_ticked() or self.event in HAND


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


class SaleOrderLine(models.Model):
    """The event of the plan that deposits tell."""

    _inherit = "sale.order.line"

    def _gendan_actual_deposit_in(self, kind):
        """The day the order's deposit was here; where none is waited for it is ticked by hand."""
        days = self._gendan_deposit_days("deposit")
        return self._gendan_of_goods(lambda order: days.get(order.id))

    def _gendan_actual_lc_checked(self, kind):
        # EXTENDS gendan_followup: orders without a letter of credit wait for their deposit
        result = super()._gendan_actual_lc_checked(kind)
        days = self._gendan_deposit_days("deposit")
        for line, day in result.items():
            if day is False and not line.order_id.sudo().gendan_lc_id:  # sudo: plans follow facts
                result[line] = days.get(line.order_id.id) or False
        return result

    def _gendan_deposit_days(self, kind):
        """{order's id: the day its deposit was here}, of those that have one."""
        rows = self.order_id._gendan_known_deposits()
        return {row.order_id.id: row.here_on for row in rows if row.kind == kind and row.state == "here"}


class StockPicking(models.Model):
    """Whatever may open a delivery may be a deposit: payments, matches, remittances, papers."""

    _inherit = "stock.picking"

    @api.model
    def _gendan_note_held(self, records):
        # EXTENDS gendan_followup
        result = super()._gendan_note_held(records)
        if records.ids and self.env["res.company"]._gendan_switched_on("gendan_deposits"):
            self.env["gendan.deposit"]._gendan_note_money(records)
        return result


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


class GendanDeposit(models.Model):
    """Money moved: what waits is asked again before the commit."""

    _inherit = "gendan.deposit"

    @api.model
    def _gendan_note_money(self, records):
        """Note that these records may be a deposit. Costs no query.

        :param records: of a model with ``_gendan_held_partners`` or ``_gendan_held_orders``; others are none
        """
        if not hasattr(records, "_gendan_held_partners") and not hasattr(records, "_gendan_held_orders"):
            return
        precommit = self.env.cr.precommit
        noted = precommit.data.setdefault(NOTED, {})
        if not noted:
            env = self.env(context={}, su=True)  # sudo: who books a payment need not see the orders it is for
            precommit.add(lambda: env["gendan.deposit"]._gendan_settle_money())
        noted.setdefault(records._name, set()).update(records.ids)

    @api.model
    def _gendan_settle_money(self):
        """Bring what is behind all notes in line."""
        noted = self.env.cr.precommit.data.pop(NOTED, None) or {}
        partners, orders = self.env["res.partner"], self.env["sale.order"]
        for model, ids in noted.items():
            records = self.env[model].browse(ids).exists()
            if hasattr(records, "_gendan_held_partners"):
                partners |= records._gendan_held_partners()
            else:
                orders |= records._gendan_held_orders()
        if not partners and not orders:
            return
        since = fields.Date.add(fields.Date.context_today(self), days=-LOOK_BACK_DAYS)
        found = self.search(
            [
                "|",
                ("order_id", "in", orders.ids),
                ("partner_id", "in", partners.commercial_partner_id.ids),
                "|",
                ("state", "=", "waiting"),
                "&",
                ("state", "=", "here"),
                ("here_on", ">=", since),
            ]
        )
        found._gendan_follow()
        # what came for an order that was cancelled, and may have been given back now
        left = self.search(
            [
                ("partner_id", "in", (partners.commercial_partner_id | orders.partner_id.commercial_partner_id).ids),
                ("kind", "=", "deposit"),
                ("order_id.state", "=", "cancel"),
            ]
        )
        left._gendan_sync_todos()
