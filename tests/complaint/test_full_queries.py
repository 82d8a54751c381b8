"""How many queries the full track takes: as many for a lot that went to many customers as for one that went to few."""

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common import ComplaintCase

FEW, MANY = 3, 25
NOW = "2026-11-23 02:00:00"


class QueryCase(ComplaintCase):
    """Cartons of two lots, the one delivered to few customers, the other to many."""

    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-11-20 02:00:00"):
            super().setUpClass()
        cls.carton.tracking = "lot"

    @classmethod
    def deliver_lot(cls, count, lot=None):
        """One delivery to each of so many customers, all at once."""
        customers = cls.env["res.partner"].create(
            [{"name": f"Customer {number}", "gendan_clerk_id": cls.clerk.id} for number in range(count)]
        )
        out = cls.warehouse.out_type_id
        places = {"location_id": cls.warehouse.lot_stock_id.id, "location_dest_id": out.default_location_dest_id.id}
        goods = {"product_id": cls.carton.id, "product_uom": cls.carton.uom_id.id, **places}
        line = {"product_id": cls.carton.id, "quantity": 10, "lot_id": lot.id, "picked": True, **places}
        pickings = cls.env["stock.picking"].create(
            [
                {
                    "picking_type_id": out.id,
                    "partner_id": customer.id,
                    "move_ids": [Command.create({**goods, "product_uom_qty": 10})],
                    **places,
                }
                for customer in customers
            ]
        )
        pickings.action_confirm()
        cls.env["stock.move.line"].create(
            [{**line, "picking_id": move.picking_id.id, "move_id": move.id} for move in pickings.move_ids]
        )
        pickings.move_ids.picked = True
        pickings._action_done()
        assert set(pickings.mapped("state")) == {"done"}
        return pickings


@tagged("post_install", "-at_install")
class TestContainmentQueries(QueryCase):
    def test_a_lot_that_went_to_many_customers_is_found_and_shown_with_as_many_queries(self):
        found = {}
        with freeze_time(NOW):
            for count in (FEW, MANY):
                lot = self.env["stock.lot"].create({"name": f"L{count}", "product_id": self.carton.id})
                pickings = self.deliver_lot(count, lot)
                complaint = self.complain(picking_id=pickings[0].id, line={"lot_id": lot.id, "bad": 5})
                self.queries(complaint._gendan_trace)  # registries and caches of the kind
                complaint.sudo().trace_ids.unlink()
                fresh = self.queries(complaint._gendan_trace)
                again = self.queries(complaint._gendan_trace)

                def show(complaint=complaint):
                    return complaint.trace_ids.read(["where", "customer", "is_holdable"])

                self.queries(show)
                shown = self.queries(show)
                self.assertEqual(len(complaint.trace_ids.filtered(lambda one: one.place == "delivered")), count)
                found[count] = (fresh, again, shown)
        self.assertEqual(found[FEW], found[MANY])


@tagged("post_install", "-at_install")
class TestWatchQueries(QueryCase):
    def test_more_shipments_and_more_complaints_watched_take_no_more_queries(self):
        with freeze_time("2026-11-20 02:00:00"):
            complaints = [self.bring_to(self.complain(), "closed") for _number in range(4)]
            lot = self.env["stock.lot"].create({"name": "L", "product_id": self.carton.id})
        watches = self.env["gendan.complaint.watch"].union(*(complaint.watch_ids for complaint in complaints))
        self.assertEqual(len(watches), 4)
        with freeze_time(NOW):
            self.queries(watches[3:]._gendan_look)
            self.deliver_lot(FEW, lot)
            one = self.queries(watches[:1]._gendan_look)
            self.deliver_lot(MANY, lot)
            many = self.queries(watches._gendan_look)
        self.assertEqual(watches.mapped("seen"), [FEW + MANY] * 4)
        self.assertEqual(one, many)
