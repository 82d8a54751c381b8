from odoo.exceptions import UserError
from odoo.tests import tagged

from tests.common import GendanCase


@tagged("post_install", "-at_install")
class TestProofs(GendanCase):
    """Papers of whatever extends ``gendan.proof.mixin``."""

    def paper(self, model, res_id=1):
        return self.env["ir.attachment"].create({"name": "chat.png", "raw": b"1", "res_model": model, "res_id": res_id})

    def proofs(self):
        mixin = self.env.registry["gendan.proof.mixin"]
        return [
            name for name, model in self.env.registry.items() if issubclass(model, mixin) and not model._abstract
        ]

    def test_papers_of_every_proof_are_sealed(self):
        proofs = self.proofs()
        self.assertGreaterEqual(len(proofs), 9)
        for name in proofs:
            if name == "gendan.order.change":  # sealed when it is proposed: test_order_change
                continue
            with self.subTest(model=name):
                paper = self.paper(name, 2**31 - 1)
                self.assertEqual(paper._gendan_sealed(), paper)

    def test_what_is_sealed_says_so_and_stays(self):
        order = self.make_order()
        proof = self.env["gendan.intake.paper"].create(
            {"order_id": order.id, "channel": "fax", "attachment_ids": [(6, 0, self.paper(False, False).ids)]}
        )
        for what in (lambda: proof.attachment_ids.write({"raw": b"2"}), proof.attachment_ids.unlink):
            with self.assertRaisesRegex(UserError, order.name):
                what()

    def test_what_everybody_may_see_is_copied(self):
        """Odoo's own scripts and styles are public and belong to no record: a proof takes nobody's away."""
        file = self.env["ir.attachment"].create({"name": "web.assets.js", "raw": b"x", "public": True})
        proof = self.env["gendan.intake.paper"].create(
            {"order_id": self.make_order().id, "channel": "fax", "attachment_ids": [(6, 0, file.ids)]}
        )
        self.assertEqual((file.res_id, file.public), (0, True))
        self.assertNotEqual(proof.attachment_ids, file)
        self.assertEqual((proof.attachment_ids.raw, proof.attachment_ids.public), (b"x", False))

    def test_other_papers_cost_no_query(self):
        paper = self.paper("res.partner", self.customer.id)
        self.env.flush_all()
        paper.mapped("res_model")
        with self.assertQueryCount(0):
            self.assertFalse(paper._gendan_sealed())
