"""A rule of the tests' own: orders with the reference HOLD must not be confirmed."""

from odoo.addons.gendan_followup.tools.gate import GatePoint

from ..common import GendanCase

MANAGER = "gendan_followup.group_gendan_manager"


class MechanismCase(GendanCase):
    """Sentences are compared in English, whatever languages the database has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.company = cls.company.with_env(cls.env)
        cls.company.partner_id.lang = "en_US"
        (cls.clerk | cls.backup | cls.supervisor | cls.portal_user).lang = "en_US"
        cls.customer.lang = "en_US"


class GateRuleMixin:
    """Registers a throw-away check of the gate 'confirm' for one test."""

    def register_rule(self, check=None, **point_values):
        """Add a point to the gate 'confirm' of sale orders until the test ends."""
        sale_order = self.env.registry["sale.order"]
        original = sale_order._gendan_checks
        point_values = {"code": "t_hold", "waiver_group": MANAGER, **point_values}
        point = GatePoint(check=check or self.find_held, **point_values)

        def checks(records, action):
            points = original(records, action)
            return [*points, point] if action == "confirm" else points

        self.patch(sale_order, "_gendan_checks", checks)

    @staticmethod
    def find_held(orders):
        return {
            order: f"The order {order.name} is on hold. Ask your supervisor."
            for order in orders
            if order.client_order_ref == "HOLD"
        }

    def hold_todo(self, order):
        return self.env["gendan.todo"].search(order._gendan_todo_domain(["gate_confirm"]))
