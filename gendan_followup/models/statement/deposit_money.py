"""Money that may be a deposit: noted as it moves, looked at before the commit."""

from odoo import api, fields, models

NOTED = "gendan_followup.deposits"
# what came longer ago is not looked at when money moves
LOOK_BACK_DAYS = 180


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
