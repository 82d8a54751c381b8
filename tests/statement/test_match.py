"""A statement matched with the customer's list: taken over, joined and split by hand, cleared up, sent back."""

import base64
import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .match_common import OURS, THEIRS, MatchCase


@freeze_time("2026-12-02 03:00:00")
class TestMatch(MatchCase):
    """What the clerk does with a list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.take()

    def test_lines_agree_differ_or_stand_alone(self):
        self.assertEqual(
            self.seen(),
            {
                "DN/1001": ("matched", 0),
                "DN/1002": ("matched", 0),
                "DN/1003": ("differs", -2),
                "DN/1004": ("only_ours", -55),
                "DN/1005": ("matched", 0),
                "DN-1005": ("duplicate", 700),
                "GR-900": ("only_theirs", 77),
                "RET/7": ("matched", 0),
            },
        )
        self.assertEqual((self.line("DN/1002").our_count, self.line("DN/1002").their_count), (2, 1))
        self.assertEqual(self.line("DN/1003").why, "Number, written differently · 1003")
        self.assertEqual(self.line("DN-1005").why, "Repeated · DN-1005 · row 5 says the same")
        self.assertEqual(self.line("RET/7").why, "Amount and day")
        self.assertEqual(
            [line.state for line in self.match.line_ids][:4], ["differs", "only_ours", "only_theirs", "duplicate"]
        )

    def test_the_match_adds_up(self):
        self.assertEqual((self.match.our_total, self.match.their_total), (2325.5, 3045.5))
        self.assertEqual(self.match.difference, 720)
        self.assertEqual(sum(self.match.line_ids.mapped("difference")), 720)
        self.assertEqual((self.match.count_matched, self.match.count_open, self.match.count_unowned), (4, 4, 4))

    def test_the_file_is_kept_as_it_came(self):
        match = self.match
        self.assertEqual(base64.b64decode(match.attachment_id.datas).decode(), THEIRS)
        self.assertEqual(len(match.checksum), 64)
        self.assertEqual(match.listed_by_id, self.clerk)
        self.assertIn("Lines: 7, differences: 4", str(match.message_ids[0].body))

    def test_columns_are_remembered_for_the_customer(self):
        text = "A\tB\tC\nDN1001\t1000\tx\n"
        dialog = self.dialog(text)
        self.assertIn("Say which column is “Amount”", dialog.preview)
        dialog.column_ids[0].meaning = "note"
        dialog.column_ids[1].meaning = "amount"
        self.assertTrue(dialog.is_good)
        dialog.action_take_over()
        again = self.dialog(text, user=self.supervisor)
        self.assertEqual(again.column_ids.mapped("meaning"), ["note", "amount", False])
        other = self.match.with_user(self.other_clerk).create(
            {"statement_id": self.make_statement([], self.foreign_customer).id}
        )
        self.assertEqual(self.dialog(text, self.other_clerk, other).column_ids.mapped("meaning"), [False] * 3)

    def test_what_cannot_be_read_is_told_by_file_row_and_column(self):
        text = "送货单号\t日期\t金额\nDN1001\t40/40\t12\nDN2\t\t12元5\n"
        data = base64.b64encode(text.encode("gb18030"))
        dialog = self.dialog(file=data, file_name="十一月.csv")
        self.assertFalse(dialog.is_good)
        with self.assertRaises(UserError) as caught:
            dialog.action_take_over()
        self.assertEqual(
            str(caught.exception),
            "十一月.csv, row 2, column “日期”: “40/40” is no day.\n"
            "十一月.csv, row 3, column “金额”: “12元5” is no amount.",
        )
        with self.assertRaisesRegex(UserError, "no-book.xlsx cannot be read"):
            self.dialog(file=base64.b64encode(b"PK nothing"), file_name="no-book.xlsx")

    def test_a_wrong_total_is_told_but_stops_nothing(self):
        dialog = self.dialog("送货单号\t金额\nDN1001\t1000\n合计\t1001\n")
        self.assertIn("which make 1,000.00", dialog.preview)
        self.assertTrue(dialog.is_good)

    def test_amounts_with_tax_are_recognised(self):
        self.take("送货单号\t金额\nDN1001\t1130\nDN1005\t791\n")
        self.assertEqual(self.match.compare, "total")
        self.assertEqual(self.seen()["DN/1001"], ("matched", 0))

    def test_other_currencies_are_no_part_of_our_sums(self):
        pound, peso = self.env["res.currency"].with_context(active_test=False).search(
            [("name", "in", ("GBP", "MXN"))], order="name"
        )
        (pound | peso).active = False
        name = self.currency.name
        self.take(f"送货单号\t金额\t币种\nDN1001\t1000\t{name}\nDN1003\t40\tGBP\nQQ9\t50\tGBP\nQQ8\t60\tMXN\n")
        self.assertEqual((self.match.our_total, self.match.their_total), (2325.5, 1000))
        self.assertEqual(self.line("DN/1003").their_currency_id, pound, "told together")
        with self.assertRaisesRegex(UserError, "several currencies"):
            (self.line("DN/1004") | self.line("QQ9") | self.line("QQ8")).action_join()
        (self.line("DN/1004") | self.line("QQ9")).action_join()
        self.match.action_again()
        self.assertEqual((self.line("DN/1004").state, self.match.their_total), ("joined", 1000))

    # ------------------------------------------------------------ by hand

    def test_joined_by_hand_stays_joined(self):
        lines = self.line("DN/1004") | self.line("GR-900")
        lines.action_join()
        joined = self.line("DN/1004")
        self.assertEqual((joined.state, joined.difference, joined.is_open), ("joined", 22, True))
        self.match.action_again()
        self.assertEqual(self.line("DN/1004"), joined)
        self.take(THEIRS.replace("合计", "DN9\t\t\t\t\t\t5\n合计"))
        self.assertEqual(self.line("DN/1004"), joined)
        self.take(THEIRS.replace("77.00", "78.00"))
        self.assertEqual(self.line("DN/1004").state, "only_ours", "what was joined is no longer there")

    def test_split_by_hand_stays_split_until_it_is_given_back(self):
        self.line("DN/1002").action_split()
        self.assertEqual(self.line("DN/1002").mapped("state"), ["only_ours", "only_ours"])
        self.match.action_again()
        self.assertEqual(self.line("DN1002").state, "only_theirs")
        self.assertEqual(self.match.count_open, 7)
        (self.line("DN/1002") | self.line("DN1002")).action_release()
        self.assertEqual(self.line("DN/1002").state, "matched")

    def test_joining_takes_both_sides(self):
        for lines in (self.line("DN/1004"), self.line("DN/1004") | self.line("DN/1003").browse()):
            with self.assertRaisesRegex(UserError, "at least two"):
                lines.action_join()
        with self.assertRaisesRegex(UserError, "both lists"):
            (self.line("GR-900") | self.line("DN-1005")).action_join()
        with self.assertRaisesRegex(UserError, "by themselves"):
            self.line("GR-900").action_split()

    def test_matching_again_changes_nothing(self):
        before = self.match.line_ids.ids, self.seen()
        self.match.action_again()
        self.assertEqual((self.match.line_ids.ids, self.seen()), before)

    def test_what_was_noted_follows_the_lines(self):
        line = self.line("DN/1004")
        line.write({"cause_id": self.env.ref("gendan_followup.cause_people_entry").id, "note": "in December's list"})
        self.take(THEIRS.replace("合计", "\tDN-1004\tPO-2\tA-9\t11/14\t5\t54.00\n合计"))
        line = self.line("DN/1004")
        self.assertEqual((line.state, line.note), ("differs", "in December's list"))

    def test_days_and_rounding_are_the_clerks(self):
        self.match.write({"tolerance": 2})
        self.match.action_again()
        self.assertEqual(self.seen()["DN/1003"], ("matched", -2))

    # ------------------------------------------------------------ clearing up

    def test_an_owner_has_a_todo_until_it_is_cleared_up(self):
        line = self.line("DN/1003")
        line.write({"owner_id": self.warehouse_user.id})
        todo = self.env["gendan.todo"].search(line._gendan_todo_domain())
        self.assertEqual(
            (todo.user_id, todo.due, todo.kind), (self.warehouse_user, date(2026, 12, 3), "match_difference")
        )
        self.assertIn("DN/1003: Amount Differs", todo.name)
        self.assertEqual(self.match.count_unowned, 3)
        line.action_settle()
        self.assertFalse(todo.open)
        self.assertEqual(self.match.count_open, 3)
        line.action_unsettle()
        self.assertTrue(self.env["gendan.todo"].search(line._gendan_todo_domain()))

    def test_a_difference_that_is_gone_leaves_no_todo(self):
        self.line("DN/1003").owner_id = self.warehouse_user
        line = self.line("DN/1003")
        self.take(THEIRS.replace("198.00", "200.00"))
        self.assertFalse(
            self.env["gendan.todo"].search(
                [("kind", "=", "match_difference"), ("open", "=", True), ("res_id", "=", line.id)]
            )
        )
        self.assertEqual(self.line("DN/1003").state, "matched")

    def test_without_an_owner_the_clerk_is_told(self):
        todo = self.env["gendan.todo"].search(self.match._gendan_todo_domain(["match_owner"]))
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("differences without an owner: 4", todo.name)

    def test_it_is_finished_when_each_difference_has_cause_and_owner(self):
        with self.assertRaisesRegex(UserError, "differences without a cause or an owner: 4"):
            self.match.action_done()
        self.match.line_ids.filtered("is_open").write(
            {"cause_id": self.env.ref("gendan_followup.cause_people_entry").id, "owner_id": self.clerk.id}
        )
        self.match.action_done()
        self.assertEqual(self.match.state, "done")
        for refused in (
            lambda: self.match.action_again(),
            lambda: self.match.action_read_list(),
            lambda: (self.line("DN/1004") | self.line("GR-900")).action_join(),
        ):
            with self.assertRaisesRegex(UserError, "Reopen it first"):
                refused()
        self.line("DN/1003").action_settle()
        self.match.action_reopen()
        self.assertEqual(self.match.state, "open")

    def test_figures_are_not_typed(self):
        with self.assertRaises(UserError):
            self.match.write({"our_total": 1})
        with self.assertRaises(UserError):
            self.line("DN/1003").write({"difference": 0})
        with self.assertRaises(UserError):
            self.line("DN/1003").entry_ids.sudo().write({"amount": 1})
        with self.assertRaisesRegex(UserError, "no difference to be cleared up"):
            self.line("DN/1001").write({"owner_id": self.clerk.id})
        with self.assertRaisesRegex(UserError, "DN/1001.*no difference to be cleared up"):
            self.line("DN/1001").action_settle()

    def test_a_closed_statement_is_left_alone(self):
        self.statement._gendan_as_code().write({"state": "closed"})
        with self.assertRaisesRegex(UserError, "closed: nothing is matched any more"):
            self.match.action_again()

    def test_a_statement_issued_anew_takes_its_match_along(self):
        self.line("DN/1002").action_split()
        newer = self.make_statement([(*row[:6], row[6] * 2) if row[1] == "DN/1001" else row for row in OURS])
        self.patch(self.env.registry["gendan.statement"], "_gendan_make", lambda *args, **kwargs: {key: newer})
        key = (self.customer.id, self.currency.id)
        self.assertEqual(self.statement.sudo()._gendan_new_version(), newer)
        self.assertEqual((self.match.statement_id, self.match.state), (newer, "open"))
        self.assertEqual(self.seen()["DN/1001"], ("differs", -1000))
        self.assertEqual(set(self.line("DN/1002").mapped("state")), {"only_ours"}, "split by hand stays split")

    # ------------------------------------------------------------ sent back

    def test_the_result_is_sent_back_as_a_workbook(self):
        self.line("DN/1003").note = "=price of the old contract"
        book = openpyxl.load_workbook(io.BytesIO(self.match._gendan_sheet()))
        rows = list(book.active.iter_rows(values_only=True))
        self.assertEqual(rows[0][:3], ("Result", "Our Day", "Our Delivery Note No."))
        results = [row[0] for row in rows[1:-1]]
        self.assertEqual(results[0], "Amount Differs")
        self.assertEqual(rows[1][-5:], (200, 198, -2, self.currency.name, "=price of the old contract"))
        of_two = [row for row in rows if row[2] == "DN/1002"]
        self.assertEqual([(row[-5], row[-4]) for row in of_two], [(300, 390.5), (90.5, None)])
        self.assertEqual(rows[-1][-5:-2], (2325.5, 3045.5, 720))
        self.assertNotEqual(
            book.active.cell(2, 1).fill.start_color.rgb, book.active.cell(len(rows) - 1, 1).fill.start_color.rgb
        )
        self.assertEqual(book.active.cell(2, len(rows[0])).data_type, "s")

    # ------------------------------------------------------------ who

    def test_who_works_on_it(self):
        self.match.with_user(self.supervisor).action_again()
        accountant = self.make_users(acc="account.group_account_invoice")
        self.match.with_user(accountant).action_again()
        self.match.line_ids.with_user(accountant).filtered("is_open").write({"owner_id": accountant.id})
        rep = self.match.with_user(self.rep)
        self.assertEqual(len(rep.line_ids), 8)
        with self.assertRaises(AccessError):
            rep.action_again()
        with self.assertRaises(AccessError):
            rep.line_ids[0].write({"note": "x"})
        for stranger in (self.other_clerk, self.other_rep):
            self.assertFalse(self.env["gendan.match"].with_user(stranger).search([("id", "=", self.match.id)]))
            self.assertFalse(
                self.env["gendan.match.line"].with_user(stranger).search([("match_id", "=", self.match.id)])
            )
            with self.assertRaises(AccessError):
                self.match.with_user(stranger)._gendan_sheet()
        for outsider in (self.portal_user, self.quality_user, self.employee):
            with self.assertRaises(AccessError):
                self.env["gendan.match"].with_user(outsider).search([])

    def test_another_company_sees_nothing(self):
        company, clerk = self.make_other_company()
        self.assertFalse(self.env["gendan.match"].with_user(clerk).with_company(company).search([]))


@freeze_time("2026-12-02 03:00:00")
class TestManyLines(MatchCase):
    """Long lists take few queries."""

    def test_queries_do_not_grow_with_the_lines(self):
        needed = []
        for count in (40, 400):
            rows = [(1 + n % 28, f"DN/{n:06}", "", f"PO-{n}", f"P{n}", n + 1, 10.0 + n) for n in range(count)]
            statement = self.make_statement(rows)
            match = self.env["gendan.match"].with_user(self.clerk).create({"statement_id": statement.id})
            text = "送货单号\t金额\n" + "".join(f"DN{n:06}\t{10 + n + (n % 9 == 0)}\n" for n in range(count))
            dialog = self.dialog(text, match=match)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            dialog.action_take_over()
            self.env.flush_all()
            needed.append(self.env.cr.sql_log_count - before)
            self.assertEqual(match.count_open, len(range(0, count, 9)))
            before = self.env.cr.sql_log_count
            self.env.invalidate_all()
            match._gendan_sheet()
            needed.append(self.env.cr.sql_log_count - before)
        self.assertLess(needed[2], needed[0] + 40, needed)
        self.assertLess(needed[3], needed[1] + 5, needed)
