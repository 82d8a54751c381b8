"""The screens of the plan: every view opens for every role, every filter searches."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from tests.common import GendanCase

ACTIONS = {
    "gendan_followup.action_gendan_orders": ("clerk", "supervisor", "rep"),
    "gendan_followup.action_gendan_milestone": ("clerk", "supervisor", "rep", "quality_user"),
    "gendan_followup.action_gendan_milestone_department": ("quality_user",),
    "gendan_followup.action_gendan_plan": ("clerk", "supervisor", "rep", "quality_user"),
    "gendan_followup.action_gendan_promise_list": ("clerk", "supervisor"),
    "gendan_followup.action_gendan_event": ("clerk", "supervisor"),
    "gendan_followup.action_gendan_plan_template": ("supervisor",),
    "gendan_followup.action_gendan_plan_rule": ("supervisor",),
    "gendan_followup.action_gendan_milestone_kind": ("supervisor",),
}


def read_specification(arch, fields_of):
    """What the web client would read for a view: names outside of sub-views, many2one by name."""
    names = {
        node.get("name")
        for node in etree.fromstring(arch).iter("field")
        if not any(parent.tag == "field" for parent in node.iterancestors())
    }
    return {
        name: {"fields": {"display_name": {}}} if fields_of[name].type in ("many2one", "one2many", "many2many") else {}
        for name in names
        if name in fields_of
    }


@tagged("post_install", "-at_install")
class TestPlanViews(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.confirm_order(
            [(cls.bag, 50000), (cls.carton, 40)], promised=cls.company._gendan_today() + timedelta(days=30)
        )
        cls.plan = cls.order.gendan_plan_ids

    def views_of(self, action, user):
        """The action's views as ``user`` gets them, and the model."""
        action = self.env.ref(action)
        model = self.env[action.res_model].with_user(user)
        views = [list(view) for view in action.views]
        if action.search_view_id:
            views.append([action.search_view_id.id, "search"])
        else:
            views.append([False, "search"])
        return model, model.get_views(views)["views"]

    def test_every_view_opens_and_reads_for_every_role(self):
        for action, roles in ACTIONS.items():
            for role in roles:
                model, views = self.views_of(action, getattr(self, role))
                records = model.search([], limit=20)
                for view_type in ("list", "form", "kanban", "calendar"):
                    if view_type not in views:
                        continue
                    with self.subTest(action=action, role=role, view=view_type):
                        # everything: a name read for one role must not serve the next from the cache
                        self.env.invalidate_all()
                        records.web_read(read_specification(views[view_type]["arch"], model._fields))

    def test_every_filter_searches(self):
        for action, roles in ACTIONS.items():
            user = getattr(self, roles[0])
            model, views = self.views_of(action, user)
            for node in etree.fromstring(views["search"]["arch"]).iter("filter"):
                with self.subTest(action=action, filter=node.get("name")):
                    if node.get("domain"):
                        model.search(safe_eval(node.get("domain"), {"uid": user.id}))
                    group_by = safe_eval(node.get("context") or "{}").get("group_by")
                    if group_by:
                        model.formatted_read_group([], [group_by], ["__count"])

    def test_queries_do_not_grow_with_the_list(self):
        def count(action, view, limit):
            model, views = self.views_of(action, self.clerk)
            specification = read_specification(views[view]["arch"], model._fields)
            records = model.search([], limit=limit)
            self.assertEqual(len(records), limit)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.web_read(specification)
            return self.env.cr.sql_log_count - before

        for _number in range(5):
            self.confirm_order(promised=self.company._gendan_today() + timedelta(days=25))
        for action in (
            "gendan_followup.action_gendan_orders",
            "gendan_followup.action_gendan_milestone",
            "gendan_followup.action_gendan_plan",
        ):
            for view in ("list", "kanban"):
                with self.subTest(action=action, view=view):
                    count(action, view, 6)  # warm
                    # less than one for each of the four more records
                    self.assertLess(count(action, view, 6), count(action, view, 2) + 4)

    def test_orders_are_sorted_by_buffer(self):
        _model, views = self.views_of("gendan_followup.action_gendan_orders", self.clerk)
        arch = etree.fromstring(views["list"]["arch"])
        self.assertTrue(arch.get("default_order").startswith("gendan_buffer_days"))

    def test_order_form_for_those_without_plans(self):
        """Accountants and the warehouse read orders, but no plans: the form must open for them."""
        view = self.env.ref("sale.view_order_form")
        accountant = self.env["res.users"].create(
            {
                "name": "Accountant",
                "login": "t_views_accountant",
                "group_ids": [(6, 0, [self.env.ref("account.group_account_invoice").id])],
            }
        )
        for user in (accountant, self.warehouse_user):
            order = self.order.with_user(user)
            arch = order.get_views([[view.id, "form"]])["views"]["form"]["arch"]
            self.assertNotIn('name="gendan_plan_ids"', arch)
            order.invalidate_recordset()
            ours = read_specification(arch, order._fields)
            order.web_read({name: spec for name, spec in ours.items() if name.startswith("gendan_")})

    def test_commitment_date_is_closed_on_a_promised_order(self):
        with Form(self.order.with_user(self.clerk)) as form, self.assertRaises(AssertionError):
            form.commitment_date = "2030-01-01 08:00:00"

    def test_departments_see_no_promise_and_no_buffer(self):
        model, views = self.views_of("gendan_followup.action_gendan_plan", self.quality_user)
        for view in views.values():
            for name in ("promise_date", "buffer_days", "latest_ship_date"):
                self.assertNotIn(f'<field name="{name}"', view["arch"])
        # what they see comes from an order that is closed to them
        with self.assertRaises(AccessError):
            self.order.with_user(self.quality_user).read(["name"])
        plan = self.plan.with_user(self.quality_user)
        self.env.invalidate_all()
        self.assertEqual(plan.order_name, self.order.name)
        # the breadcrumb
        plan.web_read({"display_name": {}})
        plan.milestone_ids.web_read({"display_name": {}})

    def test_next_step_and_first_day(self):
        self.assertIn(self.plan.next_milestone_id.name, self.order.gendan_next_step)
        self.assertTrue(self.order.with_user(self.clerk).gendan_can_follow)
        self.assertFalse(self.order.with_user(self.rep).gendan_can_follow)

    def test_infeasible_order_says_so(self):
        order = self.confirm_order(promised=self.company._gendan_today() + timedelta(days=2))
        self.assertGreater(order.gendan_infeasible_days, 0)
        self.assertEqual(order.gendan_infeasible_days, order.gendan_plan_ids.infeasible_days)

    def test_conditional_order_names_what_is_waited_for(self):
        order = self.confirm_order(gendan_condition_days=10)
        self.assertIn("10", order.gendan_condition_summary)
        self.assertIn("Contract", order.gendan_condition_summary)

    # === timeline ===

    def test_timeline_offers_ticks_only_to_those_who_may(self):
        def tickable(user):
            plan = self.plan.with_user(user)
            plan.invalidate_recordset(["timeline"])
            return {m["name"] for m in plan.timeline[0]["milestones"] if m["can_tick"]}

        self.assertEqual(tickable(self.clerk), {"Contract"})
        self.assertEqual(tickable(self.rep), set())
        # put to another department than theirs
        self.assertEqual(tickable(self.quality_user), set())

    def test_lists_offer_ticks_only_to_those_who_may(self):
        made, contract = (self.milestone(self.order, name) for name in ("made", "contract"))
        for user, expected in (
            (self.clerk, [True, True]),
            (self.rep, [False, False]),
            (self.quality_user, [True, False]),  # "made" is put to their department
        ):
            self.env.invalidate_all()
            self.assertEqual((made | contract).with_user(user).mapped("can_write"), expected, user.login)

    def test_timeline_on_order_and_plan_agree(self):
        order = self.order.with_user(self.clerk)
        self.assertEqual(order.gendan_timeline, self.plan.with_user(self.clerk).timeline)

    # === from documents to plans ===

    def test_production_shows_the_inhouse_date(self):
        production = self.env["mrp.production"].search([("product_id", "=", self.bag.id)], limit=1, order="id desc")
        self.assertTrue(production)
        self.assertEqual(production.gendan_inhouse_date, self.plan.inhouse_date)
        self.assertEqual(production.gendan_order_names, self.order.name)
        self.assertEqual(production.gendan_plan_count, 1)
        action = production.with_user(self.supervisor).action_gendan_view_plans()
        self.assertEqual(action["res_id"], self.plan.id)

    def test_inhouse_date_for_the_floor(self):
        """A workshop user sees the day, not the order."""
        worker = self.env["res.users"].create(
            {
                "name": "Worker",
                "login": "t_views_worker",
                "group_ids": [(6, 0, [self.env.ref("mrp.group_mrp_user").id])],
            }
        )
        production = self.env["mrp.production"].search([("product_id", "=", self.bag.id)], limit=1, order="id desc")
        self.env.invalidate_all()
        self.assertEqual(production.with_user(worker).gendan_inhouse_date, self.plan.inhouse_date)

    def test_transfer_and_purchase_lead_to_the_plan(self):
        for picking in self.order.picking_ids:
            self.assertEqual(picking._gendan_served_plans()[picking], self.plan)
        purchases = self.order.stock_reference_ids.purchase_ids
        self.assertTrue(purchases)
        for purchase in purchases:
            self.assertEqual(purchase.gendan_plan_count, 1)

    def test_departments_open_parts_of_a_split_line(self):
        part = self.plan.part_ids.filtered(lambda part: part.product_id == self.bag)
        part.with_user(self.clerk).action_split(20000, self.company._gendan_today() + timedelta(days=40))
        self.env.invalidate_all()
        names = self.order.gendan_part_ids.with_user(self.quality_user).mapped("display_name")
        self.assertEqual(len([name for name in names if "part" in name]), 2)

    def test_plan_leads_to_production_transfers_and_purchases(self):
        """With the reader's own access: numbers for everybody, lists for those who may."""
        plan = self.plan.with_user(self.quality_user)
        self.env.invalidate_all()
        self.assertEqual(plan.production_count, 1)
        self.assertEqual(plan.transfer_count, len(self.order.picking_ids))
        self.assertEqual(plan.purchase_count, len(self.order.stock_reference_ids.purchase_ids))
        production = self.env["mrp.production"].browse(plan.action_gendan_view_productions()["res_id"])
        self.assertEqual(production.product_id, self.bag)
        self.assertEqual(plan.action_gendan_view_transfers()["res_model"], "stock.picking")
        self.assertEqual(plan.action_gendan_view_purchases()["res_model"], "purchase.order")
        with self.assertRaises(AccessError):
            production.with_user(self.quality_user).check_access("read")

    def test_documents_show_the_worst_light(self):
        picking = self.order.picking_ids[:1]
        self.assertEqual(picking.gendan_plan_health, "on_track")
        self.plan.milestone_ids.filtered("is_target").sudo().retimed_date = self.plan.promise_date + timedelta(days=9)
        self.order._gendan_replay()
        self.env.invalidate_all()
        self.assertEqual(picking.gendan_plan_health, self.plan.delivery_health)
        self.assertIn(picking.gendan_plan_health, ("at_risk", "late"))

    def test_warehouse_reads_transfers_with_a_carrier(self):
        """Odoo matches carriers by zip prefixes, which warehouse users could not read."""
        warehouse = self.env["res.users"].create(
            {
                "name": "Warehouse",
                "login": "t_views_warehouse",
                "group_ids": [(6, 0, [self.env.ref("stock.group_stock_user").id])],
            }
        )
        product = self.env["product.product"].create({"name": "Truck", "type": "service"})
        self.env["delivery.carrier"].create({"name": "Truck", "product_id": product.id})
        self.env.invalidate_all()
        self.assertTrue(self.order.picking_ids.with_user(warehouse).mapped("allowed_carrier_ids"))

    def test_milestone_columns_come_worst_first(self):
        groups = self.env["gendan.milestone"].with_context(read_group_expand=True).formatted_read_group(
            [], ["health"], ["__count"]
        )
        order = ["late", "at_risk", "on_track", "done", "none"]
        found = [group["health"] for group in groups]
        self.assertEqual(found, [key for key in order if key in found])

    def test_next_step_is_dated_short(self):
        """No year in this year: the list has no room for it."""
        order = self.order.with_user(self.clerk).with_context(lang="en_US")
        today = fields.Date.context_today(order)
        self.assertNotIn(str(today.year), order._gendan_short_date(today))
        self.assertIn(str(today.year + 1), order._gendan_short_date(today.replace(year=today.year + 1, day=1)))

    def test_unfollowed_documents_stay_quiet(self):
        purchase = self.env["purchase.order"].create({"partner_id": self.supplier.id})
        self.assertEqual(purchase.gendan_plan_count, 0)
        self.assertFalse(purchase.gendan_order_names)

    def test_filters_keep_days_as_strings_of_today(self):
        """A Date filter that does not start with 'today' is cut in UTC (see odoo19.md)."""
        models = ("gendan.plan", "gendan.milestone", "sale.order")
        for view in self.env["ir.ui.view"].search([("model", "in", models), ("type", "=", "search")]):
            if not (view.xml_id or "").startswith("gendan_followup."):
                continue
            for node in etree.fromstring(view.arch_db).iter("filter"):
                domain = Domain(safe_eval(node.get("domain") or "[]", {"uid": 1}))
                for condition in domain.iter_conditions():
                    if condition.field_expr.endswith(("_date", "_due")) and isinstance(condition.value, str):
                        self.assertTrue(condition.value.startswith("today"), (view.xml_id, condition))
