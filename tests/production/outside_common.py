"""A production of which something is done outside."""

from datetime import date

from odoo import Command

from ..common import GendanCase

DUE = date(2026, 11, 6)


class OutsideCase(GendanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_stock(cls.film, 10000)
        cls.pmc_user, cls.buyer, cls.foreman = cls.make_users(
            pmc="gendan_followup.group_gendan_department",
            buyer="purchase.group_purchase_user",
            foreman="mrp.group_mrp_user",
        )
        cls.planning = cls.env.ref("gendan_followup.department_pmc")
        cls.planning.head_id = cls.pmc_user
        cls.env.ref("gendan_followup.department_quality").head_id = cls.quality_user
        cls.stamper = cls.env["res.partner"].create({"name": "Houjie Hot Stamp", "is_company": True})
        cls.service = cls.env["product.product"].create(
            {
                "name": "Hot stamping outside",
                "type": "service",
                "uom_id": cls.bag.uom_id.id,
                "seller_ids": [Command.create({"partner_id": cls.stamper.id, "price": 0.04})],
            }
        )
        cls.process = cls.env["gendan.outside.process"].create(
            {
                "name": "Hot stamping (test)",
                "lead_days": 4,
                "loss_allowed": 2,
                "product_id": cls.service.id,
                "department_id": cls.planning.id,
            }
        )
        cls.order = cls.confirm_order(promised=date(2026, 11, 20))
        cls.production = cls.order.order_line._gendan_productions()[cls.order.order_line].sudo(False)
        cls.production.action_confirm()
        cls.settle()
        cls.Outside = cls.env["gendan.outside"]

    @classmethod
    def outside(cls, user=None, **values):
        """One to be sent."""
        Outside = cls.Outside.with_user(user) if user else cls.Outside
        return Outside.create(
            {
                "production_id": cls.production.id,
                "processor_id": cls.stamper.id,
                "process_id": cls.process.id,
                "quantity": 10000,
                **values,
            }
        )

    @classmethod
    def send(cls, outside, quantity=10000, **values):
        """It has gone out."""
        return outside.env["gendan.outside.trip"].create(
            {"outside_id": outside.id, "direction": "out", "quantity": quantity, **values}
        )

    @classmethod
    def back(cls, outside, good=0, **values):
        """Some of it has come back."""
        return outside.env["gendan.outside.trip"].create(
            {"outside_id": outside.id, "direction": "back", "good": good, **values}
        )

    @classmethod
    def thousand(cls):
        """The unit in which processors count."""
        return cls.env["uom.uom"].create(
            {"name": "Thousand (test)", "relative_factor": 1000, "relative_uom_id": cls.bag.uom_id.id}
        )

    def todo(self, outside):
        return self.env["gendan.todo"].search(
            [("res_model", "=", "gendan.outside"), ("res_id", "=", outside.id), ("open", "=", True)]
        )
