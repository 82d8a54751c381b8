from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from tests.order.spec_common import SpecCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestRepeatTour(SpecCase, TourCase):
    """A clerk repeats a customer's last order in the browser, with everything switched on that could stand in her way.

    The company reviews its orders by all shipped points, locks them and asks for an approved proof; the goods have a
    specification, a set of cylinders and a sample.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.clerk.lang = "en_US"
        cls.proof = cls.env.ref("gendan_followup.sample_kind_proof")
        cls.packaging.gendan_sample_kind_ids = cls.proof

    def make_past(self):
        """The last order: specified, its cylinders ready, its proof approved three weeks ago."""
        past = self.make_order([(self.bag, 50000, {"price_unit": 0.165})])
        self.specify_all(past.order_line)
        past.action_confirm()
        self.settle(past)
        day = self.company._gendan_today() - timedelta(days=21)
        self.env["gendan.tooling"].create(
            {
                "name": "V-118",
                "kind": "cylinder",
                "partner_id": self.customer.id,
                "product_ids": [Command.set(self.bag.ids)],
                "arrived_on": day,
                "life_limit": 2000000,
                "life_unit": "m",
            }
        )
        sample = (
            self.env["gendan.sample"]
            .with_user(self.clerk)
            .create({"kind_id": self.proof.id, "partner_id": self.customer.id, "product_id": self.bag.id})
        )
        entry = (
            self.env["gendan.sample.round"]
            .with_user(self.clerk)
            .create({"sample_id": sample.id, "sent_on": day})
        )
        self.env["gendan.sample.verdict"].with_user(self.clerk).create(
            {
                "round_id": entry.id,
                "result": "approved",
                "given_on": day,
                "given_by": "Ms Lin",
                "source": "chat",
                "evidence": "WeChat, 10:42",
            }
        )
        return past

    def test_a_repeat_is_confirmed_in_under_ten_clicks(self):
        past = self.make_past()
        self.company.write({"gendan_review": True, "gendan_lock_orders": True})
        self.settle(past)
        self.start_tour(f"/odoo/sales/{past.id}", "gendan_followup_repeat", login=self.clerk.login)
        self.env.invalidate_all()
        order = self.env["sale.order"].search([("client_order_ref", "=", "ML-AGAIN-1")])
        self.assertRecordValues(
            order,
            [
                {
                    "state": "sale",
                    "locked": True,
                    "gendan_version": 1,
                    "gendan_order_kind": "repeat",
                    "gendan_repeat_of_id": past.id,
                    "gendan_channel": "email",
                    "gendan_clerk_id": self.clerk.id,
                    "gendan_spec_percent": 100,
                }
            ],
        )
        line = order.order_line
        self.assertEqual(line.gendan_repeat_of_id, past.order_line)
        self.assertEqual((line.price_unit, line.product_uom_qty), (0.165, 50000))
        self.assertEqual(self.texts(line), self.texts(past.order_line))
        self.assertEqual(self.company._gendan_to_day(order.commitment_date), self.asked_day())
        waived = [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
        self.assertFalse(self.env["gendan.waiver"].search(waived))

    def asked_day(self):
        """Sixty days from now, by the factory's clock."""
        return self.company._gendan_today() + timedelta(days=60)
