"""The example's inquiries: a day of questions, answered and not, and the jobs the supervisor gave."""

from odoo import api, models

# key: order, kind, how it came, who asked, days, hour (from today), question; values
ASKED = {
    "when": ("k1", "date", "chat", "lin", 0, 9, "MLT-261105 最快哪天能出？仓库要排车", {"priority": "1"}),
    "paper": ("s1", "paper", "phone", "zheng", 0, 10, "要 MLT-261120 的检验报告扫描件", {}),
    "film": ("r6", "quality", "phone", None, -1, 15, "上批哑膜手感偏硬，这批是同一种膜吗？", {}),
    "price": ("g1", "price", "chat", "lin", -1, 11, "加到 5 万个单价能到多少？", {}),
    "date_hm": ("r3", "date", "chat", "lai", -2, 10, "HM-115-0873 能否提前到月底前？", {}),
    "bank": ("c1", "paper", "phone", "qiang", -3, 14, "再发一次我们的开户行信息", {}),
}
# key: by (user), what was answered, hours after
ANSWERED = {
    "price": ("told", "5 万个单价 ¥0.86，版费不变，报价单今天发。", 2),
    "date_hm": ("told", "PMC 確認可提前三天，改期單已發。", 30),
    "bank": ("drop", "客户自己找到了。", 1),
}
# order, what the customer writes there
WRITTEN = ("n3", "lin", "陈小姐，你好：版辊什么时候到？我们想派人来看首件。")


class GendanDemoScenario(models.AbstractModel):
    """What people ask the clerks of the example."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_inquiries(self, company):
        """Questions open, late, answered and dropped; one from a mail; jobs of the supervisor's; one of a rep's."""
        for key, (order_key, kind, channel, contact, day, hour, name, values) in ASKED.items():
            order = self._example(f"order_{order_key}")
            clerk = order.gendan_clerk_id
            inquiry = self.env["gendan.inquiry"].with_user(clerk).sudo().create(  # sudo: as for all of the example
                {
                    "name": name,
                    "kind": kind,
                    "channel": channel,
                    "order_id": order.id,
                    "company_id": company.id,
                    "contact_id": self._example(f"contact_{contact}").id if contact else False,
                    "asker_id": False,
                    "asked_at": self._example_moment(day, hour),
                    **values,
                }
            )
            self._example_keep(f"inquiry_{key}", inquiry.with_env(self.env))
        for key, (step, answer, _hours) in ANSWERED.items():
            inquiry = self._example(f"inquiry_{key}")
            mine = inquiry.with_user(inquiry.clerk_id).sudo()  # sudo: as above
            mine.answer = answer
            mine.action_told() if step == "told" else mine.action_drop()
        self._example_make_jobs(company)
        order_key, contact, text = WRITTEN
        order = self._example(f"order_{order_key}").with_context(mail_notify_force_send=False)
        order.message_post(
            body=text,
            author_id=self._example(f"contact_{contact}").id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self._example_settle_inquiries(company)

    @api.model
    def _example_make_jobs(self, company):
        """A question of the rep's, and what the supervisor wants done."""
        rep, supervisor = self._example("user_rep"), self._example("user_supervisor")
        order = self._example("order_l1")
        rows = (
            ("rep", rep, dict(order_id=order.id, kind="date", name="客户问 MLT-261024 到底哪天到，我下午去拜访")),
            (
                "job",
                supervisor,
                dict(
                    kind="task",
                    name="把本月到期的封样清单整理给品质",
                    user_id=self._example("user_clerk2").id,
                    partner_id=self._example("partner_jinfeng").id,
                ),
            ),
        )
        for key, user, values in rows:
            inquiry = self.env["gendan.inquiry"].with_user(user).sudo().create(  # sudo: as above
                {
                    "channel": "colleague",
                    "asker_id": user.id,
                    "company_id": company.id,
                    "asked_at": self._example_moment(0, 8, 30),
                    **values,
                }
            )
            self._example_keep(f"inquiry_{key}", inquiry.with_env(self.env))

    @api.model
    def _example_settle_inquiries(self, company):
        """Answers stand at the hour on which they were given; what was settled on the way never waited here."""
        for key, (_step, _answer, hours) in ANSWERED.items():
            inquiry = self._example(f"inquiry_{key}")
            day, hour = ASKED[key][4:6]
            answered = self._example_moment(day + (hour + hours) // 24, (hour + hours) % 24)
            late = inquiry.state == "answered" and company._gendan_to_day(answered) > inquiry.due
            self._example_date_back(inquiry, answered_at=answered, is_late=late)
        todos = self.env["gendan.todo"].search([("open", "=", False), ("res_model", "=", "gendan.inquiry")])
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()
