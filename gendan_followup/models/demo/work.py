"""What happened to the example's orders in workshop, warehouse and accounting, dated back."""

import logging
from datetime import time

from odoo import api, fields, models
from odoo.tools import SQL

from .orders_data import ORDERS

_logger = logging.getLogger(__name__)


class GendanDemoScenario(models.AbstractModel):
    """Real work, done now and dated back to its day.

    Odoo stamps confirmations, work orders and transfers with the present moment; an example needs
    a past. The stamps are set in the database, because the models rightly refuse to change them.
    """

    _inherit = "gendan.demo.scenario"

    @api.model
    def _example_date_back(self, records, **stamps):
        """Set time stamps of finished records, past their models."""
        if not records:
            return
        self.env.flush_all()
        for name, value in stamps.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id IN %s",
                    SQL.identifier(records._table),
                    SQL.identifier(name),
                    value,
                    tuple(records.ids),
                )
            )
        records.invalidate_recordset(list(stamps))

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
        for picking, moment in moments.items():
            moved = moves.filtered(lambda move, picking=picking: move.picking_id == picking)
            self._example_date_back(picking, date_done=moment)
            self._example_date_back(moved, date=moment)
            self._example_date_back(moved.move_line_ids, date=moment)

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
    def _example_work(self, order, data):
        """Work orders started and finished, productions done; the rest planned behind its material."""
        for production in self._example_productions(order):
            stages = data.get("work", {})
            done = {}
            for workorder in production.workorder_ids:
                code = workorder.workcenter_id.gendan_kind_id.code
                if code in stages:
                    done[workorder] = stages[code]
            made = data.get("made")
            if made is not None:
                self._example_finish(production, done, made)
                continue
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
    def _example_finish(self, production, done, made):
        """Close a production as of its day."""
        production.qty_producing = production.product_qty
        production._set_qty_producing()
        production.with_context(skip_consumption=True, skip_backorder=True).button_mark_done()
        if production.state != "done":
            _logger.warning("Example production %s could not be closed", production.name)
            return
        moment = self._example_moment(made, 17)
        others = production.workorder_ids - production.workorder_ids.browse([w.id for w in done])
        self._example_date_workorders({**done, **{workorder: (made, made) for workorder in others}})
        begun = min((start for start, _end in done.values()), default=made)
        moves = production.move_raw_ids | production.move_finished_ids
        self._example_date_back(production, date_start=self._example_moment(begun, 8), date_finished=moment)
        self._example_date_back(moves, date=moment)
        self._example_date_back(moves.move_line_ids, date=moment)

    @api.model
    def _example_date_workorders(self, days):
        """:param days: {work order: (first day, last day)}"""
        for workorder, (start, end) in days.items():
            stamps = {"date_start": self._example_moment(start, 8), "date_finished": self._example_moment(end, 17)}
            self._example_date_back(workorder, **stamps)
            self._example_date_back(
                workorder.time_ids, date_start=stamps["date_start"], date_end=stamps["date_finished"]
            )

    # === accounting ===

    @api.model
    def _example_bill(self, order, data, company):
        """Invoices and payments; none where the company has no chart of accounts."""
        if "invoiced" not in data:
            return
        if not company.chart_template:
            _logger.info("Example order %s without invoice: %s has no chart of accounts", order.name, company.name)
            return
        invoice = order._create_invoices(final=True)
        day = self._example_day(data["invoiced"])
        invoice.invoice_date = day
        if price := data.get("invoice_price"):
            invoice.invoice_line_ids.filtered("product_id").write({"price_unit": price})
        invoice.action_post()
        if "paid" not in data:
            return
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"payment_date": self._example_day(data["paid"])})
        if short := data.get("short_paid"):
            wizard.amount = invoice.amount_residual - short
        wizard._create_payments()

    # === the follow-up's own past ===

    @api.model
    def _example_date_promises(self, orders):
        """A promise was made when its order was confirmed."""
        for order in orders.values():
            self._example_date_back(order.gendan_promise_ids, create_date=order.date_order)

    @api.model
    def _example_date_journal(self, orders):
        """The journal saw everything just now; give its rows the day of the data they stand for."""
        rows = self.env["gendan.event"].search(
            [("order_id", "in", [order.id for order in orders.values()]), ("is_undone", "=", False)]
        )
        keys = {order.id: key for key, order in orders.items()}
        today = self._example("company")._gendan_today()
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
                self._example_date_back(row, date=fields.Date.to_string(day))
