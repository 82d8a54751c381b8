"""Prices nobody has approved do not become an order, by no path."""

from odoo import api, models
from odoo.tools import format_date

from odoo.addons.gendan_followup.tools.gate import GatePoint

from .review_point import WAIVER_GROUPS

# the rule's name in waivers
UNAPPROVED = "price_unapproved"


class SaleOrder(models.Model):
    """The gate 'confirm' where the company approves its prices; elsewhere nothing is asked."""

    _inherit = "sale.order"

    @api.model
    def _gendan_checks(self, action):
        # EXTENDS gendan_followup
        points = super()._gendan_checks(action)
        if action == "confirm" and self.env["res.company"]._gendan_approving_ids():
            check = type(self)._gendan_price_unapproved
            points = [*points, GatePoint(UNAPPROVED, check, WAIVER_GROUPS["supervisor"])]
        return points

    def _gendan_waiver_aspects(self, code):
        # EXTENDS gendan_followup: waived were these prices, for these goods
        if code == UNAPPROVED:
            return ("product", "quantity", "price")
        return super()._gendan_waiver_aspects(code)

    def _gendan_banner_problems(self, problems):
        # EXTENDS gendan_followup: the banner of the prices says so, beside the button to submit them
        return [problem for problem in super()._gendan_banner_problems(problems) if problem.code != UNAPPROVED]

    def _gendan_price_unapproved(self):
        """Gate "confirm": {order: sentence} of those whose prices are not the approved ones. Batch."""
        states = self._gendan_price_judged()
        held = {order: state for order, state in states.items() if state and state != "approved"}
        if not held:
            return {}
        last = self.browse([order.id for order in held])._gendan_last_approvals()
        return {order: order._gendan_price_unapproved_sentence(state, last.get(order)) for order, state in held.items()}

    def _gendan_price_stops_confirming(self):
        """Those of these quotations that cannot be confirmed before their prices are approved, or that is waived."""
        held = self.browse([order.id for order in self._gendan_price_unapproved()])
        waived = held._gendan_waived("confirm") if held else ()
        return held.filtered(lambda order: (order.id, UNAPPROVED) not in waived)

    def _gendan_price_unapproved_sentence(self, state, approval):
        """Why an order may not be confirmed, and what to do.

        :param state: of its prices, key of ``STATES``
        :param approval: the last one (sudo), or None
        """
        words = {"order": self.name}
        if approval:
            words["who"] = approval.user_id.name
            words["day"] = format_date(self.env, self.company_id._gendan_to_day(approval.date))
        match state:
            case "submitted":
                return self.env._(
                    "%(order)s cannot be confirmed yet: its prices are with the supervisor since %(day)s.", **words
                )
            case "refused":
                return self.env._(
                    "%(order)s cannot be confirmed: %(who)s refused its prices on %(day)s (%(reason)s). Change them and"
                    " submit it again.",
                    reason=approval.reason,
                    **words,
                )
            case "changed":
                return self.env._(
                    "%(order)s cannot be confirmed: prices, quantities or costs were changed since %(who)s approved"
                    " them on %(day)s. Submit it again.",
                    **words,
                )
            case _:
                return self.env._(
                    "%(order)s cannot be confirmed yet: submit its prices to the supervisor first.", **words
                )
