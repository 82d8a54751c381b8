"""Delivery notes: numbered named copies of what left, and who has them."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import MONDAY
from .note_common import NoteCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestDeliveryNote(NoteCase):
    def values(self, note, paper="a4"):
        report = self.env[f"report.gendan_followup.report_delivery_note_{paper}"]
        return report._get_report_values(note.ids)["sheets"]

    def html(self, note, paper="a4"):
        report = self.env["ir.actions.report"]
        return report._render_qweb_html(f"gendan_followup.report_delivery_note_{paper}", note.ids)[0].decode()

    # === making ===

    def test_a_note_has_one_number_and_each_copy_its_own(self):
        note = self.note_of(self.picking)
        self.assertTrue(note.name.startswith("DN2026-"))
        self.assertEqual(
            note.document_ids.sorted("id").mapped(lambda copy: (copy.name, copy.copy_name, copy.kind)),
            [
                (f"{note.name}-1", "Stub", "delivery_note"),
                (f"{note.name}-2", "Customer", "delivery_note"),
                (f"{note.name}-3", "Return", "delivery_note"),
                (f"{note.name}-4", "Accounts", "delivery_note"),
            ],
        )
        self.assertEqual(note.document_ids.order_id, self.order)
        self.assertEqual(note.clerk_id, self.clerk)

    def test_printed_again_it_is_the_same_note(self):
        note = self.note_of(self.picking)
        self.picking.gendan_driver = "Chang, 粤S 12345"
        self.assertEqual(self.note_of(self.picking), note)

    def test_for_the_portal_one_copy_is_printed(self):
        note = self.note_of(self.picking)
        report = self.env["report.gendan_followup.report_delivery_note_a4"]
        back = note.document_ids.filtered("note_returns")
        (sheet,) = report._get_report_values(note.ids, {"gendan_copy": back.id})["sheets"]
        self.assertEqual(sheet["paper"], back.sudo())
        # of another note nothing
        other = self.note_of(self.make_delivery()[1]).document_ids[:1]
        self.assertFalse(report._get_report_values(note.ids, {"gendan_copy": other.id})["sheets"])
        self.assertIn(b"Return", back.with_user(self.clerk)._gendan_print_pdf())

    def test_when_the_transfer_says_something_else_the_old_note_is_void(self):
        old = self.note_of(self.picking)
        self.picking.move_ids.write({"quantity": 1000, "picked": True})
        new = self.note_of(self.picking)
        self.assertNotEqual(new.name, old.name)
        self.assertEqual((old.state, new.state), ("void", "made"))
        self.assertEqual(set(old.document_ids.mapped("state")), {"void"})
        self.assertIn(">VOID<", self.html(old))
        self.assertNotIn(">VOID<", self.html(new))
        self.assertEqual([line["quantity"] for line in self.values(new)[0]["content"]["lines"]], ["1,000"])

    def test_names_and_prices_of_later_do_not_change_what_was_printed(self):
        note = self.note_of(self.picking)
        before = self.values(note)[0]["content"]
        self.carton.name = "Another carton"
        self.order.order_line.price_unit = 9
        self.assertEqual(self.values(note)[0]["content"], before)

    def test_there_is_no_note_for_what_goes_to_no_customer(self):
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "partner_id": self.supplier.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
            }
        )
        self.assertFalse(receipt.gendan_can_note)
        with self.assertRaisesRegex(UserError, receipt.name):
            receipt.action_gendan_note()

    def test_nothing_reserved_nothing_to_note(self):
        _order, picking = self.make_delivery(quantity=500000)
        picking.do_unreserve()
        with self.assertRaisesRegex(UserError, "Nothing is reserved"):
            picking.action_gendan_note()

    def test_where_notes_are_off_nothing_happens(self):
        self.company.gendan_note = False
        self.assertFalse(self.picking.gendan_can_note)
        with self.assertRaisesRegex(UserError, "no delivery notes"):
            self.picking.action_gendan_note()

    def test_a_cancelled_transfer_voids_its_note(self):
        note = self.note_of(self.picking)
        self.picking.action_cancel()
        self.assertEqual(note.state, "void")

    def test_a_note_is_not_deleted(self):
        note = self.note_of(self.picking)
        with self.assertRaisesRegex(UserError, note.name):
            note.unlink()

    # === what it says ===

    def test_it_names_the_customers_order_and_part(self):
        self.env["gendan.customer.part"].create(
            {"partner_id": self.customer.id, "product_id": self.carton.id, "code": "ML-0815", "name": "Outer box"}
        )
        self.customer.gendan_code = "C007"
        page = self.html(self.note_of(self.picking))
        for text in ("PO-778", "ML-0815", "Outer box", "C007", self.order.name, "Objections within", "Copy 3"):
            self.assertIn(text, page)

    def test_prices_are_on_the_copies_that_carry_them(self):
        note = self.note_of(self.picking)
        self.assertEqual([sheet["with_prices"] for sheet in self.values(note)], [False, True, False, True])
        self.assertEqual(note.sudo().content["lines"][0]["price"], "4.80")

    def test_a_customer_who_wants_no_prices_gets_none_with_the_goods(self):
        self.customer.gendan_note_no_prices = True
        note = self.note_of(self.picking)
        self.assertEqual([sheet["with_prices"] for sheet in self.values(note)], [False, False, False, True])

    def test_a_customers_own_copies(self):
        self.env["gendan.note.copy"].create(
            [
                {"name": "Gate", "partner_id": self.customer.id},
                {"name": "Signed", "partner_id": self.customer.id, "must_return": True},
            ]
        )
        note = self.note_of(self.picking)
        self.assertEqual(note.document_ids.sorted("id").mapped("copy_name"), ["Gate", "Signed"])

    def test_a_copy_that_stays_cannot_come_back(self):
        with self.assertRaisesRegex(ValidationError, "stays here"):
            self.copies[0].must_return = True

    def test_continuous_paper_is_one_sheet_with_the_code_of_the_copy_to_come_back(self):
        self.customer.gendan_note_paper = "form"
        note = self.note_of(self.picking)
        (sheet,) = self.values(note, "form")
        self.assertEqual(sheet["paper"].copy_name, "Return")
        self.assertEqual(sheet["names"], ["Stub", "Customer", "Return", "Accounts"])
        self.assertFalse(sheet["with_prices"], "it prints through: one copy without prices, all without")
        self.assertIn(sheet["paper"].qr_reference, self.html(note, "form"))
        self.assertEqual(note.action_print()["report_name"], "gendan_followup.report_delivery_note_form")

    def test_different_paper_is_printed_apart(self):
        first = self.note_of(self.picking)
        self.customer.gendan_note_paper = "form"
        second = self.note_of(self.make_delivery()[1])
        with self.assertRaisesRegex(UserError, "different paper"):
            (first | second).action_print()

    def test_second_quantity_and_lots(self):
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.carton.id} for name in ("L-1", "L-2")]
        )
        move = self.picking.move_ids
        move.write({"gendan_second_quantity": 24, "gendan_second_uom_id": self.env.ref("uom.product_uom_dozen").id})
        self.carton.tracking = "lot"
        move.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            [
                {"move_id": move.id, "picking_id": self.picking.id, "product_id": self.carton.id, "lot_id": lot.id,
                 "quantity": quantity, "location_id": move.location_id.id, "location_dest_id": move.location_dest_id.id}
                for lot, quantity in zip(lots, (700, 500), strict=True)
            ]
        )
        (line,) = self.note_of(self.picking).sudo().content["lines"]
        self.assertEqual((line["second"], line["lots"]), ("24 Dozens", "L-1: 700, L-2: 500"))

    def test_spare_goods_are_a_free_line_and_charged_nowhere(self):
        self.carton.invoice_policy = "delivery"
        spare = self.env["stock.move"].create(
            {
                "picking_id": self.picking.id,
                "product_id": self.carton.id,
                "product_uom_qty": 12,
                "gendan_free": "spare",
                "location_id": self.picking.location_id.id,
                "location_dest_id": self.picking.location_dest_id.id,
            }
        )
        self.picking.action_confirm()
        self.picking.action_assign()
        self.assertIn(spare, self.picking.move_ids, "not merged into what was ordered")
        lines = self.note_of(self.picking).sudo().content["lines"]
        self.assertEqual(
            [(line["quantity"], line["free"], line.get("amount", "")) for line in lines],
            [("1,200", "", lines[0]["amount"]), ("12", "Spare goods", "")],
        )
        before = self.order.amount_total
        self.done(self.picking)
        self.assertEqual(self.order.order_line.filtered(lambda line: spare in line.move_ids).price_unit, 0)
        self.assertEqual(self.order.amount_total, before)
        self.assertEqual(self.order.order_line[0].qty_delivered, 1200)

    def test_a_kit_is_one_line(self):
        box = self.make_product("Box")
        kit = self.make_kit("Gift set", {self.carton: 2, box: 1}, list_price=20, is_storable=False)
        self.put_in_stock(box, 10)
        order = self.confirm_order([(kit, 10)])
        order.picking_ids.action_assign()
        (line,) = self.note_of(order.picking_ids).sudo().content["lines"]
        self.assertEqual((line["name"], line["quantity"], line["ordered"]), ("Gift set", "10", "10"))

    # === who has it ===

    def test_printing_notes_who_keeps_what_stays_here(self):
        note = self.note_of(self.picking)
        self.note_of(self.picking)
        copies = {copy.copy_name: copy for copy in note.document_ids}
        self.assertEqual(copies["Stub"].issue_ids.mapped("to"), ["Follow-up"])
        self.assertEqual(copies["Accounts"].issue_ids.mapped("to"), ["Accounts"])
        self.assertFalse(copies["Return"].issue_ids)
        self.assertEqual(note.whereabouts, "Here")

    def test_goods_that_leave_take_the_copies_along(self):
        self.picking.gendan_driver = "Chang"
        note = self.note_of(self.picking)
        self.done(self.picking)
        self.assertEqual(note.state, "left")
        copies = {copy.copy_name: copy for copy in note.document_ids}
        self.assertEqual(copies["Return"].issue_ids.mapped("how"), ["driver"])
        self.assertEqual(copies["Customer"].issue_ids.mapped("to"), ["Chang"])
        self.assertRegex(note.whereabouts, "^With the driver Chang since .*02")

    def test_handed_to_the_carrier_before_it_is_noted_once(self):
        carrier = self.env["delivery.carrier"].search([], limit=1) or self.env["delivery.carrier"].create(
            {"name": "Truck", "product_id": self.make_product("Freight", type="service").id}
        )
        self.picking.carrier_id = carrier
        note = self.note_of(self.picking)
        note.with_user(self.warehouse_user).action_with_carrier()
        self.done(self.picking)
        copy = note.document_ids.filtered("note_returns")
        self.assertEqual(copy.issue_ids.mapped("how"), ["carrier"])
        self.assertIn(carrier.name, note.whereabouts)
        copy.write({"returned_at": MONDAY, "returned_how": "carrier"})
        self.assertRegex(note.whereabouts, "^Back since .*02")

    def test_a_void_note_goes_with_nobody(self):
        note = self.note_of(self.picking)
        note._gendan_void_notes("test")
        with self.assertRaisesRegex(UserError, "is void"):
            note.action_with_driver()

    def test_the_clerk_is_told_when_something_else_left_than_the_note_says(self):
        note = self.note_of(self.picking)
        self.done(self.picking, quantity=1100)
        todo = self.env["gendan.todo"].search(
            [("res_model", "=", note._name), ("res_id", "=", note.id), ("kind", "=", "note_outdated")]
        )
        self.assertEqual(todo.user_id, self.clerk)
        new = self.note_of(self.picking)
        self.assertFalse(todo.open)
        self.assertEqual(new.state, "left")

    # === who may ===

    def test_the_warehouse_makes_and_prints_without_seeing_prices_or_papers(self):
        self.picking.with_user(self.warehouse_user).action_gendan_note()
        note = self.picking.gendan_note_id.with_user(self.warehouse_user)
        note.action_print()
        self.env["report.gendan_followup.report_delivery_note_a4"].with_user(self.warehouse_user)._get_report_values(
            note.ids
        )
        with self.assertRaises(AccessError):
            note.read(["content"])
        with self.assertRaises(AccessError):
            note.read(["document_ids"])
        self.assertTrue(note.read(["whereabouts"]))

    def test_another_clerks_customers_notes_are_not_printed(self):
        note = self.note_of(self.picking)
        report = self.env["report.gendan_followup.report_delivery_note_a4"]
        with self.assertRaises(AccessError):
            report.with_user(self.other_clerk)._get_report_values(note.ids)
        self.assertTrue(report.with_user(self.clerk)._get_report_values(note.ids)["sheets"])

    def test_validating_many_costs_a_bounded_number_of_queries(self):
        pickings = self.picking
        for _number in range(5):
            pickings |= self.make_delivery(quantity=10)[1]
        pickings.action_gendan_note()
        notes = pickings.gendan_note_id
        self.env.flush_all()
        self.env.invalidate_all()
        counts = []
        for group in (notes[:1], notes[1:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            group._gendan_left()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # a number or a day more, not a search for each note
        self.assertLessEqual(counts[1], counts[0] + 5, counts)
