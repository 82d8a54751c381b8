from datetime import date

from odoo.tests import tagged

from tests.order.spec_common import SpecCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestSpecTour(SpecCase, TourCase):
    """A clerk specifies a new product from the order's line without leaving the keyboard."""

    def test_specify_a_line_by_keyboard(self):
        self.attributes["structure"].hint = "film"
        order = self.make_order(promised=date(2027, 1, 15), gendan_order_kind="new")
        self.start_tour(f"/odoo/sale.order/{order.id}", "gendan_followup_spec", login=self.clerk.login)
        self.assertEqual(
            self.texts(order.order_line),
            {"Structure": "PET12/PE70", "Size": "180×260 mm", "Zip": "Slider", "Cylinder set": "V-118"},
        )
