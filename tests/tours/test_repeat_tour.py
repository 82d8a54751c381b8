from odoo.tests import tagged

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestRepeatTour(TourCase):
    """A clerk repeats a customer's last order in the browser."""

    def test_a_repeat_is_confirmed_in_under_ten_clicks(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.clerk.lang = "en_US"
        past = self.confirm_order([(self.bag, 50000, {"price_unit": 0.165})])
        self.start_tour(f"/odoo/sales/{past.id}", "gendan_followup_repeat", login=self.clerk.login)
        order = self.env["sale.order"].search([("client_order_ref", "=", "ML-AGAIN-1")])
        self.assertRecordValues(
            order,
            [
                {
                    "state": "sale",
                    "gendan_order_kind": "repeat",
                    "gendan_repeat_of_id": past.id,
                    "gendan_channel": "email",
                    "gendan_clerk_id": self.clerk.id,
                }
            ],
        )
        self.assertEqual(order.order_line.gendan_repeat_of_id, past.order_line)
        self.assertEqual((order.order_line.price_unit, order.order_line.product_uom_qty), (0.165, 50000))
