"""New dates: what may go to the customer, what his answer does, and that nothing moves before."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MONDAY
from .exception_common import PROMISE
from .proposal_common import NEW, ProposalCase

RENDER = "odoo.addons.mail.models.mail_render_mixin"
RULE = "odoo.addons.base.models.ir_rule"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestProposal(ProposalCase):
    def versions(self, parts=None):
        return (self.parts if parts is None else parts).mapped("version")

    # === drafts ===

    def test_all_that_slipped_for_one_customer_is_one_draft(self):
        foreign = self.confirm_order(
            [(self.carton, 10)], promised=PROMISE, partner_id=self.foreign_customer.id, user_id=self.other_rep.id
        )
        parts = (self.parts | foreign.gendan_part_ids).with_user(self.supervisor)
        action = parts.action_gendan_propose_dates()
        drafts = self.env["gendan.date.proposal"].search(action["domain"])
        self.assertEqual(drafts.partner_id, self.customer | self.foreign_customer)
        draft = drafts.filtered(lambda found: found.partner_id == self.customer)
        self.assertEqual(draft.line_ids.part_id, self.parts)
        self.assertRecordValues(
            draft.line_ids,
            [{"old_date": PROMISE, "quantity": 1000, "version_before": 1}]
            + [{"old_date": PROMISE, "quantity": 5000, "version_before": 1}],
        )
        self.assertFalse(draft.cause, "the cause is the clerk's to word")
        # once more: added to, not multiplied
        self.assertEqual(parts.action_gendan_propose_dates()["domain"], action["domain"])
        self.assertEqual(self.todos(draft).mapped("kind"), ["date_draft"])

    def test_the_way_new_date_makes_the_draft_and_shows_the_cause_beside_it(self):
        self.slip(self.env["purchase.order.line"].search([("product_id", "=", self.film.id)]).order_id, 14)
        self.env["gendan.exception.look"]._cron_gendan_detect()
        exception = self.found("date") or self.found("shortage")
        exception = exception.filtered(lambda found: self.orders[1] in found.effect_ids.order_id)[:1]
        exception.write({"description": "Supplier's extruder broke."})
        exception.department_id = self.env.ref("gendan_followup.department_pmc")
        way = (
            self.env["gendan.exception.way"]
            .with_user(self.planner)
            .create({"exception_id": exception.id, "kind": "new_date", "reason": "no other film", "new_date": NEW})
        )
        way.action_choose()
        draft = self.env["gendan.date.proposal"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(draft.line_ids.part_id, self.orders[1].gendan_part_ids)
        self.assertEqual((draft.line_ids.new_date, draft.line_ids.exception_id), (NEW, exception))
        seen = draft.with_user(self.clerk)
        self.assertIn("extruder", seen.exception_text)
        self.assertFalse(seen.cause)
        with self.assertRaisesRegex(UserError, "true cause"):
            seen.action_copy()
        self.assertEqual(exception.with_user(self.clerk).action_gendan_date_proposals()["res_id"], draft.id)
        self.assertEqual(exception.gendan_date_count, 1)

    def test_what_is_missing_is_said_before_it_goes(self):
        proposal = self.draft()
        line = proposal.line_ids[0]
        for values, sentence in (
            ({"new_date": False}, "Say the new date"),
            ({"new_date": date(2026, 11, 1)}, "is past"),
            ({"new_date": PROMISE}, "promised for that day already"),
            ({"new_date": NEW, "first_quantity": 100}, "comes first, and when"),
            ({"first_date": date(2026, 11, 20), "first_quantity": 1000}, "less than 1,000"),
            ({"first_date": NEW, "first_quantity": 100}, "before the rest"),
        ):
            line.write(values)
            with self.subTest(sentence=sentence), self.assertRaisesRegex(UserError, sentence):
                proposal.action_copy()
        line.write({"first_date": False, "first_quantity": 0})
        proposal.reason = False
        with self.assertRaisesRegex(UserError, "Kept as"):
            proposal.action_copy()

    def test_pmcs_word_is_needed_unless_the_supervisor_waives_it(self):
        self.company.gendan_date_needs_pmc = True
        proposal = self.draft(self.part)
        with self.assertRaisesRegex(UserError, "Planning has not confirmed"):
            proposal.action_copy()
        self.assertTrue(proposal.gendan_gate_blocked)
        waiver = {"res_model": proposal._name, "res_id": proposal.id, "action": "propose", "code": "date_confirmed"}
        with self.assertRaises(AccessError):
            self.env["gendan.waiver"].with_user(self.clerk).sudo().create({**waiver, "reason": "x"})
        # sudo: as the dialog does; create() checks the user's group itself
        self.env["gendan.waiver"].with_user(self.supervisor).sudo().create({**waiver, "reason": "Agreed by phone"})
        proposal.invalidate_recordset()
        self.assertTrue(proposal.action_copy()["params"]["text"])

    def test_the_day_planning_confirms_is_taken_over_and_opens_the_gate(self):
        self.company.gendan_date_needs_pmc = True
        proposal = self.draft(self.part, new_date=False)
        proposal.action_ask_pmc()
        self.assertTrue(self.part.is_word_asked)
        self.part._gendan_confirm_date({self.part: date(2026, 11, 24)}, confirmed_by="Mr Guo")
        line = proposal.line_ids
        arrival = self.part._gendan_confirmed_date()
        self.assertGreaterEqual(arrival, date(2026, 11, 24))
        self.assertEqual((line.new_date, line.confirmed_date), (arrival, arrival))
        line.new_date = arrival - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "Planning has confirmed .* take that date"):
            proposal.action_copy()
        line.new_date = arrival
        proposal.action_copied(proposal.action_copy()["params"]["text"])
        self.reply(proposal, "all")
        self.assertEqual(self.part.promised_date, arrival)
        # the word was given for the promise before
        self.assertFalse(self.part._gendan_confirmed_date())

    # === what the customer told ===

    def test_stock_and_daily_use_give_the_first_part(self):
        line = self.draft(self.part).line_ids
        line.write({"stock_told": 1500, "use_told": 100, "told_on": MONDAY.date(), "told_by": "Ms Lin"})
        # Monday 2 November, six days a week: 15 days last to the 18th; to 1 December it is 26 days
        self.assertIn("needs all of it by 11/18/2026", line.advice)
        line.write({"stock_told": 2000})
        self.assertIn("600 Units by 11/24/2026", line.advice)
        line.action_take_advice()
        self.assertEqual((line.first_quantity, line.first_date), (600, date(2026, 11, 24)))
        line.write({"stock_told": 90000})
        self.assertIn("lasts until", line.advice)
        with self.assertRaisesRegex(UserError, "lasts until"):
            line.action_take_advice()

    # === sending ===

    def test_sent_by_chat_it_has_a_number_a_link_and_stays_as_it_was_read(self):
        proposal = self.draft()
        text = proposal.action_copy()["params"]["text"]
        self.assertEqual(proposal.state, "draft")
        for part in (proposal.name, "The film came", "PO-778", "PO-779", "/gendan/a/"):
            self.assertIn(part, text)
        self.assertRegex(proposal.name, r"^ND/2026/\d{4}$")
        self.assertEqual(text, proposal.action_copy()["params"]["text"], "one link as long as it is fresh")
        proposal.action_copied(text)
        self.assertRecordValues(
            proposal, [{"state": "sent", "sent_how": "chat", "sent_by_id": self.clerk.id, "times_asked": 1}]
        )
        self.assertEqual(proposal.answer_due, date(2026, 11, 4))
        self.assertEqual(self.todos(proposal).mapped("kind"), ["date_proposal"])
        self.assertEqual(self.versions(), [1, 1], "nothing moves before the answer")
        for values in ({"cause": "Another"}, {"line_ids": [fields.Command.clear()]}, {"state": "draft"}):
            with self.assertRaises(UserError):
                proposal.write(values)
        with self.assertRaises(UserError):
            proposal.line_ids[0].new_date = date(2026, 12, 9)
        with self.assertRaises(UserError):
            proposal.unlink()

    def test_a_link_of_a_text_that_was_changed_no_longer_works(self):
        proposal = self.draft()
        proposal.action_copy()
        question = self.question(proposal)
        proposal.line_ids[0].new_date = date(2026, 12, 9)
        self.assertEqual(question.state, "withdrawn")
        proposal.action_copy()
        other = self.question(proposal)
        proposal.cause = "Another"
        self.assertEqual((other.state, bool(self.question(proposal))), ("withdrawn", False))

    def test_sent_by_mail_in_the_customers_language(self):
        proposal = self.draft()
        action = proposal.action_mail()
        composer = self.env["mail.compose.message"].with_user(self.clerk).with_context(action["context"]).create({})
        self.assertIn("/gendan/a/", composer.body)
        self.assertIn("The film came", composer.body)
        self.assertEqual(composer.partner_ids, self.customer)
        composer._action_send_mail()
        self.assertRecordValues(proposal, [{"state": "sent", "sent_how": "mail", "times_asked": 1}])
        # again: another time, the same question
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.clerk)
            .with_context(proposal.action_mail()["context"])
            .create({})
        )
        composer._action_send_mail()
        self.assertEqual((proposal.times_asked, len(self.question(proposal))), (2, 1))

    def test_the_link_of_a_draft_asks_for_planning_whatever_way_it_is_made(self):
        self.company.gendan_date_needs_pmc = True
        proposal = self.draft(self.part)
        template = self.env.ref("gendan_followup.mail_template_date_proposal")
        with self.assertRaisesRegex(UserError, "Planning has not confirmed"), mute_logger(RENDER):
            template.with_user(self.clerk)._render_field("body_html", proposal.ids)
        self.assertFalse(self.question(proposal))
        # one that is out: who only reads it gets no link that answers for the customer
        self.company.gendan_date_needs_pmc = False
        proposal.action_copied(proposal.action_copy()["params"]["text"])
        self.assertNotIn("/gendan/a/", "".join(proposal.message_ids.mapped("body")))
        self.assertIn("The film came", "".join(proposal.message_ids.mapped("body")))
        with self.assertRaises(UserError), mute_logger(RENDER, RULE):
            template.with_user(self.rep)._render_field("body_html", proposal.ids)

    def test_the_question_is_not_scheduled_for_later(self):
        proposal = self.draft(self.part)
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.clerk)
            .with_context(proposal.action_mail()["context"])
            .create({"scheduled_date": "2026-11-09 08:00:00"})
        )
        with self.assertRaisesRegex(UserError, "not later"):
            composer.action_schedule_message()

    def test_a_first_part_needs_plannings_word_and_a_waiver_holds_for_the_dates_it_was_given_for(self):
        self.company.gendan_date_needs_pmc = True
        proposal = self.draft(self.part, new_date=False)
        self.part._gendan_confirm_date({self.part: date(2026, 11, 24)}, confirmed_by="Mr Guo")
        line = proposal.line_ids
        line.write({"new_date": date(2026, 12, 9), "first_quantity": 100, "first_date": date(2026, 11, 18)})
        with self.assertRaisesRegex(UserError, "not 11/18/2026 already"):
            proposal.action_copy()
        waiver = {"res_model": proposal._name, "res_id": proposal.id, "action": "propose", "code": "date_confirmed"}
        # sudo: as the dialog does
        given = self.env["gendan.waiver"].with_user(self.supervisor).sudo().create({**waiver, "reason": "By phone"})
        # the database's clock is not frozen
        self.env.cr.execute("UPDATE gendan_waiver SET create_date = %s WHERE id = %s", [MONDAY, given.id])
        given.invalidate_recordset()
        with freeze_time(MONDAY + timedelta(hours=1)):
            line.write({"stock_told": 100, "first_date": date(2026, 11, 18)})
            self.assertFalse(proposal._gendan_gate_error("propose"), "the same dates")
            line.first_date = date(2026, 11, 17)
            self.assertIn("not 11/17/2026 already", proposal._gendan_gate_error("propose"))

    # === answers ===

    def test_accepted_is_a_new_version_and_moves_plan_order_and_transfer(self):
        proposal = self.sent()
        paper = self.paper(self.clerk)
        self.reply(proposal, "all", attachment_ids=self.papers(paper), how="chat")
        self.assertRecordValues(proposal, [{"state": "answered", "result": "accepted"}])
        self.assertEqual(self.versions(), [2, 2])
        promise = self.part.promise_ids.sorted("version")[-1]
        self.assertRecordValues(
            promise,
            [
                {
                    "date": NEW,
                    "reason": "material",
                    "agreed_by": "Ms Lin",
                    "agreed_how": "chat",
                    "user_id": self.clerk.id,
                }
            ],
        )
        self.assertIn(proposal.name, promise.evidence)
        self.assertEqual(promise.attachment_ids.mapped("raw"), [b"x"])
        self.assertEqual(self.part.plan_id.promise_date, NEW)
        for order in self.orders:
            self.assertEqual(self.company._gendan_to_day(order.commitment_date), NEW)
            ship = order.gendan_plan_ids.latest_ship_date
            moves = order.order_line._gendan_open_moves()
            self.assertEqual({self.company._gendan_to_day(move.date_deadline) for move in moves}, {ship})
        self.assertFalse(self.todos(proposal))
        self.assertEqual(self.part.first_promised_date, PROMISE, "the first promise is kept for measuring")
        with self.assertRaisesRegex(UserError, "proves what the customer answered"):
            proposal.reply_ids.attachment_ids.sudo().unlink()
        for change in (lambda: proposal.reply_ids.sudo().write({"given_by": "x"}), proposal.reply_ids.sudo().unlink):
            with self.assertRaises(UserError):
                change()

    def test_what_comes_first_is_split_off_the_open_move_never_off_the_line(self):
        self.put_in_stock(self.carton, 1000)
        proposal = self.draft(self.part)
        proposal.line_ids.write({"first_quantity": 300, "first_date": date(2026, 11, 18)})
        proposal.action_copied(proposal.action_copy()["params"]["text"])
        line = self.part.line_id
        self.reply(proposal, "all")
        self.settle()
        self.assertEqual((line.product_uom_qty, len(self.orders[0].order_line)), (1000, 1))
        parts = line.gendan_part_ids.sorted("promised_date")
        self.assertEqual(
            [(part.promised_date, part.quantity, part.version) for part in parts],
            [(date(2026, 11, 18), 300, 2), (NEW, 700, 2)],
        )
        moves = line._gendan_open_moves().sorted("date_deadline")
        self.assertEqual(moves.mapped("product_uom_qty"), [300, 700])
        self.assertEqual(
            [self.company._gendan_to_day(move.date_deadline) for move in moves],
            [part.plan_id.latest_ship_date for part in parts],
        )

    def test_a_proof_is_needed_and_one_answer_is_all(self):
        proposal = self.sent()
        # with a savepoint: the proof is looked at when the answer is there
        with self.assertRaises(UserError) as refused:
            self.reply(proposal, "all", evidence=False)
        self.assertIn("needs a proof", str(refused.exception))
        with self.assertRaisesRegex(UserError, "Please answer for"):
            self.reply(proposal, answers={proposal.line_ids[0]: ("accepted", False)})
        with self.assertRaisesRegex(UserError, "which date you wish"):
            self.reply(proposal, answers=dict.fromkeys(proposal.line_ids, ("other", False)))
        self.assertEqual((proposal.state, self.versions()), ("sent", [1, 1]))
        self.reply(proposal, "all")
        with self.assertRaisesRegex(UserError, "nothing to answer"):
            self.reply(proposal, "none")
        self.assertEqual(self.versions(), [2, 2])

    def test_refused_and_other_dates_go_up_with_what_he_wishes(self):
        head = self.make_users(head="base.group_user")
        self.company.write({"gendan_head_id": head.id, "gendan_supervisor_id": self.supervisor.id})
        proposal = self.sent()
        first, second = proposal.line_ids
        self.reply(proposal, answers={first: ("refused", False), second: ("other", date(2026, 11, 25))})
        self.assertEqual((proposal.result, self.versions()), ("refused", [1, 1]))
        self.assertEqual(proposal.line_ids.mapped("outcome"), ["up", "up"])
        refused, other = first.exception_id, second.exception_id
        self.assertEqual((refused.kind, refused.cannot_meet, other.cannot_meet), ("date", True, False))
        self.assertIn("refuses", refused.cannot_meet_reason)
        self.assertIn("Nov", other.description.replace("11/25/2026", "Nov"))
        self.assertIn("11/25/2026", other.description)
        self.assertEqual(self.todos(refused, "exception_head").user_id, head)
        self.assertEqual(self.todos(proposal, "date_refused").user_id, self.supervisor)
        # asked anew: the wish is the draft's date, and the supervisor's to-do is done
        draft = self.env["gendan.date.proposal"].with_user(self.clerk).browse(proposal.action_again()["res_id"])
        self.assertEqual(draft.line_ids.mapped("new_date"), [NEW, date(2026, 11, 25)])
        draft.line_ids[1].unlink()
        draft.action_copied("text")
        self.assertTrue(self.todos(proposal, "date_refused"), "the other one is not asked yet")
        draft = self.env["gendan.date.proposal"].with_user(self.clerk).browse(proposal.action_again()["res_id"])
        draft.line_ids.filtered(lambda line: line.part_id == first.part_id).unlink()
        draft.action_copied("text")
        self.assertFalse(self.todos(proposal, "date_refused"))

    def test_without_exceptions_the_supervisor_has_it(self):
        self.company.write({"gendan_find_exceptions": False, "gendan_supervisor_id": self.supervisor.id})
        proposal = self.sent(self.part)
        before = self.env["gendan.exception"].search_count([])
        self.reply(proposal, answers={proposal.line_ids: ("other", date(2026, 11, 25))})
        self.assertEqual(self.env["gendan.exception"].search_count([]), before)
        todo = self.todos(proposal, "date_refused")
        self.assertEqual(todo.user_id, self.supervisor)
        self.assertIn("11/25/2026", todo.name)

    def test_the_choice_of_the_exception_is_open_again(self):
        exception = self.env["gendan.exception"].create(
            {"title": "Press stands still", "kind": "machine", "res_model": "sale.order", "res_id": self.orders[0].id}
        )
        way = self.env["gendan.exception.way"].create(
            {"exception_id": exception.id, "kind": "new_date", "reason": "no other", "new_date": NEW}
        )
        way.action_choose()
        proposal = (
            self.env["gendan.date.proposal"].search([("partner_id", "=", self.customer.id)]).with_user(self.clerk)
        )
        self.assertEqual(proposal.reason, "capacity")
        proposal.cause = "The press stood still."
        proposal.action_copied("text")
        self.reply(proposal, answers=dict.fromkeys(proposal.line_ids, ("other", date(2026, 11, 24))))
        self.assertEqual((exception.state, way.is_chosen, exception.due), ("open", False, MONDAY.date()))
        self.assertIn("11/24/2026", exception.description)

    # === the world moves on ===

    def test_what_changed_meanwhile_is_said_and_not_carried_out(self):
        proposal = self.sent()
        first, second = proposal.line_ids
        self.put_in_stock(self.carton, 1000)
        self.orders[0].picking_ids.action_assign()
        self.ship(self.orders[0])
        self.milestone(self.orders[0], "arrived").with_user(self.supervisor).action_tick()
        self.settle()
        self.assertEqual(self.part.plan_id.delivery_health, "delivered")
        self.reply(proposal, "all")
        self.assertEqual((first.outcome, second.outcome), ("stale", "promised"))
        self.assertIn("has been delivered", first.outcome_note)
        self.assertEqual((self.part.version, self.other_part.version), (1, 2))
        self.assertEqual(self.todos(proposal, "date_answer").user_id, self.clerk)

    def test_promised_otherwise_cancelled_or_of_another_quantity(self):
        proposal = self.sent()
        first, second = proposal.line_ids
        self.part._gendan_promise(date(2026, 11, 27), "capacity")
        self.orders[1].order_line.product_uom_qty = 6000
        self.reply(proposal, "all")
        self.assertIn("promised for 11/27/2026 meanwhile", first.outcome_note)
        self.assertIn("6,000 now", second.outcome_note)
        self.assertEqual((self.part.promised_date, self.other_part.promised_date), (date(2026, 11, 27), PROMISE))
        self.assertEqual(proposal.result, "accepted", "what he said is kept")
        again = self.sent(self.other_part)
        self.orders[1]._action_cancel()
        self.reply(again, "all")
        self.assertEqual(again.line_ids.outcome, "stale")

    def test_a_day_that_has_gone_by_is_no_promise(self):
        proposal = self.sent(self.part, new_date=date(2026, 11, 21))
        with freeze_time(date(2026, 11, 25)):
            self.reply(proposal, "all")
        self.assertEqual((proposal.line_ids.outcome, self.part.version), ("stale", 1))
        self.assertIn("past", proposal.line_ids.outcome_note)

    def test_one_of_an_order_that_cannot_be_promised_leaves_the_others(self):
        order = self.confirm_order([(self.carton, 10), (self.bag, 20)], promised=PROMISE)
        parts = order.gendan_part_ids
        proposal = self.sent(parts)
        Order = self.env.registry["sale.order"]
        promise = Order.action_gendan_promise
        self.company.partner_id.lang = self.clerk.lang

        def refuse(records, promises, *args, **kwargs):
            if parts[0] in [row[0] for row in promises]:
                raise UserError("Not this one")
            return promise(records, promises, *args, **kwargs)

        self.patch(Order, "action_gendan_promise", refuse)
        self.reply(proposal, "all")
        self.assertEqual(proposal.line_ids.mapped("outcome"), ["stale", "promised"])
        self.assertEqual((proposal.line_ids[0].outcome_note, parts.mapped("version")), ("Not this one", [1, 2]))

    def test_notes_inside_speak_the_companys_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.company.partner_id.lang = "en_US"
        proposal = self.sent()
        self.part._gendan_promise(date(2026, 11, 27), "capacity")
        abroad = proposal.with_context(lang="zh_CN")
        choices = dict.fromkeys(abroad.line_ids, ("accepted", None))
        left = abroad._gendan_take_reply(choices, "Ms Lin", "phone", evidence="call")
        self.assertIn("promised for 11/27/2026 meanwhile", proposal.line_ids[0].outcome_note)
        self.assertEqual(left.env.lang, "zh_CN")

    def test_settled_orders_ask_neither_planning_nor_the_customer(self):
        self.planner.group_ids |= self.env.ref("gendan_followup.group_gendan_department")
        proposal = self.sent(self.part)
        draft = self.draft(self.other_part)
        both = self.parts.with_user(self.clerk)._gendan_ask_word()
        self.orders[0]._action_cancel()
        self.settle()
        self.assertEqual(both.mapped("state"), ["withdrawn", "asked"])
        self.assertEqual((proposal.state, draft.state), ("withdrawn", "draft"))
        self.assertFalse(self.todos(proposal))
        self.assertFalse(self.todos(both[0]))
        self.orders[1]._action_cancel()
        self.settle()
        self.assertEqual((draft.state, both[1].state), ("withdrawn", "withdrawn"))

    # === withdrawn, asked anew, silent ===

    def test_withdrawn_the_link_ends_and_nothing_moves(self):
        proposal = self.sent()
        question = self.question(proposal)
        proposal.action_withdraw()
        self.assertEqual((proposal.state, question.state), ("withdrawn", "withdrawn"))
        self.assertFalse(self.todos(proposal))
        with self.assertRaises(UserError):
            proposal.action_withdraw()
        with self.assertRaises(UserError):
            self.reply(proposal, "all")
        self.assertEqual(self.versions(), [1, 1])

    def test_asked_anew_takes_the_delivery_off_the_question_before(self):
        old = self.sent()
        question = self.question(old)
        draft = self.env["gendan.date.proposal"].with_user(self.clerk).browse(old.action_again()["res_id"])
        draft.line_ids.filtered(lambda line: line.part_id == self.other_part).unlink()
        self.assertEqual(question.state, "open", "a draft asks nobody")
        draft.action_copied("text")
        taken = old.line_ids.filtered("superseded_by_id")
        self.assertEqual((taken.part_id, old.state, question.state), (self.part, "sent", "open"))
        self.assertNotIn(self.part.display_name, old._gendan_text())
        last = self.env["gendan.date.proposal"].with_user(self.clerk).browse(old.action_again()["res_id"])
        last.action_copied("text")
        self.assertEqual((old.state, old.again_id, question.state), ("superseded", last, "withdrawn"))
        self.assertEqual((draft.state, last.line_ids.part_id), ("sent", self.other_part))

    def test_the_list_does_not_ask_twice(self):
        proposal = self.sent(self.part)
        self.assertEqual(self.part.action_gendan_propose_dates()["res_id"], proposal.id)
        Part = self.env["gendan.part"]
        self.assertIn(self.part, Part.search([("gendan_date_asked", "=", True)]))
        self.assertNotIn(self.part, Part.search([("gendan_date_asked", "=", False)]))
        self.assertIn(self.other_part, Part.search([("gendan_date_asked", "=", False)]))
        self.assertTrue(self.part.gendan_date_asked)

    def test_silence_climbs_and_an_expired_link_is_said(self):
        proposal = self.sent()
        todo = self.todos(proposal)
        self.assertTrue(todo.next_step_at)
        self.assertIn("no answer", todo.name)
        with freeze_time(MONDAY + timedelta(days=20)):
            self.env.invalidate_all()
            self.assertTrue(proposal.is_link_expired)
            self.assertIn("expired", todo.with_user(self.clerk).label)
            url = proposal.action_copy()["params"]["text"].rsplit(" ", 1)[-1]
            proposal.action_copied("text")
            self.env.invalidate_all()
            self.assertFalse(proposal.is_link_expired)
            self.assertTrue(self.env["gendan.answer"]._gendan_from_token(url.rsplit("/", 1)[-1]))

    # === who may ===

    def test_who_may(self):
        proposal = self.sent(self.part)
        foreign = self.confirm_order(
            [(self.carton, 10)], promised=PROMISE, partner_id=self.foreign_customer.id, user_id=self.other_rep.id
        )
        theirs = self.draft(foreign.gendan_part_ids, user=self.supervisor)
        self.assertEqual(self.env["gendan.date.proposal"].with_user(self.clerk).search([]), proposal)
        self.assertEqual(self.env["gendan.date.proposal.line"].with_user(self.clerk).search([]), proposal.line_ids)
        self.assertEqual(self.env["gendan.date.proposal"].with_user(self.rep).search([]), proposal)
        self.assertTrue(proposal.with_user(self.rep).line_ids.read(["new_date", "advice", "confirmed_date"]))
        for user in (self.rep, self.other_clerk, self.quality_user, self.employee):
            for call in ("action_withdraw", "action_copy", "action_reply", "action_again"):
                with self.subTest(user=user.login, call=call), mute_logger("odoo.addons.base.models.ir_rule"):
                    with self.assertRaises(AccessError):
                        getattr(proposal.with_user(user), call)()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.reply(theirs, "all", user=self.clerk)
        self.assertEqual(
            (self.orders[0].with_user(self.clerk).gendan_date_count, self.part.plan_id.gendan_date_count), (1, 1)
        )
        # nobody writes answers or outcomes by hand, nor puts another customer's delivery in
        for values in (
            {"answer": "accepted"},
            {"order_id": foreign.id},
            {"partner_id": self.foreign_customer.id},
            {"clerk_id": self.rep.id},
        ):
            with self.assertRaises(UserError):
                proposal.line_ids.write(values)
        with self.assertRaises(UserError):
            self.draft(self.other_part).write({"clerk_id": self.rep.id})
        wizard = (
            self.env["gendan.date.reply.wizard"]
            .with_user(self.clerk)
            .with_context(default_proposal_id=proposal.id)
            .create({"given_by": "x", "whole": "all"})
        )
        with self.assertRaises(AccessError), mute_logger(RULE):
            wizard.line_ids.with_user(self.other_clerk).read(["line_id"])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.env["gendan.date.reply"].with_user(self.supervisor).create(
                {"proposal_id": proposal.id, "given_by": "x", "given_on": MONDAY, "how": "page"}
            )
        with self.assertRaisesRegex(UserError, "is not for"):
            self.env["gendan.date.proposal.line"].with_user(self.supervisor).create(
                {"proposal_id": theirs.id, "part_id": self.part.id}
            )
        company, hk_clerk = self.make_other_company()
        self.assertFalse(self.env["gendan.date.proposal"].with_user(hk_clerk).search([]))
        number = company._gendan_next_number("gendan.date.proposal")
        self.assertEqual(number, "ND/2026/0001", "each company counts for itself")
