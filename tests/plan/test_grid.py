"""The grid orders x milestones: what it shows to whom, and in how many queries."""

from datetime import date, timedelta

from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.gendan_followup.tools.grid_cell import cell_code

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestGrid(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._gendan_today()
        cls.order = cls.confirm_order(promised=cls.today + timedelta(days=30))
        cls.plan = cls.order.gendan_plan_ids

    def grid(self, user=None, domain=None, **values):
        plans = self.env["gendan.plan"].with_user(user or self.clerk)
        return plans.gendan_grid(domain if domain is not None else [("order_id", "=", self.order.id)], **values)

    def cell(self, grid, name, row=0):
        """The cell of the test's own kind ``name``."""
        column = [column["id"] for column in grid["columns"]].index(self.kinds[name].id)
        return grid["rows"][row]["cells"][column]

    # === rows and cells ===

    def test_a_row_is_a_plan_a_column_a_kind_of_its_template(self):
        grid = self.grid()
        self.assertEqual(
            [column["name"] for column in grid["columns"] if column["light"] == "delivery"],
            ["Confirmed", "Contract", "Material", "Made", "Shipped", "Arrived"],
        )
        (row,) = grid["rows"]
        self.assertEqual((row["order"], row["customer"], row["ref"]), (self.order.name, "Maili Foods", "PO-778"))
        self.assertEqual(row["buffer"], self.plan.buffer_days)
        self.assertEqual(row["day"], str(self.plan.promise_date))
        self.assertEqual(self.cell(grid, "confirmed")["d"], str(self.today))
        self.assertIn(self.cell(grid, "confirmed")["c"], ("done", "done_late"))
        made = self.cell(grid, "made")
        self.assertEqual(made["d"], str(self.milestone(self.order, "made").forecast_date))
        self.assertEqual(made["b"], str(self.milestone(self.order, "made").baseline_date))

    def test_skipped_and_added_milestones(self):
        contract = self.milestone(self.order, "contract").with_user(self.clerk)
        contract.action_skip("The customer never signs")
        extra = self.make_kind("photo_shoot")
        self.plan.with_user(self.clerk).action_add_milestone(extra, self.today + timedelta(days=4))
        twice = self.plan.with_user(self.clerk).action_add_milestone(
            self.kinds["contract"], self.today + timedelta(days=5), own_name="Contract again"
        )
        grid = self.grid()
        cell = self.cell(grid, "contract")
        self.assertEqual((cell["i"], cell["c"], cell["y"]), (contract.id, "skipped", "The customer never signs"))
        self.assertNotIn("d", cell)
        self.assertEqual([more["n"] for more in grid["rows"][0]["more"]], ["Photo Shoot", "Contract again"])
        self.assertEqual(grid["rows"][0]["more"][1]["i"], twice.id)

    def test_columns_are_those_of_the_commonest_template_unless_chosen(self):
        other = self.make_template(
            "Other (test)", [(self.kinds["confirmed"], 0, [], {}), (self.kinds["made"], 3, [0], {})]
        )
        second = self.confirm_order(promised=self.today + timedelta(days=20), gendan_template_id=other.id)
        third = self.confirm_order(promised=self.today + timedelta(days=25))
        domain = [("order_id", "in", (self.order | second | third).ids)]
        grid = self.grid(domain=domain)
        self.assertEqual(grid["template"], self.template.id)
        self.assertEqual([found["count"] for found in grid["templates"]], [2, 1])
        grid = self.grid(domain=domain, template=other.id)
        self.assertEqual([c["name"] for c in grid["columns"] if c["light"] == "delivery"], ["Confirmed", "Made"])
        # what other templates have besides is not lost
        row = next(row for row in grid["rows"] if row["order_id"] == third.id)
        self.assertEqual([cell["n"] for cell in row["more"]], ["Contract", "Material", "Shipped", "Arrived"])
        grid = self.grid(domain=domain, template="all")
        self.assertEqual(len([c for c in grid["columns"] if c["light"] == "delivery"]), 6)
        self.assertFalse(any(row["more"] for row in grid["rows"]))

    def test_a_template_that_is_gone_does_not_break_a_favourite(self):
        gone = self.make_template("Gone (test)", [(self.kinds["confirmed"], 0, [], {})])
        number = gone.id
        gone.unlink()
        self.assertEqual(self.grid(template=number)["template"], self.template.id)

    def test_papers_and_money_can_be_left_out(self):
        self.customer.gendan_settlement_profile_id = self.env["gendan.settlement.profile"].search(
            [("line_ids", "!=", False)], limit=1
        )
        order = self.confirm_order(promised=self.today + timedelta(days=30))
        domain = [("order_id", "=", order.id)]
        money = [column for column in self.grid(domain=domain)["columns"] if column["light"] == "money"]
        self.assertEqual(len(money), len(order.gendan_milestone_ids.filtered(lambda m: m.light == "money")))
        grid = self.grid(domain=domain, money=False)
        self.assertFalse([column for column in grid["columns"] if column["light"] == "money"])
        self.assertFalse(grid["rows"][0]["more"])

    def test_nothing_found(self):
        grid = self.grid(domain=[("id", "=", 0)])
        self.assertEqual((grid["total"], grid["rows"], grid["template"]), (0, [], False))

    # === order, groups, pages ===

    def several(self):
        nordlicht = self.foreign_customer
        nordlicht.gendan_clerk_id = self.clerk
        orders = self.order
        for number, customer in enumerate([nordlicht, self.customer, nordlicht, self.customer]):
            orders |= self.confirm_order(promised=self.today + timedelta(days=20 + 3 * number), partner_id=customer.id)
        return orders

    def test_groups_stand_together_and_pages_go_through_all(self):
        orders = self.several()
        domain = [("order_id", "in", orders.ids)]
        whole = self.grid(domain=domain, groupby=["partner_id"])
        self.assertEqual([group["label"] for group in whole["groups"]], [["Maili Foods"], ["Nordlicht Naturkost GmbH"]])
        self.assertEqual([group["count"] for group in whole["groups"]], [3, 2])
        pages = [self.grid(domain=domain, groupby=["partner_id"], offset=n, limit=2) for n in (0, 2, 4)]
        self.assertEqual([row["id"] for page in pages for row in page["rows"]], [row["id"] for row in whole["rows"]])
        self.assertEqual(
            [[(group["count"], group["rows"]) for group in page["groups"]] for page in pages],
            [[(3, 2)], [(3, 1), (2, 1)], [(2, 1)]],
        )
        self.assertEqual(pages[0]["total"], 5)

    def test_groups_by_week_and_light_have_words(self):
        domain = [("order_id", "in", self.several().ids)]
        for groupby in ("promise_date:week", "delivery_health", "clerk_id", "template_id"):
            for group in self.grid(domain=domain, groupby=[groupby])["groups"]:
                self.assertTrue(group["label"][0] and isinstance(group["label"][0], str), groupby)
        labels = {group["label"][0] for group in self.grid(domain=domain, groupby=["delivery_health"])["groups"]}
        self.assertLessEqual(labels, {"On track", "At risk", "Late"})

    def test_sorted_by_a_milestone(self):
        orders = self.several()
        domain = [("order_id", "in", orders.ids)]
        made = self.kinds["made"].id
        grid = self.grid(domain=domain, order=f"kind {made}")
        days = [self.cell(grid, "made", row)["d"] for row in range(5)]
        self.assertEqual(days, sorted(days))
        back = self.grid(domain=domain, order=f"kind {made} desc")
        self.assertEqual([self.cell(back, "made", row)["d"] for row in range(5)], days[::-1])

    def test_sorted_by_buffer(self):
        domain = [("order_id", "in", self.several().ids)]
        buffers = [row["buffer"] for row in self.grid(domain=domain, order="buffer_days")["rows"]]
        self.assertEqual(buffers, sorted(buffers))

    # === who sees what ===

    def test_each_role_sees_its_own(self):
        for user, rows in (
            (self.clerk, 1),
            (self.other_clerk, 0),
            (self.supervisor, 1),
            (self.rep, 1),
            (self.other_rep, 0),
            (self.quality_user, 1),
        ):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                self.assertEqual(len(self.grid(user)["rows"]), rows)
        for user in (self.warehouse_user, self.employee):
            with self.assertRaises(AccessError):
                self.grid(user)

    def test_departments_see_no_promise_no_buffer_and_no_money(self):
        self.env.invalidate_all()
        grid = self.grid(self.quality_user)
        (row,) = grid["rows"]
        self.assertFalse(grid["sees_promise"])
        self.assertFalse(grid["opens_order"])
        self.assertEqual((row["buffer"], row["forecast"], row["money"]), (False, False, False))
        self.assertEqual(row["day"], str(self.plan.inhouse_date))
        self.assertFalse([cell for cell in row["cells"] if cell and "s" in cell], "slack gives the promise away")

    def test_who_may_type_where(self):
        def typeable(user):
            self.env.invalidate_all()
            return {name for name in self.kinds if self.cell(self.grid(user), name).get("t")}

        self.assertEqual(typeable(self.clerk), {"contract", "arrived"})
        self.assertEqual(typeable(self.rep), set())
        # "made" is put to their department, but Odoo sets it
        self.assertEqual(typeable(self.quality_user), set())
        self.milestone(self.order, "contract").sudo().department_id = self.quality
        self.assertEqual(typeable(self.quality_user), {"contract"})

    # === cost ===

    def test_queries_do_not_grow_with_the_rows(self):
        for _number in range(9):
            self.confirm_order(promised=self.today + timedelta(days=25))

        def count(limit, **values):
            self.env.invalidate_all()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            grid = self.grid(domain=[("partner_id", "=", self.customer.id)], limit=limit, **values)
            self.assertEqual(len(grid["rows"]), limit)
            return self.env.cr.sql_log_count - before

        for values in (
            {},
            {"groupby": ["partner_id", "promise_date:week"]},
            {"order": f"kind {self.kinds['made'].id}"},
        ):
            count(10, **values)  # warm
            self.assertEqual(count(10, **values), count(2, **values), values)

    def test_number_of_queries(self):
        domain = [("partner_id", "=", self.customer.id)]
        for _number in range(3):
            self.confirm_order(promised=self.today + timedelta(days=25))
        self.grid(domain=domain)
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            self.grid(domain=domain)


@tagged("post_install", "-at_install")
class TestGridCell(GendanCase):
    """The colour of a cell, one table for the screen and Excel."""

    def test_codes(self):
        today = date(2026, 11, 2)
        days = {name: today + timedelta(days=n) for name, n in {"before": -1, "today": 0, "soon": 3, "far": 9}.items()}
        for expected, state, values in (
            ("done", "done", {"baseline": days["today"], "actual": days["before"]}),
            ("done", "done", {"actual": days["before"]}),
            ("done_late", "done", {"baseline": days["before"], "actual": days["today"]}),
            ("late", "open", {"slack": -1, "baseline": days["far"], "forecast": days["far"]}),
            ("overdue", "open", {"baseline": days["before"], "forecast": days["today"]}),
            ("risk", "open", {"baseline": days["soon"], "forecast": days["far"]}),
            ("soon", "open", {"baseline": days["soon"], "forecast": days["soon"]}),
            ("open", "open", {"baseline": days["far"], "forecast": days["far"]}),
            ("open", "open", {}),
            ("skipped", "skipped", {"baseline": days["before"]}),
            ("na", "na", {}),
        ):
            with self.subTest(expected=expected, values=values):
                self.assertEqual(cell_code(state, today, **values), expected)


@tagged("post_install", "-at_install")
class TestGridView(GendanCase):
    """The view type on the server."""

    def make_view(self, arch, model="gendan.plan"):
        return self.env["ir.ui.view"].create(
            {"name": "grid (test)", "model": model, "type": "gendan_grid", "arch": arch}
        )

    def test_every_role_gets_the_view(self):
        for user in (self.clerk, self.supervisor, self.rep, self.quality_user):
            views = self.env["gendan.plan"].with_user(user).get_views([(False, "gendan_grid"), (False, "search")])
            arch = etree.fromstring(views["views"]["gendan_grid"]["arch"])
            self.assertEqual(arch.tag, "gendan_grid")
            self.assertTrue(arch.get("default_order").startswith("buffer_days"))

    def test_web_client_knows_its_name_and_icon(self):
        info = self.env["ir.ui.view"].get_view_info()["gendan_grid"]
        self.assertTrue(info["icon"] and info["display_name"] and info["multi_record"])

    def test_action_opens_on_the_grid(self):
        action = self.env.ref("gendan_followup.action_gendan_grid")
        self.assertEqual(action.views[0][1], "gendan_grid")
        self.assertEqual(action.mobile_view_mode, "gendan_grid")
        self.assertIn("gendan_grid", self.env.ref("gendan_followup.action_gendan_plan").view_mode.split(","))

    def test_good_arch_is_taken(self):
        self.assertTrue(self.make_view('<gendan_grid limit="50" default_order="promise_date desc, id" money="0"/>'))

    def test_bad_arch_is_refused(self):
        for arch, model in (
            ('<gendan_grid limit="0"/>', "gendan.plan"),
            ('<gendan_grid limit="many"/>', "gendan.plan"),
            ('<gendan_grid editable="bottom"/>', "gendan.plan"),
            ('<gendan_grid default_order="no_such_field"/>', "gendan.plan"),
            ('<gendan_grid><field name="order_id"/></gendan_grid>', "gendan.plan"),
            ("<gendan_grid/>", "sale.order"),
        ):
            with self.subTest(arch=arch, model=model), self.assertRaises(ValidationError):
                self.make_view(arch, model)
