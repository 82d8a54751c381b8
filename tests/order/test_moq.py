"""Minimum quantities: which rule counts what, the offer with both prices, the customer's yes, the surcharge."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import MONDAY, TODAY, GendanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMoq(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["gendan.moq"].search([]).active = False
        cls.loss = cls.env["product.product"].create(
            {"name": "Loss of material", "type": "service", "invoice_policy": "order", "taxes_id": [Command.clear()]}
        )

    @classmethod
    def minimum(cls, quantity=1000, amount=800, **values):
        return cls.env["gendan.moq"].create(
            {
                "product_tmpl_id": cls.carton.product_tmpl_id.id,
                "quantity": quantity,
                "surcharge_amount": amount,
                "surcharge_product_id": cls.loss.id,
                **values,
            }
        )

    def short(self, order):
        self.env.flush_all()
        return order._gendan_moq_shortfalls().get(order, [])

    def yes(self, **values):
        return {
            "answer": "surcharge",
            "given_by": "Ms Chen",
            "given_on": TODAY,
            "source": "chat",
            "evidence": "WeChat 9:05",
            **values,
        }

    def agree(self, order, **values):
        return order._gendan_moq_answered(self.short(order)[0], **self.yes(**values))

    def charged(self, order):
        return order.order_line.filtered("gendan_moq_consent_id")

    def problems(self, order):
        return order._gendan_review_below_moq().get(order, [])

    # === what counts ===

    def test_an_order_below_its_minimum(self):
        rule = self.minimum()
        found = self.short(self.make_order([(self.carton, 400)]))
        self.assertEqual([(short.rule, short.quantity, short.missing) for short in found], [(rule, 400, 600)])
        self.assertFalse(self.short(self.make_order([(self.carton, 1000)])))
        self.assertFalse(self.short(self.make_order([(self.bag, 1)])))

    def test_without_rules_nothing_is_asked_of_the_database(self):
        order = self.make_order([(self.carton, 1)])
        order._gendan_moq_shortfalls()
        self.env.flush_all()
        order.mapped("company_id")
        with self.assertQueryCount(0):
            self.assertFalse(order._gendan_moq_shortfalls())
            order._gendan_moq_refresh()

    def test_any_unit(self):
        dozens = self.minimum(quantity=10, uom_id=self.env.ref("uom.product_uom_dozen").id)
        self.assertFalse(self.short(self.make_order([(self.carton, 120)])))
        found = self.short(self.make_order([(self.carton, 60)]))
        self.assertEqual((found[0].quantity, found[0].missing), (5, 5))
        # kilograms are no measure for cartons
        self.minimum(quantity=10, uom_id=self.env.ref("uom.product_uom_kgm").id, partner_id=self.customer.id)
        self.assertEqual([short.rule for short in self.short(self.make_order([(self.carton, 60)]))], [dozens])

    def test_lines_of_one_order_are_counted_together(self):
        self.minimum()
        self.assertFalse(self.short(self.make_order([(self.carton, 400), (self.carton, 600)])))

    def test_by_design(self):
        category = self.env["product.category"].create({"name": "Printed"})
        (self.bag | self.carton).categ_id = category
        self.minimum(product_tmpl_id=False, categ_id=category.id, scope="design")
        found = self.short(self.make_order([(self.bag, 600), (self.carton, 700), (self.bag, 500)]))
        self.assertEqual([short.label for short in found], [self.carton.display_name])
        # counted by the order they are enough
        self.env["gendan.moq"].search([]).scope = "order"
        self.assertFalse(self.short(self.make_order([(self.bag, 600), (self.carton, 700)])))

    def shirt(self):
        colour = self.env["product.attribute"].create(
            {"name": "Colour", "value_ids": [Command.create({"name": name}) for name in ("Red", "Blue")]}
        )
        size = self.env["product.attribute"].create(
            {"name": "Size", "value_ids": [Command.create({"name": name}) for name in ("S", "M")]}
        )
        template = self.env["product.template"].create(
            {
                "name": "Sweater",
                "attribute_line_ids": [
                    Command.create({"attribute_id": found.id, "value_ids": [Command.set(found.value_ids.ids)]})
                    for found in (colour, size)
                ],
            }
        )
        return colour, template, {variant.display_name: variant for variant in template.product_variant_ids}

    def test_by_colour_whatever_the_size(self):
        colour, template, variants = self.shirt()
        self.minimum(product_tmpl_id=template.id, scope="colour", attribute_id=colour.id, quantity=600)
        order = self.make_order(
            [
                (variants["Sweater (Red, S)"], 300),
                (variants["Sweater (Red, M)"], 300),
                (variants["Sweater (Blue, S)"], 200),
                (variants["Sweater (Blue, M)"], 300),
            ]
        )
        found = self.short(order)
        self.assertEqual([(short.label, short.missing) for short in found], [("Sweater, Blue", 100)])

    def test_by_lot_of_material_through_the_bills(self):
        """Three rolls of film for a thousand bags: the mill delivers from ten."""
        self.minimum(product_tmpl_id=False, scope="lot", material_id=self.film.id, quantity=10)
        found = self.short(self.make_order([(self.bag, 2000), (self.bag, 1000), (self.carton, 5)]))
        self.assertEqual([(short.label, short.quantity) for short in found], [("BOPP film", 9)])
        self.assertFalse(self.short(self.make_order([(self.bag, 4000)])))
        self.assertFalse(self.short(self.make_order([(self.carton, 5)])))

    def test_the_closest_rule_wins(self):
        printed = self.env["product.category"].create({"name": "Printed"})
        self.carton.categ_id = self.env["product.category"].create({"name": "Boxes", "parent_id": printed.id})
        general = self.minimum(quantity=100, product_tmpl_id=False)
        outer = self.minimum(quantity=150, product_tmpl_id=False, categ_id=printed.id)
        category = self.minimum(quantity=200, product_tmpl_id=False, categ_id=self.carton.categ_id.id)
        product = self.minimum(quantity=300)
        own = self.minimum(quantity=50, product_tmpl_id=False, partner_id=self.customer.id)
        order = self.make_order([(self.carton, 1)], partner_id=self.foreign_customer.id)
        for rule in (product, category, outer, general):
            self.assertEqual([short.rule for short in self.short(order)], [rule])
            rule.active = False
        order = self.make_order([(self.carton, 1)])
        (general | outer | category | product).active = True
        self.assertEqual([short.rule for short in self.short(order)], [own])

    def test_samples_and_make_ups_have_no_minimum(self):
        self.minimum()
        for kind in ("sample", "makeup"):
            self.assertFalse(self.short(self.make_order([(self.carton, 1)], gendan_order_kind=kind)))

    # === policy and review ===

    def test_policies(self):
        rule = self.minimum()
        order = self.make_order([(self.carton, 400)])
        self.assertEqual([problem.severity for problem in self.problems(order)], ["block"])
        self.assertTrue(order.gendan_moq_is_open)
        rule.policy = "warn"
        self.assertEqual([problem.severity for problem in self.problems(order)], ["warn"])
        rule.policy = "refuse"
        self.assertFalse(self.problems(order), "the gate itself says so")
        self.assertIn("not accepted", order._gendan_gate("confirm")[order][0].sentence)
        order.invalidate_recordset(["gendan_moq_is_open"])
        self.assertFalse(order.gendan_moq_is_open)
        with self.assertRaises(UserError):
            self.agree(order)

    def waive(self, order, code="moq_refused"):
        # sudo: as the dialog does; create() checks the user's group itself
        values = {"res_model": "sale.order", "res_id": order.id, "code": code, "action": "confirm", "reason": "Once"}
        return self.env["gendan.waiver"].with_user(self.supervisor).sudo().create(values)

    def test_what_is_refused_is_not_confirmed_though_nobody_reviews(self):
        self.minimum(policy="refuse")
        self.company.gendan_review = False
        order = self.make_order([(self.carton, 400)])
        with self.assertRaisesRegex(UserError, "less is not accepted"):
            order.with_user(self.clerk).action_confirm()
        with self.assertRaisesRegex(UserError, "less is not accepted"):
            self.make_order([(self.carton, 400)], state="sale")
        self.assertIn("less is not accepted", order.gendan_gate_html)
        self.assertFalse(order.gendan_moq_html, "once is enough")
        self.assertFalse(order.with_user(self.clerk).gendan_can_waive)
        self.waive(order)
        self.env.invalidate_all()
        order.order_line.product_uom_qty = 300
        with self.assertRaisesRegex(UserError, "less is not accepted"):
            order.action_confirm()  # less than what was waived
        order.order_line.product_uom_qty = 400
        order.with_user(self.clerk).action_confirm()
        self.assertEqual(order.state, "sale")
        enough = self.make_order([(self.carton, 1000)])
        enough.action_confirm()
        self.assertEqual(enough.state, "sale")

    def test_what_is_refused_speaks_once_where_orders_are_reviewed(self):
        self.minimum(policy="refuse")
        self.company.gendan_review = True
        self.env["gendan.review.point"].search([("code", "!=", "below_moq")]).active = False
        order = self.make_order([(self.carton, 400)])
        self.assertEqual([problem.code for problem in order._gendan_gate("confirm")[order]], ["moq_refused"])
        self.env["gendan.review.point"].search([]).active = False
        self.assertEqual([problem.code for problem in order._gendan_gate("confirm")[order]], ["moq_refused"])

    def test_where_nothing_is_refused_nothing_is_asked(self):
        rule = self.minimum(policy="refuse")
        order = self.make_order([(self.carton, 400)])
        codes = {point.code for point in order._gendan_checks("confirm")}
        self.assertIn("moq_refused", codes)
        rule.policy = "warn"
        self.assertEqual({point.code for point in order._gendan_checks("confirm")}, codes - {"moq_refused"})

    def test_many_orders_cost_as_many_queries_as_one(self):
        self.minimum(product_tmpl_id=False, scope="design", policy="refuse")
        self.minimum(product_tmpl_id=False, scope="lot", material_id=self.film.id, quantity=10, policy="refuse")
        orders = self.env["sale.order"].union(
            *(self.make_order([(self.bag, 900), (self.carton, 5)]) for _count in range(8))
        )

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(some._gendan_moq_refused()), len(some))
            return self.env.cr.sql_log_count - before

        queries(orders)  # settings that stay in the process
        self.assertLessEqual(queries(orders), queries(orders[:1]))

    def test_a_quotation_that_is_typed_says_what_is_short(self):
        self.minimum()
        self.company.gendan_review = True
        form = Form(self.env["sale.order"].with_user(self.clerk))
        form.partner_id = self.customer
        with form.order_line.new() as line:
            line.product_id = self.carton
            line.product_uom_qty = 400
        self.assertIn("1,000", form.gendan_moq_html, "no gate speaks before the quotation is saved")
        self.assertFalse(form.save().gendan_moq_html, "once is enough")

    def test_the_yes_settles_it(self):
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        self.assertTrue(order.gendan_moq_html)
        self.agree(order)
        self.assertFalse(self.problems(order))
        self.assertFalse(order.gendan_moq_html)
        self.charged(order).unlink()
        self.assertTrue(self.problems(order), "taken off again, it is open again")

    def test_a_no_settles_nothing(self):
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        self.agree(order, answer="declined")
        self.assertFalse(self.charged(order))
        self.assertTrue(self.problems(order))

    # === the answer ===

    def test_the_answer_needs_a_proof_and_is_never_changed(self):
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        with self.assertRaises(UserError):
            self.agree(order, evidence=False)
        with self.assertRaises(UserError):
            self.agree(order, given_on=date(2026, 11, 3))
        with self.assertRaisesRegex(UserError, "portal does not ask"):
            self.agree(order, source="portal")
        self.assertNotIn("portal", dict(self.env["gendan.moq.wizard"]._fields["source"].selection))
        paper = self.env["ir.attachment"].create({"name": "chat.png", "raw": b"yes"})
        consent = self.agree(order, evidence=False, attachment_ids=[Command.set(paper.ids)])
        self.assertEqual((consent.quantity, consent.minimum, consent.surcharge), (400, 1000, 800))
        for su in (consent, consent.sudo()):
            with self.assertRaises(UserError):
                su.given_by = "Somebody"
            with self.assertRaises(UserError):
                su.unlink()
            with self.assertRaises(UserError):
                su.copy()
        with self.assertRaises(UserError):
            consent.attachment_ids.raw = b"no"
        with self.assertRaises(UserError):
            order.unlink()

    def test_nobody_makes_one_by_hand(self):
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        consent = self.agree(order)
        other = self.make_order([(self.carton, 400)])
        for user in (self.clerk, self.supervisor):
            with self.assertRaises(AccessError):
                self.env["gendan.moq.consent"].with_user(user).create({"order_id": other.id, "label": "x"})
            with self.assertRaises(AccessError):
                other.order_line.with_user(user).gendan_moq_consent_id = consent

    # === the surcharge ===

    def test_the_surcharge_follows_the_quantity(self):
        self.minimum(surcharge_kind="unit", amount=0.5)
        order = self.make_order([(self.carton, 400)])
        self.agree(order)
        line = self.charged(order)
        self.assertEqual((line.price_unit, line.product_uom_qty, line.product_id), (300, 1, self.loss))
        order.order_line[0].product_uom_qty = 600
        self.assertEqual(line.price_unit, 200)
        other = self.env["sale.order.line"].create(
            {"order_id": order.id, "product_id": self.carton.id, "product_uom_qty": 100}
        )
        self.assertEqual(line.price_unit, 150)
        other.unlink()
        self.assertEqual(line.price_unit, 200)
        order.order_line[0].product_uom_qty = 1000
        self.assertFalse(line.exists())

    def test_two_surcharges_go_together(self):
        self.minimum()
        self.minimum(product_tmpl_id=self.bag.product_tmpl_id.id)
        order = self.make_order([(self.carton, 400), (self.bag, 400)])
        self.agree(order)
        order._gendan_moq_answered(self.short(order)[1], **self.yes())
        self.assertEqual(len(self.charged(order)), 2)
        order.gendan_order_kind = "sample"
        self.assertFalse(self.charged(order))

    def test_an_agreement_of_another_order_or_a_no_is_none(self):
        self.minimum()
        order, other = self.make_order([(self.carton, 400)]), self.make_order([(self.carton, 400)])
        self.agree(order)
        consent = self.charged(order).gendan_moq_consent_id
        # sudo: as nobody can through the client
        self.charged(order).sudo().copy({"order_id": other.id, "gendan_moq_consent_id": consent.id})
        self.assertTrue(self.problems(other))
        lines = self.env["sale.order.line"].with_user(self.clerk)
        with self.assertRaises(AccessError):
            lines.with_context(default_gendan_moq_consent_id=consent.id).create(
                {"order_id": other.id, "product_id": self.carton.id, "product_uom_qty": 1}
            )

    def test_percent_and_other_currencies(self):
        self.minimum(surcharge_kind="percent", amount=5)
        order = self.make_order([(self.carton, 400, {"price_unit": 2})])
        self.agree(order)
        self.assertEqual(self.charged(order).price_unit, 40)
        order.order_line[0].price_unit = 3
        self.assertEqual(self.charged(order).price_unit, 60)

    def test_after_confirming_it_is_nothing_when_the_minimum_is_reached(self):
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        self.agree(order)
        order.action_confirm()
        order.order_line[0].product_uom_qty = 2000
        self.assertEqual(self.charged(order).price_unit, 0)

    def test_it_is_billed_once_and_never_delivered(self):
        self.carton.invoice_policy = "delivery"
        self.put_in_stock(self.carton, 400)
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        self.agree(order)
        order.action_confirm()
        line = self.charged(order)
        self.assertFalse(line.move_ids)
        invoices = self.env["account.move"]
        for quantity in (150, 250):
            for move in order.picking_ids.move_ids.filtered(lambda move: move.state not in ("done", "cancel")):
                move.write({"quantity": quantity, "picked": True})
                move.picking_id.with_context(skip_backorder=True).button_validate()
            invoices |= order._create_invoices()
        self.assertEqual(line.qty_delivered, 0)
        self.assertEqual(len(invoices), 2)
        billed = invoices.invoice_line_ids.filtered(lambda found: found.product_id == self.loss)
        self.assertEqual([(found.quantity, found.price_unit) for found in billed], [(1, 800)])
        self.assertEqual(order.order_line[0].qty_delivered, 400)

    def test_a_surcharge_is_a_service_billed_as_ordered(self):
        with self.assertRaises(ValidationError):
            self.minimum(surcharge_product_id=self.carton.id)
        with self.assertRaises(ValidationError):
            self.minimum(surcharge_product_id=False)
        with self.assertRaises(ValidationError):
            self.minimum(scope="lot")

    # === the dialog ===

    def test_the_offer_has_both_prices_and_the_answer_brings_the_line(self):
        self.minimum()
        order = self.make_order([(self.carton, 400, {"price_unit": 2})])
        action = order.with_user(self.clerk).action_gendan_moq()
        wizard = self.env[action["res_model"]].with_user(self.clerk).browse(action["res_id"])
        for text in ("400 Units", "2,000.00", "800.00", "1,600.00"):
            self.assertIn(text, wizard.text)
        self.assertEqual(wizard.action_send()["res_model"], "mail.compose.message")
        with self.assertRaises(UserError):
            wizard.action_answer()  # nobody said so
        with Form(wizard) as dialog:
            dialog.given_by = "Ms Chen"
            dialog.evidence = "WeChat 9:05"
        wizard.action_answer()
        self.assertEqual(self.charged(order).price_unit, 800)
        self.assertEqual(order.gendan_moq_consent_ids.user_id, self.clerk)
        with self.assertRaises(UserError):
            wizard.action_answer()  # once is enough
        with self.assertRaises(UserError):
            order.with_user(self.clerk).action_gendan_moq()

    def test_the_offer_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.carton.with_context(lang="zh_CN").name = "五层纸箱"
        self.customer.lang = "zh_CN"
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        wizard = self.env["gendan.moq.wizard"].browse(order.action_gendan_moq()["res_id"])
        self.assertIn("五层纸箱", wizard.text)
        self.assertEqual(wizard.line_ids.label, "CT-4030 carton")

    def test_only_who_may_write_the_order_offers(self):
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        with self.assertRaises(AccessError):
            order.with_user(self.other_clerk).action_gendan_moq()

    def test_the_minimum_taken_is_ordered(self):
        self.minimum(quantity=100, uom_id=self.env.ref("uom.product_uom_dozen").id)
        order = self.make_order([(self.carton, 400)])
        self.agree(order, answer="minimum")
        self.assertEqual(order.order_line.product_uom_qty, 1200)
        self.assertFalse(self.short(order))

    # === what else happens to the order ===

    def test_nobody_writes_another_surcharge(self):
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        self.agree(order)
        line = self.charged(order).with_user(self.clerk)
        for values in ({"price_unit": 1}, {"product_uom_qty": 2}, {"discount": 100}, {"product_id": self.bag.id}):
            with self.assertRaises(UserError):
                line.write(values)
        line.write({"price_unit": 800, "name": "Loss"})  # as it is
        order.action_update_prices()
        self.assertEqual(line.price_unit, 800)

    def test_copies_and_repeats_come_without_it(self):
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        self.agree(order)
        self.assertEqual(order.copy().order_line.product_id, self.carton)
        order.action_confirm()
        repeat = self.env["sale.order"].browse(order.action_gendan_repeat()["res_id"])
        self.assertEqual(repeat.order_line.product_id, self.carton)

    def test_a_locked_order_gets_it_with_a_version_of_its_own(self):
        self.company.gendan_lock_orders = True
        order = self.confirm_order([(self.carton, 400)])
        self.assertTrue(order.locked)
        self.minimum()
        self.agree(order)
        self.assertEqual((self.charged(order).price_unit, order.gendan_version), (800, 2))
        self.assertNotIn(self.charged(order), order._gendan_changeable_lines())

    def test_what_was_agreed_outlives_its_rule(self):
        rule = self.minimum(surcharge_kind="unit", amount=1)
        order = self.make_order([(self.carton, 400)])
        self.agree(order)
        rule.surcharge_amount = 5
        rule.active = False
        order.order_line[0].product_uom_qty = 500
        self.assertEqual(self.charged(order).price_unit, 500)
        with self.assertRaises(UserError):
            rule.scope = "design"

    def test_confirming_waits_for_the_answer(self):
        self.company.gendan_review = True
        self.env["gendan.review.point"].search([("code", "!=", "below_moq")]).active = False
        self.minimum()
        order = self.make_order([(self.carton, 400)])
        with self.assertRaises(UserError):
            order.action_confirm()
        self.agree(order)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_goods_of_one_set_of_plates_are_one_design(self):
        self.minimum(product_tmpl_id=False, scope="design")
        order = self.make_order([(self.bag, 600), (self.carton, 600)])
        self.assertEqual(len(self.short(order)), 2)
        self.env["gendan.tooling"].create(
            {
                "name": "V-1402",
                "kind": "cylinder",
                "partner_id": self.customer.id,
                "product_ids": [Command.set((self.bag | self.carton).ids)],
            }
        )
        self.assertFalse(self.short(order))

    def test_lots_of_the_customers_own_material_have_no_minimum(self):
        self.minimum(product_tmpl_id=False, scope="lot", material_id=self.film.id, quantity=10)
        self.assertTrue(self.short(self.make_order([(self.bag, 1000)])))
        self.assertFalse(self.short(self.make_order([(self.bag, 1000)], gendan_order_kind="processing")))
