"""What the clerk sees while she settles: quantities that are left, the comparison that stays open, later rows."""

from freezegun import freeze_time
from lxml import etree

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MONDAY
from .test_settle import SettleCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSettleScreen(SettleCase):
    def compare(self, complaint):
        action = complaint.with_user(self.clerk).action_compare()
        return self.env["gendan.complaint.compare"].with_user(self.clerk).browse(action["res_id"])

    def test_a_row_starts_with_what_no_other_row_settles(self):
        complaint = self.complain(line={"bad": 250, "blocked": 900})
        rows = self.agreed([{"choice": "rework", "quantity": 200}, {"choice": "refund"}], complaint)
        self.assertEqual(rows[1].quantity, 50)
        more = self.add_rows(complaint, [{"choice": "sorting"}, {"choice": "return"}, {"choice": "discount"}])
        self.assertEqual(more.mapped("quantity"), [200, 50, 900, 250, 0])

    def test_what_is_made_again_is_what_is_sent(self):
        rows = self.agreed([{"choice": "remake"}, {"choice": "replace"}])
        self.assertEqual(rows.mapped("quantity"), [40, 40])

    def test_what_was_undone_is_left_again(self):
        rows = self.agreed([{"choice": "refund", "quantity": 30}])
        rows._gendan_do()
        self.made(rows).sudo().button_cancel()
        compare = self.compare(rows.complaint_id)
        self.assertEqual((compare.quantity, compare.taken), (40, ""))
        more = self.add_rows(rows.complaint_id, [{"choice": "refund"}])[-1]
        self.assertEqual(more.quantity, 40)

    def test_the_comparison_stays_open_for_the_rest(self):
        complaint = self.complain(line={"bad": 250}, wished="refund")
        compare = self.compare(complaint)
        row = {line.choice: line for line in compare.line_ids}
        self.assertEqual((row["refund"].remark, row["rework"].is_unsure), ("He asks for this", True))
        row["rework"].quantity = 200
        action = row["rework"].action_choose()
        self.assertEqual((action["res_id"], compare.quantity), (compare.id, 50))
        self.assertEqual(compare.taken, "Rework 200")
        row = {line.choice: line for line in compare.line_ids}
        self.assertEqual(row["refund"].quantity, 50)
        self.assertEqual(row["refund"].action_choose()["type"], "ir.actions.act_window_close")
        self.assertEqual([(one.choice, one.quantity) for one in complaint.settlement_ids],
                         [("rework", 200), ("refund", 50)])  # fmt: skip

    def test_the_comparison_says_what_is_not_known(self):
        self.company.gendan_sorting_rate = 0
        rows = {line.choice: line.remark for line in self.compare(self.complain()).line_ids}
        self.assertEqual(rows["sorting"], "No rate per hour: type it")
        self.assertEqual(rows["remake"], "Bought, not made: replace it")

    def test_rows_that_came_later_are_carried_out(self):
        rows = self.agreed([{"choice": "refund", "quantity": 10}])
        complaint = rows.complaint_id.with_user(self.clerk)
        self.assertTrue(complaint.has_waiting)
        complaint.action_carry_out()
        self.assertFalse(complaint.has_waiting)
        with self.assertRaisesRegex(UserError, "nothing waits"):
            complaint.action_carry_out()
        complaint.settlement_ids = [Command.create({"choice": "rework", "quantity": 5})]
        complaint.action_carry_out()
        self.assertEqual(self.made(complaint.settlement_ids[-1])._name, "repair.order")
        self.assertEqual(len(rows.complaint_id.sudo().cost_ids), 1, "nothing is charged twice")

    def test_the_page_shows_costs_and_the_light_track_stays_quick(self):
        arch = etree.fromstring(self.env["gendan.complaint"].with_user(self.clerk).get_view(view_type="form")["arch"])
        page = arch.find(".//page[@name='settlement']//field[@name='settlement_ids']/list")
        light = arch.find(".//group[@name='light']//field[@name='settlement_ids']/list")
        self.assertTrue(page.find("field[@name='cost']") is not None)
        self.assertFalse(page.get("editable"), "a row of the page opens its form")
        self.assertEqual(light.get("editable"), "bottom")
        self.assertIsNone(light.find("field[@name='cost']"))
