"""What the customer sees: the page behind a link without a login, and the order on the portal."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import PROMISED, MessageCase

FORBIDDEN = ("0.165", "8,250", "8250", "buffer", "Buffer", "remark of the clerk", "Contract", "held", "¥", "$")


@tagged("post_install", "-at_install")
class TestProgress(MessageCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.followed()

    @classmethod
    def followed(cls, **values):
        with freeze_time(datetime(2026, 11, 2, 1, 0)):
            order = cls.confirm_order(promised=PROMISED, **values)
            cls.milestone(order, "made").remark = "remark of the clerk"
            cls.settle()
        return order

    def link(self, order):
        """Path of the link, good at the time the server runs at."""
        return order._gendan_progress_url().split("/", 3)[3].join(("/", ""))

    def answer(self, order):
        return self.env["gendan.answer"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)])

    # --- the page behind the link ---

    def test_the_page_shows_the_visible_milestones_and_nothing_else(self):
        self.customer.lang = "en_US"
        order = self.followed()
        page = self.url_open(self.link(order))
        self.assertEqual(page.status_code, 200)
        for text in ("PO-778", order.name, "Promised arrival", "Nov 20, 2026", "Confirmed", "Made", "Shipped"):
            self.assertIn(text, page.text)
        for text in FORBIDDEN:
            self.assertNotIn(text, page.text.split("</style>")[1])

    def test_the_page_speaks_the_customers_language(self):
        order = self.order
        self.assertIn("2026年11月20日", self.url_open(self.link(order)).text)

    def test_quantities_are_written_as_people_read_them(self):
        self.customer.lang = "zh_CN"
        order = self.followed(
            order_line=[Command.create({"product_id": self.bag.id, "product_uom_qty": 300000})]
        )
        with freeze_time(datetime(2026, 11, 2, 1, 0)):
            order.gendan_part_ids.action_split(200000.5, date(2026, 11, 27))
        plans = order.gendan_plan_ids.with_context(lang="en_US").mapped(lambda plan: plan._gendan_products())
        self.assertTrue(any(text.endswith("200,000.5 Units") for text in plans), plans)
        page = self.url_open(self.link(order)).text
        unit = self.bag.uom_id.with_context(lang="zh_CN").name
        self.assertIn(f"200,000.5 {unit}", page)
        self.assertIn(f"99,999.5 {unit}", page)

    def test_the_foot_is_one_sentence_and_nothing_else_is_asked_for(self):
        self.customer.lang = "en_US"
        page = self.url_open(self.link(self.followed())).text
        self.assertIn(f"goes straight to your contact at {self.company.name}.", page)
        # without it browsers ask for /favicon.ico, which answers 404
        self.assertIn('<link rel="icon" href="data:,"', page)

    def test_days_are_never_earlier_than_planned(self):
        """The forecast runs ahead by the buffer; the customer is told the plan's days."""
        order = self.order
        self.assertEqual(order.gendan_forecast_date.isoformat(), "2026-11-12")
        plan = order.gendan_plan_ids.with_context(lang="en_US")._gendan_progress()
        self.assertEqual(plan["arrival"], "Nov 20, 2026")
        self.assertEqual([step["day"] for step in plan["steps"]], ["Nov 2, 2026", "Nov 18, 2026", "Nov 19, 2026"])
        self.assertEqual([step["state"] for step in plan["steps"]], ["done", "next", "open"])

    def test_expected_days_can_be_kept_back(self):
        self.company.gendan_show_forecast = False
        plan = self.followed().gendan_plan_ids.with_context(lang="en_US")._gendan_progress()
        self.assertFalse(plan["arrival"])
        self.assertEqual([step["day"] for step in plan["steps"]], ["Nov 2, 2026", "", ""])
        self.assertEqual(plan["promise"], "Nov 20, 2026")

    def test_the_customer_leaves_one_message(self):
        order = self.order
        link = self.link(order)
        page = self.url_open(link, data={"message": "Please ship before noon <b>!</b>"})
        self.assertEqual(page.status_code, 200)
        note = order.message_ids.filtered(lambda m: "before noon" in (m.body or ""))
        self.assertEqual(note.author_id, order.partner_id)
        self.assertNotIn("<b>", note.body)
        self.assertTrue(note.is_internal, "the customer's other contacts are not mailed")
        todo = self.env["gendan.todo"].search([("order_id", "=", order.id), ("kind", "=", "customer_message")])
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("before noon", todo.name)
        # used: no second message, the progress may still be looked at
        self.url_open(link, data={"message": "And another one"})
        self.assertFalse(order.message_ids.filtered(lambda m: "another one" in (m.body or "")))
        again = self.url_open(link)
        self.assertEqual(again.status_code, 200)
        self.assertNotIn("<textarea", again.text)
        self.assertNotEqual(self.link(order), link, "the next message brings a fresh link")

    def test_an_empty_message_uses_nothing_up(self):
        order = self.order
        self.url_open(self.link(order), data={"message": "   "})
        self.assertEqual(self.answer(order).state, "open")

    def test_looking_uses_nothing_up(self):
        order = self.order
        for _i in range(2):
            self.assertIn("<textarea", self.url_open(self.link(order)).text)
        self.assertEqual(self.answer(order).state, "open")
        self.assertEqual(len(self.answer(order)), 1, "the link handed out last is used again")

    def test_forged_and_expired_links_show_nothing(self):
        order = self.order
        link = self.link(order)
        for forged in (link[:-4] + "AAAA", link[:-40], "/gendan/a/x"):
            page = self.url_open(forged)
            self.assertEqual(page.status_code, 404)
            self.assertNotIn("PO-778", page.text)
        self.answer(order).expires_at = fields.Datetime.now() - timedelta(days=1)
        self.env.flush_all()
        page = self.url_open(link)
        self.assertIn(page.status_code, (404, 410))
        self.assertNotIn("PO-778", page.text)

    def test_a_link_is_good_for_sixty_days(self):
        order = self.order
        self.link(order)
        days = (self.answer(order).expires_at - fields.Datetime.now()).days
        self.assertIn(days, (59, 60))

    def test_what_was_asked_is_told_in_words(self):
        order = self.order
        self.link(order)
        self.assertEqual(self.answer(order).kind, "progress")
        fields_get = self.env["gendan.answer"].with_context(lang="en_US").fields_get(["kind"])
        self.assertEqual(dict(fields_get["kind"]["selection"])["progress"], "Progress of the order")
        answer = self.answer(order).with_user(self.clerk).with_context(lang="en_US")
        self.assertEqual(answer.display_name, f"{order.display_name}: Progress of the order")
        self.assertEqual(answer.action_open_source()["res_id"], order.id)
        # who may not see the order may not open it from here
        with self.assertRaises(AccessError):
            self.answer(order).with_user(self.other_clerk).action_open_source()

    def test_a_link_opens_its_own_order_only(self):
        mine, other = self.followed(), self.followed(client_order_ref="PO-999")
        page = self.url_open(self.link(mine) + f"?res_id={other.id}&order_id={other.id}")
        self.assertIn("PO-778", page.text)
        self.assertNotIn("PO-999", page.text)

    # --- the portal ---

    def test_the_portal_shows_the_customers_own_order(self):
        order = self.order
        self.portal_user.lang = "en_US"
        self.authenticate("t_portal", "t_portal")
        page = self.url_open(f"/my/orders/{order.id}")
        self.assertEqual(page.status_code, 200)
        block = page.text.split('id="gendan_progress"')[1].split('id="portal_sale_content"')[0]
        for text in ("Confirmed", "Made", "Shipped", "Nov 20, 2026"):
            self.assertIn(text, block)
        for text in FORBIDDEN:
            self.assertNotIn(text, block)

    def test_the_portal_shows_no_foreign_order(self):
        order = self.followed(partner_id=self.foreign_customer.id)
        self.authenticate("t_portal", "t_portal")
        page = self.url_open(f"/my/orders/{order.id}")
        self.assertNotIn("gendan_progress", page.text)
        self.assertNotIn("PO-778", page.text)

    def test_the_portal_page_of_an_order_not_followed_is_odoos(self):
        self.rule.active = False
        order = self.confirm_order(promised=PROMISED)
        self.authenticate("t_portal", "t_portal")
        page = self.url_open(f"/my/orders/{order.id}")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("gendan_progress", page.text)

    # --- tracking ---

    def test_parcels_can_be_followed(self):
        self.put_in_stock(self.carton, 100)
        carrier = self.env["delivery.carrier"].create(
            {
                "name": "Courier",
                "product_id": self.make_product("Courier", type="service", is_storable=False).id,
                "tracking_url": "https://courier.example/<shipmenttrackingnumber>",
            }
        )
        order = self.followed(order_line=self.two_products()[1:])
        order.picking_ids.write({"carrier_id": carrier.id, "carrier_tracking_ref": "SF123"})
        self.assertFalse(order._gendan_progress()["tracking"])
        self.ship(order)
        self.assertEqual(
            order._gendan_progress()["tracking"], [{"name": "SF123", "url": "https://courier.example/SF123"}]
        )
        order.picking_ids.carrier_id.tracking_url = "javascript:alert(<shipmenttrackingnumber>)"
        self.env.invalidate_all()
        self.assertFalse(order._gendan_progress()["tracking"][0]["url"])
