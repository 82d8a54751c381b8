"""What the example's productions wait for, and what its suppliers said."""

from odoo import Command, api, models

# order -> the supplier's words, oldest first: (kind, day, who asked, how, said by, note, days later than before)
WORDS = {
    # confirmed, later than he had said
    "k1": [
        ("asked", -3, "clerk", "email", None, None, 0),
        ("answered", -2, "pmc", "phone", "苏经理", "复合线检修，晚三天", 3),
    ],
    # silent
    "k2": [("asked", -4, "clerk", "email", None, None, 0)],
    # asked twice
    "k3": [("asked", -5, "pmc", "email", None, None, 0), ("asked", -1, "pmc", "phone", None, "说明天回", 0)],
}  # fmt: skip


class GendanDemoScenario(models.AbstractModel):
    """Materials of the example."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_readiness(self, company):
        """The company follows its materials; suppliers are asked, one has confirmed, one is silent, one asked twice."""
        company.write({"gendan_material": True, "gendan_material_notice": "warn", "gendan_chase_days": 2})
        orders = self.env["sale.order"].search([("company_id", "=", company.id), ("gendan_plan_ids", "!=", False)])
        self.env["gendan.material"]._gendan_refresh_orders(orders)
        for key, words in WORDS.items():
            self._example_make_words(self._example(f"order_{key}"), words)
        # another film may stand in for the one that is late
        for row in self._example("order_k2").gendan_short_ids[:1]:
            others = row.product_id.search(
                [("categ_id", "=", row.product_id.categ_id.id), ("id", "!=", row.product_id.id)], limit=1
            )
            row.move_id.bom_line_id.gendan_alternative_ids = [Command.set(others.ids)]
        self.env["gendan.material"]._gendan_refresh_orders(orders)

    @api.model
    def _example_make_words(self, order, words):
        """What was asked and answered about what an order waits for."""
        lines = order.gendan_short_ids.purchase_line_id
        for kind, day, who, how, said_by, note, later in words:
            user, moment = self._example(f"user_{who}"), self._example_moment(day, 10, 40)
            vals = {"said_at": moment, "said_by": said_by, "note": note}
            ask = None
            if kind == "asked" and how == "email":
                ask = self.env["gendan.supplier.ask"].create(
                    {
                        "partner_id": lines.order_id[:1].partner_id.id,
                        "company_id": order.company_id.id,
                        "user_id": user.id,
                        "purchase_line_ids": [Command.set(lines.ids)],
                        "sent_at": moment,
                        "due": order.company_id._gendan_add_workdays(self._example_day(day), 2),
                    }
                )
                vals["ask_id"] = ask.id
            days = {line: order.company_id._gendan_to_day(line.date_planned) for line in lines}
            made = lines.with_user(user)._gendan_take_word(
                kind,
                how,
                {line: {**vals, **({"confirmed_day": days[line]} if kind == "answered" else {})} for line in lines},
            )
            before = {word: {"day_before": self._example_day(-later, start=word.day_before)} for word in made}
            self._example_stamp(before)
            self._example_date_back(made, create_date=moment)
            if ask:
                self._example_write_notes([(ask, user, "请回复以上各项的交期。", moment)])
