"""The example factory loads, twice, without a mail leaving, and shows what it is there to show."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields, tools
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.gendan_followup.models.demo.orders_data import ORDERS
from odoo.addons.gendan_followup.models.demo.scenario import EXAMPLE

from .showcase import Showcase
from .showcase_complaints import ComplaintShowcase
from .showcase_floor import FloorShowcase

COUNTED = (
    "res.company",
    "res.users",
    "res.partner",
    "product.product",
    "sale.order",
    "mrp.production",
    "purchase.order",
    "account.move",
    "gendan.promise",
    "gendan.milestone",
    "gendan.absence",
)


@tagged("post_install", "-at_install")
class TestExampleFactory(Showcase, ComplaintShowcase, FloorShowcase, TransactionCase):
    """One load serves all tests: it takes most of a minute. What there is to see: ``showcase.py``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Scenario = cls.env["gendan.demo.scenario"]
        cls.supervisor = new_test_user(
            cls.env, "t_demo_supervisor", groups="gendan_followup.group_gendan_manager"
        )
        cls.clerk = new_test_user(cls.env, "t_demo_clerk", groups="gendan_followup.group_gendan_user")
        cls.mails_before = cls.env["mail.mail"].search_count([])
        cls.logins = cls.Scenario._load_example_factory()
        cls.env.flush_all()
        cls.company = cls.env.ref(f"{EXAMPLE}.company")
        cls.orders = {key: cls.env.ref(f"{EXAMPLE}.order_{key}") for key in ORDERS}
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.company = cls.company.with_env(cls.env)
        cls.set_up_showcase()

    def order(self, key):
        return self.orders[key].with_env(self.env)

    def milestone(self, key, kind):
        found = self.order(key).gendan_milestone_ids.filtered(lambda m: m.kind_id.code == kind and not m.is_added)
        self.assertTrue(found, f"{key} {kind}")
        return found[0]

    def keys_with(self, health):
        return {key for key, order in self.orders.items() if order.gendan_delivery_health == health}

    # === loading ===

    def test_what_runs_by_itself_after_loading_mails_nobody(self):
        crons = ("ir_cron_nightly", "ir_cron_ladders", "ir_cron_messages")
        with self.enter_registry_test_mode():
            for name in crons:
                self.env.ref(f"gendan_followup.{name}").method_direct_trigger()
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails_before)
        with freeze_time(fields.Datetime.now() + timedelta(days=7)), self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_ladders").method_direct_trigger()
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails_before)
        spoken = self.env["gendan.todo.log"].search([("todo_id.company_id", "=", self.company.id)])
        self.assertTrue(spoken, "the ladders do speak: on the people's lists")

    def test_every_order_was_worked_out(self):
        for key, order in self.orders.items():
            self.assertFalse(order.gendan_replay_needed, key)
            self.assertTrue(order.gendan_plan_ids, key)

    def test_second_load_changes_nothing(self):
        before = {model: self.env[model].sudo().search_count([]) for model in COUNTED}
        self.assertEqual(self.Scenario._load_example_factory(), self.logins)
        self.assertEqual({model: self.env[model].sudo().search_count([]) for model in COUNTED}, before)

    def test_no_mail_leaves(self):
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails_before)
        pending = self.env["gendan.message"].search([("state", "in", ("pending", "failed"))])
        due = [group for group in self.env["gendan.message"]._gendan_due_groups() if group[1] in pending.partner_id]
        self.assertFalse(due, "nobody is told of what lies behind us")

    def test_no_to_dos_of_the_past(self):
        orders = self.env["sale.order"].browse([order.id for order in self.orders.values()])
        todos = self.env["gendan.todo"].search([("order_id", "in", orders.ids), ("is_synced", "=", True)])
        self.assertTrue(todos)
        # what was only said is confirmed in writing in the course of the story
        told = {"written_missing"}
        # and last month's statements have ticked what waited for them
        ticked = self.env["gendan.milestone"].search([("kind_id.event", "in", ("statement_sent", "statement_agreed"))])
        closed = todos.filtered(lambda todo: not todo.open and todo.kind not in told).filtered(
            lambda todo: todo.res_model != "gendan.milestone" or todo.res_id not in ticked.ids
        )
        self.assertFalse([(todo.kind, todo.name) for todo in closed])

    def test_logins_are_the_passwords(self):
        self.assertEqual(len(self.logins), 12)
        for row in self.logins:
            self.assertEqual(row["login"], row["password"])
            user = self.env["res.users"].search([("login", "=", row["login"])])
            self.assertEqual(len(user), 1, row["login"])
            credential = {"type": "password", "login": row["login"], "password": row["password"]}
            self.assertTrue(user.with_user(user)._check_credentials(credential, {"interactive": True}))

    def test_nobody_is_greeted_by_the_bot(self):
        users = self.env["res.users"].search([("login", "in", [row["login"] for row in self.logins])])
        if "odoobot_state" not in users._fields:
            self.skipTest("no bot is installed")
        inside = users.filtered(lambda user: user._is_internal())
        self.assertEqual(set(inside.mapped("odoobot_state")), {"disabled"})

    def test_only_supervisors_load_it_and_only_once(self):
        with self.assertRaises(AccessError):
            self.Scenario.with_user(self.clerk).action_gendan_load()
        with self.assertRaises(UserError):
            self.Scenario.with_user(self.supervisor).action_gendan_load()
        wizard = self.env["gendan.demo.wizard"].with_user(self.supervisor).create({})
        self.assertTrue(wizard.is_loaded)
        self.assertIn("clerk", wizard.logins)

    def test_addresses_are_nobodys(self):
        keys = self.env["ir.model.data"].search([("module", "=", EXAMPLE), ("model", "=", "res.partner")])
        for partner in self.env["res.partner"].browse(keys.mapped("res_id")):
            if partner.email:
                self.assertTrue(partner.email.endswith(".example.com"), partner.email)
            self.assertFalse(partner.vat)

    # === states of health ===

    def test_each_health_state_is_there(self):
        for health in ("waiting", "on_track", "at_risk", "late", "delivered", "cancelled"):
            self.assertTrue(self.keys_with(health), health)
        self.assertLessEqual({"k1", "k2", "k3", "e1"}, self.keys_with("at_risk"))
        # days after the deposit are days of the calendar: with a long holiday before it there is more time
        self.assertIn(self.order("x1").gendan_delivery_health, ("at_risk", "on_track"))
        self.assertLessEqual({"r1", "r2", "r3", "r4", "r5", "r6"}, self.keys_with("on_track"))
        self.assertEqual(self.keys_with("late"), {"l1"})
        self.assertEqual(self.keys_with("waiting"), {"n1", "n2"})
        self.assertEqual(self.keys_with("cancelled"), {"z1"})
        self.assertLessEqual({"d1", "d2", "d3", "d4", "v1"}, self.keys_with("delivered"))

    def test_money_states(self):
        money = {key: order.gendan_money_health for key, order in self.orders.items()}
        self.assertEqual(money["d1"], "late")
        if self.company.chart_template:
            self.assertEqual(money["d4"], "done")

    def test_infeasible_rush_order(self):
        plan = self.order("e1").gendan_plan_ids
        self.assertTrue(plan.infeasible)
        self.assertGreater(plan.infeasible_days, 0)

    def test_each_scope_is_there(self):
        scopes = {key: self.order(key).gendan_scope for key in ("x1", "x2", "x3")}
        self.assertEqual(scopes, {"x1": "payment", "x2": "warehouse", "x3": "clearance"})
        self.assertEqual(self.milestone("x2", "customs_cleared").state, "na")
        self.assertEqual(self.milestone("x3", "container_loaded").state, "done")
        self.assertEqual(self.milestone("x3", "customs_cleared").state, "open")
        self.assertEqual(self.milestone("x3", "arrived").state, "na")
        for key in ("x2", "x3"):
            # at risk where Chinese New Year lies before the ship
            self.assertIn(self.order(key).gendan_delivery_health, ("on_track", "at_risk"), key)
            self.assertLess(self.order(key).gendan_scope_due, self.order(key).gendan_promise_date)
        codes = set(self.order("x2").gendan_export_ids.paper_ids.kind_id.mapped("code"))
        self.assertEqual(codes, {"ci", "pl"})

    # === promises and conditions ===

    def test_conditional_promises(self):
        waiting = self.order("n1").gendan_plan_ids
        self.assertTrue(waiting.is_conditional)
        self.assertFalse(waiting.promise_date)
        met = self.order("n3").gendan_plan_ids
        self.assertEqual(met.condition_met_on, self.milestone("n3", "proof_approved").actual_date)
        self.assertTrue(met.promise_date)

    def test_customer_holds_us_six_days(self):
        self.assertEqual(self.milestone("n2", "proof_approved").held_days, 6)

    def test_second_version_of_a_promise(self):
        promises = self.order("k3").gendan_promise_ids
        self.assertEqual(promises.mapped("version"), [1, 2])
        self.assertEqual(promises[-1:].reason, "material")
        self.assertEqual(promises[-1:].user_id, self.order("k3").gendan_clerk_id)

    def test_part_delivery(self):
        order = self.order("r5")
        self.assertEqual(len(order.gendan_part_ids), 2)
        self.assertEqual(len(order.gendan_plan_ids), 2)

    # === milestones ===

    def test_late_film_moves_the_forecast(self):
        order = self.order("k1")
        self.assertFalse(self.milestone("k1", "material_available").actual_date)
        self.assertGreater(order.gendan_forecast_date, order.gendan_promise_date)

    def test_events_ticked_what_was_done(self):
        for key, kinds in {
            "r4": ("order_confirmed", "production_notice", "material_available", "production_started", "printing"),
            "r5": ("printing", "lamination", "bag_making", "inspected_packed"),
            "r6": ("inspected_packed", "shipped"),
            "s1": ("shipped",),
        }.items():
            for kind in kinds:
                self.assertTrue(self.milestone(key, kind).event_date, f"{key} {kind}")
        # a box is neither laminated nor made on a bag machine
        self.assertEqual(self.milestone("r4", "lamination").state, "na")

    def test_skips_carry_a_reason(self):
        skipped = self.milestone("gb", "pp_approved")
        self.assertEqual(skipped.state, "skipped")
        self.assertTrue(skipped.skip_reason)

    def test_nothing_happened_in_the_future(self):
        today = self.company._gendan_today()
        milestones = self.env["gendan.milestone"].search([("actual_date", ">", today)])
        self.assertFalse(milestones, milestones.mapped("display_name"))
        statements = self.env["gendan.statement"].search([("company_id", "=", self.company.id)])
        for day in filter(None, statements.mapped("checked_on") + statements.mapped("sent_on")):
            self.assertLessEqual(day, fields.Datetime.now())

    def test_templates_by_rule(self):
        for key, code in {"r1": "repeat", "n1": "new_printed", "ga": "garment", "s1": "stock", "x1": "export"}.items():
            self.assertEqual(self.order(key).gendan_plan_ids[:1].template_id.code, code)

    # === the rest of the factory ===

    def test_people_and_customers(self):
        clerk = self.env.ref(f"{EXAMPLE}.user_clerk")
        self.assertEqual(clerk.lang, "zh_CN")
        self.assertTrue(clerk.gendan_absence_ids)
        self.assertTrue(self.env.ref(f"{EXAMPLE}.partner_mailitian").gendan_has_backup)
        self.assertFalse(self.env.ref(f"{EXAMPLE}.partner_caiyang").gendan_has_backup)
        self.assertTrue(self.env.ref(f"{EXAMPLE}.user_customer").share)

    def test_second_company(self):
        order = self.env.ref(f"{EXAMPLE}.order_hk1")
        self.assertEqual(order.company_id, self.env.ref(f"{EXAMPLE}.company_hk"))
        self.assertTrue(order.gendan_plan_ids)

    def test_price_decimals(self):
        self.assertEqual(self.order("r5").order_line.price_unit, 0.158)

    def test_clerk_sees_her_customers_only(self):
        clerk = self.env.ref(f"{EXAMPLE}.user_clerk")
        seen = self.env["gendan.plan"].with_user(clerk).search([])
        self.assertLessEqual(self.order("r1").gendan_plan_ids, seen)
        self.assertFalse(self.order("ga").gendan_plan_ids & seen)


@tagged("post_install", "-at_install")
class TestExampleCompany(TransactionCase):
    """Which company becomes the factory, without the load itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Scenario = cls.env["gendan.demo.scenario"]
        cls.america = cls.env.ref("base.us")
        # no two companies share a name
        for company in cls.env["res.company"].search([("name", "=", "My Company")]):
            company.name = "Somebody"
        cls.company = cls.env["res.company"].create(
            {"name": "My Company", "country_id": cls.america.id, "currency_id": cls.env.ref("base.USD").id}
        )
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.Scenario = cls.Scenario.with_env(cls.env)
        # a worker's database may have the example already
        cls.env["ir.model.data"].search([("module", "=", EXAMPLE)]).unlink()

    def test_unnamed_company_moves_to_china(self):
        company = self.Scenario._example_company()
        self.Scenario._example_set_up_company(company)
        self.assertEqual(company, self.company)
        self.assertEqual(company.country_id.code, "CN")
        self.assertEqual(company.currency_id.name, "CNY")
        self.assertEqual(company.resource_calendar_id, self.env.ref(f"{EXAMPLE}.calendar"))

    def test_company_at_work_is_left_alone(self):
        self.company.name = "Acme Bags Inc"
        calendar = self.company.resource_calendar_id
        company = self.Scenario._example_company()
        self.Scenario._example_set_up_company(company)
        self.assertNotEqual(company, self.company)
        self.assertEqual(company.currency_id.name, "CNY")
        self.assertEqual(self.env.ref(f"{EXAMPLE}.warehouse").company_id, company)
        self.assertEqual(self.company.name, "Acme Bags Inc")
        self.assertEqual(self.company.country_id, self.america)
        self.assertEqual(self.company.currency_id.name, "USD")
        self.assertEqual(self.company.resource_calendar_id, calendar)

    def test_no_localisation_is_installed_on_the_way(self):
        """Odoo installs a new company's localisation at once and commits: half a factory would stay."""
        self.company.country_id = False
        Module = type(self.env["ir.module.module"])
        # outside of tests Odoo would install here; let it believe that it runs outside
        with (
            patch.dict(tools.config.options.maps[0], {"test_enable": False}),
            patch("odoo.modules.module.current_test", False),
            patch.object(Module, "button_immediate_install") as install,
        ):
            company = self.Scenario._example_company()
            self.Scenario._example_set_up_company(company)
            self.Scenario._example_new_company(name="Second", country_id=self.env.ref("base.hk").id)
        install.assert_not_called()
