"""Red invoices and allowances: from credit notes and returns, asked, confirmed, issued."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .invoice_common import InvoiceCase

ORIGINAL, RED = "24312000000012345678", "24312000000087654321"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestRedInvoice(InvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.cn")
        cls.invoice = cls.second._create_invoices()
        cls.invoice.write({"invoice_date": date(2026, 11, 4), "date": date(2026, 11, 4)})
        cls.invoice.action_post()
        cls.original = cls.env["gendan.tax.invoice"].create(
            {"name": ORIGINAL, "move_ids": cls.invoice.ids, "amount": 750, "tax": 97.5, "date": date(2026, 11, 4)}
        )
        picking = cls.second.picking_ids.filtered(lambda one: one.state == "done")
        cls.back = cls.bring_back(picking, date(2026, 11, 9), 10)
        cls.Red = cls.env["gendan.red.invoice"]

    def credit(self, quantity=None):
        """A posted credit note of what came back, or of the whole invoice."""
        if quantity is None:
            move = self.second._create_invoices(final=True)
        else:
            wizard = self.env["account.move.reversal"].with_context(
                active_model="account.move", active_ids=self.invoice.ids
            ).create({"journal_id": self.invoice.journal_id.id, "reason": "Wrong"})
            move = self.env["account.move"].browse(wizard.reverse_moves()["res_id"])
        move.write({"invoice_date": date(2026, 11, 10), "date": date(2026, 11, 10)})
        move.action_post()
        return move

    def made(self, source, user=None):
        """The red invoice by the button of a credit note or return."""
        return self.Red.browse(source.with_user(user or self.accountant).action_gendan_red_invoice()["res_id"])

    def test_from_a_credit_note_to_the_red_number(self):
        move = self.credit()
        red = self.made(move)
        self.assertEqual((red.way, red.amount, red.tax, red.total), ("red", 50.0, 6.5, 56.5))
        self.assertEqual((red.original_ids, red.picking_id, red.partner_id), (self.original, self.back, self.customer))
        self.assertEqual(self.made(move), red, "the same one")
        self.assertEqual(self.todos(red)["red_invoice"].user_id, self.clerk)
        red = red.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "has to be confirmed first"):
            red.action_issue()
        with self.assertRaisesRegex(UserError, "cannot become"):
            red.action_confirm()
        red.action_ask()
        self.assertEqual(red.asked_on, date(2026, 11, 10))
        self.assertIn("has it been confirmed", self.todos(red)["red_invoice"].name)
        with self.assertRaisesRegex(UserError, "number of the red confirmation form"):
            red.action_confirm()
        red.confirmation_number = "31000000001"
        red.action_confirm()
        with self.assertRaisesRegex(UserError, "number of the red invoice first"):
            red.action_issue()
        with self.assertRaises(ValidationError):
            red.red_number = "12"
        red.red_number = RED
        red.action_issue()
        self.assertEqual((red.state, red.issued_on, self.todos(red)), ("done", date(2026, 11, 10), {}))
        self.assertEqual(move.gendan_tax_numbers, RED)
        self.assertEqual(move.gendan_tax_rest, 0.0)
        self.assertEqual(self.original.state, "valid", "taken back in part")
        for vals in ({"amount": 1}, {"red_number": "12345678"}, {"state": "draft"}):
            with self.assertRaises(UserError):
                red.write(vals)
        with self.assertRaises(UserError):
            red.with_user(self.accountant).unlink()

    def test_all_of_it_taken_back(self):
        red = self.made(self.credit("all"))
        self.assertEqual((red.total, red.original_ids), (847.5, self.original))
        red.action_ask()
        red.confirmation_number, red.red_number = "31000000002", RED
        red.action_confirm()
        red.action_issue()
        self.assertEqual(self.original.state, "red")

    def test_from_the_return_then_the_credit_note(self):
        self.assertTrue(self.back.gendan_can_red)
        red = self.made(self.back, self.clerk)
        self.assertEqual((red.total, red.picking_id, red.original_ids), (56.5, self.back, self.original))
        self.assertFalse(red.credit_move_id)
        self.assertEqual(self.made(self.back, self.clerk), red)
        move = self.credit()
        self.assertEqual(self.made(move), red, "the return's takes the credit note")
        self.assertEqual(red.credit_move_id, move)

    def issue(self, red, number=RED):
        """Asked, confirmed, issued."""
        red.action_ask()
        red.confirmation_number, red.red_number = f"C{number}", number
        red.action_confirm()
        red.action_issue()

    def test_issued_before_the_credit_note_it_takes_it(self):
        red = self.made(self.back, self.clerk)
        self.issue(red)
        move = self.credit()
        self.assertEqual(self.made(move), red, "not a second one")
        self.assertEqual((red.credit_move_id, move.gendan_tax_numbers), (move, RED))

    def test_an_original_is_taken_back_once(self):
        self.original.amount, self.original.tax = 60, 7.8
        red = self.made(self.back, self.clerk)
        self.issue(red)
        again = self.Red.create({**red.copy_data()[0], "original_ids": self.original.ids})
        with self.assertRaisesRegex(UserError, f"more than {red.name} leaves"):
            again.action_ask()
        again.amount = 10
        again.tax = 1.3
        again.action_ask()
        again.confirmation_number, again.red_number = "C2", "24312000000087650000"
        again.action_confirm()
        again.amount = 60
        with self.assertRaisesRegex(UserError, "leaves of its original"):
            again.action_issue()

    def test_numbers_of_another_clerks_customer_stay_out_of_reach(self):
        other = self.customer.copy({"name": "Other", "gendan_clerk_id": self.other_clerk.id})
        theirs = self.env["gendan.tax.invoice"].create(
            {"name": "24312000000000000001", "partner_id": other.id, "amount": 10, "tax": 1}
        )
        values = {"partner_id": self.customer.id, "way": "void", "amount": 10, "tax": 1, "original_ids": theirs.ids}
        with self.assertRaises(AccessError):
            self.Red.with_user(self.clerk).create(values)
        red = self.Red.create(values)
        with self.assertRaisesRegex(UserError, "another customer"):
            red.action_ask()

    def test_a_return_before_invoicing_needs_none(self):
        picking = self.first.picking_ids.filtered(lambda one: one.state == "done")
        back = self.bring_back(picking, date(2026, 11, 9), 5)
        self.assertFalse(back.gendan_can_red)
        with self.assertRaisesRegex(UserError, "Nothing of .* was invoiced"):
            back.action_gendan_red_invoice()
        with self.assertRaisesRegex(UserError, "no posted credit note"):
            self.invoice.action_gendan_red_invoice()

    def test_taiwan(self):
        self.company.country_id = self.env.ref("base.tw")
        red = self.made(self.back, self.clerk)
        self.assertEqual(red.way, "allowance", "in part")
        red.action_ask()
        red.action_confirm()
        html = self.env["ir.actions.report"]._render_qweb_html("gendan_followup.report_allowance", red.ids)[0].decode()
        for text in (ORIGINAL, self.customer.name, "50.00", "6.50"):
            self.assertIn(text, html)
        red.action_issue()
        self.assertEqual(red.state, "done")

    def test_taiwan_voids_within_the_period_only(self):
        self.company.country_id = self.env.ref("base.tw")
        move = self.credit("all")
        red = self.made(move)
        self.assertEqual(red.way, "void")
        red.issued_on = date(2027, 1, 4)
        with self.assertRaisesRegex(UserError, "earlier tax period"):
            red.action_issue()
        red.issued_on = date(2026, 12, 31)
        red.action_issue()
        self.assertEqual((red.state, self.original.state, self.invoice.gendan_tax_numbers), ("done", "void", ""))

    def test_it_takes_back_no_more_than_there_is(self):
        red = self.made(self.back)
        red.amount = 900
        with self.assertRaisesRegex(UserError, "more than its original"):
            red.action_ask()
        red.write({"amount": 50, "original_ids": False})
        with self.assertRaisesRegex(UserError, "say which tax invoice"):
            red.action_ask()

    def test_whose_they_are(self):
        red = self.made(self.back)
        self.assertTrue(red.with_user(self.rep).has_access("read"))
        self.assertFalse(red.with_user(self.rep).has_access("write"))
        for user in (self.other_rep, self.other_clerk, self.portal_user):
            with self.subTest(user.login):
                self.assertFalse(red.with_user(user).has_access("read"))
        with self.assertRaises(AccessError):
            self.credit().with_user(self.rep).action_gendan_red_invoice()
        with self.assertRaises(AccessError):
            self.back.with_user(self.rep).action_gendan_red_invoice()
