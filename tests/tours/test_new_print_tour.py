from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from tests.order.spec_common import SpecCase

from .tours_common import TourCase


@tagged("post_install", "-at_install")
class TestNewPrintTour(SpecCase, TourCase):
    """A new printed product from a phone call to released production, each role at its own screen.

    The company reviews its orders, locks them and asks for an approved proof and colour; plan and samples are the
    shipped ones.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"gendan_review": True, "gendan_lock_orders": True})
        cls.rule.template_id = cls.env.ref("gendan_followup.template_new_printed")
        cls.proof, cls.colour = (cls.env.ref(f"gendan_followup.sample_kind_{kind}") for kind in ("proof", "colour"))
        cls.packaging.gendan_sample_kind_ids = cls.proof + cls.colour
        # one department and one clause, to be short; the system's points all
        points = cls.env["gendan.review.point"].search([])
        asked = cls.env.ref("gendan_followup.review_point_quality") + cls.env.ref(
            "gendan_followup.review_point_clause_quality"
        )
        points.filtered(lambda point: point.judge != "system" and point not in asked).active = False
        asked[0].department_id = cls.quality
        cls.plate = cls.make_product("Gravure cylinder", gendan_is_tooling=True)
        cls.buyer = new_test_user(cls.env, "t_buyer", groups="purchase.group_purchase_user,stock.group_stock_user")
        cls.foreman = new_test_user(cls.env, "t_foreman", groups="mrp.group_mrp_user,stock.group_stock_user")
        # the tours read English
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.clerk + cls.quality_user + cls.supervisor + cls.foreman).lang = "en_US"

    def tour(self, name, user=None, url="/odoo"):
        """Play a chapter, as the clerk unless said otherwise, and read again what it changed."""
        self.settle()
        self.start_tour(url, f"gendan_followup_print_{name}", login=(user or self.clerk).login)
        self.env.invalidate_all()
        self.settle()

    def reached(self, order, kind):
        """The day the order's milestone of a shipped kind was reached."""
        kind = self.env.ref(f"gendan_followup.kind_{kind}")
        return order.gendan_milestone_ids.filtered(lambda milestone: milestone.kind_id == kind).actual_date

    def test_from_a_phone_call_to_released_production(self):
        today = self.company._gendan_today()

        # --- The clerk takes the order on the phone: specified and under review, not confirmed.
        self.tour("phone")
        order = self.env["sale.order"].search([("client_order_ref", "=", "ML-NEW-118")])
        self.assertRecordValues(
            order,
            [
                {
                    "state": "draft",
                    "partner_id": self.customer.id,
                    "gendan_channel": "phone",
                    "gendan_sent_by": "Ms Lin",
                    "gendan_order_kind": "new",
                    "gendan_written_missing": True,
                    "gendan_spec_percent": 100,
                }
            ],
        )
        self.assertEqual(self.texts(order.order_line)["Structure"], "PET12/VMPET12/PE80")

        # --- Quality says no, the supervisor waives that and nothing else.
        self.tour("quality", self.quality_user)
        self.tour("waiver", self.supervisor, f"/odoo/sales/{order.id}")
        problems = [problem.code for problem in order._gendan_gate("confirm")[order] if problem.blocks]
        self.assertEqual(problems, ["review_written_missing"])
        waiver = self.env["gendan.waiver"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)])
        self.assertEqual(waiver.mapped("code"), ["review_quality"])
        self.assertEqual(waiver.user_id, self.supervisor)

        # --- The call was three days ago: her desk asks the clerk for something in writing. She files what the
        # --- customer wrote, confirms, and sends the proof.
        order.with_user(self.clerk).gendan_received_at = fields.Datetime.subtract(fields.Datetime.now(), days=3)
        self.tour("confirmed")
        self.assertRecordValues(order, [{"state": "sale", "locked": True, "gendan_version": 1}])
        self.assertEqual(order.gendan_paper_ids.attachment_ids.mapped("name"), ["wechat.png"])
        with self.assertRaisesRegex(UserError, "agreed with the customer"):
            order.order_line.with_user(self.clerk).product_uom_qty = 40000
        self.assertEqual(order.gendan_plan_ids.template_id, self.rule.template_id)
        self.assertEqual(self.reached(order, "proof_out"), today)

        # --- No plates before the proof is approved; then they are ordered and come in.
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.plate.id,
                            "product_qty": 8,
                            "price_unit": 430,
                            "gendan_tool_product_id": self.bag.id,
                        }
                    )
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "no plates or tooling may be ordered"):
            purchase.with_user(self.buyer).button_confirm()
        self.tour("proof")
        tooling = self.env["gendan.tooling"].search([("order_id", "=", order.id)])
        purchase.order_line.gendan_tooling_id = tooling
        purchase.with_user(self.buyer).button_confirm()
        receipt = purchase.picking_ids.with_user(self.buyer)
        receipt.move_ids.write({"quantity": 8, "picked": True})
        receipt.button_validate()
        self.settle()
        self.assertRecordValues(tooling, [{"state": "ready", "pieces": 8, "maker_id": self.supplier.id}])
        tooling.with_user(self.clerk).inspected_on = today
        self.settle()
        self.assertEqual(self.reached(order, "cylinders_in"), today)

        # --- Production waits for the colour; the customer signs for it at our press; the workshop starts.
        production = self.env["mrp.production"].search([("sale_line_id", "in", order.order_line.ids)])
        with self.assertRaisesRegex(UserError, "ever approved or asked for"):
            production.with_user(self.foreman).action_start()
        self.tour("colour")
        self.assertEqual(self.reached(order, "colour_approved"), today)
        self.tour("released", self.foreman, f"/odoo/manufacturing/{production.id}")
        self.assertEqual(production.state, "progress")

        # --- The clerk sees all of it in her follow-up.
        self.tour("followed")
        self.assertEqual(self.reached(order, "production_started"), today)
