"""The example's days in danger: asked of planning, confirmed, overtaken; who was warned; reports on late deliveries."""

from odoo import Command, api, fields, models

from ..production.delay_report import MOVING

# order -> (asked on day, hour; answer or None)
# answer: who noted it, hour, day in house (working days from today), how, who said so, what it rests on
ASKED = {
    "l1": dict(asked=(-1, 9), said=("pmc", 11, 4, "self", None, "复合机明早修好，两班倒，周日加班")),
    "k1": dict(asked=(0, 9), remark="客户催货，先给一半也行"),
    "k2": dict(asked=(-1, 14), later=(1, "等供应商确认 PET 到货日")),
    "ga": dict(asked=(-2, 10), said=("clerk2", 15, 10, "phone", "钟工", "横机加两台，墨绿另算")),
    "k3": dict(asked=(-3, 10), said=("pmc", 16, 1, "self", None, "油墨昨天到"), overtaken=True),
}
# customers who were warned by chat: order -> (day, hour)
WARNED = {"l1": (-1, 10)}
CAUSE_TEXT = {
    "h2": "复合机加热辊温控模块故障，同型号备件不在厂内。",
    "h3": "承运人干线车辆改配，货在虎门中转站停留两天。",
    "h4": "PET 薄膜供应商一号线停机，改由二号线排产，晚到五天。",
}
REPORTS = {
    # written, on the supervisor's desk
    "h2": dict(
        cause="machine_breakdown", due=1, state="review", what="约定 {promised}到货，实际 {arrived}到货，一次到齐。",
        containment="修复当日两班倒，专车直送，未再占用贵司产线时间。", note="备件去年就该备，工程部没批。",
        measures=[("prevent", "温控模块常备一套，列入关键备件清单", "workshop", "engineering", 8, False, None),
                  ("correct", "复合机每月点检温控曲线", "workshop", "workshop", 5, False, None)],
    ),
    # sent, a measure is open
    "h3": dict(
        cause="supplier_carrier_late", due=-6, state="sent", sent=("email", "lin@mailitian.example", -8),
        what="约定 {promised}到货，实际 {arrived}到货，途中停留两天。", containment="中转站当日查到，次日优先装车。",
        note="运费扣款另谈，别写进报告。",
        measures=[("correct", "向承运人发整改函，要求干线改配提前两小时通知", "clerk", "shipping", -5, False, "已回函"),
                  ("prevent", "该线路备选承运人一家", "clerk2", "shipping", -1, False, None),
                  ("correct", "扣当票运费三成", "clerk", "shipping", 3, True, None)],
    ),
    # closed: all done
    "h4": dict(
        cause="material_late", due=-20, state="closed", sent=("chat", "林小姐（微信）", -22),
        what="约定 {promised}到货，实际 {arrived}到货。", containment="膜到当日插单印刷，加班两晚。",
        note="供应商第二次，季度评审要降级。",
        measures=[("correct", "供应商停机即日书面通知，晚到扣款写进合同", "pmc", "purchasing", -12, False, "已改"),
                  ("prevent", "该规格薄膜开发第二供应商", "pmc", "purchasing", -9, False, "小批试印合格")],
    ),
}  # fmt: skip


class GendanDemoScenario(models.AbstractModel):
    """What planning said, what customers heard, and why deliveries came late."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_exceptions(self, company):
        # EXTENDS gendan_followup: once it is known what is in danger
        result = super()._example_make_exceptions(company)
        # no customer is told by an example: what is in danger when it is switched on is the clerks' only
        company.gendan_early_warning = True
        for key, data in ASKED.items():
            self._example_ask_planning(key, data)
        for key, (day, hour) in WARNED.items():
            self._example_warn_by_chat(key, self._example_moment(day, hour, 30))
        company.gendan_delay_reports = True
        for key, data in REPORTS.items():
            self._example_make_delay(key, data, company)
        # what was settled on the way never waited in this database
        names = ("gendan.date.question", "gendan.date.warning", "gendan.delay.report", "gendan.delay.measure")
        todos = self.env["gendan.todo"].search([("open", "=", False), ("res_model", "in", names)])
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()
        return result

    @api.model
    def _example_ask_planning(self, key, data):
        """Planning is asked about an order, and what came of it."""
        order = self._example(f"order_{key}")
        parts = order.gendan_part_ids.filtered(lambda part: part.plan_id.delivery_health in ("late", "at_risk"))[:1]
        parts = parts or order.gendan_part_ids[:1]
        asker = order.gendan_clerk_id
        # sudo: the example is written whatever rights its people have
        question = parts.with_user(asker).sudo()._gendan_ask_word(data.get("remark"))
        self._example_keep(f"date_question_{key}", question)
        moment = self._example_moment(*data["asked"])
        department = question.department_id
        company = order.company_id
        due = department._gendan_calendar(company)._gendan_add_hours(moment, company.gendan_date_hours)
        if later := data.get("later"):
            day, reason = later
            question.write({"later_count": 1, "later_reason": reason})
            due = order.company_id._gendan_end_of_day(self._example_day(day))
        question.write({"due_at": due})
        self._example_date_back(question, asked_at=moment)
        if said := data.get("said"):
            who, hour, day, how, person, basis = said
            # sudo: as above
            teller = parts.with_user(self._example(f"user_{who}")).sudo()
            word = teller._gendan_confirm_date(
                dict.fromkeys(teller, self._example_day(day)), how=how, confirmed_by=person, basis=basis
            )
            self._example_keep(f"date_word_{key}", word)
            at = self._example_moment(data["asked"][0], hour)
            stamps = {"confirmed_at": at}
            if data.get("overtaken"):
                # said when the plan still stood better
                stamps["forecast_then"] = word.arrival_date
            self._example_date_back(word, **stamps)
            calendar = department._gendan_calendar(order.company_id)
            hours = max(calendar._gendan_hours_between(moment, at), 0.0)
            self._example_date_back(question, answered_at=at, answer_hours=hours)
        question._gendan_sync_todos()

    @api.model
    def _example_warn_by_chat(self, key, moment):
        """The clerk has pasted the warning into a chat."""
        order = self._example(f"order_{key}")
        warnings = order.gendan_part_ids.warning_ids.filtered(lambda warning: warning.state == "open")
        rows = warnings._gendan_make_messages("risk", is_by_hand=True)
        # sudo: as above
        clerk = order.with_user(order.gendan_clerk_id).sudo()
        text = clerk._gendan_copy_action(rows)["params"]["text"]
        clerk.action_gendan_mark_copied(rows.ids, text)
        self._example_date_back(rows, sent_at=moment)
        self._example_date_back(rows.mail_message_id, date=moment, create_date=moment)

    @api.model
    def _example_day_text(self, day):
        return f"{day.month} 月 {day.day} 日"

    @api.model
    def _example_make_delay(self, key, data, company):
        """The report on a delivery that came late, with its steps."""
        order = self._example(f"order_{key}")
        plan = order.gendan_plan_ids.filtered(lambda plan: plan._gendan_delay())[:1]
        report = (
            self.env["gendan.delay.report"]
            .with_context(gendan_delay=MOVING)
            .create(plan._gendan_prepare_delay_vals(plan._gendan_delay()))
            .with_env(self.env)
        )
        self._example_keep(f"delay_{key}", report)
        clerk, head = order.gendan_clerk_id, company.gendan_supervisor_id
        report.write(
            {
                "cause_id": self.env.ref(f"gendan_followup.cause_{data['cause']}").id,
                "what_happened": data["what"].format(
                    promised=self._example_day_text(report.promised_date),
                    arrived=self._example_day_text(report.arrived_date),
                ),
                "cause_text": CAUSE_TEXT[key],
                "containment": data["containment"],
                "internal_note": data["note"],
                "measure_ids": [
                    Command.create(
                        {
                            "kind": kind,
                            "name": name,
                            "owner_id": self._example(f"user_{owner}").id,
                            "department_id": self._example_department(department).id,
                            "due": self._example_day(due),
                            "is_internal": internal,
                        }
                    )
                    for kind, name, owner, department, due, internal, _result in data["measures"]
                ],
            }
        )
        report._gendan_move({"due": self._example_day(data["due"])})
        # sudo: as above
        report.with_user(clerk).sudo().action_submit()
        if data["state"] == "review":
            return
        report.with_user(head).sudo().action_review()  # sudo: as above
        how, to, day = data["sent"]
        report.with_user(clerk).sudo()._gendan_sent(how, to)  # sudo: as above
        paper = report._gendan_papers()
        moment = self._example_moment(day, 15)
        self._example_date_back(paper.issue_ids, issued_at=moment)
        for measure, (_kind, _name, owner, _department, due, _internal, result) in zip(
            report.measure_ids.sorted("id"), data["measures"], strict=True
        ):
            if result:
                # sudo: as above
                measure.with_user(self._example(f"user_{owner}")).sudo()._gendan_do(result)
                self._example_date_back(measure, done_on=self._example_day(due - 1))
        stamps = {"reviewed_at": self._example_moment(day - 1, 16), "sent_at": moment}
        if report.state == "closed":
            stamps["closed_at"] = fields.Datetime.now()
        self._example_date_back(report, **stamps)
