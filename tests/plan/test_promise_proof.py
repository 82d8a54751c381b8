"""The papers that prove a promise are as immutable as the promise."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import MONDAY, GendanCase

DAY = date(2026, 11, 25)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPromiseProof(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.confirm_order([(cls.carton, 100)], promised=date(2026, 11, 20))

    def paper(self, user=None, **values):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.clerk)
            .create({"name": "chat.png", "raw": b"Ms Lin: 25th is fine", **values})
        )

    def promise(self, papers, day=DAY, order=None):
        order = (order or self.order).with_user(self.clerk)
        order.action_gendan_promise(
            [(part, None, day) for part in order.gendan_part_ids],
            "material",
            attachment_ids=[Command.set(papers.ids)],
        )
        return order.gendan_promise_ids.sorted("id")[-1].sudo()

    def test_the_screenshot_becomes_the_promises_own(self):
        paper = self.paper()
        promise = self.promise(paper)
        self.assertEqual(promise.attachment_ids, paper.sudo())
        self.assertEqual((paper.res_model, paper.res_id), ("gendan.promise", promise.id))
        self.assertEqual(paper.with_user(self.rep).raw, b"Ms Lin: 25th is fine", "who sees the order sees the proof")
        with self.assertRaises(AccessError):
            paper.with_user(self.other_clerk).check_access("read")

    def test_nobody_changes_or_deletes_the_proof_by_any_path(self):
        paper = self.paper()
        promise = self.promise(paper)
        other = self.order.id
        for sudo in (paper.with_user(self.env.ref("base.user_root")).sudo(), paper.with_user(self.supervisor).sudo()):
            for path in (
                lambda sudo=sudo: sudo.write({"datas": base64.b64encode(b"forged")}),
                lambda sudo=sudo: sudo.write({"raw": b"forged"}),
                lambda sudo=sudo: setattr(sudo, "raw", b"forged"),
                lambda sudo=sudo: sudo.write({"name": "else.png"}),
                lambda sudo=sudo: sudo.write({"res_model": "sale.order", "res_id": other}),
                lambda sudo=sudo: sudo.write({"res_id": False}),
                lambda sudo=sudo: sudo.write({"url": "https://forged.example", "type": "url"}),
                lambda sudo=sudo: sudo.web_save({"name": "else.png"}, {}),
                lambda sudo=sudo: sudo.unlink(),
                lambda sudo=sudo: promise.write({"attachment_ids": [Command.clear()]}),
                lambda sudo=sudo: promise.write({"attachment_ids": [Command.delete(sudo.id)]}),
            ):
                with self.assertRaises(UserError):
                    path()
        with self.assertRaises(AccessError):
            paper.with_user(self.clerk).unlink()
        paper.invalidate_recordset()
        self.assertEqual((paper.raw, paper.name, promise.attachment_ids), (b"Ms Lin: 25th is fine", "chat.png", paper))

    def test_what_changes_nothing_of_the_proof_is_let_through(self):
        paper = self.paper().sudo()
        self.promise(paper)
        paper.generate_access_token()
        paper.write({"raw": paper.raw, "mimetype": paper.mimetype})  # Odoo moving it to another storage
        self.assertTrue(paper.access_token)

    def test_a_paper_of_another_document_is_copied_and_stays_free(self):
        paper = self.paper(res_model="sale.order", res_id=self.order.id)
        promise = self.promise(paper)
        sealed = promise.attachment_ids
        self.assertNotEqual(sealed, paper.sudo())
        self.assertEqual((sealed.raw, sealed.name), (b"Ms Lin: 25th is fine", "chat.png"))
        paper.unlink()
        self.assertTrue(sealed.exists())

    def test_nobody_opens_a_foreign_paper_by_linking_it(self):
        paper = self.paper(self.other_clerk)  # uploaded, shown to nobody yet
        with self.assertRaises(AccessError):
            self.promise(paper)

    def test_a_part_split_off_keeps_the_proof_of_its_history(self):
        paper = self.paper()
        self.promise(paper)
        new = self.order.gendan_part_ids.with_user(self.clerk).action_split(40, date(2026, 11, 27))
        history = new.sudo().promise_ids.filtered(lambda promise: promise.date == DAY)
        self.assertEqual(history.attachment_ids, paper.sudo())

    def test_other_attachments_cost_no_query(self):
        papers = self.paper(res_model="sale.order", res_id=self.order.id) | self.paper()
        papers = papers.sudo()
        papers.mapped("res_model")
        self.env.flush_all()
        with self.assertQueryCount(1):
            papers.write({"description": "note"})
        with self.assertQueryCount(0):
            self.assertFalse(papers._gendan_sealed())

    def test_an_order_is_duplicated_without_its_proofs(self):
        self.promise(self.paper())
        copy = self.order.copy()
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", "sale.order"), ("res_id", "=", copy.id)]))
