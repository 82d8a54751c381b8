from odoo import Command

from ..common import GendanCase


class NoteCase(GendanCase):
    """Delivery notes on, one order of cartons with its transfer ready."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"gendan_note": True, "gendan_note_paper": "a4", "gendan_note_objection_days": 7})
        cls.env["gendan.note.copy"].search([("company_id", "in", (False, cls.company.id))]).active = False
        cls.copies = cls.env["gendan.note.copy"].create(
            [
                {"name": "Stub", "sequence": 1, "travels": False, "holder": "Follow-up"},
                {"name": "Customer", "sequence": 2, "has_prices": True},
                {"name": "Return", "sequence": 3, "must_return": True},
                {"name": "Accounts", "sequence": 4, "travels": False, "has_prices": True},
            ]
        )
        cls.warehouse_user.group_ids = [Command.link(cls.env.ref("stock.group_stock_user").id)]
        cls.put_in_stock(cls.carton, 100000)
        cls.order, cls.picking = cls.make_delivery()

    @classmethod
    def make_delivery(cls, quantity=1200, **values):
        """An order and its transfer, reserved.

        :return: (order, transfer)
        """
        order = cls.confirm_order([(cls.carton, quantity)], **values)
        order.picking_ids.action_assign()
        return order, order.picking_ids

    @classmethod
    def note_of(cls, picking):
        picking.action_gendan_note()
        return picking.gendan_note_id

    def done(self, picking, quantity=None):
        """Validate, wholly or in part."""
        for move in picking.move_ids:
            move.write({"quantity": quantity or move.product_uom_qty, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")
