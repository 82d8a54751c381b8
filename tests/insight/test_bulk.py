"""The bulk dialog's server side, and handing customers and orders to another clerk."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from tests.common import MONDAY, TODAY

from .common import InsightCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestBulk(InsightCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls.make_orders(3)
        cls.proofs = cls.of_kind(cls.orders, "proof")

    def bulk(self, user):
        return self.env["gendan.bulk"].with_user(user)

    def do(self, user, operation, records, **values):
        """As the dialog does it: prepare, cut, run piece after piece."""
        bulk = self.bulk(user)
        bulk.prepare(operation, records._name, records.ids)
        cut = bulk.cut(operation, records._name, records.ids, values)
        answers = [bulk.run(operation, cut["model"], piece, values) for piece in cut["pieces"]]
        return sum(a["done"] for a in answers), [r for a in answers for r in a["refused"]]

    def messages(self, records):
        self.env.flush_all()
        return self.env["mail.message"].search([("model", "=", records._name), ("res_id", "in", records.ids)])

    # === milestones ===

    def test_from_the_list_of_milestones(self):
        self.proofs[0].action_skip("repeat")
        done, refused = self.do(self.clerk, "tick", self.proofs, day=str(TODAY), remark="all by mail")
        self.assertEqual(done, 2)
        self.assertEqual([r["name"] for r in refused], [self.proofs[0].display_name])
        self.assertIn("was skipped", refused[0]["sentence"])
        self.assertEqual(self.proofs.mapped("actual_date"), [False, TODAY, TODAY])

    def test_from_the_list_of_orders_one_kind(self):
        inputs = self.bulk(self.clerk).prepare("retime", "sale.order", self.orders.ids)["inputs"]
        kinds = {choice["id"]: choice["count"] for choice in inputs[0]["choices"]}
        self.assertEqual(kinds[self.kinds["proof"].id], 3)
        day = TODAY + timedelta(days=3)
        done, refused = self.do(self.clerk, "retime", self.orders, day=str(day), kind=self.kinds["proof"].id)
        self.assertEqual((done, refused), (3, []))
        self.assertEqual(set(self.proofs.mapped("retimed_date")), {day})

    def test_skipped_from_the_list_the_refused_ones_told(self):
        self.proofs[0].with_user(self.clerk).action_tick()
        before = self.messages(self.orders)
        done, refused = self.do(self.clerk, "skip", self.proofs, reason="repeat, nothing to approve")
        self.assertEqual(done, 2)
        self.assertEqual([r["name"] for r in refused], [self.proofs[0].display_name])
        self.assertIn("is done and cannot be skipped", refused[0]["sentence"])
        self.assertEqual(self.proofs.mapped("state"), ["done", "skipped", "skipped"])
        self.assertEqual(len(self.messages(self.orders) - before), 2)
        with self.assertRaises(UserError):
            self.do(self.clerk, "skip", self.proofs, reason=" ")

    def test_from_the_workbench(self):
        note = self.orders[0]._gendan_open_todo("t_note", "Look at it", due=TODAY)
        todos = (self.todo_of(self.proofs) | note).with_env(self.env)
        done, refused = self.do(self.clerk, "tick", todos, day=str(TODAY))
        self.assertEqual(done, 3)
        self.assertIn("settled on its document", refused[0]["sentence"])
        self.assertEqual(set(self.proofs.mapped("actual_date")), {TODAY})
        checks = self.todo_of(self.of_kind(self.orders, "check"))
        self.assertEqual(self.do(self.clerk, "remind", checks), (3, []))
        notices = self.env["mail.message"].search(
            [("model", "=", "gendan.todo"), ("res_id", "in", checks.ids), ("message_type", "=", "user_notification")]
        )
        self.assertEqual(len(notices), 1, "one notice about all")

    def test_pieces_never_divide_an_order(self):
        milestones = self.of_kind(self.orders, "proof") | self.of_kind(self.orders, "check")
        cut = self.bulk(self.clerk).cut("tick", "gendan.milestone", milestones.ids, {})
        self.assertEqual(sorted(sum(cut["pieces"], [])), sorted(milestones.ids))
        with patch("odoo.addons.gendan_followup.models.insight.bulk.BATCH_ORDERS", 2):
            pieces = self.bulk(self.clerk).cut("tick", "gendan.milestone", milestones.ids, {})["pieces"]
        self.assertEqual(len(pieces), 2)
        orders = [self.env["gendan.milestone"].browse(piece).order_id for piece in pieces]
        self.assertFalse(orders[0] & orders[1])

    def test_nonsense_is_refused(self):
        for operation, model in (("unlink", "gendan.milestone"), ("tick", "res.users"), ("remind", "sale.order")):
            with self.assertRaises(UserError):
                self.bulk(self.supervisor).run(operation, model, [1], {})
        with self.assertRaises(UserError):
            self.bulk(self.clerk).run("tick", "gendan.milestone", self.proofs.ids, {})
        with self.assertRaises(AccessError):
            self.bulk(self.portal_user).run("tick", "gendan.todo", self.todo_of(self.proofs).ids, {"day": str(TODAY)})
        self.assertFalse(self.proofs.filtered("actual_date"))

    # === handing over ===

    def test_orders_handed_over_with_their_todos_and_one_message(self):
        before = self.messages(self.orders)
        done, refused = self.do(
            self.supervisor, "hand_over", self.orders, clerk=self.backup.id, reason="Li Na moves to export"
        )
        self.assertEqual((done, refused), (3, []))
        self.assertEqual(self.orders.gendan_clerk_id, self.backup)
        self.assertEqual(self.customer.gendan_clerk_id, self.clerk)
        self.assertEqual(self.todo_of(self.proofs).user_id, self.backup)
        self.assertEqual(self.proofs.clerk_id, self.backup)
        messages = self.messages(self.orders) - before
        self.assertEqual(len(messages), 3)
        self.assertIn("Li Na moves to export", messages[0].body)
        self.assertIn(self.clerk.name, messages[0].body)

    def test_customers_handed_over_with_the_orders_under_way(self):
        other = self.make_orders(1)
        other.gendan_clerk_id = self.other_clerk
        done, refused = self.do(
            self.supervisor, "hand_over", self.customer | self.foreign_customer, clerk=self.other_clerk.id
        )
        self.assertEqual(done, 1)
        self.assertIn("already", refused[0]["sentence"])
        self.assertEqual(self.customer.gendan_clerk_id, self.other_clerk)
        self.assertEqual(self.orders.gendan_clerk_id, self.other_clerk)
        self.assertEqual(self.todo_of(self.proofs).user_id, self.other_clerk)

    def test_only_to_the_team_and_only_by_a_supervisor(self):
        _done, refused = self.do(self.supervisor, "hand_over", self.orders[0], clerk=self.quality_user.id)
        self.assertIn("not of the follow-up team", refused[0]["sentence"])
        _company, stranger = self.make_other_company()
        _done, refused = self.do(self.supervisor, "hand_over", self.orders[0], clerk=stranger.id)
        self.assertIn("does not work for", refused[0]["sentence"])
        for user in (self.clerk, self.rep, self.quality_user):
            with self.assertRaises(AccessError):
                self.bulk(user).run("hand_over", "sale.order", self.orders.ids, {"clerk": self.backup.id})
            with self.assertRaises(AccessError):
                self.bulk(user).run("hand_over", "res.partner", self.customer.ids, {"clerk": self.backup.id})
        self.assertEqual(self.orders.gendan_clerk_id, self.clerk)
