"""Transit table, settlement profiles, causes, departments, settings."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestTransit(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["gendan.transit"].search([]).unlink()
        cls.china = cls.env.ref("base.cn")
        cls.germany = cls.env.ref("base.de")
        cls.guangdong = cls.env["res.country.state"].search(
            [("country_id", "=", cls.china.id), ("code", "=", "GD")]
        ) or cls.env["res.country.state"].create({"name": "Guangdong", "code": "GD", "country_id": cls.china.id})
        cls.customer.write({"state_id": cls.guangdong.id, "city": "深圳市"})
        product = cls.env["product.product"].create({"name": "Freight", "type": "service"})
        cls.sea, cls.air, cls.truck = cls.env["delivery.carrier"].create(
            [
                {"name": name, "product_id": product.id, "gendan_mode": mode}
                for name, mode in (("Ocean", "sea"), ("Sky", "air"), ("Trucks", "road"))
            ]
        )

    def line(self, days, **values):
        return self.env["gendan.transit"].create({"days": days, **values})

    def assertFinds(self, line, partner=None, **how):
        self.assertEqual(self.env["gendan.transit"]._gendan_find(partner or self.customer, **how), line)

    def test_closest_destination_wins(self):
        anywhere = self.line(9)
        self.assertFinds(anywhere)
        country = self.line(5, country_id=self.china.id)
        self.assertFinds(country)
        self.assertFinds(anywhere, self.foreign_customer)
        state = self.line(2, country_id=self.china.id, state_id=self.guangdong.id)
        self.assertFinds(state)
        city = self.line(1, country_id=self.china.id, city="深圳")
        self.assertFinds(city)
        customer = self.line(3, partner_id=self.customer.id)
        self.assertFinds(customer)
        address = self.env["res.partner"].create(
            {"name": "Warehouse", "type": "delivery", "parent_id": self.customer.id, "city": "Kunshan"}
        )
        self.assertFinds(customer, address)
        own = self.line(4, partner_id=address.id)
        self.assertFinds(own, address)
        self.assertFinds(customer)

    def test_destination_goes_before_carrier_and_carrier_before_mode(self):
        self.line(30, carrier_id=self.sea.id)
        any_way = self.line(7, country_id=self.germany.id)
        self.assertFinds(any_way, self.foreign_customer, carrier=self.sea)
        mode = self.line(35, country_id=self.germany.id, mode="sea")
        self.assertFinds(mode, self.foreign_customer, carrier=self.sea)
        self.assertFinds(mode, self.foreign_customer, mode="sea")
        carrier = self.line(33, country_id=self.germany.id, carrier_id=self.sea.id)
        self.assertEqual(carrier.mode, "sea")
        self.assertFinds(carrier, self.foreign_customer, carrier=self.sea)
        self.assertFinds(any_way, self.foreign_customer, carrier=self.air)
        self.assertFinds(any_way, self.foreign_customer)

    def test_unsaid_mode_takes_the_first_line(self):
        sea = self.line(35, country_id=self.germany.id, mode="sea", sequence=1)
        air = self.line(6, country_id=self.germany.id, mode="air", sequence=2)
        self.assertFinds(sea, self.foreign_customer)
        air.sequence = 0
        self.assertFinds(air, self.foreign_customer)
        air.active = False
        self.assertFinds(sea, self.foreign_customer)

    def test_other_companys_line_does_not_hold(self):
        other, _clerk = self.make_other_company()
        shared = self.line(5, country_id=self.china.id)
        self.line(1, country_id=self.china.id, company_id=other.id)
        self.assertFinds(shared)
        own = self.line(2, country_id=self.china.id, company_id=self.company.id)
        self.assertFinds(own)

    def test_days_for_orders(self):
        Transit = self.env["gendan.transit"]
        order = self.make_order()
        self.assertEqual(Transit._gendan_days_for(order), {})
        self.line(35, country_id=self.china.id, mode="sea", unit="calendar", sequence=20)
        self.line(2, country_id=self.china.id)
        self.assertEqual(Transit._gendan_days_for(order), {order: (2, "work")})
        order.carrier_id = self.sea
        self.assertEqual(Transit._gendan_days_for(order), {order: (35, "calendar")})
        self.customer.gendan_transit_days = 4
        self.assertEqual(Transit._gendan_days_for(order), {order: (4, "work")})

    def test_rep_may_ask_for_a_colleagues_customer(self):
        line = self.line(2, country_id=self.china.id)
        self.env.registry.clear_cache()
        found = self.env["gendan.transit"].with_user(self.other_rep)._gendan_find(self.customer)
        self.assertEqual(found.id, line.id)

    @mute_logger("odoo.sql_db")
    def test_negative_days_are_refused(self):
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            self.line(-1)
        self.assertEqual(caught.exception.pgcode, "23514")


@tagged("post_install", "-at_install")
class TestLists(GendanCase):
    def test_closing_and_pay_days(self):
        profile = self.env["gendan.settlement.profile"].create({"name": "Closes on the 25th", "closing_day": 25})
        self.assertEqual(profile._gendan_closing_on(date(2026, 2, 25)), date(2026, 2, 25))
        self.assertEqual(profile._gendan_closing_on(date(2026, 12, 26)), date(2027, 1, 25))
        self.assertEqual(profile._gendan_pay_on(date(2026, 2, 3)), date(2026, 2, 3))
        profile.write({"closing_day": 0, "pay_day": 31})
        self.assertEqual(profile._gendan_closing_on(date(2026, 2, 3)), date(2026, 2, 28))
        self.assertEqual(profile._gendan_pay_on(date(2028, 2, 29)), date(2028, 2, 29))

    @mute_logger("odoo.sql_db")
    def test_days_of_the_month(self):
        for values in ({"closing_day": 32}, {"pay_day": -1}):
            with self.assertRaises(Exception) as caught, self.cr.savepoint():
                self.env["gendan.settlement.profile"].create({"name": "Wrong", **values})
            self.assertEqual(caught.exception.pgcode, "23514")

    def test_shipped_profiles(self):
        for name, way, closing_day in (
            ("mainland_monthly", "monthly", 0),
            ("taiwan_monthly", "monthly", 25),
            ("hongkong", "monthly", 0),
            ("cash", "prepaid", 0),
            ("export", "deposit", 0),
        ):
            profile = self.env.ref(f"gendan_followup.settlement_{name}")
            self.assertEqual((profile.way, profile.closing_day), (way, closing_day))
            self.assertEqual(set(profile.line_ids.kind_id.mapped("light")), {"money"})
            self.assertIn("paid", profile.line_ids.kind_id.mapped("code"))

    def test_causes(self):
        late = self.env.ref("gendan_followup.cause_material_late")
        self.assertEqual(late.display_name, "Material / Material came late")
        self.assertEqual(late._gendan_department(), self.env.ref("gendan_followup.department_purchasing"))
        with self.assertRaises(UserError):
            late.parent_id.parent_id = late
        found = self.env["gendan.cause"].name_search("Material")
        self.assertIn(late.id, [cause_id for cause_id, _name in found])

    def test_responsible_of_a_department(self):
        self.assertEqual(self.quality._gendan_responsible(), self.quality_user)
        self.quality.write({"head_id": False, "member_ids": [Command.set((self.rep | self.clerk).ids)]})
        self.assertEqual(self.quality._gendan_responsible(), self.clerk)
        self.clerk.active = False
        self.assertEqual(self.quality._gendan_responsible(), self.rep)
        self.quality.member_ids = False
        self.assertFalse(self.quality._gendan_responsible())

    def test_everybody_reads_and_supervisors_keep_the_lists(self):
        for model in ("department", "customer.grade", "cause", "transit", "settlement.profile"):
            records = self.env[f"gendan.{model}"].search([], limit=1)
            for user in (self.clerk, self.rep, self.quality_user, self.employee):
                self.assertTrue(records.with_user(user).read(["display_name"]))
                self.assertFalse(records.with_user(user).has_access("write"), (model, user.login))
            self.assertTrue(records.with_user(self.supervisor).has_access("write"))
            with self.assertRaises(AccessError):
                records.with_user(self.portal_user).read(["display_name"])

    def test_lists_of_another_company(self):
        other, clerk = self.make_other_company()
        own = self.env["gendan.department"].create({"name": "HK office", "company_id": other.id})
        self.assertIn(own, self.env["gendan.department"].with_user(clerk).search([]))
        self.assertNotIn(own, self.env["gendan.department"].with_user(self.clerk).search([]))
        self.assertNotIn(self.quality, self.env["gendan.department"].with_user(clerk).search([]))

    def test_menu_of_customers_opens_on_those_one_follows(self):
        server_action = self.env.ref("gendan_followup.action_gendan_customers_menu")
        opened = {}
        for user in (self.clerk, self.rep, self.supervisor):
            action = server_action.with_user(user).run()
            context = action["context"] if isinstance(action["context"], dict) else safe_eval(action["context"])
            opened[user] = bool(context.get("search_default_gendan_mine"))
            self.assertEqual(action["res_model"], "res.partner")
        self.assertEqual(opened, {self.clerk: True, self.rep: True, self.supervisor: False})

    def test_closing_day_in_words(self):
        Profile = self.env["gendan.settlement.profile"]
        texts = [
            Profile.create({"name": "x", "code": f"t_{way}{day}", "way": way, "closing_day": day}).closing_text
            for way, day in (("monthly", 0), ("monthly", 25), ("prepaid", 0))
        ]
        self.assertEqual(texts, ["Month end", "25", False])

    def test_export_customers(self):
        self.assertTrue(self.foreign_customer.gendan_is_export)
        self.assertFalse(self.customer.gendan_is_export)
        found = self.env["res.partner"].search([("gendan_is_export", "=", True)])
        self.assertIn(self.foreign_customer, found)
        self.assertNotIn(self.customer, found)
        self.assertNotIn(self.supplier, found, "no country is no reason to declare")
        self.assertIn(self.customer, self.env["res.partner"].search([("gendan_is_export", "=", False)]))


@tagged("post_install", "-at_install")
class TestSettings(GendanCase):
    def test_switch_lets_every_clerk_see_all_customers(self):
        group = "gendan_followup.group_gendan_user_all"
        self.assertFalse(self.clerk.has_group(group))
        self.assertTrue(self.supervisor.has_group(group))
        Settings = self.env["res.config.settings"]
        Settings.create({"group_gendan_all_customers": True}).execute()
        self.assertTrue(self.clerk.has_group(group))
        self.assertFalse(self.rep.has_group(group))
        Settings.create({"group_gendan_all_customers": False}).execute()
        self.assertFalse(self.clerk.has_group(group))
        self.assertTrue(self.supervisor.has_group(group), "supervisors keep it")

    def test_company_settings(self):
        self.env["res.config.settings"].create({"gendan_safety_days": 3, "gendan_head_id": self.clerk.id}).execute()
        self.assertEqual(self.company.gendan_safety_days, 3)
        self.assertEqual(self.company.gendan_head_id, self.clerk)
        fresh = self.make_company("Fresh")
        self.assertEqual(
            (fresh.gendan_messages_domestic, fresh.gendan_messages_export, fresh.gendan_look_red), (False, True, 1)
        )
        self.assertEqual((fresh.gendan_look_amber, fresh.gendan_look_green), (2, 6))

    @mute_logger("odoo.sql_db")
    def test_negative_days_are_refused(self):
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            self.company.gendan_safety_days = -1
            self.env.flush_all()
        self.assertEqual(caught.exception.pgcode, "23514")
