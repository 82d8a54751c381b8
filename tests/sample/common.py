"""Samples for the room's tests."""


from ..common import GendanCase


class SampleCase(GendanCase):
    """A proof kind of the test's own; as the clerk unless said otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds["proof_out"] = cls.make_kind("proof_out", event="sample_sent")
        cls.kinds["proof_approved"] = cls.make_kind("proof_approved", event="sample_approved", owner="customer")
        cls.proof = cls.env["gendan.sample.kind"].create(
            {
                "name": "Proof (test)",
                "code": "t_proof",
                "answer_days": 3,
                "valid_months": 12,
                "sent_kind_id": cls.kinds["proof_out"].id,
                "approved_kind_id": cls.kinds["proof_approved"].id,
            }
        )
        k = cls.kinds
        cls.template = cls.make_template(
            "New print (test)",
            [
                (k["confirmed"], 0, [], {}),
                (k["proof_out"], 1, [0], {}),
                (k["proof_approved"], 3, [1], {}),
                (k["made"], 4, [2], {}),
                (k["shipped"], 1, [3], {"is_target": True}),
            ],
        )
        cls.rule.template_id = cls.template

    @classmethod
    def make_sample(cls, order=None, **values):
        """A request of the clerk's for the order's first line, or for the customer without an order."""
        vals = {"kind_id": cls.proof.id, "partner_id": cls.customer.id, "product_id": cls.bag.id, **values}
        if order:
            vals |= {"order_id": order.id, "line_id": order.order_line[0].id}
        return cls.env["gendan.sample"].with_user(cls.clerk).create(vals)

    @classmethod
    def send(cls, sample, day=None, **values):
        """The next round, sent."""
        return (
            cls.env["gendan.sample.round"]
            .with_user(cls.clerk)
            .create({"sample_id": sample.id, "sent_on": day or cls.company._gendan_today(), **values})
        )

    @classmethod
    def judge(cls, entry, result="approved", day=None, **values):
        """A verdict by chat."""
        return (
            cls.env["gendan.sample.verdict"]
            .with_user(cls.clerk)
            .create(
                {
                    "round_id": entry.id,
                    "result": result,
                    "given_on": day or cls.company._gendan_today(),
                    "given_by": "Ms Lin",
                    "source": "chat",
                    "evidence": "WeChat, Ms Lin, 10:42",
                    "reasons": result != "approved" and "Navy is too red",
                    **values,
                }
            )
        )

    def todos(self, sample):
        """Open to-dos of a sample: list of kinds."""
        return (
            self.env["gendan.todo"]
            .search([("res_model", "=", sample._name), ("res_id", "in", sample.ids), ("open", "=", True)])
            .mapped("kind")
        )


