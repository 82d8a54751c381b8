"""A line delivered in parts whose quantity changes: which transfer gives and takes."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MONDAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPartQuantity(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.order = cls.confirm_order([(cls.carton, 50)], promised=date(2026, 11, 20))
            cls.order.gendan_part_ids.with_user(cls.clerk).action_split(20, date(2026, 11, 13))
            cls.settle()
        cls.line = cls.order.order_line

    def outgoing(self):
        """{deadline: quantity} of what is still to leave, and no goods come back."""
        moves = self.line.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        self.assertEqual(set(moves.location_dest_id.mapped("usage")), {"customer"} if moves else set())
        return {self.company._gendan_to_day(move.date_deadline).day: move.product_uom_qty for move in moves}

    def test_the_part_promised_last_takes_what_is_added(self):
        self.line.product_uom_qty = 60
        self.settle()
        self.assertEqual(self.outgoing(), {12: 20, 19: 40})

    def test_the_part_promised_last_gives_what_is_cut(self):
        self.line.product_uom_qty = 45
        self.settle()
        self.assertEqual(self.outgoing(), {12: 20, 19: 25})

    def test_what_is_cut_beyond_it_comes_off_the_earlier_part(self):
        self.line.product_uom_qty = 10
        self.settle()
        self.assertEqual(self.outgoing(), {12: 10})

    def test_confirmed_again_each_part_has_a_transfer_of_its_own_again(self):
        self.order._action_cancel()
        self.settle()
        self.order.action_draft()
        self.order.action_confirm()
        self.settle()
        self.assertEqual(self.outgoing(), {12: 20, 19: 30})
        self.order._gendan_replay()
        self.assertEqual(self.outgoing(), {12: 20, 19: 30})

    def test_nothing_is_left_of_a_line_set_to_nothing(self):
        self.line.product_uom_qty = 0
        self.settle()
        self.assertEqual(self.outgoing(), {})
