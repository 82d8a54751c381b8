"""A set is ordered when the proofs of what it makes are approved, by whatever hand."""

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.gendan_followup.tools.gate import GatePoint

ASKED_BY = frozenset({"ordered_on", "arrived_on", "scrapped_on", "product_ids", "order_id", "company_id"})


class GendanTooling(models.Model):
    """Typing that a set was ordered asks what the purchase of plates asks. A set that is in house is a fact."""

    _inherit = "gendan.tooling"

    # === hooks ===

    @api.model_create_multi
    def create(self, vals_list):
        sets = super().create(vals_list)
        sets.filtered(lambda tooling: tooling.state == "ordered")._gendan_check_ordered()
        return sets

    def write(self, vals):
        if ASKED_BY.isdisjoint(vals):
            return super().write(vals)
        before = {tooling: tooling.state == "ordered" and tooling._gendan_for_products() for tooling in self}
        result = super().write(vals)
        # what was ordered already is asked for the products it was not for before
        self.filtered(
            lambda tooling: (
                tooling.state == "ordered"
                and (before[tooling] is False or tooling._gendan_for_products() - before[tooling])
            )
        )._gendan_check_ordered()
        return result

    # === gate ===

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "order_plates":
            points = [*points, GatePoint("samples", type(self)._gendan_proof_problems)]
        return points

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_gate_actions()
        if waiting := self.filtered(lambda tooling: tooling.state == "to_order"):
            actions["order_plates"] = actions.get("order_plates", self.browse()) | waiting
        return actions

    def _gendan_check_ordered(self):
        """Ask the gate for those that no purchase has asked it for.

        :raise UserError: a proof is not approved
        """
        asked = self._gendan_not_passed("order_plates")
        # sudo: the order's products need not be the department's to read
        for tooling in asked.filtered(lambda tooling: not tooling.product_ids and tooling.sudo().order_id):
            if not tooling._gendan_for_products():
                raise UserError(
                    self.env._(
                        "Set %(set)s: say for which products of %(order)s it is made, so that their proofs can be"
                        " checked.",
                        set=tooling.name,
                        order=tooling.sudo().order_id.name,  # sudo: as above
                    )
                )
        if asked:
            asked._gendan_gate_or_raise("order_plates")

    def _gendan_for_products(self):
        """The products it is for: its own, else the one product of its order (sudo)."""
        self.ensure_one()
        # sudo: see _gendan_check_ordered
        tooling = self.sudo()
        if tooling.product_ids:
            return tooling.product_ids
        goods = tooling.order_id.order_line.product_id.filtered(lambda product: product.type == "consu")
        return goods if len(goods) == 1 else goods.browse()

    def _gendan_proof_problems(self):
        """{set: problems}: proofs not approved, or never asked for."""
        return self.env["gendan.sample"]._gendan_plate_problems(
            {tooling: (tooling.company_id, tooling._gendan_for_products(), tooling.name) for tooling in self}
        )
