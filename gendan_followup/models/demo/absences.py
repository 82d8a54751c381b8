"""The example's absences and hand-overs: what is done for who is away, and a clerk who has left."""

from odoo import Command, api, fields, models

LEFT = "林小芬"
# customer -> who follows since: what the clerk who left had
HANDED_OVER = {"xunhe": "clerk", "letong": "clerk2"}
REASON = "林小芬上月底离职，客户移交"

# order of the absent clerk -> what her backup did this morning
DONE_FOR = {"r4": "已打电话给步捷采购：外箱唛头按上批，不变。", "s2": "步捷要求送货单上注明采购单号，已通知仓库。"}
ACTIVITY = ("r4", "回电步捷：确认收货时间")


class GendanDemoScenario(models.AbstractModel):
    """张倩 is away: her backup has been told, does her work and is told as doing it for her. 林小芬 has left."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_hand_over(self, company):
        """A clerk who left handed her customers over, before their orders of this season."""
        supervisor = self._example("user_supervisor")
        former = self._example_keep(
            "user_former",
            self.env["res.users"].create(
                {
                    "name": LEFT,
                    "login": f"former{company.id}@chengcai.example.com",
                    "lang": "zh_CN",
                    "tz": "Asia/Shanghai",
                    "notification_type": "inbox",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [Command.set([self.env.ref("gendan_followup.group_gendan_user").id])],
                }
            ),
        )
        customers = self.env["res.partner"].union(*(self._example(f"partner_{key}") for key in HANDED_OVER))
        customers.gendan_clerk_id = former
        customers[0].with_context(mail_activity_automation_skip=False).activity_schedule(
            "mail.mail_activity_data_call",
            summary="问讯禾明年的年度用量",
            user_id=former.id,
            date_deadline=self._example_day(5),
        )
        hand_over = self.env["gendan.hand.over"].with_user(supervisor).with_context(lang="zh_CN").create(
            {
                "from_id": former.id,
                "to_id": self._example("user_clerk").id,
                "reason": REASON,
                "is_leaving": True,
            }
        )
        hand_over.action_work_out()
        for line in hand_over.line_ids:
            [key] = [key for key in HANDED_OVER if self._example(f"partner_{key}") == line.partner_id]
            line.to_id = self._example(f"user_{HANDED_OVER[key]}")
        hand_over.line_ids._gendan_hand_over()
        self._example_keep("hand_over", hand_over.sudo())  # sudo: whoever loads the example remembers what it made
        moment = self._example_moment(-15, 17)
        self._example_stamp({line: {"done_at": moment} for line in hand_over.line_ids})
        former.active = False

    @api.model
    def _example_act_for_absent(self, company):
        """The backups know, and have done something for the clerk who is away."""
        backup = self._example("user_clerk2")
        key, summary = ACTIVITY
        self._example(f"order_{key}").with_context(mail_activity_automation_skip=False).activity_schedule(
            "mail.mail_activity_data_call",
            summary=summary,
            user_id=self._example("user_clerk3").id,
            date_deadline=company._gendan_today(),
        )
        now = fields.Datetime.now()
        for key, text in DONE_FOR.items():
            order = self._example(f"order_{key}").with_user(backup).with_context(lang="zh_CN")
            note = order.message_post(body=text, subtype_xmlid="mail.mt_note")
            self._example_stamp({note.sudo(): {"date": min(self._example_moment(0, 9, 40), now)}})  # sudo: its day only
        # their notices stay in the inbox
        self._example("absence_now")._gendan_tell_stand_ins()
