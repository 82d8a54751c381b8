"""What happened to the example's orders in workshop, warehouse and accounting, dated back."""

import logging
from datetime import time

from odoo import api, models

from .orders_data import ORDERS

_logger = logging.getLogger(__name__)


class GendanDemoScenario(models.AbstractModel):
    """Real work, done now and dated back to its day.

    Odoo stamps confirmations, work orders and transfers with the present moment; an example needs
    a past. The stamps are set in the database, because the models rightly refuse to change them.
    """

    _inherit = "gendan.demo.scenario"

    # === warehouse ===

    @api.model
    def _example_transfer(self, moments, quantity=None):
        """Validate transfers, all at once, each as of its moment.

        :param moments: {transfer: moment}
        :param quantity: moved quantity; None: all that was asked for
        """
        pickings = self.env["stock.picking"].union(*moments)
        moves = pickings.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        for move in moves:
            move.write({"quantity": quantity or move.product_uom_qty, "picked": True})
        pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()
        self._example_stamp({picking: {"date_done": moment} for picking, moment in moments.items()})
        self._example_stamp({move: {"date": moments[move.picking_id]} for move in moves})
        self._example_stamp({line: {"date": moments[line.move_id.picking_id]} for line in moves.move_line_ids})

    @api.model
    def _example_deliver(self, orders):
        """The goods leave, and some come back."""
        shipped = {key: data for key, data in ORDERS.items() if "shipped" in data}
        self._example_transfer(
            {
                picking: self._example_moment(data["shipped"], 15, 40)
                for key, data in shipped.items()
                for picking in orders[key].picking_ids
                if picking.state not in ("done", "cancel")
            }
        )
        for key, data in shipped.items():
            if returned := data.get("returned"):
                number, quantity = returned
                picking = orders[key].picking_ids.filtered(lambda p: p.state == "done")[:1]
                wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
                wizard.product_return_moves.quantity = quantity
                back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
                self._example_transfer({back: self._example_moment(number, 10)}, quantity)

    # === workshop ===

    @api.model
    def _example_productions(self, order):
        return self.env["mrp.production"].search(
            [("sale_line_id", "in", order.order_line.ids), ("state", "!=", "cancel")]
        )

    @api.model
    def _example_work(self, orders):
        """Work orders started and finished, productions done; the rest planned behind its material."""
        finished = {}
        for key, order in orders.items():
            data = ORDERS[key]
            for production in self._example_productions(order):
                stages = data.get("work", {})
                done = {}
                for workorder in production.workorder_ids:
                    code = workorder.workcenter_id.gendan_kind_id.code
                    if code in stages:
                        done[workorder] = stages[code]
                if "made" in data:
                    finished[production] = (done, data["made"])
                else:
                    self._example_begin(production, data, done)
        self._example_finish(finished)

    @api.model
    def _example_begin(self, production, data, done):
        """Do what is done of a production that is not finished.

        :param done: {work order: (first day, last day)}
        """
        for workorder in done:
            workorder.button_start()
            workorder.button_finish()
        running = production.workorder_ids.browse()
        if stage := data.get("running"):
            code, number = stage
            running = production.workorder_ids.filtered(
                lambda workorder, code=code: workorder.workcenter_id.gendan_kind_id.code == code
            )
            running.button_start()
            self._example_date_back(running, date_start=self._example_moment(number, 8))
            self._example_date_back(running.time_ids, date_start=self._example_moment(number, 8))
        self._example_date_workorders(done)
        begun = [start for start, _end in done.values()] + ([data["running"][1]] if running else [])
        self._example_plan(production, data, begun)

    @api.model
    def _example_plan(self, production, data, begun):
        """When the floor means to make it: from the start, or from the day the material is due."""
        start = min(begun, default=max(data.get("film", 1), 1))
        length = 30 if len(production.workorder_ids) == 5 else 7
        left = max(1, length - max(0, -start)) if begun else start + length
        company = production.company_id
        # garments and bags are made in weeks, not in the minutes Odoo adds up
        self._example_date_back(
            production,
            date_start=company._gendan_at(self._example_day(start), time(8, 0)),
            date_finished=company._gendan_at(self._example_day(left), time(17, 0)),
        )

    @api.model
    def _example_finish(self, finished):
        """Close productions, all at once, each as of its day.

        :param finished: {production: ({work order: (first day, last day)}, day on which it was finished)}
        """
        productions = self.env["mrp.production"].union(*finished)
        for production in productions:
            production.qty_producing = production.product_qty
            production._set_qty_producing()
        productions.with_context(skip_consumption=True, skip_backorder=True).button_mark_done()
        if unclosed := productions.filtered(lambda production: production.state != "done"):
            _logger.warning("Example productions %s could not be closed", ", ".join(unclosed.mapped("name")))
        days, stamps, moved = {}, {}, {}
        for production, (done, made) in finished.items():
            moment = self._example_moment(made, 17)
            days |= {**dict.fromkeys(production.workorder_ids, (made, made)), **done}
            begun = min((start for start, _end in done.values()), default=made)
            stamps[production] = {"date_start": self._example_moment(begun, 8), "date_finished": moment}
            moved |= dict.fromkeys(production.move_raw_ids | production.move_finished_ids, {"date": moment})
        self._example_date_workorders(days)
        self._example_stamp(stamps)
        self._example_stamp(moved)
        self._example_stamp({line: stamp for move, stamp in moved.items() for line in move.move_line_ids})

    @api.model
    def _example_date_workorders(self, days):
        """:param days: {work order: (first day, last day)}"""
        stamps = {
            workorder: {"date_start": self._example_moment(start, 8), "date_finished": self._example_moment(end, 17)}
            for workorder, (start, end) in days.items()
        }
        self._example_stamp(stamps)
        self._example_stamp(
            {
                time_line: {"date_start": stamp["date_start"], "date_end": stamp["date_finished"]}
                for workorder, stamp in stamps.items()
                for time_line in workorder.time_ids
            }
        )

    # === accounting ===

    @api.model
    def _example_bill(self, orders, company):
        """Invoices and payments; none where the company has no chart of accounts."""
        billed = {key: order for key, order in orders.items() if "invoiced" in ORDERS[key]}
        if not company.chart_template:
            _logger.info("Example orders without invoices: %s has no chart of accounts", company.name)
            return
        accountant = self._example("user_accounting")
        # sudo: the example is written in the accountant's name, whatever rights he was given
        together = self.env["sale.order"].union(*billed.values()).with_user(accountant).sudo()
        invoices = together._create_invoices(grouped=True, final=True).with_env(self.env)
        of_order = {invoice.line_ids.sale_line_ids.order_id: invoice for invoice in invoices}
        for key, order in billed.items():
            invoice = of_order[order]
            invoice.invoice_date = self._example_day(ORDERS[key]["invoiced"])
            if price := ORDERS[key].get("invoice_price"):
                invoice.invoice_line_ids.filtered("product_id").write({"price_unit": price})
        invoices.sorted("invoice_date").action_post()
        for key, order in billed.items():
            if "paid" in ORDERS[key]:
                self._example_pay(of_order[order], ORDERS[key])

    @api.model
    def _example_pay(self, invoice, data):
        """The customer pays an invoice, or a little less."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"payment_date": self._example_day(data["paid"])})
        )
        if short := data.get("short_paid"):
            wizard.amount = invoice.amount_residual - short
        wizard._create_payments()

    # === the follow-up's own past ===

    @api.model
    def _example_date_promises(self, orders):
        """A promise was made when its order was confirmed, when its conditions were met, or yesterday."""
        yesterday = self._example_moment(-1, 16, 30)
        stamps = {}
        for order in orders.values():
            for promise in order.gendan_promise_ids:
                made = yesterday
                if promise.reason == "confirmation":
                    made = order.date_order
                elif promise.reason == "conditions_met":
                    made = order.company_id._gendan_at(promise.part_id.plan_id.condition_met_on, time(16, 30))
                stamps[promise] = {"create_date": made}
        self._example_stamp(stamps)

    @api.model
    def _example_date_journal(self, orders):
        """The journal saw everything just now; give its rows the day of the data they stand for."""
        rows = self.env["gendan.event"].search(
            [("order_id", "in", [order.id for order in orders.values()]), ("is_undone", "=", False)]
        )
        keys = {order.id: key for key, order in orders.items()}
        today = self._example("company")._gendan_today()
        stamps = {}
        for row in rows:
            data = ORDERS[keys[row.order_id.id]]
            begun = [start for start, _end in data.get("work", {}).values()]
            if data.get("running"):
                begun.append(data["running"][1])
            number = {
                "mo_confirmed": data["confirmed"] + 1 if data["confirmed"] < 0 else 0,
                "components_available": min(data.get("film", data["confirmed"]), 0),
                "mo_started": min(begun, default=data.get("made", 0)),
            }[row.event]
            day = min(self._example_day(number), today)
            if row.date != day:
                stamps[row] = {"date": day}
        self._example_stamp(stamps)
