from functools import partial

from odoo import api, models

from odoo.addons.gendan_followup.tools.gate import GatePoint, GateProblem
from odoo.addons.gendan_followup.tools.shipment import Shipment

from .res_company_gate import RULES
from .ship_gate import MANAGER


class StockPicking(models.Model):
    """Transfers that take goods to a customer wait for what the company has switched on.

    The supervisor's release is kept on the transfer and is for it alone: a back-order is asked anew. Receipts, internal
    transfers and returns are never asked, invoices of what left neither.
    """

    _name = "stock.picking"
    _inherit = ["gendan.gate.mixin", "gendan.todo.mixin", "stock.picking"]

    # === hooks ===

    def button_validate(self):
        # EXTENDS stock: the gate is asked once for all transfers, the answer goes along as a pass
        bound = self._gendan_leaving_transfers()
        if not bound:
            return super().button_validate()
        # one context for asking and leaving: each one more makes everything below dearer
        leaving = self.with_context(gendan_ship_together=True)._gendan_with_pass("ship", bound)
        bound.with_env(leaving.env)._gendan_gate_or_raise("ship")
        return self._gendan_dropping_pass(super(StockPicking, leaving).button_validate())

    @api.model
    def _gendan_dropping_pass(self, action):
        # EXTENDS gendan_followup
        action = super()._gendan_dropping_pass(action)
        if isinstance(action, dict) and isinstance(action.get("context"), dict):
            context = {key: value for key, value in action["context"].items() if key != "gendan_ship_together"}
            return {**action, "context": context}
        return action

    # === gate ===

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "ship" and self.env["res.company"]._gendan_ship_rules():
            seen = {}
            points = [
                *points,
                *(
                    GatePoint(f"ship_{rule}", partial(type(self)._gendan_ship_problems, rule=rule, seen=seen), MANAGER)
                    for rule in RULES
                ),
            ]
        return points

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_gate_actions()
        if leaving := self._gendan_leaving_transfers():
            actions["ship"] = actions.get("ship", self.browse()) | leaving
        return actions

    def _gendan_leaving_transfers(self):
        """Those with goods that are still to leave for a customer, in companies that ask anything."""
        rules = self.env["res.company"]._gendan_ship_rules()
        if not rules:
            return self.browse()
        return self.filtered(
            lambda picking: (
                picking.state not in ("done", "cancel")
                and picking.company_id.id in rules
                and picking.move_ids._gendan_bound_for_customer()
            )
        )

    def _gendan_ship_problems(self, rule, seen):
        """{transfer: what one rule finds}. Batch.

        :param dict seen: {transfers: their shipments}, of the rules that were asked before in the same breath
        """
        if self not in seen:
            seen[self] = self._gendan_shipments()
        return self.env["gendan.ship.gate"]._gendan_find(rule, seen[self])

    def _gendan_shipments(self):
        """These transfers as the rules see them; those that take nothing to a customer are left out."""
        shipments = []
        # sudo: see tools.shipment; the rules look at each line's other moves: read for all at once
        self.sudo().move_ids.sale_line_id.move_ids.mapped("state")
        for picking in self:
            sudo = picking.sudo()  # sudo: as above
            moves = sudo.move_ids._gendan_bound_for_customer()
            if not moves and not any(move._gendan_crossing() == "done" for move in sudo.move_ids):
                continue
            shipments.append(
                Shipment(
                    picking,
                    sudo.name,
                    sudo.company_id,
                    sudo.partner_id,
                    sudo.move_ids.sale_line_id.order_id or sudo.sale_id,
                    moves,
                )
            )
        return shipments

    def _gendan_gate_changed(self):
        # EXTENDS gendan_followup: released: the to-do of who could have done it is settled
        result = super()._gendan_gate_changed()
        self._gendan_note_held(self)
        return result

    def _gendan_sentences(self, problems):
        """What stops, as one text for a to-do."""
        return " ".join(dict.fromkeys(problem.sentence for problem in problems if problem.blocks))

    @api.model
    def _gendan_rule_of(self, problem: GateProblem):
        """The rule a problem comes from: what a room's own check finds belongs to samples and quality."""
        if problem.code.startswith(("ship_over_", "ship_short_")):
            return "tolerance"
        rule = problem.code.removeprefix("ship_")
        return rule if rule in RULES else "hold"
