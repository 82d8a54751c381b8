"""When a part's promise is in danger, and when it is no longer."""

from odoo import api, fields, models

from ..common.message import UNTOLD
from .res_company_warning import SWITCH


class GendanPart(models.Model):
    """Keeps the early warnings in line with plan and exceptions."""

    _inherit = "gendan.part"

    warning_ids = fields.One2many("gendan.date.warning", "part_id", groups="sales_team.group_sale_salesman")

    def _gendan_danger(self):
        """Which of these parts' promises are in danger, and by what. Batch. Call with sudo.

        By the forecast past the promise (further than the company lets pass), or by an open exception that hits the
        part now and that people found, or of which somebody said that it cannot be met.

        :return: {part: dict(reason, days, exception_id)}; those not in danger are left out
        """
        waited = self.filtered(
            lambda part: (
                part.promised_date
                and part.plan_id.is_running
                and part.plan_id.delivery_health in ("on_track", "at_risk", "late")
            )
        )
        rows = self.env["gendan.exception.effect"].search(
            [("plan_id", "in", waited.plan_id.ids), ("is_now", "=", True), ("exception_id.state", "!=", "closed")]
        )
        by_plan = {}
        # the last one counts: what cannot be met, then what people found, then the worst
        for row in rows.sorted(
            lambda row: (row.exception_id.cannot_meet, not row.exception_id.is_found_by_system, row.days)
        ):
            exception = row.exception_id
            if exception.cannot_meet or row.days > 0 or not exception.is_found_by_system:
                by_plan[row.plan_id] = exception
        result = {}
        for part in waited:
            plan = part.plan_id
            is_late = plan.delivery_health in ("at_risk", "late")
            # only rest days between the two: late all the same
            days = max(-plan.buffer_days, 1) if is_late else 0
            exception = by_plan.get(plan)
            exception_id = exception.id if exception else False
            if is_late and days > plan.company_id.gendan_warning_slip_days:
                result[part] = {"reason": "forecast", "days": days, "exception_id": exception_id}
            elif exception and (not exception.is_found_by_system or exception.cannot_meet):
                result[part] = {"reason": "exception", "days": days, "exception_id": exception_id}
        return result

    def _gendan_sync_warnings(self, tell=True):
        """Open, freshen and close the early warnings of these parts. Batch, idempotent. Call with sudo.

        :param bool tell: let customers be told by themselves where they are to be
        """
        Warning = self.env["gendan.date.warning"]
        on = self.env["res.company"]._gendan_switched_on(SWITCH)
        parts = self.filtered(lambda part: part.company_id.id in on)
        if not parts:
            return
        known = Warning.search([("part_id", "in", parts.ids)])
        danger = parts._gendan_danger()
        rows = {(row.part_id, row.promise_version): row for row in known}
        changed, opened, vals_list = Warning, Warning, []
        for row in known.filtered(lambda row: row.state == "open"):
            if state := row.part_id._gendan_warning_end(row, danger):
                row.state = state
                changed |= row
        for part, found in danger.items():
            row = rows.get((part, part.version))
            if not row:
                vals_list.append({**found, **part._gendan_prepare_warning_vals()})
            elif row.state != "open":
                row.write({**found, **part._gendan_prepare_warning_vals()})
                opened |= row
            elif values := {name: value for name, value in found.items() if self._gendan_raw(row[name]) != value}:
                row.write(values)
                changed |= row
        opened |= Warning.create(vals_list)
        (changed | opened)._gendan_sync_todos()
        closed = (changed - opened).filtered(lambda row: row.state != "open")
        closed._gendan_closed_messages(tell)
        (closed | opened)._gendan_tell_askers()
        opened.message_ids.filtered(lambda m: m.occasion == "risk_over" and m.state in UNTOLD)._gendan_cancel()
        if tell:
            opened._gendan_make_messages("risk")

    @api.model
    def _gendan_raw(self, value):
        return value.id if isinstance(value, models.BaseModel) else value

    def _gendan_warning_end(self, warning, danger):
        """The state with which an open warning of this part closes, or False.

        :param dict danger: of :meth:`_gendan_danger`
        """
        self.ensure_one()
        if self.version > warning.promise_version:
            return "promised"
        if not self.plan_id.is_running or self.plan_id.delivery_health in ("delivered", "cancelled"):
            return "ended"
        return False if self in danger else "over"

    def _gendan_prepare_warning_vals(self):
        """Values of a warning that opens now."""
        self.ensure_one()
        company = self.company_id
        today = company._gendan_today()
        return {
            "part_id": self.id,
            "promise_version": self.version,
            "promised_date": self.promised_date,
            "state": "open",
            "opened_on": today,
            "new_date_by": company._gendan_add_workdays(today, company.gendan_warning_days),
            "new_date_told_on": False,
            "proposed_date": False,
        }

    def _gendan_word_given(self, words):
        # EXTENDS gendan_followup: what the clerk has to do is another thing now
        result = super()._gendan_word_given(words)
        self.warning_ids.filtered(lambda warning: warning.state == "open")._gendan_sync_todos()
        return result

    # ------------------------------------------------------------ for the room's proposal of new dates

    def _gendan_new_date_proposed(self, day=None):
        """A new date for these parts went out to the customer: the early warning is kept to. Batch.

        Called by whoever proposes dates, after having asked who may.

        :param day: the date proposed, the same for all; None when there are several
        """
        # sudo: the warnings are the program's
        opened = self.sudo().warning_ids.filtered(lambda warning: warning.state == "open")
        for company, rows in opened.grouped("company_id").items():
            rows.write({"new_date_told_on": company._gendan_today(), "proposed_date": day or False})
        opened._gendan_sync_todos()
        # what is told with a date needs no warning without one
        opened.message_ids.filtered(lambda m: m.occasion == "risk" and m.state in UNTOLD)._gendan_cancel()

    def _gendan_new_date_withdrawn(self):
        """The new date proposed for these parts counts no more: the customer is to hear another one. Batch."""
        # sudo: the warnings are the program's
        opened = self.sudo().warning_ids.filtered(lambda warning: warning.state == "open")
        opened.write({"new_date_told_on": False, "proposed_date": False})
        opened._gendan_sync_todos()

    def _gendan_risk_told(self):
        """When the customer was warned about the present promise of these parts. Batch.

        :return: {part: ``datetime.date`` or False}
        """
        result = {}
        for part in self:
            # sudo: whoever sees the part
            row = part.sudo().warning_ids.filtered(lambda w, part=part: w.promise_version == part.version)[:1]
            result[part] = row.told_at and part.sudo().company_id._gendan_to_day(row.told_at)  # sudo: as above
        return result


class GendanDateWarning(models.Model):
    """What the customer hears when a warning closes."""

    _inherit = "gendan.date.warning"

    def _gendan_closed_messages(self, tell):
        """These warnings are closed: what was not told is not told; who was warned for nothing hears that. Sudo."""
        self.message_ids.filtered(lambda m: m.occasion == "risk" and m.state in UNTOLD)._gendan_cancel()
        # who is being asked for another day is not told that the old one holds: the clerk withdraws the question first
        relieved = self.filtered(
            lambda warning: warning.state == "over" and warning.told_at and not warning.part_id.gendan_date_asked
        )
        if tell:
            relieved._gendan_make_messages("risk_over")


class SaleOrder(models.Model):
    """Each settling tells whether promises are in danger."""

    _inherit = "sale.order"

    def _gendan_derive(self, marks):
        # EXTENDS gendan_followup: after the lights, so that what they show is what is judged
        result = super()._gendan_derive(marks)
        if on := self.env["res.company"]._gendan_switched_on(SWITCH):
            self.filtered(lambda order: order.company_id.id in on).gendan_part_ids._gendan_sync_warnings()
        return result


class GendanException(models.Model):
    """Exceptions put promises in danger, and take them out of it."""

    _inherit = "gendan.exception"

    def _gendan_hit(self, plans, fact=None, judged=None):
        # EXTENDS gendan_followup
        result = super()._gendan_hit(plans, fact, judged)
        if self.env["res.company"]._gendan_switched_on(SWITCH):
            self.effect_ids.plan_id.part_ids._gendan_sync_warnings()
        return result

    def write(self, vals):
        # EXTENDS gendan_followup
        result = super().write(vals)
        if not {"state", "cannot_meet"}.isdisjoint(vals) and self.env["res.company"]._gendan_switched_on(SWITCH):
            # sudo: whose promises are in danger does not depend on who says so
            self.sudo().effect_ids.plan_id.part_ids._gendan_sync_warnings()
        return result
