"""Numbers of what the program makes belong to the company's year, not to Greenwich's."""

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import GendanCase

EVE = "2026-12-31 20:00:00"  # 1 January, four in the morning, in Dongguan


@tagged("post_install", "-at_install")
class TestNumbers(GendanCase):
    def test_what_is_made_early_on_new_years_day_has_the_new_years_number(self):
        shared = {
            "gendan.document": "P2027-",
            "gendan.sample": "SP2027-",
            "gendan.sample.kept": "KS2027-",
            "gendan.delivery.note": "DN2027-",
            "gendan.export.shipment": "EX2027-",
            "gendan.order.change": "OC2027-",
            "gendan.exception": "EXC2027-",
            "gendan.red.invoice": "RI/2027/",
        }
        with freeze_time(EVE):
            order = self.make_order()
            paper = self.env["gendan.document"].create(
                {"kind": "contract", "order_id": order.id, "partner_id": self.customer.id, "copy_name": "Copy"}
            )
            self.assertIn("2027", paper.name)
            for code, start in (shared | {"gendan.slip": "LS2027-", "gendan.date.proposal": "ND/2027/"}).items():
                with self.subTest(code=code):
                    self.assertTrue(self.company._gendan_next_number(code).startswith(start))

    def test_a_number_whose_sequence_was_deleted_is_a_stroke(self):
        self.env["ir.sequence"].search([("code", "=", "gendan.sample")]).unlink()
        self.assertEqual(self.company._gendan_next_number("gendan.sample"), "/")
