import logging

from odoo import api, models

_logger = logging.getLogger(__name__)

NOTED = "gendan_followup.held_noted"
# more transfers than this behind one change are left to the nightly action
MANY = 200
# who is asked first, by rule
ROLES = {"credit": "supervisor", "cash": "clerk", "papers": "clerk", "hold": "clerk", "tolerance": "clerk"}


class StockPicking(models.Model):
    """To-dos of those who can open what holds a delivery, from the moment the goods are ready.

    What may open or close a delivery only leaves a note; before the commit the ready transfers behind all notes are
    asked at once. Days that pass (overdue) are the nightly action's.
    """

    _inherit = "stock.picking"

    # === to-dos ===

    def _gendan_todo_anchor(self):
        # EXTENDS gendan_followup: the customer is the order's, also where the goods go elsewhere
        anchor = super()._gendan_todo_anchor()
        orders = self._gendan_served_orders()
        if not orders:
            return anchor
        return {**anchor, "order": orders[:1], "partner": orders[:1].partner_id.commercial_partner_id}

    def _gendan_todo_values(self):
        # EXTENDS gendan_followup
        values = super()._gendan_todo_values()
        ready = self._gendan_leaving_transfers().filtered(lambda picking: picking.state == "assigned")
        if not ready:
            return values
        for picking, problems in ready._gendan_gate("ship").items():
            rules = {}
            for problem in problems:
                rules.setdefault(self._gendan_rule_of(problem), []).append(problem)
            day = picking.company_id._gendan_to_day(picking.scheduled_date)
            for rule, found in rules.items():
                if sentence := self._gendan_sentences(found):
                    values.setdefault(picking, []).append(
                        {"kind": f"ship_{rule}", "name": sentence, "role": ROLES[rule], "due": day, "urgency": "1"}
                    )
        return values

    # === notes ===

    @api.model
    def _gendan_note_held(self, records):
        """Note that these records may open or close deliveries. Costs no query.

        :param records: transfers, or of a model with ``_gendan_held_partners`` or ``_gendan_held_orders``
        """
        if not records.ids or not self.env["res.company"]._gendan_ship_rules():
            return
        precommit = self.env.cr.precommit
        noted = precommit.data.setdefault(NOTED, {})
        if not noted:
            env = self.env(context={}, su=True)  # sudo: whoever books a payment opens deliveries of others
            precommit.add(lambda: env["stock.picking"]._gendan_settle_held())
        noted.setdefault(records._name, set()).update(records.ids)

    @api.model
    def _gendan_settle_held(self):
        """Bring the to-dos behind all notes in line. Never fails: to-dos must not stop the ERP's own work."""
        noted = dict(self.env.cr.precommit.data.get(NOTED) or {})
        self.env.cr.precommit.data.pop(NOTED, None)
        if not noted:
            return
        if error := self.env["gendan.bulk"]._gendan_attempt(lambda: self._gendan_noted(noted)._gendan_sync_todos()):
            _logger.error("The to-dos of held deliveries could not be brought in line", exc_info=error)

    @api.model
    def _gendan_noted(self, noted):
        """The transfers behind notes: those noted, and the ready ones of customers and orders that were.

        :param dict noted: {model: ids}
        """
        pickings = self.browse(noted.get(self._name, ())).exists()
        partners, orders = self.env["res.partner"], self.env["sale.order"]
        for model, ids in noted.items():
            records = self.env[model].browse(ids).exists()
            if hasattr(records, "_gendan_held_partners"):
                partners |= records._gendan_held_partners()
            elif hasattr(records, "_gendan_held_orders"):
                orders |= records._gendan_held_orders()
        if not partners and not orders:
            return pickings
        domain = ["|", ("sale_id", "in", orders.ids), *self._gendan_partner_domain(partners)]
        return pickings | self.search([*self._gendan_ready_domain(), *domain], limit=MANY, order="scheduled_date, id")

    @api.model
    def _gendan_partner_domain(self, partners):
        entities = partners._gendan_entity_query()
        return [
            "|",
            "|",
            ("sale_id.partner_id", "in", entities),
            ("sale_id.partner_invoice_id", "in", entities),
            ("partner_id", "in", entities),
        ]

    @api.model
    def _gendan_ready_domain(self):
        """Deliveries that could leave now, in companies that ask anything."""
        return [
            ("state", "=", "assigned"),
            ("company_id", "in", list(self.env["res.company"]._gendan_ship_rules())),
            ("location_dest_id.usage", "in", ("customer", "transit")),
        ]

    # === nightly ===

    @api.model
    def _cron_gendan_held(self, batch_size=100):
        """Ask for all ready deliveries what holds them: debts fall due and waivers end without anybody doing anything.

        Batch by batch with a commit after each; nothing is written where nothing has changed.
        """
        cron = self.env["ir.cron"]
        ids = self.search(self._gendan_ready_domain(), order="id").ids
        cron._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), batch_size):
            chunk = ids[start : start + batch_size]
            pickings = self.browse(chunk).exists()
            if error := self.env["gendan.bulk"]._gendan_attempt(pickings._gendan_sync_todos):
                _logger.error("The to-dos of held deliveries %s could not be brought in line", chunk, exc_info=error)
            if not cron._commit_progress(len(chunk)):
                return
