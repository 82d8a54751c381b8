"""Ask, ask again, accept, refuse, wish, take down, withdraw, promise otherwise: in any order, and twice."""

from datetime import date, timedelta

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MONDAY
from .proposal_common import ProposalCase

DAYS = st.integers(1, 20).map(lambda number: date(2026, 11, 21) + timedelta(days=number))
SAID = st.sampled_from(["accepted", "accepted", "refused", "other"])


class Machine(RuleBasedStateMachine):
    """What customer, clerk and a second phone may do; ``case`` is the test whose database it is played in."""

    case = None

    def __init__(self):
        super().__init__()
        self.savepoint = self.case.env.cr.savepoint()
        self.questions = []
        # part -> the day it must be promised for
        self.expected = {}

    @initialize()
    def begin(self):
        self.env = self.case.env
        self.expected = {part: part.promised_date for part in self.parts()}

    def teardown(self):
        self.savepoint.close(rollback=True)
        self.case.env.invalidate_all()

    # --- what there is

    def parts(self):
        return self.case.orders.gendan_part_ids.sorted("id")

    def proposals(self, *states):
        found = self.env["gendan.date.proposal"].search([("partner_id", "=", self.case.customer.id)], order="id")
        return found.filtered(lambda proposal: proposal.state in states) if states else found

    def send(self, proposal):
        text = proposal.action_copy()["params"]["text"]
        self.questions.append(text.rsplit("/", 1)[-1])
        proposal.action_copied(text)

    def carried_out(self, proposal):
        """Take over what an answer has promised."""
        for line in proposal.line_ids.filtered(lambda line: line.outcome == "promised"):
            self.expected[line.part_id] = line.new_date
        for part in self.parts() - self.env["gendan.part"].union(*self.expected):
            line = proposal.line_ids.filtered(lambda line, part=part: line.part_id.line_id == part.line_id)
            assert line.first_date == part.promised_date
            assert line.first_quantity == part.quantity
            self.expected[part] = line.first_date

    # --- what is done

    @rule(which=st.integers(0, 2), day=DAYS, first=st.booleans())
    def ask(self, which, day, first):
        parts = self.parts()
        chosen = parts if which == 2 else parts[which % len(parts)]
        if self.proposals("draft"):
            return
        draft = (
            self.env["gendan.date.proposal"].with_user(self.case.clerk)._gendan_draft(chosen.with_user(self.case.clerk))
        )
        draft = draft.filtered(lambda proposal: proposal.state == "draft")
        if not draft:
            return
        draft.write({"reason": "capacity", "cause": "The press stood still."})
        for line in draft.line_ids:
            values = {"new_date": day}
            if first and line.quantity > 10:
                values |= {"first_quantity": 10, "first_date": date(2026, 11, 20)}
            elif day == line.old_date:
                values = {"new_date": day + timedelta(days=1)}
            line.write(values)
        self.send(draft)

    @precondition(lambda self: self.proposals("sent"))
    @rule(last=st.booleans())
    def send_again(self, last):
        sent = self.proposals("sent")
        self.send(sent[-1 if last else 0].with_user(self.case.clerk))

    @precondition(lambda self: self.proposals("sent", "answered", "withdrawn") and not self.proposals("draft"))
    @rule(which=st.integers(0, 5))
    def ask_anew(self, which):
        before = self.proposals("sent", "answered", "withdrawn")
        proposal = before[which % len(before)].with_user(self.case.clerk)
        if not proposal.line_ids.filtered(lambda line: line.outcome != "promised" and not line.superseded_by_id):
            return
        draft = proposal.browse(proposal.action_again()["res_id"])
        for line in draft.line_ids:
            line.write({"new_date": line.old_date + timedelta(days=3), "first_quantity": 0, "first_date": False})
        self.send(draft)

    @precondition(lambda self: self.proposals("sent"))
    @rule(which=st.integers(0, 5))
    def withdraw(self, which):
        sent = self.proposals("sent")
        sent[which % len(sent)].with_user(self.case.clerk).action_withdraw()

    @precondition(lambda self: self.proposals())
    @rule(which=st.integers(0, 5), said=st.lists(SAID, min_size=4, max_size=4), twice=st.booleans())
    def take_down(self, which, said, twice):
        found = self.proposals()
        proposal = found[which % len(found)].with_user(self.case.clerk)
        answers = {
            line: (answer, date(2026, 12, 24) if answer == "other" else False)
            for line, answer in zip(proposal.line_ids, said, strict=False)
        }
        was = proposal.state
        for _time in range(1 + twice):
            try:
                self.case.reply(proposal, answers=answers)
            except UserError:
                assert was != "sent" or _time
            else:
                assert was == "sent"
                assert not _time
                self.carried_out(proposal)

    @precondition(lambda self: self.questions)
    @rule(which=st.integers(0, 9), said=st.lists(SAID, min_size=4, max_size=4), twice=st.booleans())
    def answer_page(self, which, said, twice):
        question = self.env["gendan.answer"]._gendan_from_token(self.questions[which % len(self.questions)])
        proposal = question._gendan_target()
        data = {"whole": "lines", "name": "Ms Lin"}
        for line, answer in zip(proposal.line_ids, said, strict=False):
            data[f"answer_{line.id}"] = answer
            data[f"date_{line.id}"] = "2026-12-24" if answer == "other" else ""
        was = question.state
        taken = [question._gendan_take(data)[0] for _time in range(1 + twice)]
        assert taken == [was == "open", False][: 1 + twice]
        if taken[0]:
            self.carried_out(proposal.with_env(self.env))

    @rule(which=st.integers(0, 5), day=DAYS)
    def promise_otherwise(self, which, day):
        parts = self.parts()
        part = parts[which % len(parts)]
        part._gendan_promise(day, "other")
        self.expected[part] = day

    # --- what always holds

    @invariant()
    def promises_are_consecutive_and_plans_moves_and_orders_follow(self):
        self.env.flush_all()
        for part in self.parts():
            versions = part.promise_ids.filtered("date").sorted("version").mapped("version")
            assert versions == list(range(1, len(versions) + 1))
            assert part.promised_date == self.expected[part] == part.plan_id.promise_date
        company = self.case.company
        for line in self.parts().line_id:
            parts = line.gendan_part_ids
            assert abs(sum(part._gendan_own_quantity() for part in parts) - line.product_uom_qty) < 0.001
            moves = line._gendan_open_moves()
            deadlines = sorted(company._gendan_to_day(move.date_deadline) for move in moves)
            assert len(moves) == len(parts)
            assert deadlines == sorted(part.plan_id.latest_ship_date for part in parts)
        for order in self.case.orders:
            last = max(order.gendan_part_ids.mapped("promised_date"))
            assert company._gendan_to_day(order.commitment_date) == last

    @invariant()
    def proposals_match_their_lines_and_answers(self):
        Answer = self.env["gendan.answer"].sudo()
        asked = self.env["gendan.part"]
        for proposal in self.proposals():
            lines, replies = proposal.line_ids, proposal.reply_ids
            questions = Answer.search(proposal._gendan_question_domain("date_proposal"))
            live = questions.filtered(lambda answer: answer.state == "open")
            waiting = lines.filtered("is_asked")
            assert not (asked & waiting.part_id), "one delivery in one open question"
            asked |= waiting.part_id
            assert len(replies) == (proposal.state == "answered")
            assert len(live) <= 1
            if proposal.state == "sent":
                assert waiting
                assert not lines.filtered("answer")
                assert self.case.todos(proposal, "date_proposal")
            else:
                assert not live
                assert not waiting
                assert not self.case.todos(proposal, "date_proposal")
            if proposal.state == "answered":
                for line in lines:
                    assert line.superseded_by_id or line.outcome
                    assert (line.outcome == "promised") == bool(line.promise_id)
                    assert line.outcome != "promised" or line.answer == "accepted"
                    assert line.outcome != "up" or line.answer in ("refused", "other")
            if proposal.state == "superseded":
                assert all(lines.mapped("superseded_by_id"))
            if proposal.state in ("withdrawn", "superseded"):
                assert not lines.filtered("answer")


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestProposalStates(ProposalCase):
    def test_any_order_and_twice_ends_in_one_consistent_state(self):
        Machine.case = self
        self.addCleanup(setattr, Machine, "case", None)
        run_state_machine_as_test(
            Machine,
            settings=settings(
                max_examples=12,
                stateful_step_count=10,
                deadline=None,
                derandomize=True,
                # a walk of ten steps is short enough to read: looking for a shorter one would take a quarter of an hour
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            ),
        )
