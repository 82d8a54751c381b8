"""The radar: finer and coarser defects, causes, a year to the day, and what a quotation says of it."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import Form, tagged

from ..common import MONDAY
from .common import ComplaintCase

NOW = datetime(2026, 11, 2, 2)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRadar(ComplaintCase):
    def seen(self, earlier, later=None, **line):
        later = later or self.complain(line=line)
        return earlier in later.repeat_ids

    def test_finer_and_coarser_defects_and_causes_are_the_same_fault(self):
        earlier = self.complain(received_at=NOW - timedelta(days=30))
        whole, sister = self.defect.parent_id, self.env.ref("gendan_followup.defect_use_smell")
        self.assertTrue(self.seen(earlier, defect_id=whole.id), "it is one of these")
        self.assertFalse(self.seen(earlier, defect_id=sister.id))
        later = self.complain(line={"defect_id": sister.id}, cause_id=self.cause.id)
        self.assertFalse(self.seen(earlier, later))
        earlier.cause_id = self.cause
        later.invalidate_recordset(["repeat_ids"])
        self.assertTrue(self.seen(earlier, later), "of the same cause")

    def test_a_year_to_the_day(self):
        now = datetime(2026, 11, 1, 0)
        last, before = (self.complain(received_at=now - timedelta(days=days)) for days in (365, 366))
        later = self.complain(received_at=now)
        self.assertEqual(later.repeat_ids, last)
        self.assertNotIn(before, later.repeat_ids)

    def test_a_quotation_of_any_kind_tells(self):
        self.complain(received_at=NOW - timedelta(days=400), subject="long ago")
        complaint = self.complain()
        with Form(self.env["sale.order"].with_user(self.clerk)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.carton
            self.assertIn(complaint.name, form.gendan_complained)
            self.assertNotIn("times", form.gendan_complained)
            order = form.save()
        self.complain()
        order.invalidate_recordset()
        self.assertIn("2 times", order.gendan_complained)
        self.assertEqual(len(self.env["gendan.complaint"].search(order.action_gendan_complained()["domain"])), 2)
        self.assertFalse(self.order.gendan_complained, "what runs already is no news")
        order.partner_id = self.foreign_customer
        self.assertFalse(order.gendan_complained)

    def test_a_long_order_asks_once(self):
        self.complain()

        def cost(count):
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [Command.create({"product_id": self.carton.id}) for _ in range(count)],
                }
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(order.with_user(self.supervisor).gendan_complained)
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(2), cost(100)
        self.assertLessEqual(many, few)
