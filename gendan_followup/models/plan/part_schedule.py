from collections import defaultdict
from datetime import date

from odoo import models


class GendanPart(models.Model):
    """Parts follow their promise: into the plan of its day, with the deadline it asks for."""

    _inherit = "gendan.part"

    def _prepare_first_promise_vals(self):
        """Values of the promise made by confirming the order; version 0 where it is conditional."""
        self.ensure_one()
        plan = self.plan_id
        conditional = plan.is_conditional and not plan.promise_date
        return self._prepare_promise_vals(
            plan.promise_date,
            "confirmation",
            is_conditional=conditional,
            condition_days=plan.condition_days if conditional else 0,
        )

    def _gendan_regroup(self):
        """Put parts whose promised date has left their plan's into a plan of that date.

        The part that leaves takes a copy of the milestones along, hand-set dates and baseline
        included; a plan all of whose parts moved together simply gets the new date.
        """
        for plan in self.plan_id:
            by_day = plan.part_ids.filtered("promised_date").grouped("promised_date")
            if not by_day:
                continue
            stays = plan.promise_date if plan.promise_date in by_day else max(by_day)
            if plan.promise_date != stays:
                plan.promise_date = stays
            plan.promise_version = max(by_day[stays].mapped("version"))
            for day, moving in by_day.items():
                if day == stays:
                    continue
                target = plan.order_id.gendan_plan_ids.filtered(
                    lambda p, day=day, plan=plan: (
                        p.promise_date == day
                        and p.template_id == plan.template_id
                        and p != plan
                        and p.delivery_health != "delivered"
                    )
                )[:1]
                if not target:
                    target = plan.copy({"promise_date": day, "promise_version": max(moving.mapped("version"))})
                    for milestone in plan.milestone_ids:
                        milestone.copy({"plan_id": target.id})
                moving.plan_id = target

    def _gendan_split_again(self):
        """Give the parts of lines that are confirmed again moves of their own: Odoo has made one for the whole line."""
        split = self.browse()
        for line, parts in self.grouped("line_id").items():
            covered = line.qty_delivered
            by_day = parts.sorted(lambda part: (part.promised_date or date.max, part.sequence))
            for part in by_day[:-1]:
                if line.product_uom_id.compare(covered, 0) <= 0:
                    part._gendan_split_move()
                    split |= part
                covered -= part.quantity
        split.order_id._gendan_apply_promises()

    def _gendan_set_deadlines(self):
        """Give the open outgoing moves the deadline of leaving that their part's promise asks for."""
        self.line_id.move_ids.fetch(["state", "location_id", "location_dest_id", "location_final_id"])
        alone = defaultdict(set)
        for line, parts in self.grouped("line_id").items():
            moves = line._gendan_open_moves()
            waiting = parts.filtered(
                lambda p: p.plan_id.latest_ship_date and p.plan_id.delivery_health != "delivered"
            )
            if len(moves) == 1 and waiting:
                # most lines: nothing of theirs can drag anything else along, so they are written together
                last = waiting.sorted("promised_date")[-1]
                alone[last.company_id._gendan_end_of_day(last.plan_id.latest_ship_date)].add(moves.id)
            elif moves and waiting:
                waiting._gendan_set_move_deadlines(moves)
        Move = self.env["stock.move"]
        for deadline, move_ids in alone.items():
            Move.browse(move_ids)._gendan_set_deadline(deadline, set(move_ids), frozenset(move_ids))

    def _gendan_set_move_deadlines(self, moves):
        """Deadlines of one line's open outgoing moves from these parts of it.

        As many pieces as parts: one each, by size; else all moves follow the last part.

        Odoo hands a deadline up the chain of moves and down again. The earliest piece decides what
        is upstream of them all, and no piece may drag its sisters along.
        """
        if len(moves) == len(self):
            by_size = moves.sorted(lambda m: (m.product_uom_qty, m.id))
            pairs = list(zip(by_size, self.sorted(lambda p: (p.quantity, p.id)), strict=True))
        else:
            last = self.sorted("promised_date")[-1]
            pairs = [(move, last) for move in moves]
        kept = set(moves.ids)
        upstream = set(moves._rollup_move_origs()) if len(moves) > 1 else set()
        for move, part in sorted(pairs, key=lambda pair: pair[1].plan_id.latest_ship_date):
            deadline = part.company_id._gendan_end_of_day(part.plan_id.latest_ship_date)
            move._gendan_set_deadline(deadline, set(kept), frozenset(moves.ids))
            kept |= upstream
