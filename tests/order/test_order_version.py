"""Confirmed orders: locked, numbered, guarded on every path; what Odoo itself writes goes through."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MONDAY, GendanCase


class LockedCase(GendanCase):
    """The company locks confirmed orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.company = cls.company.with_env(cls.env)
        cls.company.gendan_lock_orders = True
        cls.company.partner_id.lang = "en_US"
        (cls.clerk | cls.supervisor | cls.rep | cls.quality_user).lang = "en_US"
        cls.customer.lang = "en_US"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOrderVersion(LockedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.confirm_order(promised=date(2026, 11, 20))

    def assert_sent_to_a_request(self, work):
        with self.assertRaisesRegex(UserError, "Make a change request"), self.env.cr.savepoint():
            work()

    def test_nothing_happens_where_the_company_does_not_lock(self):
        self.company.gendan_lock_orders = False
        order = self.confirm_order(promised=date(2026, 11, 20))
        self.assertFalse(order.locked)
        self.assertEqual(order.gendan_version, 0)
        self.assertFalse(order.gendan_version_ids)
        order.order_line.product_uom_qty = 60000
        order.client_order_ref = "PO-779"
        # another part of the room may keep versions, too
        order._gendan_freeze_version()
        order.order_line.product_uom_qty = 70000
        self.assertFalse(order.with_user(self.clerk).gendan_can_request_change)
        order.action_cancel()
        self.assertFalse(order.gendan_order_change_ids)

    def test_an_order_that_is_not_followed_stays_open(self):
        self.company.gendan_follow_new_orders = False
        order = self.confirm_order()
        self.assertFalse(order.locked)
        self.assertEqual(order.gendan_version, 0)

    def test_confirming_locks_and_keeps_version_one(self):
        order = self.make_order(promised=date(2026, 11, 20))
        order.with_user(self.clerk).action_confirm()
        self.settle(order)
        self.assertTrue(order.locked)
        self.assertTrue(order.picking_ids, "stock rules ran before the lock")
        self.assertTrue(order.mrp_production_ids)
        version = order.gendan_version_ids
        self.assertEqual((order.gendan_version, version.number, version.user_id), (1, 1, self.clerk))
        line = version.content["lines"][0]
        self.assertEqual((line["quantity"], line["price"], line["day"]), (50000, 0.165, "2026-11-20"))
        self.assertEqual(version.content["header"]["client_order_ref"]["text"], "PO-778")
        self.assertIn("50,000", version.html)
        self.assertIn("0.165", version.html)

    def test_every_path_to_a_confirmed_order_locks_it(self):
        def by_write():
            order = self.make_order()
            order.write({"state": "sale"})
            return order

        paths = {
            "button": lambda: self.confirm_order(),
            "write": by_write,
            "create": lambda: self.make_order(state="sale"),
            "portal signature": lambda: self._validated(),
        }
        for name, path in paths.items():
            with self.subTest(path=name):
                order = path()
                self.assertTrue(order.locked)
                self.assertEqual(order.gendan_version, 1)

    def _validated(self):
        order = self.make_order()
        order._validate_order()
        return order

    def test_many_orders_are_kept_in_one_go(self):
        orders = self.env["sale.order"].union(*(self.make_order() for _number in range(3)))
        orders.action_confirm()
        self.assertEqual(orders.mapped("gendan_version"), [1, 1, 1])
        self.assertEqual(len(orders.gendan_version_ids), 3)

    def paths_to_a_change(self, order):
        """Every way to change an order, by name."""
        line = order.order_line
        term = self.env["account.payment.term"].create({"name": "30 days"})
        Line = line.browse()

        def head(**values):
            return lambda: order.write(values)

        def lines(command):
            return head(order_line=[command])

        return {
            "quantity": lambda: line.write({"product_uom_qty": 60000}),
            "price": lambda: line.write({"price_unit": 0.2}),
            "text": lambda: line.write({"name": "Other bag"}),
            "through the order": lines(Command.update(line.id, {"product_uom_qty": 1})),
            "another line": lines(Command.create({"product_id": self.carton.id, "product_uom_qty": 5})),
            "a line by itself": lambda: Line.create(
                {"order_id": order.id, "product_id": self.carton.id, "product_uom_qty": 5}
            ),
            "a note": lines(Command.create({"display_type": "line_note", "name": "Free of charge"})),
            "customer's number": head(client_order_ref="PO-779"),
            "terms": head(payment_term_id=term.id),
            "address": head(partner_shipping_id=self.foreign_customer.id),
            "conditions": head(note="<p>Free of charge</p>"),
            "web client": lambda: order.web_save({"client_order_ref": "PO-779"}, {}),
        }

    def test_the_lock_on_every_path(self):
        order = self.order
        for user in (self.clerk, self.supervisor, self.env.ref("base.user_root")):
            for name, path in self.paths_to_a_change(order.with_user(user)).items():
                with self.subTest(path=name, user=user.login):
                    self.assert_sent_to_a_request(path)

    def test_a_flag_sent_by_rpc_opens_nothing(self):
        order = self.order.with_user(self.clerk)
        for flag in (True, "LOCK_IS_HELD", 1):
            forged = order.with_context(gendan_lock_is_held=flag)
            self.assert_sent_to_a_request(lambda forged=forged: forged.write({"client_order_ref": "PO-779"}))

    def test_writing_the_same_again_is_no_change(self):
        order = self.order.with_user(self.clerk)
        order.write({"client_order_ref": "PO-778", "payment_term_id": order.payment_term_id.id})

    def test_only_a_supervisor_unlocks_and_what_he_changes_is_a_version(self):
        order = self.order
        self.assert_sent_to_a_request(lambda: order.with_user(self.clerk).action_unlock())
        self.assert_sent_to_a_request(lambda: order.with_user(self.rep).write({"locked": False}))
        mine = order.with_user(self.supervisor)
        mine.action_unlock()
        mine.action_lock()
        self.assertEqual(order.gendan_version, 1, "nothing was changed")
        mine.action_unlock()
        mine.order_line.price_unit = 0.17
        mine.action_lock()
        self.assertEqual(order.gendan_version, 2)
        self.assertIn(self.supervisor.name, order.gendan_version_ids.sorted("number")[-1].reason)

    def test_a_new_promise_is_no_new_version(self):
        order = self.order
        order.gendan_part_ids._gendan_promise(date(2026, 11, 25), "material")
        order.with_user(self.supervisor).action_unlock()
        order.with_user(self.supervisor).action_lock()
        self.assertEqual(order.gendan_version, 1)

    def test_cancelling_is_never_held(self):
        order = self.order
        order.with_user(self.clerk).action_cancel()
        self.assertEqual(order.state, "cancel")
        order.with_user(self.clerk).action_draft()
        order.order_line.product_uom_qty = 60000
        order.action_confirm()
        self.assertEqual(order.gendan_version, 2)
        self.assertTrue(order.locked)

    def test_versions_are_for_ever(self):
        order = self.order
        version = order.gendan_version_ids.sudo()
        for work in (
            lambda: version.write({"content": {"header": {}, "lines": []}}),
            lambda: version.unlink(),
            lambda: version.copy(),
        ):
            with self.assertRaises(UserError):
                work()
        order.action_cancel()
        with self.assertRaises(UserError):
            order.unlink()

    # === what Odoo itself writes on confirmed orders ===

    def test_goods_that_were_not_ordered_make_a_line(self):
        order = self.confirm_order([(self.carton, 10)])
        self.put_in_stock(self.carton, 10)
        self.put_in_stock(self.bag, 5)
        picking = order.picking_ids
        self.env["stock.move"].create(
            {
                "product_id": self.bag.id,
                "product_uom_qty": 5,
                "picking_id": picking.id,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )
        picking.with_user(self.warehouse_user).action_confirm()
        self.ship(order)
        extra = order.order_line.filtered(lambda line: line.product_id == self.bag)
        self.assertEqual(extra.qty_delivered, 5)
        self.assertTrue(order.locked)

    def test_the_cost_of_the_way_is_added_when_it_is_known(self):
        service = self.env["product.product"].create({"name": "Freight", "type": "service"})
        carrier = self.env["delivery.carrier"].create(
            {"name": "Truck", "product_id": service.id, "fixed_price": 80, "invoice_policy": "real"}
        )
        order = self.confirm_order([(self.carton, 10)])
        order.set_delivery_line(carrier, 80)
        freight = order.order_line.filtered("is_delivery")
        self.assertEqual(freight.price_unit, 0, "Odoo puts the real cost in when the goods leave")
        self.put_in_stock(self.carton, 10)
        picking = order.picking_ids
        picking.carrier_id = carrier
        picking.move_ids.write({"quantity": 10, "picked": True})
        picking.button_validate()
        self.assertEqual(freight.price_unit, 80)
        self.assertEqual(order.gendan_version, 1)

    def test_a_down_payment_follows_its_invoice(self):
        order = self.confirm_order([(self.carton, 10)])
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": [Command.set(order.ids)], "advance_payment_method": "fixed", "fixed_amount": 20}
        )
        invoice = wizard._create_invoices(order)
        invoice.invoice_line_ids.price_unit = 24
        invoice.action_post()
        down_payment = order.order_line.filtered(lambda line: line.is_downpayment and not line.display_type)
        self.assertEqual(down_payment.price_unit, 24)
        self.assertTrue(order.locked)
        self.assertEqual(order.gendan_version, 1)

    def test_papers_say_the_version(self):
        order = self.order
        Report = self.env["ir.actions.report"]
        html = Report._render_qweb_html("sale.report_saleorder", order.ids)[0].decode()
        self.assertRegex(html, r"Version <span>1</span>")
        production = order.mrp_production_ids
        self.assertEqual(production.with_user(self.warehouse_user).gendan_order_versions, f"{order.name}, version 1")
        html = Report._render_qweb_html("mrp.action_report_production_order", production.ids)[0].decode()
        self.assertIn(f"{order.name}, version 1", html)

    def test_an_address_is_told_once_and_without_gaps(self):
        china = self.env.ref("base.cn").copy(
            {"name": "Cathay", "code": "QQ", "address_format": "%(city)s, %(street2)s, %(street)s"}
        )
        place = self.env["res.partner"].create(
            {
                "name": "Mailitian",
                "company_name": "Mailitian",
                "street": "Fuhai",
                "city": "Shenzhen",
                "country_id": china.id,
            }
        )
        self.assertEqual(place._gendan_address_line(), "Mailitian, Shenzhen, Fuhai")
