from odoo import api, fields, models

from ...tools.names import join_names
from ..common.scope import STAGES, WHOLE, lies_behind


class GendanMilestoneKind(models.Model):
    """To which stage of the follow-up milestones of a kind belong."""

    _inherit = "gendan.milestone.kind"

    stage = fields.Selection(
        STAGES,
        string="Followed",
        required=True,
        compute="_compute_stage",
        store=True,
        readonly=False,
        precompute=True,
        help="The shortest follow-up this belongs to. An order followed to the warehouse only ends before what is"
        " followed up to clearance or payment; those milestones do not apply to it. Counts for new plans.",
    )

    @api.depends("light")
    def _compute_stage(self):
        for kind in self:
            if kind.light == "money":
                kind.stage = WHOLE
            elif not kind.stage:
                kind.stage = "warehouse"


class GendanMilestone(models.Model):
    """Milestones behind the end of the order's follow-up do not apply; they come back when it is widened."""

    _inherit = "gendan.milestone"

    stage = fields.Selection(
        STAGES, string="Followed", compute="_compute_stage", store=True, precompute=True, help="From its kind."
    )
    is_beyond = fields.Boolean(string="Behind the Scope", help="Lies behind the end of the order's follow-up.")

    @api.depends("kind_id")
    def _compute_stage(self):
        # not on the kind's stage: what a supervisor changes there counts for new plans
        for milestone in self:
            milestone.stage = milestone.kind_id.stage

    def _gendan_lies_behind(self, scope=None):
        """Whether it lies behind the end of the follow-up.

        :param str scope: key of ``SCOPES``; None: the order's own
        """
        self.ensure_one()
        return lies_behind(self.stage, scope or self.order_id.gendan_scope)

    def _gendan_apply_scope(self):
        """Say which of these lie behind the end of their orders' follow-up; before their dates are worked out."""
        behind = self.filtered(lambda milestone: milestone._gendan_lies_behind())
        if narrowed := behind.filtered(lambda milestone: not milestone.is_beyond):
            narrowed.is_beyond = True
        if widened := (self - behind).filtered("is_beyond"):
            widened.is_beyond = False

    def _gendan_is_passed(self):
        """Whether the way to the customer leads through it: also behind the end of the follow-up, not when skipped.

        From what is stored of it, not from the state, which behind the end says nothing.
        """
        self.ensure_one()
        if not self.is_beyond:
            return self.state not in ("skipped", "na")
        return not self.skip_reason and not (self.is_na and not (self.event_date or self.hand_date))

    def _gendan_scope_error(self):
        """The sentence that it lies behind the end of the follow-up and is not worked on, or False."""
        self.ensure_one()
        if not self.is_beyond:
            return False
        return self.env._(
            "%(milestone)s lies behind the end of the follow-up of this order (%(scope)s). Widen the scope first.",
            milestone=self.display_name,
            scope=self._gendan_scope_name(),
        )

    def _gendan_scope_name(self):
        """How far the order is followed, in words."""
        self.ensure_one()
        order = self.sudo().order_id  # sudo: a department reads the plan and not the order
        return dict(order._fields["gendan_scope"]._description_selection(self.env)).get(order.gendan_scope or WHOLE)

    def _gendan_tick_error(self, day):
        # EXTENDS gendan_followup
        return super()._gendan_tick_error(day) or (day and self._gendan_scope_error()) or False

    def _gendan_retime_error(self, day):
        # EXTENDS gendan_followup
        return self._gendan_scope_error() or super()._gendan_retime_error(day)

    def _gendan_skip_error(self, reason):
        # EXTENDS gendan_followup
        return self._gendan_scope_error() or super()._gendan_skip_error(reason)

    def _gendan_scope_text(self, scope):
        """Which of these milestones another scope would drop or bring back, for the dialog; False for none.

        :param str scope: key of ``SCOPES``
        """
        known = self.sorted(lambda m: (m.sequence, m.key))
        gone = known.filtered(lambda m: not m.is_beyond and m._gendan_lies_behind(scope))
        back = known.filtered(lambda m: m.is_beyond and not m._gendan_lies_behind(scope))
        sentences = []
        if gone:
            names = join_names(self.env, dict.fromkeys(gone.mapped("name")))
            sentences.append(self.env._("Not followed any more: %(milestones)s", milestones=names))
        if back:
            names = join_names(self.env, dict.fromkeys(back.mapped("name")))
            sentences.append(self.env._("Followed again: %(milestones)s", milestones=names))
        return "\n".join(sentences) or False
