"""The shipped milestone kinds, templates and rules are what the trade's durations say."""

from odoo.tests import tagged

from odoo.addons.gendan_followup.tools import critical_path

from ..common import GendanCase


@tagged("post_install", "-at_install")
class TestShippedTemplates(GendanCase):
    def shipped(self, code):
        return self.env.ref(f"gendan_followup.template_{code}")

    def test_lengths(self):
        lengths = {
            code: self.shipped(code).length
            for code in ("repeat", "new_printed", "garment", "stock", "processing")
        }
        self.assertEqual(lengths, {"repeat": 13, "new_printed": 26, "garment": 47, "stock": 3, "processing": 9})

    def test_export_is_the_repeat_order_with_its_chain(self):
        export = self.shipped("export")
        kinds = export.line_ids.kind_id.mapped("code")
        for code in ("pi_signed", "deposit_lc", "printing", "space_booked", "on_board", "papers_sent"):
            self.assertIn(code, kinds)
        arrived = export.line_ids.filtered("is_target")
        self.assertEqual((arrived.duration, arrived.duration_unit), (35, "calendar"))
        # 25 working days until on board, then the sea
        self.assertEqual(export.length, 25 + 35)

    def test_networks_are_sound(self):
        templates = self.env["gendan.plan.template"].search([("code", "!=", False)])
        self.assertGreaterEqual(len(templates), 5)
        for template in templates:
            with self.subTest(template=template.code):
                self.assertFalse(critical_path.check(template.line_ids._gendan_steps()))
                self.assertEqual(len(template.line_ids.filtered("is_target")), 1)
                self.assertIn("order_confirmed", template.line_ids.kind_id.mapped("event"))
                self.assertEqual(len(template.line_ids.filtered(lambda line: line.event == "shipped")), 1)
                self.assertTrue(all(line.light == "delivery" for line in template.line_ids))

    def test_garment_overlaps(self):
        lines = {line.kind_id.code: line for line in self.shipped("garment").line_ids}
        for code, predecessor, lag in (("linking", "knitting", 3), ("packing", "pressing", 1)):
            link = lines[code].link_ids
            self.assertEqual((link.link_type, link.lag, link.predecessor_id), ("ss", lag, lines[predecessor]))

    def test_every_event_has_a_provider(self):
        lines = self.env["sale.order.line"]
        kinds = self.env["gendan.milestone.kind"].search([("event", "!=", False)])
        known = dict(kinds._fields["event"]._description_selection(self.env))
        for kind in kinds:
            self.assertIn(kind.event, known, kind.code)
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "gendan_followup"), ("model", "=", "gendan.milestone.kind")]
        )
        for kind in self.env["gendan.milestone.kind"].browse(shipped.mapped("res_id")).filtered("event"):
            self.assertTrue(hasattr(lines, f"_gendan_actual_{kind.event}"), kind.code)

    def test_start_conditions(self):
        conditions = self.shipped("new_printed").line_ids.filtered("is_condition").kind_id.mapped("code")
        self.assertEqual(
            set(conditions), {"contract_signed", "deposit_paid", "proof_approved", "colour_approved"}
        )

    def test_customer_messages_only_where_the_customer_sees_it(self):
        for kind in self.env["gendan.milestone.kind"].search([("customer_visible", "=", True)]):
            if kind.code and not kind.code.startswith("t_"):
                self.assertTrue(kind.customer_message, kind.code)

    def test_rules_choose(self):
        rules = self.env["gendan.plan.rule"].with_context(active_test=False)
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "gendan_followup"), ("model", "=", "gendan.plan.rule")]
        )
        rules.search([]).active = False
        rules.browse(shipped.mapped("res_id")).active = True
        for kind, incoterm, code in (
            ("new", False, "new_printed"),
            ("repeat_change", False, "new_printed"),
            ("repeat", False, "repeat"),
            ("repeat", "account.incoterm_FOB", "export"),
            ("stock", False, "stock"),
            ("processing", False, "processing"),
            (False, False, "repeat"),
        ):
            with self.subTest(kind=kind, incoterm=incoterm):
                order = self.make_order(
                    gendan_order_kind=kind, incoterm=self.env.ref(incoterm).id if incoterm else False
                )
                chosen = self.env["gendan.plan.rule"]._gendan_match(order.order_line)
                self.assertEqual(chosen[order.order_line], self.shipped(code))
