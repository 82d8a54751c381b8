"""How far productions are, out of work orders or of what was told."""

from dataclasses import replace

from odoo import api, fields, models

from ...tools.pace import Clock, progress
from .progress_step import OPEN_STATES, PACES


class MrpProduction(models.Model):
    """Done, pace, expected finish and the operation that holds it: worked out when asked for, all at once."""

    _inherit = "mrp.production"

    gendan_step_ids = fields.One2many("gendan.progress.step", "production_id", string="Operations Followed")
    gendan_progress_percent = fields.Integer(
        string="Progress", compute="_compute_gendan_progress", aggregator=None, help="Of the work, in percent."
    )
    gendan_steps_done = fields.Char(string="Operations Done", compute="_compute_gendan_progress")
    gendan_expected_finish = fields.Date(
        string="Expected Finish",
        compute="_compute_gendan_progress",
        help="When it ends at the pace of the last five working days. Empty until anything is told.",
    )
    gendan_pace = fields.Selection(PACES, string="Pace", compute="_compute_gendan_progress")
    gendan_holding = fields.Char(
        string="Slowed by",
        compute="_compute_gendan_progress",
        help="The operation that holds it, what comes out in a working day, and what would have to.",
    )

    @api.depends("gendan_step_ids.entry_ids.quantity", "workorder_ids.state", "workorder_ids.qty_produced", "state")
    @api.depends_context("lang")
    def _compute_gendan_progress(self):
        found = self._gendan_progress()
        for production in self:
            answer = found[production]
            production.gendan_progress_percent = answer["percent"]
            production.gendan_steps_done = answer["done"]
            production.gendan_expected_finish = answer["finish"]
            production.gendan_pace = answer["pace"]
            production.gendan_holding = answer["holding"]

    def _gendan_progress(self):
        """How far each production is. Batch, a bounded number of queries; anybody may ask for those he may see.

        :return: {production: dict}: ``percent``, ``done`` ("2 / 5"), ``finish`` (day or False), ``late`` (whether that
            is past the in-house date), ``pace`` (one of ``PACES``), ``holder`` (step or empty), ``holding`` (a sentence
            or False), ``steps`` {step: dict with ``pace``, ``done``, ``finish`` (day or False), ``actual`` and
            ``needed`` (quantity a working day, or False), ``is_agreed`` (whether it ends on a day somebody else has
            agreed to, and not by a pace)}
        """
        # sudo: steps, work orders and working days; what comes out are quantities and days
        productions = self.sudo()
        productions.gendan_step_ids.entry_ids.fetch(["day", "half", "quantity", "step_id"])
        productions.workorder_ids.fetch(["state", "qty_produced", "date_start", "date_finished", "duration_expected"])
        clocks = {}
        for company, those in productions.grouped("company_id").items():
            days = those._gendan_progress_days()
            planned = [company._gendan_to_day(moment) for moment in those.filtered("date_start").mapped("date_start")]
            clocks[company] = Clock(company._gendan_workdays(*days, *planned))
        result = {}
        for production in productions:
            result[self.browse(production.id)] = production._gendan_progress_of(clocks[production.company_id])
        return result

    def _gendan_progress_days(self):
        """Days on which something was told of these productions, or is agreed: the working days must reach them. Hook.

        :rtype: list[date]
        """
        return self.gendan_step_ids.entry_ids.mapped("day")

    def _gendan_progress_of(self, clock):
        """One production's answer of ``_gendan_progress``."""
        steps = self.gendan_step_ids.sorted(lambda step: (step.sequence, step.id))
        operations = [step._gendan_operation(clock) for step in steps]
        if not all(operation.weight for operation in operations):
            # minutes of the one are not to be compared with nothing of the other
            operations = [replace(operation, weight=1.0) for operation in operations]
        company = self.company_id
        start_day = company._gendan_to_day(self.date_start) or company._gendan_today()
        ends_day = company._gendan_to_day(self.date_finished) or start_day
        inhouse_day = self.gendan_inhouse_date or ends_day
        start, limit = clock.slot(start_day, "am"), clock.slot(inhouse_day, "pm")
        # Odoo's end counts when somebody has planned it, else it repeats the promise
        due = clock.slot(ends_day, "pm") if self.is_planned else limit
        found = progress(operations, start, max(due, start), limit)
        is_done = self.state == "done"
        weights = [operation.weight for operation in operations]
        shares = [
            1.0
            if pace.state == "done"
            else min(pace.done / operation.quantity, 1.0)
            if operation.quantity
            else 0.0
            for operation, pace in zip(operations, found.operations, strict=True)
        ]
        whole = sum(weights)
        percent = 100 * sum(w * s for w, s in zip(weights, shares, strict=True)) / whole if whole else 0
        finish = clock.day(found.finish) if found.finish is not None and not is_done else False
        result = {
            "percent": 100 if is_done else int(percent + 1e-9),
            "done": f"{found.done_count} / {len(steps)}" if steps else False,
            "finish": finish,
            "late": finish is not False and found.finish > limit,
            "pace": self._gendan_pace_of(found, limit, is_done),
            "holder": steps.browse(),
            "holding": False,
            "steps": {
                step: {
                    "pace": pace.state,
                    "done": pace.done,
                    "finish": clock.day(pace.finish) if pace.finish is not None else False,
                    "actual": 2 * pace.actual if pace.actual is not None else False,
                    "needed": 2 * pace.needed if pace.needed is not None else False,
                    "is_agreed": pace.is_agreed,
                }
                for step, pace in zip(steps, found.operations, strict=True)
            },
        }
        if found.holding is not None and not is_done:
            holder = steps[found.holding]
            result |= {"holder": holder, "holding": self._gendan_holding_text(holder, result["steps"][holder])}
        return result

    def _gendan_pace_of(self, found, limit, is_done):
        """One of ``PACES`` for the whole production.

        :param int limit: the slot of the in-house date
        """
        if is_done or (found.operations and found.done_count == len(found.operations)):
            return "done"
        if found.finish is None:
            return "unknown"
        if any(pace.state == "still" for pace in found.operations):
            return "still"
        return "slow" if found.finish > limit else "on_pace"

    def _gendan_holding_text(self, step, answer):
        """What holds it: the operation, what it does and what it should do a day."""
        if answer["pace"] == "still":
            return self.env._("%(operation)s stands still at %(done)s", operation=step.name, done=f"{answer['done']:g}")
        if answer["actual"] is False:
            return step.name
        return self.env._(
            "%(operation)s: %(actual)s a day, needs %(needed)s",
            operation=step.name,
            actual=f"{answer['actual']:.0f}",
            needed=f"{answer['needed'] or 0:.0f}",
        )

    def _gendan_progress_told(self):
        """Something was told of these productions: the plans behind them are worked out anew before the commit."""
        self.env["sale.order"]._gendan_touch(self, "mo_done", "workorder_done")

    def _gendan_told_finish(self):
        """When productions end by what was told, for the plan: {production: (day, label)}. Batch.

        Only of those that have a pace and do not keep the in-house date with it. The time of what has not begun is
        spread over what is left until that date: of a production that keeps it, this says nothing new.
        """
        # sudo: as _gendan_progress
        steps = self.env["gendan.progress.step"].sudo().search(
            [("production_id", "in", self.ids), ("production_state", "in", OPEN_STATES)]
        )
        result = {}
        for production, answer in steps.production_id._gendan_progress().items():
            known = [own for own in answer["steps"].values() if own["actual"] is not False or own["is_agreed"]]
            if answer["late"] and known:
                day = answer["finish"]
                waits_for = production._gendan_told_source(answer)
                result[production] = (day, f"{waits_for}{production.name} ({answer['percent']} %) · {day}")
        return result

    def _gendan_told_source(self, answer):
        """What the end of a production comes from where that is another document: "name → ", or empty. Hook.

        :param dict answer: of ``_gendan_progress``
        """
        return ""

    def _gendan_told_step_finish(self, kind):
        """When the last operation of a milestone kind ends by what was told: {production: (day, label)}. Batch.

        :param kind: ``gendan.milestone.kind``
        """
        # sudo: as above
        steps = self.env["gendan.progress.step"].sudo().search(
            [("production_id", "in", self.ids), ("production_state", "in", OPEN_STATES)]
        )
        result = {}
        for production, answer in steps.production_id._gendan_progress().items():
            for step, own in answer["steps"].items():
                is_known = own["actual"] is not False or own["is_agreed"]
                is_news = own["finish"] and own["pace"] != "done" and (answer["late"] or is_known)
                if is_news and step._gendan_is_of_kind(kind):
                    found = (own["finish"], f"{production.name}, {step.name} · {own['finish']}")
                    result[production] = max(result.get(production, found), found)
        return result

    def _gendan_card_steps(self):
        # EXTENDS gendan_followup: where there are no work orders, the operations that are told of
        rows = super()._gendan_card_steps()
        if rows:
            return rows
        steps = self.sudo().gendan_step_ids.sorted(lambda step: (step.sequence, step.id))  # sudo: names only
        return [(step.name, step.workcenter_id.name or "", "") for step in steps] if len(steps) > 1 else []

    def action_gendan_progress(self):
        """Button: the operations of this production, to read or to type.

        :return: action
        """
        self.ensure_one()
        self.env["gendan.progress.step"]._gendan_ensure(self)
        action = self.env["ir.actions.actions"]._for_xml_id("gendan_followup.action_gendan_progress_step")
        return {
            **action,
            "name": self.env._("Progress of %(production)s", production=self.name),
            "domain": [("production_id", "=", self.id)],
            "context": {"default_production_id": self.id, "gendan_one_production": True},
        }
