"""The example's new dates: to be sent, with the customer, opened by him, accepted in part, refused."""

from datetime import timedelta

from odoo import api, fields, models

# key: order(s), reason, cause as the customer reads it, recovery plan, days later in house, steps
PROPOSALS = {
    "draft": dict(
        orders=("k1",), reason="material", later=4, confirmed=False,
        cause=None, recovery=None,
        told=(38000, 6500, "林晓彤，微信 09:20", -1),
    ),
    "sent": dict(
        orders=("k2",), reason="material", later=3, sent=(-1, "chat"),
        cause="BOPP 哑膜供应商晚到 4 天，本周四才能上机。",
        recovery="膜到当天连夜印刷、复合，制袋两班倒，把 4 天压缩到 3 天。",
    ),
    "seen": dict(
        orders=("n3",), reason="capacity", later=3, sent=(-2, "mail"), seen=-1,
        cause="制版厂电镀排队，版辊晚到；上机相应顺延。",
        recovery="版辊到厂当天校版，周日加班印刷。",
    ),
    "partly": dict(
        orders=("r3", "k3"), reason="capacity", later=3, sent=(-3, "chat"), seen=-3,
        cause="印刷機溫控故障停機兩天，廠家昨日修復。",
        recovery="兩班制趕工，先印 HM-115-0873。",
        said=(-2, "賴雅婷（採購）", "0880 請不要再延，生產線等料。", ("accepted", ("other", 1))),
    ),
    "refused": dict(
        orders=("e1",), reason="material", later=3, sent=(0, "chat"), seen=0,
        cause="薄膜厂晚一天发货。",
        recovery=None,
        said=(0, "刘经理", "急单就是为了赶展会，不能再晚。", ("refused",)),
    ),
}  # fmt: skip


class GendanDemoScenario(models.AbstractModel):
    """What was put to the customers, and what they said; no mail is made."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_new_dates(self, company):
        """Before the system looks for exceptions: what is refused goes to the supervisor then, and nobody is mailed."""
        for key, data in PROPOSALS.items():
            self._example_propose_dates(key, data)
        done = self.env["gendan.todo"].search(
            [("open", "=", False), ("res_model", "=", "gendan.date.proposal"), ("company_id", "=", company.id)]
        )
        # what was settled on the way never waited in this database
        done.with_context(**done._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_propose_dates(self, key, data):
        """One proposal through its states, written by the customer's clerk."""
        orders = self.env["sale.order"].union(*(self._example(f"order_{order}") for order in data["orders"]))
        parts = orders.gendan_part_ids.filtered(lambda part: part._gendan_is_open())
        clerk = orders.gendan_clerk_id[:1]
        confirmed = self._example_confirm_dates(parts, data)
        # sudo: the example is written whatever rights its people have
        Proposals = self.env["gendan.date.proposal"].with_user(clerk).sudo()
        # a draft of its own, beside the customer's others
        last = orders.sorted("id")[-1:]
        proposal = Proposals.create(
            {
                "company_id": last.company_id.id,
                "partner_id": last.partner_id.commercial_partner_id.id,
                "contact_id": last.partner_id.id,
                "reason": data["reason"],
                "cause": data["cause"],
                "recovery": data["recovery"],
            }
        )
        self._example_keep(f"new_dates_{key}", proposal)
        lines = proposal.line_ids.create(
            [
                {
                    "proposal_id": proposal.id,
                    "part_id": part.id,
                    "new_date": confirmed.get(part) or self._example_day(data["later"], part.promised_date),
                }
                for part in parts
            ]
        )
        if told := data.get("told"):
            stock, use, who, day = told
            lines[:1].write(
                {"stock_told": stock, "use_told": use, "told_by": who, "told_on": self._example_day(day)}
            )
        if "sent" not in data:
            return
        number, how = data["sent"]
        proposal._gendan_sent(how, proposal._gendan_asked_partner().display_name)
        proposal._gendan_link()
        asked = self._example_moment(number, 10, 40)
        stamps = {
            "create_date": asked - timedelta(hours=1),
            "sent_at": asked,
            "answer_due": self._example_day(max(number + 2, 0)),
            "opened_at": self._example_moment(data["seen"], 14, 12) if "seen" in data else None,
        }
        answer = self.env["gendan.answer"].search(proposal._gendan_question_domain("date_proposal"), limit=1)
        self._example_date_back(answer, create_date=asked)
        if said := data.get("said"):
            self._example_answer_dates(proposal, answer, *said)
        self._example_date_back(proposal, **stamps)
        proposal._gendan_sync_todos()

    @api.model
    def _example_confirm_dates(self, parts, data):
        """Planning confirms so many days later than promised.

        :return: {part: arrival}
        """
        if not data.get("confirmed", True):
            return {}
        pmc = self._example("user_pmc")
        days = {
            part: max(
                self._example_day(data["later"], part.plan_id.inhouse_date or part.promised_date),
                part.company_id._gendan_today(),
            )
            for part in parts
        }
        # sudo: as above
        parts.with_user(pmc).sudo()._gendan_confirm_date(days, basis=data["recovery"])
        return {
            part: max(day, part.promised_date + timedelta(days=1)) if day else False
            for part, day in parts._gendan_confirmed_dates().items()
        }

    @api.model
    def _example_answer_dates(self, proposal, answer, number, who, message, said):
        """The customer answers on the page.

        :param said: for each line its answer, or (answer, days before the new date)
        """
        choices = {"whole": "lines", "name": who, "message": message}
        for line, entry in zip(proposal.line_ids, said, strict=False):
            choice, earlier = entry if isinstance(entry, tuple) else (entry, None)
            choices[f"answer_{line.id}"] = choice
            if earlier:
                wished = max(line.new_date - timedelta(days=earlier), line.company_id._gendan_today())
                choices[f"date_{line.id}"] = fields.Date.to_string(wished)
        answer._gendan_take(choices, ip="203.0.113.24", user_agent="Mozilla/5.0 (iPhone) MicroMessenger/8.0.50")
        moment = self._example_moment(number, 15, 5)
        self._example_date_back(answer, used_at=moment)
        self._example_date_back(proposal, answered_at=moment)
