"""A change of an order touches its samples and tools."""

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import MONDAY
from .common import SampleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSampleChange(SampleCase):
    def test_a_new_specification_asks_for_the_approved_sample_and_the_tools(self):
        self.company.gendan_lock_orders = True
        order = self.confirm_order([(self.bag, 50000)])
        sample = self.make_sample(order)
        self.judge(self.send(sample))
        tooling = self.env["gendan.tooling"].create(
            {
                "name": "CY-1",
                "partner_id": self.customer.id,
                "product_ids": [Command.set(self.bag.ids)],
            }
        )
        line = order.order_line

        def touched(**values):
            change = (
                self.env["gendan.order.change"]
                .with_user(self.clerk)
                .create(
                    {
                        "order_id": order.id,
                        "asked_person": "Ms Lin", "channel": "phone",
                        "line_ids": [Command.create({"line_id": line.id, **values})],
                    }
                )
            )
            change.action_propose()
            return {
                self.env[touch.res_model].browse(touch.res_id)
                for touch in change.touch_ids
                if touch.kind in ("sample", "tooling") and touch.is_needed
            }

        self.assertEqual(touched(text="BG-1402, new bar code"), {sample.with_env(self.env), tooling})
        self.assertEqual(touched(quantity=60000), set(), "the same goods: approval and plates hold")
