"""Who may do what: every model x every role x read, write, create, unlink.

The specification stands in ``access_spec.py``; the test fails when a model of the add-on is missing from it.
"""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.gendan_followup.models.production.delay_report import MOVING

from .access_spec import MODELS, OPERATIONS, RECORDS, ROLES
from .common import MONDAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAccessMatrix(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role_users = {
            "clerk": cls.clerk,
            "supervisor": cls.supervisor,
            "rep": cls.rep,
            "department": cls.quality_user,
            "portal": cls.portal_user,
            "employee": cls.employee,
        }
        cls.own_order = cls.confirm_order(promised=date(2026, 11, 20))
        cls.foreign_order = cls.confirm_order(
            promised=date(2026, 11, 20), partner_id=cls.foreign_customer.id, user_id=cls.other_rep.id
        )
        cls.other_order = cls._order_of_other_company()
        department = cls.env["gendan.department"].create({"name": "Planning (test)"})
        point = cls.env["gendan.review.point"].create(
            {"name": "Capacity", "question": "Capacity?", "department_id": department.id}
        )
        for order in cls.own_order | cls.foreign_order | cls.other_order:
            cls.env["gendan.review.item"].create(
                {"order_id": order.id, "point_id": point.id, "company_id": order.company_id.id}
            )
            cls._chop(order)
            cls._change(order)
            cls._answer(order)
            cls._note(order)
            cls._export(order)
            cls._progress(order)
            cls.env["gendan.remittance"].create({"order_id": order.id, "amount": 10})
            cls.env["gendan.inquiry"].create(
                {"order_id": order.id, "company_id": order.company_id.id, "name": "When?", "asker_id": False}
            )
            cls.env["gendan.complaint"].create({"order_id": order.id, "subject": "Seal tears"})
            cls._collect(order)
            cls._paper(order)
            cls.env["gendan.exception"].create(
                {"title": "Press stands still", "res_model": "sale.order", "res_id": order.id}
            )
            cls._slip(order, department)
            cls._word(order, department)
            cls._delay(order)
            cls.env["gendan.date.proposal"]._gendan_draft(order.gendan_part_ids)
            order.gendan_order_kind = "processing"
            cls.env["gendan.customer.material"].create({"order_id": order.id, "product_id": cls.film.id})

    @classmethod
    def _chop(cls, order):
        """A contract that got its chop."""
        chop = cls.env["gendan.chop"].create({"name": "Contract chop", "company_id": order.company_id.id})
        contract = cls.env["gendan.contract"].create({"order_id": order.id})
        contract.action_ask()
        contract._gendan_moved().chop_id = chop
        cls.env["gendan.chop.use"].create(
            {"chop_id": chop.id, "contract_id": contract.id, "user_id": cls.env.uid, "used_at": MONDAY}
        )

    @classmethod
    def _change(cls, order):
        """A version, and a change with what it touches and a paper to come back."""
        order._gendan_freeze_version()
        paper = cls.env["gendan.document"].create(
            {
                "kind": "process_card",
                "order_id": order.id,
                "partner_id": order.partner_id.id,
                "company_id": order.company_id.id,
                "issue_ids": [Command.create({"how": "hand"})],
            }
        )
        order._gendan_make_cancellation()
        order.gendan_order_change_ids._gendan_take_papers_back(paper)

    @classmethod
    def _answer(cls, order):
        """What the customer answered about a minimum."""
        minimum = cls.env["gendan.moq"].create(
            {"company_id": order.company_id.id, "policy": "warn", "quantity": 1}
        )
        cls.env["gendan.moq.consent"].create(
            {
                "order_id": order.id,
                "moq_id": minimum.id,
                "key": "order",
                "label": "All products",
                "answer": "declined",
                "given_by": "Ms Chen",
                "given_on": date(2026, 11, 2),
                "source": "email",
                "evidence": "mail of 2 November",
            }
        )

    @classmethod
    def _collect(cls, order):
        """Money a carrier collects for the order."""
        picking = order.picking_ids[:1]
        cls.env["gendan.cod"].create(
            {**picking._gendan_prepare_cod_vals(order, 10.0), "due": date(2026, 11, 9)}
        )

    @classmethod
    def _paper(cls, order):
        """A cheque for the order, and its deposit."""
        cls.env["gendan.payment.paper"].create(
            {
                "name": f"CQ-{order.id}",
                "partner_id": order.partner_id.commercial_partner_id.id,
                "company_id": order.company_id.id,
                "order_id": order.id,
                "amount": 10.0,
                "due_on": date(2026, 12, 1),
            }
        )
        cls.env["gendan.deposit"]._gendan_as_code().create(
            {"order_id": order.id, "kind": "deposit", "percent": 30, "due": date(2026, 11, 9)}
        )

    @classmethod
    def _slip(cls, order, department):
        """A liaison slip about the order, issued to a department that is not the tests'."""
        department.head_id = cls.warehouse_user
        slip = cls.env["gendan.slip"].create(
            {
                "order_id": order.id,
                "company_id": order.company_id.id,
                "subject": "Capacity",
                "body": "Is there any?",
                "line_ids": [Command.create({"department_id": department.id})],
            }
        )
        slip.action_issue()

    @classmethod
    def _word(cls, order, department):
        """A day that a department, not the tests', was asked for and has confirmed."""
        order.company_id.gendan_date_department_id = department
        parts = order.gendan_part_ids
        parts._gendan_ask_word()
        parts._gendan_confirm_date(dict.fromkeys(parts, date(2026, 11, 18)))
        cls.env["gendan.date.warning"].create(
            [{**part._gendan_prepare_warning_vals(), "reason": "forecast"} for part in parts]
        )

    @classmethod
    def _delay(cls, order):
        """A delay report of the order's delivery, with a measure of nobody who is tested."""
        plan = order.gendan_plan_ids[:1]
        found = {"basis": "last", "promised_date": date(2026, 11, 1), "arrived_date": date(2026, 11, 2), "days_late": 1}
        report = (
            cls.env["gendan.delay.report"]
            .with_context(gendan_delay=MOVING)
            .create(plan._gendan_prepare_delay_vals(found))
        )
        cls.env["gendan.delay.measure"].create(
            {"report_id": report.id, "name": "Another supplier", "owner_id": cls.env.uid, "due": "2026-12-01"}
        )

    @classmethod
    def _note(cls, order):
        """A delivery note of the order's transfer."""
        picking = order.picking_ids[:1]
        picking.company_id.gendan_note = True
        cls.env["gendan.delivery.note"].create(
            {**picking._gendan_prepare_note_vals(picking._gendan_note_content()), "order_id": order.id}
        )

    @classmethod
    def _export(cls, order):
        """The export papers of the order's transfer."""
        cls.env["gendan.export.shipment"].create(
            {"picking_id": order.picking_ids[:1].id, "company_id": order.company_id.id, "order_id": order.id}
        )

    @classmethod
    def _progress(cls, order):
        """An operation of a production made for the order; no department's own."""
        line = order.order_line[0]
        production = cls.env["mrp.production"].create(
            {"product_id": line.product_id.id, "company_id": order.company_id.id}
        )
        production.sale_line_id = line
        cls.env["gendan.progress.step"].create({"production_id": production.id, "name": "Printing"})
        production.action_confirm()
        cls.env["gendan.outside"].create(
            {
                "production_id": production.id,
                "company_id": order.company_id.id,
                "processor_id": cls.supplier.id,
                "process_id": cls.env.ref("gendan_followup.outside_process_other").id,
            }
        )

    @classmethod
    def _order_of_other_company(cls):
        company, cls.hk_clerk = cls.make_other_company(warehouse=True)
        env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        partner = env["res.partner"].create({"name": "Chun Fung", "gendan_clerk_id": cls.clerk.id})
        product = env["product.product"].create({"name": "Beanie", "type": "consu", "taxes_id": [Command.clear()]})
        order = env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 10})],
            }
        )
        order.action_confirm()
        cls.settle(order)
        assert order.gendan_plan_ids, "the other company's order is followed"
        return order

    def test_every_model_of_the_addon_is_in_the_table(self):
        models = {
            model.model
            for model in self.env["ir.model"].search([("model", "=like", "gendan.%")])
            if not self.env[model.model]._abstract and not self.env[model.model]._transient
        }
        self.assertEqual(models, set(MODELS))

    def test_models(self):
        for model, rights in MODELS.items():
            for role in ROLES:
                records = self.env[model].with_user(self.role_users[role])
                found = "".join(letter for letter, name in OPERATIONS.items() if records.has_access(name))
                with self.subTest(model=model, role=role):
                    self.assertEqual(found, rights[role])

    def test_transient_models_are_for_those_who_use_them(self):
        for model in self.env["ir.model"].search([("model", "=like", "gendan.%")]):
            if self.env[model.model]._transient:
                with self.subTest(model=model.model):
                    self.assertFalse(self.env[model.model].with_user(self.portal_user).has_access("create"))

    def sample(self, model, order):
        domain = [("id", "=", order.id)] if model == "sale.order" else [("order_id", "=", order.id)]
        return self.env[model].search(domain)

    def test_records(self):
        for model, rights in RECORDS.items():
            for role, expected in rights.items():
                for which, order, letters in zip(
                    ("own", "foreign", "other company"),
                    (self.own_order, self.foreign_order, self.other_order),
                    expected,
                    strict=True,
                ):
                    records = self.sample(model, order).with_user(self.role_users[role])
                    self.assertTrue(records, f"{model}: no sample of {which}")
                    found = "".join(
                        letter for letter, name in OPERATIONS.items() if letter in "rw" and records.has_access(name)
                    )
                    with self.subTest(model=model, role=role, record=which):
                        self.assertEqual(found, letters)

    def test_a_contract_that_waits_for_a_check_is_every_clerks_to_read(self):
        self.env["gendan.paper.rule"].create({"kind": "contract", "company_id": self.company.id, "needs_check": True})
        foreign = self.env["gendan.contract"].create({"order_id": self.foreign_order.id})
        contract = foreign.with_user(self.clerk)

        def rights():
            self.env.invalidate_all()
            return "".join(letter for letter, name in OPERATIONS.items() if contract.has_access(name))

        self.assertEqual(rights(), "", "a draft")
        foreign.action_ask()
        self.assertTrue(foreign.waits_for_check)
        self.assertEqual(rights(), "r")
        for user in (self.rep, self.quality_user, self.employee, self.portal_user):
            self.assertFalse(foreign.with_user(user).has_access("read"), user.login)
        foreign._gendan_moved().checked_by_id = self.supervisor
        self.assertEqual(rights(), "", "somebody else checked it")
        foreign._gendan_moved().checked_by_id = self.clerk
        self.assertEqual(rights(), "r", "what she checked she may read")

    def test_the_backup_sees_the_customer_only_while_she_stands_in(self):
        plan = self.own_order.gendan_plan_ids.with_user(self.backup)
        self.assertFalse(plan.has_access("read"))
        self.env["gendan.absence"].create(
            {
                "user_id": self.clerk.id,
                "backup_id": self.backup.id,
                "date_from": "2026-11-01 00:00:00",
                "date_to": "2026-11-05 00:00:00",
            }
        )
        plan.invalidate_recordset()
        self.assertTrue(plan.has_access("read"))
        with freeze_time("2026-11-06 00:00:00"):
            plan.invalidate_recordset()
            self.assertFalse(plan.has_access("read"))

    def test_a_backup_trained_for_the_customer_sees_it_though_another_was_named(self):
        self.env["gendan.absence"].create(
            {
                "user_id": self.clerk.id,
                "backup_id": self.other_clerk.id,
                "date_from": "2026-11-01 00:00:00",
                "date_to": "2026-11-05 00:00:00",
            }
        )
        self.assertEqual(self.customer._gendan_acting_user()[self.customer][0], self.backup)
        self.assertTrue(self.own_order.gendan_plan_ids.with_user(self.backup).has_access("read"))
        self.assertTrue(self.own_order.gendan_promise_ids.with_user(self.backup).has_access("read"))

    def test_every_rule_opens_and_closes_with_the_absence(self):
        """By the second, in one registry: nothing is kept but the rule itself, and only the clock moves."""
        keyed = [("domain_force", "like", "_gendan_own_customers"), ("perm_read", "=", True)]
        rules = self.env["ir.rule"].search(keyed)
        models = sorted(set(rules.model_id.mapped("model")))

        def seen(user, moment):
            with freeze_time(moment):
                asked = {name: self.env[name].with_user(user) for name in models}
                asked = {name: model for name, model in asked.items() if model.has_access("read")}
                return {name: set(asked[name].search([]).ids) if name in asked else set() for name in models}

        start, end = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
        second = timedelta(seconds=1)
        outsiders = [self.other_clerk, self.rep, self.quality_user, self.hk_clerk]
        before = {user: seen(user, MONDAY) for user in (self.clerk, self.backup, self.supervisor, *outsiders)}
        self.env["gendan.absence"].create(
            {"user_id": self.clerk.id, "backup_id": self.backup.id, "date_from": start, "date_to": end}
        )
        self.env.flush_all()
        hers = {name: before[self.clerk][name] - before[self.backup][name] for name in models}
        told = [name for name in models if hers[name]]
        self.assertGreater(len(told), 15)
        for moment, opened in ((start - second, False), (start, True), (end - second, True), (end, False)):
            now = seen(self.backup, moment)
            for name in told:
                with self.subTest(model=name, moment=moment):
                    self.assertEqual(now[name] - before[self.backup][name], hers[name] if opened else set())
            self.assertEqual(seen(self.clerk, moment), before[self.clerk], "she herself may look in")
            with freeze_time(moment):  # same clerk, another company
                plan = self.env["gendan.plan"].browse(self.other_order.gendan_plan_ids.ids)
                self.assertFalse(plan.with_user(self.backup).has_access("read"))
        for user in (self.supervisor, *outsiders):
            self.assertEqual(seen(user, start), before[user], user.login)

    def test_one_for_all_shuts_out_the_trained_and_lets_in_the_chosen(self):
        plan = self.own_order.gendan_plan_ids
        absence = self.env["gendan.absence"].create(
            {
                "user_id": self.clerk.id,
                "backup_id": self.other_clerk.id,
                "cover": "one",
                "date_from": "2026-11-01 00:00:00",
            }
        )
        self.assertTrue(plan.with_user(self.other_clerk).has_access("read"))
        self.assertFalse(plan.with_user(self.backup).has_access("read"))
        absence.cover_ids = [Command.create({"partner_id": self.customer.id, "user_id": self.backup.id})]
        self.assertTrue(plan.with_user(self.backup).has_access("read"))
        absence.date_to = "2026-11-01 12:00:00"
        self.assertFalse(plan.with_user(self.backup).has_access("read"))

    def test_both_away_opens_to_who_stands_in_for_the_supervisor(self):
        plan = self.own_order.gendan_plan_ids
        stand_in = self.make_users(third="gendan_followup.group_gendan_user")

        def away(user, backup, hours):
            return self.env["gendan.absence"].create(
                {"user_id": user.id, "backup_id": backup.id, "date_from": MONDAY - timedelta(hours=hours)}
            )

        away(self.clerk, self.backup, 3)
        away(self.supervisor, stand_in, 2)
        self.assertFalse(plan.with_user(stand_in).has_access("read"), "the backup is here")
        away(self.backup, self.other_clerk, 1)
        self.assertEqual(self.customer._gendan_acting_user()[self.customer], (stand_in, self.clerk))
        self.assertTrue(plan.with_user(stand_in).has_access("read"))

    def test_a_clerk_sees_all_customers_by_the_setting(self):
        plan = self.foreign_order.gendan_plan_ids.with_user(self.clerk)
        self.assertFalse(plan.has_access("read"))
        self.clerk.group_ids = [Command.link(self.env.ref("gendan_followup.group_gendan_user_all").id)]
        plan.invalidate_recordset()
        self.assertTrue(plan.has_access("read"))

    def test_a_department_reads_no_order_and_no_price(self):
        with self.assertRaises(AccessError):
            self.own_order.with_user(self.quality_user).read(["name"])
        plan = self.own_order.gendan_plan_ids.with_user(self.quality_user)
        self.assertEqual(plan.order_name, self.own_order.name)
        money = {"monetary", "float"}
        for model in ("gendan.plan", "gendan.milestone", "gendan.part"):
            for name, field in self.env[model]._fields.items():
                if field.type in money:
                    self.assertEqual((model, name), ("gendan.part", "quantity"))

    def test_the_portal_reads_nothing_internal_of_its_own_order(self):
        order = self.own_order.with_user(self.portal_user)
        for name in self.env["sale.order"]._fields:
            if name.startswith("gendan_") and name in (
                "gendan_buffer_days",
                "gendan_timeline",
                "gendan_held_days",
                "gendan_delivery_health",
                "gendan_look_due",
            ):
                with self.subTest(field=name), self.assertRaises(AccessError):
                    order.read([name])
