"""A factory whose customer complains about what was delivered."""

from datetime import date

from odoo import Command

from tests.common import GendanCase

QUANTITY = 1000


class ComplaintCase(GendanCase):
    """One order of cartons of 4.8 a piece, delivered, with a complaint about 40 of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.delivered_order()
        cls.picking = cls.order.picking_ids
        # who looks into it
        cls.kind, cls.light_kind = cls.env["gendan.complaint.kind"].create(
            [
                {
                    "name": "Quality (test)",
                    "severity": "major",
                    "company_id": cls.company.id,
                    "department_id": cls.quality.id,
                },
                {"name": "Quantity (test)", "severity": "minor", "company_id": cls.company.id},
            ]
        )
        cls.defect = cls.env.ref("gendan_followup.defect_use_seal")
        cls.cause = cls.env.ref("gendan_followup.cause_machine_setting")

    @classmethod
    def delivered_order(cls, quantity=QUANTITY, product=None, **values):
        """An order whose goods are with the customer."""
        product = product or cls.carton
        cls.put_in_stock(product, quantity)
        order = cls.confirm_order([(product, quantity)], promised=date(2026, 11, 20), **values)
        order.picking_ids.action_assign()
        cls.ship(order)
        assert order.picking_ids.state == "done"
        return order

    @classmethod
    def complain(cls, user=None, line=None, **values):
        """A complaint about the order, written down by the clerk."""
        goods = {"product_id": cls.carton.id, "bad": 40, "defect_id": cls.defect.id, **(line or {})}
        return (
            cls.env["gendan.complaint"]
            .with_user(user or cls.clerk)
            .create(
                {
                    "picking_id": cls.picking.id,
                    "subject": "Seal tears",
                    "kind_id": cls.kind.id,
                    "line_ids": [Command.create(goods)],
                    **values,
                }
            )
        )

    @classmethod
    def bring_to(cls, complaint, state):
        """Take a complaint to a state, with all that has to be said on the way."""
        way = {
            "new": (),
            "work": ("take",),
            "findings": ("find",),
            "proposed": ("find", "propose"),
            "agreed": ("find", "propose", "agree"),
            "settling": ("find", "propose", "agree", "settle"),
            "closed": ("find", "propose", "agree", "settle", "close"),
            "unfounded": ("find", "unfounded"),
            "cancelled": ("cancel",),
        }[state]
        complaint = complaint.sudo()
        cls.say_all(complaint)
        for code in way:
            if code == "close":
                complaint._gendan_note_answer("phone", "We take off 192", False)
                complaint.settlement_ids._gendan_do()
            elif code == "unfounded":
                complaint._gendan_note_answer("phone", "It is within the tolerance", False)
            complaint._gendan_step(code)
        return complaint

    @classmethod
    def say_all(cls, complaint):
        """All that any step asks for."""
        complaint.write(
            {
                "findings": "Sealing bar too cold on the night shift",
                "cause_id": cls.cause.id,
                "proposal": "We take off the 40 pieces",
                "agreed_by": "Ms Lin",
                "reason": "Written down twice",
                "settlement_ids": [Command.create({"choice": "accept"})],
            }
        )
        if complaint.carried_over:
            complaint.action_still_true()
