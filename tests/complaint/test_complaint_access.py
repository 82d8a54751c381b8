"""Whose complaints one sees, and what a department and the customer may do with them."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MONDAY
from .common import ComplaintCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintAccess(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.complain()
        cls.planner = cls.make_users(planner="gendan_followup.group_gendan_department")
        cls.env["gendan.department"].create({"name": "Planning (test)", "code": "T-PL", "head_id": cls.planner.id})

    def test_a_department_reads_what_is_put_to_it_without_prices(self):
        mine = self.complaint.with_user(self.quality_user)
        self.assertEqual(mine.search([]), mine)
        self.assertEqual(mine.line_ids.product_id, self.carton)
        for record, name in ((mine, "value"), (mine, "settlement_ids"), (mine.line_ids, "value")):
            with self.subTest(field=name), self.assertRaises(AccessError):
                record.read([name])
        # no field of money without its group
        for model in ("gendan.complaint", "gendan.complaint.line"):
            money = [name for name, field in self.env[model]._fields.items() if field.type == "monetary"]
            self.assertFalse(set(money) & set(self.env[model].with_user(self.quality_user).fields_get(money)))
        with self.assertRaises(AccessError):
            self.complaint.with_user(self.planner).read(["subject"])

    def test_a_department_writes_what_it_found_and_nothing_else(self):
        mine = self.complaint.with_user(self.quality_user)
        mine.write({"findings": "Sealing bar too cold", "cause_id": self.cause.id})
        mine.action_find()
        self.assertEqual((mine.state, mine.findings_by_id), ("findings", self.quality_user))
        for name in ("subject", "severity", "wished", "department_id", "partner_id", "proposal"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                mine.write({name: mine[name]})
        with self.assertRaises(AccessError):
            mine.line_ids.bad = 1
        with self.assertRaises(AccessError):
            mine.create({"subject": "Mine", "partner_id": self.customer.id})

    def test_the_form_offers_what_may_be_written(self):
        for user, may in ((self.clerk, True), (self.supervisor, True), (self.quality_user, False), (self.rep, False)):
            with self.subTest(user=user.login):
                self.assertEqual(self.complaint.with_user(user).can_edit, may)
        self.bring_to(self.complaint, "closed")
        self.assertFalse(self.complaint.with_user(self.clerk).can_edit, "ended")
        self.assertTrue(self.env["gendan.complaint"].with_user(self.clerk).new({}).can_edit)

    def test_the_form_opens_for_each_role(self):
        for user in (self.clerk, self.supervisor, self.quality_user, self.rep):
            with self.subTest(user=user.login):
                complaint = self.complaint.with_user(user)
                views = complaint.get_views([(False, "form"), (False, "list"), (False, "kanban"), (False, "search")])
                names = views["models"]["gendan.complaint"]["fields"]
                shown = {name: {} for name in names if f'name="{name}"' in views["views"]["form"]["arch"]}
                self.assertEqual(complaint.web_read(shown)[0]["id"], complaint.id)

    def test_lines_follow_their_complaint(self):
        line = self.complaint.line_ids
        for user, may in ((self.clerk, True), (self.other_clerk, False), (self.rep, True), (self.planner, False)):
            with self.subTest(user=user.login):
                self.assertEqual(bool(line.with_user(user).search([("id", "=", line.id)])), may)
        # no way round: a line is not moved to, or made for, somebody else's complaint
        order = self.delivered_order(partner_id=self.foreign_customer.id)
        foreign = self.complain(user=self.supervisor, picking_id=order.picking_ids.id)
        for act in (
            lambda: line.with_user(self.clerk).write({"complaint_id": foreign.id}),
            lambda: line.with_user(self.clerk).create({"complaint_id": foreign.id, "product_id": self.carton.id}),
            lambda: self.env["gendan.complaint.settlement"].with_user(self.clerk).create({"complaint_id": foreign.id}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()

    def test_a_complaint_nobody_has_placed_yet_is_every_clerks_to_read(self):
        unknown = self.env["gendan.complaint"].create({"subject": "Bags open", "channel": "mail"})
        self.assertTrue(unknown.with_user(self.other_clerk).has_access("write"))
        self.assertFalse(unknown.with_user(self.rep).has_access("read"))
        self.assertIn("whose complaint", unknown._gendan_step_error("take"))

    def test_a_photo_is_seen_by_who_sees_the_complaint(self):
        photo = self.env["ir.attachment"].with_user(self.clerk).create({"name": "a.jpg", "raw": b"a"})
        self.complaint.photo_ids = photo
        self.assertTrue(photo.with_user(self.quality_user).has_access("read"))
        self.assertFalse(photo.with_user(self.planner).has_access("read"))
        stolen = self.env["ir.attachment"].with_user(self.other_clerk).create({"name": "b.jpg", "raw": b"b"})
        with self.assertRaises(AccessError):
            self.complaint.photo_ids = stolen

    def test_the_customer_sees_his_own_and_nothing_internal(self):
        self.complaint.write({"findings": "OUR FAULT", "internal_note": "OUR FAULT", "proposal": "New ones"})
        Complaint = self.env["gendan.complaint"].with_user(self.portal_user)
        with self.assertRaises(AccessError):
            Complaint.browse(self.complaint.id).read(["subject"])
        found = Complaint._gendan_of_customer(self.portal_user)
        self.assertEqual(found, self.complaint)
        values = found._gendan_customer_values()
        self.assertNotIn("OUR FAULT", str(values))
        self.assertEqual(values["proposal"], "", "not proposed yet")
        stranger = self.env["res.users"].new({"partner_id": self.foreign_customer.id, "company_ids": self.company.ids})
        self.assertFalse(Complaint._gendan_of_customer(stranger))
