from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..complaint.common import ComplaintCase
from .tours_common import TourCase

GOODS = 800


@tagged("post_install", "-at_install")
class TestComplaintTour(ComplaintCase, TourCase):
    """Complaints as they are worked on: out of a chat, the light way in one screen, from the phone to the end."""

    def test_out_of_a_chat_and_the_light_way_in_one_screen(self):
        self.order.name = "S90031"
        self.kind.sequence, self.light_kind.sequence = 1, 2
        self.env["gendan.partner.account"].create(
            {"partner_id": self.customer.id, "app": "wechat", "account": "maili-lin", "person": "Lin Mei"}
        )
        self.start_tour("/odoo/gendan-complaints", "gendan_followup_complaint_light", login=self.clerk.login)
        chat = self.env["gendan.complaint"].search([("channel", "=", "chat")])
        self.assertRecordValues(chat, [{"partner_id": self.customer.id, "order_id": self.order.id, "state": "new"}])
        self.assertEqual((chat.line_ids.bad, chat.line_ids.checked), (40, 200))
        self.assertIn("maili-lin 2026/1/5 08:20:10", chat.paper_ids.text)
        self.assertEqual(len(chat.paper_ids.attachment_ids), 1, "the screenshot was pasted")
        self.assertEqual(chat.photo_ids, chat.paper_ids.attachment_ids)

        light = self.env["gendan.complaint"].search([("subject", "=", "Twenty missing")])
        self.assertRecordValues(
            light,
            [{"state": "closed", "track": "light", "is_told": True, "findings": "The packer miscounted",
              "closed_by_id": self.clerk.id}],
        )  # fmt: skip
        self.assertIn("achine", light.cause_id.display_name)
        self.assertEqual(light.answer_ids.text, "Sorry, we take off the twenty.")
        self.assertEqual(light.settlement_ids.choice, "discount")
        credit = light.settlement_ids.sudo()._gendan_result()
        self.assertEqual((credit.move_type, credit.state, credit.amount_total), ("out_refund", "draft", 96.0))
        self.assertFalse(self.env["gendan.todo"].search(light._gendan_todo_domain()), "nothing is left to do")

    def test_from_a_photo_on_the_phone_to_the_end(self):
        other = self.env["product.product"].create({"name": "Lid (tour)", "is_storable": True, "list_price": 1})
        self.put_in_stock(other, GOODS)
        self.put_in_stock(self.carton, GOODS)
        order = self.confirm_order([(self.carton, GOODS), (other, GOODS)])
        order.picking_ids.action_assign()
        self.ship(order)
        picking = order.picking_ids
        # the phone: five taps, counted in the tour
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour(
            f"/odoo/gendan-ready-deliveries/{picking.id}", "gendan_followup_complaint_phone", login=self.clerk.login
        )
        complaint = self.env["gendan.complaint"].search([("picking_id", "=", picking.id)])
        self.assertRecordValues(
            complaint,
            [{"state": "new", "order_id": order.id, "partner_id": self.customer.id, "clerk_id": self.clerk.id}],
        )
        self.assertRecordValues(complaint.line_ids, [{"product_id": self.carton.id, "bad": 250}])
        self.assertEqual(len(complaint.photo_ids), 1)

        # what was found; nothing is promised before
        complaint.with_user(self.clerk).kind_id = self.kind
        complaint = complaint.with_user(self.clerk)
        self.assertEqual(complaint.track, "full")
        complaint.action_take()
        with self.assertRaisesRegex(UserError, "record first what was found"):
            complaint.action_answer()
        found = complaint.with_user(self.quality_user)
        found.write({"findings": "Sealing bar too cold", "cause_id": self.cause.id})
        found.action_find()

        # settled mixed by quantity, beyond the clerk's amount
        self.company.gendan_settlement_limit = 100
        complaint.write(
            {
                "proposal": "200 are reworked, 50 refunded, 3 % off the rest",
                "settlement_ids": [
                    Command.create({"choice": "rework", "quantity": 200, "hours": 4}),
                    Command.create({"choice": "refund", "quantity": 50, "note": "scrapped at the customer's"}),
                    Command.create(
                        {"choice": "discount", "quantity": GOODS - 250, "percent": 3, "more_than_bad": True}
                    ),
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "A supervisor approves"):
            complaint.action_propose()
        complaint.with_user(self.supervisor).action_approve_settlement()
        complaint.action_propose()
        complaint.agreed_by = "Ms Lin"
        complaint.action_agree()
        complaint.action_settle()
        self.assertEqual(complaint.state, "settling")
        made = [row.sudo()._gendan_result() for row in complaint.settlement_ids]
        self.assertEqual([document._name for document in made], ["repair.order", "account.move", "account.move"])
        self.assertEqual(made[0].product_qty, 200)
        price = complaint.line_ids._gendan_price()
        self.assertAlmostEqual(made[1].amount_total, 50 * price, places=2)
        self.assertAlmostEqual(made[2].amount_total, (GOODS - 250) * price * 0.03, places=2)

        # told, closed: on the phone again, in the office nobody has to
        with self.assertRaisesRegex(UserError, "has not been told"):
            complaint.action_close()
        self.start_tour(
            f"/odoo/gendan-complaints/{complaint.id}", "gendan_followup_complaint_phone_end", login=self.clerk.login
        )
        self.env.invalidate_all()
        self.assertRecordValues(complaint, [{"state": "closed", "is_told": True, "closed_by_id": self.clerk.id}])
        self.assertEqual(complaint.answer_ids.mapped("text"), ["All is on its way."])
        self.assertFalse(self.env["gendan.todo"].search(complaint._gendan_todo_domain()), "nothing is left to do")
