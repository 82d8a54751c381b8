"""Invoices with the goods, and once at month end: drafted in the night or by the button, each once."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import StatementCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-04 04:00:00")
class TestInvoiceDue(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_invoices_due = True
        cls.monthly.invoice_moment = "goods"
        cls.order = cls.sell(date(2026, 10, 5), lines=[(cls.carton, 100, {"price_unit": 5.0}), (cls.fee, 1)])
        cls.other = cls.sell(date(2026, 10, 6), 200)
        cls.early = cls.take(cls.order, date(2026, 10, 12), 60)
        cls.late = cls.take(cls.order, date(2026, 11, 2), 40)
        cls.take(cls.other, date(2026, 10, 30), 150)

    def night(self):
        """The scheduled action, and the customer's drafts it made."""
        before = self.drafts()
        with self.enter_registry_test_mode():
            self.env.ref("gendan_followup.ir_cron_invoices_due").method_direct_trigger()
        self.env.invalidate_all()
        return (self.drafts() - before).sorted("id")

    def drafts(self):
        """All invoices of the customer."""
        return self.env["account.move"].search(
            [("commercial_partner_id", "=", self.customer.id), ("move_type", "in", ("out_invoice", "out_refund"))]
        )

    def test_with_the_goods_one_for_each_delivery(self):
        made = self.night()
        self.assertEqual(
            sorted((move.invoice_date, move.amount_total) for move in made),
            [
                # the plates go with the delivery that bears most
                (date(2026, 10, 12), 339.0 + 531.1),
                (date(2026, 10, 30), 847.5),
                (date(2026, 11, 2), 226.0),
            ],
        )
        self.assertEqual(set(made.mapped("state")), {"draft"})
        self.assertEqual(made.gendan_share_ids.picking_id & (self.early | self.late), self.early | self.late)
        self.assertFalse(self.night(), "once")

    def test_what_fails_keeps_back_nobody_and_no_truck(self):
        bad = self.customer.copy({"name": "Bad", "gendan_settlement_profile_id": self.monthly.id})
        order = self.sell(date(2026, 11, 1), partner_id=bad.id)
        invoicing = type(self.env["gendan.invoicing"])
        draft = invoicing._gendan_draft

        def failing(model, parts, *args, **kwargs):
            if any(portion.line.order_id == order for part in parts for portion in part):
                raise UserError("No account.")
            return draft(model, parts, *args, **kwargs)

        with patch.object(invoicing, "_gendan_draft", failing):
            self.assertEqual(self.take(order, date(2026, 11, 2)).state, "done")
            with self.assertLogs("odoo.addons.gendan_followup.models.common.nightly", "ERROR"):
                self.assertEqual(len(self.night()), 3)

    def test_once_at_month_end_what_left_up_to_the_closing_day(self):
        self.monthly.write({"invoice_moment": "month_end", "closing_day": 25})
        invoice = self.night()
        self.assertEqual(invoice.amount_total, 339.0 + 531.1)
        self.assertEqual((invoice.invoice_date, invoice.gendan_closing_day), (date(2026, 10, 25),) * 2)
        self.assertFalse(self.night())
        # somebody types a delivery of October afterwards: one invoice a month
        late = self.sell(date(2026, 10, 7))
        self.take(late, date(2026, 10, 20), 10)
        self.assertFalse(self.night())
        dialog = self.env["gendan.invoice.due"].with_user(self.clerk).create({})
        self.assertIn("waits for the next one", dialog.preview)
        with freeze_time("2026-11-26 04:00:00"):
            november = self.night()
            self.assertEqual(november.amount_total, 226.0 + 847.5 + 56.5)
            self.assertEqual(november.invoice_date, date(2026, 11, 25))

    def test_other_ways_are_left_alone(self):
        self.monthly.invoice_moment = "agreement"
        self.assertFalse(self.night())
        self.monthly.invoice_moment = "goods"
        self.company.gendan_invoices_due = False
        self.assertFalse(self.night(), "off")
        self.customer.gendan_settlement_profile_id = False
        self.company.gendan_invoices_due = True
        self.assertFalse(self.night(), "no profile: Odoo's own way")

    def test_goods_that_came_back_are_not_credited_by_a_machine(self):
        self.night().unlink()
        self.bill(self.other, date(2026, 10, 31))
        self.bring_back(self.other.picking_ids.filtered(lambda one: one.state == "done"), date(2026, 11, 3), 10)
        dialog = self.env["gendan.invoice.due"].with_user(self.accountant).create({})
        self.assertIn("came back after they were invoiced", dialog.preview)
        self.assertEqual(set(self.night().mapped("move_type")), {"out_invoice"})

    def test_by_the_button(self):
        Due = self.env["gendan.invoice.due"]
        dialog = Due.with_user(self.clerk).create({})
        self.assertIn("847.50", dialog.preview)
        dialog.action_make()
        self.assertEqual(len(self.drafts()), 3)
        with self.assertRaisesRegex(UserError, "Nothing is due"):
            Due.with_user(self.accountant).create({}).action_make()
        self.drafts().unlink()
        self.customer.gendan_clerk_id = self.other_clerk
        with self.assertRaisesRegex(UserError, "Nothing is due"):
            Due.with_user(self.clerk).create({}).action_make()
        with self.assertRaises(AccessError):
            Due.with_user(self.rep).create({})
        Due.with_user(self.accountant).create({"partner_ids": self.customer.ids}).action_make()
        self.assertEqual(len(self.drafts()), 3)
