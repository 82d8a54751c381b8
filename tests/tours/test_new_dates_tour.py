from datetime import datetime, time, timedelta
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.gendan_followup.controllers import answer as answer_controller

from tests.production.exception_common import ExceptionCase

from .tours_common import TourCase

# The page has no script of ours and lets none in: it is filled in from outside. The page that thanks is let say so.
ANSWER = """
    const form = document.querySelector("form");
    const problems = [];
    if (document.documentElement.scrollWidth > 390) {
        problems.push(`wider than the phone: ${document.documentElement.scrollWidth}`);
    }
    if (document.scripts.length) {
        problems.push("runs a script");
    }
    for (const field of form.querySelectorAll("input[type=radio]")) {
        if (field.closest("label").offsetHeight < 40) {
            problems.push(`too small for a thumb: ${field.value}`);
        }
    }
    form.querySelector("input[type=radio][value=accepted]").click();
    form.querySelector("input[name=name]").value = "Lin Xiaotong";
    form.querySelector("textarea[name=message]").value = "Please keep it this time.";
    if (!form.checkValidity()) {
        problems.push("says that it is not complete");
    }
    if (problems.length) {
        console.error(problems.join("; "));
    } else {
        form.requestSubmit();
    }
"""


@tagged("post_install", "-at_install")
class TestNewDatesTour(ExceptionCase, TourCase):
    """The supplier slips four days; the customer is asked, answers on the phone, and the plan moves."""

    def test_from_the_late_film_to_the_second_promise(self):
        today = self.company._gendan_today()
        order, purchase = self.order_with_purchase(promised=today + timedelta(days=40))
        part = order.gendan_part_ids
        # the film comes on the last day that is in time
        needed = self.milestone(order, "material").baseline_date
        self.assertGreater(needed, today)
        purchase.order_line.date_planned = datetime.combine(needed, time(4))
        self.settle()
        self.assertGreaterEqual(order.gendan_buffer_days, 0)
        promised = part.promised_date
        deadline = order.order_line._gendan_open_moves().date_deadline

        self.slip(purchase, 4)
        self.detect()
        exception = self.found("shortage")
        self.assertEqual(exception.effect_ids.order_id, order)
        self.assertLess(order.gendan_buffer_days, 0)
        in_house = part.plan_id.inhouse_date + timedelta(days=5)
        part.with_user(self.planner)._gendan_confirm_date({part: in_house})
        confirmed = part._gendan_confirmed_date()

        self.start_tour("/odoo/gendan-exceptions", "gendan_followup_new_dates_ask", login=self.clerk.login)
        proposal = self.env["gendan.date.proposal"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((proposal.state, proposal.line_ids.new_date), ("sent", confirmed))
        self.assertEqual((part.version, part.promised_date), (1, promised), "nothing moves before the answer")

        question = self.env["gendan.answer"].search(proposal._gendan_question_domain("date_proposal"))
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.env["ir.ui.view"].create(
            {
                "name": "thanks: says so",
                "type": "qweb",
                "inherit_id": self.env.ref("gendan_followup.answer_thanks").id,
                "arch": "<xpath expr='//h1' position='after'><script>console.log('test successful')</script></xpath>",
            }
        )
        headers = [
            (name, value.replace("default-src 'none'", "default-src 'none'; script-src 'unsafe-inline'"))
            for name, value in answer_controller._HEADERS
        ]
        with patch.object(answer_controller, "_HEADERS", headers):
            self.browser_js("/" + question._gendan_url().split("/", 3)[3], ANSWER, timeout=120)
        self.env.invalidate_all()
        self.assertEqual((proposal.state, proposal.result, question.state), ("answered", "accepted", "used"))
        self.assertEqual(proposal.reply_ids.message, "Please keep it this time.")

        self.browser_size = "1366x768"
        self.touch_enabled = False
        self.start_tour(
            f"/odoo/gendan-new-dates/{proposal.id}", "gendan_followup_new_dates_seen", login=self.clerk.login
        )
        self.assertEqual((part.version, part.promised_date), (2, confirmed))
        self.assertEqual(part.promise_ids.sorted("version")[-1].agreed_by, "Lin Xiaotong")
        self.assertEqual(part.plan_id.promise_date, confirmed)
        moved = order.order_line._gendan_open_moves().date_deadline
        self.assertGreater(moved, deadline)
        self.assertEqual(self.company._gendan_to_day(moved), part.plan_id.latest_ship_date)
        self.assertEqual(self.company._gendan_to_day(order.commitment_date), confirmed)
        self.detect()
        self.assertEqual(exception.days, 0, "the delivery is in time by its new promise")
