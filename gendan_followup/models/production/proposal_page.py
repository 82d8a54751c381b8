"""The customer's page: no login, no script, one answer."""

import re
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .proposal import KIND

# all at once, or by line
WHOLE = ("all", "lines", "none")
_DAY = re.compile(r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$")


class GendanAnswer(models.Model):
    """Questions about new dates, in words."""

    _inherit = "gendan.answer"

    @api.model
    def _selection_kind(self):
        # EXTENDS gendan_followup
        return [*super()._selection_kind(), (KIND, self.env._("New dates"))]


class GendanDateProposal(models.Model):
    """What the page shows and takes; see ``gendan.answer.mixin``."""

    _inherit = "gendan.date.proposal"

    def _gendan_answer_render_date_proposal(self, answer):
        """The lines that are still asked about, and nothing else. Notes the first time it was opened."""
        if not self.opened_at and answer.state == "open":
            self._gendan_keep({"opened_at": fields.Datetime.now()})
        facts = self._gendan_facts()
        is_open = any(not line["is_settled"] for line in facts["lines"])
        return "gendan_followup.date_proposal_page", {
            "facts": facts,
            "page_title": self.env._("New dates %(number)s", number=facts["number"]),
            "first_day": fields.Date.to_string(self.company_id._gendan_today()),
            "submit": self.env._("Send my answer") if is_open else None,
        }

    def _gendan_answer_apply_date_proposal(self, answer, data):
        """The customer answers by the link."""
        choices = self._gendan_read_choices(data)
        name, function = ((data.get(key) or "").strip() for key in ("name", "function"))
        if not name:
            raise UserError(self.env._("Please write your name."))
        left = self._gendan_take_reply(
            choices,
            self.env._("%(name)s (%(function)s)", name=name, function=function) if function else name,
            "page",
            answer=answer,
            message=(data.get("message") or "").strip()[:2000] or False,
        )
        if left:
            return self.env._(
                "Your answer has reached your contact. %(products)s has changed meanwhile: your contact will tell you"
                " more.",
                products=format_list(self.env, left.part_id.mapped("display_name")),
            )
        return self.env._("Your answer has reached your contact.")

    def _gendan_read_choices(self, data):
        """The posted form as choices.

        :return: {line: (answer, wished date or None)}
        :raise UserError: a sentence for the customer: what is missing or says two things at once
        """
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: not line.superseded_by_id and not line._gendan_stale_reason())
        whole = data.get("whole") or ("lines" if len(lines) == 1 else None)
        if whole not in WHOLE:
            raise UserError(self.env._("Please say first whether you accept all dates, none, or answer one by one."))
        choices = {}
        for line in lines:
            choice = data.get(f"answer_{line.id}") or None
            wished = self._gendan_read_day(line, data.get(f"date_{line.id}"))
            if wished and choice is None:
                choice = "other"
            if whole != "lines":
                meant = "accepted" if whole == "all" else "refused"
                if choice not in (None, meant):
                    raise UserError(
                        self.env._(
                            "You chose one answer for all dates, and another one for %(product)s. Please choose"
                            " “one by one”, or take that one back.",
                            product=line.part_id.display_name,
                        )
                    )
                choice = meant
            if wished and choice != "other":
                raise UserError(
                    self.env._(
                        "You wrote a date for %(product)s: please choose “another date”, or empty it.",
                        product=line.part_id.display_name,
                    )
                )
            if choice == "other" and wished and wished == line.new_date and not line.first_date:
                # the date we proposed is no other date
                choice, wished = "accepted", None
            choices[line] = (choice, wished)
        return choices

    def _gendan_read_day(self, line, text):
        """A typed day; browsers without a date field send what was typed.

        :raise UserError: it is no date
        """
        if not (text or "").strip():
            return None
        found = _DAY.match(text)
        try:
            return date(*(int(number) for number in found.groups())) if found else self._gendan_no_day(line)
        except ValueError:
            return self._gendan_no_day(line)

    def _gendan_no_day(self, line):
        raise UserError(
            self.env._("Please write the date for %(product)s like 2026-12-31.", product=line.part_id.display_name)
        )


class SaleOrder(models.Model):
    """The questions on the order's page of the portal."""

    _inherit = "sale.order"

    def _gendan_portal_date_questions(self, user):
        """The open questions about new dates that are shown on this order's page of the portal.

        Whoever comes by the order's link alone sees those about this order only; who is logged in for the customer,
        those about other orders of the customer beside it, too. Called by the route, which has checked the order.

        :param user: ``res.users``
        :return: list of dict(number, url)
        """
        self.ensure_one()
        order = self.sudo()  # the route has checked it; portal users have no rights on proposals
        lines = order.env["gendan.date.proposal.line"].search([("order_id", "=", order.id), ("is_asked", "=", True)])
        is_own = user.partner_id.commercial_partner_id == order.partner_id.commercial_partner_id
        return [
            {"number": proposal.name, "url": proposal._gendan_link()}
            for proposal in lines.proposal_id
            if is_own or proposal.line_ids.filtered("is_asked").order_id == order
        ]
