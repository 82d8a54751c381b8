from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.gendan_followup.tools.gate import GatePoint, GateProblem

ORDERED_STATES = ("to approve", "purchase")


class PurchaseOrder(models.Model):
    """Plates and tooling are ordered when the proof is approved."""

    _name = "purchase.order"
    _inherit = ["gendan.gate.mixin", "purchase.order"]

    gendan_has_tooling = fields.Boolean(compute="_compute_gendan_has_tooling")

    @api.depends("order_line.product_id.gendan_is_tooling")
    def _compute_gendan_has_tooling(self):
        for order in self:
            order.gendan_has_tooling = any(order.order_line.product_id.mapped("gendan_is_tooling"))

    # === hooks ===

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS purchase: an order may be born confirmed by RPC or import
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state in ORDERED_STATES)._gendan_check_tooling()
        orders.order_line._gendan_fill_tooling()
        return orders

    def write(self, vals):
        # EXTENDS purchase: the net under the button; before super, what confirming sets off must not have begun
        if vals.get("state") in ORDERED_STATES:
            self.filtered(lambda order: order.state in ("draft", "sent"))._gendan_check_tooling()
        result = super().write(vals)
        if vals.get("state") in ORDERED_STATES:
            # the sets take over maker, dates and cost
            self.order_line._gendan_fill_tooling()
        return result

    def _confirmation_error_message(self):
        # EXTENDS purchase: Odoo's own error first, it is the plainer one
        error = super()._confirmation_error_message()
        if error or not self.gendan_has_tooling:
            return error
        return self._gendan_gate_error("order_plates")

    # === gate ===

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "order_plates":
            points = [*points, GatePoint("samples", type(self)._gendan_sample_problems)]
        return points

    def _gendan_gate_actions(self):
        # EXTENDS gendan_followup
        actions = super()._gendan_gate_actions()
        waiting = self.filtered(lambda order: order.state in ("draft", "sent") and order.gendan_has_tooling)
        if waiting:
            actions["order_plates"] = actions.get("order_plates", self.browse()) | waiting
        return actions

    def _gendan_check_tooling(self):
        """Ask the gate for those of these orders that buy tooling.

        :raise UserError: a proof is not approved
        """
        if tooling := self.filtered("gendan_has_tooling"):
            tooling._gendan_gate_or_raise("order_plates")

    def _gendan_sample_problems(self):
        """{order: problems}: proofs not approved, never asked for, or a line that does not say what it is for."""
        result = defaultdict(list)
        lines = self.order_line.filtered("product_id.gendan_is_tooling")
        products = lines.gendan_tool_product_id
        # sudo: who buys plates need not read the customers' samples
        samples = self.env["gendan.sample"].sudo().search(
            [
                ("state", "!=", "cancelled"),
                ("kind_id.gate", "=", "plates"),
                ("product_id", "in", products.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        # a proof that was rejected years ago says nothing any more: the last one of each kind and product does
        last = {}
        for sample in samples.sorted("id"):
            last[sample.company_id, sample.product_id, sample.kind_id] = sample
        gate = samples._gendan_gate("order_plates")
        for line in lines:
            order, product = line.order_id, line.gendan_tool_product_id
            if not product:
                result[order].append(
                    GateProblem(
                        "tooling_for",
                        self.env._(
                            "%(order)s: say for which product “%(line)s” is made, so that its proof can be checked.",
                            order=order.name,
                            line=line.product_id.display_name,
                        ),
                        "warn",
                    )
                )
                continue
            found = [
                sample for key, sample in last.items() if key[0] == order.company_id and key[1] == product
            ]
            for sample in found:
                # the release is given on the sample, by those who may: not from here
                result[order] += [
                    GateProblem(problem.code, problem.sentence, problem.severity) for problem in gate[sample]
                ]
            asked = self.env["gendan.sample.kind"].union(*(sample.kind_id for sample in found))
            missing = product.categ_id._gendan_sample_kinds("plates") - asked
            result[order] += samples._gendan_required(missing, product, order.name)
        return result
