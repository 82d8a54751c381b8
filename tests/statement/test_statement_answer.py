"""What customers say to their statements: kept for ever, followed to the cent, differences until they are settled."""


import random
from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..common import MONDAY
from .match_common import MatchCase


class AnswerCase(MatchCase):
    """``self.statement`` of seven lines went out; whoever answers is Ms Lin."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = cls.statement.line_ids
        cls.statement._gendan_as_code().write({"amount_total": sum(cls.lines.mapped("amount_total"))})
        cls.total = cls.statement.amount_total

    def say(self, result, lines=(), statement=None, user=None, **values):
        """Take an answer down, as the clerk's dialog does."""
        return (statement or self.statement).with_user(user or self.clerk)._gendan_take_answer(
            {"result": result, "how": "mail", "said_by": "Ms Lin", **values}, lines
        )

    def dispute(self, *pairs, **values):
        """Lines as they are said: (line, his amount)."""
        return [{"line_id": line.id, "their_amount": amount, **values} for line, amount in pairs]

    def todos(self, *records):
        Todo = self.env["gendan.todo"]
        return Todo.union(*(Todo.search(record._gendan_todo_domain()) for record in records))

    def assertComesTo(self, statement):
        """Confirmed = ours + what he has otherwise, to the cent; by lines and beside them, too."""
        answer, money = statement.answer_id, statement.currency_id
        said = sum(answer.line_ids.mapped("difference"))
        self.assertTrue(money.is_zero(statement.amount_confirmed - statement.amount_total - said))
        agreed = statement._gendan_agreed_amounts()
        beside = sum(statement._gendan_agreed_beside()[statement].mapped("difference"))
        ours = sum(statement.line_ids.mapped("amount_total"))
        self.assertTrue(
            money.is_zero(sum(agreed.values()) + beside - ours - (statement.amount_confirmed - statement.amount_total))
        )


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestStatementAnswer(AnswerCase):
    def test_link_of_a_frozen_statement(self):
        url = self.statement.get_portal_url()
        self.assertTrue(url.startswith(f"/my/statements/{self.statement.id}?"), url)
        self.assertIn(self.statement.access_token, url)
        self.assertEqual(url, self.statement.with_user(self.clerk).get_portal_url())

    def test_agreed_as_it_stands_with_one_click(self):
        self.statement.with_user(self.clerk).action_gendan_agreed()
        self.assertEqual((self.statement.state, self.statement.amount_confirmed), ("agreed", self.total))
        self.assertEqual(self.statement.agreed_on, self.company._gendan_today())
        answer = self.statement.answer_ids
        self.assertEqual((answer.result, answer.how, answer.user_id), ("agreed", "unnoted", self.clerk))
        self.assertFalse(self.statement.difference_ids)
        self.assertEqual(sum(self.statement._gendan_agreed_amounts().values()), sum(self.lines.mapped("amount_total")))

    def test_at_his_figure_by_lines(self):
        first, second = self.lines[:2]
        self.say("agreed_other", self.dispute((first, first.amount_total - 20.01), reason="price")
                 + self.dispute((second, 0.0), reason="not_received"))  # fmt: skip
        self.assertEqual(self.statement.state, "agreed_other")
        self.assertAlmostEqual(self.statement.amount_confirmed, self.total - 20.01 - second.amount_total)
        self.assertComesTo(self.statement)
        differences = self.statement.difference_ids
        self.assertEqual(differences.line_id, first | second)
        self.assertEqual(set(differences.mapped("state")), {"open"})
        self.assertEqual(self.statement._gendan_agreed_amounts()[second], 0.0)
        self.assertEqual(self.todos(self.statement).mapped("kind"), ["statement_differences"])

    def test_a_figure_alone_is_a_difference_that_is_not_explained(self):
        self.say("agreed_other", amount=self.total - 100)
        difference = self.statement.difference_ids
        self.assertEqual((difference.name, difference.difference), ("Not explained", -100))
        self.assertEqual(self.statement.amount_confirmed, self.total - 100)
        self.assertComesTo(self.statement)

    def test_a_figure_and_lines_leave_a_rest(self):
        line = self.lines[0]
        self.say("agreed_other", self.dispute((line, line.amount_total - 30)), amount=self.total - 30.5)
        self.assertEqual(sorted(self.statement.difference_ids.mapped("difference")), [-30, -0.5])
        self.assertComesTo(self.statement)

    def test_what_he_wants_to_pay_that_is_on_no_line(self):
        lines = [{"name": "Waste of last month", "our_amount": 0, "their_amount": -85, "reason": "quality"}]
        self.say("agreed_other", lines)
        self.assertTrue(self.statement.difference_ids.is_deduction)
        self.assertEqual(self.statement._gendan_agreed_beside()[self.statement].mapped("difference"), [-85])
        self.assertComesTo(self.statement)

    def test_his_figure_must_be_another(self):
        for lines, values in (((), {}), (self.dispute((self.lines[0], self.lines[0].amount_total)), {}),
                              ((), {"amount": self.total})):  # fmt: skip
            with self.assertRaisesRegex(UserError, "he agrees as it stands"):
                self.say("agreed_other", lines, **values)
        with self.assertRaisesRegex(UserError, "say what the customer disputes"):
            self.say("disputed")
        self.assertEqual(self.statement.state, "sent")

    def test_lines_of_another_statement_or_twice(self):
        other = self.make_statement([(1, "DN/9", "", "PO", "A", 1, 10)])
        for lines in (self.dispute((other.line_ids, 0)), self.dispute((self.lines[0], 0), (self.lines[0], 1))):
            with self.assertRaisesRegex(UserError, "not on it, or stands there twice"):
                self.say("disputed", lines)
        foreign = other.sudo().difference_ids
        self.assertFalse(foreign)

    def test_disputed_then_agreed_at_what_was_settled(self):
        first, second = self.lines[:2]
        self.say("disputed", self.dispute((first, 0.0), (second, second.amount_total - 10)))
        self.assertEqual((self.statement.state, self.statement.amount_confirmed), ("disputed", 0))
        by_line = {one.line_id: one for one in self.statement.difference_ids}
        by_line[second].with_user(self.clerk).action_accept()
        by_line[first].with_user(self.clerk).action_withdrawn()
        take = Form(self.env["gendan.statement.answer.take"].with_user(self.clerk).with_context(
            default_statement_id=self.statement.id))  # fmt: skip
        self.assertEqual(take.result, "agreed_other")
        self.assertEqual(take.said_by, "Ms Lin")
        self.assertAlmostEqual(take.lines_amount, self.total - 10)
        take.save().action_take()
        self.assertEqual(self.statement.state, "agreed_other")
        self.assertAlmostEqual(self.statement.amount_confirmed, self.total - 10)
        self.assertEqual(len(self.statement.difference_ids), 2, "the same difference, not another one")
        self.assertEqual(len(by_line[second].answer_line_ids), 2)
        self.assertComesTo(self.statement)

    def test_taken_back_and_disputed_after_all(self):
        self.say("agreed_other", self.dispute((self.lines[0], 0.0)))
        with self.assertRaisesRegex(UserError, "say why"):
            self.say("withdrawn")
        self.say("withdrawn", note="The wrong month")
        self.assertEqual((self.statement.state, self.statement.amount_confirmed), ("seen", 0))
        self.assertFalse(self.statement.agreed_on or self.statement.answer_id)
        self.assertEqual(self.statement.difference_ids.settled_how, "withdrawn")
        with self.assertRaisesRegex(UserError, "no answer that could be taken back"):
            self.say("withdrawn", note="Again")
        self.say("agreed")
        self.say("disputed", note="Prices of the whole month")
        self.assertEqual(self.statement.state, "disputed")
        self.assertFalse(self.statement.agreed_on)
        self.say("agreed")
        self.assertEqual(len(self.statement.answer_ids), 5, "nothing that was said is lost")

    def test_answers_are_evidence(self):
        paper = self.env["ir.attachment"].with_user(self.clerk).create({"name": "chop.pdf", "raw": b"%PDF-1.4 chopped"})
        answer = self.say("agreed", attachment_ids=[fields.Command.set(paper.ids)])
        self.assertEqual((answer.attachment_ids.res_model, answer.attachment_ids.res_id), (answer._name, answer.id))
        self.assertEqual((answer.version, answer.checksum), (1, self.statement.checksum))
        for user in (self.clerk, self.supervisor, self.env.user):
            with self.assertRaises(UserError):
                answer.with_user(user).write({"said_by": "Nobody"})
            with self.assertRaises(UserError):
                answer.with_user(user).unlink()
        with self.assertRaisesRegex(UserError, "proves what the customer said"):
            answer.attachment_ids.raw = b"other"
        with self.assertRaisesRegex(UserError, "by the button of the statement"):
            self.env["gendan.statement.answer"].create(
                {"statement_id": self.statement.id, "result": "agreed", "how": "portal", "said_on": MONDAY}
            )
        with self.assertRaisesRegex(UserError, "come from the customer's answer or list"):
            self.env["gendan.statement.difference"].create(
                {"statement_id": self.statement.id, "name": "x", "currency_id": self.currency.id}
            )
        with self.assertRaisesRegex(UserError, "cannot be of a day to come"):
            self.say("disputed", note="x", said_on=fields.Datetime.add(MONDAY, days=2))

    def test_only_what_went_out_and_holds(self):
        draft = self.make_statement([(1, "DN/9", "", "PO", "A", 1, 10)], state="draft")
        closed = self.make_statement([(1, "DN/9", "", "PO", "A", 1, 10)], state="closed")
        replaced = self.make_statement([(1, "DN/9", "", "PO", "A", 1, 10)], state="replaced")
        for statement, sentence in ((draft, "has not gone out"), (closed, "is closed"), (replaced, "was replaced by")):
            with self.assertRaisesRegex(UserError, sentence):
                self.say("agreed", statement=statement)

    def test_signed_copy_from_the_dialog_is_filed_with_the_paper(self):
        self.statement._gendan_make_papers()
        paper = self.statement._gendan_papers()
        paper.sudo()._gendan_issue("email")
        scan = self.env["ir.attachment"].with_user(self.clerk).create({"name": "chop.pdf", "raw": b"%PDF-1.4 chopped"})
        take = self.env["gendan.statement.answer.take"].with_user(self.clerk).create(
            {"statement_id": self.statement.id, "said_by": "Ms Lin", "attachment_ids": [fields.Command.set(scan.ids)]}
        )
        self.assertTrue(take.is_signed_copy)
        take.action_take()
        self.assertEqual(self.statement.state, "agreed")
        self.assertEqual((paper.returned_how, len(paper.scan_ids)), ("scan", 1))
        self.assertNotEqual(paper.scan_ids, self.statement.answer_id.attachment_ids)

    def test_who_may(self):
        rep_answer = self.say("disputed", self.dispute((self.lines[0], 0.0)))
        difference = self.statement.difference_ids
        for user, sees, writes in ((self.clerk, True, True), (self.supervisor, True, True), (self.rep, True, False),
                                   (self.other_clerk, False, False), (self.portal_user, False, False)):  # fmt: skip
            with self.subTest(user=user.login):
                self.assertEqual(rep_answer.with_user(user).has_access("read"), sees)
                self.assertEqual(difference.with_user(user).has_access("write"), writes)
                self.assertEqual(
                    bool(self.env["gendan.statement.answer.line"].with_user(user).sudo(False).search_count(
                        [("answer_id", "=", rep_answer.id)]) if sees else False), sees)  # fmt: skip
                if not writes:
                    with self.assertRaises(AccessError):
                        self.statement.with_user(user).action_gendan_agreed()
                    with self.assertRaises(AccessError):
                        difference.with_user(user).action_accept()
        accounting = new_test_user(self.env, "t_acc_answer", "account.group_account_invoice")
        self.statement.with_user(accounting).action_gendan_agreed()

    def test_property_confirmed_is_total_less_what_he_takes_off(self):
        dice = random.Random(20261123)
        for number in range(25):
            statement = self.make_statement(
                [
                    (1 + place, f"DN/{place}", "", "PO", "A", 1, round(dice.uniform(-50, 900), 2)) for place in range(8)
                ],
                date_to=date(2026, 1, 1 + number), date_from=date(2026, 1, 1),
            )  # fmt: skip
            statement._gendan_as_code().amount_total = round(
                sum(statement.line_ids.mapped("amount_total")) + dice.uniform(-3, 3), 2
            )
            chosen = dice.sample(list(statement.line_ids), dice.randint(0, 5))
            lines = [
                {"line_id": line.id, "their_amount": dice.choice((0.0, dice.uniform(-500, 900), line.amount_total))}
                for line in chosen
            ]
            lines += [{"name": "Deduction", "their_amount": dice.uniform(-90, 0)} for _one in range(dice.randint(0, 2))]
            figure = dice.choice((None, dice.uniform(-100, 3000)))
            try:
                self.say("agreed_other", lines, statement=statement, amount=figure)
            except UserError:
                continue
            self.assertComesTo(statement)
            if figure is not None:
                self.assertAlmostEqual(statement.amount_confirmed, round(figure, 2), 2)
            by_difference = statement.currency_id.round(sum(statement.difference_ids.mapped("difference")))
            self.assertAlmostEqual(statement.amount_confirmed, statement.amount_total + by_difference, 2)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestStatementDifference(AnswerCase):
    def found(self):
        """The differences of a finished match, by number."""
        self.take()
        for line in self.match.line_ids.filtered("is_open"):
            line.write({"cause_id": self.env.ref("gendan_followup.cause_people_entry").id, "owner_id": self.clerk.id})
        self.match.with_user(self.clerk).action_done()
        return {one.match_line_id.our_numbers or one.match_line_id.their_numbers: one
                for one in self.statement.difference_ids}  # fmt: skip

    def test_a_finished_match_feeds_the_same_list(self):
        found = self.found()
        self.assertEqual(len(found), self.match.count_open)
        differs = found["DN/1003"]
        self.assertRecordValues(
            differs,
            [{"our_amount": 226.0, "their_amount": 223.74, "difference": -2.26, "owner_id": self.clerk.id,
              "line_id": self.lines.filtered(lambda one: one.note_number == "DN/1003").id}],
        )  # fmt: skip
        self.assertEqual(found["DN/1004"].difference, -62.15, "only ours: he pays nothing of it")
        self.assertEqual(found["GR-900"].difference, 87.01, "only his, with tax")
        # one to-do each, on the difference
        self.assertFalse(self.todos(*self.match.line_ids))
        self.assertEqual(len(self.todos(*self.statement.difference_ids)), len(found))
        # finished once more: the same
        self.match.with_user(self.clerk).action_reopen()
        self.match.with_user(self.clerk).action_done()
        self.assertEqual(len(self.statement.difference_ids), len(found))

    def test_match_and_difference_say_the_same(self):
        difference = self.found()["DN/1003"]
        line = difference.match_line_id
        difference.with_user(self.clerk).write({"owner_id": self.supervisor.id, "word": "By the new contract"})
        for record in (difference, line):
            with self.assertRaisesRegex(UserError, "not one of us"):
                record.with_user(self.clerk).write({"owner_id": self.portal_user.id})
        self.assertEqual((line.owner_id, line.note), (self.supervisor, "By the new contract"))
        line.with_user(self.clerk).write({"due": date(2026, 12, 24)})
        self.assertEqual(difference.due, date(2026, 12, 24))
        difference.with_user(self.clerk).action_withdrawn()
        self.assertTrue(line.is_settled)
        self.assertFalse(self.todos(difference))
        line.with_user(self.clerk).action_unsettle()
        self.assertEqual(difference.state, "open")
        line.with_user(self.clerk).action_settle()
        self.assertEqual((difference.state, difference.settled_how), ("settled", "withdrawn"))

    def test_answer_after_the_match_takes_its_differences(self):
        found = self.found()
        take = self.env["gendan.statement.answer.take"].with_user(self.clerk).with_context(
            default_statement_id=self.statement.id).create({"said_by": "Ms Lin", "result": "agreed_other"})  # fmt: skip
        self.assertEqual(len(take.line_ids), len(found))
        take.line_ids.filtered(lambda one: one.difference_id == found["GR-900"]).unlink()
        take.action_take()
        self.assertEqual(len(self.statement.difference_ids), len(found))
        self.assertEqual(found["GR-900"].settled_how, "withdrawn")
        self.assertEqual(found["DN/1003"].owner_id, self.clerk)
        self.assertComesTo(self.statement)

    def test_what_we_accept_is_taken_off_the_invoice(self):
        first, second, third = self.lines[:3]
        self.say("agreed_other", [
            {"line_id": first.id, "their_amount": first.amount_total - 50, "reason": "quality", "is_accepted": True},
            {"line_id": second.id, "their_amount": 0.0},
            {"line_id": third.id, "their_amount": third.amount_total + 5, "is_accepted": True},
            {"name": "Waste", "their_amount": -7, "is_accepted": True},
        ])  # fmt: skip
        self.assertEqual(
            self.statement.difference_ids.sorted("id").mapped("state"), ["accepted", "open", "accepted", "accepted"]
        )
        found = self.statement._gendan_accepted_deductions()[self.statement]
        self.assertEqual([(round(amount, 2), line) for _reason, amount, line in found],
                         [(50.0, first), (7.0, self.lines.browse())])  # fmt: skip
        self.assertIn("Quality", found[0][0])
        self.assertComesTo(self.statement)
        # agreed by silence: as it stands
        other = self.make_statement([(1, "DN/9", "", "PO", "A", 1, 10)], amount_total=11.3)
        other._gendan_move_to("agreed")
        self.assertEqual(other.amount_confirmed, 11.3)
        self.assertFalse(other._gendan_accepted_deductions()[other])

    def test_closed_when_all_is_decided(self):
        self.say("agreed_other", self.dispute((self.lines[0], 0.0)))
        self.assertIn("not decided yet", self.statement._gendan_close_error())
        self.statement.difference_ids.with_user(self.clerk).action_accept()
        self.assertNotIn("not decided", self.statement._gendan_close_error() or "")

    def test_decided_and_settled(self):
        self.say("agreed_other", self.dispute((self.lines[0], 0.0), (self.lines[1], 0.0)))
        one, other = self.statement.difference_ids.with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "by what it was settled"):
            one.action_settle()
        one.action_accept()
        self.assertEqual((one.decided_by_id, one.decided_on), (self.clerk, self.company._gendan_today()))
        with self.assertRaisesRegex(UserError, "cannot become"):
            one.action_charge_back()
        one.settled_how = "credit_note"
        with self.assertRaisesRegex(UserError, "name the credit note"):
            one.action_settle()
        one.settled_note = "CN 24430000000012345678"
        one.action_settle()
        self.assertEqual((one.state, one.settled_on), ("settled", self.company._gendan_today()))
        foreign = self.env["account.move"].create(
            {"move_type": "out_refund", "partner_id": self.foreign_customer.id, "invoice_date": MONDAY.date()}
        )
        with self.assertRaisesRegex(UserError, "is no invoice or credit note of"):
            other.sudo().settled_move_id = foreign
        with self.assertRaisesRegex(UserError, "come from the customer's answer or list"):
            other.difference = -1
        with self.assertRaisesRegex(UserError, f"{other.statement_id.name} · .* is not deleted"):
            other.sudo().unlink()
        one.action_reopen()
        self.assertFalse(one.settled_on or one.decided_by_id)

    def test_who_is_in_charge_is_told_and_nobody_twice(self):
        self.say("disputed", self.dispute((self.lines[0], 0.0), (self.lines[1], 0.0)))
        one, other = self.statement.difference_ids
        self.assertIn("settled: 2", self.todos(self.statement).name)
        one.with_user(self.clerk).owner_id = self.supervisor
        self.assertEqual(self.todos(one).user_id, self.supervisor)
        self.assertTrue(one.due)
        self.assertIn("settled: 1", self.todos(self.statement).name)
        (one | other).with_user(self.clerk).action_withdrawn()
        self.assertFalse(self.todos(one))
        self.assertIn("is disputed by", self.todos(self.statement).name, "until he answers")
        self.say("agreed")
        self.assertFalse(self.todos(self.statement))

    def test_the_next_statement_tells_what_became_of_them(self):
        self.say("agreed_other", self.dispute((self.lines[0], 0.0), (self.lines[1], 0.0)))
        self.statement._gendan_as_code().write({"sent_on": MONDAY})
        settled, left = self.statement.difference_ids
        settled.with_user(self.clerk).write({"settled_how": "credit_note", "settled_note": "CN-1", "word": "As agreed"})
        settled.with_user(self.clerk).action_settle()
        following = self.make_statement(
            [(1, "DN/9", "", "PO", "A", 1, 10)], state="draft", previous_id=self.statement.id,
            date_from=date(2026, 12, 1), date_to=date(2026, 12, 31),
        )  # fmt: skip
        block = following.sudo()._gendan_statement_extras()[following][-1]
        self.assertEqual(block["code"], "differences")
        self.assertEqual([row[5] for row in block["rows"]], ["Credit Note CN-1", "Not Decided"])
        self.assertEqual(block["rows"][0][6], "As agreed")
        self.assertNotIn(self.statement, self.statement._gendan_differences_to_tell()[self.statement].statement_id)
        # told once that it was settled
        following._gendan_as_code().write({"sent_on": fields.Datetime.add(MONDAY, days=20)})
        third = self.make_statement(
            [(1, "DN/9", "", "PO", "A", 1, 10)], state="draft", previous_id=following.id,
            date_from=date(2027, 1, 1), date_to=date(2027, 1, 31),
        )  # fmt: skip
        self.assertEqual(third._gendan_differences_to_tell()[third], left)

    def test_deductions_find_their_complaint(self):
        def find(differences):
            return {difference: self.customer for difference in differences}

        self.patch(self.env.registry["gendan.statement.difference"], "_gendan_find_complaints", find)
        self.say("agreed_other", self.dispute((self.lines[0], 0.0), reason="quality")
                 + self.dispute((self.lines[1], 0.0), reason="price"))  # fmt: skip
        deduction, plain = self.statement.difference_ids
        self.assertEqual(deduction.complaint_name, self.customer.display_name)
        self.assertEqual(deduction.action_open_complaint()["res_id"], self.customer.id)
        self.assertFalse(plain.complaint_id)

    def test_hundred_differences_cost_no_more_queries(self):
        rows = [(1, f"DN/{place}", "", "PO", "A", 1, 10.0) for place in range(60)]
        statements = [
            self.make_statement(rows, date_from=date(2026, 3, 1), date_to=date(2026, 3, day)) for day in (1, 2)
        ]
        counts = []
        for statement, size in zip(statements, (10, 60), strict=True):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines = self.dispute(*((line, 0.0) for line in statement.line_ids[:size]))
            self.say("disputed", lines, statement=statement)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 60, counts)


