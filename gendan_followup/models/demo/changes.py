"""The example's changes: orders locked with their versions, requests in each state, papers taken back."""

from odoo import Command, api, models

from .changes_data import CANCELLED, CHANGES, FLOOR_PAPERS


class GendanDemoScenario(models.AbstractModel):
    """What customers changed after the confirmation, asked for, applied and refused by the order's clerk."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_changes(self, company):
        """Lock what is running, then change some of it."""
        company.gendan_lock_orders = True
        self._example_lock(
            self.env["sale.order"].search([("company_id", "=", company.id), ("state", "=", "sale")])
        )
        papers = {}
        for key, data in CANCELLED.items():
            order = self._example_keep(
                f"order_{key}", self.env["sale.order"].create(self._example_order_vals(data, company))
            )
            clerk = order.gendan_clerk_id
            moment = self._example_confirmed_at(data)
            self._example_stamp(self._example_say_price(order, moment, "approved", None))
            # it was reviewed when it came in, not today
            order.with_user(clerk)._gendan_with_pass("confirm", order).action_confirm()
            order.date_order = moment
            self._example_sign(order)
            self._example_settle({key: order})
            self._example_date_promises({key: order})
            self._example_date_versions(order)
        for key, entries in FLOOR_PAPERS.items():
            papers[key] = self._example_issue_floor_papers(self._example(f"order_{key}"), entries)
        for key, data in CHANGES.items():
            self._example_change(self._example(f"order_{data['order']}"), key, data)
        for key, data in CANCELLED.items():
            self._example_cancel(self._example(f"order_{key}"), data)
        # what was settled on the way never waited in this database
        todos = self.env["gendan.todo"].search(
            [
                ("company_id", "=", company.id),
                ("open", "=", False),
                ("res_model", "in", ("gendan.order.change", "gendan.order.touch")),
            ]
        )
        todos.with_context(**todos._gendan_prepare_create_context()).unlink()

    @api.model
    def _example_lock(self, orders):
        """As if they had been locked when they were confirmed."""
        for clerk, group in self._example_by_clerk(orders.filtered("gendan_plan_ids")):
            # those with a specification keep versions in any case
            fresh = group.filtered(lambda order: not order.gendan_version)
            fresh.with_user(clerk).with_context(lang="zh_CN")._gendan_freeze_version("订单确认")
            # past the models: nobody had unlocked them, so nothing was changed meanwhile
            self._example_date_back(group, locked=True)
            self._example_date_versions(group)

    @api.model
    def _example_date_versions(self, orders):
        self._example_stamp(
            {
                version: {"create_date": version.order_id.date_order}
                for version in orders.gendan_version_ids
                if version.number == 1
            }
        )

    @api.model
    def _example_issue_floor_papers(self, order, entries):
        """Production papers that the floor has in its hands."""
        clerk = order.gendan_clerk_id
        papers = self.env["gendan.document"]
        stamps, logged = {}, {}
        for kind, copy, holder, day in entries:
            moment = self._example_moment(day, 9, 40)
            paper = papers.with_user(clerk).create(
                {
                    "company_id": order.company_id.id,
                    "kind": kind,
                    "copy_name": copy,
                    "order_id": order.id,
                    "partner_id": order.partner_id.id,
                    "res_model": "sale.order",
                    "res_id": order.id,
                    "issue_ids": [Command.create({"issued_at": moment, "how": "hand", "to": holder})],
                }
            )
            stamps[paper] = {"create_date": moment, "write_date": moment}
            logged |= {line: {"create_date": moment} for line in paper.issue_ids}
            papers |= paper.with_env(papers.env)
        self._example_stamp(stamps)
        self._example_stamp(logged)
        return papers

    @api.model
    def _example_change(self, order, key, data):
        """One request, as far as it has come."""
        clerk = order.gendan_clerk_id
        asked, decided = data["asked"], data.get("decided")
        goods = order._gendan_changeable_lines()
        new = {goods[0]: self._example_new_values(data)}
        change = (
            self.env["gendan.order.change"]
            .with_user(clerk)
            .with_context(lang="zh_CN")
            .create(
                {
                    "order_id": order.id,
                    "asked_on": self._example_day(asked),
                    "asked_side": data.get("side", "customer"),
                    "asked_person": data["who"],
                    "channel": data["how"],
                    "evidence": data.get("proof"),
                    "reason": data["why"],
                    **data.get("head", {}),
                    "line_ids": [
                        Command.create({"line_id": line.id, **new.get(line, {})}) for line in goods
                    ],
                }
            )
        )
        self._example_keep(f"change_{key}", change)
        answers = [
            {"attribute_id": self.env.ref(f"gendan_followup.spec_{name}").id, "value": text}
            for name, text in data.get("spec", {}).items()
        ]
        errors = change.line_ids.filtered(lambda line: line.line_id == goods[0]).gendan_set_specification(answers)
        assert not errors, errors
        before = order.message_ids
        change.action_propose()
        if data["state"] == "applied":
            change.action_apply()
        elif data["state"] == "refused":
            change.action_refuse(data["refusal"])
        made = self._example_moment(asked, 10, 50)
        self._example_stamp({change: {"create_date": made}})
        if decided is not None:
            moment = self._example_moment(decided, 15, 10)
            self._example_stamp({change: {"decided_at": moment}})
            self._example_date_back(order.message_ids - before, date=moment, create_date=moment)
            if change.version_id:
                self._example_stamp({change.version_id: {"create_date": moment}})
        for kind, user, answer in data.get("answered", ()):
            touches = change.touch_ids.filtered(lambda touch, kind=kind: touch.kind == kind and touch.state == "open")
            touches.with_user(self._example(f"user_{user}")).action_done(answer)
        if back := data.get("back"):
            self._example_papers_back(change, *back)

    @api.model
    def _example_new_values(self, data):
        values = dict(data.get("line", {}))
        if (day := values.get("date")) is not None:
            values["date"] = self._example_day(day)
        return values

    @api.model
    def _example_papers_back(self, change, count, who, day):
        """The first papers of a recall came back."""
        change.recall_ids[:count].with_user(change.clerk_id).action_note_back(who, self._example_moment(day, 8, 35))

    @api.model
    def _example_cancel(self, order, data):
        """The customer cancelled; what it cost is still to be settled."""
        clerk = order.gendan_clerk_id
        day, who, how, proof, why = data["cancelled_by"]
        order.with_user(clerk).action_cancel()
        self._example_settle({"": order})
        change = self._example_keep(f"change_{order.id}", order.gendan_order_change_ids)
        change.with_user(clerk).write(
            {
                "asked_on": self._example_day(day),
                "asked_person": who,
                "channel": how,
                "evidence": proof,
                "reason": why,
                "cost_amount": data["cost"],
            }
        )
        moment = self._example_moment(day, 14, 20)
        self._example_stamp({change: {"create_date": moment, "decided_at": moment}})
        if back := data.get("back"):
            self._example_papers_back(change, *back)
