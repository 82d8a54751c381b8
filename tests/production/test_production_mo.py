"""What the floor gets: notices and cards by lot and batch, the in-house date, no promise and no prices."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MONDAY, GendanCase

NOTICE, CARD = "gendan_followup.report_floor_papers", "gendan_followup.report_floor_cards"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFloorPapersOfProduction(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_lock_orders = True
        center = cls.env["mrp.workcenter"].create({"name": "Press 3"})
        cls.bom.operation_ids = [
            Command.create({"name": "Printing", "workcenter_id": center.id, "time_cycle_manual": 30}),
            Command.create({"name": "Slitting", "workcenter_id": center.id, "time_cycle_manual": 30}),
        ]
        cls.customer.ref = "K-118"
        cls.order = cls.confirm_order(promised=date(2026, 11, 20), gendan_packing_wish="Marks: MAILI / NO. 1-UP")
        cls.line = cls.order.order_line
        cls.production = cls.line._gendan_productions()[cls.line]
        cls.foreman = cls.quality_user
        cls.foreman.group_ids = [Command.link(cls.env.ref("mrp.group_mrp_user").id)]

    def hand_out(self, *lines, record=None, user=None):
        record = record or self.production
        wizard = (
            self.env["gendan.floor.paper.wizard"]
            .with_user(user or self.foreman)
            .with_context(active_model=record._name, active_id=record.id)
            .create({"line_ids": [Command.create({"to": "Luo", **vals}) for vals in lines]})
        )
        before = self.env["gendan.document"].search([])
        wizard.action_hand_out()
        return self.env["gendan.document"].search([], order="id") - before

    def html(self, papers, report=CARD, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.foreman)
        return reports._render_qweb_html(report, papers.ids)[0].decode()

    # === cards ===

    def test_each_batch_has_a_card_with_its_share(self):
        cards = self.hand_out({"kind": "process_card", "batches": 3})
        self.assertEqual(cards.mapped("batch_quantity"), [16667, 16667, 16666])
        self.assertEqual(cards.mapped("batch_number"), [1, 2, 3])
        self.assertEqual(len(set(cards.mapped("qr_reference"))), 3, "each is filed by its own code")
        html = self.html(cards[1])
        for word in ("16,667", "2</t>", "Printing", "Press 3", cards[1].qr_reference, "K-118"):
            with self.subTest(word=word):
                self.assertEqual(word in html, word not in ("2</t>", "K-118"))

    def test_a_lot_has_a_card_of_its_own(self):
        self.bag.tracking = "lot"
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.bag.id, "company_id": self.company.id} for name in ("L-1", "L-2")]
        )
        self.production.lot_producing_ids = lots[0]
        one = self.hand_out({"kind": "process_card"})
        self.assertEqual((one.lot_name, one.batch_quantity, one.batch_count), ("L-1", 50000, 1))
        self.assertIn("L-1", self.html(one))

    def test_a_card_for_each_production_of_an_order(self):
        self.production._split_productions({self.production: [20000, 30000]})
        papers = self.hand_out({"kind": "process_card"}, record=self.order, user=self.clerk)
        self.assertEqual(set(papers.mapped("res_model")), {"mrp.production"})
        self.assertEqual(sorted(papers.mapped("batch_quantity")), [20000, 30000])

    def test_so_many_cards_cannot_be_right(self):
        for count in (0, -1, 201):
            with self.subTest(count=count), self.assertRaisesRegex(UserError, "cannot be right"):
                self.hand_out({"kind": "process_card", "batches": count})
        self.assertEqual(len(self.hand_out({"kind": "process_card", "batches": 200})), 200)

    def test_the_same_again_is_proposed_with_its_batches(self):
        self.hand_out({"kind": "process_card", "batches": 4, "copy_name": "Bags"})
        wizard = self.env["gendan.floor.paper.wizard"].with_user(self.foreman).with_context(
            active_model="mrp.production", active_id=self.production.id
        ).create({})
        self.assertEqual(
            [(line.kind, line.copy_name, line.to, line.batches) for line in wizard.line_ids],
            [("process_card", "Bags", "Luo", 4)],
        )

    # === copies ===

    def test_copies_are_counted_and_their_way_is_printed(self):
        first = self.hand_out({"kind": "production_order", "to": "Luo"})
        second = self.hand_out({"kind": "production_order", "to": "Slitting"})
        other = self.hand_out({"kind": "process_card"})
        self.assertEqual((first.copy_number, second.copy_number, other.copy_number), (1, 2, 1))
        html = self.html(second, NOTICE)
        self.assertRegex(html, r"Copy no\. <t>2</t>|Copy no\. 2")
        self.assertIn("copy 1", html)
        self.assertIn("Slitting", html)

    def test_a_version_without_a_request_waits_for_the_old_papers_too(self):
        old = self.hand_out({"kind": "process_card", "to": "Printing"})
        order = self.order.with_user(self.supervisor)
        order.action_unlock()
        order.order_line.product_uom_qty = 60000
        order.action_lock()
        self.assertEqual(self.order.gendan_version, 2)
        with self.assertRaisesRegex(UserError, f"older version of order .*{old.name}.*Printing"):
            self.hand_out({"kind": "process_card"})
        old.with_user(self.clerk).write({"returned_at": "2026-11-02 02:00:00", "returned_how": "original"})
        self.assertEqual(self.hand_out({"kind": "process_card"}).version, 2)

    def test_a_copy_prints_by_itself_when_it_is_to_be_sent(self):
        card = self.hand_out({"kind": "process_card"})
        self.assertIn(card.qr_reference.encode(), card._gendan_print_pdf())
        self.assertEqual(card.action_print_floor_papers()["report_name"], CARD)

    # === what stands there ===

    def test_the_notice_says_what_the_floor_needs_and_no_more(self):
        notice = self.hand_out({"kind": "production_order"})
        html = self.html(notice, NOTICE)
        inhouse = self.production.gendan_inhouse_date
        self.assertLess(inhouse, date(2026, 11, 19))
        for word in ("Maili Foods (K-118)", "MAILI / NO. 1-UP", "50,000", "BOPP film", inhouse.strftime("%m/%d/%Y")):
            with self.subTest(word=word):
                self.assertIn(word, html)
        for word in ("11/20/2026", "0.165", "Deadline"):
            with self.subTest(word=word):
                self.assertNotIn(word, html)

    def test_by_setting_the_floor_reads_the_customers_code_only(self):
        self.company.gendan_floor_code_only = True
        production = self.production.with_user(self.foreman)
        production.invalidate_recordset()
        self.assertEqual(production.gendan_customer_names, "K-118")
        notice = self.hand_out({"kind": "production_order"})
        html = self.html(notice, NOTICE)
        self.assertIn("K-118", html)
        self.assertNotIn("Maili Foods", html)
        self.customer.ref = False
        production.invalidate_recordset()
        self.assertEqual(production.gendan_customer_names, f"#{self.customer.id}", "and no name where there is no code")

    def test_odoos_own_print_and_forms_give_no_deadline_away(self):
        report = self.env["ir.actions.report"].with_user(self.foreman)
        html = report._render_qweb_html("mrp.report_mrporder", self.production.ids)[0].decode()
        self.assertNotIn("Deadline", html)
        self.assertIn("Finish by", html)
        step = self.production.workorder_ids[0].with_user(self.foreman)
        self.assertEqual(step.gendan_inhouse_date, self.production.gendan_inhouse_date)
        html = report._render_qweb_html("mrp.report_mrp_workorder", step.ids)[0].decode()
        self.assertIn("Finish by", html)
        stock = self.env["mrp.production"].create({"product_id": self.bag.id, "date_deadline": "2026-11-20 09:00:00"})
        html = report._render_qweb_html("mrp.report_mrporder", stock.ids)[0].decode()
        self.assertIn("Deadline", html, "what nobody follows is as Odoo prints it")

    def test_the_form_lists_the_papers_without_rights_on_them(self):
        self.hand_out({"kind": "production_order"}, {"kind": "process_card", "to": "Slitting"})
        self.hand_out({"kind": "production_order"}, record=self.order, user=self.clerk)
        html = self.production.with_user(self.foreman).gendan_floor_papers_html
        self.assertEqual(html.count("<tr>"), 3)
        self.assertIn("Slitting", html)
        self.assertEqual(self.production.with_user(self.foreman).gendan_packing_wish, "Marks: MAILI / NO. 1-UP")

    def test_looking_at_many_costs_no_more(self):
        productions = self.production
        for _number in range(4):
            order = self.confirm_order(promised=date(2026, 11, 20))
            productions |= order.order_line._gendan_productions()[order.order_line]
        counts = []
        for those in (productions[:2], productions):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            those._gendan_floor_papers()
            those._gendan_floor_facts()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 3, "not one for each")
