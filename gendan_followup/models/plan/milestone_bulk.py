from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class _BrokenPromises(UserError):
    """Some orders would miss their promise without a reason; carries {milestone: sentence}."""

    def __init__(self, sentences):
        super().__init__(next(iter(sentences.values())))
        self.sentences = sentences


class GendanMilestone(models.Model):
    """Many milestones of many orders at once: from lists, the grid and the workbench.

    The same guards as for one. What is refused is told with its sentence and does not stop the
    rest; what is written on one order is written whole, with one message in its chatter, or not
    at all. All orders of a call are worked out together, so that callers cut long work into calls
    of some ten to hundred orders.
    """

    _inherit = "gendan.milestone"

    def _gendan_tick_many(self, rows):
        """Tick, untick or remark many milestones. Who may write a milestone may tick it.

        :param rows: list of (milestone, day, remark): the day (``datetime.date`` in the company's
            time zone), False to take a date set by hand back, None to leave it as it is; the remark,
            False or empty to clear it, None to leave it
        :return: list of (milestone, sentence why it was refused or False), in the order of ``rows``
        """
        milestones, refused = self._gendan_bulk_allowed([milestone for milestone, _day, _remark in rows])
        changes, notes = {}, {}
        for milestone, day, remark in rows:
            milestone = milestones.get(milestone.id)
            if not milestone or milestone in refused:
                continue
            values, said = {}, []
            if day is not None:
                day = fields.Date.to_date(day) or False
                if sentence := milestone._gendan_tick_error(day):
                    refused[milestone] = sentence
                    continue
                if day != milestone.hand_date:
                    values.update(hand_date=day, hand_user_id=self.env.uid if day else False)
                    said.append(
                        self.env._("done on %s", format_date(self.env, day)) if day else self.env._("no longer done")
                    )
            if remark is not None:
                remark = (remark or "").strip() or False
                if remark != milestone.remark:
                    values["remark"] = remark
                    said.append(remark or self.env._("remark cleared"))
            if values:
                changes[milestone] = values
                notes[milestone] = ", ".join(said)
        refused.update(self._gendan_bulk_write(changes, notes))
        return [(milestone, refused.get(milestone, False)) for milestone, _day, _remark in rows]

    def _gendan_retime_many(self, rows):
        """Re-time many open milestones; where the promise would be missed, only with a reason.

        An order that would miss its promise by a re-timing without a reason is left as it was, all
        of its rows are refused.

        :param rows: list of (milestone, day, reason); the day (``datetime.date``), False to take a
            re-timing back
        :return: as :meth:`_gendan_tick_many`
        """
        milestones, refused = self._gendan_bulk_allowed([milestone for milestone, _day, _reason in rows])
        changes, notes = {}, {}
        for milestone, day, reason in rows:
            milestone = milestones.get(milestone.id)
            if not milestone or milestone in refused:
                continue
            day = fields.Date.to_date(day) or False
            if sentence := milestone._gendan_retime_error(day):
                refused[milestone] = sentence
                continue
            reason = (reason or "").strip() or False
            if (day, reason) == (milestone.retimed_date, milestone.retime_reason):
                continue
            changes[milestone] = {"retimed_date": day, "retime_reason": reason}
            notes[milestone] = (
                self.env._("re-timed to %(day)s %(reason)s", day=format_date(self.env, day), reason=reason or "")
                if day
                else self.env._("re-timing taken back")
            )
        while changes:
            try:
                refused.update(self._gendan_bulk_write(changes, notes, check=self._gendan_bulk_check_promises))
                break
            except _BrokenPromises as broken:
                orders = {milestone.order_id: sentence for milestone, sentence in broken.sentences.items()}
                for milestone in [m for m in changes if m.order_id in orders]:
                    refused[milestone] = broken.sentences.get(milestone) or orders[milestone.order_id]
                    del changes[milestone]
        return [(milestone, refused.get(milestone, False)) for milestone, _day, _reason in rows]

    def _gendan_skip_many(self, rows):
        """Leave many milestones out. For the follow-up team, on orders the user may write.

        :param rows: list of (milestone, reason)
        :return: as :meth:`_gendan_tick_many`
        """
        milestones, refused = self._gendan_bulk_allowed([milestone for milestone, _reason in rows])
        asked = self.browse(milestones)
        closed = self.env["sale.order"]._gendan_team_error()
        # sudo: only to reach the orders; whether the user may write them is asked next
        orders = asked.sudo().order_id.sudo(False)._filtered_access("write")
        changes, notes = {}, {}
        for milestone, reason in rows:
            milestone = milestones.get(milestone.id)
            if not milestone or milestone in refused:
                continue
            reason = (reason or "").strip()
            sentence = closed or milestone._gendan_skip_error(reason)
            if not sentence and milestone.sudo().order_id not in orders:  # sudo: as above
                sentence = self.env._(
                    "%(milestone)s is of an order that you may not change.", milestone=milestone.display_name
                )
            if sentence:
                refused[milestone] = sentence
            elif reason != milestone.skip_reason:
                changes[milestone] = milestone._prepare_skip_vals(reason)
                notes[milestone] = self.env._("skipped: %s", reason)
        refused.update(self._gendan_bulk_write(changes, notes))
        return [(milestone, refused.get(milestone, False)) for milestone, _reason in rows]

    def _gendan_bulk_allowed(self, milestones):
        """Which of these exist and may be changed by the user, with a bounded number of queries.

        :param milestones: list of milestones, each on its own or not
        :return: ({id: milestone}, {milestone: sentence why it is refused})
        """
        # one prefetch for all of them, whatever the caller browsed
        asked = self.browse(dict.fromkeys(milestone.id for milestone in milestones))
        existing = asked.exists()
        readable = existing._filtered_access("read")
        writable = readable._filtered_access("write")
        refused = {}
        for milestone in asked:
            if milestone not in existing:
                refused[milestone] = self.env._("This milestone is no longer there. Reload the page.")
            elif milestone not in readable:
                refused[milestone] = self.env._("This milestone is of an order that others follow.")
            elif milestone not in writable:
                refused[milestone] = self.env._(
                    "%(milestone)s may be changed by the customer's clerk, her backup or the department it was put"
                    " to, not by you.",
                    milestone=milestone.display_name,
                )
        return {milestone.id: milestone for milestone in writable}, refused

    def _gendan_bulk_write(self, changes, notes, check=None):
        """Write checked changes, log them and work the orders out; all orders at once if that goes well.

        :param changes: {milestone: values}
        :param notes: {milestone: what to say of it in its order's chatter}
        :param check: called with the milestones when the orders are worked out; may raise
        :return: {milestone: sentence} of those that could not be written
        """
        if not changes:
            return {}
        # sudo: departments cannot read the order
        by_order = self.browse().union(*changes).sudo().grouped("order_id")
        groups = [milestones.sudo(False) for milestones in by_order.values()]
        failed = self.env["gendan.bulk"]._gendan_try(
            groups, lambda milestones: milestones._gendan_bulk_do(changes, notes, check), (_BrokenPromises,)
        )
        return {milestone: sentence for index, sentence in failed.items() for milestone in groups[index]}

    def _gendan_bulk_do(self, changes, notes, check):
        """Write, log and settle; called in a savepoint."""
        same = defaultdict(self.browse)
        for milestone in self:
            same[tuple(changes[milestone].items())] |= milestone
        for values, milestones in same.items():
            milestones.sudo().write(dict(values))  # sudo: access and guards were checked; settled once, below
        # sudo: a department may tick its own step of an order it cannot read
        by_order = self.sudo().grouped("order_id")
        orders = self.env["sale.order"].sudo().union(*by_order)  # sudo: as above, to log on it
        orders._message_log_batch(
            bodies={
                order.id: "; ".join(f"{milestone.name}: {notes[milestone]}" for milestone in milestones)
                for order, milestones in by_order.items()
            }
        )
        orders._gendan_looked()
        self._gendan_settle_orders()
        if check:
            check(self)

    def _gendan_bulk_check_promises(self, milestones):
        """Raise for those re-timed without a reason by which the promise is missed."""
        sentences = {}
        for milestone in milestones:
            if milestone.retimed_date and not milestone.retime_reason:
                if sentence := milestone._gendan_promise_error(milestone.retimed_date):
                    sentences[milestone] = sentence
        if sentences:
            raise _BrokenPromises(sentences)
