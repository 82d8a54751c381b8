"""The example's settlements: mixed by quantity, to be approved, sorted, deducted, debited; months of costs."""

from datetime import timedelta

from odoo import Command, api, fields, models

LIMIT, SORTING_RATE, MACHINE_RATE = 1500, 35, 60
# who approves what is above the limit at this stage of the story
APPROVED, WAITING = "approved", "waiting"

# key: order, contact, channel, days ago, hour, subject, goods, values, findings, cause, what was offered
TOLD = {
    "tray_loose": (
        "v1", "lu", "mail", -3, 9, "托盘卡扣松，零件放不住",
        {"bad": 250, "blocked": 2400, "defect": "use_fit"},
        {"wished": "refund", "found_where": "line", "customer_ref": "HY-QN-2611-11",
         "description": "250 只卡扣松。50 只已被我司压坏报废，其余请拉回返工。"},
        "吸塑模第 3 腔冷却水堵，卡扣收缩不足。", "machine_tooling",
        "200 只拉回返工，50 只在贵司报废退款，其余照收，减 3%。",
    ),
    "ink": (
        "d1", "lin", "visit", -5, 15, "印刷掉墨，夜班那批 20000 个",
        {"bad": 20000, "blocked": 26000, "defect": "look_print"},
        {"wished": "replace", "found_where": "stock", "description": "胶带一拉就掉墨，夜班那批全有。"},
        "夜班换墨后未做附着力测试。", "method_inspection", "20000 个免费补，运费我司付。",
    ),
    "crease": (
        "d3", None, "phone", -4, 10, "彩盒折痕处爆线",
        {"checked": 500, "bad": 300, "blocked": 3000, "defect": "look_finish"},
        {"wished": "sorting", "found_where": "line", "description": "上线折盒，折痕处裂开露白。"},
        "模切压线太深，新刀未试压。", "machine_setting", "明天派两人到贵司挑选，挑出的免费补。",
    ),
    "deformed": (
        "d2", "lu", "phone", -24, 11, "托盘变形 120 只，要扣挑选费",
        {"checked": 3000, "bad": 120, "defect": "size_bent"},
        {"wished": "deduction", "found_where": "incoming", "customer_ref": "KK-1018"},
        "装车堆高 14 层，底层压变形。", "method_packing", "变形的退回，挑选费 180 元从对账单扣。",
    ),
    "layers": (
        "d4", None, "mail", -42, 14, "复合层起泡 1500 个",
        {"checked": 30000, "bad": 1500, "defect": "use_strength"},
        {"wished": "refund", "found_where": "line"},
        "膜厂电晕值只有 34 达因，要求 38 以上。", "material_defect", "1500 个退款。",
    ),
    "torn": (
        "h3", "lin", "chat", -50, 10, "袋口易撕口撕不开",
        {"bad": 150000, "defect": "use_open"},
        {"wished": "discount", "found_where": "customer"},
        "易撕口刀片磨钝，半班后才换。", "machine_setting", "整单减 8%。",
    ),
    "mixed_up": (
        "h5", None, "phone", -58, 9, "混了别家的袋子",
        {"bad": 420, "blocked": 30000, "defect": "wrong_mixed"},
        {"wished": "sorting", "found_where": "line", "line_stopped": True},
        "换单时料斗没清。", "people_mistake", "请第三方到贵司全检，混的退款。",
    ),
}  # fmt: skip
# key: ({choice, ...} rows, whose approval, how far)
SETTLED = {
    "tray_loose": (
        [
            {"choice": "return", "quantity": 200, "freight": 180},
            {"choice": "rework", "quantity": 200, "hours": 5, "note": "重新热压卡扣"},
            {"choice": "refund", "quantity": 50, "note": "在客户处报废"},
            {"choice": "discount", "quantity": 2150, "percent": 3, "more_than_bad": True, "note": "其余照收"},
        ],
        False, "done",
    ),
    "ink": ([{"choice": "replace", "quantity": 20000, "freight": 320}], WAITING, "findings"),
    "crease": (
        [
            {"choice": "sorting", "quantity": 3000, "hours": 12, "freight": 90},
            {"choice": "replace", "quantity": 300, "freight": 60},
        ],
        False, "done",
    ),
    "deformed": ([{"choice": "deduction", "amount": 180, "note": "扣款单 KK-1018"}], False, "closed"),
    "layers": (
        [
            {"choice": "refund", "quantity": 1500},
            {"choice": "debit", "amount": 500, "supplier": "film", "note": "膜厂承担"},
        ],
        False, "closed",
    ),
    "torn": ([{"choice": "discount", "quantity": 150000, "percent": 8}], APPROVED, "closed"),
    "mixed_up": (
        [
            {"choice": "sorting", "quantity": 30000, "hours": 24, "sorted_by": "third", "sorter": "truck"},
            {"choice": "refund", "quantity": 420},
        ],
        False, "closed",
    ),
}  # fmt: skip
# what supervisors charged by hand: complaint, days ago, amount, why
CHARGED = (
    ("july", -62, 317.2, "补做 4000 个：材料加工"),
    ("july", -60, 150, "专车补送"),
    ("mixed_up", -54, 600, "客户停线 2 小时"),
)


class GendanDemoScenario(models.AbstractModel):
    """How some complaints were settled, what that made, and what it cost."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_complaints_settled(self, company):
        """Each settled as its clerk would, and dated back; then what the months cost."""
        company.write({"gendan_settlement_limit": LIMIT, "gendan_sorting_rate": SORTING_RATE})
        self.env["mrp.workcenter"].search([("company_id", "=", company.id)]).costs_hour = MACHINE_RATE
        for key in TOLD:
            complaint = self._example_complain_settled(key)
            self._example_carry_out(key, complaint)
            self._example_date_back_settled(complaint)
        for key, day, amount, note in CHARGED:
            self.env["gendan.complaint.cost"].create(
                {
                    "complaint_id": self._example(f"complaint_{key}").id,
                    "date": self._example_day(day),
                    "amount": amount,
                    "note": note,
                }
            )

    @api.model
    def _example_complain_settled(self, key):
        """A complaint the customer agreed how to settle; what waits for approval is not offered to him yet."""
        order_key, contact, channel, day, hour, subject, goods, values, findings, cause, proposal = TOLD[key]
        order = self._example(f"order_{order_key}")
        picking = order.picking_ids.filtered(
            lambda entry: entry.state == "done" and entry.location_dest_id.usage == "customer"
        )[:1]
        line = {**goods, "defect_id": self.env.ref(f"gendan_followup.defect_{goods['defect']}").id}
        del line["defect"]
        # sudo: the example is written in the clerk's name, whatever rights she was given
        complaint = self.env["gendan.complaint"].with_user(order.gendan_clerk_id).sudo().create(
            {
                "picking_id": picking.id,
                "order_id": order.id,
                "kind_id": self.env.ref("gendan_followup.complaint_kind_quality").id,
                "contact_id": self._example(f"contact_{contact}").id if contact else False,
                "channel": channel,
                "received_at": self._example_moment(day, hour),
                "subject": subject,
                "line_ids": [Command.create({"product_id": order.order_line[0].product_id.id, **line})],
                **values,
            }
        )
        self._example_keep(f"complaint_{key}", complaint.with_env(self.env))
        complaint.write(
            {
                "findings": findings,
                "cause_id": self.env.ref(f"gendan_followup.cause_{cause}").id,
                "proposal": proposal,
                "settlement_ids": [Command.create(self._example_settlement(row)) for row in SETTLED[key][0]],
            }
        )
        complaint.action_find()
        if SETTLED[key][1] == WAITING:
            return complaint
        if SETTLED[key][1] == APPROVED:
            complaint.with_user(self._example("user_supervisor")).action_approve_settlement()
        complaint.action_propose()
        complaint.agreed_by = complaint.contact_id.name or complaint.partner_id.name
        complaint._gendan_note_answer("mail" if channel == "mail" else "chat", proposal, False)
        complaint.action_agree()
        return complaint

    @api.model
    def _example_settlement(self, row):
        """Values of one way of settling."""
        names = {"supplier": "supplier_id", "sorter": "sorter_id"}
        return {
            names.get(name, name): self._example(f"supplier_{value}").id if name in names else value
            for name, value in row.items()
        }

    @api.model
    def _example_carry_out(self, key, complaint):
        """Carry out and close, as far as the story has it."""
        _rows, approval, how_far = SETTLED[key]
        if approval == WAITING:
            return
        complaint._gendan_step("settle")
        rows = complaint.settlement_ids
        if key == "deformed":
            rows.difference_id = self.env["gendan.statement.difference"].search(
                [("statement_id", "=", self._example("statement_hengyue").id), ("reason", "=", "quality")], limit=1
            )
        rows._gendan_do()
        orders = self.env["gendan.sorting"].search([("complaint_id", "=", complaint.id)])
        if how_far == "done":
            orders.write({"planned_on": self._example_day(1), "user_id": self._example("user_quality").id})
            return
        for sorting in orders:
            sorting.write({"sorted_count": sorting.quantity, "bad_count": 420, "hours": 26, "note": "两人三天"})
            sorting.action_done()
        complaint.action_close()

    @api.model
    def _example_date_back_settled(self, complaint):
        """Found the next day, settled the day after, charged then."""
        now = fields.Datetime.now()
        found, done = (min(complaint.received_at + timedelta(days=days), now) for days in (1, 2))
        stamps = {name: found for name in ("findings_at", "proposed_at", "answered_at") if complaint[name]}
        complaint._gendan_note_stage("d3", at=found)
        complaint._gendan_note_stage("d5", at=found)
        if complaint.closed_at:
            complaint._gendan_note_stage("d8", at=done)
        stamps |= {name: done for name in ("agreed_at", "approved_at", "closed_at") if complaint[name]}
        complaint = complaint.with_env(self.env)
        self._example_date_back(complaint, state_since=done, create_date=complaint.received_at, **stamps)
        self._example_date_back(complaint.answer_ids, answered_at=found)
        self._example_date_back(complaint.settlement_ids.filtered("done_at"), done_at=done)
        self._example_date_back(complaint.cost_ids, date=complaint.company_id._gendan_to_day(done))
