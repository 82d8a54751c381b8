"""Deliveries that came late get their report by themselves."""

from odoo import fields, models
from odoo.exceptions import UserError

from .delay_report import MOVING
from .res_company_delay import SWITCH


class GendanPlan(models.Model):
    """What came after its promise."""

    _inherit = "gendan.plan"

    def _gendan_delay(self):
        """By how much this plan's delivery came late, by the promise the company measures by.

        Where the follow-up ends before the arrival, its end is measured against the last day for it.

        :return: dict(basis, promised_date, arrived_date, days_late), or None when it is not delivered or in time
        """
        self.ensure_one()
        if self.delivery_health != "delivered" or not self.actual_date:
            return None
        basis = self.company_id.gendan_delay_basis
        promised = self.promise_date
        if basis == "first":
            promised = min(filter(None, self.part_ids.mapped("first_promised_date")), default=promised)
        promised = self.scope_due or promised
        if not promised or self.actual_date <= promised:
            return None
        return {
            "basis": basis,
            "promised_date": promised,
            "arrived_date": self.actual_date,
            "days_late": (self.actual_date - promised).days,
        }

    def _gendan_sync_delay_reports(self):
        """Make, freshen and call off the delay reports of these plans. Batch, idempotent. Call with sudo.

        What arrived before the company began with reports has none. One that was sent stays as it was sent.
        """
        on = self.env["res.company"]._gendan_switched_on(SWITCH)
        plans = self.filtered(lambda plan: plan.company_id.id in on)
        if not plans:
            return
        Report = self.env["gendan.delay.report"]
        known = {report.plan_id: report for report in Report.search([("plan_id", "in", plans.ids)])}
        made = []
        for plan in plans:
            company, report = plan.company_id, known.get(plan)
            found = plan._gendan_delay()
            if found and found["days_late"] < company.gendan_delay_from_days:
                found = None
            if not report:
                if found and found["arrived_date"] >= (company.gendan_delay_since or found["arrived_date"]):
                    made.append(plan._gendan_prepare_delay_vals(found))
                continue
            if not found:
                if report.state in ("draft", "review") and not report.off_by_system:
                    reason = report.with_context(lang=company.partner_id.lang or "en_US").env._(
                        "The delivery was in time after all."
                    )
                    report._gendan_move({"state": "off", "off_by_system": True, "off_reason": reason})
            elif report.state in ("draft", "review") or report.off_by_system:
                vals = {**found, "held_days": plan.held_days}
                if report.off_by_system:
                    vals |= {"state": "draft", "off_by_system": False, "off_reason": False}
                if changed := {name: value for name, value in vals.items() if report[name] != value}:
                    report._gendan_move(changed)
        if made:
            Report.with_context(
                gendan_delay=MOVING, mail_create_nosubscribe=True, mail_auto_subscribe_no_notify=True
            ).create(made)

    def _gendan_prepare_delay_vals(self, found):
        """Values of the report of this plan's delivery.

        :param dict found: of :meth:`_gendan_delay`
        """
        self.ensure_one()
        company = self.company_id
        cause = self.env["gendan.exception.effect"].search(
            [("plan_id", "=", self.id), ("exception_id.cause_id", "!=", False)], order="days desc, id desc", limit=1
        ).exception_id.cause_id  # fmt: skip
        return {
            **found,
            "plan_id": self.id,
            "company_id": company.id,
            "held_days": self.held_days,
            "cause_id": cause.id,
            "due": company._gendan_add_workdays(
                max(found["arrived_date"], company._gendan_today()), company.gendan_delay_due_days
            ),
        }


class SaleOrder(models.Model):
    """The order's delay reports."""

    _inherit = "sale.order"

    gendan_delay_report_ids = fields.One2many(
        "gendan.delay.report", "order_id", string="Delay Reports", copy=False, groups="sales_team.group_sale_salesman"
    )
    gendan_delay_report_count = fields.Integer(
        "Delay Reports (number)",
        compute="_compute_gendan_delay_report_count",
        groups="sales_team.group_sale_salesman",
    )
    gendan_can_report_delay = fields.Boolean(
        "Came Late without a Report",
        compute="_compute_gendan_can_report_delay",
        compute_sudo=True,  # sudo: whether the order's own deliveries came late
        groups="sales_team.group_sale_salesman",
    )

    def _compute_gendan_delay_report_count(self):
        found = dict(
            self.env["gendan.delay.report"]._read_group(
                [("order_id", "in", self.ids), ("state", "!=", "off")], ["order_id"], ["__count"]
            )
        )
        for order in self:
            order.gendan_delay_report_count = found.get(order._origin, 0)

    def _compute_gendan_can_report_delay(self):
        for order in self:
            reported = order.gendan_delay_report_ids.plan_id
            order.gendan_can_report_delay = any(
                plan._gendan_delay() and plan not in reported for plan in order.gendan_plan_ids
            )

    def action_gendan_delay_reports(self):
        """Smart button: the delay reports of the order.

        :return: action
        """
        self.ensure_one()
        reports = self.env["gendan.delay.report"].search([("order_id", "=", self.id), ("state", "!=", "off")])
        action = self.env["ir.actions.act_window"]._for_xml_id("gendan_followup.action_gendan_delay_report")
        if len(reports) == 1:
            return {**action, "views": [(False, "form")], "res_id": reports.id, "context": {}}
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}

    def action_gendan_report_delay(self):
        """Button of the clerk: a report for deliveries that came late and have none, whatever the settings say.

        :return: action
        :raise UserError: nothing came late
        """
        self.ensure_one()
        self._gendan_check_clerk()
        order = self.sudo()  # after the check: reports are made by the program
        late = [
            plan._gendan_prepare_delay_vals(found)
            for plan in order.gendan_plan_ids - order.gendan_delay_report_ids.plan_id
            if (found := plan._gendan_delay())
        ]
        if not late:
            raise UserError(self.env._("Nothing of %(order)s came late and has no report.", order=self.name))
        order.env["gendan.delay.report"].with_context(gendan_delay=MOVING).create(late)
        self.invalidate_recordset(["gendan_delay_report_count", "gendan_can_report_delay"])
        return self.action_gendan_delay_reports()

    def _gendan_derive(self, marks):
        # EXTENDS gendan_followup: once the arrival is known, or is not any more
        result = super()._gendan_derive(marks)
        if on := self.env["res.company"]._gendan_switched_on(SWITCH):
            self.filtered(lambda order: order.company_id.id in on).gendan_plan_ids._gendan_sync_delay_reports()
        return result
