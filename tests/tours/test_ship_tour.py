from odoo import Command
from odoo.tests import tagged

from tests.delivery.common import PrepaidCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestShipTour(PrepaidCase, TourCase):
    """A delivery waits for money: the clerk cannot let it leave, the supervisor can and says why."""

    def test_hold_and_release(self):
        picking = self.picking
        self.clerk.group_ids = [Command.link(self.env.ref("stock.group_stock_user").id)]
        self.supervisor.password = self.supervisor.login
        self.assertFalse(self.supervisor.has_group("stock.group_stock_user"), "she sees Odoo's form no more than a rep")
        self.start_tour("/odoo/gendan-ready-deliveries", "gendan_followup_ship_held", login=self.clerk.login)
        self.assertEqual(picking.state, "assigned")
        self.start_tour("/odoo/gendan-ready-deliveries", "gendan_followup_ship_release", login=self.supervisor.login)
        waiver = self.env["gendan.waiver"].search([("res_model", "=", picking._name), ("res_id", "=", picking.id)])
        self.assertEqual(
            (waiver.code, waiver.user_id, waiver.reason),
            ("ship_cash", self.supervisor, "Called Ms Lin, she pays on Friday"),
        )
        picking.with_user(self.clerk).button_validate()
        self.assertEqual(picking.state, "done")
