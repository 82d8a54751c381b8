"""What productions are short of, and what brings it."""

from datetime import date, datetime
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.common import MONDAY

from .material_common import MaterialCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMaterial(MaterialCase):
    def test_bought_to_order_until_it_comes(self):
        order, purchase = self.order_with_purchase()
        row = self.rows(order)
        self.assertEqual(len(row), 1)
        self.assertEqual((row.product_id, row.needed, row.here, row.quantity), (self.film, 15, 0, 15))
        self.assertEqual((row.cover, row.day, row.supplier_id), ("ordered", date(2026, 11, 4), self.supplier))
        self.assertEqual(row.source_name, purchase.name)
        self.assertEqual(row.order_names, order.name)
        self.assertEqual(order.gendan_ready_light, row.light)
        self.assertEqual(order.gendan_ready_day, date(2026, 11, 4))
        production = row.production_id
        self.assertEqual(production.gendan_ready_day, date(2026, 11, 4))
        self.assertEqual(order.gendan_plan_ids.gendan_ready_day, date(2026, 11, 4))
        # later than needed
        purchase.order_line.date_planned = datetime(2026, 11, 18, 4)
        self.look()
        self.assertEqual((row.light, row.day, row.days_late > 0), ("late", date(2026, 11, 18), True))
        self.assertIn(production, production.search([("gendan_ready_light", "=", "late")]))
        self.assertIn(order, order.search([("gendan_ready_day", ">", "2026-11-17")]))
        self.assertNotIn(order, order.search([("gendan_ready_day", "<", "2026-11-18")]))
        # it comes
        receipt = purchase.picking_ids
        receipt.move_ids.write({"quantity": 15, "picked": True})
        receipt.button_validate()
        self.look()
        self.assertFalse(self.rows(order))
        self.assertEqual(order.gendan_ready_light, "ready")
        self.assertFalse(order.gendan_ready_day)

    def test_a_request_that_is_not_ordered_has_no_sure_day(self):
        order, _purchase = self.order_with_purchase(confirm=False)
        row = self.rows(order)
        self.assertEqual((row.cover, row.light), ("request", "open"))
        self.assertFalse(order.gendan_ready_day)

    def test_from_stock_in_parts_and_what_nothing_brings(self):
        part = self.make_part("Zip", stock=4)
        thing = self.make_part("Pouch", [(part, 1)], is_made=True)
        purchase = self.buy(part, 3, date(2026, 11, 6))
        order = self.order_of(thing, 10)
        rows = self.rows(order).sorted("cover")
        self.assertEqual(rows.mapped("cover"), ["nothing", "ordered"])
        self.assertEqual(rows.mapped("quantity"), [3, 3])
        self.assertEqual(set(rows.mapped("here")), {4})
        self.assertEqual(rows[1].purchase_line_id, purchase.order_line)
        self.assertEqual(order.gendan_ready_light, "open")
        self.assertFalse(order.gendan_ready_day)
        # more is bought: the rest is covered, too
        self.buy(part, 10, date(2026, 11, 9))
        rows = self.rows(order)
        self.assertEqual(sorted(rows.mapped("day")), [date(2026, 11, 6), date(2026, 11, 9)])
        self.assertEqual(order.gendan_ready_day, date(2026, 11, 9))

    def test_what_lies_in_stock_unreserved_is_not_short(self):
        part = self.make_part("Ribbon", stock=100)
        thing = self.make_part("Box", [(part, 1)], is_made=True)
        order = self.order_of(thing, 10)
        production = order.order_line._gendan_productions()[order.order_line]
        production.do_unreserve()
        self.look()
        self.assertFalse(self.rows(order))

    def test_a_child_production_and_what_it_waits_for(self):
        resin = self.make_part("Resin")
        part = self.make_part("Cap", [(resin, 2)], is_made=True)
        part.route_ids |= self.route_mto
        thing = self.make_part("Bottle", [(part, 1)], is_made=True)
        self.buy(resin, 50, date(2026, 11, 5))
        order = self.order_of(thing, 10)
        rows = self.rows(order)
        cap = rows.filtered(lambda row: row.product_id == part)
        self.assertEqual((cap.cover, cap.quantity), ("production", 10))
        self.assertEqual(cap.made_by_id.product_id, part)
        leaf = rows.filtered(lambda row: row.product_id == resin)
        self.assertEqual((leaf.cover, leaf.quantity, leaf.production_id), ("ordered", 20, cap.made_by_id))
        self.assertGreaterEqual(cap.day, leaf.day)

    def test_what_nobody_makes_yet_is_opened_down_to_what_is_bought(self):
        resin = self.make_part("Resin", stock=5)
        dye = self.make_part("Dye")
        mix = self.make_part("Masterbatch", [(dye, 0.5)], is_made=True)
        part = self.make_part("Cap", [(resin, 2), (mix, 1)], is_made=True)
        thing = self.make_part("Bottle", [(part, 1)], is_made=True)
        order = self.order_of(thing, 10)
        rows = {row.product_id: row for row in self.rows(order)}
        self.assertEqual((rows[part].cover, rows[part].light), ("unmade", "open"))
        self.assertEqual((rows[resin].cover, rows[resin].quantity, rows[resin].here), ("nothing", 15, 5))
        self.assertEqual(rows[resin].above, "Cap")
        self.assertEqual((rows[mix].cover, rows[mix].above), ("unmade", "Cap"))
        self.assertEqual((rows[dye].quantity, rows[dye].above), (5, "Cap → Masterbatch"))
        self.assertEqual(len(rows), 4)

    def test_a_kit_among_the_components_is_opened(self):
        screw, plate = self.make_part("Screw"), self.make_part("Plate", stock=100)
        kit = self.make_part("Fitting", [(screw, 4), (plate, 1)])
        kit.bom_ids.type = "phantom"
        thing = self.make_part("Shelf", [(kit, 2)], is_made=True)
        order = self.order_of(thing, 3)
        row = self.rows(order)
        self.assertEqual((row.product_id, row.quantity), (screw, 24))

    def test_alternatives_are_shown_with_what_is_free(self):
        other = self.make_part("Zip B", stock=40)
        part = self.make_part("Zip A")
        thing = self.make_part("Pouch", [(part, 1)], is_made=True)
        thing.bom_ids.bom_line_ids.gendan_alternative_ids = [Command.link(other.id)]
        row = self.rows(self.order_of(thing, 10))
        self.assertIn("Zip B (40", row.with_user(self.clerk).alternatives)

    def test_a_merged_production_keeps_its_other_order(self):
        first, _purchase = self.order_with_purchase()
        second = self.confirm_order([(self.bag, 1000)], promised=date(2026, 11, 21))
        row = self.rows(first)
        row.order_ids |= second
        self.env["gendan.material"]._gendan_refresh_orders(first)
        self.assertIn(first, row.order_ids)

    def test_what_one_order_takes_the_next_in_the_queue_waits_for(self):
        part = self.make_part("Zip")
        thing = self.make_part("Pouch", [(part, 1)], is_made=True)
        self.buy(part, 10, date(2026, 11, 5))
        self.buy(part, 10, date(2026, 11, 9))
        first = self.order_of(thing, 10)
        self.assertEqual(self.rows(first).day, date(2026, 11, 5))
        # somebody more urgent comes in between
        second = self.make_order([(thing, 10)], promised=date(2026, 11, 18))
        second.action_confirm()
        self.look()
        second.order_line._gendan_productions()[second.order_line].move_raw_ids.priority = "1"
        second._gendan_mark_all()
        self.look()
        self.assertEqual(self.rows(second).day, date(2026, 11, 5))
        self.assertEqual(self.rows(first).day, date(2026, 11, 9))
        self.assertFalse(self.env["gendan.exception.look"].search([]))

    def test_components_at_the_subcontractors(self):
        if "subcontractor_ids" not in self.env["mrp.bom"]._fields:
            self.skipTest("mrp_subcontracting is not installed")
        washer = self.env["res.partner"].create({"name": "Washing Works", "is_company": True})
        cloth = self.make_part("Cloth")
        shirt = self.make_part("Shirt", [(cloth, 2)])
        shirt.bom_ids.write({"type": "subcontract", "subcontractor_ids": [Command.link(washer.id)]})
        shirt.seller_ids = [Command.create({"partner_id": washer.id, "price": 1})]
        purchase = self.buy(shirt, 5, date(2026, 11, 12), washer)
        production = purchase.picking_ids.move_ids.move_orig_ids.production_id
        self.assertTrue(production)
        self.env["gendan.material"]._gendan_refresh_productions(production)
        row = production.gendan_short_ids
        self.assertEqual((row.product_id, row.quantity, row.cover), (cloth, 10, "nothing"))
        self.assertEqual(row.subcontractor_id, washer)

    def test_nothing_is_written_when_nothing_changed(self):
        order, _purchase = self.order_with_purchase()
        row = self.rows(order)
        before = row.write_date
        self.env["gendan.material"]._gendan_refresh_orders(order)
        self.env.flush_all()
        self.assertEqual((self.rows(order), row.write_date), (row, before))

    def test_companies_that_do_not_follow_get_rows_when_they_are_opened(self):
        self.company.gendan_material = False
        order, _purchase = self.order_with_purchase()
        self.assertFalse(self.rows(order))
        self.assertFalse(order.gendan_ready_light)
        action = order.with_user(self.clerk).action_gendan_readiness()
        self.assertEqual(self.env["gendan.material"].search(action["domain"]).product_id, self.film)
        self.assertFalse(order.gendan_ready_light)
        self.env["gendan.material"]._gc_gendan_not_followed()
        self.assertFalse(self.rows(order))

    def test_a_production_without_an_order_is_opened_by_itself(self):
        part = self.make_part("Zip")
        thing = self.make_part("Pouch", [(part, 1)], is_made=True)
        production = self.env["mrp.production"].create({"product_id": thing.id, "product_qty": 5})
        production.action_confirm()
        action = production.with_user(self.floor).action_gendan_readiness()
        row = self.env["gendan.material"].with_user(self.floor).search(action["domain"])
        self.assertEqual((row.product_id, row.quantity, row.cover), (part, 5, "nothing"))
        self.assertEqual(production.gendan_ready_light, "open")
        production.action_cancel()
        self.env["gendan.material"]._gendan_refresh_productions(production)
        self.assertFalse(row.exists())

    def test_of_a_production_nobody_looks_at_nothing_is_said(self):
        part = self.make_part("Zip")
        thing = self.make_part("Pouch", [(part, 1)], is_made=True)
        production = self.env["mrp.production"].create({"product_id": thing.id, "product_qty": 5})
        production.action_confirm()
        self.assertFalse(production.gendan_ready_light)
        self.assertFalse(production._gendan_ranking_materials()[production.id].is_ready)
        production.action_gendan_readiness()
        self.env.invalidate_all()
        self.assertEqual(production.gendan_ready_light, "open")
        # once opened it is looked at every night
        self.put_in_stock(part, 5)
        production.action_assign()
        self.env["gendan.material"]._gc_gendan_without_order()
        self.env.invalidate_all()
        self.assertFalse(production.gendan_short_ids)
        self.assertEqual(production.gendan_ready_light, "ready", "Odoo has reserved all of it")
        self.assertTrue(production._gendan_ranking_materials()[production.id].is_ready)

    def test_of_an_order_nobody_follows_nothing_is_said(self):
        self.company.gendan_follow_new_orders = False
        order = self.confirm_order([(self.bag, 1000)])
        self.assertTrue(order.sudo().mrp_production_count)
        self.assertFalse(order.gendan_plan_ids)
        self.assertFalse(order.gendan_ready_light)

    def test_until_the_first_look_nothing_is_said(self):
        orders = self.confirm_order([(self.bag, 1000)]) | self.confirm_order([(self.bag, 1000)])
        productions = orders._gendan_all_productions().sudo(False)
        productions.action_confirm()
        self.settle()
        production = productions & orders[0]._gendan_all_productions().sudo(False)
        self.assertNotIn(production.reservation_state, ("assigned", False))
        for document in (*orders, orders[0].gendan_plan_ids, production):
            self.assertFalse(document.gendan_ready_light, document)
        self.env.flush_all()
        self.env.invalidate_all()

        def count(records):
            records.mapped("gendan_ready_light")
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.with_prefetch(records.ids).mapped("gendan_ready_light")
            return self.env.cr.sql_log_count - before

        for documents in (orders, productions):
            self.assertEqual(count(documents), count(documents[:1]), "asked once for all")
        self.env["gendan.exception.look"]._cron_gendan_detect()
        self.env.invalidate_all()
        for document in (*orders, orders[0].gendan_plan_ids, production):
            self.assertTrue(document.gendan_ready_light, document)
        # the others are said at once: only those who wait are not
        self.put_in_stock(self.film, 1000)
        self.env["gendan.exception.look"].search([]).unlink()
        self.env["gendan.material"].search([]).unlink()
        self.env["gendan.exception.look"]._gendan_look_at("material", orders[1])
        self.env.invalidate_all()
        self.assertEqual(orders.mapped("gendan_ready_light"), ["ready", False])

    def test_a_finished_child_leaves_no_rows(self):
        resin = self.make_part("Resin")
        part = self.make_part("Cap", [(resin, 2)], is_made=True)
        part.route_ids |= self.route_mto
        thing = self.make_part("Bottle", [(part, 1)], is_made=True)
        production = self.env["mrp.production"].create({"product_id": thing.id, "product_qty": 5})
        production.action_confirm()
        production.action_gendan_readiness()
        row = self.env["gendan.material"].search([("product_id", "=", resin.id)])
        child = row.production_id
        self.assertEqual(child.product_id, part)
        self.put_in_stock(resin, 10)
        child.action_assign()
        child.qty_producing = 5
        child._set_qty_producing()
        child.with_context(skip_consumption=True, skip_backorder=True).button_mark_done()
        self.assertEqual(child.state, "done")
        production.action_gendan_readiness()
        self.assertFalse(row.exists())

    def test_opened_by_two_at_once(self):
        order, _purchase = self.order_with_purchase()
        row = self.rows(order)
        with (
            self.assertRaises(psycopg2.errors.UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            row.copy()
        refresh = patch.object(
            type(row), "_gendan_refresh_orders", autospec=True, side_effect=psycopg2.errors.UniqueViolation
        )
        with refresh:
            action = order.with_user(self.clerk).action_gendan_readiness()
        self.assertEqual(row.search(action["domain"]), row)

    def test_a_draft_production_is_served_last(self):
        part = self.make_part("Zip", stock=10)
        thing = self.make_part("Pouch", [(part, 1)], is_made=True)
        draft = self.env["mrp.production"].create({"product_id": thing.id, "product_qty": 5})
        self.env["gendan.material"]._gendan_refresh_productions(draft)
        self.assertFalse(draft.gendan_short_ids)
        order = self.order_of(thing, 8)
        self.assertFalse(self.rows(order))
        self.env["gendan.material"]._gendan_refresh_productions(draft)
        self.assertEqual(draft.gendan_short_ids.quantity, 3)

    def test_queries_do_not_grow_with_the_components(self):
        self.env.user.group_ids  # noqa: B018 - read once for both

        def count(parts):
            made = []
            for number in range(parts // 10):
                bought = [self.make_part(f"P{parts}-{number}-{n}") for n in range(8)]
                sub = self.make_part(f"S{parts}-{number}", [(part, 1) for part in bought[4:]], is_made=True)
                half = self.make_part(f"H{parts}-{number}", [(sub, 1), *((p, 1) for p in bought[:4])], is_made=True)
                made.append(half)
            thing = self.make_part(f"T{parts}", [(half, 1) for half in made], is_made=True)
            order = self.order_of(thing, 1)
            self.rows(order).unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["gendan.material"]._gendan_refresh_orders(order)
            self.env.flush_all()
            self.assertEqual(len(self.rows(order)), parts)
            return self.env.cr.sql_log_count - before

        count(20)
        small, large = count(20), count(200)
        # inserts go in batches of a hundred
        self.assertLessEqual(large, small + 6)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMaterialAccess(MaterialCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.purchase = cls.order_with_purchase()
        cls.row = cls.rows(cls.order)
        cls.foreign, _purchase = cls.order_with_purchase(
            partner_id=cls.foreign_customer.id, user_id=cls.other_rep.id, quantity=2000
        )
        cls.foreign_row = cls.rows(cls.foreign) - cls.row

    def seen(self, user):
        return self.env["gendan.material"].with_user(user).search([("id", "in", (self.row | self.foreign_row).ids)])

    def test_who_sees_whose(self):
        self.assertTrue(self.foreign_row)
        for user in (self.clerk, self.rep):
            self.assertEqual(self.seen(user), self.row)
        for user in (self.supervisor, self.planner, self.buyer, self.floor):
            self.assertEqual(self.seen(user), self.row | self.foreign_row)
        for user in (self.portal_user, self.employee, self.warehouse_user):
            with self.assertRaises(AccessError):
                self.seen(user)
        _company, clerk = self.make_other_company()
        self.assertFalse(self.seen(clerk))

    def test_every_reader_can_open_the_list(self):
        for user in (self.clerk, self.supervisor, self.planner, self.buyer, self.floor, self.rep):
            rows = self.env["gendan.material"].with_user(user)
            names = [
                *("product_id", "above", "quantity", "uom_id", "day", "cover", "source_name", "supplier_id"),
                *("word_state", "confirmed_day", "asked_at", "silent_days", "asked_count", "alternatives"),
                *("production_id", "order_names", "purchase_line_id", "subcontractor_id"),
            ]
            rows.web_search_read([], {name: {} for name in names})
            rows.get_views([(False, "list"), (False, "kanban"), (False, "search")])

    def test_nobody_writes_them(self):
        for user in (self.clerk, self.supervisor, self.planner, self.buyer):
            row = self.row.with_user(user)
            for work in (lambda row=row: row.write({"quantity": 1}), row.unlink):
                with self.assertRaises(AccessError):
                    work()

    def test_plan_opens_it_for_departments(self):
        action = self.order.gendan_plan_ids.with_user(self.planner).action_gendan_readiness()
        self.assertEqual(self.env["gendan.material"].with_user(self.planner).search(action["domain"]), self.row)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestNotice(MaterialCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.purchase = cls.order_with_purchase()
        cls.production = cls.rows(cls.order).production_id

    def wizard(self, source, user, kind="production_order"):
        return (
            self.env["gendan.floor.paper.wizard"]
            .with_user(user)
            .with_context(active_model=source._name, active_id=source.id)
            .create({"line_ids": [Command.create({"kind": kind, "to": "Wang"})]})
        )

    def test_off_by_default(self):
        wizard = self.wizard(self.production, self.floor)
        self.assertFalse(wizard.gate_html)
        wizard.action_hand_out()

    def test_says_what_is_short(self):
        self.company.gendan_material_notice = "warn"
        wizard = self.wizard(self.production, self.floor)
        self.assertIn("BOPP film", wizard.gate_html)
        self.assertIn("11/04/2026", wizard.gate_html)
        wizard.action_hand_out()

    def test_asks_for_a_release(self):
        self.company.write({"gendan_material_notice": "block", "gendan_material": False})
        for source, user in ((self.production, self.floor), (self.order, self.clerk)):
            with self.assertRaisesRegex(UserError, "BOPP film"):
                self.wizard(source, user).action_hand_out()
            # a process card is no notice
            self.wizard(source, user, "process_card").action_hand_out()
            # production may start all the same
            self.assertFalse(source.gendan_gate_blocked)
        waiver = (
            self.env["gendan.waiver.wizard"]
            .with_user(self.supervisor)
            .create({"res_model": "mrp.production", "res_id": self.production.id, "reason": "begin with the rest"})
        )
        self.assertEqual(waiver.line_ids.code, "material_short")
        waiver.line_ids.waive = True
        waiver.action_waive()
        self.wizard(self.production, self.floor).action_hand_out()

    def test_the_notice_prints_what_is_short_and_when_it_comes(self):
        comes = self.production._gendan_short_comes()
        self.assertIn(self.purchase.name, comes[self.production.move_raw_ids.id])
        self.wizard(self.production, self.floor).action_hand_out()
        paper = self.env["gendan.document"].search([("kind", "=", "production_order")], order="id desc", limit=1)
        html = self.env["ir.actions.report"]._render_qweb_html("gendan_followup.report_floor_papers", paper.ids)[0]
        self.assertIn(f"15 Units: {self.purchase.name}", html.decode())


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLateComponentReadsTheSame(MaterialCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_find_exceptions = True

    def shortages(self, order):
        return self.env["gendan.exception"].search([("kind", "=", "shortage")]).filtered(
            lambda exception: order in exception.effect_ids.order_id
        )

    def test_what_lies_in_stock_unreserved_is_no_shortage(self):
        part = self.make_part("Ribbon", stock=100)
        thing = self.make_part("Box", [(part, 1)], is_made=True)
        with freeze_time(datetime(2026, 11, 19, 1)):
            order = self.order_of(thing, 10)
            production = order.order_line._gendan_productions()[order.order_line]
            production.do_unreserve()
            self.look()
            self.assertFalse(self.shortages(order))
            # gone from the shelf: now it is one, and a row
            self.env["stock.quant"]._update_available_quantity(part, self.warehouse.lot_stock_id, -100)
            production.move_raw_ids._gendan_orders()._gendan_mark_all()
            self.look()
            self.assertTrue(self.shortages(order))
            self.assertEqual(self.rows(order).cover, "nothing")
