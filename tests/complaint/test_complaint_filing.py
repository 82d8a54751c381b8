"""A customer files a complaint on the portal: once, about his own order, and nothing he typed is lost."""

import io
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html
from PIL import Image
from werkzeug.datastructures import FileStorage

from odoo import Command, http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.gendan_followup.models.complaint.complaint_upload import MOST_PHOTOS, GendanComplaintUpload

from ..common import MONDAY
from .common import ComplaintCase

KEY = "0123456789abcdef" * 2


def photo(colour="red"):
    """A picture of a phone, each colour another one."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(stream, "JPEG")
    return stream.getvalue()


class FilingCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Complaint = cls.env["gendan.complaint"].with_user(cls.portal_user).sudo()
        cls.env.flush_all()

    def typed(self, **data):
        return {"subject": "Seal tears", "picking": str(self.picking.id), "product_1": str(self.carton.id),
                "bad_1": "40", "defect_1": str(self.defect.id), **data}  # fmt: skip

    def read(self, order=None, rows=(), **data):
        return self.Complaint._gendan_filing_read((order or self.order).sudo(), self.typed(**data), rows)

    def file(self, key=KEY, order=None, **data):
        values, errors = self.read(order=order, **data)
        assert not errors, errors
        return self.Complaint._gendan_file(self.portal_user, (order or self.order).sudo(), values, key)

    def errors(self, **data):
        return self.read(**data)[1]

    @classmethod
    def sample(cls, partner=None, ship=True):
        """Ten free samples that went without an order."""
        cls.put_in_stock(cls.carton, 10)
        picking_type = cls.warehouse.out_type_id
        picking = cls.env["stock.picking"].create(
            {
                "partner_id": (partner or cls.portal_user.partner_id).id,
                "picking_type_id": picking_type.id,
                "location_id": cls.warehouse.lot_stock_id.id,
                "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": cls.carton.id,
                            "product_uom_qty": 10,
                            "location_id": cls.warehouse.lot_stock_id.id,
                            "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        if ship:
            picking.move_ids.write({"quantity": 10, "picked": True})
            picking.button_validate()
        return picking


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintFiling(FilingCase):
    # ------------------------------------------------------------ what becomes of it

    def test_it_is_a_complaint_like_any_other(self):
        self.company.partner_id.lang = "en_US"
        mails = self.env["mail.mail"].search_count([])
        complaint = self.file(
            description="Half of them open", checked_1="500", note_1="night shift", wished="replace",
            customer_ref="QN-8", replacement_by="2026-11-20", line_stopped="1",
        )  # fmt: skip
        self.assertRecordValues(
            complaint,
            [{"channel": "portal", "state": "new", "partner_id": self.customer.id, "clerk_id": self.clerk.id,
              "contact_id": self.portal_user.partner_id.id, "order_id": self.order.id, "picking_id": self.picking.id,
              "company_id": self.company.id, "wished": "replace", "customer_ref": "QN-8", "line_stopped": True,
              "severity": "critical", "description": "Half of them open", "subject": "Seal tears"}],
        )  # fmt: skip
        self.assertEqual(str(complaint.replacement_by), "2026-11-20")
        self.assertRecordValues(
            complaint.line_ids,
            [{"product_id": self.carton.id, "bad": 40, "checked": 500, "defect_id": self.defect.id,
              "order_line_id": self.order.order_line.id, "picking_id": self.picking.id,
              "description": "night shift"}],
        )  # fmt: skip
        # the clock runs from now, the clerk has it, nobody is mailed
        self.assertTrue(complaint.first_due)
        self.assertNotEqual(complaint.name, "/")
        todo = self.env["gendan.todo"].search(complaint._gendan_todo_domain())
        todo = todo.filtered(lambda todo: todo.kind == "complaint")
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("answer Maili Foods", todo.name)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertFalse(complaint.message_partner_ids - self.clerk.partner_id)
        self.assertFalse(self.env["gendan.inquiry"].search([("source_model", "=", "gendan.complaint")]))
        # the clerk reads and goes on with it
        complaint.with_user(self.clerk).action_take()

    def test_several_goods_and_a_lot_of_his_own(self):
        self.put_in_stock(self.bag, 300)
        order = self.confirm_order([(self.bag, 300), (self.carton, 5)])
        self.put_in_stock(self.carton, 5)
        order.picking_ids.action_assign()
        self.ship(order)
        values, errors = self.read(
            order=order, picking="", product_1=str(self.bag.id), product_2=str(self.bag.id), bad_2="１２", lot_2="XY-7",
            note_2="bent",
        )  # fmt: skip
        self.assertFalse(errors)
        complaint = self.Complaint._gendan_file(self.portal_user, order.sudo(), values, KEY)
        self.assertEqual(complaint.line_ids.mapped("bad"), [40, 12])
        self.assertIn("XY-7 · bent", complaint.line_ids[1].description)

    def test_the_kind_goes_by_what_is_seen(self):
        short, note = (self.env.ref(f"gendan_followup.defect_{code}") for code in ("quantity_short", "papers_note"))
        quantity, papers = (self.env.ref(f"gendan_followup.complaint_kind_{code}") for code in ("quantity", "papers"))
        usual = self.Complaint._default_kind_id()
        self.assertEqual(self.read()[0]["kind_id"], usual.id)
        self.assertEqual(self.read(defect_1=str(short.id))[0]["kind_id"], quantity.id)
        # papers are not counted
        values, errors = self.read(defect_1=str(note.id), bad_1="")
        self.assertEqual((values["kind_id"], errors), (papers.id, {}))
        both = self.read(defect_1=str(short.id), bad_2="1", defect_2=str(self.defect.id), product_2=str(self.carton.id))
        self.assertEqual(both[0]["kind_id"], usual.id)

    def test_words_alone_do_where_no_goods_are_bad(self):
        values, errors = self.read(picking="", bad_1="", defect_1="", description="Nobody calls back")
        self.assertEqual((values["line_ids"], errors), ([], {}))
        self.assertEqual(list(self.errors(picking="", bad_1="", defect_1="")), ["description"])

    # ------------------------------------------------------------ refused beside the field

    def test_each_sentence_stands_beside_its_field(self):
        other = self.delivered_order()
        for name, data in (
            ("subject", {"subject": "  "}),
            ("bad_1", {"bad_1": ""}),
            ("bad_1", {"bad_1": "many"}),
            ("bad_1", {"bad_1": "-3"}),
            ("bad_1", {"bad_1": "nan"}),
            ("bad_1", {"bad_1": "1001"}),
            ("bad_1", {"checked_1": "39"}),
            ("checked_1", {"checked_1": "x"}),
            ("defect_1", {"defect_1": "0"}),
            ("defect_1", {"defect_1": "²"}),
            ("defect_1", {"defect_1": "9" * 30}),
            ("picking", {"picking": str(other.picking_ids.id)}),
            ("picking", {"picking": "x"}),
            ("wished", {"wished": "deduction"}),
            ("wished", {"wished": "a car"}),
            ("replacement_by", {"replacement_by": "2026-11-01"}),
            ("replacement_by", {"replacement_by": "soon"}),
            ("product_2", {"bad_2": "1", "product_2": str(self.bag.id)}),
            ("product_2", {"bad_2": "1"}),
        ):
            with self.subTest(data=data):
                self.assertEqual(list(self.errors(**data)), [name])
        self.assertIn("1,000", self.errors(bad_1="1001")["bad_1"])

    # ------------------------------------------------------------ whose it is

    def test_only_his_own_confirmed_orders(self):
        own = self.Complaint._gendan_filing_order
        user = self.portal_user
        self.assertEqual(own(user, self.order.id), self.order)
        draft = self.order.copy()
        cancelled = self.confirm_order([(self.carton, 1)])
        cancelled._action_cancel()
        foreign = self.confirm_order([(self.carton, 1)], partner_id=self.foreign_customer.id)
        company, _clerk = self.make_other_company()
        for order in (draft, cancelled, foreign):
            with self.subTest(order=order.name):
                self.assertFalse(own(user, order.id))
        self.portal_user.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        self.assertFalse(own(user, self.order.id), "he deals with another company")
        self.portal_user.write({"company_ids": [Command.set(self.company.ids)], "company_id": self.company.id})
        self.assertFalse(own(self.clerk, self.order.id), "colleagues write it down inside")
        found, count = self.Complaint._gendan_filing_orders(user)
        self.assertEqual((found, count), (self.order, 1))
        for words, want in ((self.picking.name, self.order), (self.order.name, self.order), ("zzz", draft.browse())):
            self.assertEqual(self.Complaint._gendan_filing_orders(user, words)[0], want, words)

    # ------------------------------------------------------------ deliveries without an order

    def test_free_samples_are_complained_about_by_their_delivery(self):
        picking = self.sample()
        self.assertFalse(picking.sale_id)
        self.assertEqual(self.Complaint._gendan_filing_pickings(self.portal_user), picking)
        self.assertEqual(self.Complaint._gendan_filing_pickings(self.portal_user, picking.name), picking)
        self.assertFalse(self.Complaint._gendan_filing_pickings(self.portal_user, "zzz"))
        about = self.Complaint._gendan_filing_picking_of(self.portal_user, picking.id)
        data = self.typed(bad_1="4")
        # what is posted about another delivery is not looked at
        values, errors = self.Complaint._gendan_filing_read(about, {**data, "picking": str(self.picking.id)})
        self.assertFalse(errors)
        complaint = self.Complaint._gendan_file(self.portal_user, about, values, KEY)
        self.assertRecordValues(
            complaint,
            [{"picking_id": picking.id, "order_id": False, "partner_id": self.customer.id, "clerk_id": self.clerk.id,
              "company_id": self.company.id}],
        )  # fmt: skip
        self.assertRecordValues(
            complaint.line_ids,
            [{"product_id": self.carton.id, "bad": 4, "order_line_id": False, "delivered": 10,
              "uom_id": self.carton.uom_id.id}],
        )  # fmt: skip
        errors = self.Complaint._gendan_filing_read(about, self.typed(bad_1="11"))[1]
        self.assertIn("10 were delivered", errors["bad_1"])

    def test_only_what_reached_him_without_an_order(self):
        own, user = self.Complaint._gendan_filing_picking_of, self.portal_user
        picking = self.sample()
        for other in (self.sample(partner=self.foreign_customer), self.sample(ship=False), self.picking):
            with self.subTest(picking=other.name):
                self.assertFalse(own(user, other.id))
        self.assertEqual(own(user, picking.id), picking)
        self.assertFalse(own(self.clerk, picking.id), "colleagues write it down inside")
        self.assertEqual(self.Complaint._gendan_filing_pickings(user), picking)
        self.assertFalse(self.Complaint._gendan_filing_pickings(self.clerk))
        company, _clerk = self.make_other_company()
        user.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        self.assertFalse(own(user, picking.id), "he deals with another company")

    # ------------------------------------------------------------ once

    def test_the_same_form_twice_is_one_complaint(self):
        complaint = self.file()
        self.assertEqual(self.Complaint._gendan_filed(self.portal_user, KEY), complaint)
        self.assertFalse(self.file(bad_1="41"), "the index stops it")
        self.assertEqual(self.Complaint.search_count([("order_id", "=", self.order.id)]), 1)
        # another's key is another form
        colleague = new_test_user(self.env, "t_colleague", "base.group_portal")
        colleague.partner_id.parent_id = self.customer
        self.assertFalse(self.Complaint._gendan_filed(colleague, KEY))

    def test_the_key_is_typed_by_nobody(self):
        with self.assertRaises(UserError):
            self.file().with_user(self.clerk).write({"portal_key": "1:x"})
        made = self.complain(portal_key="1:x")
        self.assertFalse(made.portal_key)

    # ------------------------------------------------------------ photos

    def take(self, row, *files, key=KEY):
        return self.env["gendan.complaint.upload"]._gendan_take(
            self.portal_user, key, row, [FileStorage(io.BytesIO(content), name) for name, content in files]
        )

    def test_photos_wait_for_the_complaint_and_go_with_it(self):
        self.assertFalse(self.take(0, ("all.jpg", photo())))
        sentence = self.take(1, ("seal.jpg", photo("blue")), ("virus.jpg", b"MZ..."), ("tear.jpg", photo("green")))
        self.assertIn("virus.jpg", sentence)
        # sent once more, after “back”
        self.assertFalse(self.take(1, ("seal.jpg", photo("blue"))))
        complaint = self.file()
        self.assertEqual(complaint.photo_ids.mapped("name"), ["all.jpg"])
        self.assertEqual(set(complaint.line_ids.photo_ids.mapped("name")), {"seal.jpg", "tear.jpg"})
        papers = complaint.photo_ids | complaint.line_ids.photo_ids
        self.assertEqual(set(papers.mapped("res_id")), {complaint.id})
        self.assertTrue(papers.with_user(self.clerk).has_access("read"))
        self.assertFalse(self.env["gendan.complaint.upload"].search([]))
        self.assertEqual(complaint._gendan_customer_files(), papers)

    def test_a_photo_alone_says_which_goods(self):
        self.take(1, ("seal.jpg", photo()))
        self.assertEqual(list(self.read(bad_1="", defect_1="", rows={1})[1]), ["bad_1"])

    def test_no_more_photos_than_a_complaint_needs(self):
        files = [(f"{number}.jpg", photo((number * 16, 0, 99))) for number in range(MOST_PHOTOS + 1)]
        self.assertIn(str(MOST_PHOTOS), self.take(0, *files))
        uploads = self.env["gendan.complaint.upload"]._gendan_of(self.portal_user, KEY)
        self.assertEqual(len(uploads), MOST_PHOTOS)
        with patch("odoo.addons.gendan_followup.models.complaint.complaint_upload.MOST_LEFT", 5):
            self.take(0, ("more.jpg", photo()), key="f" * 32)
        self.assertEqual(len(self.env["gendan.complaint.upload"].search([("user_id", "=", self.portal_user.id)])), 5)

    def test_what_was_left_lying_about_goes_with_its_file(self):
        self.take(0, ("all.jpg", photo()))
        upload = self.env["gendan.complaint.upload"].search([])
        paper = upload.attachment_id
        upload.unlink()
        self.assertFalse(paper.exists())
        self.assertEqual(GendanComplaintUpload._transient_max_hours, 12.0)


@tagged("post_install", "-at_install")
class TestComplaintFilingPage(FilingCase, HttpCase):
    """The pages in a session of the customer's."""

    def setUp(self):
        super().setUp()
        self.authenticate(self.portal_user.login, self.portal_user.login)

    def page(self, **query):
        answer = self.url_open("/my/complaints/new?" + "&".join(f"{name}={value}" for name, value in query.items()))
        return answer

    def post(self, files=None, **data):
        data = {"csrf_token": http.Request.csrf_token(self), "order": self.order.id, "key": KEY, **self.typed(**data)}
        return self.url_open("/my/complaints/new", data=data, files=files)

    def test_from_the_list_to_the_complaint(self):
        self.assertIn("/my/complaints/new", self.url_open("/my/complaints").text)
        self.assertIn(f"order={self.order.id}&amp;picking={self.picking.id}", self.page().text)
        self.assertIn("/my/complaints/new?order=", self.url_open(f"/my/orders/{self.order.id}").text)
        form = html.fromstring(self.page(order=self.order.id, picking=self.picking.id).text)
        self.assertEqual(form.xpath("//select[@name='picking']/option[@selected]/@value"), [str(self.picking.id)])
        self.assertRegex(form.xpath("//input[@name='key']/@value")[0], r"^[0-9a-f]{32}$")
        self.assertFalse(form.xpath("//form[@id='gendan_new_complaint']//script"))
        # refused: everything is there again, the photo, too
        jpeg = {"photos_1": ("seal.jpg", photo(), "image/jpeg")}
        refused = html.fromstring(self.post(files=jpeg, bad_1="2000", description="Half of them", wished="refund").text)
        self.assertEqual(refused.xpath("//input[@name='bad_1']/@value"), ["2000"])
        self.assertIn("is-invalid", refused.xpath("//input[@name='bad_1']/@class")[0])
        self.assertEqual(refused.xpath("//textarea[@name='description']")[0].text, "Half of them")
        self.assertEqual(refused.xpath("//select[@name='wished']/option[@selected]/@value"), ["refund"])
        self.assertEqual(refused.xpath("//input[@name='key']/@value"), [KEY])
        self.assertIn("1,000 were delivered", refused.text_content())
        upload = refused.xpath("//img[contains(@src, '/my/complaints/sent/')]/@src")[0]
        self.assertEqual(self.url_open(upload).headers["Content-Type"], "image/jpeg")
        # mended, sent, and once more by “back” or a reload
        self.assertIn("under number", self.post(bad_1="200").text)
        self.assertIn("already", self.post(bad_1="300").text)
        complaint = self.Complaint._gendan_filed(self.portal_user, KEY)
        self.assertEqual(complaint.line_ids.mapped("bad"), [200])
        self.assertEqual(complaint.line_ids.photo_ids.mapped("name"), ["seal.jpg"])

    def test_a_photo_is_left_out_again(self):
        page = self.post(files={"photos_0": ("all.jpg", photo(), "image/jpeg")}, subject="").text
        name = html.fromstring(page).xpath("//input[starts-with(@name, 'drop_')]/@name")[0]
        self.post(**{name: "1"})
        self.assertFalse(self.Complaint._gendan_filed(self.portal_user, KEY).photo_ids)

    def test_what_is_another_s_is_not_found(self):
        foreign = self.confirm_order([(self.carton, 1)], partner_id=self.foreign_customer.id)
        for order in (foreign.id, 0, "x", "²", 2**40, ""):
            with self.subTest(order=order):
                if order:
                    self.assertEqual(self.page(order=order).status_code, 404)
                self.assertEqual(self.post(order=order).status_code, 404)
        upload = self.env["gendan.complaint.upload"]
        upload._gendan_take(self.clerk, KEY, 0, [FileStorage(io.BytesIO(photo()), "his.jpg")])
        self.assertEqual(self.url_open(f"/my/complaints/sent/{upload.search([]).id}").status_code, 404)
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertEqual(self.page(order=self.order.id).status_code, 404)
        self.assertFalse(self.Complaint.search([("channel", "=", "portal")]))

    def test_a_delivery_without_an_order_has_its_form(self):
        picking = self.sample()
        self.assertIn(f"/my/complaints/new?delivery={picking.id}", self.page().text)
        form = html.fromstring(self.page(delivery=picking.id).text)
        self.assertEqual(form.xpath("//input[@name='delivery']/@value"), [str(picking.id)])
        self.assertFalse(form.xpath("//input[@name='order'] | //select[@name='picking']"))
        self.assertIn("10 were delivered", self.post(order="", delivery=picking.id, bad_1="11").text)
        self.assertIn("under number", self.post(order="", delivery=picking.id, bad_1="4").text)
        self.assertEqual(self.Complaint._gendan_filed(self.portal_user, KEY).picking_id, picking)
        foreign = self.sample(partner=self.foreign_customer)
        for delivery in (foreign.id, self.picking.id, "x", 2**40):
            with self.subTest(delivery=delivery):
                self.assertEqual(self.page(delivery=delivery).status_code, 404)
                self.assertEqual(self.post(order="", delivery=delivery).status_code, 404)

    def test_without_a_key_it_is_filed_all_the_same(self):
        self.assertIn("under number", self.post(key="").text)
