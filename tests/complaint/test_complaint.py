"""What a complaint says: documents, quantities, days to object, kinds, answers, the light track, the radar."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import MONDAY
from .common import ComplaintCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaint(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.complain()
        cls.foreign_order = cls.delivered_order(partner_id=cls.foreign_customer.id)

    # ------------------------------------------------------------ what is filled in

    def test_from_each_document_what_is_known_is_filled_in(self):
        invoice = self.order._create_invoices()
        invoice.action_post()
        # whoever makes invoices reads them: sales see their own
        invoice.invoice_user_id = self.clerk
        for document in (self.order, self.picking, invoice, self.customer):
            with self.subTest(document=document._name):
                action = document.with_user(self.clerk).action_gendan_new_complaint()
                form = Form(self.env["gendan.complaint"].with_user(self.clerk).with_context(**action["context"]))
                self.assertEqual(form.partner_id, self.customer)
                if document != self.customer:
                    self.assertEqual(form.order_id, self.order)
                    with form.line_ids.edit(0) as line:
                        self.assertEqual(line.product_id, self.carton)
                form.subject = "Seal tears"
                complaint = form.save()
                self.assertEqual(complaint.clerk_id, self.clerk)
                self.assertEqual(complaint.company_id, self.company)
                self.assertRegex(complaint.name, r"^CT/2026/\d{4}$")

    def test_smart_buttons_count_and_open_what_is_there(self):
        complaint = self.complain()
        self.assertEqual(complaint.order_id, self.order, "found by its transfer")
        for document in (self.order, self.picking, self.customer):
            with self.subTest(document=document._name):
                asked = document.with_user(self.clerk)
                found = self.env["gendan.complaint"].search(asked.action_gendan_complaints()["domain"])
                self.assertIn(complaint, found)
                self.assertEqual(asked.gendan_complaint_count, len(found))

    def test_a_person_of_the_customers_complains_the_company_is_the_customer(self):
        person = self.portal_user.partner_id
        complaint = self.complain(picking_id=False, partner_id=person.id, line={"bad": 1})
        self.assertEqual((complaint.partner_id, complaint.contact_id), (self.customer, person))

    def test_kind_and_a_line_that_stands_still_decide_severity_track_and_department(self):
        self.assertEqual(
            (self.complaint.severity, self.complaint.track, self.complaint.department_id),
            ("major", "full", self.quality),
        )
        light = self.complain(kind_id=self.light_kind.id)
        self.assertEqual((light.severity, light.track), ("minor", "light"))
        light.line_stopped = True
        self.assertEqual((light.severity, light.track), ("critical", "full"))
        self.kind.track = "light"
        self.assertEqual(self.complain().track, "light", "the kind says so")
        self.assertEqual(self.complaint.track, "full", "kinds change what comes later")

    # ------------------------------------------------------------ guards

    def test_documents_must_fit_together(self):
        foreign = self.foreign_order
        for values, words in (
            ({"order_id": foreign.id}, "went to Maili Foods"),
            ({"order_id": foreign.id, "line_ids": False}, "belongs to Maili Foods"),
            ({"order_id": self.make_order([(self.carton, 1)]).id, "line_ids": False}, "did not deliver"),
            ({"partner_id": self.foreign_customer.id, "line_ids": False}, "belongs to Maili Foods"),
            ({"contact_id": self.foreign_customer.id, "line_ids": False}, "belongs to Nordlicht"),
            ({"received_at": MONDAY + timedelta(hours=1)}, "time to come"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.complain(user=self.supervisor, **values)
        waiting = self.confirm_order([(self.carton, 5)])
        with self.assertRaisesRegex(UserError, "has not left"):
            self.complain(picking_id=waiting.picking_ids.id)

    def test_nobody_complains_about_what_he_may_not_read(self):
        with self.assertRaises(AccessError):
            self.complain(user=self.other_clerk)

    def test_bad_is_no_more_than_checked_and_no_more_than_delivered(self):
        line = self.complaint.line_ids
        self.assertEqual(line.delivered, 1000)
        for values, words in (
            ({"checked": 30}, "cannot be bad when 30 were checked"),
            ({"bad": 1000.01, "checked": 0}, "cannot be bad, 1,000 were delivered"),
            ({"checked": 1001}, "cannot have been checked"),
            ({"blocked": 1001}, "cannot be blocked"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                line.write(values)
        line.write({"bad": 1000, "checked": 1000, "blocked": 1000})

    def test_quantities_are_compared_in_the_units_precision(self):
        order = self.delivered_order(quantity=13.7)
        complaint = self.complain(picking_id=order.picking_ids.id, line={"bad": 13.700000000000001})
        self.assertEqual(complaint.line_ids.delivered, 13.7)
        dozen = self.env.ref("uom.product_uom_dozen")
        complaint = self.complain(line={"bad": 83, "uom_id": dozen.id})
        self.assertAlmostEqual(complaint.line_ids.delivered, 1000 / 12, places=2)
        with self.assertRaisesRegex(UserError, "were delivered"):
            complaint.line_ids.bad = 84
        with self.assertRaisesRegex(UserError, "not counted in"):
            complaint.line_ids.uom_id = self.env.ref("uom.product_uom_kgm")

    def test_the_lot_must_have_gone_with_the_transfer(self):
        pouch = self.make_product("Pouch", tracking="lot")
        gone, kept = self.env["stock.lot"].create(
            [{"name": name, "product_id": pouch.id, "company_id": self.company.id} for name in ("L1", "L2")]
        )
        for lot in gone | kept:
            self.env["stock.quant"]._update_available_quantity(pouch, self.warehouse.lot_stock_id, 50, lot_id=lot)
        order = self.confirm_order([(pouch, 30)])
        picking = order.picking_ids
        picking.move_ids.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            {
                "move_id": picking.move_ids.id,
                "picking_id": picking.id,
                "product_id": pouch.id,
                "lot_id": gone.id,
                "quantity": 30,
                "picked": True,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        line = {"product_id": pouch.id, "lot_id": gone.id, "bad": 30}
        complaint = self.complain(picking_id=picking.id, line=line)
        self.assertEqual((complaint.line_ids.delivered, complaint.line_ids.lot_ids), (30, gone))
        with self.assertRaisesRegex(UserError, "did not go to the customer"):
            complaint.line_ids.lot_id = kept
        with self.assertRaisesRegex(UserError, "took no"):
            self.complain(line={"product_id": pouch.id, "lot_id": False})

    def test_two_steps_out_of_the_warehouse_count_once(self):
        self.warehouse.delivery_steps = "pick_ship"
        self.put_in_stock(self.carton, 100)
        order = self.confirm_order([(self.carton, 100)])
        while waiting := order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel")):
            waiting.action_assign()
            self.ship(order)
        complaint = self.complain(picking_id=False, order_id=order.id, line={"bad": 100})
        self.assertEqual(complaint.line_ids.delivered, 100)

    def test_delivered_quantities_take_as_many_queries_for_ten_lines_as_for_two(self):
        def cost(count):
            complaints = self.env["gendan.complaint"].concat(*(self.complain() for _ in range(count)))
            lines = self.env["gendan.complaint.line"].browse(complaints.line_ids.ids)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines.mapped("delivered")
            return self.env.cr.sql_log_count - before

        few, many = cost(2), cost(10)
        self.assertLessEqual(many, few + 1)

    # ------------------------------------------------------------ days to object

    def test_objection_counts_from_the_arrival_by_what_the_contract_says(self):
        self.assertEqual(self.complaint.objection, "unknown", "nothing is agreed")
        contract = self.env["gendan.contract"].create({"order_id": self.order.id, "objection_days": 7})
        contract._gendan_moved().state = "approved"
        with freeze_time(MONDAY + timedelta(days=9)):
            late = self.complain()
            self.assertEqual((late.objection_days, late.objection), (7, "out"))
            self.assertEqual(late.objection_until.isoformat(), "2026-11-09", "from the day it left")
            self.env["gendan.arrival"].create({"picking_id": self.picking.id, "arrived_on": "2026-11-05"})
            late.invalidate_recordset()
            self.assertEqual((late.objection_until.isoformat(), late.objection), ("2026-11-12", "in"))
            told = self.complain(received_at=datetime(2026, 11, 3, 1))
            self.assertEqual(told.objection, "in", "when he told us counts, not when it is typed")

    def test_what_the_delivery_note_prints_counts_where_no_contract_says_it(self):
        self.company.write({"gendan_note": True, "gendan_note_objection_days": 5})
        self.assertEqual(self.complain().objection_days, 5)

    # ------------------------------------------------------------ what it is worth

    def test_a_typed_value_stays_until_it_is_emptied(self):
        complaint = self.complaint.with_user(self.clerk)
        self.assertEqual(complaint.value, 192)
        complaint.line_ids.bad = 50
        self.assertEqual(complaint.value, 240, "worked out")
        complaint.value = 1000
        complaint.line_ids.bad = 60
        self.assertEqual(complaint.value, 1000, "typed")
        complaint.value = 0
        self.assertEqual(complaint.value, 288, "emptied: worked out again")
        self.assertEqual(self.complain(value=500).value, 500)

    def test_a_form_that_sends_what_it_worked_out_types_nothing(self):
        complaint = self.complain(value=192).with_user(self.clerk)
        complaint.line_ids.bad = 50
        self.assertEqual(complaint.value, 240)
        with Form(complaint) as form:
            form.value = 999
            with form.line_ids.edit(0) as line:
                line.bad = 70
            self.assertEqual(form.value, 999, "not even before it is saved")
        self.assertEqual(complaint.value, 999)

    # ------------------------------------------------------------ answers

    def test_nobody_was_told_before_he_complained_or_tomorrow(self):
        complaint = self.complain(received_at=MONDAY - timedelta(hours=2)).with_user(self.clerk)
        say = self.env["gendan.complaint.say"].with_user(self.clerk)
        for hours in (-3, 1):
            dialog = say.with_context(**complaint.action_hold()["context"]).create(
                {"channel": "phone", "text": "We look into it", "at": MONDAY + timedelta(hours=hours)}
            )
            with self.subTest(hours=hours), self.assertRaisesRegex(UserError, "between the day it was received and"):
                dialog.action_note()
        self.assertFalse(complaint.answer_ids or complaint.holding_at)

    def test_no_promise_before_the_findings_but_a_holding_answer_always(self):
        heard = []
        self.patch(
            type(self.env["gendan.complaint"]),
            "_gendan_answered",
            lambda self, is_holding: heard.append((self.id, is_holding)),
        )
        complaint = self.complaint
        with self.assertRaisesRegex(UserError, "record first what was found"):
            complaint.action_answer()
        with self.assertRaisesRegex(UserError, "record first what was found"):
            complaint._gendan_note_answer("phone", "You get new ones", False)
        say = self.env["gendan.complaint.say"].with_user(self.clerk)
        context = complaint.action_hold()["context"]
        say.with_context(**context).create({"channel": "phone", "text": "We look into it"}).action_note()
        self.assertEqual((complaint.state, bool(complaint.holding_at), complaint.answered_at), ("work", True, False))
        complaint.findings = "Sealing bar too cold"
        complaint.action_find()
        context = complaint.action_answer()["context"]
        say.with_context(**context).create({"channel": "chat", "text": "The bar was too cold"}).action_note()
        self.assertEqual(complaint.answered_at, MONDAY)
        self.assertEqual(heard, [(complaint.id, True), (complaint.id, False)])
        self.assertEqual(complaint.answer_ids.mapped("is_holding"), [True, False])
        with self.assertRaisesRegex(UserError, f"told about {complaint.name} stays"):
            complaint.answer_ids.sudo().write({"text": "Otherwise"})
        complaint.action_again()
        with self.assertRaises(UserError, msg="what was found no longer holds"):
            complaint.action_answer()

    def compose(self, complaint, is_holding, partner):
        action = complaint._gendan_open_mail(is_holding, "We look into it")
        composer = self.env["mail.compose.message"].with_user(self.clerk).with_context(**action["context"])
        return composer.create({"partner_ids": [Command.set(partner.ids)]})

    def test_a_mail_to_the_customer_counts_as_the_answer_it_was_opened_as(self):
        complaint = self.complaint
        with self.assertRaisesRegex(UserError, "record first"):
            self.compose(complaint, False, self.customer)._action_send_mail()
        self.compose(complaint, True, self.rep.partner_id)._action_send_mail()
        self.assertFalse(complaint.answer_ids, "to a colleague")
        composer = self.compose(complaint, True, self.customer)
        with self.assertRaisesRegex(UserError, "when you press Send"):
            composer._action_schedule_message()
        composer._action_send_mail()
        answer = complaint.answer_ids
        self.assertEqual((answer.is_holding, answer.channel, answer.text), (True, "mail", "We look into it"))
        self.assertEqual(answer.message_id, complaint.sudo().message_ids[:1])
        self.assertEqual(complaint.state, "work")

    # ------------------------------------------------------------ light track

    def light(self, **values):
        complaint = self.complain(kind_id=self.light_kind.id, channel="phone", **values)
        complaint.write(
            {
                "findings": "The packer miscounted",
                "cause_id": self.cause.id,
                "light_answer": "40 pieces are taken off",
                "settlement_ids": [Command.create({"choice": "discount", "amount": 192})],
            }
        )
        return complaint

    def test_the_light_track_is_answered_settled_and_closed_with_one_button(self):
        complaint = self.light()
        complaint.action_light_close()
        self.assertEqual((complaint.state, complaint.closed_by_id), ("closed", self.clerk))
        self.assertEqual((complaint.answer_ids.channel, complaint.agreed_by), ("phone", self.customer.name))
        credit = complaint.settlement_ids.sudo()._gendan_result()
        self.assertEqual((credit.move_type, credit.state, credit.partner_id), ("out_refund", "draft", self.customer))
        self.assertAlmostEqual(credit.amount_total, 192)

    def test_the_light_track_says_what_is_missing_and_does_nothing_by_halves(self):
        for name, words in (
            ("findings", "Findings"),
            ("cause_id", "caused"),
            ("light_answer", "what the customer is told"),
            ("settlement_ids", "how it is settled"),
        ):
            complaint = self.light()
            complaint[name] = False
            with self.subTest(missing=name):
                with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                    complaint.action_light_close()
                complaint.invalidate_recordset()
                self.assertEqual((complaint.state, complaint.answer_ids.ids), ("new", []))

    def test_what_is_worth_more_than_the_limit_is_the_supervisors_to_close(self):
        complaint = self.light()
        complaint.value = 501
        with self.assertRaisesRegex(UserError, "full track"):
            complaint.action_light_close()
        complaint.with_user(self.supervisor).action_light_close()
        self.assertEqual(complaint.state, "closed")
        full = self.light(line_stopped=True)
        with self.assertRaisesRegex(UserError, "full way"):
            full.action_light_close()

    def test_by_mail_the_answer_is_sent(self):
        complaint = self.light()
        complaint.light_channel = "mail"
        complaint.action_light_close()
        message = complaint.answer_ids.message_id
        self.assertEqual(message.partner_ids, self.customer)
        self.assertIn("40 pieces are taken off", message.body)
        self.customer.email = False
        other = self.light()
        other.light_channel = "mail"
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            other.action_light_close()

    def test_pressed_twice_a_settlement_makes_one_credit_note(self):
        complaint = self.light()
        self.bring_to(complaint, "settling")
        complaint = complaint.with_user(self.clerk)
        before = self.env["account.move"].search_count([("move_type", "=", "out_refund")])
        complaint.settlement_ids._gendan_do()
        made = complaint.settlement_ids.mapped("result_id")
        complaint.settlement_ids._gendan_do()
        self.assertEqual(complaint.settlement_ids.mapped("result_id"), made)
        self.assertEqual(self.env["account.move"].search_count([("move_type", "=", "out_refund")]), before + 1)
        for values in ({"amount": 5}, {"result_id": 7}, {"done_at": False}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "stays as it is"):
                complaint.settlement_ids[:1].write(values)

    def test_the_credit_note_is_of_the_amount_with_tax_whichever_way_prices_are_said(self):
        for included in ("tax_included", "tax_excluded"):
            tax = self.env["account.tax"].create(
                {"name": f"13 % {included}", "amount": 13, "price_include_override": included}
            )
            order = self.delivered_order(product=self.make_product("Box", list_price=4.8, taxes_id=tax.ids))
            line = {"product_id": order.order_line.product_id.id}
            complaint = self.complain(kind_id=self.light_kind.id, picking_id=order.picking_ids.id, line=line)
            self.bring_to(complaint, "settling")
            credit = complaint.sudo().settlement_ids.create(
                {"complaint_id": complaint.id, "choice": "discount", "amount": 191.99}
            )
            credit.with_user(self.clerk)._gendan_do()
            with self.subTest(prices=included):
                move = credit._gendan_result()
                self.assertAlmostEqual(move.amount_total, 191.99)
                self.assertEqual(move.invoice_line_ids.tax_ids, tax)
                seen = credit.with_user(self.clerk)
                self.assertEqual(seen.action_open_result()["res_id"], move.id)
                move.action_post()
                seen.invalidate_recordset()
                self.assertEqual(seen.result_name, f"{move.name} · Not Paid")
                # another customer's is none of her papers
                move.with_context(skip_readonly_check=True).partner_id = self.foreign_customer
                seen.invalidate_recordset()
                self.assertFalse(seen.is_result_open)
                with self.assertRaisesRegex(UserError, "kept by others"):
                    seen.action_open_result()

    def test_nothing_is_carried_out_before_it_is_agreed(self):
        complaint = self.light()
        with self.assertRaisesRegex(UserError, "agreed first"):
            complaint.settlement_ids._gendan_do()
        complaint.settlement_ids.amount = 0
        self.bring_to(self.complain(), "agreed")
        with self.assertRaisesRegex(UserError, "how much"):
            complaint.action_light_close()

    # ------------------------------------------------------------ radar, phone, arrival

    def test_the_same_fault_on_the_same_product_within_a_year_is_shown(self):
        again = self.complain()
        self.assertEqual((again.repeat_ids, again.repeat_count), (self.complaint, 1))
        self.assertFalse(self.complaint.repeat_ids, "the later one is no repeat")
        other_defect = self.complain(line={"defect_id": self.env.ref("gendan_followup.defect_look_colour").id})
        self.assertFalse(other_defect.repeat_ids)
        unsaid = self.complain(line={"defect_id": False})
        self.assertIn(other_defect, unsaid.repeat_ids, "no defect said: the product decides")
        self.bring_to(self.complaint, "unfounded")
        again.invalidate_recordset()
        self.assertFalse(again.repeat_ids)
        with freeze_time(MONDAY + timedelta(days=366)):
            self.assertFalse(self.complain().repeat_ids)

    def test_the_radar_asks_once_for_all(self):
        def cost(count):
            complaints = self.env["gendan.complaint"].concat(*(self.complain() for _ in range(count)))
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            complaints.with_user(self.supervisor).mapped("repeat_count")
            return self.env.cr.sql_log_count - before

        few, many = cost(2), cost(10)
        self.assertLessEqual(many, few + 1)

    def test_before_a_batch_is_repeated_the_complaints_are_told(self):
        order = self.make_order([(self.carton, 10)]).with_user(self.clerk)
        facts = order._gendan_complaint_history()[order]
        self.assertEqual([record for _label, _text, record in facts], [self.complaint])
        self.assertIn(self.complaint.name, facts[0][0])

    def test_on_the_phone_goods_quantity_and_photo_make_the_complaint(self):
        action = self.picking.with_user(self.clerk).action_gendan_report_complaint()
        form = Form(self.env["gendan.complaint.report"].with_user(self.clerk).with_context(**action["context"]))
        self.assertEqual(form.product_id, self.carton, "the only goods")
        form.bad = 12
        photo = self.env["ir.attachment"].with_user(self.clerk).create({"name": "seal.jpg", "raw": b"photo"})
        form.photo_ids.add(photo)
        report = form.save()
        complaint = self.env["gendan.complaint"].browse(report.action_save()["res_id"])
        self.assertEqual((complaint.order_id, complaint.line_ids.bad), (self.order, 12))
        self.assertEqual((photo.res_model, photo.res_id), ("gendan.complaint", complaint.id))
        self.assertTrue(photo.with_user(self.supervisor).has_access("read"))

    def test_a_difference_on_arrival_becomes_a_complaint(self):
        arrival = self.env["gendan.arrival"].create(
            {
                "picking_id": self.picking.id,
                "line_ids": [
                    Command.create({"move_id": self.picking.move_ids.id, "accepted": 900, "rejected": 100})
                ],
            }
        )
        arrival = arrival.with_user(self.clerk)
        self.assertTrue(arrival.can_complain)
        complaint = self.env["gendan.complaint"].browse(arrival.action_complain()["res_id"])
        self.assertEqual((complaint.picking_id, complaint.line_ids.bad), (self.picking, 100))
        self.assertEqual(arrival.decision, "complaint")

    def test_an_open_complaint_explains_why_its_invoice_is_open(self):
        self.company.gendan_collect = True
        invoice = self.order._create_invoices()
        invoice.action_post()
        Case = self.env["gendan.receivable.case"]
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: float("inf"))
        Case._cron_gendan_collect()
        case = Case.search([("move_id", "=", invoice.id)])
        self.assertTrue(case)

        def told():
            return [reason.code for reason in case._gendan_explained()[case] if self.complaint.name in reason.text]

        self.assertEqual(told(), ["complaint"])
        case.sudo().is_stale = False
        self.bring_to(self.complaint, "unfounded")
        self.assertTrue(case.is_stale, "what explained it is over")
        self.assertEqual(told(), [])

    # ------------------------------------------------------------ to-dos

    def test_it_waits_for_the_clerk_and_in_work_for_the_department(self):
        def waiting():
            kinds = ["complaint", "complaint_department"]
            todos = self.env["gendan.todo"].search(self.complaint._gendan_todo_domain(kinds))
            return {todo.kind: todo.user_id for todo in todos}

        self.assertEqual(waiting(), {"complaint": self.clerk})
        self.complaint.action_take()
        self.assertEqual(waiting(), {"complaint": self.clerk, "complaint_department": self.quality_user})
        self.bring_to(self.complaint, "closed")
        self.assertEqual(waiting(), {})
