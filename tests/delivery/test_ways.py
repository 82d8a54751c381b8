"""Ways to send: what is proposed and why, wishes, addresses confirmed before booking, freight paid and billed."""

from datetime import date, datetime

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import Form, tagged

from odoo.addons.gendan_followup.tools.ways import Way, ranked

from ..common import MONDAY
from .common import ShipCase

DAY = date(2026, 11, 2)
ways = st.builds(
    Way,
    st.integers(),
    st.just(DAY),
    st.none() | st.dates(DAY, date(2026, 12, 31)),
    st.none() | st.floats(0, 1e6),
    st.booleans(),
)


@given(
    st.lists(ways, min_size=1),
    st.none() | st.dates(DAY, date(2026, 12, 31)),
    st.sampled_from(["cheapest", "fastest"]),
)
def test_no_way_beats_the_first(found, promised, policy):
    first, *others = ranked(found, promised, policy)
    in_time = [way for way in found if way.late(promised) == 0]
    if in_time:
        assert first.late(promised) == 0
        if any(way.named for way in in_time):
            assert first.named
        elif policy == "cheapest" and any(way.cost is not None for way in in_time):
            assert first.cost == min(way.cost for way in in_time if way.cost is not None)
        elif policy == "fastest":
            assert first.arrives == min(way.arrives for way in in_time)
    elif first.late(promised) is None:
        assert all(way.late(promised) is None for way in others)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWays(ShipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["delivery.carrier"].search([]).active = False
        cls.env["gendan.transit"].search([]).active = False
        freight = cls.env["product.product"].create({"name": "Freight", "type": "service", "invoice_policy": "order"})

        def carrier(name, mode, base, days):
            found = cls.env["delivery.carrier"].create(
                {
                    "name": name,
                    "gendan_mode": mode,
                    "delivery_type": "base_on_rule",
                    "integration_level": "rate",
                    "company_id": cls.company.id,
                    "product_id": freight.id,
                    "price_rule_ids": [
                        Command.create(
                            {"variable": "weight", "operator": "<=", "max_value": 1e6, "list_base_price": base}
                        )
                    ],
                }
            )
            cls.env["gendan.transit"].create(
                {"company_id": cls.company.id, "carrier_id": found.id, "days": days, "unit": "calendar"}
            )
            return found

        cls.truck = carrier("Truck", "road", 200, 4)
        cls.air = carrier("Air", "air", 3000, 1)
        cls.ship = carrier("Ship", "sea", 50, 30)
        cls.order = cls.make_order([(cls.carton, 100)])
        cls.order.commitment_date = datetime(2026, 11, 9, 9)

    def proposed(self, order=None, leaves=DAY):
        return [way.key for way in (order or self.order)._gendan_ways(leaves)]

    # === which way ===

    def test_the_cheapest_in_time_stands_first_and_the_late_one_last(self):
        self.assertEqual(self.proposed(), [self.truck, self.air, self.ship])

    def test_what_is_ready_later_goes_by_a_faster_way(self):
        self.assertEqual(self.proposed(leaves=date(2026, 11, 7))[0], self.air)

    def test_a_house_in_a_hurry_takes_the_fastest(self):
        self.company.gendan_way_policy = "fastest"
        self.assertEqual(self.proposed()[0], self.air)

    def test_the_carrier_the_customer_named_goes_first_while_it_is_in_time(self):
        self.order.partner_shipping_id.property_delivery_carrier_id = self.air
        self.assertEqual(self.proposed()[0], self.air)
        self.order.partner_shipping_id.property_delivery_carrier_id = self.ship
        self.assertEqual(self.proposed()[0], self.truck)

    def test_a_carrier_too_small_for_the_order_is_no_way(self):
        self.carton.weight = 10
        self.truck.max_weight = 500
        self.assertEqual(self.proposed(), [self.air, self.ship])

    def test_goods_wait_for_the_day_on_which_the_carrier_departs(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Thursdays",
                "company_id": self.company.id,
                "attendance_ids": [
                    Command.clear(),
                    Command.create({"name": "Thursday", "dayofweek": "3", "hour_from": 8, "hour_to": 16}),
                ],
            }
        )
        self.truck.gendan_departure_calendar_id = calendar
        way = next(way for way in self.order._gendan_ways(DAY) if way.key == self.truck)
        self.assertEqual((way.leaves, way.arrives), (date(2026, 11, 5), date(2026, 11, 9)))

    def test_a_carrier_on_no_line_of_the_table_is_shown_without_a_day(self):
        self.env["gendan.transit"].search([("carrier_id", "=", self.truck.id)]).active = False
        way = self.order._gendan_ways(DAY)[-1]
        self.assertEqual((way.key, way.arrives), (self.truck, None))

    def test_a_carrier_of_which_nobody_said_how_it_travels_is_not_proposed(self):
        self.env["gendan.transit"].create({"company_id": self.company.id, "days": 1})  # anywhere, any way
        standard = self.truck.copy({"name": "Standard", "gendan_mode": False, "delivery_type": "fixed"})
        self.assertEqual(self.proposed()[-1], standard)

    def test_a_price_only_the_carrier_knows_is_not_made_up(self):
        self.truck.price_rule_ids.unlink()
        way = next(way for way in self.order._gendan_ways(DAY) if way.key == self.truck)
        self.assertIsNone(way.cost)

    def test_cost_is_in_the_companys_currency_and_without_the_customers_margin(self):
        self.truck.margin = 0.5
        order = self.make_order([(self.carton, 100)], currency_id=self.env.ref("base.HKD").id)
        way = next(way for way in order._gendan_ways(DAY) if way.key == self.truck)
        self.assertEqual(way.cost, 200)

    # === the dialog ===

    def choose(self, user, order=None, carrier=None):
        order = (order or self.order).with_user(user)
        wizard = self.env["gendan.way.wizard"].with_user(user).browse(order.action_gendan_ways()["res_id"])
        line = wizard.line_ids.filtered(lambda line: line.carrier_id == carrier) if carrier else wizard.line_ids[0]
        line.action_take()
        return wizard

    def test_a_clerk_takes_the_first_and_the_order_and_its_transfers_go_that_way(self):
        order, picking = self.deliver()
        order.commitment_date = datetime(2026, 11, 9, 9)
        self.choose(self.clerk, order)
        self.assertEqual((order.carrier_id, picking.carrier_id), (self.truck, self.truck))
        self.assertEqual(order.gendan_freight_planned, 200)

    def test_another_day_in_the_dialog_asks_again(self):
        action = self.order.with_user(self.clerk).action_gendan_ways()
        with Form(self.env["gendan.way.wizard"].with_user(self.clerk).browse(action["res_id"])) as form:
            form.leaves = date(2026, 11, 7)
        wizard = self.env["gendan.way.wizard"].browse(action["res_id"])
        self.assertEqual(wizard.line_ids.carrier_id[:1], self.air)
        self.assertIn("Too late", wizard.line_ids.filtered(lambda line: line.carrier_id == self.ship).remark)

    def test_on_a_phone_a_way_is_a_card_with_its_button(self):
        arch = etree.fromstring(self.env["gendan.way.wizard"].with_user(self.clerk).get_view(view_type="form")["arch"])
        cards = arch.xpath("//field[@name='line_ids'][@mode='list,kanban']/kanban//t[@t-name='card']")
        self.assertEqual(len(cards), 1)
        self.assertTrue(cards[0].xpath(".//button[@name='action_take']"))
        for name in ("carrier_id", "arrives", "cost", "remark"):
            self.assertTrue(cards[0].xpath(f".//field[@name='{name}']"), name)

    def test_who_may_not_write_the_order_chooses_no_way(self):
        with self.assertRaises(AccessError):
            self.order.with_user(self.warehouse_user).action_gendan_ways()
        wizard = self.env["gendan.way.wizard"].browse(self.order.action_gendan_ways()["res_id"])
        with self.assertRaises(AccessError):
            wizard.line_ids[0].with_user(self.employee).action_take()

    def test_an_order_nobody_takes_says_so(self):
        (self.truck | self.air | self.ship).max_weight = 1
        self.carton.weight = 10
        with self.assertRaisesRegex(UserError, "No delivery method takes order"):
            self.order.action_gendan_ways()

    # === wishes ===

    def test_an_order_begins_with_what_the_customer_always_wants(self):
        self.customer.write(
            {"gendan_handover": "door", "gendan_packing_wish": "25 per carton", "gendan_freight_payer": "rebill"}
        )
        order = self.make_order([(self.carton, 100)])
        self.assertEqual(
            (order.gendan_handover, order.gendan_packing_wish, order.gendan_freight_payer),
            ("door", "25 per carton", "rebill"),
        )
        order.gendan_packing_wish = "20 per carton"
        order.action_confirm()
        picking = order.picking_ids
        self.assertEqual(picking.gendan_packing_wish, "20 per carton")
        html = self.env["ir.actions.report"]._render_qweb_html("stock.action_report_picking", picking.ids)[0].decode()
        self.assertIn("20 per carton", html)
        self.assertIn("To the door", html)

    # === address and booking ===

    def test_nothing_is_booked_before_the_address_is_confirmed(self):
        self.company.gendan_confirm_contact = True
        _order, picking = self.deliver()
        with self.assertRaisesRegex(UserError, f"Ask the customer first.*{picking.name}"):
            picking.gendan_booking_number = "B-1"
        picking.gendan_contact_told_by = "Ms Wu"
        picking.action_gendan_contact()
        picking.gendan_booking_number = "B-1"
        self.assertEqual(picking.gendan_booked_by_id, self.env.user)
        self.assertEqual(picking.gendan_booked_at, Datetime.now())

    def test_a_phone_that_changes_after_the_confirmation_is_asked_again(self):
        self.company.gendan_confirm_contact = True
        _order, picking = self.deliver()
        picking.action_gendan_contact()
        self.assertEqual(picking.gendan_contact_state, "confirmed")
        picking.partner_id.phone = "+86 755 8888 0000"
        self.assertEqual(picking.gendan_contact_state, "changed")
        with self.assertRaisesRegex(UserError, "changed since it was confirmed"):
            picking.gendan_slot_from = datetime(2026, 11, 9, 1)

    def test_the_language_of_who_looks_changes_no_address(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        country = self.customer.country_id or self.env.ref("base.cn")
        country.with_context(lang="zh_CN").name = "中国 (test)"
        self.customer.country_id = country
        _order, picking = self.deliver()
        picking.with_context(lang="zh_CN").action_gendan_contact()
        for lang in ("en_US", "zh_CN"):
            picking.invalidate_recordset()
            self.assertEqual(picking.with_context(lang=lang).gendan_contact_state, "confirmed", lang)

    def test_where_nobody_wants_it_confirmed_it_is_booked_at_once(self):
        _order, picking = self.deliver()
        picking.write({"gendan_slot_from": datetime(2026, 11, 9, 1), "gendan_slot_to": datetime(2026, 11, 9, 3)})
        self.assertTrue(picking.gendan_booked_at)

    def test_a_slot_ends_after_it_begins(self):
        _order, picking = self.deliver()
        with self.assertRaises(ValidationError):
            picking.write({"gendan_slot_from": datetime(2026, 11, 9, 3), "gendan_slot_to": datetime(2026, 11, 9, 1)})

    # === freight ===

    def test_what_was_paid_is_billed_once(self):
        order, picking = self.deliver()
        order.write({"carrier_id": self.truck.id, "gendan_freight_payer": "rebill"})
        picking.gendan_freight_real = 260
        self.assertEqual((order.gendan_freight_real, order.gendan_freight_open), (260, 260))
        order.with_user(self.clerk).action_gendan_bill_freight()
        line = order.order_line.filtered("is_delivery")
        self.assertEqual((line.price_unit, order.gendan_freight_billed, order.gendan_freight_open), (260, 260, 0))
        with self.assertRaisesRegex(UserError, "no freight to bill"):
            order.action_gendan_bill_freight()
        picking.gendan_freight_real = 300
        order.action_gendan_bill_freight()
        self.assertEqual(sorted(order.order_line.filtered("is_delivery").mapped("price_unit")), [40, 260])

    def test_freight_we_bear_is_not_billed(self):
        order, picking = self.deliver()
        order.write({"carrier_id": self.truck.id, "gendan_freight_payer": "us"})
        picking.gendan_freight_real = 260
        self.assertEqual(order.gendan_freight_open, 0)
        with self.assertRaisesRegex(UserError, "we bear it"):
            order.action_gendan_bill_freight()

    def test_freight_at_real_cost_keeps_its_price(self):
        order, picking = self.deliver()
        self.truck.invoice_policy = "real"
        order.write({"carrier_id": self.truck.id, "gendan_freight_payer": "rebill"})
        picking.gendan_freight_real = 260
        order.action_gendan_bill_freight()
        self.assertEqual(order.order_line.filtered("is_delivery").price_unit, 260)
