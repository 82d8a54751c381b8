"""The example's orders: confirmed, planned and carried through as far as their data say."""

from datetime import time

from odoo import Command, api, fields, models

from .orders_data import ORDERS


class GendanDemoScenario(models.AbstractModel):
    """Orders from confirmation to the clerk's last tick."""

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_make_orders(self, company):
        """All orders, one after the other; then their plans, ticks and promises."""
        self = self.with_context(mail_notify_force_send=False)
        # who collects at our warehouse sees to the rest
        self.env.ref("account.incoterm_FCA").gendan_scope = "warehouse"
        orders = self._example_confirm(company)
        self._example_buy(orders)
        self._example_settle(orders)
        self._example_work(orders)
        self._example_receive_material(orders)
        self._example_deliver(orders)
        self._example_bill(orders, company)
        for key, data in ORDERS.items():
            if data.get("cancelled"):
                orders[key]._action_cancel()
        self._example_settle(orders)
        self._example_date_journal(orders)
        notes = []
        for key, data in ORDERS.items():
            notes += self._example_by_hand(orders[key], data)
        self._example_replay(orders)
        for key, data in ORDERS.items():
            notes += self._example_talk(orders[key], data)
        # forecasts move by what was said; nothing else has happened
        self.env["sale.order"].union(*orders.values())._gendan_mark()
        self._example_settle(orders)
        self._example_date_promises(orders)
        self._example_write_notes(notes)
        self._example_hand_over(orders)
        # to-dos and announcements that came and went while the past was being written
        ids = [order.id for order in orders.values()]
        self.env["gendan.todo"].search([("open", "=", False), ("order_id", "in", ids)]).unlink()
        self.env["gendan.message"].search(
            [("state", "=", "cancelled"), ("occasion", "=", "coming"), ("order_id", "in", ids)]
        ).unlink()

    @api.model
    def _example_settle(self, orders):
        """Work out what is marked, as the commit would.

        In the name of each order's clerk: what is promised on the way, she has promised.
        """
        self.env.flush_all()
        for clerk, group in self._example_by_clerk(self.env["sale.order"].union(*orders.values())):
            # sudo: as any settling; the clerk is only whose name the records bear
            group.with_user(clerk).sudo()._gendan_settle()

    @api.model
    def _example_replay(self, orders):
        self.env["sale.order"].union(*orders.values())._gendan_mark_all()
        self._example_settle(orders)

    # === confirming ===

    @api.model
    def _example_confirm(self, company):
        """All orders with what Odoo makes of them, confirmed at once and dated back to their days.

        :return: {key: order}
        """
        # the oldest first: it has the lowest number
        keys = sorted(ORDERS, key=lambda key: ORDERS[key]["confirmed"])
        made = self.env["sale.order"].create([self._example_order_vals(ORDERS[key], company) for key in keys])
        orders = dict(zip(keys, made, strict=True))
        for key, order in orders.items():
            self._example_keep(f"order_{key}", order)
        self._example_specify(orders)
        self._example_answer_minimums(orders)
        self._example_advise_material(orders)
        for clerk, group in self._example_by_clerk(made):
            # manufacturing confirms the work orders with their production in any case; asking it after each
            # production's work orders whether to is half the time of all
            group.with_user(clerk).with_context(skip_confirm=True).action_confirm()
        for key, order in orders.items():
            order.date_order = self._example_confirmed_at(ORDERS[key])
        self._example_sign(made)
        self._example_date_versions(made)
        return orders

    @api.model
    def _example_sign(self, orders):
        """Who entered these orders, and when."""
        self._example_stamp(
            {
                order: {"create_uid": clerk.id, "create_date": order.date_order}
                for clerk, group in self._example_by_clerk(orders)
                for order in group
            }
        )

    @api.model
    def _example_confirmed_at(self, data):
        return self._example_moment(data["confirmed"], 10, 20)

    @api.model
    def _example_order_vals(self, data, company):
        """What the clerk typed in."""
        customer = self._example(f"partner_{data['customer']}")
        order_vals = {
            "partner_id": customer.id,
            "company_id": company.id,
            "user_id": customer.user_id.id,
            "gendan_clerk_id": customer.gendan_clerk_id.id,
            "client_order_ref": data["ref"],
            "gendan_order_kind": data["kind"],
            "gendan_priority": data.get("priority", "0"),
            "date_order": self._example_confirmed_at(data),
            "note": False,
            "order_line": [self._example_line_command(customer, *line) for line in data["lines"]],
        }
        if carrier := data.get("carrier"):
            order_vals["carrier_id"] = self._example(f"carrier_{carrier}").id
        if incoterm := data.get("incoterm"):
            order_vals["incoterm"] = self.env.ref(f"account.incoterm_{incoterm}").id
            order_vals["incoterm_location"] = data["place"]
        if scope := data.get("scope"):
            order_vals["gendan_scope"] = scope
        if template := data.get("template"):
            order_vals["gendan_template_id"] = self.env.ref(f"gendan_followup.template_{template}").id
        if conditional := data.get("conditional"):
            days, kinds = conditional
            order_vals["gendan_condition_days"] = days
            order_vals["gendan_condition_kind_ids"] = [
                Command.set([self.env.ref(f"gendan_followup.kind_{kind}").id for kind in kinds])
            ]
        if promised := self._example_promised(data, company):
            order_vals["commitment_date"] = company._gendan_end_of_day(promised)
            order_vals["gendan_requested_date"] = promised
        return order_vals

    @api.model
    def _example_line_command(self, customer, product, quantity, price, text=None):
        record = self._example(f"product_{product}")
        values = {"product_id": record.id, "product_uom_qty": quantity, "price_unit": price}
        if customer.country_id.code != "CN":
            values["tax_ids"] = [Command.clear()]  # exports bear no VAT
        if text:
            values["name"] = text
        return Command.create(values)

    @api.model
    def _example_promised(self, data, company):
        """The day promised when the order was confirmed, or False for a conditional promise."""
        if days := data.get("days"):
            return company._gendan_add_workdays(fields.Date.add(company._gendan_today(), days=days), 0)
        if not data.get("promise"):
            return False
        customer = self._example(f"partner_{data['customer']}")
        day = self._example_day(data["promise"], start=self._example_day(data["confirmed"]))
        return customer._gendan_next_receiving_day(day)

    @api.model
    def _example_buy(self, orders):
        """Place the purchases the orders have caused, and receive them if their day is past."""
        placed, due = {}, {}
        for key, order in orders.items():
            data = ORDERS[key]
            caused = order.stock_reference_ids.purchase_ids.filtered(lambda purchase: purchase.state == "draft")
            days = dict.fromkeys(caused, data.get("film"))
            if count := data.get("cylinders"):
                days[self._example_buy_cylinders(order, *count)] = count[1]
            for purchase, number in days.items():
                if number is None:
                    # nothing is bought before the proof is approved
                    purchase.state = "sent"
                    continue
                placed[purchase] = self._example_moment(data["confirmed"], 15)
                due[purchase] = number
        purchases = self.env["purchase.order"].union(*placed)
        self._example_expect(due)
        for purchase, moment in placed.items():
            purchase.date_order = moment
        purchases.button_confirm()
        for purchase, moment in placed.items():
            purchase.date_approve = moment
        self._example_expect(due)
        self._example_transfer(
            {
                picking: self._example_moment(number, 11)
                for purchase, number in due.items()
                if number <= 0
                for picking in purchase.picking_ids
            }
        )

    @api.model
    def _example_expect(self, due):
        """:param due: {purchase: day on which it comes, counted from today}"""
        for purchase, number in due.items():
            purchase.order_line.date_planned = self._example("company")._gendan_at(self._example_day(number), time(11))

    @api.model
    def _example_buy_cylinders(self, order, count, _day):
        """The plates at the maker, who charges by the piece."""
        return self.env["purchase.order"].create(
            {
                "partner_id": self._example("supplier_cylinder").id,
                "user_id": self._example("user_pmc").id,
                "company_id": order.company_id.id,
                "origin": order.name,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self._example("product_plate").id,
                            "name": f"凹版版辊 450×800 mm,{order.order_line[:1].product_id.display_name}",
                            "gendan_tool_product_id": order.order_line[:1].product_id.id,
                            "product_qty": count,
                            "price_unit": 430,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )

    # === the clerk ===

    @api.model
    def _example_by_hand(self, order, data):
        """Ticks, remarks, skips and added milestones of the clerk or department.

        :return: list of notes, see ``_example_write_notes``
        """
        user = order.gendan_clerk_id or self._example("user_supervisor")
        notes = [
            (order, self._example(f"user_{who}") if who else user, text, self._example_moment(number, hour))
            for number, hour, who, text in data.get("talk", ())
        ]
        for kind, tick in data.get("ticks", {}).items():
            number, remark = tick if isinstance(tick, tuple) else (tick, False)
            milestone = self._example_milestone(order, kind)
            if not milestone or milestone.is_added:
                continue
            # an event's own date wins over a tick, so these are the ones no event speaks for
            department = milestone.department_id
            milestone.write(
                {
                    "hand_date": self._example_day(number),
                    "hand_user_id": (department and department._gendan_responsible() or user).id,
                    "remark": remark,
                }
            )
        for kind, remark in data.get("remarks", {}).items():
            self._example_milestone(order, kind).write({"remark": remark})
        if order.state != "sale":
            return notes
        for kind, reason in data.get("skips", {}).items():
            milestone = self._example_milestone(order, kind)
            milestone.write({"skip_reason": reason})
            name = milestone.with_context(lang="zh_CN").name
            notes.append((order, user, f"跳过节点「{name}」:{reason}", self._example_moment(data["confirmed"], 16)))
        for kind, name, number in data.get("added", ()):
            day = self._example_day(number)
            # sudo: the example is written in the clerk's name, whatever rights he was given
            plan = order.gendan_plan_ids[:1].with_user(user).sudo().with_context(lang="zh_CN")
            milestone = plan.action_add_milestone(
                self.env.ref(f"gendan_followup.kind_{kind}"), day, own_name=name
            )
            milestone.sudo().write({"hand_date": day, "hand_user_id": user.id})  # sudo: as above
        order.gendan_looked_at = self._example_moment(-1, 16)
        return notes

    @api.model
    def _example_milestone(self, order, kind):
        """The order's milestone of that kind."""
        return order.gendan_milestone_ids.filtered(lambda m: m.kind_id.code == kind and not m.is_added)[:1]

    @api.model
    def _example_talk(self, order, data):
        """New dates, part deliveries, re-timings and notes: what the clerk said and wrote.

        :return: list of notes, see ``_example_write_notes``
        """
        user = order.gendan_clerk_id
        said = []
        for kind, (number, reason) in data.get("retimes", {}).items():
            milestone, day = self._example_milestone(order, kind), self._example_day(number)
            milestone.write({"retimed_date": day, "retime_reason": reason})
            said.append(f"「{milestone.with_context(lang='zh_CN').name}」改预计 {day}:{reason}")
        if promise := data.get("new_promise"):
            number, reason, note, who, how, evidence = promise
            day = self._example_day(number, start=self._example_day(data["confirmed"]))
            day = order.partner_id._gendan_next_receiving_day(day)
            # sudo: as above, in the clerk's name
            order.gendan_part_ids.with_user(user).sudo().with_context(lang="zh_CN")._gendan_promise(
                day, reason, note=note, agreed_by=who, agreed_how=how, evidence=evidence
            )
            said.append(f"新交期 {day}:{note};{who} 已同意({evidence})")
        if split := data.get("split"):
            quantity, number, note, how, evidence = split
            day = self._example_day(number, start=self._example_day(data["confirmed"]))
            day = order.partner_id._gendan_next_receiving_day(day)
            # sudo: as above
            order.gendan_part_ids[:1].with_user(user).sudo().with_context(lang="zh_CN").action_split(
                quantity, day, note=note, agreed_by="林晓彤", agreed_how=how, evidence=evidence
            )
            said.append(f"分批交货：{quantity:,} 个于 {day} 到；{note}({evidence})")
        if data.get("log"):
            said.append(data["log"])
        if number := data.get("proposed"):
            day = self._example_day(number)
            milestone = self._example_milestone(order, "arrived")
            milestone.write({"retimed_date": day, "retime_reason": f"新交期 {day} 已提出，待客户回复"})
            said.append(f"设备故障延误，向客户提出新交期 {day}，附补救方案：复机后加班两晚，待客户回复。")
        if number := data.get("letter_of_credit"):
            last = fields.Date.add(order.company_id._gendan_today(), days=number)
            remark = f"信用证最迟装运期 {last}"
            for kind in ("container_loaded", "on_board"):
                self._example_milestone(order, kind).write({"remark": remark})
            said.append(f"{remark}；船期须在此日前开航，否则改证。")
        moment = self._example_moment(-1 if data["confirmed"] < 0 else 0, 16, 30)
        return [(order, user, text, moment) for text in said]

    @api.model
    def _example_hand_over(self, orders):
        """The supervisor gives single orders to another clerk; the customer stays with her own."""
        supervisor = self._example("user_supervisor")
        for key, data in ORDERS.items():
            if handed := data.get("handed"):
                clerk, reason = handed
                order = orders[key].with_user(supervisor).with_context(lang="zh_CN")
                order._gendan_hand_over_many(self._example(f"user_{clerk}"), reason)
