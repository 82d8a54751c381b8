from odoo import api, fields, models

from ...tools.pace import Operation
from .progress_step import PACES


class GendanProgressStep(models.Model):
    """Pace and expected finish of an operation; the arithmetic is in ``tools/pace.py``."""

    _inherit = "gendan.progress.step"

    done = fields.Float(compute="_compute_progress", digits="Product Unit", aggregator=None)
    share = fields.Integer(string="Done (%)", compute="_compute_progress", aggregator=None)
    pace = fields.Selection(PACES, compute="_compute_progress")
    pace_text = fields.Char(
        string="A Day", compute="_compute_progress", help="What comes out in a working day, and what would have to."
    )
    finish_on = fields.Date(string="Expected Finish", compute="_compute_progress")
    is_holding = fields.Boolean(string="Holds the Production", compute="_compute_progress")
    by_workorder = fields.Boolean(string="By Work Order", compute="_compute_progress")
    differs = fields.Char(
        string="Told Otherwise",
        compute="_compute_progress",
        help="What was typed before the work order was used, where it says something else.",
    )

    @api.depends(
        *("entry_ids.quantity", "entry_ids.day", "entry_ids.half"),
        *("quantity", "is_finished", "workorder_id.state", "workorder_id.qty_produced"),
    )
    @api.depends_context("lang")
    def _compute_progress(self):
        # sudo: as MrpProduction._gendan_progress
        saved = self.sudo().filtered("production_id")
        answers = saved.production_id._gendan_progress()
        for step in self:
            # sudo: as above; a line being typed is its saved one
            answer = answers.get(step.sudo().production_id._origin)
            own = answer and answer["steps"].get(step.sudo()._origin)  # sudo: as above
            step.by_workorder = step._gendan_is_by_workorder()
            if not own:
                step.update({"done": 0.0, "share": 0, "pace": "unknown", "pace_text": False, "finish_on": False})
                step.update({"is_holding": False, "differs": False})
                continue
            step.done = own["done"]
            step.share = 100 if own["pace"] == "done" else step.quantity and int(100 * own["done"] / step.quantity)
            step.finish_on = own["finish"]
            step.is_holding = answer["holder"] == step.sudo()._origin  # sudo: as above
            step.pace = step._gendan_pace_word(own, step.is_holding)
            step.pace_text = step._gendan_pace_text(own)
            step.differs = step._gendan_difference(own)

    def _gendan_pace_word(self, own, is_holding):
        """One of ``PACES`` for this operation."""
        if own["pace"] == "running":
            is_slow = is_holding or (own["actual"] is not False and own["actual"] < (own["needed"] or 0))
            return "slow" if is_slow else "on_pace"
        return own["pace"] if own["finish"] or own["pace"] != "waiting" else "unknown"

    def _gendan_pace_text(self, own):
        """What it does a working day and what it needs; False where nobody knows."""
        if own["pace"] not in ("running", "still") or own["actual"] is False:
            return False
        return f"{own['actual']:,.0f} / {own['needed'] or 0:,.0f}"

    def _gendan_difference(self, own):
        """What was typed where the work order says otherwise."""
        typed = self.entry_ids.sorted(lambda entry: (entry.day, entry.half))[-1:]
        if not self.by_workorder or not typed or typed.quantity == own["done"]:
            return False
        return self.env._(
            "Typed for %(day)s: %(quantity)s", day=typed.display_name, quantity=f"{typed.quantity:g}"
        )

    def _gendan_operation(self, clock):
        """The operation for ``tools/pace``: from the work order where that is used, else as told (sudo).

        :param clock: ``tools.pace.Clock`` of the company
        """
        self.ensure_one()
        workorder = self.workorder_id
        weight = workorder.duration_expected
        if self._gendan_is_by_workorder():
            return self._gendan_operation_of_workorder(clock, weight)
        told = tuple(
            (clock.slot(entry.day, entry.half), entry.quantity)
            for entry in self.entry_ids.sorted(lambda entry: (entry.day, entry.half))
        )
        return Operation(self.quantity, told, weight, self.is_finished)

    def _gendan_operation_of_workorder(self, clock, weight):
        """What Odoo's work order says: begun, quantity so far, finished."""
        workorder = self.workorder_id
        began = workorder.date_start and self._gendan_slot(clock, workorder.date_start)
        is_done = workorder.state == "done"
        # the hour of the last report: while the clock of the work order runs that is now
        ends = workorder.time_ids.mapped("date_end")
        moment = workorder.date_finished if is_done else fields.Datetime.now()
        if not is_done and ends and all(ends):
            moment = max(ends)
        told = ()
        if moment and (is_done or workorder.qty_produced > 0):
            slot = self._gendan_slot(clock, moment)
            told = ((slot, workorder.qty_produced or (self.quantity if is_done else 0.0)),)
            began = began if began is None else min(began, slot)
        return Operation(self.quantity, told, weight, is_done, began or None)

    def _gendan_slot(self, clock, moment):
        """The half day in which a moment lies.

        :param moment: naive UTC ``datetime``
        """
        day = self.company_id._gendan_to_day(moment)
        noon = self.company_id._gendan_start_of_day(day)
        return clock.slot(day, "am" if (moment - noon).total_seconds() < 13 * 3600 else "pm")

    def _gendan_is_of_kind(self, kind):
        """Whether it counts for a milestone kind, as a work order would (sudo)."""
        operation = self.workorder_id.operation_id
        return (operation.gendan_kind_id or self.workcenter_id.gendan_kind_id) == kind
