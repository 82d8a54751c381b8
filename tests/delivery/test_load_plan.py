"""The load plan of a batch transfer: containers and trucks, what goes in, what is left over, what is not known."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import GendanCase


@tagged("post_install", "-at_install")
class TestLoadPlan(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # one m³ and 100 kg each: a carton of the tests
        cls.carton = cls.env["product.product"].create(
            {"name": "Carton", "type": "consu", "is_storable": True, "volume": 1.0, "weight": 100.0}
        )
        cls.unknown = cls.env["product.product"].create({"name": "Unmeasured", "type": "consu"})
        cls.truck = cls.env["gendan.load.unit.type"].create(
            {"name": "Test truck", "kind": "truck", "volume": 20, "usable": 0.5, "max_weight": 800}
        )
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.first, cls.second, cls.third = (cls.make_transfer(number) for number in (5, 4, 3))
        cls.batch = cls.env["stock.picking.batch"].create(
            {
                "company_id": cls.company.id,
                "picking_type_id": cls.warehouse.out_type_id.id,
                "picking_ids": [(6, 0, (cls.first | cls.second | cls.third).ids)],
            }
        )

    @classmethod
    def make_transfer(cls, number, product=None):
        picking_type = cls.warehouse.out_type_id
        product = product or cls.carton
        picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "partner_id": cls.customer.id,
                "location_id": picking_type.default_location_src_id.id,
                "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": product.id,
                            "product_uom_qty": number,
                            "location_id": picking_type.default_location_src_id.id,
                            "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    def add_unit(self, **values):
        return self.env["gendan.load.unit"].create({"batch_id": self.batch.id, "type_id": self.truck.id, **values})

    def test_the_plan_adds_the_units_it_needs(self):
        self.batch.gendan_load_type_id = self.truck
        told = self.batch.with_user(self.warehouse_user).action_gendan_plan_load()
        self.assertEqual(told["params"]["type"], "success")
        # 8 cartons by weight: 5 + 3 in the first, 4 in the second
        units = self.batch.gendan_load_unit_ids
        self.assertEqual([unit.picking_ids for unit in units], [self.first | self.third, self.second])
        self.assertRecordValues(
            units,
            [
                {"volume": 8, "weight": 800, "volume_rate": 40, "weight_rate": 100, "is_over": False},
                {"volume": 4, "weight": 400, "volume_rate": 20, "weight_rate": 50, "is_over": False},
            ],
        )
        self.assertFalse(self.batch.gendan_left_ids)
        self.assertEqual(units.mapped("display_name"), ["Test truck #1", "Test truck #2"])
        # once more: nothing moves, nothing is added
        self.batch.action_gendan_plan_load()
        self.assertEqual(self.batch.gendan_load_unit_ids, units)

    def test_listed_units_only_and_what_is_left_over_is_named(self):
        self.add_unit(reference="粤S 12345")
        told = self.batch.action_gendan_plan_load()
        self.assertEqual(told["params"]["type"], "warning")
        self.assertIn(self.second.name, told["params"]["message"])
        self.assertRecordValues(self.batch, [{"gendan_left_volume": 4, "gendan_left_weight": 400}])
        self.assertEqual(self.batch.gendan_left_ids, self.second)
        self.assertEqual(self.batch.gendan_load_unit_ids.display_name, "Test truck 粤S 12345")

    def test_what_was_placed_by_hand_stays(self):
        mine, other = self.add_unit(), self.add_unit(sequence=20)
        self.third.gendan_load_unit_id = other
        self.batch.action_gendan_plan_load()
        self.assertEqual(self.third.gendan_load_unit_id, other)
        self.assertEqual(self.first.gendan_load_unit_id, mine)

    def test_larger_than_any_unit_adds_no_unit_for_it(self):
        self.batch.picking_ids = [(4, self.make_transfer(9).id)]
        self.batch.gendan_load_type_id = self.truck
        self.batch.action_gendan_plan_load()
        self.assertEqual(len(self.batch.gendan_load_unit_ids), 2)
        self.assertEqual(self.batch.gendan_left_weight, 900)

    def test_overloading_by_hand_is_shown(self):
        unit = self.add_unit()
        (self.first | self.second).gendan_load_unit_id = unit
        self.assertTrue(unit.is_over)

    def test_packed_measures_win_and_unknown_ones_are_named(self):
        unmeasured = self.make_transfer(1, self.unknown)
        self.batch.picking_ids = [(4, unmeasured.id)]
        self.assertIn("Unmeasured", self.batch.gendan_load_missing)
        self.assertIn(unmeasured.name, self.batch.gendan_load_missing)
        unmeasured.write({"gendan_packed_volume": 2.5, "gendan_packed_weight": 80})
        self.assertFalse(self.batch.gendan_load_missing)
        self.assertRecordValues(unmeasured, [{"gendan_load_volume": 2.5, "gendan_load_weight": 80}])
        with self.assertRaises(ValidationError) as caught:
            unmeasured.gendan_packed_weight = -1
        self.assertIn(unmeasured.name, str(caught.exception))

    def test_small_goods_count_by_the_carton(self):
        bag = self.env["product.product"].create(
            {
                "name": "Bag",
                "type": "consu",
                "gendan_carton_quantity": 1000,
                "gendan_carton_length": 50,
                "gendan_carton_width": 40,
                "gendan_carton_height": 40,
                "gendan_carton_gross": 12,
            }
        )
        # two cartons and a part of a third, which takes a whole one's room and weighs its part
        transfer = self.make_transfer(2500, bag)
        self.assertEqual(bag._gendan_cartons(2500), 3)
        self.assertRecordValues(transfer, [{"gendan_load_volume": 0.24, "gendan_load_weight": 30}])
        self.assertFalse(transfer.gendan_load_missing)

    def test_leaving_the_batch_leaves_the_truck(self):
        self.first.gendan_load_unit_id = self.add_unit()
        self.batch.picking_ids = [(3, self.first.id)]
        self.assertFalse(self.first.gendan_load_unit_id)

    def test_a_transfer_of_another_batch_is_refused(self):
        stranger = self.make_transfer(1)
        with self.assertRaises(ValidationError) as caught:
            stranger.gendan_load_unit_id = self.add_unit()
        self.assertIn(stranger.name, str(caught.exception))

    def test_nothing_to_plan_with_is_said(self):
        with self.assertRaises(UserError) as caught:
            self.batch.action_gendan_plan_load()
        self.assertIn(self.batch.name, str(caught.exception))

    def test_a_typing_mistake_opens_no_thousand_trucks(self):
        self.batch.picking_ids = [(4, self.make_transfer(1).id) for _number in range(60)]
        self.batch.picking_ids.gendan_packed_weight = 700
        self.batch.gendan_load_type_id = self.truck
        with self.assertRaises(UserError) as caught:
            self.batch.action_gendan_plan_load()
        self.assertIn("50", str(caught.exception))

    def test_all_are_unloaded_again(self):
        (self.first | self.third).gendan_load_unit_id = self.add_unit()
        self.batch.action_gendan_clear_load()
        self.assertEqual(self.batch.gendan_left_ids, self.batch.picking_ids)

    def test_what_left_in_a_truck_stays_in_it(self):
        unit = self.add_unit()
        pickings = self.batch.picking_ids
        pickings.gendan_load_unit_id = unit
        self.put_in_stock(self.carton, 12)
        self.batch.action_confirm()
        for move in pickings.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        self.batch.action_done()
        self.assertEqual(self.batch.state, "done")
        self.batch.action_gendan_clear_load()
        self.assertEqual(unit.picking_ids, pickings)
        with self.assertRaises(UserError):
            unit.unlink()
        with self.assertRaises(UserError):
            self.batch.action_gendan_plan_load()

    def test_the_batch_form_opens_for_the_warehouse_and_the_clerk_reads_units(self):
        self.env["stock.picking.batch"].with_user(self.warehouse_user).get_view(view_type="form")
        self.assertTrue(self.add_unit().with_user(self.clerk).read(["type_id"]))
