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
        orders = self._example_confirm(company)
        self._example_buy(orders)
        self._example_settle(orders)
        self._example_date_promises(orders)
        for key, data in ORDERS.items():
            self._example_work(orders[key], data)
        self._example_deliver(orders)
        for key, data in ORDERS.items():
            self._example_bill(orders[key], data, company)
            if data.get("cancelled"):
                orders[key]._action_cancel()
        self._example_settle(orders)
        self._example_date_journal(orders)
        for key, data in ORDERS.items():
            self._example_by_hand(orders[key], data)
        self._example_replay(orders)
        for key, data in ORDERS.items():
            self._example_talk(orders[key], data)
        self._example_replay(orders)
        # to-dos that came and went while the past was being written
        self.env["gendan.todo"].search(
            [("open", "=", False), ("order_id", "in", [order.id for order in orders.values()])]
        ).unlink()

    @api.model
    def _example_settle(self, orders):
        """Work out what is marked, as the commit would."""
        self.env.flush_all()
        self.env["sale.order"].browse([order.id for order in orders.values()])._gendan_settle()

    @api.model
    def _example_replay(self, orders):
        self.env.flush_all()
        self.env["sale.order"].browse([order.id for order in orders.values()])._gendan_replay()

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
        made.action_confirm()
        for key, order in orders.items():
            order.date_order = self._example_confirmed_at(ORDERS[key])
        return orders

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
            "date_order": self._example_confirmed_at(data),
            "note": False,
            "order_line": [self._example_line_command(customer, *line) for line in data["lines"]],
        }
        if carrier := data.get("carrier"):
            order_vals["carrier_id"] = self._example(f"carrier_{carrier}").id
        if incoterm := data.get("incoterm"):
            order_vals["incoterm"] = self.env.ref(f"account.incoterm_{incoterm}").id
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
                "company_id": order.company_id.id,
                "origin": order.name,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self._example("product_plate").id,
                            "name": f"凹版版辊 450×800 mm,{order.order_line[:1].product_id.display_name}",
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
        """Ticks, remarks, skips and added milestones of the clerk or department."""
        user = order.gendan_clerk_id
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
            return
        for kind, reason in data.get("skips", {}).items():
            self._example_milestone(order, kind).write({"skip_reason": reason})
        for kind, name, number in data.get("added", ()):
            day = self._example_day(number)
            milestone = order.gendan_plan_ids[:1].with_user(user).sudo().action_add_milestone(
                self.env.ref(f"gendan_followup.kind_{kind}"), day, own_name=name
            )
            milestone.sudo().write({"hand_date": day, "hand_user_id": user.id})
        order.gendan_looked_at = self._example_moment(-1, 16)

    @api.model
    def _example_milestone(self, order, kind):
        """The order's milestone of that kind."""
        return order.gendan_milestone_ids.filtered(lambda m: m.kind_id.code == kind and not m.is_added)[:1]

    @api.model
    def _example_talk(self, order, data):
        """New dates, part deliveries, re-timings and notes: what the clerk said and wrote."""
        user = order.gendan_clerk_id
        for kind, (number, reason) in data.get("retimes", {}).items():
            milestone = self._example_milestone(order, kind)
            milestone.write({"retimed_date": self._example_day(number), "retime_reason": reason})
        if promise := data.get("new_promise"):
            number, reason, note, who, how, evidence = promise
            day = self._example_day(number, start=self._example_day(data["confirmed"]))
            order.gendan_part_ids.with_user(user).sudo()._gendan_promise(
                order.partner_id._gendan_next_receiving_day(day),
                reason,
                note=note,
                agreed_by=who,
                agreed_how=how,
                evidence=evidence,
            )
        if split := data.get("split"):
            quantity, number, note, how, evidence = split
            day = self._example_day(number, start=self._example_day(data["confirmed"]))
            order.gendan_part_ids[:1].action_split(
                quantity,
                order.partner_id._gendan_next_receiving_day(day),
                note=note,
                agreed_by="林晓彤",
                agreed_how=how,
                evidence=evidence,
            )
        notes = [data["log"]] if data.get("log") else []
        if number := data.get("proposed"):
            day = self._example_day(number)
            milestone = self._example_milestone(order, "arrived")
            milestone.write({"retimed_date": day, "retime_reason": f"新交期 {day} 已提出,待客户回复"})
            notes.append(f"设备故障延误,向客户提出新交期 {day},附补救方案:复机后加班两晚,待客户回复。")
        if number := data.get("letter_of_credit"):
            last = fields.Date.add(order.company_id._gendan_today(), days=number)
            remark = f"信用证最迟装运期 {last}"
            for kind in ("container_loaded", "on_board"):
                self._example_milestone(order, kind).write({"remark": remark})
            notes.append(f"{remark};船期须在此日前开航,否则改证。")
        for note in notes:
            order._message_log(body=note, author_id=user.partner_id.id)
