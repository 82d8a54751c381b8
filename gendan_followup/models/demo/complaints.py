"""The example's complaints: one in each state, a repeat, one opened again, two settled the light way."""

from datetime import timedelta

from odoo import Command, api, fields, models

# key: order, kind, who complains, channel, days ago, hour, subject, {product: (line values)}, values
COMPLAINTS = {
    "july": (
        "h1", "quality", "lin", "chat", -70, 10, "三边封袋封口处漏气",
        {"checked": 500, "bad": 60, "blocked": 4000, "defect": "use_seal"},
        {"wished": "replace", "found_where": "line", "description": "上线灌装，封口一捏就漏。先停用这一批。"},
    ),
    "stopped": (
        "r6", "quality", None, "phone", 0, 8, "自立袋底封开裂，灌装线停了",
        {"checked": 200, "bad": 26, "blocked": 18000, "defect": "use_seal"},
        {"wished": "replace", "found_where": "line", "line_stopped": True,
         "description": "早班开机半小时，底封连续开裂，现在停线等料。"},
    ),
    "tray": (
        "d2", "quality", "lu", "mail", -1, 14, "托盘第 7 穴偏浅，产品放不平",
        {"checked": 300, "bad": 45, "blocked": 2400, "defect": "use_fit"},
        {"wished": "sorting", "found_where": "incoming", "customer_ref": "HY-QN-2611-08",
         "description": "来料检验 300 只，45 只第 7 穴深度 11.2，图纸 12±0.3。请 24 小时内回复围堵措施。"},
    ),
    "colour": (
        "d3", "quality", None, "chat", -3, 16, "彩盒金色偏红，与封样对不上",
        {"checked": 400, "bad": 400, "defect": "look_colour"},
        {"wished": "discount", "found_where": "incoming", "description": "整批偏红，货急，能用，但要扣一点。"},
    ),
    "zip": (
        "x3", "quality", "petersen", "mail", -5, 15, "Zip of the pouch opens by itself",
        {"checked": 1000, "bad": 80, "blocked": 12000, "defect": "use_open"},
        {"wished": "discount", "found_where": "stock", "customer_ref": "RK-2026-117",
         "description": "The zip does not hold after two openings. Photos attached. Please send your 8D."},
    ),
    "again": (
        "d1", "quality", "lin", "chat", -6, 11, "三边封袋又漏气，和七月那次一样",
        {"checked": 800, "bad": 90, "blocked": 6000, "defect": "use_seal"},
        {"wished": "replace", "found_where": "line", "description": "同样的问题第二次了，请给正式报告。"},
    ),
    "short": (
        "d4", "quantity", None, "phone", -8, 9, "少两箱",
        {"bad": 1000, "defect": "quantity_short"},
        {"wished": "replace", "found_where": "incoming", "severity": "major"},
    ),
    "few": (
        "s2", "quantity", None, "phone", -1, 10, "纸箱少 12 只",
        {"bad": 12, "defect": "quantity_short"},
        {"wished": "discount", "found_where": "incoming"},
    ),
    "mark": (
        "s1", "papers", "zheng", "chat", 0, 9, "送货单上客户料号写错",
        {"bad": 0, "defect": "papers_note"},
        {"wished": "unknown", "found_where": "incoming"},
    ),
    "wet": (
        "f1", "transport", None, "chat", -9, 17, "纸箱受潮",
        {"bad": 80, "defect": "packing_wet"},
        {"wished": "refund", "found_where": "stock"},
    ),
    "twice": (
        "d4", "quantity", None, "mail", -8, 11, "少货", {"bad": 1000, "defect": "quantity_short"}, {},
    ),
    "pull": (
        "h4", "quality", "lin", "chat", -46, 10, "自立袋拉链头一拉就掉",
        {"checked": 200, "bad": 9, "blocked": 3000, "defect": "use_open"},
        {"wished": "discount", "found_where": "incoming", "description": "来料抽检 200 个，9 个拉链头一拉就掉。"},
    ),
    "matt": (
        "h2", "quality", "lin", "visit", -40, 14, "哑膜刮花",
        {"checked": 300, "bad": 15, "defect": "look_dirt"},
        {"wished": "discount", "found_where": "incoming"},
    ),
}  # fmt: skip
# key: (state it is in, findings, cause, what is offered)
FOUND = {
    "july": (
        "closed", "夜班封口温度 155 ℃，标准 170±5 ℃，首件记录漏填。", "machine_setting", "补做 4000 个，十天内送到。",
    ),
    "tray": ("work", False, False, False),
    "colour": ("findings", "金墨新批次未打色样就上机，色差 ΔE 3.1。", "material_batch", False),
    "zip": (
        "proposed", "拉链供应商换料未通知，扣合力 9 N，标准 14 N。", "material_defect",
        "We credit 8 % of this delivery; the next lot is checked zip by zip.",
    ),
    "again": (
        "agreed", "同一台封口机，温控表漂移，七月只调了参数没有换表。", "machine_breakdown",
        "补做 6000 个，另附 8D 报告。",
    ),
    "short": ("settling", "装车时两箱留在月台，已找到。", "method_packing", "两箱明天随车补送。"),
    "wet": ("unfounded", "签收单写明外箱干燥，客户露天堆放三天，有照片。", "customer_receiving", False),
    "twice": ("cancelled", False, False, False),
    "pull": (
        "closed", "拉链头压合模具磨损 0.15 mm，没有规定换模寿命。", "machine_tooling", "不良 9 个折让，另补 50 个。",
    ),
    "matt": ("reopened", "收卷压力大，哑膜互相擦伤。", "method_process", "折让 3%。"),
}  # fmt: skip
# settled in one screen: findings, cause, what the customer is told, amount
LIGHT = {"few": ("打包点数错。", "people_mistake", "不好意思，少的 12 只从下次账单扣。", 57.6)}
HELD = {"july", "tray", "colour", "zip", "again", "pull", "matt"}
HOLDING = "收到，已转品质部查看，明天上午十点前先给您回复。"
TELL = "已查明原因，处理办法请看我们的回复。"


class GendanDemoScenario(models.AbstractModel):
    """What customers complain about."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_complaints(self, company):
        """Each is brought to its state through the judge, as its clerk, and then dated back."""
        for key, (order_key, kind, contact, channel, day, hour, subject, line, values) in COMPLAINTS.items():
            order = self._example(f"order_{order_key}")
            picking = order.picking_ids.filtered(
                lambda entry: entry.state == "done" and entry.location_dest_id.usage == "customer"
            )[:1]
            goods = {**line, "defect_id": self.env.ref(f"gendan_followup.defect_{line['defect']}").id}
            goods.pop("defect")
            complaint = self.env["gendan.complaint"].with_user(order.gendan_clerk_id).sudo().create(  # sudo: example
                {
                    "picking_id": picking.id,
                    "order_id": order.id,
                    "company_id": company.id,
                    "kind_id": self.env.ref(f"gendan_followup.complaint_kind_{kind}").id,
                    "contact_id": self._example(f"contact_{contact}").id if contact else False,
                    "channel": channel,
                    # loaded before that hour, it has just come in
                    "received_at": min(self._example_moment(day, hour), fields.Datetime.now()),
                    "subject": subject,
                    "line_ids": [Command.create({"product_id": picking.move_ids.product_id[:1].id, **goods})],
                    **values,
                }
            )
            self._example_keep(f"complaint_{key}", complaint.with_env(self.env))
            self._example_bring_complaint(key, complaint)

    @api.model
    def _example_bring_complaint(self, key, complaint):
        """Bring one complaint to where the story has it."""
        if key in HELD:
            at = min(complaint.received_at + timedelta(hours=1), fields.Datetime.now())
            complaint._gendan_note_answer("chat", HOLDING, True, at=at)
        if key in LIGHT:
            findings, cause, answer, amount = LIGHT[key]
            complaint.write(
                {
                    "findings": findings,
                    "cause_id": self.env.ref(f"gendan_followup.cause_{cause}").id,
                    "light_answer": answer,
                    "settlement_ids": [Command.create({"choice": "discount", "amount": amount})],
                }
            )
            complaint.action_light_close()
            self._example_date_back_complaint(complaint)
            return
        state, findings, cause, proposal = FOUND.get(key, ("new", False, False, False))
        if state == "work" and complaint.state == "new":
            complaint.action_take()
        if findings:
            complaint.write({"findings": findings, "cause_id": self.env.ref(f"gendan_followup.cause_{cause}").id})
        if state == "unfounded":
            complaint.action_find()
            complaint._gendan_note_answer("phone", "已说明：签收时外箱干燥，受潮在签收之后；照片已发给客户。", False)
            complaint.action_unfounded()
        elif state == "cancelled":
            complaint.reason = "与另一张客诉重复：业务和客户各报了一次。"
            complaint.action_cancel()
        elif findings:
            self._example_settle_complaint(complaint, state, proposal)
        self._example_date_back_complaint(complaint)
        if state == "reopened":
            self._example_open_again(complaint, self._example_moment(-1, 15), reason="客户说补的也有刮花。")

    @api.model
    def _example_settle_complaint(self, complaint, state, proposal):
        """From the findings on, as far as the story has it."""
        complaint.action_find()
        if not proposal:
            return
        complaint.proposal = proposal
        complaint.action_propose()
        complaint._gendan_note_answer("chat", TELL, False)
        if state == "proposed":
            return
        complaint.agreed_by = complaint.contact_id.name or complaint.partner_id.name
        complaint.action_agree()
        if state == "agreed":
            return
        complaint.settlement_ids = [Command.create({"choice": "accept", "note": proposal})]
        complaint._gendan_step("settle")
        if state == "settling":
            return
        complaint.settlement_ids._gendan_do()
        complaint.action_close()

    @api.model
    def _example_open_again(self, complaint, moment, **values):
        """Open a closed one again, at a moment that is past: its clocks count from then."""
        moment = min(moment, fields.Datetime.now())
        # it was dated back
        for name in ("same_day", "first_kept", "resolution_kept"):
            self.env.add_to_compute(complaint._fields[name], complaint)
        complaint._gendan_step("reopen", **values)
        complaint._gendan_keep({"round_at": moment, "state_since": moment})

    @api.model
    def _example_date_back_complaint(self, complaint):
        """What was done stands two days after it came in, not at the moment of loading."""
        day = min(complaint.received_at + timedelta(days=2), fields.Datetime.now())
        done = ("findings_at", "proposed_at", "agreed_at", "answered_at", "closed_at")
        stamps = {name: day for name in done if complaint[name]}
        stamps.update(state_since=day, create_date=complaint.received_at)
        self._example_date_back(complaint.with_env(self.env), **stamps)
        answers = complaint.answer_ids.filtered(lambda answer: not answer.is_holding)
        if answers:
            self._example_date_back(answers.with_env(self.env), answered_at=day)
