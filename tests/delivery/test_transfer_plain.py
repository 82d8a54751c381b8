"""The plain transfer form, for sales users without warehouse rights; who said and did what is never typed."""

from datetime import datetime

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import Form, tagged

from ..common import MONDAY
from .common import ShipCase

FORM = "gendan_followup.gendan_delivery_view_form"
STAMPS = {
    "gendan_contact_at": "2026-10-01 08:00:00",
    "gendan_contact_by_id": 1,
    "gendan_contact_text": "Maili Foods",
    "gendan_booked_at": "2026-10-01 08:00:00",
    "gendan_booked_by_id": 1,
}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTransferPlain(ShipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gendan_confirm_contact = True
        cls.order, cls.picking = cls.deliver()
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "Shunfeng (test)",
                "product_id": cls.env["product.product"].create({"name": "Freight", "type": "service"}).id,
                "company_id": cls.company.id,
            }
        )

    def form(self, user):
        return Form(self.picking.with_user(user), FORM)

    # === the form ===

    def test_a_clerk_notes_the_wishes_where_she_works(self):
        with self.form(self.clerk) as form:
            form.gendan_handover = "pickup"
            form.gendan_packing_wish = "25 per carton"
            form.gendan_freight_payer = "collect"
            form.carrier_id = self.carrier
        self.assertEqual(
            (self.order.gendan_handover, self.order.gendan_packing_wish, self.order.gendan_freight_payer),
            ("pickup", "25 per carton", "collect"),
        )
        self.assertEqual(self.picking.carrier_id, self.carrier)

    def test_the_card_of_what_holds_it_is_one_in_both_forms(self):
        source = "".join(
            (self.env.ref(name).arch) for name in ("gendan_followup.view_picking_form_gate", FORM)
        )
        self.assertNotIn("gendan_ship_lights", source, "it stands in neither: in one template")
        views = {None: self.warehouse_user, self.env.ref(FORM).id: self.clerk}
        for view_id, user in views.items():
            view = self.env["stock.picking"].with_user(user).get_view(view_id, "form")
            arch = etree.fromstring(view["arch"])
            self.assertEqual(len(arch.xpath("//div[@role='alert']//field[@name='gendan_ship_lights']")), 1)
            buttons = {button.get("name") for button in arch.xpath("//div[@role='alert']//button")}
            self.assertIn("action_gendan_waive", buttons)
            self.assertEqual("action_gendan_remittance" in buttons, user == self.clerk, "its groups hold")
            self.assertFalse(arch.xpath("//div[@name='gendan_ship_gate']"))

    def test_a_clerk_sees_the_ways_to_send_from_there(self):
        arch = self.picking.with_user(self.clerk).get_view(self.env.ref(FORM).id, "form")["arch"]
        self.assertIn("action_gendan_ways", arch)
        action = self.picking.with_user(self.clerk).action_gendan_ways()
        wizard = self.env[action["res_model"]].browse(action.get("res_id")) or self.env[action["res_model"]]
        self.assertEqual(action["res_model"], "gendan.way.wizard")
        if wizard:
            self.assertEqual(wizard.order_id, self.order)
        with self.assertRaises(AccessError):
            self.picking.with_user(self.other_clerk).action_gendan_ways()

    def test_a_clerk_confirms_the_address_and_books_there(self):
        with self.assertRaisesRegex(UserError, "Ask the customer first"), self.form(self.clerk) as form:
            form.gendan_booking_number = "B-1"
        with self.form(self.clerk) as form:
            form.gendan_contact_told_by = "Ms Wu"
        self.picking.with_user(self.clerk).action_gendan_contact()
        with self.form(self.clerk) as form:
            form.gendan_booking_site = "Dock site"
            form.gendan_booking_number = "B-1"
            form.gendan_slot_from = datetime(2026, 11, 9, 1)
            form.gendan_slot_to = datetime(2026, 11, 9, 3)
        self.assertEqual((self.picking.gendan_contact_by_id, self.picking.gendan_booked_by_id), (self.clerk,) * 2)
        self.assertEqual(self.picking.gendan_booked_at, Datetime.now())

    def test_what_is_the_warehouses_is_only_read_there(self):
        form = self.form(self.clerk)
        for name in ("scheduled_date", "partner_id", "origin"):
            with self.assertRaisesRegex(AssertionError, "readonly", msg=name):
                setattr(form, name, False)

    def test_a_clerk_of_other_customers_changes_no_wish(self):
        with self.assertRaises(AccessError):
            self.picking.with_user(self.other_clerk).gendan_packing_wish = "mine"

    def test_a_transfer_without_an_order_has_no_wishes(self):
        loose = self.picking.copy({"sale_id": False, "move_ids": [Command.clear()]})
        loose.reference_ids = False
        self.assertFalse(loose.sale_id)
        with self.assertRaisesRegex(UserError, f"{loose.name} serves no order"):
            loose.gendan_packing_wish = "lost"

    # === who and when ===

    def test_who_said_so_and_when_is_not_typed(self):
        for name, value in STAMPS.items():
            for user in (self.clerk, self.warehouse_user, self.supervisor, self.env.user):
                with self.assertRaisesRegex(UserError, f"{self.picking.name}.*nobody types it", msg=name):
                    self.picking.with_user(user).write({name: value})

    def test_who_said_so_and_when_is_not_imported(self):
        kind = self.picking.picking_type_id
        for name, value in STAMPS.items():
            with self.assertRaisesRegex(UserError, "nobody types it", msg=name):
                self.env["stock.picking"].with_user(self.warehouse_user).create(
                    {"picking_type_id": kind.id, name: value}
                )
            sent_along = self.env["stock.picking"].with_context(**{f"default_{name}": value})
            self.assertFalse(sent_along.create({"picking_type_id": kind.id})[name])

    def test_a_flag_of_the_caller_opens_nothing(self):
        with self.assertRaises(UserError):
            self.picking.with_context(gendan_said=True).write({"gendan_booked_by_id": self.clerk.id})

    def test_a_booking_taken_back_leaves_nobody_who_booked(self):
        self.company.gendan_confirm_contact = False
        self.picking.with_user(self.clerk).gendan_booking_number = "B-1"
        self.picking.with_user(self.clerk).gendan_booking_number = False
        self.assertFalse(self.picking.gendan_booked_by_id or self.picking.gendan_booked_at)
