"""Containment: where the goods are, put on hold by real transfers, and back."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import MONDAY
from .clock_common import ClockCase


class HoldCase(ClockCase):
    """Bags of lot B1 made from film of lot F1: 1,000 in stock, 200 delivered to the customer, 100 to another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock = cls.warehouse.lot_stock_id
        cls.film.write({"tracking": "lot", "route_ids": [Command.clear()]})
        cls.bag.write({"tracking": "lot", "route_ids": [Command.clear()], "sale_ok": True})
        cls.bom.product_qty = 1
        cls.f1, cls.f2 = cls.lot(cls.film, "F1"), cls.lot(cls.film, "F2")
        cls.b1 = cls.lot(cls.bag, "B1")
        cls.put(cls.film, 6000, cls.f1)
        cls.make(cls.b1, 1300, cls.f1)
        cls.own = cls.deliver(cls.customer, 200)
        cls.other = cls.deliver(cls.foreign_customer, 100, user_id=cls.other_rep.id)
        cls.complaint = cls.complain(picking_id=cls.own.id, line_ids=[cls.goods()])

    @classmethod
    def goods(cls, **values):
        return Command.create({"product_id": cls.bag.id, "lot_id": cls.b1.id, "bad": 10, **values})

    @classmethod
    def lot(cls, product, name):
        return cls.env["stock.lot"].create({"name": name, "product_id": product.id, "company_id": cls.company.id})

    @classmethod
    def put(cls, product, quantity, lot=None, **values):
        quants = cls.env["stock.quant"]
        location = values.pop("location", cls.stock)
        quants._update_available_quantity(product, location, quantity, lot_id=lot, **values)
        return quants._gather(product, location, lot_id=lot, strict=True, **values)

    @classmethod
    def make(cls, lot, quantity, component, done=True):
        """A production of bags of a lot, from film of a lot."""
        production = cls.env["mrp.production"].create(
            {"product_id": lot.product_id.id, "product_qty": quantity, "bom_id": cls.bom.id}
        )
        production.action_confirm()
        production.lot_producing_ids = lot
        production.move_raw_ids._do_unreserve()
        production.move_raw_ids.move_line_ids = [
            Command.create(
                {
                    "product_id": cls.film.id,
                    "lot_id": component.id,
                    "quantity": quantity * 3,
                    "location_id": cls.stock.id,
                    "location_dest_id": production.move_raw_ids.location_dest_id.id,
                }
            )
        ]
        if done:
            production.qty_producing = quantity
            production.move_raw_ids.picked = True
            production.button_mark_done()
            assert production.state == "done"
        return production

    @classmethod
    def sell(cls, customer, quantity, **values):
        """A delivery of bags that is ready."""
        order = cls.make_order([(cls.bag, quantity)], partner_id=customer.id, **values)
        order.action_confirm()
        order.picking_ids.action_assign()
        return order.picking_ids

    @classmethod
    def deliver(cls, customer, quantity, **values):
        picking = cls.sell(customer, quantity, **values)
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        assert picking.state == "done"
        return picking

    def trace(self, complaint=None, **values):
        """The places of a complaint, found anew."""
        complaint = complaint or self.complaint
        complaint.with_user(self.clerk).action_gendan_trace()
        return complaint.trace_ids.filtered_domain([(name, "=", value) for name, value in values.items()])

    def on_hand(self, lot, location=None, **values):
        return self.env["stock.quant"]._get_available_quantity(
            lot.product_id, location or self.stock, lot_id=lot, strict=True, **values
        )

    def hold(self, traces=None, user=None):
        complaint = self.complaint.with_user(user or self.quality_user)
        return complaint._gendan_hold_traces((traces or complaint.trace_ids).with_env(complaint.env)).sudo()


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestContainment(HoldCase):
    def test_the_same_lot_is_found_wherever_it_is(self):
        second = self.lot(self.bag, "B2")
        self.make(second, 100, self.f1)
        running = self.make(self.lot(self.bag, "B3"), 50, self.f1, done=False)
        transit = self.env["stock.location"].create(
            {"name": "Between", "usage": "transit", "company_id": self.company.id}
        )
        self.put(self.bag, 7, self.b1, location=transit)
        traces = self.trace()
        found = {(trace.relation, trace.place, trace.lot_id.name, trace.quantity) for trace in traces}
        self.assertEqual(
            found,
            {
                ("same", "stock", "B1", 1000),
                ("same", "transit", "B1", 7),
                ("same", "delivered", "B1", 200),
                ("same", "delivered", "B1", 100),
                ("component", "stock", "F1", 6000 - 1400 * 3),
                ("component", "production", "F1", 150),
                ("sibling", "stock", "B2", 100),
            },
        )
        self.assertEqual(traces.filtered(lambda trace: trace.place == "production").production_id, running)

    def test_from_the_component_what_was_made_of_it_is_found(self):
        complaint = self.complain(line_ids=[Command.create({"product_id": self.film.id, "lot_id": self.f1.id})])
        made = self.trace(complaint, relation="made", place="stock")
        self.assertEqual((made.lot_id, made.quantity), (self.b1, 1000))

    def test_what_came_back_counts_once(self):
        wizard = self.env["stock.return.picking"].with_context(active_id=self.own.id, active_model="stock.picking")
        wizard = wizard.create({})
        wizard.product_return_moves.quantity = 50
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.move_line_ids.lot_id = self.b1
        back.move_ids.picked = True
        back.button_validate()
        delivered = self.trace(place="delivered").filtered(lambda trace: trace.sudo().picking_id == self.own)
        self.assertEqual(delivered.quantity, 150)

    def test_looked_again_what_was_said_stays_and_what_is_gone_is_said(self):
        stock = self.trace(place="stock", relation="same")
        stock.with_user(self.clerk).write({"state": "checked", "note": "20 looked at"})
        self.trace()
        self.assertEqual((stock.state, stock.note, stock.quantity), ("checked", "20 looked at", 1000))
        self.put(self.bag, -1000, self.b1)
        self.trace()
        self.assertEqual((stock.state, stock.quantity, stock.note), ("gone", 0, "20 looked at"))

    def test_without_a_lot_product_and_day_are_looked_for(self):
        self.put(self.carton, 500)
        order = self.make_order([(self.carton, 20)])
        order.action_confirm()
        picking = order.picking_ids
        picking.action_assign()
        picking.move_ids.picked = True
        picking.button_validate()
        complaint = self.complain(
            picking_id=picking.id, line_ids=[Command.create({"product_id": self.carton.id, "bad": 2})]
        )
        found = {trace.place: trace.quantity for trace in self.trace(complaint)}
        self.assertEqual(found, {"stock": 480, "delivered": 20})

    def test_without_a_lot_only_deliveries_of_those_days_are_read_and_the_list_says_so(self):
        self.put(self.carton, 5000)
        pickings = []
        for day in ("2026-09-01", "2026-10-12", "2026-10-20", "2026-10-30"):
            with freeze_time(f"{day} 02:00:00"):
                order = self.make_order([(self.carton, 20)])
                order.action_confirm()
                order.picking_ids.action_assign()
                order.picking_ids.move_ids.picked = True
                order.picking_ids.button_validate()
                pickings.append(order.picking_ids)
        self.assertEqual(pickings[0].move_ids.date.date(), date(2026, 9, 1))
        complaint = self.complain(
            picking_id=pickings[2].id, line_ids=[Command.create({"product_id": self.carton.id, "bad": 2})]
        )
        wizard = self.env["stock.return.picking"].with_context(active_id=pickings[2].id, active_model="stock.picking")
        wizard = wizard.create({})
        wizard.product_return_moves.quantity = 5
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        with freeze_time("2026-12-20 02:00:00"):
            back.button_validate()
        rows, search = [], type(self.env["stock.move.line"]).search

        def counted(model, *args, **kwargs):
            rows.extend(search(model, *args, **kwargs).filtered(lambda row: row.location_dest_id.usage == "customer"))
            return search(model, *args, **kwargs)

        with patch.object(self.env.registry["stock.move.line"], "search", counted):
            delivered = self.trace(complaint, place="delivered")
        self.assertEqual(
            sorted(delivered.mapped(lambda trace: (trace.date, trace.quantity))),
            [(date(2026, 10, 12), 20), (date(2026, 10, 20), 15), (date(2026, 10, 30), 20)],
        )
        self.assertNotIn(pickings[0], {row.picking_id for row in rows}, "what left long before is not read")
        self.assertIn("1 earlier or later", complaint.trace_span)
        self.company.gendan_trace_days = 5
        self.assertEqual(self.trace(complaint, place="delivered", state="open").date, date(2026, 10, 20))
        self.assertIn("3 earlier or later", complaint.trace_span)

    def test_more_places_than_anybody_can_look_at_are_cut_and_the_list_says_so(self):
        with patch("odoo.addons.gendan_followup.models.complaint.containment.MANY", 1):
            delivered = self.trace(place="delivered")
        self.assertEqual((len(delivered), self.complaint.is_trace_cut), (1, True))

    def test_customers_of_others_are_named_to_who_may_see_them(self):
        self.trace()
        delivered = self.complaint.trace_ids.filtered(lambda trace: trace.place == "delivered")
        names = {
            user: set(delivered.with_user(user).mapped("customer"))
            for user in (self.clerk, self.supervisor, self.quality_user)
        }
        self.assertEqual(names[self.clerk], {"Maili Foods", "Another customer"})
        self.assertEqual(names[self.quality_user], {"Maili Foods", "Another customer"})
        self.assertEqual(names[self.supervisor], {"Maili Foods", self.foreign_customer.name})
        shown = " ".join(delivered.with_user(self.clerk).mapped("where"))
        self.assertNotIn(self.other.name, shown)
        with self.assertRaises(AccessError):
            delivered.with_user(self.clerk).read(["partner_id"])
        with self.assertRaises(AccessError):
            delivered.with_user(self.other_clerk).read(["quantity"])

    def test_the_places_are_found_not_typed(self):
        stock = self.trace(place="stock", relation="same")
        for user in (self.clerk, self.supervisor):
            with self.assertRaises(UserError):
                stock.with_user(user).quantity = 5
            with self.assertRaises(UserError):
                stock.with_user(user).unlink()

    def test_queries_do_not_grow_with_the_lots(self):
        def spent(count):
            lots = [self.lot(self.bag, f"L{count}-{n}") for n in range(count)]
            for lot in lots:
                self.put(self.bag, 5, lot)
            complaint = self.complain(
                line_ids=[Command.create({"product_id": self.bag.id, "lot_id": lot.id}) for lot in lots]
            )
            return self.queries(complaint._gendan_trace)

        few, many = spent(2), spent(20)
        self.assertLessEqual(many, few + 5)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestHold(HoldCase):
    def setUp(self):
        super().setUp()
        self.place = self.company._gendan_hold_location()

    def test_held_goods_are_out_of_what_is_free(self):
        traces = self.trace(relation="same", place="stock")
        self.assertEqual(self.bag.with_context(warehouse_id=self.warehouse.id).free_qty, 1000)
        hold = self.hold(traces)
        self.assertEqual(self.bag.with_context(warehouse_id=self.warehouse.id).free_qty, 0)
        self.assertEqual(self.bag.free_qty, 0)
        self.assertEqual(self.on_hand(self.b1, self.place), 1000)
        self.assertEqual((hold.complaint_id, hold.user_id, hold.state), (self.complaint, self.quality_user, "held"))
        self.assertEqual((hold.picking_ids.state, hold.picking_ids.picking_type_code), ("done", "internal"))
        # the transfer shows what was moved, with its lot
        self.assertEqual(hold.picking_ids.move_line_ids.lot_id, self.b1)
        self.assertFalse(self.place.warehouse_id)
        self.assertEqual(traces.state, "gone")
        held = self.complaint.trace_ids.filtered(lambda trace: trace.place == "held")
        self.assertEqual((held.lot_id, held.quantity, held.state), (self.b1, 1000, "held"))
        # not reserved for whoever orders now
        self.assertEqual(self.sell(self.customer, 10).move_ids.quantity, 0)

    def test_pressed_twice_it_is_held_once(self):
        traces = self.trace(relation="same", place="stock")
        self.hold(traces)
        self.assertFalse(self.hold(traces))
        self.assertEqual(len(self.complaint.hold_ids), 1)
        self.assertEqual(self.on_hand(self.b1, self.place), 1000)

    def test_who_moves_the_goods_at_this_moment_is_waited_for(self):
        traces = self.trace(relation="same", place="stock")
        quants = self.env.registry["stock.quant"]
        with (
            patch.object(quants, "try_lock_for_update", lambda self, **kw: self.browse()),
            self.assertRaises(UserError),
        ):
            self.hold(traces)
        self.assertFalse(self.complaint.hold_ids)

    def test_reservations_are_released_first_the_latest_delivery_first(self):
        soon, late = self.sell(self.customer, 700), self.sell(self.foreign_customer, 300, user_id=self.other_rep.id)
        late.scheduled_date = "2026-12-20"
        traces = self.trace(relation="same", place="stock")
        self.assertIn(late.name, traces.reserved_for)
        # as the form saves it
        self.complaint.with_user(self.quality_user).write(
            {"trace_ids": [Command.update(trace.id, {"to_hold": 400}) for trace in traces]}
        )
        hold = self.hold(traces)
        self.assertEqual((soon.move_ids.quantity, late.move_ids.quantity), (600, 0))
        self.assertEqual(hold.affected_text, f"{late.name}, {soon.name}")
        self.assertIn("put on hold", self.log(late))
        self.assertEqual(self.on_hand(self.b1, self.place), 400)
        # who lost goods gets them when they are released
        hold.with_user(self.quality_user).write({"release_note": "Sorted, good"})
        hold.with_user(self.quality_user).action_release()
        self.assertEqual((soon.move_ids.quantity, late.move_ids.quantity), (700, 300))

    def test_who_lost_goods_takes_another_lot(self):
        picking = self.sell(self.customer, 300)
        second = self.lot(self.bag, "B2")
        self.put(self.bag, 300, second)
        self.hold(self.trace(relation="same", place="stock"))
        self.assertEqual((picking.state, picking.move_ids.move_line_ids.lot_id), ("assigned", second))

    def test_goods_picked_for_a_delivery_are_held_too(self):
        picking = self.sell(self.customer, 300)
        picking.move_ids.picked = True
        self.hold(self.trace(relation="same", place="stock"))
        self.assertEqual(picking.move_ids.quantity, 0)
        self.assertEqual(self.on_hand(self.b1), 0)
        self.assertFalse(
            self.env["stock.quant"].search([("lot_id", "=", self.b1.id), ("location_id", "=", self.stock.id)]).quantity
        )

    def test_components_of_a_production_are_held_too(self):
        running = self.make(self.lot(self.bag, "B3"), 50, self.f1, done=False)
        traces = self.trace(relation="component", place="stock")
        self.assertEqual(traces.reserved_for, running.name)
        hold = self.hold(traces)
        self.assertEqual((hold.affected_text, running.move_raw_ids.quantity), (running.name, 0))

    def test_packages_and_owners_are_kept(self):
        package, part = self.env["stock.package"].create([{"name": "PAL-1"}, {"name": "PAL-2"}])
        owner = self.foreign_customer
        self.put(self.bag, -1000, self.b1)
        self.put(self.bag, 60, self.b1, package_id=package)
        self.put(self.bag, 40, self.b1, package_id=part)
        self.put(self.bag, 30, self.b1, owner_id=owner)
        traces = self.trace(relation="same", place="stock")
        traces.filtered(lambda trace: trace.package_id == part).to_hold = 15
        hold = self.hold(traces)
        lying = self.env["stock.quant"].search([("location_id", "=", self.place.id), ("quantity", ">", 0)])
        self.assertEqual(
            sorted((quant.quantity, quant.package_id.name or "", quant.owner_id.name or "") for quant in lying),
            sorted([(60, "PAL-1", ""), (15, "", ""), (30, "", owner.name)]),
        )
        self.assertEqual(self.on_hand(self.b1, package_id=part), 25)
        hold.with_user(self.quality_user).write({"release_note": "All good"})
        hold.with_user(self.quality_user).action_release()
        self.assertEqual(self.on_hand(self.b1, package_id=package), 60)
        self.assertEqual(self.on_hand(self.b1, package_id=part), 40)
        self.assertEqual(self.on_hand(self.b1, owner_id=owner), 30)
        self.assertEqual(package.location_id, self.stock)

    def test_part_of_it_goes_back_part_is_scrapped(self):
        hold = self.hold(self.trace(relation="same", place="stock"))
        line = hold.line_ids
        with self.assertRaisesRegex(UserError, "Say in"):
            hold.with_user(self.quality_user).action_release()
        hold.with_user(self.quality_user).release_note = "300 sorted"
        with self.assertRaises(UserError):
            line.with_user(self.quality_user).back = 1001
        # as the form saves it
        line.hold_id.with_user(self.quality_user).write({"line_ids": [Command.update(line.id, {"back": 300})]})
        hold.with_user(self.quality_user).action_release()
        self.assertEqual((line.left, line.back, hold.state, self.on_hand(self.b1)), (700, 700, "part", 300))
        # looked at: what is held next time does not take them along
        back = self.complaint.trace_ids.filtered(lambda trace: trace.place == "stock" and trace.lot_id == self.b1)
        self.assertEqual((back.quantity, back.state, back.note), (300, "checked", "300 sorted"))
        hold.with_user(self.quality_user).write(
            {"scrap_note": "Torn", "line_ids": [Command.update(line.id, {"to_scrap": 100})]}
        )
        action = line.with_user(self.warehouse_user).action_scrap()
        scrap = (
            self.env["stock.scrap"]
            .with_user(self.warehouse_user)
            .with_context(**action["context"])
            .create({"scrap_qty": 100})
        )
        scrap.action_validate()
        self.assertEqual((line.scrapped, line.left), (100, 600))
        hold.with_user(self.quality_user).action_release()
        self.assertEqual((line.left, hold.state, self.on_hand(self.b1)), (0, "done", 900))
        # once more: nothing is left
        pickings = hold.picking_ids
        hold.with_user(self.quality_user).action_release()
        self.assertEqual(hold.picking_ids, pickings)

    def test_what_is_not_there_any_more_is_not_released(self):
        hold = self.hold(self.trace(relation="same", place="stock"))
        self.put(self.bag, -900, self.b1, location=self.place)
        hold.release_note = "Good"
        with self.assertRaisesRegex(UserError, "only 100 .* are free"):
            hold.action_release()

    def test_whoever_may_read_holds_opens_list_and_form_without_rights_on_stock(self):
        hold = self.hold(self.trace(relation="same", place="stock"))
        for user in (self.quality_user, self.clerk, self.supervisor, self.warehouse_user):
            holds = self.env["gendan.hold"].with_user(user)
            views = holds.get_views([(False, "list"), (False, "kanban"), (False, "form")])
            names = views["models"]["gendan.hold"]["fields"]
            shown = {name: {"fields": {"display_name": {}}} if field.get("relation") else {}
                     for name, field in names.items() if name not in ("line_ids", "message_ids")}  # fmt: skip
            lines = {name: {} for name in ("product_id", "lot_id", "location_id", "quantity", "left", "back")}
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                found = holds.web_search_read([("id", "=", hold.id)], {**shown, "line_ids": {"fields": lines}})
                row = found["records"][0]
                self.assertEqual((row["lot_names"], row["line_ids"][0]["quantity"]), ("B1", 1000))

    def test_the_warehouse_reads_the_hold_and_nothing_of_the_complaint(self):
        hold = self.hold(self.trace(relation="same", place="stock")).with_user(self.warehouse_user)
        arch = hold.get_view(False, "form")["arch"]
        self.assertNotIn("complaint_id", arch)
        self.assertEqual((hold.product_ids, hold.lot_names), (self.bag, "B1"))
        self.assertEqual(hold.line_ids.location_id, self.stock)
        self.assertIn(self.complaint.name, hold.reason)
        for name in ("partner_id", "value", "proposal"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                hold.complaint_id.read([name])
        with self.assertRaises(AccessError):
            self.env["gendan.complaint.trace"].with_user(self.warehouse_user).search([]).read(["customer"])

    def test_what_is_on_hold_is_released_by_who_decides_about_it(self):
        groups = "gendan_followup.group_gendan_department,stock.group_stock_user"
        other = new_test_user(self.env, "t_pmc", groups=groups)
        planning = self.env["gendan.department"].create(
            {"name": "Planning (test)", "company_id": self.company.id, "member_ids": [Command.link(other.id)]}
        )
        hold = self.hold(self.trace(relation="same", place="stock"))
        line = hold.line_ids

        def may(user):
            """Whether a user releases one piece; what the button shows and what the server says agree."""
            self.env.invalidate_all()
            shown = hold.with_user(user).can_release
            try:
                hold.with_user(user).write({"release_note": "Good"})
                line.hold_id.with_user(user).write({"line_ids": [Command.update(line.id, {"back": 1})]})
                hold.with_user(user).action_release()
            except UserError as error:
                self.assertFalse(shown, user.login)
                return str(error)
            self.assertTrue(shown, user.login)
            return True

        for user in (other, self.warehouse_user):
            self.assertIn("said by Quality (test), or by a supervisor", may(user))
        self.assertNotEqual(may(self.clerk), True)
        self.assertEqual([may(self.quality_user), may(self.supervisor)], [True, True])
        # whoever stands in for the head
        backup = new_test_user(self.env, "t_qc2", groups="gendan_followup.group_gendan_department")
        self.assertNotEqual(may(backup), True)
        self.quality.head_id, self.quality.member_ids = backup, False
        self.assertEqual(may(backup), True)
        self.company.gendan_hold_department_id = planning
        self.assertIn("Planning (test)", may(backup))
        self.assertEqual(may(other), True)
        self.company.gendan_hold_department_id = False
        self.complaint.sudo().department_id = False
        self.assertIn("no department is said to decide", may(backup))
        self.assertEqual(may(self.supervisor), True)

    def test_nobody_carries_goods_off_hold_by_a_transfer_of_his_own(self):
        hold = self.hold(self.trace(relation="same", place="stock"))
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.place.id})
        self.put(self.bag, 40, self.b1, location=self.place)

        def carry(quantity, target):
            move = {
                "product_id": self.bag.id,
                "product_uom_qty": quantity,
                "location_id": self.place.id,
                "location_dest_id": target.id,
            }
            places = {"location_id": self.place.id, "location_dest_id": target.id}
            picking = self.env["stock.picking"].with_user(self.warehouse_user).create(
                {"picking_type_id": self.warehouse.int_type_id.id, "move_ids": [Command.create(move)], **places}
            )
            picking.action_confirm()
            picking.action_assign()
            picking.move_ids.picked = True
            return picking.button_validate()

        with self.assertRaisesRegex(UserError, f"{hold.name}.*on hold"), self.env.cr.savepoint():
            carry(41, self.stock)
        # goods that lie there by mistake, and a place inside
        carry(40, self.stock)
        carry(100, shelf)
        self.assertEqual((hold.line_ids.left, self.on_hand(self.b1), self.on_hand(self.b1, shelf)), (1000, 40, 100))
        hold.write({"scrap_note": "Torn", "line_ids": [Command.update(hold.line_ids.id, {"to_scrap": 900})]})
        scrap = self.env["stock.scrap"].with_user(self.warehouse_user)
        scrap = scrap.with_context(**hold.line_ids.with_user(self.warehouse_user).action_scrap()["context"])
        scrap.create({"scrap_qty": 900}).action_validate()
        self.assertEqual(hold.line_ids.left, 100)

    def test_quality_supervisors_and_the_warehouse_hold(self):
        traces = self.trace(relation="same", place="stock")
        for user in (self.clerk, self.rep):
            with self.assertRaisesRegex(UserError, "quality department, a supervisor or the warehouse"):
                self.hold(traces, user)
        hold = self.hold(traces, self.supervisor)
        with self.assertRaises(UserError):
            hold.with_user(self.clerk).action_release()
        for user in (self.clerk, self.quality_user, self.supervisor, self.warehouse_user, self.env.user):
            for vals in ({"reason": "x"}, {"state": "done"}, {"held_at": MONDAY}):
                with self.assertRaises(UserError):
                    hold.with_user(user).write(vals)
            with self.assertRaises(UserError):
                hold.line_ids.with_user(user).quantity = 1
            with self.assertRaises(UserError):
                hold.with_user(user).unlink()

    def test_another_company_sees_nothing_of_it(self):
        hold = self.hold(self.trace(relation="same", place="stock"))
        _company, clerk = self.make_other_company()
        with self.assertRaises(AccessError):
            hold.with_user(clerk).read(["reason"])
        with self.assertRaises(AccessError):
            hold.line_ids.with_user(clerk).read(["quantity"])
