from odoo import fields, models

from ...tools import critical_path
from ..common.scope import lies_behind


class GendanPlan(models.Model):
    """The plan ends where the follow-up of its order does, and still leaves room for the way behind it.

    The promise stays the day of arrival at the customer. What lies behind the end of the follow-up keeps its planned
    days in the arithmetic, so that the last day for the end follows from the promise; what really becomes of it
    counts for nothing.
    """

    _inherit = "gendan.plan"

    scope = fields.Selection(related="order_id.gendan_scope")
    scope_due = fields.Date(
        string="Scope Ends by",
        help="The last day on which the follow-up may end so that the promised arrival holds. Empty: the order is"
        " followed to the arrival.",
    )

    def _gendan_ends(self, milestones):
        """The milestones with which the delivery's follow-up ends: the targets, or the last ones before them.

        :param milestones: ``gendan.milestone`` of the delivery
        :return: ``gendan.milestone``
        """
        self.ensure_one()
        by_key = {milestone.key: milestone for milestone in milestones}
        ends, seen = self.env["gendan.milestone"], set()
        waiting = list(self._gendan_targets(milestones))
        while waiting:
            key = waiting.pop()
            milestone = by_key.get(key)
            if key in seen or milestone is None:
                continue
            seen.add(key)
            if not milestone.is_beyond and milestone._gendan_is_passed():
                ends |= milestone
            else:
                waiting += [link[0] for link in milestone.links or ()]
        if ends:
            return ends
        followed = milestones.filtered(lambda m: not m.is_beyond and m._gendan_is_passed())
        waited_for = {link[0] for milestone in followed for link in milestone.links or ()}
        return followed.filtered(lambda m: m.key not in waited_for)

    def _gendan_end_limits(self, ends, steps, targets, promised, calendars):
        """The last day for each end of a follow-up that stops short of the promised arrival.

        :param ends: as :meth:`_gendan_ends`
        :param steps: all steps of the delivery
        :param list targets: keys of what the promise is about
        :param promised: the last day for the targets, or False
        :param calendars: dict owner -> WorkDays
        :return: dict milestone -> date; empty where the plan ends with its targets, or nothing is promised
        """
        self.ensure_one()
        if not promised or set(ends.mapped("key")) == set(targets):
            return {}
        dates = critical_path.backward(steps, targets, promised, calendars)
        return {milestone: dates[milestone.key].finish for milestone in ends if milestone.key in dates}

    def _gendan_scope_error(self, kind):
        """The sentence that a kind lies behind the end of the follow-up and is not added, or False.

        :param kind: ``gendan.milestone.kind``
        """
        self.ensure_one()
        if not lies_behind(kind.stage, self.sudo().order_id.gendan_scope):  # sudo: compared only
            return False
        return self.env._(
            "%(milestone)s lies behind the end of the follow-up of order %(order)s. Widen the scope first.",
            milestone=kind.name,
            order=self.order_name,
        )
