from odoo import fields, models

from ..common.message import UNTOLD


class GendanMilestone(models.Model):
    """Which milestones the customer is to be told of. Only rows are written here; the sending is an action's."""

    _inherit = "gendan.milestone"

    message_ids = fields.One2many("gendan.message", "milestone_id", string="Messages to the customer", copy=False)

    def _gendan_log_messages(self, ticked):
        # EXTENDS gendan_followup
        result = super()._gendan_log_messages(ticked)
        Message = self.env["gendan.message"]
        # what other rooms tell (numbers of shipments) is no milestone's
        rows = Message.search([("order_id", "in", self.order_id.ids), ("occasion", "in", ("done", "coming"))])
        by_key = {(row.milestone_id, row.promise_version, row.occasion): row for row in rows}
        rows_of = rows.grouped("milestone_id")  # a night settles hundreds of orders at once
        orphans = rows_of.get(self.browse(), Message)
        ticked_ids = set(ticked._ids)
        versions = {plan: max(plan.part_ids.mapped("version"), default=0) for plan in self.plan_id}
        due, vals_list = Message, []
        for milestone in self:
            version = versions[milestone.plan_id]
            for occasion, day in milestone._gendan_told_on().items():
                older = rows_of.get(milestone, Message).filtered(
                    lambda row, occasion=occasion, version=version: (
                        row.state in UNTOLD and row.occasion == occasion and row.promise_version != version
                    )
                )
                if not day or occasion == "coming":  # an arrival is announced for the promise that holds now
                    older._gendan_cancel()
                row = by_key.get((milestone, version, occasion))
                if not row and day and (milestone.id in ticked_ids or occasion == "coming"):
                    row = milestone._gendan_adopt(orphans, version, occasion)
                    orphans -= row
                    if not row:
                        vals_list.append(milestone._prepare_message_vals(day, version, occasion))
                if row:
                    due |= row._gendan_follow_fact(day)
        orphans.filtered(lambda row: row.state in UNTOLD)._gendan_cancel()
        due |= Message.create(vals_list)
        if due.filtered(lambda row: row.state == "pending"):
            Message._gendan_trigger()
        return result

    def _gendan_told_on(self):
        """What the customer is to be told now: that the milestone is done, that the goods are about to arrive.

        :return: dict occasion -> the day to tell, False while there is nothing to tell
        """
        self.ensure_one()
        if not self.customer_visible or not self.plan_id.is_running:
            return {"done": False, "coming": False} if self.is_target else {"done": False}
        days = {"done": self.state == "done" and self.actual_date}
        if self.is_target:
            notice = self._gendan_notice_day()
            days["coming"] = notice and notice <= self.company_id._gendan_today() and self.forecast_date
        return days

    def _gendan_notice_day(self):
        """The day to announce this delivery; False unless the goods are under way."""
        self.ensure_one()
        if not (self.is_target and self.customer_visible and self.state == "open" and self.forecast_date):
            return False
        if not self.plan_id._gendan_has_left():
            return False
        days = self.order_id.partner_id._gendan_notice_days(self.company_id)
        return self.company_id._gendan_add_workdays(self.forecast_date, -days)

    def _gendan_adopt(self, orphans, version, occasion):
        """The row of the milestone this one replaces (another plan template was chosen), now this one's."""
        self.ensure_one()
        row = orphans.filtered(
            lambda row: (
                row.order_id == self.order_id
                and row.kind_id == self.kind_id
                and row.promise_version == version
                and row.occasion == occasion
            )
        )[:1]
        row.write({"milestone_id": self.id})
        return row

    def _prepare_message_vals(self, day, version, occasion):
        """Values of the row that tells of this milestone."""
        self.ensure_one()
        state, reason = self._gendan_first_state(day)
        return {
            "company_id": self.company_id.id,
            "order_id": self.order_id.id,
            "partner_id": self.order_id.partner_id.commercial_partner_id.id,
            "milestone_id": self.id,
            "kind_id": self.kind_id.id,
            "promise_version": version,
            "occasion": occasion,
            "event_day": day,
            "state": state,
            "hold_reason": reason,
        }

    def _gendan_first_state(self, day):
        """(state, reason) of a row when the fact has just come. Rooms may hold further rows."""
        self.ensure_one()
        company, order = self.company_id, self.order_id
        state, reason = order._gendan_message_state(day)
        if reason == "old":
            return state, reason
        if self.event == "order_confirmed" and order._gendan_is_confirmation_mailed(day):
            return "held", "odoo"
        if self.event == "shipped" and company.stock_move_email_validation and self._gendan_odoo_mails_shipping():
            return "held", "odoo"
        return state, reason

    def _gendan_odoo_mails_shipping(self):
        """Whether Odoo mailed the delivery itself: it does for our own deliveries, not for drop-shipments."""
        self.ensure_one()
        moves = self.plan_id.part_ids.line_id.move_ids
        return any(move.state == "done" and move.picking_id.picking_type_code == "outgoing" for move in moves)

    def action_copy_text(self):
        """Button: what the customer is to hear of these milestones as text to paste into a chat.

        All must be of orders of one customer. Returns the dialog's action.
        """
        self.check_access("read")
        # sudo: the order's access is checked below
        return self.order_id._gendan_copy_action(self.sudo().message_ids)
