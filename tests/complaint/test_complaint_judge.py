"""The one judge: every role in every state at every step."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gendan_followup.models.complaint.complaint import ENDED, OPEN_STATES, STATES
from odoo.addons.gendan_followup.models.complaint.complaint_judge import STEPS

from ..common import MONDAY
from .common import ComplaintCase

# state -> the steps from there and where they lead, said once more by hand
LEADS = {
    "new": {"take": "work", "find": "findings", "unfounded": "unfounded", "cancel": "cancelled"},
    "work": {"find": "findings", "unfounded": "unfounded", "cancel": "cancelled"},
    "findings": {"again": "work", "propose": "proposed", "unfounded": "unfounded", "cancel": "cancelled"},
    "proposed": {"again": "work", "refuse": "findings", "agree": "agreed", "cancel": "cancelled"},
    "agreed": {"again": "work", "settle": "settling"},
    "settling": {"close": "closed"},
    "closed": {"reopen": "work"},
    "unfounded": {"reopen": "work"},
    "cancelled": {"reopen": "work"},
}
DEPARTMENT = {"take", "find", "again"}
CUSTOMER = {"agree", "refuse", "reopen"}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestComplaintJudge(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaints = {}
        for state, _label in STATES:
            cls.complaints[state] = cls.bring_to(cls.complain(), state)
            # bringing it there has said all there is, so that only state and role decide
            assert cls.complaints[state].state == state
            cls.complaints[state]._gendan_keep({"is_told": True})
        cls.company_hk, cls.hk_clerk = cls.make_other_company()
        cls.roles = {
            "clerk": (cls.clerk, False, set(STEPS)),
            "supervisor": (cls.supervisor, False, set(STEPS)),
            "department": (cls.quality_user, False, DEPARTMENT),
            "rep": (cls.rep, False, set()),
            "other clerk": (cls.other_clerk, False, set()),
            "clerk of another company": (cls.hk_clerk, False, set()),
            "employee": (cls.employee, False, set()),
            "customer": (cls.portal_user, False, set()),
            "customer's page": (cls.portal_user, True, CUSTOMER),
        }

    def may(self, user, is_page, complaint, code):
        """What the judge and the step itself say, which must be the same."""
        as_user = complaint.with_user(user).sudo(is_page)
        said = set()
        try:
            sentence = as_user._gendan_step_error(code)
            said.add(not sentence)
        except AccessError:
            said.add(False)
        try:
            with self.env.cr.savepoint():
                as_user._gendan_step(code)
                moved = complaint.sudo().state
                said.add(True)
                raise InterruptedError
        except (UserError, AccessError):
            said.add(False)
            moved = None
        except InterruptedError:
            self.env.invalidate_all()
        self.assertEqual(len(said), 1, "the judge and the step say the same")
        return said.pop(), moved

    def test_every_role_in_every_state_at_every_step(self):
        self.assertEqual({state for state, _label in STATES}, set(LEADS))
        # what is said on the way is complete, the settlement is carried out, so only who and where decide
        settling = self.complaints["settling"]
        settling._gendan_note_answer("phone", "We take off 192", False)
        settling.settlement_ids._gendan_do()
        walked = 0
        for state, leads in LEADS.items():
            for role, (user, is_page, codes) in self.roles.items():
                for code in STEPS:
                    with self.subTest(state=state, role=role, step=code):
                        allowed, moved = self.may(user, is_page, self.complaints[state], code)
                        self.assertEqual(allowed, code in leads and code in codes)
                        if allowed:
                            self.assertEqual(moved, leads[code])
                        walked += 1
        self.assertEqual(walked, len(STATES) * len(self.roles) * len(STEPS))

    def test_buttons_show_what_the_judge_allows(self):
        for state, leads in LEADS.items():
            complaint = self.complaints[state]
            for role, (user, _is_page, codes) in self.roles.items():
                if role in ("clerk of another company", "employee", "customer", "customer's page", "other clerk"):
                    continue
                shown = complaint.with_user(user).steps
                self.assertEqual(set(filter(None, shown.split(","))), set(leads) & codes, (state, role))

    def test_a_state_is_never_typed(self):
        for state in ("new", "work"):
            complaint = self.complaints[state].with_user(self.supervisor)
            for name in ("state", "name", "reopened_count", "answered_at", "findings_at", "closed_at"):
                with self.subTest(field=name), self.assertRaises(UserError):
                    complaint.write({name: False})
        sneaked = self.complain(state="closed", answered_at=MONDAY, name="CT-1")
        self.assertEqual((sneaked.state, sneaked.answered_at), ("new", False))
        self.assertNotEqual(sneaked.name, "CT-1")

    def test_what_ended_stays_until_it_is_opened_again(self):
        for state in ENDED:
            complaint = self.complaints[state].with_user(self.clerk)
            with self.subTest(state=state):
                with self.assertRaises(UserError):
                    complaint.subject = "Something else"
                with self.assertRaises(UserError):
                    complaint.line_ids.bad = 1
                complaint.internal_note = "Asked again on the phone"
                complaint.action_reopen()
                complaint.subject = "Something else"
                self.assertEqual((complaint.state, complaint.reopened_count), ("work", 1))
                self.assertFalse(complaint.closed_at or complaint.agreed_at or complaint.findings_at)

    def test_a_step_says_what_is_missing(self):
        complaint = self.complain()
        for code, words in (("find", "Findings"), ("unfounded", "Findings"), ("cancel", "Reason")):
            with self.subTest(step=code):
                self.assertIn(words, complaint._gendan_step_error(code))
                with self.assertRaisesRegex(UserError, words):
                    complaint._gendan_step(code)
        complaint.findings = "Sealing bar too cold"
        complaint.action_find()
        with self.assertRaisesRegex(UserError, "Offer"):
            complaint.action_propose()
        complaint.proposal = "40 pieces taken off"
        complaint.action_propose()
        with self.assertRaisesRegex(UserError, "agreed"):
            complaint.action_agree()
        complaint.agreed_by = "Ms Lin"
        complaint.action_agree()
        with self.assertRaisesRegex(UserError, "settled"):
            complaint.action_settle()

    def test_nobody_closes_before_all_is_done_and_told(self):
        complaint = self.bring_to(self.complain(), "settling").with_user(self.clerk)
        complaint.cause_id = False
        with self.assertRaisesRegex(UserError, "caused"):
            complaint.action_close()
        complaint.cause_id = self.cause
        with self.assertRaisesRegex(UserError, "carried out"):
            complaint.action_close()
        complaint.settlement_ids._gendan_do()
        with self.assertRaisesRegex(UserError, "told"):
            complaint.action_close()
        complaint._gendan_note_answer("phone", "Taken off", False)
        complaint.action_close()
        self.assertEqual((complaint.state, complaint.closed_by_id), ("closed", self.clerk))

    def test_opened_again_the_customer_has_to_be_told_again(self):
        complaint = self.complaints["closed"].with_user(self.clerk)
        first = complaint.answered_at
        complaint.action_reopen()
        self.assertFalse(complaint.is_told)
        complaint.action_still_true()
        complaint.action_find()
        complaint.action_propose()
        complaint.agreed_by = "Ms Lin"
        complaint.action_agree()
        complaint.action_settle()
        with self.assertRaisesRegex(UserError, "told"):
            complaint.action_close()
        with freeze_time(MONDAY.replace(hour=5)):
            complaint._gendan_note_answer("phone", "The new ones left today", False)
        complaint.action_close()
        self.assertEqual(complaint.answered_at, first, "the clock's answer is the first one")

    def test_hooks_hear_each_move_once(self):
        heard = []
        self.patch(
            type(self.env["gendan.complaint"]),
            "_gendan_state_moved",
            lambda self, before: heard.extend((one, before[one], one.state) for one in self),
        )
        complaint = self.complain()
        complaint.action_take()
        self.assertEqual(heard, [(complaint, False, "new"), (complaint, "new", "work")])

    def test_open_and_ended_states_are_all_states(self):
        self.assertEqual({*OPEN_STATES, *ENDED}, {state for state, _label in STATES})
