"""Photos people add belong to the record from then on; nobody gets another's upload that way."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import GendanCase


@tagged("post_install", "-at_install")
class TestUploads(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        complaints = cls.env["gendan.complaint"].with_user(cls.clerk)
        cls.complaint = complaints.create({"partner_id": cls.customer.id, "subject": "Seal tears"})

    def upload(self, user, **values):
        return self.env["ir.attachment"].with_user(user).create({"name": "x.png", "raw": b"x", **values})

    def add(self, record, file):
        record.write({"photo_ids": [Command.link(file.id)]})
        self.env.flush_all()

    def test_a_fresh_upload_becomes_the_records(self):
        file = self.upload(self.clerk)
        self.add(self.complaint, file)
        self.assertEqual((file.res_model, file.res_id), ("gendan.complaint", self.complaint.id))
        made = self.complaint.copy_data()[0]
        late = self.upload(self.clerk)
        made |= {"photo_ids": [Command.link(late.id)], "subject": "Again"}
        again = self.complaint.create([made])
        self.assertEqual((late.res_model, late.res_id), ("gendan.complaint", again.id))

    def test_a_rows_upload_belongs_to_what_it_is_part_of(self):
        file = self.upload(self.clerk)
        evidence = self.env["gendan.complaint.evidence"].with_user(self.clerk)
        evidence.create(
            {"complaint_id": self.complaint.id, "name": "Seam", "attachment_ids": [Command.link(file.id)]}
        )
        self.assertEqual((file.res_model, file.res_id), ("gendan.complaint", self.complaint.id))

    def test_anothers_upload_is_not_taken_even_where_code_writes_with_sudo(self):
        file = self.upload(self.other_clerk)
        values = {"complaint_id": self.complaint.id, "name": "Seam", "attachment_ids": [Command.link(file.id)]}
        evidence = self.env["gendan.complaint.evidence"].with_user(self.clerk)
        for rows in (evidence, evidence.sudo()):
            with self.subTest(su=rows.env.su), self.assertRaises(AccessError), mute_logger("odoo.addons.base"):
                rows.create(values)
        with self.assertRaises(AccessError):
            self.add(self.complaint, file)
        self.assertFalse(file.sudo().res_id)

    def test_papers_of_other_records_stay_theirs(self):
        order = self.make_order()
        file = self.upload(self.clerk, res_model="sale.order", res_id=order.id)
        self.add(self.complaint, file)
        self.assertEqual((file.res_model, file.res_id), ("sale.order", order.id))

    def test_what_everybody_may_see_is_no_upload(self):
        """Odoo's own scripts and styles are public and belong to no record."""
        file = self.env["ir.attachment"].create({"name": "web.assets.js", "raw": b"x", "public": True})
        self.add(self.complaint, file)
        self.assertEqual((file.res_model, file.res_id, file.public), (False, 0, True))
        evidence = self.env["gendan.complaint.evidence"].with_user(self.clerk)
        evidence.create(
            {"complaint_id": self.complaint.id, "name": "Seam", "attachment_ids": [Command.link(file.id)]}
        )
        self.assertEqual((file.res_model, file.res_id, file.public), (False, 0, True))
