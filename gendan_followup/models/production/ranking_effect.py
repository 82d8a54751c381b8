from odoo import api, models

SELLS = "sales_team.group_sale_salesman"
# rows the dialog shows; the log keeps all
SHOWN = 40


class GendanRankingEffect(models.AbstractModel):
    """What follows when operations are put elsewhere: who wins and loses days, whose promise breaks. Writes nothing."""

    _name = "gendan.ranking.effect"
    _description = "Effect of a Ranking"

    @api.model
    def _gendan_effect(self, queue, starts, after):
        """What the dialog shows; see ``gendan.ranking.board.get_effect``.

        :param queue: ``mrp_workcenter_ranking.Queue``
        :param dict starts: {operation id: hours}
        :param list after: operation ids in the new order
        """
        sells = self.env.user.has_group(SELLS)
        outlooks = self.env["gendan.plan"]._gendan_what_if(self._gendan_overrides(queue, starts))
        visible = self._gendan_visible(self.env["gendan.plan"].union(*outlooks).order_id)
        rows, late, saved = [], 0, 0
        for plan, (now, then) in outlooks.items():
            sees = sells and plan.order_id in visible
            if now.forecast == then.forecast:
                continue
            before, afterwards = self._gendan_late_days(plan, now), self._gendan_late_days(plan, then)
            late += bool(afterwards and not before)
            saved += bool(before and not afterwards)
            rows.append(
                {
                    "id": plan.id,
                    "order": plan.order_name,
                    "customer": plan.partner_id.display_name if sees else sells and self._gendan_hidden(),
                    "promise": self._gendan_day(plan.promise_date) if sees else False,
                    "before": self._gendan_day(now.forecast) if sees else False,
                    "after": self._gendan_day(then.forecast) if sees else False,
                    "late_before": before,
                    "late_after": afterwards,
                    "shift": (then.forecast - now.forecast).days,
                }
            )
        rows.sort(key=lambda row: (-(row["late_after"] - row["late_before"]), -row["late_after"], row["order"]))
        moves = self._gendan_moves(queue, starts, after)
        return {
            "moves": moves[:SHOWN],
            "more_moves": max(len(moves) - SHOWN, 0),
            "plans": rows[:SHOWN],
            "more_plans": max(len(rows) - SHOWN, 0),
            "late": late,
            "saved": saved,
        }

    @api.model
    def _gendan_visible(self, orders):
        """Those of these orders this user may read.

        :param orders: ``sale.order``, of any environment
        :return: ``sale.order``, sudo
        """
        orders = orders.with_env(self.env)
        if not orders or not orders.browse().has_access("read"):
            return orders.browse().sudo()  # sudo: empty
        return orders._filtered_access("read").sudo()  # sudo: those that were just asked about

    @api.model
    def _gendan_hidden(self):
        """What a clerk reads instead of whom her colleagues serve."""
        return self.env._("another clerk's customer")

    @api.model
    def _gendan_moves(self, queue, starts, after):
        """Each operation that is put elsewhere, in the new order."""
        company = queue.workcenter.company_id or self.env.company
        at = {job.key: job.start for job in queue.jobs}
        result = []
        for key in after:
            if key not in starts:
                continue
            workorder = queue.workorders[key]
            first = company._gendan_to_day(queue.moment(at[key]))
            then = company._gendan_to_day(queue.moment(starts[key]))
            result.append(
                {
                    "id": key,
                    "production": workorder.production_id.name,
                    "operation": workorder.name,
                    "from": self._gendan_day(first),
                    "to": self._gendan_day(then),
                    "days": self._gendan_days_between(company, first, then),
                }
            )
        return result

    @api.model
    def _gendan_days_between(self, company, first, then):
        """Working days from one day to another, negative when it comes earlier."""
        workdays = company._gendan_workdays(first, then)
        return workdays.between(first, then)

    @api.model
    def _gendan_late_days(self, plan, outlook):
        """Working days after the promise, 0 when in time or nothing is promised."""
        if not (plan.promise_date and outlook.forecast and outlook.forecast > plan.promise_date):
            return 0
        return max(-outlook.buffer, 1)

    @api.model
    def _gendan_day(self, day):
        return self.env["gendan.ranking.words"]._gendan_day(day)

    @api.model
    def _gendan_is_unplanned(self, production):
        """Whether a decision about one operation has Odoo plan the others of its production, too."""
        return not production.is_planned and len(production.workorder_ids) > 1

    @api.model
    def _gendan_new_dates(self, queue, starts):
        """When the operations begin and end then, with those of the same productions that have to follow.

        None of them begins before what comes before it in its production has ended, wherever that is planned.

        :return: {workorder (sudo): (begin, end)}, naive UTC
        """
        result = {}
        for key, hours in sorted(starts.items(), key=lambda item: item[1]):
            workorder = queue.workorders[key]
            begin = queue.moment(hours)
            # of another operation of the production that is put elsewhere, too
            begin = max(begin, result.get(workorder, (begin,))[0])
            result[workorder] = workorder._gendan_follow(queue, begin)
            self._gendan_push_next(queue, workorder, result)
        is_settled = False
        # operations of a production form no circle (Odoo sees to it), and they only ever come later
        while not is_settled:
            is_settled = True
            for workorder in list(result):
                ends = [
                    result.get(before, (None, before.date_finished))[1]
                    for before in workorder.blocked_by_workorder_ids
                    if before.state not in ("done", "cancel")
                ]
                last = max(filter(None, ends), default=False)
                if last and last > result[workorder][0]:
                    result[workorder] = workorder._gendan_follow(queue, last)
                    self._gendan_push_next(queue, workorder, result)
                    is_settled = False
        return result

    @api.model
    def _gendan_push_next(self, queue, workorder, result):
        """Have what comes after an operation in its production begin when that ends, if it is planned earlier.

        :param dict result: as of ``_gendan_new_dates``; filled in
        """
        end = result[workorder][1]
        for following in workorder.needed_by_workorder_ids:
            if following.state not in ("blocked", "ready"):
                continue
            begin = result.get(following, (following.date_start,))[0]
            if begin and begin >= end:
                continue
            result[following] = following._gendan_follow(queue, end)
            self._gendan_push_next(queue, following, result)

    @api.model
    def _gendan_overrides(self, queue, starts):
        """The new dates as the plan's what-if takes them."""
        result = {}
        dates = self._gendan_new_dates(queue, starts)
        for workorder, (_begin, end) in dates.items():
            to_day = workorder.production_id.company_id._gendan_to_day
            result[workorder._name, workorder.id] = to_day(end)
        moved = self.env["mrp.workorder"].sudo().union(*dates)  # sudo: as the queue
        for production in moved.production_id:
            to_day = production.company_id._gendan_to_day
            spans = [
                dates.get(one) or (one.date_start, one.date_finished)
                for one in production.workorder_ids
                if one.state not in ("done", "cancel")
            ]
            last = max((end for _begin, end in spans if end), default=production.date_finished)
            first = production.workorder_ids[:1]
            begin = dates[first][0] if first in dates else production.date_start
            result[production._name, production.id] = to_day(last)
            result[production._name, production.id, "start"] = to_day(begin)
        return result
